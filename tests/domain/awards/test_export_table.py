import csv
import io
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from domain.awards.csv_table import HEADERS, WORDS, ExportRow, cells_of, harmless, write_csv
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.awards.rules import NominationState, NomineeKind
from domain.people.rules import LeadershipTier

ROW = ExportRow(
    order=1,
    nominee_name="Nguyễn Thị Ánh",
    kind=NomineeKind.INDIVIDUAL,
    position="Phó phòng",
    unit_code="CUC-TS",
    unit_name="Cục Tần số vô tuyến điện",
    leadership_tier=LeadershipTier.DIVISION_LEADER,
    form_name="Bằng khen của Bộ trưởng",
    initiative_title='Trợ lý ảo "Hỏi, đáp"',
    place=2,
    score=Decimal("91.500000"),
    summary="Giảm 30 giờ\nmỗi tháng",
    state=NominationState.DECIDED,
    decision_number="1234/QĐ-BTTTT",
    signed_on=date(2024, 12, 5),
)
EMPTY = replace(
    ROW,
    kind=NomineeKind.COLLECTIVE,
    position=None,
    leadership_tier=None,
    place=None,
    score=None,
    state=NominationState.DRAFT,
    decision_number=None,
    signed_on=None,
)
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30)
RISKY = st.builds(str.__add__, st.sampled_from(["=", "+", "-", "@", "\t", "\r", "'", '"', ",", "\n", " "]), TEXTS)


def read(table: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(table.removeprefix("\ufeff"), newline="")))


def test_a_table_in_vietnamese():
    assert write_csv([ROW], "vi") == (
        '\ufeffSTT,"Cá nhân, tập thể",Đối tượng,Chức vụ,Mã đơn vị,Đơn vị,Cấp lãnh đạo,Hình thức khen thưởng,'
        "Sáng kiến,Xếp hạng,Điểm,Tóm tắt thành tích,Trạng thái,Số quyết định,Ngày ký\r\n"
        "1,Nguyễn Thị Ánh,Cá nhân,Phó phòng,CUC-TS,Cục Tần số vô tuyến điện,Lãnh đạo cấp phòng,"
        'Bằng khen của Bộ trưởng,"Trợ lý ảo ""Hỏi, đáp""",2,91.5,"Giảm 30 giờ\nmỗi tháng",'
        "Đã có quyết định,1234/QĐ-BTTTT,05/12/2024\r\n"
    )


def test_a_table_in_english():
    header, row = read(write_csv([ROW], "en"))

    assert header[:4] == ["No.", "Nominee", "Kind", "Position"]
    assert (row[2], row[6], row[12], row[14]) == ("Individual", "Leader of a division", "Decided", "2024-12-05")


def test_what_is_not_there_is_an_empty_cell():
    _, row = read(write_csv([EMPTY], "vi"))

    assert [at for at, cell in enumerate(row) if cell == ""] == [3, 6, 9, 10, 13, 14]


def test_no_rows_make_a_table_with_its_header():
    assert read(write_csv([], "vi")) == [[header.vi for header in HEADERS]]


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


def test_a_formula_in_any_text_of_a_row_is_made_harmless():
    evil = '=HYPERLINK("http://evil.example","Xem")'
    texts = ["nominee_name", "position", "unit_code", "unit_name", "form_name", "initiative_title", "summary"]
    row = replace(ROW, **dict.fromkeys([*texts, "decision_number"], evil))

    _, cells = read(write_csv([row], "vi"))

    assert [cell for cell in cells if "HYPERLINK" in cell] == [f"'{evil}"] * 8


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(TEXTS | RISKY, TEXTS | RISKY, TEXTS | RISKY), max_size=5), st.sampled_from(["vi", "en"]))
def test_what_is_written_is_read_back(texts: list[tuple[str, str, str]], language: str):
    rows = [
        replace(ROW, order=at, nominee_name=name, summary=summary, initiative_title=title)
        for at, (name, summary, title) in enumerate(texts, 1)
    ]

    table = write_csv(rows, language)

    assert table.startswith("\ufeff")
    assert table.endswith("\r\n")
    assert table.encode().startswith(b"\xef\xbb\xbf")
    assert read(table)[1:] == [[harmless(cell) for cell in cells_of(row, language)] for row in rows]
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for line in read(table) for cell in line)


@settings(max_examples=100, deadline=None)
@given(st.decimals(0, 100, places=6))
def test_a_score_is_written_exactly_and_plainly(score: Decimal):
    written = cells_of(replace(ROW, score=score), "vi")[10]

    assert Decimal(written) == score
    assert "E" not in written
    assert "." not in written or not written.endswith("0")


def test_every_value_has_a_word_in_both_languages():
    values = [*NomineeKind, *LeadershipTier, *NominationState]

    assert set(WORDS) == set(values)
    assert all(WORDS[value].vi and WORDS[value].en for value in values)
