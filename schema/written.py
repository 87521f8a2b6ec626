"""How values are written: one text for one value. `domain.reading.json_text` writes the same inside PostgreSQL."""

from datetime import UTC, datetime
from decimal import Decimal


def write_decimal(number: Decimal) -> str:
    """Write a number without exponent and trailing zeros."""
    return format(number.normalize(), "f") if number else "0"


def write_moment(moment: datetime) -> str:
    """Write a moment in UTC, with as many digits of the second as it has."""
    text = moment.astimezone(UTC).replace(tzinfo=None).isoformat()
    return f"{text.rstrip('0') if '.' in text else text}Z"
