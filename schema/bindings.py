"""How a field is declared: once, bound to what it reads. Both executions of reads work from these declarations.

A type is declared with `@entity(source, description)`; its fields with `column`, `one`, `owned`, `connection` or
`computed`. A field of an entity without a binding stops the process at start-up.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, dataclass_transform
from uuid import UUID

import strawberry
from sqlalchemy import ColumnElement, case, null
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.sql.elements import KeyedColumnElement

from domain.actor import Actor
from domain.errors import Text
from domain.reading.pages import SortKey, Through
from domain.reading.source import RowFilter, Source, is_open
from schema import node_ids
from schema.errors import bad_input
from schema.texts import describe

#: Where a field keeps what it is bound to; where a payload's field keeps the type of what a deed made.
BINDING = "thidua.binding"
MADE = "thidua.made"

Expression = InstrumentedAttribute[Any] | ColumnElement[Any] | KeyedColumnElement[Any]


class UnboundField(TypeError):
    """A field of an entity says nothing about what it reads."""


@dataclass(frozen=True, slots=True)
class Column:
    """A value of the row. Where `mask` does not hold for the viewer, the value is null."""

    expression: Expression
    mask: RowFilter | None = None

    def for_viewer(self, actor: Actor) -> ColumnElement[Any]:
        """Return the expression, masked where the viewer may not see it."""
        expression: Any = self.expression
        if self.mask is None or is_open(self.mask, actor):
            return expression  # type: ignore[no-any-return]
        return case((self.mask(actor), expression), else_=null())


@dataclass(frozen=True, slots=True)
class ToOne:
    """One object of type `target`, whose column `to` (its key by default) equals this row's `key`."""

    target: str
    key: Column
    to: Expression | None = None


@dataclass(frozen=True, slots=True)
class Owned:
    """The objects of type `target` (with `parent`, of this row): bounded when written, read whole, in one order."""

    target: str
    parent: Expression | None
    order: tuple[SortKey, ...]


@dataclass(frozen=True, slots=True)
class ToConnection:
    """A paginated list of `target`, of the whole system or of this row (where `parent` equals the row's key).

    Rows of which `mask` hides the parent from the viewer are not in it: a list tells what its rows belong to.
    """

    target: str
    filters: type | None
    ordering: "Ordering"
    parent: Expression | None = None
    mask: RowFilter | None = None


@dataclass(frozen=True, slots=True)
class Lookup:
    """A root field that finds the object of type `target` (of any type: None) whose global id is an argument."""

    target: str | None


@dataclass(frozen=True, slots=True)
class Lookups:
    """A root field that finds the objects of any type whose global ids, at most `limit`, are an argument."""

    limit: int

    def check(self, ids: Sequence[str]) -> None:
        """Raise BAD_USER_INPUT for too many ids."""
        if len(ids) > self.limit:
            raise bad_input(f"Tối đa {self.limit} mã định danh.", f"At most {self.limit} ids.")


@dataclass(frozen=True, slots=True)
class ToSole:
    """A root field that leads to the one row of type `target` that the viewer can see."""

    target: str


@dataclass(frozen=True, slots=True)
class Computed:
    """A value that only Python can compute from the row: its operation runs on the reference execution."""


Binding = Column | ToOne | ToSole | Owned | ToConnection | Lookup | Lookups | Computed


@dataclass(frozen=True, slots=True)
class Entity:
    """A GraphQL object type that is read from a source, with the binding of each of its fields (by Python name)."""

    name: str
    source: Source
    bindings: Mapping[str, Binding]
    is_node: bool = True

    def columns(self, actor: Actor) -> list[ColumnElement[Any]]:
        """Return every value that rows of this type carry for the viewer, labelled by field name."""
        columns: list[ColumnElement[Any]] = [self.source.key.label("_id")]
        for name, binding in self.bindings.items():
            if isinstance(binding, Column):
                columns.append(binding.for_viewer(actor).label(name))
            elif isinstance(binding, ToOne):
                columns.append(binding.key.for_viewer(actor).label(f"_key_{name}"))
        return columns


#: Every entity by its GraphQL name; filled by `@entity` when the modules of `schema.root` are imported.
ENTITIES: dict[str, Entity] = {}


class Row(dict[str, Any]):
    """A row read for the reference execution; knows which type it is of."""

    __slots__ = ("type_name",)

    def __init__(self, type_name: str, values: Mapping[Any, Any]) -> None:
        super().__init__(values)
        self.type_name = type_name

    @property
    def key(self) -> UUID:
        """Return the primary key."""
        return self["_id"]  # type: ignore[no-any-return]


def value_of(obj: Any, name: str) -> Any:
    """Read a field by default: from a row by key, from anything else by attribute."""
    return obj[name] if isinstance(obj, Row) else getattr(obj, name)


@strawberry.interface(
    description=describe(
        Text("Đối tượng có mã định danh toàn cục, dùng được với `node`.", "An object with a global id, for `node`.")
    )
)
class Node:
    """Relay's Node."""

    @strawberry.field(
        description=describe(
            Text("Mã định danh toàn cục, không suy diễn nội dung.", "The global id; do not read anything into it.")
        )
    )
    def id(self) -> strawberry.ID:
        """Encode the row's key with its type."""
        row: Any = self
        return strawberry.ID(node_ids.encode(row.type_name, row.key))


@dataclass_transform(kw_only_default=True, field_specifiers=())
def entity(source: Source, description: Text) -> Callable[[type], type]:
    """Declare a type that is read from `source`; every field must carry a binding."""

    def declare(cls: type) -> type:
        cls.is_type_of = classmethod(  # type: ignore[attr-defined]  # Strawberry looks for this attribute
            lambda kind, obj, _info: isinstance(obj, Row) and obj.type_name == kind.__name__
        )
        declared = strawberry.type(cls, description=describe(description))
        fields = declared.__strawberry_definition__.fields  # type: ignore[attr-defined]
        bindings: dict[str, Binding] = {}
        for field in fields:
            if field.python_name == "id" and issubclass(cls, Node):
                continue
            if BINDING not in field.metadata:
                raise UnboundField(f"{cls.__name__}.{field.python_name} has no binding")
            bindings[field.python_name] = field.metadata[BINDING]
        ENTITIES[cls.__name__] = Entity(cls.__name__, source, bindings, issubclass(cls, Node))
        return declared

    return declare


def column(expression: Expression, description: Text, *, mask: RowFilter | None = None) -> Any:
    """Declare a field that is a value of the row; a masked field must be nullable."""
    return strawberry.field(
        description=describe(description), metadata={BINDING: Column(expression, mask)}, default=None
    )


@dataclass(frozen=True, slots=True)
class OrderField:
    """One thing a list can be sorted by. The expression is never NULL."""

    expression: Expression
    description: Text
    mask: RowFilter | None = None


@dataclass(frozen=True, slots=True)
class Ordering:
    """The orders of a list: its input type, and what each member of the enumeration sorts by."""

    input_type: type
    fields: Mapping[str, OrderField]
    default: str
    default_descending: bool


def keys_of(fields: Sequence[tuple[Expression | Through, bool]]) -> tuple[SortKey, ...]:
    """Write sort keys as pairs of expression (or of what the row leads to) and `descending`."""
    return tuple(
        SortKey(each.looked_up(), descending, each) if isinstance(each, Through) else SortKey(each, descending)  # type: ignore[arg-type]
        for each, descending in fields
    )
