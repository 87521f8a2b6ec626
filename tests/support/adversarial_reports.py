"""Reports of every other unit that takes part in anything, in every state, each with a step."""

from domain.initiatives.rules import Punctuality
from domain.reports.rules import ReportState
from tests.support.plain_rows import Draft


def add_reports(draft: Draft) -> None:
    """Let every other unit report, some of them late."""
    for number, part in enumerate(draft["participations"][::2]):
        document = draft.any_of(*draft["official_documents"])["id"]
        state = tuple(ReportState)[number % len(ReportState)]
        row = draft.add(
            "unit_reports",
            participation_id=part["id"],
            movement_id=part["movement_id"],
            unit_id=part["unit_id"],
            document_id=document,
            state=state,
            punctuality=draft.any_of(*Punctuality),
            synthesis_id=document if state is ReportState.SYNTHESISED else None,
        )
        reason = "Bổ sung" if state is ReportState.RETURNED else None
        step = {"to_state": state, "from_state": None, "document_id": document, "reason": reason}
        draft.add("unit_report_steps", report_id=row["id"], **step)
