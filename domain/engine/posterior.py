"""What the data say of the variances of one stage, and draws of the entries' true scores from it.

Where the design is small the two ratios of variances are uncertain, and their posterior is laid out on a grid that
zooms in on where it lives; elsewhere the estimates are taken for the truth.
"""

from dataclasses import dataclass

import numpy as np

from domain.engine.adjusted import Profile, ratio_at
from domain.engine.crossed import Sides, Solved, Variances, solved
from domain.engine.graph import Design, Floats, Ints

#: The grid is used up to this many entries and judges together, and up to this many of the fewer of the two: each
#: row of it costs a decomposition of a matrix of that size, and so many tell the ratios apart well enough.
MOST_TOGETHER, MOST_FEW = 3000, 150
GRID, ZOOMS = 10, 6
#: Cells whose log weight is less by more than this are left out when zooming in: a 3000th of the best cell.
FAINT = 8.0
#: No variance at all would leave nothing to draw: the least standard deviation, in those of the noise.
LEAST = 1e-3


@dataclass(frozen=True, slots=True)
class Posterior:
    """Cells of the grid: cell i has the ratio `few[i]` at the solution `rows[row[i]]`, with probability weight[i]."""

    sides: Sides
    rows: tuple[Solved, ...]
    row: Ints
    few: Floats
    weight: Floats

    def draw(self, chance: np.random.Generator, count: int) -> Floats:
        """Return draws of the entries' true scores (count x E), in points."""
        drawn = np.empty((count, len(self.sides.few_sheets if self.sides.swapped else self.sides.many_sheets)))
        cell = chance.choice(len(self.weight), size=count, p=self.weight)
        for number, row in enumerate(self.rows):
            chosen = np.flatnonzero(self.row[cell] == number)
            if len(chosen):
                drawn[chosen] = _drawn(self.sides, row, self.few[cell[chosen]], chance)
        return drawn


def is_small(design: Design) -> bool:
    """Say whether the design is small enough for the grid."""
    few = min(design.entries, design.judges)
    return design.entries + design.judges <= MOST_TOGETHER and few <= MOST_FEW


def posterior(sides: Sides) -> Posterior:
    """Return the posterior of both ratios, each with a half-Cauchy(1) prior on its root, zooming in at most 6 times."""
    low, width = np.zeros(2), np.ones(2)
    steps = (np.arange(GRID) + 0.5) / GRID
    for zoom in range(ZOOMS + 1):
        rows = tuple(solved(sides, float(ratio)) for ratio in ratio_at(low[0] + width[0] * steps))
        few = ratio_at(low[1] + width[1] * steps)
        log = -np.array([row.deviance(few) for row in rows]) / 2
        log -= log.max()
        box_low, box_high = _box(log > -FAINT)
        if zoom == ZOOMS or np.prod(box_high - box_low) > GRID**2 / 2:
            break
        low, width = low + width * box_low / GRID, width * (box_high - box_low) / GRID
    weight = np.exp(log).ravel()
    return Posterior(sides, rows, np.repeat(np.arange(GRID), GRID), np.tile(few, GRID), weight / weight.sum())


def plug_in(sides: Sides, variances: Variances) -> Posterior:
    """Return a posterior of one cell at the estimates."""
    entry, judge = (max(each / variances.residual, LEAST**2) for each in (variances.entry, variances.judge))
    many, few = (judge, entry) if sides.swapped else (entry, judge)
    return Posterior(sides, (solved(sides, many),), np.zeros(1, np.int64), np.array([few]), np.ones(1))


def _box(kept: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> tuple[Floats, Floats]:
    """Return the first and the last cell + 1 in both directions of a box around the cells kept, one cell wider."""
    found = np.argwhere(kept)
    return np.maximum(found.min(axis=0) - 1.0, 0.0), np.minimum(found.max(axis=0) + 2.0, GRID)


def _drawn(sides: Sides, row: Solved, ratio: Floats, chance: np.random.Generator) -> Floats:
    """Draw noise variance, effects of the few, mu and effects of the many in turn, each given those before."""
    profile: Profile = row.profile
    count, v = len(ratio), ratio[:, None]
    sigma = np.sqrt(profile.rss(ratio) / chance.chisquare(profile.freedom, count))[:, None]
    grown = 1 + v * profile.d
    normal = chance.standard_normal((count, len(profile.d)))
    few = (v * profile.c / grown + sigma * np.sqrt(v / grown) * normal) @ row.base.T
    level = (row.level - few @ row.link / row.weight)[:, None]
    level += sigma / np.sqrt(row.weight) * chance.standard_normal((count, 1))
    if sides.swapped:
        return np.asarray(sides.centre + level + few)
    left = sides.many_sums - sides.many_sheets * level - (sides.counts @ few.T).T
    many = chance.standard_normal(left.shape)
    many *= sigma * np.sqrt(row.kept)
    many += row.kept * left
    many += sides.centre + level
    return np.asarray(many)
