"""The command line of the benchmark: `python -m bench --help`."""

import asyncio
import json
import sys
import time

import click
from rich.console import Console

from api.settings import read_settings
from bench import assignment as assigning
from bench import comparing, database, ledger, scaling
from bench import engine as evaluating
from bench.chart import draw_growth, draw_ratios
from bench.filling import ensure_filled
from bench.measuring import Pace
from bench.operations import operations
from bench.reporting import keep, show_comparison, show_growth
from bench.serving_choices import compare_servers, show_servers
from bench.stages import run as measure_stages
from bench.stages import show_stages

console = Console()

size = click.option("--initiatives", default=5000, show_default=True, type=click.IntRange(1000), help="Cỡ. / Size.")
rounds = click.option("--rounds", default=7, show_default=True, type=click.IntRange(1), help="Số vòng. / Rounds.")
seconds = click.option("--seconds", default=0.8, show_default=True, help="Giây mỗi lượt. / Seconds of each run.")
check = click.option("--check", is_flag=True, help="Mã thoát 1 khi chưa đạt. / Exit with 1 when a bar is missed.")


@click.group()
def main() -> None:
    """Đo tốc độ đọc. / Measure reads."""


@main.command()
@size
@click.option("--again", is_flag=True, help="Nạp lại từ đầu. / Fill anew.")
def fill(initiatives: int, again: bool) -> None:
    """Nạp dữ liệu một cỡ. / Fill the database of one size."""
    began = time.monotonic()
    with database.server() as url:
        ensure_filled(url, initiatives, again=again)
        console.print(database.plain(database.url_of(url, initiatives)), soft_wrap=True)
    console.print(f"{time.monotonic() - began:.1f} s")


@main.command()
@size
@rounds
@seconds
@check
def reads(initiatives: int, rounds: int, seconds: float, check: bool) -> None:
    """So sánh các máy chủ. / Compare the contenders, side by side."""
    with database.server() as url:
        ensure_filled(url, initiatives)
        found = comparing.compare(url, initiatives, Pace(rounds, seconds, 0.3))
    keep(found)
    draw_ratios(found, database.out_directory() / "reads.svg")
    show_comparison(console, found)
    sys.exit(bool(check and found["missed"]))


@main.command()
@click.option("--sizes", default=",".join(map(str, scaling.SIZES)), show_default=True, help="Các cỡ. / Sizes.")
@rounds
@seconds
@check
def scale(sizes: str, rounds: int, seconds: float, check: bool) -> None:
    """Đo độ tăng theo cỡ dữ liệu. / Measure how costs grow with the data."""
    chosen = sorted(int(each) for each in sizes.split(","))
    with database.server() as url:
        for each in chosen:
            ensure_filled(url, each)
        growth = scaling.grow(url, chosen, Pace(rounds, seconds, 0.3))
    failures = scaling.missed(growth)
    keep({"growth": {**growth, "missed": failures}})
    draw_growth(growth, database.out_directory() / "growth.svg")
    show_growth(console, growth)
    for failure in failures:
        console.print(f"[red]Chưa đạt / missed[/red] {failure}")
    sys.exit(bool(check and failures))


@main.command()
@size
@rounds
@seconds
def servers(initiatives: int, rounds: int, seconds: float) -> None:
    """So sánh uvicorn và granian. / Compare uvicorn with granian, where it is installed."""
    with database.server() as url:
        ensure_filled(url, initiatives)
        found = compare_servers(url, initiatives, Pace(rounds, seconds, 0.3))
    keep({"servers": found})
    show_servers(console, found)


@main.command()
@size
def stages(initiatives: int) -> None:
    """Một lần đọc qua từng chặng. / Where the time of one point read goes."""
    with database.server() as url:
        ensure_filled(url, initiatives)
        of_size = database.url_of(url, initiatives)
        asked = asyncio.run(operations(database.plain(of_size)))
        point = next(each for each in asked if each.name == "point").variables[0]
        found = measure_stages(of_size, point, read_settings({}))
    keep({"stages": found})
    show_stages(console, found)


@main.command("ledger")
@rounds
@seconds
def chained(rounds: int, seconds: float) -> None:
    """Đo giá của chuỗi băm. / What the chain of a round's events costs its writers."""
    with database.server() as url:
        found = ledger.run(url, Pace(rounds, seconds, 0.2))
    path = database.out_directory() / "ledger.json"
    path.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    ledger.show(console, found)


@main.command()
@check
def assignment(check: bool) -> None:
    """Phân công chấm ở nhiều cỡ. / Assign entries to judges, several sizes."""
    missed = assigning.measure(console)
    for failure in missed:
        console.print(f"[red]Chưa đạt / missed[/red] {failure}")
    sys.exit(bool(check and missed))


@main.command()
@check
@click.option("--small", is_flag=True, help="Chỉ cỡ nhỏ. / Small sizes only.")
def engine(check: bool, small: bool) -> None:
    """Đo lõi đánh giá. / Evaluate up to a million sheets: time and memory."""
    missed = evaluating.measure(console, small=small)
    for failure in missed:
        console.print(f"[red]Chưa đạt / missed[/red] {failure}")
    sys.exit(bool(check and missed))


if __name__ == "__main__":
    main()
