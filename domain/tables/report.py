"""A table for people outside the system: its titles, columns, rows and what stands below them; written as CSV here.

What words mean in a language is decided when it is written, so that one report serves both.
"""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum, auto

from domain.errors import Text
from domain.tables.writing import BYTE_ORDER_MARK, harmless

#: What stands in a cell: a text in the words of whoever wrote it, a word that we have in both languages, a number, a
#: day, or nothing.
Value = str | Text | int | Decimal | date | None


class Kind(Enum):
    """What a column holds."""

    TEXT = auto()
    NUMBER = auto()
    MONEY = auto()
    DAY = auto()


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, its width in letters, what it holds."""

    heading: Text
    width: int
    kind: Kind = Kind.TEXT


@dataclass(frozen=True, slots=True)
class Report:
    """A table: `titles` above, `notes` below, each row with a value for each column; notes may be shorter.

    `made_at` is the moment as of which it holds, in Viet Nam's time. `name` is the sheet's, of 31 letters at most.
    """

    name: Text
    titles: Sequence[Text]
    columns: Sequence[Column]
    rows: Sequence[Sequence[Value]]
    made_at: datetime
    notes: Sequence[Sequence[Value]] = ()


def write_csv(report: Report, language: str) -> str:
    """Write the headings and one line for each row, in Vietnamese unless the language is "en"; no title, no note."""
    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\r\n")
    writer.writerow(column.heading.in_language(language) for column in report.columns)
    for row in report.rows:
        writer.writerow(_written(value, language) for value in row)
    return BYTE_ORDER_MARK + table.getvalue()


def _written(value: Value, language: str) -> str:
    """Return a cell of a CSV: a text such that no program takes it for a formula; a number may be negative."""
    said = cell_text(value, language)
    return harmless(said) if isinstance(value, str | Text) else said


def cell_text(value: Value, language: str) -> str:
    """Return what a cell says as text: numbers plainly, days as the language writes them."""
    match value:
        case None:
            return ""
        case Text():
            return value.in_language(language)
        case Decimal():
            return format(value.normalize(), "f") if value else "0"
        case date():
            return value.isoformat() if language == "en" else f"{value:%d/%m/%Y}"
        case _:
            return str(value)
