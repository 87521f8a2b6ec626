"""How paragraphs and runs are put into a DOCX: the smallest pieces that the rest is made of."""

from dataclasses import dataclass
from typing import Any

from domain.documents import layout
from domain.documents.content import Align, Run
from domain.documents.wording import plain

_FACES = ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs")
_THEMES = ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme")


@dataclass(frozen=True, slots=True)
class Writer:
    """Where blocks are written: the document, at its end, with so much room between the margins (mm)."""

    document: Any
    room: float


def styled(document: Any) -> None:
    """Give every style the decree's letters, in black, and the text Vietnamese as its language."""
    from docx.oxml import OxmlElement  # noqa: PLC0415 -- only workers write documents
    from docx.oxml.ns import qn  # noqa: PLC0415 -- as above
    from docx.shared import Pt  # noqa: PLC0415 -- as above

    normal = document.styles["Normal"]
    normal.font.size = Pt(layout.BODY)
    for fonts in document.styles.element.iter(qn("w:rFonts")):
        for theme in _THEMES:
            fonts.attrib.pop(qn(theme), None)
        _face(fonts)
    _face(normal.element.get_or_add_rPr().get_or_add_rFonts())
    defaults = document.styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    for language in defaults.findall(qn("w:lang")):
        defaults.remove(language)
    language = OxmlElement("w:lang")
    for script in ("w:val", "w:eastAsia"):
        language.set(qn(script), "vi-VN")
    defaults.append(language)


def _face(fonts: Any) -> None:
    from docx.oxml.ns import qn  # noqa: PLC0415 -- only workers write documents

    for face in _FACES:
        fonts.set(qn(face), layout.FONT)


def write_run(paragraph: Any, run: Run, size: int) -> None:
    """Add a run of `size` points, its font named for every script, its size for complex ones too."""
    from docx.oxml import OxmlElement  # noqa: PLC0415 -- only workers write documents
    from docx.oxml.ns import qn  # noqa: PLC0415 -- as above
    from docx.shared import Pt  # noqa: PLC0415 -- as above

    written = paragraph.add_run(run.text)
    written.bold, written.italic = run.bold or None, run.italic or None
    written.font.size = Pt(size)
    properties = written._r.get_or_add_rPr()  # noqa: SLF001 -- python-docx names one script only
    _face(properties.get_or_add_rFonts())
    complex_size = OxmlElement("w:szCs")
    complex_size.set(qn("w:val"), str(2 * size))
    properties.find(qn("w:sz")).addnext(complex_size)


def write_line(
    paragraph: Any,
    text: str | list[str],
    size: int,
    *,
    bold: bool = False,
    italic: bool = False,
    align: Align = Align.CENTRE,
    before: float = 0,
    after: float = 0,
) -> Any:
    """Write a line, or lines broken already, into an empty paragraph: its spacing in points, lines single."""
    set_paragraph(paragraph, align, before=before, after=after)
    lines = [text] if isinstance(text, str) else text
    write_run(paragraph, Run("\n".join(plain(line) for line in lines), bold, italic), size)
    return paragraph


def set_paragraph(paragraph: Any, align: Align, *, before: float = 0, after: float = 0, lines: float = 1) -> Any:
    """Set how a paragraph stands; gives its format."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH  # noqa: PLC0415 -- only workers write documents
    from docx.shared import Pt  # noqa: PLC0415 -- as above

    shape = paragraph.paragraph_format
    shape.alignment = {
        Align.LEFT: WD_ALIGN_PARAGRAPH.LEFT,
        Align.CENTRE: WD_ALIGN_PARAGRAPH.CENTER,
        Align.RIGHT: WD_ALIGN_PARAGRAPH.RIGHT,
        Align.JUSTIFIED: WD_ALIGN_PARAGRAPH.JUSTIFY,
    }[align]
    shape.space_before, shape.space_after, shape.line_spacing = Pt(before), Pt(after), lines
    return shape


def rule(paragraph: Any, length: float, room: float) -> None:
    """Make an empty paragraph a solid rule of `length` mm in the middle of the room."""
    from docx.enum.text import WD_LINE_SPACING  # noqa: PLC0415 -- only workers write documents
    from docx.oxml import OxmlElement  # noqa: PLC0415 -- as above
    from docx.oxml.ns import qn  # noqa: PLC0415 -- as above
    from docx.shared import Mm, Pt  # noqa: PLC0415 -- as above

    shape = set_paragraph(paragraph, Align.CENTRE, before=3)
    shape.left_indent = shape.right_indent = Mm(max(0.0, (room - length) / 2))
    shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(6)
    borders, top = OxmlElement("w:pBdr"), OxmlElement("w:top")
    for name, value in (("w:val", "single"), ("w:sz", "6"), ("w:space", "0"), ("w:color", "000000")):
        top.set(qn(name), value)
    borders.append(top)
    properties = paragraph._p.get_or_add_pPr()  # noqa: SLF001 -- python-docx has no borders
    properties.find(qn("w:spacing")).addprevious(borders)


def keep_with_signature(document: Any) -> None:
    """Keep the last paragraph on the page of the signature that comes next: no signature stands on a page alone."""
    if document.paragraphs:
        document.paragraphs[-1].paragraph_format.keep_with_next = True


def field(paragraph: Any, instruction: str, size: int) -> None:
    """Write a field that Word fills in, such as PAGE, centred."""
    from docx.oxml import OxmlElement  # noqa: PLC0415 -- only workers write documents
    from docx.oxml.ns import qn  # noqa: PLC0415 -- as above

    set_paragraph(paragraph, Align.CENTRE)
    for kind in ("begin", instruction, "separate", "1", "end"):
        write_run(paragraph, Run("1" if kind == "1" else ""), size)
        run = paragraph.runs[-1]._r  # noqa: SLF001 -- python-docx has no fields
        if kind == instruction:
            text = OxmlElement("w:instrText")
            text.text = f" {instruction} "
            run.append(text)
        elif kind != "1":
            sign = OxmlElement("w:fldChar")
            sign.set(qn("w:fldCharType"), kind)
            run.append(sign)
