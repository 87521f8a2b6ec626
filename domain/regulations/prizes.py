"""Prize money (tiền thưởng): a coefficient of the base salary in force on the day of the decision, rounded up.

Every number is a legal parameter with its own period and clause; what a prize was made of is kept with its ids.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import ceil
from uuid import UUID

from domain.errors import Conflict, Text
from domain.regulations.rules import ParameterKind

_NAMES = {
    ParameterKind.PRIZE_COEFFICIENT: Text("hệ số tiền thưởng", "the prize coefficient"),
    ParameterKind.BASE_SALARY: Text("mức lương cơ sở", "the base salary"),
    ParameterKind.COLLECTIVE_FACTOR: Text("hệ số nhân đối với tập thể", "the factor for collectives"),
    ParameterKind.PRIZE_ROUNDING: Text("mức làm tròn", "the step of rounding"),
}


@dataclass(frozen=True, slots=True)
class ParameterInForce:
    """A legal parameter as it is applied: the award's own (`is_own`), or one for all awards."""

    id: UUID
    kind: ParameterKind
    value: Decimal
    is_own: bool


@dataclass(frozen=True, slots=True)
class PrizeTerms:
    """What a prize is made of, each number with the id of its legal parameter; salary, rounding and amount in đồng.

    An individual's prize has the factor 1, which is of no parameter.
    """

    coefficient_id: UUID
    coefficient: Decimal
    base_salary_id: UUID
    base_salary: Decimal
    factor_id: UUID | None
    factor: Decimal
    rounding_id: UUID
    rounding: Decimal

    @property
    def amount(self) -> Decimal:
        """Return the prize in đồng."""
        return prize(self.coefficient, self.base_salary, self.factor, self.rounding)


def prize(coefficient: Decimal, base_salary: Decimal, factor: Decimal, rounding: Decimal) -> Decimal:
    """Multiply, and round up to the next multiple of `rounding`; an exact multiple stays. All are above 0."""
    exact = Fraction(coefficient) * Fraction(base_salary) * Fraction(factor)
    return ceil(exact / Fraction(rounding)) * rounding


def terms_of(parameters: Iterable[ParameterInForce], *, is_collective: bool, day: date) -> PrizeTerms:
    """Choose the terms of a prize among the parameters in force on the day of its decision.

    A collective's factor is the award's own, before the one for all: an award that only collectives receive has the
    factor 1 of its own, since its coefficient is a collective's already. Raises Conflict naming what is missing.
    """
    chosen: dict[ParameterKind, ParameterInForce] = {}
    for parameter in sorted(parameters, key=lambda each: each.is_own):
        chosen[parameter.kind] = parameter
    needed = [kind for kind in _NAMES if is_collective or kind is not ParameterKind.COLLECTIVE_FACTOR]
    missing = [kind for kind in needed if kind not in chosen]
    if missing:
        raise _refuse_missing(missing, day)

    coefficient, salary = chosen[ParameterKind.PRIZE_COEFFICIENT], chosen[ParameterKind.BASE_SALARY]
    factor = chosen[ParameterKind.COLLECTIVE_FACTOR] if is_collective else None
    rounding = chosen[ParameterKind.PRIZE_ROUNDING]
    return PrizeTerms(
        coefficient_id=coefficient.id,
        coefficient=coefficient.value,
        base_salary_id=salary.id,
        base_salary=salary.value,
        factor_id=factor.id if factor else None,
        factor=factor.value if factor else Decimal(1),
        rounding_id=rounding.id,
        rounding=rounding.value,
    )


def _refuse_missing(kinds: list[ParameterKind], day: date) -> Conflict:
    vi = ", ".join(f"{_NAMES[kind].vi} ({kind})" for kind in kinds)
    en = ", ".join(f"{_NAMES[kind].en} ({kind})" for kind in kinds)
    text = Text(
        f"Chưa tính được tiền thưởng: ngày {day:%d/%m/%Y} thiếu {vi}.",
        f"The prize cannot be computed: on {day.isoformat()} there is no {en}.",
    )
    return Conflict("PRIZE_PARAMETER_MISSING", text)
