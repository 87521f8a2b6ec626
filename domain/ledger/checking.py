"""What is wrong with a chain: every fault found and named, from the events and the heads that were published alone.

Without a published head a chain shows only careless tampering: whoever may write to the database can compute all
hashes anew. A head that stands in a signed or printed result vouches for every event up to it. What happened after the
last published head can be taken away or rewritten unseen.
"""

from collections.abc import Iterable
from enum import StrEnum
from itertools import chain, pairwise
from typing import NamedTuple
from uuid import UUID

from domain.errors import Text
from domain.ledger.rules import GENESIS, Event, Head, hasher

#: Among so many events whose hash is wrong it is tried whether one was written under another's number.
_TRIED = 200


class Fault(StrEnum):
    """What can be wrong, and with which number it is named."""

    #: The event's content and its hash do not fit.
    EDITED = "EDITED"
    #: Events are missing before one that is there; the number is the first missing one.
    DELETED = "DELETED"
    #: A second event bears the number (or no event can bear it).
    INSERTED = "INSERTED"
    #: The event comes after one with a higher number, or was written under another number.
    REORDERED = "REORDERED"
    #: The event does not continue from the event before it as that stands now.
    LINK_BROKEN = "LINK_BROKEN"
    #: The event is not the one whose hash was published as the head.
    REWRITTEN = "REWRITTEN"
    #: A head was published beyond the last event; the number is the first missing one.
    CUT_OFF = "CUT_OFF"


class Finding(NamedTuple):
    """One fault, at the number of an event."""

    kind: Fault
    number: int
    text: Text


def check(round_id: UUID, events: Iterable[Event], heads: Iterable[Head] = ()) -> list[Finding]:
    """Check the chain of a round in one pass over its events, in the order in which they are kept.

    `heads` are those known from outside, in any order. Returns the findings by number; none means that the chain is
    whole and, up to the highest head, the published one. Several findings can have one cause. Takes memory for one
    event, and where events are missing or out of order for the hashes of those that follow.
    """
    walk = _Walk(round_id, heads)
    for event in events:
        walk.take(event)
    return sorted(walk.finish(), key=lambda found: (found.number, list(Fault).index(found.kind)))


class _Walk:
    """Where a check stands: events 1 to `top` are there, besides those of `beyond`, by number."""

    def __init__(self, round_id: UUID, heads: Iterable[Head]) -> None:
        self.hash = hasher(round_id)
        self.published: dict[int, set[str]] = {}
        for head in heads:
            self.published.setdefault(head.number, set()).add(head.hash)
        self.top = self.highest = 0
        self.top_hash = GENESIS
        self.beyond: dict[int, Event] = {}
        self.edited: list[Event] = []
        self.findings: list[Finding] = []

    def take(self, event: Event) -> None:
        """Look at the next event."""
        number, at, kind, body, previous, stored = event
        if self.hash(number, at, kind, previous, body) != stored:
            self.edited.append(event)
        if number <= self.top or number in self.beyond:
            self._find(
                Fault.INSERTED,
                number,
                f"Sự kiện bị chèn thêm với số {number}: số này đã dùng hoặc không thể có.",
                f"An event was inserted under number {number}, which is taken or impossible.",
            )
            return
        if number > self.highest:
            self.highest = number
        else:
            self._find(
                Fault.REORDERED,
                number,
                f"Sự kiện số {number} đứng sau sự kiện số {self.highest}.",
                f"Event {number} comes after event {self.highest}.",
            )
        if number in self.published and self.published[number] != {stored}:
            self._find(
                Fault.REWRITTEN,
                number,
                f"Sự kiện số {number} khác với mã băm đã công bố: chuỗi đã bị viết lại tại đó hoặc trước đó.",
                f"Event {number} has another hash than was published: the chain was rewritten there or before.",
            )
        if number == self.top + 1:
            self._join(event)
            while self.top + 1 in self.beyond:
                self._join(self.beyond.pop(self.top + 1))
        else:
            self.beyond[number] = event._replace(body="")  # only its links are asked for later

    def _join(self, event: Event) -> None:
        """Let the unbroken row of numbers go on with this event."""
        self._link(self.top_hash, event)
        self.top, self.top_hash = event.number, event.hash

    def _link(self, before: str, event: Event) -> None:
        if event.previous_hash != before:
            self._find(
                Fault.LINK_BROKEN,
                event.number,
                f"Sự kiện số {event.number} không nối tiếp sự kiện đứng trước nó như hiện có.",
                f"Event {event.number} does not continue from the event before it as that stands now.",
            )

    def finish(self) -> list[Finding]:
        """Name what can only be told at the end, and return all findings."""
        there = sorted(self.beyond)
        for before, after in pairwise([self.top, *there]):
            if after > before + 1:
                self._missing(Fault.DELETED, before + 1, after - 1)
            else:
                self._link(self.beyond[before].hash, self.beyond[after])
        published = max(self.published, default=0)
        if published > self.highest:
            self._missing(Fault.CUT_OFF, self.highest + 1, published)
        self._name_edited()
        return self.findings

    def _missing(self, kind: Fault, first: int, last: int) -> None:
        vi, en = (
            (f"Sự kiện số {first} bị mất", f"Event {first} is missing")
            if first == last
            else (f"Các sự kiện từ số {first} đến số {last} bị mất", f"Events {first} to {last} are missing")
        )
        if kind is Fault.CUT_OFF:
            vi, en = f"{vi} ở cuối, dù mã băm đã công bố", f"{en} at the end, although a head was published"
        self._find(kind, first, f"{vi}.", f"{en}.")

    def _name_edited(self) -> None:
        """Tell events that only stand under a wrong number from those whose content was changed."""
        few = self.edited if len(self.edited) <= _TRIED else []
        for event in self.edited:
            nearby = (event.number - 1, event.number + 1) if few else ()
            was = next((n for n in chain(nearby, (e.number for e in few)) if self._was(event, n)), None)
            if was is None:
                self._find(
                    Fault.EDITED,
                    event.number,
                    f"Sự kiện số {event.number} đã bị sửa: nội dung không khớp mã băm của nó.",
                    f"Event {event.number} was edited: its content does not fit its hash.",
                )
            else:
                self._find(
                    Fault.REORDERED,
                    event.number,
                    f"Sự kiện đứng ở số {event.number} đã được ghi với số {was}.",
                    f"The event that stands under number {event.number} was written under number {was}.",
                )

    def _was(self, event: Event, number: int) -> bool:
        _number, at, kind, body, previous, stored = event
        return self.hash(number, at, kind, previous, body) == stored

    def _find(self, kind: Fault, number: int, vi: str, en: str) -> None:
        self.findings.append(Finding(kind, number, Text(vi, en)))
