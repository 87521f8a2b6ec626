"""Why an assignment falls short: the tight constraints, read off least cuts (Ford & Fulkerson 1956; Hall 1935).

First what binds a single entry, then, with every entry wanting no more than it can have by itself, what binds together.
"""

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from domain.engine.assignment_board import Board, Bools, Ints
from domain.engine.assignment_flow import Network, greatest
from domain.engine.assignment_problem import AssignmentProblem, Tight, TightConstraint


def of_entries(board: Board, allowed: Ints, within: Ints) -> list[TightConstraint]:
    """Name the entries that fewer judges may judge than they need, and those that the rule on units keeps short.

    `allowed` and `within` are what Board.reach counts. All numbers of the answer include locked judges.
    """
    width = max(len(board.judges), 1)
    found = []
    for entry in np.flatnonzero(board.need > within).tolist():
        there = board.locked[board.locked // width == entry] % width
        judges = np.union1d(there, np.flatnonzero(board.open(np.array([entry]))[0]))
        few = within[entry] == allowed[entry]
        found.append(
            TightConstraint(
                kind=Tight.ENTRY_JUDGES if few else Tight.ENTRY_UNITS,
                entries=(board.entries[entry],),
                judges=tuple(board.judges[judge] for judge in judges.tolist()),
                needed=int(board.wanted[entry]),
                available=int(board.wanted[entry] - board.need[entry] + within[entry]),
            )
        )
    return found


def of_ranges(problem: AssignmentProblem, board: Board) -> list[TightConstraint]:
    """Name the judges whose own minimum is above their maximum; locked pairs may exceed that, and count."""
    found = []
    for judge, load in zip(sorted(problem.judges, key=lambda each: each.id), board.load.tolist(), strict=True):
        most = judge.min_load if judge.max_load is None else max(judge.max_load, load)
        if judge.min_load > most:
            found.append(TightConstraint(Tight.MINIMUM_LOAD, (), (judge.id,), judge.min_load, most))
    return found


def of_maximum_loads(network: Network) -> list[TightConstraint]:
    """Name the entries whose judges' maxima together leave too little room, one constraint for each bottleneck."""
    cut = greatest(network, network.board.room)
    if cut.flow == network.board.need.sum():
        return []
    found = []
    for entries, judges, through in _parts(network, network.board.room, cut.source_side, leaving=True):
        missing = int(network.board.need[entries].sum()) - through
        room = int(network.board.room[judges].sum())
        if missing > 0:
            found.append(_constraint(network.board, Tight.MAXIMUM_LOAD, entries, judges, missing + room, room))
    return found


def of_minimum_loads(network: Network) -> list[TightConstraint]:
    """Name the judges whose minima together are more than what there is to judge for them."""
    board = network.board
    cut = greatest(network, board.low)
    if cut.flow == board.low.sum():
        return []
    found = []
    for entries, all_judges, through in _parts(network, board.low, cut.sink_side, leaving=False):
        judges = all_judges[board.low[all_judges] > 0]
        needed = int((board.load + board.low)[judges].sum())
        missing = int(board.low[judges].sum()) - through
        if missing > 0:
            found.append(_constraint(board, Tight.MINIMUM_LOAD, entries, judges, needed, needed - missing))
    return found


def _parts(network: Network, room: Ints, side: Bools, *, leaving: bool) -> list[tuple[Ints, Ints, int]]:
    """Split one side of a cut into the parts that share nothing: entries, judges and the capacity through the cut.

    `leaving` is true for the source's side, whose arcs leave it; the arcs enter the sink's.
    """
    tail, head, capacity = network.arcs(room)
    inside = side.copy()
    inside[[0, network.sink]] = False
    held = inside[tail] & inside[head]
    size = len(side)
    graph = coo_array((np.ones(held.sum()), (tail[held], head[held])), shape=(size, size))
    _count, label = connected_components(graph, directed=False)
    crossing = inside[tail] & ~side[head] if leaving else ~side[tail] & inside[head]
    end = tail if leaving else head
    through = np.bincount(label[end[crossing]], weights=capacity[crossing], minlength=size)
    first_judge = 1 + len(network.board.entries)
    found = []
    for part in np.unique(label[inside]).tolist():
        nodes = np.flatnonzero((label == part) & inside)
        entries = nodes[nodes < first_judge] - 1
        judges = nodes[(nodes >= first_judge) & (nodes < network.sink)] - first_judge
        found.append((entries, judges, int(through[part])))
    return found


def _constraint(board: Board, kind: Tight, entries: Ints, judges: Ints, needed: int, available: int) -> TightConstraint:
    return TightConstraint(
        kind=kind,
        entries=tuple(board.entries[entry] for entry in entries.tolist()),
        judges=tuple(board.judges[judge] for judge in judges.tolist()),
        needed=needed,
        available=available,
    )
