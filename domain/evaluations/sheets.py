"""Writing score sheets: new ones, their marks, locking them. Part of a deed, which requires, checks and records."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from domain.audit.actions import snapshot
from domain.clock import utc_now
from domain.engine.rounding import rounded
from domain.evaluations import loading
from domain.evaluations.model import Assignment, Mark, ScoreSheet
from domain.evaluations.rules import GivenMark, Scale, SheetState, plain
from domain.evaluations.skeleton import total_of
from domain.ledger import actions as ledger
from domain.ledger.rules import EventKind

TOTAL_PLACES = 6


def new_sheet(assignment: Assignment, comment: str | None) -> ScoreSheet:
    """Make the draft of an assignment; it has an id once it is flushed."""
    now = utc_now()
    return ScoreSheet(
        assignment_id=assignment.id,
        round_id=assignment.round_id,
        initiative_id=assignment.initiative_id,
        evaluator_id=assignment.evaluator_id,
        comment=comment,
        created_at=now,
        updated_at=now,
    )


async def put_marks(session: AsyncSession, sheet: ScoreSheet, marks: Sequence[GivenMark]) -> None:
    """Add marks to a draft; those of criteria that are marked already take their place."""
    there = await loading.marks_of(session, sheet.id)
    for given in marks:
        mark = there.get(given.criterion_id)
        if mark is None:
            session.add(
                Mark(sheet_id=sheet.id, criterion_id=given.criterion_id, value=given.value, comment=given.comment)
            )
        else:
            mark.value, mark.comment = given.value, given.comment


def lock(sheet: ScoreSheet, marks: Mapping[UUID, Decimal], scales: Sequence[Scale]) -> None:
    """Submit a draft that marks every criterion, now."""
    sheet.state = SheetState.SUBMITTED
    sheet.total = rounded(total_of(marks, scales), TOTAL_PLACES)
    sheet.submitted_at = sheet.updated_at = utc_now()


def tell_submitted(session: AsyncSession, sheet: ScoreSheet, marks: Mapping[UUID, Decimal]) -> None:
    """Tell the round's ledger the exact marks of a sheet that was submitted."""
    said = {"sheet": sheet.id, "judge": sheet.evaluator_id, "entry": sheet.initiative_id, "marks": marks}
    ledger.append(session, sheet.round_id, EventKind.SHEET_SUBMITTED, said)


async def with_marks(session: AsyncSession, sheet: ScoreSheet) -> Mapping[str, Any]:
    """Return the sheet's state for the audit trail, marks included."""
    marks = await loading.marks_of(session, sheet.id)
    said = {str(key): {"value": plain(mark.value), "comment": mark.comment} for key, mark in marks.items()}
    return {**snapshot(sheet), "marks": said}
