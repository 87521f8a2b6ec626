"""How long a line of text is: the decree's rules under lines are as long as the line, or a half to a third of it.

Measured in Tinos, whose letters are as wide as those of Times New Roman.
"""

from functools import cache
from pathlib import Path

FONTS = Path(__file__).parent / "fonts"
_POINT = 25.4 / 72


def width_of(text: str, size: int, *, bold: bool = False) -> float:
    """The width in millimetres of a line of `size` points; a sign that the font lacks counts as a wide one."""
    advances, unit = _advances("Bold" if bold else "Regular")
    return sum(advances.get(ord(sign), unit) for sign in text) / unit * size * _POINT


@cache
def _advances(face: str) -> tuple[dict[int, int], int]:
    """The advance width of each code point in font units, and how many units an em has."""
    from fontTools.ttLib import TTFont  # noqa: PLC0415 -- only workers write documents

    with TTFont(FONTS / f"Tinos-{face}.ttf") as font:
        metrics = font["hmtx"].metrics
        return {sign: metrics[glyph][0] for sign, glyph in font.getBestCmap().items()}, font["head"].unitsPerEm


@cache
def covered() -> frozenset[int]:
    """The code points that the fonts have; what they lack is shown as a box."""
    return frozenset(_advances("Regular")[0])
