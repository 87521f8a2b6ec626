"""From rows to what a document is written from: for each kind, as whoever asks may see it, and never more."""

from collections.abc import Awaitable, Callable, Mapping

from sqlalchemy.ext.asyncio import AsyncSession

from domain.actor import Actor
from domain.documents.gathering import (
    council_minutes,
    decision_draft,
    nominees,
    reminder,
    score_sheet,
    synthesis_report,
    unit_report,
)
from domain.documents.gathering.frame import Asked, Gathered
from domain.documents.rules import DocumentKind

Gather = Callable[[AsyncSession, Actor, Asked], Awaitable[Gathered]]

#: How each kind is gathered. Raises NotFound, Invalid, Conflict (nothing to tell, a state forbids).
GATHER: Mapping[DocumentKind, Gather] = {
    DocumentKind.UNIT_REPORT: unit_report.gather,
    DocumentKind.SYNTHESIS_REPORT: synthesis_report.gather,
    DocumentKind.SUBMISSION: nominees.gather_submission,
    DocumentKind.NOMINATION_LIST: nominees.gather_list,
    DocumentKind.COUNCIL_MINUTES: council_minutes.gather,
    DocumentKind.DECISION_DRAFT: decision_draft.gather,
    DocumentKind.SCORE_SHEET: score_sheet.gather,
    DocumentKind.REMINDER: reminder.gather,
}
