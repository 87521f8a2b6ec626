"""The tables of the two award catalogues, of nominations and of decisions."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from domain.awards.rules import AwardLevel, AwardSubject, Hand, NominationState, NomineeKind, SigningCapacity
from domain.orm import Base, Id, Versioned, one_of, text_enum
from domain.people.rules import LeadershipTier


class AwardTitle(Versioned, Base):
    """A title (danh hiệu thi đua): annual, never the reward of a thematic movement. Its own catalogue by law."""

    __tablename__ = "award_titles"
    __table_args__ = (UniqueConstraint("code"), one_of("subject", AwardSubject), one_of("level", AwardLevel))

    id: Mapped[Id]
    code: Mapped[str]
    name: Mapped[str]
    name_en: Mapped[str | None]
    subject: Mapped[AwardSubject] = mapped_column(text_enum(AwardSubject))
    level: Mapped[AwardLevel] = mapped_column(text_enum(AwardLevel))
    decided_by: Mapped[str]
    is_verified: Mapped[bool]


class AwardForm(Versioned, Base):
    """A form of reward (hình thức khen thưởng): Bằng khen, Giấy khen and the like."""

    __tablename__ = "award_forms"
    __table_args__ = (UniqueConstraint("code"), one_of("subject", AwardSubject), one_of("level", AwardLevel))

    id: Mapped[Id]
    code: Mapped[str]
    name: Mapped[str]
    name_en: Mapped[str | None]
    subject: Mapped[AwardSubject] = mapped_column(text_enum(AwardSubject))
    level: Mapped[AwardLevel] = mapped_column(text_enum(AwardLevel))
    decided_by: Mapped[str]
    is_verified: Mapped[bool]


class AwardDecision(Base):
    """A signed decision (quyết định khen thưởng): its number, its date, who signed it and in what capacity."""

    __tablename__ = "award_decisions"
    __table_args__ = (
        one_of("signing_capacity", SigningCapacity),
        CheckConstraint("btrim(number) <> ''", name="number"),
        UniqueConstraint("number", "signed_on"),
        Index(None, "movement_id"),
    )

    id: Mapped[Id]
    movement_id: Mapped[UUID] = mapped_column(ForeignKey("movements.id"))
    number: Mapped[str]
    signed_on: Mapped[date]
    signer_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    signing_capacity: Mapped[SigningCapacity] = mapped_column(text_enum(SigningCapacity))
    created_at: Mapped[datetime]


class Nomination(Versioned, Base):
    """A dossier: a person or a unit nominated for a form of reward.

    It rests on an initiative's place in a published result, or on a reason that Personnel gives (`by_hand_reason`),
    with or without an initiative. `submitted_at`, when it was first sent in, chooses the rules that it is judged by.
    """

    __tablename__ = "nominations"
    __table_args__ = (
        one_of("nominee_kind", NomineeKind),
        one_of("state", NominationState),
        one_of("leadership_tier", LeadershipTier),
        CheckConstraint(
            "(nominee_kind = 'INDIVIDUAL') = (person_id IS NOT NULL)"
            " AND (nominee_kind = 'INDIVIDUAL') = (leadership_tier IS NOT NULL)",
            name="nominee",
        ),
        one_of("held_from", NominationState),
        CheckConstraint(
            "(state IN ('DECIDED', 'PUBLISHED', 'PRESENTED', 'PAID', 'REVOKED')) = (decision_id IS NOT NULL)",
            name="decided",
        ),
        CheckConstraint("state NOT IN ('REFUSED', 'RETURNED', 'HELD', 'REVOKED') OR reason IS NOT NULL", name="reason"),
        CheckConstraint("(state = 'HELD') = (held_from IS NOT NULL)", name="held"),
        CheckConstraint(
            "(result_entry_id IS NULL) = (by_hand_reason IS NOT NULL)"
            " AND (result_entry_id IS NULL OR initiative_id IS NOT NULL)",
            name="rests_on",
        ),
        CheckConstraint("(presented_on IS NULL) = (presented_where IS NULL)", name="presented"),
        # One achievement is rewarded once (Law on Emulation and Commendation, principles).
        Index(
            "uq_nominations_person_achievement",
            "initiative_id",
            "person_id",
            unique=True,
            postgresql_where=text("person_id IS NOT NULL AND state NOT IN ('REFUSED', 'WITHDRAWN', 'REVOKED')"),
        ),
        Index(
            "uq_nominations_unit_achievement",
            "initiative_id",
            "unit_id",
            unique=True,
            postgresql_where=text("person_id IS NULL AND state NOT IN ('REFUSED', 'WITHDRAWN', 'REVOKED')"),
        ),
        Index(None, "created_at", "id"),
        Index(None, "created_by_id"),
        Index(None, "movement_id", "state"),
        Index(None, "decision_id"),
        Index(None, "person_id"),
        Index(None, "unit_id"),
    )

    id: Mapped[Id]
    movement_id: Mapped[UUID] = mapped_column(ForeignKey("movements.id"))
    result_entry_id: Mapped[UUID | None] = mapped_column(ForeignKey("result_entries.id"))
    initiative_id: Mapped[UUID | None] = mapped_column(ForeignKey("initiatives.id"))
    by_hand_reason: Mapped[str | None]
    nominee_kind: Mapped[NomineeKind] = mapped_column(text_enum(NomineeKind))
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("units.id"))
    position: Mapped[str | None]
    leadership_tier: Mapped[LeadershipTier | None] = mapped_column(text_enum(LeadershipTier))
    form_id: Mapped[UUID] = mapped_column(ForeignKey("award_forms.id"))
    summary: Mapped[str]
    state: Mapped[NominationState] = mapped_column(text_enum(NominationState), default=NominationState.DRAFT)
    reason: Mapped[str | None]
    held_from: Mapped[NominationState | None] = mapped_column(text_enum(NominationState))
    opinion: Mapped[str | None]
    counts_for_merit: Mapped[bool] = mapped_column(default=False)
    submitted_at: Mapped[datetime | None]
    decision_id: Mapped[UUID | None] = mapped_column(ForeignKey("award_decisions.id"))
    created_at: Mapped[datetime]
    created_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    decided_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    decided_at: Mapped[datetime | None]
    presented_on: Mapped[date | None]
    presented_where: Mapped[str | None]


class NominationHand(Base):
    """That somebody did something for a dossier; the key lets nobody do two different things for one. Append-only."""

    __tablename__ = "nomination_hands"
    __table_args__ = (UniqueConstraint("nomination_id", "person_id"), one_of("hand", Hand), Index(None, "person_id"))

    id: Mapped[Id]
    nomination_id: Mapped[UUID] = mapped_column(ForeignKey("nominations.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    hand: Mapped[Hand] = mapped_column(text_enum(Hand))
    taken_at: Mapped[datetime]


class NominationStep(Base):
    """One step of a dossier from state to state: when, by whom, why. Append-only."""

    __tablename__ = "nomination_steps"
    __table_args__ = (
        one_of("from_state", NominationState),
        one_of("to_state", NominationState),
        UniqueConstraint("nomination_id", "ordinal"),
    )

    id: Mapped[Id]
    nomination_id: Mapped[UUID] = mapped_column(ForeignKey("nominations.id"))
    ordinal: Mapped[int]
    from_state: Mapped[NominationState] = mapped_column(text_enum(NominationState))
    to_state: Mapped[NominationState] = mapped_column(text_enum(NominationState))
    reason: Mapped[str | None]
    at: Mapped[datetime]
    by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
