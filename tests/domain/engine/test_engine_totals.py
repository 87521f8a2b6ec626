"""Sheet totals: whole and partial, in percent and in points."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.engine.problem import Aggregate, Direction, Rules, Scale, Sheet
from domain.engine.totals import SheetTotal, incomplete_entries, sheet_totals
from tests.support.contests import criterion, entry, panel, sheet, stage

PERCENT = Rules()
POINTS = Rules(scale=Scale.POINTS)
quick = settings(max_examples=50)


def test_a_whole_sheet_is_rescaled_by_criterion_and_weighted():
    criteria = [criterion("A", weight=60, low=1, high=5), criterion("B", weight=40)]
    one = stage(criteria, [sheet("J", "P", A=4, B=5)])

    # 60 * 3/4 + 40 * 1/2
    assert sheet_totals(one, PERCENT) == {"J/P": SheetTotal(Fraction(65), is_partial=False)}


def test_lower_is_better_turns_the_scale_round():
    criteria = [criterion("A", weight=1), criterion("B", weight=1, low=0, high=4, direction=Direction.LOWER)]
    one = stage(criteria, [sheet("J", "P", A=5, B=1)])

    # percent: the mean of 1/2 and 3/4; points: the 5 less the 1
    assert sheet_totals(one, PERCENT)["J/P"].value == Fraction(125, 2)
    assert sheet_totals(one, POINTS)["J/P"].value == 4


def test_skipping_a_hard_criterion_does_not_pay():
    criteria = [criterion("EASY"), criterion("HARD")]
    sheets = [sheet("J1", "P", EASY=8, HARD=2), sheet("J2", "P", EASY=8, HARD=2), sheet("J3", "P", EASY=8)]

    totals = sheet_totals(stage(criteria, sheets), PERCENT)

    assert totals["J1/P"].value == 50
    assert totals["J3/P"] == SheetTotal(Fraction(50), is_partial=True)


def test_a_partial_sheet_is_a_deviation_from_the_round():
    criteria = [criterion("A", weight=3), criterion("B", weight=1)]
    sheets = [sheet("J1", "P", A=6, B=4), sheet("J2", "P", A=9), sheet("J1", "Q", A=3, B=6)]

    # m_A = (6 + 9 + 3) / 30 = 0.6, m_B = 0.5, M = (180 + 50) / 4 = 57.5; J2: 57.5 + 100 * (0.9 - 0.6)
    assert sheet_totals(stage(criteria, sheets), PERCENT)["J2/P"] == SheetTotal(Fraction(175, 2), is_partial=True)


def test_points_take_an_absent_mark_from_the_other_judges_of_the_entry():
    criteria = [criterion("A", weight=2), criterion("B")]
    sheets = [*panel("P", A=[4, 5], B=[3, 4]), sheet("J3", "P", A=6), *panel("Q", A=[1], B=[10])]
    entries = [entry("P", factors={"B": "1.5"}), entry("Q")]

    totals = sheet_totals(stage(criteria, sheets, entries), POINTS)

    # J3: 2 * 6, and 1.5 times the mean of 3 and 4
    assert totals["J3/P"] == SheetTotal(Fraction(69, 4), is_partial=True)
    assert totals["J1/P"] == SheetTotal(Fraction(25, 2), is_partial=False)


def test_points_take_the_mean_of_the_stage_where_no_judge_marked_the_entry():
    sheets = [sheet("J1", "P", A=6), sheet("J1", "Q", A=1, B=10), sheet("J2", "Q", A=1, B=5)]

    totals = sheet_totals(stage([criterion("A"), criterion("B")], sheets), POINTS)

    assert totals["J1/P"] == SheetTotal(Fraction(27, 2), is_partial=True)


def test_points_handed_out_are_added_as_they_are():
    one = stage([criterion("A"), criterion("B")], [sheet("J1", "P", A=6), sheet("J2", "P", A=1, B=2)])

    totals = sheet_totals(one, replace(POINTS, aggregate=Aggregate.SUM))

    assert totals == {"J1/P": SheetTotal(Fraction(6), False), "J2/P": SheetTotal(Fraction(3), False)}


def test_a_criterion_that_nobody_marked_has_no_weight():
    one = stage([criterion("A"), criterion("B", weight=9)], [sheet("J", "P", A=6)])

    assert sheet_totals(one, PERCENT) == {"J/P": SheetTotal(Fraction(60), is_partial=True)}
    assert sheet_totals(one, POINTS) == {"J/P": SheetTotal(Fraction(6), is_partial=True)}


def test_a_sheet_without_marks_does_not_count():
    assert sheet_totals(stage([criterion("A")], [sheet("J", "P")]), PERCENT) == {}


def test_an_entry_is_incomplete_where_nobody_marked_a_criterion_that_is_asked_for():
    criteria = [criterion("A"), criterion("B")]
    sheets = [sheet("J1", "P", A=6), sheet("J2", "P", B=1), sheet("J1", "Q", A=1), sheet("J1", "R", A=1)]
    entries = [entry("P"), entry("Q"), entry("R", factors={"B": 0}), entry("NONE")]

    one = stage(criteria, sheets, entries)

    assert incomplete_entries(one) == {"Q"}
    assert sheet_totals(one, POINTS)["J1/R"] == SheetTotal(Fraction(1), is_partial=False)


@st.composite
def sheets(draw) -> list[Sheet]:
    """Sheets of up to four judges for up to three entries on criteria A, B and C; marks may be absent."""
    pairs = draw(st.lists(st.tuples(st.sampled_from("1234"), st.sampled_from("PQR")), min_size=1, unique=True))
    mark = st.none() | st.integers(0, 10)
    rows = [(judge, name, draw(st.tuples(mark, mark, mark))) for judge, name in pairs]
    return [
        sheet(f"J{judge}", name, **{key: value for key, value in zip("ABC", marks, strict=True) if value is not None})
        for judge, name, marks in rows
    ]


CRITERIA = [criterion("A", weight="2.5"), criterion("B"), criterion("C", weight=4, direction=Direction.LOWER)]


@given(sheets(), st.integers(1, 5), st.integers(-20, 20))
@quick
def test_percent_does_not_know_where_a_scale_starts_nor_how_wide_it_is(given_sheets, times, plus):
    moved = [
        replace(one, low=times * one.low + plus, high=times * one.high + plus, weight=times * one.weight)
        for one in CRITERIA
    ]
    marked = [
        replace(one, marks={name: times * mark + plus for name, mark in one.marks.items()}) for one in given_sheets
    ]

    assert sheet_totals(stage(CRITERIA, given_sheets), PERCENT) == sheet_totals(stage(moved, marked), PERCENT)


@given(sheets(), st.randoms(use_true_random=False), st.sampled_from([PERCENT, POINTS]))
@quick
def test_the_order_of_rows_says_nothing(given_sheets, random, rules):
    shuffled = [replace(one, marks=dict(reversed(one.marks.items()))) for one in given_sheets]
    random.shuffle(shuffled)

    assert sheet_totals(stage(CRITERIA, given_sheets), rules) == sheet_totals(stage(CRITERIA[::-1], shuffled), rules)


@given(sheets())
@quick
def test_a_whole_sheet_depends_on_no_other_and_every_other_sheet_is_partial(given_sheets):
    one = stage(CRITERIA, given_sheets)
    totals = sheet_totals(one, PERCENT)
    whole = [key for key, total in totals.items() if not total.is_partial]

    for key in whole:
        marks = next(given.marks for given in given_sheets if given.id == key)
        by_hand = 25 * Fraction(marks["A"]) + 10 * Fraction(marks["B"]) + 40 * (10 - Fraction(marks["C"]))
        assert totals[key].value == by_hand / Fraction(Decimal("7.5"))
    assert {key for key in totals if key not in whole} == {
        given.id for given in given_sheets if 0 < len(given.marks) < 3
    }
