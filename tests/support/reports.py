"""What units reported, made directly for tests."""

from typing import Any

from domain.documents.model import OfficialDocument
from domain.initiatives.rules import Punctuality
from domain.movements.model import Participation
from domain.reports.model import UnitReport, UnitReportStep
from domain.reports.rules import ReportState
from tests.support.factories import NOW, Factory


async def report(make: Factory, part: Participation, document: OfficialDocument, **given: Any) -> UnitReport:
    """A report that came in time and waits to be received, unless told otherwise."""
    values = {
        "participation_id": part.id,
        "movement_id": part.movement_id,
        "unit_id": part.unit_id,
        "document_id": document.id,
        "state_since": NOW,
        "punctuality": Punctuality.ON_TIME,
        "first_submitted_at": NOW,
        "submitted_at": NOW,
    }
    return await make.add(UnitReport(**{**values, **given}))


async def step(make: Factory, of: UnitReport, **given: Any) -> UnitReportStep:
    """That a report came."""
    values = {"report_id": of.id, "number": 1, "to_state": ReportState.SUBMITTED, "document_id": of.document_id}
    return await make.add(UnitReportStep(**{**values, "at": NOW, **given}))
