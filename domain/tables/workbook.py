"""XLSX workbooks to rows of cells, read as a stream and never trusted.

A workbook is a ZIP archive: what it unpacks to is checked before anything is parsed, and the zip module never unpacks
more of a part than the archive declares. Formulas are not computed; the value that was stored last is taken.
"""

import re
import zipfile
from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime, time
from decimal import Decimal
from io import BytesIO
from typing import Any

import openpyxl

from domain.tables.cells import Cell, Odd, Row, clean
from domain.tables.findings import Refused, refused

#: Bytes of all parts together, and of one part that is held in memory whole (texts, styles).
MAX_UNPACKED = 500_000_000
MAX_PART = 60_000_000
MAX_PARTS = 2_000

_SHEETS = "xl/worksheets/"
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
_DECLARATION = re.compile(rb"<!(?:DOCTYPE|ENTITY)")
_CHUNK = 1 << 20
_LONGEST_MATCH = 32


def rows_of(content: bytes, sheet: str | None) -> tuple[str, Iterator[Row]]:
    """Return the name of the sheet, or of the first, and its rows as they are read. Raises Refused."""
    try:
        has_formulas = _checked(content)
        values = _opened(content, computed=True)
        sheet = _chosen([page.title for page in values.worksheets], sheet)
        formulas = _opened(content, computed=False) if has_formulas else None
    except Refused:
        raise
    except Exception as error:  # a broken workbook fails anywhere in the library, with any exception
        raise _unreadable() from error
    return sheet, _rows(values, formulas, sheet)


def _checked(content: bytes) -> bool:
    """Refuse archives that unpack to too much or declare entities; return whether any sheet has formulas."""
    has_formulas = False
    with zipfile.ZipFile(BytesIO(content)) as archive:
        parts = archive.infolist()
        unpacked = sum(part.file_size for part in parts)
        held = max((part.file_size for part in parts if not part.filename.startswith(_SHEETS)), default=0)
        if len(parts) > MAX_PARTS or unpacked > MAX_UNPACKED or held > MAX_PART:
            raise refused(
                "FILE_UNPACKS_TOO_LARGE",
                f"Tệp XLSX giải nén ra {unpacked // 1_000_000} MB, quá giới hạn cho phép.",
                f"The XLSX file unpacks to {unpacked // 1_000_000} MB, which is over the limit.",
            )
        for part in parts:
            if part.filename.endswith((".xml", ".rels")):
                has_formulas |= _scanned(archive, part)
    return has_formulas


def _scanned(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    """Look through one part, chunk by chunk; a match may lie across two chunks."""
    found, tail = False, b""
    with archive.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            window = tail + chunk
            if _DECLARATION.search(window):
                raise _unreadable()
            found = found or (part.filename.startswith(_SHEETS) and _FORMULA.search(window) is not None)
            tail = window[-_LONGEST_MATCH:]
    return found


def _opened(content: bytes, *, computed: bool) -> Any:
    return openpyxl.load_workbook(BytesIO(content), read_only=True, data_only=computed, keep_links=False)


def _rows(values: Any, formulas: Any | None, sheet: str) -> Iterator[Row]:
    try:
        with closing(values):
            if formulas is None:
                for number, cells in enumerate(_raw_rows(values, sheet), start=1):
                    yield number, [_cell(value) for value in cells]
                return
            with closing(formulas):
                both = zip(_raw_rows(values, sheet), _raw_rows(formulas, sheet), strict=True)
                for number, (cells, written) in enumerate(both, start=1):
                    yield number, [_computed(value, text) for value, text in zip(cells, written, strict=True)]
    except Exception as error:  # a broken workbook fails anywhere in the library, with any exception
        raise _unreadable() from error


def _raw_rows(book: Any, sheet: str) -> Iterator[tuple[Any, ...]]:
    page = book[sheet]
    page.reset_dimensions()  # what the file declares as its size may be anything
    rows: Iterator[tuple[Any, ...]] = page.iter_rows(values_only=True)
    return rows


def _computed(value: Any, written: Any) -> Cell:
    """Tell an empty cell from a formula that was never computed."""
    return Odd.UNCOMPUTED if value is None and written is not None else _cell(value)


def _cell(value: Any) -> Cell:
    if value is None or isinstance(value, str):
        return Odd.ERROR if value in _ERRORS else clean(value or "")
    if isinstance(value, bool):
        return Odd.TRUTH
    if isinstance(value, int | float):
        # Spreadsheets show and keep 15 significant digits; the binary tail behind them is nobody's mark.
        return Decimal(f"{value:.15g}")
    if isinstance(value, date):
        return value if isinstance(value, datetime) else datetime.combine(value, time())
    return Odd.DURATION


_ERRORS = frozenset(openpyxl.cell.cell.ERROR_CODES)


def _unreadable() -> Refused:
    return refused("FILE_UNREADABLE", "Không đọc được tệp XLSX này.", "This XLSX file cannot be read.")


def _chosen(known: list[str], sheet: str | None) -> str:
    if sheet is None:
        return known[0]
    if sheet in known:
        return sheet
    names = ", ".join(known)
    raise refused(
        "SHEET_UNKNOWN",
        f"Không có trang tính “{sheet}”; tệp có: {names}.",
        f"There is no sheet “{sheet}”; the file has: {names}.",
    )
