"""Turns "seen in one of these ways" into "one of these rows" where each way leads to few.

A list in order could be read along its index until enough rows are seen; for who sees few of many, that is the whole
index. So the few are collected first, each way by its own index, and the list is made of them.
"""

from typing import Any

from sqlalchemy import ColumnElement, Uuid, and_, any_, func, select, union_all
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.sql import operators
from sqlalchemy.sql.elements import BooleanClauseList, Grouping

from domain.reading.aliasing import moved
from domain.reading.source import Source
from domain.reading.viewer import FEW


def enumerated(source: Source, condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """Return the condition with every choice between ways to few rows written as the keys of those rows."""
    ways = _ways(condition)
    if len(ways) > 1 and all(FEW in way._annotations for way in ways):  # noqa: SLF001 -- see `viewer.few`
        found = union_all(*(_found(source, way) for way in ways))
        keys: ColumnElement[Any] = func.array(found.scalar_subquery(), type_=ARRAY(Uuid()))
        return source.key == any_(keys)
    if isinstance(condition, BooleanClauseList) and condition.operator is operators.and_:
        parts: list[Any] = list(condition.clauses)
        return and_(*(enumerated(source, part) for part in parts))
    inner: Any = condition.element if isinstance(condition, Grouping) else None
    return condition if inner is None else enumerated(source, inner)


def _ways(condition: ColumnElement[bool]) -> list[Any]:
    is_choice = isinstance(condition, BooleanClauseList) and condition.operator is operators.or_
    return list(condition.clauses) if is_choice else []


def _found(source: Source, way: ColumnElement[bool]) -> Any:
    rows = source.rows.alias()
    return select(rows.c.id).where(moved(way, source.rows, rows))
