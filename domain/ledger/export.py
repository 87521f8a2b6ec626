"""The file that a ledger travels in: JSON Lines, checked on another machine with nothing but the file.

The first line is a header, then one line for each event, then lines of other kinds (results) that only their own
reader understands. An event's body is the very text that was hashed, as a JSON string, so that nobody has to know how
it was written to check it. Reading is strict about the form of every line and lenient about what a check can name:
events missing, doubled, out of order or changed are read as they stand.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID

from domain.ledger import parsing
from domain.ledger.checking import Finding, check
from domain.ledger.rules import FORMAT, Event, Head, canonical

_EVENT = "event"
_OF_HEADER: Mapping[str, parsing.Parser] = {
    "format": parsing.a_text,
    "round": parsing.an_id,
    "exported_at": parsing.a_moment,
    "head": parsing.a_head,
}
_OF_EVENT: Mapping[str, parsing.Parser] = {
    "number": parsing.a_number,
    "at": parsing.a_moment,
    "kind": parsing.a_text_like(r"[A-Z_]{1,60}"),
    "body": parsing.a_text,
    "previous_hash": parsing.a_hash,
    "hash": parsing.a_hash,
}


class Header(NamedTuple):
    """What an export says of itself. `head` is None for a chain without events; `about` are further members."""

    round_id: UUID
    exported_at: datetime
    head: Head | None
    about: Mapping[str, Any] = {}


class Further(NamedTuple):
    """A line after the events: its type, its other members, and where it stands in the file (from 1)."""

    type: str
    members: Mapping[str, Any]
    line: int


class Checked(NamedTuple):
    """A file that was read to its end: its header, what is wrong with its chain, and the lines after it.

    `events` counts the lines of events, `last` is the head that they end with.
    """

    header: Header
    events: int
    last: Head | None
    findings: list[Finding]
    further: list[Further]


def header_line(header: Header) -> bytes:
    """Return the first line. Raises ValueError when `about` uses a name of the format."""
    if not _OF_HEADER.keys().isdisjoint(header.about):
        raise ValueError("a member of the header is given twice")
    head = header.head._asdict() if header.head else None
    own = {"format": FORMAT, "round": header.round_id, "exported_at": header.exported_at, "head": head}
    return _line({**own, **header.about})


def event_line(event: Event) -> bytes:
    """Return the line of an event."""
    return _line({"type": _EVENT, **event._asdict()})


def further_line(kind: str, members: Mapping[str, Any]) -> bytes:
    """Return a line of another kind. Raises ValueError for the kind of events and for a member called "type"."""
    if kind == _EVENT or "type" in members:
        raise ValueError("a further line is no event and has one type")
    return _line({"type": kind, **members})


def read(path: Path) -> tuple[Header, Iterator[Event | Further]]:
    """Read a file: its header at once, then line by line its events and its further lines.

    Raises Invalid (LEDGER_FILE), with the line's number in text and path, for an empty file and for the first line
    that is too long, not whole, not UTF-8, not JSON of this format (no binary floats, no member twice) or misplaced.
    """
    lines = parsing.objects(path)
    first = next(lines, None)
    if first is None:
        parsing.refuse(1, "tệp rỗng", "the file is empty")
    _number, members = first
    if members.get("format") != FORMAT:
        parsing.refuse(1, f"không phải tệp {FORMAT}", f"this is no {FORMAT} file")
    about = {name: members.pop(name) for name in list(members) if name not in _OF_HEADER}
    own = parsing.values(members, _OF_HEADER, 1)
    return Header(own["round"], own["exported_at"], own["head"], about), _after_header(lines)


def check_file(path: Path, heads: Iterable[Head] = ()) -> Checked:
    """Read a file and check its chain against `heads` from outside, and the one that its header names.

    The header is no proof: who can write the file can write it, too. Raises Invalid as `read` does.
    """
    header, lines = read(path)
    counted, last, further = 0, None, []

    def events() -> Iterator[Event]:
        nonlocal counted, last
        for line in lines:
            if isinstance(line, Event):
                counted, last = counted + 1, Head(line.number, line.hash)
                yield line
            else:
                further.append(line)

    findings = check(header.round_id, events(), [*heads, *([header.head] if header.head else [])])
    return Checked(header, counted, last, findings, further)


def _after_header(lines: Iterator[tuple[int, dict[str, Any]]]) -> Iterator[Event | Further]:
    further = False
    for number, members in lines:
        kind = members.pop("type", None)
        if not isinstance(kind, str):
            parsing.refuse(number, "thiếu loại của dòng (type)", "the type of the line is missing")
        if kind != _EVENT:
            further = True
            yield Further(kind, members, number)
        elif further:
            parsing.refuse(number, "sự kiện đứng sau dòng loại khác", "an event stands after lines of other kinds")
        else:
            yield Event(**parsing.values(members, _OF_EVENT, number))


def _line(members: Mapping[str, Any]) -> bytes:
    return canonical(members).encode() + b"\n"
