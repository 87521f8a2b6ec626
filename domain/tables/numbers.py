"""Texts to decimals where both the comma and the point may be the decimal mark, and never by guessing.

No thousands are grouped in a score table. "7,5" and "7.5" are clear. "1.250" or "1,250" could be a thousand written
by the other convention: it is read only when the table uses its mark, and only that one, in clear numbers elsewhere,
or when the rules file says which mark it is.
"""

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from domain.errors import Text

#: Whole digits and decimals that a mark, a factor or an amount may have.
MAX_DIGITS = 12

_NUMBER = re.compile(rf"([+-]?)(\d{{1,{MAX_DIGITS}}})(?:([.,])(\d{{1,{MAX_DIGITS}}}))?", re.ASCII)
_GROUPED = re.compile(r"[+-]?[1-9]\d{0,2}[.,]\d{3}", re.ASCII)
_MINUS = "\N{MINUS SIGN}"


class Unread(NamedTuple):
    """Why a text is no number."""

    rule: str
    text: Text


class Numbers:
    """Reads the numbers of one table; each text is worked out once."""

    def __init__(self, texts: Iterable[str], mark: str | None) -> None:
        """Learn the decimal mark from the clear numbers among the texts, unless it is stated as "." or ","."""
        self._stated = mark
        self._mark = mark or _mark_of(texts)
        self._known: dict[str, Decimal | Unread] = {}

    def read(self, text: str) -> Decimal | Unread:
        """Return the number, or why there is none."""
        if text not in self._known:
            self._known[text] = self._read(text)
        return self._known[text]

    def _read(self, text: str) -> Decimal | Unread:
        match = _NUMBER.fullmatch(text.replace(_MINUS, "-"))
        if match is None or (self._stated and match[3] not in {None, self._stated}):
            return Unread(
                "NUMBER_UNREADABLE",
                Text(
                    f"“{text[:60]}” không phải là số; ô trống nghĩa là không chấm.",
                    f"“{text[:60]}” is no number; an empty cell means not marked.",
                ),
            )
        if _GROUPED.fullmatch(match[0]) and match[3] != self._mark:
            return Unread(
                "NUMBER_AMBIGUOUS",
                Text(
                    f"“{text}” có thể là số thập phân hoặc số hàng nghìn; hãy ghi decimal trong tệp quy tắc.",
                    f"“{text}” may be a decimal or thousands; say which with decimal in the rules file.",
                ),
            )
        return Decimal(f"{match[1]}{match[2]}.{match[4] or 0}")


def _mark_of(texts: Iterable[str]) -> str | None:
    """Return the only decimal mark that clear numbers use, None when there is none or both are used."""
    clear = {
        match[3]
        for text in set(texts)
        if (match := _NUMBER.fullmatch(text.replace(_MINUS, "-"))) and match[3] and not _GROUPED.fullmatch(match[0])
    }
    return clear.pop() if len(clear) == 1 else None
