import asyncio

from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from api.migrating import newest_revision
from tests.conftest import alembic_config, fresh_database


def test_there_is_one_head_and_the_server_knows_it(database_url):
    assert ScriptDirectory.from_config(alembic_config(database_url)).get_heads() == [newest_revision()]


def test_models_and_migrations_agree(database_url):
    command.check(alembic_config(database_url))


def test_newest_revision_goes_down_and_up_again(server_url, worker):
    url = fresh_database(server_url, f"thidua_migrate_{worker}")
    config = alembic_config(url)
    command.upgrade(config, "head")
    before = asyncio.run(described(url))

    command.downgrade(config, "-1")
    command.upgrade(config, "head")

    assert asyncio.run(described(url)) == before


def test_all_revisions_go_down_to_nothing(server_url, worker):
    url = fresh_database(server_url, f"thidua_migrate_{worker}")
    config = alembic_config(url)
    command.upgrade(config, "head")

    command.downgrade(config, "base")

    assert asyncio.run(described(url)) == {"alembic_version"}


async def described(url: str) -> set[str]:
    """The names of all tables, constraints, indexes, functions and triggers of ours."""
    engine = create_async_engine(url, poolclass=NullPool)
    async with engine.connect() as connection:
        names = await connection.scalars(
            text(
                """
                SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
                UNION ALL SELECT conrelid::regclass || '.' || conname FROM pg_constraint
                    WHERE connamespace = 'public'::regnamespace AND conname NOT LIKE 'alembic%'
                UNION ALL SELECT proname FROM pg_proc WHERE proname LIKE 'thidua%'
                UNION ALL SELECT tgrelid::regclass || '.' || tgname FROM pg_trigger WHERE NOT tgisinternal
                """
            )
        )
        found = set(names)
    await engine.dispose()
    return found
