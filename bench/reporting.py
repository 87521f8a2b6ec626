"""What the benchmark leaves behind: tables on the terminal, one JSON file that later runs add to, two charts."""

import json
from collections.abc import Mapping
from typing import Any

from rich.console import Console
from rich.table import Table

from bench.comparing import BARS, OURS
from bench.database import out_directory
from bench.scaling import GROWTH_BAR

LABELS = {
    "list": "Danh sách / list",
    "point": "Một dòng / point",
    "ranking": "Xếp hạng / ranking",
    "search": "Tìm từ phổ biến / common search",
    "search_medium": "Tìm từ ít gặp / uncommon search",
    "search_rare": "Tìm mã hiếm / rare search",
    "list_first": "Danh sách, trang đầu / first page of the list",
    "ranking_first": "Xếp hạng, trang đầu / first page of the ranking",
    "list_deep": "Danh sách, trang sâu / deep list",
    "ranking_deep": "Xếp hạng, trang sâu / deep ranking",
}


def label_of(operation: str) -> str:
    """Return what an operation is called in both languages; a role's list is called by the role."""
    return LABELS.get(operation, operation)


def keep(found: Mapping[str, Any]) -> dict[str, Any]:
    """Write what was found into `reads.json`, beside what earlier runs of other commands found there."""
    path = out_directory() / "reads.json"
    report: dict[str, Any] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    report.update(found)
    path.write_text(json.dumps(report, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return report


def show_comparison(console: Console, report: Mapping[str, Any]) -> None:
    """Print requests per second and, for the others, how many times as many ours answers."""
    contenders = list(next(iter(report["per_second"].values())))
    table = Table(title=f"{report['initiatives']:,} sáng kiến / initiatives: yêu cầu mỗi giây / requests per second")
    table.add_column("")
    for name in contenders:
        table.add_column(name, justify="right")
    for operation, found in report["per_second"].items():
        cells = [_cell(report, operation, name, speed) for name, speed in found.items()]
        table.add_row(label_of(operation), *cells)
    table.add_section()
    for operation, found in report["statements"].items():
        cells = [f"{count:g}" for count in found.values()]
        table.add_row(f"Câu lệnh / statements: {operation}", *cells)
    table.add_section()
    table.add_row("MB", *[f"{report['rss_mb_of'][name]:g}" for name in contenders])
    console.print(table)
    for each in report["missed"]:
        console.print(f"[red]Chưa đạt / missed[/red] {each}")


def _cell(report: Mapping[str, Any], operation: str, name: str, speed: float) -> str:
    if name == OURS:
        return f"{speed:,.0f}"
    ratio, bar = report["ratios"][operation][name], BARS.get(name, {}).get(operation)
    colour = "default" if bar is None else ("green" if ratio >= bar else "red")
    return f"{speed:,.0f} [{colour}]×{ratio:g}[/{colour}]"


def show_growth(console: Console, growth: Mapping[str, Any]) -> None:
    """Print milliseconds by size, and how many times the largest costs the smallest."""
    sizes = growth["sizes"]
    table = Table(title="Một kết nối, trung vị ms / one connection, median ms")
    table.add_column("")
    for size in sizes:
        table.add_column(f"{size:,}", justify="right")
    table.add_column("×", justify="right")
    for part in ("operations", "roles"):
        for name, found in growth[part].items():
            if "error" in found:
                table.add_row(label_of(name), *["" for _ in sizes], f"[red]{found['error'][:80]}[/red]")
                continue
            colour = "green" if found["growth"] <= GROWTH_BAR else "red"
            cells = [f"{found['ms'][str(size)]:.2f}" for size in sizes]
            table.add_row(label_of(name), *cells, f"[{colour}]{found['growth']:g}[/{colour}]")
        table.add_section()
    for name, found in growth["deep_pages"].items():
        table.add_row(
            f"Trang sâu : trang đầu / deep : first, {name}", *[f"×{found[str(size)]:g}" for size in sizes], ""
        )
    console.print(table)
    console.print(f"RSS: {growth['rss_mb']}")
