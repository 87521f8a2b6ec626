"""The table of the papers of dossiers."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from domain.awards.papers.rules import PaperKind
from domain.orm import Base, Id, one_of, text_enum


class DossierPaper(Base):
    """A paper of a dossier. `reference` says where it is: an address, a document's id, a shelf mark.

    `content_hash` is the SHA-256 of the file in lower-case hex, so that a later exchange shows.
    """

    __tablename__ = "dossier_papers"
    __table_args__ = (
        one_of("kind", PaperKind),
        CheckConstraint("btrim(title) <> ''", name="title"),
        CheckConstraint("btrim(reference) <> ''", name="reference"),
        CheckConstraint("content_hash ~ '^[0-9a-f]{64}$'", name="content_hash"),
        Index(None, "nomination_id", "added_at", "id"),
    )

    id: Mapped[Id]
    nomination_id: Mapped[UUID] = mapped_column(ForeignKey("nominations.id"))
    kind: Mapped[PaperKind] = mapped_column(text_enum(PaperKind))
    title: Mapped[str]
    reference: Mapped[str]
    content_hash: Mapped[str | None]
    added_at: Mapped[datetime]
    added_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
