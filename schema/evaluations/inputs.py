"""What deeds of evaluation are asked with."""

from decimal import Decimal

import strawberry

from schema import mutation
from schema.evaluations.lists import EVALUATOR, INITIATIVE, ROUND
from schema.evaluations.texts import ENTRY_NUMBER, ROUND_VERSION
from schema.mutation import MutationInput, Ref, ref, value
from schema.texts import READ_VERSION, REASON, T, describe

ASSIGNMENT = T("Phân công chấm.", "The assignment.")
SHEET = T("Phiếu chấm.", "The score sheet.")


@strawberry.input(description=describe(T("Đưa sáng kiến vào vòng.", "Initiatives to put into a round.")))
class AddRoundEntriesInput(MutationInput):
    """Which initiatives enter a round in preparation."""

    round_id: Ref = ref("Round", ROUND)
    expected_version: int = value(ROUND_VERSION)
    initiative_ids: list[Ref] = ref(
        "Initiative", T("1-100 sáng kiến đã qua sơ loại.", "1 to 100 initiatives that passed the screening.")
    )


@strawberry.input(description=describe(T("Đưa sáng kiến ra khỏi vòng.", "An entry to take out.")))
class RemoveRoundEntryInput(MutationInput):
    """Which entry leaves a round in preparation."""

    entry_id: Ref = ref("RoundEntry", T("Sáng kiến trong vòng.", "The entry."))
    expected_version: int = value(ROUND_VERSION)


@strawberry.input(description=describe(T("Mở vòng chấm.", "A round to open.")))
class OpenRoundInput(MutationInput):
    """Which round opens."""

    round_id: Ref = ref("Round", ROUND)
    expected_version: int = value(READ_VERSION)


@strawberry.input(description=describe(T("Đóng vòng chấm.", "A round to close.")))
class CloseRoundInput(MutationInput):
    """Which round closes for good."""

    round_id: Ref = ref("Round", ROUND)
    expected_version: int = value(READ_VERSION)


@strawberry.input(description=describe(T("Cử thành viên chấm.", "An evaluator to appoint.")))
class AppointEvaluatorInput(MutationInput):
    """Who evaluates in which round."""

    round_id: Ref = ref("Round", ROUND)
    person_id: Ref = ref("Person", T("Người được cử.", "Who is appointed."))


@strawberry.input(description=describe(T("Thôi cử thành viên chấm.", "An evaluator to dismiss.")))
class DismissEvaluatorInput(MutationInput):
    """Which appointment ends, and why."""

    grant_id: Ref = ref("RoleGrant", T("Vai trò thành viên chấm đã cấp.", "The evaluator's grant."))
    reason: str = value(REASON)


@strawberry.input(description=describe(T("Giao chấm.", "An entry to assign.")))
class AssignEvaluatorInput(MutationInput):
    """Who scores what."""

    round_id: Ref = ref("Round", ROUND)
    initiative_id: Ref = ref("Initiative", INITIATIVE)
    evaluator_id: Ref = ref("Person", EVALUATOR)


@strawberry.input(description=describe(T("Một cặp sáng kiến và thành viên chấm.", "An initiative and an evaluator.")))
class AssignmentPairInput:
    """One of many assignments."""

    initiative_id: Ref = ref("Initiative", INITIATIVE)
    evaluator_id: Ref = ref("Person", EVALUATOR)


@strawberry.input(description=describe(T("Giao chấm nhiều sáng kiến.", "Many entries to assign.")))
class AssignEvaluatorsInput(MutationInput):
    """Who scores what, all or nothing."""

    round_id: Ref = ref("Round", ROUND)
    pairs: list[AssignmentPairInput] = value(T("1-100 cặp.", "1 to 100 pairs."))


@strawberry.input(description=describe(T("Bỏ giao chấm.", "An assignment to take back.")))
class UnassignInput(MutationInput):
    """Which assignment is taken back, before its evaluator has begun."""

    assignment_id: Ref = ref("Assignment", ASSIGNMENT)
    expected_version: int = value(READ_VERSION)


@strawberry.input(description=describe(T("Điểm cho một tiêu chí.", "The mark for one criterion.")))
class MarkInput:
    """A mark as an evaluator gives it."""

    criterion_id: Ref = ref("Criterion", T("Tiêu chí của vòng chấm.", "A criterion of the round's rubric."))
    value: Decimal = mutation.value(T("Điểm trên thang của tiêu chí.", "The mark, on the criterion's scale."))
    comment: str | None = mutation.value(T("Nhận xét.", "The comment."))


@strawberry.input(description=describe(T("Lưu nháp phiếu chấm.", "A score sheet to save.")))
class SaveScoreSheetInput(MutationInput):
    """Marks to add or replace; criteria that are not named keep theirs."""

    assignment_id: Ref = ref("Assignment", ASSIGNMENT)
    expected_version: int | None = value(
        T("Phiên bản phiếu bạn đã đọc; bỏ trống ở lần lưu đầu.", "The sheet's version that you read; none at first."),
    )
    marks: list[MarkInput] = value(T("Điểm thêm mới hoặc thay thế.", "Marks to add or replace."))
    comment: str | None = value(
        T("Nhận xét chung; không gửi thì giữ nguyên.", "The comment; absent stays, null clears."),
        default=strawberry.UNSET,
    )


@strawberry.input(description=describe(T("Gửi phiếu chấm.", "A score sheet to submit.")))
class SubmitScoreSheetInput(MutationInput):
    """Which sheet is submitted and locked."""

    sheet_id: Ref = ref("ScoreSheet", SHEET)
    expected_version: int = value(READ_VERSION)


@strawberry.input(description=describe(T("Mở lại phiếu chấm.", "A score sheet to reopen.")))
class ReopenScoreSheetInput(MutationInput):
    """Which sheet becomes a draft again, and why."""

    sheet_id: Ref = ref("ScoreSheet", SHEET)
    expected_version: int = value(READ_VERSION)
    reason: str = value(REASON)


@strawberry.input(description=describe(T("Không chấm.", "An abstention.")))
class AbstainInput(MutationInput):
    """Which assignment is declined, and why."""

    assignment_id: Ref = ref("Assignment", ASSIGNMENT)
    expected_version: int = value(READ_VERSION)
    reason: str = value(REASON)


@strawberry.input(description=describe(T("Từ chối vì xung đột lợi ích.", "A recusal.")))
class RecuseInput(MutationInput):
    """Which assignment is given up for a conflict of interest, and why."""

    assignment_id: Ref = ref("Assignment", ASSIGNMENT)
    expected_version: int = value(READ_VERSION)
    reason: str = value(REASON)


@strawberry.input(description=describe(T("Một phiếu chấm giấy.", "A sheet filled in on paper.")))
class PaperSheetInput:
    """Who gave which marks to which entry, by its number or its initiative."""

    number: int | None = value(ENTRY_NUMBER)
    initiative_id: Ref | None = ref("Initiative", INITIATIVE)
    evaluator_id: Ref = ref("Person", EVALUATOR)
    marks: list[MarkInput] = value(T("Điểm của mọi tiêu chí.", "The marks, one for every criterion."))
    comment: str | None = value(T("Nhận xét chung.", "The comment on the whole."))


@strawberry.input(description=describe(T("Nhập phiếu chấm giấy.", "Paper sheets to type in.")))
class EnterScoreSheetsInput(MutationInput):
    """Sheets to submit in their evaluators' names, all or none."""

    round_id: Ref = ref("Round", ROUND)
    rows: list[PaperSheetInput] = value(T("1-1000 phiếu.", "1 to 1000 sheets."))
    dry_run: bool = value(T("Chỉ kiểm tra, không ghi gì.", "Only check; nothing is written."), default=False)
