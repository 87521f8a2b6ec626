"""Decides whether an operation may run and runs it: parse, validate, choose, coerce, count, read or do, tell errors.

Nothing here knows HTTP. Reads go as one statement; what cannot be planned so runs on the reference execution, and the
outcome says why.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from inspect import isawaitable
from typing import Any, cast

from asyncpg import PostgresError, QueryCanceledError
from graphql import DocumentNode, GraphQLSchema, execution
from graphql.execution.values import VariableValues
from sqlalchemy.exc import SQLAlchemyError
from strawberry.execution import optimized_is_awaitable
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext

from domain.errors import Text
from schema.context import Context
from schema.documents import DocumentCache, too_complex, valid_document
from schema.failures import (
    INTERNAL,
    CodedError,
    FormattedError,
    Language,
    Outcome,
    RefusedError,
    formatted,
    internal_error,
)
from schema.limits import LimitExceeded, Limits, lists_are_short
from schema.planning import payloads
from schema.planning.answers import with_errors
from schema.planning.operation import Operation
from schema.planning.selection import Unplannable

__all__ = [
    "INTERNAL",
    "DocumentCache",
    "Language",
    "Outcome",
    "Prepared",
    "Refused",
    "execute",
    "internal_error",
    "prepare",
]

logger = logging.getLogger(__name__)

TIMEOUT = Text("Thao tác quá thời gian cho phép.", "The operation took too long.")
COMPILED, REFERENCE = "compiled", "reference"
#: What a fault in a plan or its statement shows as. The reference execution knows neither.
FAULTS = (PostgresError, SQLAlchemyError, TypeError, ValueError, LookupError, AttributeError)
#: How often a viewer's rights may change under a read before it is given up.
ATTEMPTS = 5

#: Reads the actor of the request again, and returns the context of an operation by them.
Refresh = Callable[[], Awaitable[Context]]


@dataclass(frozen=True, slots=True)
class Refused:
    """Why an operation does not run; `code` is that of the first error."""

    code: str
    errors: list[FormattedError]


@dataclass(frozen=True, slots=True)
class Prepared:
    """An operation that may run, with the variables it was checked with."""

    operation: Operation
    given: Mapping[str, Any]
    variables: VariableValues
    cost: int
    limits: Limits
    language: Language

    @property
    def kind(self) -> str:
        """Return "query", "mutation" or "subscription"."""
        return self.operation.node.operation.value


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
    """Check everything that can be checked before anything is read or done."""
    try:
        document = cache.get(text)
        if document is None:
            document = valid_document(graphql_schema, text, limits)
            cache.put(text, document)
        operation = document.operation(operation_name)
        coerced = _coerced(operation, variables or {}, limits)
        cost = operation.cost(coerced, limits, document.fragments)
        if cost > limits.cost:
            raise too_complex(LimitExceeded("cost", limits.cost, operation.node), requested=cost)
    except RefusedError as refused:
        return Refused(refused.code, formatted(refused.errors, refused.code, limits.errors, language))
    return Prepared(operation, variables or {}, coerced, cost, limits, language)


def _coerced(operation: Operation, variables: Mapping[str, Any], limits: Limits) -> VariableValues:
    values = operation.variables.coerced(variables, limits.errors)
    if isinstance(values, list):
        raise RefusedError("BAD_USER_INPUT", values)
    if not operation.variables.are_leaves and not lists_are_short(values.coerced.values(), limits):
        raise too_complex(LimitExceeded("list_items", limits.list_items))
    return values


async def execute(prepared: Prepared, context: Any, refresh: Refresh | None = None) -> Outcome:
    """Run the operation within its time.

    `refresh` is needed where the actor may be out of date: a compiled read notices that by itself, anything else runs
    by an actor that was read anew.
    """
    try:
        async with asyncio.timeout(prepared.limits.timeout):
            return await _execute(prepared, context, refresh)
    except (TimeoutError, QueryCanceledError):
        # A TimeoutError of a resolver is an error of its field and never gets here.
        error = CodedError("OPERATION_TIMEOUT", TIMEOUT)
        return Outcome(None, formatted([error], error.code, prepared.limits.errors, prepared.language))


async def _execute(prepared: Prepared, context: Any, refresh: Refresh | None) -> Outcome:
    reason = "switched off"
    is_compiled = isinstance(context, Context) and context.is_compiled
    if is_compiled and prepared.kind == "query":
        try:
            return await _read(prepared, context, refresh)
        except (Unplannable, *FAULTS) as error:
            reason = _reason(error)
    if refresh is not None:
        context = await refresh()
    if is_compiled and prepared.kind == "mutation":
        return await _do(prepared, context)
    return await _run(prepared, prepared.operation.document, context, reason)


def _reason(error: Exception) -> str:
    """Tell the log and the metric why the reference execution answers. Time that is up is no such reason."""
    if isinstance(error, Unplannable):
        logger.info("read by the reference execution: %s", error.reason)
        return error.reason
    if isinstance(error, QueryCanceledError):
        raise error
    logger.error("A compiled read failed; the reference execution answers", exc_info=error)
    return f"failed: {type(error).__name__}"


async def _read(prepared: Prepared, context: Context, refresh: Refresh | None) -> Outcome:
    """Read by one statement; once more where the viewer's rights have changed since the actor was read."""
    for _ in range(ATTEMPTS):
        request = prepared.operation.request(prepared.variables, context.actor)
        planned = prepared.operation.planned(request)
        raw = await context.database.fetch(planned.statement, request.arguments(planned.statement))
        if raw is not None:
            if not planned.failures:
                return Outcome(None, [], raw, COMPILED, statement=planned.statement.sql)
            data, errors = with_errors(planned, request, raw)
            told = formatted(errors, None, prepared.limits.errors, prepared.language)
            return Outcome(data, told, None, COMPILED, statement=planned.statement.sql)
        if refresh is None:
            break
        context = await refresh()
    raise TimeoutError


async def _do(prepared: Prepared, context: Context) -> Outcome:
    """Do the deeds one after another, as graphql-core does; what their payloads show is read as queries are."""
    request = prepared.operation.request(prepared.variables, context.actor)
    try:
        found = payloads.planned(prepared.operation, request)
    except (Unplannable, *FAULTS) as error:
        # Nothing is done yet, so the other execution can do it all.
        return await _run(prepared, prepared.operation.document, context, _reason(error))
    reader = payloads.PayloadReader(found.planned, request, context.database)
    return await _run(prepared, found.document, replace(context, payloads=reader), "", reader)


async def _run(
    prepared: Prepared,
    document: DocumentNode,
    context: Any,
    reason: str,
    reader: payloads.PayloadReader | None = None,
) -> Outcome:
    operation = prepared.operation
    result = execution.execute(
        operation.graphql_schema,
        document,
        context_value=context,
        variable_values=dict(prepared.given),
        operation_name=operation.node.name.value if operation.node.name else None,
        # Strawberry's resolvers expect its `info`, which holds variables as a plain dict.
        executor_class=StrawberryGraphQLCoreExecutionContext,
        is_awaitable=cast("Any", optimized_is_awaitable),
        hide_suggestions=True,
    )
    if isawaitable(result):
        result = await result
    errors = list(result.errors or ())
    if reader is not None:
        errors += reader.put_into(result.data)
    way = REFERENCE if reader is None else COMPILED
    return Outcome(result.data, formatted(errors, None, prepared.limits.errors, prepared.language), None, way, reason)
