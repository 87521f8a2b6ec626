"""The GraphQL endpoint: reads a request, lets it run, and answers. Every answer, good or bad, is JSON."""

import json
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import Any

from graphql import GraphQLSchema
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from api import metrics
from api.http import (
    JSON,
    GraphQLRequest,
    HTTPError,
    language_of,
    negotiated_type,
    read_request,
)
from api.responses import STATUS, RawResponse, dumped, respond
from domain.actor import Role
from domain.errors import Text
from schema.context import Context
from schema.limits import Limits
from schema.operations import (
    INTERNAL,
    DocumentCache,
    Language,
    Outcome,
    Prepared,
    Refused,
    execute,
    internal_error,
    prepare,
)

RETRY_AFTER = {"Retry-After": "5"}
NO_STREAM = Text("Không đăng ký sự kiện qua yêu cầu thường.", "Subscriptions need a stream of events.")
POST_ONLY = Text("Thao tác thay đổi dữ liệu phải gửi bằng POST.", "Mutations must be sent by POST.")


class GraphQLEndpoint:
    """An ASGI app for a Starlette Route (without `methods`: it answers wrong methods itself).

    `context_for` makes the context of one request. It may raise Unauthenticated, or an exception with a `code`
    of STATUS and a `text`; the client is told those and the operation does not run. It may remember who the caller is;
    `refreshed` never does.
    """

    def __init__(
        self,
        graphql_schema: GraphQLSchema,
        context_for: Callable[[Request], Awaitable[Any]],
        limits: Limits,
        refreshed: Callable[[Request], Awaitable[Any]] | None = None,
        *,
        shows_statements: bool = False,
    ) -> None:
        self.graphql_schema = graphql_schema
        self.context_for = context_for
        self.refreshed = refreshed
        self.limits = limits
        self.shows_statements = shows_statements
        self.cache = DocumentCache()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        request = Request(scope, receive)
        response = await self._answer(request, language_of(request))
        await response(scope, receive, send)

    async def _answer(self, request: Request, language: Language) -> ASGIApp:
        media_type = JSON
        try:
            media_type = negotiated_type(request)
            asked = await read_request(request, self.limits)
            context = await self.context_for(request)
            return await self._run(request, asked, context, media_type, language)
        except Exception as error:  # noqa: BLE001 -- the last line: nothing of it may reach the client
            fault, body, headers = failure(error, language)
            return respond(fault, body, media_type, headers)

    async def _run(
        self, request: Request, asked: GraphQLRequest, context: object, media_type: str, language: Language
    ) -> ASGIApp:
        prepared = prepare(
            self.graphql_schema,
            asked.query,
            asked.operation_name,
            asked.variables,
            limits=self.limits,
            cache=self.cache,
            language=language,
        )
        if isinstance(prepared, Refused):
            return respond(prepared.code, {"errors": prepared.errors}, media_type)
        _check_kind(prepared, request.method)
        refresh = None if self.refreshed is None else partial(self.refreshed, request)
        outcome = await execute(prepared, context, refresh)
        metrics.count(prepared.kind, outcome)
        reads = None
        if asked.wants_reads and self.shows_statements and _may_see_statements(context):
            reads = {"way": outcome.way, "reason": outcome.reason, "statement": outcome.statement}
        return _told(outcome, prepared, media_type, reads)


def _check_kind(prepared: Prepared, method: str) -> None:
    if prepared.kind == "subscription":
        code = "OPERATION_RESOLUTION_FAILURE"
        raise HTTPError(code, NO_STREAM, code)
    if prepared.kind == "mutation" and method == "GET":
        raise HTTPError("METHOD_NOT_ALLOWED", POST_ONLY, headers={"Allow": "POST"})


def _may_see_statements(context: Any) -> bool:
    """Let those who run or audit the system see how it reads; a statement holds no values, but tells of tables."""
    return isinstance(context, Context) and context.actor.has(Role.SYSTEM_ADMINISTRATOR, Role.AUDITOR)


def _told(outcome: Outcome, prepared: Prepared, media_type: str, reads: dict[str, Any] | None) -> ASGIApp:
    """Answer with data and errors. A request error, such as a timeout, has no `data` at all."""
    if outcome.is_request_error:
        code = outcome.errors[0]["extensions"]["code"]
        headers = RETRY_AFTER if code == "OPERATION_TIMEOUT" else None
        return respond(code, {"errors": outcome.errors}, media_type, headers)
    return RawResponse(whole_answer(outcome, prepared, reads), media_type)


def whole_answer(outcome: Outcome, prepared: Prepared, reads: dict[str, Any] | None = None) -> bytes:
    """Write data, errors and what the operation cost as one answer."""
    if outcome.raw is not None:
        # The answer comes from the database as it leaves: nothing of it is parsed on the way.
        told = b"" if reads is None else b',"reads":%b' % json.dumps(reads).encode()
        return b'{"data":%b,"extensions":{"cost":{"requested":%d}%b}}' % (outcome.raw, prepared.cost, told)
    body: dict[str, Any] = {"data": outcome.data}
    if outcome.errors:
        body["errors"] = outcome.errors
    body["extensions"] = {"cost": {"requested": prepared.cost}, **({} if reads is None else {"reads": reads})}
    return dumped(body)


def failure(error: Exception, language: Language) -> tuple[str, dict[str, Any], Mapping[str, str]]:
    """Say what a client is told of an exception: the key of STATUS, the body, and headers besides."""
    if isinstance(error, HTTPError):
        return error.fault, _error_body(error.text.in_language(language), code=error.code), error.headers
    code, text = getattr(error, "code", None), getattr(error, "text", None)
    if isinstance(code, str) and code in STATUS and isinstance(text, Text):
        return code, _error_body(text.in_language(language), code=code), {}
    extensions = internal_error(error)
    return extensions["code"], _error_body(INTERNAL.in_language(language), **extensions), {}


def _error_body(message: str, **extensions: str) -> dict[str, Any]:
    return {"errors": [{"message": message, "extensions": extensions}]}
