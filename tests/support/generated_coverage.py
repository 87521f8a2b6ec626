"""What generated operations have exercised: a proof by examples is only as good as the examples."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLObjectType,
    InlineFragmentNode,
    ListValueNode,
    Node,
    NullValueNode,
    ObjectFieldNode,
    OperationDefinitionNode,
    SelectionSetNode,
    VariableDefinitionNode,
    VariableNode,
    Visitor,
    get_named_type,
    parse,
    visit,
)

from schema.root import graphql_schema
from tests.support.generated_queries import Operation
from tests.support.generated_scope import ROOT, TYPES, Kind

PLACES = {"field": "a field", "fragment_spread": "a spread", "inline_fragment": "an inline fragment"}
PAGING = ("first", "last", "after", "before", "filter", "orderBy")
#: Everything that operations may do and must have done.
KINDS = {
    *(
        f"@{name} on {of}, {how}"
        for name, of, how in product(("skip", "include"), PLACES.values(), ("fixed", "variable"))
    ),
    *(f"{name}, {how}" for name, how in product(PAGING, ("fixed", "variable", "null"))),
    *(f"{name}, {how}" for name, how in product(("id", "ids"), ("fixed", "variable"))),
    *("alias", "a field twice with other arguments", "a value twice", "an object twice"),
    *("fragment", "fragment on Node", "fragment in a fragment", "fragment spread again"),
    *("inline fragment", "inline fragment on Node", "inline fragment on no type"),
    *("variable in an object", "variable in a list", "variable left to its default", "variable other than its default"),
    *("variable left out", "variable null"),
}


def named(on: Kind, name: str) -> str:
    """Name a field of a type; all connections and all edges are one declaration, and count as one."""
    wrapper = next((each for each in ("Connection", "Edge") if on.name.endswith(each)), on.name)
    return f"{wrapper}.{name}"


def fields() -> set[str]:
    """Every field that queries can reach; the interface's own are those of its types."""
    found, pending, known = set(), [ROOT], {ROOT.name}
    types = [kind for kind in graphql_schema.type_map.values() if isinstance(kind, GraphQLObjectType)]
    while pending:
        on = pending.pop()
        found |= {named(on, name) for name in on.fields}
        for of in on.fields.values():
            target = get_named_type(of.type)
            possible = [kind for kind in types if target in (kind, *kind.interfaces)]
            pending += [kind for kind in possible if kind.name not in known]
            known |= {kind.name for kind in possible}
    return found


class Coverage:
    """Counts what a run of operations asked for, and what it got."""

    def __init__(self) -> None:
        self.operations = 0
        self.with_rows = 0
        self.ways: Counter[str] = Counter()
        self.kinds: Counter[str] = Counter()
        self.asked: Counter[str] = Counter()
        self.answered: Counter[str] = Counter()
        self.refusals: Counter[str] = Counter()

    def add(self, operation: Operation, body: Mapping[str, Any], way: str) -> None:
        """Count an operation, its answer, and by which execution it was read in the end."""
        self.ways[way] += 1
        document = parse(operation.document)
        self.operations += 1
        self.kinds.update(set(kinds(document, operation.variables)))
        walk = _Walk(document)
        walk.into(walk.operation.selection_set, ROOT, [body["data"]] if body["data"] else [])
        self.asked.update(walk.asked)
        self.answered.update(walk.answered)
        self.with_rows += any(name.partition(".")[0] in TYPES for name in walk.answered)
        self.refusals.update(error["message"] for error in body.get("errors", ()))


class _Walk:
    """Goes through a document and its answer side by side."""

    def __init__(self, document: DocumentNode) -> None:
        nodes = document.definitions
        (self.operation,) = (node for node in nodes if isinstance(node, OperationDefinitionNode))
        self.fragments = {node.name.value: node for node in nodes if isinstance(node, FragmentDefinitionNode)}
        self.asked: set[str] = set()
        self.answered: set[str] = set()

    def into(self, selected: SelectionSetNode, on: Kind, objects: Sequence[Mapping[str, Any]]) -> None:
        """Note which fields were asked of a type, and which came with a value in one of these objects."""
        for node in selected.selections:
            if isinstance(node, FieldNode):
                self._field(node, on, objects)
            else:
                inside = self.fragments[node.name.value] if isinstance(node, FragmentSpreadNode) else node
                condition = inside.type_condition
                narrowed: Any = graphql_schema.type_map[condition.name.value] if condition else on
                self.into(inside.selection_set, narrowed, objects)

    def _field(self, node: FieldNode, on: Kind, objects: Sequence[Mapping[str, Any]]) -> None:
        name, key = node.name.value, (node.alias or node.name).value
        if name not in on.fields:  # __typename
            return
        found = [value for each in objects for value in _flat(each.get(key))]
        self.asked.add(named(on, name))
        self.answered |= {named(on, name)} if found else set()
        if node.selection_set:
            target: Any = get_named_type(on.fields[name].type)
            self.into(node.selection_set, target, [value for value in found if isinstance(value, dict)])


def _flat(value: Any) -> list[Any]:
    """Return what a field holds, without nulls."""
    return [each for each in (value if isinstance(value, list) else [value]) if each is not None]


def kinds(document: DocumentNode, variables: Mapping[str, Any]) -> Iterator[str]:
    """Tell what a document does, in the words of `KINDS`."""
    seen = _Kinds(variables)
    visit(document, seen)
    return iter(seen.found)


class _Kinds(Visitor):
    def __init__(self, variables: Mapping[str, Any]) -> None:
        super().__init__()
        self.variables = variables
        self.found: set[str] = set()
        self.spread: set[str] = set()

    def enter_field(self, node: FieldNode, *_rest: Any) -> None:
        self.found |= {"alias"} if node.alias else set()
        for argument in node.arguments or ():
            how = {VariableNode: "variable", NullValueNode: "null"}.get(type(argument.value), "fixed")
            self.found.add(f"{argument.name.value}, {how}")
        self._conditions("a field", node)

    def enter_selection_set(self, node: SelectionSetNode, *_rest: Any) -> None:
        direct = [each for each in node.selections if isinstance(each, FieldNode) and each.name.value != "__typename"]
        for first, second in ((a, b) for place, a in enumerate(direct) for b in direct[:place]):
            if (first.alias or first.name).value == (second.alias or second.name).value:
                self.found.add("an object twice" if first.selection_set else "a value twice")
            elif first.name.value == second.name.value and first.arguments != second.arguments:
                self.found.add("a field twice with other arguments")

    def enter_fragment_definition(self, node: FragmentDefinitionNode, *_rest: Any) -> None:
        self.found |= {"fragment", f"fragment on {node.type_condition.name.value}"}

    def enter_fragment_spread(self, node: FragmentSpreadNode, *rest: Any) -> None:
        name = node.name.value
        self.found |= {"fragment spread again"} if name in self.spread else set()
        self.found |= {"fragment in a fragment"} if _is_in_fragment(rest[-1]) else set()
        self.spread.add(name)
        self._conditions("a spread", node)

    def enter_inline_fragment(self, node: InlineFragmentNode, *_rest: Any) -> None:
        condition = node.type_condition.name.value if node.type_condition else "no type"
        self.found |= {"inline fragment", f"inline fragment on {condition}"}
        self._conditions("an inline fragment", node)

    def enter_object_field(self, node: ObjectFieldNode, *_rest: Any) -> None:
        self.found |= {"variable in an object"} if isinstance(node.value, VariableNode) else set()

    def enter_list_value(self, node: ListValueNode, *_rest: Any) -> None:
        is_there = any(isinstance(each, VariableNode) for each in node.values)
        self.found |= {"variable in a list"} if is_there else set()

    def enter_variable_definition(self, node: VariableDefinitionNode, *_rest: Any) -> None:
        name = node.variable.name.value
        if name not in self.variables:
            self.found.add("variable left to its default" if node.default_value else "variable left out")
        elif node.default_value:
            self.found.add("variable other than its default")
        elif self.variables[name] is None:
            self.found.add("variable null")

    def _conditions(self, of: str, node: Any) -> None:
        for directive in node.directives or ():
            how = "variable" if isinstance(directive.arguments[0].value, VariableNode) else "fixed"
            self.found.add(f"@{directive.name.value} on {of}, {how}")


def _is_in_fragment(ancestors: Sequence[Node | Sequence[Node]]) -> bool:
    return any(isinstance(each, FragmentDefinitionNode) for each in ancestors)
