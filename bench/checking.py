"""What is compared must be equal: the same data from every contender. And how many statements an operation costs."""

import asyncio
from collections.abc import Sequence
from typing import Any

import asyncpg
import httpx

from bench.contenders.starting import Running, token_of
from bench.database import plain
from bench.measuring import Subject, run_load
from bench.operations import Operation
from domain.actor import Role

SAMPLES = 5
REQUESTS, PREPARING = 20, 5
#: A server writes its counters at the latest after so many seconds of rest.
REST = 11


class Unequal(AssertionError):
    """Two contenders answered differently: their speeds say nothing."""


def assert_equal(servers: Sequence[Running], operations: Sequence[Operation]) -> None:
    """Ask all servers the same and compare the data with those of the first. Raises Unequal."""
    for operation in operations:
        for index in range(0, len(operation.variables), max(1, len(operation.variables) // SAMPLES)):
            expected = data_of(servers[0], operation, index)
            for server in servers[1:]:
                where = difference(expected, data_of(server, operation, index))
                if where is not None:
                    names = f"{servers[0].contender.name} / {server.contender.name}"
                    raise Unequal(f"{operation.name} {operation.variables[index]}, {names}: {where}")


def difference(one: Any, other: Any, path: str = "data") -> str | None:
    """Return where two answers differ first, members of objects in their order; None when they are equal."""
    if isinstance(one, dict) and isinstance(other, dict) and list(one) == list(other):
        pairs = [(f"{path}.{key}", one[key], other[key]) for key in one]
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        pairs = [(f"{path}[{index}]", *pair) for index, pair in enumerate(zip(one, other, strict=True))]
    else:
        return None if one == other else f"{path}: {one!r:.300} / {other!r:.300}"
    return next((found for where, *pair in pairs if (found := difference(*pair, where))), None)


def data_of(server: Running, operation: Operation, index: int) -> Any:
    """Return the data of one answer, with object members in the order in which they came. Raises Unequal for none."""
    path, body = server.contender.body(operation, operation.variables[index])
    headers = {"Authorization": f"Bearer {token_of(Role.PERSONNEL)}"}
    response = httpx.post(f"http://127.0.0.1:{server.port}{path}", json=body, headers=headers, timeout=60)
    answer = response.json()
    if response.status_code != httpx.codes.OK or answer.get("errors") or not _holds_something(answer.get("data")):
        raise Unequal(f"{server.contender.name}, {operation.name}: {response.text[:2000]}")
    return answer["data"]


def _holds_something(data: Any) -> bool:
    """Say whether an answer has content: equal nothings would prove nothing."""
    if isinstance(data, dict):
        return ("nodes" in data and bool(data["nodes"])) or any(_holds_something(each) for each in data.values())
    return isinstance(data, str)


def statements_per_operation(database_url: str, subject: Subject) -> float:
    """Return how many statements one request costs: all but BEGIN and the like, the look-up of the reader included.

    Without pg_stat_statements, transactions are counted: what a server sends outside of one is one each.
    """
    return asyncio.run(_statements(plain(database_url), subject))


async def _statements(url: str, subject: Subject) -> float:
    connection = await asyncpg.connect(url)
    try:
        is_counted = await connection.fetchval(
            "SELECT EXISTS (SELECT FROM pg_extension WHERE extname = 'pg_stat_statements')"
        )
        count = _calls if is_counted else _transactions
        run_load(subject, count=PREPARING, connections=1)  # whatever is prepared or looked up once
        before = await count(connection)
        run_load(subject, count=REQUESTS, connections=1)
        return round((await count(connection) - before) / REQUESTS, 2)
    finally:
        await connection.close()


async def _calls(connection: asyncpg.Connection) -> int:
    return int(
        await connection.fetchval("""
            SELECT coalesce(sum(calls), 0) FROM pg_stat_statements AS counted
            JOIN pg_database ON pg_database.oid = counted.dbid AND datname = current_database()
            WHERE toplevel AND counted.query !~* '^(begin|commit|rollback|set|show|deallocate)|pg_stat_statements'
        """)
    )


async def _transactions(connection: asyncpg.Connection) -> int:
    await asyncio.sleep(REST)
    return int(
        await connection.fetchval(
            "SELECT xact_commit + xact_rollback FROM pg_stat_database WHERE datname = current_database()"
        )
    )
