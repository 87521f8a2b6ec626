"""Who passes a screening: exact totals against exact bounds, minimums of single marks, quorum and share."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.engine.evaluate import evaluate
from domain.engine.problem import Gate, Problem, Rules, Scale, Sheet
from tests.support.contests import criterion, sheet, stage

A, B = criterion("A"), criterion("B")


def passed(*stages: list[Sheet], gate: Gate | None, quorum: int | None = None) -> dict[str, bool | None]:
    problem = Problem(
        [stage([A, B], sheets, name=str(number)) for number, sheets in enumerate(stages)],
        Rules(quorum=quorum, gate=gate),
    )
    return {one.entry: one.passed for one in evaluate(problem).entries}


def test_without_a_gate_nothing_passes_or_fails():
    assert passed([sheet("J", "P", A=10, B=10)], gate=None) == {"P": None}


@pytest.mark.parametrize(
    ("marks", "passes"),
    [
        ({"A": 6, "B": 4}, True),
        ({"A": 6, "B": "3.999999"}, False),
        ({"A": 4, "B": 6}, False),
        ({"A": 5, "B": 5}, True),
    ],
)
def test_a_sheet_passes_on_its_total_and_on_no_mark_below_its_minimum(marks, passes):
    gate = Gate(Decimal(1), Decimal(50), {"A": Decimal(5)})

    assert passed([sheet("J", "P", **marks)], gate=gate) == {"P": passes}


def test_a_third_of_the_total_is_compared_as_the_fraction_it_is():
    weighed = [criterion("A", weight=1), criterion("B", weight=2)]
    sheets = [sheet("J", "P", A=10, B=0)]  # 100/3

    def says(total: str) -> bool | None:
        rules = Rules(gate=Gate(Decimal(1), Decimal(total)))
        return evaluate(Problem([stage(weighed, sheets)], rules)).entries[0].passed

    assert says("33.333333333333333333333333333333")
    assert not says("33.333333333333333333333333333334")


@pytest.mark.parametrize(("share", "passes"), [("0.66", True), ("0.67", False), ("0.6666666666", True)])
def test_a_share_is_of_the_sheets_that_were_handed_in(share, passes):
    sheets = [sheet("J1", "P", A=9, B=9), sheet("J2", "P", A=9, B=9), sheet("J3", "P", A=1, B=1)]

    assert passed(sheets, gate=Gate(Decimal(share), Decimal(50))) == {"P": passes}


def test_below_the_quorum_nothing_is_said():
    sheets = [sheet("J1", "P", A=9, B=9), sheet("J1", "Q", A=9, B=9), sheet("J2", "Q", A=9, B=9)]

    assert passed(sheets, gate=Gate(Decimal(1)), quorum=2) == {"P": None, "Q": True}


def test_a_sheet_without_a_mark_is_no_vote_and_an_absent_mark_is_not_below_a_minimum():
    sheets = [sheet("J1", "P"), sheet("J2", "P", A=9), sheet("J3", "Q", A=1, B=9)]

    assert passed(sheets, gate=Gate(Decimal(1), minimums={"A": Decimal(2), "B": Decimal(2)})) == {"P": True, "Q": False}


def test_sheets_of_all_stages_count_alike():
    stages = [sheet("J1", "P", A=9, B=9)], [sheet("J1", "P", A=1, B=1), sheet("J2", "P", A=1, B=1)]

    assert passed(*stages, gate=Gate(Decimal("0.3"), Decimal(50))) == {"P": True}
    assert passed(*stages, gate=Gate(Decimal("0.34"), Decimal(50))) == {"P": False}


def test_points_are_compared_as_points():
    rules = Rules(scale=Scale.POINTS, gate=Gate(Decimal(1), Decimal(15)))
    sheets = [sheet("J", "P", A=9, B=6), sheet("J", "Q", A=9, B=5)]

    outcome = evaluate(Problem([stage([A, B], sheets)], rules))

    assert {one.entry: one.passed for one in outcome.entries} == {"P": True, "Q": False}


@given(
    st.lists(st.integers(0, 10), min_size=1, max_size=6),
    st.decimals(Decimal("0.01"), 1, places=2),
    st.integers(0, 100),
    st.data(),
)
@settings(max_examples=60)
def test_a_better_mark_never_makes_an_entry_fail(marks, share, total, data):
    gate = Gate(share, Decimal(total))
    better = [data.draw(st.integers(mark, 10)) for mark in marks]

    def says(given_: list[int]) -> bool | None:
        return passed([sheet(f"J{at}", "P", A=mark, B=mark) for at, mark in enumerate(given_)], gate=gate)["P"]

    assert says(better) or not says(marks)
