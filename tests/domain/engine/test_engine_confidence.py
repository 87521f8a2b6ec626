from collections.abc import Sequence
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.engine import confidence as module
from domain.engine.adjusted import fit
from domain.engine.awards import award
from domain.engine.confidence import Confidence, Field, Seats, confidence
from domain.engine.crossed import Sides, Variances
from domain.engine.graph import design_of, graph_of
from domain.engine.outcome import Status
from domain.engine.posterior import is_small, plug_in, posterior
from domain.engine.problem import Tier
from domain.engine.ranking import Standing


def field_of(scores: np.ndarray, *, level: Sequence[int] = (), group: Sequence[int] = ()) -> Field:
    """Draw the rows of `scores` in their order."""
    entries, at = scores.shape[1], iter(scores)
    return Field(
        draw=lambda _chance, count: np.array([next(at) for _ in range(count)]),
        level=np.array(level or [1] * entries),
        group=np.array(group or [-1] * entries),
        twins=np.arange(entries),
    )


def normal(entries: int, draws: int = 100) -> np.ndarray:
    return np.random.default_rng(entries).standard_normal((draws, entries))


def test_probabilities_and_rank_intervals_are_those_of_the_draws():
    scores = normal(12, 400)
    ranks = 1 + (scores[:, None, :] > scores[:, :, None]).sum(axis=2)
    found = confidence(field_of(scores), 4, [], seed=1, draws=400)
    assert found.top == pytest.approx((ranks <= 4).mean(axis=0))
    assert found.top.sum() == pytest.approx(4, abs=1e-12)
    ordered = np.sort(ranks, axis=0)
    assert found.best.tolist() == ordered[20].tolist()
    assert found.worst.tolist() == ordered[379].tolist()
    assert found.tiers.shape == (0, 12)


def test_blocks_do_not_show_and_kept_ranks_are_the_first(monkeypatch: pytest.MonkeyPatch):
    scores = normal(10, 300)
    whole = confidence(field_of(scores), 3, [Seats(2, None, None)], seed=1, draws=300)
    monkeypatch.setattr(module, "BLOCK", 70)
    blocks = confidence(field_of(scores), 3, [Seats(2, None, None)], seed=1, draws=300)
    for name in Confidence.__slots__:
        assert np.array_equal(getattr(whole, name), getattr(blocks, name))
    monkeypatch.setattr(module, "KEPT_RANKS", 1500)
    fewer = confidence(field_of(scores), 3, [], seed=1, draws=300)
    first = confidence(field_of(scores[:150]), 3, [], seed=1, draws=150)
    assert (fewer.best.tolist(), fewer.worst.tolist()) == (first.best.tolist(), first.worst.tolist())
    assert np.array_equal(fewer.top, whole.top)


def test_a_completed_stage_counts_before_any_score():
    found = confidence(field_of(normal(6), level=[1, 2, 1, 2, 1, 1]), 2, [], seed=1, draws=100)
    assert found.top.tolist() == [0, 1, 0, 1, 0, 0]


def test_twins_share_what_chance_says_of_them():
    scores = np.random.default_rng(0).standard_normal((50, 4)) + np.array([9, 0, 0, -9])
    field = field_of(scores)
    twins = Field(field.draw, field.level, field.group, np.array([0, 1, 1, 2]))
    found = confidence(twins, 2, [Seats(2, None, None)], seed=1, draws=50)
    assert found.top.tolist() == [1, 0.5, 0.5, 0]
    assert found.tiers.tolist() == [[1, 0.5, 0.5, 0]]
    assert (found.best.tolist(), found.worst.tolist()) == ([1, 2, 2, 4], [1, 3, 3, 4])


seats = st.builds(
    Seats,
    st.none() | st.integers(0, 5),
    st.none() | st.sampled_from([-0.5, 0.0, 0.5]),
    st.none() | st.integers(1, 2),
)


@given(
    st.integers(1, 60),
    st.lists(seats, min_size=1, max_size=3),
    st.lists(st.integers(-1, 3), min_size=60, max_size=60),
    st.lists(st.integers(1, 2), min_size=60, max_size=60) | st.just([1] * 60),
)
@settings(max_examples=40)
def test_awards_in_draws_are_those_of_the_real_rule(
    entries: int, tiers: list[Seats], group: list[int], level: list[int]
):
    scores = normal(entries, 5)
    field = field_of(scores, level=level[:entries], group=group[:entries])
    found = confidence(field, 1, tiers, seed=1, draws=5).tiers
    groups = {str(entry): "" if group[entry] < 0 else str(group[entry]) for entry in range(entries)}
    rules = [
        Tier(str(number), one.seats, None, None if one.minimum is None else Decimal(one.minimum), one.per_group)
        for number, one in enumerate(tiers)
    ]
    expected = np.zeros((len(tiers), entries))
    for row in scores:
        order = sorted(range(entries), key=lambda entry: (-level[entry], -row[entry]))
        standings = [
            Standing(str(entry), Status.RANKED, place, (), Decimal(row[entry]), None)
            for place, entry in enumerate(order, start=1)
        ]
        for entry, tier in award(rules, standings, groups).tier_of.items():
            expected[int(tier), int(entry)] += 1
    assert np.array_equal(found * 5, expected)


def test_seats_that_the_top_leaves_open_are_found_further_down():
    # Sixty entries of one group, which may have one of two seats, and one entry without a group in the last place.
    scores = np.tile(-np.arange(61.0), (3, 1))
    field = field_of(scores, group=[0] * 60 + [-1])
    found = confidence(field, 1, [Seats(2, None, 1)], seed=1, draws=3).tiers
    assert np.flatnonzero(found[0]).tolist() == [0, 60]
    field = field_of(scores, group=[0] * 60 + [-1])
    assert np.flatnonzero(confidence(field, 1, [Seats(2, -50.0, 1)], seed=1, draws=3).tiers[0]).tolist() == [0]


def contest(entries: int, judges: int, panel: int, noise: float = 4.0):
    chance = np.random.default_rng(entries * judges)
    entry = np.repeat(np.arange(entries), panel)
    judge = np.concatenate([(np.arange(panel) * 2 + number) % judges for number in range(entries)])
    merit, severity = 8 * chance.standard_normal(entries), 5 * chance.standard_normal(judges)
    totals = 60 + merit[entry] - severity[judge] + noise * chance.standard_normal(len(entry))
    design, order = design_of(entry, judge)
    return design, totals[order]


@pytest.mark.parametrize(("entries", "judges", "panel"), [(30, 7, 3), (7, 15, 7)])
def test_draws_at_given_variances_have_the_mean_and_covariance_of_the_model(entries: int, judges: int, panel: int):
    design, totals = contest(entries, judges, panel)
    sides = Sides.of(design, totals, 0.01)
    assert sides.swapped is (entries < judges)
    draws = plug_in(sides, Variances(64.0, 25.0, 16.0)).draw(np.random.default_rng(1), 40_000)
    # Henderson's equations of mu, entries and judges, with the variance of the noise drawn around rss / (n - 1).
    x = np.hstack([np.ones((design.sheets, 1)), np.eye(entries)[design.entry], np.eye(judges)[design.judge]])
    prior = np.diag([0.0] + [16 / 64] * entries + [16 / 25] * judges)
    inverse = np.linalg.inv(x.T @ x + prior)
    solution = inverse @ x.T @ totals
    freedom = design.sheets - 1
    noise = (totals @ totals - totals @ x @ solution) / (freedom - 2)
    pick = np.hstack([np.ones((entries, 1)), np.eye(entries), np.zeros((entries, judges))])
    covariance = noise * pick @ inverse @ pick.T
    spread = np.sqrt(np.diag(covariance))
    assert draws.mean(axis=0) == pytest.approx(pick @ solution, abs=5 * spread.max() / 200)
    assert np.cov(draws.T) == pytest.approx(covariance, abs=0.06 * spread.max() ** 2)


def test_the_grid_finds_the_posterior_that_a_fine_grid_has():
    design, totals = contest(14, 5, 3)
    assert is_small(design)
    sides = Sides.of(design, totals, 0.01)
    found = posterior(sides)
    assert found.weight.sum() == pytest.approx(1)
    draws = found.draw(np.random.default_rng(1), 20_000)
    # The posterior mean of the scores over a grid of 60 x 60, from the normal density of the data itself.
    angles = (np.arange(60) + 0.5) / 60
    z, x = np.eye(5)[design.judge], np.eye(14)[design.entry]
    n, one = design.sheets, np.ones(design.sheets)
    log, means = [], []
    for e in np.tan(np.pi / 2 * angles) ** 2:
        for j in np.tan(np.pi / 2 * angles) ** 2:
            inverse = np.linalg.inv(np.eye(n) + e * x @ x.T + j * z @ z.T)
            weight = one @ inverse @ one
            mu = one @ inverse @ totals / weight
            left = inverse @ (totals - mu)
            log.append((np.linalg.slogdet(inverse)[1] - np.log(weight) - (n - 1) * np.log((totals - mu) @ left)) / 2)
            means.append(mu + e * x.T @ left)
    share = np.exp(np.array(log) - max(log))
    expected = share @ np.array(means) / share.sum()
    assert draws.mean(axis=0) == pytest.approx(expected, abs=0.15)


def test_scores_drawn_are_drawn_towards_each_other():
    design, totals = contest(30, 7, 3)
    found = fit(design, totals, graph_of(design), 0.01)
    draws = posterior(Sides.of(design, totals, 0.01)).draw(np.random.default_rng(1), 4000).mean(axis=0)
    assert draws.std() < found.score.std()
    assert np.corrcoef(draws, found.score)[0, 1] > 0.99
