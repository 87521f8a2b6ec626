"""The enumerations of movements as GraphQL shows them; import them from here, so that they are described first."""

from domain.movements.rules import MovementForm, MovementScope, MovementState
from schema.enums import expose
from schema.texts import T

__all__ = ["MovementForm", "MovementScope", "MovementState"]

expose(
    MovementForm,
    T("Hình thức tổ chức (Điều 16 Luật Thi đua, khen thưởng).", "The form of a movement (article 16 of the Law)."),
    {
        "REGULAR": ("Thi đua thường xuyên.", "Regular."),
        "THEMATIC": ("Thi đua theo chuyên đề.", "Thematic."),
    },
)
expose(
    MovementScope,
    T("Phạm vi tổ chức (Điều 16 Luật Thi đua, khen thưởng).", "The scope of a movement (article 16 of the Law)."),
    {
        "NATIONAL": ("Toàn quốc.", "Nationwide."),
        "MINISTRY": ("Bộ, ban, ngành, đoàn thể, địa phương.", "A ministry, branch, organisation or province."),
        "CLUSTER": ("Cụm, khối thi đua.", "A cluster or block."),
        "UNIT": ("Cơ quan, tổ chức, đơn vị.", "One agency, organisation or unit."),
    },
)
expose(
    MovementState,
    T("Trạng thái của phong trào.", "The state of a movement."),
    {
        "DRAFT": ("Bản thảo.", "Being drafted."),
        "SUBMITTED": ("Đã trình phê duyệt.", "Submitted for approval."),
        "RETURNED": ("Bị trả lại, kèm lý do.", "Returned to be mended, with a reason."),
        "APPROVED": ("Đã phê duyệt, chờ phát động.", "Approved, to be launched."),
        "LAUNCHED": ("Đã phát động.", "Launched."),
        "RUNNING": ("Đang triển khai.", "Under way."),
        "INTERIM_REVIEWED": ("Đã sơ kết.", "Reviewed half-way."),
        "REPORTING_CLOSED": ("Đã khóa nhận báo cáo, sáng kiến.", "Reports are closed."),
        "EVALUATING": ("Đang chấm điểm, đánh giá.", "Being evaluated."),
        "AWARDING": ("Đang xét khen thưởng.", "Awards are being decided."),
        "SUMMARISED": ("Đã tổng kết.", "Summed up."),
        "ARCHIVED": ("Đã lưu trữ, không sửa được nữa.", "Archived; nothing changes any more."),
    },
)
