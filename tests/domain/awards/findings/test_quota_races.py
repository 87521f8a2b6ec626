"""Two dossiers are proposed at once for the last place of a quota, on connections of their own: one of them gets it."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine
from sqlalchemy.pool import NullPool

from domain.awards.actions import propose_nomination
from domain.awards.model import Nomination
from domain.awards.rules import NominationState
from domain.clock import at
from domain.database import Database
from domain.errors import DomainError
from domain.regulations.rules import RuleCode
from tests.conftest import migrated_database
from tests.support import awards, regulations
from tests.support.factories import NOW, Factory

pytestmark = pytest.mark.slow


@dataclass
class World:
    """Two appraised dossiers for a form of reward of which the movement may give one."""

    database: Database
    scene: awards.Scene
    dossiers: list[Nomination]

    async def proposed(self, session: AsyncSession, dossier: Nomination) -> str:
        asked = {"nomination_id": dossier.id, "expected_version": dossier.version}
        with at(NOW):
            return (await propose_nomination(session, self.scene.personnel, **asked)).state.value

    async def told(self, dossier: Nomination) -> str:
        try:
            async with self.database.writing() as session:
                return await self.proposed(session, dossier)
        except DomainError as refused:
            return refused.text.en


@pytest.fixture
def real_url(server_url: str, worker: str) -> str:
    """A database of its own: what this test commits cannot be deleted."""
    return migrated_database(server_url, f"thidua_test_{worker}_quota")


@pytest.fixture
async def world(real_url: str) -> AsyncIterator[World]:
    engine = create_async_engine(real_url, poolclass=NullPool)
    database = Database(engine)
    async with database.writing() as session:
        make = Factory(session)
        of = await awards.scene(make, code="PT-Q")
        state: Any = {"state": NominationState.APPRAISED, "submitted_at": NOW}
        dossiers = [await awards.nomination(make, each, **state) for each in (of, await awards.another(make, of))]
        await regulations.rule(make, RuleCode.QUOTA, parameters={"max_count": 1, "per": "MOVEMENT"})
    yield World(database, of, dossiers)
    await engine.dispose()


async def test_the_last_place_of_a_quota_is_taken_once(world: World):
    first, second = world.dossiers

    async with world.database.writing() as session:
        assert await world.proposed(session, first) == "PROPOSED"
        waiting = asyncio.create_task(world.told(second))
        await asyncio.sleep(0.3)
    told = await waiting

    assert told.startswith(
        "With this one, 2 dossiers for KT-1 are proposed or decided in movement PT-Q, over the maxim"
    )
    async with world.database.writing() as session:
        states = [(await session.get_one(Nomination, each.id)).state for each in world.dossiers]
    assert states == [NominationState.PROPOSED, NominationState.APPRAISED]
