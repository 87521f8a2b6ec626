"""The connections that reads run on: read-only from the first byte, each with its statements prepared once.

Most statements are planned by PostgreSQL once for all values. Where a filter's value decides how many rows match, a
separate pool plans them anew each time.
"""

from collections.abc import Sequence
from typing import Any

import asyncpg
from sqlalchemy.ext.asyncio import AsyncEngine

from api.database import STATEMENT_TIMEOUT
from domain.database import Database
from domain.reading.statement import Statement

#: How many statements a connection keeps prepared; each costs the server some hundred kB.
PREPARED = 100
SETTINGS = {
    "application_name": "thidua-reads",
    "default_transaction_read_only": "on",
    "timezone": "UTC",
    "statement_timeout": STATEMENT_TIMEOUT,
    # Answers are small and many: compiling them or sharing one among processes costs more than it gives.
    "jit": "off",
    "max_parallel_workers_per_gather": "0",
}
#: A connection that broke while idle is found out when it is used; the next one is new.
BROKEN = (asyncpg.ConnectionDoesNotExistError, asyncpg.InterfaceError, asyncpg.PostgresConnectionError, OSError)


async def _nothing(_connection: object) -> None:
    """Give a connection back as it is: a read leaves nothing behind, so it costs no statement to clean up."""


class ServingDatabase(Database):
    """The database as a server uses it: finished answers come over connections of their own."""

    def __init__(self, engine: AsyncEngine, pool_size: int) -> None:
        super().__init__(engine)
        self._url = engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
        self._size = pool_size
        self._pools: dict[bool, asyncpg.Pool] = {}

    async def open(self) -> None:
        """Connect once for each pool; more connections follow as they are needed."""
        for is_replanned, mode in ((False, "force_generic_plan"), (True, "force_custom_plan")):
            self._pools[is_replanned] = await asyncpg.create_pool(
                self._url,
                min_size=1,
                max_size=self._size,
                max_inactive_connection_lifetime=300,
                statement_cache_size=PREPARED,
                reset=_nothing,
                server_settings={**SETTINGS, "plan_cache_mode": mode},
            )

    async def close(self) -> None:
        """Let go of the connections."""
        for pool in self._pools.values():
            await pool.close()

    async def fetch(self, statement: Statement, arguments: Sequence[Any]) -> bytes | None:
        """Run a statement that gives one value, the finished answer; once more when its connection was broken."""
        pool = self._pools[statement.is_replanned]
        try:
            return await self._fetch(pool, statement, arguments)
        except BROKEN:
            return await self._fetch(pool, statement, arguments)

    @staticmethod
    async def _fetch(pool: asyncpg.Pool, statement: Statement, arguments: Sequence[Any]) -> bytes | None:
        async with pool.acquire() as connection:
            answer: bytes | None = await connection.fetchval(statement.sql, *arguments)
            return answer
