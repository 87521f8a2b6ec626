"""A document whose every text tries to be something else: markup, code, a field, an endless word, no text at all."""

from datetime import date

from domain.documents.charts import bar_chart
from domain.documents.content import (
    Align,
    Annex,
    Capacity,
    Column,
    Content,
    Heading,
    Items,
    Paragraph,
    Picture,
    Row,
    Run,
    Signature,
    Table,
)

MARKUP = '#panic("x") $ \\alpha $ *b* _i_ `c` = h <w:p> & ]]> "q" \'a\' // c /* d */ @ref ~ -- ... {{x}} %s'
LONG = "W" * 200
MIXED = f"Tiếng Việt {MARKUP} 😀👩‍💻 漢字 \x00\x1b[31m\u202edcba \ufffe\ue000 e\u0301"


def hostile() -> Content:
    """The document; its numbers and order are those of any other."""
    texts = (MIXED, LONG, "", " ", MARKUP * 12)
    columns = (Column(MIXED, 1, Align.RIGHT), Column(LONG, 30, Align.CENTRE), Column("", 1, Align.JUSTIFIED))
    rows = tuple(Row((text, LONG, f"{place}")) for place, text in enumerate(texts))
    table = Table(columns, (*rows, Row((MIXED,))), MIXED)
    picture = Picture(bar_chart([("$x$ \\frac{1} #", 3), (LONG, 1)], "$%"), MIXED, 900, MIXED)
    blocks = (
        Heading(MIXED, 3),
        *(Paragraph(text) for text in texts),
        Paragraph((Run(MIXED, bold=True), Run(LONG, italic=True)), Align.CENTRE),
        Items(texts),
        Items(()),
        table,
        picture,
    )
    return Content(
        type_code="TTr",
        type_name=MIXED,
        subject=MIXED,
        issuer=LONG,
        symbol=MIXED,
        signatures=(Signature(LONG, MIXED, Capacity.ON_BEHALF, MIXED), Signature(MIXED, LONG)),
        blocks=blocks,
        parent=MIXED,
        number=10**9,
        place=LONG,
        dated=date(2024, 2, 29),
        attachment_note=LONG,
        addressees=(MIXED, LONG),
        authority=LONG,
        bases=(MIXED, LONG),
        enacting=LONG,
        recipients=(MIXED, LONG),
        archive=MIXED,
        drafter=MIXED,
        copies=0,
        annexes=(Annex(MIXED, (), landscape=True), Annex(LONG, (table, Heading("", 2)), labelled=False)),
    )
