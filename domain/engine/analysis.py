"""One stage as arrays, and all that the model says of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

import numpy as np

from domain.engine.adjusted import Fit, fit
from domain.engine.crossed import Sides, Variances, variances, variances_by_moments
from domain.engine.flags import Flags, Residuals, entry_flags, judge_flags, outliers, residuals
from domain.engine.graph import Design, Floats, Graph, Ints, design_of, graph_of
from domain.engine.outcome import Flag
from domain.engine.posterior import Posterior, is_small, plug_in, posterior
from domain.engine.problem import Aggregate, Entry, Rules, Sheet, Stage
from domain.engine.totals import SheetTotal, worth_of


@dataclass(frozen=True, slots=True)
class Span:
    """The least and greatest total that an entry can have, and the step of a total, in points before amounts.

    The steps of several criteria add up as independent errors of rounding do: by their squares.
    """

    low: float
    high: float
    step: float


@dataclass(frozen=True, slots=True)
class Analysis:
    """One stage: `entries` and `judges` are the sorted ids behind the numbers of the design, `sheets` its sheets (n).

    `fit`, `residuals` and `posterior` are None where the method adds up or where n - E <= 0: no entry has two sheets.
    """

    stage: Stage
    entries: tuple[str, ...]
    judges: tuple[str, ...]
    sheets: tuple[Sheet, ...]
    totals: Floats
    design: Design
    graph: Graph
    span: Span
    fit: Fit | None
    residuals: Residuals | None
    variances: Variances | None
    entry_flags: Flags
    judge_flags: Flags
    sheet_flags: Flags

    @property
    def is_unreplicated(self) -> bool:
        """No entry has two sheets: nothing tells noise from merit, nor severity from either."""
        return self.design.freedom <= 0

    def posterior(self) -> Posterior | None:
        """Return what to draw true scores from; None without a fit or where there are too many judges."""
        if self.fit is None or self.fit.variance is None:
            return None
        sides = Sides.of(self.design, self.totals, self.span.step)
        if is_small(self.design):
            return posterior(sides)
        return plug_in(sides, self.variances or Variances(0.0, self.fit.judge2, self.fit.sigma2))

    def twins(self) -> list[tuple[bytes, float]]:
        """Return, for each entry, what tells it apart from others: who scored it, and its mean to nine decimals.

        Where all totals of the stage are equal, who scored what says nothing either.
        """
        if self.totals.min() == self.totals.max():
            return [(b"", float(self.totals[0]))] * self.design.entries
        starts = np.concatenate(([0], np.cumsum(self.design.entry_sheets)))
        means = self.design.of_entries(self.totals) / self.design.entry_sheets
        panels = (self.design.judge[low:high].tobytes() for low, high in pairwise(starts))
        return list(zip(panels, np.round(means, 9).tolist(), strict=True))


def analyse(stage: Stage, rules: Rules, totals: Mapping[str, SheetTotal]) -> Analysis | None:
    """Fit the model to the exact totals of a stage; None where it has no sheet that counts."""
    counted = [sheet for sheet in stage.sheets if sheet.id in totals]
    if not counted:
        return None
    entries, entry = _numbered([sheet.entry for sheet in counted])
    judges, judge = _numbered([sheet.judge for sheet in counted])
    design, order = design_of(entry, judge)
    sheets = tuple(counted[place] for place in order)
    values = np.array([float(totals[sheet.id].value) for sheet in sheets])
    graph = graph_of(design)
    span = stage_span(stage, rules)
    adds_up = rules.aggregate is Aggregate.SUM
    fitted = None if adds_up or design.freedom <= 0 else fit(design, values, graph, span.step)
    found = None if fitted is None else residuals(design, values, fitted)
    partial = np.array([totals[sheet.id].is_partial for sheet in sheets])
    return Analysis(
        stage=stage,
        entries=entries,
        judges=judges,
        sheets=sheets,
        totals=values,
        design=design,
        graph=graph,
        span=span,
        fit=fitted,
        residuals=found,
        variances=None if fitted is None else _variances(design, values, fitted, span.step),
        entry_flags={} if adds_up else entry_flags(design, values, fitted, rules.per_entry),
        judge_flags={} if adds_up else judge_flags(design, values, fitted, found, span.high - span.low),
        sheet_flags={Flag.PARTIAL: partial} | ({} if found is None else {Flag.OUTLIER: outliers(design, found)}),
    )


def spans(stage: Stage, rules: Rules) -> Callable[[Entry | None], Span]:
    """Return what tells the span of an entry's totals, with its factors; None stands for an entry without any."""
    seen = {name for sheet in stage.sheets for name in sheet.marks}
    worth = worth_of(stage, rules)
    ends = [(one, worth(one, one.low), worth(one, one.high)) for one in stage.criteria if one.id in seen]

    def span(entry: Entry | None) -> Span:
        low, high, squares = Fraction(), Fraction(), 0.0
        for criterion, first, last in ends:
            factor = Fraction(1 if entry is None else entry.factors.get(criterion.id, 1))
            low, high = low + factor * min(first, last), high + factor * max(first, last)
            if criterion.step is not None:
                share = Fraction(criterion.step) / (Fraction(criterion.high) - Fraction(criterion.low))
                squares += float(factor * (last - first) * share) ** 2
        return Span(float(low), float(high), squares**0.5)

    return span


def stage_span(stage: Stage, rules: Rules) -> Span:
    """Return the span of a stage's totals, on the average of its entries where they have factors.

    A stage whose criteria take any decimal has the step of what is published, 0.01 for two decimals.
    """
    of_entry = spans(stage, rules)
    special = [of_entry(entry) for entry in sorted(stage.entries, key=lambda one: one.id) if entry.factors]
    plain = len(stage.entries) - len(special)
    found = special + [of_entry(None)] * plain
    low, high, step = (float(np.mean([getattr(one, name) for one in found])) for name in ("low", "high", "step"))
    return Span(low, high, step or 10.0**-rules.score_places)


def _variances(design: Design, totals: Floats, fitted: Fit, step: float) -> Variances | None:
    """Return all three variances, by REML where the design is small; None where they cannot be told."""
    if design.entries > 1 and is_small(design):
        return variances(Sides.of(design, totals, step))
    return variances_by_moments(fitted)


def _numbered(ids: list[str]) -> tuple[tuple[str, ...], Ints]:
    """Return the ids sorted, and the number of each id given in that order."""
    names = tuple(sorted(set(ids)))
    number = {name: place for place, name in enumerate(names)}
    return names, np.array([number[one] for one in ids], np.int64)
