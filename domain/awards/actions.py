"""Deeds that lead to a proposal: suggest, prepare, update, propose, withdraw. They never decide anything."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from domain.access.permissions import Permission
from domain.actor import Actor
from domain.audit.actions import record, snapshot
from domain.awards import queries
from domain.awards.drafting import draft_nomination
from domain.awards.holding import check_free, holds_of
from domain.awards.model import Nomination
from domain.awards.opening import open_for
from domain.awards.rules import NominationState, check_editable, check_step, problems_of_nomination
from domain.changes import UNCHANGED, Unchanged, problems_of_nulls, values_after
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

    before = snapshot(nomination)
    nomination.form_id = form.id
    nomination.summary = wanted["summary"].strip()
    await session.flush()  # the new version belongs in the audit entry
    record(session, actor, "NOMINATION_UPDATED", nomination, before=before, after=snapshot(nomination))
    return nomination


async def propose_nomination(
    session: AsyncSession, actor: Actor, *, nomination_id: UUID, expected_version: int
) -> Nomination:
    """Put a draft or a returned nomination before the ministry's leaders.

    Raises NotFound, NotAllowed, Closed, StaleVersion, Conflict (state, the nominee is held).
    """
    nomination = await open_for(
        session,
        actor,
        Permission.NOMINATION_PREPARE,
        nomination_id=nomination_id,
        expected_version=expected_version,
    )
    check_step(nomination.state, NominationState.PROPOSED)
    check_free(nomination, await holds_of(session, [nomination]))

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
