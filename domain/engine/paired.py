"""M7: from judgements of pairs to an evaluation. Strengths are those of Bradley and Terry, see pairwise.py.

A score is the chance, 0 to 100, to be preferred to an average entry; beside it stands the plain share of comparisons
won. Its interval is that of the strength, carried over to the scale; ranks and awards are drawn from the same model.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from math import sqrt

import numpy as np
from scipy.linalg import cholesky
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.special import expit

from domain.engine.adjusted import NORMAL_90
from domain.engine.awards import award
from domain.engine.combining import FinalScore
from domain.engine.confidence import Field
from domain.engine.describing import Known, entry_outcomes
from domain.engine.flags import ENOUGH_SHEETS
from domain.engine.graph import Floats
from domain.engine.outcome import Evaluation, Flag, JudgeOutcome, Status, Summary, Warn
from domain.engine.pairwise import PLACES, Comparison, Pairwise, fit
from domain.engine.problem import Judgement, Method, Problem, Progress
from domain.engine.ranking import rank
from domain.engine.rounding import rounded_float
from domain.engine.uncertainty import Interval, group_numbers, groups_of, outlooks, top_places

#: The scale of scores.
FULL = 100
_OUTFIT_PLACES = 2


def evaluate_pairs(problem: Problem, tell: Progress) -> Evaluation:
    """Evaluate a problem of the method PAIRWISE in which nothing is wrong; what nobody compared is UNSCORED."""
    (stage,) = problem.stages
    judgements = sorted(stage.judgements, key=lambda one: one.id)
    entries = sorted(entry.id for entry in stage.entries)
    compared = sorted({entry for one in judgements for entry in (one.first, one.second)})
    tell(0.0, "model")
    fitted = fitted_to(judgements, compared) if compared else None
    finals = _finals(entries, judgements, fitted, problem.rules.score_places)
    tell(0.4, "ranking")
    standings = rank(problem, finals, {stage.id: {}})
    awards = award(problem.rules.tiers, standings, groups_of(problem))
    tell(0.5, "confidence")
    outlook = {} if fitted is None else outlooks(problem, fitted.entries, _field(problem, fitted))
    tell(0.8, "outcome")
    known = Known(finals, standings, awards, {} if fitted is None else _intervals(fitted), outlook, {})
    component = _components(judgements, compared)
    return Evaluation(
        summary=_summary(top_places(problem, len(compared)) if compared else None, max(component.values(), default=0)),
        entries=[replace(one, component=component.get(one.entry)) for one in entry_outcomes(problem, (), known)],
        judges=[] if fitted is None else _judges(judgements, fitted),
        sheets=(),
        seats_tied=awards.seats_tied,
    )


def fitted_to(judgements: Sequence[Judgement], entries: Sequence[str]) -> Pairwise:
    """Return the strengths of entries, at least one, as all judgements of pairs of them tell."""
    return fit([Comparison(one.first, one.second, float(one.won)) for one in judgements], entries)


def _finals(
    entries: Sequence[str], judgements: Sequence[Judgement], fitted: Pairwise | None, places: int
) -> dict[str, FinalScore]:
    won, met = dict.fromkeys(entries, Fraction()), dict.fromkeys(entries, 0)
    for one in judgements:
        won[one.first] += Fraction(one.won)
        won[one.second] += 1 - Fraction(one.won)
        met[one.first] += 1
        met[one.second] += 1
    return {
        entry: FinalScore(None, None, 0, 0, (), Status.UNSCORED)
        if fitted is None or not met[entry]
        else FinalScore(
            score=Fraction(_score(fitted.strengths[entry], places)),
            raw=FULL * won[entry] / met[entry],
            stages=1,
            sheets=met[entry],
            flags=(),
            status=Status.RANKED,
        )
        for entry in entries
    }


def _score(strength: float, places: int) -> Decimal:
    """Return the chance to be preferred to an average entry; strengths that are equal but for rounding give one."""
    return rounded_float(FULL * float(expit(round(strength, PLACES))), places)


def _intervals(fitted: Pairwise) -> dict[str, Interval]:
    """Return intervals against the average entry: what all strengths share is left out of their variance."""
    found = {}
    variance = np.maximum(np.diag(_about_average(fitted)), 0.0)
    for entry, error in zip(fitted.entries, np.sqrt(variance).tolist(), strict=True):
        strength = fitted.strengths[entry]
        chance = float(expit(strength))
        low, high = (FULL * float(expit(strength + sign * NORMAL_90 * error)) for sign in (-1, 1))
        found[entry] = Interval(FULL * chance * (1 - chance) * error, low, high)
    return found


def _about_average(fitted: Pairwise) -> Floats:
    """Return the covariance of the differences between strengths and their mean."""
    centred = fitted.covariance - fitted.covariance.mean(axis=0)
    covariance: Floats = centred - centred.mean(axis=1, keepdims=True)
    return covariance


def _field(problem: Problem, fitted: Pairwise) -> Field:
    place = {entry: number for number, entry in enumerate(fitted.entries)}
    strengths = np.array([fitted.strengths[entry] for entry in fitted.entries])
    # What all share is given a variance, so that the covariance is regular, and taken from the draws again.
    root = cholesky(_about_average(fitted) + 1, lower=True)

    def draw(chance: np.random.Generator, count: int) -> Floats:
        noise = chance.standard_normal((count, len(place))) @ root.T
        drawn: Floats = FULL * expit(strengths + noise - noise.mean(axis=1, keepdims=True))
        return drawn

    group = group_numbers(problem, place)
    alike = [(round(fitted.strengths[entry], PLACES), round(fitted.se[entry], PLACES)) for entry in fitted.entries]
    known = list(zip(alike, group.tolist(), strict=True))
    number = {each: at for at, each in enumerate(dict.fromkeys(known))}
    return Field(
        draw=draw,
        level=np.ones(len(place), np.int64),
        group=group,
        twins=np.array([number[each] for each in known], np.int64),
    )


def _components(judgements: Sequence[Judgement], compared: Sequence[str]) -> Mapping[str, int]:
    """Number the parts between which no chain of comparisons leads, from 1, in the order of their first entries."""
    if not compared:
        return {}
    at = {entry: number for number, entry in enumerate(compared)}
    first, second = [at[one.first] for one in judgements], [at[one.second] for one in judgements]
    graph = coo_array((np.ones(len(judgements)), (first, second)), shape=(len(compared), len(compared)))
    _count, label = connected_components(graph, directed=False)
    number = {part: at for at, part in enumerate(dict.fromkeys(label.tolist()), start=1)}
    return {entry: number[part] for entry, part in zip(compared, label.tolist(), strict=True)}


def _judges(judgements: Sequence[Judgement], fitted: Pairwise) -> list[JudgeOutcome]:
    """Say how many pairs each judged, and how consistently: the outfit is the mean of (w - p)^2 / (p (1 - p))."""
    surprise: dict[str, list[float]] = {}
    for one in judgements:
        chance = float(expit(fitted.strengths[one.first] - fitted.strengths[one.second]))
        surprise.setdefault(one.judge, []).append((float(one.won) - chance) ** 2 / (chance * (1 - chance)))
    outcomes = []
    for judge, each in sorted(surprise.items()):
        outfit, count = sum(each) / len(each), len(each)
        is_erratic = count >= ENOUGH_SHEETS and outfit > 1 + 3 * sqrt(2 / count)
        flags = (Flag.ERRATIC,) if is_erratic else ()
        outcomes.append(JudgeOutcome(judge, count, None, None, rounded_float(outfit, _OUTFIT_PLACES), flags))
    return outcomes


def _summary(places: int | None, components: int) -> Summary:
    """Return the whole in a few numbers; what is of sheets has none."""
    return Summary(
        method=Method.PAIRWISE,
        unadjusted=None,
        places=places,
        sigma_entry=None,
        sigma_judge=None,
        sigma_residual=None,
        icc_single=None,
        icc_panel=None,
        alpha=None,
        judge_share=None,
        panel=None,
        components=components,
        lambda2=None,
        bridges_needed=max(components - 1, 0),
        warnings=(Warn.DISCONNECTED,) if components > 1 else (),
    )
