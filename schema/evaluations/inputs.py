"""What deeds of evaluation are asked with."""

from datetime import datetime
from decimal import Decimal

import strawberry

from schema import mutation
from schema.evaluations.lists import CLOSES_AT, EVALUATOR, INITIATIVE, MOVEMENT, OPENS_AT, ROUND
from schema.mutation import MutationInput, Ref, ref, value
from schema.texts import READ_VERSION, REASON, T, describe

ASSIGNMENT = T("Phân công chấm.", "The assignment.")
SHEET = T("Phiếu chấm.", "The score sheet.")
ROUND_VERSION = T("Phiên bản của vòng mà bạn đã đọc.", "The version of the round that you read.")


@strawberry.input(description=describe(T("Vòng chấm mới.", "A new round.")))
class CreateRoundInput(MutationInput):
    """What a round is created from; it gets the movement's next number."""

    movement_id: Ref = ref("Movement", MOVEMENT)
    rubric_id: Ref = ref("Rubric", T("Bộ tiêu chí của chính phong trào.", "A rubric of the movement."))
    name: str = value(T("Tên vòng.", "The name."))
    opens_at: datetime = value(OPENS_AT)
    closes_at: datetime = value(CLOSES_AT)
    score_places: int = value(
        T("Số chữ số thập phân của điểm công bố, 0-6.", "How many decimals a published score has, 0 to 6."), default=2
    )


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


@strawberry.input(description=describe(T("Tính lại kết quả.", "A result to compute again.")))
class ComputeResultInput(MutationInput):
    """Which closed round gets a further version of its result, and why."""

    round_id: Ref = ref("Round", ROUND)
    reason: str = value(REASON)


@strawberry.input(description=describe(T("Công bố kết quả.", "A result to publish.")))
class PublishResultInput(MutationInput):
    """Which version is published."""

    result_id: Ref = ref("Result", T("Phiên bản kết quả.", "The version of the result."))
