"""`thidua compute`: a score table and its rules to a result file. It needs no database."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from rich.console import Console
from rich.progress import Progress, TimeElapsedColumn

from api.standings import findings_table, standings
from domain.engine.evaluate import evaluate
from domain.engine.problem import Progress as Told
from domain.tables.cells import Table
from domain.tables.findings import Refused
from domain.tables.parsing import Parsed
from domain.tables.reading import MAX_BYTES
from domain.tables.result_file import result_text
from domain.tables.rules_file import RulesFile, read_rules
from domain.tables.understanding import understand

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
#: What the process ends with: rows were refused; the rules, the file or the command were wrong.
ROWS_REFUSED = 1
UNUSABLE = 2


@click.command(help="Tính kết quả từ tệp bảng điểm. / Compute a result from a score table in a file.")
@click.argument("table", type=_FILE)
@click.option("--rules", "rules_path", type=_FILE, required=True, help="Tệp quy tắc TOML, JSON. / The rules file.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Tệp kết quả. / Where the result goes.")
@click.option("--sheet", help="Trang tính của tệp XLSX. / The sheet of an XLSX file; the first without it.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="In ra màn hình. / What is printed.",
)
@click.option("--skip-refused", is_flag=True, help="Bỏ dòng bị từ chối rồi tính. / Compute without refused rows.")
def command(table: Path, rules_path: Path, out: Path | None, sheet: str | None, form: str, skip_refused: bool) -> None:
    """End with 0 when all was computed, 1 when rows were refused, 2 when the rules or the file cannot be used."""
    messages = Console(stderr=True)
    if out is not None and not out.absolute().parent.is_dir():
        raise click.BadParameter("Không có thư mục này. / There is no such directory.", param_hint="--out")
    try:
        content = rules_path.read_bytes()
        rules = read_rules(content)
        with _progress(messages) as told:
            read, parsed = _parsed(table, sheet, rules, told)
            refused = parsed.findings.count > 0
            evaluation = evaluate(parsed.problem, told) if skip_refused or not refused else None
    except Refused as error:
        messages.print(findings_table(error.findings, len(error.findings)))
        sys.exit(UNUSABLE)
    result = result_text(read, rules, content, parsed, evaluation)
    if out is not None:
        out.write_text(result, encoding="utf-8", newline="\n")
    if form == "json":
        click.echo(result, nl=False)
    elif evaluation is not None:
        Console().print(standings(evaluation, rules.title))
    if refused:
        messages.print(findings_table(parsed.findings.told, parsed.findings.count))
        sys.exit(ROWS_REFUSED)


def _parsed(path: Path, sheet: str | None, rules: RulesFile, told: Told) -> tuple[Table, Parsed]:
    """Read the table; raise Refused for what no row is to blame for."""
    with path.open("rb") as stream:
        content = stream.read(MAX_BYTES + 1)  # one more is enough to know that it is too many
    return understand(content, sheet, rules, told)


@contextmanager
def _progress(console: Console) -> Iterator[Told]:
    """Show a person at a terminal what runs; say nothing to a pipe."""
    columns = (*Progress.get_default_columns(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task("", total=1.0)
        yield lambda share, step: progress.update(task, completed=share, description=step)
