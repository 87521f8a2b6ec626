"""`thidua export-ledger`: a closed round's ledger and results as a file, for `thidua verify` on another machine."""

import asyncio
import sys
from pathlib import Path
from uuid import UUID

import click

from api.commands.parameters import ROUND
from api.database import tool_engine
from api.settings import read_settings
from api.starting import ensure_database, running_database
from domain.actor import SYSTEM
from domain.database import Database
from domain.errors import DomainError
from domain.ledger.export import Header
from domain.results import exporting

UNUSABLE = 2


@click.command(help="Xuất sổ cái và kết quả của một vòng. / Write a closed round's ledger and results to a file.")
@click.argument("round_id", metavar="ROUND", type=ROUND)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="Tệp. / The file.")
def command(round_id: UUID, out: Path) -> None:
    """Print the head that the file ends with: whoever keeps it knows the file from any other."""
    with running_database(read_settings()) as url:
        asyncio.run(ensure_database(url))
        try:
            header = asyncio.run(_write(url, round_id, out))
        except DomainError as refused:
            click.echo(f"{refused.text.vi} / {refused.text.en}", err=True)
            sys.exit(UNUSABLE)
    click.echo(f"{header.head.number}:{header.head.hash}" if header.head else "–")


async def _write(url: str, round_id: UUID, out: Path) -> Header:
    engine = tool_engine(url)
    database = Database(engine)
    try:
        async with database.writing() as session:
            export = await exporting.export_ledger(session, SYSTEM, round_id=round_id)
        with out.open("wb") as file:
            async for line in exporting.lines(database, export):
                file.write(line)
    finally:
        await engine.dispose()
    return export.header
