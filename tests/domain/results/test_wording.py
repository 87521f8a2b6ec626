"""What the numbers of a result say in words: exact texts, in Vietnamese and in English."""

from decimal import Decimal

import pytest

from domain.engine.grading import in_words, spearman_brown
from domain.engine.outcome import Flag, SheetOutcome, Unadjusted, Warn
from domain.engine.problem import Method
from domain.errors import Text
from domain.results import wording
from tests.support.outcomes import entry, evaluation, judge

STRICT, STRICTER, MILD = judge("J1", "2.1"), judge("J2", "1.5"), judge("J3", "-0.9")


@pytest.mark.parametrize(
    ("raw", "score", "panel", "vi", "en"),
    [
        ("80", "81.8", (STRICT, STRICTER), "+1,8: 2 thành viên chấm chặt", "+1.8: 2 strict evaluators"),
        ("80", "80.05", (STRICT, MILD), "+0,1: 1 thành viên chấm chặt", "+0.1: 1 strict evaluator"),
        ("80", "79.5", (STRICT, MILD), "-0,5: 1 thành viên chấm rộng tay", "-0.5: 1 lenient evaluator"),
        ("80", "70", (judge("J", None),), "-10,0: 0 thành viên chấm rộng tay", "-10.0: 0 lenient evaluators"),
    ],
)
def test_an_entry_is_told_why_its_score_is_not_the_plain_mean(raw, score, panel, vi, en):
    assert wording.of_entry(entry("A", 1, score, raw=raw), panel) == Text(vi, en)


@pytest.mark.parametrize(
    "of",
    [entry("A", 1, "80.049", raw="80"), entry("A", 1, "80"), entry("A", None, None), entry("A", 1, "80", raw=None)],
)
def test_an_entry_whose_score_is_the_plain_mean_is_told_nothing(of):
    assert wording.of_entry(of, (STRICT,)) is None


@pytest.mark.parametrize(
    ("of", "vi", "en"),
    [
        (
            judge("J", "3.14", "0.86"),
            "chặt hơn 3,1 ± 0,9 điểm, 24 phiếu, nhất quán",
            "stricter by 3.1 ± 0.9 points, 24 sheets, consistent",
        ),
        (
            judge("J", "-2", "1", 7, "2.5", Flag.LENIENT, Flag.ERRATIC),
            "rộng tay hơn 2,0 ± 1,0 điểm, 7 phiếu, thất thường",
            "more lenient by 2.0 ± 1.0 points, 7 sheets, erratic",
        ),
        (
            judge("J", "1", "1", 5, "2.5", Flag.ERRATIC, Flag.FLAT),
            "chặt hơn 1,0 ± 1,0 điểm, 5 phiếu, mọi phiếu như nhau",
            "stricter by 1.0 ± 1.0 points, 5 sheets, every sheet the same",
        ),
        (judge("J", "0", None, 1, None), "chặt hơn 0,0 điểm, 1 phiếu", "stricter by 0.0 points, 1 sheet"),
    ],
)
def test_an_evaluator_is_told_how_they_mark(of, vi, en):
    assert wording.of_judge(of) == Text(vi, en)


def test_an_evaluator_without_a_severity_is_told_nothing():
    assert wording.of_judge(judge("J", None)) is None


ADJUSTED = Text("Điểm đã hiệu chỉnh độ nghiêm của người chấm.", "Scores are adjusted for severity.")


@pytest.mark.parametrize(
    ("given", "vi", "en"),
    [
        ({}, ADJUSTED.vi, ADJUSTED.en),
        ({"method": Method.MEAN}, "", ""),
        (
            {"unadjusted": Unadjusted.COMPLETE_PANEL},
            "Không hiệu chỉnh, vì mọi thành viên đều chấm mọi sáng kiến.",
            "Not adjusted, because every evaluator scored every entry.",
        ),
        # That the data are too thin says already that the uncertainty is not known.
        (
            {"unadjusted": Unadjusted.NO_REPLICATION, "warnings": (Warn.NO_REPLICATION,)},
            "Không hiệu chỉnh, vì dữ liệu quá mỏng: không sáng kiến nào có hai phiếu trở lên.",
            "Not adjusted, because the data are too thin: no entry has two sheets.",
        ),
        (
            {"method": Method.MEAN, "warnings": (Warn.NO_REPLICATION,)},
            "Không ước lượng được sai số.",
            "The uncertainty cannot be estimated.",
        ),
        (
            {"warnings": (Warn.DISCONNECTED, Warn.TOO_MANY_JUDGES)},
            (
                f"{ADJUSTED.vi} Các nhóm chấm không nối với nhau; so sánh giữa các nhóm dựa vào giả định các nhóm như"
                " nhau. Quá nhiều thành viên chấm để tính khoảng tin cậy."
            ),
            (
                f"{ADJUSTED.en} The panels are not connected; comparing them rests on the panels being alike."
                " Too many evaluators to compute intervals."
            ),
        ),
        # Two sheets: 2 * 0.6 / 1.6 = 0.75; four: 4 * 0.6 / 2.8 = 0.857.
        (
            {"icc_single": "0.6", "icc_panel": "0.75", "panel": "2"},
            f"{ADJUSTED.vi} Độ tin cậy của hội đồng chấm: tốt (0,75); thêm 2 thành viên mỗi sáng kiến: 0,86.",
            f"{ADJUSTED.en} Reliability of the panel: good (0.75); with 2 more evaluators per entry it would be 0.86.",
        ),
    ],
)
def test_the_whole_is_told_what_must_be_known_before_the_ranking(given, vi, en):
    assert wording.of_whole(evaluation([entry("A", 1, "80")], **given)) == Text(vi, en)


def at_the_cut(*chances: str | None, places: int | None = 2) -> Text:
    entries = [entry(f"E{at}", at, "80", p_top=chance) for at, chance in enumerate(chances, start=1)]
    unscored = entry("Z", None, None, p_top="0.5")
    return wording.of_whole(evaluation([*entries, unscored], method=Method.MEAN, places=places))


def test_the_cut_names_how_many_are_as_likely_in_as_out():
    assert at_the_cut("0.99", "0.6", "0.4804", "0.3999", None) == Text(
        "Quanh ranh giới 2 vị trí: 2 sáng kiến có xác suất 48-60 %, về thống kê như tung đồng xu.",
        "At the cut of 2 places: 2 entries at P 48-60 %, statistically a coin flip.",
    )
    assert at_the_cut("0.4", places=1) == Text(
        "Quanh ranh giới 1 vị trí: 1 sáng kiến có xác suất 40 %, về thống kê như tung đồng xu.",
        "At the cut of 1 place: 1 entry at P 40 %, statistically a coin flip.",
    )


@pytest.mark.parametrize("places", [2, None])
def test_a_clear_cut_and_no_cut_are_not_spoken_of(places):
    chance = "0.61" if places else "0.5"
    assert at_the_cut(chance, places=places) == Text("", "")


@pytest.mark.parametrize(
    ("icc", "word"),
    [
        ("1", "excellent"),
        ("0.9", "excellent"),
        ("0.8999", "good"),
        ("0.75", "good"),
        ("0.7499", "moderate"),
        ("0.5", "moderate"),
        ("0.4999", "poor"),
        ("0", "poor"),
    ],
)
def test_reliability_in_a_word(icc, word):
    assert in_words(Decimal(icc)).en == word


def test_more_judges_make_a_panel_more_reliable_by_spearman_and_brown():
    assert spearman_brown(Decimal("0.5"), Decimal(1)) == Decimal("0.5")
    assert spearman_brown(Decimal("0.5"), Decimal(3)) == Decimal("0.75")


def test_panels_are_the_evaluators_of_each_entry():
    def sheet(by: str, of: str) -> SheetOutcome:
        return SheetOutcome(f"{by}/{of}", by, of, Decimal(80), None, None, ())

    found = wording.panels([sheet("J1", "A"), sheet("J1", "B"), sheet("J3", "A")], [STRICT, STRICTER, MILD])

    assert found == {"A": [STRICT, MILD], "B": [STRICT]}
