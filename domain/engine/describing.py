"""The evaluation as it is shown: every number rounded, ids in their order, flags in the order they are listed in."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import isfinite, sqrt

import numpy as np

from domain.engine.analysis import Analysis
from domain.engine.awards import Awards
from domain.engine.combining import FinalScore
from domain.engine.flags import Flags
from domain.engine.graph import strength
from domain.engine.outcome import EntryOutcome, Flag, JudgeOutcome, SheetOutcome, Summary, Unadjusted, Warn
from domain.engine.problem import Aggregate, Problem, Rules
from domain.engine.ranking import Standing
from domain.engine.reliability import alpha, panel_size, reliability
from domain.engine.rounding import rounded, rounded_float
from domain.engine.totals import SheetTotal
from domain.engine.uncertainty import Interval, Outlook

#: Decimals of a probability, a correlation or an eigenvalue, and the least of a standard deviation in points.
SHARE_PLACES, SPREAD_PLACES = 4, 2


@dataclass(frozen=True, slots=True)
class Known:
    """What was found of the entries, by id; `standings` in order. Not every entry is in each of the last three."""

    finals: Mapping[str, FinalScore]
    standings: Sequence[Standing]
    awards: Awards
    intervals: Mapping[str, Interval]
    outlooks: Mapping[str, Outlook]
    passed: Mapping[str, bool]


def entry_outcomes(problem: Problem, analyses: Sequence[Analysis], known: Known) -> list[EntryOutcome]:
    """Return the entries in the order of their standing; `component` is that of the last stage with sheets."""
    places = problem.rules.score_places
    raised = _flags((analysis.entries, analysis.entry_flags) for analysis in analyses)
    last = analyses[-1] if analyses else None
    component = {} if last is None else dict(zip(last.entries, last.graph.entry_component.tolist(), strict=True))
    # Whoever's tier hangs on a tie is as little decided as those who are tied.
    tied = {*known.awards.undecided}.union(*known.awards.seats_tied.values())
    outcomes = []
    for standing in known.standings:
        entry = standing.entry
        final, interval = known.finals[entry], known.intervals.get(entry)
        outlook = known.outlooks.get(entry)
        flags = {*final.flags, *raised.get(entry, ()), *([Flag.TIED_AT_CUT] if entry in tied else [])}
        outcomes.append(
            EntryOutcome(
                entry=entry,
                status=standing.status,
                place=standing.place,
                tied_with=standing.tied_with,
                score=standing.score,
                raw=None if final.raw is None else rounded(final.raw, places),
                se=None if interval is None else rounded_float(interval.se, places),
                low=None if interval is None else rounded_float(interval.low, places),
                high=None if interval is None else rounded_float(interval.high, places),
                p_top=None if outlook is None else rounded_float(outlook.top, SHARE_PLACES),
                rank_best=None if outlook is None else outlook.best,
                rank_worst=None if outlook is None else outlook.worst,
                tier=known.awards.tier_of.get(entry),
                p_award={}
                if outlook is None
                else {tier: rounded_float(p, SHARE_PLACES) for tier, p in outlook.tiers.items()},
                decided_by=standing.decided_by,
                sheets=final.sheets,
                component=component.get(entry),
                flags=_in_order(flags),
                passed=known.passed.get(entry),
            )
        )
    return outcomes


def judge_outcomes(rules: Rules, analyses: Sequence[Analysis]) -> list[JudgeOutcome]:
    """Return the judges by id. Over several stages severity and outfit are means, weighted by the judge's sheets."""
    raised = _flags((analysis.judges, analysis.judge_flags) for analysis in analyses)
    parts: dict[str, list[tuple[int, float, float, float]]] = {}
    for analysis in analyses:
        for number, judge in enumerate(analysis.judges):
            parts.setdefault(judge, []).append((int(analysis.design.judge_sheets[number]), *_judged(analysis, number)))
    places = _spread_places(rules)
    outcomes = []
    for judge in sorted(parts):
        sheets, severity, error, outfit = np.array(parts[judge]).T
        share = sheets / sheets.sum()
        outcomes.append(
            JudgeOutcome(
                judge=judge,
                sheets=int(sheets.sum()),
                severity=_known(float(share @ severity), places),
                severity_se=_known(sqrt(float(share**2 @ error**2)), places),
                outfit=_known(float(share @ outfit), SPREAD_PLACES),
                flags=_in_order(raised.get(judge, set())),
            )
        )
    return outcomes


def _judged(analysis: Analysis, number: int) -> tuple[float, float, float]:
    """Return severity, its standard error and outfit, nan where unknown; without replication severity is 0."""
    fit, found = analysis.fit, analysis.residuals
    if fit is None or found is None:
        return (0.0 if analysis.is_unreplicated else np.nan), np.nan, np.nan
    error = np.nan if fit.effect_se is None else float(fit.effect_se[number])
    return -float(fit.effect[number]), error, float(found.outfit[number])


def sheet_outcomes(
    rules: Rules, analyses: Sequence[Analysis], totals: Mapping[str, Mapping[str, SheetTotal]]
) -> list[SheetOutcome]:
    """Return all sheets that count, by id."""
    outcomes = []
    for analysis in analyses:
        exact, found = totals[analysis.stage.id], analysis.residuals
        unknown = [float("nan")] * analysis.design.sheets
        expected = unknown if found is None else found.expected.tolist()
        studentized = unknown if found is None else found.studentized.tolist()
        raised = _flags([(tuple(sheet.id for sheet in analysis.sheets), analysis.sheet_flags)])
        for sheet, at, residual in zip(analysis.sheets, expected, studentized, strict=True):
            outcomes.append(
                SheetOutcome(
                    sheet=sheet.id,
                    judge=sheet.judge,
                    entry=sheet.entry,
                    total=rounded(exact[sheet.id].value, rules.score_places),
                    expected=_known(at, rules.score_places),
                    studentized=_known(residual, SPREAD_PLACES),
                    flags=_in_order(raised.get(sheet.id, set())),
                )
            )
    return sorted(outcomes, key=lambda one: one.sheet)


def summary(rules: Rules, analyses: Sequence[Analysis], places: int | None, unadjusted: Unadjusted | None) -> Summary:
    """Return the whole in a few numbers; of several stages, those of the last one that has sheets."""
    last = analyses[-1] if analyses else None
    fit = None if last is None else last.fit
    parts = None if last is None else last.variances
    panel = None if last is None else panel_size(last.design.entry_sheets)
    icc = None if parts is None or panel is None else reliability(parts, panel)
    agreed = None if last is None or fit is None else alpha(last.design.entry, last.totals)
    firm = None if last is None else fit.strength if fit is not None else strength(last.design, last.graph)
    spread = _spread_places(rules)
    return Summary(
        method=rules.method,
        unadjusted=unadjusted,
        places=places,
        sigma_entry=None if parts is None else rounded_float(sqrt(parts.entry), spread),
        sigma_judge=None if fit is None else rounded_float(sqrt(fit.judge2), spread),
        sigma_residual=None if fit is None else rounded_float(sqrt(fit.sigma2), spread),
        icc_single=None if icc is None else rounded_float(icc.single, SHARE_PLACES),
        icc_panel=None if icc is None else rounded_float(icc.panel, SHARE_PLACES),
        alpha=None if agreed is None else rounded_float(agreed, SHARE_PLACES),
        judge_share=None if icc is None else rounded_float(icc.judge_share, SHARE_PLACES),
        panel=None if panel is None else rounded_float(panel, SPREAD_PLACES),
        components=0 if last is None else last.graph.components,
        lambda2=None if firm is None else rounded_float(firm, SHARE_PLACES),
        bridges_needed=0 if last is None else last.graph.bridges_needed,
        warnings=_warnings(rules, analyses),
    )


def _warnings(rules: Rules, analyses: Sequence[Analysis]) -> tuple[Warn, ...]:
    """Return what holds of any stage. Where judges hand out points that are added up, nothing is compared."""
    if rules.aggregate is Aggregate.SUM:
        return ()
    found = {
        Warn.NO_REPLICATION: any(one.is_unreplicated for one in analyses),
        Warn.DISCONNECTED: any(one.graph.components > 1 for one in analyses),
        Warn.TOO_MANY_JUDGES: any(one.fit is not None and one.fit.variance is None for one in analyses),
    }
    return tuple(warn for warn in Warn if found[warn])


def _flags(raised: Iterable[tuple[Sequence[str], Flags]]) -> dict[str, set[Flag]]:
    """Collect flags by id; most have none and are not in it."""
    found: dict[str, set[Flag]] = {}
    for names, flags in raised:
        for flag, is_raised in flags.items():
            for number in np.flatnonzero(is_raised).tolist():
                found.setdefault(names[number], set()).add(flag)
    return found


def _in_order(flags: set[Flag]) -> tuple[Flag, ...]:
    return tuple(flag for flag in Flag if flag in flags) if flags else ()


def _spread_places(rules: Rules) -> int:
    return max(rules.score_places, SPREAD_PLACES)


def _known(value: float, places: int) -> Decimal | None:
    return rounded_float(value, places) if isfinite(value) else None
