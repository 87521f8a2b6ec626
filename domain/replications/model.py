"""The tables of replications, their history and of pilots, and the views of the credit that replications give.

Triggers keep them: history is only ever added to, and what has ended stays as it is.
"""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    Column,
    DateTime,
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

from domain.orm import Base, Id, Versioned, one_of, text_enum
from domain.replications.rules import FailureReason, PilotState, ReplicationState

_HOURS = Numeric(20, 2)


class Replication(Versioned, Base):
    """A unit takes over another unit's initiative. While it works with it, `adoption_id` is its place among adopters.

    `benefit_id` is how the unit measures what it brings: of the same initiative, at the same unit.
    """

    __tablename__ = "replications"
    __table_args__ = (
        one_of("state", ReplicationState),
        one_of("failure", FailureReason),
        CheckConstraint("(state IN ('STOPPED', 'FAILED')) = (failure IS NOT NULL)", name="ended"),
        CheckConstraint("state NOT IN ('PILOTING', 'ADOPTED', 'SUSTAINED') OR adoption_id IS NOT NULL", name="in_use"),
        CheckConstraint("planned_to >= planned_from", name="period"),
        Index(
            "uq_replications_running",
            "initiative_id",
            "unit_id",
            unique=True,
            postgresql_where=text("state NOT IN ('STOPPED', 'FAILED')"),
        ),
        Index(None, "initiative_id", "proposed_at", "id"),
        Index(None, "unit_id", "proposed_at", "id"),
        Index(None, "proposed_at", "id"),
        Index(None, "adoption_id"),
    )

    id: Mapped[Id]
    initiative_id: Mapped[UUID] = mapped_column(ForeignKey("initiatives.id"))
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("units.id"))
    state: Mapped[ReplicationState] = mapped_column(text_enum(ReplicationState), default=ReplicationState.PROPOSED)
    state_since: Mapped[datetime]
    planned_from: Mapped[date | None]
    planned_to: Mapped[date | None]
    failure: Mapped[FailureReason | None] = mapped_column(text_enum(FailureReason))
    adoption_id: Mapped[UUID | None] = mapped_column(ForeignKey("adopting_units.id"))
    benefit_id: Mapped[UUID | None] = mapped_column(ForeignKey("benefits.id"))
    proposed_at: Mapped[datetime]
    proposed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))


class ReplicationEvent(Base):
    """A step of a replication: from where to where, who took it, when and why."""

    __tablename__ = "replication_events"
    __table_args__ = (
        UniqueConstraint("replication_id", "number"),
        one_of("from_state", ReplicationState),
        one_of("to_state", ReplicationState),
        one_of("failure", FailureReason),
    )

    id: Mapped[Id]
    replication_id: Mapped[UUID] = mapped_column(ForeignKey("replications.id"))
    number: Mapped[int]
    from_state: Mapped[ReplicationState | None] = mapped_column(text_enum(ReplicationState))
    to_state: Mapped[ReplicationState] = mapped_column(text_enum(ReplicationState))
    failure: Mapped[FailureReason | None] = mapped_column(text_enum(FailureReason))
    reason: Mapped[str]
    at: Mapped[datetime]
    by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))


class Pilot(Versioned, Base):
    """A directive that an initiative is to be tried and perfected at one unit before any other works with it."""

    __tablename__ = "pilots"
    __table_args__ = (
        one_of("state", PilotState),
        CheckConstraint("ends_on >= starts_on", name="period"),
        CheckConstraint("(state = 'UNDERWAY') = (decided_at IS NULL)", name="decided"),
        CheckConstraint("(decided_at IS NULL) = (reason IS NULL)", name="reason"),
        CheckConstraint("(state = 'APPROVED') = (benefit_id IS NOT NULL)", name="evidence"),
        Index("uq_pilots_in_force", "initiative_id", unique=True, postgresql_where=text("state <> 'LIFTED'")),
        Index(None, "initiative_id", "marked_at", "id"),
        Index(None, "unit_id"),
        Index(None, "marked_at", "id"),
    )

    id: Mapped[Id]
    initiative_id: Mapped[UUID] = mapped_column(ForeignKey("initiatives.id"))
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("units.id"))
    directive: Mapped[str]
    goal: Mapped[str]
    success_criteria: Mapped[str]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    state: Mapped[PilotState] = mapped_column(text_enum(PilotState), default=PilotState.UNDERWAY)
    marked_at: Mapped[datetime]
    marked_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    reason: Mapped[str | None]
    benefit_id: Mapped[UUID | None] = mapped_column(ForeignKey("benefits.id"))


#: The credit that flows back to an initiative, whose key is the row's: replications by state, how many units work with
#: it for good (`adopters`), what another unit verified of their hours per month. Units that were merged are one
#: adopter, and none where they became one with the origin. A view; migrations make it by hand.
CREDITS = Table(
    "replication_credits",
    MetaData(),
    Column("id", Uuid(), primary_key=True),
    Column("movement_id", Uuid(), nullable=False),
    Column("unit_id", Uuid(), nullable=False),
    *(Column(state.lower(), Integer(), nullable=False) for state in ReplicationState),
    Column("adopters", Integer(), nullable=False),
    Column("claimed_hours", _HOURS, nullable=False),
    Column("verified_hours", _HOURS, nullable=False),
)
#: What a graph of replications is drawn from: from the unit of an initiative to the one that takes it over, with the
#: replication's key as its own.
LINKS = Table(
    "replication_links",
    MetaData(),
    Column("id", Uuid(), primary_key=True),
    Column("movement_id", Uuid(), nullable=False),
    Column("initiative_id", Uuid(), nullable=False),
    Column("from_unit_id", Uuid(), nullable=False),
    Column("to_unit_id", Uuid(), nullable=False),
    Column("state", text_enum(ReplicationState), nullable=False),
    Column("since", DateTime(timezone=True), nullable=False),
    Column("claimed_hours", _HOURS),
    Column("verified_hours", _HOURS),
)
