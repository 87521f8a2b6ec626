"""What the engine answers. Every number is already rounded as it is shown, so that two machines agree on it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from domain.engine.problem import Method


class Status(StrEnum):
    """Whether an entry has a place, and if not, why."""

    RANKED = "RANKED"
    INCOMPLETE = "INCOMPLETE"
    UNSCORED = "UNSCORED"


class Flag(StrEnum):
    """What a person should look at. A flag never changes a score."""

    # of entries
    THIN = "THIN"
    DISPUTED = "DISPUTED"
    TRIM_SKIPPED = "TRIM_SKIPPED"
    TIED_AT_CUT = "TIED_AT_CUT"
    BELOW_QUORUM = "BELOW_QUORUM"
    # of sheets
    PARTIAL = "PARTIAL"
    OUTLIER = "OUTLIER"
    # of judges
    SEVERE = "SEVERE"
    LENIENT = "LENIENT"
    ERRATIC = "ERRATIC"
    FLAT = "FLAT"


class Warn(StrEnum):
    """What a person should know of the whole."""

    NO_REPLICATION = "NO_REPLICATION"
    DISCONNECTED = "DISCONNECTED"
    TOO_MANY_JUDGES = "TOO_MANY_JUDGES"


class Unadjusted(StrEnum):
    """Why a score is the plain mean although severity was to be adjusted for."""

    COMPLETE_PANEL = "COMPLETE_PANEL"
    NO_REPLICATION = "NO_REPLICATION"


@dataclass(frozen=True, slots=True)
class EntryOutcome:
    """Where one entry stands; a number is None where the data cannot tell it.

    `score` and `raw` (the plain mean) have `score_places` decimals, `se`, `low` and `high` (the 90 % interval) too.
    Probabilities have four decimals. `decided_by` is the key of the chain that separated it from a neighbour of equal
    score. `component` numbers the connected parts of the judge-entry graph from 1. `passed` is what a screening
    says, None without one or below its quorum.
    """

    entry: str
    status: Status
    place: int | None
    tied_with: tuple[str, ...]
    score: Decimal | None
    raw: Decimal | None
    se: Decimal | None
    low: Decimal | None
    high: Decimal | None
    p_top: Decimal | None
    rank_best: int | None
    rank_worst: int | None
    tier: str | None
    p_award: Mapping[str, Decimal]
    decided_by: str | None
    sheets: int
    component: int | None
    flags: tuple[Flag, ...]
    passed: bool | None = None


@dataclass(frozen=True, slots=True)
class JudgeOutcome:
    """How one judge marked: `severity` in points, positive is stricter; `outfit` is near 1 for a consistent judge."""

    judge: str
    sheets: int
    severity: Decimal | None
    severity_se: Decimal | None
    outfit: Decimal | None
    flags: tuple[Flag, ...]


@dataclass(frozen=True, slots=True)
class SheetOutcome:
    """One sheet beside what the model expects of it: `studentized` is its deleted residual."""

    sheet: str
    judge: str
    entry: str
    total: Decimal
    expected: Decimal | None
    studentized: Decimal | None
    flags: tuple[Flag, ...]


@dataclass(frozen=True, slots=True)
class Summary:
    """The whole in a few numbers. `panel` is the harmonic mean of sheets per entry, `lambda2` the graph's strength."""

    method: Method
    unadjusted: Unadjusted | None
    places: int | None
    sigma_entry: Decimal | None
    sigma_judge: Decimal | None
    sigma_residual: Decimal | None
    icc_single: Decimal | None
    icc_panel: Decimal | None
    alpha: Decimal | None
    judge_share: Decimal | None
    panel: Decimal | None
    components: int
    lambda2: Decimal | None
    bridges_needed: int
    warnings: tuple[Warn, ...] = ()


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The answer: entries in the order of their standing, judges and sheets by id.

    `seats_tied` lists, for each tier whose last seat is contested, the entries tied there.
    """

    summary: Summary
    entries: Sequence[EntryOutcome]
    judges: Sequence[JudgeOutcome]
    sheets: Sequence[SheetOutcome]
    seats_tied: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
