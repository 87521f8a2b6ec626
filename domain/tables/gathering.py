"""Rows that were understood, put together into stages; here it shows when rows contradict each other."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from domain.engine.problem import Entry, Sheet, Stage
from domain.errors import Text
from domain.tables.columns import Column
from domain.tables.rules_file import StageRules


class Clash(NamedTuple):
    """Why a row cannot stand beside an earlier one. `column` is a criterion, or the name of a known column."""

    column: str
    rule: str
    text: Text


@dataclass(slots=True)
class _Particulars:
    """What is known of an entry in one stage, with the row that said it."""

    factors: dict[str, tuple[int, Decimal]] = field(default_factory=dict)
    amounts: dict[str, Decimal] = field(default_factory=dict)


class Gathered:
    """The sheets, factors, amounts and particulars of all stages."""

    def __init__(self, stages: Sequence[StageRules]) -> None:
        self._stages = stages
        self._entries: dict[str, dict[str, _Particulars]] = {stage.id: {} for stage in stages}
        self._sheets: dict[str, dict[tuple[str, str], tuple[int, Sheet]]] = {stage.id: {} for stage in stages}
        self._facts: dict[tuple[str, Column], tuple[int, str]] = {}
        self._anywhere: list[str] = []

    def contradiction(self, entry: str, name: Column, value: str) -> Clash | None:
        """Say whether a fact about an entry (its group, when it was submitted) was told otherwise before."""
        row, said = self._facts.get((entry, name), (0, value))
        if said == value:
            return None
        text = Text(f"Trái với dòng {row}: ở đó là “{said}”.", f"This contradicts row {row}: “{said}” stands there.")
        return Clash(name, "FACT_CONTRADICTS", text)

    def fact(self, row: int, entry: str, name: Column, value: str) -> None:
        """Take note of a fact about an entry; it may be said in many rows."""
        self._facts.setdefault((entry, name), (row, value))

    def entry(self, stage: str | None, entry: str) -> None:
        """Let an entry be known, in a stage; without a stage, in the first unless it is in another."""
        if stage is None:
            self._anywhere.append(entry)
        else:
            self._entries[stage].setdefault(entry, _Particulars())

    def sheet(self, row: int, stage: str, entry: str, judge: str, marks: Mapping[str, Decimal]) -> Clash | None:
        """Take a judge's marks of an entry, given once in a stage."""
        known = self._sheets[stage].get((entry, judge))
        if known is not None:
            text = Text(
                f"{judge} đã chấm {entry} ở dòng {known[0]}.", f"{judge} marked {entry} in row {known[0]} already."
            )
            return Clash(Column.JUDGE, "SHEET_TWICE", text)
        self.entry(stage, entry)
        self._sheets[stage][entry, judge] = row, Sheet(sheet_id(stage, entry, judge), judge, entry, marks)
        return None

    def factors(self, row: int, stage: str, entry: str, factors: Mapping[str, Decimal]) -> Clash | None:
        """Take factors of an entry's criteria, each said once."""
        self.entry(stage, entry)
        known = self._entries[stage][entry].factors
        for criterion in factors:
            if criterion in known:
                earlier = known[criterion][0]
                text = Text(f"Hệ số đã có ở dòng {earlier}.", f"This factor stands in row {earlier} already.")
                return Clash(criterion, "FACTOR_TWICE", text)
        known |= {criterion: (row, factor) for criterion, factor in factors.items()}
        return None

    def amount(self, stage: str, entry: str, component: str, amount: Decimal) -> None:
        """Add to the amounts of an entry: several of one component add up."""
        self.entry(stage, entry)
        amounts = self._entries[stage][entry].amounts
        amounts[component] = amounts.get(component, Decimal()) + amount

    def stages(self) -> tuple[Stage, ...]:
        """Return the stages, criteria as in the rules, entries and sheets in the order of their ids."""
        placed = {entry for entries in self._entries.values() for entry in entries}
        for entry in self._anywhere:
            if entry not in placed:
                self.entry(self._stages[0].id, entry)
        return tuple(self._stage(rules) for rules in self._stages)

    def _stage(self, rules: StageRules) -> Stage:
        return Stage(
            id=rules.id,
            criteria=tuple(rules.criteria),
            entries=tuple(self._entry(entry, known) for entry, known in sorted(self._entries[rules.id].items())),
            sheets=tuple(_by_id(sheet for _row, sheet in self._sheets[rules.id].values())),
            weight=rules.weight,
        )

    def _entry(self, entry: str, known: _Particulars) -> Entry:
        return Entry(
            id=entry,
            group=self._facts.get((entry, Column.GROUP), (0, ""))[1],
            submitted=self._facts.get((entry, Column.SUBMITTED), (0, None))[1],
            factors={criterion: factor for criterion, (_row, factor) in known.factors.items()},
            amounts=known.amounts,
        )


def sheet_id(stage: str, entry: str, judge: str) -> str:
    """Return the id of a sheet, the same wherever its row stands: a JSON Pointer (RFC 6901) of what it is of."""
    return "".join("/" + part.replace("~", "~0").replace("/", "~1") for part in (stage, entry, judge))


def _by_id(sheets: Iterable[Sheet]) -> list[Sheet]:
    return sorted(sheets, key=lambda sheet: sheet.id)
