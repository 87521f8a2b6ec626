"""M1 and M2: the score of an entry in one stage as the mean, the trimmed mean or the sum of what its panel gave."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from domain.engine.outcome import Flag, Status
from domain.engine.problem import Aggregate, Criterion, Entry, Method, Rules, Scale, Stage
from domain.engine.rounding import kept
from domain.engine.totals import SheetTotal, incomplete_entries, sheet_totals, worth_of


@dataclass(frozen=True, slots=True)
class ExactScore:
    """What a stage says of an entry. `score` is None unless it is RANKED.

    `raw` is what the plain mean gives under the same rules (nothing dropped, nothing adjusted); it is there for an
    entry below the quorum too. `sheets` counts the sheets that have a mark.
    """

    score: Fraction | None
    raw: Fraction | None
    sheets: int
    flags: tuple[Flag, ...]
    status: Status


def stage_scores(stage: Stage, rules: Rules, totals: Mapping[str, SheetTotal] | None = None) -> dict[str, ExactScore]:
    """Return the score of every entry of a stage, by id in sorted order.

    PERCENT with MEAN, where neither panel means nor products are rounded: the mean of the totals of its sheets.
    Everything else: the sum of its `panel_products`. Then `finished`. ADJUSTED gets the plain mean here, for the model
    to replace. `totals` saves computing those of the sheets again.

    UNSCORED has no sheet, INCOMPLETE has fewer sheets than the quorum (`BELOW_QUORUM`) or a criterion that nobody
    marked. Under SUM neither of the two lacks anything: who is given nothing has nothing, but for the quorum.
    """
    plain = _values(stage, replace(rules, method=Method.MEAN), totals)
    values = _values(stage, rules, totals) if rules.method is Method.TRIMMED else plain
    sheets = Counter(sheet.entry for sheet in stage.sheets if sheet.marks)
    skipped = _trim_skipped(stage, rules)
    scores = {}
    for entry in sorted(stage.entries, key=lambda one: one.id):
        status, flags = _status(sheets[entry.id], entry.id in plain, rules)
        if entry.id in skipped:
            flags = (*flags, Flag.TRIM_SKIPPED)
        raw = finished(plain[entry.id], entry, rules) if entry.id in plain else None
        score = raw
        if values is not plain and entry.id in values:
            score = finished(values[entry.id], entry, rules)
        scores[entry.id] = ExactScore(score if status is Status.RANKED else None, raw, sheets[entry.id], flags, status)
    return scores


def finished(value: Fraction, entry: Entry, rules: Rules) -> Fraction:
    """Add the entry's amounts to what its panel gave, keep PERCENT within 0..100, and round by `rounding.total`.

    An adjusted score passes through here too, before it is put in the place of the plain one.
    """
    if entry.amounts:
        value += sum((Fraction(amount) for amount in entry.amounts.values()), Fraction())
    if rules.scale is Scale.PERCENT and not 0 <= value.numerator <= 100 * value.denominator:
        value = Fraction(0 if value < 0 else 100)
    return kept(value, rules.rounding.total)


def panel_products(stage: Stage, rules: Rules) -> dict[str, dict[str, Fraction]]:
    """Return what each criterion adds to each entry's score, by entry and criterion; incomplete entries are left out.

    The marks present are sorted as numbers, `drop_high` of the highest and `drop_low` of the lowest are left out
    (TRIMMED; where no mark would remain, none is left out), their mean or sum is rounded by `rounding.mark`, turned
    into what it is worth (`worth_of`), multiplied by the entry's factor and rounded by `rounding.product`. For SUM
    the rescaling of PERCENT has no meaning, and the two are not used together.
    """
    given: dict[tuple[str, str], list[Decimal]] = {}
    for sheet in stage.sheets:
        for name, mark in sheet.marks.items():
            given.setdefault((sheet.entry, name), []).append(mark)
    worth = worth_of(stage, rules)
    products = {}
    for entry in sorted(_complete(stage, rules), key=lambda one: one.id):
        products[entry.id] = {
            one.id: kept(factor * worth(one, _panel(given.get((entry.id, one.id), ()), rules)), rules.rounding.product)
            for one, factor in _asked(stage, entry)
        }
    return products


def component_scores(stage: Stage, rules: Rules) -> dict[str, dict[str, Fraction]]:
    """Return the subtotals of each entry by component: the products of its criteria plus its amounts of that name.

    Criteria without a component are in no subtotal. Entries that are incomplete or without a sheet are left out.
    """
    component_of = {criterion.id: criterion.component for criterion in stage.criteria}
    products = panel_products(stage, rules)
    subtotals = {}
    for entry in stage.entries:
        if entry.id in products:
            sums = {name: Fraction(amount) for name, amount in entry.amounts.items()}
            for criterion, product in products[entry.id].items():
                name = component_of[criterion]
                sums[name] = sums.get(name, Fraction()) + product
            sums.pop("", None)
            subtotals[entry.id] = sums
    return subtotals


def _values(stage: Stage, rules: Rules, totals: Mapping[str, SheetTotal] | None) -> dict[str, Fraction]:
    """Return what the panel gave each entry, before amounts; incomplete entries are left out."""
    by_criterion = rules.rounding.mark is not None or rules.rounding.product is not None
    if by_criterion or rules.scale is Scale.POINTS or rules.method is Method.TRIMMED:
        return {entry: sum(one.values(), Fraction()) for entry, one in panel_products(stage, rules).items()}
    totals = sheet_totals(stage, rules) if totals is None else totals
    of_entry: dict[str, list[Fraction]] = {}
    for sheet in stage.sheets:
        if sheet.marks:
            of_entry.setdefault(sheet.entry, []).append(totals[sheet.id].value)
    missing = incomplete_entries(stage)
    return {entry: sum(values, Fraction()) / len(values) for entry, values in of_entry.items() if entry not in missing}


def _complete(stage: Stage, rules: Rules) -> Iterator[Entry]:
    if rules.aggregate is Aggregate.SUM:
        yield from stage.entries
        return
    judged = {sheet.entry for sheet in stage.sheets if sheet.marks}
    missing = incomplete_entries(stage)
    yield from (entry for entry in stage.entries if entry.id in judged and entry.id not in missing)


def _asked(stage: Stage, entry: Entry) -> Iterator[tuple[Criterion, Fraction]]:
    for criterion in stage.criteria:
        factor = Fraction(entry.factors.get(criterion.id, 1))
        if factor:
            yield criterion, factor


def _panel(marks: Sequence[Decimal], rules: Rules) -> Fraction:
    counted = sorted(marks)
    if rules.method is Method.TRIMMED and len(counted) > rules.drop_high + rules.drop_low:
        counted = counted[rules.drop_low : len(counted) - rules.drop_high]
    total = sum((Fraction(mark) for mark in counted), Fraction())
    return kept(total if rules.aggregate is Aggregate.SUM else total / len(counted), rules.rounding.mark)


def _trim_skipped(stage: Stage, rules: Rules) -> set[str]:
    dropped = rules.drop_high + rules.drop_low
    if rules.method is not Method.TRIMMED or not dropped:
        return set()
    counts = Counter((sheet.entry, name) for sheet in stage.sheets for name in sheet.marks)
    return {entry for (entry, _), count in counts.items() if count <= dropped}


def _status(sheets: int, is_complete: bool, rules: Rules) -> tuple[Status, tuple[Flag, ...]]:
    if not sheets and rules.aggregate is Aggregate.MEAN:
        return Status.UNSCORED, ()
    if rules.quorum is not None and sheets < rules.quorum:
        return Status.INCOMPLETE, (Flag.BELOW_QUORUM,)
    return (Status.RANKED if is_complete else Status.INCOMPLETE), ()
