"""Do the tables follow from the ledger? Sheet by sheet and mark by mark; the rules, exclusions and recusals as well."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any, NamedTuple

from domain.engine.checking import problems_of
from domain.engine.problem import Judgement, Problem, Rules, Sheet, Stage
from domain.engine.rounding import rounded
from domain.engine.totals import sheet_totals
from domain.errors import Text
from domain.evaluations.rules import SheetState
from domain.results.figures import plain
from domain.results.findings import Finding, Kind, differing
from domain.results.replaying import Replay

#: Decimals that the total of a sheet is kept with.
TOTAL_PLACES = 6


class SheetRow(NamedTuple):
    """A sheet as tables keep it, drafts included."""

    judge: str
    entry: str
    state: SheetState
    total: Decimal | None
    marks: Mapping[str, Decimal]


class Rows(NamedTuple):
    """What tables say of a round: its problem without sheets, sheets by id, exclusions, pairs that were given up.

    And the answers to pairs by id, and what tie-breaks gave, in their order.
    """

    skeleton: Problem
    sheets: Mapping[str, SheetRow]
    excluded: Collection[str]
    given_up: Collection[tuple[str, str]]
    judgements: Mapping[str, Judgement] = {}
    tie_breaks: Sequence[Mapping[str, int]] = ()


def compared(told: Replay, rows: Rows) -> Iterator[Finding]:
    """Yield where the tables say something else than the ledger, in the order of ids."""
    if told.skeleton is not None:
        yield from _rules(told.skeleton, rows.skeleton)
    totals = _totals(told)
    for key in sorted(told.sheets.keys() | rows.sheets.keys()):
        yield from _sheet(key, told.sheets.get(key), rows.sheets.get(key), totals.get(key))
    for key in sorted({*told.excluded} ^ {*rows.excluded}):
        what = Text(f"Phiếu {key} bị loại", f"Whether sheet {key} is excluded")
        values = {"ledger": key in told.excluded, "table": key in rows.excluded}
        yield differing(Kind.EXCLUSION_DIFFERS, f"sheet:{key}", what, **values)
    for judge, entry in sorted({*told.given_up} ^ {*rows.given_up}):
        what = Text(
            f"Thành viên {judge} đã từ chối chấm sáng kiến {entry}", f"Whether {judge} gave up scoring entry {entry}"
        )
        values = {"ledger": (judge, entry) in told.given_up, "table": (judge, entry) in rows.given_up}
        yield differing(Kind.ASSIGNMENT_DIFFERS, f"judge:{judge}/entry:{entry}", what, **values)
    for key in sorted(told.judgements.keys() | rows.judgements.keys()):
        one, other = told.judgements.get(key), rows.judgements.get(key)
        if one != other:
            what = Text(f"Phần so sánh {key}", f"Comparison {key}")
            yield differing(Kind.COMPARISON_DIFFERS, f"comparison:{key}", what, ledger=plain(one), table=plain(other))
    for at in range(max(len(told.tie_breaks), len(rows.tie_breaks))):
        places, others = (dict(each[at]) if at < len(each) else None for each in (told.tie_breaks, rows.tie_breaks))
        if places != others:
            what = Text(f"Lần phân định thứ {at + 1}", f"Tie-break {at + 1}")
            yield differing(Kind.TIE_BREAK_DIFFERS, f"tie_break:{at + 1}", what, ledger=places, table=others)


def _sheet(key: str, told: Sheet | None, row: SheetRow | None, total: Decimal | None) -> Iterator[Finding]:
    """Compare one sheet; drafts are nobody's business but their evaluators', and in no ledger."""
    subject = f"sheet:{key}"
    if told is None:
        if row is not None and row.state is SheetState.SUBMITTED:
            text = Text(
                f"Phiếu {key} được tính là đã gửi nhưng sổ cái không có.",
                f"Sheet {key} counts as submitted, and the ledger does not know of it.",
            )
            yield Finding(Kind.SHEET_UNKNOWN, subject, text)
        return
    if row is None:
        text = Text(f"Phiếu {key} có trong sổ cái nhưng đã bị xóa.", f"Sheet {key} is in the ledger and was deleted.")
        yield Finding(Kind.SHEET_MISSING, subject, text)
        return
    for name, one, other in (
        ("state", SheetState.SUBMITTED, row.state),
        ("judge", told.judge, row.judge),
        ("entry", told.entry, row.entry),
        ("total", total, row.total),
    ):
        # A total that cannot be computed says nothing; the marks are told of one by one.
        if one != other and one is not None:
            what = Text(f"{name} của phiếu {key}", f"{name} of sheet {key}")
            yield differing(Kind.SHEET_DIFFERS, f"{subject}/{name}", what, ledger=plain(one), table=plain(other))
    for criterion in sorted(told.marks.keys() | row.marks.keys()):
        one_mark, other_mark = told.marks.get(criterion), row.marks.get(criterion)
        if one_mark != other_mark:
            what = Text(
                f"Điểm tiêu chí {criterion} của phiếu {key}", f"The mark for criterion {criterion} of sheet {key}"
            )
            values = {"ledger": plain(one_mark), "table": plain(other_mark)}
            yield differing(Kind.MARK_DIFFERS, f"{subject}/criterion:{criterion}", what, **values)


def _totals(told: Replay) -> dict[str, Decimal]:
    """Return the total of each sheet that marks every criterion, as it is shown; nothing where none can be computed."""
    if told.skeleton is None:
        return {}
    (stage,) = told.skeleton.stages
    criteria = {criterion.id for criterion in stage.criteria}
    whole = [sheet for sheet in told.sheets.values() if sheet.marks.keys() == criteria]
    stage = replace(stage, sheets=whole)
    if problems_of(Problem((stage,), told.skeleton.rules)):
        return {}
    return {key: rounded(total.value, TOTAL_PLACES) for key, total in sheet_totals(stage, Rules()).items()}


def _rules(told: Problem, kept: Problem) -> Iterator[Finding]:
    """Compare what a round is judged by: rules, criteria and entries, each named by its id and field."""
    (stage,), (other,) = told.stages, kept.stages
    for name in ("criteria", "entries"):
        yield from _named(name, _by_id(stage, name), _by_id(other, name))
    yield from _fields("rules", "", told.rules, kept.rules)


def _by_id(stage: Stage, name: str) -> dict[str, Any]:
    return {each.id: each for each in getattr(stage, name)}


def _named(name: str, told: Mapping[str, Any], kept: Mapping[str, Any]) -> Iterator[Finding]:
    for key in sorted(told.keys() | kept.keys()):
        if key in told and key in kept:
            yield from _fields(name, key, told[key], kept[key])
        else:
            what = Text(f"{name} {key}", f"{name} {key}")
            values = {"ledger": key in told, "table": key in kept}
            yield differing(Kind.RULES_DIFFER, f"{name}:{key}", what, **values)


def _fields(name: str, key: str, told: Any, kept: Any) -> Iterator[Finding]:
    about = f"{name}:{key}" if key else name
    for field in told.__slots__:
        one, other = getattr(told, field), getattr(kept, field)
        if one != other:
            what = Text(f"{field} ({about})", f"{field} ({about})")
            values = {"ledger": plain(one), "table": plain(other)}
            yield differing(Kind.RULES_DIFFER, f"{about}/{field}", what, **values)
