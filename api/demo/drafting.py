"""How documents of the demonstration come about: drafted by a job, checked by a colleague, signed by a head."""

from typing import Any
from uuid import UUID

from sqlalchemy import select

from api.demo.story import Story
from domain.documents import asking, signing
from domain.documents.model import DocumentFile, OfficialDocument
from domain.documents.particulars import About, Texts
from domain.documents.rules import DocumentFormat, DocumentKind, DocumentState


async def draft(
    story: Story,
    key: str,
    kind: DocumentKind,
    movement_id: UUID,
    about: About | None = None,
    texts: Texts | None = None,
) -> OfficialDocument:
    """Have a document drafted, and do the job."""
    job = await asking.make_document(
        story.session,
        await story.actor(key),
        kind=kind,
        movement_id=movement_id,
        about=about or About(),
        texts=texts or Texts(),
    )
    await story.do_jobs()
    story.step()
    await story.session.refresh(job)
    return await story.session.get_one(OfficialDocument, job.outcome_id)


async def check_and_sign(story: Story, document: OfficialDocument, *, checker: str, signer: str) -> None:
    """Let a colleague find a draft right, and a head sign its PDF."""
    await signing.check_document(story.session, await story.actor(checker), **at_hand(document))
    story.step()
    printed = select(DocumentFile.sha256).where(
        DocumentFile.document_id == document.id,
        DocumentFile.format == DocumentFormat.PDF,
        DocumentFile.state == DocumentState.DRAFT,
    )
    signed_hash = (await story.session.scalars(printed)).one()
    await signing.sign_document(story.session, await story.actor(signer), **at_hand(document), signed_hash=signed_hash)
    await story.do_jobs()
    story.step()


def at_hand(document: OfficialDocument) -> dict[str, Any]:
    """Name a document as it is now."""
    return {"document_id": document.id, "expected_version": document.version}
