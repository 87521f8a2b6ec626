"""When an entry was submitted, as text that sorts by time."""

import re
from datetime import UTC, datetime, timedelta, timezone

#: A time without a zone is Vietnam's, which has had no summer time since 1975.
_VIETNAM = timezone(timedelta(hours=7))
_DAY_FIRST = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?:[ T](\d{1,2}:\d{2}))?", re.ASCII)


def moment_text(value: str | datetime) -> str | None:
    """Return the moment in UTC to the microsecond where one was given, None when the text is no date.

    Read are ISO 8601 (2026-03-05, with a time and a zone if need be) and the day first (05/03/2026 08:30).
    """
    try:
        moment = value if isinstance(value, datetime) else _read(value)
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=_VIETNAM)
        return moment.astimezone(UTC).isoformat(timespec="microseconds")
    except (ValueError, OverflowError):
        return None


def _read(text: str) -> datetime:
    match = _DAY_FIRST.fullmatch(text)
    if match is None:
        return datetime.fromisoformat(text)
    day, month, year, hour = match.groups()
    return datetime.fromisoformat(f"{year}-{month:0>2}-{day:0>2}T{(hour or '00:00'):0>5}")
