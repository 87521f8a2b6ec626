"""The only place that reads the time, and the time zone in which deadlines are judged."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")

_shift = timedelta()
_standing_still: ContextVar[datetime | None] = ContextVar("standing_still", default=None)


def utc_now() -> datetime:
    """Return the present moment in UTC (or the moment set by `at`, or the time that `run_from` began)."""
    return _standing_still.get() or machine_time() + _shift


def machine_time() -> datetime:
    """Return the machine's own time in UTC: what tokens are issued and judged by, whatever time a process lives in."""
    return datetime.now(UTC)


def run_from(moment: datetime) -> None:
    """Let the whole process live as if it were `moment` now: a demonstration of 2024 has deadlines of 2024."""
    run_apart(moment - machine_time())


def run_apart(shift: timedelta) -> None:
    """Let the whole process live so far from the machine's own time, as another process of the same world does."""
    global _shift  # noqa: PLW0603 -- one process has one clock
    _shift = shift


def shift() -> timedelta:
    """Return how far from the machine's own time this process lives."""
    return _shift


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Let the block happen at `moment`: demo data of 2024 and tests about deadlines need it."""
    token = _standing_still.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _standing_still.reset(token)
