"""Ways to the database: finished answers, short read-only connections, and write transactions that commit or vanish."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, AsyncSession, async_sessionmaker

if TYPE_CHECKING:
    from domain.reading.statement import Statement


class Database:
    """Hands out connections and transactions; the only place where a transaction begins and ends."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._sessions = async_sessionmaker(engine, expire_on_commit=False)

    async def fetch(self, statement: "Statement", arguments: Sequence[Any]) -> bytes | None:
        """Run a statement that gives one value, the finished answer."""
        async with self.reading() as connection:
            result = await connection.exec_driver_sql(statement.sql, tuple(arguments))
            answer: bytes | None = result.scalar_one()
            return answer

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        """Lend a read-only connection for one statement or a few."""
        async with self._engine.connect() as connection:
            yield await connection.execution_options(postgresql_readonly=True)

    @asynccontextmanager
    async def snapshot(self) -> AsyncIterator[AsyncSession]:
        """Lend a read-only session to which the database stands still: all statements see one moment."""
        async with self._engine.connect() as connection:
            still = await connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
            async with AsyncSession(still, expire_on_commit=False) as session:
                yield session

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncSession]:
        """Open a transaction: committed when the block ends, rolled back when it raises."""
        async with self._sessions() as session, session.begin():
            yield session
