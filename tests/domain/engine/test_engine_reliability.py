"""Correlations against published numbers: Shrout & Fleiss (1979), table 2, and Krippendorff's data "C"."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.engine.adjusted import fit
from domain.engine.crossed import Sides, Variances, variances, variances_by_moments
from domain.engine.grading import in_words, spearman_brown
from domain.engine.graph import design_of, graph_of
from domain.engine.reliability import (
    alpha,
    classical,
    needed_judges,
    panel_size,
    reliability,
)

SHROUT_FLEISS = np.array(
    [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]], dtype=np.float64
)


def units(*rows: str) -> tuple[np.ndarray, np.ndarray]:
    given = [(unit, float(value)) for row in rows for unit, value in enumerate(row) if value != "."]
    unit, value = zip(*given, strict=True)
    return np.array(unit), np.array(value)


def test_the_correlations_of_shrout_and_fleiss():
    found = classical(SHROUT_FLEISS)
    assert (found.one_way, found.agreement, found.consistency) == pytest.approx((0.1657, 0.2898, 0.7148), abs=5e-5)
    assert (found.one_way_mean, found.agreement_mean, found.consistency_mean) == pytest.approx(
        (0.4428, 0.6201, 0.9093), abs=5e-5
    )


def test_variance_components_give_the_same_agreement_on_complete_data():
    entry, judge = np.indices(SHROUT_FLEISS.shape).reshape(2, -1)
    design, _ = design_of(entry, judge)
    totals, panel = SHROUT_FLEISS.ravel(), panel_size(design.entry_sheets)
    assert panel == 4
    moments = variances_by_moments(fit(design, totals, graph_of(design), 0.01))
    for parts in (variances(Sides.of(design, totals, 0.01)), moments):
        found = reliability(parts, panel)
        assert (found.single, found.panel) == pytest.approx((0.28976378, 0.62005055), abs=1e-6)


def test_krippendorffs_alpha_of_his_data():
    rows = ("123321412...", "1233224125.3", ".3332342251.", "12332441251.")
    assert alpha(*units(*rows)) == pytest.approx(0.849107142857, abs=1e-12)


def test_alpha_is_its_definition_over_all_pairs():
    chance = np.random.default_rng(3)
    unit, value = chance.integers(0, 9, 40), chance.integers(0, 6, 40).astype(float)
    keep = np.bincount(unit)[unit] > 1
    n = keep.sum()
    inside = sum(
        (value[i] - value[j]) ** 2 / (np.bincount(unit)[unit[i]] - 1)
        for i in np.flatnonzero(keep)
        for j in np.flatnonzero(keep)
        if unit[i] == unit[j]
    )
    overall = sum((value[i] - value[j]) ** 2 for i in np.flatnonzero(keep) for j in np.flatnonzero(keep))
    assert alpha(unit, value) == pytest.approx(1 - (inside / n) / (overall / (n * (n - 1))), abs=1e-12)


@pytest.mark.parametrize("rows", [("12..", "..34"), ("333", "333")])
def test_alpha_is_unknown_without_pairs_or_differences(rows: tuple[str, ...]):
    assert alpha(*units(*rows)) is None


def test_shares_of_the_variance():
    found = reliability(Variances(6.0, 1.0, 3.0), 3)
    assert (found.single, found.judge_share) == (0.6, 0.1)
    assert found.panel == pytest.approx(6 / (6 + 4 / 3))
    assert reliability(Variances(0.0, 0.0, 0.0), 3) is None


def test_the_harmonic_mean_of_panels():
    assert panel_size(np.array([1, 2, 4, 4])) == pytest.approx(2)


@pytest.mark.parametrize(
    ("single", "wanted", "judges"),
    [(0.5, 0.8, 4), (0.5, 0.81, 5), (0.26, 0.51, 3), (0.9, 0.5, 1), (1.0, 0.9, 1), (0.0, 0.5, None)],
)
def test_how_many_judges_a_reliability_needs(single: float, wanted: float, judges: int | None):
    assert needed_judges(single, wanted) == judges


@given(st.floats(0.01, 0.99), st.floats(0.01, 0.99))
def test_the_panel_needed_is_the_least_that_reaches(single: float, wanted: float):
    judges = needed_judges(single, wanted)
    assert spearman_brown(single, judges) >= wanted - 1e-9
    if judges > 1:
        assert spearman_brown(single, judges - 1) < wanted + 1e-9


@pytest.mark.parametrize(
    ("icc", "vi", "en"),
    [
        (0.95, "rất tốt", "excellent"),
        (0.9, "rất tốt", "excellent"),
        (0.75, "tốt", "good"),
        (0.5, "trung bình", "moderate"),
        (0.49, "kém", "poor"),
        (0.0, "kém", "poor"),
        (-0.1, "kém", "poor"),
    ],
)
def test_reliability_in_words(icc: float, vi: str, en: str):
    assert in_words(icc) == (vi, en)
