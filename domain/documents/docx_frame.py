"""What stands around the text of a DOCX: the head in two columns, title and bases before it, signatures after it."""

from collections.abc import Sequence
from typing import Any

from domain.documents import layout
from domain.documents.content import Align, Annex, Content, Run, Signature
from domain.documents.docx_text import Writer, rule, set_paragraph, write_line, write_run
from domain.documents.measuring import width_of
from domain.documents.wording import (
    ADDRESSED,
    MOTTO,
    NATION,
    RECEIVED,
    addressee_lines,
    ended,
    letter_subject,
    number_line,
    place_line,
    plain,
    recipient_lines,
    signature_titles,
    signed_name,
)

#: Empty lines for the signature between titles and name.
_ROOM_TO_SIGN = 4


def write_head(writer: Writer, content: Content) -> None:
    """Write boxes 1 to 5, the addressees and the bases."""
    _write_letterhead(writer, content)
    if content.type_name is not None:
        _write_title(writer, plain(content.type_name).upper(), content.subject, content.attachment_note)
    if content.authority is not None:
        write_line(_paragraph(writer), content.authority.upper(), layout.TITLE, bold=True, before=6, after=6)
    _write_addressees(writer, addressee_lines(content))
    for line in ended(content.bases):
        paragraph = _paragraph(writer)
        shape = set_paragraph(paragraph, Align.JUSTIFIED, after=layout.SPACING, lines=layout.LINES)
        shape.first_line_indent = _mm(layout.INDENT)
        write_run(paragraph, Run(line, italic=True), layout.BODY)
    if content.enacting is not None:
        line = write_line(_paragraph(writer), content.enacting, layout.TITLE, bold=True, before=6, after=6)
        line.paragraph_format.keep_with_next = True


def write_annex_head(writer: Writer, label: str | None, annex: Annex, note: str) -> None:
    """Write an annex's label, its title in capitals and what it belongs to."""
    if label is not None:
        write_line(_paragraph(writer), label, layout.TITLE, bold=True)
    title = layout.balanced(annex.title.upper(), layout.TITLE, writer.room)
    write_line(_paragraph(writer), title, layout.TITLE, bold=True)
    write_line(_paragraph(writer), note, layout.BODY, italic=True)
    rule(_paragraph(writer), layout.rule_under(title, layout.TITLE), writer.room)


def write_signatures(writer: Writer, content: Content) -> None:
    """Write boxes 7 and 9b. One signature stands right of the recipients; two stand above them, side by side."""
    recipients = recipient_lines(content)
    half = writer.room / 2
    left, right = _columns(writer, (half, half), rows=1)[0]
    if len(content.signatures) > 1:
        for cell, signature in zip((left, right), content.signatures, strict=True):
            _write_signature(cell, signature, half)
        _write_recipients(_paragraph(writer), _paragraph, writer, recipients)
    else:
        for signature in content.signatures:
            _write_signature(right, signature, half)
        _write_recipients(left.paragraphs[0], lambda _: left.add_paragraph(), writer, recipients)


def _write_letterhead(writer: Writer, content: Content) -> None:
    widths = (writer.room * layout.HEAD_LEFT, writer.room * (1 - layout.HEAD_LEFT))
    (issuer, nation), (number, place) = _columns(writer, widths, rows=2)
    left = widths[0] - layout.HEAD_GAP
    own = layout.balanced(content.issuer.upper(), layout.ISSUER, left)
    parent = content.parent and layout.balanced(content.parent.upper(), layout.ISSUER, left, bold=False)
    _fill(issuer, [*([(parent, layout.ISSUER, False)] if parent else []), (own, layout.ISSUER, True)])
    rule(issuer.add_paragraph(), layout.rule_under(own, layout.ISSUER), widths[0])
    _fill(nation, [([NATION], layout.NATION, True), ([MOTTO], layout.MOTTO, True)])
    rule(nation.add_paragraph(), width_of(MOTTO, layout.MOTTO, bold=True), widths[1])
    if (line := number_line(content)) is not None:
        write_line(number.paragraphs[0], line, layout.NUMBER)
    if (subject := letter_subject(content)) is not None:
        lines = layout.balanced(subject, layout.LETTER_SUBJECT, left, bold=False)
        write_line(number.add_paragraph(), lines, layout.LETTER_SUBJECT, before=6)
    if (line := place_line(content)) is not None:
        write_line(place.paragraphs[0], line, layout.PLACE, italic=True)


def _fill(cell: Any, lines: Sequence[tuple[list[str], int, bool]]) -> None:
    for place, (text, size, bold) in enumerate(lines):
        paragraph = cell.paragraphs[0] if place == 0 else cell.add_paragraph()
        write_line(paragraph, text, size, bold=bold)


def _write_title(writer: Writer, name: str, subject: str, note: str | None) -> None:
    write_line(_paragraph(writer), name, layout.TITLE, bold=True, before=12)
    lines = layout.balanced(subject, layout.TITLE, writer.room)
    write_line(_paragraph(writer), lines, layout.TITLE, bold=True)
    if note is not None:
        write_line(_paragraph(writer), note, layout.BODY, italic=True)
    paragraph = _paragraph(writer)
    rule(paragraph, layout.rule_under(lines, layout.TITLE), writer.room)
    paragraph.paragraph_format.space_after = _pt(6)


def _write_addressees(writer: Writer, lines: Sequence[str]) -> None:
    """One addressee in the line of "Kính gửi:", several below it, their dashes under its colon."""
    if not lines:
        return
    if len(lines) == 1:
        write_line(_paragraph(writer), f"{ADDRESSED} {lines[0]}", layout.BODY, before=6, after=6)
        return
    paragraph = write_line(_paragraph(writer), ADDRESSED, layout.BODY, align=Align.LEFT, before=6)
    paragraph.paragraph_format.left_indent = _mm(layout.ADDRESSED_AT)
    under = layout.ADDRESSED_AT + width_of(ADDRESSED[:-1], layout.BODY)
    for place, line in enumerate(lines, 1):
        paragraph = write_line(_paragraph(writer), line, layout.BODY, align=Align.LEFT)
        shape = paragraph.paragraph_format
        hanging = width_of("- ", layout.BODY)
        shape.left_indent, shape.first_line_indent = _mm(under + hanging), _mm(-hanging)
        shape.space_after = _pt(6 if place == len(lines) else 0)


def _write_signature(cell: Any, signature: Signature, room: float) -> None:
    titles = [layout.balanced(title, layout.SIGNER, room) for title in signature_titles(signature)]
    _fill(cell, [(lines, layout.SIGNER, True) for lines in titles])
    for _ in range(_ROOM_TO_SIGN):
        write_line(cell.add_paragraph(), "", layout.SIGNER)
    write_line(cell.add_paragraph(), signed_name(signature), layout.SIGNER, bold=True)
    for paragraph in cell.paragraphs[:-1]:
        paragraph.paragraph_format.keep_with_next = True


def _write_recipients(first: Any, following: Any, writer: Writer, lines: Sequence[str]) -> None:
    if not lines:
        set_paragraph(first, Align.LEFT)
        return
    write_line(first, "", layout.RECIPIENTS_TITLE, align=Align.LEFT)
    write_run(first, Run(RECEIVED, bold=True, italic=True), layout.RECIPIENTS_TITLE)
    for line in lines:
        write_line(following(writer), line, layout.RECIPIENTS, align=Align.LEFT)


def _columns(writer: Writer, widths: Sequence[float], *, rows: int) -> list[tuple[Any, ...]]:
    """Rows of cells without borders and margins, which are not parted by a page's end."""
    from docx.oxml import OxmlElement  # noqa: PLC0415 -- only workers write documents
    from docx.oxml.ns import qn  # noqa: PLC0415 -- as above

    table = writer.document.add_table(rows=rows, cols=len(widths))
    table.autofit = False
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), "0")
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    table._tbl.tblPr.find(qn("w:tblLayout")).addnext(margins)  # noqa: SLF001 -- python-docx has no cell margins
    for row in table.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # noqa: SLF001 -- nor this
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = _mm(width)
            set_paragraph(cell.paragraphs[0], Align.CENTRE)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = _mm(width)
    return [tuple(row.cells) for row in table.rows]


def _paragraph(writer: Writer) -> Any:
    return writer.document.add_paragraph()


def _mm(length: float) -> Any:
    from docx.shared import Mm  # noqa: PLC0415 -- only workers write documents

    return Mm(length)


def _pt(length: float) -> Any:
    from docx.shared import Pt  # noqa: PLC0415 -- only workers write documents

    return Pt(length)
