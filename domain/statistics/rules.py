"""Forms 0601.N and 0603.N of state statistics (TT 02/2023/TT-BNV, later TT 18/2025/TT-BNV), counted from plain rows.

The year's report is due before 15 December. What the forms ask of awards outside of movements (đột xuất, đối ngoại,
cống hiến, niên hạn, kháng chiến), of enterprises and of households is not known here and is in no number.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TypeVar

from domain.awards.rules import NomineeKind
from domain.errors import Invalid, Text
from domain.movements.rules import MovementForm, MovementScope
from domain.people.rules import LeadershipTier

K = TypeVar("K", bound=StrEnum)

FIRST_YEAR, LAST_YEAR = 2000, 2100


class LaunchLevel(StrEnum):
    """Who launches a movement (the Law 06/2022/QH15, article 18)."""

    CENTRAL = "CENTRAL"
    MINISTRY = "MINISTRY"
    CLUSTER = "CLUSTER"
    UNIT = "UNIT"


class Duration(StrEnum):
    """How long a movement lasts, as form 0601.N tells it."""

    UNDER_1 = "UNDER_1"
    ONE = "ONE"
    OVER_1_TO_3 = "OVER_1_TO_3"
    FROM_3_TO_5 = "FROM_3_TO_5"
    FROM_5 = "FROM_5"


class Recipient(StrEnum):
    """Whom form 0603.N counts: collectives, and individuals by what they lead."""

    COLLECTIVE = "COLLECTIVE"
    MINISTRY_LEADER = "MINISTRY_LEADER"
    DEPARTMENT_LEADER = "DEPARTMENT_LEADER"
    OTHER_LEADER = "OTHER_LEADER"
    DIRECT_WORKER = "DIRECT_WORKER"


_LAUNCHED_BY: Mapping[MovementScope, LaunchLevel] = {
    MovementScope.NATIONAL: LaunchLevel.CENTRAL,
    MovementScope.MINISTRY: LaunchLevel.MINISTRY,
    MovementScope.CLUSTER: LaunchLevel.CLUSTER,
    MovementScope.UNIT: LaunchLevel.UNIT,
}
#: Leaders from deputy heads of divisions (phó phòng) up, below departments, are one group of the form.
_RECIPIENTS: Mapping[LeadershipTier, Recipient] = {
    LeadershipTier.MINISTRY_LEADER: Recipient.MINISTRY_LEADER,
    LeadershipTier.DEPARTMENT_LEADER: Recipient.DEPARTMENT_LEADER,
    LeadershipTier.DIVISION_LEADER: Recipient.OTHER_LEADER,
    LeadershipTier.OTHER_LEADER: Recipient.OTHER_LEADER,
    LeadershipTier.DIRECT_WORKER: Recipient.DIRECT_WORKER,
}


@dataclass(frozen=True, slots=True)
class LaunchedMovement:
    """A movement that was launched in the year; both days are days of it."""

    scope: MovementScope
    form: MovementForm
    starts_on: date
    ends_on: date


@dataclass(frozen=True, slots=True)
class GivenAward:
    """An award of the ministry in force, or (`nominee` None) a form of reward of which none was given."""

    form_code: str
    form_name: str
    nominee: NomineeKind | None
    tier: LeadershipTier | None
    method: MovementForm | None


@dataclass(frozen=True, slots=True)
class MovementCount:
    """A line of form 0601.N: `launched_by` is None in the line of all levels together."""

    launched_by: LaunchLevel | None
    total: int
    by_scope: Mapping[MovementScope, int]
    by_duration: Mapping[Duration, int]
    by_method: Mapping[MovementForm, int]


@dataclass(frozen=True, slots=True)
class AwardCount:
    """A line of form 0603.N: `form_name` is None in the line of all forms together."""

    form_name: str | None
    total: int
    by_recipient: Mapping[Recipient, int]
    by_method: Mapping[MovementForm, int]

    @property
    def individuals(self) -> int:
        """Return how many were given to individuals."""
        return self.total - self.by_recipient[Recipient.COLLECTIVE]


def check_year(year: int) -> int:
    """Return the year. Raises Invalid for one that nobody reports on."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        text = Text(f"Năm từ {FIRST_YEAR} đến {LAST_YEAR}.", f"A year is from {FIRST_YEAR} to {LAST_YEAR}.")
        raise Invalid("YEAR_RANGE", text, ("year",), f"{FIRST_YEAR}..{LAST_YEAR}")
    return year


def duration_of(starts_on: date, ends_on: date) -> Duration:
    """Say how long a movement lasts from its first to its last day, in whole years of the calendar."""
    over = ends_on + timedelta(days=1)
    if over < _years_later(starts_on, 1):
        return Duration.UNDER_1
    if over == _years_later(starts_on, 1):
        return Duration.ONE
    if over < _years_later(starts_on, 3):
        return Duration.OVER_1_TO_3
    return Duration.FROM_3_TO_5 if over < _years_later(starts_on, 5) else Duration.FROM_5


def recipient_of(nominee: NomineeKind, tier: LeadershipTier | None) -> Recipient:
    """Say in which column of form 0603.N an award counts."""
    return Recipient.COLLECTIVE if nominee is NomineeKind.COLLECTIVE or tier is None else _RECIPIENTS[tier]


def count_movements(movements: Sequence[LaunchedMovement]) -> list[MovementCount]:
    """Return the lines of form 0601.N: each level of launching, then all."""
    of_level = [(level, [each for each in movements if _LAUNCHED_BY[each.scope] is level]) for level in LaunchLevel]
    return [_line_of_movements(level, rows) for level, rows in [*of_level, (None, movements)]]


def count_awards(awards: Sequence[GivenAward]) -> list[AwardCount]:
    """Return the lines of form 0603.N: each form of reward by its code, then all."""
    names = {each.form_code: each.form_name for each in awards}
    given = [each for each in awards if each.nominee is not None]
    of_form = [(names[code], [each for each in given if each.form_code == code]) for code in sorted(names)]
    return [_line_of_awards(name, rows) for name, rows in [*of_form, (None, given)]]


def _line_of_movements(level: LaunchLevel | None, rows: Sequence[LaunchedMovement]) -> MovementCount:
    return MovementCount(
        launched_by=level,
        total=len(rows),
        by_scope=_counted(MovementScope, (each.scope for each in rows)),
        by_duration=_counted(Duration, (duration_of(each.starts_on, each.ends_on) for each in rows)),
        by_method=_counted(MovementForm, (each.form for each in rows)),
    )


def _line_of_awards(name: str | None, rows: Sequence[GivenAward]) -> AwardCount:
    recipients = (recipient_of(each.nominee, each.tier) for each in rows if each.nominee is not None)
    return AwardCount(
        form_name=name,
        total=len(rows),
        by_recipient=_counted(Recipient, recipients),
        by_method=_counted(MovementForm, (each.method for each in rows if each.method is not None)),
    )


def _counted(kinds: type[K], found: Iterable[K]) -> dict[K, int]:
    """Return how many there are of each kind, in the order of the kinds."""
    counts = Counter(found)
    return {kind: counts[kind] for kind in kinds}


def _years_later(day: date, years: int) -> date:
    """Return the same day of a later year; the day after where there is none (29 February)."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)
