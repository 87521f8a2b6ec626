"""Tiers of awards (M6): walk down the ranking and give each entry the best tier that is still open to it.

A tier is open to an entry when it has a seat left, when the entry's published score reaches its minimum, and when
fewer than `per_group` of the entry's group have that tier. Entries without a group are under no cap. The seats are
`seats`, or floor(`percent` % of the N ranked entries), or the smaller one where both are given; with neither there is
no limit. Caps within seats are laminar, so the walk gives the best entries the best tiers there are.

Entries that share a place are looked at together, tier by tier. If all of them to whom a tier is open fit in, they get
it. If not, the tie straddles its last seat and nothing is decided in silence: they are tied at the cut of that tier and
get none. The seats they contend for stay theirs, as do seats further down for those who will lose, who may contend for
the last of these in turn. Likewise for entries of one group that contend for the last seat under its cap alone.

So a tier is given only where it is the same however the ties are decided. A cap can make this impossible to say: then
the walk stops, and the entries it has not come to are `undecided` until the ties above them are decided.
"""

import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import groupby

from domain.engine.outcome import Status
from domain.engine.problem import Tier
from domain.engine.ranking import Standing


@dataclass(frozen=True, slots=True)
class Awards:
    """Who gets what: the tier of each entry that has one, and the entries tied at the cut, by tier, sorted by id.

    `undecided` are the entries, in the order of their standing, whose tier a cap makes depend on a tie above them.
    """

    tier_of: Mapping[str, str]
    seats_tied: Mapping[str, tuple[str, ...]]
    undecided: tuple[str, ...] = ()


def seats_of(tiers: Sequence[Tier], ranked: int) -> list[int | None]:
    """Return the seats of each tier when `ranked` entries have a place; None where there is no limit."""
    return [_seats(tier, ranked) for tier in tiers]


def award(tiers: Sequence[Tier], standings: Sequence[Standing], group_of: Mapping[str, str]) -> Awards:
    """Give tiers, best first, to the RANKED standings, in order; `group_of` maps entries to groups, "" for none."""
    ranked = [standing for standing in standings if standing.status is Status.RANKED]
    open_tiers = [_Open(tier, _seats(tier, len(ranked)), group_of) for tier in tiers]
    tier_of: dict[str, str] = {}
    seats_tied: dict[str, tuple[str, ...]] = {}
    for place, block in groupby(ranked, key=lambda standing: standing.place):
        tied = list(block)
        waiting = _Waiting([standing.entry for standing in tied])
        for one in open_tiers:
            if not one.is_open(tied[0].score, waiting):
                continue
            if one.depends_on_ties(waiting):
                behind = [other.entry for other in ranked if (other.place or 0) > (place or 0)]
                return Awards(tier_of, seats_tied, (*waiting.sure, *behind))
            given, contending = one.give(waiting)
            tier_of |= dict.fromkeys(given, one.tier.id)
            if contending:
                seats_tied[one.tier.id] = tuple(sorted((*seats_tied.get(one.tier.id, ()), *contending)))
    return Awards(tier_of, seats_tied)


def _seats(tier: Tier, ranked: int) -> int | None:
    limits = [] if tier.seats is None else [tier.seats]
    if tier.percent is not None:
        limits.append(int(tier.percent * ranked // 100))
    return min(limits, default=None)


@dataclass(slots=True)
class _Waiting:
    """Entries of one place on their way down: some still `sure`, some `rivals` above, of whom `losers` go on."""

    sure: list[str]
    rivals: list[str] = field(default_factory=list)
    losers: int = 0


@dataclass(slots=True)
class _Open:
    """A tier while it is being given: the seats left, None for no limit, and how many of each group have one.

    `used` counts those who have a seat for certain, `claimed` those who may get one when a tie is decided.
    """

    tier: Tier
    room: int | None
    group_of: Mapping[str, str]
    used: Counter[str] = field(default_factory=Counter)
    claimed: Counter[str] = field(default_factory=Counter)

    def is_open(self, score: Decimal | None, waiting: _Waiting) -> bool:
        """Say whether a seat is left and one who waits may get it."""
        reached = score is not None and (self.tier.minimum is None or score >= self.tier.minimum)
        return reached and self.room != 0 and bool(waiting.losers or self._able(waiting))

    def depends_on_ties(self, waiting: _Waiting) -> bool:
        """Say whether the cap lets somebody in or not depending on how a tie is decided."""
        rivals = self._groups(waiting.rivals)
        return any(
            (self.claimed[group] or rivals[group]) and self._left(group) < count + self.claimed[group]
            for group, count in (self._groups(self._able(waiting)) + rivals).items()
        )

    def give(self, waiting: _Waiting) -> tuple[list[str], list[str]]:
        """Give seats to entries that wait; return those that got one and those that contend for the last."""
        able = self._able(waiting)
        counts = self._groups(able)
        crowded = {group for group, count in counts.items() if count > self._left(group)}
        given = [entry for entry in able if self.group_of.get(entry, "") not in crowded]
        contending = [entry for entry in able if self.group_of.get(entry, "") in crowded]
        taken = waiting.losers + sum(min(count, self._left(group)) for group, count in counts.items())
        if self.room is not None and taken > self.room:
            given, contending, taken = [], able + waiting.rivals, self.room
            self.claimed += counts
        else:
            self.used += Counter({group: min(count, self._left(group)) for group, count in counts.items()})
        self.claimed += self._groups(waiting.rivals)
        self.room = None if self.room is None else self.room - taken
        gone = frozenset(able)
        waiting.sure = [entry for entry in waiting.sure if entry not in gone]
        waiting.rivals, waiting.losers = contending, len(able) + waiting.losers - taken
        return given, contending

    def _able(self, waiting: _Waiting) -> list[str]:
        return [entry for entry in waiting.sure if self._left(self.group_of.get(entry, ""))]

    def _groups(self, entries: Iterable[str]) -> Counter[str]:
        return Counter(self.group_of.get(entry, "") for entry in entries)

    def _left(self, group: str) -> int:
        """Return how many more of a group may have this tier; without a cap, more than there can be."""
        cap = self.tier.per_group
        return sys.maxsize if cap is None or not group else cap - self.used[group]
