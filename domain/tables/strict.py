"""Reading TOML and JSON strictly: every key is known and of its type, and all that is wrong is said at once."""

import difflib
import json
import tomllib
from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from enum import StrEnum
from typing import Any, TypeVar

from domain.errors import Text
from domain.tables.cells import clean
from domain.tables.findings import Findings, refused
from domain.tables.numbers import MAX_DIGITS

MAX_BYTES = 1_000_000
_MAX_TEXT = 200
_Choice = TypeVar("_Choice", bound=StrEnum)
_Value = TypeVar("_Value")


def parsed(content: bytes) -> dict[str, Any]:
    """Read a file whose first sign is "{" as JSON, any other as TOML; decimals stay exact. Raises Refused."""
    if len(content) > MAX_BYTES:
        raise refused("RULES_TOO_LARGE", "Tệp quy tắc lớn hơn 1 MB.", "The rules file is larger than 1 MB.")
    try:
        text = content.decode("utf-8-sig")
        if text.lstrip().startswith("{"):
            found: dict[str, Any] = json.loads(text, parse_float=Decimal, object_pairs_hook=_once)
            return found
        return tomllib.loads(text.replace("\r\n", "\n"), parse_float=Decimal)
    except (ValueError, ArithmeticError, RecursionError) as error:
        reason = str(error)[:200]
        raise refused(
            "RULES_UNREADABLE",
            f"Tệp quy tắc không phải TOML hoặc JSON hợp lệ: {reason}",
            f"The rules file is no valid TOML or JSON: {reason}",
        ) from error


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice in an object")
    return found


class Section:
    """One table of the file. What does not fit goes to the findings under its dotted path, and reads as its default."""

    def __init__(self, values: Any, path: str, allowed: Sequence[str], findings: Findings) -> None:
        self.path = path
        self._findings = findings
        self._values: Mapping[str, Any] = values if isinstance(values, dict) else {}
        if not isinstance(values, dict):
            self.refuse("", "WRONG_TYPE", Text("Ở đây cần một bảng khoá.", "A table of keys is wanted here."))
        for key in self._values:
            if key not in allowed:
                self.refuse(key, "KEY_UNKNOWN", _unknown_key(key, allowed))

    def refuse(self, key: str, rule: str, text: Text) -> None:
        """Take note of what is wrong with a key."""
        self._findings.add(None, ".".join(part for part in (self.path, key) if part), rule, text)

    def __contains__(self, key: str) -> bool:
        return key in self._values

    def is_list(self, key: str) -> bool:
        """Tell whether a list stands under the key."""
        return isinstance(self._values.get(key), list)

    def text(self, key: str) -> str | None:
        """Return a trimmed text of 1 to 200 signs, None when there is none."""
        if key not in self._values:
            return None
        value = self._values[key]
        found = clean(value) if isinstance(value, str) else None
        if found and len(found) <= _MAX_TEXT and found.isprintable():
            return found
        self._wrong(key, None, "một đoạn chữ", f"a text of 1 to {_MAX_TEXT} signs")
        return None

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts, empty when there is none."""
        value = self._values.get(key, [])
        if isinstance(value, list) and all(isinstance(each, str) and clean(each) for each in value):
            return tuple(clean(each) or "" for each in value)
        nothing: tuple[str, ...] = ()
        return self._wrong(key, nothing, "danh sách đoạn chữ", "a list of texts")

    def whole(self, key: str, default: int | None = None, *, least: int = 0, most: int = 1_000_000) -> int | None:
        """Return a whole number within bounds."""
        if key not in self._values:
            return default
        value = self._values[key]
        if isinstance(value, int) and not isinstance(value, bool) and least <= value <= most:
            return value
        return self._wrong(key, default, f"số nguyên từ {least} đến {most}", f"a whole number from {least} to {most}")

    def decimal(self, key: str, default: Decimal | None = None) -> Decimal | None:
        """Return a number with at most twelve digits on either side of the point."""
        if key not in self._values:
            return default
        value = self._values[key]
        if isinstance(value, int) and not isinstance(value, bool):
            value = Decimal(value)
        if isinstance(value, Decimal) and value.is_finite() and _is_short(value):
            return value
        return self._wrong(key, default, "một con số", "a number")

    def choice(self, key: str, kind: type[_Choice], default: _Choice, *, but: Collection[_Choice] = ()) -> _Choice:
        """Return a member by its name, in capitals or not; `but` are those that nobody can choose here."""
        value = self._values.get(key, default)
        known = {member.value: member for member in kind if member not in but}
        if isinstance(value, str) and value.upper() in known:
            return known[value.upper()]
        return self._wrong(key, default, " | ".join(known), " | ".join(known))

    def section(self, key: str, allowed: Sequence[str]) -> "Section":
        """Return the table under a key, empty when there is none."""
        return Section(self._values.get(key, {}), self._under(key), allowed, self._findings)

    def sections(self, key: str, allowed: Sequence[str]) -> list["Section"]:
        """Return the tables of a list, empty when there is none."""
        value = self._values.get(key, [])
        if not isinstance(value, list):
            nothing: list[Section] = []
            return self._wrong(key, nothing, "danh sách bảng khoá", "a list of tables")
        path = self._under(key)
        return [Section(each, f"{path}[{index}]", allowed, self._findings) for index, each in enumerate(value)]

    def _under(self, key: str) -> str:
        return f"{self.path}.{key}" if self.path else key

    def _wrong(self, key: str, default: _Value, vi: str, en: str) -> _Value:
        self.refuse(key, "VALUE_WRONG", Text(f"{key}: cần {vi}.", f"{key}: {en} is wanted."))
        return default


def _is_short(number: Decimal) -> bool:
    exponent = number.as_tuple().exponent
    return abs(number) < 10**MAX_DIGITS and isinstance(exponent, int) and exponent >= -MAX_DIGITS


def _unknown_key(key: str, allowed: Sequence[str]) -> Text:
    near = difflib.get_close_matches(key, allowed, 1)
    meant_vi, meant_en = (f" Có phải là {near[0]}?", f" Is {near[0]} meant?") if near else ("", "")
    names = ", ".join(allowed)
    return Text(
        f"Không có khoá “{key[:60]}”; các khoá được dùng: {names}.{meant_vi}",
        f"There is no key “{key[:60]}”; these are known: {names}.{meant_en}",
    )
