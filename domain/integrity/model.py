"""The table of integrity holds. A trigger keeps its rows: a hold is lifted once, and nothing else of it changes."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from domain.integrity.rules import HoldGround
from domain.orm import Base, Id, Versioned, one_of, text_enum


class IntegrityHold(Versioned, Base):
    """A person or a unit that is not rewarded until the hold is lifted; `review_on` only says when to look again.

    `clause` cites the law that it rests on (NĐ 98/2023/NĐ-CP, art. 4, when this was written).
    """

    __tablename__ = "integrity_holds"
    __table_args__ = (
        one_of("ground", HoldGround),
        CheckConstraint("(person_id IS NULL) <> (unit_id IS NULL)", name="held"),
        CheckConstraint("(lifted_at IS NULL) = (lifted_reason IS NULL)", name="lifted"),
        # One hold of a ground at a time.
        Index(
            "uq_integrity_holds_in_force",
            "person_id",
            "unit_id",
            "ground",
            unique=True,
            postgresql_nulls_not_distinct=True,
            postgresql_where=text("lifted_at IS NULL"),
        ),
        Index(None, "unit_id"),
        Index(None, "placed_at", "id"),
    )

    id: Mapped[Id]
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    unit_id: Mapped[UUID | None] = mapped_column(ForeignKey("units.id"))
    ground: Mapped[HoldGround] = mapped_column(text_enum(HoldGround))
    clause: Mapped[str]
    reason: Mapped[str]
    review_on: Mapped[date | None]
    placed_at: Mapped[datetime]
    placed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    lifted_at: Mapped[datetime | None]
    lifted_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    lifted_reason: Mapped[str | None]
