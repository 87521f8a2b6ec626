"""Turns conditions over a table into conditions over an alias of it, or over a sub-select of its rows."""

from typing import Any

from sqlalchemy import ColumnElement, FromClause
from sqlalchemy.sql import coercions, roles, visitors
from sqlalchemy.sql.selectable import AliasedReturnsRows


def moved(expression: Any, base: FromClause, to: FromClause) -> ColumnElement[Any]:
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
