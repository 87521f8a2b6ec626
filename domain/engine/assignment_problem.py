"""What an assignment of entries to judges is asked for, and what is proposed. Ids are text; their order decides all."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

#: An entry's id and a judge's.
Pair = tuple[str, str]

#: A sentence names so many ids and counts the others.
NAMED = 10


@dataclass(frozen=True, slots=True)
class AssignmentEntry:
    """What is to be judged. `per_entry` replaces the problem's number; `group` is the unit it comes from, "" if none.

    No judge of the entry's own unit is ever proposed for it.
    """

    id: str
    per_entry: int | None = None
    group: str = ""


@dataclass(frozen=True, slots=True)
class AssignmentJudge:
    """Who judges: unit ("" if none) and the least and greatest number of entries, locked ones included."""

    id: str
    group: str = ""
    min_load: int = 0
    max_load: int | None = None


@dataclass(frozen=True, slots=True)
class AssignmentProblem:
    """The whole question.

    `conflicts` and `forbidden` (recused) pairs are never proposed. `locked` pairs stay, count for entry and judge and
    are not questioned, except that a forbidden pair is not locked: after a recusal all assignments may be passed.
    `max_same_group` is how many judges of one unit an entry may have; None is all but one of those it needs.
    `anchors` are judged by every judge who has no conflict, whatever their units. `affinities` (any numbers, more is
    better, absent is 0) decide between assignments of equal loads. Pairs of unknown ids are ignored, save locked ones.
    """

    entries: Sequence[AssignmentEntry]
    judges: Sequence[AssignmentJudge]
    per_entry: int
    conflicts: Collection[Pair] = ()
    locked: Sequence[Pair] = ()
    forbidden: Collection[Pair] = ()
    affinities: Mapping[Pair, float] = field(default_factory=dict)
    max_same_group: int | None = None
    anchors: Collection[str] = ()
    seed: int = 0
    draws: int = 30

    def __post_init__(self) -> None:
        """Raise ValueError for what can only be a mistake of the caller: no assignment answers it."""
        entries, judges = {entry.id for entry in self.entries}, {judge.id for judge in self.judges}
        if len(entries) < len(self.entries) or len(judges) < len(self.judges):
            raise ValueError("an id occurs twice")
        if not {entry for entry, _judge in self.locked} <= entries or not {judge for _, judge in self.locked} <= judges:
            raise ValueError("a locked pair names an unknown entry or judge")
        least = [self.per_entry, self.draws, *(each.per_entry for each in self.entries if each.per_entry is not None)]
        if min(least) < 1 or (self.max_same_group is not None and self.max_same_group < 1):
            raise ValueError("per_entry, max_same_group and draws are at least 1")
        if any(judge.min_load < 0 or (judge.max_load is not None and judge.max_load < 0) for judge in self.judges):
            raise ValueError("a load is negative")


class Tight(StrEnum):
    """Which rule leaves no assignment."""

    ENTRY_JUDGES = "ENTRY_JUDGES"
    ENTRY_UNITS = "ENTRY_UNITS"
    MAXIMUM_LOAD = "MAXIMUM_LOAD"
    MINIMUM_LOAD = "MINIMUM_LOAD"


@dataclass(frozen=True, slots=True)
class TightConstraint:
    """One reason why not everything asked for can be assigned: `needed` exceeds `available`, for these ids.

    ENTRY_JUDGES: the entry needs more judges than may judge it at all, who are named. ENTRY_UNITS: more than the rule
    on units leaves. MAXIMUM_LOAD: judgements of these entries that only these judges can give, and the room their
    maximum loads leave for them. MINIMUM_LOAD: what these judges must have at least and what there is for them, all
    in all; `entries` are those they share.
    """

    kind: Tight
    entries: tuple[str, ...]
    judges: tuple[str, ...]
    needed: int
    available: int

    @property
    def vi(self) -> str:
        """The sentence in Vietnamese, with ids."""
        entries, judges = named(self.entries, "và {} mục khác"), named(self.judges, "và {} thành viên khác")
        match self.kind:
            case Tight.ENTRY_JUDGES:
                return (
                    f"{entries} cần {self.needed} thành viên chấm nhưng chỉ có {self.available} người được phép chấm."
                )
            case Tight.ENTRY_UNITS:
                return (
                    f"{entries} cần {self.needed} thành viên chấm nhưng chỉ có thể nhận {self.available}: "
                    f"số người của cùng một đơn vị bị giới hạn."
                )
            case Tight.MAXIMUM_LOAD:
                return (
                    f"{entries} cần {self.needed} lượt chấm mà chỉ {judges} có thể nhận, "
                    f"nhưng mức tối đa của họ chỉ còn {self.available} lượt."
                )
            case Tight.MINIMUM_LOAD:
                return f"{judges} phải chấm ít nhất {self.needed} lượt nhưng chỉ có thể nhận {self.available} lượt."

    @property
    def en(self) -> str:
        """The sentence in English, with ids."""
        entries, judges = named(self.entries, "and {} more"), named(self.judges, "and {} more")
        match self.kind:
            case Tight.ENTRY_JUDGES:
                return f"{entries} needs {self.needed} judges, but only {self.available} may judge it."
            case Tight.ENTRY_UNITS:
                return (
                    f"{entries} needs {self.needed} judges, but can have only {self.available}: "
                    f"the number of judges from one unit is limited."
                )
            case Tight.MAXIMUM_LOAD:
                return (
                    f"{entries} need {self.needed} judgements that only {judges} can give, "
                    f"whose maximum loads leave room for {self.available}."
                )
            case Tight.MINIMUM_LOAD:
                return f"{judges} must judge at least {self.needed} in all, but can be given only {self.available}."


def named(ids: Sequence[str], others: str) -> str:
    """List ids with commas; beyond ten, say with `others` how many more there are."""
    first = ", ".join(ids[:NAMED])
    return first if len(ids) <= NAMED else f"{first} {others.format(len(ids) - NAMED)}"


@dataclass(frozen=True, slots=True)
class Shortfall:
    """An entry and how many judges it still lacks in the proposal."""

    entry: str
    missing: int


@dataclass(frozen=True, slots=True)
class Proposal:
    """The assignment proposed: new pairs, and those that were locked, by entry and judge.

    `loads` counts both, for every judge. `lambda2` is the second eigenvalue of the judges' Laplacian (0 where the
    graph falls apart, None with fewer than two judges at work) and `mean_contrast_variance` the mean variance of the
    difference between two entries, in variances of one sheet (None where some difference cannot be told): both to
    four decimals. `threshold` is the least affinity of a new pair that the fair variant ensured. Of `draws` draws
    that were made, `chosen_draw` (from 0) is proposed.
    """

    pairs: tuple[Pair, ...]
    locked: tuple[Pair, ...]
    loads: Mapping[str, int]
    min_load: int
    max_load: int
    components: int
    lambda2: Decimal | None
    mean_contrast_variance: Decimal | None
    unsatisfied: tuple[Shortfall, ...]
    tight: tuple[TightConstraint, ...]
    threshold: float | None
    draws: int
    seed: int
    chosen_draw: int
