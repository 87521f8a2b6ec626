"""Deeds on records of earlier awards: record one, withdraw one that was wrong."""

from dataclasses import asdict
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from domain.access import policy
from domain.access.permissions import Permission
from domain.actor import Actor
from domain.audit.actions import record, snapshot
from domain.awards import queries as awards
from domain.awards.model import AwardTitle
from domain.awards.records import queries
from domain.awards.records.model import AwardRecord
from domain.awards.records.rules import EarlierAward, check_standing, problems_of_record
from domain.clock import VIETNAM, utc_now
from domain.errors import refuse_if_any
from domain.initiatives.rules import require_reason
from domain.people import queries as people
from domain.reading import locking
from domain.units import queries as units


async def record_earlier_award(session: AsyncSession, actor: Actor, given: EarlierAward) -> AwardRecord:
    """Record an award from before the system or from elsewhere, with where that is known from.

    Raises NotAllowed, NotFound, Invalid (whose, which award, year, day, source).
    """
    policy.require(actor, Permission.PERSON_MANAGE)
    now = utc_now()
    refuse_if_any(problems_of_record(given, now.astimezone(VIETNAM).date()))
    await _require_there(session, actor, given)

    row = AwardRecord(**asdict(given), recorded_at=now, recorded_by_id=actor.person_id)
    row.source, row.award = given.source.strip(), given.award and given.award.strip()
    row.decision_number = (given.decision_number or "").strip() or None
    session.add(row)
    await session.flush()  # the audit entry needs the id
    record(session, actor, "EARLIER_AWARD_RECORDED", row, after=snapshot(row))
    return row


async def withdraw_earlier_award(
    session: AsyncSession, actor: Actor, *, record_id: UUID, expected_version: int, reason: str
) -> AwardRecord:
    """Let a record count no more. Raises NotFound, NotAllowed, StaleVersion, Conflict (withdrawn), Invalid (reason)."""
    row = await queries.get_for_update(session, actor, record_id)
    policy.require(actor, Permission.PERSON_MANAGE)
    locking.check_version(row, expected_version)
    check_standing(is_withdrawn=row.withdrawn_at is not None)
    why = require_reason(reason)

    before = snapshot(row)
    row.withdrawn_at, row.withdrawn_by_id, row.withdrawn_reason = utc_now(), actor.person_id, why
    await session.flush()  # the new version belongs in the audit entry
    record(session, actor, "EARLIER_AWARD_WITHDRAWN", row, before=before, after=snapshot(row), reason=why)
    return row


async def _require_there(session: AsyncSession, actor: Actor, given: EarlierAward) -> None:
    if given.person_id is not None:
        await people.get(session, actor, given.person_id)
    if given.unit_id is not None:
        await units.get(session, actor, given.unit_id)
    if given.form_id is not None:
        await awards.get_form(session, actor, given.form_id)
    if given.title_id is not None:
        await locking.get(session, actor, AwardTitle, awards.TITLES, given.title_id, ("titleId",))
