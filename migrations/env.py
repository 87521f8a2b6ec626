"""How migrations run: one transaction each, bounded waits, one runner at a time."""

import asyncio
import os

from alembic import context
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from domain.metadata import metadata
from domain.orm import TextEnum

#: Any two runners must agree on this number; it means nothing else.
ADVISORY_LOCK = 7_428_319_601


def include(_object: object, name: str | None, kind: str, reflected: bool, _compare: object) -> bool:
    """Leave out tables that extensions bring."""
    return not (kind == "table" and reflected and name == "alembic_version")


def render(kind: str, item: object, _context: object) -> str | bool:
    """Spell our enumerations as the text they are kept as: revisions know no domain types."""
    return "sa.Text()" if kind == "type" and isinstance(item, TextEnum) else False


def run(connection: Connection) -> None:
    """Migrate on one connection."""
    context.configure(
        connection=connection,
        target_metadata=metadata,
        transaction_per_migration=True,
        compare_type=True,
        include_object=include,
        render_item=render,
    )
    connection.execute(text("SET lock_timeout = '4s'"))
    connection.execute(text("SET statement_timeout = '5s'"))
    connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": ADVISORY_LOCK})
    connection.commit()
    try:
        with context.begin_transaction():
            context.run_migrations()
    finally:
        connection.rollback()
        connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": ADVISORY_LOCK})
        connection.commit()


async def run_online(url: str) -> None:
    """Connect and migrate."""
    engine = create_async_engine(url, poolclass=NullPool)
    async with engine.connect() as connection:
        await connection.run_sync(run)
    await engine.dispose()


given = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    url = context.config.get_main_option("sqlalchemy.url") or os.environ["DATABASE_URL"]
    asyncio.run(run_online(url.replace("postgresql://", "postgresql+asyncpg://", 1)))
