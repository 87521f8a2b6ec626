"""Working days: Monday to Friday, less days off, and the weekend days that are worked instead (làm bù).

Which days differ from their weekday is data (`SpecialDay`). A holiday that nobody has entered counts as its weekday.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from itertools import islice

from domain.clock import VIETNAM
from domain.regulations.rules import DayKind

_SATURDAY = 5
_ONE_DAY = timedelta(days=1)


def is_working_day(day: date, special: Mapping[date, DayKind]) -> bool:
    """Say whether people work on a day."""
    kind = special.get(day)
    return day.weekday() < _SATURDAY if kind is None else kind is DayKind.WORKING


def add_working_days(start: date, count: int, special: Mapping[date, DayKind]) -> date:
    """Return the `count`-th working day after `start`, which is not counted itself; for none of them, `start`.

    Raises ValueError for a negative count.
    """
    return start if count == 0 else next(islice(_working_days_after(start, special), count - 1, None))


def working_days_between(first: date, last: date, special: Mapping[date, DayKind]) -> int:
    """Count the working days after `first` up to and with `last`: 0 when `last` is not after `first`."""
    return sum(is_working_day(first + number * _ONE_DAY, special) for number in range(1, (last - first).days + 1))


def due_on(received_at: datetime, working_days: int, special: Mapping[date, DayKind]) -> date:
    """Return the last day, in Viet Nam, on which what was received then is on time; the day of receipt is not counted.

    Raises ValueError for a negative number of days.
    """
    return add_working_days(received_at.astimezone(VIETNAM).date(), working_days, special)


def _working_days_after(start: date, special: Mapping[date, DayKind]) -> Iterator[date]:
    day = start
    while True:
        day += _ONE_DAY
        if is_working_day(day, special):
            yield day
