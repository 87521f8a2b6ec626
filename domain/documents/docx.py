"""A document as DOCX, laid out by Decree 30/2020/NĐ-CP, for those who still edit it before it is signed.

The same content gives the same bytes: no clock, no random ids, fixed times in the archive, since a hash of it is kept.
No software is named in its properties.
"""

import io
import zipfile
from typing import Any

from domain.documents import docx_blocks, docx_frame, layout
from domain.documents.content import Content
from domain.documents.docx_text import Writer, field, keep_with_signature, styled
from domain.documents.layout import text_width
from domain.documents.wording import annex_label, annex_note, closed, document_title, plain

#: What Word's own template brings along, and nobody needs: its picture, its application's name, its custom data.
_DROPPED = ("/thumbnail", "/extended-properties", "/customXml")
_EPOCH = (1980, 1, 1, 0, 0, 0)


def write_docx(content: Content) -> bytes:
    """The document's DOCX. Anything in its texts is text; what XML cannot hold is left out."""
    from docx import Document  # noqa: PLC0415 -- only workers write documents
    from docx.enum.section import WD_SECTION  # noqa: PLC0415 -- as above

    document = Document()
    _prepare(document, content)
    writer = Writer(document, text_width(landscape=content.landscape))
    _lay(document.sections[0], landscape=content.landscape)
    docx_frame.write_head(writer, content)
    blocks = closed(content.blocks) if content.closed else content.blocks
    for place, block in enumerate(blocks, 1):
        docx_blocks.write_block(writer, block, ends=place >= len(blocks) - 1)
    keep_with_signature(document)
    docx_frame.write_signatures(writer, content)
    for place, annex in enumerate(content.annexes):
        _lay(document.add_section(WD_SECTION.NEW_PAGE), landscape=annex.landscape)
        annexed = Writer(document, text_width(landscape=annex.landscape))
        docx_frame.write_annex_head(annexed, annex_label(content.annexes, place), annex, annex_note(content))
        for block in closed(annex.blocks):
            docx_blocks.write_block(annexed, block)
    return _packed(document)


def _prepare(document: Any, content: Content) -> None:
    """Set what holds for the whole document: letters, language, properties; take out what the template brings."""
    styled(document)
    _keep_todays_layout(document)
    for part in (document.part.package, document.part):
        for key in [key for key, rel in part.rels.items() if rel.reltype.endswith(_DROPPED)]:
            del part.rels[key]
    properties = document.core_properties
    for child in list(properties._element):  # noqa: SLF001 -- its own setters only empty what should be absent
        properties._element.remove(child)  # noqa: SLF001 -- as above
    properties.title = document_title(content)[:255]
    properties.author = properties.last_modified_by = plain(content.issuer)[:255]
    properties.language = "vi-VN"


def _keep_todays_layout(document: Any) -> None:
    """Have Word lay it out as since 2013, its tables flush with the text, and without its "compatibility mode"."""
    from docx.oxml.ns import qn  # noqa: PLC0415 -- only workers write documents

    for setting in document.settings.element.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")


def _lay(section: Any, *, landscape: bool) -> None:
    """Lay a section out: paper, margins, and a page number from 1 in the top margin except on its first page."""
    from docx.enum.section import WD_ORIENT  # noqa: PLC0415 -- only workers write documents
    from docx.oxml import OxmlElement  # noqa: PLC0415 -- as above
    from docx.oxml.ns import qn  # noqa: PLC0415 -- as above
    from docx.shared import Mm  # noqa: PLC0415 -- as above

    short, long = (Mm(side) for side in layout.PAPER)
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (long, short) if landscape else (short, long)
    section.top_margin, section.bottom_margin = Mm(layout.TOP), Mm(layout.BOTTOM)
    section.left_margin, section.right_margin = Mm(layout.LEFT), Mm(layout.RIGHT)
    section.header_distance = section.footer_distance = Mm(layout.HEADER)
    section.different_first_page_header_footer = True
    for stale in section._sectPr.findall(qn("w:pgNumType")):  # noqa: SLF001 -- python-docx has no page numbering
        section._sectPr.remove(stale)  # noqa: SLF001 -- as above
    numbering = OxmlElement("w:pgNumType")
    numbering.set(qn("w:start"), "1")
    section._sectPr.find(qn("w:pgMar")).addnext(numbering)  # noqa: SLF001 -- as above
    section.first_page_header.is_linked_to_previous = False
    section.header.is_linked_to_previous = False
    field(section.header.paragraphs[0], "PAGE", layout.PAGE_NUMBER)


def _packed(document: Any) -> bytes:
    """The document's archive with every time in it the same."""
    raw, packed = io.BytesIO(), io.BytesIO()
    document.save(raw)
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, source.read(name))
    return packed.getvalue()
