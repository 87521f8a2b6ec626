"""The types of councils, their members, their sessions and what they vote on."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select

from domain.councils import model, queries
from domain.councils.rules import Attendance, CouncilKind, CouncilRole, SessionState
from schema.bindings import Node, column, entity
from schema.councils import lists
from schema.fields import connection, one, owned
from schema.refs import (
    CouncilMemberRef,
    CouncilRef,
    CouncilSessionRef,
    MovementRef,
    NominationRef,
    PersonRef,
    SessionItemRef,
    SessionMemberRef,
    UnitRef,
)
from schema.texts import VERSION, T

_MEMBER, _ITEM = model.SessionMember, model.SessionItem
#: How many members with a vote are noted present.
_PRESENT: Any = (
    select(func.count())
    .where(_MEMBER.session_id == model.CouncilSession.id, _MEMBER.has_vote, _MEMBER.attendance == Attendance.PRESENT)
    .correlate(model.CouncilSession)
    .scalar_subquery()
)


def _of_items(counted: Any) -> Any:
    """Add up a number of all items of a session."""
    total = select(func.coalesce(func.sum(counted), 0)).where(_ITEM.session_id == model.CouncilSession.id)
    return total.correlate(model.CouncilSession).scalar_subquery()


@entity(queries.COUNCILS, T("Hội đồng thi đua - khen thưởng hoặc Hội đồng sáng kiến.", "A council."))
class Council(Node):
    """A council of emulation and commendation, or one that recognises initiatives."""

    version: int = column(model.Council.version, VERSION)
    kind: CouncilKind = column(model.Council.kind, lists.KIND)
    name: str = column(model.Council.name, lists.NAME)
    name_en: str | None = column(model.Council.name_en, lists.NAME_EN)
    created_at: datetime = column(model.Council.created_at, T("Thời điểm lập.", "When it was set up."))
    unit = one("Unit", UnitRef, model.Council.unit_id, lists.UNIT)
    movement = one("Movement", MovementRef, model.Council.movement_id, lists.OF_MOVEMENT)
    members = connection(
        "CouncilMember",
        CouncilMemberRef,
        T("Các thành viên, đương nhiệm và đã thôi.", "Its members, present and past."),
        filters=lists.CouncilMemberFilter,
        ordering=lists.COUNCIL_MEMBER_ORDER,
        parent=model.CouncilMember.council_id,
    )
    sessions = connection(
        "CouncilSession",
        CouncilSessionRef,
        T("Các phiên họp bạn được xem, mới nhất trước.", "Its sessions that you may see, the latest first."),
        filters=lists.CouncilSessionFilter,
        ordering=lists.COUNCIL_SESSION_ORDER,
        parent=model.CouncilSession.council_id,
    )


@entity(queries.COUNCIL_MEMBERS, T("Một thành viên Hội đồng, có thời hạn.", "A person's seat in a council."))
class CouncilMember(Node):
    """A person's seat in a council, from a day to a day."""

    role: CouncilRole = column(model.CouncilMember.role, lists.ROLE)
    has_vote: bool = column(model.CouncilMember.has_vote, lists.HAS_VOTE)
    starts_on: date = column(model.CouncilMember.starts_on, lists.STARTS_ON)
    ends_on: date | None = column(model.CouncilMember.ends_on, lists.ENDS_ON)
    appointed_at: datetime = column(
        model.CouncilMember.appointed_at, T("Thời điểm cử vào.", "When they were appointed.")
    )
    dismissed_at: datetime | None = column(
        model.CouncilMember.dismissed_at, T("Thời điểm miễn nhiệm.", "When they were dismissed.")
    )
    dismissed_reason: str | None = column(
        model.CouncilMember.dismissed_reason, T("Lý do miễn nhiệm.", "Why they were dismissed.")
    )
    council = one("Council", CouncilRef, model.CouncilMember.council_id, lists.COUNCIL)
    person = one("Person", PersonRef, model.CouncilMember.person_id, lists.PERSON)


@entity(
    queries.SESSIONS,
    T(
        "Phiên họp Hội đồng. Khi mở phiên, thành phần, nội dung và thể lệ được chốt.",
        "A session of a council. Members, agenda and rules are frozen when it is opened.",
    ),
)
class CouncilSession(Node):
    """A session of a council; nobody sees more of a secret ballot than how many papers came in, until the lock."""

    version: int = column(model.CouncilSession.version, VERSION)
    name: str = column(model.CouncilSession.name, lists.SESSION_NAME)
    place: str | None = column(model.CouncilSession.place, lists.PLACE)
    scheduled_at: datetime = column(model.CouncilSession.scheduled_at, lists.SCHEDULED_AT)
    state: SessionState = column(model.CouncilSession.state, lists.STATE)
    total_members: int | None = column(
        model.CouncilSession.total_members,
        T("Tổng số thành viên có quyền biểu quyết, chốt khi mở.", "The total membership with a vote, frozen."),
    )
    quorum: Decimal | None = column(model.CouncilSession.quorum, lists.QUORUM)
    quorum_needed: int | None = column(
        model.CouncilSession.quorum_needed, T("Số thành viên tối thiểu phải có mặt.", "How many must be present.")
    )
    present: int = column(_PRESENT, T("Số thành viên biểu quyết có mặt.", "How many members with a vote are present."))
    is_quorate: bool | None = column(
        model.CouncilSession.quorum_needed <= _PRESENT,
        T("Đủ số thành viên để biểu quyết; rỗng khi chưa mở.", "Whether there is a quorum; null before the opening."),
    )
    issued: int = column(
        _of_items(_ITEM.issued), T("Tổng số phiếu phát ra, mọi nội dung.", "Papers handed out, of all items.")
    )
    collected: int = column(
        _of_items(_ITEM.collected), T("Tổng số phiếu đã thu, mọi nội dung.", "Papers handed in, of all items.")
    )
    opened_at: datetime | None = column(model.CouncilSession.opened_at, T("Thời điểm mở.", "When it was opened."))
    voting_at: datetime | None = column(
        model.CouncilSession.voting_at, T("Thời điểm bắt đầu bỏ phiếu.", "When voting began.")
    )
    locked_at: datetime | None = column(
        model.CouncilSession.locked_at, T("Thời điểm khóa và kiểm phiếu.", "When the ballots were locked and counted.")
    )
    concluded_at: datetime | None = column(
        model.CouncilSession.concluded_at, T("Thời điểm kết thúc.", "When it was concluded.")
    )
    cancelled_at: datetime | None = column(
        model.CouncilSession.cancelled_at, T("Thời điểm hủy.", "When it was called off.")
    )
    cancelled_reason: str | None = column(
        model.CouncilSession.cancelled_reason, T("Lý do hủy.", "Why it was called off.")
    )
    council = one("Council", CouncilRef, model.CouncilSession.council_id, lists.COUNCIL)
    movement = one("Movement", MovementRef, model.CouncilSession.movement_id, lists.MOVEMENT)
    chair = one("Person", PersonRef, model.CouncilSession.chair_id, T("Người chủ trì.", "Who presides."))
    secretary = one("Person", PersonRef, model.CouncilSession.secretary_id, T("Thư ký phiên họp.", "The secretary."))
    members = owned(
        "SessionMember",
        SessionMemberRef,
        model.SessionMember.session_id,
        T("Danh sách thành viên đã chốt khi mở.", "The roster, as it was at the opening."),
        order=[(model.SessionMember.ordinal, False)],
    )
    items = owned(
        "SessionItem",
        SessionItemRef,
        model.SessionItem.session_id,
        T("Nội dung biểu quyết; không có nội dung về chính bạn.", "What is voted on, but not what is about yourself."),
        order=[(model.SessionItem.ordinal, False)],
    )


@entity(queries.SESSION_MEMBERS, T("Một thành viên trong danh sách phiên họp.", "A member on a session's roster."))
class SessionMember(Node):
    """A member as they stood at the opening, and whether they are present."""

    role: CouncilRole = column(model.SessionMember.role, lists.ROLE)
    position: str = column(model.SessionMember.position, T("Chức vụ khi mở phiên.", "Their position at the opening."))
    has_vote: bool = column(model.SessionMember.has_vote, lists.HAS_VOTE)
    attendance: Attendance = column(model.SessionMember.attendance, lists.ATTENDANCE)
    arrived_at: datetime | None = column(model.SessionMember.arrived_at, T("Thời điểm đến.", "When they came."))
    session = one("CouncilSession", CouncilSessionRef, model.SessionMember.session_id, T("Phiên họp.", "The session."))
    person = one("Person", PersonRef, model.SessionMember.person_id, lists.PERSON)


@entity(
    queries.ITEMS,
    T(
        "Một nội dung biểu quyết. Kết quả rỗng cho đến khi khóa phiếu.",
        "An item of an agenda. Its result is null until the ballots are locked.",
    ),
)
class SessionItem(Node):
    """A nomination that a council votes on, by a rule frozen at the opening."""

    ordinal: int = column(model.SessionItem.ordinal, T("Số thứ tự.", "Its place on the agenda."))
    threshold: Decimal | None = column(model.SessionItem.threshold, lists.THRESHOLD)
    votes_needed: int | None = column(
        model.SessionItem.votes_needed, T("Số phiếu tán thành tối thiểu.", "How many votes for it carry it.")
    )
    is_secret: bool | None = column(model.SessionItem.is_secret, lists.IS_SECRET)
    clause: str | None = column(
        model.SessionItem.clause, T("Căn cứ của thể lệ; rỗng nếu thư ký nêu.", "What the rule rests on, if on a law.")
    )
    issued: int | None = column(
        model.SessionItem.issued,
        T("Số phiếu phát ra: không phát cho người có liên quan.", "Papers handed out; those involved get none."),
    )
    collected: int = column(model.SessionItem.collected, T("Số phiếu đã thu.", "Papers handed in."))
    valid: int | None = column(
        model.SessionItem.votes_for + model.SessionItem.votes_against,
        T("Số phiếu có ý kiến: tán thành hoặc không.", "Papers that say for or against."),
    )
    votes_for: int | None = column(model.SessionItem.votes_for, T("Số phiếu tán thành.", "Votes for it."))
    votes_against: int | None = column(
        model.SessionItem.votes_against, T("Số phiếu không tán thành.", "Votes against it.")
    )
    votes_blank: int | None = column(model.SessionItem.votes_blank, T("Số phiếu trắng.", "Blank papers."))
    share: Decimal | None = column(
        model.SessionItem.share,
        T("Tỷ lệ tán thành trên tổng số thành viên.", "Votes for it as a share of the total membership."),
    )
    is_passed: bool | None = column(model.SessionItem.is_passed, T("Được thông qua.", "Whether it was carried."))
    session = one("CouncilSession", CouncilSessionRef, model.SessionItem.session_id, T("Phiên họp.", "The session."))
    nomination = one(
        "Nomination", NominationRef, model.SessionItem.nomination_id, T("Đề nghị khen thưởng.", "The nomination.")
    )
