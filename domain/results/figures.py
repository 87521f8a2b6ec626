"""The figures of a result as they are kept and exported, and how far two computations of them may lie apart.

A figure is what JSON holds: decimals as text without trailing zeros. Notes and charts are words and drawings made of
figures; they are no figures themselves.
"""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, NamedTuple

from domain.engine.documents import decimal_text
from domain.engine.outcome import EntryOutcome, Evaluation, Summary
from domain.engine.problem import Problem

#: A figure by the name of its field; such rows by the id of what they are about.
Fields = Mapping[str, Any]
Table = Mapping[str, Fields]

#: What columns of ratios keep.
RATIO = Decimal("0.0001")
#: What a few of the four thousand draws, falling the other way, make of a probability.
PROBABILITY = Decimal("0.001")
ONE = Decimal(1)
HUNDREDTH = Decimal("0.01")


class Figures(NamedTuple):
    """All figures of a result; what is None was not kept or not exported."""

    summary: Fields
    entries: Table
    judges: Table | None = None
    sheets: Table | None = None


class Difference(NamedTuple):
    """One figure that is not what it should be: of what kind of row, whose, which, as kept and as computed.

    A row that is missing or superfluous has no `field`; the other side is None then. `is_slight`: another machine's
    arithmetic may say so.
    """

    kind: str
    id: str
    field: str
    kept: Any
    computed: Any
    is_slight: bool = False


def plain(value: Any) -> Any:
    """Return what JSON holds of a value: decimals as text, rules by their names."""
    if is_dataclass(value):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Decimal):
        return decimal_text(value)
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return value if value is None or isinstance(value, bool | int) else str(value)


def figures_of(problem: Problem, evaluation: Evaluation) -> Figures:
    """Return the figures of an evaluation, rounded as their columns are."""
    (stage,) = problem.stages
    groups = {entry.id: entry.group for entry in stage.entries}
    return Figures(
        _plain(**summary_columns(evaluation.summary, problem.rules.score_places)),
        {
            each.entry: _plain(**entry_columns(each), unit=groups[each.entry], tier=each.tier, chances=each.p_award)
            for each in evaluation.entries
        },
        {
            each.judge: _plain(
                sheets=each.sheets,
                severity=each.severity,
                severity_se=each.severity_se,
                outfit=each.outfit,
                flags=each.flags,
            )
            for each in evaluation.judges
        },
        {
            each.sheet: _plain(
                total=within(each.total),
                expected=_ratio(each.expected),
                studentized=_ratio(each.studentized),
                flags=each.flags,
            )
            for each in evaluation.sheets
        },
    )


def _any_award(chances: Mapping[str, Decimal]) -> Decimal | None:
    """Return the probability of any tier: tiers exclude one another. None where there are no tiers."""
    return min(sum(chances.values(), Decimal()), Decimal(1)) if chances else None


def within(total: Decimal) -> Decimal:
    """Keep an estimated total of a partial sheet within what the column holds."""
    return min(max(total, Decimal(-999)), Decimal(999))


def differences(kept: Figures, computed: Figures, score_places: int) -> Iterator[Difference]:
    """Yield all figures that differ, row by row in the order of ids."""
    allowed = _tolerances(score_places)
    yield from _of_row("summary", "", kept.summary, computed.summary, allowed)
    for kind, kept_rows, rows in (
        ("entry", kept.entries, computed.entries),
        ("judge", kept.judges, computed.judges),
        ("sheet", kept.sheets, computed.sheets),
    ):
        if kept_rows is None or rows is None:
            continue
        for key in sorted(kept_rows.keys() | rows.keys()):
            if key in kept_rows and key in rows:
                yield from _of_row(kind, key, kept_rows[key], rows[key], allowed)
            else:
                yield Difference(kind, key, "", kept_rows.get(key), rows.get(key))


def _of_row(
    kind: str, key: str, kept: Fields, computed: Fields, allowed: Mapping[str, Decimal]
) -> Iterator[Difference]:
    for name in sorted(kept.keys() | computed.keys()):
        one, other = kept.get(name), computed.get(name)
        if one != other or type(one) is not type(other):
            yield Difference(kind, key, name, one, other, _is_slight(one, other, allowed.get(name)))


def _is_slight(one: Any, other: Any, allowed: Decimal | None) -> bool:
    if allowed is None:
        return False
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return one.keys() == other.keys() and all(_is_slight(one[key], other[key], allowed) for key in one)
    try:
        return abs(Decimal(one) - Decimal(other)) <= allowed
    except (ArithmeticError, TypeError, ValueError):
        return False


def _tolerances(score_places: int) -> Mapping[str, Decimal]:
    """Return how far apart two machines may be, by field: one in the last place, a few draws, one rank.

    Everything that is not listed comes of exact arithmetic, or is decided by it.
    """
    score = Decimal(1).scaleb(-score_places)
    spread = max(min(score, HUNDREDTH), RATIO)
    return {
        **dict.fromkeys(("score", "score_se", "score_low", "score_high"), score),
        **dict.fromkeys(("p_top", "p_award", "chances"), PROBABILITY),
        **dict.fromkeys(("rank_best", "rank_worst"), ONE),
        **dict.fromkeys(("severity", "severity_se"), min(score, HUNDREDTH)),
        **dict.fromkeys(("sigma_entry", "sigma_judge", "sigma_residual"), spread),
        **dict.fromkeys(("icc_single", "icc_panel", "alpha", "judge_share", "lambda2"), RATIO),
        **dict.fromkeys(("outfit", "studentized", "panel"), HUNDREDTH),
        "expected": max(score, RATIO),
    }


def summary_columns(summary: Summary, score_places: int) -> dict[str, Any]:
    """Return what the columns of a result hold of the whole, by their names and as they round it."""
    return {
        "method": summary.method,
        "score_places": score_places,
        "unadjusted": summary.unadjusted,
        "places": summary.places,
        "sigma_entry": _ratio(summary.sigma_entry),
        "sigma_judge": _ratio(summary.sigma_judge),
        "sigma_residual": _ratio(summary.sigma_residual),
        "icc_single": summary.icc_single,
        "icc_panel": summary.icc_panel,
        "alpha": summary.alpha,
        "judge_share": summary.judge_share,
        "panel": summary.panel,
        "components": summary.components,
        "lambda2": summary.lambda2,
        "bridges_needed": summary.bridges_needed,
        "warnings": list(summary.warnings),
    }


def entry_columns(each: EntryOutcome) -> dict[str, Any]:
    """Return what the columns of a standing hold of it, by their names; but for references to other rows."""
    return {
        "status": each.status,
        "score": each.score,
        "place": each.place,
        "is_tied": bool(each.tied_with),
        "sheets": each.sheets,
        "raw_mean": each.raw,
        "score_se": each.se,
        "score_low": each.low,
        "score_high": each.high,
        "p_top": each.p_top,
        "p_award": _any_award(each.p_award),
        "rank_best": each.rank_best,
        "rank_worst": each.rank_worst,
        "decided_by": each.decided_by,
        "component": each.component,
        "passed": each.passed,
        "flags": list(each.flags),
    }


def _plain(**values: Any) -> Fields:
    return {name: plain(value) for name, value in values.items()}


def _ratio(value: Decimal | None) -> Decimal | None:
    """Round as the database does where a column keeps fewer decimals than scores may have."""
    return None if value is None else value.quantize(RATIO, ROUND_HALF_UP)
