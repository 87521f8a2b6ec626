"""The deeds on unit reports."""

import strawberry

from domain.access.permissions import Permission
from domain.documents import reporting
from domain.reports import actions
from schema.mutation import Deed, Made, MutationInput, Ref, made, mutation, payload, ref, value
from schema.refs import UnitReportRef
from schema.texts import READ_VERSION, REASON, T, describe

REPORT = T("Báo cáo.", "The report.")
MADE = T("Báo cáo; rỗng khi bị từ chối.", "The report; null when refused.")


@strawberry.input(description=describe(T("Gửi báo cáo của đơn vị.", "A unit's report to send in.")))
class SubmitUnitReportInput(MutationInput):
    """Which document."""

    document_id: Ref = ref(
        "OfficialDocument", T("Báo cáo kết quả của đơn vị, đã ký.", "The unit's report, signed by its head.")
    )
    expected_version: int = value(READ_VERSION)


@payload(T("Kết quả gửi báo cáo.", "The answer of submitUnitReport."))
class SubmitUnitReportPayload:
    """The report sent in: its receipt."""

    unit_report = made("UnitReport", UnitReportRef, MADE)


async def submit_unit_report(deed: Deed, input: SubmitUnitReportInput) -> Made[SubmitUnitReportPayload]:
    """Send a report in."""
    report = await reporting.submit_unit_report(
        deed.session, deed.actor, document_id=input.document_id, expected_version=input.expected_version
    )
    return Made(unit_report=report.id)


@strawberry.input(description=describe(T("Tiếp nhận báo cáo.", "A report whose receipt is acknowledged.")))
class ReceiveUnitReportInput(MutationInput):
    """Which report."""

    report_id: Ref = ref("UnitReport", REPORT)
    expected_version: int = value(READ_VERSION)


@payload(T("Kết quả tiếp nhận báo cáo.", "The answer of receiveUnitReport."))
class ReceiveUnitReportPayload:
    """The report received."""

    unit_report = made("UnitReport", UnitReportRef, MADE)


async def receive_unit_report(deed: Deed, input: ReceiveUnitReportInput) -> Made[ReceiveUnitReportPayload]:
    """Receive a report."""
    report = await actions.receive_unit_report(
        deed.session, deed.actor, report_id=input.report_id, expected_version=input.expected_version
    )
    return Made(unit_report=report.id)


@strawberry.input(description=describe(T("Trả lại báo cáo để bổ sung.", "A report to return for supplement.")))
class ReturnUnitReportInput(MutationInput):
    """Which report, why."""

    report_id: Ref = ref("UnitReport", REPORT)
    expected_version: int = value(READ_VERSION)
    reason: str = value(REASON)


@payload(T("Kết quả trả lại báo cáo.", "The answer of returnUnitReport."))
class ReturnUnitReportPayload:
    """The report returned."""

    unit_report = made("UnitReport", UnitReportRef, MADE)


async def return_unit_report(deed: Deed, input: ReturnUnitReportInput) -> Made[ReturnUnitReportPayload]:
    """Return a report."""
    report = await actions.return_unit_report(
        deed.session,
        deed.actor,
        report_id=input.report_id,
        expected_version=input.expected_version,
        reason=input.reason,
    )
    return Made(unit_report=report.id)


@strawberry.input(description=describe(T("Chấp nhận báo cáo.", "A report found complete.")))
class AcceptUnitReportInput(MutationInput):
    """Which report."""

    report_id: Ref = ref("UnitReport", REPORT)
    expected_version: int = value(READ_VERSION)


@payload(T("Kết quả chấp nhận báo cáo.", "The answer of acceptUnitReport."))
class AcceptUnitReportPayload:
    """The report accepted."""

    unit_report = made("UnitReport", UnitReportRef, MADE)


async def accept_unit_report(deed: Deed, input: AcceptUnitReportInput) -> Made[AcceptUnitReportPayload]:
    """Accept a report."""
    report = await actions.accept_unit_report(
        deed.session, deed.actor, report_id=input.report_id, expected_version=input.expected_version
    )
    return Made(unit_report=report.id)


@strawberry.type
class ReportMutations:
    """All deeds on unit reports."""

    submit_unit_report = mutation(
        submit_unit_report,
        Permission.REPORT_SUBMIT,
        T(
            "Gửi báo cáo đã ký của đơn vị; sau hạn vẫn nhận, ghi là chậm; bản bị trả lại gửi bằng văn bản mới.",
            "Send in a unit's signed report; late ones are taken as late; what was returned comes as a new document.",
        ),
    )
    receive_unit_report = mutation(
        receive_unit_report, Permission.REPORT_RECEIVE, T("Tiếp nhận báo cáo.", "Acknowledge a report's receipt.")
    )
    return_unit_report = mutation(
        return_unit_report,
        Permission.REPORT_RECEIVE,
        T(
            "Trả lại báo cáo để bổ sung; thời điểm gửi lần đầu giữ nguyên.",
            "Return a report for supplement; when it first came stays.",
        ),
    )
    accept_unit_report = mutation(
        accept_unit_report, Permission.REPORT_RECEIVE, T("Chấp nhận báo cáo.", "Find a received report complete.")
    )
