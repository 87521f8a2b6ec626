"""The tables of rounds, assignments, score sheets and results.

Triggers hold what must hold whoever writes: conflicts of interest, marks on their scale, locked sheets, closed rounds,
immutable results.
"""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, Numeric, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from domain.evaluations.rules import (
    AssignmentState,
    EntryStatus,
    ResultMethod,
    ResultState,
    RoundState,
    SheetState,
)
from domain.orm import Base, Id, Versioned, one_of, text_enum


class Round(Versioned, Base):
    """An evaluation round: a frozen rubric, frozen entries, evaluators, from `opens_at` to `closes_at` (exclusive)."""

    __tablename__ = "rounds"
    __table_args__ = (
        UniqueConstraint("movement_id", "ordinal"),
        one_of("state", RoundState),
        CheckConstraint("closes_at > opens_at", name="period"),
        CheckConstraint("score_places BETWEEN 0 AND 6", name="score_places"),
        CheckConstraint("(state = 'DRAFT') = (opened_at IS NULL)", name="opened"),
        CheckConstraint("(state = 'CLOSED') = (closed_at IS NOT NULL)", name="closed"),
        Index(None, "rubric_id"),
    )

    id: Mapped[Id]
    movement_id: Mapped[UUID] = mapped_column(ForeignKey("movements.id"))
    rubric_id: Mapped[UUID] = mapped_column(ForeignKey("rubrics.id"))
    ordinal: Mapped[int]
    name: Mapped[str]
    state: Mapped[RoundState] = mapped_column(text_enum(RoundState), default=RoundState.DRAFT)
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    score_places: Mapped[int] = mapped_column(default=2)
    opened_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    created_at: Mapped[datetime]


class RoundEntry(Base):
    """An initiative in a round, with the revision that is scored."""

    __tablename__ = "round_entries"
    __table_args__ = (
        UniqueConstraint("round_id", "initiative_id"),
        Index(None, "initiative_id"),
        Index(None, "round_id", "id"),
    )

    id: Mapped[Id]
    round_id: Mapped[UUID] = mapped_column(ForeignKey("rounds.id"))
    initiative_id: Mapped[UUID] = mapped_column(ForeignKey("initiatives.id"))
    revision_id: Mapped[UUID] = mapped_column(ForeignKey("initiative_revisions.id"))


class Assignment(Versioned, Base):
    """An entry given to an evaluator. A trigger refuses a conflict of interest whoever writes."""

    __tablename__ = "assignments"
    __table_args__ = (
        ForeignKeyConstraint(
            ["round_id", "initiative_id"],
            ["round_entries.round_id", "round_entries.initiative_id"],
            name="fk_assignments_entry",
        ),
        UniqueConstraint("round_id", "initiative_id", "evaluator_id", name="uq_assignments_once"),
        # What a score sheet repeats of its assignment is held equal by a reference to all four columns.
        UniqueConstraint("id", "round_id", "initiative_id", "evaluator_id", name="uq_assignments_whole"),
        one_of("state", AssignmentState),
        CheckConstraint("(state = 'ASSIGNED') = (reason IS NULL)", name="reason"),
        Index(None, "created_at", "id"),
        Index(None, "evaluator_id", "created_at", "id"),
        Index(None, "round_id", "created_at", "id"),
    )

    id: Mapped[Id]
    round_id: Mapped[UUID] = mapped_column(ForeignKey("rounds.id"))
    initiative_id: Mapped[UUID] = mapped_column(ForeignKey("initiatives.id"))
    evaluator_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    state: Mapped[AssignmentState] = mapped_column(text_enum(AssignmentState), default=AssignmentState.ASSIGNED)
    reason: Mapped[str | None]
    created_at: Mapped[datetime]


class ScoreSheet(Versioned, Base):
    """One evaluator's marks for one entry. `total` (0-100, six decimals) is for show; results use exact fractions."""

    __tablename__ = "score_sheets"
    __table_args__ = (
        UniqueConstraint("assignment_id"),
        ForeignKeyConstraint(
            ["assignment_id", "round_id", "initiative_id", "evaluator_id"],
            ["assignments.id", "assignments.round_id", "assignments.initiative_id", "assignments.evaluator_id"],
            name="fk_score_sheets_assignment",
        ),
        one_of("state", SheetState),
        CheckConstraint("(state = 'SUBMITTED') = (submitted_at IS NOT NULL)", name="submitted"),
        CheckConstraint("state = 'DRAFT' OR total IS NOT NULL", name="total_known"),
        CheckConstraint("total BETWEEN 0 AND 100", name="total"),
        Index(None, "round_id", "initiative_id"),
        Index(None, "evaluator_id", "updated_at", "id"),
        Index(None, "initiative_id", "updated_at", "id"),
        Index(None, "updated_at", "id"),
    )

    id: Mapped[Id]
    assignment_id: Mapped[UUID]
    round_id: Mapped[UUID]
    initiative_id: Mapped[UUID]
    evaluator_id: Mapped[UUID]
    state: Mapped[SheetState] = mapped_column(text_enum(SheetState), default=SheetState.DRAFT)
    comment: Mapped[str | None]
    total: Mapped[Decimal | None] = mapped_column(Numeric(9, 6))
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    reopened_reason: Mapped[str | None]


class Mark(Base):
    """The mark for one criterion. A trigger refuses what is off the criterion's scale or on a locked sheet."""

    __tablename__ = "marks"
    __table_args__ = (UniqueConstraint("sheet_id", "criterion_id"), Index(None, "criterion_id"))

    id: Mapped[Id]
    sheet_id: Mapped[UUID] = mapped_column(ForeignKey("score_sheets.id"))
    criterion_id: Mapped[UUID] = mapped_column(ForeignKey("criteria.id"))
    value: Mapped[Decimal] = mapped_column(Numeric(9, 4))
    comment: Mapped[str | None]


class Result(Base):
    """One immutable version of a round's result; `inputs_hash` is the SHA-256 of everything it was computed from."""

    __tablename__ = "results"
    __table_args__ = (
        UniqueConstraint("round_id", "number"),
        one_of("method", ResultMethod),
        one_of("state", ResultState),
        CheckConstraint("(state = 'PUBLISHED') = (published_at IS NOT NULL)", name="published"),
        CheckConstraint("number = 1 OR reason IS NOT NULL", name="later_needs_reason"),
    )

    id: Mapped[Id]
    round_id: Mapped[UUID] = mapped_column(ForeignKey("rounds.id"))
    number: Mapped[int]
    method: Mapped[ResultMethod] = mapped_column(text_enum(ResultMethod))
    score_places: Mapped[int]
    inputs_hash: Mapped[str]
    reason: Mapped[str | None]
    state: Mapped[ResultState] = mapped_column(text_enum(ResultState), default=ResultState.STAGED)
    computed_at: Mapped[datetime]
    computed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    published_at: Mapped[datetime | None]


class ResultEntry(Base):
    """Where one initiative stands in one result."""

    __tablename__ = "result_entries"
    __table_args__ = (
        UniqueConstraint("result_id", "initiative_id"),
        one_of("status", EntryStatus),
        CheckConstraint(
            "(status = 'RANKED') = (score IS NOT NULL) AND (score IS NULL) = (place IS NULL)", name="ranked"
        ),
        CheckConstraint("score BETWEEN 0 AND 100", name="score"),
        Index(None, "initiative_id"),
        # Standings page by page: entries without a place come last. The list that reads it says the same number.
        Index("ix_result_entries_standings", "result_id", text("coalesce(place, 2147483647)"), "id"),
        Index(None, "result_id", "unit_id", "score"),
        Index(None, "unit_id"),
    )

    id: Mapped[Id]
    result_id: Mapped[UUID] = mapped_column(ForeignKey("results.id"))
    initiative_id: Mapped[UUID] = mapped_column(ForeignKey("initiatives.id"))
    revision_id: Mapped[UUID] = mapped_column(ForeignKey("initiative_revisions.id"))
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("units.id"))
    status: Mapped[EntryStatus] = mapped_column(text_enum(EntryStatus))
    score: Mapped[Decimal | None] = mapped_column(Numeric(9, 6))
    place: Mapped[int | None]
    is_tied: Mapped[bool]
    sheets: Mapped[int]
