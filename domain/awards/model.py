"""The tables of the two award catalogues, of nominations and of decisions."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from domain.awards.rules import AwardLevel, AwardSubject, NominationState, NomineeKind, SigningCapacity
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
    """A person or a unit nominated for a form of reward, resting on an initiative's place in a published result."""

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
        CheckConstraint("(state = 'DECIDED') = (decision_id IS NOT NULL)", name="decided"),
        CheckConstraint("state NOT IN ('REFUSED', 'RETURNED') OR reason IS NOT NULL", name="reason"),
        # One achievement is rewarded once (Law on Emulation and Commendation, principles).
        Index(
            "uq_nominations_person_achievement",
            "initiative_id",
            "person_id",
            unique=True,
            postgresql_where=text("person_id IS NOT NULL AND state NOT IN ('REFUSED', 'WITHDRAWN')"),
        ),
        Index(
            "uq_nominations_unit_achievement",
            "initiative_id",
            "unit_id",
            unique=True,
            postgresql_where=text("person_id IS NULL AND state NOT IN ('REFUSED', 'WITHDRAWN')"),
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
    result_entry_id: Mapped[UUID] = mapped_column(ForeignKey("result_entries.id"))
    initiative_id: Mapped[UUID] = mapped_column(ForeignKey("initiatives.id"))
    nominee_kind: Mapped[NomineeKind] = mapped_column(text_enum(NomineeKind))
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("units.id"))
    position: Mapped[str | None]
    leadership_tier: Mapped[LeadershipTier | None] = mapped_column(text_enum(LeadershipTier))
    form_id: Mapped[UUID] = mapped_column(ForeignKey("award_forms.id"))
    summary: Mapped[str]
    state: Mapped[NominationState] = mapped_column(text_enum(NominationState), default=NominationState.DRAFT)
    reason: Mapped[str | None]
    counts_for_merit: Mapped[bool] = mapped_column(default=False)
    decision_id: Mapped[UUID | None] = mapped_column(ForeignKey("award_decisions.id"))
    created_at: Mapped[datetime]
    created_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    decided_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    decided_at: Mapped[datetime | None]
