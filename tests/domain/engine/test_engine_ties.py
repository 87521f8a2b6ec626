"""Places and the chain of keys."""

from collections import Counter
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.engine.outcome import Status
from domain.engine.problem import Aggregate, Direction, Problem, Rules, Scale
from domain.engine.ranking import Standing
from domain.engine.ties import is_tie_key
from tests.support.contests import (
    SKATING,
    criterion,
    entry,
    panel,
    places_of,
    sheet,
    skating_segment,
    stage,
    standings_of,
)

SUM = Rules(scale=Scale.POINTS, aggregate=Aggregate.SUM)
AB = [criterion("A"), criterion("B")]


def test_equal_scores_share_a_place_and_the_next_is_left_out():
    one = stage([criterion("A")], [sheet("J", name, A=mark) for name, mark in zip("PQRS", (5, 7, 5, 2), strict=True)])

    assert standings_of(one, rules=Rules(score_places=1)) == [
        Standing("Q", Status.RANKED, 1, (), Decimal("70.0"), None),
        Standing("P", Status.RANKED, 2, ("R",), Decimal("50.0"), None),
        Standing("R", Status.RANKED, 2, ("P",), Decimal("50.0"), None),
        Standing("S", Status.RANKED, 4, (), Decimal("20.0"), None),
    ]


def test_what_is_published_is_what_is_compared():
    one = stage([criterion("A", step="0.001")], [sheet("J", "P", A="5.001"), sheet("J", "Q", A="5.004")])

    assert places_of(one, rules=Rules(score_places=1)) == [("P", 1, None), ("Q", 1, None)]
    assert places_of(one, rules=Rules(score_places=2)) == [("Q", 1, None), ("P", 2, None)]


def test_entries_without_a_place_come_last():
    sheets = [sheet("J", "P", A=1, B=1), sheet("J", "I", A=9)]
    one = stage(AB, sheets, [entry(name) for name in ("U", "P", "I")])

    assert places_of(one, rules=Rules()) == [("P", 1, None), ("I", None, None), ("U", None, None)]


def test_a_free_skating_is_decided_by_components_and_a_short_program_by_elements():
    free = places_of(skating_segment(), rules=replace(SKATING, ties=("component:PCS",)))
    short = places_of(skating_segment(), rules=replace(SKATING, ties=("component:TES",)))

    # All have 37.62. PCS: A and C 29.16, B 28.82, and the chain stops there. TES: B 9.80, A 9.46, C 8.46.
    assert free == [("A", 1, "component:PCS"), ("C", 1, "component:PCS"), ("B", 3, "component:PCS")]
    assert short == [("B", 1, "component:TES"), ("A", 2, "component:TES"), ("C", 3, "component:TES")]


def test_a_song_contest_counts_givers_then_twelves():
    given = {
        "J1": {"X": 12, "Y": 10, "Z": 8},
        "J2": {"Z": 12, "Y": 10, "X": 8},
        "J3": {"Z": 12, "X": 10, "W": 8, "T": 6},
        "J4": {"Z": 12, "Y": 10, "W": 8, "T": 0},
        "J5": {"T": 12, "W": 6, "S": 8},
        "J6": {"T": 12, "W": 8, "S": 10},
        "J7": {"S": 12},
    }
    sheets = [sheet(judge, name, P=points) for judge, row in given.items() for name, points in row.items()]
    entries = [entry(name) for name in "STUVWXYZ"]
    rules = replace(SUM, ties=("number_of_judges", "count_of_top_marks"))

    # Z 44. X = 12 + 10 + 8, Y = 3 * 10, W = 3 * 8 + 6, T = 2 * 12 + 6 and S = 12 + 10 + 8 have 30 each.
    # Givers: W 4; X, Y, T and S 3 (a nought of J4 to T gives nothing). Twelves: T 2; X and S 1, alike to the end; Y 0.
    assert places_of(stage([criterion("P", high=12)], sheets, entries), rules=rules) == [
        ("Z", 1, None),
        ("W", 2, "number_of_judges"),
        ("T", 3, "count_of_top_marks"),
        ("S", 4, "count_of_top_marks"),
        ("X", 4, "count_of_top_marks"),
        ("Y", 6, "count_of_top_marks"),
        ("U", 7, None),
        ("V", 7, None),
    ]


def test_lower_marks_are_counted_when_the_highest_are_alike():
    given = {"X": [12, 10, 1, 7], "Y": [12, 8, 8, 2], "Z": [12, 10, 6, 2]}
    sheets = [one for name, points in given.items() for one in panel(name, P=points)]

    order = places_of(stage([criterion("P", high=12)], sheets), rules=replace(SUM, ties=("count_of_top_marks",)))

    assert [name for name, _, _ in order] == ["X", "Z", "Y"]


def two_entries(p: dict[str, list[int]], q: dict[str, list[int]], **kwargs: str):
    return stage(AB, [*panel("P", **p), *panel("Q", **q)], [entry("P", **kwargs), entry("Q")])


@pytest.mark.parametrize(
    ("one", "key", "first"),
    [
        (two_entries({"A": [6], "B": [4]}, {"A": [4], "B": [6]}), "criterion:A", "P"),
        (two_entries({"A": [6], "B": [4]}, {"A": [4], "B": [6]}), "criterion:B", "Q"),
        (two_entries({"A": [6, 4], "B": [6, 4]}, {"A": [6, 4], "B": [4, 6]}), "criterion:A", None),
        (two_entries({"A": [9, 5, 4], "B": [9, 5, 4]}, {"A": [6, 6, 6], "B": [6, 6, 6]}), "median", "Q"),
        (two_entries({"A": [9, 5, 4], "B": [9, 5, 4]}, {"A": [6, 6, 6], "B": [6, 6, 6]}), "median:S", "Q"),
        (two_entries({"A": [9, 5, 4], "B": [9, 5, 4]}, {"A": [6, 6, 6], "B": [6, 6, 6]}), "head_to_head", "Q"),
        (two_entries({"A": [9, 5, 4], "B": [9, 5, 4]}, {"A": [6, 6, 6], "B": [6, 6, 6]}), "count_of_top_marks", "Q"),
        (two_entries({"A": [6], "B": [4]}, {"A": [5, 5], "B": [5, 5]}), "number_of_judges", "Q"),
        (two_entries({"A": [6], "B": [4]}, {"A": [5, 5], "B": [5, 5]}), "number_of_judges:S", "Q"),
        (two_entries({"A": [5], "B": [5]}, {"A": [5], "B": [5]}, submitted="2026-03-01"), "earlier_submission", "P"),
        (two_entries({"A": [5], "B": [5]}, {"A": [5], "B": [5]}), "earlier_submission", None),
        (two_entries({"A": [5], "B": [5]}, {"A": [5], "B": [5]}), "head_to_head", None),
    ],
)
def test_each_key_decides_or_does_not(one, key, first):
    places = places_of(one, rules=Rules(ties=(key,)))

    assert {name for name, place, _ in places if place == 1} == ({first} if first else {"P", "Q"})
    assert {decided for _, _, decided in places} == {key if first else None}


def test_lower_first_where_lower_is_better():
    criteria = [criterion("A"), criterion("FAULTS", direction=Direction.LOWER)]
    one = stage(criteria, [sheet("J", "P", A=6, FAULTS=4), sheet("J", "Q", A=4, FAULTS=2)])

    assert places_of(one, rules=Rules(ties=("criterion:FAULTS",)))[0] == ("Q", 1, "criterion:FAULTS")


def test_what_an_entry_does_not_have_comes_last_and_absent_marks_are_no_noughts():
    entries = [entry("P", amounts={"BONUS": -1}), entry("Q"), entry("R")]
    sheets = [sheet("J1", "P", A=6, B=5), *panel("Q", A=[5, 4], B=[5, 6]), *panel("R", A=[5], B=[4, 6])]
    rules = Rules(scale=Scale.POINTS, score_places=0)

    # All have 10. A: 6 - as P alone paid a point - then R with one 5 before Q with 5 and 4; only P has a BONUS.
    assert [
        name for name, _, _ in places_of(stage(AB, sheets, entries), rules=replace(rules, ties=("criterion:A",)))
    ] == [
        "P",
        "R",
        "Q",
    ]
    assert places_of(stage(AB, sheets, entries), rules=replace(rules, ties=("component:BONUS",))) == [
        ("P", 1, "component:BONUS"),
        ("Q", 2, "component:BONUS"),
        ("R", 2, "component:BONUS"),
    ]


def test_the_earlier_of_two_moments_comes_first():
    entries = [entry("P", submitted="2026-03-02"), entry("Q", submitted="2026-03-01"), entry("R")]
    one = stage([criterion("A")], [sheet("J", name, A=5) for name in "PQR"], entries)

    assert [name for name, _, _ in places_of(one, rules=Rules(ties=("earlier_submission",)))] == ["Q", "P", "R"]


def test_a_judge_of_one_entry_has_no_favourite():
    sheets = [sheet("J1", "P", A=5), sheet("J2", "Q", A=5), sheet("J2", "R", A=4)]

    places = places_of(stage([criterion("A")], sheets), rules=Rules(ties=("count_of_top_marks",)))

    assert places == [("Q", 1, "count_of_top_marks"), ("P", 2, "count_of_top_marks"), ("R", 3, None)]


def test_head_to_head_looks_at_common_judges_within_the_tie_only():
    marks = {
        "J1": {"P": 8, "Q": 6, "R": 6, "TOP": 10},
        "J2": {"P": 4, "Q": 6, "TOP": 10},
        "J3": {"R": 6, "P": 6, "TOP": 10},
    }
    sheets = [sheet(judge, name, A=mark) for judge, row in marks.items() for name, mark in row.items()]

    # P beats Q and R, loses to Q, draws with R: 2.5 of 4. Q: loses to P, draws with R, beats P: 1.5 of 3.
    # R: loses to P, draws with Q and P: 1 of 3.
    places = places_of(stage([criterion("A")], sheets), rules=Rules(ties=("head_to_head",)))

    assert [name for name, _, _ in places] == ["TOP", "P", "Q", "R"]


def test_keys_are_used_in_turn_and_the_last_that_was_needed_is_told():
    marks = {"P": (6, 4), "Q": (5, 5), "R": (5, 5), "S": (4, 6)}
    entries = [entry("P"), entry("Q"), entry("R", submitted="2026"), entry("S")]
    one = stage(AB, [sheet("J", name, A=a, B=b) for name, (a, b) in marks.items()], entries)

    assert places_of(one, rules=Rules(ties=("median", "criterion:A", "earlier_submission"))) == [
        ("P", 1, "criterion:A"),
        ("R", 2, "earlier_submission"),
        ("Q", 3, "earlier_submission"),
        ("S", 4, "criterion:A"),
    ]


def test_stages_decide_by_the_score_they_published():
    first = stage([criterion("A")], [*panel("P", A=[8]), *panel("Q", A=[4])], name="SHORT")
    second = stage([criterion("A")], [*panel("P", A=[3]), *panel("Q", A=[7])], name="FREE")

    assert places_of(first, second, rules=Rules(ties=("stage:FREE",)))[0] == ("Q", 1, "stage:FREE")
    assert places_of(first, second, rules=Rules(ties=("median:SHORT",)))[0] == ("P", 1, "median:SHORT")
    assert places_of(first, second, rules=Rules(ties=("median",)))[0] == ("P", 1, None)


def test_whoever_completed_more_stages_stands_before():
    first = stage([criterion("A")], [*panel("P", A=[5]), *panel("Q", A=[9]), *panel("R", A=[8])], name="1")
    second = stage([criterion("A")], panel("P", A=[1]), name="2")

    assert [name for name, _, _ in places_of(first, second, rules=Rules())] == ["P", "Q", "R"]


def test_a_lot_is_drawn_the_same_way_again_and_otherwise_with_another_seed():
    one = stage([criterion("A")], [sheet("J", name, A=5) for name in "PQRS"])
    rules = Rules(ties=("lot",))

    orders = [tuple(name for name, _, _ in places_of(one, rules=rules, seed=seed)) for seed in range(200)]

    assert orders == [tuple(name for name, _, _ in places_of(one, rules=rules, seed=seed)) for seed in range(200)]
    assert [place for _, place, _ in places_of(one, rules=rules)] == [1, 2, 3, 4]
    # 200 draws of 4: 50 firsts each in the mean, with a standard deviation of 6.1
    assert all(25 < count < 75 for count in Counter(order[0] for order in orders).values())


@given(st.permutations("PQRSTU"), st.lists(st.integers(3, 6), min_size=12, max_size=12))
@settings(max_examples=50)
def test_the_order_of_rows_never_decides(order, marks):
    rows = [
        sheet(judge, name, A=marks[2 * index], B=marks[2 * index + 1])
        for judge in "JK"
        for index, name in enumerate("PQRSTU")
    ]
    rules = Rules(ties=("criterion:A", "head_to_head"))
    shuffled = sorted(rows, key=lambda one: order.index(one.entry))

    standings = standings_of(stage(AB, rows), rules=rules)

    assert standings_of(stage(AB, shuffled, [entry(name) for name in order]), rules=rules) == standings
    counts = Counter(one.place for one in standings)
    assert all(place == 1 + sum(counts[other] for other in counts if other < place) for place in counts)


@pytest.mark.parametrize(
    ("key", "is_known"),
    [
        ("criterion:A", True),
        ("criterion:X", False),
        ("criterion", False),
        ("component:TES", True),
        ("component:BONUS", True),
        ("component:", False),
        ("stage:S", True),
        ("stage:T", False),
        ("median", True),
        ("median:S", True),
        ("median:", False),
        ("count_of_top_marks", True),
        ("number_of_judges:T", False),
        ("head_to_head", True),
        ("head_to_head:S", False),
        ("earlier_submission", True),
        ("lot", True),
        ("luck", False),
    ],
)
def test_only_keys_that_exist_are_known(key, is_known):
    one = stage([criterion("A", component="TES"), criterion("B")], [], [entry("P", amounts={"BONUS": 1})])

    assert is_tie_key(key, Problem([one], Rules())) is is_known
