"""Contests made up with fixed seeds: who judges what, and totals from the model of the engine."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Contest:
    """Sheets as entry and judge numbers and totals (n each), and what is behind them."""

    entry: Ints
    judge: Ints
    total: Floats
    merit: Floats
    severity: Floats


@dataclass(frozen=True, slots=True)
class Shape:
    """Entries, judges, sheets per entry, and the standard deviations of merit, severity and noise in points."""

    entries: int
    judges: int
    panel: int
    merit: float = 8
    severity: float = 5
    noise: float = 5
    step: float = 1


def panels(shape: Shape, chance: np.random.Generator) -> tuple[Ints, Ints]:
    """Deal judges to entries at random with loads that differ by one at most."""
    judges: list[int] = []
    for _ in range(shape.entries):
        loads = np.bincount(judges, minlength=shape.judges) + chance.random(shape.judges)
        judges.extend(np.argsort(loads)[: shape.panel].tolist())
    return np.repeat(np.arange(shape.entries), shape.panel), np.array(judges, np.int64)


def lopsided(shape: Shape, chance: np.random.Generator) -> tuple[Ints, Ints]:
    """Give each entry from one to twice the panel less one judges, some judges many sheets and others few."""
    wish = chance.random(shape.judges) ** 2 + 0.02
    entry, judge = [], []
    for number in range(shape.entries):
        size = int(min(chance.integers(1, 2 * shape.panel), shape.judges))
        entry += [number] * size
        judge += chance.choice(shape.judges, size, replace=False, p=wish / wish.sum()).tolist()
    return np.array(entry, np.int64), np.array(judge, np.int64)


def halves(shape: Shape, chance: np.random.Generator) -> tuple[Ints, Ints]:
    """Split entries and judges into two parts that nobody joins."""
    half = Shape(shape.entries // 2, shape.judges // 2, shape.panel)
    first, second = panels(half, chance), panels(half, chance)
    return np.concatenate((first[0], second[0] + half.entries)), np.concatenate((first[1], second[1] + half.judges))


def contest(
    shape: Shape,
    seed: int,
    deal: Callable[[Shape, np.random.Generator], tuple[Ints, Ints]] = panels,
) -> Contest:
    """Make up a contest; totals are around 60 and rounded to the step."""
    chance = np.random.Generator(np.random.PCG64(seed))
    entry, judge = deal(shape, chance)
    merit = 60 + shape.merit * chance.standard_normal(shape.entries)
    severity = shape.severity * chance.standard_normal(shape.judges)
    total = merit[entry] - severity[judge] + shape.noise * chance.standard_normal(len(entry))
    return Contest(entry, judge, np.round(total / shape.step) * shape.step, merit, severity)
