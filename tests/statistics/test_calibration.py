"""Does the engine keep what it promises? Contests are made up by the hundred, where the truth is known.

Figures are printed (`-s` shows them); the bars hold for the fixed seeds.
"""

from collections.abc import Callable

import numpy as np
import pytest
from designs import Contest, Shape, contest, halves, lopsided, panels

from domain.engine.adjusted import NORMAL_90, Fit, fit
from domain.engine.confidence import Field, confidence
from domain.engine.crossed import Sides
from domain.engine.flags import outliers, residuals
from domain.engine.graph import Design, design_of, graph_of
from domain.engine.posterior import posterior

RUNS, RANKED_RUNS, FLAG_RUNS = 300, 150, 1500
Deal = Callable[[Shape, np.random.Generator], tuple[np.ndarray, np.ndarray]]

DESIGNS: dict[str, tuple[Shape, Deal]] = {
    "40 entries, 3 of 15 judges": (Shape(40, 15, 3), panels),
    "40 entries, 2 of 20 judges": (Shape(40, 20, 2), panels),
    "15 entries, 3 of 5 judges": (Shape(15, 5, 3), panels),
    "60 entries, 4 of 12, hard judges": (Shape(60, 12, 4, severity=10), panels),
    "40 entries, 3 of 15, no severity": (Shape(40, 15, 3, severity=0), panels),
    "lopsided": (Shape(50, 12, 3), lopsided),
    "two halves": (Shape(36, 12, 3), halves),
    "complete, 12 by 5": (Shape(12, 5, 5), panels),
}


def arranged(made: Contest) -> tuple[Design, np.ndarray, np.ndarray]:
    """Return design, totals, and the merit of each entry that has sheets."""
    entries, entry = np.unique(made.entry, return_inverse=True)
    design, order = design_of(entry, np.unique(made.judge, return_inverse=True)[1])
    return design, made.total[order], made.merit[entries]


def fitted(design: Design, totals: np.ndarray) -> Fit:
    return fit(design, totals, graph_of(design), 1.0)


def say(what: str, figures: str) -> None:
    print(f"{what}: {figures}")  # noqa: T201  # the figures are the point


@pytest.mark.parametrize("name", DESIGNS)
def test_the_interval_holds_the_true_score_nine_times_of_ten(name: str) -> None:
    shape, deal = DESIGNS[name]
    held, held_mean, count = 0, 0, 0
    for seed in range(RUNS):
        design, totals, merit = arranged(contest(shape, 1000 + seed, deal))
        found = fitted(design, totals)
        held += int((np.abs(found.score - merit) <= NORMAL_90 * np.sqrt(found.variance)).sum())
        held_mean += int((np.abs(found.mean - merit) <= NORMAL_90 * np.sqrt(found.mean_variance)).sum())
        count += len(merit)
    say(name, f"coverage {held / count:.3f} adjusted, {held_mean / count:.3f} plain mean")
    assert 0.88 <= held / count <= 0.96
    assert 0.88 <= held_mean / count <= 0.97


@pytest.mark.parametrize("name", DESIGNS)
def test_what_has_a_chance_of_so_much_happens_so_often(name: str) -> None:
    """Compare P(rank <= k) with how often it came true, by tenths of the chance, weighted by their sizes."""
    shape, deal = DESIGNS[name]
    said, came = [], []
    for seed in range(RANKED_RUNS):
        design, totals, merit = arranged(contest(shape, 5000 + seed, deal))
        count, places = len(merit), max(len(merit) // 5, 1)
        drawn = posterior(Sides.of(design, totals, 1.0))
        field = Field(drawn.draw, np.ones(count, np.int64), np.full(count, -1), np.arange(count))
        said.append(confidence(field, places, [], seed, draws=1000).top)
        came.append(np.argsort(np.argsort(-merit)) < places)
    chance, event = np.concatenate(said), np.concatenate(came)
    tenth = np.minimum((chance * 10).astype(int), 9)
    sizes = np.bincount(tenth, minlength=10)
    gaps = np.abs(np.bincount(tenth, chance, 10) - np.bincount(tenth, event, 10)) / np.maximum(sizes, 1)
    error = float(gaps @ sizes / sizes.sum())
    say(name, f"calibration error {error:.4f}")
    assert error <= 0.02


@pytest.mark.parametrize("name", ["40 entries, 3 of 15 judges", "15 entries, 3 of 5 judges", "complete, 12 by 5"])
def test_a_clean_contest_raises_a_false_alarm_once_in_twenty(name: str) -> None:
    shape, deal = DESIGNS[name]
    alarms = 0
    for seed in range(FLAG_RUNS):
        design, totals, _ = arranged(contest(shape, 20_000 + seed, deal))
        alarms += bool(outliers(design, residuals(design, totals, fitted(design, totals))).any())
    say(name, f"false alarms {alarms / FLAG_RUNS:.3f}")
    assert 0.03 <= alarms / FLAG_RUNS <= 0.07


@pytest.mark.parametrize(("panel", "least"), [(3, 0.7), (5, 0.88)])
def test_a_sheet_six_sigma_off_is_found(panel: int, least: float) -> None:
    shape, found = Shape(40, 15, panel), 0
    for seed in range(RUNS):
        design, totals, _ = arranged(contest(shape, 30_000 + seed))
        sheet = seed % design.sheets
        totals[sheet] += 6 * shape.noise
        found += bool(outliers(design, residuals(design, totals, fitted(design, totals)))[sheet])
    say(f"{panel} judges", f"found {found / RUNS:.2f}")
    assert found / RUNS >= least
