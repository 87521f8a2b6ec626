"""`thidua seed`: the demo data, with progress."""

import asyncio

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from api.database import tool_engine
from api.demo.loader import load_demo
from api.settings import read_settings
from api.starting import ensure_database, is_empty, needs_migration, running_database, upgrade
from domain.database import Database


async def seed(url: str, console: Console) -> bool:
    """Load the demo data unless something is there already; say whether it was loaded."""
    engine = tool_engine(url)
    try:
        if not await is_empty(engine):
            return False
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        with Progress(*columns, console=console) as progress:
            task = progress.add_task("Dữ liệu trình diễn / demo data", total=None)
            async with Database(engine).writing() as session:
                await load_demo(session, lambda done, total: progress.update(task, completed=done, total=total))
        return True
    finally:
        await engine.dispose()


@click.command(help="Nạp dữ liệu trình diễn vào cơ sở dữ liệu rỗng. / Load the demo data into an empty database.")
def command() -> None:
    """Migrate where needed, then load."""
    with running_database(read_settings()) as url:
        asyncio.run(ensure_database(url))
        if asyncio.run(needs_migration(url)):
            upgrade(url)
        if not asyncio.run(seed(url, Console(stderr=True))):
            raise click.ClickException(
                "Cơ sở dữ liệu đã có dữ liệu; không nạp gì. / The database is not empty; nothing was loaded."
            )
        click.echo("Đã nạp dữ liệu trình diễn. / The demo data are loaded.")
