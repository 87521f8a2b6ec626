"""The only place that reads the time, and the time zone in which deadlines are judged."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")

_standing_still: ContextVar[datetime | None] = ContextVar("standing_still", default=None)


def utc_now() -> datetime:
    """Return the present moment in UTC (or the moment set by `at`)."""
    return _standing_still.get() or datetime.now(UTC)


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Let the block happen at `moment`: demo data of 2024 and tests about deadlines need it."""
    token = _standing_still.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _standing_still.reset(token)
