"""The types of unit reports."""

from datetime import datetime

from domain.initiatives.rules import Punctuality
from domain.reports import model, queries
from domain.reports.rules import ReportState
from schema.bindings import Node, column, entity
from schema.fields import one, owned
from schema.refs import MovementRef, OfficialDocumentRef, PersonRef, UnitRef, UnitReportRef, UnitReportStepRef
from schema.reports import lists
from schema.texts import VERSION, T

_OF, _STEP = model.UnitReport, model.UnitReportStep


@entity(queries.REPORTS, T("Báo cáo kết quả mà một đơn vị đã gửi.", "What a unit reported on a movement."))
class UnitReport(Node):
    """A report that came, and what became of it."""

    version: int = column(_OF.version, VERSION)
    state: ReportState = column(_OF.state, lists.STATE)
    state_since: datetime = column(_OF.state_since, T("Từ khi nào.", "Since when."))
    punctuality: Punctuality = column(_OF.punctuality, lists.PUNCTUALITY)
    first_submitted_at: datetime = column(_OF.first_submitted_at, lists.FIRST_SUBMITTED_AT)
    submitted_at: datetime = column(_OF.submitted_at, T("Thời điểm gửi bản hiện tại.", "When what stands now came."))
    movement = one("Movement", MovementRef, _OF.movement_id, lists.MOVEMENT)
    unit = one("Unit", UnitRef, _OF.unit_id, lists.UNIT)
    document = one("OfficialDocument", OfficialDocumentRef, _OF.document_id, T("Văn bản đã gửi.", "What was sent."))
    synthesis = one(
        "OfficialDocument",
        OfficialDocumentRef,
        _OF.synthesis_id,
        T("Báo cáo tổng hợp đã nêu.", "The synthesis that tells of it."),
    )
    steps = owned(
        "UnitReportStep",
        UnitReportStepRef,
        _STEP.report_id,
        T("Các bước đã qua, cũ trước.", "Every step that it took, the oldest first."),
        order=[(_STEP.number, False)],
    )


@entity(queries.STEPS, T("Một bước của báo cáo.", "One step of a report."))
class UnitReportStep(Node):
    """When, by whom and why a report came to a state."""

    number: int = column(_STEP.number, T("Số thứ tự.", "Its number."))
    from_state: ReportState | None = column(
        _STEP.from_state, T("Trạng thái trước; rỗng ở lần gửi đầu.", "The state before; null when it first came.")
    )
    to_state: ReportState = column(_STEP.to_state, T("Trạng thái sau.", "The state after."))
    reason: str | None = column(_STEP.reason, T("Lý do trả lại.", "Why it was returned."))
    at: datetime = column(_STEP.at, T("Thời điểm.", "When."))
    by = one("Person", PersonRef, _STEP.by_id, T("Ai làm.", "By whom."))
    document = one(
        "OfficialDocument", OfficialDocumentRef, _STEP.document_id, T("Văn bản khi đó.", "What stood for it then.")
    )
    report = one("UnitReport", UnitReportRef, _STEP.report_id, T("Báo cáo.", "Its report."))
