"""`thidua verify`: is what is kept of a round, or stands in a file, what its ledger makes it? A file is enough."""

import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path
from uuid import UUID

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text
from sqlalchemy import select

from api.commands.parameters import HEAD, ROUND
from api.database import tool_engine
from api.settings import read_settings
from api.starting import ensure_database, running_database
from domain.database import Database
from domain.errors import DomainError
from domain.evaluations.model import Round
from domain.evaluations.rules import RoundState
from domain.ledger import export
from domain.ledger.rules import Event, Head
from domain.results.findings import NO_FAULTS, Report
from domain.results.soundness import examine
from domain.results.travelling import results_of
from domain.results.verifying import verify

#: What the process ends with: faults were found; the file or the command was wrong.
FAULTS = 1
UNUSABLE = 2

#: A report with what it is about and the head of the ledger that was looked at.
Verified = tuple[str, Report, Head | None]


@click.command(help="Kiểm chứng sổ cái và kết quả. / Verify ledgers and results.")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path), required=False)
@click.option("--round", "round_id", type=ROUND, help="Chỉ vòng chấm này. / This round of the database only.")
@click.option(
    "--head",
    "heads",
    type=HEAD,
    multiple=True,
    help="Đầu sổ đã công bố, SỐ:MÃ BĂM. / A head that was published, NUMBER:HASH.",
)
def command(file: Path | None, round_id: UUID | None, heads: tuple[Head, ...]) -> None:
    """End with 0 when all is sound, 1 when there are faults, 2 when the command or the file cannot be used."""
    if file is not None and round_id is not None:
        raise click.UsageError("Chọn tệp hoặc --round. / Give a file or --round, not both.")
    if heads and file is None and round_id is None:
        raise click.UsageError("--head cần tệp hoặc --round. / --head goes with a file or --round.")
    console = Console()
    verified = _of_database(round_id, heads) if file is None else [_of_file(file, heads)]
    for name, report, head in verified:
        _tell(console, name, report, head)
    sys.exit(0 if all(report.is_sound for _name, report, _head in verified) else FAULTS)


def _of_file(file: Path, heads: Sequence[Head]) -> Verified:
    """Verify an exported file against the heads given and the one that it names itself."""
    try:
        header, lines = export.read(file)
        events: list[Event] = []
        further: list[export.Further] = []
        for line in lines:
            if isinstance(line, Event):
                events.append(line)
            else:
                further.append(line)
        results = results_of(further)
    except DomainError as refused:
        click.echo(f"{refused.text.vi}\n{refused.text.en}", err=True)
        sys.exit(UNUSABLE)
    known = [*heads, *([header.head] if header.head else [])]
    report = verify(header.round_id, events, results, known)
    return str(header.about.get("name", header.round_id)), report, header.head


def _of_database(round_id: UUID | None, heads: tuple[Head, ...]) -> list[Verified]:
    with running_database(read_settings()) as url:
        asyncio.run(ensure_database(url))
        return asyncio.run(_rounds(url, round_id, heads))


async def _rounds(url: str, round_id: UUID | None, heads: tuple[Head, ...]) -> list[Verified]:
    """Verify the round, or all that were ever opened, one after the other."""
    engine = tool_engine(url)
    database = Database(engine)
    statement = select(Round.id, Round.name).where(Round.state != RoundState.DRAFT).order_by(Round.id)
    if round_id is not None:
        statement = statement.where(Round.id == round_id)
    try:
        async with database.reading() as connection:
            rounds = (await connection.execute(statement)).all()
        if round_id is not None and not rounds:
            raise click.UsageError("Không có vòng chấm đã mở này. / There is no such opened round.")
        return [(name, *await examine(database, key, heads=heads)) for key, name in rounds]
    finally:
        await engine.dispose()


def _tell(console: Console, name: str, report: Report, head: Head | None) -> None:
    console.print(Text(name, style="bold"))
    at = f"{head.number}:{head.hash}" if head else "–"
    console.print(
        Text(
            f"{report.events} sự kiện / events, {report.results} kết quả / results\nđầu sổ / head {at}", overflow="fold"
        )
    )
    if report.findings:
        console.print(_findings(report))
    if report.is_sound:
        console.print(Text("Nguyên vẹn. / Sound.", style="green"))
    else:
        console.print(Text("Có sai lệch. / Not sound.", style="red"))


def _findings(report: Report) -> Table:
    table = Table(title=f"Phát hiện / Findings: {report.total}", title_justify="left")
    for name in ("Loại\nKind", "Đối tượng\nSubject", "Nội dung\nWhat"):
        table.add_column(name, overflow="fold")
    for found in report.findings:
        style = "yellow" if found.kind in NO_FAULTS else "red"
        what = Text(f"{found.text.vi}\n{found.text.en}")
        table.add_row(Text(found.kind, style=style), Text(found.subject), what)
    if report.total > len(report.findings):
        table.add_row("…", "", Text(f"và {report.total - len(report.findings)} nữa / more"))
    return table
