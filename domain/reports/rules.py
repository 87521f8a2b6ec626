"""Unit reports (báo cáo kết quả của đơn vị): their states, the steps between them, and whether they came in time.

A unit owes one report of a movement, "before" a day (trước ngày): the first submission decides whether it came in time,
and being asked to supplement it changes nothing about that (domain study, section 8).
"""

from collections.abc import Mapping
from enum import StrEnum

from domain.errors import Conflict, Text


class ReportState(StrEnum):
    """What became of a report that was sent; one that was not sent has no state."""

    SUBMITTED = "SUBMITTED"
    RECEIVED = "RECEIVED"
    RETURNED = "RETURNED"
    ACCEPTED = "ACCEPTED"
    SYNTHESISED = "SYNTHESISED"


class ReportStanding(StrEnum):
    """Where a unit stands with its report: it came in time, it came late, or none came."""

    ON_TIME = "ON_TIME"
    LATE = "LATE"
    MISSING = "MISSING"


_S = ReportState

#: States from which each step may be taken; a first submission needs none.
STEPS: Mapping[ReportState, frozenset[ReportState]] = {
    _S.SUBMITTED: frozenset({_S.RETURNED}),
    _S.RECEIVED: frozenset({_S.SUBMITTED}),
    _S.RETURNED: frozenset({_S.RECEIVED, _S.ACCEPTED}),
    _S.ACCEPTED: frozenset({_S.RECEIVED}),
    _S.SYNTHESISED: frozenset({_S.ACCEPTED}),
}


def check_step(current: ReportState, target: ReportState) -> None:
    """Raise Conflict unless `target` may follow `current`."""
    if current not in STEPS[target]:
        text = Text(
            f"Báo cáo đang ở trạng thái {current}, không thể chuyển sang {target}.",
            f"The report is {current} and cannot become {target}.",
        )
        raise Conflict("STATE_FORBIDS", text)


def check_supplemented(*, was_sent: bool) -> None:
    """Raise Conflict when a report that was returned comes again as a document that was sent before."""
    if was_sent:
        text = Text(
            "Báo cáo bị trả lại phải được bổ sung: gửi bản lập mới.",
            "A report that was returned must be supplemented: send one that was made anew.",
        )
        raise Conflict("REPORT_UNCHANGED", text, ("documentId",))
