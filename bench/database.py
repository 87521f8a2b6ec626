"""The PostgreSQL of the benchmark: one private cluster (or the server of DATABASE_URL), one database for each size."""

import asyncio
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import asyncpg

from api.migrating import ROOT, upgrade
from api.postgres import embedded_postgres, with_database
from api.settings import read_settings

DIRECTORY = ROOT / ".thidua" / "bench-postgres"
#: A filled database says so in its comment; another version of the data is filled anew.
FILLED = "thidua bench data 1"
#: What somebody sets on a server of this size; all contenders share it. The first two need a restart.
SETTINGS = {
    "shared_preload_libraries": "pg_stat_statements",
    "shared_buffers": "1GB",
    "maintenance_work_mem": "512MB",
    "max_wal_size": "8GB",
    "effective_cache_size": "4GB",
}


@contextmanager
def server() -> Iterator[str]:
    """Yield the SQLAlchemy address of a running server."""
    given = read_settings(os.environ).database_url
    if given is not None:
        yield given
        return
    with embedded_postgres(DIRECTORY) as url:
        if asyncio.run(_settings_in_force(url)):
            yield url
            return
    # Leaving the block stopped the server, so that what was just set holds from here on.
    with embedded_postgres(DIRECTORY) as url:
        yield url


async def _settings_in_force(url: str) -> bool:
    """Write the settings where they are missing; say whether they were there."""
    connection = await asyncpg.connect(plain(url))
    try:
        if await connection.fetchval("SHOW shared_preload_libraries") == SETTINGS["shared_preload_libraries"]:
            return True
        for name, value in SETTINGS.items():
            await connection.execute(f"ALTER SYSTEM SET {name} = '{value}'")
        return False
    finally:
        await connection.close()


def plain(url: str) -> str:
    """Return a SQLAlchemy address as libpq and asyncpg write it."""
    return url.replace("+asyncpg", "", 1)


def name_of(initiatives: int) -> str:
    """Return the name of the database with so many initiatives."""
    return f"thidua_bench_{initiatives}"


def url_of(server_url: str, initiatives: int) -> str:
    """Return the address of the database with so many initiatives."""
    return with_database(server_url, name_of(initiatives))


async def is_filled(server_url: str, initiatives: int) -> bool:
    """Say whether the database holds all of its data, in their present version."""
    connection = await asyncpg.connect(plain(server_url))
    try:
        said = await connection.fetchval(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = $1", name_of(initiatives)
        )
    finally:
        await connection.close()
    return bool(said == FILLED)


async def recreate(server_url: str, initiatives: int) -> None:
    """Make the database anew and empty."""
    connection = await asyncpg.connect(plain(server_url))
    await connection.execute(f'DROP DATABASE IF EXISTS "{name_of(initiatives)}" WITH (FORCE)')
    await connection.execute(f'CREATE DATABASE "{name_of(initiatives)}"')
    await connection.close()


def migrate(server_url: str, initiatives: int) -> None:
    """Bring the database to the newest revision."""
    upgrade(url_of(server_url, initiatives))


async def mark_filled(server_url: str, initiatives: int) -> None:
    """Say that the data are whole, and count statements in this database where the server can."""
    connection = await asyncpg.connect(plain(url_of(server_url, initiatives)))
    if "pg_stat_statements" in await connection.fetchval("SHOW shared_preload_libraries"):
        await connection.execute("CREATE EXTENSION IF NOT EXISTS pg_stat_statements")
    await connection.execute(f"COMMENT ON DATABASE \"{name_of(initiatives)}\" IS '{FILLED}'")
    await connection.close()


def out_directory() -> Path:
    """Return the (ignored) directory of what the benchmark writes."""
    directory = ROOT / "bench" / "out"
    directory.mkdir(exist_ok=True)
    return directory
