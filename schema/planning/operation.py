"""An operation, planned: what is worked out once is kept with its document, and both with the process.

There is one plan for each shape of what is asked: which fields the conditions let through, which filters are given, in
which order, from which end. The viewer's roles are part of the shape; values never are.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graphql import (
    DocumentNode,
    FragmentDefinitionNode,
    GraphQLNamedType,
    GraphQLSchema,
    OperationDefinitionNode,
    SelectionSetNode,
)
from graphql.execution.collect_fields import FragmentDetails
from graphql.execution.values import VariableValues

from domain.actor import Actor
from domain.people.queries import rights_are_unchanged
from domain.reading import plan, viewer
from domain.reading.statement import Statement, written_for
from schema.bindings import Lookup, Lookups, ToConnection
from schema.limits import CostMeter, Limits
from schema.planning.places import Asked, Place, binding_of, conditions_in, fields_of, variables_in
from schema.planning.selection import Failure, Selection
from schema.planning.variables import Variables

#: How many shapes of one operation, and how many sizes of its pages, are kept.
MAX_SHAPES = 64
SIZES = frozenset({"first", "last", "ids"})


@dataclass(frozen=True, slots=True)
class Planned:
    """A plan with its statement, and the fields that its arguments' refusal leaves null."""

    plan: plan.Object
    statement: Statement
    failures: tuple[Failure, ...]


@dataclass(frozen=True, slots=True)
class Request:
    """What one request asks of an operation: its variables, the viewer, and what follows for each place."""

    variables: VariableValues
    actor: Actor
    shape: Hashable
    asked: Sequence[Asked]

    def arguments(self, statement: Statement, more: Mapping[str, Any] | None = None) -> list[Any]:
        """Return the values of a statement's parameters."""
        given = dict(more or {})
        for number, asked in enumerate(self.asked):
            for part, value in enumerate(asked.values):
                given[f"request_{number}_{part}"] = value
        return statement.arguments(self.actor, given)


class Operation:
    """One operation of a valid document, with everything about it that does not depend on the request."""

    def __init__(self, graphql_schema: GraphQLSchema, document: DocumentNode, node: OperationDefinitionNode) -> None:
        self.node = node
        self.graphql_schema = graphql_schema
        self.document = document
        self.variables = Variables(graphql_schema, node.variable_definitions or ())
        fragments = [each for each in document.definitions if isinstance(each, FragmentDefinitionNode)]
        self._fragments = {each.name.value: FragmentDetails(each) for each in fragments}
        parents: list[tuple[GraphQLNamedType | None, SelectionSetNode]] = [
            (graphql_schema.get_root_type(node.operation), node.selection_set)
        ]
        parents += [(graphql_schema.get_type(each.type_condition.name.value), each.selection_set) for each in fragments]
        with_arguments = [
            (field, each)
            for parent, selections in parents
            for field, each in fields_of(graphql_schema, selections, parent)
            if each.arguments or isinstance(binding_of(field), ToConnection)
        ]
        self._places = {
            id(each): Place(number, field, each, graphql_schema)
            for number, (field, each) in enumerate(
                (field, each)
                for field, each in with_arguments
                if isinstance(binding_of(field), ToConnection | Lookup | Lookups)
            )
        }
        self._conditions = tuple(sorted(conditions_in(document)))
        sizes = [argument for _, each in with_arguments for argument in each.arguments or ()]
        self._sizes = tuple(sorted(variables_in(each for each in sizes if each.name.value in SIZES)))
        self._costs: dict[Hashable, int] = {}
        self._planned: OrderedDict[Hashable, Any] = OrderedDict()

    def cost(self, variables: VariableValues, limits: Limits, fragments: Sequence[FragmentDefinitionNode]) -> int:
        """Return how many objects the operation may answer with; only the variables that size its lists matter."""
        sizes = [variables.coerced.get(name) for name in self._sizes]
        key = (
            tuple(len(size) if isinstance(size, list) else size for size in sizes),
            tuple(name in variables.coerced for name in self._sizes),
        )
        cost = self._costs.get(key)
        if cost is None:
            cost = CostMeter(self.graphql_schema, variables.coerced, limits).cost(self.node, fragments)
            if len(self._costs) < MAX_SHAPES:
                self._costs[key] = cost
        return cost

    def request(self, variables: VariableValues, actor: Actor) -> Request:
        """Work out what a request asks."""
        shape = viewer.shape(actor)
        asked = [place.asked(variables, actor, shape) for place in self._places.values()]
        conditions = tuple([variables.coerced.get(name) for name in self._conditions])
        return Request(variables, actor, (shape, conditions, *[each.shape for each in asked]), asked)

    def planned(self, request: Request) -> Planned:
        """Return the plan of a query. Raises Unplannable."""
        planned: Planned = self.kept(request, self._plan)
        return planned

    def kept(self, request: Request, make: Callable[[Request], Any]) -> Any:
        """Return what `make` makes for the request's shape; the shapes unused for longest are forgotten."""
        known = self._planned.get(request.shape)
        if known is None:
            known = self._planned[request.shape] = make(request)
            if len(self._planned) > MAX_SHAPES:
                self._planned.popitem(last=False)
        else:
            self._planned.move_to_end(request.shape)
        return known

    def selection(self, request: Request) -> Selection:
        """Start planning for a request's shape."""
        return Selection(
            self.graphql_schema, self._fragments, self.node, request.variables, self._places, request.asked
        )

    def _plan(self, request: Request) -> Planned:
        selection = self.selection(request)
        root = selection.root()
        return self.written(request, root, selection.failures)

    def written(
        self, request: Request, root: plan.Object, failures: Sequence[Failure], *, is_guarded: bool = True
    ) -> Planned:
        """Write a plan for the request's viewer; guarded, it gives nothing once the viewer's rights have changed."""
        actor = request.actor
        guard = rights_are_unchanged() if is_guarded and actor.rights_version is not None else None
        is_uneven = any(
            not each.condition.is_even
            for asked in request.asked
            if asked.slice is not None
            for each in asked.slice.conditions
        )
        return Planned(root, written_for(root, actor, guard, is_replanned=is_uneven), tuple(failures))
