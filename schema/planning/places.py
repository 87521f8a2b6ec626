"""The places of an operation where values come in: fields with arguments. What was asked there, request by request.

`Asked.shape` decides which statement answers; `Asked.values` go into it as parameters.
"""

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from graphql import (
    FieldNode,
    GraphQLError,
    GraphQLField,
    GraphQLNamedType,
    GraphQLSchema,
    InlineFragmentNode,
    SelectionSetNode,
    get_argument_values,
    get_named_type,
    language,
)
from graphql.execution.values import VariableValues
from strawberry.types.arguments import convert_argument
from strawberry.types.field import StrawberryField

from domain.actor import Actor
from schema import node_ids
from schema.bindings import BINDING, ENTITIES, Binding, Lookup, Lookups, ToConnection
from schema.errors import RequestError
from schema.slices import PAGE_ARGUMENTS, Slice, slice_of

#: Where Strawberry keeps its definition of a field.
DEFINITION = "strawberry-definition"


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for at one place: a slice of a list, or objects of some types by their keys."""

    shape: Hashable
    values: tuple[Any, ...] = ()
    slice: Slice | None = None
    types: tuple[str, ...] = ()
    error: Exception | None = None

    @classmethod
    def refused(cls, error: Exception) -> "Asked":
        """Remember why the arguments are refused; the field is null then, whatever else is asked."""
        return cls("refused", error=error)


def definition_of(field: GraphQLField) -> StrawberryField | None:
    """Return Strawberry's definition of a field of the schema."""
    return field.extensions.get(DEFINITION)


def binding_of(field: GraphQLField) -> Binding | None:
    """Return what a field of the schema is bound to; None for the parts of connections."""
    definition = definition_of(field)
    return None if definition is None else definition.metadata.get(BINDING)


class Place:
    """A field with arguments in a document."""

    def __init__(self, number: int, field: GraphQLField, node: FieldNode, graphql_schema: GraphQLSchema) -> None:
        self.number = number
        self._field = field
        self._node = node
        self._binding = binding_of(field)
        self._schema = graphql_schema
        self._is_constant = not variables_in(node.arguments or ())
        self._plain = _plain_arguments(field, node)
        self._known: dict[Hashable, Asked] = {}

    def asked(self, variables: VariableValues, actor: Actor, shape: Hashable) -> Asked:
        """Work out what is asked; where no variable is used, once for all actors of a shape."""
        if not self._is_constant:
            return self._asked(variables, actor)
        known = self._known.get(shape)
        if known is None:
            known = self._known[shape] = self._asked(variables, actor)
        return known

    def _asked(self, variables: VariableValues, actor: Actor) -> Asked:
        try:
            arguments = self._arguments(variables)
            match self._binding:
                case ToConnection():
                    asked = slice_of(self._binding, self._converted(arguments), actor)
                    return Asked(asked.shape, asked.values, slice=asked)
                case Lookup(target):
                    return _one(arguments["id"], target)
                case Lookups():
                    self._binding.check(arguments["ids"])
                    return _many(arguments["ids"])
        except (GraphQLError, RequestError) as error:
            return Asked.refused(error)
        raise TypeError(f"{self._node.name.value} takes no arguments")

    def _arguments(self, variables: VariableValues) -> dict[str, Any]:
        """Return the arguments by graphql-core's rules; variables that are there and not null are what they are."""
        coerced = variables.coerced
        if self._plain is not None and all(coerced.get(name) is not None for name in self._plain.values()):
            return {argument: coerced[name] for argument, name in self._plain.items()}
        return get_argument_values(self._field, self._node, variables, hide_suggestions=True)

    def _converted(self, arguments: Mapping[str, Any]) -> dict[str, Any]:
        """Turn arguments into what resolvers get: inputs as instances of their classes, by Python names."""
        converted: dict[str, Any] = {name: arguments.get(name) for name in PAGE_ARGUMENTS}
        converter = self._schema._strawberry_schema.schema_converter  # type: ignore[attr-defined]  # noqa: SLF001
        definition = definition_of(self._field)
        for argument in () if definition is None else definition.arguments:
            given = arguments.get(converter.config.name_converter.from_argument(argument))
            if argument.python_name not in converted and given is not None:
                converted[argument.python_name] = convert_argument(
                    given, argument.type, converter.scalar_registry, converter.config
                )
        return converted


def _plain_arguments(field: GraphQLField, node: FieldNode) -> dict[str, str] | None:
    """Return the variable of each argument where every argument is one and none has a default."""
    given = {argument.name.value: argument.value for argument in node.arguments or ()}
    if not all(isinstance(value, language.VariableNode) for value in given.values()):
        return None
    if any(definition.default is not None for definition in field.args.values()):
        return None
    return {name: value.name.value for name, value in given.items() if isinstance(value, language.VariableNode)}


def _one(given: str, target: str | None) -> Asked:
    decoded = node_ids.decode(given)
    if decoded is None or not _is_node(decoded[0]) or target not in {None, decoded[0]}:
        return Asked(None)
    return Asked(decoded[0], (decoded[1],), types=(decoded[0],))


def _many(given: list[str]) -> Asked:
    decoded = [node_ids.decode(each) for each in given]
    known = [each if each is not None and _is_node(each[0]) else (None, None) for each in decoded]
    types = tuple(sorted({name for name, _ in known if name is not None}))
    return Asked(types, ([name for name, _ in known], [key for _, key in known]), types=types)


def _is_node(type_name: str) -> bool:
    return type_name in ENTITIES and ENTITIES[type_name].is_node


def variables_in(nodes: Any) -> set[str]:
    """Return the names of the variables anywhere within syntax nodes."""
    found: set[str] = set()
    pending = list(nodes)
    while pending:
        node = pending.pop()
        if isinstance(node, language.VariableNode):
            found.add(node.name.value)
        elif isinstance(node, language.ArgumentNode | language.ObjectFieldNode):
            pending.append(node.value)
        elif isinstance(node, language.ListValueNode):
            pending.extend(node.values)
        elif isinstance(node, language.ObjectValueNode):
            pending.extend(node.fields)
    return found


def fields_of(
    graphql_schema: GraphQLSchema, selections: SelectionSetNode, parent: GraphQLNamedType | None
) -> Iterator[tuple[GraphQLField, FieldNode]]:
    """Walk a selection set of a valid document without following spreads; introspection is left out."""
    for node in selections.selections:
        if isinstance(node, InlineFragmentNode):
            condition = node.type_condition
            narrowed = graphql_schema.get_type(condition.name.value) if condition else parent
            yield from fields_of(graphql_schema, node.selection_set, narrowed)
        elif isinstance(node, FieldNode):
            field = getattr(parent, "fields", {}).get(node.name.value)
            if field is None:
                continue
            yield field, node
            if node.selection_set:
                yield from fields_of(graphql_schema, node.selection_set, get_named_type(field.type))


def conditions_in(document: language.DocumentNode) -> set[str]:
    """Return the names of the variables that decide by `@skip` and `@include` what is selected."""
    found: set[str] = set()
    pending: list[Any] = [each for each in document.definitions if hasattr(each, "selection_set")]
    while pending:
        node = pending.pop()
        for directive in getattr(node, "directives", None) or ():
            found |= variables_in(directive.arguments or ())
        if getattr(node, "selection_set", None):
            pending.extend(node.selection_set.selections)
    return found
