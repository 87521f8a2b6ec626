"""How long and how much memory an evaluation takes: the model alone, ranks with confidence, and all of a problem.

Each measurement runs in a process of its own: the peak of memory is its own, its data included.
"""

import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
from rich.console import Console
from rich.table import Table

from domain.engine.adjusted import fit
from domain.engine.confidence import Field, Seats, confidence
from domain.engine.crossed import Sides, variances_by_moments
from domain.engine.evaluate import evaluate
from domain.engine.graph import design_of, graph_of
from domain.engine.posterior import is_small, plug_in, posterior
from domain.engine.problem import Criterion, Entry, Method, Problem, Rules, Sheet, Stage, Tier

#: Kilobytes, as ru_maxrss counts, in a gigabyte.
GB = 1024**2


@dataclass(frozen=True, slots=True)
class Measure:
    """What to run at which size, and the seconds and gigabytes it may take on two cores, None for no bar."""

    name: str
    entries: int
    judges: int
    panel: int
    seconds: float | None
    gigabytes: float | None = None


SMALL = (
    Measure("fit", 3334, 300, 3, 1.0),
    Measure("fit", 500, 100, 20, 1.0),
    Measure("confidence", 3334, 300, 3, 5.0),
    Measure("confidence", 500, 100, 20, 5.0),
    Measure("evaluate", 334, 60, 3, None),
)
LARGE = (
    *SMALL,
    Measure("fit", 333_334, 1000, 3, 15.0, 3.0),
    Measure("fit", 333_334, 2000, 3, 15.0, 3.0),
    Measure("fit", 10_000, 100, 100, 15.0, 3.0),
    Measure("evaluate", 3334, 300, 3, None),
)


def dealt(one: Measure) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return entry and judge of each sheet, judges in a round with a random start, and totals of the model."""
    chance = np.random.Generator(np.random.PCG64(1))
    entry = np.repeat(np.arange(one.entries), one.panel)
    stride = chance.integers(1, max(one.judges // one.panel, 1), one.entries, endpoint=True)
    start = chance.integers(0, one.judges, one.entries)
    turn = np.tile(np.arange(one.panel), one.entries)
    judge = (start[entry] + turn * stride[entry]) % one.judges
    merit, severity = 8 * chance.standard_normal(one.entries), 5 * chance.standard_normal(one.judges)
    noise = 5 * chance.standard_normal(len(entry))
    return entry, judge, np.clip(np.round(60 + merit[entry] - severity[judge] + noise), 0, 100)


def run_fit(one: Measure) -> Callable[[], object]:
    """Adjust totals that are arrays already, with averaged intervals."""
    entry, judge, totals = dealt(one)

    def work() -> object:
        design, order = design_of(entry, judge)
        return fit(design, totals[order], graph_of(design), 1.0)

    return work


def run_confidence(one: Measure) -> Callable[[], object]:
    """Draw ranks and awards in three tiers, one with caps, variances included."""
    entry, judge, totals = dealt(one)
    design, order = design_of(entry, judge)
    values = totals[order]
    fitted = fit(design, values, graph_of(design), 1.0)
    tiers = (Seats(one.entries // 100, None, None), Seats(one.entries // 20, 60.0, 3), Seats(None, 75.0, None))

    def work() -> object:
        sides, count = Sides.of(design, values, 1.0), design.entries
        drawn = posterior(sides) if is_small(design) else plug_in(sides, variances_by_moments(fitted))
        field = Field(drawn.draw, np.ones(count, np.int64), np.arange(count) % 50, np.arange(count))
        return confidence(field, count // 10, tiers, 1)

    return work


def run_evaluate(one: Measure) -> Callable[[], object]:
    """Evaluate a problem of decimals, as the system does."""
    entry, judge, totals = dealt(one)
    marks = [Decimal(int(total)) for total in totals]
    sheets = [
        Sheet(f"s{at:07}", f"j{j:05}", f"e{e:06}", {"mark": mark})
        for at, (e, j, mark) in enumerate(zip(entry.tolist(), judge.tolist(), marks, strict=True))
    ]
    entries = [Entry(f"e{at:06}", group=f"u{at % 50}") for at in range(one.entries)]
    criterion = Criterion("mark", Decimal(1), Decimal(0), Decimal(100), Decimal(1))
    rules = Rules(method=Method.ADJUSTED, tiers=(Tier("A", percent=Decimal(1)), Tier("B", percent=Decimal(5))))
    problem = Problem([Stage("stage", [criterion], entries, sheets)], rules)
    return lambda: evaluate(problem)


RUNS = {"fit": run_fit, "confidence": run_confidence, "evaluate": run_evaluate}
LABELS = {
    "fit": "điểm hiệu chỉnh và khoảng / adjusted, interval",
    "confidence": "xác suất thứ hạng, giải / ranks and awards",
    "evaluate": "toàn bộ / everything",
}


def measure(console: Console, *, small: bool) -> list[str]:
    """Print a table; return what missed its bar."""
    table = Table(title="Lõi đánh giá / the evaluation engine")
    for name in ("", "phiếu / sheets", "mục / entries", "người chấm / judges", "s", "≤ s", "GB", "≤ GB"):
        table.add_column(name, justify="right" if name else "left")
    missed = []
    for one in SMALL if small else LARGE:
        seconds, gigabytes = _in_child(one)
        first, second = ("–" if bar is None else f"{bar:g}" for bar in (one.seconds, one.gigabytes))
        sizes = (one.entries * one.panel, one.entries, one.judges)
        table.add_row(
            LABELS[one.name], *(f"{size:,}" for size in sizes), f"{seconds:.2f}", first, f"{gigabytes:.2f}", second
        )
        if seconds > (one.seconds or seconds) or gigabytes > (one.gigabytes or gigabytes):
            missed.append(f"{one}: {seconds:.2f} s, {gigabytes:.2f} GB")
    console.print(table)
    return missed


def _in_child(one: Measure) -> tuple[float, float]:
    arguments = (one.name, str(one.entries), str(one.judges), str(one.panel))
    told = subprocess.run(  # noqa: S603  # this module itself
        (sys.executable, "-m", "bench.engine", *arguments), check=True, capture_output=True, text=True
    ).stdout
    seconds, kilobytes = json.loads(told)
    return seconds, kilobytes / GB


def _child(name: str, entries: str, judges: str, panel: str) -> None:
    work = RUNS[name](Measure(name, int(entries), int(judges), int(panel), None))
    began = time.perf_counter()
    work()
    spent = time.perf_counter() - began
    print(json.dumps([spent, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss]))


if __name__ == "__main__":
    _child(*sys.argv[1:])
