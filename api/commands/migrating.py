"""`thidua migrate`."""

import asyncio

import click

from api.migrating import newest_revision
from api.settings import read_settings
from api.starting import ensure_database, needs_migration, running_database, upgrade


@click.command(help="Nâng cấp cơ sở dữ liệu lên bản mới nhất. / Bring the database to the newest revision.")
def command() -> None:
    """Create the database where it is ours, and run what is missing."""
    with running_database(read_settings()) as url:
        asyncio.run(ensure_database(url))
        if asyncio.run(needs_migration(url)):
            upgrade(url)
        click.echo(f"Cơ sở dữ liệu ở bản / the database is at revision: {newest_revision()}")
