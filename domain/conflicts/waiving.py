"""Deeds on waivers: a person's conflicts with an initiative are set aside by two others, and each step is on record."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from domain.access import policy
from domain.access.permissions import Permission
from domain.access.predicates import Subject
from domain.actor import Actor
from domain.audit.actions import record, snapshot
from domain.clock import utc_now
from domain.conflicts import queries
from domain.conflicts.model import ConflictWaiver
from domain.conflicts.rules import (
    check_impartial,
    check_in_force,
    check_second_person,
    check_there,
    check_unapproved,
    require_reason,
)
from domain.initiatives import queries as initiatives
from domain.people import queries as people
from domain.reading.locking import check_version


async def request_conflict_waiver(
    session: AsyncSession, actor: Actor, *, person_id: UUID, initiative_id: UUID, reason: str
) -> ConflictWaiver:
    """Ask that the conflicts that a person has now with an initiative be set aside; nothing is, before the approval.

    Raises NotAllowed (for oneself, in conflict oneself), NotFound, Invalid (no reason), Conflict (none, asked already).
    """
    policy.require(actor, Permission.CONFLICT_WAIVE, Subject(person_id=person_id))
    person = await people.get(session, actor, person_id)
    initiative = await initiatives.get(session, actor, initiative_id)
    await _require_impartial(session, actor, initiative.id)
    given_reason = require_reason(reason)
    kinds = await queries.kinds_between(session, initiative.id, person.id)
    check_there(kinds)

    waiver = ConflictWaiver(
        person_id=person.id,
        initiative_id=initiative.id,
        kinds=[kind.value for kind in kinds],
        reason=given_reason,
        requested_at=utc_now(),
        requested_by_id=actor.person_id,
    )
    session.add(waiver)
    await session.flush()  # what was asked for already must refuse here
    record(session, actor, "CONFLICT_WAIVER_REQUESTED", waiver, after=snapshot(waiver), reason=given_reason)
    return waiver


async def approve_conflict_waiver(
    session: AsyncSession, actor: Actor, *, waiver_id: UUID, expected_version: int
) -> ConflictWaiver:
    """Set conflicts aside as a second person. Raises NotFound, NotAllowed (concerned, first, in conflict)."""
    waiver = await _waiver(session, actor, waiver_id, expected_version)
    check_second_person(Permission.CONFLICT_WAIVE.value, waiver.requested_by_id, actor.person_id)
    check_in_force(waiver.ended_at)
    check_unapproved(waiver.approved_at)

    before = snapshot(waiver)
    waiver.approved_at, waiver.approved_by_id = utc_now(), actor.person_id
    await session.flush()  # the new version belongs in the audit entry
    record(session, actor, "CONFLICT_WAIVER_APPROVED", waiver, before=before, after=snapshot(waiver))
    return waiver


async def end_conflict_waiver(
    session: AsyncSession, actor: Actor, *, waiver_id: UUID, expected_version: int, reason: str
) -> ConflictWaiver:
    """Let the conflicts count again, or turn a request down. Raises NotFound, NotAllowed, Invalid, Conflict (ended)."""
    waiver = await _waiver(session, actor, waiver_id, expected_version)
    given_reason = require_reason(reason)
    check_in_force(waiver.ended_at)

    before = snapshot(waiver)
    waiver.ended_at, waiver.ended_by_id, waiver.ended_reason = utc_now(), actor.person_id, given_reason
    await session.flush()  # the new version belongs in the audit entry
    record(session, actor, "CONFLICT_WAIVER_ENDED", waiver, before=before, after=snapshot(waiver), reason=given_reason)
    return waiver


async def _waiver(session: AsyncSession, actor: Actor, waiver_id: UUID, expected_version: int) -> ConflictWaiver:
    waiver = await queries.get_waiver_for_update(session, actor, waiver_id)
    policy.require(actor, Permission.CONFLICT_WAIVE, Subject(person_id=waiver.person_id))
    check_version(waiver, expected_version)
    await _require_impartial(session, actor, waiver.initiative_id)
    return waiver


async def _require_impartial(session: AsyncSession, actor: Actor, initiative_id: UUID) -> None:
    """Refuse who has a conflict with the initiative, even one that was set aside: nobody lets friends in."""
    if actor.person_id is not None:
        own = await queries.kinds_between(session, initiative_id, actor.person_id)
        check_impartial(Permission.CONFLICT_WAIVE.value, own)
