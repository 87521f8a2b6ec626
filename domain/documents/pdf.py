"""A document as PDF, typeset from the same content as its DOCX: archival (PDF/A-2a) and readable aloud (PDF/UA-1).

The letters are Tinos, as wide as Times New Roman letter by letter, and free to be given away. The same content gives
the same bytes. Texts reach the typesetter as data, never as markup; a sign that the letters lack is shown as "□".
"""

import json
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from domain.documents import layout
from domain.documents.content import Content, Signature
from domain.documents.measuring import FONTS, covered, width_of
from domain.documents.pdf_blocks import breakable, told_blocks
from domain.documents.wording import (
    ADDRESSED,
    MOTTO,
    NATION,
    RECEIVED,
    addressee_lines,
    annex_label,
    annex_note,
    closed,
    document_title,
    ended,
    letter_subject,
    number_line,
    place_line,
    plain,
    recipient_lines,
    signature_titles,
    signed_name,
)

if TYPE_CHECKING:
    from typst import PDFStandard

_TEMPLATE = Path(__file__).parent / "administrative.typ"
#: An archival file must be dated; a draft has no date yet, and is not archived.
_DATED: "list[PDFStandard]" = ["a-2a", "ua-1"]
_UNDATED: "list[PDFStandard]" = ["ua-1"]
_MEASURES = (
    "top bottom left right header head_left nation motto issuer number place letter_subject title body signer table"
    " inset page_number recipients_title recipients indent spacing lines addressed_at"
)
_LACKING = "□"


def write_pdf(content: Content) -> bytes:
    """The document's PDF. The last rows of a table that the text ends with go on to the signature's page."""
    import typst  # noqa: PLC0415 -- only workers write documents

    told = _shown(_told(content))
    _part_last_rows(told)
    standards = _UNDATED if content.dated is None else _DATED
    with failing():
        written: bytes = typst.compile(**_set(told), pdf_standards=standards, timestamp=0)
    return written


@contextmanager
def failing() -> Iterator[None]:
    """Make an error of a panic of the typesetter: one is no Exception, and would end the worker, not the job."""
    try:
        yield
    except BaseException as panic:
        if type(panic).__module__ == "pyo3_runtime":
            raise RuntimeError("the typesetter panicked") from panic
        raise


def _part_last_rows(told: dict[str, Any]) -> None:
    """Part the table at the end of the text, or before its last paragraph, where the signature would leave it."""
    last = next((block for block in told["blocks"][-2:] if block["kind"] == "table"), None)
    if last is not None and not _stand_together(told):
        last["parted"] = True
        # Rows too high for one page with the signature stay where they were.
        last["parted"] = _stand_together(told)


def _stand_together(told: dict[str, Any]) -> bool:
    """Whether the last row of the text's tables is on the page of the signature."""
    import typst  # noqa: PLC0415 -- only workers write documents

    with failing():
        (found,) = json.loads(typst.query(**_set(told), selector="<together>", field="value"))
    return bool(found)


def _set(told: dict[str, Any]) -> dict[str, Any]:
    """What the typesetter works with."""
    return {
        "input": _TEMPLATE.read_bytes(),
        "font_paths": _fonts(),
        "ignore_system_fonts": True,
        "sys_inputs": {"content": json.dumps(told, ensure_ascii=False)},
    }


@cache
def _fonts() -> Any:
    """Our letters only: what a machine has installed must not change a document."""
    import typst  # noqa: PLC0415 -- only workers write documents

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])


def _told(content: Content) -> dict[str, Any]:
    """What the typesetter is told: the lines in their order, and how long rules are."""
    room = layout.text_width(landscape=content.landscape)
    day, authority = content.dated, content.authority
    return {
        "layout": {name: getattr(layout, name.upper()) for name in _MEASURES.split()},
        "title": document_title(content),
        "author": plain(content.issuer),
        "dated": None if day is None else [day.year, day.month, day.day],
        "landscape": content.landscape,
        "head": _head(content, room),
        "titled": _titled(content, room),
        "authority": None if authority is None else layout.balanced(authority.upper(), layout.TITLE, room),
        "addressed": _addressed(addressee_lines(content), room),
        "bases": [breakable(line, layout.BODY, room - layout.INDENT) for line in ended(content.bases)],
        "enacting": None if content.enacting is None else layout.balanced(content.enacting, layout.TITLE, room),
        "blocks": told_blocks(
            closed(content.blocks) if content.closed else content.blocks, landscape=content.landscape
        ),
        "signatures": [_signature(each, room / 2) for each in content.signatures],
        "received": RECEIVED,
        "recipients": [breakable(line, layout.RECIPIENTS, room / 2) for line in recipient_lines(content)],
        "annexes": [_annex(content, place) for place in range(len(content.annexes))],
    }


def _head(content: Content, room: float) -> dict[str, Any]:
    left = room * layout.HEAD_LEFT - layout.HEAD_GAP
    issuer = layout.balanced(content.issuer.upper(), layout.ISSUER, left)
    parent, number, about, place = content.parent, number_line(content), letter_subject(content), place_line(content)
    return {
        "parent": [] if parent is None else layout.balanced(parent.upper(), layout.ISSUER, left, bold=False),
        "issuer": issuer,
        "issuer_rule": layout.rule_under(issuer, layout.ISSUER),
        "nation": NATION,
        "motto": MOTTO,
        "motto_rule": width_of(MOTTO, layout.MOTTO, bold=True),
        "number": None if number is None else breakable(number, layout.NUMBER, left),
        "letter_subject": [] if about is None else layout.balanced(about, layout.LETTER_SUBJECT, left, bold=False),
        "place": None if place is None else breakable(place, layout.PLACE, room - left),
    }


def _titled(content: Content, room: float) -> dict[str, Any] | None:
    if content.type_name is None:
        return None
    subject, note = layout.balanced(content.subject, layout.TITLE, room), content.attachment_note
    return {
        "name": layout.balanced(content.type_name.upper(), layout.TITLE, room),
        "subject": subject,
        "note": None if note is None else breakable(plain(note), layout.BODY, room),
        "rule": layout.rule_under(subject, layout.TITLE),
    }


def _addressed(lines: list[str], room: float) -> dict[str, Any] | None:
    if not lines:
        return None
    under, dash = width_of(ADDRESSED[:-1], layout.BODY), width_of("- ", layout.BODY)
    left = room - layout.ADDRESSED_AT - under - dash
    return {
        "word": ADDRESSED,
        "lines": [breakable(line, layout.BODY, left) for line in lines],
        "under": under,
        "dash": dash,
    }


def _signature(signature: Signature, room: float) -> dict[str, Any]:
    titles = [layout.balanced(title, layout.SIGNER, room) for title in signature_titles(signature)]
    return {"titles": titles, "name": breakable(signed_name(signature), layout.SIGNER, room)}


def _annex(content: Content, place: int) -> dict[str, Any]:
    annex = content.annexes[place]
    room = layout.text_width(landscape=annex.landscape)
    title = layout.balanced(annex.title.upper(), layout.TITLE, room)
    return {
        "label": annex_label(content.annexes, place),
        "title": title,
        "note": breakable(annex_note(content), layout.BODY, room),
        "rule": layout.rule_under(title, layout.TITLE),
        "landscape": annex.landscape,
        "blocks": told_blocks(closed(annex.blocks), landscape=annex.landscape),
    }


def _shown(told: Any) -> Any:
    """Everything told, with a box for each sign that the letters lack."""
    if isinstance(told, str):
        return "".join(sign if ord(sign) in covered() else _box(sign) for sign in told)
    if isinstance(told, list):
        return [_shown(each) for each in told]
    if isinstance(told, dict):
        return {name: each if name == "png" else _shown(each) for name, each in told.items()}
    return told


def _box(sign: str) -> str:
    """A mark on another sign is left out, anything else is a box."""
    return "" if unicodedata.combining(sign) or unicodedata.category(sign) == "Mn" else _LACKING
