"""The tables of declared conflicts, adopting units and waivers, and the views that bring all conflicts together.

A trigger keeps the rows of all three: they are ended, never deleted, and nothing else of them changes.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Boolean, CheckConstraint, Column, DateTime, ForeignKey, Index, MetaData, Table, Text, Uuid, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from domain.conflicts.rules import ConflictKind, ConflictOrigin
from domain.orm import Base, Id, Versioned, one_of, text_enum


class DeclaredConflict(Base):
    """A conflict that the person or the Personnel Department declared, until it is ended with a reason.

    With `entry_id` the person declared it of an entry, perhaps without knowing which initiative that is: nothing that
    they read may join the two.
    """

    __tablename__ = "declared_conflicts"
    __table_args__ = (
        one_of("origin", ConflictOrigin),
        CheckConstraint("origin <> 'FACTS'", name="declared"),
        CheckConstraint("(ended_at IS NULL) = (ended_reason IS NULL)", name="ended"),
        Index(
            "uq_declared_conflicts_in_force",
            "person_id",
            "initiative_id",
            "entry_id",
            unique=True,
            postgresql_nulls_not_distinct=True,
            postgresql_where=text("ended_at IS NULL"),
        ),
        Index(None, "initiative_id"),
        Index(None, "declared_at", "id"),
    )

    id: Mapped[Id]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    initiative_id: Mapped[UUID] = mapped_column(ForeignKey("initiatives.id"))
    entry_id: Mapped[UUID | None] = mapped_column(ForeignKey("round_entries.id"))
    origin: Mapped[ConflictOrigin] = mapped_column(text_enum(ConflictOrigin))
    reason: Mapped[str]
    declared_at: Mapped[datetime]
    declared_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    ended_reason: Mapped[str | None]


class AdoptingUnit(Base):
    """A unit that said that it uses another unit's initiative, until it says that it does no longer."""

    __tablename__ = "adopting_units"
    __table_args__ = (
        Index(
            "uq_adopting_units_in_force",
            "initiative_id",
            "unit_id",
            unique=True,
            postgresql_where=text("ended_at IS NULL"),
        ),
        Index(None, "initiative_id", "declared_at", "id"),
        Index(None, "unit_id", "declared_at", "id"),
    )

    id: Mapped[Id]
    initiative_id: Mapped[UUID] = mapped_column(ForeignKey("initiatives.id"))
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("units.id"))
    declared_at: Mapped[datetime]
    declared_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    ended_at: Mapped[datetime | None]


class ConflictWaiver(Versioned, Base):
    """A person's conflicts with an initiative set aside: asked for by one, approved by another, neither concerned.

    It covers the `kinds` of conflict that there were when it was asked for, none that came later.
    """

    __tablename__ = "conflict_waivers"
    __table_args__ = (
        CheckConstraint("(approved_at IS NULL) = (approved_by_id IS NULL)", name="approved"),
        CheckConstraint("approved_by_id IS DISTINCT FROM requested_by_id OR approved_by_id IS NULL", name="two_people"),
        CheckConstraint("approved_by_id IS DISTINCT FROM person_id", name="not_own"),
        CheckConstraint("requested_by_id IS DISTINCT FROM person_id", name="not_for_oneself"),
        CheckConstraint("(ended_at IS NULL) = (ended_reason IS NULL)", name="ended"),
        Index(
            "uq_conflict_waivers_in_force",
            "person_id",
            "initiative_id",
            unique=True,
            postgresql_where=text("ended_at IS NULL"),
        ),
        Index(None, "initiative_id"),
        Index(None, "requested_at", "id"),
    )

    id: Mapped[Id]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    initiative_id: Mapped[UUID] = mapped_column(ForeignKey("initiatives.id"))
    kinds: Mapped[list[str]] = mapped_column(ARRAY(Text))
    reason: Mapped[str]
    requested_at: Mapped[datetime]
    requested_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    approved_at: Mapped[datetime | None]
    approved_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    ended_reason: Mapped[str | None]


#: What both views say of a conflict, a reason of some besides.
_SAID = (
    ("person_id", Uuid()),
    ("initiative_id", Uuid()),
    ("kind", text_enum(ConflictKind)),
    ("origin", text_enum(ConflictOrigin)),
    ("since", DateTime(timezone=True)),
    ("is_waived", Boolean()),
)

#: Every conflict there is, a row for each person, initiative and kind, and for each declaration; a view, so that it
#: always follows the facts. Its metadata are its own: migrations make it by hand. The `id` is that of the declaration,
#: else made of the three. It is never read whole: always of a person, of an initiative, or of both.
CONFLICTS = Table(
    "conflicts_of_interest",
    MetaData(),
    Column("id", Uuid(), primary_key=True),
    *(Column(name, kind, nullable=False) for name, kind in _SAID),
    Column("reason", Text()),
    Column("declaration_id", Uuid()),
    Column("entry_id", Uuid()),
)
#: Conflicts between the entries of a round and its evaluators of now; always read of a round.
ROUND_CONFLICTS = Table(
    "round_conflicts",
    MetaData(),
    Column("id", Uuid(), primary_key=True),
    Column("round_id", Uuid(), nullable=False),
    *(Column(name, kind, nullable=False) for name, kind in _SAID),
    Column("is_assigned", Boolean(), nullable=False),
)
