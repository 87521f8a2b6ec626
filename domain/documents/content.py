"""What an administrative document says, without any format: the frozen value that DOCX and PDF are both written from.

The parts are the boxes of Decree 30/2020/NĐ-CP, Annex I, Part I, section IV; their order on the page is the writers'
affair. Texts are plain: nothing in them is markup. Punctuation that the decree prescribes ("- …;", the last ".", "./.")
is added when written (`wording.py`), so it is not in these texts. The same content always gives the same bytes.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeAlias


class Align(StrEnum):
    """How the lines of a paragraph or of a table's column stand."""

    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"
    JUSTIFIED = "justified"


class Capacity(StrEnum):
    """By what right one signs (Annex I, II.7b); the value is what is written before the authority."""

    ON_BEHALF = "TM."
    ACTING_HEAD = "Q."
    FOR_HEAD = "KT."
    BY_ORDER = "TL."
    BY_AUTHORITY = "TUQ."


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text of one weight and posture."""

    text: str
    bold: bool = False
    italic: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """A titled section. Level 1: "I. …" in bold capitals; 2: "1. …" bold; 3: "a) …" bold italic; number included."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text: plain, or runs of different weight; `align` other than JUSTIFIED drops the first-line indent."""

    text: str | tuple[Run, ...]
    align: Align = Align.JUSTIFIED

    @property
    def runs(self) -> tuple[Run, ...]:
        """Its text as runs, in either case."""
        return (Run(self.text),) if isinstance(self.text, str) else self.text


@dataclass(frozen=True, slots=True)
class Items:
    """Lines that each begin with a dash, ";" after each and "." after the last."""

    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; `width` is its share of the table's width, in any unit."""

    title: str
    width: int = 1
    align: Align = Align.LEFT


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table. One cell alone goes across all columns: a group's heading."""

    cells: tuple[str, ...]
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A ruled table as wide as the text; its header stands again on each page, and no row breaks across pages."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    caption: str | None = None

    def __post_init__(self) -> None:
        """Refuse rows that do not fit: ValueError, a mistake of the caller's."""
        if not self.columns or any(len(row.cells) not in {1, len(self.columns)} for row in self.rows):
            raise ValueError("each row has one cell for each column, or one for all")


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG, `width` millimetres wide (at most the text's width); `alt` tells those who cannot see it."""

    png: bytes
    alt: str
    width: int = 150
    caption: str | None = None


Block: TypeAlias = Heading | Paragraph | Items | Table | Picture


@dataclass(frozen=True, slots=True)
class Signature:
    """Box 7: "KT. BỘ TRƯỞNG" (capacity and authority), "THỨ TRƯỞNG" (position), and the name.

    Academic titles before the name are left out when written (Annex I, II.7c). No name: the place stays empty.
    """

    position: str
    name: str | None
    capacity: Capacity | None = None
    authority: str | None = None


@dataclass(frozen=True, slots=True)
class Annex:
    """An annex on pages of its own, numbered from 1. A list that goes with a decision is not `labelled` "Phụ lục"."""

    title: str
    blocks: tuple[Block, ...]
    landscape: bool = False
    labelled: bool = True


@dataclass(frozen=True, slots=True)
class Content:
    """One document, with its parts in the decree's order. What is None is left out, unless said otherwise.

    - `type_code`: "TTr", "BC", "BB", "QĐ", "DS"; None for an official letter (công văn).
    - `type_name`: "TỜ TRÌNH"; None for an official letter, whose `subject` then stands as "V/v …" under the number.
    - `number`: None leaves a blank for the clerk. `symbol`: "TTr-TTTT"; None leaves the whole line out.
    - `place`: None leaves the line of place and date out (minutes, Form 1.9). `dated`: None leaves blanks.
    - `attachment_note`: the italic line of a document that is itself attached: "(Kèm theo Tờ trình …)".
    - `authority`: who decides, above the bases of a decision; `enacting`: "QUYẾT ĐỊNH:" below them.
    - `bases`: each without its ending; "Căn cứ …", "Theo đề nghị của …", in order.
    - `signatures`: one, or two of minutes: the secretary, then the chair.
    - `recipients`: without "Như trên" (set where there are addressees) and without "Lưu: `archive`.".
    - `drafter`, `copies`: box 12, initials and number of copies.
    - `paper`: issued on paper, so that annexes tell its number and date; electronic issues leave them blank (III.1c).
    - `closed`: ends with "./.", as all but forms to fill in do.
    """

    type_code: str | None
    type_name: str | None
    subject: str
    issuer: str
    symbol: str | None
    signatures: tuple[Signature, ...]
    blocks: tuple[Block, ...]
    parent: str | None = None
    number: int | None = None
    place: str | None = None
    dated: date | None = None
    attachment_note: str | None = None
    addressees: tuple[str, ...] = ()
    authority: str | None = None
    bases: tuple[str, ...] = ()
    enacting: str | None = None
    recipients: tuple[str, ...] = ()
    archive: str | None = None
    drafter: str | None = None
    copies: int | None = None
    annexes: tuple[Annex, ...] = ()
    landscape: bool = False
    paper: bool = False
    closed: bool = True
