"""Two charts as SVG: ratios against their bars, and growth against its bar."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import matplotlib as mpl

mpl.use("svg")

from matplotlib import pyplot as plt
from matplotlib.axes import Axes

from bench.comparing import BARS
from bench.reporting import label_of
from bench.scaling import GROWTH_BAR

GOOD, BAD, NEUTRAL, LINE = "#2f7d5b", "#b3422f", "#6b7a90", "#222222"
TITLES = {
    "hand_written": "SQL viết tay\nhand-written SQL",
    "reference": "Máy chủ này, không biên dịch\nthis server, not compiled",
    "plain_strawberry": "Strawberry thông thường\nplain Strawberry",
}


def draw_ratios(report: Mapping[str, Any], path: Path) -> None:
    """Draw how many times as many requests compiled reads answer, one panel for each contender."""
    ratios = report["ratios"]
    names = list(next(iter(ratios.values())))
    figure, panels = plt.subplots(1, len(names), figsize=(4.2 * len(names), 4.2), sharey=True, layout="constrained")
    for panel, name in zip(panels, names, strict=True):
        bars = BARS.get(name, {})
        _draw(panel, {each: found[name] for each, found in ratios.items()}, bars, lambda value, bar: value >= bar)
        panel.set_title(TITLES.get(name, name))
    figure.suptitle(
        f"Số yêu cầu mỗi giây: đọc biên dịch so với… ({report['initiatives']:,} sáng kiến)\n"
        f"Requests per second: compiled reads as a multiple of… ({report['initiatives']:,} initiatives)"
    )
    figure.savefig(path)
    plt.close(figure)


def draw_growth(growth: Mapping[str, Any], path: Path) -> None:
    """Draw how many times a request costs at the largest size what it costs at the smallest."""
    found = {**growth["operations"], **growth["roles"]}
    values = {name: each["growth"] for name, each in found.items() if "growth" in each}
    figure, panel = plt.subplots(figsize=(9, 0.36 * len(values) + 1.6), layout="constrained")
    _draw(panel, values, dict.fromkeys(values, GROWTH_BAR), lambda value, bar: value <= bar)
    smallest, largest = growth["sizes"][0], growth["sizes"][-1]
    panel.set_title(
        f"Chi phí một yêu cầu ở {largest:,} sáng kiến so với {smallest:,}\n"
        f"What a request costs at {largest:,} initiatives, as a multiple of {smallest:,}"
    )
    figure.savefig(path)
    plt.close(figure)


def _draw(panel: Axes, values: Mapping[str, float], bars: Mapping[str, float], is_good: Any) -> None:
    """Draw horizontal bars with their values; a vertical line marks what is asked of a bar."""
    for row, (name, value) in enumerate(values.items()):
        bar = bars.get(name)
        colour = NEUTRAL if bar is None else (GOOD if is_good(value, bar) else BAD)
        panel.barh(row, value, color=colour, height=0.62)
        panel.text(
            value, row, f" {value:g}", va="center", fontsize=9, zorder=3,
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.6},
        )  # fmt: skip
        if bar is not None:
            panel.plot([bar, bar], [row - 0.42, row + 0.42], color=LINE, linewidth=2)
    panel.set_yticks(range(len(values)), [label_of(name).replace(" / ", "\n") for name in values], fontsize=8)
    panel.invert_yaxis()
    panel.set_xlim(0, 1.15 * max([*values.values(), *bars.values()]))
    panel.spines[["top", "right"]].set_visible(False)
