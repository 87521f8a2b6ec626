"""Live queries: the answer to a query at once, and again whenever it has become another one.

What is told is by construction what the viewer may read at that moment, and as long as their answer is the same
nothing is: neither that something happened nor when. Beats come by a clock of their own.
"""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from contextlib import ExitStack, contextmanager

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from api import metrics
from api.changes import Changes
from api.graphql import GraphQLEndpoint, failure, whole_answer
from api.http import HTTPError, Unauthenticated, check_takes_events, language_of, read_request
from api.responses import GRAPHQL_RESPONSE, respond
from api.streams import LiveRules, Stream, Viewing
from domain.actor import Actor
from domain.errors import Text
from schema.context import Context
from schema.operations import Language, Refused, prepare

RETRY_AFTER = {"Retry-After": "5"}
ONLY_QUERIES = Text("Chỉ theo dõi được truy vấn.", "Only queries can be live.")
TOO_MANY = Text("Bạn đang theo dõi quá nhiều truy vấn.", "You have too many live queries open.")
UNAVAILABLE = Text("Tạm thời không theo dõi được truy vấn. Hãy thử lại.", "Live queries are unavailable. Try again.")


class LiveEndpoint:
    """An ASGI app for a Starlette Route: what `/graphql` is to a request, over and over."""

    def __init__(
        self,
        endpoint: GraphQLEndpoint,
        context_for: Callable[[Request], Awaitable[Context]],
        changes: Changes,
        rules: LiveRules,
    ) -> None:
        """`context_for` reads the actor of a request anew, by a token that is good at that moment."""
        self._endpoint = endpoint
        self._context_for = context_for
        self._changes = changes
        self._rules = rules
        self._turns = asyncio.Semaphore(rules.at_once)
        self._open: Counter[object] = Counter()
        self._is_over = asyncio.Event()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request: by a stream of events, or by why there is none."""
        request = Request(scope, receive)
        with ExitStack() as held:
            answer = await self._answer(request, language_of(request), held)
            await answer(scope, receive, send)

    def end(self) -> None:
        """End all streams and begin no more; the process is about to end."""
        self._is_over.set()

    async def _answer(self, request: Request, language: Language, held: ExitStack) -> ASGIApp:
        try:
            return await self._opened(request, language, held)
        except Exception as error:  # noqa: BLE001 -- the last line: nothing of it may reach the client
            fault, body, headers = failure(error, language)
            return respond(fault, body, GRAPHQL_RESPONSE, headers)

    async def _opened(self, request: Request, language: Language, held: ExitStack) -> ASGIApp:
        check_takes_events(request)
        of = self._endpoint
        asked = await read_request(request, of.limits)
        actor = (await self._context_for(request)).actor
        if actor.is_anonymous:
            raise Unauthenticated
        prepared = prepare(
            of.graphql_schema,
            asked.query,
            asked.operation_name,
            asked.variables,
            limits=of.limits,
            cache=of.cache,
            language=language,
        )
        if isinstance(prepared, Refused):
            return respond(prepared.code, {"errors": prepared.errors}, GRAPHQL_RESPONSE)
        if prepared.kind != "query":
            code = "OPERATION_RESOLUTION_FAILURE"
            raise HTTPError(code, ONLY_QUERIES, code)
        held.enter_context(self._seat(actor))
        await self._listen()
        changed = held.enter_context(self._changes.heard())
        viewing = Viewing(self._context_for, request, prepared, actor, self._turns)
        first = await viewing.outcome()
        if viewing.is_failure(first):
            return respond(first.errors[0]["extensions"]["code"], {"errors": first.errors}, GRAPHQL_RESPONSE)
        return Stream(viewing, whole_answer(first, prepared), changed, self._is_over, self._rules)

    @contextmanager
    def _seat(self, actor: Actor) -> Iterator[None]:
        """Count a stream while it is open. Raises HTTPError for one too many."""
        if self._is_over.is_set() or self._open.total() >= self._rules.per_process:
            raise HTTPError("UNAVAILABLE", UNAVAILABLE, "UNAVAILABLE", RETRY_AFTER)
        if self._open[actor.person_id] >= self._rules.per_actor:
            raise HTTPError("RATE_LIMITED", TOO_MANY, "RATE_LIMITED", RETRY_AFTER)
        self._open[actor.person_id] += 1
        metrics.STREAMS.inc()
        try:
            yield
        finally:
            metrics.STREAMS.dec()
            self._open -= Counter([actor.person_id])

    async def _listen(self) -> None:
        try:
            await self._changes.listen()
        except TimeoutError:
            raise HTTPError("UNAVAILABLE", UNAVAILABLE, "UNAVAILABLE", RETRY_AFTER) from None
