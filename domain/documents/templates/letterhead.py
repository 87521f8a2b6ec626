"""What every document is issued under: who issues it, its number and day, who signs, who gets it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from domain.documents.content import Block, Content, Paragraph, Run, Signature


@dataclass(frozen=True, slots=True)
class Letterhead:
    """The particulars of one issue, with the meanings they have in `Content`; `symbol` without its type: "TTTT"."""

    issuer: str
    symbol: str
    signature: Signature
    place: str = "Hà Nội"
    parent: str | None = None
    number: int | None = None
    dated: date | None = None
    recipients: tuple[str, ...] = ()
    archive: str | None = "VT, TTTT"
    drafter: str | None = None
    copies: int | None = None
    paper: bool = False


@dataclass(frozen=True, slots=True)
class Movement:
    """The movement a document speaks of: its name, without quotation marks, and its year."""

    name: str
    year: int

    @property
    def quoted(self) -> str:
        """As texts name it: phong trào thi đua “…” năm 2024."""
        return f"phong trào thi đua “{self.name}” năm {self.year}"


def issued(letterhead: Letterhead, type_code: str | None, blocks: tuple[Block, ...], **parts: Any) -> Content:
    """A document under this letterhead. The type's code stands before the issuer's in the symbol: "TTr-TTTT"."""
    symbol = letterhead.symbol if type_code is None else f"{type_code}-{letterhead.symbol}"
    return Content(
        **{
            "type_code": type_code,
            "symbol": symbol,
            "blocks": blocks,
            "issuer": letterhead.issuer,
            "parent": letterhead.parent,
            "number": letterhead.number,
            "place": letterhead.place,
            "dated": letterhead.dated,
            "signatures": (letterhead.signature,),
            "recipients": letterhead.recipients,
            "archive": letterhead.archive,
            "drafter": letterhead.drafter,
            "copies": letterhead.copies,
            "paper": letterhead.paper,
            **parts,
        }
    )


def paragraphs(texts: tuple[str, ...], otherwise: str) -> tuple[Block, ...]:
    """A paragraph for each text, or what is said where there is none."""
    return tuple(Paragraph(text) for text in texts or (otherwise,))


def led(lead: str, text: str) -> Paragraph:
    """A paragraph that begins in bold: "Điều 1. …"."""
    return Paragraph((Run(f"{lead} ", bold=True), Run(text)))
