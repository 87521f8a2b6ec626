"""The tables of results. A result and all that belongs to it never change; triggers refuse it whoever writes."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Numeric,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from domain.orm import Base, Id, one_of, text_enum
from domain.results.rules import ChartKind, EntryStatus, ResultMethod, ResultState, UnadjustedReason

#: Scores and what is told of them have six decimals at most, probabilities and ratios four.
SCORE = Numeric(9, 6)
SHARE = Numeric(5, 4)
RATIO = Numeric(12, 4)


class Result(Base):
    """One immutable version of a round's result.

    `inputs_hash` is the SHA-256 of the frozen problem (criteria, sheets, rules, seed), `outputs_hash` that of the whole
    evaluation; `ledger_number` and `ledger_hash` are the head of the round's ledger that the sheets were taken at.
    `drop_high` and `drop_low` are told only where another method than the round's was asked for: such a version is for
    comparison, and is never verified or published.
    """

    __tablename__ = "results"
    __table_args__ = (
        UniqueConstraint("round_id", "number"),
        one_of("method", ResultMethod),
        one_of("state", ResultState),
        one_of("unadjusted", UnadjustedReason),
        CheckConstraint("(state = 'PUBLISHED') = (published_at IS NOT NULL)", name="published"),
        CheckConstraint("(state = 'STAGED') = (verified_at IS NULL)", name="verified"),
        CheckConstraint("verified_by_id IS DISTINCT FROM computed_by_id OR verified_by_id IS NULL", name="two_people"),
        CheckConstraint("number = 1 OR reason IS NOT NULL", name="later_needs_reason"),
        CheckConstraint("(drop_high IS NULL) = (drop_low IS NULL)", name="drops"),
        CheckConstraint("drop_high IS NULL OR state = 'STAGED'", name="comparison_staged"),
    )

    id: Mapped[Id]
    round_id: Mapped[UUID] = mapped_column(ForeignKey("rounds.id"))
    number: Mapped[int]
    method: Mapped[ResultMethod] = mapped_column(text_enum(ResultMethod))
    drop_high: Mapped[int | None]
    drop_low: Mapped[int | None]
    score_places: Mapped[int]
    engine_version: Mapped[str]
    seed: Mapped[int] = mapped_column(BigInteger)
    inputs_hash: Mapped[str]
    outputs_hash: Mapped[str]
    ledger_number: Mapped[int | None]
    ledger_hash: Mapped[str | None]
    reason: Mapped[str | None]
    state: Mapped[ResultState] = mapped_column(text_enum(ResultState), default=ResultState.STAGED)
    computed_at: Mapped[datetime]
    computed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    verified_at: Mapped[datetime | None]
    verified_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    published_at: Mapped[datetime | None]
    unadjusted: Mapped[UnadjustedReason | None] = mapped_column(text_enum(UnadjustedReason))
    places: Mapped[int | None]
    sigma_entry: Mapped[Decimal | None] = mapped_column(RATIO)
    sigma_judge: Mapped[Decimal | None] = mapped_column(RATIO)
    sigma_residual: Mapped[Decimal | None] = mapped_column(RATIO)
    icc_single: Mapped[Decimal | None] = mapped_column(RATIO)
    icc_panel: Mapped[Decimal | None] = mapped_column(RATIO)
    alpha: Mapped[Decimal | None] = mapped_column(RATIO)
    judge_share: Mapped[Decimal | None] = mapped_column(RATIO)
    panel: Mapped[Decimal | None] = mapped_column(RATIO)
    components: Mapped[int]
    lambda2: Mapped[Decimal | None] = mapped_column(RATIO)
    bridges_needed: Mapped[int]
    warnings: Mapped[list[str]] = mapped_column(ARRAY(Text), default=list)
    note: Mapped[str | None]
    note_en: Mapped[str | None]

    @property
    def is_comparison(self) -> bool:
        """Whether another method than the round's was asked for."""
        return self.drop_high is not None


class ResultEntry(Base):
    """Where one initiative stands in one result: adjusted and raw score, interval, chances, flags."""

    __tablename__ = "result_entries"
    __table_args__ = (
        UniqueConstraint("result_id", "initiative_id"),
        one_of("status", EntryStatus),
        CheckConstraint(
            "(status = 'RANKED') = (score IS NOT NULL) AND (score IS NULL) = (place IS NULL)", name="ranked"
        ),
        CheckConstraint("score BETWEEN 0 AND 100", name="score"),
        CheckConstraint("score_low <= score_high", name="interval"),
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
    score: Mapped[Decimal | None] = mapped_column(SCORE)
    place: Mapped[int | None]
    is_tied: Mapped[bool]
    sheets: Mapped[int]
    raw_mean: Mapped[Decimal | None] = mapped_column(SCORE)
    score_se: Mapped[Decimal | None] = mapped_column(SCORE)
    score_low: Mapped[Decimal | None] = mapped_column(SCORE)
    score_high: Mapped[Decimal | None] = mapped_column(SCORE)
    p_top: Mapped[Decimal | None] = mapped_column(SHARE)
    p_award: Mapped[Decimal | None] = mapped_column(SHARE)
    rank_best: Mapped[int | None]
    rank_worst: Mapped[int | None]
    tier_id: Mapped[UUID | None] = mapped_column(ForeignKey("round_tiers.id"))
    decided_by: Mapped[str | None]
    component: Mapped[int | None]
    passed: Mapped[bool | None]
    flags: Mapped[list[str]] = mapped_column(ARRAY(Text), default=list)
    note: Mapped[str | None]
    note_en: Mapped[str | None]


class AwardChance(Base):
    """How probable it is that the award rule gives an entry this tier."""

    __tablename__ = "award_chances"
    __table_args__ = (
        UniqueConstraint("entry_id", "tier_id"),
        CheckConstraint("probability BETWEEN 0 AND 1", name="probability"),
    )

    id: Mapped[Id]
    entry_id: Mapped[UUID] = mapped_column(ForeignKey("result_entries.id"))
    tier_id: Mapped[UUID] = mapped_column(ForeignKey("round_tiers.id"))
    probability: Mapped[Decimal] = mapped_column(SHARE)


class ResultJudge(Base):
    """How one evaluator marked in one result: severity in points (positive is stricter), consistency, pace.

    `halo` is the mean correlation between their marks of different criteria, `minutes` the median from first save to
    submission, `anchor_offset` how far above the panel they marked the anchors, in points.
    """

    __tablename__ = "result_judges"
    __table_args__ = (UniqueConstraint("result_id", "evaluator_id"), Index(None, "evaluator_id"))

    id: Mapped[Id]
    result_id: Mapped[UUID] = mapped_column(ForeignKey("results.id"))
    evaluator_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    sheets: Mapped[int]
    severity: Mapped[Decimal | None] = mapped_column(SCORE)
    severity_se: Mapped[Decimal | None] = mapped_column(SCORE)
    outfit: Mapped[Decimal | None] = mapped_column(RATIO)
    halo: Mapped[Decimal | None] = mapped_column(RATIO)
    minutes: Mapped[Decimal | None] = mapped_column(RATIO)
    anchor_offset: Mapped[Decimal | None] = mapped_column(RATIO)
    flags: Mapped[list[str]] = mapped_column(ARRAY(Text), default=list)
    note: Mapped[str | None]
    note_en: Mapped[str | None]


class ResultSheet(Base):
    """One counted sheet beside what the model expects of it."""

    __tablename__ = "result_sheets"
    __table_args__ = (UniqueConstraint("result_id", "sheet_id"), Index(None, "sheet_id"))

    id: Mapped[Id]
    result_id: Mapped[UUID] = mapped_column(ForeignKey("results.id"))
    sheet_id: Mapped[UUID] = mapped_column(ForeignKey("score_sheets.id"))
    total: Mapped[Decimal] = mapped_column(SCORE)
    expected: Mapped[Decimal | None] = mapped_column(RATIO)
    studentized: Mapped[Decimal | None] = mapped_column(RATIO)
    flags: Mapped[list[str]] = mapped_column(ARRAY(Text), default=list)


class ResultChart(Base):
    """A drawing (SVG) of a result in one language, made when the result is computed."""

    __tablename__ = "result_charts"
    __table_args__ = (
        UniqueConstraint("result_id", "kind", "language"),
        one_of("kind", ChartKind),
        CheckConstraint("language IN ('vi', 'en')", name="language"),
    )

    id: Mapped[Id]
    result_id: Mapped[UUID] = mapped_column(ForeignKey("results.id"))
    kind: Mapped[ChartKind] = mapped_column(text_enum(ChartKind))
    language: Mapped[str]
    svg: Mapped[str]


class SheetExclusion(Base):
    """A person's decision that a submitted sheet does not count, with the reason; it can be taken back by another."""

    __tablename__ = "sheet_exclusions"
    __table_args__ = (
        Index("uq_sheet_exclusions_in_force", "sheet_id", unique=True, postgresql_where=text("restored_at IS NULL")),
        CheckConstraint("(restored_at IS NULL) = (restored_reason IS NULL)", name="restored"),
        Index(None, "round_id"),
    )

    id: Mapped[Id]
    round_id: Mapped[UUID] = mapped_column(ForeignKey("rounds.id"))
    sheet_id: Mapped[UUID] = mapped_column(ForeignKey("score_sheets.id"))
    reason: Mapped[str]
    excluded_at: Mapped[datetime]
    excluded_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    restored_at: Mapped[datetime | None]
    restored_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    restored_reason: Mapped[str | None]


class TieBreak(Base):
    """A tie-break's published result that was applied to the round whose equal scores it settles.

    `ordinal` counts those of the round; between entries of equal score the latest that knows all of them decides.
    """

    __tablename__ = "tie_breaks"
    __table_args__ = (UniqueConstraint("result_id"), UniqueConstraint("round_id", "ordinal"))

    id: Mapped[Id]
    round_id: Mapped[UUID] = mapped_column(ForeignKey("rounds.id"))
    result_id: Mapped[UUID] = mapped_column(ForeignKey("results.id"))
    ordinal: Mapped[int]
    applied_at: Mapped[datetime]
    applied_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))


#: What a further version of a result changed, entry by entry; a view, made by hand in migrations. `id` is that of the
#: entry in the later version.
DIFFERENCES = Table(
    "result_differences",
    MetaData(),
    Column("id", Uuid(), primary_key=True),
    Column("result_id", Uuid()),
    Column("previous_id", Uuid()),
    Column("initiative_id", Uuid()),
    Column("place_before", Integer()),
    Column("place_now", Integer()),
    Column("score_before", SCORE),
    Column("score_now", SCORE),
    Column("status_before", text_enum(EntryStatus)),
    Column("status_now", text_enum(EntryStatus)),
)
