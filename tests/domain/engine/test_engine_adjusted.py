import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from domain.engine import adjusted
from domain.engine.adjusted import POINTS, Fit, fit, ratio_at
from domain.engine.crossed import Sides, variances, variances_by_moments
from domain.engine.graph import Design, design_of, graph_of, laplacian

#: What R's lme4 says of made-up contests; tests/statistics computes it anew.
REFERENCE: dict[str, dict[str, Any]] = json.loads(
    (Path(__file__).parent / "data" / "lme4.json").read_text(encoding="utf-8")
)
#: Points, on a scale of about a hundred.
NEAR = 1e-5


def load(name: str) -> tuple[Design, np.ndarray, dict[str, Any]]:
    told = REFERENCE[name]
    entry, judge, total = zip(*told["sheets"], strict=True)
    design, order = design_of(*(np.unique(side, return_inverse=True)[1] for side in (entry, judge)))
    return design, np.array(total)[order], told


def fitted(design: Design, totals: np.ndarray, step: float = 0.1) -> Fit:
    return fit(design, totals, graph_of(design), step)


@pytest.mark.parametrize("name", REFERENCE)
def test_scores_severities_and_variances_are_those_of_lme4(name: str) -> None:
    design, totals, told = load(name)
    found = fitted(design, totals)
    assert found.score == pytest.approx(list(told["score"].values()), abs=NEAR)
    assert -found.effect == pytest.approx(list(told["severity"].values()), abs=NEAR)
    assert found.sigma2 == pytest.approx(told["fixed"]["residual"], rel=1e-5)
    assert found.judge2 == pytest.approx(told["fixed"]["judge"], rel=1e-5, abs=1e-7)
    assert found.leverage == pytest.approx(list(told["leverage"].values()), abs=1e-6)


@pytest.mark.parametrize("name", REFERENCE)
def test_the_variances_with_entries_at_random_are_those_of_lme4(name: str) -> None:
    design, totals, told = load(name)
    found = variances(Sides.of(design, totals, 0.1))
    assert found.entry == pytest.approx(told["random"]["entry"], rel=1e-4)
    assert found.judge == pytest.approx(told["random"]["judge"], rel=1e-4, abs=1e-5)
    assert found.residual == pytest.approx(told["random"]["residual"], rel=1e-4)


def test_on_a_complete_panel_moments_give_the_variances_of_reml() -> None:
    design, totals, told = load("complete")
    found = variances_by_moments(fitted(design, totals))
    assert found is not None
    assert (found.entry, found.judge, found.residual) == pytest.approx(list(told["random"].values()), rel=1e-5)


@pytest.mark.parametrize("name", ["three of fifteen", "lopsided", "two halves"])
def test_the_averaged_variance_is_its_definition_computed_without_eigenvectors(name: str) -> None:
    design, totals, _ = load(name)
    found = fitted(design, totals)
    counts, n = design.counts().toarray(), design.entry_sheets
    share, freedom = counts / n[:, None], design.freedom
    mean = np.bincount(design.entry, weights=totals) / n
    within = totals - mean[design.entry]
    right, matrix = np.bincount(design.judge, weights=within), laplacian(design).toarray()
    weights, scores, variance = [], [], []
    for v in ratio_at((np.arange(POINTS) + 0.5) / POINTS):
        spread = v * np.linalg.inv(np.eye(design.judges) + v * matrix)
        rss = within @ within - right @ spread @ right
        weights.append(-(np.linalg.slogdet(np.eye(design.judges) + v * matrix)[1] + freedom * np.log(rss)) / 2)
        scores.append(mean - share @ spread @ right)
        variance.append(rss / (freedom - 2) * (1 / n + np.diag(share @ spread @ share.T)))
    weight = np.exp(np.array(weights) - max(weights))
    weight /= weight.sum()
    moved = weight @ np.array(scores) ** 2 - (weight @ np.array(scores)) ** 2
    assert found.variance == pytest.approx(weight @ np.array(variance) + moved, rel=1e-7)


@pytest.mark.parametrize("name", ["three of fifteen", "two halves"])
def test_severities_of_each_connected_part_sum_to_zero(name: str) -> None:
    design, totals, _ = load(name)
    assert np.bincount(graph_of(design).judge_component, weights=fitted(design, totals).effect) == pytest.approx(
        0, abs=1e-9
    )


def test_with_very_many_judges_conjugate_gradients_solve_the_same_equations(monkeypatch: pytest.MonkeyPatch) -> None:
    design, totals, _ = load("three of fifteen")
    monkeypatch.setattr(adjusted, "MOST_JUDGES", 10)
    found = fitted(design, totals)
    matrix, v = laplacian(design).toarray(), found.judge2 / found.sigma2
    within = totals - found.mean[design.entry]
    expected = np.linalg.solve(np.eye(design.judges) + v * matrix, v * np.bincount(design.judge, weights=within))
    assert found.effect == pytest.approx(expected, abs=1e-9)
    freedom, trace = design.freedom, np.trace(matrix)
    right = np.bincount(design.judge, weights=within)
    assert freedom * found.sigma2 + trace * found.judge2 == pytest.approx(within @ within)
    assert trace * found.sigma2 + (matrix**2).sum() * found.judge2 == pytest.approx(right @ right)
    assert (found.variance, found.effect_se, found.leverage, found.strength) == (None, None, None, None)


def test_data_that_agree_better_than_their_step_allows_are_not_believed_to() -> None:
    design, _ = design_of(np.repeat(np.arange(10), 3), np.tile([0, 1, 2], 10))
    found = fitted(design, 50.0 + np.repeat(np.arange(10.0), 3) + np.tile([-4.0, 0.0, 4.0], 10), step=1.0)
    assert found.sigma2 == pytest.approx(1 / 12)
    assert found.variance is not None
    assert (found.variance > 0).all()
