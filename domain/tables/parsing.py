"""The rows of a score table to a problem of the engine. Every row is read, whatever was wrong before it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from domain.engine.problem import Problem
from domain.tables.cells import Row, Table
from domain.tables.columns import Column, Heading, find_heading
from domain.tables.findings import Findings, refused
from domain.tables.numbers import Numbers
from domain.tables.rows import RowReader
from domain.tables.rules_file import RulesFile

_ROWS_BETWEEN_NEWS = 10_000


@dataclass(frozen=True, slots=True)
class Parsed:
    """A problem made of the rows that were understood, and what was wrong with the others."""

    problem: Problem
    findings: Findings
    rows: int
    rows_refused: int


def parse(table: Table, rules: RulesFile, progress: Callable[[float], None] | None = None) -> Parsed:
    """Read all rows; `progress` is told the share done, 0 to 1. Raises Refused for a heading or rows missing."""
    position, heading = find_heading(table.rows, rules.names, rules.ignored)
    rows = table.rows[position + 1 :]
    if not rows:
        raise refused("ROWS_NONE", "Bảng không có dòng nào.", "The table has no rows.")
    reader = RowReader(heading, rules, Numbers(_number_texts(rows, heading), rules.decimal))
    rows_refused = 0
    for done, (number, cells) in enumerate(rows):
        rows_refused += not reader.read(number, cells)
        if progress and done % _ROWS_BETWEEN_NEWS == 0:
            progress(done / len(rows))
    problem = Problem(reader.stages(), rules.rules, rules.seed)
    return Parsed(problem, reader.findings, len(rows), rows_refused)


def _number_texts(rows: Sequence[Row], heading: Heading) -> Iterator[str]:
    """Yield the texts that stand where numbers belong."""
    places = [*heading.criteria.values(), *([heading.known[Column.AMOUNT]] if Column.AMOUNT in heading.known else [])]
    for _number, cells in rows:
        for place in places:
            if place < len(cells) and isinstance(cell := cells[place], str):
                yield cell
