"""The text of a DOCX: headings, paragraphs, lists, tables and pictures."""

import io
from typing import Any

from domain.documents import layout
from domain.documents.content import Align, Block, Heading, Items, Paragraph, Picture, Row, Run, Table
from domain.documents.docx_text import Writer, set_paragraph, write_line, write_run
from domain.documents.layout import column_widths, heads_rows, leads_on, rows_that_stay, text_height
from domain.documents.wording import dashed, plain, runs_of

_BORDERS = ("top", "left", "bottom", "right", "insideH", "insideV")
#: Word's measure of lengths in tables: a twentieth of a point.
_TWIPS = 1440 / 25.4
#: Part of a page's height that a picture takes at most, so that its caption stands with it.
_HIGHEST = 0.8


def write_block(writer: Writer, block: Block, *, ends: bool = False) -> None:
    """Write one block at the end of the document. `ends`: the signature comes next, or after one paragraph more."""
    if isinstance(block, Heading):
        _write_heading(writer, block)
    elif isinstance(block, Paragraph):
        _write_paragraph(writer, runs_of(block), block.align)
    elif isinstance(block, Items):
        for line in dashed(block.lines):
            _write_paragraph(writer, [Run(line)], Align.JUSTIFIED)
    elif isinstance(block, Table):
        _write_table(writer, block, ends=ends)
    else:
        _write_picture(writer, block)


def _write_heading(writer: Writer, heading: Heading) -> None:
    """Bold, level 1 in capitals, level 3 italic too; told to Word as a heading for its navigation."""
    from docx.oxml import OxmlElement  # noqa: PLC0415 -- only workers write documents
    from docx.oxml.ns import qn  # noqa: PLC0415 -- as above

    text = plain(heading.text)
    shown = Run(text.upper() if heading.level == 1 else text, bold=True, italic=heading.level > 2)  # noqa: PLR2004
    paragraph = _write_paragraph(writer, [shown], Align.JUSTIFIED)
    paragraph.paragraph_format.keep_with_next = True
    outline = OxmlElement("w:outlineLvl")
    outline.set(qn("w:val"), str(heading.level - 1))
    paragraph._p.get_or_add_pPr().append(outline)  # noqa: SLF001 -- python-docx has no outline levels


def _write_paragraph(writer: Writer, runs: list[Run], align: Align) -> Any:
    from docx.shared import Mm  # noqa: PLC0415 -- only workers write documents

    paragraph = writer.document.add_paragraph()
    shape = set_paragraph(paragraph, align, after=layout.SPACING, lines=layout.LINES)
    if align is Align.JUSTIFIED:
        shape.first_line_indent = Mm(layout.INDENT)
    if leads_on(runs):
        shape.keep_with_next = True
    for run in runs:
        write_run(paragraph, run, layout.BODY)
    return paragraph


def _write_picture(writer: Writer, picture: Picture) -> None:
    from docx.shared import Mm  # noqa: PLC0415 -- only workers write documents

    paragraph = writer.document.add_paragraph()
    shape = set_paragraph(paragraph, Align.CENTRE, before=6, after=6)
    shape.keep_with_next = picture.caption is not None
    shown = paragraph.add_run().add_picture(io.BytesIO(picture.png), width=Mm(min(picture.width, writer.room)))
    highest = Mm(_HIGHEST * text_height(landscape=writer.room > layout.PAPER[0]))
    if shown.height > highest:
        shown.width, shown.height = round(shown.width * highest / shown.height), highest
    shown._inline.docPr.set("descr", plain(picture.alt))  # noqa: SLF001 -- python-docx has no alternative texts
    if picture.caption is not None:
        write_line(writer.document.add_paragraph(), picture.caption, layout.TABLE, italic=True, after=6)


def _write_table(writer: Writer, table: Table, *, ends: bool) -> None:
    """A ruled table in a fixed layout, so that a long word breaks rather than widens its column.

    What heads rows stays with the next; where the text `ends` with the table, its last rows stay with the signature.
    """
    if table.caption is not None:
        paragraph = write_line(
            writer.document.add_paragraph(), table.caption, layout.BODY, bold=True, before=6, after=3
        )
        paragraph.paragraph_format.keep_with_next = True
    written = writer.document.add_table(rows=0, cols=len(table.columns))
    written.autofit = False
    element = written._tbl  # noqa: SLF001 -- rows are appended as XML: its own cells take time that grows with their square
    borders = _child(None, "tblBorders")
    for side in _BORDERS:
        _child(borders, side, val="single", sz="4", space="0", color="000000")
    _child_after(element.tblPr, "tblLayout", borders)
    widths = [round(width * _TWIPS) for width in column_widths(table, writer.room)]
    for column, width in zip(written.columns, widths, strict=True):
        column._gridCol.set(_name("w"), str(width))  # noqa: SLF001 -- as above
    aligns = [column.align for column in table.columns]
    titles = Row(tuple(column.title for column in table.columns), bold=True)
    element.append(_row(titles, widths, [Align.CENTRE] * len(widths), heads=True, stays=bool(table.rows)))
    last = len(table.rows) - rows_that_stay(table) if ends else len(table.rows)
    for place, row in enumerate(table.rows):
        element.append(_row(row, widths, aligns, heads=False, stays=place >= last or heads_rows(table, place)))
    _part(writer, stays=ends)


def _part(writer: Writer, *, stays: bool) -> None:
    """Keep what follows a table apart from it: the format would make one of two that touch."""
    from docx.enum.text import WD_LINE_SPACING  # noqa: PLC0415 -- only workers write documents
    from docx.shared import Pt  # noqa: PLC0415 -- as above

    shape = set_paragraph(writer.document.add_paragraph(), Align.LEFT)
    shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(layout.SPACING)
    shape.keep_with_next = stays or None


def _row(row: Row, widths: list[int], aligns: list[Align], *, heads: bool, stays: bool) -> Any:
    """A row that no page's end parts; one that `stays` is on the page of what comes next."""
    line = _child(None, "tr")
    properties = _child(line, "trPr")
    _child(properties, "cantSplit")
    if heads:
        _child(properties, "tblHeader")
    is_group = len(row.cells) < len(widths)
    for place, text in enumerate(row.cells):
        cell = _child(line, "tc")
        shape = _child(cell, "tcPr")
        _child(shape, "tcW", w=str(sum(widths) if is_group else widths[place]), type="dxa")
        if is_group:
            _child(shape, "gridSpan", val=str(len(widths)))
        _child(shape, "vAlign", val="center" if heads else "top")
        align = Align.LEFT if is_group else aligns[place]
        _write_cell(cell, plain(text), align, is_bold=row.bold or is_group, stays=stays)
    return line


def _write_cell(cell: Any, text: str, align: Align, *, is_bold: bool, stays: bool) -> None:
    paragraph = _child(cell, "p")
    shape = _child(paragraph, "pPr")
    if stays:
        _child(shape, "keepNext")
    _child(shape, "spacing", before="40", after="40", line="240", lineRule="auto")
    _child(shape, "jc", val={Align.CENTRE: "center", Align.JUSTIFIED: "both"}.get(align, align.value))
    run = _child(paragraph, "r")
    letters = _child(run, "rPr")
    _child(letters, "rFonts", ascii=layout.FONT, hAnsi=layout.FONT, eastAsia=layout.FONT, cs=layout.FONT)
    if is_bold:
        _child(letters, "b")
    for size in ("sz", "szCs"):
        _child(letters, size, val=str(2 * layout.TABLE))
    _child(run, "t").text = text


def _child(parent: Any, tag: str, **attributes: str) -> Any:
    """A new element of WordprocessingML, at the end of its parent if it has one."""
    from docx.oxml import OxmlElement  # noqa: PLC0415 -- only workers write documents

    element = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        element.set(_name(name), value)
    if parent is not None:
        parent.append(element)
    return element


def _child_after(parent: Any, tag: str, element: Any) -> None:
    """Put an element before its parent's `tag`: the order of properties is the format's."""
    parent.find(_name(tag)).addprevious(element)


def _name(tag: str) -> str:
    from docx.oxml.ns import qn  # noqa: PLC0415 -- only workers write documents

    return str(qn(f"w:{tag}"))
