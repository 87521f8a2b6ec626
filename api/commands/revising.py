"""`thidua revision`: a draft migration from the difference between models and migrations."""

import asyncio

import click
from alembic import command as alembic
from alembic.config import Config

from api.migrating import ROOT
from api.settings import read_settings
from api.starting import ensure_database, running_database, upgrade


@click.command(help="Soạn bản nâng cấp từ các mô hình. / Draft a migration from the models.")
@click.argument("message")
def command(message: str) -> None:
    """Compare the migrated database with the models and write what is missing; read it before you keep it."""
    with running_database(read_settings()) as url:
        asyncio.run(ensure_database(url))
        upgrade(url)
        config = Config(ROOT / "alembic.ini")
        config.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
        alembic.revision(config, message, autogenerate=True)
