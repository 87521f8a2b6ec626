"""The types of what belongs to a result: chances, differences, evaluators, sheets, exclusions, charts."""

from datetime import datetime
from decimal import Decimal

from domain.results import model, sources
from domain.results.rules import ChartKind
from schema.bindings import Node, column, entity
from schema.enums import expose
from schema.fields import one
from schema.refs import InitiativeRef, PersonRef, ResultRef, RoundRef, RoundTierRef, ScoreSheetRef
from schema.results.enums import EntryStatus, ResultFlag
from schema.results.lists import INITIATIVE
from schema.texts import T

expose(
    ChartKind,
    T("Biểu đồ cho thấy gì.", "What a chart shows."),
    {
        "RANKING": ("Xếp hạng với khoảng 90 % và ranh giới.", "The ranking with 90 % bars and the cut line."),
        "SEVERITY": ("Độ nghiêm của từng thành viên chấm.", "How strict each evaluator is."),
    },
)

RESULT = T("Kết quả.", "The result.")
FLAGS = T("Cờ cần xem lại.", "What a person should look at.")


@entity(sources.CHANCES, T("Xác suất được một mức thưởng.", "The probability of a tier."))
class AwardChance(Node):
    """How probable one tier is for one entry."""

    probability: Decimal = column(model.AwardChance.probability, T("Xác suất, 0-1.", "The probability, 0 to 1."))
    tier = one("RoundTier", RoundTierRef, model.AwardChance.tier_id, T("Mức thưởng.", "The tier."))


@entity(sources.DIFFERENCE_ROWS, T("Thay đổi của một sáng kiến.", "What a version changed for an initiative."))
class ResultDifference(Node):
    """What a further version changed for one entry."""

    place_before: int | None = column(model.DIFFERENCES.c.place_before, T("Hạng trước.", "The place before."))
    place_now: int | None = column(model.DIFFERENCES.c.place_now, T("Hạng nay.", "The place now."))
    score_before: Decimal | None = column(model.DIFFERENCES.c.score_before, T("Điểm trước.", "The score before."))
    score_now: Decimal | None = column(model.DIFFERENCES.c.score_now, T("Điểm nay.", "The score now."))
    status_before: EntryStatus | None = column(
        model.DIFFERENCES.c.status_before, T("Tình trạng trước; rỗng khi chưa có.", "The status before; null if new.")
    )
    status_now: EntryStatus = column(model.DIFFERENCES.c.status_now, T("Tình trạng nay.", "The status now."))
    initiative = one("Initiative", InitiativeRef, model.DIFFERENCES.c.initiative_id, INITIATIVE)


@entity(sources.TIE_BREAKS, T("Kết quả phân định đã áp dụng.", "A tie-break's result that was applied."))
class TieBreak(Node):
    """A tie-break's result that decides between equal scores of another round."""

    ordinal: int = column(model.TieBreak.ordinal, T("Thứ tự áp dụng.", "In which order they were applied."))
    applied_at: datetime = column(model.TieBreak.applied_at, T("Thời điểm áp dụng.", "When it was applied."))
    applied_by = one("Person", PersonRef, model.TieBreak.applied_by_id, T("Người áp dụng.", "Who applied it."))
    round = one("Round", RoundRef, model.TieBreak.round_id, T("Vòng được phân định.", "The round that it settles."))
    result = one("Result", ResultRef, model.TieBreak.result_id, T("Kết quả phân định.", "The tie-break's result."))


@entity(sources.JUDGES, T("Một thành viên chấm trong một kết quả.", "How one evaluator marked in a result."))
class ResultJudge(Node):
    """How one evaluator marked."""

    sheets: int = column(model.ResultJudge.sheets, T("Số phiếu được tính.", "How many sheets count."))
    severity: Decimal | None = column(
        model.ResultJudge.severity, T("Độ nghiêm, điểm; dương là chặt hơn.", "In points; positive is stricter.")
    )
    severity_se: Decimal | None = column(
        model.ResultJudge.severity_se, T("Sai số chuẩn của độ nghiêm.", "The standard error of the severity.")
    )
    outfit: Decimal | None = column(
        model.ResultJudge.outfit, T("Độ nhất quán; gần 1 là nhất quán.", "Near 1 for a consistent evaluator.")
    )
    flags: list[ResultFlag] = column(model.ResultJudge.flags, FLAGS)
    note: str | None = column(model.ResultJudge.note, T("Bằng lời.", "In Vietnamese words."))
    note_en: str | None = column(model.ResultJudge.note_en, T("Bằng lời, tiếng Anh.", "In English words."))
    halo: Decimal | None = column(
        model.ResultJudge.halo,
        T("Mức các tiêu chí đi cùng nhau, chỉ người chấm thấy.", "How criteria go together; for the evaluator alone."),
        mask=sources.coaching,
    )
    minutes: Decimal | None = column(
        model.ResultJudge.minutes,
        T("Số phút trung vị mỗi phiếu, chỉ người chấm thấy.", "Median minutes a sheet; for the evaluator alone."),
        mask=sources.coaching,
    )
    anchor_offset: Decimal | None = column(
        model.ResultJudge.anchor_offset,
        T(
            "Lệch so với mọi người ở sáng kiến chung, điểm.",
            "Points above all on anchors; for the evaluator alone.",
        ),
        mask=sources.coaching,
    )
    evaluator = one("Person", PersonRef, model.ResultJudge.evaluator_id, T("Thành viên chấm.", "The evaluator."))
    result = one("Result", ResultRef, model.ResultJudge.result_id, RESULT)


@entity(sources.RESULT_SHEETS, T("Một phiếu trong một kết quả.", "One sheet in a result."))
class ResultSheet(Node):
    """One sheet beside what the model expects of it."""

    total: Decimal = column(model.ResultSheet.total, T("Tổng điểm của phiếu.", "The sheet's total."))
    expected: Decimal | None = column(model.ResultSheet.expected, T("Mức chờ đợi.", "What the model expects."))
    studentized: Decimal | None = column(
        model.ResultSheet.studentized, T("Phần dư chuẩn hóa khi bỏ phiếu này.", "The studentised deleted residual.")
    )
    flags: list[ResultFlag] = column(model.ResultSheet.flags, FLAGS)
    sheet = one("ScoreSheet", ScoreSheetRef, model.ResultSheet.sheet_id, T("Phiếu chấm.", "The score sheet."))


@entity(sources.EXCLUSIONS, T("Quyết định không tính một phiếu.", "A decision that a sheet does not count."))
class SheetExclusion(Node):
    """A sheet that does not count, and why."""

    reason: str = column(model.SheetExclusion.reason, T("Lý do loại.", "Why it does not count."))
    excluded_at: datetime = column(model.SheetExclusion.excluded_at, T("Thời điểm loại.", "When it was excluded."))
    restored_at: datetime | None = column(model.SheetExclusion.restored_at, T("Khôi phục.", "When it was restored."))
    restored_reason: str | None = column(
        model.SheetExclusion.restored_reason, T("Lý do khôi phục.", "Why it counts after all.")
    )
    excluded_by = one("Person", PersonRef, model.SheetExclusion.excluded_by_id, T("Người loại.", "Who excluded it."))
    restored_by = one(
        "Person", PersonRef, model.SheetExclusion.restored_by_id, T("Người khôi phục.", "Who restored it.")
    )
    sheet = one("ScoreSheet", ScoreSheetRef, model.SheetExclusion.sheet_id, T("Phiếu chấm.", "The score sheet."))


@entity(sources.CHARTS, T("Biểu đồ của kết quả.", "A chart of a result."))
class ResultChart(Node):
    """A chart, as SVG."""

    kind: ChartKind = column(model.ResultChart.kind, T("Cho thấy gì.", "What it shows."))
    language: str = column(model.ResultChart.language, T("Ngôn ngữ: vi hoặc en.", "The language: vi or en."))
    svg: str = column(model.ResultChart.svg, T("Hình vẽ.", "The drawing."))
