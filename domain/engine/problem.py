"""What the engine computes from: criteria, entries, sheets and rules, all frozen, all numbers exact decimals."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

#: Told of long computations: the share done, 0 to 1, and the name of the step that runs.
Progress = Callable[[float, str], None]


class Method(StrEnum):
    """How the sheets of an entry become one score; PAIRWISE has no sheets but judgements of pairs."""

    MEAN = "MEAN"
    TRIMMED = "TRIMMED"
    ADJUSTED = "ADJUSTED"
    PAIRWISE = "PAIRWISE"


class Scale(StrEnum):
    """PERCENT rescales each mark to its criterion and totals to 0..100; POINTS adds weighted marks as they are."""

    PERCENT = "PERCENT"
    POINTS = "POINTS"


class Aggregate(StrEnum):
    """Whether a panel's marks are averaged, or added up as where every giver hands out points."""

    MEAN = "MEAN"
    SUM = "SUM"


class Direction(StrEnum):
    """Whether more is better. A scale always has low < high; the direction is said here."""

    HIGHER = "HIGHER"
    LOWER = "LOWER"


@dataclass(frozen=True, slots=True)
class Criterion:
    """One thing that is judged. `step` is None where any decimal may be given; `component` names a subtotal."""

    id: str
    weight: Decimal
    low: Decimal
    high: Decimal
    step: Decimal | None = None
    direction: Direction = Direction.HIGHER
    component: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """What is judged in a stage.

    `group` is what caps count (a unit). `submitted` is text that sorts by time. `factors` multiply a criterion's mark
    (difficulty), 1 where none is given. `amounts` are added to the total, by component: deductions are negative.
    """

    id: str
    group: str = ""
    submitted: str | None = None
    factors: Mapping[str, Decimal] = field(default_factory=dict)
    amounts: Mapping[str, Decimal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One judge's marks for one entry, by criterion. An absent mark is not there: absent is never zero."""

    id: str
    judge: str
    entry: str
    marks: Mapping[str, Decimal]


@dataclass(frozen=True, slots=True)
class Judgement:
    """One judge's answer to one pair: `won` is 1 if the first entry was preferred, 0 if the second, 0.5 for a draw."""

    id: str
    judge: str
    first: str
    second: str
    won: Decimal


@dataclass(frozen=True, slots=True)
class Rounding:
    """Decimals kept at each step, half up; None keeps the exact value.

    `mark` rounds the panel's mean of a criterion, `product` what is left after weight and factor, `total` the sum of a
    stage. The published score is rounded to `Rules.score_places` in any case.
    """

    mark: int | None = None
    product: int | None = None
    total: int | None = None


@dataclass(frozen=True, slots=True)
class Tier:
    """A class of awards, best first: its seats as a number or as a percentage of the ranked entries, rounded down.

    None for both: no limit. `minimum` is the least score, `per_group` how many of one group may have it.
    """

    id: str
    seats: int | None = None
    percent: Decimal | None = None
    minimum: Decimal | None = None
    per_group: int | None = None


@dataclass(frozen=True, slots=True)
class Gate:
    """Who passes a screening: a sheet says pass when its total is `total` or more and no mark is below its `minimum`.

    At least `share` of the sheets must say so, 0 < share <= 1, and the quorum must have spoken.
    """

    share: Decimal
    total: Decimal | None = None
    minimums: Mapping[str, Decimal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rules:
    """How sheets become a ranking.

    `drop_high` and `drop_low` are left out of each criterion's marks (TRIMMED). `ties` is the chain of keys that
    decides between equal scores. `quorum`: an entry with fewer sheets has no score. `per_entry`: how many sheets were
    wanted. `places` is k of P(rank <= k); None means the seats of all tiers, else a tenth of the entries.
    """

    method: Method = Method.MEAN
    scale: Scale = Scale.PERCENT
    aggregate: Aggregate = Aggregate.MEAN
    drop_high: int = 0
    drop_low: int = 0
    score_places: int = 2
    rounding: Rounding = field(default_factory=Rounding)
    ties: tuple[str, ...] = ()
    tiers: tuple[Tier, ...] = ()
    quorum: int | None = None
    per_entry: int | None = None
    places: int | None = None
    gate: Gate | None = None


@dataclass(frozen=True, slots=True)
class Stage:
    """One round of judging. The scores of all stages, times their weights, add up to the final score.

    A stage of PAIRWISE has `judgements` of pairs of its entries in the place of sheets.
    """

    id: str
    criteria: Sequence[Criterion]
    entries: Sequence[Entry]
    sheets: Sequence[Sheet]
    weight: Decimal = Decimal(1)
    judgements: Sequence[Judgement] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """All that an evaluation is computed from. `seed` is a whole number that fixes all chance.

    `tie_breaks` are the places, by entry, that judging apart gave to entries of equal score, the latest one last.
    """

    stages: Sequence[Stage]
    rules: Rules
    seed: int = 0
    tie_breaks: Sequence[Mapping[str, int]] = ()
