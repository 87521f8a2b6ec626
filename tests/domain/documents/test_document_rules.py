"""Documents as records: what each kind is about, the road through the states, numbers, names; and frozen contents."""

from contextlib import suppress
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.documents.content import Capacity, Content, Paragraph, Signature
from domain.documents.freezing import content_hash, frozen, numbered, signed, thawed
from domain.documents.naming import basis_lines, file_name
from domain.documents.particulars import NEEDS, About, Texts, check_serial, problems_of_about, problems_of_texts
from domain.documents.rules import (
    PRINTED,
    DocumentFormat,
    DocumentKind,
    DocumentState,
    check_number,
    check_replacement,
    check_signed_file,
    check_step,
    printed_as,
)
from domain.errors import Conflict, Invalid
from domain.ids import new_id
from tests.support.documents import EXAMPLES

K, S = DocumentKind, DocumentState
#: Every step that there is, for a document with a number and for one without.
ROAD = {
    True: {
        (S.DRAFT, S.CHECKED),
        (S.CHECKED, S.SIGNED),
        (S.SIGNED, S.NUMBERED),
        (S.NUMBERED, S.ISSUED),
        (S.ISSUED, S.CORRECTED),
        (S.ISSUED, S.REPLACED),
        (S.ISSUED, S.RECALLED),
        (S.CORRECTED, S.REPLACED),
        (S.CORRECTED, S.RECALLED),
    }
}
ROAD[False] = ROAD[True] - {(S.SIGNED, S.NUMBERED), (S.NUMBERED, S.ISSUED)} | {(S.SIGNED, S.ISSUED)}


@pytest.mark.parametrize("has_symbol", [True, False])
def test_steps_are_those_of_the_decree(has_symbol):
    possible = set()
    for current in S:
        for target in set(S) - {S.DRAFT}:
            with suppress(Conflict):
                check_step(current, target, has_symbol=has_symbol)
                possible.add((current, target))

    assert possible == ROAD[has_symbol]


def test_files_are_made_anew_when_pages_change():
    assert {state: printed_as(state, has_number=False) for state in (S.DRAFT, S.CHECKED, S.SIGNED, S.ISSUED)} == {
        S.DRAFT: S.DRAFT,
        S.CHECKED: S.DRAFT,
        S.SIGNED: S.SIGNED,
        S.ISSUED: S.SIGNED,
    }
    assert {printed_as(state, has_number=True) for state in (S.NUMBERED, S.ISSUED, S.RECALLED)} == {S.NUMBERED}
    assert {printed_as(state, has_number=number) for state in S for number in (True, False)} == PRINTED


@given(st.sampled_from(K), st.sets(st.sampled_from(sorted(About.__slots__))))
def test_a_document_is_about_what_its_kind_needs(kind, names):
    problems = problems_of_about(kind, About(**dict.fromkeys(names, new_id())))

    needed, possible = NEEDS[kind]
    fields = {name.split("_")[0] + "Id" for name in needed - names}, {n.split("_")[0] + "Id" for n in names - possible}
    told = {(problem.rule, problem.path[0]) for problem in problems}
    assert told == {("ABOUT_MISSING", name) for name in fields[0]} | {
        ("ABOUT_FOREIGN", name) for name in fields[1] - {each.split("_")[0] + "Id" for each in needed}
    }


def test_bases_name_laws_by_name_and_day_whole_texts_once_and_the_highest_first():
    lines = basis_lines(
        [
            ("Kế hoạch của Bộ", "5/KH-BTTTT", None),
            ("Khoản 2 Điều 8 Thông tư 09/2018/TT-BTTTT: phát động", "09/2018/TT-BTTTT", None),
            ("Quyết định hướng dẫn thi hành Luật", "17/2024/QĐ-TTg", date(2024, 1, 5)),
            ("Luật Thi đua, khen thưởng", "06/2022/QH15", date(2022, 6, 15)),
            ("Điều 17 Luật Thi đua, khen thưởng: nội dung tổ chức", "06/2022/QH15", None),
            ("Điều 4 Nghị định 98/2023/NĐ-CP: nguyên tắc", "98/2023/NĐ-CP", None),
            ("Nghị định quy định chi tiết Luật", "98/2023/NĐ-CP", date(2023, 12, 31)),
            ("Thông tư của Bộ Nội vụ", "01/2024/TT-BNV", None),
            ("Luật Thanh tra", None, None),
        ]
    )

    assert lines == (
        "Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022",
        "Căn cứ Luật Thanh tra",
        "Căn cứ Nghị định số 98/2023/NĐ-CP ngày 31 tháng 12 năm 2023 của Chính phủ quy định chi tiết Luật",
        "Căn cứ Quyết định số 17/2024/QĐ-TTg ngày 05 tháng 01 năm 2024 của Thủ tướng Chính phủ hướng dẫn thi hành Luật",
        "Căn cứ Khoản 2 Điều 8 Thông tư 09/2018/TT-BTTTT",
        "Căn cứ Thông tư số 01/2024/TT-BNV của Bộ Nội vụ",
        "Căn cứ Kế hoạch của Bộ",
    )


@pytest.mark.parametrize(
    ("number", "day", "rule"),
    [(0, 3, "NUMBER_RANGE"), (100_000, 3, "NUMBER_RANGE"), (1, 2, "DAY_RANGE"), (1, 6, "DAY_RANGE")],
)
def test_numbers_and_days_are_those_of_a_register(number, day, rule):
    within = {"signed_on": date(2024, 6, 3), "today": date(2024, 6, 5)}
    for fine in (3, 5):
        check_number(99_999, date(2024, 6, fine), **within)

    with pytest.raises(Invalid) as refused:
        check_number(number, date(2024, 6, day), **within)
    assert refused.value.rule == rule


def test_a_certificates_serial_is_no_essay_and_what_is_signed_is_a_file():
    assert (check_serial(None), check_serial("  "), check_serial(" 5404 AB ")) == (None, None, "5404 AB")
    with pytest.raises(Invalid, match="LINE_LENGTH") as long:
        check_serial("1" * 201)
    assert long.value.path == ("certificateSerial",)
    for wrong in ("b" * 64, "A" * 64, ""):
        with pytest.raises(Invalid):
            check_signed_file(wrong, frozenset({"a" * 64}))
    check_signed_file("a" * 64, frozenset({"a" * 64}))


def test_only_an_issued_equal_form_replaces():
    check_replacement(is_equal=True, is_later=True, state=S.ISSUED)
    for wrong, rule in (
        ({"is_equal": False}, "REPLACEMENT_UNFIT"),
        ({"is_later": False}, "REPLACEMENT_UNFIT"),
        ({"state": S.NUMBERED}, "REPLACEMENT_NOT_ISSUED"),
    ):
        with pytest.raises(Conflict) as refused:
            check_replacement(**{"is_equal": True, "is_later": True, "state": S.ISSUED, **wrong})
        assert refused.value.rule == rule


def test_texts_are_bounded():
    assert problems_of_texts(Texts(situation=("x",) * 20, lessons=("x" * 3000,))) == []
    wrong = Texts(situation=("x",) * 21, shortcomings=(" ",), lessons=("x" * 3001,))
    assert [each.path for each in problems_of_texts(wrong)] == [
        ("texts", "situation"),
        ("texts", "shortcomings"),
        ("texts", "lessons"),
    ]


def test_files_are_named_in_ascii():
    assert file_name(K.DECISION_DRAFT, "QĐ-BTTTT", 5, 1, DocumentFormat.PDF) == "quyet-dinh-05-QD-BTTTT.pdf"
    assert file_name(K.SCORE_SHEET, None, None, 2, DocumentFormat.DOCX) == "phieu-cham-diem-ban-2.docx"
    hostile = 'A/../"\r\nX: ế'
    assert file_name(K.REMINDER, hostile, 123, 1, DocumentFormat.PDF) == "cong-van-don-doc-123-A-X-e.pdf"


@pytest.mark.parametrize("example", EXAMPLES)
def test_a_frozen_content_is_what_it_was(example):
    content = EXAMPLES[example]()
    kept, pictures = frozen(content)

    assert thawed(kept, pictures) == content
    assert content_hash(kept) == content_hash(frozen(thawed(kept, pictures))[0])
    other = replace(content, blocks=(*content.blocks, Paragraph("Thêm một đoạn.")))
    assert content_hash(frozen(other)[0]) != content_hash(kept)


def test_a_hash_never_changes():
    plain = Content(
        type_code=None,
        type_name=None,
        subject="đôn đốc",
        issuer="Trung tâm",
        symbol="TTTT",
        signatures=(Signature("Giám đốc", None, Capacity.FOR_HEAD, "Bộ trưởng"),),
        blocks=(Paragraph("Trân trọng."),),
        dated=date(2024, 6, 3),
    )

    assert content_hash(frozen(plain)[0]) == "b0e759a23a2f5607d2eab416b049107ce9904016a315c05601e83be66a0f498c"


def test_signature_and_number_are_filled_in():
    content = EXAMPLES["council_minutes"]()
    mine = Signature("Giám đốc", "Trần Thị Ký")

    filled = numbered(signed(content, mine), 7, date(2024, 6, 3))

    assert (filled.signatures[:-1], filled.signatures[-1]) == (content.signatures[:-1], mine)
    assert (filled.number, filled.dated) == (7, date(2024, 6, 3))
