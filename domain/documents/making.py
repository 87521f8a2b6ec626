"""The job that makes a document, or prints one anew: rows are gathered at one moment, files are written in a thread."""

import asyncio
import hashlib
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.actor import Actor
from domain.audit.actions import record
from domain.awards.rules import SigningCapacity
from domain.clock import utc_now
from domain.database import Database
from domain.documents import queries
from domain.documents.asking import asked_by, require_making
from domain.documents.content import Capacity, Content, Signature
from domain.documents.freezing import content_hash, frozen, numbered, signed, thawed
from domain.documents.gathering import GATHER
from domain.documents.gathering.frame import Asked, Gathered
from domain.documents.model import DocumentFile, DocumentPicture, OfficialDocument
from domain.documents.rules import NAMES_SIGNERS, DocumentFormat, DocumentState, printed_as
from domain.documents.stepping import add_event, told
from domain.documents.wording import document_title
from domain.engine.problem import Progress
from domain.jobs import actions as jobs
from domain.jobs.model import Job
from domain.people import queries as people
from domain.units.model import Unit

_CAPACITIES = {
    SigningCapacity.KT: Capacity.FOR_HEAD,
    SigningCapacity.TL: Capacity.BY_ORDER,
    SigningCapacity.TUQ: Capacity.BY_AUTHORITY,
}
Files = dict[DocumentFormat, bytes]


async def make(database: Database, job: Job, progress: Progress) -> UUID:
    """Do what a job of documents was asked for; return the document's key. Raises what gathering refuses."""
    if "document_id" in job.parameters:
        return await _print_anew(database, job, progress)
    asked = asked_by(job.parameters)
    async with database.snapshot() as session:
        actor = await people.actor_by_id(await session.connection(), job.requested_by_id, utc_now())
        # By the rights that whoever asked has now.
        require_making(actor, asked.kind, asked.about)
        gathered = await GATHER[asked.kind](session, actor, asked)
    progress(0.2, "writing")
    content = await asyncio.to_thread(gathered.write)
    files = await asyncio.to_thread(_printed, content, progress)
    progress(0.95, "keeping")
    async with database.writing() as session:
        held = await jobs.hold(session, job)
        document = await _keep(session, actor, asked, gathered, content)
        _add_files(session, document, files)
        jobs.finish(held, outcome_id=document.id)
    return document.id


async def _print_anew(database: Database, job: Job, progress: Progress) -> UUID:
    """Print a document as it stands now, unless it was printed so already."""
    async with database.snapshot() as session:
        document = await session.get_one(OfficialDocument, UUID(job.parameters["document_id"]))
        content = await as_it_stands(session, document)
    progress(0.2, "writing")
    files = await asyncio.to_thread(_printed, content, progress)
    state = printed_as(document.state, has_number=document.number is not None)
    async with database.writing() as session:
        held = await jobs.hold(session, job)
        await session.get_one(OfficialDocument, document.id, with_for_update=True)
        if not await queries.hashes_of(session, document.id, state):
            _add_files(session, document, files)
        jobs.finish(held, outcome_id=document.id)
    return document.id


async def as_it_stands(session: AsyncSession, document: OfficialDocument) -> Content:
    """Return what stands on a document's pages now: its frozen content, with who signed it, its number and its day."""
    content = thawed(*await queries.content_of(session, document.id))
    if document.signed_position is not None and document.kind not in NAMES_SIGNERS:
        capacity = None if document.signing_capacity is None else _CAPACITIES.get(document.signing_capacity)
        authority = document.signing_authority if capacity else None
        content = signed(content, Signature(document.signed_position, document.signed_name, capacity, authority))
    if document.number is not None and document.issued_on is not None:
        content = numbered(content, document.number, document.issued_on)
    return content


def _printed(content: Content, progress: Progress) -> Files:
    from domain.documents.docx import write_docx  # noqa: PLC0415 -- only workers write documents
    from domain.documents.pdf import write_pdf  # noqa: PLC0415 -- as above

    docx = write_docx(content)
    progress(0.6, "typesetting")
    return {DocumentFormat.DOCX: docx, DocumentFormat.PDF: write_pdf(content)}


async def _keep(
    session: AsyncSession, actor: Actor, asked: Asked, gathered: Gathered, content: Content
) -> OfficialDocument:
    kept, pictures = frozen(content)
    document = OfficialDocument(
        kind=asked.kind,
        movement_id=asked.movement_id,
        issuer_id=gathered.issuer_id,
        unit_id=asked.about.unit_id,
        result_id=None if gathered.result is None else gathered.result.id,
        sheet_id=asked.about.sheet_id,
        session_id=asked.about.session_id,
        form_id=asked.about.form_id,
        decision_id=asked.about.decision_id,
        title=document_title(content),
        content=kept,
        content_hash=content_hash(kept),
        tells_nominations=gathered.tells_nominations,
        ledger_number=gathered.head and gathered.head.number,
        ledger_hash=gathered.head and gathered.head.hash,
        symbol=content.symbol,
        state=DocumentState.DRAFT,
        made_at=utc_now(),
        made_by_id=actor.person_id,
    )
    # Whoever makes another document that the unit issues waits, so that the next edition is nobody else's.
    await session.execute(select(Unit.id).where(Unit.id == document.issuer_id).with_for_update(key_share=True))
    document.edition = 1 + await queries.last_edition(session, document)
    session.add(document)
    await session.flush()  # what belongs to it needs it to be there
    session.add_all(
        DocumentPicture(document_id=document.id, sha256=sha256, png=png) for sha256, png in pictures.items()
    )
    add_event(session, document, None, actor.person_id)
    record(session, actor, "DOCUMENT_MADE", document, after=told(document))
    return document


def _add_files(session: AsyncSession, document: OfficialDocument, files: Files) -> None:
    state, now = printed_as(document.state, has_number=document.number is not None), utc_now()
    session.add_all(
        DocumentFile(
            document_id=document.id,
            state=state,
            format=kind,
            content=content,
            sha256=hashlib.sha256(content).hexdigest(),
            size=len(content),
            made_at=now,
        )
        for kind, content in files.items()
    )
