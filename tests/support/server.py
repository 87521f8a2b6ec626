"""A real server process on a real database, and a client that speaks HTTP to it."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx

from api.issuer import DevelopmentIssuer

ROOT = Path(__file__).parent.parent.parent
ISSUER, AUDIENCE = "https://thidua.invalid/development", "thidua"
START_SECONDS = 30


def thidua(*arguments: str, database_url: str, directory: Path) -> subprocess.CompletedProcess[str]:
    """Run one command of the command line to its end."""
    return subprocess.run(
        [sys.executable, "-m", "api.cli", *arguments],
        cwd=ROOT,
        env=environment(database_url, directory),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def environment(database_url: str, directory: Path) -> dict[str, str]:
    """What the command line reads."""
    plain = database_url.replace("+asyncpg", "", 1)
    return {**os.environ, "DATABASE_URL": plain, "THIDUA_DATA": str(directory), "PYTHONUNBUFFERED": "1"}


@contextmanager
def serving(database_url: str, directory: Path, *options: str, start_seconds: float = START_SECONDS) -> Iterator[str]:
    """Run `thidua serve` on a free port; yields its base address and stops it like Ctrl-C would."""
    log = (directory / "server.log").open("w+", encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, "-m", "api.cli", "serve", "--port", "0", *options],
        cwd=ROOT,
        env=environment(database_url, directory),
        stdout=log,
        stderr=subprocess.STDOUT,
    )
    try:
        yield _address(process, Path(log.name), start_seconds)
    finally:
        process.send_signal(signal.SIGINT)
        code = process.wait(20)
        log.close()
        said = Path(log.name).read_text(encoding="utf-8")
        assert code == 0, said
        assert "Traceback" not in said, said


def _address(process: subprocess.Popen[bytes], log: Path, start_seconds: float) -> str:
    deadline = time.monotonic() + start_seconds
    while time.monotonic() < deadline:
        said = log.read_text(encoding="utf-8")
        found = re.search(r"(http://[0-9.]+:[0-9]+)/graphql", said)
        if found:
            return found[1]
        assert process.poll() is None, said
        time.sleep(0.05)
    raise AssertionError(f"the server did not start:\n{log.read_text(encoding='utf-8')}")


@dataclass(slots=True)
class Client:
    """Somebody who talks to the server with a token of their own."""

    http: httpx.Client
    headers: dict[str, str]

    def post(self, document: str, variables: dict[str, Any] | None = None) -> dict[str, Any]:
        """Send an operation that must not fail as a request; returns its data."""
        body = {"query": document, "variables": variables or {}}
        return data_of(self.http.post("/graphql", json=body, headers=self.headers))

    def ask(self, field: str, selection: str, **input: Any) -> dict[str, Any]:
        """Do one deed, refused or not; returns its payload."""
        return self.post(deed_document(field, selection), {"input": input})[field]  # type: ignore[no-any-return]

    def do(self, field: str, selection: str, **input: Any) -> dict[str, Any]:
        """Do one deed that must succeed; returns the first object of its payload."""
        return made_by(self.ask(field, selection, **input))  # type: ignore[no-any-return]


def data_of(response: httpx.Response) -> dict[str, Any]:
    """Return the data of an operation that must not fail as a request."""
    assert response.status_code == 200, response.text
    answer = response.json()
    assert "errors" not in answer, answer["errors"]
    return answer["data"]  # type: ignore[no-any-return]


def deed_document(field: str, selection: str) -> str:
    """Write the operation of one deed."""
    type_name = field[0].upper() + field[1:] + "Input"
    return (
        f"mutation Deed($input: {type_name}!) {{ {field}(input: $input) {{ {selection} "
        "userErrors { __typename code rule path message } } }"
    )


def made_by(payload: dict[str, Any]) -> Any:
    """Return the first object of the payload of a deed that must succeed."""
    assert payload["userErrors"] == [], payload["userErrors"]
    return next(value for key, value in payload.items() if key != "userErrors")


def client(http: httpx.Client, directory: Path, subject: str) -> Client:
    """Make a client with a fresh development token for a subject."""
    token = DevelopmentIssuer(directory / "keys", ISSUER, AUDIENCE).issue(subject, timedelta(hours=1))
    accept = "application/graphql-response+json"
    return Client(http, {"Authorization": f"Bearer {token}", "Accept": accept})
