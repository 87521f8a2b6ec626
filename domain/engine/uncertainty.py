"""How sure the final scores and ranks are: variances and draws of the stages, added up with the stages' weights."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np

from domain.engine.adjusted import NORMAL_90
from domain.engine.analysis import Analysis, spans
from domain.engine.awards import seats_of
from domain.engine.combining import FinalScore
from domain.engine.confidence import Drawer, Field, Seats, confidence
from domain.engine.graph import Floats, Ints
from domain.engine.outcome import Status
from domain.engine.posterior import Posterior
from domain.engine.problem import Entry, Problem, Scale, Stage

#: The share of the entries that P(rank <= k) is about where neither a number nor seats are given.
TENTH = 10


@dataclass(frozen=True, slots=True)
class Interval:
    """The standard error of a final score and its 90 % interval, within the scale."""

    se: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Outlook:
    """P(rank <= k), the best and the worst rank of the middle 90 % of the draws, and P(award) by tier id."""

    top: float
    best: int
    worst: int
    tiers: Mapping[str, float]


def intervals(
    problem: Problem, analyses: Sequence[Analysis], adjusted: set[str], finals: Mapping[str, FinalScore]
) -> dict[str, Interval]:
    """Return the interval of each ranked entry; none where a stage gives no variance of its score.

    `adjusted` are the ids of the stages whose scores are adjusted; a plain or trimmed mean has the error of a mean,
    with the severity of its judges still in it.
    """
    scores = {entry: float(one.score) for entry, one in finals.items() if _is_ranked(one) and one.score is not None}
    variance, low, high = (dict.fromkeys(scores, 0.0) for _ in range(3))
    known = {analysis.stage.id: _variances(analysis, adjusted) for analysis in analyses}
    for stage in problem.stages:
        weight, of_stage, bounds = float(stage.weight), known.get(stage.id, {}), _bounds(problem, stage)
        for entry in stage.entries:
            if entry.id in scores:
                variance[entry.id] += weight**2 * of_stage.get(entry.id, np.nan)
                ends = bounds(entry)
                low[entry.id] += weight * ends[0]
                high[entry.id] += weight * ends[1]
    return {
        entry: Interval(
            se := sqrt(variance[entry]),
            min(max(score - NORMAL_90 * se, low[entry]), score),
            max(min(score + NORMAL_90 * se, high[entry]), score),
        )
        for entry, score in scores.items()
        if variance[entry] > 0
    }


def _is_ranked(final: FinalScore) -> bool:
    return final.status is Status.RANKED


def _variances(analysis: Analysis, adjusted: set[str]) -> dict[str, float]:
    fit = analysis.fit
    of_entries = None if fit is None else fit.variance if analysis.stage.id in adjusted else fit.mean_variance
    return {} if of_entries is None else dict(zip(analysis.entries, of_entries.tolist(), strict=True))


def _bounds(problem: Problem, stage: Stage) -> Callable[[Entry], tuple[float, float]]:
    """Return what tells the least and greatest score of an entry in a stage; PERCENT keeps it in 0..100 in any case."""
    if problem.rules.scale is Scale.PERCENT:
        return lambda _entry: (0.0, 100.0)
    span = spans(stage, problem.rules)

    def bounds(entry: Entry) -> tuple[float, float]:
        own, amount = span(entry), float(sum(entry.amounts.values()))
        return own.low + amount, own.high + amount

    return bounds


def top_places(problem: Problem, ranked: int) -> int:
    """Return k of P(rank <= k) with `ranked` entries: as the rules say, else all seats, else a tenth; 1..ranked."""
    seats = seats_of(problem.rules.tiers, ranked)
    all_seats = sum(one for one in seats if one is not None) if seats and None not in seats else 0
    return min(max(problem.rules.places or all_seats or ranked // TENTH, 1), ranked)


def ranks(problem: Problem, analyses: Sequence[Analysis], finals: Mapping[str, FinalScore]) -> dict[str, Outlook]:
    """Return what the draws say of each ranked entry; nothing where a stage cannot be drawn from."""
    ranked = [entry for entry in sorted(finals) if _is_ranked(finals[entry])]
    posteriors = [analysis.posterior() for analysis in analyses] if ranked else []
    drawn = [one for one in posteriors if one is not None]
    if not drawn or len(drawn) < len(posteriors):
        return {}
    return outlooks(problem, ranked, _field(problem, ranked, finals, list(zip(analyses, drawn, strict=True))))


def outlooks(problem: Problem, ranked: Sequence[str], field: Field) -> dict[str, Outlook]:
    """Return what draws of true scores say of each ranked entry; the field holds them in the order of `ranked`."""
    tiers = [
        Seats(seats, None if tier.minimum is None else float(tier.minimum), tier.per_group)
        for tier, seats in zip(problem.rules.tiers, seats_of(problem.rules.tiers, len(ranked)), strict=True)
    ]
    # A generator wants a whole number from 0 on.
    sure = confidence(field, top_places(problem, len(ranked)), tiers, problem.seed % 2**128)
    names = [tier.id for tier in problem.rules.tiers]
    columns = sure.top.tolist(), sure.best.tolist(), sure.worst.tolist(), sure.tiers.T.tolist()
    return {
        entry: Outlook(top, best, worst, dict(zip(names, shares, strict=True)))
        for entry, top, best, worst, shares in zip(ranked, *columns, strict=True)
    }


@dataclass(frozen=True, slots=True)
class _Part:
    """One stage of the draws: the score of ranked entry target[i] comes from entry source[i] of the stage."""

    analysis: Analysis
    posterior: Posterior
    target: Ints
    source: Ints


def _field(
    problem: Problem,
    ranked: Sequence[str],
    finals: Mapping[str, FinalScore],
    drawn: Sequence[tuple[Analysis, Posterior]],
) -> Field:
    place = {entry: number for number, entry in enumerate(ranked)}
    parts = []
    for analysis, posterior in drawn:
        source = np.array([number for number, entry in enumerate(analysis.entries) if entry in place], np.int64)
        target = np.array([place[entry] for entry in analysis.entries if entry in place], np.int64)
        parts.append(_Part(analysis, posterior, target, source))
    amounts, group = _amounts(problem, place), group_numbers(problem, place)
    is_capped = any(tier.per_group is not None for tier in problem.rules.tiers)
    return Field(
        draw=_drawer(amounts, parts),
        level=np.array([finals[entry].stages for entry in ranked], np.int64),
        group=group,
        twins=_twins(amounts, group if is_capped else None, parts),
    )


def _amounts(problem: Problem, place: Mapping[str, int]) -> Floats:
    """Return what is added to the panels' scores of each ranked entry, over all stages."""
    amounts = np.zeros(len(place))
    for stage in problem.stages:
        for entry in stage.entries:
            if entry.id in place:
                amounts[place[entry.id]] += float(stage.weight * sum(entry.amounts.values()))
    return amounts


def group_numbers(problem: Problem, place: Mapping[str, int]) -> Ints:
    """Number the groups of the ranked entries, in the order of their places in the field, -1 for none."""
    named = groups_of(problem)
    number = {name: place for place, name in enumerate(sorted({named[entry] for entry in place} - {""}))}
    return np.array([number.get(named[entry], -1) for entry in place], np.int64)


def groups_of(problem: Problem) -> dict[str, str]:
    """Return the group of every entry, "" for none."""
    return {entry.id: entry.group for stage in problem.stages for entry in stage.entries}


def _twins(amounts: Floats, group: Ints | None, parts: Sequence[_Part]) -> Ints:
    """Number the classes of entries with the same panels, means and amounts, and where caps count, the same group."""
    alike: list[tuple[object, ...]] = [(amount,) for amount in amounts.tolist()]
    if group is not None:
        alike = [(*known, one) for known, one in zip(alike, group.tolist(), strict=True)]
    for part in parts:
        told = part.analysis.twins()
        for target, source in zip(part.target.tolist(), part.source.tolist(), strict=True):
            alike[target] += (part.analysis.stage.id, *told[source])
    number = {known: place for place, known in enumerate(dict.fromkeys(alike))}
    return np.array([number[known] for known in alike], np.int64)


def _drawer(amounts: Floats, parts: Sequence[_Part]) -> Drawer:
    def draw(chance: np.random.Generator, count: int) -> Floats:
        total = np.tile(amounts, (count, 1))
        for part in parts:
            total[:, part.target] += (
                float(part.analysis.stage.weight) * part.posterior.draw(chance, count)[:, part.source]
            )
        return total

    return draw
