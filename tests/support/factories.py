"""Rows for tests, made directly and without surprises: every value can be given, none depends on chance."""

from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from domain.actor import UNIT_ROLES, Actor, Grant, Role
from domain.people.model import Person, RoleGrant, UnitMembership
from domain.people.rules import EmploymentType, LeadershipTier
from domain.units.model import Unit
from domain.units.rules import UnitType

#: The moment at which tests stand unless they say otherwise.
NOW = datetime(2024, 6, 3, 8, 0, tzinfo=UTC)
LONG_AGO = datetime(2024, 1, 2, 8, 0, tzinfo=UTC)


class Factory:
    """Makes rows in one session and flushes them, so that a test can refer to their ids."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session
        self._numbers = count(1)

    async def add(self, row: Any) -> Any:
        """Insert a row of any table."""
        self.session.add(row)
        await self.session.flush()
        return row

    async def unit(self, **given: Any) -> Unit:
        number = next(self._numbers)
        values = {
            "code": f"U{number}",
            "name": f"Đơn vị {number}",
            "type": UnitType.CUC,
            "has_seal": True,
            "has_legal_personality": True,
            "valid_from": date(2022, 7, 27),
        }
        return await self.add(Unit(**{**values, **given}))

    async def person(self, unit: Unit | None = None, **given: Any) -> Person:
        number = next(self._numbers)
        home = unit or await self.unit()
        values = {
            "full_name": f"Nguyễn Văn {number}",
            "email": f"p{number}@thidua.example",
            "subject": f"subject-{number}",
            "unit_id": home.id,
            "position": "Chuyên viên",
            "employment_type": EmploymentType.CIVIL_SERVANT,
            "leadership_tier": LeadershipTier.DIRECT_WORKER,
            "created_at": LONG_AGO,
        }
        person = await self.add(Person(**{**values, **given}))
        await self.add(
            UnitMembership(
                person_id=person.id,
                unit_id=person.unit_id,
                position=person.position,
                employment_type=person.employment_type,
                leadership_tier=person.leadership_tier,
                starts_on=date(2023, 1, 1),
            )
        )
        return person

    async def grant(
        self, person: Person, role: Role, *, unit_id: UUID | None = None, round_id: UUID | None = None
    ) -> RoleGrant:
        return await self.add(
            RoleGrant(
                person_id=person.id,
                role=role,
                unit_id=unit_id,
                round_id=round_id,
                starts_at=LONG_AGO,
                granted_at=LONG_AGO,
            )
        )

    async def actor(self, *roles: Role, unit: Unit | None = None, round_id: UUID | None = None) -> Actor:
        """A person with these roles, in force in the database and in the returned actor."""
        person = await self.person(unit)
        return await self.acting(person, *roles, round_id=round_id)

    async def acting(self, person: Person, *roles: Role, round_id: UUID | None = None) -> Actor:
        """Give a person roles (unit roles for their own unit) and return them as an actor."""
        grants = set()
        for role in roles:
            unit_id = person.unit_id if role in UNIT_ROLES else None
            of_round = round_id if role is Role.EVALUATOR else None
            await self.grant(person, role, unit_id=unit_id, round_id=of_round)
            grants.add(Grant(role, unit_id, of_round))
        return Actor(person_id=person.id, name=person.full_name, unit_id=person.unit_id, grants=frozenset(grants))


def days(number: int) -> timedelta:
    return timedelta(days=number)
