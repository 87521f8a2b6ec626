"""Deeds of evaluators on their score sheets, and of those who reopen them or type them in from paper."""

from collections.abc import Sequence

from domain.errors import refuse_if_any
from domain.evaluations import entering, scoring
from domain.evaluations.rules import GivenMark
from schema.evaluations.inputs import (
    AbstainInput,
    EnterScoreSheetsInput,
    MarkInput,
    RecuseInput,
    ReopenScoreSheetInput,
    SaveScoreSheetInput,
    SubmitScoreSheetInput,
)
from schema.mutation import Deed, Made, made, payload
from schema.refs import AssignmentRef, RoundRef, ScoreSheetRef
from schema.texts import T

SHEET = T("Phiếu chấm; rỗng khi bị từ chối.", "The score sheet; null when refused.")
ASSIGNMENT = T("Phân công chấm; rỗng khi bị từ chối.", "The assignment; null when refused.")


@payload(T("Kết quả lưu phiếu chấm.", "The answer of saveScoreSheet."))
class SaveScoreSheetPayload:
    """The draft saved."""

    score_sheet = made("ScoreSheet", ScoreSheetRef, SHEET)


async def save_score_sheet(deed: Deed, input: SaveScoreSheetInput) -> Made[SaveScoreSheetPayload]:
    """Save a draft."""
    sheet = await scoring.save_score_sheet(
        deed.session,
        deed.actor,
        assignment_id=input.assignment_id,
        expected_version=input.expected_version,
        marks=_given(input.marks),
        comment=input.comment,
    )
    return Made(score_sheet=sheet.id)


@payload(T("Kết quả gửi phiếu chấm.", "The answer of submitScoreSheet."))
class SubmitScoreSheetPayload:
    """The sheet submitted."""

    score_sheet = made("ScoreSheet", ScoreSheetRef, SHEET)


async def submit_score_sheet(deed: Deed, input: SubmitScoreSheetInput) -> Made[SubmitScoreSheetPayload]:
    """Submit a sheet."""
    sheet = await scoring.submit_score_sheet(
        deed.session, deed.actor, sheet_id=input.sheet_id, expected_version=input.expected_version
    )
    return Made(score_sheet=sheet.id)


@payload(T("Kết quả mở lại phiếu chấm.", "The answer of reopenScoreSheet."))
class ReopenScoreSheetPayload:
    """The assignment: its sheet is a draft again, which only its evaluator sees."""

    assignment = made("Assignment", AssignmentRef, ASSIGNMENT)


async def reopen_score_sheet(deed: Deed, input: ReopenScoreSheetInput) -> Made[ReopenScoreSheetPayload]:
    """Reopen another person's sheet."""
    sheet = await scoring.reopen_score_sheet(
        deed.session,
        deed.actor,
        sheet_id=input.sheet_id,
        expected_version=input.expected_version,
        reason=input.reason,
    )
    return Made(assignment=sheet.assignment_id)


@payload(T("Kết quả không chấm.", "The answer of abstain."))
class AbstainPayload:
    """The assignment declined."""

    assignment = made("Assignment", AssignmentRef, ASSIGNMENT)


async def abstain(deed: Deed, input: AbstainInput) -> Made[AbstainPayload]:
    """Decline to score."""
    assignment = await scoring.abstain(
        deed.session,
        deed.actor,
        assignment_id=input.assignment_id,
        expected_version=input.expected_version,
        reason=input.reason,
    )
    return Made(assignment=assignment.id)


@payload(T("Kết quả từ chối vì xung đột lợi ích.", "The answer of recuse."))
class RecusePayload:
    """The assignment given up."""

    assignment = made("Assignment", AssignmentRef, ASSIGNMENT)


async def recuse(deed: Deed, input: RecuseInput) -> Made[RecusePayload]:
    """Withdraw for a conflict of interest."""
    assignment = await scoring.recuse(
        deed.session,
        deed.actor,
        assignment_id=input.assignment_id,
        expected_version=input.expected_version,
        reason=input.reason,
    )
    return Made(assignment=assignment.id)


@payload(T("Kết quả nhập phiếu chấm giấy.", "The answer of enterScoreSheets."))
class EnterScoreSheetsPayload:
    """The round with the sheets; also after a dry run that found nothing wrong."""

    round = made("Round", RoundRef, T("Vòng chấm; rỗng khi bị từ chối.", "The round; null when refused."))


async def enter_score_sheets(deed: Deed, input: EnterScoreSheetsInput) -> Made[EnterScoreSheetsPayload]:
    """Type in sheets from paper."""
    rows = [
        entering.PaperSheet(row.evaluator_id, _given(row.marks), row.number, row.initiative_id, row.comment)
        for row in input.rows
    ]
    refuse_if_any(
        await entering.enter_sheets(deed.session, deed.actor, round_id=input.round_id, rows=rows, dry_run=input.dry_run)
    )
    return Made(round=input.round_id)


def _given(marks: Sequence[MarkInput]) -> list[GivenMark]:
    return [GivenMark(mark.criterion_id, mark.value, mark.comment) for mark in marks]
