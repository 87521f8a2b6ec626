"""Charts that stand in documents, as PNG: the same values give the same bytes."""

import io
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from domain.documents.measuring import FONTS
from domain.documents.numbering import decimal_text
from domain.documents.wording import plain

#: Bars of one sheet; more cannot be read, and stand in the tables.
MOST_BARS = 20
_WIDE, _TALL, _LINE, _DPI = 6.3, 0.5, 0.27, 200
_BAR, _INK, _LABEL, _SIZE = "#4a4a4a", "#000000", 42, 10


def bar_chart(bars: Sequence[tuple[str, Decimal]], unit: str) -> bytes:
    """Horizontal bars with their values at their ends, in the given order from the top; at most MOST_BARS of them."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415 -- only workers draw
    from matplotlib.figure import Figure  # noqa: PLC0415 -- as above
    from matplotlib.font_manager import FontProperties  # noqa: PLC0415 -- as above

    letters = FontProperties(fname=FONTS / "Tinos-Regular.ttf", size=_SIZE)
    shown = bars[:MOST_BARS]
    figure = Figure(figsize=(_WIDE, _TALL + _LINE * max(1, len(shown))), dpi=_DPI, layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.add_subplot()
    axes.barh(range(len(shown)), [float(value) for _, value in shown], height=0.7, color=_BAR)
    for row, (_, value) in enumerate(shown):
        said = decimal_text(value)
        axes.annotate(
            said,
            (float(value), row),
            (3, 0),
            textcoords="offset points",
            va="center",
            fontproperties=letters,
            color=_INK,
        )
    for row, (name, _) in enumerate(shown):
        # A name is text: its dollar signs are no formula.
        beside: dict[str, Any] = {"transform": axes.get_yaxis_transform(), "ha": "right", "va": "center"}
        axes.text(-0.01, row, _shortened(plain(name)), fontproperties=letters, color=_INK, parse_math=False, **beside)
    axes.invert_yaxis()
    axes.margins(x=0.12)
    axes.set_xticks([])
    axes.set_yticks([])
    axes.set_xlabel(unit, fontproperties=letters, parse_math=False)
    for side in ("top", "right", "bottom"):
        axes.spines[side].set_visible(False)
    out = io.BytesIO()
    figure.savefig(out, format="png", metadata={"Software": None})
    return out.getvalue()


def _shortened(name: str) -> str:
    return name if len(name) <= _LABEL else f"{name[: _LABEL - 1].rstrip()}…"
