"""Two people at the same moment: one publishes, begins or approves, the other takes back what that rests on.

Whichever comes first, what is left is not a contradiction: the one who waited reads what the other wrote.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine
from sqlalchemy.pool import NullPool

from domain.actor import Role
from domain.benefits import planning
from domain.clock import at
from domain.conflicts import adopting
from domain.conflicts.model import AdoptingUnit
from domain.database import Database
from domain.errors import DomainError
from domain.exemplars import actions as exemplifying
from domain.exemplars import consenting
from domain.exemplars.model import Exemplar
from domain.exemplars.rules import ExemplarState
from domain.replications import actions, piloting
from domain.replications.model import Replication
from domain.replications.rules import ReplicationState
from schema.mutation import constraint_of
from tests.conftest import migrated_database
from tests.support import conflicts, exemplars, movements
from tests.support.benefits import benefit, measurement, place, verification
from tests.support.factories import NOW, Factory
from tests.support.replications import pilot, replication

pytestmark = pytest.mark.slow

Deed = Callable[[AsyncSession], Awaitable[Any]]


@pytest.fixture
async def real(server_url: str, worker: str) -> AsyncIterator[AsyncEngine]:
    """A database of its own: what a race commits stays."""
    url = await asyncio.to_thread(migrated_database, server_url, f"thidua_test_{worker}_spread")
    engine = create_async_engine(url, poolclass=NullPool)
    yield engine
    await engine.dispose()


async def overlapping(database: Database, first: Deed, second: Deed) -> tuple[str, str]:
    """Let the second deed begin while the first is done and not committed; return how each went."""
    is_done, has_waited = asyncio.Event(), asyncio.Event()

    async def lead() -> None:
        async with database.writing() as session:
            await first(session)
            is_done.set()
            await has_waited.wait()

    async def follow() -> None:
        await is_done.wait()
        async with database.writing() as session:
            await second(session)

    async def told(deed: Awaitable[None]) -> str:
        try:
            with at(NOW):
                await deed
        except DomainError as refused:
            return refused.rule
        except IntegrityError as refused:
            return constraint_of(refused) or ""
        return "done"

    follower = asyncio.create_task(told(follow()))
    leader = asyncio.create_task(told(lead()))
    await is_done.wait()
    # Long enough for the second to reach what it must wait for.
    await asyncio.wait([follower], timeout=0.5)
    has_waited.set()
    return await leader, await follower


@pytest.mark.parametrize("order", ["publish first", "withdraw first"])
async def test_consent_is_withdrawn_while_somebody_publishes(real: AsyncEngine, order: str):
    database = Database(real)
    async with database.writing() as session:
        make = Factory(session)
        center, told = await make.actor(Role.INFORMATION_CENTER), await make.person()
        person = await make.acting(told, Role.STAFF)
        row = await exemplars.exemplar(make, await movements.movement(make), told, state=ExemplarState.SELECTED)
        given = await exemplars.consent(make, row)

    def publish(session: AsyncSession) -> Awaitable[Any]:
        return exemplifying.publish_exemplar(session, center, exemplar_id=row.id, expected_version=1)

    def withdraw(session: AsyncSession) -> Awaitable[Any]:
        return consenting.withdraw_exemplar_consent(session, person, consent_id=given.id)

    is_first = order == "publish first"
    went = await overlapping(database, *((publish, withdraw) if is_first else (withdraw, publish)))

    async with database.writing() as session:
        state = await session.scalar(select(Exemplar.state).where(Exemplar.id == row.id))
    assert went == (("done", "done") if is_first else ("done", "CONSENT_MISSING"))
    assert state is (ExemplarState.WITHDRAWN if is_first else ExemplarState.SELECTED)


@pytest.mark.parametrize("order", ["begin first", "end first"])
async def test_use_is_ended_while_a_replication_begins_to_rest_on_it(real: AsyncEngine, order: str):
    database = Database(real)
    async with database.writing() as session:
        make = Factory(session)
        of = await place(make)
        adopter = await place(make, initiative=of.initiative)
        leader = await make.actor(Role.UNIT_LEADER, unit=adopter.unit)
        declared = await conflicts.adopted(make, adopter.unit, of.initiative)
        row = await replication(make, of.initiative, adopter.unit, state=ReplicationState.PLANNED)

    def begin(session: AsyncSession) -> Awaitable[Any]:
        ask = {"replication_id": row.id, "expected_version": 1, "reason": "Đã sẵn sàng"}
        return actions.advance_replication(session, adopter.officer, **ask)

    def end(session: AsyncSession) -> Awaitable[Any]:
        return adopting.end_adoption(session, leader, adoption_id=declared.id)

    is_first = order == "begin first"
    went = await overlapping(database, *((begin, end) if is_first else (end, begin)))

    async with database.writing() as session:
        in_force = (
            select(func.count())
            .select_from(Replication)
            .join(AdoptingUnit, AdoptingUnit.id == Replication.adoption_id)
            .where(Replication.id == row.id, AdoptingUnit.ended_at.is_(None))
        )
        assert await session.scalar(in_force) == 1
    assert went == ("done", "tg_adoption_of_replication" if is_first else "done")


async def test_evidence_is_given_up_while_a_pilot_is_approved_by_it(real: AsyncEngine):
    database = Database(real)
    async with database.writing() as session:
        make = Factory(session)
        of, leader = await place(make), await make.actor(Role.MINISTRY_LEADER)
        measure = await benefit(make, of.initiative, of.unit, measuring_from=date(2024, 3, 1))
        await verification(make, await measurement(make, measure))
        row = await pilot(make, of.initiative, of.unit)

    def give_up(session: AsyncSession) -> Awaitable[Any]:
        ask = {"benefit_id": measure.id, "expected_version": 1, "reason": "Đo trùng"}
        return planning.withdraw_benefit(session, of.officer, **ask)

    def approve(session: AsyncSession) -> Awaitable[Any]:
        ask = {"pilot_id": row.id, "expected_version": 1, "benefit_id": measure.id, "reason": "Đạt yêu cầu"}
        return piloting.approve_pilot(session, leader, **ask)

    assert await overlapping(database, give_up, approve) == ("done", "BENEFIT_OF_ANOTHER")
