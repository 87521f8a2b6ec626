"""Prize money: the vectors of the law, rounding up, and the parameters in force on the day of the decision."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.awards.rules import AwardSubject
from domain.errors import Conflict
from domain.regulations.prizes import prize
from domain.regulations.queries import prize_terms
from domain.regulations.rules import ParameterKind
from tests.support import awards
from tests.support.factories import Factory
from tests.support.regulations import parameter

K = ParameterKind
RISE = date(2024, 7, 1)

positive = st.decimals(Decimal("0.01"), Decimal("99999999.99"), places=2)
small = st.decimals(Decimal("0.01"), Decimal(1000), places=2)


@given(small, positive, small, st.integers(1, 1_000_000).map(Decimal))
def test_a_prize_is_the_next_multiple_of_the_step(
    coefficient: Decimal, salary: Decimal, factor: Decimal, step: Decimal
):
    amount = prize(coefficient, salary, factor, step)

    assert amount % step == 0
    assert amount - step < coefficient * salary * factor <= amount
    assert prize(Decimal(1), amount, Decimal(1), step) == amount


async def _law(make: Factory) -> None:
    """The base salaries of 2023 and of 2024, and the step of rounding."""
    end = RISE - timedelta(1)
    await parameter(make, K.BASE_SALARY, "1800000", valid_from=date(2023, 7, 1), valid_to=end)
    await parameter(make, K.BASE_SALARY, "2340000", valid_from=RISE)
    await parameter(make, K.PRIZE_ROUNDING, "10000")


@pytest.mark.parametrize(
    ("coefficient", "factor", "day", "amount"),
    [
        ("0.3", None, RISE, 710_000),
        ("0.3", None, RISE - timedelta(1), 540_000),
        ("0.8", "1", RISE, 1_880_000),
        ("1.5", None, RISE, 3_510_000),
        ("1.5", "2", RISE, 7_020_000),
    ],
)
async def test_prizes_are_those_of_the_law(session, make: Factory, coefficient, factor, day: date, amount: int):
    await _law(make)
    await parameter(make, K.COLLECTIVE_FACTOR, "3")
    own = await awards.title(make, subject=AwardSubject.BOTH)
    own_coefficient = await parameter(make, K.PRIZE_COEFFICIENT, coefficient, title_id=own.id)
    own_factor = await parameter(make, K.COLLECTIVE_FACTOR, factor or "9", title_id=own.id)
    other = await awards.form(make)
    await parameter(make, K.PRIZE_COEFFICIENT, "7", form_id=other.id)
    await parameter(make, K.COLLECTIVE_FACTOR, "7", form_id=other.id)

    terms = await prize_terms(session, title_id=own.id, is_collective=factor is not None, day=day)

    assert (terms.amount, terms.coefficient_id) == (Decimal(amount), own_coefficient.id)
    assert terms.factor_id == (own_factor.id if factor else None)
    assert (terms.factor, terms.rounding) == (Decimal(factor or 1), Decimal(10_000))


async def test_what_is_not_in_force_on_the_day_is_named(session, make: Factory):
    own = await awards.form(make)

    async def missing(*, is_collective: bool, day: date = RISE) -> str:
        with pytest.raises(Conflict) as refused:
            await prize_terms(session, form_id=own.id, is_collective=is_collective, day=day)
        assert refused.value.rule == "PRIZE_PARAMETER_MISSING"
        return refused.value.text.en.partition("there is no ")[2]

    assert await missing(is_collective=False) == (
        "the prize coefficient (PRIZE_COEFFICIENT), the base salary (BASE_SALARY), the step of rounding"
        " (PRIZE_ROUNDING)."
    )
    await _law(make)
    await parameter(make, K.PRIZE_COEFFICIENT, "1.5", form_id=own.id)
    assert await missing(is_collective=True) == "the factor for collectives (COLLECTIVE_FACTOR)."
    assert await missing(is_collective=False, day=date(2023, 12, 31)) == (
        "the prize coefficient (PRIZE_COEFFICIENT), the step of rounding (PRIZE_ROUNDING)."
    )
    everyones = await parameter(make, K.COLLECTIVE_FACTOR, "2")
    terms = await prize_terms(session, form_id=own.id, is_collective=True, day=RISE)
    assert (terms.factor_id, terms.amount) == (everyones.id, Decimal(7_020_000))
