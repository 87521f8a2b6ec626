"""The exact total of one sheet, whole or partial, as fractions that no machine rounds.

A million sheets are added up here, so what each mark that occurs is worth is worked out once, as a whole number over
one common denominator.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import lcm
from typing import TypeVar

from domain.engine.problem import Aggregate, Criterion, Direction, Rules, Scale, Sheet, Stage

K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True, slots=True)
class SheetTotal:
    """The exact total of a sheet; `is_partial` where absent marks had to be made up for.

    In PERCENT a whole sheet is from 0 to 100; a partial one is an estimate and may pass these bounds.
    """

    value: Fraction
    is_partial: bool


def worth_of(stage: Stage, rules: Rules) -> Callable[[Criterion, Decimal | Fraction], Fraction]:
    """Return what a mark adds to the total, before any factor of the entry.

    PERCENT: 100 * w * x / sum of w, with x = (mark - low) / (high - low), or 1 - x where lower is better. POINTS:
    w * mark, taken away where lower is better. A criterion that nobody marked in the whole stage is left out of the
    sum of weights: every entry is incomplete then, but its sheets can still be compared.
    """
    seen = {criterion for sheet in stage.sheets for criterion in sheet.marks}
    weights = sum((Fraction(one.weight) for one in stage.criteria if one.id in seen), Fraction())

    def worth(criterion: Criterion, mark: Decimal | Fraction) -> Fraction:
        weight, value = Fraction(criterion.weight), Fraction(mark)
        if rules.scale is Scale.POINTS:
            return weight * value if criterion.direction is Direction.HIGHER else -weight * value
        low, high = Fraction(criterion.low), Fraction(criterion.high)
        gained = value - low if criterion.direction is Direction.HIGHER else high - value
        return 100 * weight * gained / (high - low) / weights

    return worth


def sheet_totals(stage: Stage, rules: Rules) -> dict[str, SheetTotal]:
    """Return the exact total of every sheet that has a mark, by sheet id, in the order of the stage's sheets.

    A sheet without any mark does not count and is left out. Where some marks are absent:
    - PERCENT renormalises deviations, so that skipping a hard criterion cannot pay: with m_c the mean of x over all
      marks of the criterion in the stage and M the total of a sheet that gives every m_c, the total is
      M + 100 * (sum of w_c * (x_c - m_c)) / (sum of w_c), both sums over the marks present.
    - POINTS with MEAN takes, for an absent mark, the mean of what the other judges gave that entry for that criterion
      (or the stage's mean where nobody did), so that the mean of an entry's totals is the sum of its panel means.
    - POINTS with SUM adds nothing: who gives no points gives none, and the sheet is whole.
    A criterion whose factor is 0 for the entry is not asked for and never absent.
    """
    points, unit = _points(stage, rules)
    factors = {entry.id: entry.factors for entry in stage.entries if entry.factors}
    totals: dict[str, SheetTotal] = {}
    special: list[Sheet] = []
    for sheet in stage.sheets:
        if len(sheet.marks) == len(stage.criteria) and sheet.entry not in factors:
            worth = sum(points[criterion][mark] for criterion, mark in sheet.marks.items())
            totals[sheet.id] = SheetTotal(Fraction(worth, unit), is_partial=False)
        elif sheet.marks:
            totals[sheet.id] = SheetTotal(Fraction(), is_partial=True)
            special.append(sheet)
    if special:
        fill = _filled_percent if rules.scale is Scale.PERCENT else _filled_points
        totals |= fill(stage, rules, special, {key: _over(worth, unit) for key, worth in points.items()})
    return totals


def incomplete_entries(stage: Stage) -> set[str]:
    """Return the entries that have sheets but a criterion that nobody marked; a factor of 0 asks for no mark.

    Under `Aggregate.SUM` this says nothing: an entry to which nobody gave points has none.
    """
    marked: dict[str, set[str]] = {}
    for sheet in stage.sheets:
        marked.setdefault(sheet.entry, set()).update(sheet.marks)
    return {
        entry.id
        for entry in stage.entries
        if entry.id in marked
        and any(one.id not in marked[entry.id] and entry.factors.get(one.id) != 0 for one in stage.criteria)
    }


def _points(stage: Stage, rules: Rules) -> tuple[dict[str, dict[Decimal, int]], int]:
    """Return what each mark that occurs is worth, in whole numbers of 1/unit, by criterion; and the unit."""
    given: dict[str, set[Decimal]] = {criterion.id: set() for criterion in stage.criteria}
    for sheet in stage.sheets:
        for name, mark in sheet.marks.items():
            given[name].add(mark)
    worth = worth_of(stage, rules)
    exact = {one.id: {mark: worth(one, mark) for mark in given[one.id]} for one in stage.criteria}
    unit = lcm(*(value.denominator for worths in exact.values() for value in worths.values()))
    return {
        name: {mark: value.numerator * (unit // value.denominator) for mark, value in worths.items()}
        for name, worths in exact.items()
    }, unit


def _over(worths: Mapping[Decimal, int], unit: int) -> dict[Decimal, Fraction]:
    return {mark: Fraction(worth, unit) for mark, worth in worths.items()}


def _filled_percent(
    stage: Stage, _rules: Rules, sheets: Iterable[Sheet], worths: Mapping[str, Mapping[Decimal, Fraction]]
) -> dict[str, SheetTotal]:
    means = _means((name, worths[name][mark]) for sheet in stage.sheets for name, mark in sheet.marks.items())
    weights = {criterion.id: Fraction(criterion.weight) for criterion in stage.criteria if criterion.id in means}
    expected, whole = sum(means.values(), Fraction()), sum(weights.values(), Fraction())
    totals = {}
    for sheet in sheets:
        above = sum((worths[name][mark] - means[name] for name, mark in sheet.marks.items()), Fraction())
        present = sum((weights[name] for name in sheet.marks), Fraction())
        is_partial = len(sheet.marks) < len(stage.criteria)
        totals[sheet.id] = SheetTotal(expected + above * whole / present, is_partial)
    return totals


def _filled_points(
    stage: Stage, rules: Rules, sheets: Iterable[Sheet], worths: Mapping[str, Mapping[Decimal, Fraction]]
) -> dict[str, SheetTotal]:
    adds_up = rules.aggregate is Aggregate.SUM
    factors = {entry.id: entry.factors for entry in stage.entries}
    given = [
        (sheet.entry, name, worths[name][mark])
        for sheet in ([] if adds_up else stage.sheets)
        for name, mark in sheet.marks.items()
    ]
    of_entry = _means(((entry, name), worth) for entry, name, worth in given)
    of_stage = _means((name, worth) for _, name, worth in given)
    totals = {}
    for sheet in sheets:
        value, is_partial = Fraction(), False
        for criterion in stage.criteria:
            factor, name = Fraction(factors[sheet.entry].get(criterion.id, 1)), criterion.id
            if name in sheet.marks:
                value += factor * worths[name][sheet.marks[name]]
            elif factor and not adds_up:
                value += factor * of_entry.get((sheet.entry, name), of_stage.get(name, Fraction()))
                is_partial = True
        totals[sheet.id] = SheetTotal(value, is_partial)
    return totals


def _means(given: Iterable[tuple[K, Fraction]]) -> dict[K, Fraction]:
    sums: dict[K, Fraction] = {}
    counts: dict[K, int] = {}
    for key, worth in given:
        sums[key] = sums.get(key, Fraction()) + worth
        counts[key] = counts.get(key, 0) + 1
    return {key: total / counts[key] for key, total in sums.items()}
