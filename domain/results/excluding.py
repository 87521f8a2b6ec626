"""Deeds on what counts: exclude a submitted sheet of a closed round with a reason, restore it.

A flag never changes a score; only a person does. What was computed before stays on record: a further version of the
result takes the decision into account.
"""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.access import policy
from domain.access.permissions import Permission
from domain.access.predicates import Subject
from domain.actor import Actor
from domain.audit.actions import record, snapshot
from domain.clock import utc_now
from domain.conflicts import queries as conflicts
from domain.conflicts.rules import refuse_conflict
from domain.errors import Conflict, Text
from domain.evaluations import gates
from domain.evaluations import queries as evaluations
from domain.evaluations.model import ScoreSheet
from domain.evaluations.rules import RoundState
from domain.ledger import actions as ledger
from domain.ledger.rules import EventKind
from domain.reading import locking
from domain.results.model import SheetExclusion
from domain.results.rules import check_second_person
from domain.results.sources import EXCLUSIONS


async def exclude_sheet(session: AsyncSession, actor: Actor, *, sheet_id: UUID, reason: str) -> SheetExclusion:
    """Decide that a sheet does not count. Raises NotFound, NotAllowed (own sheet), Conflict, Invalid (no reason)."""
    sheet = await evaluations.get_sheet(session, actor, sheet_id)
    given_reason = await _require(session, actor, sheet, reason)
    gates.check_submitted_sheet(sheet.state)
    there = select(SheetExclusion.id).where(SheetExclusion.sheet_id == sheet.id, SheetExclusion.restored_at.is_(None))
    if await session.scalar(there) is not None:
        text = Text("Phiếu chấm đã bị loại.", "The score sheet is excluded already.")
        raise Conflict("SHEET_EXCLUDED", text, ("sheetId",))

    exclusion = SheetExclusion(
        round_id=sheet.round_id,
        sheet_id=sheet.id,
        reason=given_reason,
        excluded_at=utc_now(),
        excluded_by_id=actor.person_id,
    )
    session.add(exclusion)
    await session.flush()  # the audit entry needs the id
    record(session, actor, "SHEET_EXCLUDED", exclusion, after=snapshot(exclusion), reason=given_reason)
    said = {"sheet": str(sheet.id), "reason": given_reason}
    ledger.append(session, sheet.round_id, EventKind.SHEET_EXCLUDED, said)
    return exclusion


async def restore_sheet(session: AsyncSession, actor: Actor, *, exclusion_id: UUID, reason: str) -> SheetExclusion:
    """Decide as a second person that an excluded sheet counts after all. Raises NotFound, NotAllowed, Conflict, ..."""
    exclusion = await locking.get_for_update(session, actor, SheetExclusion, EXCLUSIONS, exclusion_id, ("exclusionId",))
    sheet = await evaluations.get_sheet(session, actor, exclusion.sheet_id, "exclusionId")
    given_reason = await _require(session, actor, sheet, reason)
    check_second_person(Permission.SHEET_EXCLUDE.value, actor.person_id, exclusion.excluded_by_id, ("exclusionId",))
    if exclusion.restored_at is not None:
        text = Text("Phiếu chấm đã được khôi phục.", "The score sheet is restored already.")
        raise Conflict("SHEET_RESTORED", text, ("exclusionId",))

    before = snapshot(exclusion)
    exclusion.restored_at = utc_now()
    exclusion.restored_by_id = actor.person_id
    exclusion.restored_reason = given_reason
    await session.flush()  # refused here rather than at commit
    record(session, actor, "SHEET_RESTORED", exclusion, before=before, after=snapshot(exclusion), reason=given_reason)
    said = {"sheet": str(sheet.id), "reason": given_reason}
    ledger.append(session, sheet.round_id, EventKind.SHEET_RESTORED, said)
    return exclusion


async def _require(session: AsyncSession, actor: Actor, sheet: ScoreSheet, reason: str) -> str:
    """Refuse unless the actor may decide on the sheet of a closed round; return the reason."""
    policy.require(actor, Permission.SHEET_EXCLUDE, Subject(evaluator_id=sheet.evaluator_id))
    round_ = await evaluations.get_for_update(session, actor, sheet.round_id)
    given_reason = gates.require_reason(reason)
    gates.check_round_state(round_.state, RoundState.CLOSED)
    if actor.person_id is not None:
        (kind,) = await conflicts.conflicts_between(session, [(sheet.initiative_id, actor.person_id)])
        if kind is not None:
            raise refuse_conflict(kind, ("sheetId",))
    return given_reason
