"""The form of a round's score sheets as a CSV table: a row for each sheet that is still to be filled in.

It is read back by `import_score_sheets`. Where any phase of the round hides authors, entries stand by number only.
"""

import csv
import io
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.access import policy
from domain.access.permissions import Permission
from domain.actor import Actor
from domain.audit.actions import record
from domain.errors import Text
from domain.evaluations import loading, queries
from domain.evaluations.model import Assignment, ScoreSheet
from domain.evaluations.rules import AssignmentState, SheetState
from domain.imports.entering import entries_of, judges_of
from domain.imports.paper import FOR_PEOPLE
from domain.reading import viewer
from domain.tables.writing import BYTE_ORDER_MARK, harmless

_TITLE, _NAME = FOR_PEOPLE
HEADING = (
    Text("Sáng kiến", "Entry"),
    _TITLE,
    Text("Đơn vị", "Unit"),
    Text("Thành viên chấm", "Evaluator"),
    _NAME,
)
COMMENT = Text("Nhận xét", "Comment")


async def score_sheet_form(session: AsyncSession, actor: Actor, *, round_id: UUID, language: str) -> str:
    """Write the form; the download leaves an audit entry. Raises NotFound, NotAllowed."""
    round_ = await queries.get(session, actor, round_id)
    if not policy.could_hold(actor, Permission.SHEET_ENTER):
        policy.require(actor, Permission.SHEET_ENTER)
    codes = [scale.code for scale in await loading.scales_of(session, round_.rubric_id)]
    is_blind = any(phase.hides_authors for phase in await loading.phases_of(session, round_.id))
    rows = await _rows(session, actor, round_.id, is_blind=is_blind)
    record(session, actor, "SHEET_FORM_DOWNLOADED", round_, after={"rows": len(rows)})
    heading = [each.in_language(language) for each in HEADING]
    return _written([*heading, *codes, COMMENT.in_language(language)], rows)


async def _rows(session: AsyncSession, actor: Actor, round_id: UUID, *, is_blind: bool) -> list[list[str]]:
    """Return the beginnings of the rows, by number of the entry and name of the evaluator."""
    is_submitted = exists().where(ScoreSheet.assignment_id == Assignment.id, ScoreSheet.state == SheetState.SUBMITTED)
    wanted = select(Assignment.initiative_id, Assignment.evaluator_id).where(
        Assignment.round_id == round_id,
        Assignment.state == AssignmentState.ASSIGNED,
        ~is_submitted,
        queries.ASSIGNMENTS.visible(actor),
    )
    given = {(row.initiative_id, row.evaluator_id) for row in await session.execute(wanted, viewer.values(actor))}
    judges = sorted(await judges_of(session, round_id), key=lambda each: (each.name, each.id))
    return [
        [str(entry.number), *(("", "") if is_blind else (entry.title, entry.unit[0])), f"Person:{judge.id}", judge.name]
        for entry in await entries_of(session, actor, round_id)
        for judge in judges
        if (entry.initiative_id, judge.id) in given
    ]


def _written(heading: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\r\n")
    writer.writerow(harmless(cell) for cell in heading)
    for row in rows:
        writer.writerow([*(harmless(cell) for cell in row), *[""] * (len(heading) - len(row))])
    return BYTE_ORDER_MARK + table.getvalue()
