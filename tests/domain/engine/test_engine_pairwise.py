"""Pairwise judging: closed forms where there are any, symmetry, and the refusal of what has no finite answer."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize

from domain.engine.pairwise import Comparison, Undetermined, fit, next_pair

IDS = ("a", "b", "c", "d")
comparisons = st.lists(
    st.tuples(st.permutations(IDS), st.sampled_from([0, 0.5, 1])).map(
        lambda drawn: Comparison(drawn[0][0], drawn[0][1], drawn[1])
    ),
    max_size=25,
)
few = settings(max_examples=30)


def test_two_entries_without_a_prior_have_the_log_odds_of_their_wins():
    found = fit([Comparison("a", "b", 1)] * 3 + [Comparison("b", "a", 1)], ["a", "b"], prior=0)
    assert found.strengths["a"] == pytest.approx(math.log(3) / 2, abs=1e-12)
    assert found.strengths["b"] == pytest.approx(-math.log(3) / 2, abs=1e-12)
    # the difference has the information n p (1 - p) = 4 * 3/4 * 1/4, each strength is half of it
    assert found.se["a"] == pytest.approx(math.sqrt(4 / 3) / 2, abs=1e-12)


def test_a_cycle_of_wins_without_a_prior_leaves_all_equal():
    found = fit([Comparison("a", "b", 1), Comparison("b", "c", 1), Comparison("c", "a", 1)], "abc", prior=0)
    assert list(found.strengths.values()) == pytest.approx([0, 0, 0], abs=1e-12)


def test_with_a_prior_one_win_solves_its_equation():
    found = fit([Comparison("a", "b", 1)], "abc")
    strength = found.strengths["a"]
    assert 1 / (1 + math.exp(2 * strength)) == pytest.approx(0.1 * strength, abs=1e-10)
    assert (found.strengths["b"], found.strengths["c"]) == (pytest.approx(-strength), pytest.approx(0))
    assert found.se["c"] == pytest.approx(math.sqrt(10))
    chance = 1 / (1 + math.exp(-2 * strength))
    weight = chance * (1 - chance)  # of the information [[w + .1, -w], [-w, w + .1]] of a and b
    assert found.se["a"] == pytest.approx(math.sqrt((weight + 0.1) / (0.1 * (0.1 + 2 * weight))), abs=1e-9)


@pytest.mark.parametrize(("wins", "prior"), [(1000, 1e-8), (1, 1e-6), (50, 0.1)])
def test_an_entry_that_never_lost_is_finite_however_weak_the_prior(wins, prior):
    strength = fit([Comparison("a", "b", 1)] * wins, "ab", prior).strengths["a"]
    assert wins / (1 + math.exp(2 * strength)) == pytest.approx(prior * strength, rel=1e-6)


@pytest.mark.parametrize("prior", [0.1, 1e-3, 1e-6])
@pytest.mark.parametrize(
    "counts",
    [
        # full steps overshoot here and are halved
        {("a", "c", 1): 100_000, ("b", "c", 0.5): 1, ("d", "a", 0.5): 1000, ("e", "b", 1): 30, ("e", "d", 1): 1001},
        # so many ties beside so weak a prior that rounding hides the last digits
        {("b", "a", 1): 1000, ("b", "d", 0.5): 100_000, ("e", "a", 0.5): 1000, ("e", "b", 1): 1000, ("e", "c", 1): 9},
    ],
)
def test_lopsided_comparisons_settle_where_wins_and_chances_balance(counts, prior):
    answers = [Comparison(*answer) for answer, count in counts.items() for _ in range(count)]
    found = fit(answers, "abcde", prior).strengths
    for entry in "abcde":
        balance = -prior * found[entry]
        for (first, second, won), count in counts.items():
            if entry in {first, second}:
                surprise = won - 1 / (1 + math.exp(found[second] - found[first]))
                balance += count * surprise * (1 if entry == first else -1)
        assert balance == pytest.approx(0, abs=1e-8)


def test_a_tie_is_half_a_win_for_each():
    tied = fit([Comparison("a", "b", 0.5)] * 2 + [Comparison("a", "c", 1)], "abc")
    halves = fit([Comparison("a", "b", 1), Comparison("a", "b", 0), Comparison("a", "c", 1)], "abc")
    assert tied.strengths == pytest.approx(halves.strengths, abs=1e-12)
    assert fit([Comparison("a", "b", 0.5)], "ab", prior=0).strengths == pytest.approx({"a": 0, "b": 0})


@few
@given(comparisons)
def test_the_strengths_are_the_mode_that_a_general_optimiser_finds(given_comparisons):
    found = fit(given_comparisons, IDS, prior=0.5)

    def loss(strengths):
        at = dict(zip(IDS, strengths, strict=True))
        total = 0.25 * (strengths @ strengths)
        for first, second, won in given_comparisons:
            gap = at[first] - at[second]
            total += won * np.logaddexp(0, -gap) + (1 - won) * np.logaddexp(0, gap)
        return total

    found_by_search = minimize(loss, np.zeros(4), method="BFGS", options={"gtol": 1e-9}).x
    assert list(found.strengths.values()) == pytest.approx(found_by_search, abs=1e-5)
    assert sum(found.strengths.values()) == pytest.approx(0, abs=1e-12)


@few
@given(comparisons, st.randoms(use_true_random=False))
def test_neither_order_nor_side_matters_and_turning_all_answers_round_negates(given_comparisons, random):
    found = fit(given_comparisons, IDS)
    shuffled = random.sample(given_comparisons, len(given_comparisons))
    turned = [Comparison(second, first, 1 - won) for first, second, won in shuffled]
    assert fit(turned, reversed(IDS)).strengths == pytest.approx(found.strengths, abs=1e-9)
    against = fit([Comparison(first, second, 1 - won) for first, second, won in given_comparisons], IDS)
    assert against.strengths == pytest.approx({entry: -value for entry, value in found.strengths.items()}, abs=1e-9)
    assert against.se == pytest.approx(found.se, abs=1e-9)


@few
@given(comparisons, st.sampled_from(IDS[1:]))
def test_a_further_win_never_lowers_the_winner(given_comparisons, loser):
    before, after = (fit([*given_comparisons, *more], IDS) for more in ([], [Comparison("a", loser, 1)]))
    assert after.strengths["a"] > before.strengths["a"]


@few
@given(comparisons)
def test_an_answer_without_a_prior_is_refused_exactly_when_there_is_none(given_comparisons):
    beats = {(first, second) for first, second, won in given_comparisons if won > 0}
    beats |= {(second, first) for first, second, won in given_comparisons if won < 1}
    for middle in IDS:
        beats |= {(one, other) for one in IDS for other in IDS if {(one, middle), (middle, other)} <= beats}
    if all((one, other) in beats for one in IDS for other in IDS if one != other):
        found = fit(given_comparisons, IDS, prior=0)
        assert sum(found.strengths.values()) == pytest.approx(0, abs=1e-9)
        assert found.covariance.sum() == pytest.approx(0, abs=1e-9)
    else:
        with pytest.raises(Undetermined):
            fit(given_comparisons, IDS, prior=0)


def test_a_refusal_names_the_parts():
    with pytest.raises(Undetermined) as refused:
        fit([Comparison("a", "b", 0.5), Comparison("a", "c", 1)], "abc", prior=0)
    assert refused.value.parts == (("a", "b"), ("c",))
    assert refused.value.en == "The comparisons leave 2 parts with no finite difference between them."
    assert refused.value.vi == "Các so sánh chia mục dự thi thành 2 nhóm, giữa các nhóm không thể so hơn kém hữu hạn."


@pytest.mark.parametrize("wrong", [("a", "a", 1), ("a", "x", 1), ("a", "b", 0.7), ("a", "b", 2)])
def test_a_comparison_that_makes_no_sense_is_refused(wrong):
    with pytest.raises(ValueError, match="no comparison"):
        fit([Comparison(*wrong)], "ab")


@pytest.mark.parametrize(("entries", "prior"), [("", 0.1), ("ab", -1)])
def test_nothing_to_compare_and_a_negative_prior_are_refused(entries, prior):
    with pytest.raises(ValueError, match="prior"):
        fit([], entries, prior)


def test_the_next_pair_is_the_one_that_tells_most():
    even = fit([Comparison("a", "b", 0.5)] * 6, IDS)
    assert next_pair(even, [("b", "a"), ("a", "c")]) == ("a", "c")  # c is the less known
    assert next_pair(even, [("c", "a"), ("a", "c"), ("a", "d")]) == ("a", "c")  # equal: the first by id
    assert next_pair(even, []) is None
    clear = fit([Comparison("a", "b", 1), Comparison("c", "d", 0.5)] * 4, IDS)
    assert next_pair(clear, [("a", "b"), ("c", "b")]) == ("c", "b")
