"""M4: how sure a rank is. The share of 4000 draws of all true scores in which an entry stands where it may stand.

"True" is what the whole body of judges would give on the average (Goldstein & Spiegelhalter 1996): merit beyond the
criteria is not in it. Awards are given in each draw by the rules that hold for the real ranking.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from domain.engine.graph import Floats, Ints

#: A share of so many draws has a standard deviation of at most 0.008.
DRAWS = 4000
#: Draws are made in blocks of at most so many numbers (32 MB), and so many ranks are kept for the intervals (256 MB).
BLOCK, KEPT_RANKS = 4_000_000, 64_000_000
#: Points that no difference of scores reaches: what a completed stage counts for in the order.
LEVEL = 1e7
#: What lies beyond a 90 % interval on each side.
TAIL = 0.05

Bools = NDArray[np.bool_]
Drawer = Callable[[np.random.Generator, int], Floats]


@dataclass(frozen=True, slots=True)
class Seats:
    """One tier of awards as numbers: None is no limit."""

    seats: int | None
    minimum: float | None
    per_group: int | None


@dataclass(frozen=True, slots=True)
class Field:
    """Who is ranked (E entries): `draw` gives (count x E) true scores.

    `level` (E) is the number of stages completed: the greater one stands before, whatever the scores. `group` is what
    caps count, -1 for none. `twins` numbers classes of entries that the data cannot tell apart: what chance alone would
    say differently of them is averaged.
    """

    draw: Drawer
    level: Ints
    group: Ints
    twins: Ints


@dataclass(frozen=True, slots=True)
class Confidence:
    """Per entry (E): P(rank <= k), the ranks that hold the middle 90 % of the draws, and P(tier) (tiers x E)."""

    top: Floats
    best: Ints
    worst: Ints
    tiers: Floats


def confidence(field: Field, places: int, tiers: Sequence[Seats], seed: int, draws: int = DRAWS) -> Confidence:
    """Rank the entries in each of the draws; the sum of P(rank <= k) over entries is k exactly.

    `places` is k. In draws no two scores are equal, so neither are there ties.
    """
    chance, entries = np.random.Generator(np.random.PCG64(seed)), len(field.level)
    places = min(places, entries)
    rows = max(1, min(draws, BLOCK // entries))
    kept = min(draws, max(KEPT_RANKS // entries, 100))
    ranks = np.empty((kept, entries), np.uint16 if entries < 2**16 else np.uint32)
    top, won = np.zeros(entries), np.zeros((len(tiers), entries))
    for start in range(0, draws, rows):
        scores = field.draw(chance, min(rows, draws - start))
        order = np.argsort(-scores - LEVEL * field.level, axis=1)
        top += np.bincount(order[:, :places].ravel(), minlength=entries)
        keep = order[: max(kept - start, 0)]
        np.put_along_axis(ranks[start : start + len(keep)], keep, np.arange(1, entries + 1, dtype=ranks.dtype), axis=1)
        won += _awarded(order, scores, tiers, field)
    first, last = int(TAIL * kept), kept - 1 - int(TAIL * kept)
    ranks.partition((first, last), axis=0)
    return Confidence(
        _alike(top / draws, field.twins),
        np.floor(_alike(ranks[first].astype(np.float64), field.twins)).astype(np.int64),
        np.ceil(_alike(ranks[last].astype(np.float64), field.twins)).astype(np.int64),
        np.array([_alike(one / draws, field.twins) for one in won]).reshape(won.shape),
    )


def _alike(values: Floats, twins: Ints) -> Floats:
    """Give each entry the mean of its class; the sum stays."""
    size = np.bincount(twins)
    return np.where(size[twins] == 1, values, (np.bincount(twins, weights=values) / np.maximum(size, 1))[twins])


def _awarded(order: Ints, scores: Floats, tiers: Sequence[Seats], field: Field, width: int | None = None) -> Floats:
    """Count in how many of the draws each entry gets each tier (tiers x E).

    `order` and `scores` are (draws x E), the first with the best entry first. The top of the ranking is looked at
    alone, twice as far as there are seats, and the whole of it only in draws where seats are left that an entry
    further down could have. `width` is how far.
    """
    entries = order.shape[1]
    counts = np.zeros((len(tiers), entries))
    if not tiers:
        return counts
    if width is None:
        is_sorted = field.level.min() == field.level.max()
        wanted = sum(entries if tier.seats is None else tier.seats for tier in tiers)
        width = min(2 * wanted + 20, entries) if is_sorted else entries
    top = order[:, :width]
    sorted_scores = np.take_along_axis(scores, top, axis=1)
    given = _given(top, sorted_scores, tiers, field.group)
    is_closed = [_is_closed(one, tier, sorted_scores[:, -1]) for one, tier in zip(given, tiers, strict=True)]
    done = np.all(is_closed, axis=0) | (width == entries)
    for number, one in enumerate(given):
        counts[number] = np.bincount(top[done][one[done]], minlength=entries)
    if not done.all():
        counts += _awarded(order[~done], scores[~done], tiers, field, entries)
    return counts


def _is_closed(given: Bools, tier: Seats, least: Floats) -> Bools:
    """Say of each draw whether nobody below the entries looked at, of whom the last has `least`, could get the tier."""
    is_full = given.sum(axis=1) == (-1 if tier.seats is None else tier.seats)
    return np.asarray(is_full if tier.minimum is None else is_full | (least < tier.minimum))


def _given(order: Ints, sorted_scores: Floats, tiers: Sequence[Seats], group: Ints) -> list[Bools]:
    """Say for each tier who gets it (draws x ranks), filling tiers from the best down.

    This gives what walking down the ranking gives: whether a tier is open depends on those who stand before alone.
    """
    waiting, given = np.ones(order.shape, np.bool_), []
    for tier in tiers:
        able = waiting.copy()
        if tier.minimum is not None:
            able &= sorted_scores >= tier.minimum
        if tier.per_group is not None:
            able &= _among_group(able, group[order]) < tier.per_group
        if tier.seats is not None:
            able &= np.cumsum(able, axis=1, dtype=np.int32) <= tier.seats
        given.append(able)
        waiting &= ~able
    return given


def _among_group(able: Bools, group: Ints) -> Ints:
    """Return how many able entries of its own group stand before each entry (draws x E), 0 without a group."""
    none = int(group.max()) + 1
    kind = np.where(able & (group >= 0), group, none).astype(np.int16 if none < 2**15 else np.int64)
    by_group = np.argsort(kind, axis=1, kind="stable")
    kind = np.take_along_axis(kind, by_group, axis=1)
    place = np.broadcast_to(np.arange(group.shape[1]), group.shape)
    starts = np.where(np.diff(kind, axis=1, prepend=-1) != 0, place, 0)
    before = place - np.maximum.accumulate(starts, axis=1)
    found = np.empty(group.shape, np.int64)
    np.put_along_axis(found, by_group, np.where(kind == none, 0, before), axis=1)
    return found
