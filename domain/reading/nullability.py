"""Says of an expression whether it can be NULL, from the tables' constraints: what cannot needs no check when read."""

from typing import Any

from sqlalchemy import BindParameter, Column, ColumnElement
from sqlalchemy.sql import coercions, operators, roles
from sqlalchemy.sql.elements import BinaryExpression, Cast, UnaryExpression
from sqlalchemy.sql.functions import FunctionElement

#: Functions that give a value wherever one of their arguments has one.
_FIRST_PRESENT = frozenset({"coalesce", "concat"})


def never_null(expression: Any) -> bool:
    """Tell whether the expression always has a value; in doubt it may be NULL."""
    element: ColumnElement[Any] = coercions.expect(roles.ExpressionElementRole, expression)
    match element:
        case Column():
            return not element.nullable
        case BindParameter():
            return element.value is not None
        case BinaryExpression() if element.operator in {operators.is_, operators.is_not}:
            return True
        case BinaryExpression():
            return never_null(element.left) and never_null(element.right)
        case Cast():
            return never_null(element.clause)
        case UnaryExpression():
            return never_null(element.element)
        case FunctionElement():
            return getattr(element, "name", "") in _FIRST_PRESENT and any(map(never_null, element.clauses))
    # What a grouping or SQLAlchemy's list of concatenated parts holds.
    inner = getattr(element, "element", None)
    if inner is not None and not hasattr(inner, "selected_columns"):
        return never_null(inner)
    parts = getattr(element, "clauses", None)
    return parts is not None and all(map(never_null, parts))
