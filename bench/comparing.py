"""The short form: all contenders on one database, side by side, and what comes of it."""

import asyncio
import os
import platform
from contextlib import ExitStack
from datetime import UTC, datetime
from typing import Any

from rich.progress import Progress

from bench import database
from bench.checking import assert_equal, statements_per_operation
from bench.contenders import starting
from bench.measuring import Measured, Pace, Subject, measure
from bench.operations import operations

#: What the throughput of compiled reads must be, as a multiple of a contender's.
BARS: dict[str, dict[str, float]] = {
    "hand_written": {"list": 1.2, "point": 0.9, "ranking": 1.1},
    "plain_strawberry": {"list": 50, "point": 9, "ranking": 50},
}
#: The search of middling frequency is for `scale`: here it would tell nothing that the other two do not.
COMPARED = ("list", "point", "ranking", "search", "search_rare")
OURS = starting.COMPILED.name


def compare(server_url: str, initiatives: int, pace: Pace) -> dict[str, Any]:
    """Run everything and return the report. Raises Unequal when contenders do not answer the same."""
    url = database.url_of(server_url, initiatives)
    asked = [each for each in asyncio.run(operations(database.plain(url))) if each.name in COMPARED]
    with ExitStack() as stack:
        servers = [stack.enter_context(starting.running(contender, url)) for contender in starting.ALL]
        assert_equal(servers, asked)
        bar = stack.enter_context(Progress())
        task = bar.add_task("Đo / measuring", total=len(asked) * len(servers) * (pace.rounds + 2))
        measured: dict[str, dict[str, Measured]] = {}
        alone: dict[str, dict[str, float]] = {}
        statements: dict[str, dict[str, float]] = {}
        for operation in asked:
            subjects = [Subject(server, operation) for server in servers]
            names = [server.contender.name for server in servers]

            def step() -> None:
                bar.advance(task)

            measured[operation.name] = dict(zip(names, measure(subjects, pace, step), strict=True))
            single = measure(subjects, Pace(1, pace.seconds / 2, 0.1), step, connections=1)
            alone[operation.name] = {name: round(each.p50_ms, 2) for name, each in zip(names, single, strict=True)}
            statements[operation.name] = {}
            for subject, name in zip(subjects, names, strict=True):
                statements[operation.name][name] = statements_per_operation(url, subject)
                step()
        memory = {server.contender.name: server.rss_mb() for server in servers}
    return _report(initiatives, measured, statements, memory) | {"alone_ms": alone}


def _report(
    initiatives: int,
    measured: dict[str, dict[str, Measured]],
    statements: dict[str, dict[str, float]],
    memory: dict[str, float],
) -> dict[str, Any]:
    ratios = {
        operation: {
            name: round(found[OURS].per_second / each.per_second, 2) for name, each in found.items() if name != OURS
        }
        for operation, found in measured.items()
    }
    return {
        "taken_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": {"processors": os.cpu_count(), "python": platform.python_version(), "system": platform.platform()},
        "initiatives": initiatives,
        "ratios": ratios,
        "missed": missed(ratios),
        "per_second": _values(measured, "per_second", 1),
        "p50_ms": _values(measured, "p50_ms", 2),
        "p95_ms": _values(measured, "p95_ms", 2),
        "statements": statements,
        "rss_mb": memory[OURS],
        "rss_mb_of": memory,
    }


def _values(measured: dict[str, dict[str, Measured]], name: str, places: int) -> dict[str, dict[str, float]]:
    return {
        operation: {contender: round(getattr(each, name), places) for contender, each in found.items()}
        for operation, found in measured.items()
    }


def missed(ratios: dict[str, dict[str, float]]) -> list[str]:
    """Say which bars were not reached."""
    return [
        f"{operation}/{contender}: {ratios[operation][contender]} < {bar}"
        for contender, bars in BARS.items()
        for operation, bar in bars.items()
        if ratios[operation][contender] < bar
    ]
