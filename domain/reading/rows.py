"""The row at hand while an answer is laid out, and how expressions over a table come to speak of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Integer, true
from sqlalchemy.sql.selectable import LateralFromClause

from domain.reading import json_text, plan
from domain.reading.aliasing import moved, named
from domain.reading.pages import SortKey, Through
from domain.reading.source import Source

#: What a row of a page knows of itself: its number, and how many there are.
NUMBER, SIZE = "_number", "_size"


@dataclass(slots=True)
class Row:
    """The row at hand while an object is laid out: its source, what it is read from and under which name.

    Columns are written as text behind the name, so that a sub-select may speak of the rows around it.
    """

    source: Source
    name: str
    read_from: FromClause
    page: plan.PageOf | None = None
    joins: list[LateralFromClause] = field(default_factory=list)
    #: What is wanted of rows that are joined, and the columns that have it: by the column that points at them.
    wanted: dict[int, Through] = field(default_factory=dict)
    gained: dict[int, ColumnElement[Any]] = field(default_factory=dict)

    def of(self, expression: Any) -> ColumnElement[Any]:
        """Turn an expression over the source's table into one over this row."""
        return moved(expression, self.source.rows, self.name)

    def keys(self, keys: Sequence[SortKey]) -> list[SortKey]:
        """Turn sort keys into those of this row; what a joined row has already is not looked up again."""
        return [SortKey(self._value_of(key), key.descending) for key in keys]

    def _value_of(self, key: SortKey) -> ColumnElement[Any]:
        gained = None if key.through is None else self.gained.get(id(key.through.column))
        return self.of(key.expression) if gained is None else gained

    @property
    def key(self) -> ColumnElement[Any]:
        """Return the row's own key."""
        return self.of(self.source.key)

    @property
    def number(self) -> ColumnElement[int]:
        """Return which row of its page this is."""
        return named(self.name, NUMBER, Integer())

    @property
    def size(self) -> ColumnElement[int]:
        """Return how many rows its page has."""
        return named(self.name, SIZE, Integer())

    @property
    def joined(self) -> FromClause:
        """Return what the row is read from, with everything that was joined to it."""
        tables: FromClause = self.read_from
        for lateral in self.joins:
            tables = tables.outerjoin(lateral, true())
        return tables


def belongs(parent: Any, row: Row, outer: Row | None) -> list[ColumnElement[bool]]:
    """Return what must hold of a row so that it belongs to the outer one (whose key `parent` holds)."""
    return [] if parent is None or outer is None else [row.of(parent) == outer.key]


def cursor_of(row: Row) -> ColumnElement[Any]:
    """Write the cursor of a row of a page, as JSON."""
    if row.page is None:
        raise TypeError("only rows of a page have a cursor")
    return json_text.cursor(row.page.order_name, [key.expression for key in row.keys(row.page.keys)])
