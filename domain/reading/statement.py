"""A plan, ready to run: SQL text, and which value stands behind each of its parameters.

Parameters are those of the viewer and those of the request; constants of our own code are written into the text, so
that PostgreSQL plans with them. The text depends on the plan and on the viewer's roles, never on values.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BindParameter, ColumnElement
from sqlalchemy.dialects.postgresql import asyncpg

from domain.actor import Actor
from domain.reading import plan, viewer
from domain.reading.layout import Layout

_VIEWER = "viewer_"
_REQUEST = "request_"


class _Compiler(asyncpg.PGCompiler_asyncpg):
    """Writes constants of our own code into the text; only what comes with a request stays a parameter."""

    def visit_bindparam(self, bindparam: Any, *args: Any, **options: Any) -> Any:
        """Write one parameter."""
        if not bindparam.key.startswith((_VIEWER, _REQUEST)):
            options["literal_binds"] = True
        return super().visit_bindparam(bindparam, *args, **options)  # type: ignore[no-untyped-call]


_DIALECT = asyncpg.dialect()  # type: ignore[no-untyped-call]
_DIALECT.statement_compiler = _Compiler


@dataclass(frozen=True, slots=True)
class Statement:
    """SQL with `$n` parameters; `parameters` names what each of them stands for.

    `is_replanned` asks for a fresh query plan at each run: how many rows match depends on a value.
    """

    sql: str
    parameters: tuple[str, ...]
    is_replanned: bool = False

    def arguments(self, actor: Actor, given: Mapping[str, Any]) -> list[Any]:
        """Return the values in the order of the parameters."""
        of_viewer = viewer.values(actor)
        return [of_viewer[name] if name in of_viewer else given[name] for name in self.parameters]


def request_parameter(number: int, part: int, kind: Any) -> BindParameter[Any]:
    """Name a value that a request brings: the `part`-th of the `number`-th place with arguments."""
    return BindParameter(f"{_REQUEST}{number}_{part}", type_=kind)


def written_for(
    root: plan.Object, actor: Actor, guard: ColumnElement[bool] | None = None, *, is_replanned: bool = False
) -> Statement:
    """Write a plan for a viewer; `guard` must hold, otherwise the statement gives NULL."""
    compiled: Any = Layout(actor).statement(root, guard).compile(dialect=_DIALECT)
    return Statement(str(compiled), tuple(compiled.positiontup or ()), is_replanned)
