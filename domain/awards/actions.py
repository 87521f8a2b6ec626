"""Deeds that lead to a proposal: suggest, prepare, update, propose, withdraw. They never decide anything."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from domain.access.permissions import Permission
from domain.actor import Actor
from domain.audit.actions import record, snapshot
from domain.awards import queries
from domain.awards.drafting import draft_nomination
from domain.awards.model import Nomination
from domain.awards.opening import open_for
from domain.awards.rules import NominationState, check_editable, check_step, problems_of_nomination
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
    nomination = await draft_nomination(
        session,
        actor,
        Permission.NOMINATION_SUGGEST,
        result_entry_id=result_entry_id,
        form_id=form_id,
        summary=summary,
        person_id=person_id,
        unit_id=unit_id,
    )
    record(session, actor, "NOMINATION_SUGGESTED", nomination, after=snapshot(nomination))
    return nomination


async def prepare_nomination(
    session: AsyncSession,
    actor: Actor,
    *,
    result_entry_id: UUID,
    form_id: UUID,
    summary: str,
    person_id: UUID | None = None,
    unit_id: UUID | None = None,
) -> Nomination:
    """Draft a nomination from a standing in a published result. Refused as `suggest_nomination` is."""
    nomination = await draft_nomination(
        session,
        actor,
        Permission.NOMINATION_PREPARE,
        result_entry_id=result_entry_id,
        form_id=form_id,
        summary=summary,
        person_id=person_id,
        unit_id=unit_id,
    )
    record(session, actor, "NOMINATION_PREPARED", nomination, after=snapshot(nomination))
    return nomination


async def update_nomination(
    session: AsyncSession,
    actor: Actor,
    *,
    nomination_id: UUID,
    expected_version: int,
    form_id: UUID | None = None,
    summary: str | None = None,
) -> Nomination:
    """Change the form or the summary of a draft or a returned nomination; what is None stays.

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
    form = await queries.get_form(session, actor, form_id or nomination.form_id)
    said = nomination.summary if summary is None else summary
    refuse_if_any(problems_of_nomination(form=form.subject, nominee=nomination.nominee_kind, summary=said))

    before = snapshot(nomination)
    nomination.form_id = form.id
    nomination.summary = said.strip()
    await session.flush()  # the new version belongs in the audit entry
    record(session, actor, "NOMINATION_UPDATED", nomination, before=before, after=snapshot(nomination))
    return nomination


async def propose_nomination(
    session: AsyncSession, actor: Actor, *, nomination_id: UUID, expected_version: int
) -> Nomination:
    """Put a draft or a returned nomination before the ministry's leaders.

    Raises NotFound, NotAllowed, Closed, StaleVersion, Conflict (state).
    """
    nomination = await open_for(
        session,
        actor,
        Permission.NOMINATION_PREPARE,
        nomination_id=nomination_id,
        expected_version=expected_version,
    )
    check_step(nomination.state, NominationState.PROPOSED)

    before = snapshot(nomination)
    nomination.state = NominationState.PROPOSED
    nomination.reason = None
    await session.flush()  # the new version belongs in the audit entry
    record(session, actor, "NOMINATION_PROPOSED", nomination, before=before, after=snapshot(nomination))
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
    check_step(nomination.state, NominationState.WITHDRAWN)
    why = require_reason(reason)

    before = snapshot(nomination)
    nomination.state = NominationState.WITHDRAWN
    nomination.reason = why
    await session.flush()  # the new version belongs in the audit entry
    record(session, actor, "NOMINATION_WITHDRAWN", nomination, before=before, after=snapshot(nomination), reason=why)
    return nomination
