"""Filters and orders of the list of unit reports, and what its enumerations mean."""

import strawberry

from domain.initiatives.rules import Punctuality
from domain.reports.model import UnitReport
from domain.reports.rules import ReportStanding, ReportState
from schema.bindings import OrderField
from schema.enums import expose
from schema.filters import equals, is_one_of, ordering, refers_to
from schema.texts import T, describe

STATE = T("Trạng thái.", "The state.")
STANDING = T("Đúng hạn, chậm hay chưa báo cáo.", "In time, late or missing.")
PUNCTUALITY = T("Lần gửi đầu đúng hạn hay chậm.", "Whether it first came in time.")
MOVEMENT = T("Phong trào.", "The movement.")
UNIT = T("Đơn vị báo cáo.", "The unit that reports.")
FIRST_SUBMITTED_AT = T("Thời điểm gửi lần đầu.", "When it first came.")

expose(
    ReportState,
    STATE,
    {
        "SUBMITTED": ("Đã gửi.", "Sent in."),
        "RECEIVED": ("Đã tiếp nhận.", "Its receipt is acknowledged."),
        "RETURNED": ("Trả lại để bổ sung.", "Returned for supplement."),
        "ACCEPTED": ("Đã chấp nhận.", "Found complete."),
        "SYNTHESISED": ("Đã được tổng hợp.", "Told in an issued synthesis."),
    },
)
expose(
    ReportStanding,
    STANDING,
    {
        "ON_TIME": ("Đúng hạn.", "It came in time."),
        "LATE": ("Chậm.", "It came late."),
        "MISSING": ("Chưa báo cáo.", "None came."),
    },
)


@strawberry.input(description=describe(T("Lọc báo cáo của đơn vị.", "What unit reports to keep.")))
class UnitReportFilter:
    """Filters of lists of unit reports."""

    movement_id: strawberry.ID | None = refers_to(UnitReport.movement_id, "Movement", MOVEMENT)
    unit_id: strawberry.ID | None = refers_to(UnitReport.unit_id, "Unit", UNIT)
    state: list[ReportState] | None = is_one_of(UnitReport.state, STATE)
    punctuality: Punctuality | None = equals(UnitReport.punctuality, PUNCTUALITY)


UNIT_REPORT_ORDER = ordering(
    "UnitReport",
    {"FIRST_SUBMITTED_AT": OrderField(UnitReport.first_submitted_at, FIRST_SUBMITTED_AT)},
    default="FIRST_SUBMITTED_AT",
)
