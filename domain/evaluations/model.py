"""The tables of rounds, assignments and score sheets.

Triggers hold what must hold whoever writes: conflicts of interest, marks on their scale, locked sheets, closed rounds.
"""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, Numeric, Text, UniqueConstraint
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from domain.engine.problem import Method
from domain.evaluations.rules import AssignmentOrigin, AssignmentState, RoundKind, RoundState, ScoresSeen, SheetState
from domain.orm import Base, Id, Versioned, one_of, text_enum


class Round(Versioned, Base):
    """An evaluation round: a frozen rubric, frozen entries, evaluators, from `opens_at` to `closes_at` (exclusive).

    `phase_id` is the phase the round is in: its row of capabilities governs who writes and who sees what. `settles_id`
    is the round whose equal scores a tie-break settles.
    """

    __tablename__ = "rounds"
    __table_args__ = (
        UniqueConstraint("movement_id", "ordinal"),
        one_of("state", RoundState),
        CheckConstraint("closes_at > opens_at", name="period"),
        one_of("kind", RoundKind),
        one_of("method", Method),
        CheckConstraint("score_places BETWEEN 0 AND 6", name="score_places"),
        CheckConstraint("drop_high >= 0 AND drop_low >= 0", name="drops"),
        CheckConstraint("quorum >= 1", name="quorum"),
        CheckConstraint("pass_share > 0 AND pass_share <= 1", name="pass_share"),
        CheckConstraint("(kind = 'SCREENING') = (pass_share IS NOT NULL)", name="screening"),
        CheckConstraint("per_entry >= 1", name="per_entry"),
        CheckConstraint("(kind = 'TIE_BREAK') = (settles_id IS NOT NULL)", name="settles"),
        CheckConstraint("(kind = 'TIE_BREAK') = (method = 'PAIRWISE')", name="pairwise"),
        CheckConstraint("dispute_spread > 0", name="dispute_spread"),
        CheckConstraint("(state = 'DRAFT') = (opened_at IS NULL)", name="opened"),
        CheckConstraint("(state = 'CLOSED') = (closed_at IS NOT NULL)", name="closed"),
        Index(None, "rubric_id"),
        Index(None, "settles_id"),
    )

    id: Mapped[Id]
    movement_id: Mapped[UUID] = mapped_column(ForeignKey("movements.id"))
    rubric_id: Mapped[UUID] = mapped_column(ForeignKey("rubrics.id"))
    ordinal: Mapped[int]
    name: Mapped[str]
    state: Mapped[RoundState] = mapped_column(text_enum(RoundState), default=RoundState.DRAFT)
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    kind: Mapped[RoundKind] = mapped_column(text_enum(RoundKind), default=RoundKind.EXPERT)
    method: Mapped[Method] = mapped_column(text_enum(Method), default=Method.ADJUSTED)
    score_places: Mapped[int] = mapped_column(default=2)
    drop_high: Mapped[int] = mapped_column(default=0)
    drop_low: Mapped[int] = mapped_column(default=0)
    ties: Mapped[list[str]] = mapped_column(ARRAY(Text), default=list)
    quorum: Mapped[int | None]
    pass_share: Mapped[Decimal | None] = mapped_column(Numeric(5, 4))
    per_entry: Mapped[int | None]
    dispute_spread: Mapped[Decimal] = mapped_column(Numeric(7, 4), default=Decimal(20))
    phase_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("round_phases.id", use_alter=True, deferrable=True, initially="DEFERRED")
    )
    settles_id: Mapped[UUID | None] = mapped_column(ForeignKey("rounds.id"))
    opened_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    created_at: Mapped[datetime]


class RoundPhase(Base):
    """One row of capabilities: while a round is in this phase, this is who may write and who sees what.

    `others_scores`: when an evaluator sees fellow evaluators' sheets. `hides_authors`: evaluators read redacted texts
    and see neither initiatives nor units. `hides_evaluators`: nobody but those who run the round sees who scored.
    """

    __tablename__ = "round_phases"
    __table_args__ = (
        UniqueConstraint("round_id", "ordinal"),
        one_of("others_scores", ScoresSeen),
        CheckConstraint("closes_at > opens_at", name="period"),
    )

    id: Mapped[Id]
    round_id: Mapped[UUID] = mapped_column(ForeignKey("rounds.id"))
    ordinal: Mapped[int]
    name: Mapped[str]
    name_en: Mapped[str | None]
    can_score: Mapped[bool]
    can_discuss: Mapped[bool]
    others_scores: Mapped[ScoresSeen] = mapped_column(text_enum(ScoresSeen))
    hides_authors: Mapped[bool]
    hides_evaluators: Mapped[bool]
    opens_at: Mapped[datetime | None]
    closes_at: Mapped[datetime | None]


class RoundTier(Base):
    """A class of awards that a round's result proposes, best first: seats as a number or a share, none for no limit."""

    __tablename__ = "round_tiers"
    __table_args__ = (
        UniqueConstraint("round_id", "ordinal"),
        CheckConstraint("seats >= 1", name="seats"),
        CheckConstraint("percent > 0 AND percent <= 100", name="percent"),
        CheckConstraint("seats IS NULL OR percent IS NULL", name="one_limit"),
        CheckConstraint("minimum BETWEEN 0 AND 100", name="minimum"),
        CheckConstraint("per_unit >= 1", name="per_unit"),
    )

    id: Mapped[Id]
    round_id: Mapped[UUID] = mapped_column(ForeignKey("rounds.id"))
    ordinal: Mapped[int]
    name: Mapped[str]
    name_en: Mapped[str | None]
    seats: Mapped[int | None]
    percent: Mapped[Decimal | None] = mapped_column(Numeric(7, 4))
    minimum: Mapped[Decimal | None] = mapped_column(Numeric(7, 4))
    per_unit: Mapped[int | None]


class RoundEntry(Base):
    """An initiative in a round, with the revision that is scored.

    `number` names it where authors are hidden. An anchor is scored by every evaluator who may, so that panels compare.
    """

    __tablename__ = "round_entries"
    __table_args__ = (
        UniqueConstraint("round_id", "initiative_id"),
        UniqueConstraint("round_id", "number"),
        # What a post of a discussion repeats of its entry is held equal by a reference to all three columns.
        UniqueConstraint("id", "round_id", "initiative_id", name="uq_round_entries_whole"),
        Index(None, "initiative_id"),
        Index(None, "round_id", "id"),
        Index(None, "revision_id"),
    )

    id: Mapped[Id]
    round_id: Mapped[UUID] = mapped_column(ForeignKey("rounds.id"))
    initiative_id: Mapped[UUID] = mapped_column(ForeignKey("initiatives.id"))
    revision_id: Mapped[UUID] = mapped_column(ForeignKey("initiative_revisions.id"))
    number: Mapped[int]
    is_anchor: Mapped[bool] = mapped_column(default=False)


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
        one_of("origin", AssignmentOrigin),
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
    origin: Mapped[AssignmentOrigin] = mapped_column(text_enum(AssignmentOrigin), default=AssignmentOrigin.BY_HAND)
    reason: Mapped[str | None]
    created_at: Mapped[datetime]


class ScoreSheet(Versioned, Base):
    """One evaluator's marks for one entry. `total` (0-100, six decimals) is for show; results use exact fractions.

    `entered_by_id` is who typed a sheet that was filled in on paper.
    """

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
    entered_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))


class Mark(Base):
    """The mark for one criterion. A trigger refuses what is off the criterion's scale or on a locked sheet."""

    __tablename__ = "marks"
    __table_args__ = (UniqueConstraint("sheet_id", "criterion_id"), Index(None, "criterion_id"))

    id: Mapped[Id]
    sheet_id: Mapped[UUID] = mapped_column(ForeignKey("score_sheets.id"))
    criterion_id: Mapped[UUID] = mapped_column(ForeignKey("criteria.id"))
    value: Mapped[Decimal] = mapped_column(Numeric(9, 4))
    comment: Mapped[str | None]
