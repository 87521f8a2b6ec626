"""Charts that stand in documents, as PNG: the same values give the same bytes."""

import io
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from domain.documents.measuring import FONTS
from domain.documents.numbering import decimal_text, quantity_text
from domain.documents.wording import plain

#: Bars of one sheet; more cannot be read, and stand in the tables.
MOST_BARS = 20
_WIDE, _TALL, _LINE, _DPI = 6.3, 0.5, 0.27, 200
_BAR, _INK, _GRID, _LABEL, _SIZE = "#4a4a4a", "#000000", "#dddddd", 42, 10


def bar_chart(bars: Sequence[tuple[str, Decimal]], unit: str) -> bytes:
    """Horizontal bars with their values at their ends, in the given order from the top; at most MOST_BARS of them."""
    shown = bars[:MOST_BARS]
    figure, axes, letters = _canvas([name for name, _ in shown], unit)
    axes.barh(range(len(shown)), [float(value) for _, value in shown], height=0.7, color=_BAR)
    for row, (_, value) in enumerate(shown):
        _value(axes, (float(value), row), quantity_text(value), letters, offset=(3, 0), va="center")
    axes.margins(x=0.12)
    axes.set_xticks([])
    return _png(figure)


def interval_chart(lines: Sequence[tuple[str, Decimal, Decimal, Decimal]], unit: str) -> bytes:
    """Points in their intervals (name, value, low, high), in the given order from the top; at most MOST_BARS."""
    shown = lines[:MOST_BARS]
    figure, axes, letters = _canvas([name for name, *_ in shown], unit)
    for row, (_, value, low, high) in enumerate(shown):
        axes.plot([float(low), float(high)], [row, row], color=_BAR, linewidth=1.4)
        axes.plot([float(value)], [row], "o", color=_INK, markersize=5)
        _value(axes, (float(value), row), decimal_text(value), letters, offset=(0, 3), ha="center")
    axes.margins(x=0.05)
    axes.grid(axis="x", color=_GRID, linewidth=0.8)
    axes.tick_params(axis="x", length=0)
    axes.xaxis.set_major_formatter(lambda at, _place: decimal_text(Decimal(f"{at:.6g}")))
    for label in axes.get_xticklabels():
        label.set_fontproperties(letters)
    return _png(figure)


def _canvas(names: Sequence[str], unit: str) -> tuple[Any, Any, Any]:
    """Make a figure with a line for each name, its axes, and the letters to write with."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415 -- only workers draw
    from matplotlib.figure import Figure  # noqa: PLC0415 -- as above
    from matplotlib.font_manager import FontProperties  # noqa: PLC0415 -- as above

    letters = FontProperties(fname=FONTS / "Tinos-Regular.ttf", size=_SIZE)
    figure = Figure(figsize=(_WIDE, _TALL + _LINE * max(1, len(names))), dpi=_DPI, layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.add_subplot()
    for row, name in enumerate(names):
        # A name is text: its dollar signs are no formula.
        beside: dict[str, Any] = {"transform": axes.get_yaxis_transform(), "ha": "right", "va": "center"}
        axes.text(-0.01, row, _shortened(plain(name)), fontproperties=letters, color=_INK, parse_math=False, **beside)
    axes.set_ylim(len(names) - 0.5, -0.5)
    axes.set_yticks([])
    axes.set_xlabel(unit, fontproperties=letters, parse_math=False)
    for side in ("top", "right", "bottom"):
        axes.spines[side].set_visible(False)
    return figure, axes, letters


def _value(axes: Any, at: tuple[float, int], said: str, letters: Any, *, offset: tuple[int, int], **given: Any) -> None:
    """Write a value beside where it stands, `offset` points away."""
    axes.annotate(said, at, offset, textcoords="offset points", fontproperties=letters, color=_INK, **given)


def _png(figure: Any) -> bytes:
    out = io.BytesIO()
    figure.savefig(out, format="png", metadata={"Software": None})
    return out.getvalue()


def _shortened(name: str) -> str:
    return name if len(name) <= _LABEL else f"{name[: _LABEL - 1].rstrip()}…"
