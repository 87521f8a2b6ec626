"""Mutation payloads: the objects that a deed made are read by a statement each, like the answer of a query.

graphql-core runs the deeds over a document whose payloads select nothing of those objects; what the caller selected is
planned before the first deed is done, read right after each, and put in place at the end.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from graphql import (
    DocumentNode,
    FieldNode,
    GraphQLError,
    TypeInfo,
    TypeInfoVisitor,
    Visitor,
    parse,
    visit,
)
from graphql.pyutils import Path
from sqlalchemy import ARRAY, Text, Uuid

from domain.database import Database
from domain.reading import plan
from domain.reading.statement import request_parameter
from schema.bindings import ENTITIES, MADE
from schema.planning.answers import errors_of
from schema.planning.operation import Operation, Planned, Request
from schema.planning.places import definition_of
from schema.planning.selection import EACH

#: The values of a payload's statement: the types and the keys of what a deed made.
TYPES, KEYS = request_parameter(-1, 0, ARRAY(Text())), request_parameter(-1, 1, ARRAY(Uuid()))
OBJECTS = "objects"

_TYPENAME: Any = parse("{ __typename }").definitions[0].selection_set  # type: ignore[attr-defined]  # an operation

#: Where an object stands in the answer: the names of the deed and of the payload's field.
At = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Payloads:
    """The document that the deeds run over, and the plan of each payload field that shows what was made."""

    document: DocumentNode
    planned: Mapping[At, Planned]


@dataclass(slots=True)
class PayloadReader:
    """Reads what the deeds of one operation made, by the actor of the request."""

    planned: Mapping[At, Planned]
    request: Request
    database: Database
    found: dict[At, list[Any]] = field(default_factory=dict)

    async def read(self, path: Path, target: str, keys: Sequence[UUID]) -> list[Any]:
        """Read the objects with these keys as the caller selected them, without those that they may not see."""
        at = _at(path)
        planned = self.planned[at]
        more = {TYPES.key: [target] * len(keys), KEYS.key: list(keys)}
        answer = await self.database.fetch(planned.statement, self.request.arguments(planned.statement, more))
        objects = [] if answer is None else json.loads(answer)[OBJECTS]
        self.found[at] = [each for each in objects if each is not None]
        return self.found[at]

    def put_into(self, data: dict[str, Any] | None) -> Iterator[GraphQLError]:
        """Put what was read where it belongs in the answer, and yield the errors of its fields."""
        for (deed, name), objects in self.found.items():
            payload = (data or {}).get(deed)
            if payload is None or not payload[name]:
                continue
            is_list = isinstance(payload[name], list)
            payload[name] = objects if is_list else objects[0]
            for failure in self.planned[deed, name].failures:
                of_one = failure if is_list else replace(failure, path=failure.path[1:])
                yield from errors_of(of_one, self.request, payload[name], (deed, name))


def _at(path: Path) -> At:
    deed, name = path.as_list()
    return str(deed), str(name)


def planned(operation: Operation, request: Request) -> Payloads:
    """Plan what the payloads of an operation show. Raises Unplannable."""

    def plan_payloads(each: Request) -> Payloads:
        return Payloads(_without_selections(operation), dict(_planned(operation, each)))

    found: Payloads = operation.kept(request, plan_payloads)
    return found


def _planned(operation: Operation, request: Request) -> Iterator[tuple[At, Planned]]:
    selection = operation.selection(request)
    for at, payload_field, details in selection.payload_fields():
        target = _made(payload_field)
        if target is None:
            continue
        of_field = operation.selection(request)
        shape = of_field.of(target, details, (EACH,))
        objects = plan.Listed(TYPES, KEYS, ((target, ENTITIES[target].source, shape),))
        # No guard: the actor was read anew for the deed, and the deed itself may have changed their rights.
        root = plan.Object(((OBJECTS, objects),))
        yield at, operation.written(request, root, of_field.failures, is_guarded=False)


def _made(payload_field: Any) -> str | None:
    definition = definition_of(payload_field)
    return None if definition is None else definition.metadata.get(MADE)


def _without_selections(operation: Operation) -> DocumentNode:
    """Return the operation's document with nothing but `__typename` selected of what deeds make."""
    type_info = TypeInfo(operation.graphql_schema)
    cut: DocumentNode = visit(operation.document, TypeInfoVisitor(type_info, _Cutter(type_info)))
    return cut


class _Cutter(Visitor):
    """Replaces the selections of payload fields that show what a deed made."""

    def __init__(self, type_info: TypeInfo) -> None:
        super().__init__()
        self._type_info = type_info

    def enter_field(self, node: FieldNode, *_rest: object) -> FieldNode | None:
        """Cut the selection of such a field."""
        graphql_field = self._type_info.get_field_def()
        if graphql_field is None or _made(graphql_field) is None or node.selection_set == _TYPENAME:
            return None
        return replace(node, selection_set=_TYPENAME)
