"""The tables of proposed assignments."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, Numeric, UniqueConstraint
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import Uuid

from domain.engine.assignment_problem import Tight
from domain.orm import Base, Id, Versioned, one_of, text_enum
from domain.proposals.rules import ProposalState


class AssignmentProposal(Versioned, Base):
    """Who would score what: computed from the round as it was, with what it was asked for and what it achieves.

    `lambda2` is the strength of the judge-entry graph, `components` its number of parts (1 is connected).
    """

    __tablename__ = "assignment_proposals"
    __table_args__ = (
        one_of("state", ProposalState),
        CheckConstraint("per_entry >= 1", name="per_entry"),
        CheckConstraint("min_load >= 0 AND (max_load IS NULL OR max_load >= min_load)", name="loads"),
        Index(None, "round_id", "created_at", "id"),
    )

    id: Mapped[Id]
    round_id: Mapped[UUID] = mapped_column(ForeignKey("rounds.id"))
    state: Mapped[ProposalState] = mapped_column(text_enum(ProposalState), default=ProposalState.COMPUTED)
    per_entry: Mapped[int]
    min_load: Mapped[int]
    max_load: Mapped[int | None]
    max_same_unit: Mapped[int | None]
    seed: Mapped[int] = mapped_column(BigInteger)
    draws: Mapped[int]
    kept: Mapped[int]
    added: Mapped[int]
    missing: Mapped[int]
    least_load: Mapped[int]
    greatest_load: Mapped[int]
    components: Mapped[int]
    lambda2: Mapped[Decimal | None] = mapped_column(Numeric(12, 4))
    contrast_variance: Mapped[Decimal | None] = mapped_column(Numeric(12, 4))
    created_at: Mapped[datetime]
    created_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))


class ProposedAssignment(Base):
    """One pair of a proposal that the round does not have yet."""

    __tablename__ = "proposed_assignments"
    __table_args__ = (UniqueConstraint("proposal_id", "initiative_id", "evaluator_id"),)

    id: Mapped[Id]
    proposal_id: Mapped[UUID] = mapped_column(ForeignKey("assignment_proposals.id"))
    initiative_id: Mapped[UUID] = mapped_column(ForeignKey("initiatives.id"))
    evaluator_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))


class ProposalFinding(Base):
    """Why a proposal falls short: the tight constraint, with the entries and evaluators it concerns."""

    __tablename__ = "proposal_findings"
    __table_args__ = (UniqueConstraint("proposal_id", "ordinal"), one_of("rule", Tight))

    id: Mapped[Id]
    proposal_id: Mapped[UUID] = mapped_column(ForeignKey("assignment_proposals.id"))
    ordinal: Mapped[int]
    rule: Mapped[Tight] = mapped_column(text_enum(Tight))
    message: Mapped[str]
    message_en: Mapped[str]
    missing: Mapped[int]
    initiative_ids: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid))
    evaluator_ids: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid))
