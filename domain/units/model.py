"""The table of units."""

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, Computed, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from domain.orm import Base, Id, Versioned, one_of, text_enum
from domain.units.rules import UnitType


class Unit(Versioned, Base):
    """An organisational unit. Rows are never deleted: a merged unit gets an end date and a successor."""

    __tablename__ = "units"
    __table_args__ = (
        UniqueConstraint("code"),
        one_of("type", UnitType),
        CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="period"),
        CheckConstraint("parent_id IS DISTINCT FROM id", name="not_own_parent"),
        CheckConstraint("successor_id IS DISTINCT FROM id", name="not_own_successor"),
        Index(None, "parent_id"),
        Index(
            "ix_units_search",
            "search_text",
            postgresql_using="gin",
            postgresql_ops={"search_text": "gin_trgm_ops"},
        ),
    )

    id: Mapped[Id]
    code: Mapped[str]
    name: Mapped[str]
    name_en: Mapped[str | None]
    type: Mapped[UnitType] = mapped_column(text_enum(UnitType))
    parent_id: Mapped[UUID | None] = mapped_column(ForeignKey("units.id"))
    has_seal: Mapped[bool]
    has_legal_personality: Mapped[bool]
    to_be_confirmed: Mapped[bool] = mapped_column(default=False)
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    successor_id: Mapped[UUID | None] = mapped_column(ForeignKey("units.id"))
    search_text: Mapped[str] = mapped_column(Computed("thidua_fold(code || ' ' || name)", persisted=True))
