"""`thidua seed`: the demo data, with progress."""

import asyncio
import os
import subprocess
import sys

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from api.ballot_key import ballot_box
from api.database import tool_engine
from api.demo.loader import load_demo
from api.settings import read_settings
from api.starting import ensure_database, is_empty, needs_migration, running_database, upgrade
from domain.councils.ballot_box import BallotBox
from domain.database import Database


def seed_beside(url: str) -> None:
    """Load the demo data, unless something is there already, in a process of its own that shows its progress here.

    The story computes results; a process that serves afterwards is to keep neither numpy nor what the story left.
    Raises ClickException when it failed, having said why itself.
    """
    if not asyncio.run(_is_empty(url)):
        return
    command = [sys.executable, "-m", "api.cli", "seed"]
    # In the environment rather than among the arguments, which everybody on the machine can read.
    done = subprocess.run(command, env={**os.environ, "DATABASE_URL": url}, check=False)  # noqa: S603 -- our own
    if done.returncode:
        raise click.ClickException("Chưa nạp được dữ liệu trình diễn. / The demo data were not loaded.")


async def _is_empty(url: str) -> bool:
    engine = tool_engine(url)
    try:
        return await is_empty(engine)
    finally:
        await engine.dispose()


async def seed(url: str, console: Console, box: BallotBox | None) -> bool:
    """Load the demo data unless something is there already; say whether it was loaded.

    Raises ClickException without a ballot box: the story's council votes in secret.
    """
    if box is None:
        raise click.ClickException("Thiếu khóa hòm phiếu. / The key of the ballot box is missing: THIDUA_BALLOT_KEY.")
    engine = tool_engine(url)
    try:
        if not await is_empty(engine):
            return False
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        with Progress(*columns, console=console) as progress:
            task = progress.add_task("Dữ liệu trình diễn / demo data", total=None)
            async with Database(engine).writing() as session:
                await load_demo(session, lambda done, total: progress.update(task, completed=done, total=total), box)
        return True
    finally:
        await engine.dispose()


@click.command(help="Nạp dữ liệu trình diễn vào cơ sở dữ liệu rỗng. / Load the demo data into an empty database.")
def command() -> None:
    """Migrate where needed, then load."""
    settings = read_settings()
    with running_database(settings) as url:
        asyncio.run(ensure_database(url))
        if asyncio.run(needs_migration(url)):
            upgrade(url)
        if not asyncio.run(seed(url, Console(stderr=True), ballot_box(settings))):
            raise click.ClickException(
                "Cơ sở dữ liệu đã có dữ liệu; không nạp gì. / The database is not empty; nothing was loaded."
            )
        click.echo("Đã nạp dữ liệu trình diễn. / The demo data are loaded.")
