"""Judging pairs: what can be answered, which pairs are left, which of the two is shown first."""

from collections.abc import Collection, Iterable, Sequence
from decimal import Decimal
from enum import StrEnum
from hashlib import sha256
from itertools import combinations
from uuid import UUID

from domain.errors import Conflict, Text


class Preference(StrEnum):
    """Which of the two entries shown is better; NEITHER where the evaluator finds no difference."""

    LEFT = "LEFT"
    RIGHT = "RIGHT"
    NEITHER = "NEITHER"


#: What an answer is worth to the entry on the left; the rest of 1 is the other's.
WON = {Preference.LEFT: Decimal(1), Preference.RIGHT: Decimal(0), Preference.NEITHER: Decimal("0.5")}


def open_pairs(mine: Collection[str], done: Iterable[frozenset[str]]) -> list[tuple[str, str]]:
    """Return the pairs of an evaluator's entries that they have not compared, each and all in the order of ids."""
    over = set(done)
    return [pair for pair in combinations(sorted(mine), 2) if frozenset(pair) not in over]


def in_shown_order(evaluator_id: UUID, pair: Sequence[str]) -> tuple[str, str]:
    """Return a pair as left and right: decided by lot, for what is read first is preferred a little more often.

    The lot is a hash of who judges what, so that it can be looked up afterwards.
    """
    one, other = sorted(pair)
    is_turned = sha256(f"{evaluator_id}:{one}:{other}".encode()).digest()[0] % 2
    return (other, one) if is_turned else (one, other)


def refuse_pairs(path: Sequence[str] = ()) -> Conflict:
    """Say that a round is judged by score sheets; the database says the same by trigger."""
    text = Text("Vòng này chấm bằng phiếu điểm.", "This round is judged by score sheets, not by pairs.")
    return Conflict("ROUND_TAKES_SHEETS", text, path)
