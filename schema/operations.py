"""Decides whether an operation may run and runs it: parse, validate, choose, coerce, count, execute, tell errors.

Nothing here knows HTTP. Every error has a code; what nobody expected is logged and answered by an id only.
"""

import asyncio
import logging
import re
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from inspect import isawaitable
from typing import Any, Literal, NamedTuple, cast
from uuid import uuid4

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    GraphQLError,
    GraphQLSchema,
    GraphQLSyntaxError,
    OperationDefinitionNode,
    execution,
    get_variable_values,
    parse,
    specified_rules,
    validate,
)
from strawberry.execution import optimized_is_awaitable
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext

from domain.errors import Text
from schema.limits import CostMeter, LimitExceeded, Limits, fragments_in_order, limit_rules, lists_are_short

logger = logging.getLogger(__name__)

Language = Literal["vi", "en"]
FormattedError = dict[str, Any]

MESSAGE_LENGTH = 300
#: graphql-core quotes whatever a scalar's parser raised; those words were not written for our callers.
FOREIGN_WORDS = re.compile(r", but encountered error '.*'; found", re.DOTALL)

NO_NAME = Text("Tài liệu có nhiều thao tác: hãy nêu operationName.", "The document has several operations: name one.")
NO_OPERATION = Text("Tài liệu không có thao tác này.", "The document has no such operation.")
INTERNAL = Text("Lỗi hệ thống. Hãy báo mã lỗi cho quản trị viên.", "Internal error. Please report its id.")
TIMEOUT = Text("Thao tác quá thời gian cho phép.", "The operation took too long.")


class CodedError(GraphQLError):
    """A request error whose words and code are ours."""

    def __init__(self, code: str, text: Text) -> None:
        super().__init__(text.en, extensions={"code": code})
        self.code = code
        self.text = text


class _RefusedError(Exception):
    def __init__(self, code: str, errors: Sequence[GraphQLError]) -> None:
        super().__init__(code)
        self.code = code
        self.errors = errors


@dataclass(frozen=True, slots=True)
class Refused:
    """Why an operation does not run; `code` is that of the first error."""

    code: str
    errors: list[FormattedError]


@dataclass(frozen=True, slots=True)
class Prepared:
    """An operation that may run, with the variables it was checked with."""

    graphql_schema: GraphQLSchema
    document: DocumentNode
    operation: OperationDefinitionNode
    variables: Mapping[str, Any]
    cost: int
    limits: Limits
    language: Language

    @property
    def kind(self) -> str:
        """Return "query", "mutation" or "subscription"."""
        return self.operation.operation.value


class Outcome(NamedTuple):
    """What execution gave: `(data, errors)`. `is_request_error` means that there is no `data` to speak of."""

    data: dict[str, Any] | None
    errors: list[FormattedError]

    @property
    def is_request_error(self) -> bool:
        """Tell whether the whole operation failed: errors of fields always have a path."""
        return self.data is None and any("path" not in error for error in self.errors)


class Document(NamedTuple):
    """A valid document and its fragments, callees first."""

    node: DocumentNode
    fragments: tuple[FragmentDefinitionNode, ...]


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


def prepare(
    graphql_schema: GraphQLSchema,
    text: str,
    operation_name: str | None = None,
    variables: Mapping[str, Any] | None = None,
    *,
    limits: Limits,
    cache: DocumentCache,
    language: Language = "vi",
) -> Prepared | Refused:
    """Check everything that can be checked before a resolver runs."""
    try:
        document = cache.get(text)
        if document is None:
            document = _valid_document(graphql_schema, text, limits)
            cache.put(text, document)
        operation = _chosen_operation(document.node, operation_name)
        coerced = _coerced_variables(graphql_schema, operation, variables or {}, limits)
        cost = CostMeter(graphql_schema, coerced, limits).cost(operation, document.fragments)
        if cost > limits.cost:
            raise _too_complex(LimitExceeded("cost", limits.cost, operation), requested=cost)
    except _RefusedError as refused:
        return Refused(refused.code, _formatted(refused.errors, refused.code, limits, language))
    return Prepared(graphql_schema, document.node, operation, variables or {}, cost, limits, language)


def _too_complex(error: LimitExceeded, **details: int) -> _RefusedError:
    if error.extensions is not None:
        error.extensions.update(details)
    return _RefusedError(error.code, [error])


def _valid_document(graphql_schema: GraphQLSchema, text: str, limits: Limits) -> Document:
    if len(text) > limits.characters:
        raise _too_complex(LimitExceeded("characters", limits.characters))
    try:
        node = parse(text, max_tokens=limits.tokens)
    except GraphQLSyntaxError as error:
        if f"more than {limits.tokens} tokens" in error.message:
            raise _too_complex(LimitExceeded("tokens", limits.tokens)) from None
        raise _RefusedError("GRAPHQL_PARSE_FAILED", [error]) from None
    # Size first: the rules of the specification are not linear, so they only see documents of bounded size.
    for rules in (limit_rules(limits), specified_rules):
        if errors := validate(graphql_schema, node, rules, max_errors=limits.errors, hide_suggestions=True):
            code = getattr(errors[0], "code", "GRAPHQL_VALIDATION_FAILED")
            raise _RefusedError(code, errors)
    return Document(node, fragments_in_order(node))


def _chosen_operation(document: DocumentNode, name: str | None) -> OperationDefinitionNode:
    """Choose the operation. An empty name means "not given"; several without a name are refused."""
    operations = [node for node in document.definitions if isinstance(node, OperationDefinitionNode)]
    if name:
        operations = [node for node in operations if node.name and node.name.value == name]
    if len(operations) == 1:
        return operations[0]
    code = "OPERATION_RESOLUTION_FAILURE"
    raise _RefusedError(code, [CodedError(code, NO_NAME if operations else NO_OPERATION)])


def _coerced_variables(
    graphql_schema: GraphQLSchema,
    operation: OperationDefinitionNode,
    variables: Mapping[str, Any],
    limits: Limits,
) -> Mapping[str, Any]:
    definitions = operation.variable_definitions or ()
    values = get_variable_values(graphql_schema, definitions, dict(variables), limits.errors, hide_suggestions=True)
    if isinstance(values, list):
        raise _RefusedError("BAD_USER_INPUT", values)
    if not lists_are_short(values.coerced.values(), limits):
        raise _too_complex(LimitExceeded("list_items", limits.list_items))
    return values.coerced


async def execute(prepared: Prepared, context: object) -> Outcome:
    """Run the operation within its time. Mutations run one after another, as graphql-core does."""
    limits, language = prepared.limits, prepared.language
    try:
        async with asyncio.timeout(limits.timeout):
            result = execution.execute(
                prepared.graphql_schema,
                prepared.document,
                context_value=context,
                variable_values=dict(prepared.variables),
                operation_name=prepared.operation.name.value if prepared.operation.name else None,
                # Strawberry's resolvers expect its `info`, which holds variables as a plain dict.
                executor_class=StrawberryGraphQLCoreExecutionContext,
                is_awaitable=cast("Any", optimized_is_awaitable),
                hide_suggestions=True,
            )
            if isawaitable(result):
                result = await result
    except TimeoutError:
        # A TimeoutError of a resolver is an error of its field and never gets here.
        error = CodedError("OPERATION_TIMEOUT", TIMEOUT)
        return Outcome(None, _formatted([error], error.code, limits, language))
    return Outcome(result.data, _formatted(result.errors or (), None, limits, language))


def _formatted(
    errors: Iterable[GraphQLError], code: str | None, limits: Limits, language: Language
) -> list[FormattedError]:
    """Format the first few errors that differ. Without a code they come from resolvers and may be bugs."""
    distinct: dict[tuple[str | int, ...], GraphQLError] = {}
    for error in errors:
        distinct.setdefault((error.message, *(error.path or ())), error)
    chosen = list(distinct.values())[: limits.errors]
    return [_formatted_error(error, code, language) for error in chosen]


def _formatted_error(error: GraphQLError, code: str | None, language: Language) -> FormattedError:
    message, extensions = _told(error, code, language)
    formatted: FormattedError = {"message": message}
    if error.locations:
        formatted["locations"] = [location.formatted for location in error.locations]
    if error.path is not None:
        formatted["path"] = error.path
    formatted["extensions"] = extensions
    return formatted


def _told(error: GraphQLError, code: str | None, language: Language) -> tuple[str, dict[str, Any]]:
    """Return the message and extensions to answer: ours, graphql-core's, or nothing but an id."""
    cause = root_cause(error)
    own_code, text = getattr(cause, "code", None), getattr(cause, "text", None)
    if isinstance(own_code, str) and isinstance(text, Text | str):
        message = text.in_language(language) if isinstance(text, Text) else text
        return message, {**(error.extensions or {}), "code": own_code}
    if code is None and isinstance(cause, GraphQLError) and not _is_about_field(cause):
        # graphql-core's check of an argument points at its value; a bug in a resolver, at best at the field.
        code = "BAD_USER_INPUT"
    if code is None:
        return INTERNAL.in_language(language), internal_error(cause)
    return FOREIGN_WORDS.sub(", found", error.message)[:MESSAGE_LENGTH], {"code": code}


def _is_about_field(error: GraphQLError) -> bool:
    return not error.nodes or isinstance(error.nodes[0], FieldNode)


def root_cause(error: BaseException) -> BaseException:
    """Return the exception that a resolver raised, below graphql-core's wrapping."""
    while isinstance(error, GraphQLError) and error.original_error is not None:
        error = error.original_error
    return error


def internal_error(cause: BaseException) -> dict[str, Any]:
    """Log a bug with its traceback; return the extensions that name it and tell nothing else."""
    error_id = str(uuid4())
    logger.error("Unexpected error %s", error_id, exc_info=cause)
    return {"code": "INTERNAL_SERVER_ERROR", "errorId": error_id}
