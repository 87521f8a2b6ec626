"""The tables of movements, their phases, their units and their legal bases."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Computed, ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from domain.access.permissions import Permission
from domain.actor import Role
from domain.movements.rules import MovementForm, MovementScope, MovementState
from domain.orm import Base, Id, Versioned, one_of, text_enum


class Movement(Versioned, Base):
    """An emulation movement. `report_due_before`: results must come strictly before this day."""

    __tablename__ = "movements"
    __table_args__ = (
        UniqueConstraint("code"),
        one_of("form", MovementForm),
        one_of("scope", MovementScope),
        one_of("state", MovementState),
        CheckConstraint("ends_on >= starts_on", name="period"),
        Index(
            "ix_movements_search",
            "search_text",
            postgresql_using="gin",
            postgresql_ops={"search_text": "gin_trgm_ops"},
        ),
    )

    id: Mapped[Id]
    code: Mapped[str]
    name: Mapped[str]
    theme: Mapped[str | None]
    goal: Mapped[str]
    content: Mapped[str]
    subjects: Mapped[str]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    report_due_before: Mapped[date]
    form: Mapped[MovementForm] = mapped_column(text_enum(MovementForm))
    scope: Mapped[MovementScope] = mapped_column(text_enum(MovementScope))
    state: Mapped[MovementState] = mapped_column(text_enum(MovementState), default=MovementState.DRAFT)
    document_number: Mapped[str | None]
    document_signed_on: Mapped[date | None]
    document_signer: Mapped[str | None]
    launched_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    search_text: Mapped[str] = mapped_column(Computed("thidua_fold(code || ' ' || name)", persisted=True))


class MovementTransition(Base):
    """One step of a movement from state to state, with its reason."""

    __tablename__ = "movement_transitions"
    __table_args__ = (
        one_of("from_state", MovementState),
        one_of("to_state", MovementState),
        Index(None, "movement_id"),
    )

    id: Mapped[Id]
    movement_id: Mapped[UUID] = mapped_column(ForeignKey("movements.id"))
    from_state: Mapped[MovementState] = mapped_column(text_enum(MovementState))
    to_state: Mapped[MovementState] = mapped_column(text_enum(MovementState))
    reason: Mapped[str | None]
    at: Mapped[datetime]
    by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))


class Participation(Base):
    """A unit's part in a movement: participating, or standing body (bộ phận thường trực) as well."""

    __tablename__ = "participations"
    __table_args__ = (
        UniqueConstraint("movement_id", "unit_id"),
        UniqueConstraint("id", "movement_id", "unit_id"),
        Index(None, "unit_id"),
    )

    id: Mapped[Id]
    movement_id: Mapped[UUID] = mapped_column(ForeignKey("movements.id"))
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("units.id"))
    is_standing_body: Mapped[bool] = mapped_column(default=False)
    block: Mapped[str | None]
    joined_at: Mapped[datetime]


class Phase(Base):
    """A period of a movement, from `opens_at` inclusive to `closes_at` exclusive."""

    __tablename__ = "phases"
    __table_args__ = (
        UniqueConstraint("movement_id", "code"),
        UniqueConstraint("movement_id", "ordinal"),
        CheckConstraint("closes_at > opens_at", name="period"),
    )

    id: Mapped[Id]
    movement_id: Mapped[UUID] = mapped_column(ForeignKey("movements.id"))
    ordinal: Mapped[int]
    code: Mapped[str]
    name: Mapped[str]
    name_en: Mapped[str | None]
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]


class PhaseCapability(Base):
    """One thing that one role may do while a phase is open."""

    __tablename__ = "phase_capabilities"
    __table_args__ = (
        UniqueConstraint("phase_id", "role", "permission"),
        one_of("role", Role),
        one_of("permission", Permission),
    )

    id: Mapped[Id]
    phase_id: Mapped[UUID] = mapped_column(ForeignKey("phases.id", ondelete="CASCADE"))
    role: Mapped[Role] = mapped_column(text_enum(Role))
    permission: Mapped[Permission] = mapped_column(text_enum(Permission))


class LegalBasis(Versioned, Base):
    """A legal text with the days between which it is in force and where that was found."""

    __tablename__ = "legal_bases"
    __table_args__ = (
        UniqueConstraint("code"),
        CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="period"),
    )

    id: Mapped[Id]
    code: Mapped[str]
    title: Mapped[str]
    number: Mapped[str | None]
    issued_on: Mapped[date | None]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    is_verified: Mapped[bool]
    source: Mapped[str]


class MovementLegalBasis(Base):
    """That a movement rests on a legal text."""

    __tablename__ = "movement_legal_bases"
    __table_args__ = (UniqueConstraint("movement_id", "legal_basis_id"), Index(None, "legal_basis_id"))

    id: Mapped[Id]
    movement_id: Mapped[UUID] = mapped_column(ForeignKey("movements.id"))
    legal_basis_id: Mapped[UUID] = mapped_column(ForeignKey("legal_bases.id"))


class Block(Versioned, Base):
    """A block of similar units (khối thi đua) of a movement: units of one block score one another's initiatives."""

    __tablename__ = "blocks"
    __table_args__ = (UniqueConstraint("movement_id", "name"), UniqueConstraint("id", "movement_id"))

    id: Mapped[Id]
    movement_id: Mapped[UUID] = mapped_column(ForeignKey("movements.id"))
    name: Mapped[str]


class BlockUnit(Base):
    """A unit's place in a block; in one movement a unit is in one block at most."""

    __tablename__ = "block_units"
    __table_args__ = (
        ForeignKeyConstraint(
            ["block_id", "movement_id"],
            ["blocks.id", "blocks.movement_id"],
            name="fk_block_units_block",
            ondelete="CASCADE",
        ),
        UniqueConstraint("movement_id", "unit_id"),
        Index(None, "block_id"),
        Index(None, "unit_id"),
    )

    id: Mapped[Id]
    block_id: Mapped[UUID]
    movement_id: Mapped[UUID]
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("units.id"))
