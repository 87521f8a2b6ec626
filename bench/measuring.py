"""Measuring contenders in turn: short runs in alternating order, medians over the rounds."""

import base64
import json
import statistics
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from api.migrating import ROOT
from bench.contenders.starting import Running
from bench.operations import Operation
from domain.actor import Role

CONNECTIONS = 8


@dataclass(frozen=True, slots=True)
class Pace:
    """How long and how often each run is made."""

    rounds: int
    seconds: float
    warm_up: float = 0.5


@dataclass(frozen=True, slots=True)
class Measured:
    """Medians over the rounds: of throughput, latencies and the size of an answer."""

    per_second: float
    p50_ms: float
    p95_ms: float
    bytes: float


@dataclass(frozen=True, slots=True)
class Subject:
    """One thing to measure: a server, an operation, and who asks."""

    server: Running
    operation: Operation
    role: Role = Role.PERSONNEL


def run_load(
    subject: Subject,
    *,
    seconds: float = 0,
    warm_up: float = 0,
    count: int | None = None,
    connections: int = CONNECTIONS,
) -> dict[str, float]:
    """Put a server under load from a process of its own, for a time or for a number of requests."""
    requests = subject.server.requests(subject.operation, subject.role)
    orders: dict[str, Any] = {
        "port": subject.server.port,
        "requests": [base64.b64encode(each).decode() for each in requests],
        "connections": connections,
        "seconds": seconds,
        "warm_up": warm_up,
        "count": count,
    }
    done = subprocess.run(
        [sys.executable, "-m", "bench.load"],
        cwd=ROOT,
        input=json.dumps(orders),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(
            f"{subject.server.contender.name}, {subject.operation.name}: {done.stderr.strip().splitlines()[-1]}"
        )
    answer: dict[str, float] = json.loads(done.stdout)
    return answer


def measure(
    subjects: Sequence[Subject], pace: Pace, step: Callable[[], None], *, connections: int = CONNECTIONS
) -> list[Measured]:
    """Measure subjects that are compared with each other: every round runs all of them, every other one backwards."""
    seen: list[list[dict[str, float]]] = [[] for _ in subjects]
    for number in range(pace.rounds):
        order = range(len(subjects))
        for index in order if number % 2 == 0 else reversed(order):
            found = run_load(subjects[index], seconds=pace.seconds, warm_up=pace.warm_up, connections=connections)
            seen[index].append(found)
            step()
    return [_medians(each) for each in seen]


def _medians(runs: Sequence[dict[str, float]]) -> Measured:
    def median(name: str) -> float:
        return statistics.median(run[name] for run in runs)

    return Measured(median("per_second"), median("p50_ms"), median("p95_ms"), median("bytes"))
