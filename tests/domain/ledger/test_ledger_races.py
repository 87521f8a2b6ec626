"""Events written at the same moment on connections of their own: one chain, no gap, no fork, no deadlock."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from uuid import UUID

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine
from sqlalchemy.pool import NullPool

from domain.database import Database
from domain.evaluations.model import Round
from domain.ledger import actions, queries
from domain.ledger.checking import check
from domain.ledger.model import ScoreEvent
from domain.ledger.rules import Event, EventKind, Head
from tests.conftest import migrated_database
from tests.support.evaluations import round_, scene
from tests.support.factories import Factory

WRITERS, DEEDS = 8, 4


@dataclass
class World:
    """Two rounds without events, committed."""

    database: Database
    rounds: list[UUID]

    async def events(self, round_id: UUID) -> list[Event]:
        async with self.database.reading() as connection:
            return [each async for each in queries.events(connection, round_id)]

    async def whole(self, round_id: UUID) -> list[Event]:
        """The events of a round, whose chain is whole."""
        found = await self.events(round_id)
        assert check(round_id, found, [Head(found[-1].number, found[-1].hash)]) == []
        return found


@pytest.fixture(scope="module")
def real_url(server_url: str, worker: str) -> str:
    """A database of its own: what these tests commit cannot be deleted."""
    return migrated_database(server_url, f"thidua_test_{worker}_ledger")


@pytest.fixture(scope="module")
async def real_engine(real_url: str) -> AsyncIterator[AsyncEngine]:
    engine = create_async_engine(real_url, poolclass=NullPool)
    yield engine
    await engine.dispose()


@pytest.fixture
async def world(real_engine: AsyncEngine) -> World:
    database = Database(real_engine)
    async with database.writing() as session:
        make = Factory(session)
        so_far = len(list(await session.scalars(select(Round.id))))
        make._numbers = iter(range(1000 * so_far, 1000 * (so_far + 1)))  # noqa: SLF001 -- codes differ between tests
        there = await scene(make)
        other = await round_(make, there.movement, there.rubric, ordinal=2)
    return World(database, [there.round.id, other.id])


async def test_writers_of_two_rounds_make_two_whole_chains(world):
    async def write(writer: int) -> None:
        for deed in range(DEEDS):
            round_id = world.rounds[(writer + deed) % 2]
            async with world.database.writing() as session:
                for step in range(1 + deed % 3):
                    actions.append(session, round_id, EventKind.SHEET_SUBMITTED, {"by": writer, "step": step})

    await asyncio.gather(*(write(writer) for writer in range(WRITERS)))

    chains = [await world.whole(round_id) for round_id in world.rounds]
    assert [len(chain) for chain in chains] == [WRITERS * sum(1 + deed % 3 for deed in range(DEEDS)) // 2] * 2


async def test_events_of_one_transaction_stand_together(world):
    async def write(writer: int) -> None:
        async with world.database.writing() as session:
            for step in range(3):
                actions.append(session, world.rounds[0], EventKind.RECUSED, {"by": writer, "step": step})
                await session.flush()
                await asyncio.sleep(0)

    await asyncio.gather(*(write(writer) for writer in range(WRITERS)))

    bodies = [each.body for each in await world.whole(world.rounds[0])]
    assert [bodies[at : at + 3] for at in range(0, len(bodies), 3)] == [
        [f'{{"by":{bodies[at][6]},"step":{step}}}' for step in range(3)] for at in range(0, len(bodies), 3)
    ]
    assert sorted(body[6] for body in bodies[::3]) == [str(writer) for writer in range(WRITERS)]


async def test_deeds_rolled_back_beside_others_leave_no_gap(world):
    async def write(writer: int) -> None:
        async with world.database.writing() as session:
            actions.append(session, world.rounds[0], EventKind.ABSTAINED, {"by": writer})
            await session.flush()
            if writer % 2:
                await session.rollback()

    await asyncio.gather(*(write(writer) for writer in range(WRITERS)))

    found = await world.whole(world.rounds[0])
    assert sorted(each.body for each in found) == [f'{{"by":{writer}}}' for writer in range(0, WRITERS, 2)]


async def test_second_writer_of_a_round_waits_for_the_first_and_goes_on_from_it(world):
    async def write(round_id: UUID) -> ScoreEvent:
        async with world.database.writing() as session:
            return actions.append(session, round_id, EventKind.SHEET_SUBMITTED, {"second": True})

    async with world.database.writing() as session:
        first = actions.append(session, world.rounds[0], EventKind.ROUND_OPENED, {})
        await session.flush()
        waiting = asyncio.create_task(write(world.rounds[0]))
        beside = await write(world.rounds[1])
        await asyncio.sleep(0.2)
        assert not waiting.done()
    second = await waiting

    assert beside.number == 1
    assert (second.number, second.previous_hash) == (2, first.hash)


async def test_event_of_a_round_that_somebody_holds_waits_without_holding_the_chain(world):
    round_id = world.rounds[0]

    async def write() -> ScoreEvent:
        async with world.database.writing() as session:
            return actions.append(session, round_id, EventKind.SHEET_REOPENED, {})

    async with world.database.writing() as session:
        await session.execute(select(Round.id).where(Round.id == round_id).with_for_update())
        waiting = asyncio.create_task(write())
        await asyncio.sleep(0.3)
        entered = actions.append(session, round_id, EventKind.PHASE_ENTERED, {})
        await session.flush()  # would be a deadlock if the waiting one had taken the chain before the round

    assert (entered.number, (await waiting).number) == (1, 2)


async def test_stale_snapshot_is_refused_and_never_forks_the_chain(world, real_engine):
    round_id = world.rounds[0]
    stale = real_engine.execution_options(isolation_level="REPEATABLE READ")
    async with AsyncSession(stale) as session:
        assert await actions.head(session, round_id) is None
        async with world.database.writing() as other:
            actions.append(other, round_id, EventKind.ROUND_OPENED, {})
        actions.append(session, round_id, EventKind.ROUND_OPENED, {})
        with pytest.raises(IntegrityError, match="uq_score_events_round_id_number"):
            await session.flush()

    assert len(await world.whole(round_id)) == 1


async def test_one_statement_of_several_rows_is_chained(world):
    round_id = world.rounds[0]
    async with world.database.writing() as session:
        await session.execute(
            text(
                "INSERT INTO score_events (id, round_id, at, kind, body)"
                " SELECT gen_random_uuid(), :round, now(), 'ABSTAINED', '{}' FROM generate_series(1, 5)"
            ),
            {"round": round_id},
        )

    assert len(await world.whole(round_id)) == 5
