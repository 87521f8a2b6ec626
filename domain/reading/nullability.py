"""Says of an expression whether it can be NULL, from the tables' constraints: what cannot needs no check when read."""

from typing import Any

from sqlalchemy import BindParameter, Column, ColumnElement
from sqlalchemy.sql import coercions, operators, roles
from sqlalchemy.sql.elements import BinaryExpression, Cast, ExpressionClauseList, Grouping, UnaryExpression
from sqlalchemy.sql.functions import FunctionElement

#: Functions that give a value wherever one of their arguments has one.
_FIRST_PRESENT = frozenset({"coalesce", "concat"})
_ABOUT_NULL = frozenset({operators.is_, operators.is_not})


def never_null(expression: Any) -> bool:
    """Tell whether the expression always has a value; in doubt it may be NULL."""
    element: ColumnElement[Any] = coercions.expect(roles.ExpressionElementRole, expression)
    match element:
        case Column():
            return not element.nullable
        case BindParameter():
            return element.value is not None
        case FunctionElement():
            return element.name in _FIRST_PRESENT and any(map(never_null, element.clauses))
    if isinstance(element, BinaryExpression) and element.operator in _ABOUT_NULL:
        return True
    parts = _parts(element)
    return bool(parts) and all(map(never_null, parts))


def _parts(element: ColumnElement[Any]) -> list[Any]:
    """Return what an expression is made of that is NULL where one of its parts is; nothing of any other."""
    match element:
        case BinaryExpression():
            return [element.left, element.right]
        case Cast():
            return [element.clause]
        case UnaryExpression() | Grouping():
            return [element.element]
        case ExpressionClauseList():
            return list(element.clauses)
    return []
