"""Enumerations, filters and orders of the lists of councils, and words that several fields say."""

import strawberry

from domain.councils import model
from domain.councils.rules import Attendance, BallotChoice, CouncilKind, CouncilRole, SessionState
from schema.bindings import OrderField
from schema.enums import expose
from schema.filters import equals, is_one_of, ordering, refers_to
from schema.texts import T, describe

KIND = T("Loại Hội đồng.", "The kind of council.")
ROLE = T("Vai trò trong Hội đồng.", "The role in the council.")
STATE = T("Trạng thái phiên họp.", "The state of a session.")
ATTENDANCE = T("Có mặt hay vắng mặt.", "Whether the member is present.")
CHOICE = T("Ý kiến trên phiếu.", "What a ballot says.")
NAME = T("Tên tiếng Việt.", "The name in Vietnamese.")
NAME_EN = T("Tên tiếng Anh.", "The name in English.")
UNIT = T("Đơn vị của Hội đồng; Hội đồng cấp Bộ không có.", "The council's unit; the ministry's has none.")
MOVEMENT = T("Phong trào.", "The movement.")
OF_MOVEMENT = T("Chỉ lập cho một phong trào, nếu nêu.", "The one movement it was set up for, if any.")
COUNCIL = T("Hội đồng.", "The council.")
PERSON = T("Thành viên.", "The member.")
HAS_VOTE = T(
    "Có quyền biểu quyết; chỉ thư ký mới có thể không có.", "Whether they vote; only a secretary may be without."
)
STARTS_ON = T("Ngày đầu tham gia.", "The first day in the council.")
ENDS_ON = T("Ngày cuối tham gia.", "The last day in the council.")
SESSION_NAME = T("Tên hoặc số phiên họp.", "The session's name or number.")
PLACE = T("Địa điểm.", "The place.")
SCHEDULED_AT = T("Thời gian họp dự kiến.", "When it is to meet.")
THRESHOLD = T(
    "Tỷ lệ tán thành để thông qua, tính trên tổng số thành viên (0 < .. ≤ 1).",
    "The share of the total membership that carries an item (0 < .. ≤ 1).",
)
QUORUM = T(
    "Tỷ lệ thành viên có mặt để được biểu quyết, tính trên tổng số thành viên (0 < .. ≤ 1).",
    "The share of the total membership that must be present to vote (0 < .. ≤ 1).",
)
IS_SECRET = T("Bỏ phiếu kín.", "Whether the ballot is secret.")

expose(
    CouncilKind,
    KIND,
    {
        "MINISTRY": ("Hội đồng thi đua - khen thưởng Bộ.", "The ministry's council of emulation and commendation."),
        "UNIT": ("Hội đồng thi đua - khen thưởng cơ sở.", "A unit's council of emulation and commendation."),
        "INITIATIVE": ("Hội đồng sáng kiến.", "A council that recognises initiatives."),
    },
)
expose(
    CouncilRole,
    ROLE,
    {
        "CHAIR": ("Chủ tịch.", "Chair."),
        "DEPUTY": ("Phó Chủ tịch.", "Deputy chair."),
        "STANDING": ("Ủy viên thường trực.", "Standing member."),
        "MEMBER": ("Ủy viên.", "Member."),
        "SECRETARY": ("Thư ký.", "Secretary."),
    },
)
expose(
    SessionState,
    STATE,
    {
        "PLANNED": ("Đã triệu tập, chưa mở.", "Convened; its agenda can still change."),
        "OPEN": ("Đã mở, thành phần đã chốt; người vắng gửi ý kiến bằng văn bản.", "Open: the roster is frozen."),
        "VOTING": ("Đang bỏ phiếu.", "Members are voting."),
        "LOCKED": ("Đã khóa và kiểm phiếu.", "The ballots are locked and counted."),
        "CONCLUDED": ("Đã kết thúc.", "It ended, and its votes went into the dossiers."),
        "CANCELLED": ("Đã hủy.", "Called off."),
    },
    name="CouncilSessionState",
)
expose(
    Attendance,
    ATTENDANCE,
    {
        "PRESENT": ("Có mặt.", "Present."),
        "ABSENT": ("Vắng mặt.", "Absent."),
        "EXCUSED": ("Vắng mặt có lý do.", "Excused."),
    },
)
expose(
    BallotChoice,
    CHOICE,
    {
        "FOR": ("Tán thành.", "For."),
        "AGAINST": ("Không tán thành.", "Against."),
        "BLANK": ("Phiếu trắng.", "A blank paper."),
    },
)


@strawberry.input(description=describe(T("Lọc Hội đồng.", "What councils to keep.")))
class CouncilFilter:
    """Filters of lists of councils."""

    kind: list[CouncilKind] | None = is_one_of(model.Council.kind, KIND)
    unit_id: strawberry.ID | None = refers_to(model.Council.unit_id, "Unit", UNIT)
    movement_id: strawberry.ID | None = refers_to(model.Council.movement_id, "Movement", OF_MOVEMENT)


COUNCIL_ORDER = ordering("Council", {"NAME": OrderField(model.Council.name, NAME)}, default="NAME")


@strawberry.input(description=describe(T("Lọc thành viên Hội đồng.", "What members to keep.")))
class CouncilMemberFilter:
    """Filters of lists of a council's members."""

    role: list[CouncilRole] | None = is_one_of(model.CouncilMember.role, ROLE)
    person_id: strawberry.ID | None = refers_to(model.CouncilMember.person_id, "Person", PERSON)
    is_dismissed: bool | None = equals(
        model.CouncilMember.dismissed_at.is_not(None), T("Đã miễn nhiệm.", "Whether they were dismissed.")
    )


COUNCIL_MEMBER_ORDER = ordering(
    "CouncilMember", {"STARTS_ON": OrderField(model.CouncilMember.starts_on, STARTS_ON)}, default="STARTS_ON"
)


@strawberry.input(description=describe(T("Lọc phiên họp.", "What sessions to keep.")))
class CouncilSessionFilter:
    """Filters of lists of sessions."""

    state: list[SessionState] | None = is_one_of(model.CouncilSession.state, STATE)
    council_id: strawberry.ID | None = refers_to(model.CouncilSession.council_id, "Council", COUNCIL)
    movement_id: strawberry.ID | None = refers_to(model.CouncilSession.movement_id, "Movement", MOVEMENT)


COUNCIL_SESSION_ORDER = ordering(
    "CouncilSession",
    {"SCHEDULED_AT": OrderField(model.CouncilSession.scheduled_at, SCHEDULED_AT)},
    default="SCHEDULED_AT",
    descending=True,
)
