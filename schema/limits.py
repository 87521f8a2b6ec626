"""Decides how large an operation may be, in one pass over the document: each fragment is measured once.

Size (depth, aliases, ...) is a validation rule; cost depends on the variables too and is counted per request.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from graphql import (
    ASTValidationRule,
    GraphQLError,
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    get_named_type,
    language,
)
from graphql.utilities.coerce_input_value import coerce_default_value
from graphql.validation.rules import overlapping_fields_can_be_merged

from domain.errors import Text

# Comparing fields is quadratic. Core's own budget lets 5 kB of repeated fields block the event loop for a second;
# core reads this attribute and documents assigning to it.
overlapping_fields_can_be_merged.MAX_COMPLEXITY_BUDGET = 20_000

#: Counts stop growing here, so that a fragment bomb stays small integers. Far above every limit.
CEILING = 1_000_000_000
INTROSPECTION = frozenset({"__schema", "__type"})


@dataclass(frozen=True, slots=True)
class Limits:
    """What one request may ask for. The defaults are those of the design (`api.md`, section 2)."""

    depth: int = 12
    aliases: int = 30
    root_fields: int = 20
    directives: int = 50
    fields: int = 2000
    list_items: int = 100
    cost: int = 20_000
    page_size: int = 20
    page_size_max: int = 100
    tokens: int = 2000
    characters: int = 64 * 1024
    body_bytes: int = 1024 * 1024
    url_bytes: int = 8 * 1024
    errors: int = 10
    timeout: float = 10.0


TEXTS = {
    "depth": Text("Truy vấn lồng sâu hơn {} tầng.", "The operation is more than {} levels deep."),
    "aliases": Text("Truy vấn dùng hơn {} bí danh.", "The operation has more than {} aliases."),
    "root_fields": Text("Truy vấn có hơn {} trường gốc.", "The operation has more than {} root fields."),
    "directives": Text("Truy vấn dùng hơn {} chỉ thị.", "The operation has more than {} directives."),
    "fields": Text("Truy vấn mở rộng thành hơn {} trường.", "The operation expands to more than {} fields."),
    "list_items": Text("Một danh sách đầu vào có hơn {} phần tử.", "An input list has more than {} items."),
    "cost": Text(
        "Có thể hơn {} đối tượng; hãy giảm first.", "There may be more than {} objects; lower its lists' first."
    ),
    "characters": Text("Tài liệu GraphQL có hơn {} ký tự.", "The document has more than {} characters."),
    "tokens": Text("Tài liệu GraphQL có hơn {} ký hiệu.", "The document has more than {} tokens."),
}


class LimitExceeded(GraphQLError):
    """An operation is larger than one of the limits."""

    code = "OPERATION_TOO_COMPLEX"

    def __init__(self, limit: str, allowed: int, node: language.Node | None = None) -> None:
        template = TEXTS[limit]
        self.text = Text(template.vi.format(allowed), template.en.format(allowed))
        extensions = {"code": self.code, "limit": limit, "allowed": allowed}
        super().__init__(self.text.en, node, extensions=extensions)


class BadString(GraphQLError):
    """A string literal holds a NUL character, which the database cannot store."""

    code = "BAD_USER_INPUT"
    text = Text("Chuỗi không được chứa ký tự NUL.", "A string must not contain the NUL character.")

    def __init__(self, node: language.Node) -> None:
        super().__init__(self.text.en, node, extensions={"code": self.code})


def fragments_in_order(document: language.DocumentNode) -> tuple[language.FragmentDefinitionNode, ...]:
    """Order fragments so that each follows the ones it spreads, without recursion; a cycle is cut."""
    definitions = {
        node.name.value: node for node in document.definitions if isinstance(node, language.FragmentDefinitionNode)
    }
    done: list[language.FragmentDefinitionNode] = []
    entered: set[str] = set()
    path: list[tuple[str, Iterator[str]]] = [("", iter(definitions))]
    while path:
        name, spreads = path[-1]
        step = next((spread for spread in spreads if spread in definitions and spread not in entered), None)
        if step is not None:
            entered.add(step)
            path.append((step, _spreads(definitions[step])))
        else:
            path.pop()
            done.extend([definitions[name]] if name else [])
    return tuple(done)


def _spreads(fragment: language.FragmentDefinitionNode) -> Iterator[str]:
    pending = [fragment.selection_set]
    while pending:
        for node in pending.pop().selections:
            if isinstance(node, language.FragmentSpreadNode):
                yield node.name.value
            elif isinstance(node, language.FieldNode | language.InlineFragmentNode) and node.selection_set:
                pending.append(node.selection_set)


class Size(NamedTuple):
    """What a selection set expands to. The names are those of `Limits`."""

    depth: int = 0
    aliases: int = 0
    root_fields: int = 0
    directives: int = 0
    fields: int = 0


def _together(sizes: Iterable[Size]) -> Size:
    """Put selections next to each other."""
    depths, *counts = zip(Size(), *sizes, strict=True)
    return Size(max(depths), *(min(sum(count), CEILING) for count in counts))


def _size(
    owner: language.SelectionSetNode | None,
    known: Mapping[str, Size],
    directives: Sequence[language.DirectiveNode] | None = None,
) -> Size:
    sizes = [Size(directives=len(directives or ()))]
    for node in owner.selections if owner else ():
        if isinstance(node, language.FragmentSpreadNode):
            # Unknown and cyclic spreads count nothing here: validation refuses them by their own rules.
            sizes += [known.get(node.name.value, Size()), Size(directives=len(node.directives or ()))]
        elif isinstance(node, language.FieldNode):
            sizes.append(_field_size(node, _size(node.selection_set, known, node.directives)))
        elif isinstance(node, language.InlineFragmentNode):
            sizes.append(_size(node.selection_set, known, node.directives))
    return _together(sizes)


def _field_size(node: language.FieldNode, inner: Size) -> Size:
    # The standard introspection query is deep by nature; core's MaxIntrospectionDepthRule bounds it.
    depth = 1 if node.name.value in INTROSPECTION else inner.depth + 1
    aliases = inner.aliases + (node.alias is not None)
    return Size(depth, aliases, 1, inner.directives, inner.fields + 1)


def excesses(document: language.DocumentNode, limits: Limits) -> Iterator[LimitExceeded]:
    """Find what in the document is too large, whatever the variables."""
    known: dict[str, Size] = {}
    for fragment in fragments_in_order(document):
        known[fragment.name.value] = _size(fragment.selection_set, known, fragment.directives)
    for operation in document.definitions:
        if not isinstance(operation, language.OperationDefinitionNode):
            continue
        # Directives may also sit on the operation and on its variables.
        directives: list[language.DirectiveNode] = [*(operation.directives or ())]
        for variable in operation.variable_definitions or ():
            directives.extend(variable.directives or ())
        size = _size(operation.selection_set, known, directives)
        for name, value in zip(size._fields, size, strict=True):
            if value > getattr(limits, name):
                yield LimitExceeded(name, getattr(limits, name), operation)


@cache
def limit_rules(limits: Limits) -> tuple[type[ASTValidationRule], ...]:
    """Build the rules for `limits` once: a cache of validated documents needs classes that stay the same."""

    class LimitsRule(ASTValidationRule):
        """Report everything that is too large before the costlier rules look at the document."""

        def enter_document(self, node: language.DocumentNode, *_args: object) -> None:
            for error in excesses(node, limits):
                self.report_error(error)

        def enter_list_value(self, node: language.ListValueNode, *_args: object) -> None:
            if len(node.values) > limits.list_items:
                self.report_error(LimitExceeded("list_items", limits.list_items, node))

        def enter_string_value(self, node: language.StringValueNode, *_args: object) -> None:
            if "\0" in node.value:
                self.report_error(BadString(node))

    return (LimitsRule,)


def lists_are_short(values: Iterable[Any], limits: Limits) -> bool:
    """Tell whether no list in the coerced variables is longer than a list literal may be."""
    pending = list(values)
    while pending:
        value = pending.pop()
        if isinstance(value, list | tuple):
            if len(value) > limits.list_items:
                return False
            pending.extend(value)
        elif isinstance(value, dict):
            pending.extend(value.values())
    return True


class _Cost(NamedTuple):
    """Objects a selection returns: once, and again for each item of the connection it is on."""

    fixed: int = 0
    per_item: int = 0


class CostMeter:
    """Counts the objects an operation may return. An object is 1, an edge and its node together are 1.

    Lists in a connection have its page size; a list without `first`, `last` or `ids` counts as one page.
    """

    def __init__(self, graphql_schema: GraphQLSchema, variables: Mapping[str, Any], limits: Limits) -> None:
        self.graphql_schema = graphql_schema
        self.variables = variables
        self.limits = limits
        self.known: dict[str, _Cost] = {}

    def cost(
        self,
        operation: language.OperationDefinitionNode,
        fragments: Iterable[language.FragmentDefinitionNode],
    ) -> int:
        """Return the cost of a validated operation; `fragments` come from `fragments_in_order`."""
        for fragment in fragments:
            parent = self.graphql_schema.get_type(fragment.type_condition.name.value)
            self.known[fragment.name.value] = self._selections(fragment.selection_set, parent)
        root = self.graphql_schema.get_root_type(operation.operation)
        return self._selections(operation.selection_set, root).fixed

    def _selections(self, selections: language.SelectionSetNode, parent: GraphQLNamedType | None) -> _Cost:
        fixed = per_item = 0
        for node in selections.selections:
            cost = _Cost()
            if isinstance(node, language.FragmentSpreadNode):
                cost = self.known.get(node.name.value, cost)
            elif isinstance(node, language.FieldNode):
                cost = self._field(node, parent)
            elif isinstance(node, language.InlineFragmentNode):
                condition = node.type_condition
                narrowed = self.graphql_schema.get_type(condition.name.value) if condition else parent
                cost = self._selections(node.selection_set, narrowed)
            fixed, per_item = fixed + cost.fixed, per_item + cost.per_item
        return _Cost(min(fixed, CEILING), min(per_item, CEILING))

    def _field(self, node: language.FieldNode, parent: GraphQLNamedType | None) -> _Cost:
        fields = parent.fields if isinstance(parent, GraphQLObjectType | GraphQLInterfaceType) else {}
        field = fields.get(node.name.value)
        # `__schema` and `__type` are no fields of the parent: introspection reads no data and costs nothing.
        if not node.selection_set or field is None:
            return _Cost()
        named = get_named_type(field.type)
        page = self._page_size(field, node)
        inner = self._selections(node.selection_set, named)
        one = (not named.name.endswith("Edge")) + inner.fixed + page * inner.per_item
        nesting = str(field.type).count("[")
        if nesting and parent is not None and parent.name.endswith("Connection"):
            return _Cost(0, min(one * page ** (nesting - 1), CEILING))
        return _Cost(min(one * page**nesting, CEILING))

    def _page_size(self, field: GraphQLField, node: language.FieldNode) -> int:
        sizes = (self._size_argument(field, node, name) for name in ("first", "last", "ids"))
        given = [size for size in sizes if size is not None]
        # A wrong size is the resolver's to refuse (BAD_USER_INPUT); here it only must not multiply.
        return min(max(max(given, default=self.limits.page_size), 1), self.limits.page_size_max)

    def _size_argument(self, field: GraphQLField, node: language.FieldNode, name: str) -> int | None:
        definition = field.args.get(name)
        if definition is None:
            return None
        value: Any = coerce_default_value(definition)
        for argument in node.arguments or ():
            if argument.name.value == name:
                value = self._given(argument.value, value)
        return len(value) if isinstance(value, list | tuple) else value if isinstance(value, int) else None

    def _given(self, literal: language.ValueNode, otherwise: object) -> object:
        if isinstance(literal, language.VariableNode):
            return self.variables.get(literal.name.value, otherwise)
        if isinstance(literal, language.IntValueNode):
            return int(literal.value[:12])
        return literal.values if isinstance(literal, language.ListValueNode) else None
