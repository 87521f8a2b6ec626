"""Turns expressions over a table into expressions over an alias of it, or over a sub-select of its rows."""

from typing import Any

from sqlalchemy import Column, ColumnElement, FromClause, literal_column
from sqlalchemy.sql import coercions, roles, visitors
from sqlalchemy.sql.selectable import AliasedReturnsRows


def moved(expression: Any, base: FromClause, to: FromClause | str) -> ColumnElement[Any]:
    """Let an expression over `base` speak of `to` instead; aliases within it stay, those of the same table too.

    With a name, its columns are written as text: whatever stands under that name where the expression is used.
    """

    def replaced(part: Any, **_options: Any) -> Any | None:
        table = part if isinstance(part, FromClause) else getattr(part, "table", None)
        if table is None:
            return None
        if _plain(table) is not base:
            return part if isinstance(table, AliasedReturnsRows) else None
        if isinstance(to, str):
            return part if part is table else named(to, part.key, part.type)
        return to if part is table else to.c[part.key]

    element: Any = coercions.expect(roles.ExpressionElementRole, expression)
    if isinstance(element, Column):
        # Most expressions are one column.
        column = replaced(element)
        return element if column is None else column
    traversed: ColumnElement[Any] = visitors.replacement_traverse(element, {}, replaced)  # type: ignore[call-overload]
    return traversed


def named(alias: str, column: str, kind: Any = None) -> ColumnElement[Any]:
    """Return a column of what stands under an alias; both names are our own."""
    return literal_column(f"{alias}.{column}", kind)


def _plain(part: Any) -> Any:
    return part._deannotate() if hasattr(part, "_deannotate") else part  # noqa: SLF001 -- there is no public name
