"""From a problem to an evaluation: exact where rules are exact, by the model where severity and chance come in.

Each stage is adjusted by itself; scores, variances and draws of all stages add up with the stages' weights.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from domain.engine.analysis import Analysis, analyse
from domain.engine.awards import award
from domain.engine.combining import final_scores
from domain.engine.describing import Known, entry_outcomes, judge_outcomes, sheet_outcomes, summary
from domain.engine.gating import screened
from domain.engine.means import ExactScore, finished, stage_scores
from domain.engine.outcome import Evaluation, Unadjusted
from domain.engine.paired import evaluate_pairs
from domain.engine.problem import Aggregate, Method, Problem, Progress, Rules
from domain.engine.ranking import rank
from domain.engine.rounding import SIGNIFICANT
from domain.engine.totals import sheet_totals
from domain.engine.uncertainty import groups_of, intervals, ranks, top_places


def evaluate(problem: Problem, progress: Progress | None = None) -> Evaluation:
    """Evaluate a problem in which nothing is wrong (`checking.problems_of` is empty); the same answer every time.

    The steps told of are "totals", "model", "ranking", "confidence" and "outcome".
    """
    tell, rules = progress or _silent, problem.rules
    if rules.method is Method.PAIRWISE:
        return evaluate_pairs(problem, tell)
    tell(0.0, "totals")
    totals = {stage.id: sheet_totals(stage, rules) for stage in problem.stages}
    scores = {stage.id: stage_scores(stage, rules, totals[stage.id]) for stage in problem.stages}
    tell(0.2, "model")
    analyses = [one for stage in problem.stages if (one := analyse(stage, rules, totals[stage.id])) is not None]
    adjusted = {analysis.stage.id for analysis in analyses if _is_adjusted(analysis, rules)}
    for analysis in analyses:
        if analysis.stage.id in adjusted:
            scores[analysis.stage.id] = adjusted_scores(analysis, rules, scores[analysis.stage.id])
    tell(0.4, "ranking")
    finals = final_scores(problem, scores)
    standings = rank(problem, finals, scores)
    tell(0.5, "confidence")
    outlooks = ranks(problem, analyses, finals)
    awards = award(rules.tiers, standings, groups_of(problem))
    found = intervals(problem, analyses, adjusted, finals)
    known = Known(finals, standings, awards, found, outlooks, screened(problem, totals))
    tell(0.8, "outcome")
    places = top_places(problem, len(outlooks)) if outlooks else None
    return Evaluation(
        summary=summary(rules, analyses, places, _unadjusted(rules, analyses, adjusted)),
        entries=entry_outcomes(problem, analyses, known),
        judges=judge_outcomes(rules, analyses),
        sheets=sheet_outcomes(rules, analyses, totals),
        seats_tied=awards.seats_tied,
    )


def adjusted_scores(analysis: Analysis, rules: Rules, scores: Mapping[str, ExactScore]) -> dict[str, ExactScore]:
    """Put the adjusted score of each entry that has a score in the place of the plain mean.

    The computed number is taken with twelve significant digits, as everything that is published.
    """
    replaced = dict(scores)
    entries = {entry.id: entry for entry in analysis.stage.entries}
    computed = analysis.fit.score.tolist() if analysis.fit is not None else []
    for name, value in zip(analysis.entries, computed, strict=False):
        if scores[name].score is not None:
            score = finished(Fraction(f"{value:.{SIGNIFICANT}g}"), entries[name], rules)
            replaced[name] = replace(scores[name], score=score)
    return replaced


def _is_adjusted(analysis: Analysis, rules: Rules) -> bool:
    """A panel that is complete needs no adjustment: everyone met the same judges, and the plain mean is exact."""
    return rules.method is Method.ADJUSTED and analysis.fit is not None and not analysis.design.is_complete


def _unadjusted(rules: Rules, analyses: Sequence[Analysis], adjusted: set[str]) -> Unadjusted | None:
    """Say why nothing was adjusted where that was wanted; None where something was or nothing could be."""
    if rules.method is not Method.ADJUSTED or rules.aggregate is Aggregate.SUM or adjusted or not analyses:
        return None
    if any(analysis.is_unreplicated for analysis in analyses):
        return Unadjusted.NO_REPLICATION
    return Unadjusted.COMPLETE_PANEL


def _silent(_share: float, _step: str) -> None:
    """Tell nobody."""
