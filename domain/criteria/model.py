"""The tables of rubrics, criteria and bands. A trigger refuses changes once a rubric is frozen."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Numeric, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from domain.criteria.rules import RubricState
from domain.orm import Base, Id, Versioned, one_of, text_enum


class Rubric(Versioned, Base):
    """One version (`number`) of a movement's set of criteria (bộ tiêu chí)."""

    __tablename__ = "rubrics"
    __table_args__ = (
        UniqueConstraint("movement_id", "code", "number"),
        one_of("state", RubricState),
        CheckConstraint("number >= 1", name="number"),
        CheckConstraint("(state = 'FROZEN') = (frozen_at IS NOT NULL)", name="frozen"),
        CheckConstraint("pass_total BETWEEN 0 AND 100", name="pass_total"),
    )

    id: Mapped[Id]
    movement_id: Mapped[UUID] = mapped_column(ForeignKey("movements.id"))
    code: Mapped[str]
    number: Mapped[int]
    name: Mapped[str]
    state: Mapped[RubricState] = mapped_column(text_enum(RubricState), default=RubricState.DRAFT)
    pass_total: Mapped[Decimal | None] = mapped_column(Numeric(7, 4))
    created_at: Mapped[datetime]
    frozen_at: Mapped[datetime | None]


class Criterion(Base):
    """One thing that is judged: its weight, its scale, and the mark below which it is not met."""

    __tablename__ = "criteria"
    __table_args__ = (
        UniqueConstraint("rubric_id", "code"),
        UniqueConstraint("rubric_id", "ordinal"),
        CheckConstraint("weight > 0", name="weight"),
        CheckConstraint("scale_max > scale_min", name="scale"),
        CheckConstraint("step > 0 AND mod(scale_max - scale_min, step) = 0", name="step"),
        CheckConstraint("minimum BETWEEN scale_min AND scale_max", name="minimum"),
    )

    id: Mapped[Id]
    rubric_id: Mapped[UUID] = mapped_column(ForeignKey("rubrics.id"))
    ordinal: Mapped[int]
    code: Mapped[str]
    name: Mapped[str]
    name_en: Mapped[str | None]
    description: Mapped[str | None]
    weight: Mapped[Decimal] = mapped_column(Numeric(9, 4))
    scale_min: Mapped[Decimal] = mapped_column(Numeric(9, 4))
    scale_max: Mapped[Decimal] = mapped_column(Numeric(9, 4))
    step: Mapped[Decimal] = mapped_column(Numeric(9, 4))
    minimum: Mapped[Decimal | None] = mapped_column(Numeric(9, 4))


class CriterionBand(Base):
    """A labelled stretch of a criterion's scale, both ends included."""

    __tablename__ = "criterion_bands"
    __table_args__ = (
        UniqueConstraint("criterion_id", "ordinal"),
        CheckConstraint("mark_to >= mark_from", name="stretch"),
    )

    id: Mapped[Id]
    criterion_id: Mapped[UUID] = mapped_column(ForeignKey("criteria.id", ondelete="CASCADE"))
    ordinal: Mapped[int]
    label: Mapped[str]
    mark_from: Mapped[Decimal] = mapped_column(Numeric(9, 4))
    mark_to: Mapped[Decimal] = mapped_column(Numeric(9, 4))
