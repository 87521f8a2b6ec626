"""A live query once it is open: its events, and what ends them."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from hashlib import sha256

from starlette.requests import Request
from starlette.types import Message, Receive, Scope, Send

from api import metrics
from api.graphql import failure, whole_answer
from api.http import EVENTS, HTTPError
from api.responses import dumped, raw_headers
from domain.actor import Actor
from domain.errors import Text
from schema.context import Context
from schema.operations import Outcome, Prepared, execute

RIGHTS_CHANGED = Text("Quyền của bạn vừa thay đổi. Hãy mở lại.", "Your rights have changed. Open this anew.")
#: Proxies must pass events on as they come.
HEADERS = [*raw_headers(EVENTS), (b"x-accel-buffering", b"no")]
BEAT = b":\n\n"


@dataclass(frozen=True, slots=True)
class LiveRules:
    """How live queries are kept in bounds; all times in seconds.

    `stroke`: changes are looked at when the clock strikes. `beat`: how often a sign of life is sent and the token and
    the rights are looked at. `patience`: how long a client may take to accept an event. `at_once`: how many queries
    are read again at the same time.
    """

    stroke: float = 1.0
    beat: float = 15.0
    patience: float = 10.0
    per_actor: int = 10
    per_process: int = 500
    at_once: int = 4


class Ended(Exception):
    """A query can no longer be live; `body` is what the client is told."""

    def __init__(self, body: bytes) -> None:
        super().__init__(body)
        self.body = body


class Viewing:
    """A query and who looks on, who must remain who they were when they began."""

    def __init__(
        self,
        context_for: Callable[[Request], Awaitable[Context]],
        request: Request,
        prepared: Prepared,
        actor: Actor,
        turns: asyncio.Semaphore,
    ) -> None:
        self._context_for = context_for
        self._request = request
        self._prepared = prepared
        self._actor = actor
        self._turns = turns

    async def context(self) -> Context:
        """Read token and rights anew. Raises HTTPError once they are not what they were."""
        context = await self._context_for(self._request)
        if (context.actor.unit_id, context.actor.grants) != (self._actor.unit_id, self._actor.grants):
            raise HTTPError("FORBIDDEN", RIGHTS_CHANGED, "RIGHTS_CHANGED")
        return context

    async def outcome(self) -> Outcome:
        """Run the query by the rights of this moment."""
        async with self._turns:
            outcome = await execute(self._prepared, await self.context(), self.context)
        metrics.count(self._prepared.kind, outcome)
        return outcome

    @staticmethod
    def is_failure(outcome: Outcome) -> bool:
        """Tell whether there is no answer that could be compared with another: too late, or a bug of ours."""
        codes = {error["extensions"]["code"] for error in outcome.errors}
        return outcome.is_request_error or "INTERNAL_SERVER_ERROR" in codes

    async def answer(self) -> bytes:
        """Write the answer of this moment. Raises Ended."""
        try:
            outcome = await self.outcome()
        except Exception as error:
            raise self.ended(error) from error
        if self.is_failure(outcome):
            raise Ended(dumped({"errors": outcome.errors}))
        return whole_answer(outcome, self._prepared)

    async def look(self) -> None:
        """See whether token and rights are what they were. Raises Ended."""
        try:
            await self.context()
        except Exception as error:
            raise self.ended(error) from error

    def ended(self, error: Exception) -> Ended:
        """Say what the client is told of an exception."""
        _fault, body, _headers = failure(error, self._prepared.language)
        return Ended(dumped(body))


class Stream:
    """The events of one live query: `next` with an answer, at last `error` with the reason or `complete`."""

    def __init__(
        self, viewing: Viewing, first: bytes, changed: asyncio.Event, is_over: asyncio.Event, rules: LiveRules
    ) -> None:
        self._viewing = viewing
        self._first = first
        self._changed = changed
        self._is_over = is_over
        self._rules = rules
        self._turn = asyncio.Lock()
        self._has_ended = False

    async def __call__(self, _scope: Scope, receive: Receive, send: Send) -> None:
        """Send events until the client goes, is too slow, or may see no more."""
        await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
        tasks = [
            asyncio.create_task(each)
            for each in (_gone(receive), self._over(send), self._beating(send), self._pushing(send))
        ]
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _pushing(self, send: Send) -> None:
        last = sha256(self._first).digest()
        await self._tell(send, event("next", self._first))
        self._first = b""
        try:
            while True:
                await self._changed.wait()
                self._changed.clear()
                answer = await self._viewing.answer()
                digest = sha256(answer).digest()
                if digest != last:
                    last = digest
                    await self._tell(send, event("next", answer))
        except Ended as ended:
            await self._tell(send, event("error", ended.body), is_last=True)

    async def _beating(self, send: Send) -> None:
        loop = asyncio.get_running_loop()
        at = loop.time()
        try:
            while True:
                at += self._rules.beat
                await asyncio.sleep(at - loop.time())
                await self._tell(send, BEAT)
                await self._viewing.look()
        except Ended as ended:
            await self._tell(send, event("error", ended.body), is_last=True)

    async def _over(self, send: Send) -> None:
        await self._is_over.wait()
        await self._tell(send, event("complete", b"{}"), is_last=True)

    async def _tell(self, send: Send, content: bytes, *, is_last: bool = False) -> None:
        message: Message = {"type": "http.response.body", "body": content, "more_body": not is_last}
        # Raises TimeoutError for a client that does not take what it was sent: that ends the stream.
        async with self._turn, asyncio.timeout(self._rules.patience):
            if not self._has_ended:
                self._has_ended = is_last
                await send(message)


async def _gone(receive: Receive) -> None:
    """Return once the client has gone."""
    while (await receive())["type"] != "http.disconnect":
        pass


def event(name: str, content: bytes) -> bytes:
    """Write an event: lines end with LF alone, since clients exist that look for nothing else."""
    data = b"".join(b"data: %b\n" % line for line in content.split(b"\n"))
    return b"event: %b\n%b\n" % (name.encode(), data)
