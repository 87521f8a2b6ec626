"""What must hold of any contest whatever."""

from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from domain.engine import adjusted
from domain.engine.adjusted import Fit, Profile, fit
from domain.engine.evaluate import evaluate
from domain.engine.graph import Design, design_of, graph_of
from domain.engine.outcome import Status, Unadjusted
from domain.engine.problem import Entry, Method, Problem, Rules, Sheet, Stage, Tier
from tests.support.contests import criterion, stage

pytestmark = pytest.mark.slow

quick = settings(max_examples=25)
MARK = criterion("mark", high=100, step=1)


@st.composite
def sheets(draw: st.DrawFn) -> list[Sheet]:
    """Any sheets of up to seven entries and five judges, in any order."""
    entries, judges = draw(st.integers(1, 7)), draw(st.integers(1, 5))
    pairs = [(entry, judge) for entry in range(entries) for judge in range(judges)]
    chosen = draw(st.lists(st.sampled_from(pairs), min_size=1, unique=True))
    marks = draw(st.lists(st.integers(0, 100), min_size=len(chosen), max_size=len(chosen)))
    return [
        Sheet(f"{judge}/{entry}", f"J{judge}", f"E{entry}", {"mark": Decimal(mark)})
        for (entry, judge), mark in zip(chosen, marks, strict=True)
    ]


@st.composite
def fits(draw: st.DrawFn) -> tuple[Design, np.ndarray]:
    """A design with something to compare, and totals."""
    made = draw(sheets())
    entry = np.unique([one.entry for one in made], return_inverse=True)[1]
    judge = np.unique([one.judge for one in made], return_inverse=True)[1]
    design, order = design_of(entry, judge)
    assume(design.freedom > 0)
    return design, np.array([float(one.marks["mark"]) for one in made])[order]


def fitted(design: Design, totals: np.ndarray, step: float = 1.0) -> Fit:
    return fit(design, totals, graph_of(design), step)


def problem_of(made: list[Sheet], method: Method = Method.ADJUSTED, **rules: object) -> Problem:
    return Problem([stage([MARK], made)], Rules(method=method, **rules), seed=11)


@given(sheets(), st.randoms())
@quick
def test_the_order_of_rows_does_not_matter(made: list[Sheet], chance) -> None:
    first = problem_of(made, places=2)
    turned = list(made)
    chance.shuffle(turned)
    entries = list(first.stages[0].entries)
    chance.shuffle(entries)
    assert evaluate(replace(first, stages=[Stage("S", [MARK], entries, turned)])) == evaluate(first)


@given(fits(), st.randoms())
@quick
def test_names_do_not_matter(given_fit: tuple[Design, np.ndarray], chance) -> None:
    design, totals = given_fit
    entries, judges = list(range(design.entries)), list(range(design.judges))
    chance.shuffle(entries)
    chance.shuffle(judges)
    renamed, order = design_of(np.array(entries)[design.entry], np.array(judges)[design.judge])
    first, second = fitted(design, totals), fitted(renamed, totals[order])
    assert second.score[entries] == pytest.approx(first.score, abs=1e-6)
    assert second.effect[judges] == pytest.approx(first.effect, abs=1e-6)
    assert second.variance[entries] == pytest.approx(first.variance, rel=1e-6)


@given(fits(), st.floats(0.1, 10), st.floats(-50, 50))
@quick
def test_another_scale_changes_nothing_but_the_scale(
    given_fit: tuple[Design, np.ndarray], factor: float, offset: float
) -> None:
    design, totals = given_fit
    first, second = fitted(design, totals), fitted(design, factor * totals + offset, step=factor)
    assert second.score == pytest.approx(factor * first.score + offset, abs=1e-5)
    assert second.effect == pytest.approx(factor * first.effect, abs=1e-5)
    assert second.variance == pytest.approx(factor**2 * first.variance, rel=1e-5)


@given(fits())
@quick
def test_every_number_is_finite_and_every_variance_above_zero(given_fit: tuple[Design, np.ndarray]) -> None:
    found = fitted(*given_fit)
    assert np.isfinite(found.score).all()
    assert (found.variance > 0).all()
    assert (found.mean_variance > 0).all()
    assert ((found.leverage > 0) & (found.leverage < 1 + 1e-9)).all()
    assert (found.effect_se >= 0).all()


@given(fits(), st.data(), st.floats(0, 4))
@quick
def test_a_raised_mark_never_lowers_the_score_while_variances_stay(
    given_fit: tuple[Design, np.ndarray], data: st.DataObject, ratio: float
) -> None:
    design, totals = given_fit
    sheet = data.draw(st.integers(0, design.sheets - 1))
    raised = totals.copy()
    raised[sheet] += 10
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Profile, "best", lambda _self: ratio)
        before, after = fitted(design, totals), fitted(design, raised)
    assert after.score[design.entry[sheet]] >= before.score[design.entry[sheet]] - 1e-9


@given(st.integers(1, 6), st.integers(1, 4), st.data())
@quick
def test_a_complete_panel_is_the_plain_mean_bit_for_bit(entries: int, judges: int, data: st.DataObject) -> None:
    count = entries * judges
    marks = data.draw(st.lists(st.integers(0, 100), min_size=count, max_size=count))
    made = [
        Sheet(f"{place}", f"J{place % judges}", f"E{place // judges}", {"mark": Decimal(mark)})
        for place, mark in enumerate(marks)
    ]
    found, plain = evaluate(problem_of(made)), evaluate(problem_of(made, Method.MEAN))
    assert found.entries == plain.entries
    reason = Unadjusted.NO_REPLICATION if judges == 1 else Unadjusted.COMPLETE_PANEL
    assert found.summary.unadjusted is reason


@given(fits())
@quick
def test_on_complete_panels_the_model_itself_is_the_plain_mean(given_fit: tuple[Design, np.ndarray]) -> None:
    design, totals = given_fit
    full, order = design_of(np.repeat(np.arange(design.entries), 3), np.tile([0, 1, 2], design.entries))
    found = fitted(full, np.resize(totals, 3 * design.entries)[order])
    assert found.shift == pytest.approx(0, abs=1e-9)
    assert found.variance == pytest.approx(found.mean_variance, rel=1e-9)


@given(sheets(), st.integers(1, 8))
@quick
def test_chances_add_up_to_the_places_and_intervals_hold_the_score(made: list[Sheet], places: int) -> None:
    found = evaluate(problem_of(made, places=places, tiers=(Tier("T", seats=1),)))
    ranked = [one for one in found.entries if one.status is Status.RANKED]
    known = [one for one in ranked if one.p_top is not None]
    if known:
        assert len(known) == len(ranked)
        assert found.summary.places == min(places, len(ranked))
        assert float(sum(one.p_top for one in known)) == pytest.approx(found.summary.places, abs=1e-3)
        assert float(sum(one.p_award["T"] for one in known)) == pytest.approx(1, abs=1e-3)
        assert all(1 <= one.rank_best <= one.rank_worst <= len(ranked) for one in known)
    for one in ranked:
        assert one.low is None or 0 <= one.low <= one.score <= one.high <= 100


@given(sheets(), st.data())
@quick
def test_a_withdrawn_sheet_never_existed(made: list[Sheet], data: st.DataObject) -> None:
    gone = data.draw(st.sampled_from(made))
    entries = [Entry(name) for name in sorted({one.entry for one in made})]
    left = [one for one in made if one is not gone]
    blank = [replace(one, marks={}) if one is gone else one for one in made]
    rules = Rules(method=Method.ADJUSTED)
    assert evaluate(Problem([Stage("S", [MARK], entries, left)], rules)) == evaluate(
        Problem([Stage("S", [MARK], entries, blank)], rules)
    )


@given(fits(), st.integers(1, 6))
@quick
def test_the_restricted_likelihood_is_least_at_the_estimate(given_fit: tuple[Design, np.ndarray], places: int) -> None:
    design, totals = given_fit
    seen: list[Profile] = []
    with pytest.MonkeyPatch.context() as patch:
        best = Profile.best
        patch.setattr(Profile, "best", lambda self: (seen.append(self), best(self))[1])
        found = fitted(design, totals)
    ratio = np.array([found.judge2 / found.sigma2])
    others = adjusted.ratio_at(np.linspace(0, 0.99, 40 * places))
    assert seen[0].deviance(ratio)[0] <= seen[0].deviance(others).min() + 1e-6
