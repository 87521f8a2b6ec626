"""What the numbers of a result say in words, in Vietnamese and English: of entries, of evaluators, of the whole."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from domain.engine.grading import in_words, spearman_brown
from domain.engine.outcome import EntryOutcome, Evaluation, Flag, JudgeOutcome, SheetOutcome, Status, Unadjusted, Warn
from domain.engine.problem import Method
from domain.engine.rounding import rounded
from domain.errors import Text

#: An adjustment smaller than this, in points, is not explained.
_SMALL = Decimal("0.05")
#: Within these bounds of P(in the seats) it is a coin flip whether an entry is in.
_FLIP = (Decimal("0.4"), Decimal("0.6"))
_UNADJUSTED = {
    Unadjusted.COMPLETE_PANEL: Text(
        "Không hiệu chỉnh, vì mọi thành viên đều chấm mọi sáng kiến.",
        "Not adjusted, because every evaluator scored every entry.",
    ),
    Unadjusted.NO_REPLICATION: Text(
        "Không hiệu chỉnh, vì dữ liệu quá mỏng: không sáng kiến nào có hai phiếu trở lên.",
        "Not adjusted, because the data are too thin: no entry has two sheets.",
    ),
}
_WARNINGS = {
    Warn.NO_REPLICATION: Text("Không ước lượng được sai số.", "The uncertainty cannot be estimated."),
    Warn.DISCONNECTED: Text(
        "Các nhóm chấm không nối với nhau; so sánh giữa các nhóm dựa vào giả định các nhóm như nhau.",
        "The panels are not connected; comparing them rests on the panels being alike.",
    ),
    Warn.TOO_MANY_JUDGES: Text(
        "Quá nhiều thành viên chấm để tính khoảng tin cậy.", "Too many evaluators to compute intervals."
    ),
}


def signed(number: Decimal, language: str) -> str:
    """Write a number with its sign and one decimal, with a comma in Vietnamese."""
    said = f"{rounded(number, 1):+f}"
    return said if language == "en" else said.replace(".", ",")


def plain(number: Decimal, language: str) -> str:
    """Write a number with one decimal, with a comma in Vietnamese."""
    return signed(number, language).removeprefix("+")


def of_entry(entry: EntryOutcome, panel: Sequence[JudgeOutcome]) -> Text | None:
    """Explain why the score is not the plain mean, by the evaluators of the entry; None where there is nothing to say.

    "+1.8: two strict evaluators" is what a person can check against the evaluators' own lines.
    """
    if not panel or entry.score is None or entry.raw is None or abs(entry.score - entry.raw) < _SMALL:
        return None
    change = entry.score - entry.raw
    strict = sum(1 for judge in panel if judge.severity is not None and judge.severity > 0)
    lenient = sum(1 for judge in panel if judge.severity is not None and judge.severity < 0)
    number, vi, en = (strict, "chấm chặt", "strict") if change > 0 else (lenient, "chấm rộng tay", "lenient")
    plural = "s" if number != 1 else ""
    return Text(
        f"{signed(change, 'vi')}: {number} thành viên {vi}", f"{signed(change, 'en')}: {number} {en} evaluator{plural}"
    )


def of_judge(judge: JudgeOutcome) -> Text | None:
    """Say how an evaluator marks beside the others: "stricter by 3.1 ± 0.9 points, 24 sheets, consistent"."""
    if judge.severity is None:
        return None
    vi, en = ("chặt hơn", "stricter") if judge.severity >= 0 else ("rộng tay hơn", "more lenient")
    size = abs(judge.severity)
    error = judge.severity_se
    vi_size = plain(size, "vi") + (f" ± {plain(error, 'vi')}" if error is not None else "")
    en_size = plain(size, "en") + (f" ± {plain(error, 'en')}" if error is not None else "")
    steady = _steadiness(judge)
    plural = "s" if judge.sheets != 1 else ""
    return Text(
        f"{vi} {vi_size} điểm, {judge.sheets} phiếu{steady.vi}",
        f"{en} by {en_size} points, {judge.sheets} sheet{plural}{steady.en}",
    )


def _steadiness(judge: JudgeOutcome) -> Text:
    if Flag.FLAT in judge.flags:
        return Text(", mọi phiếu như nhau", ", every sheet the same")
    if Flag.ERRATIC in judge.flags:
        return Text(", thất thường", ", erratic")
    return Text(", nhất quán", ", consistent") if judge.outfit is not None else Text("", "")


def of_whole(evaluation: Evaluation) -> Text:
    """Say what a reader must know before the ranking: adjusted or not and why, reliability, the cut, warnings."""
    summary = evaluation.summary
    said: list[Text] = []
    if summary.unadjusted is not None:
        said.append(_UNADJUSTED[summary.unadjusted])
    elif summary.method is Method.PAIRWISE:
        said.append(
            Text(
                "Điểm là xác suất (%) được đánh giá tốt hơn một sáng kiến trung bình, tính từ so sánh từng cặp.",
                "A score is the chance, in per cent, to be preferred to an average entry, from comparisons of pairs.",
            )
        )
    elif summary.method is Method.ADJUSTED:
        said.append(Text("Điểm đã hiệu chỉnh độ nghiêm của người chấm.", "Scores are adjusted for severity."))
    if summary.icc_panel is not None and summary.icc_single is not None and summary.panel is not None:
        said.append(_reliability(summary.icc_single, summary.icc_panel, summary.panel))
    said += [_WARNINGS[each] for each in summary.warnings if each is not Warn.NO_REPLICATION or not summary.unadjusted]
    cut = _cut(evaluation.entries, summary.places)
    if cut is not None:
        said.append(cut)
    return Text(" ".join(text.vi for text in said), " ".join(text.en for text in said))


def _reliability(single: Decimal, panel: Decimal, judges: Decimal) -> Text:
    word = in_words(panel)
    more = spearman_brown(single, judges + 2)
    return Text(
        f"Độ tin cậy của hội đồng chấm: {word.vi} ({_vi(panel)}); thêm 2 thành viên mỗi sáng kiến: {_vi(more)}.",
        f"Reliability of the panel: {word.en} ({rounded(panel, 2)});"
        f" with 2 more evaluators per entry it would be {rounded(more, 2)}.",
    )


def _vi(number: Decimal) -> str:
    return str(rounded(number, 2)).replace(".", ",")


def _cut(entries: Sequence[EntryOutcome], places: int | None) -> Text | None:
    """Name what no statistics can decide at the cut line."""
    if places is None:
        return None
    open_ = [
        each
        for each in entries
        if each.status is Status.RANKED and each.p_top is not None and _FLIP[0] <= each.p_top <= _FLIP[1]
    ]
    chances = [each.p_top for each in open_ if each.p_top is not None]
    if not chances:
        return None
    low, high = rounded(min(chances) * 100, 0), rounded(max(chances) * 100, 0)
    span = f"{low}" if low == high else f"{low}-{high}"
    seats, count = f"{places} place{'s' if places != 1 else ''}", len(open_)
    told = f"{count} entries" if count != 1 else "1 entry"
    return Text(
        f"Quanh ranh giới {places} vị trí: {count} sáng kiến có xác suất {span} %, về thống kê như tung đồng xu.",
        f"At the cut of {seats}: {told} at P {span} %, statistically a coin flip.",
    )


def panels(sheets: Sequence[SheetOutcome], judges: Sequence[JudgeOutcome]) -> Mapping[str, list[JudgeOutcome]]:
    """Return the evaluators of each entry."""
    by_id = {judge.judge: judge for judge in judges}
    found: dict[str, list[JudgeOutcome]] = {}
    for sheet in sheets:
        found.setdefault(sheet.entry, []).append(by_id[sheet.judge])
    return found
