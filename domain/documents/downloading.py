"""Taking a document out of the system as a file: who may, and the trace that it leaves."""

from typing import NamedTuple
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from domain.actor import Actor
from domain.audit.actions import record
from domain.documents import queries
from domain.documents.model import OfficialDocument
from domain.documents.naming import file_name
from domain.documents.rules import DocumentFormat, DocumentState
from domain.errors import NotFound


class Download(NamedTuple):
    """A file as it is given out."""

    name: str
    sha256: str
    content: bytes


async def download_document(
    session: AsyncSession,
    actor: Actor,
    *,
    document_id: UUID,
    kind: DocumentFormat,
    state: DocumentState | None = None,
) -> Download:
    """Give out a document's newest file, or the one of a state (the file that was signed). Raises NotFound."""
    found = await queries.file_of(session, actor, document_id, kind, state)
    if found is None:
        raise NotFound
    file, content = found
    document = await session.get_one(OfficialDocument, file.document_id)
    number = document.number if file.state is DocumentState.NUMBERED else None
    name = file_name(document.kind, document.symbol, number, document.edition, kind)
    told = {"format": kind, "state": file.state, "sha256": file.sha256}
    record(session, actor, "DOCUMENT_DOWNLOADED", document, after=told)
    return Download(name, file.sha256, content)
