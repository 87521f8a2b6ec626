"""How long an assignment takes: panels of several sizes, every judge and entry of a unit, judges with conflicts."""

import time
from dataclasses import dataclass

import numpy as np
from rich.console import Console
from rich.table import Table

from domain.engine.assignment import propose
from domain.engine.assignment_problem import AssignmentEntry, AssignmentJudge, AssignmentProblem

#: Seconds that the largest panel may take on two cores.
BAR = 10.0

#: Entries come from so many units, and so do judges; each judge has so many more conflicts.
UNITS, CONFLICTS = 50, 5


@dataclass(frozen=True, slots=True)
class Panel:
    """One size to measure."""

    entries: int
    judges: int
    per_entry: int


PANELS = (Panel(300, 30, 3), Panel(2000, 100, 3), Panel(20_000, 1000, 3), Panel(20_000, 1000, 4))


def problem_of(panel: Panel) -> AssignmentProblem:
    """Make up a problem; the same one every time."""
    rng = np.random.default_rng(1)
    conflicts = {
        (f"e{entry:05}", f"j{judge:04}")
        for judge in range(panel.judges)
        for entry in rng.integers(0, panel.entries, CONFLICTS).tolist()
    }
    return AssignmentProblem(
        entries=[AssignmentEntry(f"e{at:05}", group=f"u{at % UNITS}") for at in range(panel.entries)],
        judges=[AssignmentJudge(f"j{at:04}", group=f"u{at % UNITS}") for at in range(panel.judges)],
        per_entry=panel.per_entry,
        conflicts=conflicts,
    )


def measure(console: Console) -> list[str]:
    """Print a table; return what missed the bar."""
    table = Table(title="Phân công chấm / assignment")
    for name in ("mục / entries", "người chấm / judges", "mỗi mục / per entry", "s", "lượt thử / draws", "mức / loads"):
        table.add_column(name, justify="right")
    for name in ("λ₂", "phương sai / variance"):
        table.add_column(name, justify="right")
    missed = []
    for panel in PANELS:
        problem = problem_of(panel)
        began = time.perf_counter()
        found = propose(problem)
        spent = time.perf_counter() - began
        loads = f"{found.min_load}–{found.max_load}"
        size = (panel.entries, panel.judges, panel.per_entry)
        quality = (found.lambda2, found.mean_contrast_variance)
        table.add_row(*map(str, size), f"{spent:.1f}", str(found.draws), loads, *map(str, quality))
        if spent > BAR or found.unsatisfied or found.max_load > found.min_load + 1:
            missed.append(f"{panel}: {spent:.1f} s, {loads}, {len(found.unsatisfied)}")
    console.print(table)
    return missed
