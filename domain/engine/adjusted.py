"""M3, the severity-adjusted score: total = entry + judge + noise, entries fixed, judges random, variances by REML.

This is the recovery of inter-block information (Yates 1940; Patterson & Thompson 1971), the model of
`lmer(score ~ 0 + entry + (1 | judge))` in R. It has a closed form in the eigenvectors of the judge Laplacian. The
interval does not trust one estimate of the variances: it averages over their ratio with a half-Cauchy(1) prior
(Gelman 2006), which small panels need. Notation: tau = sigma_judge / sigma, v = tau^2, d and c the eigenvalues of the
Laplacian and the right-hand side in the base of its eigenvectors U.
"""

from dataclasses import dataclass

import numpy as np
from scipy import linalg, optimize
from scipy.sparse import diags
from scipy.sparse.linalg import cg

from domain.engine.graph import MOST_JUDGES, Design, Floats, Graph, laplacian
from domain.engine.pairs import panel_sums

#: Points of the grid over arctan(tau), and the factor of a two-sided 90 % interval.
POINTS, NORMAL_90 = 48, 1.645
#: Differences of a deviance that are those of arithmetic, not of the data.
FLAT = 1e-9


@dataclass(frozen=True, slots=True)
class Fit:
    """What the model says of one stage, in points; arrays by entry (E), by judge (J) or by sheet (n).

    `shift` is the mean effect of an entry's judges: score = mean - shift. `effect` is a judge's, positive where
    lenient: severity is its negative. `variance` is that of the adjusted score, `mean_variance` that of the plain
    mean, both averaged over the grid. `leverage` is what a sheet says of its own expectation, in 0..1. Arrays are None
    above `MOST_JUDGES` judges. `floor` is the least residual sum of squares that the steps of the marks allow.
    """

    sigma2: float
    judge2: float
    rss: float
    floor: float
    mean: Floats
    shift: Floats
    effect: Floats
    effect_se: Floats | None = None
    variance: Floats | None = None
    mean_variance: Floats | None = None
    leverage: Floats | None = None
    entry_scatter2: float | None = None
    strength: float | None = None

    @property
    def score(self) -> Floats:
        """The adjusted score of each entry (E), not clipped."""
        return self.mean - self.shift


@dataclass(frozen=True, slots=True)
class Profile:
    """The likelihood of one variance ratio v, all else integrated out, as a function of a spectrum.

    rss(v) = max(within - sum of v c^2 / (1 + v d), floor), and the deviance is sum of log(1 + v d) + freedom * log rss.
    """

    d: Floats
    c: Floats
    within: float
    floor: float
    freedom: int

    def rss(self, ratio: Floats) -> Floats:
        """Return the penalised residual sum of squares at ratios v (q)."""
        v = ratio[:, None]
        return np.asarray(np.maximum(self.within - (v * self.c**2 / (1 + v * self.d)).sum(axis=1), self.floor))

    def deviance(self, ratio: Floats) -> Floats:
        """Return minus twice the restricted log-likelihood at ratios v (q), up to a constant."""
        return np.asarray(np.log1p(ratio[:, None] * self.d).sum(axis=1) + self.freedom * np.log(self.rss(ratio)))

    def slope(self, ratio: float) -> float:
        """Return the derivative of the deviance by v; where the floor holds, its first term alone."""
        grown = 1 + ratio * self.d
        rss = self.within - float((ratio * self.c**2 / grown).sum())
        fall = self.freedom * float((self.c**2 / grown**2).sum()) / rss if rss > self.floor else 0.0
        return float((self.d / grown).sum()) - fall

    def best(self) -> float:
        """Return the v >= 0 of least deviance, REML; where the data cannot tell, the least v that is as good."""
        angles = np.concatenate(([0.0], (np.arange(200) + 0.5) / 200))
        deviance = self.deviance(ratio_at(angles))
        least = int(np.argmax(deviance <= deviance.min() + FLAT))
        low, high = angles[max(least - 1, 0)], angles[min(least + 1, len(angles) - 1)]

        def slope(angle: float) -> float:
            return self.slope(float(ratio_at(np.array([angle]))[0]))

        if slope(low) >= -FLAT * self.d.sum() or slope(high) <= 0:
            return float(ratio_at(angles[least : least + 1])[0])
        return float(ratio_at(np.array([optimize.brentq(slope, low, high, xtol=1e-15)]))[0])


def ratio_at(angle: Floats) -> Floats:
    """Return tan(pi/2 * angle)^2 for angles in 0..1: even steps of the angle are a half-Cauchy(1) prior on the root."""
    return np.asarray(np.tan(np.pi / 2 * angle) ** 2)


def fit(design: Design, totals: Floats, graph: Graph, step: float) -> Fit:
    """Fit the model to the totals (n, in the order of the design); needs `design.freedom` > 0.

    `step` > 0 is the smallest step of a total: rounding alone leaves a variance of step^2 / 12, and data that agree
    better than that are not believed to.
    """
    mean = design.of_entries(totals) / design.entry_sheets
    within = totals - mean[design.entry]
    floor = design.freedom * step**2 / 12
    right = design.of_judges(within)
    squares = max(float(within @ within), floor)
    if design.judges > MOST_JUDGES:
        return _fit_large(design, mean, right, squares, floor)
    d, base = linalg.eigh(laplacian(design).toarray(), driver="evd", overwrite_a=True)
    zeros = graph.components
    c = base.T @ right
    # What should be zero is zero: a part of the graph as a whole has no severity against itself.
    d[:zeros], c[:zeros] = 0.0, 0.0
    profile = Profile(d, c, squares, floor, design.freedom)
    return _fit_spectral(design, mean, profile, base, float(d[zeros]) if zeros < design.judges else None)


def _fit_spectral(design: Design, mean: Floats, profile: Profile, base: Floats, strength: float | None) -> Fit:
    v = profile.best()
    rss = float(profile.rss(np.array([v]))[0])
    sigma2 = rss / profile.freedom
    effect = base @ (v * profile.c / (1 + v * profile.d))
    half = base * np.sqrt(v / (1 + v * profile.d))
    spread = half @ half.T
    own, panel, n = spread.diagonal(), panel_sums(design, spread), design.entry_sheets
    between = design.of_entries(panel) / n**2
    leverage = (1 / n + between)[design.entry] + own[design.judge] - 2 * panel / n[design.entry]
    noise, both, matrix = _averaged(profile, base)
    weight = design.of_judges(1 / n[design.entry]) / design.entries
    common = (1 / n).sum() / design.entries + design.entries * float(weight @ spread @ weight)
    return Fit(
        sigma2=sigma2,
        judge2=v * sigma2,
        rss=rss,
        floor=profile.floor,
        mean=mean,
        shift=design.of_entries(effect[design.judge]) / n,
        effect=effect,
        effect_se=np.sqrt(sigma2 * own),
        variance=noise / n + design.of_entries(panel_sums(design, matrix)) / n**2,
        mean_variance=both / n,
        leverage=leverage,
        entry_scatter2=sigma2 * (float((1 / n + between).sum()) - common),
        strength=strength,
    )


def _averaged(profile: Profile, base: Floats) -> tuple[float, float, Floats]:
    """Return sigma^2, sigma^2 (1 + v) and the covariance of the judges' effects (J x J), averaged over the grid.

    The last includes how the effects themselves move over the grid. The factor f/(f-2) is the mean of the variance
    given its estimate, for f degrees of freedom above 2.
    """
    ratio = ratio_at((np.arange(POINTS) + 0.5) / POINTS)
    weight = np.exp(-(profile.deviance(ratio) - profile.deviance(ratio).min()) / 2)
    weight /= weight.sum()
    spare = profile.freedom - 2
    sigma2 = profile.rss(ratio) / (spare if spare > 0 else profile.freedom)
    v = ratio[:, None]
    shrunk = v / (1 + v * profile.d)
    moves = shrunk * profile.c
    moves -= weight @ moves
    scaled = base * np.sqrt((weight * sigma2) @ shrunk)
    moved = base @ (moves * np.sqrt(weight)[:, None]).T
    return float(weight @ sigma2), float((weight * sigma2) @ (1 + ratio)), scaled @ scaled.T + moved @ moved.T


def _fit_large(design: Design, mean: Floats, right: Floats, squares: float, floor: float) -> Fit:
    """Fit without eigenvectors: variances by moments (MIVQUE(0)), effects by conjugate gradients, no standard errors.

    E[within] = f s + tr(L) b and E[right'right] = tr(L) s + |L|^2 b, with s and b the variances of noise and judges.
    """
    matrix = laplacian(design)
    trace, norm, freedom = matrix.diagonal().sum(), matrix.multiply(matrix).sum(), design.freedom
    moments = np.array([[freedom, trace], [trace, norm]])
    sigma2, judge2 = np.linalg.lstsq(moments, np.array([squares, float(right @ right)]), rcond=None)[0]
    sigma2 = max(float(sigma2), floor / freedom)
    judge2 = max(float(judge2), 0.0)
    v = judge2 / sigma2
    system = diags(np.ones(design.judges)) + v * matrix
    effect, _ = cg(system, v * right, rtol=1e-12, M=diags(1 / system.diagonal()))
    shift = design.of_entries(effect[design.judge]) / design.entry_sheets
    return Fit(sigma2, judge2, max(squares - float(effect @ right), floor), floor, mean, shift, effect)
