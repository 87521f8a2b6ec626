"""What a partial update says of a column: the new value, None to clear it, or nothing, so that it stays."""

from collections.abc import Mapping
from enum import Enum
from typing import Any, Final

from domain.errors import DomainError, Invalid, Text


class Unchanged(Enum):
    """The type of what stands for a column that was left out; None would clear it."""

    UNCHANGED = "UNCHANGED"


UNCHANGED: Final = Unchanged.UNCHANGED


def problems_of_nulls(given: Mapping[str, object], optional: frozenset[str] = frozenset()) -> list[DomainError]:
    """List the columns that None is given for although they must have a value."""
    text = Text(
        "Trường này phải có giá trị; muốn giữ nguyên thì không gửi trường này.",
        "This must have a value; leave it out to keep the present one.",
    )
    nulls = [column for column, value in given.items() if value is None and column not in optional]
    return [Invalid("NULL_NOT_ALLOWED", text, (camel_case(column),)) for column in nulls]


def values_after(row: object, given: Mapping[str, object], optional: frozenset[str] = frozenset()) -> dict[str, Any]:
    """Return what each given column will hold.

    A None that `problems_of_nulls` refuses counts as left out here, so that the other rules can judge the rest.
    """
    kept = {
        column for column, value in given.items() if value is UNCHANGED or (value is None and column not in optional)
    }
    return {column: getattr(row, column) if column in kept else value for column, value in given.items()}


def camel_case(name: str) -> str:
    """Spell a column's name as inputs and the paths into them do."""
    head, *rest = name.split("_")
    return head + "".join(word.capitalize() for word in rest)
