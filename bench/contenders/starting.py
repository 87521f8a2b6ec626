"""Starting a contender, finding out where it listens, and the bytes of a request to it."""

import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from api.issuer import DevelopmentIssuer
from api.migrating import ROOT
from api.settings import read_settings
from bench.database import plain
from bench.operations import Operation
from bench.population import subject_of
from domain.actor import Role

START_SECONDS = 60
STOP_SECONDS = 20
LIFETIME = timedelta(hours=12)
#: Where the signing key of the benchmark's tokens lies.
DATA = ROOT / ".thidua" / "bench"

Body = Callable[[Operation, Mapping[str, Any]], tuple[str, Mapping[str, Any]]]


def _graphql(operation: Operation, variables: Mapping[str, Any]) -> tuple[str, Mapping[str, Any]]:
    return "/graphql", {"query": operation.document, "variables": variables}


def _mounted(operation: Operation, variables: Mapping[str, Any]) -> tuple[str, Mapping[str, Any]]:
    return "/graphql/", {"query": operation.document, "variables": variables}


def _plain(operation: Operation, variables: Mapping[str, Any]) -> tuple[str, Mapping[str, Any]]:
    return f"/{operation.name.partition('_')[0]}", variables


@dataclass(frozen=True, slots=True)
class Contender:
    """A server: its command, what it reads from the environment, and how it is asked."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    body: Body = _graphql


_SERVE = ("-m", "api.cli", "serve", "--port", "0")
COMPILED = Contender("compiled", _SERVE, {"THIDUA_READS": "compiled"})
REFERENCE = Contender("reference", _SERVE, {"THIDUA_READS": "reference"})
HAND_WRITTEN = Contender("hand_written", ("-m", "bench.contenders.hand_written"), {}, _plain)
PLAIN_STRAWBERRY = Contender("plain_strawberry", ("-m", "bench.contenders.plain_strawberry"), {}, _mounted)
ALL = (COMPILED, HAND_WRITTEN, REFERENCE, PLAIN_STRAWBERRY)


@dataclass(frozen=True, slots=True)
class Running:
    """A contender that listens."""

    contender: Contender
    process: subprocess.Popen[bytes]
    port: int

    def requests(self, operation: Operation, role: Role = Role.PERSONNEL) -> list[bytes]:
        """Return the whole requests of an operation, one for each set of variables."""
        token = token_of(role)
        return [_request(*self.contender.body(operation, variables), token) for variables in operation.variables]

    def rss_mb(self) -> float:
        """Return the resident memory of the process."""
        status = Path(f"/proc/{self.process.pid}/status").read_text(encoding="ascii")
        return round(int(status.partition("VmRSS:")[2].split()[0]) / 1024, 1)


def token_of(role: Role) -> str:
    """Return a token of the benchmark's reader with a role."""
    given = read_settings({})
    issuer = DevelopmentIssuer(DATA / "keys", given.issuer, given.audience)
    return issuer.issue(subject_of(role), LIFETIME)


def _request(path: str, body: Mapping[str, Any], token: str) -> bytes:
    content = json.dumps(body, ensure_ascii=False).encode()
    head = (
        f"POST {path} HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer {token}\r\nAccept: application/json\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(content)}\r\n\r\n"
    )
    return head.encode() + content


@contextmanager
def running(contender: Contender, database_url: str) -> Iterator[Running]:
    """Run a contender on a database until the block ends."""
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("THIDUA_")},
        **contender.environment,
        "DATABASE_URL": plain(database_url),
        "THIDUA_DATA": str(DATA),
        "THIDUA_MODE": "development",
        "PYTHONUNBUFFERED": "1",
    }
    with tempfile.NamedTemporaryFile(suffix=".log") as log:
        process = subprocess.Popen(  # noqa: S603 -- our own commands
            [sys.executable, *contender.command], cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT
        )
        try:
            yield Running(contender, process, _port(process, Path(log.name)))
        finally:
            process.terminate()
            process.wait(STOP_SECONDS)


def _port(process: subprocess.Popen[bytes], log: Path) -> int:
    deadline = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        found = re.search(r"http://127\.0\.0\.1:(\d+)", log.read_text(encoding="utf-8"))
        if found:
            return int(found[1])
        time.sleep(0.05)
    raise RuntimeError(f"the contender did not start:\n{log.read_text(encoding='utf-8')}")
