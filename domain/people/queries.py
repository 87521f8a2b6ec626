"""Who may see people and roles, who acts behind a token, and fetching people for a deed."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select, true
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from domain.actor import ANONYMOUS, Actor, Grant, Role
from domain.people.model import Person, RoleGrant, UnitMembership
from domain.reading import locking, viewer
from domain.reading.entrusted import Entrusted
from domain.reading.source import Source

#: Who may see every person; unit leaders and focal officers see their unit's, everybody sees themselves.
SEE_ALL_PEOPLE = (
    Role.PERSONNEL,
    Role.INFORMATION_CENTER,
    Role.MINISTRY_LEADER,
    Role.COUNCIL_SECRETARY,
    Role.SYSTEM_ADMINISTRATOR,
    Role.AUDITOR,
)
#: Who may see the particulars of every person (e-mail, kind of employment, tier, history).
SEE_ALL_PARTICULARS = (Role.PERSONNEL, Role.MINISTRY_LEADER)
#: Who may see every role grant.
SEE_ALL_GRANTS = (Role.PERSONNEL, Role.INFORMATION_CENTER, Role.SYSTEM_ADMINISTRATOR, Role.AUDITOR)


def visible_people(actor: Actor) -> ColumnElement[bool]:
    """Let a person be seen by those whose work it is, by the leaders of their unit, and by themselves.

    Evaluators who score the same entry see one another unless the phase of the round hides evaluators.
    """
    if viewer.sees_all(actor, *SEE_ALL_PEOPLE):
        return true()
    return viewer.any_of(
        viewer.few(Person.id == viewer.person) if actor.person_id else None,
        viewer.few(viewer.among(Person.unit_id, viewer.served_units))
        if actor.units_as(Role.UNIT_LEADER, Role.FOCAL_OFFICER)
        else None,
        viewer.one_of_few(Person.id, _fellow_evaluators()) if actor.has(Role.EVALUATOR) else None,
    )


def particulars(actor: Actor) -> ColumnElement[bool]:
    """Let a person's particulars be seen by Personnel and ministry leaders, their unit's leader, and themselves."""
    if viewer.sees_all(actor, *SEE_ALL_PARTICULARS):
        return true()
    return viewer.any_of(
        Person.id == viewer.person if actor.person_id else None,
        viewer.among(Person.unit_id, viewer.led_units) if actor.units_as(Role.UNIT_LEADER) else None,
    )


def visible_memberships(actor: Actor) -> ColumnElement[bool]:
    """Let a person's history be seen by whoever may see their particulars."""
    if viewer.sees_all(actor, *SEE_ALL_PARTICULARS):
        return true()
    return UnitMembership.person_id.in_(select(Person.id).where(particulars(actor)))


def visible_grants(actor: Actor) -> ColumnElement[bool]:
    """Let grants be seen by those who give them or watch over them, and one's own by oneself."""
    if viewer.sees_all(actor, *SEE_ALL_GRANTS):
        return true()
    return viewer.any_of(RoleGrant.person_id == viewer.person if actor.person_id else None)


def _fellow_evaluators() -> Select[Any]:
    mine = Entrusted()
    theirs = mine.by_fellow(mine.fellow.c.evaluator_id)
    return mine.told(theirs.c.value).join(theirs, true()).where(~mine.phase.c.hides_evaluators)


PEOPLE = Source(Person, visible_people)
MEMBERSHIPS = Source(UnitMembership, visible_memberships)
GRANTS = Source(RoleGrant, visible_grants)


async def get(session: AsyncSession, actor: Actor, person_id: UUID, field: str = "personId") -> Person:
    """Fetch a person. Raises NotFound, with the path of the input field that named them."""
    return await locking.get(session, actor, Person, PEOPLE, person_id, (field,))


async def get_for_update(session: AsyncSession, actor: Actor, person_id: UUID, field: str = "personId") -> Person:
    """Fetch and lock a person. Raises NotFound."""
    return await locking.get_for_update(session, actor, Person, PEOPLE, person_id, (field,))


async def missing_people(session: AsyncSession, person_ids: list[UUID]) -> set[UUID]:
    """Return which of the ids belong to nobody; a deed may name a colleague whose record the actor cannot open."""
    found = await session.scalars(select(Person.id).where(Person.id.in_(person_ids), Person.left_on.is_(None)))
    return set(person_ids) - set(found)


def in_force(now: datetime) -> ColumnElement[bool]:
    """Hold for role grants that are in force at `now`."""
    return and_(
        RoleGrant.starts_at <= now,
        RoleGrant.revoked_at.is_(None),
        or_(RoleGrant.ends_at.is_(None), RoleGrant.ends_at > now),
    )


def rights_are_unchanged() -> ColumnElement[bool]:
    """Hold while the viewer's person and roles are what they were when the viewer was read."""
    return exists().where(Person.id == viewer.person, Person.rights_version == viewer.rights_version)


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who acts behind a token, and until when that stands unless somebody changes the person or their roles.

    The actor carries the state of the person's rights, so that a read can tell whether somebody did.
    """

    actor: Actor
    until: datetime | None


async def signed_in(connection: AsyncConnection, subject: str, now: datetime) -> SignedIn | None:
    """Return who acts behind a token's subject, with the roles in force now; None for a stranger or a leaver."""
    return await _signed_in(connection, Person.subject == subject, now)


async def _signed_in(connection: AsyncConnection, whose: ColumnElement[bool], now: datetime) -> SignedIn | None:
    lasting = and_(RoleGrant.revoked_at.is_(None), or_(RoleGrant.ends_at.is_(None), RoleGrant.ends_at > now))
    statement = (
        select(
            Person.id,
            Person.full_name,
            Person.unit_id,
            Person.rights_version,
            RoleGrant.role,
            RoleGrant.unit_id,
            RoleGrant.round_id,
            RoleGrant.starts_at,
            RoleGrant.ends_at,
        )
        .outerjoin(RoleGrant, and_(RoleGrant.person_id == Person.id, lasting))
        .where(whose, Person.left_on.is_(None))
    )
    rows = (await connection.execute(statement)).all()
    if not rows:
        return None
    person_id, name, unit_id, rights_version = rows[0][:4]
    given = [row[4:] for row in rows if row[4] is not None]
    grants = frozenset(Grant(role, unit, round_) for role, unit, round_, starts_at, _ in given if starts_at <= now)
    turns = [moment for *_, starts_at, ends_at in given for moment in (starts_at, ends_at) if moment and moment > now]
    actor = Actor(person_id=person_id, name=name, unit_id=unit_id, grants=grants, rights_version=rights_version)
    return SignedIn(actor, min(turns, default=None))


async def actor_by_subject(connection: AsyncConnection, subject: str, now: datetime) -> Actor | None:
    """Return who acts behind a token's subject at this moment, for deeds done at once."""
    found = await signed_in(connection, subject, now)
    return None if found is None else replace(found.actor, rights_version=None)


async def actor_by_id(connection: AsyncConnection, person_id: UUID | None, now: datetime) -> Actor:
    """Return who a person is at this moment, for what they asked for and a job does; nobody once they have left."""
    found = await _signed_in(connection, Person.id == person_id, now)
    return ANONYMOUS if found is None else replace(found.actor, rights_version=None)


async def one_person_per_role(
    connection: AsyncConnection, now: datetime, subject_prefix: str
) -> list[tuple[Role, str, str]]:
    """Return (role, name, token subject) of who has held each role longest, among subjects that begin so."""
    statement = (
        select(RoleGrant.role, Person.full_name, Person.subject)
        .join(Person, Person.id == RoleGrant.person_id)
        .where(in_force(now), Person.left_on.is_(None), Person.subject.startswith(subject_prefix, autoescape=True))
        .ext(distinct_on(RoleGrant.role))
        .order_by(RoleGrant.role, RoleGrant.starts_at, RoleGrant.id)
    )
    found = {role: (role, name, subject) for role, name, subject in (await connection.execute(statement)).all()}
    return [found[role] for role in Role if role in found]
