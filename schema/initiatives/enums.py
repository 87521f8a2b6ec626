"""The enumerations of initiatives, exposed before any type or input names them."""

from domain.initiatives.rules import (
    FieldOfWork,
    InitiativeKind,
    InitiativeState,
    Punctuality,
    ReviewDecision,
    ReviewStage,
)
from schema.enums import expose
from schema.texts import T

__all__ = ["FieldOfWork", "InitiativeKind", "InitiativeState", "Punctuality", "ReviewDecision", "ReviewStage"]

expose(
    InitiativeKind,
    T("Loại sáng kiến, giải pháp.", "The kind of an initiative."),
    {
        "DIGITAL": ("Giải pháp công nghệ số.", "Digital solution."),
        "AI": ("Ứng dụng trí tuệ nhân tạo.", "Use of artificial intelligence."),
        "VIRTUAL_ASSISTANT": ("Trợ lý ảo.", "Virtual assistant."),
    },
)
expose(
    FieldOfWork,
    T("Lĩnh vực công tác.", "The field of work."),
    {
        "QUAN_LY": ("Quản lý.", "Management."),
        "DIEU_HANH": ("Điều hành.", "Direction and administration."),
        "CHUYEN_MON": ("Chuyên môn.", "Professional work."),
    },
)
expose(
    InitiativeState,
    T("Trạng thái của sáng kiến.", "The state of an initiative."),
    {
        "DRAFT": ("Đang soạn.", "Being written."),
        "UNIT_REVIEW": ("Chờ thủ trưởng đơn vị duyệt.", "Before the unit's leader."),
        "RETURNED": ("Bị trả lại để hoàn thiện.", "Returned to its authors."),
        "SUBMITTED": ("Đã nộp, chờ thẩm định.", "Submitted, to be screened."),
        "SCREENED": ("Đủ điều kiện.", "Eligible."),
        "INELIGIBLE": ("Không đủ điều kiện.", "Not eligible."),
        "SCORING": ("Đang chấm điểm.", "Being scored."),
        "SCORED": ("Đã chấm điểm.", "Scored."),
        "WITHDRAWN": ("Đã rút.", "Withdrawn."),
    },
)
expose(
    Punctuality,
    T("Lần nộp đầu tiên có đúng hạn hay không.", "Whether the first submission came in time."),
    {
        "ON_TIME": ("Đúng hạn.", "On time."),
        "LATE": ("Quá hạn.", "Late."),
    },
)
expose(
    ReviewStage,
    T("Cấp xem xét.", "Who judged."),
    {
        "UNIT": ("Thủ trưởng đơn vị.", "The unit's leader."),
        "SCREENING": ("Bộ phận thường trực thẩm định.", "The standing body, screening."),
    },
)
expose(
    ReviewDecision,
    T("Ý kiến xem xét.", "What a reviewer decided."),
    {
        "APPROVED": ("Đồng ý.", "Approved."),
        "RETURNED": ("Trả lại để hoàn thiện.", "Returned for completion."),
        "REFUSED": ("Không đồng ý.", "Refused."),
    },
)
