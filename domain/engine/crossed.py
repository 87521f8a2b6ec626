"""The same model with entries random too: total = mu + entry + judge + noise, all three normal.

With entries fixed, an entry far up would be believed to be far up; here its score is drawn towards the others as far
as the data say (Robinson 1991). The larger side (entries or judges, "many") is integrated out by hand, the smaller one
("few") through the eigenvectors of what is left. A ratio is a variance over that of the noise.
"""

from dataclasses import dataclass
from typing import Self

import numpy as np
from scipy import linalg, optimize

from domain.engine.adjusted import Fit, Profile, ratio_at
from domain.engine.graph import Design, Floats, Sparse


@dataclass(frozen=True, slots=True)
class Sides:
    """Sums of the data by the two sides. `counts` is many x few; `swapped` where the entries are the few."""

    counts: Sparse
    many_sheets: Floats
    few_sheets: Floats
    many_sums: Floats
    few_sums: Floats
    squares: float
    centre: float
    floor: float
    swapped: bool

    @classmethod
    def of(cls, design: Design, totals: Floats, step: float) -> Self:
        """Sum the totals (n) by both sides, around their mean; `step` > 0 is the smallest step of a total."""
        floor = (design.sheets - 1) * step**2 / 12
        centre = float(totals.mean())
        values = totals - centre
        entries = design.entry_sheets.astype(np.float64), design.of_entries(values)
        judges = design.judge_sheets.astype(np.float64), design.of_judges(values)
        swapped, counts = design.entries < design.judges, design.counts()
        many, few = (judges, entries) if swapped else (entries, judges)
        counts = counts.T.tocsr() if swapped else counts
        return cls(counts, many[0], few[0], many[1], few[1], float(values @ values), centre, floor, swapped)


@dataclass(frozen=True, slots=True)
class Solved:
    """The model at one ratio of the many: what remains is one ratio of the few, whose likelihood is `profile`.

    `base` are the eigenvectors, `kept` = ratio/(1 + ratio m) by row of the many, `link` and `weight` lead from the
    effects of the few to mu.
    """

    profile: Profile
    base: Floats
    kept: Floats
    link: Floats
    weight: float
    level: float
    constant: float

    def deviance(self, ratio: Floats) -> Floats:
        """Return minus twice the restricted log-likelihood at ratios of the few (q)."""
        return self.constant + self.profile.deviance(ratio)


def solved(sides: Sides, ratio: float) -> Solved:
    """Integrate the many out at their ratio >= 0 and diagonalise what is left. O(few^3)."""
    m = sides.many_sheets
    kept, shrunk = ratio / (1 + ratio * m), 1 / (1 + ratio * m)
    link, weight = np.asarray(sides.counts.T @ shrunk), float(m @ shrunk)
    level = float(sides.many_sums @ shrunk) / weight
    matrix = np.diag(sides.few_sheets) - (sides.counts.T @ sides.counts.multiply(kept[:, None]).tocsr()).toarray()
    matrix -= np.outer(link, link) / weight
    right = sides.few_sums - sides.counts.T @ (kept * sides.many_sums) - link * level
    d, base = linalg.eigh(matrix, driver="evd", overwrite_a=True)
    within = sides.squares - float(kept @ sides.many_sums**2) - weight * level**2
    freedom = int(m.sum()) - 1
    profile = Profile(np.maximum(d, 0.0), base.T @ right, max(within, sides.floor), sides.floor, freedom)
    constant = float(np.log1p(ratio * m).sum()) + float(np.log(weight))
    return Solved(profile, base, kept, link, weight, level, constant)


@dataclass(frozen=True, slots=True)
class Variances:
    """The variance components of one stage, in points squared."""

    entry: float
    judge: float
    residual: float


def variances(sides: Sides) -> Variances:
    """Return the REML estimates of all three variances, as `lmer(score ~ 1 + (1|entry) + (1|judge))` gives them.

    For the few up to some hundreds: some thirty decompositions of their matrix.
    """

    def deviance(angle: float) -> float:
        at = solved(sides, float(ratio_at(np.array(angle))))
        return float(at.deviance(np.array([at.profile.best()]))[0])

    angles = np.arange(10) / 10
    least = int(np.argmin([deviance(angle) for angle in angles]))
    bounds = (max(angles[least] - 0.1, 0.0), min(angles[least] + 0.1, 1 - 1e-6))
    found = optimize.minimize_scalar(deviance, bounds=bounds, method="bounded", options={"xatol": 1e-9})
    angle = 0.0 if least == 0 and deviance(0.0) <= found.fun else float(found.x)
    many = float(ratio_at(np.array(angle)))
    at = solved(sides, many)
    few = at.profile.best()
    residual = float(at.profile.rss(np.array([few]))[0]) / at.profile.freedom
    entry, judge = (few, many) if sides.swapped else (many, few)
    return Variances(entry * residual, judge * residual, residual)


def variances_by_moments(fit: Fit) -> Variances | None:
    """Return the variances of judges and noise as fitted, and that of entries by the moments of the adjusted scores.

    The sum of squares of the scores around their mean is what the entries differ plus what their errors add, and the
    fit knows the second exactly. On complete panels this is the analysis of variance. None where the fit has no
    standard errors, or there is one entry only.
    """
    score = fit.score
    if fit.entry_scatter2 is None or len(score) == 1:
        return None
    spread = float(((score - score.mean()) ** 2).sum())
    return Variances(max((spread - fit.entry_scatter2) / (len(score) - 1), 0.0), fit.judge2, fit.sigma2)
