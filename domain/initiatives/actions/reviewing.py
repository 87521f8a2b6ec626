"""Deeds of those who judge: the unit's leader submits or returns, the standing body screens or sends back."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from domain.access.permissions import Permission
from domain.actor import Actor
from domain.audit.actions import record, snapshot
from domain.clock import utc_now
from domain.initiatives import queries
from domain.initiatives.actions.opening import open_for
from domain.initiatives.model import Initiative, InitiativeReview
from domain.initiatives.rules import (
    InitiativeState,
    Punctuality,
    ReviewDecision,
    ReviewStage,
    check_awaits,
    check_screener,
    check_step,
    require_reason,
)
from domain.movements.rules import is_on_time


async def submit_initiative(
    session: AsyncSession, actor: Actor, *, initiative_id: UUID, expected_version: int
) -> Initiative:
    """Approve an initiative of the unit that one leads and submit it to the movement.

    A leader may be among the authors: the unit answers for the submission, and scoring has its own guards. The first
    submission decides whether it came on time; being sent back and submitted again changes nothing about that.
    Raises NotFound, NotAllowed, Closed, StaleVersion, Conflict (state).
    """
    movement, initiative = await open_for(
        session,
        actor,
        Permission.INITIATIVE_SUBMIT,
        initiative_id=initiative_id,
        expected_version=expected_version,
    )
    check_step(initiative.state, InitiativeState.SUBMITTED)

    before, now = snapshot(initiative), utc_now()
    if initiative.first_submitted_at is None:
        on_time = is_on_time(now, movement.report_due_before)
        initiative.first_submitted_at = now
        initiative.punctuality = Punctuality.ON_TIME if on_time else Punctuality.LATE
    initiative.state = InitiativeState.SUBMITTED
    initiative.state_reason = None
    _add_review(session, actor, initiative, ReviewStage.UNIT, ReviewDecision.APPROVED)
    await session.flush()  # the new version belongs in the audit entry
    record(session, actor, "INITIATIVE_SUBMITTED", initiative, before=before, after=snapshot(initiative))
    return initiative


async def return_initiative(
    session: AsyncSession, actor: Actor, *, initiative_id: UUID, expected_version: int, reason: str
) -> Initiative:
    """Return an initiative of the unit that one leads to its authors, with the reason.

    Raises NotFound, NotAllowed, Closed, StaleVersion, Conflict (not in unit review), Invalid (no reason).
    """
    _, initiative = await open_for(
        session,
        actor,
        Permission.INITIATIVE_SUBMIT,
        initiative_id=initiative_id,
        expected_version=expected_version,
    )
    return await _return(session, actor, initiative, ReviewStage.UNIT, "INITIATIVE_RETURNED", reason)


async def send_back_initiative(
    session: AsyncSession, actor: Actor, *, initiative_id: UUID, expected_version: int, reason: str
) -> Initiative:
    """Send a submitted initiative back to its unit for completion; its first submission keeps its moment.

    Raises NotFound, NotAllowed (also an author), Closed, StaleVersion, Conflict (not submitted), Invalid (no reason).
    """
    initiative = await _open_for_screening(session, actor, initiative_id, expected_version)
    return await _return(session, actor, initiative, ReviewStage.SCREENING, "INITIATIVE_SENT_BACK", reason)


async def screen_initiative(
    session: AsyncSession,
    actor: Actor,
    *,
    initiative_id: UUID,
    expected_version: int,
    eligible: bool,
    reason: str | None = None,
) -> Initiative:
    """Judge a submitted initiative eligible or, with a reason, not.

    Raises NotFound, NotAllowed (also an author), Closed, StaleVersion, Conflict (state), Invalid (no reason).
    """
    initiative = await _open_for_screening(session, actor, initiative_id, expected_version)
    target = InitiativeState.SCREENED if eligible else InitiativeState.INELIGIBLE
    check_step(initiative.state, target)
    why = ((reason or "").strip() or None) if eligible else require_reason(reason)

    before = snapshot(initiative)
    initiative.state = target
    initiative.state_reason = None if eligible else why
    decision = ReviewDecision.APPROVED if eligible else ReviewDecision.REFUSED
    _add_review(session, actor, initiative, ReviewStage.SCREENING, decision, why)
    await session.flush()  # the new version belongs in the audit entry
    record(session, actor, "INITIATIVE_SCREENED", initiative, before=before, after=snapshot(initiative), reason=why)
    return initiative


async def _open_for_screening(
    session: AsyncSession, actor: Actor, initiative_id: UUID, expected_version: int
) -> Initiative:
    _, initiative = await open_for(
        session,
        actor,
        Permission.INITIATIVE_SCREEN,
        initiative_id=initiative_id,
        expected_version=expected_version,
    )
    check_screener(actor.person_id, await queries.author_ids(session, initiative.id))
    return initiative


async def _return(
    session: AsyncSession, actor: Actor, initiative: Initiative, stage: ReviewStage, deed: str, reason: str
) -> Initiative:
    check_awaits(stage, initiative.state)
    why = require_reason(reason)

    before = snapshot(initiative)
    initiative.state = InitiativeState.RETURNED
    initiative.state_reason = why
    _add_review(session, actor, initiative, stage, ReviewDecision.RETURNED, why)
    await session.flush()  # the new version belongs in the audit entry
    record(session, actor, deed, initiative, before=before, after=snapshot(initiative), reason=why)
    return initiative


def _add_review(
    session: AsyncSession,
    actor: Actor,
    initiative: Initiative,
    stage: ReviewStage,
    decision: ReviewDecision,
    reason: str | None = None,
) -> None:
    session.add(
        InitiativeReview(
            initiative_id=initiative.id,
            revision_id=initiative.current_revision_id,
            stage=stage,
            decision=decision,
            reason=reason,
            reviewer_id=actor.person_id,
            at=utc_now(),
        )
    )
