"""The row at hand while an answer is laid out, and how expressions over a table come to speak of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, true
from sqlalchemy.sql import coercions, roles, visitors
from sqlalchemy.sql.selectable import AliasedReturnsRows, LateralFromClause

from domain.reading import json_text, plan
from domain.reading.pages import SortKey
from domain.reading.source import Source


@dataclass(slots=True)
class Row:
    """The row at hand while an object is laid out: its source, where it stands, what was joined to it."""

    source: Source
    at: FromClause
    page: plan.PageOf | None = None
    joins: list[LateralFromClause] = field(default_factory=list)

    def of(self, expression: Any) -> ColumnElement[Any]:
        """Turn an expression over the source's table into one over this row."""
        return _moved(expression, self.source.rows, self.at)

    def keys(self, keys: Sequence[SortKey]) -> list[SortKey]:
        """Turn sort keys into those of this row."""
        return [SortKey(self.of(key.expression), key.descending) for key in keys]

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


def _moved(expression: Any, base: FromClause, to: FromClause) -> ColumnElement[Any]:
    """Let an expression over `base` speak of `to` instead; aliases within it stay, those of the same table too."""

    def replaced(part: Any, **_options: Any) -> Any | None:
        table = part if isinstance(part, FromClause) else getattr(part, "table", None)
        if table is None:
            return None
        if _plain(table) is base:
            return to if part is table else to.c[part.key]
        return part if isinstance(table, AliasedReturnsRows) else None

    element: Any = coercions.expect(roles.ExpressionElementRole, expression)
    traversed: ColumnElement[Any] = visitors.replacement_traverse(element, {}, replaced)  # type: ignore[call-overload]
    return traversed


def _plain(part: Any) -> Any:
    return part._deannotate() if hasattr(part, "_deannotate") else part  # noqa: SLF001 -- there is no public name


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
