"""The table of comparisons. A trigger refuses conflicts of interest and rounds that are not open, whoever writes."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, func
from sqlalchemy.orm import Mapped, mapped_column

from domain.comparisons.rules import Preference
from domain.orm import Base, Id, Versioned, one_of, text_enum


class Comparison(Versioned, Base):
    """Two entries put before an evaluator, and the answer once there is one.

    What it repeats of the two assignments is held equal by references to all four columns.
    """

    __tablename__ = "comparisons"
    __table_args__ = (
        *(
            ForeignKeyConstraint(
                [f"{side}_id", "round_id", f"{side}_initiative_id", "evaluator_id"],
                ["assignments.id", "assignments.round_id", "assignments.initiative_id", "assignments.evaluator_id"],
                name=f"fk_comparisons_{side}",
            )
            for side in ("left", "right")
        ),
        one_of("preferred", Preference),
        CheckConstraint("left_initiative_id <> right_initiative_id", name="two_entries"),
        CheckConstraint("(preferred IS NULL) = (answered_at IS NULL)", name="answered"),
        Index(None, "left_id"),
        Index(None, "right_id"),
        Index(None, "round_id", "asked_at", "id"),
        Index(None, "evaluator_id", "asked_at", "id"),
    )

    id: Mapped[Id]
    round_id: Mapped[UUID] = mapped_column(ForeignKey("rounds.id"))
    evaluator_id: Mapped[UUID]
    left_id: Mapped[UUID]
    left_initiative_id: Mapped[UUID]
    right_id: Mapped[UUID]
    right_initiative_id: Mapped[UUID]
    preferred: Mapped[Preference | None] = mapped_column(text_enum(Preference))
    comment: Mapped[str | None]
    asked_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]


#: A pair is put before an evaluator once, whichever of the two was shown first.
Index(
    "uq_comparisons_pair",
    Comparison.round_id,
    Comparison.evaluator_id,
    func.least(Comparison.left_initiative_id, Comparison.right_initiative_id),
    func.greatest(Comparison.left_initiative_id, Comparison.right_initiative_id),
    unique=True,
)
