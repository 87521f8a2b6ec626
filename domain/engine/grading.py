"""What a reliability is called, and what it would be with another number of judges."""

from decimal import Decimal
from typing import TypeVar

from domain.engine.refusals import Said

_Number = TypeVar("_Number", float, Decimal)

#: From which ICC on each word applies, best first; the last one below that, too (Koo & Li 2016).
GRADES = (
    (Decimal("0.9"), "EXCELLENT", Said("rất tốt", "excellent")),
    (Decimal("0.75"), "GOOD", Said("tốt", "good")),
    (Decimal("0.5"), "MODERATE", Said("trung bình", "moderate")),
    (Decimal(-1), "POOR", Said("kém", "poor")),
)


def in_words(icc: float | Decimal) -> Said:
    """Return what a reliability is called."""
    return next((word for least, _name, word in GRADES if icc >= least), GRADES[-1][2])


def spearman_brown(single: _Number, judges: _Number) -> _Number:
    """Project the reliability of one sheet, 0..1, to the mean of `judges` sheets."""
    return judges * single / (1 + (judges - 1) * single)
