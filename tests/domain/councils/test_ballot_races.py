"""Ballots at once, over real connections: none is lost, none counts twice, none slips in after the lock."""

import asyncio

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from domain.clock import at
from domain.councils import voting
from domain.database import Database
from domain.errors import DomainError, Refusals
from tests.conftest import migrated_database
from tests.support import councils
from tests.support.councils import BOX, FOR
from tests.support.factories import NOW, Factory

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def real_url(server_url: str, worker: str) -> str:
    """A database of its own: what these tests commit cannot be deleted."""
    return migrated_database(server_url, f"thidua_test_{worker}_ballots")


async def test_everybody_votes_at_once_twice_and_the_ballots_are_locked_meanwhile(real_url: str):
    engine = create_async_engine(real_url, poolclass=NullPool)
    database = Database(engine)
    async with database.writing() as session:
        make = Factory(session)
        of = await councils.in_session(make, await councils.scene(make, voters=8, items=2), present=8)
    items = [item.id for item in of.items]

    async def casts(number: int) -> str:
        chosen = items if number % 2 else items[::-1]
        try:
            async with database.writing() as session:
                await voting.cast_ballots(
                    session,
                    of.voters[number // 2],
                    box=BOX,
                    session_id=of.sitting.id,
                    ballots=[(each, FOR) for each in chosen],
                )
        except DomainError as refusal:
            return refusal.rule
        except Refusals as refusals:
            return refusals.errors[0].rule
        return "counted"

    async def locks() -> str:
        await asyncio.sleep(0.2)
        async with database.writing() as session:
            await voting.lock_ballots(
                session, of.secretary, box=BOX, session_id=of.sitting.id, expected_version=of.sitting.version
            )
        return "locked"

    with at(NOW):
        answers = await asyncio.gather(*(casts(number) for number in range(16)), locks())

    counted = answers.count("counted")
    assert set(answers) <= {"counted", "locked", "BALLOT_CAST", "VOTING_CLOSED"}
    assert counted >= 3
    async with database.writing() as session:
        rows = (await session.execute(text("SELECT votes_for, collected FROM session_items"))).all()
    assert rows == [(counted, counted)] * 2
    await engine.dispose()
