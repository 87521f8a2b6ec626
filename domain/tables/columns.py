"""The heading of a score table: which column is what, by English and Vietnamese names.

The heading is the first row, among the first twenty, that names the entry and another known column: secretaries put
titles above it. Names are compared without case, accents and punctuation; a criterion is named by its id or its name.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Any

from domain.errors import Text
from domain.tables.cells import Cell, Row, shown
from domain.tables.findings import Findings, Refused, refused

_ROWS_SEARCHED = 20


class Column(StrEnum):
    """The columns besides criteria."""

    ROUND = "round"
    ENTRY = "entry"
    JUDGE = "judge"
    ROW = "row"
    GROUP = "group"
    SUBMITTED = "submitted"
    AMOUNT = "amount"
    COMPONENT = "component"


#: What people write above these columns; compared after `folded`.
SYNONYMS: Mapping[Column, Sequence[str]] = {
    Column.ROUND: ("round", "stage", "segment", "vòng", "vòng thi", "vòng chấm", "giai đoạn"),
    Column.ENTRY: (
        *("entry", "contestant", "competitor", "athlete", "team", "project", "proposal", "song", "student"),
        *("bài dự thi", "bài thi", "mã bài dự thi", "sáng kiến", "mã sáng kiến", "đề tài", "hồ sơ", "mã hồ sơ"),
        *("thí sinh", "số báo danh", "đội", "tác phẩm", "tiết mục"),
    ),
    Column.JUDGE: (
        *("judge", "juror", "reviewer", "marker", "rater", "evaluator", "examiner", "voter"),
        *("thành viên chấm", "thành viên", "thành viên hội đồng", "người chấm", "giám khảo", "ủy viên"),
    ),
    Column.ROW: ("row", "row type", "kind", "loại dòng", "dòng"),
    Column.GROUP: ("group", "unit", "country", "school", "đơn vị", "nhóm", "cụm", "khối", "trường"),
    Column.SUBMITTED: ("submitted", "submitted at", "nộp lúc", "ngày nộp", "thời điểm nộp", "thời gian nộp"),
    Column.AMOUNT: ("amount", "điểm cộng trừ", "cộng trừ", "điểm cộng", "số điểm"),
    Column.COMPONENT: ("component", "thành phần", "phần điểm"),
}
#: Columns that people keep beside the marks; they are not read.
NOT_READ = ("note", "notes", "comment", "comments", "remark", "remarks", "no", "stt", "ghi chú", "nhận xét", "ý kiến")


@dataclass(frozen=True, slots=True)
class Heading:
    """Where things stand: positions of the known columns and of criteria by id, and the headings as written."""

    row: int
    known: Mapping[Column, int]
    criteria: Mapping[str, int]
    titles: Sequence[str]

    def title(self, column: Column) -> str:
        """Return the heading of a column as it stands in the table, or its English name when it is not there."""
        return self.titles[self.known[column]] if column in self.known else column.value


@lru_cache(maxsize=4096)
def folded(text: str) -> str:
    """Return a name without case, accents and punctuation: "Thành viên chấm" and "thanh_vien_cham" are one."""
    plain = unicodedata.normalize("NFD", text.casefold()).replace("đ", "d")
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return " ".join(re.sub(r"[\W_]+", " ", letters).split())


_BY_NAME = {folded(name): column for column, names in SYNONYMS.items() for name in names}
_NOT_READ = frozenset(folded(name) for name in NOT_READ)


def find_heading(rows: Sequence[Row], criteria: Mapping[str, str], ignored: Sequence[str]) -> tuple[int, Heading]:
    """Return the position of the heading among the rows, and what it says.

    `criteria` gives ids by id and by name; `ignored` are columns that the rules file says are not read. Raises Refused
    with all that is wrong with the heading.
    """
    for position, (number, cells) in enumerate(rows[:_ROWS_SEARCHED]):
        found = {_BY_NAME.get(folded(cell)) for cell in cells if isinstance(cell, str)}
        if Column.ENTRY in found and found & {Column.JUDGE, Column.ROW}:
            return position, _heading(number, cells, criteria, {folded(name) for name in ignored})
    raise refused(
        "HEADING_MISSING",
        "Không tìm thấy dòng tiêu đề: cần có cột bài dự thi (entry) và cột thành viên chấm (judge).",
        "There is no heading row: it needs a column entry (bài dự thi) and a column judge (thành viên chấm).",
    )


def _heading(number: int, cells: Sequence[Cell], criteria: Mapping[str, str], ignored: set[str]) -> Heading:
    findings = Findings()
    titles = [shown(cell) for cell in cells]
    known: dict[Column, int] = {}
    marked: dict[str, int] = {}
    by_folded = {folded(name): criterion for name, criterion in criteria.items()}
    for position, cell in enumerate(cells):
        written = cell if isinstance(cell, str) else titles[position]
        name = folded(written)
        criterion = criteria.get(written) or by_folded.get(name)
        column = _BY_NAME.get(name)
        if cell is None or name in ignored:
            continue
        if criterion is not None:
            _place(marked, criterion, position, titles, number, findings)
        elif column is not None:
            _place(known, column, position, titles, number, findings)
        elif name not in _NOT_READ:
            findings.add(number, titles[position], "COLUMN_UNKNOWN", _unknown(titles[position], criteria))
    for criterion in dict.fromkeys(criteria.values()):
        if criterion not in marked:
            findings.add(
                number,
                criterion,
                "CRITERION_COLUMN_MISSING",
                Text(f"Thiếu cột của tiêu chí {criterion}.", f"The column of criterion {criterion} is missing."),
            )
    if findings.count:
        raise Refused(findings.told)
    return Heading(number, known, marked, titles)


def _place(
    places: dict[Any, int], key: str, position: int, titles: Sequence[str], number: int, findings: Findings
) -> None:
    if key in places:
        text = Text(
            f"Cột “{titles[position]}” trùng với cột “{titles[places[key]]}”.",
            f"Column “{titles[position]}” is the same as column “{titles[places[key]]}”.",
        )
        findings.add(number, titles[position], "COLUMN_TWICE", text)
    places.setdefault(key, position)


def _unknown(title: str, criteria: Mapping[str, str]) -> Text:
    known = ", ".join([*(column.value for column in Column), *dict.fromkeys(criteria.values())])
    return Text(
        f"Không biết cột “{title}”; các cột được đọc: {known}. Cột không cần đọc thì ghi vào ignore của tệp quy tắc.",
        f"Column “{title}” is unknown; these are read: {known}. Columns not to be read go to ignore in the rules file.",
    )
