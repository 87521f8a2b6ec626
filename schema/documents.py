"""Decides whether a document is valid and small enough, and remembers those that are, with what was planned of them."""

from collections import OrderedDict

from graphql import (
    DocumentNode,
    GraphQLSchema,
    GraphQLSyntaxError,
    OperationDefinitionNode,
    parse,
    specified_rules,
    validate,
)

from domain.errors import Text
from schema.failures import CodedError, RefusedError
from schema.limits import LimitExceeded, Limits, fragments_in_order, limit_rules
from schema.planning.operation import Operation

NO_NAME = Text("Tài liệu có nhiều thao tác: hãy nêu operationName.", "The document has several operations: name one.")
NO_OPERATION = Text("Tài liệu không có thao tác này.", "The document has no such operation.")


class Document:
    """A valid document, its fragments with callees first, and its operations as they come to be used."""

    def __init__(self, graphql_schema: GraphQLSchema, node: DocumentNode) -> None:
        self.node = node
        self.fragments = fragments_in_order(node)
        self._schema = graphql_schema
        self._operations: dict[str | None, Operation] = {}

    def operation(self, name: str | None) -> Operation:
        """Choose the operation. An empty name means "not given"; several without a name are refused."""
        known = self._operations.get(name)
        if known is None:
            known = self._operations[name] = Operation(self._schema, self.node, self._chosen(name))
        return known

    def _chosen(self, name: str | None) -> OperationDefinitionNode:
        operations = [node for node in self.node.definitions if isinstance(node, OperationDefinitionNode)]
        if name:
            operations = [node for node in operations if node.name and node.name.value == name]
        if len(operations) == 1:
            return operations[0]
        code = "OPERATION_RESOLUTION_FAILURE"
        raise RefusedError(code, [CodedError(code, NO_NAME if operations else NO_OPERATION)])


class DocumentCache:
    """The valid documents used most recently, by their text: bounded in number and in characters."""

    def __init__(self, entries: int = 256, characters: int = 512 * 1024) -> None:
        self.entries = entries
        self.characters = characters
        self.held = 0
        self.documents: OrderedDict[str, Document] = OrderedDict()

    def get(self, text: str) -> Document | None:
        """Return the document and mark it as used."""
        document = self.documents.get(text)
        if document is not None:
            self.documents.move_to_end(text)
        return document

    def put(self, text: str, document: Document) -> None:
        """Keep the document, and drop those unused for longest while there is too much."""
        if text not in self.documents:
            self.held += len(text)
        self.documents[text] = document
        while len(self.documents) > self.entries or self.held > self.characters:
            dropped, _ = self.documents.popitem(last=False)
            self.held -= len(dropped)


def valid_document(graphql_schema: GraphQLSchema, text: str, limits: Limits) -> Document:
    """Parse and validate a document. Raises RefusedError."""
    if len(text) > limits.characters:
        raise too_complex(LimitExceeded("characters", limits.characters))
    try:
        node = parse(text, max_tokens=limits.tokens)
    except GraphQLSyntaxError as error:
        if f"more than {limits.tokens} tokens" in error.message:
            raise too_complex(LimitExceeded("tokens", limits.tokens)) from None
        raise RefusedError("GRAPHQL_PARSE_FAILED", [error]) from None
    # Size first: the rules of the specification are not linear, so they only see documents of bounded size.
    for rules in (limit_rules(limits), specified_rules):
        if errors := validate(graphql_schema, node, rules, max_errors=limits.errors, hide_suggestions=True):
            code = getattr(errors[0], "code", "GRAPHQL_VALIDATION_FAILED")
            raise RefusedError(code, errors)
    return Document(graphql_schema, node)


def too_complex(error: LimitExceeded, **details: int) -> RefusedError:
    """Refuse an operation that is larger than a limit."""
    if error.extensions is not None:
        error.extensions.update(details)
    return RefusedError(error.code, [error])
