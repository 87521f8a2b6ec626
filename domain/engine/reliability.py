"""M5: how much of what the sheets say is about the entries. Intraclass correlations, Krippendorff's alpha, projections.

ICC(A,1) is the share of the variance of one sheet that is due to the entry; ICC(A,k) is that of the mean of k sheets
(Shrout & Fleiss 1979; McGraw & Wong 1996), from variance components, so that panels need not be complete.
"""

from dataclasses import dataclass
from math import ceil

import numpy as np

from domain.engine.crossed import Variances
from domain.engine.grading import spearman_brown
from domain.engine.graph import Floats, Ints


@dataclass(frozen=True, slots=True)
class Reliability:
    """`single` and `panel` are ICC(A,1) and ICC(A,k), `judge_share` what of a sheet's variance is severity; 0..1."""

    single: float
    panel: float
    judge_share: float


@dataclass(frozen=True, slots=True)
class Classical:
    """Intraclass correlations of complete data by the analysis of variance: of one judge, and of the mean of all."""

    one_way: float
    agreement: float
    consistency: float
    one_way_mean: float
    agreement_mean: float
    consistency_mean: float


def reliability(variances: Variances, panel: float) -> Reliability | None:
    """Return the correlations for panels of `panel` sheets; None where nothing varies."""
    noise = variances.judge + variances.residual
    whole = variances.entry + noise
    if not whole:
        return None
    single = variances.entry / whole
    return Reliability(single, spearman_brown(single, panel), variances.judge / whole)


def panel_size(entry_sheets: Ints) -> float:
    """Return the harmonic mean of the sheets per entry (E)."""
    return float(len(entry_sheets) / (1.0 / entry_sheets).sum())


def needed_judges(single: float, wanted: float) -> int | None:
    """Return the least panel that reaches the reliability `wanted`, 0 < wanted < 1; None where none ever does."""
    if single <= 0:
        return None
    if single >= 1:
        return 1
    # Twelve digits: 0.8 must not need one judge more than it does because of how 0.8 is written in binary.
    return max(1, ceil(round(wanted * (1 - single) / (single * (1 - wanted)), 12)))


def alpha(unit: Ints, values: Floats) -> float | None:
    """Return Krippendorff's alpha for interval data: 1 - observed/expected disagreement (Krippendorff 2011).

    `unit` numbers what was judged and `values` are the judgements (n each), in any order. Units judged once are not
    comparable and left out. None where nothing is left or all values are equal.
    """
    counts = np.bincount(unit)
    paired = counts[unit] > 1
    unit, values = unit[paired], values[paired]
    if not len(values):
        return None
    values = values - values.mean()
    expected = float(values @ values) / (len(values) - 1)
    if not expected:
        return None
    mean = np.bincount(unit, weights=values) / np.maximum(np.bincount(unit), 1)
    # The squared differences of all ordered pairs of a unit are 2m times its squares around the mean; the 2 cancels.
    observed = (values - mean[unit]) ** 2 * counts[unit] / (counts[unit] - 1)
    return 1 - float(observed.sum()) / len(values) / expected


def classical(scores: Floats) -> Classical:
    """Return all six correlations of a complete table (entries x judges, both at least 2, not all values equal)."""
    n, k = scores.shape
    rows, columns = scores.mean(axis=1), scores.mean(axis=0)
    grand = scores.mean()
    entries = k * float(((rows - grand) ** 2).sum()) / (n - 1)
    judges = n * float(((columns - grand) ** 2).sum()) / (k - 1)
    within = float(((scores - rows[:, None]) ** 2).sum()) / (n * (k - 1))
    error = float(((scores - rows[:, None] - columns + grand) ** 2).sum()) / ((n - 1) * (k - 1))
    return Classical(
        one_way=(entries - within) / (entries + (k - 1) * within),
        agreement=(entries - error) / (entries + (k - 1) * error + k * (judges - error) / n),
        consistency=(entries - error) / (entries + (k - 1) * error),
        one_way_mean=(entries - within) / entries,
        agreement_mean=(entries - error) / (entries + (judges - error) / n),
        consistency_mean=(entries - error) / entries,
    )
