"""Coerces variables by graphql-core's rules, with what depends on the document alone worked out once."""

from collections.abc import Mapping, Sequence
from typing import Any

from graphql import (
    GraphQLError,
    GraphQLSchema,
    VariableDefinitionNode,
    get_nullable_type,
    get_variable_values,
    is_leaf_type,
    is_non_null_type,
)
from graphql.execution.get_variable_signature import GraphQLVariableSignature, get_variable_signature
from graphql.execution.values import VariableValues, VariableValueSource
from graphql.pyutils import Undefined
from graphql.utilities import coerce_input_value


class Variables:
    """The variables of one operation."""

    def __init__(self, graphql_schema: GraphQLSchema, definitions: Sequence[VariableDefinitionNode]) -> None:
        self._schema = graphql_schema
        self._definitions = definitions
        self._leaves = _leaves(graphql_schema, definitions)

    @property
    def are_leaves(self) -> bool:
        """Tell whether no variable can hold a list or an object."""
        return self._leaves is not None

    def coerced(self, given: Mapping[str, Any], most_errors: int) -> VariableValues | list[GraphQLError]:
        """Return the values, or what is wrong with them."""
        values = None if self._leaves is None else _plainly(self._leaves, given)
        if values is not None:
            return values
        return get_variable_values(self._schema, self._definitions, dict(given), most_errors, hide_suggestions=True)


def _leaves(
    graphql_schema: GraphQLSchema, definitions: Sequence[VariableDefinitionNode]
) -> list[GraphQLVariableSignature] | None:
    """Return the variables where all of them are scalars or enumerations."""
    found = [get_variable_signature(graphql_schema, definition) for definition in definitions]
    leaves = [
        each for each in found if not isinstance(each, GraphQLError) and is_leaf_type(get_nullable_type(each.type))
    ]
    return leaves if len(leaves) == len(found) else None


def _plainly(leaves: Sequence[GraphQLVariableSignature], given: Mapping[str, Any]) -> VariableValues | None:
    """Coerce what is given and good; None where a default or an error must be looked at more closely."""
    sources: dict[str, VariableValueSource] = {}
    coerced: dict[str, Any] = {}
    for leaf in leaves:
        value = given.get(leaf.name, Undefined)
        if value is Undefined:
            if leaf.default is not None or is_non_null_type(leaf.type):
                return None
            sources[leaf.name] = VariableValueSource(leaf)
            continue
        sources[leaf.name] = VariableValueSource(leaf, value)
        coerced[leaf.name] = coerce_input_value(value, leaf.type)
        if coerced[leaf.name] is Undefined:
            return None
    return VariableValues(sources, coerced)
