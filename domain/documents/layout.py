"""The measures of a page that both writers keep: paper, margins, sizes of letters (Decree 30/2020/NĐ-CP, Annex I).

Sizes are points, lengths millimetres. Where the decree allows a range, the size of its own examples (part V) is taken.
"""

from collections.abc import Sequence

from domain.documents.content import Run, Table
from domain.documents.measuring import width_of
from domain.documents.wording import plain

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
#: What a cell leaves at both its sides together, and the widest word that a column makes room for.
INSET, WIDEST_WORD = 4, 25
_HALVINGS = 10
#: The left of the head's two columns, of their sum: the nation's name needs 89 mm of a portrait's 165.
HEAD_LEFT = 75 / 165
#: Between the issuer and the nation's name, so that long names do not run into each other.
HEAD_GAP = 3
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


def balanced(text: str, size: int, room: float, *, bold: bool = True) -> list[str]:
    """A centred text in as few lines as fit into the room, none much longer than the others; none for no text."""
    words = [part for word in _words(text) for part in _parts(word, size, room, bold=bold)]
    count = len(_lines(words, size, room, bold=bold))
    low, high = 0.0, room
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (low, middle) if len(_lines(words, size, middle, bold=bold)) <= count else (middle, high)
    return _lines(words, size, high, bold=bold)


def _words(text: str) -> list[str]:
    """The words of a text; a dash goes with the word before it, so that no line begins with one."""
    words: list[str] = []
    for word in plain(text).split(" "):
        if words and word in {"-", "–"}:
            words[-1] += f" {word}"
        else:
            words.append(word)
    return words


def _parts(word: str, size: int, room: float, *, bold: bool) -> list[str]:
    """A word that is wider than the room, in parts that are not."""
    parts = [word[:1]]
    for sign in word[1:]:
        if width_of(parts[-1] + sign, size, bold=bold) <= room:
            parts[-1] += sign
        else:
            parts.append(sign)
    return parts


def _lines(words: list[str], size: int, room: float, *, bold: bool) -> list[str]:
    lines = words[:1]
    for word in words[1:]:
        if width_of(longer := f"{lines[-1]} {word}", size, bold=bold) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def rule_under(lines: list[str], size: int) -> float:
    """The length of the rule under bold lines: its part of the longest."""
    return RULE * max(width_of(line, size, bold=True) for line in lines)


def leads_on(runs: Sequence[Run]) -> bool:
    """Whether a paragraph leads to what comes next ("… như sau:"), so that no page may end with it."""
    return "".join(run.text for run in runs).rstrip().endswith(":")


def heads_rows(table: Table, place: int) -> bool:
    """Whether the row at `place` is the heading of rows below it, so that no page may end with it."""
    return place + 1 < len(table.rows) and len(table.rows[place].cells) < len(table.columns)


def rows_that_stay(table: Table) -> int:
    """How many rows at a table's end stand on the signature's page: the last one, with what heads it."""
    count = min(1, len(table.rows))
    while 0 < count < len(table.rows) and heads_rows(table, len(table.rows) - count - 1):
        count += 1
    return count


def column_widths(table: Table, room: float) -> list[float]:
    """The widths of a table's columns, together as wide as the text: by their shares, but no word is broken for it.

    A column is at least as wide as its widest word, up to WIDEST_WORD; what it takes more, the others take less.
    """
    shares = [column.width for column in table.columns]
    needs = [_need(table, place) for place in range(len(shares))]
    narrow: set[int] = set()
    while True:
        left = room - sum(needs[place] for place in narrow)
        whole = sum(share for place, share in enumerate(shares) if place not in narrow)
        widths = [needs[p] if p in narrow else left * shares[p] / whole for p in range(len(shares))]
        more = {place for place, width in enumerate(widths) if width < needs[place] - 0.01}
        if not more:
            return widths
        narrow |= more
        if len(narrow) == len(shares):
            return [room * need / sum(needs) for need in needs]


def _need(table: Table, place: int) -> float:
    cells = [row.cells[place] for row in table.rows if len(row.cells) == len(table.columns)]
    words = {word for text in (table.columns[place].title, *cells) for word in text.split()}
    return INSET + max((min(WIDEST_WORD, width_of(word, TABLE, bold=True)) for word in words), default=0)
