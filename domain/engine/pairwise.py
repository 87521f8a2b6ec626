"""Pairwise judging: strengths of entries from who was preferred to whom (Bradley & Terry 1952).

The chance that i is preferred to k is 1 / (1 + exp(b_k - b_i)); a tie is half a win for each. The strengths b are the
posterior mode under b ~ N(0, 1/prior) (Caron & Doucet 2012): finite also for entries that never lost.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import cho_factor, cho_solve
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components
from scipy.special import expit, log_expit

Floats = NDArray[np.float64]

#: Newton's method stops when no strength moves by more than PRECISION. Moves below NEAR shrink quadratically; where
#: they do not, only rounding is left (a very weak prior, very many ties), and it stops too. It takes about ten steps.
PRECISION, NEAR, MOST_STEPS = 1e-10, 1e-4, 200

#: Strengths that agree to so many decimals are equal.
PLACES = 6


class Comparison(NamedTuple):
    """One judge's answer: `won` is 1 if the first entry was preferred, 0 if the second, one half for a tie."""

    first: str
    second: str
    won: float


class Undetermined(ValueError):
    """Without a prior there is no finite answer: some entries were never preferred, even by a chain, to some others.

    `parts` are the largest sets of entries in which everyone is preferred to everyone by some chain (Ford 1957).
    """

    def __init__(self, parts: Sequence[tuple[str, ...]]) -> None:
        self.parts = tuple(parts)
        self.vi = f"Các so sánh chia mục dự thi thành {len(parts)} nhóm, giữa các nhóm không thể so hơn kém hữu hạn."
        self.en = f"The comparisons leave {len(parts)} parts with no finite difference between them."
        super().__init__(self.en)


@dataclass(frozen=True, slots=True, eq=False)
class Pairwise:
    """Strengths of entries, all by id.

    `strengths` add up to 0 and are log odds; `se` are their standard errors. `covariance` is that of the strengths, in
    the order of ids.
    """

    entries: tuple[str, ...]
    strengths: Mapping[str, float]
    se: Mapping[str, float]
    covariance: Floats


def fit(comparisons: Iterable[Comparison], entries: Iterable[str], prior: float = 0.1) -> Pairwise:
    """Estimate strengths. With prior 0 raises Undetermined unless wins connect everyone with everyone.

    Raises ValueError without entries and for a comparison with an unknown entry, of an entry with itself or with
    another result.
    """
    ids = tuple(sorted(set(entries)))
    if prior < 0 or not ids:
        raise ValueError("the prior is a precision, not negative, and there is at least one entry")
    wins = _wins(comparisons, ids)
    if prior == 0:
        _require_connected(wins, ids)
    strengths, information = _mode(wins, prior)
    # without a prior only differences are known: their mean is fixed at 0 and has no part in the covariance
    mean = 1 / len(ids) if prior == 0 else 0.0
    covariance: Floats = np.asarray(np.linalg.inv(information + mean) - mean, dtype=np.float64)
    return Pairwise(
        entries=ids,
        strengths=dict(zip(ids, strengths.tolist(), strict=True)),
        se=dict(zip(ids, np.sqrt(np.maximum(np.diag(covariance), 0)).tolist(), strict=True)),
        covariance=covariance,
    )


def next_pair(fitted: Pairwise, allowed: Iterable[tuple[str, str]]) -> tuple[str, str] | None:
    """Return the allowed pair whose comparison tells most: p (1 - p) Var(b_i - b_k) is greatest, first by id if equal.

    None if no pair is allowed.
    """
    pairs = sorted(allowed)
    if not pairs:
        return None
    at = {entry: place for place, entry in enumerate(fitted.entries)}
    first = np.array([at[one] for one, _other in pairs])
    second = np.array([at[other] for _one, other in pairs])
    strengths, covariance = _vector(fitted), fitted.covariance
    chance = expit(strengths[first] - strengths[second])
    variance = covariance[first, first] + covariance[second, second] - 2 * covariance[first, second]
    return pairs[int(np.argmax(np.round(chance * (1 - chance) * variance, 12)))]


def _vector(fitted: Pairwise) -> Floats:
    return np.array([fitted.strengths[entry] for entry in fitted.entries])


def _wins(comparisons: Iterable[Comparison], ids: Sequence[str]) -> Floats:
    """Count wins of the row over the column, ties as halves. Equal comparisons are counted before anything else."""
    at = {entry: place for place, entry in enumerate(ids)}
    wins = np.zeros((len(ids), len(ids)))
    for (first, second, won), count in Counter(comparisons).items():
        if first == second or first not in at or second not in at or won not in {0, 0.5, 1}:
            raise ValueError(f"no comparison of two known entries: {first}, {second}, {won}")
        wins[at[first], at[second]] += won * count
        wins[at[second], at[first]] += (1 - won) * count
    return wins


def _require_connected(wins: Floats, ids: Sequence[str]) -> None:
    number, label = connected_components(csr_array(wins), directed=True, connection="strong")
    if number > 1:
        parts = [tuple(entry for entry, of in zip(ids, label, strict=True) if of == part) for part in range(number)]
        raise Undetermined(sorted(parts))


def _mode(wins: Floats, prior: float) -> tuple[Floats, Floats]:
    """Maximise the penalised log-likelihood by Newton's method, halving steps that would lower it.

    Returns the strengths, whose mean is 0, and the information there: singular without a prior.
    """
    size = len(wins)
    met = wins + wins.T

    def height(at: Floats) -> float:
        return float((wins * log_expit(at[:, None] - at)).sum() - prior / 2 * (at @ at))

    def slope(at: Floats) -> Floats:
        surprise: Floats = wins * expit(at - at[:, None])  # no difference of nearly equal numbers
        total: Floats = surprise.sum(axis=1) - surprise.sum(axis=0) - prior * at
        return total

    def information(at: Floats) -> Floats:
        chance = expit(at[:, None] - at)
        weight = met * chance * chance.T
        total: Floats = np.diag(weight.sum(axis=1) + prior) - weight
        return total

    strengths, before = np.zeros(size), np.inf
    for _step in range(MOST_STEPS):
        # the slope has no part along a common shift; fixing that direction keeps a weak prior's system regular
        move = cho_solve(cho_factor(information(strengths) + 1 / size), slope(strengths))
        here = height(strengths)
        while height(strengths + move) < here - 1e-9 * abs(here):
            move /= 2
        strengths = strengths + move
        strengths -= strengths.mean()
        now = float(np.abs(move).max())
        if now <= PRECISION or before / 2 < now <= NEAR:
            return strengths, information(strengths)
        before = now
    raise ArithmeticError("the strengths did not settle")
