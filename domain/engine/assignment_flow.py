"""Assignment as a flow: source - entry - (entry and unit) - judge - sink, one unit of flow for each judgement.

A pair goes through a gate of its entry and its judge's unit where that unit has more judges than the entry may take.
Flows of least cost are integral because all capacities are; OR-tools solves them by cost scaling.
"""

from dataclasses import dataclass

import numpy as np
from ortools.graph.python import max_flow, min_cost_flow

from domain.engine.assignment_board import Board, Bools, Floats, Ints

#: Above so many open pairs only some judges are considered for each entry, drawn by lot.
ALL_PAIRS = 2_000_000
SAMPLE = 30


@dataclass(frozen=True, slots=True)
class Network:
    """The pairs that flow may take, sorted, and the gates. Nodes: 0 is the source, entries, judges, sink, gates."""

    board: Board
    pairs: Ints
    tail: Ints
    gate_entry: Ints
    gate_room: Ints

    @property
    def sink(self) -> int:
        """The node that all flow reaches."""
        return 1 + len(self.board.entries) + len(self.board.judges)

    @property
    def entry_nodes(self) -> Ints:
        """The node of each entry."""
        return 1 + np.arange(len(self.board.entries))

    @property
    def judge_nodes(self) -> Ints:
        """The node of each judge."""
        return 1 + len(self.board.entries) + np.arange(len(self.board.judges))

    def middle(self) -> tuple[Ints, Ints, Ints]:
        """Return tail, head and capacity of all arcs between entries and judges: first the gates', then the pairs'."""
        gates = self.sink + 1 + np.arange(len(self.gate_entry))
        heads = self.judge_nodes[self.pairs % max(len(self.board.judges), 1)]
        return (
            np.concatenate([1 + self.gate_entry, self.tail]),
            np.concatenate([gates, heads]),
            np.concatenate([self.gate_room, np.ones_like(self.pairs)]),
        )

    def arcs(self, room: Ints) -> tuple[Ints, Ints, Ints]:
        """Return tail, head and capacity of all arcs, judges taking at most `room`. The last one gives every node."""
        middle = self.middle()
        return (
            np.concatenate([np.zeros_like(self.entry_nodes), middle[0], self.judge_nodes, [0]]),
            np.concatenate([self.entry_nodes, middle[1], np.full_like(self.judge_nodes, self.sink), [self.sink]]),
            np.concatenate([self.board.need, middle[2], room, [0]]),
        )


@dataclass(frozen=True, slots=True)
class Cut:
    """A greatest flow and its least cuts: the nodes on the source's side and, another cut, those on the sink's."""

    flow: int
    source_side: Bools
    sink_side: Bools


def network_of(board: Board, pairs: Ints) -> Network:
    """Build the network of these pairs, with a gate wherever the rule on units can bind."""
    width = max(len(board.judges), 1)
    entry, unit = pairs // width, board.group[pairs % width]
    keys, inverse, count = np.unique(entry * (board.units + 1) + unit + 1, return_inverse=True, return_counts=True)
    gate_entry, gate_unit = keys // (board.units + 1), keys % (board.units + 1) - 1
    room = board.unit_room(gate_entry, gate_unit)
    binding = (gate_unit >= 0) & (count > room)
    gate = 2 + len(board.entries) + len(board.judges) + np.cumsum(binding) - 1
    tail = np.where(binding[inverse], gate[inverse], 1 + entry)
    return Network(board, pairs, tail, gate_entry[binding], room[binding])


def sampled(board: Board, likes: Ints, affinity: Floats, rng: np.random.Generator) -> Ints:
    """List all open pairs, or where they are too many, 30 judges for each entry: those it likes best, then by lot.

    Anchors keep all their pairs. `likes` are pairs, sorted, and `affinity` their values in whole steps.
    """
    every, width = np.arange(len(board.entries)), len(board.judges)
    if len(every) * width <= ALL_PAIRS:
        return board.open_pairs(every, np.ones(width, dtype=bool))
    found = [np.empty(0, dtype=np.int64)]
    for block in board.blocks(every):
        table = board.open(block)
        keys = rng.random(table.shape, dtype=np.float32)
        here = slice(*np.searchsorted(likes, [block[0] * width, (block[-1] + 1) * width]))
        keys[likes[here] // width - block[0], likes[here] % width] -= affinity[here]
        keys[~table] = np.inf
        chosen = np.zeros_like(table)
        count = min(SAMPLE, width)
        np.put_along_axis(chosen, np.argpartition(keys, count - 1, axis=1)[:, :count], True, axis=1)
        chosen |= (board.need[block] > count // 2)[:, None]
        row, judge = np.nonzero(chosen & table)
        found.append(block[row] * width + judge)
    return np.concatenate(found)


def greatest(network: Network, room: Ints) -> Cut:
    """Find how much can be assigned when each judge takes at most `room`."""
    tail, head, capacity = network.arcs(room)
    solver = max_flow.SimpleMaxFlow()
    solver.add_arcs_with_capacity(tail, head, capacity)
    if solver.solve(0, network.sink) != solver.OPTIMAL:
        raise ArithmeticError("the greatest flow was not found")
    sides = np.zeros((2, int(head.max()) + 1), dtype=bool)
    sides[0, solver.get_source_side_min_cut()] = True
    sides[1, solver.get_sink_side_min_cut()] = True
    return Cut(solver.optimal_flow(), sides[0], sides[1])


def completed(network: Network) -> Network:
    """Add the pairs that a sample left out wherever they could mend a shortage; what is still short is short for all.

    A least cut stays one as long as no arc crosses it, so only pairs across it are added, until there are none.
    """
    board = network.board
    entries = slice(1, 1 + len(board.entries))
    judges = slice(1 + len(board.entries), network.sink)
    while True:
        most, least = greatest(network, board.room), greatest(network, board.low)
        short = board.open_pairs(np.flatnonzero(most.source_side[entries]), ~most.source_side[judges])
        idle = np.empty(0, dtype=np.int64)
        if least.flow < board.low.sum():
            idle = board.open_pairs(np.flatnonzero(~least.sink_side[entries]), least.sink_side[judges])
        pairs = np.union1d(network.pairs, np.concatenate([short, idle]))
        if len(pairs) == len(network.pairs):
            return network
        network = network_of(board, pairs)


def levels(network: Network) -> tuple[Ints, Ints]:
    """Return each judge's part that every best assignment gives them, and their room below a ceiling that costs none.

    So few arcs remain that say what a load costs. Nothing is lost: loads of the least sum of squares also have the
    least maximum and the greatest minimum (Frank & Murota 2022, decreasing minimality).
    """
    board = network.board
    flow = greatest(network, board.room).flow
    level, spare = divmod(flow + int(board.load.sum()), max(len(board.judges), 1))
    ceiling = level + (spare > 0)
    top = np.minimum(board.room, len(board.entries))  # no judge has an entry twice
    room = np.minimum(top, np.maximum(ceiling - board.load, board.low))
    while not np.array_equal(room, top) and greatest(network, room).flow < flow:
        ceiling = 2 * ceiling
        room = np.minimum(top, np.maximum(ceiling - board.load, board.low))
    sure = np.maximum(board.low, np.minimum(room, level - board.load))
    while greatest(network, sure).flow < sure.sum():
        if not level:  # not even the minimum loads can be
            return np.zeros_like(sure), room
        level //= 2
        sure = np.maximum(board.low, np.minimum(room, level - board.load))
    return sure, room


def cheapest(network: Network, sure: Ints, room: Ints, cost: Ints) -> Ints:
    """Return the pairs of the best greatest flow, sorted. In this order it wants: as many judgements as can be.

    Then entries that lack equally many, minimum loads, even loads (least sum of squares), least `cost` of pairs (>= 0).
    """
    board = network.board
    flow = greatest(network, room).flow
    most = int(cost.max(initial=0)) * len(board.judges) + 1  # a cycle of exchanges meets each judge once
    judge, load = _steps(room - sure)
    load += sure[judge]
    marginal = 2 * (board.load[judge] + load)
    marginal = (marginal - int(marginal.min() if len(marginal) else 0) + 1) * most
    marginal[load < board.low[judge]] -= 2 * int(marginal.max(initial=0)) + 2 * most
    entry, given = _steps(board.need if flow < board.need.sum() else np.minimum(board.need, 1))
    each = np.ones_like(entry) if flow < board.need.sum() else board.need[entry]
    lack = 4 * (int(np.abs(marginal).max(initial=0)) + most) * given
    tail, head, capacity = network.middle()
    solver = min_cost_flow.SimpleMinCostFlow()
    add = solver.add_arcs_with_capacity_and_unit_cost
    add(np.zeros_like(entry), network.entry_nodes[entry], each, lack)
    arcs = add(tail, head, capacity, np.concatenate([np.zeros_like(network.gate_entry), cost]))
    to_sink = np.full_like(network.judge_nodes, network.sink)
    add(network.judge_nodes, to_sink, sure, np.zeros_like(sure))
    add(network.judge_nodes[judge], to_sink[judge], np.ones_like(judge), marginal)
    solver.set_node_supply(0, flow)
    solver.set_node_supply(network.sink, -flow)
    if solver.solve() != solver.OPTIMAL:
        raise ArithmeticError("the flow of least cost was not found")
    chosen: Ints = network.pairs[solver.flows(arcs)[len(network.gate_entry) :] > 0]
    return chosen


def _steps(capacity: Ints) -> tuple[Ints, Ints]:
    """Take capacities apart into single units: whose each is, and its number from 0."""
    owner = np.repeat(np.arange(len(capacity)), capacity)
    first = np.cumsum(capacity) - capacity
    return owner, np.arange(len(owner)) - first[owner]
