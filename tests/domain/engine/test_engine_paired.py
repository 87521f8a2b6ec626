"""From judgements of pairs to places: symmetry, what nobody compared, parts, ties, awards, and what is refused."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.engine.checking import problems_of
from domain.engine.documents import evaluation_document, problem_document, problem_from
from domain.engine.evaluate import evaluate
from domain.engine.outcome import EntryOutcome, Flag, Status, Warn
from domain.engine.problem import Gate, Judgement, Method, Problem, Rules, Stage, Tier
from tests.support.contests import criterion, entry, sheet, stage

IDS = "abcd"
PAIRS = list(combinations(IDS, 2))
answers = st.lists(
    st.tuples(st.sampled_from("xyz"), st.sampled_from(PAIRS), st.sampled_from(["0", "0.5", "1"])),
    min_size=1,
    max_size=18,
    unique_by=lambda one: one[:2],
)
few = settings(max_examples=25)


def judged(*said: tuple[str, str, str], entries: str = IDS, **rules: object) -> Problem:
    """A problem of answers (judge, pair, won by the first)."""
    judgements = [Judgement(f"{at:03}", judge, *pair, Decimal(won)) for at, (judge, pair, won) in enumerate(said)]
    one = Stage("S", [criterion("A")], [entry(name) for name in entries], (), judgements=judgements)
    return Problem([one], Rules(**{"method": Method.PAIRWISE, **rules}), seed=7)


def by_entry(problem: Problem) -> dict[str, EntryOutcome]:
    assert problems_of(problem) == []
    return {one.entry: one for one in evaluate(problem).entries}


def places(problem: Problem) -> dict[str, int | None]:
    return {name: one.place for name, one in by_entry(problem).items()}


def test_one_win_is_told_in_full():
    found = by_entry(judged(("x", "ab", "1"), entries="ab"))

    a, b = found["a"], found["b"]
    # p of the difference d solves 1 - p = 0.05 d; each strength is half of it: pairwise.py is tested for that.
    assert (a.score, b.score) == (Decimal("74.35"), Decimal("25.65"))
    assert (a.raw, b.raw, a.sheets, b.sheets) == (100, 0, 1, 1)
    assert (a.place, b.place) == (1, 2)
    assert (a.low + b.high, a.high + b.low) == (100, 100)
    assert a.low < a.score < a.high


def test_what_nobody_compared_has_no_place():
    found = by_entry(judged(("x", "ab", "1")))

    assert [found[name].status for name in "abcd"] == [Status.RANKED] * 2 + [Status.UNSCORED] * 2
    assert (found["c"].score, found["c"].place, found["c"].component) == (None, None, None)


def test_without_any_answer_there_is_nothing_to_tell():
    found = evaluate(judged())

    assert {one.status for one in found.entries} == {Status.UNSCORED}
    assert (found.judges, found.summary.components, found.summary.places) == ([], 0, None)


def test_parts_between_which_nothing_was_compared_are_named():
    found = evaluate(judged(("x", "ab", "1"), ("x", "cd", "0")))

    assert (found.summary.warnings, found.summary.bridges_needed) == ((Warn.DISCONNECTED,), 1)
    assert {one.entry: one.component for one in found.entries} == {"a": 1, "b": 1, "c": 2, "d": 2}


@given(answers)
@few
def test_turning_every_pair_around_changes_nothing(said):
    turned = [(judge, pair[::-1], str(1 - Decimal(won))) for judge, pair, won in said]

    assert evaluate(judged(*turned)).entries == evaluate(judged(*said)).entries


@given(answers)
@few
def test_the_opposite_answers_mirror_the_scores(said):
    scores = {name: one.score for name, one in by_entry(judged(*said)).items()}
    opposite = by_entry(judged(*[(judge, pair, str(1 - Decimal(won))) for judge, pair, won in said]))

    for name, score in scores.items():
        assert score is None or abs(score + opposite[name].score - 100) <= Decimal("0.01")


@given(answers, st.sampled_from([1, 2, 3]))
@few
def test_probabilities_add_up_to_the_places(said, seats):
    problem = judged(*said, places=seats, tiers=(Tier("T", seats=1),))
    ranked = [one for one in by_entry(problem).values() if one.status is Status.RANKED]

    assert abs(sum(one.p_top for one in ranked) - min(seats, len(ranked))) <= Decimal("0.0004")
    assert abs(sum(one.p_award["T"] for one in ranked) - 1) <= Decimal("0.0004")
    assert all(1 <= one.rank_best <= one.rank_worst <= len(ranked) for one in ranked)


def test_a_draw_leaves_a_tie_that_a_lot_can_break():
    even = judged(("x", "ab", "0.5"), entries="ab", tiers=(Tier("T", seats=1),))

    tied = evaluate(even)
    assert [one.place for one in tied.entries] == [1, 1]
    assert (tied.seats_tied, {one.p_top for one in tied.entries}) == ({"T": ("a", "b")}, {Decimal("0.5")})
    drawn = evaluate(replace(even, rules=replace(even.rules, ties=("lot",))))
    assert sorted(one.place for one in drawn.entries) == [1, 2]
    assert {one.decided_by for one in drawn.entries} == {"lot"}


def test_a_judge_against_everybody_is_erratic():
    said = [(judge, pair, "1") for judge in "vwxyz" for pair in PAIRS]
    found = evaluate(judged(*said, *(("odd", pair, "0") for pair in PAIRS)))

    flags = {one.judge: one.flags for one in found.judges}
    assert flags == {**dict.fromkeys("vwxyz", ()), "odd": (Flag.ERRATIC,)}
    assert {one.sheets for one in found.judges} == {6}


def test_what_is_the_same_problem_gets_the_same_document():
    problem = judged(("x", "ab", "1"), ("y", "bc", "0.5"))
    (one,) = problem.stages
    reordered = replace(problem, stages=[replace(one, judgements=one.judgements[::-1])])

    assert problem_document(problem) == problem_document(reordered)
    assert problem_document(problem_from(problem_document(problem))) == problem_document(problem)
    assert evaluation_document(evaluate(problem)) == evaluation_document(evaluate(reordered))


def wrong(problem: Problem, *judgements: Judgement) -> Problem:
    (one,) = problem.stages
    return replace(problem, stages=[replace(one, judgements=judgements)])


AB = Judgement("1", "x", "a", "b", Decimal(1))


@pytest.mark.parametrize(
    ("problem", "rule"),
    [
        (wrong(judged(), replace(AB, second="z")), "ENTRY_UNKNOWN"),
        (wrong(judged(), replace(AB, second="a")), "PAIR_OF_ONE"),
        (wrong(judged(), AB, replace(AB, id="2", first="b", second="a")), "PAIR_TWICE"),
        (wrong(judged(), AB, replace(AB, judge="y")), "ID_TWICE"),
        (wrong(judged(), replace(AB, won=Decimal("0.7"))), "JUDGEMENT_UNKNOWN"),
        (wrong(judged(method=Method.MEAN), AB), "JUDGEMENTS_NEED_PAIRWISE"),
        (judged(quorum=2), "PAIRWISE_STANDS_ALONE"),
        (judged(gate=Gate(Decimal(1))), "PAIRWISE_STANDS_ALONE"),
        (
            Problem([stage([criterion("A")], [sheet("J", "P", A=1)])], Rules(method=Method.PAIRWISE)),
            "PAIRWISE_HAS_NO_SHEETS",
        ),
        (replace(judged(("x", "ab", "1")), tie_breaks=[{"a": 0}]), "COUNT_TOO_SMALL"),
    ],
)
def test_what_is_no_problem_of_pairs_is_refused(problem, rule):
    assert [one.rule for one in problems_of(problem)] == [rule]


def scored(totals: Sequence[int], **given: object) -> Problem:
    """Entries a, b, c, ... with one sheet each, whose totals are these."""
    sheets = [sheet("J", name, A=total) for name, total in zip(IDS, totals, strict=False)]
    return Problem([stage([criterion("A")], sheets)], Rules(**given), seed=7)


def test_a_tie_break_decides_between_equal_scores_alone():
    problem = replace(scored([5, 8, 5, 5]), tie_breaks=[{"c": 1, "a": 2, "d": 2, "b": 4}])

    assert places(problem) == {"b": 1, "c": 2, "a": 3, "d": 3}
    assert {name: one.decided_by for name, one in by_entry(problem).items()} == {
        "b": None,
        **dict.fromkeys("acd", "tie_break"),
    }


def test_a_tie_break_that_does_not_know_all_who_are_tied_decides_nothing():
    assert places(replace(scored([5, 8, 5, 5]), tie_breaks=[{"c": 1, "a": 2}])) == {"b": 1, "a": 2, "c": 2, "d": 2}


def test_the_latest_tie_break_that_knows_all_decides():
    early, later = {"a": 1, "b": 2, "c": 3}, {"b": 1, "a": 2}

    assert places(replace(scored([5, 5, 5]), tie_breaks=[early, later])) == {"a": 1, "b": 2, "c": 3}
    assert places(replace(scored([5, 5, 4]), tie_breaks=[early, later])) == {"b": 1, "a": 2, "c": 3}


def test_a_tie_break_stands_after_the_chain_and_before_a_lot():
    problem = replace(scored([5, 5], ties=("criterion:A", "lot")), tie_breaks=[{"b": 1, "a": 2}])

    assert places(problem) == {"b": 1, "a": 2}
    assert {one.decided_by for one in by_entry(problem).values()} == {"tie_break"}
