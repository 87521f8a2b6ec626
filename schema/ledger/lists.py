"""Filters and orders of lists of events."""

import strawberry

from domain.ledger.model import ScoreEvent
from domain.ledger.rules import EventKind
from schema.bindings import OrderField
from schema.filters import is_one_of, ordering
from schema.texts import T, describe

NUMBER = T("Số thứ tự trong sổ cái của vòng.", "Its number in the ledger of its round.")


@strawberry.input(description=describe(T("Lọc sự kiện.", "What events to keep.")))
class ScoreEventFilter:
    """Filters of lists of events."""

    kind: list[EventKind] | None = is_one_of(ScoreEvent.kind, T("Thuộc các loại.", "Of these kinds."))


SCORE_EVENT_ORDER = ordering("ScoreEvent", {"NUMBER": OrderField(ScoreEvent.number, NUMBER)}, default="NUMBER")
