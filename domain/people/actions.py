"""Deeds on people: register, move to another unit or position, record a departure."""

from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.access import policy
from domain.access.permissions import Permission
from domain.actor import Actor
from domain.audit.actions import record, snapshot
from domain.changes import UNCHANGED, Unchanged, problems_of_nulls, values_after
from domain.clock import utc_now
from domain.errors import Conflict, Invalid, Text, refuse_if_any
from domain.people import queries
from domain.people.model import Person, UnitMembership
from domain.people.rules import EmploymentType, Gender, LeadershipTier, problems_of_person
from domain.reading.locking import check_version
from domain.units import queries as units

_OPTIONAL = frozenset({"gender"})


async def register_person(
    session: AsyncSession,
    actor: Actor,
    *,
    full_name: str,
    email: str,
    subject: str,
    unit_id: UUID,
    position: str,
    employment_type: EmploymentType,
    leadership_tier: LeadershipTier,
    starts_on: date,
    gender: Gender | None = None,
) -> Person:
    """Add a person with their first place. Raises NotAllowed, Invalid, NotFound (unit), Conflict (e-mail, subject)."""
    policy.require(actor, Permission.PERSON_MANAGE)
    refuse_if_any(problems_of_person(full_name=full_name, email=email, position=position))
    unit = await units.get(session, actor, unit_id)

    place = {
        "unit_id": unit.id,
        "position": position.strip(),
        "employment_type": employment_type,
        "leadership_tier": leadership_tier,
    }
    said = {"full_name": full_name.strip(), "email": email, "subject": subject, "gender": gender}
    person = Person(**said, created_at=utc_now(), **place)
    session.add(person)
    await session.flush()  # the history and the audit entry need the id
    session.add(UnitMembership(person_id=person.id, starts_on=starts_on, **place))
    record(session, actor, "PERSON_REGISTERED", person, after=snapshot(person))
    return person


async def update_person(
    session: AsyncSession,
    actor: Actor,
    *,
    person_id: UUID,
    expected_version: int,
    full_name: str | Unchanged | None = UNCHANGED,
    gender: Gender | Unchanged | None = UNCHANGED,
) -> Person:
    """Change a person's name or gender (None: not known); what is not given stays.

    Raises NotFound, NotAllowed, StaleVersion, Invalid (name).
    """
    person = await queries.get_for_update(session, actor, person_id)
    policy.require(actor, Permission.PERSON_MANAGE)
    check_version(person, expected_version)
    given = {"full_name": full_name, "gender": gender}
    wanted = values_after(person, given, _OPTIONAL)
    judged = problems_of_person(full_name=wanted["full_name"], email=person.email, position=person.position)
    refuse_if_any([*problems_of_nulls(given, _OPTIONAL), *judged])

    before = snapshot(person)
    person.full_name, person.gender = wanted["full_name"].strip(), wanted["gender"]
    await session.flush()  # the new version belongs in the audit entry
    record(session, actor, "PERSON_UPDATED", person, before=before, after=snapshot(person))
    return person


async def move_person(
    session: AsyncSession,
    actor: Actor,
    *,
    person_id: UUID,
    expected_version: int,
    unit_id: UUID,
    position: str,
    employment_type: EmploymentType,
    leadership_tier: LeadershipTier,
    starts_on: date,
) -> Person:
    """Give a person another place from a day on; the old one stays in the history. Raises NotAllowed, Invalid, ..."""
    person = await queries.get_for_update(session, actor, person_id)
    policy.require(actor, Permission.PERSON_MANAGE)
    check_version(person, expected_version)
    _refuse_if_left(person)
    refuse_if_any(problems_of_person(full_name=person.full_name, email=person.email, position=position))
    unit = await units.get(session, actor, unit_id)
    await _close_membership(session, person, starts_on - timedelta(days=1), "startsOn")

    before = snapshot(person)
    place = {
        "unit_id": unit.id,
        "position": position.strip(),
        "employment_type": employment_type,
        "leadership_tier": leadership_tier,
    }
    for column, value in place.items():
        setattr(person, column, value)
    session.add(UnitMembership(person_id=person.id, starts_on=starts_on, **place))
    await session.flush()  # the new version belongs in the audit entry
    record(session, actor, "PERSON_MOVED", person, before=before, after=snapshot(person))
    return person


async def record_departure(
    session: AsyncSession, actor: Actor, *, person_id: UUID, expected_version: int, left_on: date
) -> Person:
    """Record that a person left; their token opens nothing any more. Raises NotAllowed, NotFound, Conflict."""
    person = await queries.get_for_update(session, actor, person_id)
    policy.require(actor, Permission.PERSON_MANAGE)
    check_version(person, expected_version)
    _refuse_if_left(person)
    await _close_membership(session, person, left_on, "leftOn")

    before = snapshot(person)
    person.left_on = left_on
    await session.flush()  # the new version belongs in the audit entry
    record(session, actor, "PERSON_LEFT", person, before=before, after=snapshot(person))
    return person


def _refuse_if_left(person: Person) -> None:
    if person.left_on is not None:
        raise Conflict("HAS_LEFT", Text("Người này đã thôi việc.", "This person has left already."))


async def _close_membership(session: AsyncSession, person: Person, last_day: date, field: str) -> None:
    """End the present place; whoever has not left has exactly one."""
    present = select(UnitMembership).where(UnitMembership.person_id == person.id, UnitMembership.ends_on.is_(None))
    current = (await session.scalars(present)).one()
    if last_day < current.starts_on:
        raise Invalid(
            "DAY_TOO_EARLY",
            Text(
                f"Ngày phải sau ngày bắt đầu hiện tại {current.starts_on.isoformat()}.",
                f"The day must come after the present start, {current.starts_on.isoformat()}.",
            ),
            (field,),
            f"> {current.starts_on.isoformat()}",
        )
    current.ends_on = last_day
