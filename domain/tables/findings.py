"""What is wrong with a table or a rules file: each thing with its place, its rule and a text, many at once."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.errors import Text

#: So many are told; the rest is counted.
MAX_TOLD = 200


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was refused. `row` counts as spreadsheets do, from 1; None where it is about the whole.

    `column` is the heading as it stands in the table, or the dotted path of a key in a rules file.
    """

    row: int | None
    column: str
    rule: str
    text: Text


class Findings:
    """All that was refused, in the order it was found. `count` counts on where `told` stops."""

    def __init__(self) -> None:
        self.told: list[Finding] = []
        self.count = 0

    def add(self, row: int | None, column: str, rule: str, text: Text) -> None:
        """Take note of one refusal."""
        self.count += 1
        if len(self.told) < MAX_TOLD:
            self.told.append(Finding(row, column, rule, text))


class Refused(Exception):
    """Nothing can be made of the file as a whole: `findings` say why."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__("; ".join(f"{each.column}: {each.text.en}" for each in findings))
        self.findings = tuple(findings)


def refused(rule: str, vi: str, en: str, row: int | None = None, column: str = "") -> Refused:
    """Make the refusal of a file for one reason."""
    return Refused((Finding(row, column, rule, Text(vi, en)),))
