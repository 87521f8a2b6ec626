"""The row at hand while an answer is laid out, and how expressions over a table come to speak of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, true
from sqlalchemy.sql.selectable import LateralFromClause

from domain.reading import json_text, plan
from domain.reading.aliasing import moved
from domain.reading.pages import SortKey, Through
from domain.reading.source import Source


@dataclass(slots=True)
class Row:
    """The row at hand while an object is laid out: its source, where it stands, what was joined to it."""

    source: Source
    at: FromClause
    page: plan.PageOf | None = None
    joins: list[LateralFromClause] = field(default_factory=list)
    #: What is wanted of rows that are joined, and the columns that have it: by the column that points at them.
    wanted: dict[int, Through] = field(default_factory=dict)
    gained: dict[int, ColumnElement[Any]] = field(default_factory=dict)

    def of(self, expression: Any) -> ColumnElement[Any]:
        """Turn an expression over the source's table into one over this row."""
        return moved(expression, self.source.rows, self.at)

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
    def joined(self) -> FromClause:
        """Return where the row stands, with everything that was joined to it."""
        tables: FromClause = self.at
        for lateral in self.joins:
            tables = tables.outerjoin(lateral, true())
        return tables


def within(statement: Select[Any], outer: Row | None) -> Select[Any]:
    """Let a sub-select see the row that it belongs to."""
    return statement if outer is None else statement.correlate(outer.at)


def belongs(parent: Any, row: Row, outer: Row | None) -> list[ColumnElement[bool]]:
    """Return what must hold of a row so that it belongs to the outer one (whose key `parent` holds)."""
    return [] if parent is None or outer is None else [row.of(parent) == outer.key]


def cursor_of(row: Row) -> ColumnElement[Any]:
    """Write the cursor of a row of a page, as JSON."""
    if row.page is None:
        raise TypeError("only rows of a page have a cursor")
    return json_text.cursor(row.page.order_name, [key.expression for key in row.keys(row.page.keys)])
