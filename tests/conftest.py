"""Real PostgreSQL for every test: migrated once per worker, each test inside a transaction that is rolled back."""

import asyncio
import gc
import os
import warnings
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, asynccontextmanager
from functools import cache
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from hypothesis import HealthCheck, settings
from sqlalchemy import event, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.pool import NullPool

from api.postgres import embedded_postgres, with_database
from domain.database import Database
from tests.support.factories import Factory

ROOT = Path(__file__).parent.parent
# How long an example takes says something about the machine, not about us.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")
warnings.filterwarnings("ignore", category=RuntimeWarning, module="embedded_postgres")


def pytest_collection_finish() -> None:
    """Leave what was imported and collected out of garbage collection: it stays to the end, and is large."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@pytest.fixture(scope="session")
def server_url() -> Iterator[str]:
    """The server that tests use: the one of DATABASE_URL, else a private embedded one."""
    given = os.environ.get("DATABASE_URL")
    with ExitStack() as stack:
        yield (
            given.replace("postgresql://", "postgresql+asyncpg://", 1)
            if given
            else _careless(stack.enter_context(embedded_postgres(ROOT / ".thidua" / "test-postgres")))
        )


def _careless(server_url: str) -> str:
    """Let a server that holds nothing but tests' data not wait for its disk."""

    async def set_settings() -> None:
        engine = create_async_engine(server_url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
        async with engine.connect() as connection:
            for setting in ("fsync", "synchronous_commit", "full_page_writes"):
                await connection.execute(text(f"ALTER SYSTEM SET {setting} = off"))
            await connection.execute(text("SELECT pg_reload_conf()"))
        await engine.dispose()

    asyncio.run(set_settings())
    return server_url


def fresh_database(server_url: str, name: str, template: str = "template1") -> str:
    """Make a database like its template, an empty one (dropping an old one of that name), and return its address."""

    async def make() -> None:
        engine = create_async_engine(server_url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
        async with engine.connect() as connection:
            await connection.execute(text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))
            await connection.execute(text(f'CREATE DATABASE "{name}" TEMPLATE "{template}"'))
        await engine.dispose()

    asyncio.run(make())
    return with_database(server_url, name)


def migrated_database(server_url: str, name: str) -> str:
    """Make a database at the newest revision and return its address."""
    return fresh_database(server_url, name, _migrated_template(server_url))


@cache
def _migrated_template(server_url: str) -> str:
    """Go through all revisions once in a process: copying what they made takes a tenth of their time."""
    name = f"thidua_template_{worker_name()}"
    command.upgrade(alembic_config(fresh_database(server_url, name)), "head")
    return name


def worker_name() -> str:
    """Return the name of this test process, alone or one of several."""
    return os.environ.get("PYTEST_XDIST_WORKER", "alone")


def alembic_config(url: str) -> Config:
    """Point Alembic at a database."""
    config = Config(ROOT / "alembic.ini")
    config.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    return config


@pytest.fixture(scope="session")
def database_url(server_url: str, worker: str) -> str:
    """A database of this worker's own, at the newest revision."""
    return migrated_database(server_url, f"thidua_test_{worker}")


@pytest.fixture(scope="session")
def worker() -> str:
    """The name of this test process, alone or one of several."""
    return worker_name()


@pytest.fixture(scope="session")
async def engine(database_url: str) -> AsyncIterator[AsyncEngine]:
    """Connections are kept from test to test, with what the server knows by then of tables and statements."""
    engine = create_async_engine(database_url, connect_args={"prepared_statement_cache_size": 1000})
    yield engine
    await engine.dispose()


class TransactionDatabase(Database):
    """All reads and writes of a test on one connection: what "commits" is a savepoint, rolled back in the end."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection
        self._one_at_a_time = asyncio.Lock()
        self._sessions = async_sessionmaker(
            connection, expire_on_commit=False, join_transaction_mode="create_savepoint"
        )

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        async with self._one_at_a_time:
            yield self._connection

    @asynccontextmanager
    async def snapshot(self) -> AsyncIterator[AsyncSession]:
        async with self._one_at_a_time, self._sessions() as session:
            yield session

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncSession]:
        async with self._one_at_a_time, self._sessions() as session, session.begin():
            yield session
            # Deferred constraints are checked where a real commit would check them.
            await session.flush()
            await session.execute(text("SET CONSTRAINTS ALL IMMEDIATE"))
            await session.execute(text("SET CONSTRAINTS ALL DEFERRED"))


@asynccontextmanager
async def rolled_back(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    """A connection in a transaction of which nothing stays."""
    async with engine.connect() as connection:
        transaction = await connection.begin()
        yield connection
        await transaction.rollback()


@pytest.fixture
async def connection(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    async with rolled_back(engine) as connection:
        yield connection


@pytest.fixture
def database(connection: AsyncConnection) -> Database:
    return TransactionDatabase(connection)


@pytest.fixture
async def session(connection: AsyncConnection) -> AsyncIterator[AsyncSession]:
    """A session on the test's transaction, for tests of actions and queries."""
    async with AsyncSession(connection, expire_on_commit=False, join_transaction_mode="create_savepoint") as session:
        yield session


@pytest.fixture
def make(session: AsyncSession) -> Factory:
    """Makes the rows that a test needs."""
    return Factory(session)


class StatementCount:
    """How many statements the engine ran, transaction control left out."""

    def __init__(self) -> None:
        self.statements: list[str] = []

    def __len__(self) -> int:
        return len(self.statements)

    def clear(self) -> None:
        self.statements.clear()


@pytest.fixture
def statements(engine: AsyncEngine) -> Iterator[StatementCount]:
    count = StatementCount()

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK", "SET CONSTRAINTS")):
            count.statements.append(statement)

    event.listen(engine.sync_engine, "before_cursor_execute", note)
    yield count
    event.remove(engine.sync_engine, "before_cursor_execute", note)
