"""Deeds of the clerk (văn thư): number a signed document, and give it out."""

from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.access import policy
from domain.access.permissions import Permission
from domain.actor import Actor
from domain.clock import VIETNAM, utc_now
from domain.documents import queries
from domain.documents.asking import print_anew
from domain.documents.model import OfficialDocument
from domain.documents.rules import (
    DocumentKind,
    DocumentState,
    check_late,
    check_number,
    check_order,
    check_preset,
    check_printed,
    check_step,
    printed_as,
)
from domain.documents.stepping import step
from domain.reading.locking import check_version
from domain.regulations.calendar import add_working_days
from domain.regulations.queries import special_days
from domain.reports import actions as reports
from domain.units.model import Unit


async def number_document(
    session: AsyncSession,
    actor: Actor,
    *,
    document_id: UUID,
    expected_version: int,
    issued_on: date,
    number: int | None = None,
) -> OfficialDocument:
    """Give a signed document its number and day; without one given, the next of its unit, symbol and year.

    Its files are made anew with both.

    Raises NotFound, NotAllowed, StaleVersion, Invalid, Conflict (number taken, or out of order with the days).
    """
    document = await _issued_by(session, actor, document_id, expected_version)
    check_step(document.state, DocumentState.NUMBERED, has_symbol=document.symbol is not None)
    # Whoever numbers another document of the unit waits, so that the next number is nobody else's.
    numbering = select(Unit.id).where(Unit.id == document.issuer_id).with_for_update(key_share=True)
    await session.execute(numbering)
    kept, _pictures = await queries.content_of(session, document.id)
    preset = kept["number"]
    wanted = number if number is not None else preset
    if wanted is None:
        wanted = 1 + await queries.last_number(session, document, issued_on.year)
    check_preset(wanted, preset)
    now = utc_now()
    signed_on = (document.signed_at or now).astimezone(VIETNAM).date()
    if kept["dated"] is not None:
        signed_on = min(signed_on, date.fromisoformat(kept["dated"]))
    check_number(wanted, issued_on, signed_on=signed_on, today=now.astimezone(VIETNAM).date())
    if preset is None:
        check_order(is_out_of_order=await queries.is_out_of_order(session, document, wanted, issued_on))
    target = DocumentState.NUMBERED
    await step(session, actor, document, target, "DOCUMENT_NUMBERED", number=wanted, issued_on=issued_on)
    await print_anew(session, actor, document)
    return document


async def issue_document(
    session: AsyncSession, actor: Actor, *, document_id: UUID, expected_version: int, reason: str | None = None
) -> OfficialDocument:
    """Give a document out; of a synthesis, note the reports that it tells.

    Why so late is said if it is later than the working day after the signing. Raises NotFound, NotAllowed,
    StaleVersion, Conflict (state, its files are not ready), Invalid (late, no reason).
    """
    document = await _issued_by(session, actor, document_id, expected_version)
    check_step(document.state, DocumentState.ISSUED, has_symbol=document.symbol is not None)
    state = printed_as(document.state, has_number=document.number is not None)
    check_printed(is_printed=bool(await queries.hashes_of(session, document.id, state)))
    now = utc_now()
    signed_on = (document.signed_at or now).astimezone(VIETNAM).date()
    deadline = add_working_days(signed_on, 1, await special_days(session, signed_on))
    check_late(now.astimezone(VIETNAM).date(), deadline, reason)
    why = (reason or "").strip() or None
    await step(session, actor, document, DocumentState.ISSUED, "DOCUMENT_ISSUED", reason=why)
    if document.kind is DocumentKind.SYNTHESIS_REPORT:
        await reports.synthesise_reports(
            session,
            actor,
            movement_id=document.movement_id,
            synthesis_id=document.id,
            made_at=document.made_at,
        )
    return document


async def _issued_by(session: AsyncSession, actor: Actor, document_id: UUID, expected_version: int) -> OfficialDocument:
    document = await queries.get_for_update(session, actor, document_id)
    policy.require(actor, Permission.DOCUMENT_ISSUE)
    check_version(document, expected_version)
    return document
