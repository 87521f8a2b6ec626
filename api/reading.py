"""The connections that reads run on: read-only from the first byte, each with its statements prepared once.

Most statements are planned by PostgreSQL once for all values. Where a filter's value decides how many rows match, other
connections plan them anew each time.
"""

from collections.abc import Sequence
from functools import partial
from typing import Any

import asyncpg
from sqlalchemy.ext.asyncio import AsyncEngine

from api.connections import Connections
from api.database import STATEMENT_TIMEOUT
from api.postgres import plain_url
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
    # What is read is in memory nearly always: an index is worth its while even on small tables.
    "random_page_cost": "1.1",
}
#: A connection that broke while idle is found out when it is used; the next one is new.
BROKEN = (asyncpg.InterfaceError, asyncpg.PostgresConnectionError, OSError)


class ServingDatabase(Database):
    """The database as a server uses it: finished answers come over connections of their own."""

    def __init__(self, engine: AsyncEngine, size: int) -> None:
        super().__init__(engine)
        url = plain_url(engine.url.render_as_string(hide_password=False))
        self._connections = {
            is_replanned: Connections(partial(_connect, url, mode), size)
            for is_replanned, mode in ((False, "force_generic_plan"), (True, "force_custom_plan"))
        }

    def connections(self, statement: Statement) -> Connections:
        """Return the connections that a statement runs on."""
        return self._connections[statement.is_replanned]

    async def close(self) -> None:
        """Let go of the connections."""
        for connections in self._connections.values():
            await connections.close()

    async def fetch(self, statement: Statement, arguments: Sequence[Any]) -> bytes | None:
        """Run a statement that gives one value, the finished answer; once more when its connection was broken."""
        connections = self.connections(statement)
        try:
            answer: bytes | None = await connections.value(statement.sql, arguments)
        except BROKEN:
            answer = await connections.value(statement.sql, arguments)
        return answer


async def _connect(url: str, plan_cache_mode: str) -> asyncpg.Connection:
    settings = {**SETTINGS, "plan_cache_mode": plan_cache_mode}
    return await asyncpg.connect(url, statement_cache_size=PREPARED, server_settings=settings)
