"""An assignment problem as arrays: entries and judges by the order of their ids, a pair as entry x judges + judge."""

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from domain.engine.assignment_problem import AssignmentProblem, Pair

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]

#: Pairs that are looked at together; bounds the memory of one table of bits.
BLOCK = 2_000_000


@dataclass(frozen=True, slots=True)
class Board:
    """Who may judge what, and how much is still to be assigned.

    Of each entry (length E): `need`, judges still wanted; `same`, how many of one unit it may have; `home`, its unit.
    Of each judge (length J): `group`, unit (-1 for none); `load`, locked pairs; `low` and `room`, how many new pairs
    at least and at most. `closed` are pairs that cannot be proposed, `locked` those that stay; both sorted.
    """

    entries: tuple[str, ...]
    judges: tuple[str, ...]
    wanted: Ints
    need: Ints
    same: Ints
    home: Ints
    group: Ints
    load: Ints
    low: Ints
    room: Ints
    closed: Ints
    locked: Ints

    def open(self, rows: Ints) -> Bools:
        """Tell for each of these entries which judges may be proposed: shape (rows, J)."""
        table: Bools = (self.home[rows, None] != self.group[None, :]) | (self.group[None, :] < 0)
        width = len(self.judges)
        first = np.searchsorted(self.closed, rows * width)
        count = np.searchsorted(self.closed, (rows + 1) * width) - first
        at = np.arange(count.sum()) + np.repeat(first - (np.cumsum(count) - count), count)
        table[np.repeat(np.arange(len(rows)), count), self.closed[at] % width] = False
        return table

    def blocks(self, rows: Ints) -> Iterator[Ints]:
        """Cut entries into blocks whose tables fit into memory."""
        size = max(1, BLOCK // max(1, len(self.judges)))
        return (rows[at : at + size] for at in range(0, len(rows), size))

    def open_pairs(self, rows: Ints, columns: Bools) -> Ints:
        """List the open pairs of these entries with the judges marked, sorted where `rows` are."""
        found = [np.empty(0, dtype=np.int64)]
        for block in self.blocks(rows):
            row, judge = np.nonzero(self.open(block) & columns)
            found.append(block[row] * len(self.judges) + judge)
        return np.concatenate(found)

    def named(self, pairs: Ints) -> tuple[Pair, ...]:
        """Return pairs as ids, in their order."""
        width = len(self.judges)
        return tuple((self.entries[pair // width], self.judges[pair % width]) for pair in pairs.tolist())

    @property
    def units(self) -> int:
        """How many units the judges come from."""
        return int(self.group.max(initial=-1)) + 1

    def unit_room(self, entry: Ints, unit: Ints) -> Ints:
        """Count how many more judges of a unit an entry may have; both arrays broadcast."""
        width = max(len(self.judges), 1)
        unit_of = self.group[self.locked % width]
        there = np.sort((self.locked // width * self.units + unit_of)[unit_of >= 0])
        asked = entry * self.units + unit
        given = np.searchsorted(there, asked, side="right") - np.searchsorted(there, asked)
        return np.maximum(self.same[entry] - given, 0)

    def reach(self) -> tuple[Ints, Ints]:
        """Count for each entry its open judges, and how many of them the rule on units lets it have."""
        every, units = np.arange(len(self.entries)), np.arange(self.units)
        of_unit = (self.group[:, None] == units).astype(np.float32)
        allowed, within = np.zeros_like(every), np.zeros_like(every)
        for block in self.blocks(every):
            table = self.open(block)
            counts = (table.astype(np.float32) @ of_unit).astype(np.int64)
            allowed[block] = table.sum(axis=1)
            over = np.maximum(counts - self.unit_room(block[:, None], units), 0)
            within[block] = allowed[block] - over.sum(axis=1)
        return allowed, within


def board_of(problem: AssignmentProblem) -> Board:
    """Put a problem into arrays. A pair that is both locked and forbidden is not locked."""
    entries = sorted(problem.entries, key=lambda each: each.id)
    judges = sorted(problem.judges, key=lambda each: each.id)
    entry_at = {each.id: at for at, each in enumerate(entries)}
    judge_at = {each.id: at for at, each in enumerate(judges)}
    units = {unit: at for at, unit in enumerate(sorted({each.group for each in judges if each.group}))}

    def codes(pairs: Collection[Pair]) -> Ints:
        found = {
            entry_at[entry] * len(judges) + judge_at[judge]
            for entry, judge in pairs
            if entry in entry_at and judge in judge_at
        }
        return np.array(sorted(found), dtype=np.int64)

    forbidden = codes(problem.forbidden)
    locked = np.setdiff1d(codes(problem.locked), forbidden)
    closed = np.union1d(np.union1d(codes(problem.conflicts), forbidden), locked)
    width = max(len(judges), 1)
    given = np.bincount(locked // width, minlength=len(entries))
    load = np.bincount(locked % width, minlength=len(judges))
    wanted = np.array([each.per_entry or problem.per_entry for each in entries], dtype=np.int64)
    least = np.array([each.min_load for each in judges], dtype=np.int64)
    free = len(entries) + int(load.max(initial=0)) + int(least.max(initial=0))  # a maximum that never binds
    most = np.array([free if each.max_load is None else each.max_load for each in judges], dtype=np.int64)
    room = np.maximum(most - load, 0)
    same = np.maximum(wanted - 1, 1) if problem.max_same_group is None else np.full_like(wanted, problem.max_same_group)
    board = Board(
        entries=tuple(entry_at),
        judges=tuple(judge_at),
        wanted=wanted,
        need=np.maximum(wanted - given, 0),
        same=same,
        home=np.array([units.get(each.group, len(units)) for each in entries], dtype=np.int64),
        group=np.array([units.get(each.group, -1) for each in judges], dtype=np.int64),
        load=load,
        low=np.clip(least - load, 0, room),
        room=room,
        closed=closed,
        locked=locked,
    )
    return _with_anchors(board, sorted(entry_at[each] for each in set(problem.anchors) if each in entry_at))


def _with_anchors(board: Board, anchors: list[int]) -> Board:
    """Let every open judge be wanted for the anchors, whose judges may all be of one unit."""
    rows = np.array(anchors, dtype=np.int64)
    locked = Counter((board.locked // max(len(board.judges), 1)).tolist())
    for block in board.blocks(rows):
        board.need[block] = board.open(block).sum(axis=1)
        board.wanted[block] = board.need[block] + [locked[each] for each in block.tolist()]
        board.same[block] = len(board.judges)
    return board
