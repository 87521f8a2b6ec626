"""The tables of what follows a decision: prizes, publication, revocation; and of who may sign for whom."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Numeric, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from domain.awards.rules import RevocationGround, SigningCapacity
from domain.awards.signing_rules import SigningMatter
from domain.orm import Base, Id, Versioned, one_of, text_enum


class SigningDelegation(Versioned, Base):
    """That somebody may sign for the head, from a day to a day: award decisions, or all other documents, in a scope.

    The head is the ministry's, or that of the unit `unit_id`, whose title then was `authority` ("Bộ trưởng"). Who was
    delegated delegates nobody (Decree 30/2020, art. 13): only heads delegate.
    """

    __tablename__ = "signing_delegations"
    __table_args__ = (
        one_of("capacity", SigningCapacity),
        CheckConstraint("capacity <> 'HEAD'", name="not_head"),
        CheckConstraint("ends_on >= starts_on", name="period"),
        CheckConstraint("(revoked_at IS NULL) = (revoked_reason IS NULL)", name="revoked"),
        CheckConstraint("delegate_id IS DISTINCT FROM granted_by_id", name="another"),
        one_of("matter", SigningMatter),
        CheckConstraint("form_id IS NULL OR matter = 'AWARD_DECISIONS'", name="form"),
        CheckConstraint("unit_id IS NULL OR (matter = 'DOCUMENTS' AND capacity = 'KT')", name="unit"),
        CheckConstraint("btrim(authority) <> ''", name="authority"),
        Index(None, "unit_id"),
        Index(None, "delegate_id"),
        Index(None, "granted_at", "id"),
    )

    id: Mapped[Id]
    delegate_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    capacity: Mapped[SigningCapacity] = mapped_column(text_enum(SigningCapacity))
    matter: Mapped[SigningMatter] = mapped_column(
        text_enum(SigningMatter), default=SigningMatter.AWARD_DECISIONS, server_default="AWARD_DECISIONS"
    )
    unit_id: Mapped[UUID | None] = mapped_column(ForeignKey("units.id"))
    authority: Mapped[str]
    movement_id: Mapped[UUID | None] = mapped_column(ForeignKey("movements.id"))
    form_id: Mapped[UUID | None] = mapped_column(ForeignKey("award_forms.id"))
    document: Mapped[str]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    granted_at: Mapped[datetime]
    granted_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    revoked_at: Mapped[datetime | None]
    revoked_reason: Mapped[str | None]


class Prize(Versioned, Base):
    """The money of one award: what it was computed from on the day of the decision, and when it was paid.

    Amounts are in đồng. What was computed never changes; a prize is paid once.
    """

    __tablename__ = "prizes"
    __table_args__ = (
        UniqueConstraint("nomination_id"),
        CheckConstraint("amount > 0", name="amount"),
        CheckConstraint("(paid_on IS NULL) = (payment_reference IS NULL)", name="paid"),
        Index(None, "created_at", "id"),
    )

    id: Mapped[Id]
    nomination_id: Mapped[UUID] = mapped_column(ForeignKey("nominations.id"))
    coefficient: Mapped[Decimal] = mapped_column(Numeric(16, 2))
    base_salary: Mapped[Decimal] = mapped_column(Numeric(16, 2))
    factor: Mapped[Decimal] = mapped_column(Numeric(16, 2))
    rounding: Mapped[Decimal] = mapped_column(Numeric(16, 2))
    amount: Mapped[Decimal] = mapped_column(Numeric(16, 2))
    coefficient_id: Mapped[UUID] = mapped_column(ForeignKey("legal_parameters.id"))
    base_salary_id: Mapped[UUID] = mapped_column(ForeignKey("legal_parameters.id"))
    factor_id: Mapped[UUID | None] = mapped_column(ForeignKey("legal_parameters.id"))
    rounding_id: Mapped[UUID] = mapped_column(ForeignKey("legal_parameters.id"))
    created_at: Mapped[datetime]
    paid_on: Mapped[date | None]
    payment_reference: Mapped[str | None]
    paid_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))


class DecisionPublication(Base):
    """That a decision was made known: where, when, by whom. Append-only."""

    __tablename__ = "decision_publications"
    __table_args__ = (UniqueConstraint("decision_id"), CheckConstraint("btrim(channel) <> ''", name="channel"))

    id: Mapped[Id]
    decision_id: Mapped[UUID] = mapped_column(ForeignKey("award_decisions.id"))
    channel: Mapped[str]
    published_at: Mapped[datetime]
    published_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))


class Revocation(Versioned, Base):
    """That an award was taken back by a decision, and what was recovered: the object, and the money that was paid."""

    __tablename__ = "revocations"
    __table_args__ = (
        UniqueConstraint("nomination_id"),
        one_of("ground", RevocationGround),
        one_of("signing_capacity", SigningCapacity),
        CheckConstraint("btrim(number) <> ''", name="number"),
        CheckConstraint("amount_recovered BETWEEN 0 AND amount_due", name="amount"),
        Index(None, "revoked_at", "id"),
    )

    id: Mapped[Id]
    nomination_id: Mapped[UUID] = mapped_column(ForeignKey("nominations.id"))
    ground: Mapped[RevocationGround] = mapped_column(text_enum(RevocationGround))
    reason: Mapped[str]
    number: Mapped[str]
    signed_on: Mapped[date]
    signer_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    signing_capacity: Mapped[SigningCapacity] = mapped_column(text_enum(SigningCapacity))
    revoked_at: Mapped[datetime]
    revoked_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    amount_due: Mapped[Decimal] = mapped_column(Numeric(16, 2))
    amount_recovered: Mapped[Decimal] = mapped_column(Numeric(16, 2), default=Decimal(0))
    object_returned_on: Mapped[date | None]
    recovery_note: Mapped[str | None]
