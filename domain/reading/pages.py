"""Pages by key: deterministic order, cursors that survive inserts, the same statement for one parent or many."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, func, literal, select, tuple_
from sqlalchemy.sql import ColumnExpressionArgument

from domain.reading.source import Source


@dataclass(frozen=True, slots=True)
class Through:
    """A value of the row that a row points at: `column` holds the key of a row of `source`."""

    column: Any
    source: Source
    value: Any

    def looked_up(self) -> ColumnElement[Any]:
        """Return the value as an expression over the pointing row."""
        pointing = self.column.class_.__table__
        found = select(self.value).where(self.source.key == self.column).correlate(pointing)
        return found.scalar_subquery()


@dataclass(frozen=True, slots=True)
class SortKey:
    """One expression to sort by; it is never NULL, so that rows have one order.

    `through` tells what the expression looks up, for who reads that row anyway.
    """

    expression: ColumnElement[Any]
    descending: bool = False
    through: Through | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """Which rows: `limit` of them after (or before) the row with the given sort values; `backward` from the end."""

    limit: int
    after: Sequence[Any] | None = None
    before: Sequence[Any] | None = None
    backward: bool = False


def beyond(keys: Sequence[SortKey], values: Sequence[Any], *, forward: bool) -> ColumnElement[bool]:
    """Return the condition for rows that come after (or before) the given sort values.

    All keys of a page run in one direction, so that one comparison of rows says it and an index can answer it.
    """
    row, mark = tuple_(*(key.expression for key in keys)), tuple_(*_literals(keys, values))
    return row > mark if forward != keys[0].descending else row < mark


def _literals(keys: Sequence[SortKey], values: Sequence[Any]) -> list[ColumnElement[Any]]:
    """Bind the values; a compiled read brings them as parameters of its own."""
    return [
        value if isinstance(value, ColumnElement) else literal(value, key.expression.type)
        for key, value in zip(keys, values, strict=True)
    ]


def ordered(keys: Sequence[SortKey], *, backward: bool) -> list[ColumnElement[Any]]:
    """Return the ORDER BY terms; a page counted from the end is read in reverse."""
    return [key.expression.desc() if key.descending != backward else key.expression.asc() for key in keys]


def page_of(
    columns: Sequence[ColumnElement[Any]],
    conditions: Sequence[ColumnExpressionArgument[bool]],
    keys: Sequence[SortKey],
    page: Page,
) -> Select[Any]:
    """Build the statement for one page of a whole list (one row more than asked tells whether there is a next page)."""
    return (
        select(*columns, *_sort_columns(keys))
        .where(*conditions, *_window(keys, page))
        .order_by(*ordered(keys, backward=page.backward))
        .limit(page.limit + 1)
    )


def pages_per_parent(
    columns: Sequence[ColumnElement[Any]],
    conditions: Sequence[ColumnExpressionArgument[bool]],
    keys: Sequence[SortKey],
    page: Page,
    parent: ColumnElement[Any],
) -> Select[Any]:
    """Build one statement that returns the page of every parent: rows are numbered within their parent."""
    number = func.row_number().over(partition_by=parent, order_by=ordered(keys, backward=page.backward))
    numbered = (
        select(*columns, *_sort_columns(keys), parent.label("_parent"), number.label("_number"))
        .where(*conditions, *_window(keys, page))
        .subquery()
    )
    return (
        select(numbered)
        .where(numbered.c["_number"] <= page.limit + 1)
        .order_by(numbered.c["_parent"], numbered.c["_number"])
    )


def counts_per_parent(conditions: Sequence[ColumnExpressionArgument[bool]], parent: ColumnElement[Any]) -> Select[Any]:
    """Build the statement that counts the rows of every parent."""
    return select(parent.label("_parent"), func.count().label("_count")).where(*conditions).group_by(parent)


def _window(keys: Sequence[SortKey], page: Page) -> list[ColumnElement[bool]]:
    limits = []
    if page.after is not None:
        limits.append(beyond(keys, page.after, forward=True))
    if page.before is not None:
        limits.append(beyond(keys, page.before, forward=False))
    return limits


def _sort_columns(keys: Sequence[SortKey]) -> list[ColumnElement[Any]]:
    return [key.expression.label(f"_sort{index}") for index, key in enumerate(keys)]
