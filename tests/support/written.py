"""Reading a written document back, as its reader sees it."""

from typing import Any

from docx.oxml.ns import qn


def everything(document: Any) -> list[str]:
    """Every paragraph's text in the order of the page, cells included; lines broken by us are joined."""
    found = document.element.body.iter(qn("w:p"))
    texts = [
        "".join(" " if t.tag == qn("w:br") else t.text or "" for t in p.iter(qn("w:t"), qn("w:br"))) for p in found
    ]
    return [text for text in texts if text]
