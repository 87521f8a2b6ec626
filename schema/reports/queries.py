"""Root fields that read unit reports."""

import strawberry

from schema.fields import connection, lookup
from schema.refs import UnitReportRef
from schema.reports import lists
from schema.texts import T


@strawberry.type
class ReportQueries:
    """What units reported."""

    unit_report = lookup("UnitReport", UnitReportRef, T("Báo cáo của một đơn vị.", "What one unit reported."))
    unit_reports = connection(
        "UnitReport",
        UnitReportRef,
        T(
            "Báo cáo của các đơn vị, đến trước đứng trước; ai chưa báo cáo xem ở `participations`.",
            "What units reported, the first to come first; who did not is found among `participations`.",
        ),
        filters=lists.UnitReportFilter,
        ordering=lists.UNIT_REPORT_ORDER,
    )
