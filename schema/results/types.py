"""The types of results: versions and standings."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import Numeric, case, cast, func, literal, null, select
from sqlalchemy.orm import aliased

from domain.engine.grading import GRADES
from domain.evaluations.model import RoundTier
from domain.evaluations.queries import TIERS
from domain.orm import text_enum
from domain.reading.pages import Through
from domain.results import model, queries
from schema.bindings import Node, column, entity
from schema.fields import connection, one, owned
from schema.refs import (
    AwardChanceRef,
    InitiativeRef,
    InitiativeRevisionRef,
    PersonRef,
    ResultChartRef,
    ResultDifferenceRef,
    ResultEntryRef,
    ResultJudgeRef,
    ResultRef,
    ResultSheetRef,
    RoundRef,
    RoundTierRef,
    UnitRef,
)
from schema.results import lists
from schema.results.enums import (
    EntryStatus,
    ReliabilityGrade,
    ResultFlag,
    ResultMethod,
    ResultState,
    ResultWarning,
    UnadjustedReason,
)
from schema.results.lists import INITIATIVE, ROUND, UNIT
from schema.texts import T

REVISION = T("Bản sáng kiến được chấm.", "The revision that is scored.")
RAW_MEAN = T(
    "Trung bình thô; với so sánh từng cặp là tỷ lệ thắng, %.", "The plain mean; of compared pairs the share won, in %."
)
SHEETS = T("Số phiếu, hoặc số lần so sánh, được tính.", "How many sheets, or comparisons, count.")
SCORE_PLACES = T("Số chữ số thập phân của điểm công bố.", "How many decimals a published score has.")

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

_ICC, _PANEL = model.Result.icc_single, model.Result.panel
#: Koo and Li's words for the reliability of the panel.
_GRADE = case(
    *[(model.Result.icc_panel >= least, literal(name, text_enum(ReliabilityGrade))) for least, name, _word in GRADES],
    else_=null(),
)
#: What the reliability would be with two more sheets per entry, by the formula of Spearman and Brown.
_WITH_TWO_MORE = func.round((_PANEL + 2) * _ICC / (1 + (_PANEL + 1) * _ICC), 4, type_=Numeric())
#: The best tier comes first.
_TIER_ORDER = Through(model.AwardChance.tier_id, TIERS, RoundTier.ordinal)


@entity(queries.RESULTS, T("Một phiên bản kết quả, không bao giờ sửa.", "One version of a result; it never changes."))
class Result(Node):
    """One version of a round's result."""

    number: int = column(model.Result.number, lists.NUMBER)
    state: ResultState = column(model.Result.state, T("Trạng thái.", "The state."))
    method: ResultMethod = column(model.Result.method, T("Cách tính.", "How scores are computed."))
    is_comparison: bool = column(
        model.Result.drop_high.is_not(None),
        T(
            "Tính bằng cách khác với vòng, chỉ để so sánh; không bao giờ được kiểm tra hay công bố.",
            "Computed by another method than the round's, for comparison; it is never verified or published.",
        ),
    )
    score_places: int = column(model.Result.score_places, SCORE_PLACES)
    engine_version: str = column(model.Result.engine_version, T("Phiên bản bộ tính.", "The version of the engine."))
    # As text, as all exact numbers: it has more digits than a number in JSON keeps.
    seed: Decimal = column(
        cast(model.Result.seed, Numeric), T("Hạt giống của mọi phép ngẫu nhiên.", "What fixes all chance.")
    )
    inputs_hash: str = column(
        model.Result.inputs_hash,
        T("SHA-256 của toàn bộ dữ liệu đã tính.", "The SHA-256 of all that it was computed from."),
    )
    outputs_hash: str = column(
        model.Result.outputs_hash, T("SHA-256 của toàn bộ kết quả.", "The SHA-256 of all that was computed.")
    )
    ledger_number: int | None = column(
        model.Result.ledger_number, T("Số sự kiện của sổ cái khi tính.", "The head of the ledger it was taken at.")
    )
    ledger_hash: str | None = column(
        model.Result.ledger_hash, T("Mã băm của sự kiện đó.", "The hash of that event, to be printed and compared.")
    )
    reason: str | None = column(model.Result.reason, T("Lý do tính lại.", "Why it was computed again."))
    computed_at: datetime = column(model.Result.computed_at, T("Thời điểm tính.", "When it was computed."))
    verified_at: datetime | None = column(model.Result.verified_at, T("Thời điểm kiểm tra.", "When it was verified."))
    published_at: datetime | None = column(model.Result.published_at, T("Thời điểm công bố.", "When it was published."))
    unadjusted: UnadjustedReason | None = column(
        model.Result.unadjusted, T("Vì sao không hiệu chỉnh; rỗng khi có.", "Why scores are not adjusted; null if so.")
    )
    note: str | None = column(model.Result.note, T("Kết quả nói gì, bằng lời.", "What it says, in Vietnamese words."))
    note_en: str | None = column(model.Result.note_en, T("Như trên, tiếng Anh.", "What it says, in English words."))
    places: int | None = column(model.Result.places, T("Số vị trí k của xác suất.", "The k of P(rank <= k)."))
    sigma_entry: Decimal | None = column(
        model.Result.sigma_entry, T("Độ lệch chuẩn giữa sáng kiến, điểm.", "Spread of entries, in points.")
    )
    sigma_judge: Decimal | None = column(
        model.Result.sigma_judge, T("Độ lệch chuẩn giữa người chấm, điểm.", "Spread of evaluators, in points.")
    )
    sigma_residual: Decimal | None = column(
        model.Result.sigma_residual, T("Độ lệch chuẩn còn lại, điểm.", "Spread of what is left, in points.")
    )
    icc_single: Decimal | None = column(
        model.Result.icc_single, T("ICC(A,1): một người chấm.", "ICC(A,1): of one evaluator.")
    )
    icc_panel: Decimal | None = column(
        model.Result.icc_panel, T("ICC(A,k): cả hội đồng.", "ICC(A,k): of the panel as it was.")
    )
    icc_two_more: Decimal | None = column(
        _WITH_TWO_MORE, T("ICC nếu thêm hai phiếu mỗi sáng kiến.", "ICC with two more sheets per entry.")
    )
    reliability: ReliabilityGrade | None = column(_GRADE, T("ICC của hội đồng, bằng lời.", "The same in a word."))
    alpha: Decimal | None = column(model.Result.alpha, T("Krippendorff alpha.", "Krippendorff's alpha (interval)."))
    judge_share: Decimal | None = column(
        model.Result.judge_share, T("Phần phương sai do người chấm.", "The share of variance due to evaluators.")
    )
    panel: Decimal | None = column(
        model.Result.panel, T("Số phiếu trung bình điều hòa mỗi sáng kiến.", "The harmonic mean of sheets per entry.")
    )
    components: int = column(
        model.Result.components, T("Số nhóm chấm rời nhau; 1 là liên thông.", "Separate panels; 1 is connected.")
    )
    lambda2: Decimal | None = column(
        model.Result.lambda2, T("Độ mạnh của đồ thị chấm.", "The strength of the graph of evaluators.")
    )
    bridges_needed: int = column(
        model.Result.bridges_needed,
        T("Số phiếu tối thiểu để nối các nhóm.", "Sheets that would join them."),
    )
    warnings: list[ResultWarning] = column(model.Result.warnings, T("Cảnh báo.", "Warnings."))
    computed_by = one("Person", PersonRef, model.Result.computed_by_id, T("Người yêu cầu tính.", "Who asked for it."))
    verified_by = one("Person", PersonRef, model.Result.verified_by_id, T("Người kiểm tra.", "Who verified it."))
    round = one("Round", RoundRef, model.Result.round_id, ROUND)
    entries = connection(
        "ResultEntry",
        ResultEntryRef,
        T("Xếp hạng, hạng cao trước.", "The standings, the best place first."),
        filters=lists.ResultEntryFilter,
        ordering=lists.RESULT_ENTRY_ORDER,
        parent=model.ResultEntry.result_id,
    )
    differences = connection(
        "ResultDifference",
        ResultDifferenceRef,
        T("Những gì phiên bản này thay đổi so với trước.", "What this version changed of the one before it."),
        filters=lists.ResultDifferenceFilter,
        ordering=lists.DIFFERENCE_ORDER,
        parent=model.DIFFERENCES.c.result_id,
    )
    judges = connection(
        "ResultJudge",
        ResultJudgeRef,
        T("Từng thành viên chấm ra sao; mỗi người thấy của mình.", "How evaluators marked; each sees their own."),
        filters=lists.ResultJudgeFilter,
        ordering=lists.JUDGE_ORDER,
        parent=model.ResultJudge.result_id,
    )
    sheets = connection(
        "ResultSheet",
        ResultSheetRef,
        T("Từng phiếu bên cạnh mức mô hình chờ đợi.", "Each sheet beside what the model expects."),
        filters=lists.ResultSheetFilter,
        ordering=lists.RESULT_SHEET_ORDER,
        parent=model.ResultSheet.result_id,
    )
    charts = owned(
        "ResultChart",
        ResultChartRef,
        model.ResultChart.result_id,
        T("Biểu đồ SVG.", "Its charts, as SVG."),
        order=[(model.ResultChart.kind, False), (model.ResultChart.language, True)],
    )


@entity(queries.RESULT_ENTRIES, T("Xếp hạng của một sáng kiến.", "Where an initiative stands in a result."))
class ResultEntry(Node):
    """Where one initiative stands."""

    status: EntryStatus = column(model.ResultEntry.status, T("Tình trạng.", "The status."))
    score: Decimal | None = column(model.ResultEntry.score, lists.SCORE)
    raw_mean: Decimal | None = column(model.ResultEntry.raw_mean, RAW_MEAN)
    adjustment: Decimal | None = column(
        model.ResultEntry.score - model.ResultEntry.raw_mean, T("Mức hiệu chỉnh.", "Score less plain mean.")
    )
    note: str | None = column(model.ResultEntry.note, T("Vì sao hiệu chỉnh.", "Why it is adjusted, in Vietnamese."))
    note_en: str | None = column(model.ResultEntry.note_en, T("Như trên, tiếng Anh.", "The same in English."))
    score_se: Decimal | None = column(model.ResultEntry.score_se, T("Sai số chuẩn, điểm.", "The standard error."))
    score_low: Decimal | None = column(
        model.ResultEntry.score_low, T("Cận dưới khoảng 90 %.", "The lower end of the 90 % interval.")
    )
    score_high: Decimal | None = column(
        model.ResultEntry.score_high, T("Cận trên khoảng 90 %.", "The upper end of the 90 % interval.")
    )
    place: int | None = column(model.ResultEntry.place, lists.PLACE)
    place_in_unit: int | None = column(
        _PLACE_IN_UNIT, T("Thứ hạng trong đơn vị; không có điểm thì rỗng.", "The place within the unit; null unscored.")
    )
    rank_best: int | None = column(
        model.ResultEntry.rank_best, T("Hạng cao nhất trong khoảng 90 %.", "The best rank of the 90 % interval.")
    )
    rank_worst: int | None = column(
        model.ResultEntry.rank_worst, T("Hạng thấp nhất trong khoảng 90 %.", "The worst rank of the 90 % interval.")
    )
    p_top: Decimal | None = column(
        model.ResultEntry.p_top, T("Xác suất thuộc các vị trí đầu.", "The probability of a rank within `places`.")
    )
    p_award: Decimal | None = column(
        model.ResultEntry.p_award, T("Xác suất được một mức thưởng.", "The probability of any tier.")
    )
    is_tied: bool = column(
        model.ResultEntry.is_tied, T("Đồng hạng với sáng kiến khác.", "Whether it shares its place.")
    )
    decided_by: str | None = column(
        model.ResultEntry.decided_by, T("Khóa phân định khi bằng điểm.", "The key that decided between equal scores.")
    )
    sheets: int = column(model.ResultEntry.sheets, SHEETS)
    component: int | None = column(model.ResultEntry.component, T("Nhóm chấm.", "The connected part it is of."))
    passed: bool | None = column(
        model.ResultEntry.passed,
        T("Qua vòng loại; rỗng khi thiếu phiếu.", "Whether it passed; null unknown."),
    )
    flags: list[ResultFlag] = column(model.ResultEntry.flags, T("Cờ cần xem lại.", "What a person should look at."))
    tier = one("RoundTier", RoundTierRef, model.ResultEntry.tier_id, T("Mức thưởng theo quy tắc.", "The tier it gets."))
    chances = owned(
        "AwardChance",
        AwardChanceRef,
        model.AwardChance.entry_id,
        T("Xác suất từng mức thưởng.", "The probability of each tier."),
        order=[(_TIER_ORDER, False), (model.AwardChance.id, False)],
    )
    result = one("Result", ResultRef, model.ResultEntry.result_id, T("Kết quả.", "The result."))
    initiative = one("Initiative", InitiativeRef, model.ResultEntry.initiative_id, INITIATIVE)
    revision = one("InitiativeRevision", InitiativeRevisionRef, model.ResultEntry.revision_id, REVISION)
    unit = one("Unit", UnitRef, model.ResultEntry.unit_id, UNIT)
