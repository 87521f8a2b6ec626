import io
import zipfile
from dataclasses import replace

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Pt

from domain.documents.content import Content
from domain.documents.docx import write_docx
from tests.support.documents import (
    EXAMPLES,
    a_council_minutes,
    a_reminder,
    a_unit_report,
    an_award_decision,
    an_award_list,
    an_award_submission,
)
from tests.support.hostile import MIXED, hostile
from tests.support.written import everything


def read(content: Content):
    return docx.Document(io.BytesIO(write_docx(content)))


def run_of(document, text: str):
    """The first run that says this, as its bold, italic and size in points."""
    for run in document.element.body.iter(qn("w:r")):
        if "".join(" " if t.tag == qn("w:br") else t.text or "" for t in run.iter(qn("w:t"), qn("w:br"))) == text:
            letters = run.find(qn("w:rPr"))
            faces = {letters.find(qn("w:rFonts")).get(qn(f"w:{face}")) for face in ("ascii", "hAnsi", "eastAsia", "cs")}
            assert faces == {"Times New Roman"}
            size = int(letters.find(qn("w:sz")).get(qn("w:val"))) / 2
            return letters.find(qn("w:b")) is not None, letters.find(qn("w:i")) is not None, size
    raise AssertionError(text)


def test_page_is_laid_out_by_the_decree():
    document = read(an_award_submission())

    first, annex = document.sections
    assert [(round(each.page_width.mm), round(each.page_height.mm)) for each in (first, annex)] == [
        (210, 297),
        (297, 210),
    ]
    for section in document.sections:
        margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
        assert [round(margin.mm) for margin in margins] == [20, 20, 30, 15]
        # A page number in the middle of the top margin, from 1 in each section, and none on its first page.
        assert section.different_first_page_header_footer
        (paragraph,) = section.header.paragraphs
        assert [node.text.strip() for node in section.header.part.element.iter(qn("w:instrText"))] == ["PAGE"]
        assert (paragraph.alignment, {run.font.size for run in paragraph.runs}) == (1, {Pt(14)})
        assert not section.first_page_header.is_linked_to_previous
        assert [each.text for each in section.first_page_header.paragraphs] == [""]
    starts = [each.get(qn("w:start")) for each in document.element.body.iter(qn("w:pgNumType"))]
    assert starts == ["1", "1"]


def test_elements_have_their_weight_posture_and_size():
    submission, letter, decision = read(an_award_submission()), read(a_reminder()), read(an_award_decision())

    expected = {
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM": (True, False, 12),
        "Độc lập - Tự do - Hạnh phúc": (True, False, 13),
        "BỘ THÔNG TIN VÀ TRUYỀN THÔNG": (False, False, 12),
        "TRUNG TÂM THÔNG TIN": (True, False, 12),
        "Số: 07/TTr-TTTT": (False, False, 13),
        "Hà Nội, ngày 06 tháng 01 năm 2025": (False, True, 13),
        "TỜ TRÌNH": (True, False, 14),
        "Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022;": (False, True, 14),
        "Trung tâm Thông tin kính trình xem xét, quyết định./.": (False, False, 14),
        "GIÁM ĐỐC": (True, False, 14),
        "Nguyễn Văn An": (True, False, 14),
        "Nơi nhận:": (True, True, 12),
        "- Như trên;": (False, False, 11),
        "- Lưu: VT, TTTT.": (False, False, 11),
        "NVA.08": (False, False, 11),
        "Phụ lục": (True, False, 14),
        "DANH SÁCH ĐỀ NGHỊ KHEN THƯỞNG": (True, False, 14),
        "(Kèm theo Tờ trình số …/TTr-TTTT ngày … tháng … năm … của Trung tâm Thông tin)": (False, True, 14),
        "Bà Lê Thị Bình": (False, False, 13),
        "STT": (True, False, 13),
    }
    assert {text: run_of(submission, text) for text in expected} == expected
    subject = "V/v đôn đốc báo cáo kết quả phong trào thi đua năm 2024"
    assert run_of(letter, subject) == (False, False, 12)
    assert run_of(decision, "BỘ TRƯỞNG BỘ THÔNG TIN VÀ TRUYỀN THÔNG") == (True, False, 14)
    assert run_of(decision, "Điều 1. ") == (True, False, 14)


def test_text_is_justified_and_indented():
    document = read(an_award_submission())
    (paragraph,) = [each for each in document.paragraphs if each.text.startswith("Ngày 03/01/2025")]
    shape = paragraph.paragraph_format

    assert (paragraph.alignment, round(shape.first_line_indent.mm, 1)) == (3, 12.7)
    assert (shape.space_after, shape.line_spacing) == (Pt(6), 1.15)


def test_parts_stand_in_the_order_of_the_decree():
    texts = everything(read(an_award_submission()))

    order = ["BỘ THÔNG TIN VÀ TRUYỀN THÔNG", "TRUNG TÂM THÔNG TIN", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"]
    order += ["Độc lập - Tự do - Hạnh phúc", "Số: 07/TTr-TTTT", "Hà Nội, ngày 06 tháng 01 năm 2025", "TỜ TRÌNH"]
    assert texts[:7] == order
    assert texts[8] == "Kính gửi: Bộ trưởng Nguyễn Mạnh Hùng"
    end = texts.index("Trung tâm Thông tin kính trình xem xét, quyết định./.")
    after = ["Nơi nhận:", "- Như trên;", "- Vụ Tổ chức cán bộ;", "- Văn phòng Bộ;", "- Lưu: VT, TTTT.", "NVA.08"]
    assert texts[end + 1 : end + 9] == [*after, "GIÁM ĐỐC", "Nguyễn Văn An"]


def test_minutes_are_signed_by_the_secretary_left_and_the_chair_right():
    document = read(a_council_minutes())

    left, right = document.tables[-1].rows[0].cells
    said = [[each.text for each in cell.paragraphs if each.text] for cell in (left, right)]
    assert said == [["THƯ KÝ", "Vũ Thị Giang"], ["CHỦ TỌA", "Phan Tâm"]]
    texts = everything(document)
    # Form 1.9 has no line of place and date; it ends with when the meeting ended.
    assert not [text for text in texts if text.startswith("Hà Nội, ngày")]
    assert "Cuộc họp kết thúc vào 11 giờ 30 phút, ngày 03 tháng 01 năm 2025./." in texts
    assert texts[-2:] == ["Nơi nhận:", "- Lưu: VT, Hồ sơ."]


def test_tables_repeat_their_header_and_keep_their_rows_whole():
    document = read(a_unit_report(rows=200))
    table = document.element.body.findall(qn("w:tbl"))[-1]
    rows = table.findall(qn("w:tr"))

    assert len(rows) == 201
    assert [row.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None for row in rows] == [True] + [False] * 200
    assert all(row.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None for row in rows)
    assert table.find(f"{qn('w:tblPr')}/{qn('w:tblLayout')}").get(qn("w:type")) == "fixed"


def test_wide_documents_lie_and_are_attached():
    document = read(an_award_list())

    assert round(document.sections[0].page_width.mm) == 297
    submission = "Tờ trình số …/TTr-TTTT ngày … tháng … năm … của Trung tâm Thông tin"
    assert f"(Kèm theo {submission})" in everything(document)
    assert not [text for text in everything(document) if text.startswith("Số:")]


@pytest.mark.parametrize("example", EXAMPLES.values(), ids=EXAMPLES)
def test_same_content_gives_the_same_bytes_and_names_no_software(example):
    written = write_docx(example())

    assert written == write_docx(example())
    with zipfile.ZipFile(io.BytesIO(written)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        told = archive.read("docProps/core.xml").decode() + archive.read("word/document.xml").decode()
        assert "docProps/app.xml" not in archive.namelist()
        assert "python" not in told.lower()
    properties = docx.Document(io.BytesIO(written)).core_properties
    assert (properties.author, properties.language) == (example().issuer, "vi-VN")
    assert properties.title.endswith(example().subject)
    assert write_docx(replace(example(), subject="Khác")) != written


def test_texts_are_never_markup():
    texts = everything(read(hostile()))

    kept = (
        'Tiếng Việt #panic("x") $ \\alpha $ *b* _i_ `c` = h <w:p> & ]]> "q" \'a\' // c /* d */ @ref ~ -- ... {{x}} %s'
    )
    assert [text for text in texts if text.startswith(kept) and text.endswith(" [31mdcba é")]
    assert not [text for text in texts if any(sign in text for sign in "\x00\x1b\u202e")]
    assert MIXED not in texts
