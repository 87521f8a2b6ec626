"""The table of a jury that worked on paper, to sheets: one row for each, an entry, an evaluator, a mark per criterion.

The entry stands by its number in the round, its id, or its title (with its unit's code or name where several bear it);
the evaluator by e-mail, id or name; criteria by code or name. A row without any mark is no sheet, as in a form that was
not filled in.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from domain.errors import DomainError, Text
from domain.evaluations.entering import PaperSheet
from domain.evaluations.rules import GivenMark, Scale
from domain.tables import wording
from domain.tables.cells import Cell, Row, Table, shown
from domain.tables.columns import Column, Heading, find_heading, folded
from domain.tables.findings import Findings, refused
from domain.tables.numbers import Numbers
from domain.tables.rows import number_of

#: Columns of the form that are for people to read.
FOR_PEOPLE = (Text("Tên sáng kiến", "Title"), Text("Họ tên", "Name"))
#: What people write above the column of an evaluator's words.
COMMENT = ("nhan xet", "y kien", "comment", "comments")
_READ = (Column.ENTRY, Column.JUDGE, Column.GROUP)
_ID = re.compile(r"[A-Z][A-Za-z]*:([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})")


@dataclass(frozen=True, slots=True)
class KnownEntry:
    """An entry of the round, as a jury may call it. `unit` are code and name."""

    id: UUID
    initiative_id: UUID
    number: int
    title: str
    unit: tuple[str, str]


@dataclass(frozen=True, slots=True)
class KnownJudge:
    """An evaluator of the round, as a jury may call them."""

    id: UUID
    email: str
    name: str


class PaperTable:
    """The sheets that were understood, each with the number of its row, and what was wrong with the others."""

    def __init__(
        self,
        table: Table,
        scales: Sequence[Scale],
        names: Mapping[str, str],
        entries: Sequence[KnownEntry],
        judges: Sequence[KnownJudge],
    ) -> None:
        """Read all rows; `names` gives the criteria's codes by code and by name. Raises Refused for the heading."""
        position, self._heading = find_heading(table.rows, names, [name for each in FOR_PEOPLE for name in each])
        _check_columns(self._heading)
        self.findings = Findings()
        self.sheets: list[PaperSheet] = []
        self._rows: list[int] = []
        self._scales = {scale.code: scale.criterion_id for scale in scales}
        self._entries, self._judges = entries, judges
        self._comment = next((at for at, each in enumerate(self._heading.titles) if folded(each) in COMMENT), None)
        rows = table.rows[position + 1 :]
        self._numbers = Numbers(self._texts(rows), None)
        for number, cells in rows:
            self._read(number, cells)

    def tell(self, problem: DomainError) -> None:
        """Note what a deed on the sheets refused, at ("rows", position, field, ...), under the column it stands in."""
        _rows, at, field, *rest = problem.path
        code = getattr(problem, "allowed", None)
        if field == "marks" and rest:
            code = self._codes()[self.sheets[int(at)].marks[int(rest[0])].criterion_id]
        column = {"marks": self._title(code), "evaluatorId": self._heading.title(Column.JUDGE)}
        place = column.get(field, self._heading.title(Column.ENTRY))
        self.findings.add(self._rows[int(at)], place, problem.rule, problem.text)

    def _read(self, number: int, cells: Sequence[Cell]) -> None:
        filled = {code: cells[at] for code, at in self._heading.criteria.items() if _at(cells, at) is not None}
        if not filled:
            return
        before = self.findings.count
        marks = [GivenMark(self._scales[code], value) for code, value in self._marks(number, filled)]
        entry, judge = self._entry(number, cells), self._judge(number, cells)
        if self.findings.count == before and entry is not None and judge is not None:
            comment = _at(cells, self._comment)
            said = None if comment is None else shown_whole(comment)
            self.sheets.append(PaperSheet(judge.id, marks, initiative_id=entry.initiative_id, comment=said))
            self._rows.append(number)

    def _marks(self, number: int, filled: Mapping[str, Cell]) -> Iterator[tuple[str, Decimal]]:
        for code, cell in filled.items():
            found = number_of(cell, self._numbers)
            if isinstance(found, Decimal):
                yield code, found
            else:
                self.findings.add(number, self._title(code), found.rule, found.text)

    def _entry(self, number: int, cells: Sequence[Cell]) -> KnownEntry | None:
        said = self._said(number, cells, Column.ENTRY)
        unit = _at(cells, self._heading.known.get(Column.GROUP))
        called = [each for each in self._entries if said and _is_called(each, said)]
        if unit is not None:
            called = [each for each in called if folded(shown(unit)) in {folded(name) for name in each.unit}]
        if len(called) == 1 or not said:
            return called[0] if called else None
        rule, text = _ambiguous_entry(said) if called else _unknown_entry(said, None if unit is None else shown(unit))
        self.findings.add(number, self._heading.title(Column.ENTRY), rule, text)
        return None

    def _judge(self, number: int, cells: Sequence[Cell]) -> KnownJudge | None:
        said = self._said(number, cells, Column.JUDGE)
        key = _key(said)
        called = [
            each
            for each in self._judges
            if each.id == key or said.casefold() == each.email.casefold() or folded(said) == folded(each.name)
        ]
        if len(called) == 1 or not said:
            return called[0] if called else None
        rule, text = _ambiguous_judge(said) if called else _unknown_judge(said)
        self.findings.add(number, self._heading.title(Column.JUDGE), rule, text)
        return None

    def _said(self, number: int, cells: Sequence[Cell], column: Column) -> str:
        cell = _at(cells, self._heading.known.get(column))
        if cell is None:
            self.findings.add(number, self._heading.title(column), "CELL_MISSING", wording.MISSING)
            return ""
        return shown_whole(cell)

    def _texts(self, rows: Sequence[Row]) -> Iterator[str]:
        """Yield the texts that stand where marks belong."""
        for _number, cells in rows:
            for place in self._heading.criteria.values():
                if isinstance(cell := _at(cells, place), str):
                    yield cell

    def _codes(self) -> Mapping[UUID, str]:
        return {key: code for code, key in self._scales.items()}

    def _title(self, code: str | None) -> str:
        place = self._heading.criteria.get(code or "")
        return "" if place is None else self._heading.titles[place]


def shown_whole(cell: Cell) -> str:
    """Write a cell as a person would read it, texts in full."""
    return cell if isinstance(cell, str) else shown(cell)


def _check_columns(heading: Heading) -> None:
    for column, place in heading.known.items():
        if column not in _READ:
            title = heading.titles[place]
            raise refused(
                "COLUMN_UNKNOWN",
                f"Bảng phiếu chấm không có cột “{title}”.",
                f"A table of score sheets has no column “{title}”.",
                heading.row,
                title,
            )
    if Column.JUDGE not in heading.known:
        raise refused(
            "HEADING_MISSING",
            "Thiếu cột thành viên chấm.",
            "The column of evaluators is missing.",
            heading.row,
        )


def _at(cells: Sequence[Cell], place: int | None) -> Cell:
    return cells[place] if place is not None and place < len(cells) else None


def _key(said: str) -> UUID | None:
    match = _ID.fullmatch(said)
    return None if match is None else UUID(match[1])


def _is_called(entry: KnownEntry, said: str) -> bool:
    key = _key(said)
    if key is not None:
        return key in {entry.id, entry.initiative_id}
    return said == str(entry.number) or folded(said) == folded(entry.title)


def _unknown_entry(said: str, unit: str | None) -> tuple[str, Text]:
    vi, en = ("", "") if unit is None else (f" của đơn vị “{unit}”", f" of the unit “{unit}”")
    text = Text(f"Vòng chấm không có sáng kiến “{said}”{vi}.", f"The round has no entry “{said}”{en}.")
    return "ENTRY_UNKNOWN", text


def _ambiguous_entry(said: str) -> tuple[str, Text]:
    text = Text(
        f"Có nhiều sáng kiến “{said}”; hãy ghi số của sáng kiến trong vòng, hoặc thêm mã đơn vị.",
        f"Several entries are called “{said}”; write the number in the round, or add the unit's code.",
    )
    return "ENTRY_AMBIGUOUS", text


def _unknown_judge(said: str) -> tuple[str, Text]:
    text = Text(
        f"Vòng chấm không có thành viên chấm “{said}”; hãy ghi địa chỉ thư hoặc mã của người đó.",
        f"The round has no evaluator “{said}”; write their e-mail address or id.",
    )
    return "JUDGE_UNKNOWN", text


def _ambiguous_judge(said: str) -> tuple[str, Text]:
    text = Text(
        f"Có nhiều thành viên chấm tên “{said}”; hãy ghi địa chỉ thư hoặc mã của người đó.",
        f"Several evaluators are called “{said}”; write their e-mail address or id.",
    )
    return "JUDGE_AMBIGUOUS", text
