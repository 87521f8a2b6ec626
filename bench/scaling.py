"""The large form: the same operations on databases of growing size. What one request costs must hardly grow."""

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from typing import Any

from rich.progress import Progress

from bench import database
from bench.checking import data_of
from bench.contenders import starting
from bench.contenders.starting import Running
from bench.measuring import Pace, Subject, measure
from bench.operations import Operation, depths, operations
from domain.actor import Role

SIZES = (5_000, 100_000, 1_000_000)
#: How many times the cost of a request may be at the largest size, and on a deep page.
GROWTH_BAR = 1.3
DEEP = ("list", "ranking")


def grow(server_url: str, sizes: Sequence[int], pace: Pace) -> dict[str, Any]:
    """Measure every operation, every role's list and deep pages, by the median time of one request alone.

    Alone, a request cannot hide what the database does behind what the server does for another one. Raises Unequal
    when there is nothing to measure.
    """
    urls = {size: database.url_of(server_url, size) for size in sizes}
    asked = {size: _asked(url) for size, url in urls.items()}
    names = list(asked[sizes[0]])
    with ExitStack() as stack:
        servers = {size: stack.enter_context(starting.running(starting.COMPILED, url)) for size, url in urls.items()}
        for size, server in servers.items():
            for operation in asked[size].values():
                data_of(server, operation, 0)  # there is something to measure
        bar = stack.enter_context(Progress())
        task = bar.add_task("Đo / measuring", total=(len(names) + len(Role)) * len(sizes) * pace.rounds)

        def timed(subjects: Sequence[Subject]) -> dict[str, Any]:
            return _timed(sizes, subjects, pace, lambda: bar.advance(task))

        found = {name: timed([Subject(servers[size], asked[size][name]) for size in sizes]) for name in names}
        lists = [asked[size]["list"] for size in sizes]
        roles = {role.value: timed(_as(role, servers, sizes, lists)) for role in Role}
        memory = {str(size): server.rss_mb() for size, server in servers.items()}
    return {
        "sizes": list(sizes),
        "operations": found,
        "roles": roles,
        "deep_pages": {name: _depth(found[f"{name}_first"], found[f"{name}_deep"]) for name in DEEP},
        "rss_mb": memory,
    }


def missed(growth: Mapping[str, Any]) -> list[str]:
    """Say what grew too much, failed, or costs more on a deep page."""
    grown = [
        f"{name}: {found.get('growth', found.get('error'))}"
        for part in ("operations", "roles")
        for name, found in growth[part].items()
        if "error" in found or found["growth"] > GROWTH_BAR
    ]
    deep = [
        f"{name}, deep page at {size}: {ratio}"
        for name, found in growth["deep_pages"].items()
        for size, ratio in found.items()
        if ratio > GROWTH_BAR
    ]
    return grown + deep


def _asked(url: str) -> dict[str, Operation]:
    found = {operation.name: operation for operation in asyncio.run(operations(database.plain(url)))}
    for name, (first, deep) in asyncio.run(depths(database.plain(url))).items():
        found |= {f"{name}_first": first, f"{name}_deep": deep}
    return found


def _as(role: Role, servers: Mapping[int, Running], sizes: Sequence[int], lists: Sequence[Operation]) -> list[Subject]:
    return [Subject(servers[size], operation, role) for size, operation in zip(sizes, lists, strict=True)]


def _timed(sizes: Sequence[int], subjects: Sequence[Subject], pace: Pace, step: Any) -> dict[str, Any]:
    """Return milliseconds by size; an operation that fails at some size (out of time, say) has failed."""
    try:
        measured = measure(subjects, pace, step, connections=1)
    except RuntimeError as error:
        return {"error": str(error)}
    milliseconds = [each.p50_ms for each in measured]
    return {
        "ms": {str(size): round(each, 3) for size, each in zip(sizes, milliseconds, strict=True)},
        "growth": round(milliseconds[-1] / milliseconds[0], 2),
    }


def _depth(first: Mapping[str, Any], deep: Mapping[str, Any]) -> dict[str, float]:
    if "error" in first or "error" in deep:
        return {}
    return {size: round(deep["ms"][size] / milliseconds, 2) for size, milliseconds in first["ms"].items()}
