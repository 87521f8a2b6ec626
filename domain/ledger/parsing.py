"""Reading the lines of an exported ledger strictly: whatever is not as it was written is refused with its line."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, NoReturn
from uuid import UUID

from domain.errors import Invalid, Text
from domain.ledger.rules import Head, moment

#: Bytes of a line, its end included: four times the largest body the database keeps.
MAX_LINE = 128 * 1024 * 1024
MAX_LINES = 10_000_000
#: What the database counts to.
_LARGEST = 2**31 - 1

Parser = Callable[[Any], Any]


def refuse(line: int, vi: str, en: str) -> NoReturn:
    """Refuse a file for one of its lines, counted from 1."""
    raise Invalid("LEDGER_FILE", Text(f"Dòng {line}: {vi}.", f"Line {line}: {en}."), ("lines", str(line)))


def objects(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield the JSON object of each line with the line's number."""
    with path.open("rb") as file:
        number = 0
        while line := file.readline(MAX_LINE + 1):
            number += 1
            if number > MAX_LINES:
                refuse(number, f"tệp có hơn {MAX_LINES} dòng", f"the file has more than {MAX_LINES} lines")
            if len(line) > MAX_LINE:
                refuse(number, f"dòng dài hơn {MAX_LINE} byte", f"the line is longer than {MAX_LINE} bytes")
            if not line.endswith(b"\n"):
                refuse(number, "dòng bị cắt ngang", "the line is not whole")
            yield number, _object(number, line)


def values(members: Mapping[str, Any], wanted: Mapping[str, Parser], line: int) -> dict[str, Any]:
    """Turn the members of a line into values; each must be there and right, and there must be no other."""
    if members.keys() != wanted.keys():
        name = min(members.keys() ^ wanted.keys())
        refuse(line, f"thiếu hoặc thừa {name}", f"{name} is missing or does not belong here")
    found = {}
    for name, parse in wanted.items():
        try:
            found[name] = parse(members[name])
        except (ValueError, TypeError):
            refuse(line, f"{name} không hợp lệ", f"{name} is not valid")
    return found


def a_text(value: Any) -> str:
    """Take any text."""
    if not isinstance(value, str):
        raise TypeError("not a text")
    return value


def a_text_like(pattern: str) -> Callable[[Any], str]:
    """Take texts that a pattern fits whole."""
    compiled = re.compile(pattern)

    def parse(value: Any) -> str:
        if not compiled.fullmatch(value):
            raise ValueError("not of its pattern")
        return str(value)

    return parse


def a_number(value: Any) -> int:
    """Take the number of an event."""
    # To Python true is an int, to a reader it is none.
    if type(value) is not int or not 1 <= value <= _LARGEST:
        raise ValueError("not a number of an event")
    return value


def a_moment(value: Any) -> datetime:
    """Take a moment written as moments are hashed, and no other way."""
    at = datetime.fromisoformat(value)
    if moment(at) != value:
        raise ValueError("not written as moments are")
    return at


def an_id(value: Any) -> UUID:
    """Take an id written as ids are hashed, and no other way."""
    found = UUID(a_text(value))
    if str(found) != value:
        raise ValueError("not written as ids are")
    return found


a_hash = a_text_like(r"[0-9a-f]{64}")


def a_head(value: Any) -> Head | None:
    """Take a head, or null for a chain without events."""
    if value is None:
        return None
    if not isinstance(value, dict) or value.keys() != {"number", "hash"}:
        raise ValueError("not a head")
    return Head(a_number(value["number"]), a_hash(value["hash"]))


def _object(number: int, line: bytes) -> dict[str, Any]:
    try:
        members = _decode(line.decode())
    except (ValueError, RecursionError):
        refuse(number, "không phải JSON của sổ cái", "this is not the JSON of a ledger")
    if not isinstance(members, dict):
        refuse(number, "không phải một đối tượng JSON", "this is no JSON object")
    return members


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) < len(pairs):
        raise ValueError("a member is given twice")
    return members


def _no_float(said: str) -> NoReturn:
    raise ValueError(f"{said} is no exact number")


_decode = json.JSONDecoder(object_pairs_hook=_once, parse_float=_no_float, parse_constant=_no_float).decode
