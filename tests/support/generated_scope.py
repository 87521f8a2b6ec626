"""What may be selected where: what response keys mean, and how large an operation may still become."""

from collections.abc import Sequence
from typing import NamedTuple

from graphql import (
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLList,
    GraphQLObjectType,
    get_named_type,
    get_nullable_type,
    is_leaf_type,
)

from schema.pagination import DEFAULT_PAGE
from schema.root import graphql_schema

NODE: GraphQLInterfaceType = graphql_schema.type_map["Node"]  # type: ignore[assignment]  # it is declared as one
ROOT: GraphQLObjectType = graphql_schema.query_type  # type: ignore[assignment]  # there is one
Kind = GraphQLObjectType | GraphQLInterfaceType
#: The types of objects that have an id.
TYPES = sorted(kind.name for kind in graphql_schema.get_possible_types(NODE))


class Room(NamedTuple):
    """What may still come below: levels, and rows if every list on the way is full."""

    depth: int
    rows: int

    def below(self, rows: int = 1) -> "Room":
        """Go down into a field with so many rows."""
        return Room(self.depth - 1, max(self.rows // rows, 1))

    def holds(self, other: "Room") -> bool:
        """Say whether what was made for another room fits in this one."""
        return self.depth >= other.depth and self.rows >= other.rows


class Selected(NamedTuple):
    """A field as selected: `head` is its alias, name and arguments."""

    parent: Kind
    head: str
    field: GraphQLField
    inside: Room
    likely: Sequence[str]

    def agrees(self, other: "Selected") -> bool:
        """Say whether both may stand under one key: the same field, or of types that no object has both of."""
        is_apart = self.parent is not other.parent and NODE is not self.parent and NODE is not other.parent
        return self.shape == other.shape and (self.head == other.head or is_apart)

    @property
    def shape(self) -> str:
        """What a client sees of the type: fields under one key must agree in it whatever their types."""
        named = get_named_type(self.field.type)
        return str(self.field.type) if is_leaf_type(named) else str(self.field.type).replace(named.name, "")


class Scope:
    """What the response keys of an object mean, fragments included."""

    def __init__(self) -> None:
        self.keys: dict[str, list[Selected]] = {}
        self.inner: dict[str, Scope] = {}

    def admits(self, key: str, selected: Selected) -> bool:
        """Say whether a field may have this key."""
        return all(selected.agrees(other) for other in self.keys.get(key, ()))

    def take(self, key: str, selected: Selected) -> "Scope":
        """Let a field have this key; returns the scope inside it."""
        self.keys.setdefault(key, []).append(selected)
        return self.inner.setdefault(key, Scope())

    def admits_all(self, other: "Scope") -> bool:
        """Say whether everything of a fragment may be selected here."""
        return all(self.admits(key, each) for key, taken in other.keys.items() for each in taken) and all(
            self.inner[key].admits_all(scope) for key, scope in other.inner.items() if key in self.inner
        )

    def take_all(self, other: "Scope") -> None:
        """Select everything of a fragment here."""
        for key, taken in other.keys.items():
            for each in taken:
                self.take(key, each)
            self.inner[key].take_all(other.inner[key])


def is_leaf(of: GraphQLField) -> bool:
    """Say whether a field is a value, or a list of values."""
    return is_leaf_type(get_named_type(of.type))


def rows_of(on: Kind, of: GraphQLField) -> int:
    """Tell for how many rows a field without arguments counts; those of a page are counted at its connection."""
    is_list = isinstance(get_nullable_type(of.type), GraphQLList)
    return DEFAULT_PAGE if is_list and not on.name.endswith("Connection") else 1


def head_of(key: str, name: str, arguments: str) -> str:
    """Write a field without its directives and selections."""
    return f"{'' if key == name else f'{key}: '}{name}{f'({arguments})' if arguments else ''}"
