"""One row of a score table after the other. A row that is refused for anything is left out as a whole.

A row is a sheet (`mark`, which is what an empty cell in the column `row` means), the factors of an entry (`factor`),
something to add or take away (`amount`), or only lets an entry be known (`entry`). An empty cell is an absent mark and
never zero; a sheet row without any mark is no sheet, and lets its entry be known.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from domain.engine.documents import decimal_text
from domain.engine.problem import Criterion, Stage
from domain.errors import Text
from domain.tables import wording
from domain.tables.cells import Cell, Odd, shown
from domain.tables.columns import Column, Heading, folded
from domain.tables.findings import Findings
from domain.tables.gathering import Clash, Gathered
from domain.tables.moments import moment_text
from domain.tables.numbers import Numbers, Unread
from domain.tables.rules_file import RulesFile, StageRules
from domain.tables.wording import RowKind

#: Signs in an id: entries, judges, groups.
MAX_NAME = 200

_KINDS = {folded(word): kind for kind, words in wording.ROW_WORDS.items() for word in words}
#: What stands in rows of one kind only; criteria stand in sheets and factors.
_ONLY_IN = {Column.JUDGE: RowKind.MARK, Column.AMOUNT: RowKind.AMOUNT, Column.COMPONENT: RowKind.AMOUNT}


class _Row(NamedTuple):
    """A row that was understood. `stage` is None where an entry is known in no round yet."""

    number: int
    kind: RowKind
    stage: str | None
    entry: str
    judge: str
    values: Mapping[str, Decimal]
    amount: Decimal
    component: str
    facts: Mapping[Column, str]


class RowReader:
    """Reads rows into what is gathered, and notes everything it refuses."""

    def __init__(self, heading: Heading, rules: RulesFile, numbers: Numbers) -> None:
        self.findings = Findings()
        self._gathered = Gathered(rules.stages)
        self._heading = heading
        self._numbers = numbers
        self._only_in = [(column, kind) for column, kind in _ONLY_IN.items() if column in heading.known]
        self._rounds = {folded(name): stage for stage in rules.stages for name in (stage.id, stage.name) if name}
        self._only = rules.stages[0] if len(rules.stages) == 1 else None
        self._scales = {stage.id: {each.id: each for each in stage.criteria} for stage in rules.stages}
        self._components = {
            stage.id: {"", *rules.components, *(each.component for each in stage.criteria)} for stage in rules.stages
        }
        self._marks: dict[tuple[str, str, Cell], Decimal | Unread] = {}  # marks repeat: each is judged once

    def stages(self) -> tuple[Stage, ...]:
        """Return what the rows that were not refused came to."""
        return self._gathered.stages()

    def read(self, number: int, cells: Sequence[Cell]) -> bool:
        """Take one row, or refuse it and return False."""
        before = self.findings.count
        kind = self._kind(number, cells)
        if kind is None:
            return False
        stage = self._stage(number, cells, kind)
        filled = self._filled(cells)
        values = self._values(number, filled, kind, stage)
        row = _Row(
            number=number,
            kind=kind,
            stage=stage.id if stage else None,
            entry=self._name(number, cells, Column.ENTRY, needed=True),
            judge=self._name(number, cells, Column.JUDGE, needed=kind is RowKind.MARK and bool(filled)),
            values=values,
            amount=self._amount(number, cells) if kind is RowKind.AMOUNT else Decimal(),
            component=self._name(number, cells, Column.COMPONENT),
            facts=self._facts(number, cells),
        )
        self._refuse_misplaced(row, cells, filled, stage)
        clash = self._take(row) if self.findings.count == before else None
        if clash is not None:
            self._refuse(number, clash.column, clash.rule, clash.text)
        return self.findings.count == before

    def _take(self, row: _Row) -> Clash | None:
        """Put a row with the others, or say why it cannot stand beside them; then nothing of it is taken."""
        for column, value in row.facts.items():
            clash = self._gathered.contradiction(row.entry, column, value)
            if clash is not None:
                return clash
        if row.stage is None or (row.kind is not RowKind.AMOUNT and not row.values):
            self._gathered.entry(row.stage, row.entry)
        elif row.kind is RowKind.AMOUNT:
            self._gathered.amount(row.stage, row.entry, row.component, row.amount)
        else:
            taken = (
                self._gathered.factors(row.number, row.stage, row.entry, row.values)
                if row.kind is RowKind.FACTOR
                else self._gathered.sheet(row.number, row.stage, row.entry, row.judge, row.values)
            )
            if taken is not None:
                return taken
        for column, value in row.facts.items():
            self._gathered.fact(row.number, row.entry, column, value)
        return None

    def _kind(self, number: int, cells: Sequence[Cell]) -> RowKind | None:
        cell = self._cell(cells, Column.ROW)
        kind = RowKind.MARK if cell is None else _KINDS.get(folded(shown(cell)))
        if kind is None:
            self._refuse(number, Column.ROW, "ROW_UNKNOWN", wording.unknown_word(shown(cell), RowKind))
        return kind

    def _stage(self, number: int, cells: Sequence[Cell], kind: RowKind) -> StageRules | None:
        """Return the round; only the row of an entry without marks may leave it open when there are several."""
        cell = self._cell(cells, Column.ROUND)
        if cell is None:
            if self._only is None and kind is not RowKind.ENTRY:
                self._refuse(number, Column.ROUND, "CELL_MISSING", wording.MISSING)
            return self._only
        stage = self._rounds.get(folded(shown(cell)))
        if stage is None:
            self._refuse(number, Column.ROUND, "ROUND_UNKNOWN", wording.unknown_word(shown(cell), self._scales))
        return stage

    def _name(self, number: int, cells: Sequence[Cell], column: Column, *, needed: bool = False) -> str:
        """Return an id or a name, empty where there is none."""
        cell = self._cell(cells, column)
        if cell is None:
            if needed:
                self._refuse(number, column, "CELL_MISSING", wording.MISSING)
            return ""
        name = decimal_text(cell) if isinstance(cell, Decimal) else cell
        if isinstance(name, str) and len(name) <= MAX_NAME and name.isprintable():
            return name
        self._refuse(number, column, "NAME_WRONG", wording.NAME_WRONG)
        return ""

    def _facts(self, number: int, cells: Sequence[Cell]) -> Mapping[Column, str]:
        """Return the group and the moment of submission, where they are said."""
        facts: dict[Column, str] = {}
        group = self._name(number, cells, Column.GROUP)
        if group:
            facts[Column.GROUP] = group
        submitted = self._cell(cells, Column.SUBMITTED)
        if submitted is not None:
            moment = moment_text(submitted) if isinstance(submitted, str | datetime) else None
            if moment is None:
                self._refuse(number, Column.SUBMITTED, "MOMENT_WRONG", wording.MOMENT_WRONG)
            facts[Column.SUBMITTED] = moment or ""
        return facts

    def _values(
        self, number: int, filled: Mapping[str, Cell], kind: RowKind, stage: StageRules | None
    ) -> Mapping[str, Decimal]:
        """Return the marks or factors of a row by criterion; none of them where the round is unknown."""
        values: dict[str, Decimal] = {}
        if stage is None or kind not in {RowKind.MARK, RowKind.FACTOR}:
            return values
        scales = self._scales[stage.id]
        for criterion, cell in filled.items():
            scale = scales.get(criterion)
            if scale is None:
                text = wording.not_in_round(criterion, stage.id)
                self._refuse(number, criterion, "CRITERION_NOT_IN_ROUND", text)
                continue
            found = self._mark(stage.id, scale, cell) if kind is RowKind.MARK else self._factor(cell)
            if isinstance(found, Decimal):
                values[criterion] = found
            else:
                self._refuse(number, criterion, found.rule, found.text)
        return values

    def _amount(self, number: int, cells: Sequence[Cell]) -> Decimal:
        cell = self._cell(cells, Column.AMOUNT)
        if cell is None:
            self._refuse(number, Column.AMOUNT, "CELL_MISSING", wording.MISSING)
            return Decimal()
        found = number_of(cell, self._numbers)
        if isinstance(found, Decimal):
            return found
        self._refuse(number, Column.AMOUNT, found.rule, found.text)
        return Decimal()

    def _mark(self, stage: str, criterion: Criterion, cell: Cell) -> Decimal | Unread:
        key = (stage, criterion.id, cell)
        if key not in self._marks:
            found = number_of(cell, self._numbers)
            wrong = wording.off_scale(found, criterion) if isinstance(found, Decimal) else None
            self._marks[key] = wrong or found
        return self._marks[key]

    def _factor(self, cell: Cell) -> Decimal | Unread:
        found = number_of(cell, self._numbers)
        return wording.NEGATIVE_FACTOR if isinstance(found, Decimal) and found < 0 else found

    def _refuse_misplaced(
        self, row: _Row, cells: Sequence[Cell], filled: Mapping[str, Cell], stage: StageRules | None
    ) -> None:
        """Refuse what does not belong into a row of this kind, and a component that nothing has."""
        for column, kind in self._only_in:
            if row.kind is not kind and self._cell(cells, column) is not None:
                self._refuse(row.number, column, "CELL_MISPLACED", wording.NOT_HERE)
        if row.kind in {RowKind.AMOUNT, RowKind.ENTRY}:
            for criterion in filled:
                self._refuse(row.number, criterion, "CELL_MISPLACED", wording.NOT_HERE)
        if row.kind is RowKind.AMOUNT and stage is not None and row.component not in self._components[stage.id]:
            text = wording.unknown_word(row.component, sorted(self._components[stage.id] - {""}))
            self._refuse(row.number, Column.COMPONENT, "COMPONENT_UNKNOWN", text)

    def _filled(self, cells: Sequence[Cell]) -> dict[str, Cell]:
        """Return the cells of criteria that are not empty."""
        places = self._heading.criteria.items()
        return {name: cells[place] for name, place in places if place < len(cells) and cells[place] is not None}

    def _cell(self, cells: Sequence[Cell], column: Column) -> Cell:
        place = self._heading.known.get(column)
        return cells[place] if place is not None and place < len(cells) else None

    def _refuse(self, number: int, column: str, rule: str, text: Text) -> None:
        """Note a refusal under the heading as it stands in the table."""
        title = (
            self._heading.title(column)
            if isinstance(column, Column)
            else self._heading.titles[self._heading.criteria[column]]
        )
        self.findings.add(number, title, rule, text)


def number_of(cell: Cell, numbers: Numbers) -> Decimal | Unread:
    """Read the number of a cell that is not empty, or say why there is none."""
    match cell:
        case str():
            return numbers.read(cell)
        case Decimal():
            return cell
        case Odd():
            return wording.ODD[cell]
        case _:
            return wording.DATE
