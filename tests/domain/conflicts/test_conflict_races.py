"""Deeds on conflicts at the same moment, on connections of their own: one of two is done, the other is told why not."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine
from sqlalchemy.pool import NullPool

from domain.actor import Actor, Role
from domain.conflicts import declaring, waiving
from domain.conflicts.model import ConflictWaiver, DeclaredConflict
from domain.conflicts.queries import conflicts_between
from domain.conflicts.rules import ConflictKind
from domain.database import Database
from domain.errors import StaleVersion
from domain.people.model import Person
from schema.mutation import constraint_of
from tests.conftest import migrated_database
from tests.support import conflicts
from tests.support.evaluations import Scene, scene
from tests.support.factories import Factory

Deed = Callable[[AsyncSession], Awaitable[Any]]


@pytest.fixture(scope="module")
def real_url(server_url: str, worker: str) -> str:
    """A database of its own: what these tests commit cannot be deleted."""
    return migrated_database(server_url, f"thidua_test_{worker}_conflict_races")


@dataclass
class World:
    """A committed scene whose evaluator declared a conflict that one person asked to set aside."""

    database: Database
    there: Scene
    waiver: ConflictWaiver
    first: Actor
    second: Actor

    async def done(self, deed: Deed) -> str:
        """Do a deed in a transaction of its own; what became of it."""
        try:
            async with self.database.writing() as session:
                await deed(session)
        except StaleVersion:
            return "STALE"
        except IntegrityError as refused:
            return constraint_of(refused) or "?"
        return "DONE"

    async def both(self, *deeds: Deed) -> list[str]:
        """Do two deeds at once."""
        return sorted(await asyncio.gather(*(self.done(deed) for deed in deeds)))

    def approve(self, actor: Actor) -> Deed:
        given = {"waiver_id": self.waiver.id, "expected_version": 1}
        return lambda session: waiving.approve_conflict_waiver(session, actor, **given)

    def end(self, actor: Actor) -> Deed:
        given = {"waiver_id": self.waiver.id, "expected_version": 1, "reason": "Không cần nữa"}
        return lambda session: waiving.end_conflict_waiver(session, actor, **given)

    async def kind(self) -> ConflictKind | None:
        """The conflict that stands in the end."""
        async with self.database.writing() as session:
            pair = self.there.initiative.id, self.there.evaluator.person_id
            return (await conflicts_between(session, [pair]))[0]


@pytest.fixture
async def world(real_url: str) -> AsyncIterator[World]:
    engine = create_async_engine(real_url, poolclass=NullPool)
    database = Database(engine)
    async with database.writing() as session:
        number = await session.scalar(select(func.count()).select_from(Person)) or 0
        make = Factory(session)
        make._numbers = iter(range(1000 * (number + 1), 1000 * (number + 2)))  # noqa: SLF001 -- codes differ between tests
        there = await scene(make)
        await conflicts.declared(make, there.evaluator.person_id, there.initiative)
        asked_by = await make.actor(Role.MINISTRY_LEADER)
        asked = {"person_id": there.evaluator.person_id, "initiative_id": there.initiative.id, "reason": "Gấp"}
        waiver = await waiving.request_conflict_waiver(session, asked_by, **asked)
        first, second = await make.actor(Role.PERSONNEL), await make.actor(Role.INFORMATION_CENTER)
    yield World(database, there, waiver, first, second)
    await engine.dispose()


async def test_a_waiver_is_approved_once(world):
    assert await world.both(world.approve(world.first), world.approve(world.second)) == ["DONE", "STALE"]
    assert await world.kind() is None


async def test_a_waiver_is_approved_or_turned_down(world):
    assert await world.both(world.approve(world.first), world.end(world.second)) == ["DONE", "STALE"]


async def test_a_conflict_is_declared_once(world):
    given = {"initiative_id": world.there.initiative.id, "reason": "Người thân"}

    def declare(session: AsyncSession) -> Awaitable[DeclaredConflict]:
        return declaring.declare_conflict(session, world.second, **given)

    assert await world.both(declare, declare) == ["DONE", "uq_declared_conflicts_in_force"]
