"""What the chain of a round's events costs: commits per second with it and without, side by side in one run.

The table without is a copy of the ledger (columns, checks, indexes, reference to the round) without its triggers, into
which the client writes numbers and hashes of its own making. Every deed is one transaction of three steps (BEGIN, the
insert, COMMIT), as a deed of the API is, so the chain of a round is locked for two ways to the client and one flush of
the log. Client and server share the machine's processors.
"""

import asyncio
import itertools
import statistics
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import asyncpg
from rich.console import Console
from rich.table import Table
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine
from sqlalchemy.pool import NullPool

from api.migrating import upgrade
from api.postgres import with_database
from bench import database
from bench.measuring import Pace
from domain.clock import utc_now
from domain.evaluations.model import Round
from domain.ids import new_id
from domain.ledger.rules import GENESIS, EventKind, canonical

NAME = "thidua_bench_ledger"
CONNECTIONS = (1, 8, 32)
MANY = 64
#: A submitted sheet of five marks, as large as one with short comments.
BODY = canonical(
    {
        "sheet": UUID(int=1),
        "evaluator": UUID(int=2),
        "initiative": UUID(int=3),
        "marks": [{"criterion": UUID(int=n), "value": "7.5", "comment": "Có số liệu trước và sau."} for n in range(5)],
    }
)
CHAINED = "INSERT INTO score_events (id, round_id, at, kind, body) VALUES ($1, $2, $3, $4, $5)"
PLAIN = (
    "INSERT INTO plain_events (id, round_id, at, kind, body, number, previous_hash, hash)"
    f" VALUES ($1, $2, $3, $4, $5, $6, '{GENESIS}', '{GENESIS}')"
)
#: Numbers of events in the table without triggers: no two alike.
_numbers = itertools.count(1)


@dataclass(frozen=True, slots=True)
class Way:
    """One way of writing: with the chain or without, into one round or many."""

    name: str
    chained: bool
    rounds: Sequence[UUID]


def run(server_url: str, pace: Pace) -> dict[str, Any]:
    """Measure in a database of its own, which is made anew. Returns medians over the rounds of the pace."""
    return asyncio.run(_run(server_url, pace))


async def _run(server_url: str, pace: Pace) -> dict[str, Any]:
    connection = await asyncpg.connect(database.plain(server_url))
    await connection.execute(f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)")
    await connection.execute(f"CREATE DATABASE {NAME}")
    settings = {each: await connection.fetchval(f"SHOW {each}") for each in ("fsync", "synchronous_commit")}
    await connection.close()
    url = with_database(server_url, NAME)
    await asyncio.to_thread(upgrade, url)
    rounds = await _make_rounds(url)
    ways = [
        Way("plain_one", chained=False, rounds=rounds[:1]),
        Way("chained_one", chained=True, rounds=rounds[:1]),
        Way("plain_many", chained=False, rounds=rounds),
        Way("chained_many", chained=True, rounds=rounds),
    ]
    found = {str(count): await _compare(database.plain(url), ways, count, pace) for count in CONNECTIONS}
    return {"settings": settings, "body_bytes": len(BODY.encode()), "rounds": MANY, "connections": found}


async def _make_rounds(url: str) -> list[UUID]:
    """Make rounds that belong to nothing (references are not checked meanwhile), and the table without triggers."""
    engine = create_async_engine(url, poolclass=NullPool)
    now = utc_now()
    rounds = [
        Round(
            id=new_id(),
            movement_id=new_id(),
            rubric_id=new_id(),
            ordinal=1,
            name="Vòng chấm",
            opens_at=now,
            closes_at=now + timedelta(days=1),
            created_at=now,
        )
        for _ in range(MANY)
    ]
    async with AsyncSession(engine, expire_on_commit=False) as session:
        await session.execute(text("SET LOCAL session_replication_role = replica"))
        session.add_all(rounds)
        await session.flush()
        await session.execute(text("CREATE TABLE plain_events (LIKE score_events INCLUDING ALL)"))
        await session.execute(text("ALTER TABLE plain_events ADD FOREIGN KEY (round_id) REFERENCES rounds"))
        await session.commit()
    await engine.dispose()
    return [each.id for each in rounds]


async def _compare(url: str, ways: Sequence[Way], count: int, pace: Pace) -> dict[str, Any]:
    """Run all ways in turn, every other time backwards, over the same connections."""
    connections = [await asyncpg.connect(url) for _ in range(count)]
    seen: dict[str, list[tuple[float, float, float]]] = {way.name: [] for way in ways}
    for turn in range(pace.rounds):
        for way in ways if turn % 2 == 0 else reversed(ways):
            await _write(connections, way, pace.warm_up)
            seen[way.name].append(await _write(connections, way, pace.seconds))
    await asyncio.gather(*(each.close() for each in connections))
    measured = {name: [statistics.median(each) for each in zip(*runs, strict=True)] for name, runs in seen.items()}
    ratios = {
        where: statistics.median(
            chained[0] / plain[0]
            for chained, plain in zip(seen[f"chained_{where}"], seen[f"plain_{where}"], strict=True)
        )
        for where in ("one", "many")
    }
    return {
        "per_second": {name: round(each[0], 1) for name, each in measured.items()},
        "p50_ms": {name: round(each[1], 2) for name, each in measured.items()},
        "p95_ms": {name: round(each[2], 2) for name, each in measured.items()},
        "ratio": {where: round(each, 2) for where, each in ratios.items()},
    }


async def _write(connections: Sequence[Any], way: Way, seconds: float) -> tuple[float, float, float]:
    """Write over all connections for a time. Returns commits per second and the 50th and 95th percentile in ms."""
    spent: list[float] = []
    began = time.perf_counter()

    async def write(start: int, connection: Any) -> None:
        # Connections go around the rounds one after the other, each from a place of its own.
        places = itertools.cycle(way.rounds[start % len(way.rounds) :] + way.rounds[: start % len(way.rounds)])
        while (now := time.perf_counter()) < began + seconds:
            values = [new_id(), next(places), utc_now(), EventKind.SHEET_SUBMITTED.value, BODY]
            async with connection.transaction():
                await connection.execute(
                    CHAINED if way.chained else PLAIN, *values, *([] if way.chained else [next(_numbers)])
                )
            spent.append((time.perf_counter() - now) * 1000)

    await asyncio.gather(
        *(write(at * MANY // len(connections), connection) for at, connection in enumerate(connections))
    )
    elapsed = time.perf_counter() - began
    ordered = sorted(spent)
    return len(spent) / elapsed, statistics.median(ordered), ordered[int(len(ordered) * 0.95)]


def show(console: Console, found: Mapping[str, Any]) -> None:
    """Print commits per second, and what share of them the chain leaves."""
    table = Table(title="Sổ cái: giao dịch mỗi giây / ledger: commits per second")
    for head in ("Kết nối / connections", "", "không chuỗi / plain", "có chuỗi / chained", "tỷ lệ / ratio", "p95 ms"):
        table.add_column(head, justify="right")
    for count, each in found["connections"].items():
        for where, label in (("one", "một vòng / one round"), ("many", f"{found['rounds']} vòng / rounds")):
            table.add_row(
                count,
                label,
                f"{each['per_second'][f'plain_{where}']:,.0f}",
                f"{each['per_second'][f'chained_{where}']:,.0f}",
                f"{each['ratio'][where]:.2f}",
                f"{each['p95_ms'][f'chained_{where}']:.1f}",
            )
    console.print(table)
