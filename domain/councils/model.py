"""The tables of councils, their members, their sessions, and the papers and sealed counts of their votes.

No row is a ballot: a paper says that it was handed in, never what stands on it, unless the vote is an open one.
"""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    Numeric,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlalchemy.orm import Mapped, mapped_column

from domain.councils.rules import (
    Attendance,
    BallotChoice,
    BallotMeans,
    CouncilKind,
    CouncilRole,
    SessionState,
    Withholding,
)
from domain.orm import Base, Id, Versioned, one_of, text_enum

_PERIOD = text("daterange(starts_on, ends_on, '[]')")
Share = Numeric(5, 4)


class Council(Versioned, Base):
    """A council of emulation and commendation (Hội đồng thi đua - khen thưởng), or one that judges initiatives."""

    __tablename__ = "councils"
    __table_args__ = (
        one_of("kind", CouncilKind),
        CheckConstraint("btrim(name) <> ''", name="name"),
        CheckConstraint(
            "CASE kind WHEN 'UNIT' THEN unit_id IS NOT NULL WHEN 'MINISTRY' THEN unit_id IS NULL ELSE true END",
            name="unit",
        ),
        Index(None, "name", "id"),
        Index(None, "unit_id"),
        Index(None, "movement_id"),
    )

    id: Mapped[Id]
    kind: Mapped[CouncilKind] = mapped_column(text_enum(CouncilKind))
    name: Mapped[str]
    name_en: Mapped[str | None]
    unit_id: Mapped[UUID | None] = mapped_column(ForeignKey("units.id"))
    movement_id: Mapped[UUID | None] = mapped_column(ForeignKey("movements.id"))
    created_at: Mapped[datetime]


class CouncilMember(Base):
    """A person's seat in a council, from a day to a day (the last one included)."""

    __tablename__ = "council_members"
    __table_args__ = (
        one_of("role", CouncilRole),
        CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="period"),
        CheckConstraint("has_vote OR role = 'SECRETARY'", name="has_vote"),
        ExcludeConstraint(
            ("council_id", "="),
            ("person_id", "="),
            (_PERIOD, "&&"),
            name="ex_council_members_seat",
            using="gist",
        ),
        ExcludeConstraint(
            ("council_id", "="),
            (_PERIOD, "&&"),
            name="ex_council_members_chair",
            using="gist",
            where=text("role = 'CHAIR'"),
        ),
        Index(None, "council_id", "starts_on", "id"),
        Index(None, "person_id"),
    )

    id: Mapped[Id]
    council_id: Mapped[UUID] = mapped_column(ForeignKey("councils.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    role: Mapped[CouncilRole] = mapped_column(text_enum(CouncilRole))
    has_vote: Mapped[bool]
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    appointed_at: Mapped[datetime]
    dismissed_at: Mapped[datetime | None]
    dismissed_reason: Mapped[str | None]


class CouncilSession(Versioned, Base):
    """A session of a council (phiên họp). What is frozen at its opening is NULL before."""

    __tablename__ = "council_sessions"
    __table_args__ = (
        one_of("state", SessionState),
        CheckConstraint("btrim(name) <> ''", name="name"),
        CheckConstraint("(state = 'CANCELLED') = (cancelled_at IS NOT NULL)", name="cancelled"),
        CheckConstraint("cancelled_at IS NULL OR cancelled_reason IS NOT NULL", name="cancelled_reason"),
        CheckConstraint(
            "CASE state WHEN 'PLANNED' THEN num_nonnulls(opened_at, voting_at, locked_at, concluded_at) = 0"
            " WHEN 'OPEN' THEN opened_at IS NOT NULL AND num_nonnulls(voting_at, locked_at, concluded_at) = 0"
            " WHEN 'VOTING' THEN num_nonnulls(opened_at, voting_at) = 2 AND num_nonnulls(locked_at, concluded_at) = 0"
            " WHEN 'LOCKED' THEN num_nonnulls(opened_at, voting_at, locked_at) = 3 AND concluded_at IS NULL"
            " WHEN 'CONCLUDED' THEN num_nonnulls(opened_at, voting_at, locked_at, concluded_at) = 4"
            " ELSE num_nonnulls(locked_at, concluded_at) = 0 END",
            name="moments",
        ),
        CheckConstraint(
            "(opened_at IS NULL) = (total_members IS NULL)"
            " AND num_nonnulls(total_members, quorum, quorum_needed) IN (0, 3)"
            " AND (opened_at IS NULL OR chair_id IS NOT NULL)",
            name="opened",
        ),
        Index(None, "council_id"),
        Index(None, "movement_id"),
        Index(None, "scheduled_at", "id"),
    )

    id: Mapped[Id]
    council_id: Mapped[UUID] = mapped_column(ForeignKey("councils.id"))
    movement_id: Mapped[UUID] = mapped_column(ForeignKey("movements.id"))
    name: Mapped[str]
    place: Mapped[str | None]
    scheduled_at: Mapped[datetime]
    state: Mapped[SessionState] = mapped_column(text_enum(SessionState), default=SessionState.PLANNED)
    chair_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    secretary_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    #: How many members have a vote; the quorum as a share of them, and as a number.
    total_members: Mapped[int | None]
    quorum: Mapped[Decimal | None] = mapped_column(Share)
    quorum_needed: Mapped[int | None]
    created_at: Mapped[datetime]
    opened_at: Mapped[datetime | None]
    voting_at: Mapped[datetime | None]
    locked_at: Mapped[datetime | None]
    concluded_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]
    cancelled_reason: Mapped[str | None]


class SessionMember(Base):
    """A member as they stood when the session was opened; triggers let nothing change of it but attendance."""

    __tablename__ = "session_members"
    __table_args__ = (
        one_of("role", CouncilRole),
        one_of("attendance", Attendance),
        CheckConstraint("has_vote OR role = 'SECRETARY'", name="has_vote"),
        CheckConstraint("attendance = 'PRESENT' OR arrived_at IS NULL", name="arrived"),
        UniqueConstraint("session_id", "person_id"),
        Index(None, "person_id"),
    )

    id: Mapped[Id]
    session_id: Mapped[UUID] = mapped_column(ForeignKey("council_sessions.id"))
    ordinal: Mapped[int]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    role: Mapped[CouncilRole] = mapped_column(text_enum(CouncilRole))
    position: Mapped[str]
    has_vote: Mapped[bool]
    attendance: Mapped[Attendance] = mapped_column(text_enum(Attendance), default=Attendance.ABSENT)
    arrived_at: Mapped[datetime | None]


class SessionItem(Base):
    """A nomination on the agenda: the rule frozen at the opening, then progress; the result is NULL until the lock."""

    __tablename__ = "session_items"
    __table_args__ = (
        UniqueConstraint("session_id", "nomination_id"),
        UniqueConstraint("session_id", "ordinal"),
        # What papers refer to, so that a secret paper is one of a secret item.
        UniqueConstraint("id", "session_id", "is_secret", name="uq_session_items_papers"),
        CheckConstraint("num_nonnulls(threshold, is_secret, votes_needed, issued) IN (0, 4)", name="rule"),
        CheckConstraint(
            "num_nonnulls(votes_for, votes_against, votes_blank, share, is_passed) IN (0, 5)", name="result"
        ),
        CheckConstraint("votes_for + votes_against + votes_blank = collected", name="collected"),
        CheckConstraint("collected BETWEEN 0 AND coalesce(issued, 0)", name="issued"),
        CheckConstraint("is_passed = (votes_for >= votes_needed)", name="passed"),
        Index(None, "nomination_id"),
    )

    id: Mapped[Id]
    session_id: Mapped[UUID] = mapped_column(ForeignKey("council_sessions.id"))
    nomination_id: Mapped[UUID] = mapped_column(ForeignKey("nominations.id"))
    ordinal: Mapped[int]
    threshold: Mapped[Decimal | None] = mapped_column(Share)
    is_secret: Mapped[bool | None]
    clause: Mapped[str | None]
    votes_needed: Mapped[int | None]
    issued: Mapped[int | None]
    collected: Mapped[int] = mapped_column(default=0)
    votes_for: Mapped[int | None]
    votes_against: Mapped[int | None]
    votes_blank: Mapped[int | None]
    share: Mapped[Decimal | None] = mapped_column(Share)
    is_passed: Mapped[bool | None]


class BallotPaper(Base):
    """A member's paper for an item: handed out or withheld, handed in or not. A choice stands on open ones alone.

    A paper is handed in once; it keeps no moment, and no order.
    """

    __tablename__ = "ballot_papers"
    __table_args__ = (
        one_of("withheld", Withholding),
        one_of("means", BallotMeans),
        one_of("choice", BallotChoice),
        UniqueConstraint("item_id", "member_id"),
        ForeignKeyConstraint(
            ("item_id", "session_id", "is_secret"),
            ("session_items.id", "session_items.session_id", "session_items.is_secret"),
            name="fk_ballot_papers_item_id",
        ),
        CheckConstraint("withheld IS NULL OR means IS NULL", name="handed_in"),
        CheckConstraint(
            "CASE WHEN is_secret THEN choice IS NULL ELSE (choice IS NULL) = (means IS NULL) END", name="secret"
        ),
        Index(None, "member_id"),
        Index(None, "session_id"),
    )

    id: Mapped[Id]
    session_id: Mapped[UUID]
    item_id: Mapped[UUID]
    member_id: Mapped[UUID] = mapped_column(ForeignKey("session_members.id"))
    is_secret: Mapped[bool]
    withheld: Mapped[Withholding | None] = mapped_column(text_enum(Withholding))
    means: Mapped[BallotMeans | None] = mapped_column(text_enum(BallotMeans))
    choice: Mapped[BallotChoice | None] = mapped_column(text_enum(BallotChoice))


class SealedTally(Base):
    """The count of a secret item, sealed: see `ballot_box`."""

    __tablename__ = "sealed_tallies"
    __table_args__ = (CheckConstraint("octet_length(sealed) = 41", name="length"),)

    item_id: Mapped[UUID] = mapped_column(ForeignKey("session_items.id"), primary_key=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
