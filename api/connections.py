"""A few connections handed out in turn, for statements that leave nothing behind on them.

A general pool makes a task of every return, to clean up; reads need no cleaning, and their share of a short answer's
time would be a fifth.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import asyncpg

Connect = Callable[[], Awaitable[asyncpg.Connection]]


#: Seconds that a connection is given to say goodbye.
GOODBYE = 5


class Connections:
    """Up to `size` connections, opened when they are needed; one that fails is forgotten and replaced."""

    def __init__(self, connect: Connect, size: int) -> None:
        self._connect = connect
        self._size = size
        self._opened = 0
        self._free: list[asyncpg.Connection] = []
        self._ending: set[asyncio.Task[None]] = set()
        self._waiting: deque[asyncio.Future[asyncpg.Connection | None]] = deque()

    async def value(self, sql: str, arguments: Sequence[Any]) -> Any:
        """Run a statement and return its one value."""
        connection = await self.take()
        try:
            answer = await connection.fetchval(sql, *arguments)
        except asyncpg.PostgresError:
            self.give_back(connection)
            raise
        except BaseException:
            # Cut off in the middle, nobody knows what it would still say.
            self._opened -= 1
            self._hand_on(None)
            self._end(connection)
            raise
        self.give_back(connection)
        return answer

    def _end(self, connection: asyncpg.Connection) -> None:
        """Close a connection in its own time: the server is told to stop, which nobody waits for."""
        ending = asyncio.create_task(_closed(connection))
        self._ending.add(ending)
        ending.add_done_callback(self._ending.discard)

    async def take(self) -> asyncpg.Connection:
        """Return a connection that works as far as is known; where all are taken, who waits longest gets the next."""
        while True:
            while self._free:
                connection = self._free.pop()
                if not connection.is_closed():
                    return connection
                self._opened -= 1
            if self._opened < self._size:
                return await self._open()
            given = await self._next()
            if given is not None:
                return given

    def give_back(self, connection: asyncpg.Connection) -> None:
        """Take a connection back; a closed one makes room for another."""
        if connection.is_closed():
            self._opened -= 1
            self._hand_on(None)
        elif not self._hand_on(connection):
            self._free.append(connection)

    async def close(self) -> None:
        """Close what is not in use."""
        while self._free:
            self._opened -= 1
            await _closed(self._free.pop())
        await asyncio.gather(*self._ending)

    async def _open(self) -> asyncpg.Connection:
        self._opened += 1
        try:
            return await self._connect()
        except BaseException:
            self._opened -= 1
            self._hand_on(None)
            raise

    async def _next(self) -> asyncpg.Connection | None:
        """Wait for a connection, or for room to open one."""
        waiter = asyncio.get_running_loop().create_future()
        self._waiting.append(waiter)
        try:
            return await waiter
        except asyncio.CancelledError:
            if waiter.done() and not waiter.cancelled():
                # It came at the very moment: somebody else can use it.
                given = waiter.result()
                if given is None:
                    self._hand_on(None)
                else:
                    self.give_back(given)
            raise

    def _hand_on(self, connection: asyncpg.Connection | None) -> bool:
        """Give a connection (None: room for one) to who waits longest; say whether anybody did."""
        while self._waiting:
            waiter = self._waiting.popleft()
            if not waiter.done():
                waiter.set_result(connection)
                return True
        return False


async def _closed(connection: asyncpg.Connection) -> None:
    try:
        await connection.close(timeout=GOODBYE)
    except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError, TimeoutError):
        connection.terminate()
