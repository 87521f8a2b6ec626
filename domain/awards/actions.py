"""Deeds that lead to a proposal: suggest, prepare, update, submit, propose, withdraw. They never decide anything."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from domain.access.permissions import Permission
from domain.actor import Actor, Role
from domain.audit.actions import record, snapshot
from domain.awards import hands, queries
from domain.awards.basis import ByHand, basis_of
from domain.awards.drafting import Asked, draft_nomination
from domain.awards.findings.judging import require_sound
from domain.awards.holding import check_free, holds_of
from domain.awards.judged_by import require_vote
from domain.awards.model import Nomination
from domain.awards.opening import open_for
from domain.awards.particulars import problems_of_nomination
from domain.awards.rules import Hand, NominationState, check_editable, check_step
from domain.awards.standings import check_placed, unplaced
from domain.awards.stepping import step
from domain.changes import UNCHANGED, Unchanged, problems_of_nulls, values_after
from domain.clock import utc_now
from domain.errors import refuse_if_any
from domain.initiatives.rules import require_reason


async def suggest_nomination(
    session: AsyncSession,
    actor: Actor,
    *,
    result_entry_id: UUID,
    form_id: UUID,
    summary: str,
    person_id: UUID | None = None,
    unit_id: UUID | None = None,
) -> Nomination:
    """Suggest a nomination to Personnel, as a draft: one's own unit or its people, or oneself.

    Raises NotFound, NotAllowed, Closed, Invalid (nominee, form, summary), Conflict (result, not the nominee's).
    """
    permission = Permission.NOMINATION_SUGGEST
    basis = await basis_of(session, actor, result_entry_id=result_entry_id)
    asked = Asked(person_id=person_id, unit_id=unit_id, form_id=form_id, summary=summary)
    nomination = await draft_nomination(session, actor, permission, basis, asked)
    record(session, actor, "NOMINATION_SUGGESTED", nomination, after=snapshot(nomination))
    return nomination


async def prepare_nomination(
    session: AsyncSession,
    actor: Actor,
    *,
    form_id: UUID,
    summary: str,
    result_entry_id: UUID | None = None,
    by_hand: ByHand | None = None,
    person_id: UUID | None = None,
    unit_id: UUID | None = None,
) -> Nomination:
    """Draft a nomination from a standing in a published result, or by hand with a reason: exactly one of the two.

    Refused as `suggest_nomination` is; Invalid (neither or both, no reason).
    """
    permission = Permission.NOMINATION_PREPARE
    basis = await basis_of(session, actor, result_entry_id=result_entry_id, by_hand=by_hand)
    asked = Asked(person_id=person_id, unit_id=unit_id, form_id=form_id, summary=summary)
    nomination = await draft_nomination(session, actor, permission, basis, asked)
    record(session, actor, "NOMINATION_PREPARED", nomination, after=snapshot(nomination))
    return nomination


async def update_nomination(
    session: AsyncSession,
    actor: Actor,
    *,
    nomination_id: UUID,
    expected_version: int,
    form_id: UUID | Unchanged | None = UNCHANGED,
    summary: str | Unchanged | None = UNCHANGED,
) -> Nomination:
    """Change the form or the summary of a draft or a returned nomination; what is not given stays.

    Raises NotFound, NotAllowed, Closed, StaleVersion, Conflict (state), Invalid (form, summary).
    """
    nomination = await open_for(
        session,
        actor,
        Permission.NOMINATION_PREPARE,
        nomination_id=nomination_id,
        expected_version=expected_version,
    )
    check_editable(nomination.state)
    given = {"form_id": form_id, "summary": summary}
    wanted = values_after(nomination, given)
    form = await queries.get_form(session, actor, wanted["form_id"])
    judged = problems_of_nomination(form=form.subject, nominee=nomination.nominee_kind, summary=wanted["summary"])
    refuse_if_any([*problems_of_nulls(given), *judged])
    await hands.take_one(session, actor, nomination, Hand.PROPOSE, Permission.NOMINATION_PREPARE)

    before = snapshot(nomination)
    nomination.form_id = form.id
    nomination.summary = wanted["summary"].strip()
    await session.flush()  # the new version belongs in the audit entry
    record(session, actor, "NOMINATION_UPDATED", nomination, before=before, after=snapshot(nomination))
    return nomination


async def submit_nomination(
    session: AsyncSession, actor: Actor, *, nomination_id: UUID, expected_version: int
) -> Nomination:
    """Send a draft or a returned dossier in, to be checked and appraised: by Personnel, or by whoever suggested it.

    Raises NotFound, NotAllowed (also another hand), Closed, StaleVersion, Conflict (state, the nominee is held).
    """
    nomination = await queries.get_for_update(session, actor, nomination_id)
    mine = nomination.created_by_id == actor.person_id and not actor.has(Role.PERSONNEL)
    permission = Permission.NOMINATION_SUGGEST if mine else Permission.NOMINATION_PREPARE
    nomination = await open_for(
        session, actor, permission, nomination_id=nomination_id, expected_version=expected_version
    )
    check_step(nomination.state, NominationState.SUBMITTED)
    await hands.take_one(session, actor, nomination, Hand.PROPOSE, permission)
    check_free(actor, nomination, await holds_of(session, [nomination]))

    received = nomination.submitted_at or utc_now()
    target = NominationState.SUBMITTED
    await step(session, actor, nomination, target, "NOMINATION_SUBMITTED", submitted_at=received)
    return nomination


async def propose_nomination(
    session: AsyncSession, actor: Actor, *, nomination_id: UUID, expected_version: int
) -> Nomination:
    """Put a dossier before those who decide: appraised, and voted on where a rule in force asks for a council.

    Raises NotFound, NotAllowed (also another hand), Closed, StaleVersion, Conflict (state, no vote, nominee is held,
    no place in the result any more, a rule blocks).
    """
    nomination = await open_for(
        session,
        actor,
        Permission.NOMINATION_PREPARE,
        nomination_id=nomination_id,
        expected_version=expected_version,
    )
    check_step(nomination.state, NominationState.PROPOSED)
    await require_vote(session, nomination)
    await hands.take_one(session, actor, nomination, Hand.PROPOSE, Permission.NOMINATION_PREPARE)
    check_free(actor, nomination, await holds_of(session, [nomination]))
    check_placed(nomination, await unplaced(session, [nomination]))
    await require_sound(session, actor, nomination)

    await step(session, actor, nomination, NominationState.PROPOSED, "NOMINATION_PROPOSED")
    return nomination


async def withdraw_nomination(
    session: AsyncSession, actor: Actor, *, nomination_id: UUID, expected_version: int, reason: str
) -> Nomination:
    """Give a nomination up before it is approved; the achievement may be nominated anew.

    Raises NotFound, NotAllowed, Closed, StaleVersion, Conflict (state), Invalid (no reason).
    """
    nomination = await open_for(
        session,
        actor,
        Permission.NOMINATION_PREPARE,
        nomination_id=nomination_id,
        expected_version=expected_version,
    )
    target = NominationState.WITHDRAWN
    check_step(nomination.state, target)
    check_step(nomination.held_from or nomination.state, target)  # a hold opens no way that was closed
    why = require_reason(reason)

    await step(session, actor, nomination, target, "NOMINATION_WITHDRAWN", reason=why, held_from=None)
    return nomination
