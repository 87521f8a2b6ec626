"""The tables of people, their history in the organisation, and their roles."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Computed, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlalchemy.orm import Mapped, mapped_column

from domain.actor import Role
from domain.orm import Base, Id, Versioned, one_of, text_enum
from domain.people.rules import EmploymentType, Gender, LeadershipTier


class Person(Versioned, Base):
    """A person and their present place; `subject` is the `sub` of their tokens. No more is kept than is needed."""

    __tablename__ = "people"
    __table_args__ = (
        UniqueConstraint("email"),
        UniqueConstraint("subject"),
        one_of("employment_type", EmploymentType),
        one_of("gender", Gender),
        one_of("leadership_tier", LeadershipTier),
        Index(None, "full_name", "id"),
        Index(None, "unit_id", "full_name", "id"),
        Index(
            "ix_people_search",
            "search_text",
            postgresql_using="gin",
            postgresql_ops={"search_text": "gin_trgm_ops"},
        ),
    )

    id: Mapped[Id]
    full_name: Mapped[str]
    email: Mapped[str]
    subject: Mapped[str]
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("units.id"))
    position: Mapped[str]
    employment_type: Mapped[EmploymentType] = mapped_column(text_enum(EmploymentType))
    leadership_tier: Mapped[LeadershipTier] = mapped_column(text_enum(LeadershipTier))
    gender: Mapped[Gender | None] = mapped_column(text_enum(Gender))
    left_on: Mapped[date | None]
    created_at: Mapped[datetime]
    search_text: Mapped[str] = mapped_column(Computed("thidua_fold(full_name)", persisted=True))
    #: Counted up by triggers whenever the person's place or roles change: what a read by them rests on.
    rights_version: Mapped[int] = mapped_column(default=1, server_default=text("1"))


class UnitMembership(Base):
    """Where a person worked and as what, from a day to a day (`ends_on` is the last day, None while it lasts)."""

    __tablename__ = "unit_memberships"
    __table_args__ = (
        CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="period"),
        one_of("employment_type", EmploymentType),
        one_of("leadership_tier", LeadershipTier),
        ExcludeConstraint(
            ("person_id", "="),
            (text("daterange(starts_on, ends_on, '[]')"), "&&"),
            name="ex_unit_memberships_overlap",
            using="gist",
        ),
        Index(None, "unit_id"),
    )

    id: Mapped[Id]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("units.id"))
    position: Mapped[str]
    employment_type: Mapped[EmploymentType] = mapped_column(text_enum(EmploymentType))
    leadership_tier: Mapped[LeadershipTier] = mapped_column(text_enum(LeadershipTier))
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]


class RoleGrant(Base):
    """A role in force from `starts_at` until `ends_at` or until it is revoked, whichever comes first."""

    __tablename__ = "role_grants"
    __table_args__ = (
        one_of("role", Role),
        CheckConstraint("(role IN ('UNIT_LEADER', 'FOCAL_OFFICER')) = (unit_id IS NOT NULL)", name="unit_scope"),
        CheckConstraint("(role = 'EVALUATOR') = (round_id IS NOT NULL)", name="round_scope"),
        CheckConstraint("ends_at IS NULL OR ends_at > starts_at", name="period"),
        CheckConstraint("(revoked_at IS NULL) = (revoked_reason IS NULL)", name="revoked_with_reason"),
        # The same role is never in force twice at one moment; what has ended or was revoked stands in nobody's way.
        ExcludeConstraint(
            ("person_id", "="),
            ("role", "="),
            (text("COALESCE(unit_id, round_id, person_id)"), "="),
            (
                text(
                    "tstzrange(starts_at, CASE WHEN revoked_at IS NOT NULL OR ends_at IS NOT NULL"
                    " THEN GREATEST(starts_at, LEAST(revoked_at, ends_at)) END)"
                ),
                "&&",
            ),
            name="ex_role_grants_in_force",
            using="gist",
        ),
        Index(None, "granted_at", "id"),
        Index(None, "person_id"),
        Index(None, "round_id"),
        Index(None, "unit_id"),
    )

    id: Mapped[Id]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    role: Mapped[Role] = mapped_column(text_enum(Role))
    unit_id: Mapped[UUID | None] = mapped_column(ForeignKey("units.id"))
    round_id: Mapped[UUID | None] = mapped_column(ForeignKey("rounds.id"))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime | None]
    granted_at: Mapped[datetime]
    granted_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    revoked_at: Mapped[datetime | None]
    revoked_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    revoked_reason: Mapped[str | None]
