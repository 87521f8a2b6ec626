"""Who judges what: a balanced assignment by min-cost flow, the best connected of several draws (Charlin & Zemel 2013).

Chance decides between assignments that are equally good, and it is what makes severity and merit tell apart. Equal ids,
numbers and seed give the same proposal, in whatever order they come.
"""

from dataclasses import dataclass, replace
from decimal import Decimal

import numpy as np

from domain.engine import infeasibility
from domain.engine.assignment_board import Board, Floats, Ints, board_of
from domain.engine.assignment_design import Quality, quality_of
from domain.engine.assignment_flow import Network, cheapest, completed, greatest, levels, network_of, sampled
from domain.engine.assignment_problem import AssignmentProblem, Proposal, Shortfall
from domain.engine.problem import Progress

#: Arcs that all draws together may have: where there are many pairs, there are fewer draws.
DRAWN_ARCS = 1_000_000

#: Random costs are below LOT, a thousandth of the range of affinities costs LOT.
LOT, AFFINITY_STEPS = 64, 1000

#: Design strengths closer than this count as equal, so that two machines choose the same draw.
STRENGTH_PLACES = 9


def propose(problem: AssignmentProblem, progress: Progress | None = None, *, fair: bool = False) -> Proposal:
    """Propose an assignment; never raises because something is impossible: `unsatisfied` and `tight` say what and why.

    In this order: as many judgements as possible, few missing for any one entry, minimum loads, even loads (they
    differ by at most one wherever conflicts and locked pairs permit), affinities, a firmly connected graph. `fair`
    first raises the least affinity of a new pair as far as no judgement is lost by it.
    """
    tell = progress or _silent
    tell(0.0, "ASSIGN")
    rng = np.random.default_rng(problem.seed % 2**64)
    asked = board_of(problem)
    allowed, within = asked.reach()
    board = replace(asked, need=np.minimum(asked.need, within))
    likes = _likes(problem, board)
    network = completed(network_of(board, sampled(board, likes.pairs, likes.steps, rng)))
    tight = (
        *infeasibility.of_entries(asked, allowed, within),
        *infeasibility.of_maximum_loads(network),
        *infeasibility.of_ranges(problem, board),
        *infeasibility.of_minimum_loads(network),
    )
    threshold = None
    if fair and len(network.pairs):
        network, threshold = _fairest(network, likes)
    draws = 1 if len(likes.pairs) else max(1, min(problem.draws, DRAWN_ARCS // max(len(network.pairs), 1)))
    chosen, pairs, quality = _best_draw(network, likes, draws, rng, tell)
    load = board.load + np.bincount(pairs % max(len(board.judges), 1), minlength=len(board.judges))
    given = np.bincount(pairs // max(len(board.judges), 1), minlength=len(board.entries))
    missing = asked.need - given
    return Proposal(
        pairs=board.named(pairs),
        locked=board.named(board.locked),
        loads=dict(zip(board.judges, load.tolist(), strict=True)),
        min_load=int(load.min(initial=load.max(initial=0))),
        max_load=int(load.max(initial=0)),
        components=quality.components,
        lambda2=_decimal(quality.strength),
        mean_contrast_variance=_decimal(quality.mean_contrast_variance()),
        unsatisfied=tuple(Shortfall(board.entries[at], int(missing[at])) for at in np.flatnonzero(missing > 0)),
        tight=tight,
        threshold=threshold,
        draws=draws,
        seed=problem.seed,
        chosen_draw=chosen,
    )


@dataclass(frozen=True, slots=True)
class Likes:
    """The affinities of pairs (sorted), as given and in steps: the range of all affinities, 0 included, has 1000."""

    pairs: Ints
    values: Floats
    steps: Floats

    def of(self, pairs: Ints, what: Floats) -> Floats:
        """Return `what`, values or steps, of each of these pairs: 0 where no affinity is given."""
        if not len(self.pairs):
            return np.zeros(len(pairs))
        at = np.minimum(np.searchsorted(self.pairs, pairs), len(self.pairs) - 1)
        return np.where(self.pairs[at] == pairs, what[at], 0.0)


def _likes(problem: AssignmentProblem, board: Board) -> Likes:
    entries = {entry: at for at, entry in enumerate(board.entries)}
    judges = {judge: at for at, judge in enumerate(board.judges)}
    given = sorted(
        (entries[entry] * len(judges) + judges[judge], float(value))
        for (entry, judge), value in problem.affinities.items()
        if entry in entries and judge in judges
    )
    values = np.array([value for _pair, value in given], dtype=np.float64)
    span = values.max(initial=0.0) - values.min(initial=0.0)
    steps = np.rint(values * (AFFINITY_STEPS / span)) if span else np.zeros_like(values)
    return Likes(np.array([pair for pair, _value in given], dtype=np.int64), values, steps)


def _fairest(network: Network, likes: Likes) -> tuple[Network, float]:
    """Find by bisection the greatest least affinity with which no judgement and no minimum load is lost."""
    board, values = network.board, likes.of(network.pairs, likes.values)
    most, least = greatest(network, board.room).flow, greatest(network, board.low).flow
    levels = np.unique(values)
    low, high = 0, len(levels) - 1  # the network of level `low` is known to do
    while low < high:
        middle = (low + high + 1) // 2
        trial = network_of(board, network.pairs[values >= levels[middle]])
        if greatest(trial, board.room).flow == most and greatest(trial, board.low).flow == least:
            low = middle
        else:
            high = middle - 1
    return network_of(board, network.pairs[values >= levels[low]]), float(levels[low])


def _best_draw(
    network: Network, likes: Likes, draws: int, rng: np.random.Generator, tell: Progress
) -> tuple[int, Ints, Quality]:
    """Assign with random costs several times; keep the fewest parts, then the greatest second eigenvalue."""
    board = network.board
    sure, room = levels(network)
    steps = likes.of(network.pairs, likes.steps)
    liking = (steps.max(initial=0.0) - steps).astype(np.int64) * LOT

    def drawn(draw: int) -> tuple[int, Ints, Quality]:
        pairs = cheapest(network, sure, room, liking + rng.integers(0, LOT, len(network.pairs)))
        tell((draw + 1) / draws, "ASSIGN")
        return draw, pairs, quality_of(np.concatenate([board.locked, pairs]), len(board.judges))

    def merit(one: tuple[int, Ints, Quality]) -> tuple[int, float]:
        return -one[2].components, round(one[2].strength or 0.0, STRENGTH_PLACES)

    return max(map(drawn, range(draws)), key=merit)  # the first of equal ones


def _decimal(number: float | None) -> Decimal | None:
    return None if number is None else Decimal(number).quantize(Decimal("0.0001"))


def _silent(_share: float, _step: str) -> None:
    """Tell nobody."""
