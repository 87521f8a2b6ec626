"""The tables of documents: what each says, frozen; its pictures, its files, and every step that it took.

Triggers keep them: of a document only its way through the states is written, each mark once; the rest is append-only.
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from domain.awards.rules import SigningCapacity
from domain.documents.rules import DocumentFormat, DocumentKind, DocumentState
from domain.orm import Base, Id, Versioned, one_of, text_enum

#: What a document is about, in the order of the key that counts its editions.
SUBJECT = (
    "movement_id",
    "kind",
    "issuer_id",
    "unit_id",
    "result_id",
    "sheet_id",
    "session_id",
    "form_id",
    "decision_id",
)


class OfficialDocument(Versioned, Base):
    """A document: `content` as it was frozen when made, its SHA-256, and what it rests on.

    `edition` counts the documents of one kind about the same. `issuer_id` is the unit that issues it, `unit_id` the one
    that it is about. `tells_nominations`: who is proposed for an award stands in it. `number` and `issued_on` are the
    clerk's; a document without `symbol` (a list, a form) bears no number. `signed_hash` is that of the unsigned file.
    """

    __tablename__ = "official_documents"
    __table_args__ = (
        one_of("kind", DocumentKind),
        one_of("state", DocumentState),
        one_of("signing_capacity", SigningCapacity),
        CheckConstraint("edition >= 1", name="edition"),
        CheckConstraint("content_hash ~ '^[0-9a-f]{64}$'", name="content_hash"),
        CheckConstraint("(ledger_number IS NULL) = (ledger_hash IS NULL)", name="ledger"),
        CheckConstraint("(state = 'DRAFT') = (checked_at IS NULL)", name="checked"),
        CheckConstraint("checked_by_id IS DISTINCT FROM made_by_id OR checked_by_id IS NULL", name="two_people"),
        CheckConstraint(
            "CASE WHEN state IN ('DRAFT', 'CHECKED')"
            " THEN num_nonnulls(signed_at, signed_name, signed_position, signing_capacity, signed_hash) = 0"
            " ELSE num_nonnulls(signed_at, signed_name, signed_position, signing_capacity, signed_hash) = 5 END",
            name="signed",
        ),
        CheckConstraint(
            "CASE WHEN state IN ('DRAFT', 'CHECKED', 'SIGNED') THEN num_nonnulls(number, issued_on) = 0"
            " WHEN symbol IS NULL THEN state <> 'NUMBERED' AND num_nonnulls(number, issued_on) = 0"
            " ELSE num_nonnulls(number, issued_on) = 2 END",
            name="numbered",
        ),
        CheckConstraint("number >= 1", name="number"),
        CheckConstraint("(state = 'REPLACED') = (replaced_by_id IS NOT NULL)", name="replaced"),
        CheckConstraint("replaced_by_id IS DISTINCT FROM id", name="not_by_itself"),
        UniqueConstraint(*SUBJECT, "edition", name="uq_official_documents_edition", postgresql_nulls_not_distinct=True),
        Index(
            "uq_official_documents_number",
            "issuer_id",
            "symbol",
            text("EXTRACT(year FROM issued_on)"),
            "number",
            unique=True,
            postgresql_where=text("number IS NOT NULL"),
        ),
        Index(None, "made_at", "id"),
        Index(None, "made_by_id"),
        Index(None, "unit_id"),
        Index(None, "issuer_id"),
        Index(None, "sheet_id"),
        Index(None, "session_id"),
    )

    id: Mapped[Id]
    kind: Mapped[DocumentKind] = mapped_column(text_enum(DocumentKind))
    state: Mapped[DocumentState] = mapped_column(text_enum(DocumentState), default=DocumentState.DRAFT)
    movement_id: Mapped[UUID] = mapped_column(ForeignKey("movements.id"))
    issuer_id: Mapped[UUID] = mapped_column(ForeignKey("units.id"))
    unit_id: Mapped[UUID | None] = mapped_column(ForeignKey("units.id"))
    result_id: Mapped[UUID | None] = mapped_column(ForeignKey("results.id"))
    sheet_id: Mapped[UUID | None] = mapped_column(ForeignKey("score_sheets.id"))
    session_id: Mapped[UUID | None] = mapped_column(ForeignKey("council_sessions.id"))
    form_id: Mapped[UUID | None] = mapped_column(ForeignKey("award_forms.id"))
    decision_id: Mapped[UUID | None] = mapped_column(ForeignKey("award_decisions.id"))
    edition: Mapped[int]
    title: Mapped[str]
    content: Mapped[dict[str, Any]] = mapped_column(JSONB, deferred=True)
    content_hash: Mapped[str]
    tells_nominations: Mapped[bool]
    ledger_number: Mapped[int | None]
    ledger_hash: Mapped[str | None]
    symbol: Mapped[str | None]
    number: Mapped[int | None]
    issued_on: Mapped[date | None]
    made_at: Mapped[datetime]
    made_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    checked_at: Mapped[datetime | None]
    checked_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    signed_at: Mapped[datetime | None]
    signed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    signed_name: Mapped[str | None]
    signed_position: Mapped[str | None]
    signing_capacity: Mapped[SigningCapacity | None] = mapped_column(text_enum(SigningCapacity))
    signing_authority: Mapped[str | None]
    certificate_serial: Mapped[str | None]
    signed_hash: Mapped[str | None]
    replaced_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("official_documents.id"))


class DocumentPicture(Base):
    """A picture that stands in a document, by its SHA-256. Append-only."""

    __tablename__ = "document_pictures"
    __table_args__ = (UniqueConstraint("document_id", "sha256"),)

    id: Mapped[Id]
    document_id: Mapped[UUID] = mapped_column(ForeignKey("official_documents.id"))
    sha256: Mapped[str]
    png: Mapped[bytes] = mapped_column(LargeBinary)


class DocumentFile(Base):
    """A document as a file, as it stood in a state: unsigned, signed, numbered. Append-only."""

    __tablename__ = "document_files"
    __table_args__ = (
        UniqueConstraint("document_id", "state", "format"),
        one_of("state", DocumentState),
        one_of("format", DocumentFormat),
        CheckConstraint("state IN ('DRAFT', 'SIGNED', 'NUMBERED')", name="printed"),
        CheckConstraint("sha256 ~ '^[0-9a-f]{64}$'", name="sha256"),
        CheckConstraint("size = octet_length(content)", name="size"),
        CheckConstraint("sha256 = encode(sha256(content), 'hex')", name="content_hash"),
    )

    id: Mapped[Id]
    document_id: Mapped[UUID] = mapped_column(ForeignKey("official_documents.id"))
    state: Mapped[DocumentState] = mapped_column(text_enum(DocumentState))
    format: Mapped[DocumentFormat] = mapped_column(text_enum(DocumentFormat))
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    sha256: Mapped[str]
    size: Mapped[int]
    made_at: Mapped[datetime]


class DocumentEvent(Base):
    """One step of a document: when, by whom, why; `reference` names the letter that corrects it. Append-only."""

    __tablename__ = "document_events"
    __table_args__ = (
        one_of("from_state", DocumentState),
        one_of("to_state", DocumentState),
        UniqueConstraint("document_id", "ordinal"),
        CheckConstraint("(from_state IS NULL) = (to_state = 'DRAFT')", name="made"),
        CheckConstraint("to_state NOT IN ('CORRECTED', 'REPLACED', 'RECALLED') OR reason IS NOT NULL", name="reason"),
    )

    id: Mapped[Id]
    document_id: Mapped[UUID] = mapped_column(ForeignKey("official_documents.id"))
    ordinal: Mapped[int]
    from_state: Mapped[DocumentState | None] = mapped_column(text_enum(DocumentState))
    to_state: Mapped[DocumentState] = mapped_column(text_enum(DocumentState))
    reason: Mapped[str | None]
    reference: Mapped[str | None]
    at: Mapped[datetime]
    by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
