import csv
import io
import zipfile
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from domain.clock import VIETNAM
from domain.errors import Text
from domain.tables.book import write_workbook
from domain.tables.report import Column, Kind, Report, cell_text, write_csv
from domain.tables.writing import harmless

REPORT = Report(
    name=Text("Danh sách", "List"),
    titles=(Text("BỘ", "MINISTRY"), Text("Số liệu", "Figures")),
    columns=(
        Column(Text("Tên", "Name"), 30),
        Column(Text("Loại", "Kind"), 10),
        Column(Text("Điểm", "Score"), 8, Kind.NUMBER),
        Column(Text("Tiền", "Prize"), 12, Kind.MONEY),
        Column(Text("Ngày", "Day"), 12, Kind.DAY),
    ),
    rows=(
        ('=HYPERLINK("http://evil.example")', Text("Cá nhân", "Person"), Decimal("91.500000"), Decimal(3510000), None),
        ('"Hỏi, đáp"\ncâu hai', None, 2, None, date(2024, 12, 5)),
    ),
    made_at=datetime(2024, 12, 6, 8, 30, 1, 5, tzinfo=VIETNAM),
    notes=((Text("Tổng", "Total"), None, None, Decimal(3510000)),),
)
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30)
RISKY = st.builds(
    str.__add__, st.sampled_from(["=", "+", "-", "@", "\t", "\r", "'", '"', ",", "\n", " ", "#N/A"]), TEXTS
)


def read(table: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(table.removeprefix("\ufeff"), newline="")))


def opened(report: Report, language: str = "vi"):
    return openpyxl.load_workbook(BytesIO(write_workbook(report, language)))


def test_a_table_as_csv():
    assert write_csv(REPORT, "vi") == (
        "\ufeffTên,Loại,Điểm,Tiền,Ngày\r\n"
        '"\'=HYPERLINK(""http://evil.example"")",Cá nhân,91.5,3510000,\r\n'
        '"""Hỏi, đáp""\ncâu hai",,2,,05/12/2024\r\n'
    )
    assert read(write_csv(REPORT, "en"))[0] == ["Name", "Kind", "Score", "Prize", "Day"]
    assert read(write_csv(REPORT, "en"))[2][4] == "2024-12-05"
    negative = replace(REPORT, rows=(("-2", Text("+1", "+1"), Decimal("-12.50"), Decimal(-3), None),))
    assert read(write_csv(negative, "vi"))[1] == ["'-2", "'+1", "-12.5", "-3", ""]
    assert read(write_csv(replace(REPORT, rows=()), "vi")) == [["Tên", "Loại", "Điểm", "Tiền", "Ngày"]]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("=1+1", "'=1+1"),
        ("+84", "'+84"),
        ("-2", "'-2"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        ("a=1", "a=1"),
        ("'=1", "'=1"),
        ("", ""),
        ("Đơn vị", "Đơn vị"),
    ],
)
def test_formulas_are_made_harmless(cell: str, expected: str):
    assert harmless(cell) == expected


@settings(max_examples=100)
@given(st.lists(st.lists(TEXTS | RISKY, min_size=5, max_size=5), max_size=5), st.sampled_from(["vi", "en"]))
def test_what_is_written_as_csv_is_read_back(rows: list[list[str]], language: str):
    table = write_csv(replace(REPORT, rows=rows), language)

    assert table.encode().startswith(b"\xef\xbb\xbf")
    assert read(table)[1:] == [[harmless(cell) for cell in row] for row in rows]
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for line in read(table) for cell in line)


@settings(max_examples=100)
@given(st.decimals(0, 100, places=6))
def test_a_score_is_written_exactly_and_plainly(score: Decimal):
    written = cell_text(score, "vi")

    assert Decimal(written) == score
    assert "E" not in written
    assert "." not in written or not written.endswith("0")


def test_a_workbook_holds_values_of_their_kinds():
    page = opened(REPORT).active

    cells = [[(cell.value, cell.data_type, cell.number_format) for cell in row] for row in page.iter_rows()]
    assert [row[0][0] for row in cells[:3]] == ["BỘ", "Số liệu", None]
    assert [cell[0] for cell in cells[3]] == ["Tên", "Loại", "Điểm", "Tiền", "Ngày"]
    assert cells[4] == [
        ('=HYPERLINK("http://evil.example")', "s", "@"),
        ("Cá nhân", "s", "@"),
        (91.5, "n", "General"),
        (3510000, "n", "#,##0"),
        (None, "n", "dd/mm/yyyy"),
    ]
    assert cells[5][0][0] == '"Hỏi, đáp"\ncâu hai'
    assert cells[5][4] == (datetime(2024, 12, 5), "d", "dd/mm/yyyy")  # noqa: DTZ001 -- days have no zone
    assert [cell[0] for cell in cells[7]] == ["Tổng", None, None, 3510000, None]
    english = opened(REPORT, "en")
    assert (english.active.title, english.active["A1"].value, english.active["B5"].value) == (
        "List",
        "MINISTRY",
        "Person",
    )
    assert english.active["E6"].number_format == "yyyy-mm-dd"


def test_a_workbook_is_made_to_be_scrolled_filtered_and_printed():
    page = opened(REPORT).active

    assert (page.freeze_panes, page.auto_filter.ref, page.print_title_rows) == ("A5", "A4:E6", "$4:$4")
    assert (page.page_setup.orientation, page.page_setup.paperSize) == ("landscape", 9)
    assert (page.page_setup.fitToWidth, page.page_setup.fitToHeight) == (1, 0)
    assert page.sheet_properties.pageSetUpPr.fitToPage
    assert page.column_dimensions["A"].width == 30
    assert page["A5"].alignment.wrap_text
    assert page["A4"].font.bold


def test_one_report_is_one_workbook_whenever_it_is_written(monkeypatch):
    first = write_workbook(REPORT, "vi")
    monkeypatch.setattr("time.localtime", lambda *_: (2031, 1, 1, 0, 0, 0, 0, 1, 0))
    again = write_workbook(REPORT, "vi")

    assert first == again
    book = openpyxl.load_workbook(BytesIO(first))
    assert book.properties.created == book.properties.modified == datetime(2024, 12, 6, 8, 30, 1)  # noqa: DTZ001
    with zipfile.ZipFile(BytesIO(first)) as archive:
        assert {part.date_time for part in archive.infolist()} == {(2024, 12, 6, 0, 0, 0)}


@settings(max_examples=30)
@given(st.lists(TEXTS | RISKY | st.characters(codec="utf-8", max_codepoint=31), min_size=5, max_size=5))
@example(["a\ufffeb", "\uffff", "\ud800", "\x0b=", "\x85"])
def test_no_text_becomes_a_formula_or_an_error(texts: list[str]):
    titles = [Text(text, text) for text in texts]
    page = opened(replace(REPORT, rows=[texts], titles=titles)).active

    assert not [cell.value for row in page.iter_rows() for cell in row if cell.data_type in {"f", "e"}]
