"""The chain of a round's events: how an event is hashed, and what is wrong with a chain that somebody touched.

Hash of an event: SHA-256 (FIPS 180-4), in lower-case hexadecimal, of these seven parts joined by line feeds, as UTF-8:
"thidua-ledger-1", the round's id, the event's number, its moment (UTC, microseconds, "Z"), its kind, the hash of the
event before it (64 zeros for the first), its body. Only the body can hold a line feed, and it comes last, so no two
events make the same text.
"""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum, StrEnum
from hashlib import sha256
from typing import Any, NamedTuple
from uuid import UUID

FORMAT = "thidua-ledger-1"
#: What stands for the hash before the first event.
GENESIS = "0" * 64


class EventKind(StrEnum):
    """What can happen to the scores of a round."""

    ROUND_OPENED = "ROUND_OPENED"
    SHEET_SUBMITTED = "SHEET_SUBMITTED"
    SHEET_REOPENED = "SHEET_REOPENED"
    ABSTAINED = "ABSTAINED"
    RECUSED = "RECUSED"
    SHEET_EXCLUDED = "SHEET_EXCLUDED"
    SHEET_RESTORED = "SHEET_RESTORED"
    PHASE_ENTERED = "PHASE_ENTERED"
    ROUND_CLOSED = "ROUND_CLOSED"
    RESULT_COMPUTED = "RESULT_COMPUTED"
    RESULT_VERIFIED = "RESULT_VERIFIED"
    RESULT_PUBLISHED = "RESULT_PUBLISHED"
    COMPARISON_GIVEN = "COMPARISON_GIVEN"
    TIE_BROKEN = "TIE_BROKEN"


class Event(NamedTuple):
    """One event as it is kept or was exported; `kind` is text, so that an older program checks newer chains too."""

    number: int
    at: datetime
    kind: str
    body: str
    previous_hash: str
    hash: str


class Head(NamedTuple):
    """The last event at some moment. Published, it vouches for every event up to it."""

    number: int
    hash: str


def canonical(body: Mapping[str, Any]) -> str:
    """Write a body as the one JSON text it has: sorted keys, no blanks, letters as they are.

    Decimals, ids and moments become strings, one for each value. Raises TypeError for what has no such text (binary
    floats above all), ValueError for a number that is not finite, a moment without zone or text that UTF-8 lacks.
    """
    said = json.dumps(_plain(body), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    said.encode()  # a lone surrogate is refused here rather than by the database
    return said


def moment(at: datetime) -> str:
    """Write a moment in UTC with microseconds: 2026-11-22T03:04:05.000006Z. Raises ValueError without a time zone."""
    if at.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    in_utc = at if at.tzinfo is UTC else at.astimezone(UTC)
    return in_utc.isoformat(timespec="microseconds")[:-6] + "Z"


def hasher(round_id: UUID) -> Callable[[int, datetime, str, str, str], str]:
    """Return what hashes the events of a round: (number, at, kind, previous_hash, body) to 64 hexadecimal digits.

    The database hashes with a function of its own (thidua_event_hash), which must agree.
    """
    begin = f"{FORMAT}\n{round_id}\n"

    def event_hash(number: int, at: datetime, kind: str, previous_hash: str, body: str) -> str:
        said = f"{begin}{number}\n{moment(at)}\n{kind}\n{previous_hash}\n{body}"
        # What UTF-8 lacks stands in no genuine event: hashed all the same, it fits none.
        return sha256(said.encode(errors="surrogatepass")).hexdigest()

    return event_hash


def event_hash(round_id: UUID, number: int, at: datetime, kind: str, previous_hash: str, body: str) -> str:
    """Return the hash of one event."""
    return hasher(round_id)(number, at, kind, previous_hash, body)


def _plain(value: Any) -> Any:
    match value:
        case Enum():
            said: Any = _plain(value.value)
        case None | bool() | int() | str():
            said = value
        case Decimal():
            said = _digits(value)
        case UUID():
            said = str(value)
        case datetime():
            said = moment(value)
        case date():
            said = value.isoformat()
        case Mapping():
            said = {_key(key): _plain(item) for key, item in value.items()}
            if len(said) < len(value):
                raise ValueError("two keys have one text")
        case list() | tuple():
            said = [_plain(item) for item in value]
        case _:
            raise TypeError(f"{type(value).__name__} has no canonical text")
    return said


def _key(key: Any) -> str:
    said = _plain(key)
    if not isinstance(said, str):
        raise TypeError(f"{key!r} is no key")
    return said


def _digits(value: Decimal) -> str:
    """Write all digits of a decimal, however many, without those that say nothing: 7.50 is 7.5, -0 is 0."""
    if not value.is_finite():
        raise ValueError(f"{value} is not a number")
    said = format(value, "f")
    if "." in said:
        said = said.rstrip("0").rstrip(".")
    return said if value else "0"
