"""The enumerations of results, exposed before any type or input names them."""

from domain.results.rules import (
    EntryStatus,
    ReliabilityGrade,
    ResultFlag,
    ResultMethod,
    ResultState,
    ResultWarning,
    UnadjustedReason,
)
from schema.enums import expose
from schema.texts import T

__all__ = [
    "EntryStatus",
    "ReliabilityGrade",
    "ResultFlag",
    "ResultMethod",
    "ResultState",
    "ResultWarning",
    "UnadjustedReason",
]

expose(
    ResultState,
    T("Trạng thái kết quả.", "The state of a result."),
    {
        "STAGED": ("Đã tính, chưa được kiểm tra.", "Computed, not yet verified."),
        "VERIFIED": ("Người thứ hai đã kiểm tra, chưa công bố.", "Verified by a second person, not yet published."),
        "PUBLISHED": ("Đã công bố.", "Published."),
    },
)
expose(
    ResultMethod,
    T("Cách tính điểm của sáng kiến.", "How sheets become a score."),
    {
        "MEAN": ("Trung bình cộng tổng điểm các phiếu.", "The mean of the sheets' totals."),
        "TRIMMED": ("Trung bình sau khi bỏ điểm cao và thấp nhất.", "The mean without the highest and lowest marks."),
        "ADJUSTED": ("Trung bình đã hiệu chỉnh độ nghiêm của từng người chấm.", "The mean adjusted for severity."),
        "PAIRWISE": ("Xác suất thắng khi so sánh từng cặp.", "The chance to be preferred, from comparisons of pairs."),
    },
    name="ResultMethod",
)
expose(
    EntryStatus,
    T("Tình trạng xếp hạng.", "Whether an initiative has a place."),
    {
        "RANKED": ("Có điểm và thứ hạng.", "It has a score and a place."),
        "INCOMPLETE": ("Chưa đủ phiếu hoặc thiếu tiêu chí.", "Below the quorum, or a criterion has no mark."),
        "UNSCORED": ("Không có phiếu nào được tính.", "No sheet counts for it."),
    },
    name="EntryStatus",
)

expose(
    UnadjustedReason,
    T("Vì sao điểm không được hiệu chỉnh.", "Why scores are not adjusted."),
    {
        "COMPLETE_PANEL": ("Mọi thành viên chấm mọi sáng kiến.", "Every evaluator scored every entry."),
        "NO_REPLICATION": ("Dữ liệu quá mỏng.", "The data are too thin."),
    },
    name="UnadjustedReason",
)
expose(
    ResultWarning,
    T("Điều cần biết về cả kết quả.", "What must be known of the whole."),
    {
        "NO_REPLICATION": ("Không ước lượng được sai số.", "The uncertainty cannot be estimated."),
        "DISCONNECTED": ("Các nhóm chấm không nối với nhau.", "The panels are not connected."),
        "TOO_MANY_JUDGES": ("Quá nhiều thành viên chấm.", "Too many evaluators for intervals."),
    },
    name="ResultWarning",
)
expose(
    ResultFlag,
    T("Điều cần một người xem lại; không tự đổi điểm.", "What a person should look at; it changes no score."),
    {
        "THIN": ("Ít phiếu.", "Few sheets."),
        "DISPUTED": ("Các phiếu lệch nhau nhiều.", "The sheets are far apart."),
        "TRIM_SKIPPED": ("Không đủ phiếu để bỏ điểm cao, thấp.", "Too few sheets to trim."),
        "TIED_AT_CUT": ("Đồng hạng ở vị trí cuối.", "Tied at the last seat."),
        "BELOW_QUORUM": ("Chưa đủ số phiếu tối thiểu.", "Below the quorum."),
        "PARTIAL": ("Phiếu thiếu tiêu chí.", "A sheet with absent marks."),
        "OUTLIER": ("Phiếu khác thường.", "A sheet unlike the others."),
        "SEVERE": ("Chấm chặt.", "Strict."),
        "LENIENT": ("Chấm rộng tay.", "Lenient."),
        "ERRATIC": ("Chấm thất thường.", "Erratic."),
        "FLAT": ("Mọi phiếu như nhau.", "Every sheet the same."),
    },
    name="ResultFlag",
)
expose(
    ReliabilityGrade,
    T("Độ tin cậy bằng lời (Koo và Li, 2016).", "Reliability in words (Koo and Li, 2016)."),
    {
        "POOR": ("Kém: dưới 0,5.", "Poor: below 0.5."),
        "MODERATE": ("Trung bình: 0,5-0,75.", "Moderate: 0.5 to 0.75."),
        "GOOD": ("Tốt: 0,75-0,9.", "Good: 0.75 to 0.9."),
        "EXCELLENT": ("Rất tốt: từ 0,9.", "Excellent: 0.9 and above."),
    },
)
