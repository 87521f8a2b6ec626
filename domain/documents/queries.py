"""Who may see documents: never more than the rows that a document was made from.

A document is seen by those who see everything that its kind may tell. What tells more than a unit sees of itself, who
works in the unit does not see.
"""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Text, and_, case, exists, false, func, join, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from domain.actor import Actor, Role
from domain.awards.model import Nomination
from domain.councils import queries as councils
from domain.councils.model import SessionItem
from domain.documents.model import SUBJECT, DocumentEvent, DocumentFile, DocumentPicture, OfficialDocument
from domain.documents.rules import OUT, DocumentFormat, DocumentKind, DocumentState
from domain.evaluations import queries as sheets
from domain.evaluations.model import ScoreSheet
from domain.exemplars import queries as exemplars
from domain.jobs.model import Job
from domain.jobs.rules import PENDING, JobKind
from domain.reading import locking, viewer
from domain.reading.source import Source, following
from domain.results.model import Result
from domain.results.rules import ResultState

#: Who sees all initiatives that left their unit, all published standings, all dossiers that are more than drafts.
SEE_MOST = (
    Role.INFORMATION_CENTER,
    Role.PERSONNEL,
    Role.MINISTRY_LEADER,
    Role.COUNCIL_SECRETARY,
    Role.AUDITOR,
)
#: Of these, those who draft and check; a unit's draft is the unit's own business.
DRAFTING = (Role.INFORMATION_CENTER, Role.PERSONNEL, Role.COUNCIL_SECRETARY)
_K, _S = DocumentKind, DocumentState


def visible_documents(actor: Actor) -> ColumnElement[bool]:
    """Let documents be seen by the ministry's bodies, a unit's by the unit, a sheet by who sees the sheet.

    A draft is seen by those who may draft or check it.
    """
    if actor.is_system:
        return true()
    of, is_open = OfficialDocument, OfficialDocument.state != _S.DRAFT
    known = or_(is_open, _drafts(actor))
    return viewer.any_of(
        and_(of.kind != _K.SCORE_SHEET, known, _is_not_voted_on(), _tells_no_others(actor))
        if actor.has(*SEE_MOST)
        else None,
        and_(of.kind == _K.SCORE_SHEET, known, of.sheet_id.in_(_told_sheets(actor)))
        if actor.has(Role.EVALUATOR, *sheets.SEE_SHEETS)
        else None,
        _of_unit(of.issuer_id, viewer.led_units, or_(of.kind == _K.UNIT_REPORT, _is_decision_of_unit(is_open)))
        if actor.units_as(Role.UNIT_LEADER)
        else None,
        # A focal officer sees no dossiers.
        _of_unit(of.issuer_id, viewer.served_units, and_(of.kind == _K.UNIT_REPORT, ~of.tells_nominations))
        if actor.units_as(Role.FOCAL_OFFICER)
        else None,
        _of_unit(of.unit_id, viewer.served_units, and_(of.kind == _K.REMINDER, of.state.in_(sorted(OUT))))
        if actor.units_as(Role.UNIT_LEADER, Role.FOCAL_OFFICER)
        else None,
    )


def _drafts(actor: Actor) -> ColumnElement[bool]:
    """Hold for documents of which the ministry's bodies see the draft: their own kinds, and what they made."""
    if not actor.has(*DRAFTING):
        return false()
    of = OfficialDocument
    return or_(of.kind != _K.UNIT_REPORT, of.made_by_id == viewer.person)


def _is_not_voted_on() -> ColumnElement[bool]:
    """Hold unless a document tells how the council voted on the viewer, before that is decided.

    Minutes do; a submission and its list do if there was such a vote, unless the viewer made them: those leave it out.
    """
    of = OfficialDocument
    mine = (Nomination.person_id == viewer.person, Nomination.state.not_in(councils.DECIDED))
    voted = join(SessionItem, Nomination, Nomination.id == SessionItem.nomination_id)
    sessions = select(SessionItem.session_id).select_from(voted).where(*mine)
    movements = select(Nomination.movement_id).select_from(voted).where(*mine)
    return and_(
        or_(of.kind != _K.COUNCIL_MINUTES, of.session_id.not_in(sessions)),
        or_(
            of.kind.not_in((_K.SUBMISSION, _K.NOMINATION_LIST)),
            of.movement_id.not_in(movements),
            of.made_by_id == viewer.person,
        ),
    )


def _tells_no_others(actor: Actor) -> ColumnElement[bool]:
    """Hold unless a synthesis tells of exemplars that are chosen and not made known, and the viewer may not see these.

    What the viewer made themselves tells only what they see.
    """
    of = OfficialDocument
    if actor.has(*exemplars.SEE_EXEMPLARS):
        return true()
    return or_(of.kind != _K.SYNTHESIS_REPORT, of.made_by_id == viewer.person)


def _told_sheets(actor: Actor) -> Any:
    """Select the sheets that the viewer sees with the evaluator's name and what it is about: a document tells both."""
    told = (sheets.visible_sheets(actor), sheets.identity(actor), sheets.names_of_sheet(actor))
    return select(ScoreSheet.id).where(*told)


def _of_unit(column: Any, units: Any, condition: ColumnElement[bool]) -> ColumnElement[bool]:
    return viewer.few(and_(viewer.among(column, units), condition))


def _is_decision_of_unit(is_open: ColumnElement[bool]) -> ColumnElement[bool]:
    """Hold for decisions that the head of a unit signs: they are about the unit's own people."""
    of = OfficialDocument
    return and_(of.kind == _K.DECISION_DRAFT, of.unit_id == of.issuer_id, is_open)


DOCUMENTS = Source(OfficialDocument, visible_documents)
#: Files and steps are seen with their document.
FILES = following(DocumentFile, DocumentFile.document_id, DOCUMENTS)
EVENTS = following(DocumentEvent, DocumentEvent.document_id, DOCUMENTS)

#: The furthest state first: files of an earlier one may be written later.
_PRINTED_LAST = case({_S.NUMBERED: 0, _S.SIGNED: 1}, value=DocumentFile.state, else_=2)
#: Where a file is downloaded.
FILE_PATH: ColumnElement[str] = func.concat(
    "/documents/OfficialDocument:",
    DocumentFile.document_id,
    ".",
    func.lower(DocumentFile.format),
    "?state=",
    DocumentFile.state,
    type_=Text(),
)


async def get_for_update(
    session: AsyncSession, actor: Actor, document_id: UUID, field: str = "documentId"
) -> OfficialDocument:
    """Fetch and lock a document. Raises NotFound."""
    return await locking.get_for_update(session, actor, OfficialDocument, DOCUMENTS, document_id, (field,))


async def content_of(session: AsyncSession, document_id: UUID) -> tuple[dict[str, Any], dict[str, bytes]]:
    """Return what a document says, and its pictures by their hashes."""
    kept = await session.scalar(select(OfficialDocument.content).where(OfficialDocument.id == document_id))
    pictures = select(DocumentPicture.sha256, DocumentPicture.png).where(DocumentPicture.document_id == document_id)
    return kept or {}, {row.sha256: row.png for row in await session.execute(pictures)}


async def hashes_of(session: AsyncSession, document_id: UUID, state: DocumentState) -> frozenset[str]:
    """Return the hashes of a document's files as it stood in a state."""
    statement = select(DocumentFile.sha256).where(DocumentFile.document_id == document_id, DocumentFile.state == state)
    return frozenset(await session.scalars(statement))


async def is_result_superseded(session: AsyncSession, document: OfficialDocument) -> bool:
    """Say whether the round of the result that a document rests on has published a later one."""
    told = select(Result.round_id, Result.number).where(Result.id == document.result_id).subquery()
    later = exists().where(
        Result.round_id == told.c.round_id, Result.number > told.c.number, Result.state == ResultState.PUBLISHED
    )
    return bool(await session.scalar(select(later)))


async def is_being_printed(session: AsyncSession, document_id: UUID) -> bool:
    """Say whether a job that prints a document waits or runs."""
    told = Job.parameters["document_id"].astext
    pending = exists().where(Job.kind == JobKind.MAKE_DOCUMENT, Job.state.in_(PENDING), told == str(document_id))
    return bool(await session.scalar(select(pending)))


async def last_edition(session: AsyncSession, document: OfficialDocument) -> int:
    """Return how many documents of the kind about the same there are."""
    same = (getattr(OfficialDocument, name).is_not_distinct_from(getattr(document, name)) for name in SUBJECT)
    return await session.scalar(select(func.max(OfficialDocument.edition)).where(*same)) or 0


def _register_of(document: OfficialDocument, year: int) -> tuple[ColumnElement[bool], ...]:
    """Hold for what the issuing unit numbered in a year under the same symbol, of whatever kind: one register."""
    of = OfficialDocument
    return of.issuer_id == document.issuer_id, of.symbol == document.symbol, func.extract("year", of.issued_on) == year


async def last_number(session: AsyncSession, document: OfficialDocument, year: int) -> int:
    """Return the last number that the issuing unit gave under the document's symbol in a year; 0 before the first."""
    same = _register_of(document, year)
    return await session.scalar(select(func.max(OfficialDocument.number)).where(*same)) or 0


async def is_out_of_order(session: AsyncSession, document: OfficialDocument, number: int, day: date) -> bool:
    """Say whether a lower number of the register bears a later day, or a higher one an earlier day."""
    of = OfficialDocument
    crossed = or_(and_(of.number < number, of.issued_on > day), and_(of.number > number, of.issued_on < day))
    return bool(await session.scalar(select(exists().where(*_register_of(document, day.year), crossed))))


async def file_of(
    session: AsyncSession, actor: Actor, document_id: UUID, kind: DocumentFormat, state: DocumentState | None
) -> tuple[DocumentFile, bytes] | None:
    """Return a document's file of the furthest state in a format, or of a given one; None where the actor sees none."""
    statement = (
        select(DocumentFile, DocumentFile.content)
        .where(DocumentFile.document_id == document_id, DocumentFile.format == kind, FILES.visible(actor))
        .order_by(_PRINTED_LAST, DocumentFile.made_at.desc(), DocumentFile.id.desc())
        .limit(1)
    )
    if state is not None:
        statement = statement.where(DocumentFile.state == state)
    found = (await session.execute(statement, viewer.values(actor))).one_or_none()
    return None if found is None else (found[0], found[1])
