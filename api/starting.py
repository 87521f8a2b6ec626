"""From nothing to a database that can be served: start it where it is ours, create it, migrate it."""

from collections.abc import Iterator
from contextlib import contextmanager

import asyncpg
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from api.database import tool_engine
from api.migrating import current_revision, newest_revision, upgrade
from api.postgres import embedded_postgres, plain_url, with_database
from api.settings import Settings

DATABASE = "thidua"
MINIMUM_SERVER = 150000


class DatabaseUnavailable(RuntimeError):
    """The database cannot be reached, does not exist, or is of a server older than PostgreSQL 15."""


@contextmanager
def running_database(settings: Settings) -> Iterator[str]:
    """Yield the address of the database: the outside one, or one of an embedded server that runs meanwhile."""
    if settings.database_url is not None:
        yield settings.database_url
        return
    with embedded_postgres(settings.data_directory / "postgres") as server:
        yield with_database(server, DATABASE)


async def ensure_database(url: str) -> None:
    """See that the database is there and new enough; create ours in an embedded server on its first start.

    Raises DatabaseUnavailable.
    """
    plain = plain_url(url)
    try:
        connection = await _connect(plain)
        if int(await connection.fetchval("SHOW server_version_num")) < MINIMUM_SERVER:
            raise DatabaseUnavailable("Cần PostgreSQL 15 trở lên. / PostgreSQL 15 or newer is needed.")
        await connection.close()
    except (OSError, asyncpg.PostgresError) as error:
        raise DatabaseUnavailable(f"Không kết nối được cơ sở dữ liệu. / Cannot reach the database: {error}") from error


async def _connect(url: str) -> asyncpg.Connection:
    try:
        return await asyncpg.connect(url)
    except asyncpg.InvalidCatalogNameError:
        is_embedded = url.partition("?")[0].endswith(f"@/{DATABASE}")
        if not is_embedded:
            raise
    server = await asyncpg.connect(with_database(url, "postgres"))
    await server.execute(f'CREATE DATABASE "{DATABASE}"')
    await server.close()
    return await asyncpg.connect(url)


async def needs_migration(url: str) -> bool:
    """Say whether revisions are missing."""
    engine = tool_engine(url)
    try:
        return await current_revision(engine) != newest_revision()
    finally:
        await engine.dispose()


async def is_empty(engine: AsyncEngine) -> bool:
    """Say whether nothing has been entered yet."""
    async with engine.connect() as connection:
        return not await connection.scalar(text("SELECT EXISTS (SELECT FROM units)"))


__all__ = [
    "DATABASE",
    "DatabaseUnavailable",
    "ensure_database",
    "is_empty",
    "needs_migration",
    "running_database",
    "upgrade",
]
