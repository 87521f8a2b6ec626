"""Deeds on integrity holds: place one on a person or a unit, lift it. Nobody decides about themselves."""

from datetime import date
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from domain.access import policy
from domain.access.permissions import Permission
from domain.access.predicates import Subject
from domain.actor import Actor
from domain.audit.actions import record, snapshot
from domain.clock import utc_now
from domain.errors import refuse_if_any
from domain.initiatives.rules import require_reason
from domain.integrity import queries
from domain.integrity.model import IntegrityHold
from domain.integrity.rules import HoldGround, check_standing, problems_of_hold
from domain.people import queries as people
from domain.reading.locking import check_version
from domain.units import queries as units


async def place_integrity_hold(
    session: AsyncSession,
    actor: Actor,
    *,
    ground: HoldGround,
    clause: str,
    reason: str,
    person_id: UUID | None = None,
    unit_id: UUID | None = None,
    review_on: date | None = None,
) -> IntegrityHold:
    """Keep a person or a unit from being rewarded until the hold is lifted.

    Raises NotAllowed (oneself), NotFound, Invalid (neither or both, no clause, no reason), Conflict (held on this
    ground already).
    """
    policy.require(actor, Permission.INTEGRITY_MANAGE, Subject(person_id=person_id))
    refuse_if_any(problems_of_hold(person_id=person_id, unit_id=unit_id, clause=clause))
    given_reason = require_reason(reason)
    if person_id is not None:
        await people.get_for_update(session, actor, person_id)
    if unit_id is not None:
        await units.get_for_update(session, actor, unit_id)

    hold = IntegrityHold(
        person_id=person_id,
        unit_id=unit_id,
        ground=ground,
        clause=clause.strip(),
        reason=given_reason,
        review_on=review_on,
        placed_at=utc_now(),
        placed_by_id=actor.person_id,
    )
    session.add(hold)
    await session.flush()  # the audit entry needs the id, and a second hold of the ground must refuse here
    record(session, actor, "INTEGRITY_HOLD_PLACED", hold, after=snapshot(hold), reason=given_reason)
    return hold


async def lift_integrity_hold(
    session: AsyncSession, actor: Actor, *, hold_id: UUID, expected_version: int, reason: str
) -> IntegrityHold:
    """Let a person or a unit be rewarded again. Raises NotFound, NotAllowed (oneself), StaleVersion, Invalid, ..."""
    hold = await queries.get_for_update(session, actor, hold_id)
    policy.require(actor, Permission.INTEGRITY_MANAGE, Subject(person_id=hold.person_id))
    check_version(hold, expected_version)
    check_standing(is_lifted=hold.lifted_at is not None)
    given_reason = require_reason(reason)

    before = snapshot(hold)
    hold.lifted_at, hold.lifted_by_id, hold.lifted_reason = utc_now(), actor.person_id, given_reason
    await session.flush()  # the new version belongs in the audit entry
    record(session, actor, "INTEGRITY_HOLD_LIFTED", hold, before=before, after=snapshot(hold), reason=given_reason)
    return hold
