"""Filters and orders of the lists of evaluations."""

from datetime import datetime
from decimal import Decimal

import strawberry
from sqlalchemy import Integer, func, literal_column, select

from domain.evaluations import model
from domain.evaluations.rules import AssignmentState, EntryStatus, ResultState, RoundState, SheetState
from domain.initiatives.model import Initiative
from schema.bindings import OrderField
from schema.filters import at_least, below, equals, is_one_of, ordering, refers_to
from schema.texts import T, describe

MOVEMENT = T("Phong trào.", "The movement.")
ROUND = T("Vòng chấm.", "The round.")
INITIATIVE = T("Sáng kiến.", "The initiative.")
EVALUATOR = T("Thành viên chấm.", "The evaluator.")
UNIT = T("Đơn vị của sáng kiến.", "The unit of the initiative.")
CREATED_AT = T("Thời điểm tạo.", "When it was made.")
OPENS_AT = T("Bắt đầu nhận điểm.", "When scoring begins.")
CLOSES_AT = T("Hết hạn nhận điểm (không gồm thời điểm này).", "When scoring ends (exclusive).")
ORDINAL = T("Số thứ tự vòng.", "The round's number within the movement.")
NUMBER = T("Số phiên bản của kết quả.", "The version of the result.")
PLACE = T("Thứ hạng; đồng điểm thì đồng hạng (1, 2, 2, 4).", "The place; equal scores share one (1, 2, 2, 4).")
SCORE = T("Điểm 0-100 đã làm tròn; rỗng khi không có phiếu.", "The rounded score, 0 to 100; null without sheets.")
TOTAL = T("Tổng điểm 0-100 của phiếu; rỗng khi là bản nháp.", "The sheet's total, 0 to 100; null in a draft.")

#: Rows without a place come after all others, rows without a score count below all others. The place is spelled out
#: in the statement, not bound: an index of standings says the same expression.
LAST_PLACE = literal_column("2147483647", Integer())
NO_SCORE = Decimal(-1)

#: What an entry is sorted by; whoever sees the entry sees the initiative.
_TITLE = (
    select(Initiative.title)
    .where(Initiative.id == model.RoundEntry.initiative_id)
    .correlate(model.RoundEntry)
    .scalar_subquery()
)


@strawberry.input(description=describe(T("Lọc vòng chấm.", "What rounds to keep.")))
class RoundFilter:
    """Filters of lists of rounds."""

    movement_id: strawberry.ID | None = refers_to(model.Round.movement_id, "Movement", MOVEMENT)
    state: list[RoundState] | None = is_one_of(model.Round.state, T("Ở các trạng thái.", "In these states."))
    closes_from: datetime | None = at_least(model.Round.closes_at, T("Hết hạn từ.", "Ending at or after."))
    closes_before: datetime | None = below(model.Round.closes_at, T("Hết hạn trước.", "Ending before."))


ROUND_ORDER = ordering(
    "Round",
    {
        "ORDINAL": OrderField(model.Round.ordinal, ORDINAL),
        "OPENS_AT": OrderField(model.Round.opens_at, OPENS_AT),
        "CLOSES_AT": OrderField(model.Round.closes_at, CLOSES_AT),
    },
    default="ORDINAL",
)


@strawberry.input(description=describe(T("Lọc sáng kiến trong vòng.", "What entries to keep.")))
class RoundEntryFilter:
    """Filters of lists of round entries."""

    initiative_id: strawberry.ID | None = refers_to(model.RoundEntry.initiative_id, "Initiative", INITIATIVE)


ROUND_ENTRY_ORDER = ordering(
    "RoundEntry",
    {
        "ADDED": OrderField(model.RoundEntry.id, T("Thứ tự thêm vào vòng.", "When they were added to the round.")),
        "TITLE": OrderField(_TITLE, T("Tên sáng kiến.", "The initiative's title.")),
    },
    default="ADDED",
)


@strawberry.input(description=describe(T("Lọc phân công chấm.", "What assignments to keep.")))
class AssignmentFilter:
    """Filters of lists of assignments."""

    round_id: strawberry.ID | None = refers_to(model.Assignment.round_id, "Round", ROUND)
    initiative_id: strawberry.ID | None = refers_to(model.Assignment.initiative_id, "Initiative", INITIATIVE)
    evaluator_id: strawberry.ID | None = refers_to(model.Assignment.evaluator_id, "Person", EVALUATOR)
    state: list[AssignmentState] | None = is_one_of(model.Assignment.state, T("Ở các trạng thái.", "In these states."))


ASSIGNMENT_ORDER = ordering(
    "Assignment", {"CREATED_AT": OrderField(model.Assignment.created_at, CREATED_AT)}, default="CREATED_AT"
)


@strawberry.input(description=describe(T("Lọc phiếu chấm.", "What score sheets to keep.")))
class ScoreSheetFilter:
    """Filters of lists of score sheets."""

    round_id: strawberry.ID | None = refers_to(model.ScoreSheet.round_id, "Round", ROUND)
    initiative_id: strawberry.ID | None = refers_to(model.ScoreSheet.initiative_id, "Initiative", INITIATIVE)
    evaluator_id: strawberry.ID | None = refers_to(model.ScoreSheet.evaluator_id, "Person", EVALUATOR)
    state: list[SheetState] | None = is_one_of(model.ScoreSheet.state, T("Ở các trạng thái.", "In these states."))


SCORE_SHEET_ORDER = ordering(
    "ScoreSheet",
    {
        "UPDATED_AT": OrderField(model.ScoreSheet.updated_at, T("Lần sửa cuối.", "When it was last changed.")),
        "TOTAL": OrderField(func.coalesce(model.ScoreSheet.total, NO_SCORE), TOTAL),
    },
    default="UPDATED_AT",
)


@strawberry.input(description=describe(T("Lọc kết quả.", "What results to keep.")))
class ResultFilter:
    """Filters of lists of results."""

    round_id: strawberry.ID | None = refers_to(model.Result.round_id, "Round", ROUND)
    state: list[ResultState] | None = is_one_of(model.Result.state, T("Ở các trạng thái.", "In these states."))


RESULT_ORDER = ordering(
    "Result",
    {
        "NUMBER": OrderField(model.Result.number, NUMBER),
        "COMPUTED_AT": OrderField(model.Result.computed_at, T("Thời điểm tính.", "When it was computed.")),
    },
    default="NUMBER",
    descending=True,
)


@strawberry.input(description=describe(T("Lọc xếp hạng.", "What standings to keep.")))
class ResultEntryFilter:
    """Filters of lists of standings."""

    result_id: strawberry.ID | None = refers_to(model.ResultEntry.result_id, "Result", T("Kết quả.", "The result."))
    initiative_id: strawberry.ID | None = refers_to(model.ResultEntry.initiative_id, "Initiative", INITIATIVE)
    unit_id: strawberry.ID | None = refers_to(model.ResultEntry.unit_id, "Unit", UNIT)
    status: list[EntryStatus] | None = is_one_of(model.ResultEntry.status, T("Tình trạng.", "Of these statuses."))
    is_tied: bool | None = equals(model.ResultEntry.is_tied, T("Đồng hạng.", "Sharing a place."))
    score_from: Decimal | None = at_least(model.ResultEntry.score, T("Điểm từ.", "This score or more."))
    score_below: Decimal | None = below(model.ResultEntry.score, T("Điểm dưới.", "A score below this."))


RESULT_ENTRY_ORDER = ordering(
    "ResultEntry",
    {
        "PLACE": OrderField(func.coalesce(model.ResultEntry.place, LAST_PLACE), PLACE),
        "SCORE": OrderField(func.coalesce(model.ResultEntry.score, NO_SCORE), SCORE),
    },
    default="PLACE",
)
