"""Files to rows of cells: CSV in UTF-8, and XLSX. Here the limits are kept, and nothing is known of what cells mean.

A CSV's separator is the comma, semicolon or tab that splits its first rows into the most cells. A decimal comma never
wins over the true separator: a row of m marks has at least m + 1 separators and at most m decimal commas.
"""

import csv
import hashlib
import io
from collections.abc import Iterator
from itertools import islice
from typing import Any

from domain.tables.cells import Cell, Row, Table, clean
from domain.tables.findings import refused

MAX_BYTES = 20_000_000
MAX_ROWS = 1_000_000
MAX_COLUMNS = 300

_ZIP = b"PK\x03\x04"
#: Old binary workbooks, and new ones under a password.
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_SEPARATORS = (",", ";", "\t")
_SNIFFED_ROWS = 20


def read_table(content: bytes, sheet: str | None = None, *, max_rows: int = MAX_ROWS) -> Table:
    """Read the rows that are not blank; `sheet` names one of a workbook, None takes the first. Raises Refused."""
    if len(content) > MAX_BYTES:
        raise refused(
            "FILE_TOO_LARGE",
            f"Tệp lớn hơn {MAX_BYTES // 1_000_000} MB.",
            f"The file is larger than {MAX_BYTES // 1_000_000} MB.",
        )
    if content.startswith(_ZIP):
        from domain.tables import workbook  # noqa: PLC0415 -- serving processes must not load openpyxl

        name, found = workbook.rows_of(content, sheet)
    elif content.startswith(_OLD_OFFICE):
        raise refused(
            "FILE_FORMAT",
            "Tệp Excel kiểu cũ hoặc có mật khẩu; hãy lưu lại thành .xlsx không mật khẩu hoặc .csv.",
            "This is an old Excel file or one with a password; save it as .xlsx without one, or as .csv.",
        )
    elif sheet is not None:
        raise refused(
            "SHEET_UNKNOWN", "Tệp CSV không có trang tính nào để chọn.", "A CSV file has no sheets to choose from."
        )
    else:
        name, found = None, _csv_rows(_decoded(content))
    return Table(name, list(_within_limits(found, max_rows)), hashlib.sha256(content).hexdigest())


def _within_limits(found: Iterator[Row], max_rows: int) -> Iterator[Row]:
    """Pass on the rows that are not blank."""
    kept = 0
    for number, cells in found:
        if not any(cell is not None for cell in cells):
            continue
        kept += 1
        if kept > max_rows:
            raise refused(
                "TOO_MANY_ROWS", f"Bảng có hơn {max_rows} dòng.", f"The table has more than {max_rows} rows.", number
            )
        if any(cell is not None for cell in cells[MAX_COLUMNS:]):
            raise refused(
                "TOO_MANY_COLUMNS",
                f"Bảng có hơn {MAX_COLUMNS} cột.",
                f"The table has more than {MAX_COLUMNS} columns.",
                number,
            )
        yield number, cells


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise refused(
            "FILE_ENCODING",
            "Tệp CSV phải ở bảng mã UTF-8; trong Excel hãy lưu kiểu “CSV UTF-8”.",
            "A CSV file must be in UTF-8; in Excel save it as “CSV UTF-8”.",
            content.count(b"\n", 0, error.start) + 1,
        ) from error


def _csv_rows(text: str) -> Iterator[Row]:
    stated = text[:5].lower().startswith("sep=") and text[5:6] in {"\r", "\n"}  # what some spreadsheets write first
    separator = text[4] if stated else max(_SEPARATORS, key=lambda one: _cells_of_first_rows(text, one))
    known: dict[str, Cell] = {}  # a mark given thousands of times is kept once
    records = _records(text, separator)
    try:
        for number, cells in enumerate(records, start=1):
            if stated and number == 1:
                continue
            for cell in cells:
                if cell not in known:
                    known[cell] = clean(cell)
            yield number, [known[cell] for cell in cells]
    except csv.Error as error:
        raise refused(
            "FILE_UNREADABLE",
            f"Tệp CSV hỏng ở dòng {records.line_num}: dấu ngoặc kép không khớp hoặc ô quá dài.",
            f"The CSV file is broken at line {records.line_num}: a quote is unmatched, or a cell is too long.",
            records.line_num,
        ) from error


def _cells_of_first_rows(text: str, separator: str) -> int:
    try:
        return sum(len(cells) for cells in islice(_records(text, separator), _SNIFFED_ROWS))
    except csv.Error:
        return 0


def _records(text: str, separator: str) -> Any:
    return csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
