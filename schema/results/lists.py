"""Filters and orders of the lists of results."""

from decimal import Decimal

import strawberry
from sqlalchemy import Integer, func, literal_column

from domain.results import model
from schema.bindings import OrderField
from schema.filters import at_least, below, equals, is_one_of, ordering, refers_to
from schema.results.enums import EntryStatus, ResultState
from schema.texts import T, describe

ROUND = T("Vòng chấm.", "The round.")
INITIATIVE = T("Sáng kiến.", "The initiative.")
EVALUATOR = T("Thành viên chấm.", "The evaluator.")
UNIT = T("Đơn vị của sáng kiến.", "The unit of the initiative.")
NUMBER = T("Số phiên bản của kết quả.", "The version of the result.")
PLACE = T("Thứ hạng; đồng điểm thì đồng hạng (1, 2, 2, 4).", "The place; equal scores share one (1, 2, 2, 4).")
SCORE = T("Điểm 0-100 đã làm tròn; rỗng khi không có phiếu.", "The rounded score, 0 to 100; null without sheets.")

#: Rows without a place come after all others, rows without a score count below all others. The place is spelled out
#: in the statement, not bound: an index of standings says the same expression.
LAST_PLACE = literal_column("2147483647", Integer())
NO_SCORE = Decimal(-1)


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


@strawberry.input(description=describe(T("Lọc kết quả phân định.", "What tie-breaks to keep.")))
class TieBreakFilter:
    """Filters of lists of tie-breaks."""

    result_id: strawberry.ID | None = refers_to(model.TieBreak.result_id, "Result", T("Kết quả.", "The result."))


TIE_BREAK_ORDER = ordering(
    "TieBreak",
    {"ORDINAL": OrderField(model.TieBreak.ordinal, T("Thứ tự áp dụng.", "In which order they were applied."))},
    default="ORDINAL",
)


@strawberry.input(description=describe(T("Lọc thay đổi.", "What differences to keep.")))
class ResultDifferenceFilter:
    """Filters of lists of differences."""

    initiative_id: strawberry.ID | None = refers_to(model.DIFFERENCES.c.initiative_id, "Initiative", INITIATIVE)


DIFFERENCE_ORDER = ordering(
    "ResultDifference",
    {"PLACE": OrderField(func.coalesce(model.DIFFERENCES.c.place_now, LAST_PLACE), PLACE)},
    default="PLACE",
)


@strawberry.input(description=describe(T("Lọc thành viên chấm.", "What evaluators to keep.")))
class ResultJudgeFilter:
    """Filters of lists of evaluators' figures."""

    evaluator_id: strawberry.ID | None = refers_to(model.ResultJudge.evaluator_id, "Person", EVALUATOR)


#: An evaluator without a severity counts as neither strict nor lenient.
_NO_SEVERITY = Decimal(0)
JUDGE_ORDER = ordering(
    "ResultJudge",
    {
        "SEVERITY": OrderField(
            func.coalesce(model.ResultJudge.severity, _NO_SEVERITY), T("Độ nghiêm.", "How strict they are.")
        )
    },
    default="SEVERITY",
    descending=True,
)


@strawberry.input(description=describe(T("Lọc phiếu chấm.", "What sheets to keep.")))
class ResultSheetFilter:
    """Filters of lists of sheets' figures."""

    sheet_id: strawberry.ID | None = refers_to(
        model.ResultSheet.sheet_id, "ScoreSheet", T("Phiếu chấm.", "The score sheet.")
    )


RESULT_SHEET_ORDER = ordering(
    "ResultSheet",
    {
        "TOTAL": OrderField(model.ResultSheet.total, T("Tổng điểm.", "The total.")),
        "SURPRISE": OrderField(
            func.abs(func.coalesce(model.ResultSheet.studentized, 0), type_=model.RATIO),
            T("Mức khác thường.", "How unlike the others."),
        ),
    },
    default="SURPRISE",
    descending=True,
)


@strawberry.input(description=describe(T("Lọc quyết định loại phiếu.", "What exclusions to keep.")))
class SheetExclusionFilter:
    """Filters of lists of exclusions."""

    round_id: strawberry.ID | None = refers_to(model.SheetExclusion.round_id, "Round", ROUND)


EXCLUSION_ORDER = ordering(
    "SheetExclusion",
    {"EXCLUDED_AT": OrderField(model.SheetExclusion.excluded_at, T("Thời điểm loại.", "When it was excluded."))},
    default="EXCLUDED_AT",
    descending=True,
)
