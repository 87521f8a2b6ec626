"""Deeds at the same moment on connections of their own: whoever asks twice at once is asked one pair."""

import asyncio
from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from domain.actor import Role
from domain.comparisons import actions
from domain.comparisons.model import Comparison
from domain.database import Database
from domain.engine.problem import Method
from domain.evaluations.rules import RoundKind, RoundState
from tests.conftest import migrated_database
from tests.support import evaluations as make_
from tests.support.factories import Factory

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def real_url(server_url: str, worker: str) -> str:
    """A database of its own: what these tests commit cannot be deleted."""
    return migrated_database(server_url, f"thidua_test_{worker}_pairs")


async def test_two_requests_at_once_are_given_the_same_pair(real_url: str):
    engine = create_async_engine(real_url, poolclass=NullPool)
    database = Database(engine)
    async with database.writing() as session:
        make = Factory(session)
        there = await make_.scene(make, initiatives=3, state=RoundState.CLOSED)
        pairwise = {"kind": RoundKind.TIE_BREAK, "method": Method.PAIRWISE, "settles_id": there.round.id}
        round_ = await make_.round_(make, there.movement, there.rubric, ordinal=2, **pairwise)
        judge = await make.actor(Role.EVALUATOR, round_id=round_.id)
        for each in there.initiatives:
            await make_.entry(make, round_, each)
            await make_.assignment(make, round_, each, judge.person_id)
        await make_.opened(make, round_)

    async def ask() -> UUID:
        async with database.writing() as session:
            asked = await actions.ask_next_pair(session, judge, round_id=round_.id)
            assert asked is not None
            return asked.id

    given = await asyncio.gather(*(ask() for _ in range(4)))

    async with database.writing() as session:
        made = await session.scalar(select(func.count()).select_from(Comparison))
    await engine.dispose()
    assert (len(set(given)), made) == (1, 1)
