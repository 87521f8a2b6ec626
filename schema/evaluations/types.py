"""The types of evaluations: rounds, assignments, score sheets, results."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from domain.criteria.model import Criterion
from domain.criteria.queries import CRITERIA
from domain.evaluations import model, queries
from domain.evaluations.rules import AssignmentState, EntryStatus, ResultMethod, ResultState, RoundState, SheetState
from domain.reading.pages import Through
from schema.bindings import Node, column, entity
from schema.enums import expose
from schema.evaluations import lists
from schema.evaluations.lists import CLOSES_AT, CREATED_AT, EVALUATOR, INITIATIVE, MOVEMENT, OPENS_AT, ROUND, UNIT
from schema.fields import connection, one, owned
from schema.refs import (
    AssignmentRef,
    CriterionRef,
    InitiativeRef,
    InitiativeRevisionRef,
    MarkRef,
    MovementRef,
    PersonRef,
    ResultEntryRef,
    ResultRef,
    RoundEntryRef,
    RoundRef,
    RubricRef,
    ScoreSheetRef,
    UnitRef,
)
from schema.texts import VERSION, T

expose(
    RoundState,
    T("Trạng thái vòng chấm.", "The state of a round."),
    {
        "DRAFT": ("Đang chuẩn bị.", "In preparation."),
        "OPEN": ("Đang chấm.", "Open for scoring."),
        "CLOSED": ("Đã đóng, không mở lại.", "Closed for good."),
    },
)
expose(
    AssignmentState,
    T("Trạng thái phân công chấm.", "The state of an assignment."),
    {
        "ASSIGNED": ("Được giao chấm.", "Assigned."),
        "ABSTAINED": ("Không chấm.", "The evaluator declined to score."),
        "RECUSED": ("Từ chối vì xung đột lợi ích.", "The evaluator withdrew for a conflict of interest."),
    },
)
expose(
    SheetState,
    T("Trạng thái phiếu chấm.", "The state of a score sheet."),
    {
        "DRAFT": ("Bản nháp, chưa được tính.", "A draft; it does not count."),
        "SUBMITTED": ("Đã gửi và khóa, được tính.", "Submitted and locked; it counts."),
    },
)
expose(
    ResultState,
    T("Trạng thái kết quả.", "The state of a result."),
    {
        "STAGED": ("Đã tính, chưa công bố.", "Computed, not yet published."),
        "PUBLISHED": ("Đã công bố.", "Published."),
    },
)
expose(
    ResultMethod,
    T("Cách tính điểm của sáng kiến.", "How sheets become a score."),
    {"MEAN": ("Trung bình cộng tổng điểm các phiếu.", "The mean of the sheets' totals.")},
)
expose(
    EntryStatus,
    T("Tình trạng xếp hạng.", "Whether an initiative has a place."),
    {
        "RANKED": ("Có điểm và thứ hạng.", "It has a score and a place."),
        "UNSCORED": ("Không có phiếu nào được tính.", "No sheet counts for it."),
    },
)

REVISION = T("Bản sáng kiến được chấm.", "The revision that is scored.")
SCORE_PLACES = T("Số chữ số thập phân của điểm công bố.", "How many decimals a published score has.")

#: The revision that an assignment is about is that of its round's entry.
_REVISION_OF_ASSIGNMENT = (
    select(model.RoundEntry.revision_id)
    .where(
        model.RoundEntry.round_id == model.Assignment.round_id,
        model.RoundEntry.initiative_id == model.Assignment.initiative_id,
    )
    .correlate(model.Assignment)
    .scalar_subquery()
)
#: Marks stand in the order of their criteria.
_ORDINAL_OF_MARK = Through(model.Mark.criterion_id, CRITERIA, Criterion.ordinal)

_FELLOW = aliased(model.ResultEntry)
#: Those of the same unit and result who are not behind: the last of them stands where the entry stands. Only ranked
#: entries have a score, and none is compared with an entry that has none.
_PLACE_IN_UNIT = (
    select(func.rank().over(order_by=_FELLOW.score.desc()))
    .where(
        _FELLOW.result_id == model.ResultEntry.result_id,
        _FELLOW.unit_id == model.ResultEntry.unit_id,
        _FELLOW.score >= model.ResultEntry.score,
    )
    .order_by(_FELLOW.score)
    .limit(1)
    .correlate(model.ResultEntry)
    .scalar_subquery()
)


@entity(queries.ROUNDS, T("Vòng chấm của một phong trào.", "An evaluation round of a movement."))
class Round(Node):
    """A round."""

    version: int = column(model.Round.version, VERSION)
    ordinal: int = column(model.Round.ordinal, lists.ORDINAL)
    name: str = column(model.Round.name, T("Tên vòng.", "The name."))
    state: RoundState = column(model.Round.state, T("Trạng thái.", "The state."))
    opens_at: datetime = column(model.Round.opens_at, OPENS_AT)
    closes_at: datetime = column(model.Round.closes_at, CLOSES_AT)
    score_places: int = column(model.Round.score_places, SCORE_PLACES)
    opened_at: datetime | None = column(model.Round.opened_at, T("Thời điểm mở.", "When it was opened."))
    closed_at: datetime | None = column(model.Round.closed_at, T("Thời điểm đóng.", "When it was closed."))
    created_at: datetime = column(model.Round.created_at, CREATED_AT)
    movement = one("Movement", MovementRef, model.Round.movement_id, MOVEMENT)
    rubric = one(
        "Rubric", RubricRef, model.Round.rubric_id, T("Bộ tiêu chí, khóa khi mở vòng.", "Its rubric, frozen once open.")
    )
    entries = connection(
        "RoundEntry",
        RoundEntryRef,
        T("Các sáng kiến được chấm.", "The initiatives that are scored."),
        filters=lists.RoundEntryFilter,
        ordering=lists.ROUND_ENTRY_ORDER,
        parent=model.RoundEntry.round_id,
    )
    assignments = connection(
        "Assignment",
        AssignmentRef,
        T("Phân công chấm.", "Who scores what."),
        filters=lists.AssignmentFilter,
        ordering=lists.ASSIGNMENT_ORDER,
        parent=model.Assignment.round_id,
    )
    results = connection(
        "Result",
        ResultRef,
        T("Các phiên bản kết quả, mới nhất trước.", "The versions of its result, the latest first."),
        filters=lists.ResultFilter,
        ordering=lists.RESULT_ORDER,
        parent=model.Result.round_id,
    )


@entity(queries.ENTRIES, T("Sáng kiến trong một vòng chấm.", "An initiative in a round."))
class RoundEntry(Node):
    """An initiative in a round."""

    round = one("Round", RoundRef, model.RoundEntry.round_id, ROUND)
    initiative = one("Initiative", InitiativeRef, model.RoundEntry.initiative_id, INITIATIVE)
    revision = one("InitiativeRevision", InitiativeRevisionRef, model.RoundEntry.revision_id, REVISION)


@entity(queries.ASSIGNMENTS, T("Phân công một sáng kiến cho một thành viên.", "An entry given to an evaluator."))
class Assignment(Node):
    """An entry given to an evaluator."""

    version: int = column(model.Assignment.version, VERSION)
    state: AssignmentState = column(model.Assignment.state, T("Trạng thái.", "The state."))
    reason: str | None = column(
        model.Assignment.reason, T("Lý do không chấm hoặc từ chối.", "Why the evaluator gave it up.")
    )
    created_at: datetime = column(model.Assignment.created_at, CREATED_AT)
    round = one("Round", RoundRef, model.Assignment.round_id, ROUND)
    initiative = one("Initiative", InitiativeRef, model.Assignment.initiative_id, INITIATIVE)
    evaluator = one("Person", PersonRef, model.Assignment.evaluator_id, EVALUATOR)
    revision = one("InitiativeRevision", InitiativeRevisionRef, _REVISION_OF_ASSIGNMENT, REVISION)
    sheet = one(
        "ScoreSheet",
        ScoreSheetRef,
        model.Assignment.id,
        T("Phiếu chấm; rỗng khi chưa lập hoặc bạn không được xem.", "Its sheet; null before the first save."),
        to=model.ScoreSheet.assignment_id,
    )


@entity(queries.SHEETS, T("Phiếu chấm.", "A score sheet."))
class ScoreSheet(Node):
    """One evaluator's marks for one entry."""

    version: int = column(model.ScoreSheet.version, VERSION)
    state: SheetState = column(model.ScoreSheet.state, T("Trạng thái.", "The state."))
    comment: str | None = column(model.ScoreSheet.comment, T("Nhận xét chung.", "The comment on the whole."))
    total: Decimal | None = column(model.ScoreSheet.total, lists.TOTAL)
    created_at: datetime = column(model.ScoreSheet.created_at, CREATED_AT)
    updated_at: datetime = column(model.ScoreSheet.updated_at, T("Lần sửa cuối.", "When it was last changed."))
    submitted_at: datetime | None = column(model.ScoreSheet.submitted_at, T("Thời điểm gửi.", "When it was submitted."))
    reopened_reason: str | None = column(
        model.ScoreSheet.reopened_reason, T("Lý do mở lại gần nhất.", "Why it was last reopened.")
    )
    assignment = one(
        "Assignment", AssignmentRef, model.ScoreSheet.assignment_id, T("Phân công chấm.", "Its assignment.")
    )
    round = one("Round", RoundRef, model.ScoreSheet.round_id, ROUND)
    initiative = one("Initiative", InitiativeRef, model.ScoreSheet.initiative_id, INITIATIVE)
    evaluator = one("Person", PersonRef, model.ScoreSheet.evaluator_id, EVALUATOR)
    marks = owned(
        "Mark",
        MarkRef,
        model.Mark.sheet_id,
        T("Điểm theo thứ tự tiêu chí.", "The marks in the order of the criteria."),
        order=[(_ORDINAL_OF_MARK, False), (model.Mark.id, False)],
    )


@entity(queries.MARKS, T("Điểm của một tiêu chí.", "The mark for one criterion."))
class Mark(Node):
    """The mark for one criterion."""

    value: Decimal = column(model.Mark.value, T("Điểm trên thang của tiêu chí.", "The mark, on the criterion's scale."))
    comment: str | None = column(model.Mark.comment, T("Nhận xét.", "The comment."))
    criterion = one("Criterion", CriterionRef, model.Mark.criterion_id, T("Tiêu chí.", "The criterion."))


@entity(queries.RESULTS, T("Một phiên bản kết quả, không bao giờ sửa.", "One version of a result; it never changes."))
class Result(Node):
    """One version of a round's result."""

    number: int = column(model.Result.number, lists.NUMBER)
    state: ResultState = column(model.Result.state, T("Trạng thái.", "The state."))
    method: ResultMethod = column(model.Result.method, T("Cách tính.", "How scores are computed."))
    score_places: int = column(model.Result.score_places, SCORE_PLACES)
    inputs_hash: str = column(
        model.Result.inputs_hash,
        T("SHA-256 của toàn bộ dữ liệu đã tính.", "The SHA-256 of all that it was computed from."),
    )
    reason: str | None = column(model.Result.reason, T("Lý do tính lại.", "Why it was computed again."))
    computed_at: datetime = column(model.Result.computed_at, T("Thời điểm tính.", "When it was computed."))
    published_at: datetime | None = column(model.Result.published_at, T("Thời điểm công bố.", "When it was published."))
    computed_by = one("Person", PersonRef, model.Result.computed_by_id, T("Người tính.", "Who computed it."))
    round = one("Round", RoundRef, model.Result.round_id, ROUND)
    entries = connection(
        "ResultEntry",
        ResultEntryRef,
        T("Xếp hạng, hạng cao trước.", "The standings, the best place first."),
        filters=lists.ResultEntryFilter,
        ordering=lists.RESULT_ENTRY_ORDER,
        parent=model.ResultEntry.result_id,
    )


@entity(queries.RESULT_ENTRIES, T("Xếp hạng của một sáng kiến.", "Where an initiative stands in a result."))
class ResultEntry(Node):
    """Where one initiative stands."""

    status: EntryStatus = column(model.ResultEntry.status, T("Tình trạng.", "The status."))
    score: Decimal | None = column(model.ResultEntry.score, lists.SCORE)
    place: int | None = column(model.ResultEntry.place, lists.PLACE)
    place_in_unit: int | None = column(
        _PLACE_IN_UNIT, T("Thứ hạng trong đơn vị; không có điểm thì rỗng.", "The place within the unit; null unscored.")
    )
    is_tied: bool = column(
        model.ResultEntry.is_tied, T("Đồng hạng với sáng kiến khác.", "Whether it shares its place.")
    )
    sheets: int = column(model.ResultEntry.sheets, T("Số phiếu được tính.", "How many sheets count."))
    result = one("Result", ResultRef, model.ResultEntry.result_id, T("Kết quả.", "The result."))
    initiative = one("Initiative", InitiativeRef, model.ResultEntry.initiative_id, INITIATIVE)
    revision = one("InitiativeRevision", InitiativeRevisionRef, model.ResultEntry.revision_id, REVISION)
    unit = one("Unit", UnitRef, model.ResultEntry.unit_id, UNIT)
