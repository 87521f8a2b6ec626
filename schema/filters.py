"""Filters and orders of lists: declared once, bound to columns, refused where the viewer may not see the column."""

import enum
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import strawberry
from sqlalchemy import ColumnElement, Uuid, and_, any_, func, literal, or_
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.types import Text as SqlText
from sqlalchemy.types import TypeEngine

from domain.actor import Actor
from domain.errors import Text
from domain.reading.pages import SortKey
from domain.reading.source import RowFilter, is_open, shown_by
from schema import node_ids
from schema.bindings import ENTITIES, Expression, OrderField, Ordering, ToConnection
from schema.errors import bad_input, forbidden
from schema.texts import describe

CONDITION = "thidua.condition"
MAX_ITEMS = 100


@dataclass(frozen=True, slots=True)
class Condition:
    """A filter: `prepare` turns the argument into a bound value of `type`, `build` says what must hold of it.

    `is_even` tells that about as many rows match whatever the value is; of others only the value can say. Where a mask
    hides the column of some rows, the filter is refused; one that `is_masked` compares what the viewer reads instead:
    rows whose value is hidden do not match.
    """

    build: Callable[[Any], ColumnElement[bool]]
    type: TypeEngine[Any]
    prepare: Callable[[Any], Any]
    mask: RowFilter | None = None
    is_even: bool = False
    is_masked: bool = False


@dataclass(frozen=True, slots=True)
class Chosen:
    """A filter that was asked for: its name and its value, ready to be bound; `shown` is where it may be compared."""

    name: str
    condition: Condition
    value: Any
    shown: ColumnElement[bool] | None = None

    def bound(self) -> ColumnElement[bool]:
        """Return the condition with its value."""
        return self.condition.build(literal(self.value, self.condition.type))


def _filter(condition: Condition, description: Text) -> Any:
    return strawberry.field(
        description=describe(description), metadata={CONDITION: condition}, default=strawberry.UNSET
    )


def equals(expression: Any, description: Text, *, mask: RowFilter | None = None) -> Any:
    """Keep rows whose value equals the argument."""
    return _filter(Condition(lambda value: expression == value, expression.type, _same, mask), description)


def is_one_of(expression: Any, description: Text, *, mask: RowFilter | None = None) -> Any:
    """Keep rows whose value is among the argument's (1 to 100 of them)."""
    kind = ARRAY(expression.type)
    return _filter(Condition(lambda values: expression == any_(values), kind, _bounded, mask), description)


def refers_to(expression: Any, target: str, description: Text, *, mask: RowFilter | None = None) -> Any:
    """Keep rows that point at the object whose global id is given; an id of another type is refused.

    Rows of which the mask hides what they point at do not match.
    """

    def prepare(value: str) -> UUID:
        key = node_ids.decode_as(value, target)
        if key is None:
            raise bad_input(f"Mã định danh không phải của {target}.", f"The id is not of type {target}.")
        return key

    condition = Condition(lambda value: expression == value, Uuid(), prepare, mask, is_even=True, is_masked=True)
    return _filter(condition, description)


def at_least(expression: Any, description: Text, *, mask: RowFilter | None = None) -> Any:
    """Keep rows whose value is the argument or more."""
    return _filter(Condition(lambda value: expression >= value, expression.type, _same, mask), description)


def below(expression: Any, description: Text, *, mask: RowFilter | None = None) -> Any:
    """Keep rows whose value is less than the argument."""
    return _filter(Condition(lambda value: expression < value, expression.type, _same, mask), description)


def valid_on(first: Any, last: Any, description: Text) -> Any:
    """Keep rows whose period of days holds the argument; `last` is its last day, NULL where none is known."""
    condition = Condition(lambda day: and_(first <= day, or_(last.is_(None), last >= day)), first.type, _same)
    return _filter(condition, description)


def search(expression: Any, description: Text) -> Any:
    """Keep rows whose folded text holds the argument, with or without Vietnamese diacritics."""
    return _filter(Condition(lambda value: expression.like(func.thidua_fold(value)), SqlText(), _pattern), description)


def _same(value: Any) -> Any:
    return value


def _bounded(values: Sequence[Any]) -> list[Any]:
    if not 1 <= len(values) <= MAX_ITEMS:
        raise bad_input(f"Danh sách lọc cần 1 đến {MAX_ITEMS} giá trị.", f"A filter list has 1 to {MAX_ITEMS} values.")
    return list(values)


def _pattern(value: str) -> str:
    words = " ".join(value.split())
    if not 1 <= len(words) <= MAX_ITEMS:
        raise bad_input(f"Từ khóa cần 1 đến {MAX_ITEMS} ký tự.", f"A search text has 1 to {MAX_ITEMS} characters.")
    escaped = words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"


def conditions_of(filters: Any, actor: Actor) -> list[Chosen]:
    """Turn a filter argument into conditions with their values. Raises FORBIDDEN where a mask refuses it."""
    if filters is None:
        return []
    conditions = []
    for field in type(filters).__strawberry_definition__.fields:
        value = getattr(filters, field.python_name)
        if value is None or value is strawberry.UNSET:
            continue
        condition: Condition = field.metadata[CONDITION]
        shown = shown_by(condition.mask, actor)
        if shown is not None and not condition.is_masked:
            raise forbidden("Bạn không được lọc theo trường này.", "You may not filter by this field.")
        conditions.append(Chosen(field.python_name, condition, condition.prepare(value), shown))
    return conditions


@strawberry.enum(description=describe(Text("Chiều sắp xếp.", "The direction of an order.")))
class OrderDirection(enum.Enum):
    """Ascending or descending."""

    ASC = strawberry.enum_value("ASC", description=describe(Text("Tăng dần.", "Ascending.")))
    DESC = strawberry.enum_value("DESC", description=describe(Text("Giảm dần.", "Descending.")))


def ordering(name: str, fields: Mapping[str, OrderField], *, default: str, descending: bool = False) -> Ordering:
    """Declare the orders of a list of `name`: generates `<name>OrderField` and `<name>Order`."""
    members = {
        key: strawberry.enum_value(key, description=describe(field.description)) for key, field in fields.items()
    }
    generated: Any = enum.Enum(f"{name}OrderField", members)  # type: ignore[misc]  # the members are data
    kind: Any = strawberry.enum(
        generated,
        description=describe(Text(f"Các trường sắp xếp của {name}.", f"What {name} lists can be sorted by.")),
    )
    body = {
        "__annotations__": {"field": kind, "direction": OrderDirection},
        "__doc__": f"An order of {name} lists.",
        "field": strawberry.field(description=describe(Text("Sắp xếp theo.", "Sort by."))),
        "direction": strawberry.field(
            default=OrderDirection.ASC, description=describe(Text("Chiều sắp xếp.", "The direction."))
        ),
    }
    input_type = strawberry.input(
        type(f"{name}Order", (), body),
        description=describe(Text(f"Thứ tự của danh sách {name}.", f"The order of a {name} list.")),
    )
    return Ordering(input_type, fields, default, descending)


@dataclass(frozen=True, slots=True)
class ChosenOrder:
    """An order as asked for: its name (for cursors) and its keys, the last of which is always the row's id."""

    name: str
    keys: tuple[SortKey, ...]


def order_of(binding: ToConnection, order: Any, actor: Actor) -> ChosenOrder:
    """Resolve an order argument. Raises FORBIDDEN for a masked column: what may not be read may not be sorted by."""
    if order is None:
        chosen, descending = binding.ordering.default, binding.ordering.default_descending
    else:
        chosen, descending = order.field.value, order.direction is OrderDirection.DESC
    field = binding.ordering.fields[chosen]
    if not is_open(field.mask, actor):
        raise forbidden("Bạn không được sắp xếp theo trường này.", "You may not sort by this field.")
    expression: Expression = field.expression
    keys = (
        SortKey(expression, descending),  # type: ignore[arg-type]
        SortKey(ENTITIES[binding.target].source.key, descending),
    )
    return ChosenOrder(f"{chosen}{'-' if descending else '+'}", keys)
