"""A legal text is cut short while a rule is made to rest on it, on connections of their own: one of the two waits."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine
from sqlalchemy.pool import NullPool

from domain.actor import Actor, Role
from domain.database import Database
from domain.errors import Refusals
from domain.movements.legal_bases import update_legal_basis
from domain.movements.model import LegalBasis
from domain.regulations.award_rules import create_award_rule
from domain.regulations.rules import RuleCode, Severity
from schema.mutation import constraint_of
from tests.conftest import migrated_database
from tests.support import movements
from tests.support.factories import Factory

pytestmark = pytest.mark.slow
FIRST, MIDDLE = date(2024, 1, 1), date(2024, 6, 30)
Deed = Callable[[AsyncSession], Awaitable[Any]]


@dataclass
class World:
    """A committed legal text without an end."""

    database: Database
    personnel: Actor
    basis: LegalBasis

    async def cut_short(self, session: AsyncSession) -> None:
        asked = {"legal_basis_id": self.basis.id, "expected_version": 1, "valid_to": MIDDLE}
        await update_legal_basis(session, self.personnel, **asked)

    async def rest(self, session: AsyncSession) -> None:
        asked = {"code": RuleCode.ONE_REWARD, "severity": Severity.BLOCKING, "parameters": {}, "clause": "Điều 5"}
        await create_award_rule(session, self.personnel, legal_basis_id=self.basis.id, valid_from=FIRST, **asked)

    async def second_after(self, first: Deed, second: Deed) -> str:
        """Do the first, begin the second before the first is committed; what became of the second."""
        async with self.database.writing() as session:
            await first(session)
            waiting = asyncio.create_task(self._done(second))
            await asyncio.sleep(0.3)
            assert not waiting.done()
        return await waiting

    async def _done(self, deed: Deed) -> str:
        try:
            async with self.database.writing() as session:
                await deed(session)
        except Refusals as refused:
            return ",".join(error.rule for error in refused.errors)
        except IntegrityError as refused:
            return constraint_of(refused) or "?"
        return "DONE"


@pytest.fixture
def real_url(server_url: str, worker: str) -> str:
    """A database of its own: what these tests commit cannot be deleted."""
    return migrated_database(server_url, f"thidua_test_{worker}_basis")


@pytest.fixture
async def world(real_url: str) -> AsyncIterator[World]:
    engine = create_async_engine(real_url, poolclass=NullPool)
    database = Database(engine)
    async with database.writing() as session:
        make = Factory(session)
        made = World(database, await make.actor(Role.PERSONNEL), await movements.legal_basis(make, valid_from=FIRST))
    yield made
    await engine.dispose()


async def test_a_text_is_not_cut_short_under_a_rule_that_comes_first(world):
    assert await world.second_after(world.rest, world.cut_short) == "tg_legal_bases_carry"


async def test_a_rule_does_not_outlive_a_text_that_was_cut_short_first(world):
    assert await world.second_after(world.cut_short, world.rest) == "OUTLIVES_BASIS"
