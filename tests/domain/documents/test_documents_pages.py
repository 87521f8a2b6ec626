"""Where pages end: no heading stands at the foot of one, and no signature on one without text."""

import io
import re
from dataclasses import replace

import docx
import pypdf
import pytest
from docx.oxml.ns import qn

from domain.documents.content import Block, Column, Content, Heading, Paragraph, Row, Table
from domain.documents.docx import write_docx
from domain.documents.pdf import failing, write_pdf
from domain.documents.templates.award_list import AwardList, award_list
from tests.support.documents import CENTRE, EXAMPLES, MOVEMENT, NOMINEES, an_award_decision, an_award_submission

PERSON, COLLECTIVE = NOMINEES[:2]


def a_list(collectives: int, people: int, words: int = 9) -> Content:
    """A list of nominees whose achievements are told in different lengths."""
    told = ("xây dựng trợ lý ảo " * (1 + place * 7 % words) for place in range(people))
    nominees = (
        *(replace(COLLECTIVE, name=f"Cục Số {place}") for place in range(1, collectives + 1)),
        *(replace(PERSON, name=f"Nguyễn Số {place}", achievement=each) for place, each in enumerate(told, 1)),
    )
    return award_list(AwardList(CENTRE, MOVEMENT, "Tờ trình số …/TTr-TTTT", nominees))


def pages_of(content: Content) -> list[list[str]]:
    """The lines of each page of the PDF, without its number."""
    pages = pypdf.PdfReader(io.BytesIO(write_pdf(content))).pages
    return [re.sub(r"^\d+\n", "", page.extract_text().strip()).splitlines() for page in pages]


def rows_on(page: list[str]) -> int:
    return len(re.findall(r"(?:Nguyễn|Cục)\s+Số\s+\d", " ".join(page)))


def leads_of(blocks: tuple[Block, ...]) -> set[str]:
    """Whatever leads to what comes next: headings, headings of groups, texts that end with a colon."""
    told = {block.text.upper() if block.level == 1 else block.text for block in blocks if isinstance(block, Heading)}
    groups = {row.cells[0] for block in blocks if isinstance(block, Table) for row in block.rows if len(row.cells) == 1}
    texts = {"".join(run.text for run in block.runs).strip() for block in blocks if isinstance(block, Paragraph)}
    return told | groups | {text for text in texts if text.endswith(":")}


def check_list(content: Content) -> None:
    pages = pages_of(content)
    assert all(rows_on(page) for page in pages[len(pages) > 1 and rows_on(pages[0]) == 0 :])
    assert rows_on(pages[-1]) >= 1
    assert [line.strip() for line in pages[-1] if line.startswith("Danh sách gồm")]
    assert not [page[-1] for page in pages if re.match(r"I+\. |STT", page[-1])]


def check_leads(content: Content) -> None:
    blocks = (*content.blocks, *(block for annex in content.annexes for block in annex.blocks))
    leads, pages = leads_of(blocks), pages_of(content)
    ends = [page[-1].strip() for page in pages]
    assert not [end for end in ends if end.endswith(":") or end in leads]
    signed = next(page for page in pages if "Nơi nhận:" in page or "NGƯỜI CHẤM ĐIỂM" in page)
    assert min(signed.index(line) for line in signed if line in {"Nơi nhận:", "NGƯỜI CHẤM ĐIỂM"}) > 0


@pytest.mark.parametrize(("collectives", "people"), [(0, 1), (0, 18), (7, 21)])
def test_signature_of_a_list_stands_with_its_last_row_and_groups_with_their_first(collectives, people):
    check_list(a_list(collectives, people))


def test_signature_of_a_list_stands_with_text_below_a_row_higher_than_a_page():
    content = a_list(0, 3)
    *rows, last = content.blocks[0].rows
    cells = (*last.cells[:3], "xây dựng trợ lý ảo " * 130, *last.cells[4:])
    tall = replace(
        content, blocks=(replace(content.blocks[0], rows=(*rows, replace(last, cells=cells))), *content.blocks[1:])
    )

    *_, page = pages_of(tall)
    assert "Danh sách gồm 03 cá nhân./." in page
    assert "GIÁM ĐỐC" in page


def test_headings_of_headings_go_with_the_row_below_all_of_them():
    content = an_award_submission()
    lines = tuple(
        row
        for place in range(10, 30)
        for row in (Row((f"NHÓM {place}",)), Row((f"TỔ {place}",)), Row((f"Số {place}", "một")))
    )
    table = Table((Column("Tên"), Column("Số")), (*lines, Row(("NHÓM CUỐI",))))
    for count in (0, 4, 9):
        blocks = (*(Paragraph("Dòng thêm."),) * count, table, Paragraph("Hết."))
        pages = pages_of(replace(content, blocks=blocks, annexes=()))

        assert re.findall(r"NHÓM \d+|TỔ \d+", " ".join(line for page in pages for line in page)) == [
            f"{name} {place}" for place in range(10, 30) for name in ("NHÓM", "TỔ")
        ]
        assert not [page[-1] for page in pages if page[-1].startswith(("NHÓM 1", "NHÓM 2", "TỔ", "Tên"))]


def test_a_decision_says_quyet_dinh_above_what_it_decides():
    for count in (21, 22, 23, 24):
        bases = ("Căn cứ Luật Thi đua, khen thưởng",) * count
        content = replace(an_award_decision(), bases=bases, annexes=())
        assert "QUYẾT ĐỊNH:" not in [page[-1].strip() for page in pages_of(content)]

    document = docx.Document(io.BytesIO(write_docx(content)))
    assert [p.paragraph_format.keep_with_next for p in document.paragraphs if p.text == "QUYẾT ĐỊNH:"] == [True]


def test_texts_that_lead_to_one_another_fill_their_pages():
    lines = tuple(Paragraph(f"Dòng {place}:") for place in range(90))
    pages = pages_of(replace(an_award_submission(), blocks=lines, annexes=()))

    assert len(pages) == 4
    assert all("Dòng" in " ".join(page) for page in pages)


def test_a_panic_of_the_typesetter_is_an_error():
    panic = type("PanicException", (BaseException,), {"__module__": "pyo3_runtime"})
    with pytest.raises(RuntimeError, match="the typesetter panicked"), failing():
        raise panic
    with pytest.raises(KeyboardInterrupt), failing():
        raise KeyboardInterrupt


@pytest.mark.slow
@pytest.mark.parametrize("people", range(1, 61))
def test_lists_of_every_length_end_pages_where_clerks_do(people):
    for collectives in (0, 1, people // 3):
        check_list(a_list(collectives, people))


@pytest.mark.slow
@pytest.mark.parametrize("example", EXAMPLES.values(), ids=EXAMPLES)
def test_documents_of_every_length_end_pages_where_clerks_do(example):
    content = example()
    for count in range(40):
        more = (Paragraph("Dòng thêm."),) * count
        annexes = tuple(replace(annex, blocks=(*more, *annex.blocks)) for annex in content.annexes)
        check_leads(replace(content, blocks=(*more, *content.blocks), annexes=annexes))


@pytest.mark.parametrize("example", EXAMPLES.values(), ids=EXAMPLES)
def test_docx_keeps_what_leads_with_what_comes_next(example):
    content = example()
    document = docx.Document(io.BytesIO(write_docx(content)))
    kept = {"".join(t.text or "" for t in p.iter(qn("w:t"))) for p in document.element.body.iter(qn("w:p")) if stays(p)}

    blocks = (*content.blocks, *(block for annex in content.annexes for block in annex.blocks))
    assert leads_of(blocks) <= {text.strip() for text in kept}
    titles = {column.title for block in blocks if isinstance(block, Table) for column in block.columns}
    assert titles <= kept


def test_docx_keeps_the_last_row_of_a_list_with_its_signature():
    document = docx.Document(io.BytesIO(write_docx(a_list(1, 2))))
    _head, rows, _signature = document.element.body.findall(qn("w:tbl"))

    lines = [all(stays(p) for p in row.iter(qn("w:p"))) for row in rows.findall(qn("w:tr"))]
    # Header, "I. TẬP THỂ", one unit, "II. CÁ NHÂN", two people.
    assert lines == [True, True, False, True, False, True]
    after = [element for element in rows.itersiblings() if element.tag == qn("w:p")]
    assert [stays(p) for p in after[:2]] == [True, True]


def stays(paragraph) -> bool:
    return paragraph.find(f"{qn('w:pPr')}/{qn('w:keepNext')}") is not None
