"""One step of a document: the state changes, and its history and the audit trail say so in the same transaction."""

from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.inspection import inspect

from domain.actor import Actor
from domain.audit.actions import plain, record
from domain.clock import utc_now
from domain.documents.model import DocumentEvent, OfficialDocument
from domain.documents.rules import DocumentState


def told(document: OfficialDocument) -> dict[str, Any]:
    """Return what the trail tells of a document: everything but what it says, of which it tells the hash."""
    columns = inspect(OfficialDocument).columns
    return {column.key: plain(getattr(document, column.key)) for column in columns if column.key != "content"}


async def step(
    session: AsyncSession,
    actor: Actor,
    document: OfficialDocument,
    target: DocumentState,
    deed: str,
    *,
    reason: str | None = None,
    reference: str | None = None,
    **changes: Any,
) -> None:
    """Bring a locked document to a state that was found reachable; `changes` are columns that change with it."""
    before = told(document)
    was, document.state = document.state, target
    for column, value in changes.items():
        setattr(document, column, value)
    await session.flush()  # the new version belongs in the audit entry and numbers the event
    add_event(session, document, was, actor.person_id, reason=reason, reference=reference)
    record(session, actor, deed, document, before=before, after=told(document), reason=reason)


def add_event(
    session: AsyncSession,
    document: OfficialDocument,
    was: DocumentState | None,
    by_id: UUID | None,
    *,
    reason: str | None = None,
    reference: str | None = None,
) -> None:
    """Tell the history of the state that a document has come to. The number of an event is the version it made."""
    session.add(
        DocumentEvent(
            document_id=document.id,
            ordinal=document.version,
            from_state=was,
            to_state=document.state,
            reason=reason,
            reference=reference,
            at=utc_now(),
            by_id=by_id,
        )
    )
