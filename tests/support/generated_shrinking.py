"""Makes a generated operation smaller while it still shows what it was found with."""

from collections.abc import Awaitable, Callable
from typing import Any

from graphql import (
    REMOVE,
    ArgumentNode,
    DirectiveNode,
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    Node,
    ObjectFieldNode,
    OperationDefinitionNode,
    VariableNode,
    Visitor,
    parse,
    print_ast,
    visit,
)

from tests.support.generated_queries import Operation

REMOVABLE = (FieldNode, InlineFragmentNode, FragmentSpreadNode, DirectiveNode, ArgumentNode, ObjectFieldNode)


async def shrink(operation: Operation, shows: Callable[[Operation], Awaitable[object]]) -> Operation:
    """Remove one thing after the other, the large ones first; what is no valid operation then shows nothing."""
    number, is_smaller = 0, False
    while True:
        remover = _Remover(number)
        document = visit(parse(operation.document), remover)
        if remover.seen < number:
            # What was needed by something that is gone now may go, too.
            if not is_smaller:
                return operation
            number, is_smaller = 0, False
            continue
        smaller = _tidy(document, operation.variables)
        if await shows(smaller):
            operation, is_smaller = smaller, True
        else:
            number += 1


class _Remover(Visitor):
    """Removes the part with a number."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number
        self.seen = -1

    def enter(self, node: Node, *_rest: Any) -> Any:
        self.seen += isinstance(node, REMOVABLE)
        return REMOVE if self.seen == self.number and isinstance(node, REMOVABLE) else None


class _Names(Visitor):
    """Collects the names of the variables and fragments that are used."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()

    def enter_variable_definition(self, *_rest: Any) -> Any:
        return False

    def enter_variable(self, node: VariableNode, *_rest: Any) -> None:
        self.found.add(node.name.value)

    def enter_fragment_spread(self, node: FragmentSpreadNode, *_rest: Any) -> None:
        self.found.add(node.name.value)


def _tidy(document: DocumentNode, variables: dict[str, Any]) -> Operation:
    """Drop the fragments and the variables that nothing uses any more."""
    operation, *fragments = document.definitions
    assert isinstance(operation, OperationDefinitionNode)
    kept: list[Any] = []
    used = _Names()
    visit(operation, used)
    for each in fragments:  # a fragment stands before those that it spreads
        if isinstance(each, FragmentDefinitionNode) and each.name.value in used.found:
            visit(each, used)
            kept.append(print_ast(each))
    definitions = [each for each in operation.variable_definitions or () if each.variable.name.value in used.found]
    declared = ", ".join(print_ast(each) for each in definitions)
    head = f"query Smaller{f'({declared})' if declared else ''} {print_ast(operation.selection_set)}"
    return Operation("\n".join([head, *kept]), {name: value for name, value in variables.items() if name in used.found})
