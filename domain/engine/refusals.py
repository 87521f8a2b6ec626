"""What is said to a person when a problem cannot be computed, and which numbers can be read at all."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

#: Numbers are below 10 to this power and have no more decimals, so that exact arithmetic stays small.
MAX_DIGITS = 15

Where = tuple[str, ...]


class Said(NamedTuple):
    """A text a person reads, in both languages, Vietnamese first."""

    vi: str
    en: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a problem is refused. `rule` is a stable SCREAMING_SNAKE name; `where` leads to the part by names and ids."""

    rule: str
    where: Where
    text: Said


def refusal(rule: str, where: Where, vi: str, en: str) -> Refusal:
    """Return a refusal with its two texts."""
    return Refusal(rule, where, Said(vi, en))


def twice(where: Where, ids: Iterable[str]) -> Iterator[Refusal]:
    """Refuse every id that stands more than once, told once each."""
    seen: set[str] = set()
    told: set[str] = set()
    for one in ids:
        if one in seen and one not in told:
            told.add(one)
            yield refusal("ID_TWICE", (*where, one), f"Mã {one} xuất hiện hai lần.", f"The id {one} stands twice.")
        seen.add(one)


def unreadable(where: Where, number: Decimal | None) -> Iterator[Refusal]:
    """Refuse a number that is not finite, too large or too finely divided; None is no number and passes."""
    if number is not None and not is_readable(number):
        yield refusal(
            "NUMBER_UNREADABLE",
            where,
            f"Số phải hữu hạn, nhỏ hơn 10^{MAX_DIGITS} và có tối đa {MAX_DIGITS} chữ số thập phân.",
            f"A number must be finite, below 10^{MAX_DIGITS}, and have at most {MAX_DIGITS} decimals.",
        )


def is_readable(number: Decimal) -> bool:
    """Say whether a number is finite and within `MAX_DIGITS` before and after the point."""
    exponent = number.as_tuple().exponent
    return isinstance(exponent, int) and exponent >= -MAX_DIGITS and number.adjusted() < MAX_DIGITS


def plain(number: Decimal) -> str:
    """Write a number without exponent or trailing zeros."""
    return format(number.normalize(), "f") if number else "0"
