"""Filling a database: small tables and initiatives by COPY, what follows from them set by set inside PostgreSQL.

Triggers and foreign keys are off meanwhile (they judge deeds, and these rows are right by construction), so the
database's user must be a superuser, as it is in the embedded server. Indexes and CHECK constraints stay.
"""

import asyncio
import hashlib
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from random import Random

import asyncpg
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from bench import database, words
from bench.children import FUNCTIONS, STAGES, STATEMENTS, result_entries
from bench.population import (
    BODIES,
    LAUNCH,
    SEED,
    WRITING,
    Population,
    grant_rows,
    id_at,
    person_rows,
    populate,
    small_rows,
    unit_rows,
)
from domain.actor import Role

BATCH = 10_000
#: Batches are written by so many connections at a time, so that no processor waits for the other.
WRITERS = 2
#: One draft after so many evaluated initiatives: row filters have something to leave out.
DRAFT_AFTER = 50
KINDS = ("DIGITAL", "AI", "VIRTUAL_ASSISTANT")
FIELDS = ("QUAN_LY", "DIEU_HANH", "CHUYEN_MON")
COLUMNS = {
    "units": (
        "id", "code", "name", "type", "parent_id", "has_seal", "has_legal_personality", "to_be_confirmed",
        "valid_from", "version",
    ),
    "people": (
        "id", "full_name", "email", "subject", "unit_id", "position", "employment_type", "leadership_tier",
        "created_at", "version",
    ),
    "role_grants": ("id", "person_id", "role", "unit_id", "round_id", "starts_at", "granted_at"),
    "initiatives": (
        "id", "movement_id", "unit_id", "title", "kind", "field_of_work", "hours_saved", "state",
        "current_revision_id", "first_submitted_at", "punctuality", "created_at", "created_by_id", "version",
    ),
    "initiative_revisions": (
        "id", "initiative_id", "number", "title", "summary", "kind", "field_of_work", "task_relieved", "tool",
        "hours_before", "hours_after", "people_affected", "measurement", "content_hash", "created_at", "created_by_id",
    ),
    "initiative_authors": ("id", "revision_id", "person_id", "ordinal", "percent"),
    "bench_batch": ("number", "initiative_id", "revision_id", "unit_id", "leader_id", "created_at"),
}  # fmt: skip

Rows = dict[str, list[tuple[object, ...]]]


def ensure_filled(server_url: str, initiatives: int, *, again: bool = False) -> None:
    """Fill the database of this size unless it is there already; bring it to the newest revision either way."""
    if again or not asyncio.run(database.is_filled(server_url, initiatives)):
        asyncio.run(database.recreate(server_url, initiatives))
        database.migrate(server_url, initiatives)
        asyncio.run(_fill(server_url, initiatives))
        asyncio.run(database.mark_filled(server_url, initiatives))
    else:
        database.migrate(server_url, initiatives)


async def _fill(server_url: str, initiatives: int) -> None:
    world = populate(initiatives)
    writers = [await _connect(server_url, initiatives, world) for _ in range(WRITERS)]
    bar = Progress(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TimeRemainingColumn()
    )
    with bar:
        await _copy_small(writers[0], world)
        task = bar.add_task(f"{initiatives:,} sáng kiến / initiatives", total=initiatives)
        batches = _batches(world, initiatives)

        async def write(connection: asyncpg.Connection) -> None:
            for rows in batches:
                async with connection.transaction():
                    await _write_batch(connection, world, rows)
                bar.advance(task, len(rows["bench_batch"]))

        await asyncio.gather(*(write(connection) for connection in writers))
        last = bar.add_task("Xếp hạng, thống kê / ranking, statistics", total=2)
        await writers[0].execute(result_entries(world.result))
        bar.advance(last)
        await writers[0].execute("VACUUM ANALYZE")
        bar.advance(last)
    for connection in writers:
        await connection.close()


async def _connect(server_url: str, initiatives: int, world: Population) -> asyncpg.Connection:
    """Connect with guards off and the staging tables ready."""
    connection = await asyncpg.connect(database.plain(database.url_of(server_url, initiatives)), timeout=60)
    await connection.execute("SET session_replication_role = replica; SET synchronous_commit = off; SET timezone = UTC")
    for statement in (*FUNCTIONS, *STAGES):
        await connection.execute(statement)
    evaluators = list(enumerate(world.evaluators))
    await connection.copy_records_to_table("bench_evaluators", records=evaluators, columns=["ordinal", "id"])
    return connection


async def _copy_small(connection: asyncpg.Connection, world: Population) -> None:
    for table, rows in (
        ("units", unit_rows(world)),
        ("people", person_rows(world)),
        ("role_grants", grant_rows(world)),
    ):
        await connection.copy_records_to_table(table, records=rows, columns=COLUMNS[table])
    for table, dicts in small_rows(world).items():
        records = [tuple(each.values()) for each in dicts]
        await connection.copy_records_to_table(table, records=records, columns=list(dicts[0]))


async def _write_batch(connection: asyncpg.Connection, world: Population, rows: Rows) -> None:
    for table, records in rows.items():
        await connection.copy_records_to_table(table, records=records, columns=COLUMNS[table])
    screener = world.readers[Role.INFORMATION_CENTER]
    values = {"round": world.round, "screener": screener, "quarter": len(world.evaluators) // 4}
    for statement, names in STATEMENTS:
        await connection.execute(statement, *(values[name] for name in names))
    await connection.execute("TRUNCATE bench_batch, bench_sheets")


def _batches(world: Population, initiatives: int) -> Iterator[Rows]:
    """Yield the rows of one batch after another."""
    random = Random(SEED + 3)  # noqa: S311 -- the same data every time
    for start in range(0, initiatives, BATCH):
        end = min(start + BATCH, initiatives)
        rows: Rows = {
            "initiatives": [], "initiative_revisions": [], "initiative_authors": [], "bench_batch": []
        }  # fmt: skip
        for number in range(start, end):
            _add(rows, world, random, number, initiatives, is_draft=False)
            if number % DRAFT_AFTER == DRAFT_AFTER - 1:
                _add(rows, world, random, number, initiatives, is_draft=True)
        yield rows


def _written_at(random: Random, number: int, initiatives: int) -> datetime:
    """Spread the initiatives evenly over the time of writing; no moment falls on a whole second."""
    moment = LAUNCH + WRITING * ((number + 0.9 * random.random()) / initiatives)
    return moment.replace(microsecond=moment.microsecond | 1)


def _add(rows: Rows, world: Population, random: Random, number: int, initiatives: int, *, is_draft: bool) -> None:
    created_at = _written_at(random, number, initiatives)
    unit = random.randrange(BODIES, len(world.units))
    people = world.people_of(unit)
    authors = random.sample(people, random.choice((1, 1, 2)))
    key, revision = (id_at(created_at, 2 * number + n, random) for n in (0, 1))
    title, summary = words.title(random, number, initiatives), words.summary(random)
    kind, field = random.choice(KINDS), random.choice(FIELDS)
    before, after = Decimal(random.randrange(40, 2000)) / 4, Decimal(random.randrange(0, 160)) / 4
    state, submitted, punctuality = ("SCORED", created_at, "LATE" if number % 20 == 0 else "ON_TIME")
    if is_draft:
        state, submitted, punctuality = random.choice(("DRAFT", "RETURNED")), None, None
    rows["initiatives"].append((
        key, world.movement, world.units[unit], title, kind, field, before - after, state, revision, submitted,
        punctuality, created_at, authors[0], 1,
    ))  # fmt: skip
    rows["initiative_revisions"].append((
        revision, key, 1, title, summary, kind, field, random.choice(words.TASKS), random.choice(words.TOOLS),
        before, after, random.randint(1, 40), words.SENTENCES[-1],
        hashlib.sha256(f"{title}{summary}".encode()).hexdigest(), created_at, authors[0],
    ))  # fmt: skip
    for ordinal, person in enumerate(authors, 1):
        share = Decimal(100) / len(authors)
        rows["initiative_authors"].append((id_at(created_at, ordinal, random), revision, person, ordinal, share))
    if not is_draft:
        rows["bench_batch"].append((number, key, revision, world.units[unit], people[0], created_at))
