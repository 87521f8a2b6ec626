"""Enumerations of evaluations as GraphQL shows them."""

from domain.engine.problem import Method
from domain.evaluations.rules import AssignmentOrigin, AssignmentState, RoundKind, RoundState, ScoresSeen, SheetState
from schema.enums import expose
from schema.texts import T

__all__ = ["AssignmentOrigin", "AssignmentState", "Method", "RoundKind", "RoundState", "ScoresSeen", "SheetState"]

expose(
    RoundState,
    T("Trạng thái vòng chấm.", "The state of a round."),
    {
        "DRAFT": ("Đang chuẩn bị.", "In preparation."),
        "OPEN": ("Đang chấm.", "Open for scoring."),
        "CLOSED": ("Đã đóng, không mở lại.", "Closed for good."),
    },
)
expose(
    AssignmentState,
    T("Trạng thái phân công chấm.", "The state of an assignment."),
    {
        "ASSIGNED": ("Được giao chấm.", "Assigned."),
        "ABSTAINED": ("Không chấm.", "The evaluator declined to score."),
        "RECUSED": ("Từ chối vì xung đột lợi ích.", "The evaluator withdrew for a conflict of interest."),
    },
)
expose(
    SheetState,
    T("Trạng thái phiếu chấm.", "The state of a score sheet."),
    {
        "DRAFT": ("Bản nháp, chưa được tính.", "A draft; it does not count."),
        "SUBMITTED": ("Đã gửi và khóa, được tính.", "Submitted and locked; it counts."),
    },
)
expose(
    RoundKind,
    T("Loại vòng chấm.", "What a round is for."),
    {
        "SCREENING": ("Sơ loại: đủ điều kiện hay không.", "Screening: eligible or not."),
        "SELF_SCORE": ("Đơn vị tự chấm.", "A unit scores its own initiatives."),
        "CROSS_SCORE": ("Chấm chéo trong khối.", "Units of one block score one another."),
        "EXPERT": ("Chuyên gia chấm.", "Experts score."),
        "COUNCIL": ("Hội đồng xét.", "A council reviews."),
        "TIE_BREAK": ("Phân định đồng điểm bằng so sánh từng cặp.", "Pairs are compared, to settle equal scores."),
    },
)
expose(
    ScoresSeen,
    T("Khi nào thấy phiếu của thành viên khác.", "When an evaluator sees fellow evaluators' sheets."),
    {
        "NEVER": ("Không bao giờ.", "Never."),
        "AFTER_OWN": ("Sau khi gửi phiếu của mình.", "After submitting one's own."),
        "ALWAYS": ("Luôn luôn.", "Always."),
    },
)
expose(
    AssignmentOrigin,
    T("Phân công từ đâu mà có.", "How an entry came to an evaluator."),
    {
        "BY_HAND": ("Giao trực tiếp.", "Assigned by hand."),
        "PROPOSED": ("Theo phương án phân công.", "As a proposal had it."),
        "REPLACEMENT": ("Thay người đã từ chối.", "In place of somebody who gave it up."),
    },
)
