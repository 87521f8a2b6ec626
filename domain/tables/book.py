"""A report as an XLSX workbook: the same bytes for the same report, and no text in it is ever a formula.

Rows are written as they come, so that thousands of them need little memory.
"""

import re
import zipfile
from datetime import datetime
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

from domain.errors import Text
from domain.tables.report import Column, Kind, Report, Value

_FACE = "Times New Roman"
_LINE = Side(style="thin", color="808080")
_FRAME = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_SHADE = PatternFill("solid", fgColor="E7EDF5")
_FORMATS = {Kind.TEXT: "@", Kind.NUMBER: "General", Kind.MONEY: "#,##0"}
_DAYS = {"vi": "dd/mm/yyyy", "en": "yyyy-mm-dd"}
_CHANGED_AT = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")
#: What XML has no place for: controls, halves of surrogates, and the two last code points of the first plane.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_A4 = 9


def write_workbook(report: Report, language: str) -> bytes:
    """Write the report on one sheet of A4 landscape, in Vietnamese unless the language is "en"."""
    book = Workbook(write_only=True)
    book.properties.creator = "Thidua"
    book.properties.title = _legible(report.titles[0].in_language(language)) if report.titles else None
    book.properties.created = report.made_at.replace(tzinfo=None, microsecond=0)
    sheet = book.create_sheet(report.name.in_language(language))
    first = len(report.titles) + 2  # an empty row parts titles and headings
    _set_up(sheet, report, first)
    for number, title in enumerate(report.titles):
        sheet.append([_said(sheet, title.in_language(language), Font(name=_FACE, size=12, bold=number == 0))])
    sheet.append([])
    sheet.append([_heading(sheet, column, language) for column in report.columns])
    cells = [_body(sheet, column, language) for column in report.columns]
    for row in report.rows:
        # A cell is written at once, so that one for each column serves all rows.
        sheet.append([_filled(cell, value, language) for cell, value in zip(cells, row, strict=True)])
    _write_notes(sheet, report, language)
    content = BytesIO()
    book.save(content)
    return _settled(content.getvalue(), report.made_at)


def _set_up(sheet: Any, report: Report, heading: int) -> None:
    """Set what is written before the first row, and what is printed on every page."""
    last = get_column_letter(len(report.columns))
    sheet.freeze_panes = f"A{heading + 1}"
    sheet.auto_filter.ref = f"A{heading}:{last}{heading + len(report.rows)}"
    sheet.print_title_rows = f"{heading}:{heading}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = _A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.oddFooter.center.text = "&P/&N"
    for number, column in enumerate(report.columns, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = column.width


def _write_notes(sheet: Any, report: Report, language: str) -> None:
    if report.notes:
        sheet.append([])
    for row in report.notes:
        cells = [_body(sheet, column, language, is_framed=False) for column in report.columns]
        sheet.append([_filled(cell, value, language) for cell, value in zip(cells, row, strict=False)])


def _heading(sheet: Any, column: Column, language: str) -> Any:
    cell = _said(sheet, column.heading.in_language(language), Font(name=_FACE, size=11, bold=True))
    cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    cell.border, cell.fill = _FRAME, _SHADE
    return cell


def _said(sheet: Any, text: str, font: Font) -> Any:
    cell = WriteOnlyCell(sheet)
    cell.font = font
    return _filled(cell, text, "vi")


def _body(sheet: Any, column: Column, language: str, *, is_framed: bool = True) -> Any:
    cell = WriteOnlyCell(sheet)
    cell.font = Font(name=_FACE, size=11, bold=not is_framed)
    cell.number_format = _FORMATS.get(column.kind) or _DAYS.get(language, _DAYS["vi"])
    cell.alignment = Alignment(vertical="top", wrap_text=is_framed)
    if is_framed:
        cell.border = _FRAME
    return cell


def _filled(cell: Any, value: Value, language: str) -> Any:
    """Put a value into a cell: a text as text, whatever it begins with."""
    if isinstance(value, Text):
        value = value.in_language(language)
    if not isinstance(value, str):
        cell.value = value
        return cell
    cell.value = _legible(value)
    cell.data_type = "s"
    return cell


def _legible(text: str) -> str:
    return _ILLEGAL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def _settled(content: bytes, moment: datetime) -> bytes:
    """Put the moment of the report in the place of the machine's time, wherever the library wrote that."""
    settled = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as written, zipfile.ZipFile(settled, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in written.infolist():
            said = moment.replace(tzinfo=None, microsecond=0).isoformat().encode() + b"Z"
            text = written.read(part)
            if part.filename == "docProps/core.xml":
                text = _CHANGED_AT.sub(rb"\g<1>" + said, text)
            whole = zipfile.ZipInfo(part.filename, (moment.year, moment.month, moment.day, 0, 0, 0))
            archive.writestr(whole, text, zipfile.ZIP_DEFLATED)
    return settled.getvalue()
