"""Rounding as a published score needs it: half up, in decimal, decided on exact values."""

from decimal import Decimal
from fractions import Fraction

#: What linear algebra leaves of a double: digits beyond these differ between machines and decide nothing.
SIGNIFICANT = 12


def rounded(value: Fraction | Decimal, places: int) -> Decimal:
    """Return `value` with exactly `places` (>= 0) decimals, half away from zero; zero never has a sign."""
    return Decimal(f"{_whole(Fraction(value), places)}E-{places}")


def kept(value: Fraction, places: int | None) -> Fraction:
    """Return what rounding leaves of `value`, to calculate on with; None leaves all of it."""
    return value if places is None else Fraction(_whole(value, places), 10**places)


def rounded_float(value: float, places: int) -> Decimal:
    """Return a computed number with exactly `places` decimals, half away from zero.

    It is first written with twelve significant digits, so that 72.12499999999999 is the 72.125 it stands for and two
    machines agree. A number that is not finite raises ValueError or OverflowError.
    """
    return rounded(Fraction(f"{value:.{SIGNIFICANT}g}"), places)


def _whole(value: Fraction, places: int) -> int:
    """Return the value in units of its last decimal, half away from zero."""
    scale: int = 10**places
    units = (2 * abs(value.numerator) * scale + value.denominator) // (2 * value.denominator)
    return units if value.numerator >= 0 else -units
