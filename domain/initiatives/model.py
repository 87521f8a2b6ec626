"""The tables of initiatives. Revisions, authors and evidence are immutable: a trigger refuses UPDATE and DELETE."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import CheckConstraint, Computed, ForeignKey, Index, Numeric, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from domain.initiatives.rules import (
    FieldOfWork,
    InitiativeKind,
    InitiativeState,
    Punctuality,
    ReviewDecision,
    ReviewStage,
)
from domain.orm import Base, Id, Versioned, one_of, text_enum


class Initiative(Versioned, Base):
    """An initiative of a unit. Title and kind repeat those of the current revision, for lists and search."""

    __tablename__ = "initiatives"
    __table_args__ = (
        one_of("kind", InitiativeKind),
        one_of("field_of_work", FieldOfWork),
        one_of("state", InitiativeState),
        one_of("punctuality", Punctuality),
        CheckConstraint("(first_submitted_at IS NULL) = (punctuality IS NULL)", name="punctuality_known"),
        CheckConstraint(
            "state NOT IN ('SUBMITTED', 'SCREENED', 'INELIGIBLE', 'SCORING', 'SCORED')"
            " OR first_submitted_at IS NOT NULL",
            name="submitted_when",
        ),
        Index(None, "movement_id", "state"),
        # In the order in which lists of initiatives come unless told otherwise: of all, of a movement, of a unit.
        Index(None, "created_at", "id"),
        Index(None, "created_by_id"),
        Index(None, "movement_id", "created_at", "id"),
        Index(None, "unit_id", "created_at", "id"),
        Index(
            "ix_initiatives_search",
            "search_text",
            postgresql_using="gin",
            postgresql_ops={"search_text": "gin_trgm_ops"},
        ),
    )

    id: Mapped[Id]
    movement_id: Mapped[UUID] = mapped_column(ForeignKey("movements.id"))
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("units.id"))
    title: Mapped[str]
    kind: Mapped[InitiativeKind] = mapped_column(text_enum(InitiativeKind))
    field_of_work: Mapped[FieldOfWork] = mapped_column(text_enum(FieldOfWork))
    hours_saved: Mapped[Decimal] = mapped_column(Numeric(12, 2))
    state: Mapped[InitiativeState] = mapped_column(text_enum(InitiativeState), default=InitiativeState.DRAFT)
    state_reason: Mapped[str | None]
    current_revision_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("initiative_revisions.id", use_alter=True, deferrable=True, initially="DEFERRED")
    )
    first_submitted_at: Mapped[datetime | None]
    punctuality: Mapped[Punctuality | None] = mapped_column(text_enum(Punctuality))
    created_at: Mapped[datetime]
    created_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    search_text: Mapped[str] = mapped_column(Computed("thidua_fold(title)", persisted=True))


class InitiativeRevision(Base):
    """What an initiative said at one time. Hours are per month for everybody who does the task together."""

    __tablename__ = "initiative_revisions"
    __table_args__ = (
        UniqueConstraint("initiative_id", "number"),
        one_of("kind", InitiativeKind),
        one_of("field_of_work", FieldOfWork),
        CheckConstraint("hours_before >= 0 AND hours_after >= 0", name="hours"),
        CheckConstraint("people_affected >= 1", name="people"),
    )

    id: Mapped[Id]
    initiative_id: Mapped[UUID] = mapped_column(ForeignKey("initiatives.id"))
    number: Mapped[int]
    title: Mapped[str]
    summary: Mapped[str]
    kind: Mapped[InitiativeKind] = mapped_column(text_enum(InitiativeKind))
    field_of_work: Mapped[FieldOfWork] = mapped_column(text_enum(FieldOfWork))
    task_relieved: Mapped[str]
    tool: Mapped[str]
    hours_before: Mapped[Decimal] = mapped_column(Numeric(12, 2))
    hours_after: Mapped[Decimal] = mapped_column(Numeric(12, 2))
    people_affected: Mapped[int]
    measurement: Mapped[str]
    content_hash: Mapped[str]
    created_at: Mapped[datetime]
    created_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))


class InitiativeAuthor(Base):
    """A person's share in a revision. A deferred trigger checks at commit that shares add up to 100 %."""

    __tablename__ = "initiative_authors"
    __table_args__ = (
        UniqueConstraint("revision_id", "person_id"),
        UniqueConstraint("revision_id", "ordinal"),
        CheckConstraint("percent > 0 AND percent <= 100", name="percent"),
        Index(None, "person_id"),
    )

    id: Mapped[Id]
    revision_id: Mapped[UUID] = mapped_column(ForeignKey("initiative_revisions.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    ordinal: Mapped[int]
    percent: Mapped[Decimal] = mapped_column(Numeric(5, 2))


class EvidenceLink(Base):
    """Where something that supports a revision can be found."""

    __tablename__ = "evidence_links"
    __table_args__ = (UniqueConstraint("revision_id", "ordinal"),)

    id: Mapped[Id]
    revision_id: Mapped[UUID] = mapped_column(ForeignKey("initiative_revisions.id"))
    ordinal: Mapped[int]
    label: Mapped[str]
    url: Mapped[str]


class RedactedRevision(Base):
    """What evaluators read of a revision where authors are hidden: its words without names of people and units.

    A redaction is never changed; a better one takes its place with the next number.
    """

    __tablename__ = "redacted_revisions"
    __table_args__ = (UniqueConstraint("revision_id", "number"),)

    id: Mapped[Id]
    revision_id: Mapped[UUID] = mapped_column(ForeignKey("initiative_revisions.id"))
    number: Mapped[int]
    title: Mapped[str]
    summary: Mapped[str]
    task_relieved: Mapped[str]
    tool: Mapped[str]
    measurement: Mapped[str]
    created_at: Mapped[datetime]
    created_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))


class InitiativeReview(Base):
    """A judgement of the unit's leader or of the standing body on one revision."""

    __tablename__ = "initiative_reviews"
    __table_args__ = (
        one_of("stage", ReviewStage),
        one_of("decision", ReviewDecision),
        CheckConstraint("decision = 'APPROVED' OR reason IS NOT NULL", name="reason"),
        Index(None, "initiative_id"),
    )

    id: Mapped[Id]
    initiative_id: Mapped[UUID] = mapped_column(ForeignKey("initiatives.id"))
    revision_id: Mapped[UUID] = mapped_column(ForeignKey("initiative_revisions.id"))
    stage: Mapped[ReviewStage] = mapped_column(text_enum(ReviewStage))
    decision: Mapped[ReviewDecision] = mapped_column(text_enum(ReviewDecision))
    reason: Mapped[str | None]
    reviewer_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime]
