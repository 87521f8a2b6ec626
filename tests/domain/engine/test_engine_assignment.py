"""Assignment: what is promised holds for every problem, the flow is the best there is, and what binds is named."""

from collections import Counter
from dataclasses import replace
from decimal import Decimal
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from domain.engine import assignment_flow
from domain.engine.assignment import propose
from domain.engine.assignment_board import board_of
from domain.engine.assignment_design import quality_of
from domain.engine.assignment_problem import (
    AssignmentEntry,
    AssignmentJudge,
    AssignmentProblem,
    Proposal,
    Shortfall,
    Tight,
    TightConstraint,
)

quick = settings(max_examples=25)


def entries(number, **every):
    return [AssignmentEntry(f"e{at:02}", **every) for at in range(number)]


def judges(number, **every):
    return [AssignmentJudge(f"j{at:02}", **every) for at in range(number)]


@st.composite
def problems(draw, most_entries=6, most_judges=5):
    """Small problems of every kind, most of which cannot be satisfied entirely."""
    units = st.sampled_from(["", "A", "B"])
    all_entries = [
        AssignmentEntry(f"e{at}", draw(st.sampled_from([None, None, 1, 3])), draw(units))
        for at in range(draw(st.integers(1, most_entries)))
    ]
    all_judges = [
        AssignmentJudge(f"j{at}", draw(units), draw(st.integers(0, 2)), draw(st.sampled_from([None, 0, 1, 2, 4])))
        for at in range(draw(st.integers(1, most_judges)))
    ]
    pair = st.tuples(
        st.sampled_from([each.id for each in all_entries]), st.sampled_from([each.id for each in all_judges])
    )
    return AssignmentProblem(
        all_entries,
        all_judges,
        draw(st.integers(1, 3)),
        conflicts=draw(st.sets(pair, max_size=6)),
        locked=draw(st.lists(pair, max_size=4)),
        forbidden=draw(st.sets(pair, max_size=2)),
        max_same_group=draw(st.sampled_from([None, 1, 2])),
        anchors=draw(st.sets(st.sampled_from([each.id for each in all_entries]), max_size=1)),
        seed=draw(st.integers(0, 9)),
        draws=2,
    )


def is_open(problem: AssignmentProblem, entry: AssignmentEntry, judge: AssignmentJudge) -> bool:
    pair = (entry.id, judge.id)
    own_unit = entry.group == judge.group != ""
    return not own_unit and pair not in {*problem.conflicts, *problem.forbidden, *problem.locked}


def wanted(problem: AssignmentProblem, entry: AssignmentEntry, locked) -> int:
    if entry.id in problem.anchors:
        there = sum(each == entry.id for each, _judge in locked)
        return there + sum(is_open(problem, entry, judge) for judge in problem.judges)
    return entry.per_entry or problem.per_entry


def check_rules(problem: AssignmentProblem, proposal: Proposal) -> None:
    entry_of = {each.id: each for each in problem.entries}
    judge_of = {each.id: each for each in problem.judges}
    assert list(proposal.pairs) == sorted(set(proposal.pairs))
    assert set(proposal.locked) == set(problem.locked) - set(problem.forbidden)
    assert all(is_open(problem, entry_of[entry], judge_of[judge]) for entry, judge in proposal.pairs)
    together = [*proposal.pairs, *proposal.locked]
    loads = Counter(judge for _entry, judge in together)
    assert proposal.loads == {judge: loads[judge] for judge in sorted(judge_of)}
    assert (proposal.min_load, proposal.max_load) == (min(proposal.loads.values()), max(proposal.loads.values()))
    new = Counter(judge for _entry, judge in proposal.pairs)
    for judge in problem.judges:
        assert judge.max_load is None or not new[judge.id] or loads[judge.id] <= judge.max_load
    missing = {each.entry: each.missing for each in proposal.unsatisfied}
    for entry in problem.entries:
        mine = [judge for each, judge in together if each == entry.id]
        asked = wanted(problem, entry, proposal.locked)
        assert missing.get(entry.id, 0) == max(asked - len(mine), 0)
        assert len(mine) == asked - missing.get(entry.id, 0) or len(mine) > asked
        check_units(problem, proposal, entry, asked)


def check_units(problem: AssignmentProblem, proposal: Proposal, entry: AssignmentEntry, asked: int) -> None:
    if entry.id in problem.anchors:
        return
    unit_of = {each.id: each.group for each in problem.judges}
    limit = problem.max_same_group or max(asked - 1, 1)
    new, locked = (
        Counter(unit_of[judge] for each, judge in pairs if each == entry.id and unit_of[judge])
        for pairs in (proposal.pairs, proposal.locked)
    )
    assert all(new[unit] + locked[unit] <= limit for unit in new)


@quick
@given(problems())
def test_every_rule_holds_and_the_named_constraints_account_for_all_that_is_missing(problem):
    proposal = propose(problem)
    check_rules(problem, proposal)
    short = sum(each.needed - each.available for each in proposal.tight if each.kind is not Tight.MINIMUM_LOAD)
    assert short == sum(each.missing for each in proposal.unsatisfied)
    idle = sum(max(each.min_load - proposal.loads[each.id], 0) for each in problem.judges)
    assert idle == sum(each.needed - each.available for each in proposal.tight if each.kind is Tight.MINIMUM_LOAD)


@quick
@given(problems(), st.randoms(use_true_random=False))
def test_neither_the_order_of_rows_nor_a_sample_of_pairs_changes_what_can_be(problem, random):
    proposal = propose(problem)
    shuffled = replace(
        problem,
        entries=random.sample(problem.entries, len(problem.entries)),
        judges=random.sample(problem.judges, len(problem.judges)),
    )
    assert propose(shuffled) == proposal
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(assignment_flow, "ALL_PAIRS", 0)
        patch.setattr(assignment_flow, "SAMPLE", 1)
        of_sample = propose(problem)
    check_rules(problem, of_sample)
    assert sum(each.missing for each in of_sample.unsatisfied) == sum(each.missing for each in proposal.unsatisfied)
    assert {each.kind for each in of_sample.tight} == {each.kind for each in proposal.tight}


@quick
@given(problems(), st.integers(0, 2**32))
def test_the_flow_costs_what_a_linear_programme_says(problem, seed):
    board = board_of(problem)
    allowed, within = board.reach()
    board = replace(board, need=np.minimum(board.need, within), low=np.zeros_like(board.low))
    network = assignment_flow.network_of(board, board.open_pairs(np.arange(len(allowed)), board.room >= 0))
    cost = np.random.default_rng(seed).integers(0, 50, len(network.pairs))
    pairs = assignment_flow.cheapest(network, *assignment_flow.levels(network), cost)

    most, even = best_by_linear_programme(network, cost)
    assert len(pairs) == most
    if most == board.need.sum():
        load = board.load + np.bincount(pairs % len(board.judges), minlength=len(board.judges))
        scale = 50 * len(board.judges) + 1
        chosen = cost[np.isin(network.pairs, pairs)].sum()
        assert scale * ((load**2).sum() - (board.load**2).sum()) + chosen == pytest.approx(even, abs=1e-6)


def best_by_linear_programme(network, cost):
    """Return the greatest number of pairs and the least cost with it: 50 J + 1 for each unit of squared load."""
    board, number = network.board, len(network.pairs)
    if not number:
        return 0, 0.0
    steps = [(judge, at) for judge, room in enumerate(board.room) for at in range(min(int(room), len(board.entries)))]
    width = number + len(steps)
    at_most, limits = [], []
    for entry, need in enumerate(board.need):
        mine = network.pairs // len(board.judges) == entry
        at_most.append(np.r_[mine, np.zeros(len(steps))])
        limits.append(need)
        for unit in range(board.units):
            of_unit = mine & (board.group[network.pairs % len(board.judges)] == unit)
            at_most.append(np.r_[of_unit, np.zeros(len(steps))])
            limits.append(board.unit_room(np.array([entry]), np.array([unit]))[0])
    balance = [
        np.r_[network.pairs % len(board.judges) == judge, [-1.0 * (one == judge) for one, _at in steps]]
        for judge in range(len(board.judges))
    ]
    every = np.r_[np.ones(number), np.zeros(len(steps))]
    rules = {"A_ub": np.array(at_most), "b_ub": limits, "bounds": (0, 1), "method": "highs"}
    zero = np.zeros(len(balance))
    most = round(-linprog(-every, A_eq=np.array(balance), b_eq=zero, **rules).fun)
    scale = 50 * len(board.judges) + 1
    price = np.r_[cost, [scale * (2 * (board.load[judge] + at) + 1) for judge, at in steps]]
    assert len(price) == width
    even = linprog(price, A_eq=np.array([*balance, every]), b_eq=[*zero, most], **rules).fun
    return most, even


@settings(max_examples=12)
@given(st.integers(3, 8), st.integers(0, 12), st.integers(2, 3), st.integers(0, 99))
def test_without_conflicts_loads_are_even_and_the_graph_is_connected(number, more, per_entry, seed):
    problem = AssignmentProblem(entries(number + more), judges(number), per_entry, seed=seed, draws=12)
    proposal = propose(problem)
    assert proposal.max_load - proposal.min_load <= 1
    assert len(proposal.pairs) == (number + more) * per_entry
    assert (proposal.components, proposal.unsatisfied, proposal.tight) == (1, (), ())
    assert proposal.lambda2 is not None
    assert proposal.lambda2 > 0


def test_after_a_recusal_exactly_one_new_pair_is_proposed():
    problem = AssignmentProblem(entries(12), judges(6), 3, seed=4)
    all_pairs = propose(problem).pairs
    entry, judge = all_pairs[7]
    again = propose(replace(problem, locked=all_pairs, forbidden={(entry, judge)}))
    assert set(again.locked) == set(all_pairs) - {(entry, judge)}
    ((of_entry, instead),) = again.pairs
    assert of_entry == entry
    assert (entry, instead) not in all_pairs
    assert again.unsatisfied == again.tight == ()
    assert again.max_load - again.min_load <= 2


def test_the_best_of_more_draws_is_at_least_as_firm_and_two_runs_agree():
    problem = AssignmentProblem(entries(24), judges(12), 2, seed=11)
    one, many = propose(replace(problem, draws=1)), propose(problem)
    assert one.lambda2 < many.lambda2
    assert (one.chosen_draw, one.draws, many.draws) == (0, 1, 30)
    assert propose(problem) == many
    assert propose(replace(problem, seed=12)).pairs != many.pairs


def test_an_anchor_is_judged_by_all_and_joins_a_design_of_single_judges():
    problem = AssignmentProblem(entries(9), judges(3), 1)
    assert propose(problem).components == 3
    anchored = propose(replace(problem, anchors={"e04"}, conflicts={("e04", "j01")}))
    assert [judge for entry, judge in anchored.pairs if entry == "e04"] == ["j00", "j02"]
    assert anchored.components == 2  # j01 may not judge the anchor
    assert propose(replace(problem, anchors={"e04"})).components == 1


def test_the_variance_of_contrasts_is_that_of_least_squares():
    pairs = np.array([0, 1, 3, 5, 7, 8, 9, 10, 11])  # entries 0..3 by judges 0..2
    entry, judge = np.divmod(pairs, 3)
    columns = np.zeros((len(pairs), 7))
    columns[np.arange(len(pairs)), entry] = 1
    columns[np.arange(len(pairs)), 4 + judge] = 1
    inverse = np.linalg.pinv(columns.T @ columns)
    direct = [inverse[i, i] + inverse[k, k] - 2 * inverse[i, k] for i, k in combinations(range(4), 2)]
    assert quality_of(pairs, 3).mean_contrast_variance() == pytest.approx(np.mean(direct), abs=1e-12)


def test_a_complete_panel_has_the_textbook_design():
    proposal = propose(AssignmentProblem(entries(5), judges(4), 4))
    assert proposal.lambda2 == Decimal("5.0000")
    assert proposal.mean_contrast_variance == Decimal("0.5000")
    assert proposal.loads == dict.fromkeys(["j00", "j01", "j02", "j03"], 5)


def test_minimum_loads_come_before_even_loads():
    some = [AssignmentJudge("a", min_load=4), AssignmentJudge("b"), AssignmentJudge("c")]
    assert propose(AssignmentProblem(entries(5), some, 1)).loads["a"] == 4
    assert propose(AssignmentProblem(entries(6), some, 1)).loads == {"a": 4, "b": 1, "c": 1}


def test_what_cannot_be_is_spread_over_the_entries():
    proposal = propose(AssignmentProblem(entries(4), judges(4, max_load=2), 3))
    assert proposal.unsatisfied == tuple(Shortfall(f"e{at:02}", 1) for at in range(4))


def test_judges_whose_maxima_leave_too_little_room_are_named():
    some = [*(AssignmentJudge(f"j{at:02}", max_load=most) for at, most in enumerate((2, 2, 1))), AssignmentJudge("j03")]
    conflicts = {(f"e{entry:02}", "j03") for entry in range(3)}
    bound = TightConstraint(Tight.MAXIMUM_LOAD, ("e00", "e01", "e02"), ("j00", "j01", "j02"), 6, 5)
    assert propose(AssignmentProblem(entries(3), some, 2, conflicts=conflicts)).tight == (bound,)
    # two more entries have one judge besides these three, and need another one
    wider = replace(bound, entries=("e00", "e01", "e02", "e03", "e04"), needed=8)
    assert propose(AssignmentProblem(entries(5), some, 2, conflicts=conflicts)).tight == (wider,)
    assert bound.vi == (
        "e00, e01, e02 cần 6 lượt chấm mà chỉ j00, j01, j02 có thể nhận, nhưng mức tối đa của họ chỉ còn 5 lượt."
    )
    assert bound.en == (
        "e00, e01, e02 need 6 judgements that only j00, j01, j02 can give, whose maximum loads leave room for 5."
    )


def test_bottlenecks_that_share_nothing_are_named_apart():
    some = [AssignmentJudge("a", "A", max_load=1), AssignmentJudge("b", "B", max_load=1)]
    of_units = [AssignmentEntry(f"{unit}{at}", None, unit) for unit in "AB" for at in (1, 2)]
    assert propose(AssignmentProblem(of_units, some, 1)).tight == (
        TightConstraint(Tight.MAXIMUM_LOAD, ("A1", "A2"), ("b",), 2, 1),
        TightConstraint(Tight.MAXIMUM_LOAD, ("B1", "B2"), ("a",), 2, 1),
    )


def test_an_entry_with_too_few_judges_is_named():
    proposal = propose(AssignmentProblem(entries(2), judges(3), 3, conflicts={("e01", "j02")}))
    assert proposal.tight == (TightConstraint(Tight.ENTRY_JUDGES, ("e01",), ("j00", "j01"), 3, 2),)
    assert proposal.unsatisfied == (Shortfall("e01", 1),)
    assert proposal.tight[0].vi == "e01 cần 3 thành viên chấm nhưng chỉ có 2 người được phép chấm."


def test_not_all_judges_of_an_entry_come_from_one_unit():
    proposal = propose(AssignmentProblem(entries(2), judges(4, group="A"), 3))
    assert proposal.tight == tuple(
        TightConstraint(Tight.ENTRY_UNITS, (entry,), ("j00", "j01", "j02", "j03"), 3, 2) for entry in ("e00", "e01")
    )
    relaxed = propose(AssignmentProblem(entries(2), judges(4, group="A"), 3, max_same_group=3))
    assert relaxed.unsatisfied == ()
    assert propose(AssignmentProblem(entries(2), judges(4, group="A"), 1)).unsatisfied == ()


def test_minima_that_cannot_be_reached_are_named():
    too_much = propose(AssignmentProblem(entries(2), judges(3, min_load=2), 2))
    assert too_much.tight == (TightConstraint(Tight.MINIMUM_LOAD, ("e00", "e01"), ("j00", "j01", "j02"), 6, 4),)
    assert too_much.unsatisfied == ()
    contradictory = propose(AssignmentProblem(entries(2), [AssignmentJudge("a", "", 2, 1)], 1))
    assert TightConstraint(Tight.MINIMUM_LOAD, (), ("a",), 2, 1) in contradictory.tight
    impossible = propose(AssignmentProblem(entries(1), judges(1, min_load=10**9), 1)).tight
    assert [(each.needed, each.available) for each in impossible] == [(10**9, 1)]
    busy = propose(AssignmentProblem(entries(3), judges(2, min_load=3), 2, conflicts={("e00", "j01"), ("e01", "j01")}))
    assert busy.tight[-1] == TightConstraint(Tight.MINIMUM_LOAD, (), ("j01",), 3, 1)
    assert busy.tight[-1].en == "j01 must judge at least 3 in all, but can be given only 1."
    assert busy.tight[-1].vi == "j01 phải chấm ít nhất 3 lượt nhưng chỉ có thể nhận 1 lượt."


def test_constraints_of_one_entry_are_said_in_both_languages():
    few, units = (
        TightConstraint(kind, ("e1",), ("j1", "j2"), 3, 2) for kind in (Tight.ENTRY_JUDGES, Tight.ENTRY_UNITS)
    )
    assert few.en == "e1 needs 3 judges, but only 2 may judge it."
    assert units.en == "e1 needs 3 judges, but can have only 2: the number of judges from one unit is limited."
    assert units.vi == ("e1 cần 3 thành viên chấm nhưng chỉ có thể nhận 2: số người của cùng một đơn vị bị giới hạn.")


def test_a_long_list_of_names_is_cut_short():
    tight = TightConstraint(Tight.MINIMUM_LOAD, (), tuple(f"j{at}" for at in range(12)), 9, 1)
    assert "j9 and 2 more" in tight.en
    assert "j9 và 2 thành viên khác" in tight.vi


def test_affinities_decide_and_the_fair_variant_lifts_the_least():
    affinities = {("e00", "j00"): 1.0, ("e00", "j01"): 0.6, ("e01", "j00"): 0.5, ("e01", "j01"): 0.0}
    problem = AssignmentProblem(entries(2), judges(2), 1, affinities=affinities)
    assert propose(problem).draws == 1
    fair = propose(problem, fair=True)
    assert (fair.pairs, fair.threshold) == ((("e00", "j01"), ("e01", "j00")), 0.5)
    kind = propose(replace(problem, affinities={**affinities, ("e01", "j01"): 0.2}))
    assert (kind.pairs, kind.threshold) == ((("e00", "j00"), ("e01", "j01")), None)


@pytest.mark.parametrize(("number", "of_judges"), [(0, 3), (3, 0), (0, 0), (1, 1)])
def test_next_to_nothing_is_assigned_without_error(number, of_judges):
    proposal = propose(AssignmentProblem(entries(number), judges(of_judges), 1))
    assert len(proposal.pairs) == min(number, of_judges)
    assert len(proposal.unsatisfied) == number - len(proposal.pairs)


def test_progress_is_told_from_nothing_to_all():
    told = []
    propose(AssignmentProblem(entries(3), judges(3), 2, draws=2), lambda share, step: told.append((share, step)))
    assert told == [(0.0, "ASSIGN"), (0.5, "ASSIGN"), (1.0, "ASSIGN")]


@pytest.mark.parametrize(
    "wrong",
    [
        {"judges": judges(1, min_load=-1)},
        {"locked": [("e00", "x")]},
        {"per_entry": 0},
        {"draws": 0},
        {"max_same_group": 0},
        {"judges": judges(1) * 2},
    ],
)
def test_a_caller_who_is_mistaken_is_told(wrong):
    with pytest.raises(ValueError, match=r"twice|unknown|at least 1|negative"):
        AssignmentProblem(**{"entries": entries(1), "judges": judges(1), "per_entry": 1, **wrong})
