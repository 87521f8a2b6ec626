"""Chains of events for tests, made without a database."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

from domain.ledger.checking import Finding
from domain.ledger.rules import GENESIS, Event, Head, event_hash

ROUND = UUID("01900000-0000-7000-8000-000000000001")
BEGAN = datetime(2026, 11, 22, 3, 4, 5, 6, tzinfo=UTC)


def event(number: int, previous_hash: str, *, body: str, kind: str = "SHEET_SUBMITTED", at: datetime = BEGAN) -> Event:
    """An event whose hash is right."""
    return Event(number, at, kind, body, previous_hash, event_hash(ROUND, number, at, kind, previous_hash, body))


def chain(bodies: Sequence[str]) -> list[Event]:
    """A whole chain of events with these bodies, a second apart."""
    made: list[Event] = []
    for number, body in enumerate(bodies, start=1):
        previous = made[-1].hash if made else GENESIS
        made.append(event(number, previous, body=body, at=BEGAN + timedelta(seconds=number)))
    return made


def rehashed(events: Sequence[Event]) -> list[Event]:
    """The same events with all links and hashes computed anew, as somebody would who knows how."""
    made: list[Event] = []
    for number, each in enumerate(events, start=1):
        previous = made[-1].hash if made else GENESIS
        made.append(event(number, previous, body=each.body, kind=each.kind, at=each.at))
    return made


def head_of(events: Sequence[Event]) -> Head:
    """The head that would be published after these events."""
    return Head(events[-1].number, events[-1].hash)


def named(findings: Sequence[Finding]) -> list[tuple[str, int]]:
    """What was found, without the words."""
    return [(found.kind.value, found.number) for found in findings]
