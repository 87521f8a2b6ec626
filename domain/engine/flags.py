"""What a person should look at in one stage. A flag never changes a score: a person may exclude a sheet, with a reason.

Residuals are studentised and deleted: how far a sheet is from what all others say of it, in standard deviations that
leave it out, t = r / (s_(-ij) sqrt(1 - h)). With two sheets for an entry both are as far off: the pair is seen to
disagree, not who is wrong.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from domain.engine.adjusted import NORMAL_90, Fit
from domain.engine.graph import Design, Floats
from domain.engine.outcome import Flag

Bools = NDArray[np.bool_]
#: Which of the entries or judges have a flag.
Flags = Mapping[Flag, Bools]

#: The chance of a false OUTLIER in a whole stage without any.
FALSE_ALARM = 0.05
#: From how many sheets on a judge is said to be ERRATIC or FLAT.
ENOUGH_SHEETS = 5
#: A judge is SEVERE or LENIENT from this share of the scale on.
NOTABLE_SHARE = 0.05
#: Leverage this close to 1 is a sheet that nothing else is said of.
ALONE = 1e-9


@dataclass(frozen=True, slots=True)
class Residuals:
    """`expected` total of each sheet (n) and its deleted residual, both nan where nothing else is said of the sheet.

    `outfit` (J) is the mean square of a judge's residuals: near 1 for a consistent judge; nan without any.
    """

    expected: Floats
    studentized: Floats
    outfit: Floats


def residuals(design: Design, totals: Floats, fit: Fit) -> Residuals:
    """Compare each total (n) with what the fit expects of it; all nan without leverages or with n - E < 2."""
    expected = fit.score[design.entry] + fit.effect[design.judge]
    if fit.leverage is None or design.freedom < 2:  # noqa: PLR2004  # one comparison leaves none to judge it by
        nothing = np.full(design.sheets, np.nan)
        return Residuals(expected, nothing, np.full(design.judges, np.nan))
    left = 1 - fit.leverage
    is_known = left > ALONE
    left = np.where(is_known, left, 1.0)
    residual = totals - expected
    freedom = design.freedom - 1
    deleted = np.maximum(fit.rss - residual**2 / left, fit.floor * freedom / design.freedom) / freedom
    studentized = np.where(is_known, residual / np.sqrt(deleted * left), np.nan)
    squares = design.of_judges(np.where(is_known, studentized**2, 0.0))
    known = design.of_judges(is_known.astype(np.float64))
    outfit = np.where(known > 0, squares / np.maximum(known, 1.0), np.nan)
    return Residuals(np.where(is_known, expected, np.nan), studentized, outfit)


def outliers(design: Design, found: Residuals) -> Bools:
    """Say of each sheet (n) whether it is an OUTLIER: beyond Student's t with n-E-2 degrees, Bonferroni over sheets."""
    freedom = design.freedom - 2
    if freedom <= 0:
        return np.zeros(design.sheets, np.bool_)
    limit = stats.t.ppf(1 - FALSE_ALARM / (2 * design.sheets), freedom)
    return np.asarray(np.nan_to_num(np.abs(found.studentized)) > limit)


def judge_flags(design: Design, totals: Floats, fit: Fit | None, found: Residuals | None, scale: float) -> Flags:
    """Say which judges (J) are SEVERE, LENIENT, ERRATIC and FLAT; `scale` is the width of the totals' scale.

    ERRATIC: outfit above 1 + 3 sqrt(2 / n_j), with at least 5 sheets. FLAT: at least 5 sheets, all of one total.
    """
    enough = design.judge_sheets >= ENOUGH_SHEETS
    flags = {Flag.FLAT: enough & _is_flat(design, totals)}
    if fit is not None and fit.effect_se is not None:
        limit = np.maximum(NORMAL_90 * fit.effect_se, NOTABLE_SHARE * scale)
        flags |= {Flag.SEVERE: -fit.effect > limit, Flag.LENIENT: fit.effect > limit}
    if found is not None:
        flags[Flag.ERRATIC] = enough & (np.nan_to_num(found.outfit) > 1 + 3 * np.sqrt(2 / design.judge_sheets))
    return flags


def entry_flags(design: Design, totals: Floats, fit: Fit | None, wanted: int | None) -> Flags:
    """Say which entries (E) are THIN and DISPUTED.

    THIN: fewer than half the sheets wanted, else of the median. DISPUTED: two sheets that, freed of their judges'
    severity, are more than 3 sigma sqrt(2) apart; a third judge is called for.
    """
    usual = float(np.median(design.entry_sheets)) if wanted is None else wanted
    flags = {Flag.THIN: design.entry_sheets < usual / 2}
    if fit is not None:
        fair = totals - fit.effect[design.judge]
        first = np.concatenate(([0], np.cumsum(design.entry_sheets)))[:-1]
        is_pair = design.entry_sheets == 2  # noqa: PLR2004  # a pair
        apart = np.abs(fair[first] - fair[first + is_pair])
        flags[Flag.DISPUTED] = is_pair & (apart > 3 * np.sqrt(2 * fit.sigma2))
    return flags


def _is_flat(design: Design, totals: Floats) -> Bools:
    low, high = np.full(design.judges, np.inf), np.full(design.judges, -np.inf)
    np.minimum.at(low, design.judge, totals)
    np.maximum.at(high, design.judge, totals)
    return np.asarray(low == high)
