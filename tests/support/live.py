"""A client of live queries that speaks ASGI to an application in this process."""

import asyncio
import json
from collections.abc import Mapping
from typing import Any

from starlette.types import ASGIApp

LIVE = "/graphql/live"
#: Seconds after which a test is told that something did not come.
PATIENCE = 5.0


class Watching:
    """A live query from its client's side: what came, in order; `beats` counts the signs of life between."""

    def __init__(self, app: ASGIApp, token: str | None, body: bytes, **headers: str) -> None:
        self.status = 0
        self.headers: Mapping[str, str] = {}
        self.beats = 0
        self.is_over = False
        self.raw = b""
        self.sends = 0
        #: While this is not set, the client takes nothing.
        self.takes = asyncio.Event()
        self.takes.set()
        self._rest = b""
        self._events: asyncio.Queue[tuple[str, Any]] = asyncio.Queue()
        self._said: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._said.put_nowait({"type": "http.request", "body": body, "more_body": False})
        sent = {"accept": "text/event-stream", "content_type": "application/json", **headers}
        if token is not None:
            sent["authorization"] = f"Bearer {token}"
        self._task = asyncio.create_task(self._run(app, sent))

    async def _run(self, app: ASGIApp, headers: Mapping[str, str]) -> None:
        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": "POST",
            "scheme": "http",
            "path": LIVE,
            "raw_path": LIVE.encode(),
            "query_string": b"",
            "root_path": "",
            "headers": [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()],
        }
        await app(scope, self._said.get, self._take)

    async def _take(self, message: Any) -> None:
        await self.takes.wait()
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.headers = {name.decode(): value.decode() for name, value in message["headers"]}
            return
        self.sends += 1
        self.raw += message.get("body", b"")
        self.is_over = not message.get("more_body", False)
        self._rest += message.get("body", b"")
        while b"\n\n" in self._rest:
            event, _, self._rest = self._rest.partition(b"\n\n")
            if event == b":":
                self.beats += 1
                continue
            name, *lines = event.decode().split("\n")
            data = "\n".join(line.removeprefix("data: ") for line in lines)
            self._events.put_nowait((name.removeprefix("event: "), json.loads(data)))

    async def event(self) -> tuple[str, Any]:
        """Wait for the next event: its name and what it says."""
        async with asyncio.timeout(PATIENCE):
            return await self._events.get()

    async def answer(self) -> Any:
        """Wait for the next answer; returns its data."""
        name, body = await self.event()
        assert (name, set(body)) == ("next", {"data", "extensions"}), (name, body)
        return body["data"]

    async def code(self) -> str:
        """Wait for the error that ends the stream; returns its code."""
        name, body = await self.event()
        assert name == "error", (name, body)
        await self.end()
        (error,) = body["errors"]
        return str(error["extensions"]["code"])

    def waiting(self) -> int:
        """How many events came that nobody has looked at."""
        return self._events.qsize()

    def leave(self) -> None:
        """Hang up."""
        self._said.put_nowait({"type": "http.disconnect"})

    async def end(self) -> None:
        """Wait until the application is done with the request."""
        async with asyncio.timeout(PATIENCE):
            await self._task


def asked(query: str, **variables: Any) -> bytes:
    """The body of a request."""
    return json.dumps({"query": query, "variables": variables}).encode()
