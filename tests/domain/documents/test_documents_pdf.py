import io
import re
from dataclasses import replace
from unicodedata import is_normalized, normalize

import pypdf
import pytest
from fontTools.ttLib import TTFont

from domain.documents.content import Annex, Content, Paragraph
from domain.documents.measuring import FONTS, covered
from domain.documents.pdf import write_pdf
from domain.documents.wording import plain
from tests.domain.documents.test_documents_docx import everything
from tests.domain.documents.test_documents_docx import read as read_docx
from tests.support.documents import EXAMPLES, a_unit_report, an_award_submission
from tests.support.hostile import LONG, hostile


def read(content: Content) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(write_pdf(content)))


def bare(text: str) -> str:
    """Without any space: where lines end is the page's affair."""
    return re.sub(r"[\s\u200b]+", "", text)


@pytest.mark.parametrize("example", EXAMPLES.values(), ids=EXAMPLES)
def test_pdf_says_what_the_docx_says_in_the_same_order(example):
    pages = [page.extract_text() for page in read(example()).pages]
    said = bare("".join(re.sub(r"^\d+\n", "", text) for text in pages))
    # Headers of tables are told again on each page: they are left out, once from one and wherever from the other.
    place = -1
    missing = []
    for text in everything(read_docx(example())):
        place, found = said.find(bare(text), max(place, 0)), place
        if place < 0:
            place = found
            missing.append(text)

    assert missing == []
    assert is_normalized("NFC", said)


def test_pages_are_a4_and_numbered_from_the_second_in_each_part():
    content = replace(a_unit_report(rows=60), annexes=(*a_unit_report(rows=60).annexes, Annex("B", (Paragraph("b"),))))
    pages = read(content).pages
    shapes = [(round(float(page.mediabox.width)), round(float(page.mediabox.height))) for page in pages]
    numbers = [re.match(r"(\d+)\n", page.extract_text()) for page in pages]
    told = [None if number is None else int(number[1]) for number in numbers]

    main, wide = shapes.index((842, 595)), shapes.count((842, 595))
    assert (main, wide) == (5, 6)
    assert shapes == [(595, 842)] * main + [(842, 595)] * wide + [(595, 842)]
    assert told == [None, *range(2, main + 1), None, *range(2, wide + 1), None]
    # The header of the table stands on each of its pages.
    assert all("Tác giả, nhóm tác giả" in page.extract_text().replace("\n", " ") for page in pages[main : main + wide])


def test_letters_have_every_vietnamese_sign_in_each_face():
    tones = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
    small = {normalize("NFC", vowel + tone) for vowel in "aăâeêioôơuưy" for tone in tones} | {"đ"}
    needed = {ord(sign) for letter in small for sign in (letter, letter.upper())} | set(map(ord, "“”‘’–—…₫"))

    for face in ("Regular", "Bold", "Italic", "BoldItalic"):
        with TTFont(FONTS / f"Tinos-{face}.ttf") as font:
            known = font.getBestCmap().keys()
        assert needed | covered() <= known


@pytest.mark.parametrize("example", EXAMPLES.values(), ids=EXAMPLES)
def test_same_content_gives_the_same_bytes(example):
    written = write_pdf(example())

    assert written == write_pdf(example())
    assert write_pdf(replace(example(), subject="Khác")) != written


def test_dated_documents_are_archival_and_drafts_have_no_date():
    dated, draft = read(an_award_submission()), read(replace(an_award_submission(), dated=None))

    assert b"<pdfaid:part>2</pdfaid:part>" in dated.xmp_metadata.stream.get_data()
    assert b"pdfaid" not in draft.xmp_metadata.stream.get_data()
    assert b"pdfuaid" in draft.xmp_metadata.stream.get_data()
    assert (dated.metadata.author, dated.metadata.get("/CreationDate")) == ("Trung tâm Thông tin", "D:20250106000000Z")
    assert draft.metadata.get("/CreationDate") is None
    assert {each.trailer["/Root"]["/Lang"] for each in (dated, draft)} == {"vi-VN"}
    assert [each.title for each in dated.outline] == ["DANH SÁCH ĐỀ NGHỊ KHEN THƯỞNG"]
    assert "ngày … tháng … năm …" in draft.pages[0].extract_text()
    fonts = {name for page in dated.pages for name in page["/Resources"]["/Font"].values()}
    assert {str(font.get_object()["/BaseFont"]).split("+")[1] for font in fonts} <= {
        "Tinos",
        "Tinos-Regular",
        "Tinos-Bold",
        "Tinos-Italic",
        "Tinos-BoldItalic",
    }


def test_texts_are_never_markup_and_stay_on_the_page():
    reader = read(hostile())
    said = bare("".join(page.extract_text() for page in reader.pages))

    assert bare('Tiếng Việt #panic("x") $ \\alpha $ *b* _i_ `c` = h <w:p> & ]]> "q" \'a\' // c') in said
    # A word that is wider than its room goes on in the next line; signs without letters are boxes.
    assert LONG in said
    assert "□" in said
    assert not [sign for sign in said if sign != plain(sign)]
