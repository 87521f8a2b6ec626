"""A round as its ledger tells it: what it is judged by, which sheets count, which results were printed.

Everything is rebuilt from the bodies of events alone, so that a result can be computed again on any machine.
"""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from domain.engine.documents import DocumentError, digest, problem_document, problem_from
from domain.engine.problem import Problem, Sheet
from domain.ledger.rules import Event, EventKind

#: Seeds are whole numbers that a column of 64 bits holds.
_SEED_DIGITS = 15
#: A decimal as bodies write it; nothing else is read as a mark, whatever Python could make of it.
_MARK = re.compile(r"0|-?(?:[1-9]\d{0,8}|0(?=\.))(?:\.\d{0,8}[1-9])?", re.ASCII)
#: How far a result comes, in this order.
STEPS = (EventKind.RESULT_COMPUTED, EventKind.RESULT_VERIFIED, EventKind.RESULT_PUBLISHED)


class Unreadable(ValueError):
    """An event's body does not say what an event of its kind says."""


def frozen(skeleton: Problem, sheets: Iterable[Sheet]) -> Problem:
    """Put the sheets that count into a skeleton; the seed is a hash of it all, hence of round and data version."""
    (stage,) = skeleton.stages
    counted = sorted(sheets, key=lambda sheet: sheet.id)
    problem = replace(skeleton, stages=(replace(stage, sheets=counted),), seed=0)
    return replace(problem, seed=int(digest(problem_document(problem))[:_SEED_DIGITS], 16))


@dataclass(slots=True)
class Replay:
    """Where a round stands after some of its events.

    `sheets` are those submitted, by id; `excluded` the ids of those that do not count; `given_up` pairs of judge and
    entry. By number of result: `printed` is what was said of it when it was computed, `reached` how far it came.
    """

    skeleton: Problem | None = None
    sheets: dict[str, Sheet] = field(default_factory=dict)
    excluded: set[str] = field(default_factory=set)
    given_up: set[tuple[str, str]] = field(default_factory=set)
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
        counted = (
            sheet
            for sheet in self.sheets.values()
            if sheet.id not in self.excluded and (sheet.judge, sheet.entry) not in self.given_up
        )
        return frozen(self.skeleton, counted)


def _open(round_: Replay, body: Mapping[str, Any]) -> None:
    skeleton = problem_from(json.dumps(body["problem"]))
    if len(skeleton.stages) != 1 or skeleton.stages[0].sheets:
        raise DocumentError(("problem", "stages"), "1")
    round_.skeleton = skeleton


def _submit(round_: Replay, body: Mapping[str, Any]) -> None:
    marks = {criterion: _mark(value) for criterion, value in body["marks"].items()}
    sheet = Sheet(_text(body["sheet"]), _text(body["judge"]), _text(body["entry"]), marks)
    if sheet.id in round_.sheets:
        raise ValueError("a sheet is submitted once, unless it is reopened")
    round_.sheets[sheet.id] = sheet


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
