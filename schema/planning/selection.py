"""Turns the selection of an operation into a plan: which fields survive, what each is bound to, where errors stand.

Fields are collected by graphql-core's own rules (fragments, `@skip`, `@include`, merging), so that the order of the
answer's keys is the specification's.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from graphql import FieldNode, GraphQLField, GraphQLObjectType, GraphQLSchema, OperationDefinitionNode, get_named_type
from graphql.execution.collect_fields import FieldDetails, FragmentDetails, collect_fields, collect_subfields
from graphql.execution.values import VariableValues
from sqlalchemy import ARRAY, Integer, Text, Uuid
from sqlalchemy.types import TypeEngine

from domain.reading import plan
from domain.reading.pages import SortKey
from domain.reading.statement import request_parameter
from schema.bindings import ENTITIES, Column, Lookup, Lookups, Owned, ToConnection, ToOne, ToSole
from schema.pagination import MAX_PAGE
from schema.planning.places import Asked, Place, binding_of
from schema.slices import Slice

BOUNDS = {
    "hasNextPage": plan.Bound.HAS_NEXT,
    "hasPreviousPage": plan.Bound.HAS_PREVIOUS,
    "startCursor": plan.Bound.START,
    "endCursor": plan.Bound.END,
}

#: How many kinds of objects one statement may lay out. Writing it takes the event loop milliseconds for each.
MAX_OBJECTS = 80

#: Stands in the path of a failure for "each item of the list".
EACH = None


class Unplannable(Exception):
    """The operation cannot be read by one statement; `reason` says why, for the log and the metric."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Failure:
    """A field whose arguments are refused: it is null wherever its path leads to, and each such place is an error."""

    path: tuple[str | None, ...]
    nodes: tuple[FieldNode, ...]
    place: int


def marker_of(failure: Failure) -> dict[str, int]:
    """Return what stands in the answer for a refused field until its errors are told; no field has such a name."""
    return {"!": failure.place}


@dataclass(slots=True)
class Selection:
    """Plans one operation for one set of conditions and one shape of what is asked at its places."""

    graphql_schema: GraphQLSchema
    fragments: Mapping[str, FragmentDetails]
    operation: OperationDefinitionNode
    variables: VariableValues
    places: Mapping[int, Place]
    asked: Sequence[Asked]
    failures: list[Failure] = field(default_factory=list)
    _objects: int = 0

    def root(self) -> plan.Object:
        """Plan a whole query. Raises Unplannable."""
        query = self.graphql_schema.query_type
        collected = collect_fields(self.graphql_schema, dict(self.fragments), self.variables, query, self.operation)  # type: ignore[arg-type]
        return self._object(query, collected.grouped_field_set, ())  # type: ignore[arg-type]  # there is a query type

    def payload_fields(self) -> Iterator[tuple[tuple[str, str], GraphQLField, list[FieldDetails]]]:
        """Yield the fields of a mutation's payloads: where each stands in the answer, and what is selected of it."""
        root: Any = self.graphql_schema.mutation_type
        collected = collect_fields(self.graphql_schema, dict(self.fragments), self.variables, root, self.operation)
        for deed, details in collected.grouped_field_set.items():
            if details[0].node.name.value in root.fields:
                payload = get_named_type(root.fields[details[0].node.name.value].type).name
                kind, fields = self._fields(payload, details)
                for name, inner in fields.items():
                    if inner[0].node.name.value in kind.fields:
                        yield (deed, name), kind.fields[inner[0].node.name.value], inner

    def of(self, type_name: str, details: list[FieldDetails], path: tuple[str | None, ...]) -> plan.Object:
        """Plan what is selected of an object. Raises Unplannable where there are too many in one operation."""
        self._objects += 1
        if self._objects > MAX_OBJECTS:
            raise Unplannable("too large")
        kind, fields = self._fields(type_name, details)
        return self._object(kind, fields, path)

    def _fields(
        self, type_name: str, details: list[FieldDetails]
    ) -> tuple[GraphQLObjectType, dict[str, list[FieldDetails]]]:
        kind: Any = self.graphql_schema.get_type(type_name)
        collected = collect_subfields(
            self.graphql_schema, dict(self.fragments), self.variables, self.operation, kind, details
        )
        return kind, collected.grouped_field_set

    def _object(
        self, kind: GraphQLObjectType, fields: Mapping[str, list[FieldDetails]], path: tuple[str | None, ...]
    ) -> plan.Object:
        return plan.Object(tuple((name, self._part(kind, details, (*path, name))) for name, details in fields.items()))

    def _part(self, kind: GraphQLObjectType, details: list[FieldDetails], path: tuple[str | None, ...]) -> plan.Part:
        node = details[0].node
        name = node.name.value
        if name == "__typename":
            return _typename(kind.name)
        if name.startswith("__"):
            raise Unplannable("introspection")
        if name == "id" and kind.name in ENTITIES:
            return plan.Key(f"{kind.name}:")
        graphql_field = kind.fields[name]
        place = self.places.get(id(node))
        if place is not None and self.asked[place.number].error is not None:
            if str(graphql_field.type).endswith("!"):
                raise Unplannable("a refused argument of a field that cannot be null")
            failure = Failure(path, tuple(each.node for each in details), place.number)
            self.failures.append(failure)
            return plan.Constant(json.dumps(marker_of(failure)))
        return self._bound(binding_of(graphql_field), get_named_type(graphql_field.type).name, details, path)

    def _bound(  # noqa: PLR0911 -- one way for each kind of binding
        self, binding: Any, type_name: str, details: list[FieldDetails], path: tuple[str | None, ...]
    ) -> plan.Part:
        place = self.places.get(id(details[0].node))
        match binding:
            case Column(expression, mask):
                return plan.Value(expression, mask)
            case ToOne(target, key, to):
                shape = self.of(target, details, path)
                return plan.One(ENTITIES[target].source, plan.Value(key.expression, key.mask), shape, to)
            case ToSole(target):
                return plan.Sole(ENTITIES[target].source, self.of(target, details, path))
            case Owned(target, parent, order):
                shape = self.of(target, details, (*path, EACH))
                return plan.Many(ENTITIES[target].source, order, shape, parent)
            case ToConnection() if place is not None:
                asked: Any = self.asked[place.number].slice
                return self._page(binding, asked, place.number, type_name, details, path)
            case Lookup() if place is not None:
                return self._lookup(place.number, details, path)
            case Lookups() if place is not None:
                return self._listed(place.number, details, path)
        raise Unplannable(f"{type(binding).__name__} needs Python")

    def _lookup(self, number: int, details: list[FieldDetails], path: tuple[str | None, ...]) -> plan.Part:
        types = self.asked[number].types
        if not types:
            return plan.NULL
        key = plan.Value(request_parameter(number, 0, Uuid()))
        return plan.One(ENTITIES[types[0]].source, key, self.of(types[0], details, path))

    def _listed(self, number: int, details: list[FieldDetails], path: tuple[str | None, ...]) -> plan.Listed:
        choices = [
            (name, ENTITIES[name].source, self.of(name, details, (*path, EACH))) for name in self.asked[number].types
        ]
        types = request_parameter(number, 0, ARRAY(Text()))
        return plan.Listed(types, request_parameter(number, 1, ARRAY(Uuid())), tuple(choices))

    def _page(
        self,
        binding: ToConnection,
        asked: Slice,
        number: int,
        type_name: str,
        details: list[FieldDetails],
        path: tuple[str | None, ...],
    ) -> plan.PageOf:
        keys: Sequence[SortKey] = asked.order.keys
        kinds: list[TypeEngine[Any]] = [Integer()]
        marks: dict[str, list[Any]] = {}
        for name in ("after", "before"):
            if getattr(asked.page, name) is not None:
                marks[name] = [
                    request_parameter(number, len(kinds) + index, key.expression.type) for index, key in enumerate(keys)
                ]
                kinds += [key.expression.type for key in keys]
        conditions = [
            each.condition.build(request_parameter(number, len(kinds) + index, each.condition.type))
            for index, each in enumerate(asked.conditions)
        ]
        kind, fields = self._fields(type_name, details)
        return plan.PageOf(
            source=ENTITIES[binding.target].source,
            order_name=asked.order.name,
            keys=asked.order.keys,
            limit=request_parameter(number, 0, Integer()),
            most=MAX_PAGE,
            fields=tuple(
                (name, self._of_page(binding.target, kind, inner, (*path, name))) for name, inner in fields.items()
            ),
            after=marks.get("after"),
            before=marks.get("before"),
            backward=asked.page.backward,
            conditions=(*conditions, *asked.masks),
            parent=binding.parent,
        )

    def _of_page(
        self, target: str, kind: GraphQLObjectType, details: list[FieldDetails], path: tuple[str | None, ...]
    ) -> plan.Rows | plan.Count | plan.Bounds | plan.Constant:
        name = details[0].node.name.value
        if name == "__typename":
            return _typename(kind.name)
        if name == "totalCount":
            return plan.Count()
        if name == "nodes":
            return plan.Rows(self.of(target, details, (*path, EACH)))
        inner, fields = self._fields(get_named_type(kind.fields[name].type).name, details)
        if name == "edges":
            return plan.Rows(self._edge(target, inner, fields, (*path, EACH)))
        return plan.Bounds(
            tuple((key, BOUNDS.get(each[0].node.name.value) or _typename(inner.name)) for key, each in fields.items())
        )

    def _edge(
        self,
        target: str,
        kind: GraphQLObjectType,
        fields: Mapping[str, list[FieldDetails]],
        path: tuple[str | None, ...],
    ) -> plan.Object:
        def part(key: str, details: list[FieldDetails]) -> plan.Part:
            match details[0].node.name.value:
                case "cursor":
                    return plan.Cursor()
                case "node":
                    return self.of(target, details, (*path, key))
            return _typename(kind.name)

        return plan.Object(tuple((key, part(key, details)) for key, details in fields.items()))


def _typename(name: str) -> plan.Constant:
    return plan.Constant(json.dumps(name))
