"""The table of earlier awards. A trigger keeps its rows: a record is withdrawn once, and nothing else of it changes."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from domain.orm import Base, Id, Versioned


class AwardRecord(Versioned, Base):
    """An award that a person or a unit was given before the system or elsewhere, with where that is known from.

    It is of a form or a title of the catalogues, or (`award`) named in words; only the former answer prerequisites.
    """

    __tablename__ = "award_records"
    __table_args__ = (
        CheckConstraint("(person_id IS NULL) <> (unit_id IS NULL)", name="rewarded"),
        CheckConstraint("num_nonnulls(form_id, title_id, award) = 1", name="award"),
        CheckConstraint("btrim(source) <> ''", name="source"),
        CheckConstraint("(withdrawn_at IS NULL) = (withdrawn_reason IS NULL)", name="withdrawn"),
        Index(None, "person_id", "year", "id"),
        Index(None, "unit_id", "year", "id"),
    )

    id: Mapped[Id]
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    unit_id: Mapped[UUID | None] = mapped_column(ForeignKey("units.id"))
    form_id: Mapped[UUID | None] = mapped_column(ForeignKey("award_forms.id"))
    title_id: Mapped[UUID | None] = mapped_column(ForeignKey("award_titles.id"))
    award: Mapped[str | None]
    year: Mapped[int]
    decision_number: Mapped[str | None]
    signed_on: Mapped[date | None]
    counts_for_merit: Mapped[bool]
    source: Mapped[str]
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    withdrawn_reason: Mapped[str | None]
