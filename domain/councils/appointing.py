"""Deeds of Personnel on councils: set one up, change it, appoint members and dismiss them."""

from datetime import date
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from domain.access import policy
from domain.access.permissions import Permission
from domain.actor import Actor
from domain.audit.actions import record, snapshot
from domain.changes import UNCHANGED, Unchanged, problems_of_nulls, values_after
from domain.clock import VIETNAM, utc_now
from domain.councils import queries
from domain.councils.model import Council, CouncilMember
from domain.councils.rules import (
    MAX_MEMBERS,
    CouncilKind,
    CouncilRole,
    check_seats,
    problems_of_council,
    problems_of_dismissal,
    problems_of_membership,
)
from domain.errors import refuse_if_any
from domain.initiatives.rules import require_reason
from domain.movements import queries as movements
from domain.people import queries as people
from domain.reading.locking import check_version
from domain.units import queries as units

_OPTIONAL = frozenset({"name_en", "movement_id"})


async def create_council(
    session: AsyncSession,
    actor: Actor,
    *,
    kind: CouncilKind,
    name: str,
    name_en: str | None = None,
    unit_id: UUID | None = None,
    movement_id: UUID | None = None,
) -> Council:
    """Set up a council. Raises NotAllowed, Invalid (name, unit), NotFound."""
    policy.require(actor, Permission.COUNCIL_MANAGE)
    refuse_if_any(problems_of_council(kind=kind, name=name, unit_id=unit_id))
    if unit_id is not None:
        await units.get(session, actor, unit_id)
    if movement_id is not None:
        await movements.get(session, actor, movement_id)
    council = Council(
        kind=kind,
        name=name.strip(),
        name_en=name_en,
        unit_id=unit_id,
        movement_id=movement_id,
        created_at=utc_now(),
    )
    session.add(council)
    await session.flush()  # the audit entry needs the id
    record(session, actor, "COUNCIL_CREATED", council, after=snapshot(council))
    return council


async def update_council(
    session: AsyncSession,
    actor: Actor,
    *,
    council_id: UUID,
    expected_version: int,
    name: str | Unchanged | None = UNCHANGED,
    name_en: str | Unchanged | None = UNCHANGED,
    movement_id: UUID | Unchanged | None = UNCHANGED,
) -> Council:
    """Rename a council, or set it up for a movement. Raises NotFound, NotAllowed, StaleVersion, Invalid."""
    council = await queries.get_council_for_update(session, actor, council_id)
    policy.require(actor, Permission.COUNCIL_MANAGE)
    check_version(council, expected_version)
    given = {"name": name, "name_en": name_en, "movement_id": movement_id}
    after = values_after(council, given, _OPTIONAL)
    problems = problems_of_council(kind=council.kind, name=after["name"], unit_id=council.unit_id)
    refuse_if_any([*problems_of_nulls(given, _OPTIONAL), *problems])
    if isinstance(movement_id, UUID):
        await movements.get(session, actor, movement_id)

    before = snapshot(council)
    council.name, council.name_en, council.movement_id = after["name"].strip(), after["name_en"], after["movement_id"]
    await session.flush()  # the new version belongs in the audit entry
    record(session, actor, "COUNCIL_UPDATED", council, before=before, after=snapshot(council))
    return council


async def appoint_council_member(
    session: AsyncSession,
    actor: Actor,
    *,
    council_id: UUID,
    person_id: UUID,
    role: CouncilRole,
    starts_on: date,
    ends_on: date | None = None,
    has_vote: bool = True,
) -> CouncilMember:
    """Give a person a seat in a council. Who sits in it when a session is opened makes up that session's roster.

    Raises NotFound, NotAllowed, Invalid (period, vote), Conflict (a seat already, another chair, too many members).
    """
    council = await queries.get_council_for_update(session, actor, council_id)
    policy.require(actor, Permission.COUNCIL_MANAGE)
    refuse_if_any(problems_of_membership(role=role, has_vote=has_vote, starts_on=starts_on, ends_on=ends_on))
    await people.get(session, actor, person_id)
    check_seats(len(await queries.seats_on(session, council.id, starts_on)), MAX_MEMBERS)
    seat = CouncilMember(
        council_id=council.id,
        person_id=person_id,
        role=role,
        has_vote=has_vote,
        starts_on=starts_on,
        ends_on=ends_on,
        appointed_at=utc_now(),
    )
    session.add(seat)
    await session.flush()  # the audit entry needs the id, and a second seat or chair must refuse here
    record(session, actor, "COUNCIL_MEMBER_APPOINTED", seat, after=snapshot(seat))
    return seat


async def dismiss_council_member(
    session: AsyncSession, actor: Actor, *, member_id: UUID, ends_on: date | None = None, reason: str
) -> CouncilMember:
    """End a person's seat: with the day given, or with today; that day is the last one.

    Rosters of sessions that were opened stay as they are. Raises NotFound, NotAllowed, Invalid (day, reason).
    """
    seat = await queries.get_seat_for_update(session, actor, member_id)
    policy.require(actor, Permission.COUNCIL_MANAGE)
    given_reason = require_reason(reason)
    now = utc_now()
    last = ends_on or now.astimezone(VIETNAM).date()
    refuse_if_any(problems_of_dismissal(last, starts_on=seat.starts_on, ends_on=seat.ends_on))

    before = snapshot(seat)
    seat.ends_on, seat.dismissed_at, seat.dismissed_reason = last, now, given_reason
    record(session, actor, "COUNCIL_MEMBER_DISMISSED", seat, before=before, after=snapshot(seat), reason=given_reason)
    return seat
