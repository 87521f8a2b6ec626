"""Scores of entries in a stage and over stages: means, trimmed means and sums, each with a contest computed by hand."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.engine.combining import FinalScore, final_scores
from domain.engine.means import ExactScore, component_scores, finished, stage_scores
from domain.engine.outcome import Flag, Status
from domain.engine.problem import Aggregate, Direction, Method, Problem, Rounding, Rules, Scale, Sheet
from domain.engine.totals import sheet_totals
from tests.support.contests import SKATING, criterion, entry, exact, panel, scores_of, sheet, skating_segment, stage

quick = settings(max_examples=50)
TRIMMED = Rules(method=Method.TRIMMED, drop_high=1, drop_low=1)
POINTS = Rules(scale=Scale.POINTS)
SUM = Rules(scale=Scale.POINTS, aggregate=Aggregate.SUM)


def test_a_grant_panel_averages_the_totals_of_its_sheets():
    criteria = [criterion("QUALITY", weight=60, low=1, high=5), criterion("FEASIBILITY", weight=40)]
    sheets = [
        *panel("P1", QUALITY=[5, 4], FEASIBILITY=[5, 10]),
        *panel("P2", QUALITY=[3, 4], FEASIBILITY=[10]),
        *panel("P3", QUALITY=[4], FEASIBILITY=[9]),
    ]
    entries = [entry(name) for name in ("P1", "P2", "P3", "P4")]

    scores = stage_scores(stage(criteria, sheets, entries), Rules(quorum=2))

    # P1: 60 + 20 = 80 and 45 + 40 = 85. P2: 30 + 40 = 70, and QUALITY alone at 0.75 = the mean (1 + .75 + .5 + .75 +
    # .75) / 5 of the round: the mean total 45 + 40 * (.5 + 1 + 1 + .9) / 4 = 79. P3: 45 + 36 = 81, below the quorum.
    assert scores == {
        "P1": ExactScore(Fraction(165, 2), Fraction(165, 2), 2, (), Status.RANKED),
        "P2": ExactScore(Fraction(149, 2), Fraction(149, 2), 2, (), Status.RANKED),
        "P3": ExactScore(None, Fraction(81), 1, (Flag.BELOW_QUORUM,), Status.INCOMPLETE),
        "P4": ExactScore(None, None, 0, (), Status.UNSCORED),
    }


def test_a_skating_segment_trims_multiplies_rounds_and_deducts():
    scores = stage_scores(skating_segment(), SKATING)

    # A: E1 2.00 * .53 = 1.06; E2 1/3 -> .33 * .30 = .099 -> .10; TES 8.30 + 1.16 = 9.46
    # CO 7.50 * 1.33 = 9.975 -> 9.98; PR 7.25 * 1.33 = 9.6425 -> 9.64; SK 21.5/3 -> 7.17 * 1.33 = 9.5361 -> 9.54
    # PCS 29.16; 9.46 + 29.16 - 1 = 37.62. B: TES 9.80, CO 9.64, PCS 28.82. C: TES 8.46.
    assert {name: one.score for name, one in scores.items()} == dict.fromkeys("ABC", Fraction("37.62"))
    assert {one.flags for one in scores.values()} == {()}
    assert component_scores(skating_segment(), SKATING) == {
        "A": {"TES": Fraction("9.46"), "PCS": Fraction("29.16"), "DEDUCTIONS": Fraction(-1)},
        "B": {"TES": Fraction("9.80"), "PCS": Fraction("28.82"), "DEDUCTIONS": Fraction(-1)},
        "C": {"TES": Fraction("8.46"), "PCS": Fraction("29.16")},
    }


def test_the_plain_mean_beside_a_trimmed_one_drops_nothing():
    raw = stage_scores(skating_segment(), SKATING)["A"].raw

    # E1 2.00 -> 1.06; E2 1/5 = .20 -> .06; CO 9.98; PR 9.64; SK 36/5 = 7.20 -> 9.576 -> 9.58; + 8.30 - 1 deducted
    assert raw == Fraction("37.62")


DIVES = {"D1": [7, "7.5", "7.5", 8, 8, "8.5", 9], "D2": [6, "6.5", "6.5", 7, 7, 7, 8]}


@pytest.mark.parametrize(("aggregate", "weight"), [(Aggregate.MEAN, 3), (Aggregate.SUM, 1)])
def test_a_dive_counts_three_of_seven_marks_times_its_difficulty(aggregate, weight):
    criteria = [criterion(name, weight=weight, step="0.5") for name in DIVES]
    rules = replace(POINTS, method=Method.TRIMMED, aggregate=aggregate, drop_high=2, drop_low=2)
    diver = entry("DIVER", factors={"D1": "3.2", "D2": "2.9"})

    scores = stage_scores(stage(criteria, panel("DIVER", **DIVES), [diver]), rules)

    # (7.5 + 8 + 8) * 3.2 = 75.2 and (6.5 + 7 + 7) * 2.9 = 59.45
    assert scores["DIVER"].score == Fraction("134.65")


def test_points_handed_out_are_added_and_who_is_given_none_has_none():
    sheets = [sheet("J1", "X", P=12), sheet("J2", "X", P=8), sheet("J1", "Y", P=10)]
    entries = [entry("X"), entry("Y"), entry("Z")]

    scores = stage_scores(stage([criterion("P", high=12)], sheets, entries), SUM)

    assert {name: (one.score, one.sheets, one.status) for name, one in scores.items()} == {
        "X": (20, 2, Status.RANKED),
        "Y": (10, 1, Status.RANKED),
        "Z": (0, 0, Status.RANKED),
    }
    with_quorum = stage_scores(stage([criterion("P", high=12)], sheets, entries), replace(SUM, quorum=2))
    assert [one.status for one in with_quorum.values()] == [Status.RANKED, Status.INCOMPLETE, Status.INCOMPLETE]


def test_too_few_marks_are_not_trimmed_and_it_is_said():
    criteria = [criterion("A"), criterion("B")]
    one = stage(criteria, panel("P", A=[1, 5, 9], B=[2, 6]))

    # A: 5 after trimming; B: (2 + 6) / 2 untrimmed. Raw: 15, 55, and for the third, A alone, 45 + 100 * (0.9 - 0.5)
    assert stage_scores(one, TRIMMED)["P"] == ExactScore(
        Fraction(45), Fraction(155, 3), 3, (Flag.TRIM_SKIPPED,), Status.RANKED
    )


def test_drops_need_not_be_the_same_on_both_sides():
    one = stage([criterion("A")], panel("P", A=[1, 5, 9]))

    assert exact(stage_scores(one, replace(TRIMMED, drop_low=0))["P"]) == 30
    assert exact(stage_scores(one, replace(TRIMMED, drop_high=0))["P"]) == 70


def test_percent_is_rounded_by_criterion_where_the_rules_say_so():
    one = stage([criterion("A", weight=1), criterion("B", weight=2)], panel("P", A=[5, 5, 6], B=[4, 4, 4]))

    exactly = Rules(rounding=Rounding(total=1))
    by_mark = Rules(rounding=Rounding(mark=0))

    # (16/3 * 10 + 2 * 40) / 3 = 400/9 = 44.44..; the mean mark of A rounded is 5: (50 + 80) / 3
    assert exact(stage_scores(one, exactly)["P"]) == Fraction("44.4")
    assert exact(stage_scores(one, by_mark)["P"]) == Fraction(130, 3)
    assert exact(stage_scores(one, replace(by_mark, rounding=Rounding(mark=0, product=1)))["P"]) == Fraction("43.4")


def test_amounts_are_added_and_percent_stays_a_percentage():
    lucky, strict = entry("P", amounts={"BONUS": 7, "LATE": "-0.5"}), entry("P", amounts={"LATE": -200})

    assert finished(Fraction(90), lucky, Rules()) == Fraction("96.5")
    assert finished(Fraction(99), lucky, Rules()) == 100
    assert finished(Fraction(99), strict, Rules()) == 0
    assert finished(Fraction(99), strict, POINTS) == -101
    assert finished(Fraction("1.25"), entry("P"), replace(POINTS, rounding=Rounding(total=1))) == Fraction("1.3")


def test_an_entry_with_a_criterion_that_nobody_marked_has_no_score():
    sheets = [*panel("P", A=[1, 2]), *panel("Q", A=[3], B=[4])]
    one = stage([criterion("A"), criterion("B")], sheets)

    for rules in (Rules(), POINTS, TRIMMED):
        flags = (Flag.TRIM_SKIPPED,) if rules is TRIMMED else ()
        assert stage_scores(one, rules)["P"] == ExactScore(None, None, 2, flags, Status.INCOMPLETE)
    assert set(component_scores(one, POINTS)) == {"Q"}


def test_a_factor_of_nought_asks_for_no_mark():
    one = stage([criterion("A"), criterion("B")], panel("P", A=[3, 4]), [entry("P", factors={"B": 0, "A": 2})])

    assert exact(stage_scores(one, POINTS)["P"]) == 7


def test_adjusted_starts_from_the_plain_mean():
    one = stage([criterion("A")], panel("P", A=[1, 2, 6]))

    assert stage_scores(one, Rules(method=Method.ADJUSTED)) == stage_scores(one, Rules())


def test_stages_add_up_by_weight_and_more_stages_come_first():
    first = stage(
        [criterion("A")], [*panel("P", A=[5]), *panel("Q", A=[9]), *panel("R", A=[4])], name="1", weight="0.4"
    )
    second = stage([criterion("A")], panel("P", A=[6]), [entry("P"), entry("R")], name="2", weight="0.6")
    problem = Problem([first, second], Rules())

    assert final_scores(problem, scores_of(problem)) == {
        "P": FinalScore(Fraction(56), Fraction(56), 2, 2, (), Status.RANKED),
        "Q": FinalScore(Fraction(36), Fraction(36), 1, 1, (), Status.RANKED),
        "R": FinalScore(None, None, 1, 1, (), Status.INCOMPLETE),
    }


def test_an_entry_without_a_sheet_in_any_stage_is_unscored():
    problem = Problem([stage([criterion("A")], [], [entry("P")], name=name) for name in "12"], Rules())

    assert final_scores(problem, scores_of(problem)) == {"P": FinalScore(None, None, 0, 0, (), Status.UNSCORED)}


CRITERIA = [criterion("A", weight="2.5"), criterion("B"), criterion("C", weight=4)]
RULES = [Rules(), POINTS, TRIMMED, replace(TRIMMED, scale=Scale.POINTS), SUM, replace(SUM, method=Method.TRIMMED)]


def sheets(*, absent: bool) -> st.SearchStrategy[list[Sheet]]:
    mark = st.integers(0, 9) | st.none() if absent else st.integers(0, 9)
    pairs = st.tuples(st.sampled_from("12345"), st.sampled_from("PQR"))
    rows = st.dictionaries(pairs, st.tuples(mark, mark, mark), min_size=1)
    return rows.map(
        lambda given_rows: [
            sheet(f"J{judge}", name, **{key: mark for key, mark in zip("ABC", marks, strict=True) if mark is not None})
            for (judge, name), marks in given_rows.items()
        ]
    )


@given(sheets(absent=True), st.randoms(use_true_random=False), st.sampled_from(RULES))
@quick
def test_neither_the_order_of_rows_nor_that_of_ids_says_anything(given_sheets, random, rules):
    names = {"P": "Z", "Q": "Y", "R": "X"}
    renamed = [replace(one, id=f"{one.id}'", entry=names[one.entry]) for one in given_sheets]
    random.shuffle(renamed)

    before = stage_scores(stage(CRITERIA, given_sheets), rules)
    after = stage_scores(stage(CRITERIA[::-1], renamed), rules)

    assert {names[name]: one for name, one in before.items()} == after


@given(sheets(absent=True), st.sampled_from(RULES))
@quick
def test_a_sheet_without_marks_is_as_if_it_never_existed(given_sheets, rules):
    entries = [entry(name) for name in "PQR"]
    withdrawn = Sheet("withdrawn", "J9", "P", {})

    before = stage_scores(stage(CRITERIA, given_sheets, entries), rules)

    assert stage_scores(stage(CRITERIA, [*given_sheets, withdrawn], entries), rules) == before


@given(sheets(absent=True), st.data(), st.sampled_from(RULES[1:]))
@quick
def test_raising_a_mark_never_lowers_a_score(given_sheets, data, rules):
    _raise_and_compare(given_sheets, data, rules)


@given(sheets(absent=False), st.data())
@quick
def test_raising_a_mark_of_a_whole_sheet_never_lowers_a_mean(given_sheets, data):
    _raise_and_compare(given_sheets, data, Rules())


def _raise_and_compare(given_sheets: list[Sheet], data: st.DataObject, rules: Rules) -> None:
    index = data.draw(st.integers(0, len(given_sheets) - 1))
    chosen = given_sheets[index]
    if not chosen.marks:
        return
    name = data.draw(st.sampled_from(sorted(chosen.marks)))
    raised = replace(chosen, marks={**chosen.marks, name: chosen.marks[name] + 1})
    after = [raised if one is chosen else one for one in given_sheets]

    was = stage_scores(stage(CRITERIA, given_sheets), rules)[chosen.entry].score
    now = stage_scores(stage(CRITERIA, after), rules)[chosen.entry].score

    assert (was is None) == (now is None)
    assert was is None or now is None or now >= was


@given(sheets(absent=True))
@quick
def test_the_sum_of_panel_means_is_the_mean_of_the_totals_in_points(given_sheets):
    one = stage(CRITERIA, given_sheets)
    totals = sheet_totals(one, POINTS)

    for name, scored in stage_scores(one, POINTS).items():
        own = [totals[given.id].value for given in given_sheets if given.entry == name and given.marks]
        assert scored.score is None or scored.score == sum(own, Fraction()) / len(own)


@given(st.lists(st.integers(0, 10), min_size=3, max_size=7))
@quick
def test_lower_is_better_mirrors_a_trimmed_mean(marks):
    higher = stage([criterion("A")], panel("P", A=marks))
    lower = stage([criterion("A", direction=Direction.LOWER)], panel("P", A=[10 - mark for mark in marks]))

    assert stage_scores(higher, TRIMMED) == stage_scores(lower, TRIMMED)
    assert exact(stage_scores(higher, TRIMMED)["P"]) == 10 * Fraction(sum(sorted(marks)[1:-1]), len(marks) - 2)


def test_totals_already_computed_are_taken_as_they_are():
    one = stage([criterion("A")], panel("P", A=[Decimal(3)]))

    assert stage_scores(one, Rules(), sheet_totals(one, Rules())) == stage_scores(one, Rules())
