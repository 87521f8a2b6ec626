"""A round as its ledger tells it: what it is judged by, which sheets count, which results were printed.

Everything is rebuilt from the bodies of events alone, so that a result can be computed again on any machine.
"""

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from domain.engine.documents import DocumentError, digest, problem_document, problem_from
from domain.engine.problem import Judgement, Method, Problem, Sheet
from domain.ledger.rules import Event, EventKind

#: Seeds are whole numbers that a column of 64 bits holds.
_SEED_DIGITS = 15
#: A decimal as bodies write it; nothing else is read as a mark, whatever Python could make of it.
_MARK = re.compile(r"0|-?(?:[1-9]\d{0,8}|0(?=\.))(?:\.\d{0,8}[1-9])?", re.ASCII)
#: How far a result comes, in this order.
STEPS = (EventKind.RESULT_COMPUTED, EventKind.RESULT_VERIFIED, EventKind.RESULT_PUBLISHED)


class Unreadable(ValueError):
    """An event's body does not say what an event of its kind says."""


@dataclass(frozen=True, slots=True)
class Counted:
    """What counts in a round: its sheets, or its judgements of pairs; and the places that tie-breaks gave, in order."""

    sheets: Iterable[Sheet] = ()
    judgements: Iterable[Judgement] = ()
    tie_breaks: Sequence[Mapping[str, int]] = ()


def frozen(skeleton: Problem, counted: Counted) -> Problem:
    """Put what counts into a skeleton; the seed is a hash of it all, hence of round and data version."""
    (stage,) = skeleton.stages
    sheets = sorted(counted.sheets, key=lambda sheet: sheet.id)
    judgements = sorted(counted.judgements, key=lambda judgement: judgement.id)
    stage = replace(stage, sheets=sheets, judgements=judgements)
    return _seeded(replace(skeleton, stages=(stage,), tie_breaks=counted.tie_breaks))


def _seeded(problem: Problem) -> Problem:
    problem = replace(problem, seed=0)
    return replace(problem, seed=int(digest(problem_document(problem))[:_SEED_DIGITS], 16))


def by_method(problem: Problem, method: Method, drop_high: int, drop_low: int) -> Problem:
    """Put another method into a frozen problem; the seed follows."""
    rules = replace(problem.rules, method=method, drop_high=drop_high, drop_low=drop_low)
    return _seeded(replace(problem, rules=rules))


def as_printed(problem: Problem, printed: Mapping[str, Any]) -> Problem:
    """Return a round's problem as a version of its result says that it was computed: by the round's method or another.

    Raises Unreadable for a method that there is none.
    """
    high, low = printed.get("drop_high"), printed.get("drop_low")
    if high is None and low is None:
        return problem
    if type(high) is not int or type(low) is not int or printed.get("method") not in set(Method):
        raise Unreadable("a result is computed by a method that there is")
    return by_method(problem, Method(printed["method"]), high, low)


@dataclass(slots=True)
class Replay:
    """Where a round stands after some of its events.

    `sheets` are those submitted, by id, `judgements` of pairs likewise; `excluded` the ids of sheets that do not count;
    `given_up` pairs of judge and entry; `tie_breaks` the places that each gave. By number of result: `printed` is what
    was said of it when it was computed, `reached` how far it came.
    """

    skeleton: Problem | None = None
    sheets: dict[str, Sheet] = field(default_factory=dict)
    judgements: dict[str, Judgement] = field(default_factory=dict)
    excluded: set[str] = field(default_factory=set)
    given_up: set[tuple[str, str]] = field(default_factory=set)
    tie_breaks: list[Mapping[str, int]] = field(default_factory=list)
    printed: dict[int, Mapping[str, Any]] = field(default_factory=dict)
    reached: dict[int, EventKind] = field(default_factory=dict)

    def take(self, event: Event) -> None:
        """Let one more event have happened. Raises Unreadable and then leaves everything as it was.

        An event of a kind that changes nothing of this is not read.
        """
        happen = _HAPPENING.get(event.kind)
        if happen is None:
            return
        try:
            happen(self, json.loads(event.body))
        except (KeyError, TypeError, ValueError, AttributeError, RecursionError) as error:
            raise Unreadable(f"event {event.number} says something else than {event.kind}") from error

    def problem(self) -> Problem | None:
        """Return what a result would be computed from now; None before the round was opened."""
        if self.skeleton is None:
            return None
        sheets = (
            sheet
            for sheet in self.sheets.values()
            if sheet.id not in self.excluded and (sheet.judge, sheet.entry) not in self.given_up
        )
        judgements = (
            each
            for each in self.judgements.values()
            if not self.given_up & {(each.judge, each.first), (each.judge, each.second)}
        )
        return frozen(self.skeleton, Counted(sheets, judgements, tuple(self.tie_breaks)))


def _open(round_: Replay, body: Mapping[str, Any]) -> None:
    skeleton = problem_from(json.dumps(body["problem"]))
    if len(skeleton.stages) != 1 or skeleton.stages[0].sheets or skeleton.stages[0].judgements or skeleton.tie_breaks:
        raise DocumentError(("problem", "stages"), "1")
    round_.skeleton = skeleton


def _submit(round_: Replay, body: Mapping[str, Any]) -> None:
    marks = {criterion: _mark(value) for criterion, value in body["marks"].items()}
    sheet = Sheet(_text(body["sheet"]), _text(body["judge"]), _text(body["entry"]), marks)
    if sheet.id in round_.sheets:
        raise ValueError("a sheet is submitted once, unless it is reopened")
    round_.sheets[sheet.id] = sheet


def _compare(round_: Replay, body: Mapping[str, Any]) -> None:
    """Take an answer to a pair, in the place of an earlier one to it."""
    sides = _text(body["first"]), _text(body["second"])
    judgement = Judgement(_text(body["comparison"]), _text(body["judge"]), *sides, _mark(body["won"]))
    earlier = round_.judgements.get(judgement.id)
    if earlier is not None and (earlier.judge, earlier.first, earlier.second) != (judgement.judge, *sides):
        raise ValueError("a comparison stays one of the same two entries by the same judge")
    round_.judgements[judgement.id] = judgement


def _break_tie(round_: Replay, body: Mapping[str, Any]) -> None:
    places = {_text(entry): place for entry, place in body["places"].items()}
    if not all(type(place) is int for place in places.values()):
        raise TypeError("a place is a whole number")
    round_.tie_breaks.append(places)


def _reopen(round_: Replay, body: Mapping[str, Any]) -> None:
    del round_.sheets[_text(body["sheet"])]


def _give_up(round_: Replay, body: Mapping[str, Any]) -> None:
    round_.given_up.add((_text(body["judge"]), _text(body["entry"])))


def _exclude(round_: Replay, body: Mapping[str, Any]) -> None:
    round_.excluded.add(_text(body["sheet"]))


def _restore(round_: Replay, body: Mapping[str, Any]) -> None:
    round_.excluded.remove(_text(body["sheet"]))


def _compute(round_: Replay, body: Mapping[str, Any]) -> None:
    number = body["number"]
    if type(number) is not int or number < 1 or number in round_.printed:
        raise ValueError("a result has a number of its own")
    round_.printed[number] = body
    round_.reached[number] = EventKind.RESULT_COMPUTED


def _go_on(round_: Replay, body: Mapping[str, Any], to: EventKind) -> None:
    number = body["number"]
    printed = round_.printed[number]
    is_next = round_.reached[number] is STEPS[STEPS.index(to) - 1]
    if not is_next or any(body[name] != printed[name] for name in ("inputs_hash", "outputs_hash")):
        raise ValueError("a result is computed, verified, published, and stays what it is")
    round_.reached[number] = to


_HAPPENING: Mapping[str, Callable[[Replay, Mapping[str, Any]], None]] = {
    EventKind.ROUND_OPENED: _open,
    EventKind.SHEET_SUBMITTED: _submit,
    EventKind.SHEET_REOPENED: _reopen,
    EventKind.ABSTAINED: _give_up,
    EventKind.RECUSED: _give_up,
    EventKind.SHEET_EXCLUDED: _exclude,
    EventKind.SHEET_RESTORED: _restore,
    EventKind.COMPARISON_GIVEN: _compare,
    EventKind.TIE_BROKEN: _break_tie,
    EventKind.RESULT_COMPUTED: _compute,
    EventKind.RESULT_VERIFIED: lambda round_, body: _go_on(round_, body, EventKind.RESULT_VERIFIED),
    EventKind.RESULT_PUBLISHED: lambda round_, body: _go_on(round_, body, EventKind.RESULT_PUBLISHED),
}


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("not a text")
    return value


def _mark(value: Any) -> Decimal:
    if not _MARK.fullmatch(_text(value)):
        raise ValueError("not written as marks are")
    return Decimal(value)
