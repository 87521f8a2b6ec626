"""Filters and orders of the lists of evaluations."""

from datetime import datetime
from decimal import Decimal

import strawberry
from sqlalchemy import func, select

from domain.evaluations import model, queries
from domain.evaluations.rules import AssignmentState, RoundKind, RoundState, SheetState
from domain.initiatives.model import Initiative
from schema.bindings import OrderField
from schema.comparisons.lists import SETTLES
from schema.filters import at_least, below, is_one_of, ordering, refers_to
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
TOTAL = T("Tổng điểm 0-100 của phiếu; rỗng khi là bản nháp.", "The sheet's total, 0 to 100; null in a draft.")

#: Sheets without a total count below all others.
NO_SCORE = Decimal(-1)

#: What an entry is sorted by.
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
    kind: list[RoundKind] | None = is_one_of(model.Round.kind, T("Thuộc các loại.", "Of these kinds."))
    settles_id: strawberry.ID | None = refers_to(model.Round.settles_id, "Round", SETTLES)
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

    initiative_id: strawberry.ID | None = refers_to(
        model.RoundEntry.initiative_id, "Initiative", INITIATIVE, mask=queries.names_of_entry
    )


ROUND_ENTRY_ORDER = ordering(
    "RoundEntry",
    {
        "ADDED": OrderField(model.RoundEntry.id, T("Thứ tự thêm vào vòng.", "When they were added to the round.")),
        "NUMBER": OrderField(model.RoundEntry.number, T("Số trong vòng.", "Their numbers in the round.")),
        "TITLE": OrderField(_TITLE, T("Tên sáng kiến.", "The initiative's title."), mask=queries.names_of_entry),
    },
    default="ADDED",
)


@strawberry.input(description=describe(T("Lọc phân công chấm.", "What assignments to keep.")))
class AssignmentFilter:
    """Filters of lists of assignments."""

    round_id: strawberry.ID | None = refers_to(model.Assignment.round_id, "Round", ROUND)
    initiative_id: strawberry.ID | None = refers_to(
        model.Assignment.initiative_id, "Initiative", INITIATIVE, mask=queries.names_of_assignment
    )
    evaluator_id: strawberry.ID | None = refers_to(model.Assignment.evaluator_id, "Person", EVALUATOR)
    state: list[AssignmentState] | None = is_one_of(model.Assignment.state, T("Ở các trạng thái.", "In these states."))


ASSIGNMENT_ORDER = ordering(
    "Assignment", {"CREATED_AT": OrderField(model.Assignment.created_at, CREATED_AT)}, default="CREATED_AT"
)


@strawberry.input(description=describe(T("Lọc phiếu chấm.", "What score sheets to keep.")))
class ScoreSheetFilter:
    """Filters of lists of score sheets."""

    round_id: strawberry.ID | None = refers_to(model.ScoreSheet.round_id, "Round", ROUND)
    initiative_id: strawberry.ID | None = refers_to(
        model.ScoreSheet.initiative_id, "Initiative", INITIATIVE, mask=queries.names_of_sheet
    )
    evaluator_id: strawberry.ID | None = refers_to(
        model.ScoreSheet.evaluator_id, "Person", EVALUATOR, mask=queries.identity
    )
    state: list[SheetState] | None = is_one_of(model.ScoreSheet.state, T("Ở các trạng thái.", "In these states."))


SCORE_SHEET_ORDER = ordering(
    "ScoreSheet",
    {
        "UPDATED_AT": OrderField(model.ScoreSheet.updated_at, T("Lần sửa cuối.", "When it was last changed.")),
        "TOTAL": OrderField(func.coalesce(model.ScoreSheet.total, NO_SCORE), TOTAL),
    },
    default="UPDATED_AT",
)
