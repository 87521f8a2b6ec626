"""Tells those who wait that something happened in the database: one connection that looks, for the whole process.

What happened is not told, only that something did, and that at the strokes of a clock: when one deed was done cannot
be read off the moment at which somebody is woken. Writers know nothing of it and wait for nothing: with a NOTIFY in
each of their transactions they could only commit one after the other.
"""

import asyncio
import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import asyncpg

#: Which transactions are over and which are under way: another text whenever one began to write or ended.
STATE = "SELECT pg_current_snapshot()::text"
#: Seconds: how long a stream waits to be looked for, between attempts to connect again, until an answer is late.
READY, PAUSE, LATE = 5.0, 1.0, 10.0
#: The last is asyncpg's own confusion, where it is asked between a server's farewell and the end of the connection.
LOST = (asyncpg.PostgresError, asyncpg.InterfaceError, OSError, TimeoutError, asyncpg.InternalClientError)
SETTINGS = {"application_name": "thidua-changes"}

logger = logging.getLogger(__name__)


class Changes:
    """Looks from the first time that somebody asks for it; connects again whenever the connection is lost."""

    def __init__(self, url: str, stroke: float) -> None:
        """`url` is an address as asyncpg takes it; those who wait are woken at multiples of `stroke` seconds."""
        self._url = url
        self._stroke = stroke
        self._waiting: set[asyncio.Event] = set()
        self._is_listening = asyncio.Event()
        self._listening: asyncio.Task[None] | None = None

    async def listen(self) -> None:
        """Return once changes are looked for. Raises TimeoutError."""
        if self._listening is None:
            self._listening = asyncio.create_task(self._listen())
        async with asyncio.timeout(READY):
            await self._is_listening.wait()

    @contextmanager
    def heard(self) -> Iterator[asyncio.Event]:
        """Yield an event that is set whenever something happened; who waits for it clears it."""
        changed = asyncio.Event()
        self._waiting.add(changed)
        try:
            yield changed
        finally:
            self._waiting.discard(changed)

    async def close(self) -> None:
        """Stop listening."""
        if self._listening is not None:
            self._listening.cancel()
            with suppress(asyncio.CancelledError):
                await self._listening

    async def _listen(self) -> None:
        while True:
            try:
                await self._hear()
            except LOST as error:
                logger.warning("changes are not heard of: %s", error)
            self._is_listening.clear()
            await asyncio.sleep(PAUSE)

    async def _hear(self) -> None:
        """Look at every stroke whether any transaction ended or began to write since the last one."""
        connection = await asyncpg.connect(self._url, server_settings=SETTINGS, timeout=LATE)
        loop, seen = asyncio.get_running_loop(), ""
        try:
            self._is_listening.set()
            while True:
                await asyncio.sleep(self._stroke - loop.time() % self._stroke)
                if not self._waiting:
                    continue
                state = await connection.fetchval(STATE, timeout=LATE)
                if state != seen:  # the first time, too: nobody knows what happened while nobody looked
                    seen = state
                    for changed in self._waiting:
                        changed.set()
        finally:
            connection.terminate()
