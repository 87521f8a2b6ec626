"""Server choices: the same app, compiled reads, behind uvicorn as we run it, uvicorn in pure Python, and granian."""

import asyncio
import importlib.util
import socket
from contextlib import ExitStack
from typing import Any

from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from bench import database
from bench.checking import assert_equal
from bench.contenders.starting import COMPILED, Contender, running
from bench.measuring import Pace, Subject, measure
from bench.operations import operations

_MODULE = ("-m", "bench.contenders.our_server")
ASKED = ("list", "point")


def contenders() -> list[Contender]:
    """Return the servers that are installed."""
    found = [
        Contender("uvicorn: uvloop, httptools", (*_MODULE, "uvicorn", "uvloop", "httptools"), COMPILED.environment),
        Contender("uvicorn: asyncio, h11", (*_MODULE, "uvicorn", "asyncio", "h11"), COMPILED.environment),
    ]
    if importlib.util.find_spec("granian") is not None:
        found.append(Contender("granian: uvloop", (*_MODULE, "granian", str(_free_port())), COMPILED.environment))
    return found


def compare_servers(server_url: str, initiatives: int, pace: Pace) -> dict[str, Any]:
    """Measure list and point behind each server; returns requests per second and the median latency."""
    url = database.url_of(server_url, initiatives)
    asked = [each for each in asyncio.run(operations(database.plain(url))) if each.name in ASKED]
    found: dict[str, Any] = {}
    with ExitStack() as stack:
        servers = [stack.enter_context(running(contender, url)) for contender in contenders()]
        assert_equal(servers, asked)
        bar = stack.enter_context(Progress())
        task = bar.add_task("Đo / measuring", total=len(asked) * len(servers) * pace.rounds)
        for operation in asked:
            subjects = [Subject(server, operation) for server in servers]
            measured = measure(subjects, pace, lambda: bar.advance(task))
            found[operation.name] = {
                server.contender.name: {"per_second": round(each.per_second, 1), "p95_ms": round(each.p95_ms, 2)}
                for server, each in zip(servers, measured, strict=True)
            }
    return found


def show_servers(console: Console, found: dict[str, Any]) -> None:
    """Print what was measured."""
    table = Table(title="Yêu cầu mỗi giây (p95 ms) / requests per second (p95 ms)")
    table.add_column("")
    for operation in found:
        table.add_column(operation, justify="right")
    for name in next(iter(found.values())):
        table.add_row(name, *[f"{each[name]['per_second']:,.0f} ({each[name]['p95_ms']:g})" for each in found.values()])
    console.print(table)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
