"""Every refusal of a problem, each alone in an otherwise sound problem."""

from dataclasses import replace
from decimal import Decimal

import pytest

from domain.engine.checking import problems_of
from domain.engine.problem import (
    Aggregate,
    Criterion,
    Entry,
    Gate,
    Method,
    Problem,
    Rounding,
    Rules,
    Scale,
    Sheet,
    Tier,
)
from tests.support.contests import SKATING, criterion, entry, sheet, skating_segment, stage

A, B = criterion("A", low=1, high=5, step="0.5"), criterion("B")
SHEETS = [sheet("J1", "P", A="1.5", B="7.123"), sheet("J1", "Q", A=5), sheet("J2", "P", A=1, B=0)]
SOUND = stage([A, B], SHEETS)
TIER = Tier("GOLD", seats=0, percent=Decimal(100), minimum=Decimal(-5), per_group=1)
GATE = Gate(Decimal(1), Decimal(50), {"A": Decimal(2)})
RULES = Rules(ties=("criterion:A", "lot"), tiers=(TIER, Tier("OPEN")), quorum=1, per_entry=1, places=1, gate=GATE)


def told(problem: Problem) -> list[tuple[str, str]]:
    return [(one.rule, ".".join(one.where)) for one in problems_of(problem)]


@pytest.mark.parametrize("problem", [Problem([SOUND], RULES), Problem([skating_segment()], SKATING)])
def test_a_sound_problem_is_not_refused(problem):
    assert problems_of(problem) == []


@pytest.mark.parametrize(
    ("rules", "rule", "where"),
    [
        (replace(RULES, drop_high=-1), "COUNT_TOO_SMALL", "rules.drop_high"),
        (replace(RULES, drop_low=-1), "COUNT_TOO_SMALL", "rules.drop_low"),
        (replace(RULES, quorum=0), "COUNT_TOO_SMALL", "rules.quorum"),
        (replace(RULES, per_entry=0), "COUNT_TOO_SMALL", "rules.per_entry"),
        (replace(RULES, places=0), "COUNT_TOO_SMALL", "rules.places"),
        (replace(RULES, score_places=10), "PLACES_OUT_OF_RANGE", "rules.score_places"),
        (replace(RULES, rounding=Rounding(product=-1)), "PLACES_OUT_OF_RANGE", "rules.rounding.product"),
        (replace(RULES, ties=("luck",)), "TIE_KEY_UNKNOWN", "rules.ties.luck"),
        (replace(RULES, ties=("lot", "median", "lot")), "ID_TWICE", "rules.ties.lot"),
        (replace(RULES, tiers=(TIER, TIER)), "ID_TWICE", "rules.tiers.GOLD"),
        (replace(RULES, tiers=(replace(TIER, seats=-1),)), "COUNT_TOO_SMALL", "rules.tiers.GOLD.seats"),
        (replace(RULES, tiers=(replace(TIER, per_group=0),)), "COUNT_TOO_SMALL", "rules.tiers.GOLD.per_group"),
        (
            replace(RULES, tiers=(replace(TIER, percent=Decimal("100.1")),)),
            "PERCENT_OUT_OF_RANGE",
            "rules.tiers.GOLD.percent",
        ),
        (
            replace(RULES, tiers=(replace(TIER, percent=Decimal("nan")),)),
            "PERCENT_OUT_OF_RANGE",
            "rules.tiers.GOLD.percent",
        ),
        (
            replace(RULES, tiers=(replace(TIER, minimum=Decimal("inf")),)),
            "NUMBER_UNREADABLE",
            "rules.tiers.GOLD.minimum",
        ),
        *[
            (replace(RULES, gate=Gate(Decimal(share))), "GATE_SHARE_OUT_OF_RANGE", "rules.gate.share")
            for share in ("0", "-0.1", "1.01", "nan", "inf")
        ],
        (replace(RULES, gate=Gate(Decimal(1), Decimal("nan"))), "NUMBER_UNREADABLE", "rules.gate.total"),
        (
            replace(RULES, gate=Gate(Decimal(1), minimums={"A": Decimal("inf")})),
            "NUMBER_UNREADABLE",
            "rules.gate.minimums.A",
        ),
        (
            replace(RULES, gate=Gate(Decimal(1), minimums={"C": Decimal(1)})),
            "GATE_CRITERION_UNKNOWN",
            "rules.gate.minimums.C",
        ),
        (replace(RULES, aggregate=Aggregate.SUM), "SUM_NEEDS_POINTS", "rules.aggregate"),
        (
            replace(RULES, aggregate=Aggregate.SUM, scale=Scale.POINTS, method=Method.ADJUSTED),
            "SUM_NOT_ADJUSTABLE",
            "rules.aggregate",
        ),
    ],
)
def test_rules_that_cannot_be_followed_are_refused(rules, rule, where):
    assert told(Problem([SOUND], rules)) == [(rule, where)]


def with_criterion(**changes: Decimal) -> Problem:
    """The first criterion changed, with no mark that could offend it too."""
    changed: Criterion = replace(A, **changes)
    return Problem([stage([changed, B], [sheet("J", "P", B=1)])], RULES)


def with_entry(one: Entry, rules: Rules = RULES) -> Problem:
    return Problem([stage([A, B], [], [one])], rules)


def with_sheets(*sheets: Sheet) -> Problem:
    return Problem([stage([A, B], sheets, [entry("P"), entry("Q")])], RULES)


POINTS = replace(RULES, scale=Scale.POINTS)


@pytest.mark.parametrize(
    ("problem", "rule", "where"),
    [
        (Problem([], Rules()), "STAGES_NONE", "stages"),
        (Problem([SOUND, replace(SOUND, sheets=[])], RULES), "ID_TWICE", "stages.S"),
        (Problem([SOUND, replace(SOUND, id="T", sheets=SHEETS[:1])], RULES), "ID_TWICE", "sheets.J1/P"),
        (Problem([replace(SOUND, weight=Decimal(0))], RULES), "WEIGHT_NOT_POSITIVE", "stages.S.weight"),
        (Problem([stage([], [])], Rules()), "CRITERIA_NONE", "stages.S.criteria"),
        (Problem([stage([A, A, A], [])], RULES), "ID_TWICE", "stages.S.criteria.A"),
        (Problem([stage([A], [], [entry("P"), entry("P")])], RULES), "ID_TWICE", "stages.S.entries.P"),
        (with_criterion(weight=Decimal(-1)), "WEIGHT_NOT_POSITIVE", "stages.S.criteria.A.weight"),
        (with_criterion(weight=Decimal("nan")), "NUMBER_UNREADABLE", "stages.S.criteria.A.weight"),
        (with_criterion(low=Decimal(5)), "SCALE_EMPTY", "stages.S.criteria.A.low"),
        (with_criterion(high=Decimal("1E+15")), "NUMBER_UNREADABLE", "stages.S.criteria.A.high"),
        (with_criterion(step=Decimal(0)), "STEP_NOT_POSITIVE", "stages.S.criteria.A.step"),
        (with_criterion(step=Decimal("1E-16")), "NUMBER_UNREADABLE", "stages.S.criteria.A.step"),
        (with_entry(entry("P", factors={"A": 2})), "FACTORS_NEED_POINTS", "stages.S.entries.P.factors"),
        (with_entry(entry("P", factors={"X": 2}), POINTS), "CRITERION_UNKNOWN", "stages.S.entries.P.factors.X"),
        (with_entry(entry("P", factors={"A": -2}), POINTS), "FACTOR_NEGATIVE", "stages.S.entries.P.factors.A"),
        (with_entry(entry("P", amounts={"X": "nan"})), "NUMBER_UNREADABLE", "stages.S.entries.P.amounts.X"),
        (with_sheets(sheet("J", "R", A=1)), "ENTRY_UNKNOWN", "stages.S.sheets.J/R.entry"),
        (with_sheets(sheet("J", "P", X=1)), "CRITERION_UNKNOWN", "stages.S.sheets.J/P.marks.X"),
        (with_sheets(sheet("J", "P", A="0.5")), "MARK_OUT_OF_RANGE", "stages.S.sheets.J/P.marks.A"),
        (with_sheets(sheet("J", "P", A="5.5")), "MARK_OUT_OF_RANGE", "stages.S.sheets.J/P.marks.A"),
        (with_sheets(sheet("J", "P", A="1.4")), "MARK_OFF_STEP", "stages.S.sheets.J/P.marks.A"),
        (with_sheets(sheet("J", "P", B="nan")), "NUMBER_UNREADABLE", "stages.S.sheets.J/P.marks.B"),
        (with_sheets(sheet("J", "P", B="snan")), "NUMBER_UNREADABLE", "stages.S.sheets.J/P.marks.B"),
        (
            with_sheets(sheet("J", "P", A=1), replace(sheet("J", "P", A=2), id="other")),
            "SHEET_TWICE",
            "stages.S.sheets.other",
        ),
    ],
)
def test_parts_that_do_not_fit_are_refused(problem, rule, where):
    assert told(problem) == [(rule, where)]


def test_every_wrong_mark_is_told_though_it_is_given_again():
    problem = with_sheets(sheet("J1", "P", A="1.4"), sheet("J1", "Q", A=2), sheet("J2", "P", A="1.4", B=11))

    assert told(problem) == [
        ("MARK_OFF_STEP", "stages.S.sheets.J1/P.marks.A"),
        ("MARK_OFF_STEP", "stages.S.sheets.J2/P.marks.A"),
        ("MARK_OUT_OF_RANGE", "stages.S.sheets.J2/P.marks.B"),
    ]


def test_a_refusal_is_said_in_both_languages():
    (one,) = problems_of(with_sheets(sheet("J", "P", A="1.40")))

    assert one.text.vi == "Điểm tiêu chí A đi từ 1 theo bước 0.5; đã nhận 1.4."
    assert one.text.en == "A mark for A goes from 1 in steps of 0.5; 1.4 came."


def test_a_scale_that_cannot_be_read_says_nothing_of_its_marks():
    problem = Problem([stage([replace(B, low=Decimal("-inf"))], [sheet("J", "P", B=1)])], Rules())

    assert told(problem) == [("NUMBER_UNREADABLE", "stages.S.criteria.B.low")]
