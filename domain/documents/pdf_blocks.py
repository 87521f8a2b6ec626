"""The text of a PDF as its typesetter is told it: blocks as plain data, their measures worked out."""

import struct
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from domain.documents import layout
from domain.documents.content import Align, Block, Heading, Items, Paragraph, Picture, Row, Run, Table
from domain.documents.layout import column_widths, heads_rows, leads_on, rows_that_stay, text_height, text_width
from domain.documents.measuring import width_of
from domain.documents.wording import dashed, plain, runs_of

_BREAK = "\u200b"
#: The height of a line of a table, in mm.
_LINE = layout.TABLE * 1.15 * 25.4 / 72
#: Rows that would take more than this part of a page may break across pages, and pictures are made smaller.
_HIGHEST = 0.8
_PNG = b"\x89PNG\r\n\x1a\n"


def told_blocks(blocks: Sequence[Block], *, landscape: bool) -> list[dict[str, Any]]:
    """Each block as data. Headings are told at most one level below the last: readers of a PDF go by their order."""
    room, level, told = text_width(landscape=landscape), 0, []
    for block in blocks:
        if isinstance(block, Heading) and plain(block.text):
            level = min(block.level, level + 1)
            told.append(_heading(block, level, room))
        elif isinstance(block, Heading):
            # A heading of nothing would make the file inaccessible.
            continue
        elif isinstance(block, Paragraph):
            told.append(_paragraph(runs_of(block), block.align, room))
        elif isinstance(block, Items):
            told += [_paragraph([Run(line)], Align.JUSTIFIED, room) for line in dashed(block.lines)]
        elif isinstance(block, Table):
            told.append(_table(block, room, text_height(landscape=landscape)))
        else:
            told.append(_picture(block, room, text_height(landscape=landscape)))
    for one, after in pairwise(told):
        # Of paragraphs that lead to one another only the last stays with the next: all could fill a page.
        if one["kind"] == after["kind"] == "paragraph" and after["leads"]:
            one["leads"] = False
    return told


def breakable(text: str, size: int, room: float) -> str:
    """The text with places to break in words that are wider than the room: they would stick out of the page."""
    words = [_BREAK.join(word) if width_of(word, size) > room else word for word in text.split(" ")]
    return " ".join(words)


def _heading(heading: Heading, level: int, room: float) -> dict[str, Any]:
    text = plain(heading.text)
    shown = Run(text.upper() if heading.level == 1 else text, bold=True, italic=heading.level > 2)  # noqa: PLR2004
    return {"kind": "heading", "level": level, "runs": [_run(shown, room)]}


def _paragraph(runs: Sequence[Run], align: Align, room: float) -> dict[str, Any]:
    told = [_run(run, room - layout.INDENT) for run in runs]
    return {"kind": "paragraph", "align": align.value, "runs": told, "leads": leads_on(runs)}


def _run(run: Run, room: float) -> dict[str, Any]:
    return {"text": breakable(run.text, layout.BODY, room), "bold": run.bold, "italic": run.italic}


def _table(table: Table, room: float, height: float) -> dict[str, Any]:
    widths = column_widths(table, room)
    within = [width - layout.INSET for width in widths]
    return {
        "kind": "table",
        "caption": None if table.caption is None else plain(table.caption),
        "widths": widths,
        "aligns": [column.align.value for column in table.columns],
        "titles": [
            breakable(plain(column.title), layout.TABLE, width)
            for column, width in zip(table.columns, within, strict=True)
        ],
        "rows": [
            _row(row, within, room - layout.INSET, height) | {"heads": heads_rows(table, place)}
            for place, row in enumerate(table.rows)
        ],
        "stay": rows_that_stay(table),
        "parted": False,
    }


def _row(row: Row, within: Sequence[float], room: float, height: float) -> dict[str, Any]:
    is_group = len(row.cells) < len(within)
    rooms = [room] if is_group else within
    texts = [plain(text) for text in row.cells]
    lines = max(width_of(text, layout.TABLE) / width for text, width in zip(texts, rooms, strict=True))
    cells = [breakable(text, layout.TABLE, width) for text, width in zip(texts, rooms, strict=True)]
    return {
        "cells": cells,
        "bold": row.bold or is_group,
        "group": is_group,
        # Lines end where words do, so that there are more of them than the widths say.
        "tall": lines * 1.3 * _LINE > _HIGHEST * height,
    }


def _picture(picture: Picture, room: float, height: float) -> dict[str, Any]:
    wide, high = _pixels(picture.png)
    width = min(picture.width, room, _HIGHEST * height * wide / high)
    return {
        "kind": "picture",
        "png": list(picture.png),
        "alt": plain(picture.alt),
        "width": width,
        "height": width * high / wide,
        "caption": None if picture.caption is None else plain(picture.caption),
    }


def _pixels(png: bytes) -> tuple[int, int]:
    """The width and height of a PNG. ValueError if it is none."""
    if not png.startswith(_PNG):
        raise ValueError("pictures are PNG")
    wide, high = struct.unpack(">II", png[16:24])
    return wide, high
