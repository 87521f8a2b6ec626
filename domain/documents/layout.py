"""The measures of a page that both writers keep: paper, margins, sizes of letters (Decree 30/2020/NĐ-CP, Annex I).

Sizes are points, lengths millimetres. Where the decree allows a range, the size of its own examples (part V) is taken.
"""

from collections.abc import Sequence

from domain.documents.content import Column
from domain.documents.measuring import width_of

FONT = "Times New Roman"
PAPER = (210, 297)
#: 20-25, 20-25, 30-35, 15-20; the page number stands in the middle of the top margin.
TOP, BOTTOM, LEFT, RIGHT = 20, 20, 30, 15
HEADER = 10
NATION, MOTTO, ISSUER, NUMBER, PLACE, LETTER_SUBJECT = 12, 13, 12, 13, 13, 12
TITLE = BODY = SIGNER = PAGE_NUMBER = 14
TABLE = 13
RECIPIENTS_TITLE, RECIPIENTS = 12, 11
#: First lines are indented by half an inch; paragraphs are 6 points apart; lines between single and one and a half.
INDENT, SPACING, LINES = 12.7, 6, 1.15
#: The left of the head's two columns, of their sum: the nation's name needs 89 mm of a portrait's 165.
HEAD_LEFT = 75 / 165
#: A rule under a line is this part of it: between a third and a half.
RULE = 0.4
#: "Kính gửi:" begins here, so that the addressees stand about the middle.
ADDRESSED_AT = 30


def text_width(*, landscape: bool) -> int:
    """How wide the text is between the margins."""
    return PAPER[1 if landscape else 0] - LEFT - RIGHT


def text_height(*, landscape: bool) -> int:
    """How high the text is between the margins."""
    return PAPER[0 if landscape else 1] - TOP - BOTTOM


def rule_under(text: str, size: int, room: float) -> float:
    """The length of the rule under bold lines: its part of the text, or of the room where the text takes several."""
    return RULE * min(width_of(text, size, bold=True), room)


def column_widths(columns: Sequence[Column], room: float) -> list[float]:
    """The widths of a table's columns, together as wide as the text."""
    whole = sum(column.width for column in columns)
    return [room * column.width / whole for column in columns]
