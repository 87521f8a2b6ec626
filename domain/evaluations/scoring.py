"""Deeds on score sheets: save a draft, submit it, reopen another's, abstain, recuse oneself.

All but reopening need an open round within its time, an open phase of the movement, and one's own assignment that was
not given up; saving and submitting need a phase of the round in which evaluators score.
"""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm.attributes import flag_modified

from domain.access import policy
from domain.access.permissions import Permission
from domain.access.predicates import Subject
from domain.actor import Actor
from domain.audit.actions import record, snapshot
from domain.changes import UNCHANGED, Unchanged
from domain.clock import utc_now
from domain.errors import Invalid, StaleVersion, Text, refuse_if_any
from domain.evaluations import accepting, gates, loading, queries, sheets
from domain.evaluations.model import Assignment, Round, ScoreSheet
from domain.evaluations.pairing import refuse_conflicted, refuse_pair
from domain.evaluations.rules import (
    AssignmentState,
    GivenMark,
    RoundState,
    SheetState,
    missing_criteria,
    problems_of_marks,
)
from domain.ledger import actions as ledger
from domain.ledger.rules import EventKind
from domain.reading.locking import check_version


async def save_score_sheet(
    session: AsyncSession,
    actor: Actor,
    *,
    assignment_id: UUID,
    expected_version: int | None = None,
    marks: Sequence[GivenMark] = (),
    comment: str | Unchanged | None = UNCHANGED,
) -> ScoreSheet:
    """Save a draft: the marks given are added or replace those of their criteria, the others stay; so does the comment.

    The first save makes the sheet and takes no version. Raises NotFound, NotAllowed, Closed, StaleVersion, Invalid,
    Conflict (locked, given up, of interest).
    """
    seen = await queries.get_assignment(session, actor, assignment_id)
    round_, assignment = await _accepting(session, actor, seen)
    gates.check_takes_sheets(round_.kind)
    await accepting.check_may_score(session, round_, assignment, "assignmentId")
    sheet = await loading.sheet_of(session, assignment.id)
    if sheet is not None:
        gates.check_draft_sheet(sheet.state)  # first: to who forgot that they submitted, a version says nothing
    _check_sheet_version(sheet, expected_version)
    refuse_if_any(problems_of_marks(marks, await loading.scales_of(session, round_.rubric_id)))

    before = None if sheet is None else await sheets.with_marks(session, sheet)
    if sheet is None:
        sheet = sheets.new_sheet(assignment, None if comment is UNCHANGED else comment)
        session.add(sheet)
        await session.flush()  # its marks need the id
    else:
        sheet.comment = sheet.comment if comment is UNCHANGED else comment
        sheet.entered_by_id = None  # whoever typed it in from paper, it is the evaluator's own again
        sheet.updated_at = utc_now()
        flag_modified(sheet, "updated_at")  # new marks make a new version of the sheet, at the same moment even
    await sheets.put_marks(session, sheet, marks)
    await session.flush()  # the new version belongs in the audit entry
    record(session, actor, "SHEET_SAVED", sheet, before=before, after=await sheets.with_marks(session, sheet))
    return sheet


async def submit_score_sheet(
    session: AsyncSession, actor: Actor, *, sheet_id: UUID, expected_version: int
) -> ScoreSheet:
    """Submit and lock a sheet that marks every criterion. Raises NotFound, NotAllowed, Closed, StaleVersion, ..."""
    seen = await queries.get_sheet(session, actor, sheet_id)
    given = await queries.get_assignment(session, actor, seen.assignment_id, "sheetId")
    round_, assignment = await _accepting(session, actor, given)
    await accepting.check_may_score(session, round_, assignment, "sheetId")
    sheet = await queries.get_sheet_for_update(session, actor, sheet_id)
    check_version(sheet, expected_version)
    gates.check_draft_sheet(sheet.state)
    scales = await loading.scales_of(session, round_.rubric_id)
    marks = {key: mark.value for key, mark in (await loading.marks_of(session, sheet.id)).items()}
    refuse_if_any(missing_criteria(marks, scales))

    before = snapshot(sheet)
    sheets.lock(sheet, marks, scales)
    await session.flush()  # the new version belongs in the audit entry
    record(session, actor, "SHEET_SUBMITTED", sheet, before=before, after=snapshot(sheet))
    sheets.tell_submitted(session, sheet, marks)
    return sheet


async def reopen_score_sheet(
    session: AsyncSession, actor: Actor, *, sheet_id: UUID, expected_version: int, reason: str
) -> ScoreSheet:
    """Make another person's submitted sheet a draft again, with a reason.

    Raises NotFound, NotAllowed, StaleVersion, Invalid, Conflict (not submitted, a conflict of interest of either).
    """
    seen = await queries.get_sheet(session, actor, sheet_id)
    policy.require(actor, Permission.SHEET_REOPEN, Subject(evaluator_id=seen.evaluator_id))
    round_ = await loading.round_for_scoring(session, seen.round_id)
    assignment = await queries.get_assignment_for_update(session, actor, seen.assignment_id, "sheetId")
    sheet = await queries.get_sheet_for_update(session, actor, sheet_id)
    check_version(sheet, expected_version)
    given_reason = gates.require_reason(reason)
    gates.check_round_state(round_.state, RoundState.OPEN)
    gates.check_submitted_sheet(sheet.state)
    await refuse_conflicted(session, actor, round_, sheet.initiative_id, ("sheetId",))
    # A draft of somebody who may not score would count for nothing and could not be submitted.
    await refuse_pair(session, round_, (assignment.initiative_id, assignment.evaluator_id), ("sheetId",))

    before = snapshot(sheet)
    sheet.state = SheetState.DRAFT
    sheet.total = sheet.submitted_at = None
    sheet.reopened_reason = given_reason
    sheet.updated_at = utc_now()
    await session.flush()  # the new version belongs in the audit entry
    record(session, actor, "SHEET_REOPENED", sheet, before=before, after=snapshot(sheet), reason=given_reason)
    said = {"sheet": sheet.id, "reason": given_reason}
    ledger.append(session, sheet.round_id, EventKind.SHEET_REOPENED, said)
    return sheet


async def abstain(
    session: AsyncSession, actor: Actor, *, assignment_id: UUID, expected_version: int, reason: str
) -> Assignment:
    """Decline to score (không chấm): a draft no longer counts. Raises NotFound, NotAllowed, Closed, Conflict, ..."""
    return await _give_up(session, actor, assignment_id, expected_version, reason, AssignmentState.ABSTAINED)


async def recuse(
    session: AsyncSession, actor: Actor, *, assignment_id: UUID, expected_version: int, reason: str
) -> Assignment:
    """Withdraw for a conflict of interest: the initiative is closed to the evaluator. Raises as `abstain` does."""
    return await _give_up(session, actor, assignment_id, expected_version, reason, AssignmentState.RECUSED)


async def _give_up(
    session: AsyncSession,
    actor: Actor,
    assignment_id: UUID,
    expected_version: int,
    reason: str,
    state: AssignmentState,
) -> Assignment:
    seen = await queries.get_assignment(session, actor, assignment_id)
    _round, assignment = await _accepting(session, actor, seen)
    check_version(assignment, expected_version)
    given_reason = gates.require_reason(reason)
    sheet = await loading.sheet_of(session, assignment.id)
    gates.check_can_give_up(sheet.state if sheet else None)

    before = snapshot(assignment)
    assignment.state = state
    assignment.reason = given_reason
    await session.flush()  # the new version belongs in the audit entry
    record(session, actor, state.value, assignment, before=before, after=snapshot(assignment), reason=given_reason)
    said = {"judge": assignment.evaluator_id, "entry": assignment.initiative_id, "reason": given_reason}
    ledger.append(session, assignment.round_id, EventKind(state.value), said)
    return assignment


async def _accepting(session: AsyncSession, actor: Actor, seen: Assignment) -> tuple[Round, Assignment]:
    """Keep the round open, lock the assignment, and refuse unless the actor may score it now."""
    policy.require(actor, Permission.SHEET_SCORE, Subject(round_id=seen.round_id, evaluator_id=seen.evaluator_id))
    round_ = await loading.round_for_scoring(session, seen.round_id)
    assignment = await queries.get_assignment_for_update(session, actor, seen.id)
    await accepting.check_accepts(session, actor, round_)
    gates.check_assigned(assignment.state)
    return round_, assignment


def _check_sheet_version(sheet: ScoreSheet | None, expected: int | None) -> None:
    if sheet is not None and expected is None:
        raise StaleVersion(type(sheet).__name__, sheet.id, sheet.version)
    if sheet is not None and expected is not None:
        check_version(sheet, expected)
    if sheet is None and expected is not None:
        text = Text("Chưa có phiếu chấm nên chưa có phiên bản.", "There is no sheet yet, so it has no version.")
        raise Invalid("VERSION_SUPERFLUOUS", text, ("expectedVersion",))
