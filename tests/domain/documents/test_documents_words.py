from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.clock import VIETNAM
from domain.documents import numbering, wording
from domain.documents.content import Annex, Capacity, Items, Paragraph, Row, Run, Signature, Table
from domain.documents.layout import TABLE, balanced, column_widths
from domain.documents.measuring import width_of
from domain.documents.templates.synthesis_annexes import Exemplar, annexes
from tests.support.documents import (
    NOMINEES,
    a_reminder,
    a_synthesis_report,
    a_unit_report,
    an_award_decision,
    an_award_submission,
)

READ = {
    0: "Không đồng",
    5: "Năm đồng",
    10: "Mười đồng",
    15: "Mười lăm đồng",
    21: "Hai mươi mốt đồng",
    24: "Hai mươi tư đồng",
    55: "Năm mươi lăm đồng",
    101: "Một trăm linh một đồng",
    110: "Một trăm mười đồng",
    1_005: "Một nghìn không trăm linh năm đồng",
    710_000: "Bảy trăm mười nghìn đồng",
    3_510_000: "Ba triệu năm trăm mười nghìn đồng",
    1_005_000: "Một triệu không trăm linh năm nghìn đồng",
    1_234_505: "Một triệu hai trăm ba mươi tư nghìn năm trăm linh năm đồng",
    1_000_005_000: "Một tỷ không trăm linh năm nghìn đồng",
    2_340_000_000_001: "Hai nghìn ba trăm bốn mươi tỷ không trăm linh một đồng",
}


def test_amounts_are_read_as_people_read_them():
    assert {amount: numbering.money_in_words(amount) for amount in READ} == READ
    with pytest.raises(ValueError, match="negative"):
        numbering.money_in_words(-1)


@given(st.integers(min_value=0, max_value=10**15))
def test_words_of_different_amounts_differ(amount: int):
    # Read back: each word's value, added and multiplied as said.
    values = {"không": 0, "một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "lăm": 5, "sáu": 6}
    values |= {"bảy": 7, "tám": 8, "chín": 9}
    whole, millions, group, digit = 0, 0, 0, 0
    for word in numbering.money_in_words(amount).lower().split()[:-1]:
        if word in values:
            digit = values[word]
        elif word in {"mươi", "mười", "trăm"}:
            group, digit = group + {"mươi": 10 * digit, "mười": 10, "trăm": 100 * digit}[word], 0
        elif word in {"nghìn", "triệu"}:
            millions += (group + digit) * {"nghìn": 10**3, "triệu": 10**6}[word]
            group, digit = 0, 0
        elif word == "tỷ":
            whole, millions, group, digit = (whole + millions + group + digit) * 10**9, 0, 0, 0

    assert whole + millions + group + digit == amount


def test_digits_have_the_leading_zeros_of_the_decree():
    days = [date(2024, 1, 5), date(2024, 2, 10), date(2024, 3, 9), date(2024, 12, 25)]

    assert [numbering.day_text(day) for day in days] == [
        "ngày 05 tháng 01 năm 2024",
        "ngày 10 tháng 02 năm 2024",
        "ngày 09 tháng 3 năm 2024",
        "ngày 25 tháng 12 năm 2024",
    ]
    assert numbering.day_text(None) == "ngày … tháng … năm …"
    assert [numbering.number_and_symbol(number, "TTr-TTTT") for number in (None, 5, 12, 123)] == [
        "…/TTr-TTTT",
        "05/TTr-TTTT",
        "12/TTr-TTTT",
        "123/TTr-TTTT",
    ]
    assert numbering.hour_text(datetime(2024, 1, 5, 8, 5, tzinfo=VIETNAM)) == "08 giờ 05 phút"
    numerals = [numbering.roman(number) for number in (1, 4, 9, 14, 39)]
    assert numerals == ["I", "IV", "IX", "XIV", "XXXIX"]  # the last is 39 in Roman numerals, no left-over marker


def test_numbers_have_points_and_commas():
    assert numbering.decimal_text(Decimal("1234567.50")) == "1.234.567,50"
    assert numbering.decimal_text(Decimal("2.345"), 2) == "2,35"
    assert numbering.decimal_text(999) == "999"
    assert numbering.quantity_text(Decimal("7000.5") + Decimal("579.50")) == "7.580"
    assert numbering.quantity_text(Decimal("-12.50")) == "-12,5"
    assert numbering.money_text(3_510_000) == "3.510.000 đồng"
    assert [numbering.percent_text(13, 15), numbering.percent_text(4, 5), numbering.percent_text(1, 0)] == [
        "86,7%",
        "80%",
        "–",
    ]
    assert numbering.percent_text(15, 15) == "100%"


def test_what_an_interval_means_is_said_before_the_table_that_has_them():
    ranking = a_synthesis_report().annexes[1]

    assert [type(block) for block in ranking.blocks] == [Paragraph, Table]


def test_lines_are_punctuated_as_the_decree_has_it():
    report, letter, decision = a_unit_report(), a_reminder(), an_award_decision()

    assert wording.number_line(letter) == "Số: 12/BTTTT-TTTT"
    assert wording.letter_subject(letter) == "V/v đôn đốc báo cáo kết quả phong trào thi đua năm 2024"
    assert wording.letter_subject(report) is None
    assert wording.place_line(letter) == "Hà Nội, ngày 09 tháng 12 năm 2024"
    assert wording.addressee_lines(report) == ["Trung tâm Thông tin"]
    assert wording.addressee_lines(letter) == ["- Văn phòng Bộ;", "- Cục Tần số vô tuyến điện."]
    assert wording.recipient_lines(report) == ["- Như trên;", "- Lưu: VT, VP."]
    assert wording.recipient_lines(decision)[0] == "- Như Điều 3;"
    assert wording.recipient_lines(decision)[-1] == "- Lưu: VT, TTTT."
    assert wording.ended(["Căn cứ A;", "Căn cứ B."]) == ["Căn cứ A;", "Căn cứ B."]
    assert wording.recipient_lines(an_award_submission())[-2:] == ["- Lưu: VT, TTTT.", "NVA.08"]


def test_signatures_bear_capacity_and_no_academic_titles():
    deputy = Signature("Thứ trưởng", "PGS.TS. Phan Tâm", Capacity.FOR_HEAD, "Bộ trưởng")
    acting = Signature("Cục trưởng", "ThS Nguyễn Văn A", Capacity.ACTING_HEAD)

    assert wording.signature_titles(deputy) == ["KT. BỘ TRƯỞNG", "THỨ TRƯỞNG"]
    assert wording.signature_titles(acting) == ["Q. CỤC TRƯỞNG"]
    assert [wording.signed_name(each) for each in (deputy, acting)] == ["Phan Tâm", "Nguyễn Văn A"]
    # Names that begin like a title are names.
    assert wording.signed_name(Signature("Giám đốc", "Tsering Gsang")) == "Tsering Gsang"
    assert not wording.signed_name(Signature("Giám đốc", None))


def test_annexes_are_numbered_where_there_are_several_and_blank_when_electronic():
    submission = an_award_submission()
    annexes = (Annex("A", ()), Annex("Danh sách", (), labelled=False), Annex("B", ()))

    assert [wording.annex_label(annexes, place) for place in range(3)] == ["Phụ lục I", None, "Phụ lục II"]
    assert wording.annex_label(annexes[:2], 0) == "Phụ lục"
    electronic = "(Kèm theo Tờ trình số …/TTr-TTTT ngày … tháng … năm … của Trung tâm Thông tin)"
    paper = "(Kèm theo Tờ trình số 07/TTr-TTTT ngày 06 tháng 01 năm 2025 của Trung tâm Thông tin)"
    assert wording.annex_note(submission) == electronic
    assert wording.annex_note(replace(submission, paper=True)) == paper


def test_texts_end_once():
    table = Table(NOMINEES and (a_reminder().blocks[2].columns), ())

    assert wording.closed((Paragraph("Xong."),)) == (Paragraph((Run("Xong./."),)),)
    assert wording.closed((Paragraph("Trân trọng./."),)) == (Paragraph((Run("Trân trọng./."),)),)
    assert wording.dashed(wording.closed((Items(("Một", "Hai.")),))[0].lines) == ["- Một;", "- Hai./."]
    assert wording.closed((table,)) == (table,)


@given(st.text())
def test_plain_text_is_stable_and_legible(text: str):
    once = wording.plain(text)

    assert wording.plain(once) == once
    assert not any(sign in once for sign in "\x00\x1b\n\t\ud800\u202e\ufffe")


def test_lines_and_marks_of_a_text_become_one_line():
    assert wording.plain(" Dòng một\r\n\n \u00a0hai\u2028ba ") == "Dòng một hai ba"
    # A mark joins its letter though a sign that is left out stood between them.
    assert wording.plain("e\u200d\u0302\u0301m") == "ếm"
    told = Exemplar("Bà B", "Cục C", ("Một.\n\nHai.", "Ba."))
    assert [block.text for block in annexes((), (), (told,))[0].blocks] == ["1. Bà B (Cục C)", "Một.", "Hai.", "Ba."]


def test_rows_fit_their_table():
    with pytest.raises(ValueError, match="one cell for each column"):
        Table(a_reminder().blocks[2].columns, (Row(("a", "b")),))


def test_columns_make_room_for_their_words():
    table = an_award_submission().annexes[0].blocks[0]
    for room in (252, 165, 90):
        widths = column_widths(table, room)

        assert sum(widths) == pytest.approx(room)
        assert room < 165 or widths[0] > width_of("STT", TABLE, bold=True) + 3.8


@given(st.text(alphabet="ab đ-", max_size=200), st.integers(min_value=10, max_value=90))
def test_balanced_lines_fit_and_lose_nothing(text: str, room: int):
    lines = balanced(text, 14, room)

    assert "".join(lines).replace(" ", "") == wording.plain(text).replace(" ", "")
    # A dash that ends a line may stick out by itself.
    assert all(width_of(line.removesuffix(" -"), 14, bold=True) <= room for line in lines)
