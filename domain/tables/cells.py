"""What stands in a cell of a table, whatever kind of file it came from."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import Enum

from domain.engine.documents import decimal_text


class Odd(Enum):
    """What a spreadsheet can hold and a score table cannot."""

    UNCOMPUTED = "formula without a stored value"
    ERROR = "formula that failed"
    DURATION = "time of day or duration"
    TRUTH = "true or false"


#: None is an empty cell. Texts are trimmed and in Unicode's form NFC, so that an accent typed two ways is one id.
Cell = str | Decimal | datetime | Odd | None
#: The number of a row as spreadsheets count, from 1, and its cells; rows may be of any length.
Row = tuple[int, Sequence[Cell]]


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a file that are not blank. `sheet` is the sheet's name, None for CSV; `sha256` is of the bytes."""

    sheet: str | None
    rows: Sequence[Row]
    sha256: str


def clean(text: str) -> str | None:
    """Trim a text, make runs of white space one space, and compose its letters; None when nothing is left."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    return " ".join(text.split()) or None


def shown(cell: Cell) -> str:
    """Write a cell as a person would read it, shortened to 60 characters."""
    match cell:
        case None:
            text = ""
        case Decimal():
            text = decimal_text(cell)
        case datetime():
            text = cell.isoformat(" ", "minutes")
        case Odd():
            text = cell.value
        case _:
            text = cell
    return "".join(letter if letter.isprintable() else "?" for letter in text[:60])
