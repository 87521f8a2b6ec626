"""What a problem may not be: every refusal that a person reads before anything is computed."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction

from domain.engine.checking_rules import problems_of_rules
from domain.engine.problem import Criterion, Entry, Method, Problem, Rules, Scale, Sheet, Stage
from domain.engine.refusals import Refusal, Said, Where, plain, refusal, twice, unreadable

__all__ = ["Refusal", "Said", "problems_of"]


#: What may be answered to a pair: the first, a draw, the second.
_ANSWERS = frozenset({Decimal(1), Decimal("0.5"), Decimal(0)})


def problems_of(problem: Problem) -> list[Refusal]:
    """List all that is wrong with a problem, rules first, then stage by stage; it is computed only if nothing is.

    `where` is ("rules", field, ...) or ("stages", stage id, "criteria" | "entries" | "sheets" | "judgements", id, ...).
    """
    found = list(problems_of_rules(problem))
    if not problem.stages:
        found.append(refusal("STAGES_NONE", ("stages",), "Chưa có vòng nào.", "There is no stage."))
    found.extend(twice(("stages",), (stage.id for stage in problem.stages)))
    found.extend(twice(("sheets",), (sheet.id for stage in problem.stages for sheet in stage.sheets)))
    for stage in problem.stages:
        found.extend(_stage(stage, problem.rules))
    return found


def _stage(stage: Stage, rules: Rules) -> Iterator[Refusal]:
    at: Where = ("stages", stage.id)
    yield from _weight(at, stage.weight)
    yield from twice((*at, "criteria"), (criterion.id for criterion in stage.criteria))
    yield from twice((*at, "entries"), (entry.id for entry in stage.entries))
    if not stage.criteria:
        yield refusal("CRITERIA_NONE", (*at, "criteria"), "Vòng chưa có tiêu chí nào.", "The stage has no criterion.")
    for criterion in stage.criteria:
        yield from _criterion((*at, "criteria", criterion.id), criterion)
    criteria = {criterion.id: criterion for criterion in stage.criteria}
    for entry in stage.entries:
        yield from _entry((*at, "entries", entry.id), entry, criteria, rules)
    yield from _sheets(at, stage, criteria)
    yield from _judgements(at, stage, rules)


def _weight(at: Where, weight: Decimal) -> Iterator[Refusal]:
    yield from unreadable((*at, "weight"), weight)
    if weight.is_finite() and weight <= 0:
        vi, en = "Trọng số phải lớn hơn 0.", "A weight must be greater than 0."
        yield refusal("WEIGHT_NOT_POSITIVE", (*at, "weight"), vi, en)


def _criterion(at: Where, criterion: Criterion) -> Iterator[Refusal]:
    yield from _weight(at, criterion.weight)
    for name, number in (("low", criterion.low), ("high", criterion.high), ("step", criterion.step)):
        yield from unreadable((*at, name), number)
    if criterion.low.is_finite() and criterion.high.is_finite() and criterion.low >= criterion.high:
        low, high = plain(criterion.low), plain(criterion.high)
        vi = f"Điểm thấp nhất ({low}) phải nhỏ hơn điểm cao nhất ({high})."
        yield refusal("SCALE_EMPTY", (*at, "low"), vi, f"The lowest mark ({low}) must be below the highest ({high}).")
    if criterion.step is not None and criterion.step.is_finite() and criterion.step <= 0:
        vi, en = "Bước điểm phải lớn hơn 0.", "A step must be greater than 0."
        yield refusal("STEP_NOT_POSITIVE", (*at, "step"), vi, en)


def _entry(at: Where, entry: Entry, criteria: Mapping[str, Criterion], rules: Rules) -> Iterator[Refusal]:
    if entry.factors and rules.scale is Scale.PERCENT:
        vi, en = "Hệ số chỉ dùng với thang POINTS.", "Factors belong to the scale POINTS only."
        yield refusal("FACTORS_NEED_POINTS", (*at, "factors"), vi, en)
    for name, factor in entry.factors.items():
        where = (*at, "factors", name)
        yield from unreadable(where, factor)
        if name not in criteria:
            yield _unknown_criterion(where, name)
        if factor.is_finite() and factor < 0:
            vi, en = "Hệ số không được âm.", "A factor may not be negative."
            yield refusal("FACTOR_NEGATIVE", where, vi, en)
    for name, amount in entry.amounts.items():
        yield from unreadable((*at, "amounts", name), amount)


def _sheets(at: Where, stage: Stage, criteria: Mapping[str, Criterion]) -> Iterator[Refusal]:
    entries = {entry.id for entry in stage.entries}
    # The same few marks are given over and over: each is looked at once.
    passed: dict[str, set[Decimal]] = {name: set() for name in criteria}
    seen: set[tuple[str, str]] = set()
    for sheet in stage.sheets:
        for name, mark in sheet.marks.items():
            if name not in criteria:
                yield _unknown_criterion((*at, "sheets", sheet.id, "marks", name), name)
            elif not mark.is_finite() or mark not in passed[name]:
                found = list(_mark((*at, "sheets", sheet.id, "marks", name), mark, criteria[name]))
                yield from found
                if not found:
                    passed[name].add(mark)
        yield from _pair((*at, "sheets", sheet.id), sheet, entries, seen)


def _pair(at: Where, sheet: Sheet, entries: set[str], seen: set[tuple[str, str]]) -> Iterator[Refusal]:
    if sheet.entry not in entries:
        vi, en = f"Vòng này không có bài {sheet.entry}.", f"The stage has no entry {sheet.entry}."
        yield refusal("ENTRY_UNKNOWN", (*at, "entry"), vi, en)
    pair = (sheet.judge, sheet.entry)
    if pair in seen:
        vi = f"Giám khảo {sheet.judge} có hai phiếu cho bài {sheet.entry}."
        yield refusal("SHEET_TWICE", at, vi, f"Judge {sheet.judge} has two sheets for entry {sheet.entry}.")
    seen.add(pair)


def _judgements(at: Where, stage: Stage, rules: Rules) -> Iterator[Refusal]:
    is_pairwise = rules.method is Method.PAIRWISE
    if is_pairwise and stage.sheets:
        vi, en = "So sánh từng cặp không có phiếu chấm.", "Where pairs are judged there are no sheets."
        yield refusal("PAIRWISE_HAS_NO_SHEETS", (*at, "sheets"), vi, en)
    if stage.judgements and not is_pairwise:
        vi, en = "Chỉ phương pháp PAIRWISE có so sánh từng cặp.", "Only the method PAIRWISE has judgements of pairs."
        yield refusal("JUDGEMENTS_NEED_PAIRWISE", (*at, "judgements"), vi, en)
    yield from twice((*at, "judgements"), (judgement.id for judgement in stage.judgements))
    entries = {entry.id for entry in stage.entries}
    seen: set[tuple[str, frozenset[str]]] = set()
    for each in stage.judgements:
        here, pair = (*at, "judgements", each.id), frozenset((each.first, each.second))
        for name in sorted(pair - entries):
            yield refusal("ENTRY_UNKNOWN", here, f"Vòng này không có bài {name}.", f"The stage has no entry {name}.")
        if len(pair) == 1:
            vi, en = "Một bài không so sánh với chính nó.", "No entry is compared with itself."
            yield refusal("PAIR_OF_ONE", here, vi, en)
        if (each.judge, pair) in seen:
            vi = f"Giám khảo {each.judge} so sánh cặp này hai lần."
            yield refusal("PAIR_TWICE", here, vi, f"Judge {each.judge} judges this pair twice.")
        if each.won not in _ANSWERS:
            vi, en = "Kết quả so sánh là 1, 0,5 hoặc 0.", "A judgement of a pair is 1, 0.5 or 0."
            yield refusal("JUDGEMENT_UNKNOWN", here, vi, en)
        seen.add((each.judge, pair))


def _mark(at: Where, mark: Decimal, criterion: Criterion) -> Iterator[Refusal]:
    found = list(unreadable(at, mark))
    bounds = [number for number in (criterion.low, criterion.high, criterion.step) if number is not None]
    if found or not all(number.is_finite() for number in bounds):
        yield from found
        return
    low, high, given = plain(criterion.low), plain(criterion.high), plain(mark)
    if not criterion.low <= mark <= criterion.high:
        vi = f"Điểm tiêu chí {criterion.id} phải từ {low} đến {high}; đã nhận {given}."
        yield refusal("MARK_OUT_OF_RANGE", at, vi, f"A mark for {criterion.id} is from {low} to {high}; {given} came.")
    elif criterion.step is not None and criterion.step > 0:
        steps = (Fraction(mark) - Fraction(criterion.low)) / Fraction(criterion.step)
        if steps.denominator != 1:
            step = plain(criterion.step)
            vi = f"Điểm tiêu chí {criterion.id} đi từ {low} theo bước {step}; đã nhận {given}."
            en = f"A mark for {criterion.id} goes from {low} in steps of {step}; {given} came."
            yield refusal("MARK_OFF_STEP", at, vi, en)


def _unknown_criterion(at: Where, name: str) -> Refusal:
    return refusal(
        "CRITERION_UNKNOWN", at, f"Vòng này không có tiêu chí {name}.", f"The stage has no criterion {name}."
    )
