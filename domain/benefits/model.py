"""The tables of measured benefit, and the views that add it up without counting anybody twice.

Triggers keep them: a locked baseline never changes, measurements and verdicts are only ever added.
"""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Numeric,
    Table,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from domain.benefits.rules import BenefitKind, Grade, TotalScope, Verdict
from domain.orm import Base, Id, Versioned, one_of, text_enum

_QUANTITY = Numeric(12, 2)
#: Sums of as many quantities as there may be.
_SUM = Numeric(20, 2)


class Benefit(Versioned, Base):
    """What an initiative is measured by at a unit: its own, or one that adopted it.

    `baseline` is of one case before; `target` and `forecast` are benefits per month. At a unit an initiative's hours
    are measured once: otherwise they would count twice.
    """

    __tablename__ = "benefits"
    __table_args__ = (
        one_of("kind", BenefitKind),
        CheckConstraint("people_affected >= 1", name="people"),
        CheckConstraint("NOT (kind = 'HOURS' AND more_is_better)", name="hours_are_saved"),
        CheckConstraint("baseline_locked_at IS NULL OR baseline IS NOT NULL", name="locked"),
        CheckConstraint(
            "(baseline_locked_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date < measuring_from", name="locked_before"
        ),
        CheckConstraint("(withdrawn_at IS NULL) = (withdrawn_reason IS NULL)", name="withdrawn"),
        Index(
            "uq_benefits_hours",
            "initiative_id",
            "unit_id",
            unique=True,
            postgresql_where=text("kind = 'HOURS' AND withdrawn_at IS NULL"),
        ),
        Index(None, "initiative_id", "planned_at", "id"),
        Index(None, "unit_id", "planned_at", "id"),
        Index(None, "planned_at", "id"),
        Index(None, "verifier_unit_id"),
    )

    id: Mapped[Id]
    initiative_id: Mapped[UUID] = mapped_column(ForeignKey("initiatives.id"))
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("units.id"))
    kind: Mapped[BenefitKind] = mapped_column(text_enum(BenefitKind))
    name: Mapped[str]
    unit_of_measure: Mapped[str]
    more_is_better: Mapped[bool]
    method: Mapped[str]
    people_affected: Mapped[int]
    measuring_from: Mapped[date]
    baseline: Mapped[Decimal | None] = mapped_column(_QUANTITY)
    target: Mapped[Decimal | None] = mapped_column(_QUANTITY)
    forecast: Mapped[Decimal | None] = mapped_column(_QUANTITY)
    verifier_unit_id: Mapped[UUID | None] = mapped_column(ForeignKey("units.id"))
    planned_at: Mapped[datetime]
    planned_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    baseline_locked_at: Mapped[datetime | None]
    baseline_locked_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    withdrawn_at: Mapped[datetime | None]
    withdrawn_reason: Mapped[str | None]


class BenefitMeasurement(Base):
    """What was measured in a month (`month` is its first day); the one with the highest `number` is what stands.

    `saved` follows from the locked baseline; `low` and `high` are between what it lies.
    """

    __tablename__ = "benefit_measurements"
    __table_args__ = (
        UniqueConstraint("benefit_id", "month", "number"),
        one_of("grade", Grade),
        CheckConstraint("EXTRACT(day FROM month) = 1", name="month"),
        CheckConstraint("actual >= 0 AND cases >= 1", name="reading"),
        CheckConstraint("low <= saved AND saved <= high", name="interval"),
    )

    id: Mapped[Id]
    benefit_id: Mapped[UUID] = mapped_column(ForeignKey("benefits.id"))
    month: Mapped[date]
    number: Mapped[int]
    actual: Mapped[Decimal] = mapped_column(_QUANTITY)
    cases: Mapped[int]
    saved: Mapped[Decimal] = mapped_column(_QUANTITY)
    low: Mapped[Decimal] = mapped_column(_QUANTITY)
    high: Mapped[Decimal] = mapped_column(_QUANTITY)
    grade: Mapped[Grade] = mapped_column(text_enum(Grade))
    note: Mapped[str | None]
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))


class BenefitVerification(Base):
    """What another unit found when it looked into a measurement; `value` is what counts, None when it was rejected."""

    __tablename__ = "benefit_verifications"
    __table_args__ = (
        UniqueConstraint("measurement_id"),
        one_of("verdict", Verdict),
        CheckConstraint("(verdict = 'REJECTED') = (value IS NULL)", name="value"),
        CheckConstraint("verdict = 'CONFIRMED' OR reason IS NOT NULL", name="reason"),
    )

    id: Mapped[Id]
    measurement_id: Mapped[UUID] = mapped_column(ForeignKey("benefit_measurements.id"))
    verdict: Mapped[Verdict] = mapped_column(text_enum(Verdict))
    value: Mapped[Decimal | None] = mapped_column(_QUANTITY)
    method: Mapped[str]
    reason: Mapped[str | None]
    verified_at: Mapped[datetime]
    verifier_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    verifier_unit_id: Mapped[UUID | None] = mapped_column(ForeignKey("units.id"))


#: What each measure of hours adds to totals: the last month that stands and was not rejected (`claimed`), the last
#: one that another unit confirmed or adjusted (`verified`). A unit that was merged counts as what it was until its
#: successor measured a month after the merger: then it counts there. `at_origin` tells what the initiative's own unit
#: saves, or what that has become. Views; migrations make them by hand.
CONTRIBUTIONS = Table(
    "benefit_contributions",
    MetaData(),
    Column("id", Uuid(), primary_key=True),
    *(Column(name, Uuid(), nullable=False) for name in ("movement_id", "initiative_id", "origin_unit_id", "unit_id")),
    Column("claimed", _QUANTITY),
    Column("low", _QUANTITY),
    Column("high", _QUANTITY),
    Column("grade", text_enum(Grade)),
    Column("verified", _QUANTITY),
    Column("at_origin", Boolean(), nullable=False),
)
#: Hours saved per month, summed over distinct pairs of initiative and unit; always read of a movement, an initiative
#: or a unit. `claimed` is the sum of `grade_a` to `grade_d`.
TOTALS = Table(
    "benefit_totals",
    MetaData(),
    Column("id", Uuid(), primary_key=True),
    Column("scope", text_enum(TotalScope), nullable=False),
    Column("movement_id", Uuid(), nullable=False),
    Column("initiative_id", Uuid()),
    Column("unit_id", Uuid()),
    *(Column(name, Integer(), nullable=False) for name in ("initiatives", "units", "measures", "verified_measures")),
    *(
        Column(name, _SUM, nullable=False)
        for name in (
            "claimed",
            "low",
            "high",
            "verified",
            "verified_at_adopters",
            "grade_a",
            "grade_b",
            "grade_c",
            "grade_d",
        )
    ),
)
