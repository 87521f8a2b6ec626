"""Deeds at the same moment on connections of their own: a submission either counts or comes too late."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine
from sqlalchemy.pool import NullPool

from domain.database import Database
from domain.errors import Closed, StaleVersion
from domain.evaluations import loading, rounds, scoring
from domain.evaluations.model import ScoreSheet
from domain.evaluations.rules import GivenMark, SheetState
from domain.results.model import ResultEntry
from tests.conftest import migrated_database
from tests.support import evaluations as make_
from tests.support.evaluations import Scene, scene
from tests.support.factories import Factory
from tests.support.jobs import run_jobs

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def real_url(server_url: str, worker: str) -> str:
    """A database of its own: what these tests commit cannot be deleted."""
    return migrated_database(server_url, f"thidua_test_{worker}_races")


@dataclass
class World:
    """A scene that is committed, with a draft that marks every criterion."""

    engine: AsyncEngine
    database: Database
    there: Scene


@pytest.fixture
async def world(real_url: str) -> AsyncIterator[World]:
    engine = create_async_engine(real_url, poolclass=NullPool)
    database = Database(engine)
    number = await _scenes_so_far(engine)
    async with database.writing() as session:
        make = Factory(session)
        make._numbers = iter(range(1000 * number, 1000 * (number + 1)))  # noqa: SLF001 -- codes differ between tests
        there = await scene(make)
        await make_.sheet(make, there.assignment, *((each, "10") for each in there.criteria))
    yield World(engine, database, there)
    await engine.dispose()


async def _scenes_so_far(engine: AsyncEngine) -> int:
    async with AsyncSession(engine) as session:
        return 1 + (await session.scalar(select(func.count()).select_from(ScoreSheet)) or 0)


async def the_sheet(session: AsyncSession, there: Scene) -> ScoreSheet:
    return (await session.scalars(select(ScoreSheet).where(ScoreSheet.assignment_id == there.assignment.id))).one()


async def submit(world: World) -> str:
    try:
        async with world.database.writing() as session:
            sheet = await the_sheet(session, world.there)
            await scoring.submit_score_sheet(session, world.there.evaluator, sheet_id=sheet.id, expected_version=1)
    except Closed as refused:
        return refused.rule
    return "SUBMITTED"


async def close(world: World) -> None:
    there = world.there
    async with world.database.writing() as session:
        await rounds.close_round(session, there.manager, round_id=there.round.id, expected_version=there.round.version)


@pytest.mark.parametrize("attempt", range(3))
async def test_submission_beside_the_close_counts_or_comes_too_late(world: World, attempt):
    answer, _closed = await asyncio.gather(submit(world), close(world))

    await run_jobs(world.database)
    async with AsyncSession(world.engine) as session:
        sheet = await the_sheet(session, world.there)
        counted = await session.scalar(
            select(ResultEntry.sheets).where(ResultEntry.initiative_id == world.there.initiative.id)
        )
    assert (answer, sheet.state, counted) in {
        ("SUBMITTED", SheetState.SUBMITTED, 1),
        ("ROUND_NOT_OPEN", SheetState.DRAFT, 0),
    }


async def test_close_waits_for_a_score_under_way(world: World):
    async with world.database.writing() as session:
        await loading.round_for_scoring(session, world.there.round.id)
        closing = asyncio.create_task(close(world))
        await asyncio.sleep(0.3)
        assert not closing.done()
        sheet = await the_sheet(session, world.there)
        await scoring.submit_score_sheet(session, world.there.evaluator, sheet_id=sheet.id, expected_version=1)
    await closing
    await run_jobs(world.database)

    async with AsyncSession(world.engine) as session:
        score = await session.scalar(
            select(ResultEntry.score).where(ResultEntry.initiative_id == world.there.initiative.id)
        )
    assert score == 20


async def test_two_saves_at_once_of_one_version_one_is_stale(world: World):
    async def save(mark: str) -> str:
        there = world.there
        marks = [GivenMark(there.criteria[0].id, there.criteria[0].step * int(mark))]
        try:
            async with world.database.writing() as session:
                await scoring.save_score_sheet(
                    session, there.evaluator, assignment_id=there.assignment.id, expected_version=1, marks=marks
                )
        except StaleVersion as refused:
            return refused.rule
        return "SAVED"

    assert sorted(await asyncio.gather(save("1"), save("2"))) == ["SAVED", "STALE_VERSION"]
