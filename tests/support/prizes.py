"""Prizes made directly for tests, with the legal parameters that they were computed from."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from domain.awards.concluding_model import Prize
from domain.awards.model import AwardForm
from domain.regulations.model import LegalParameter
from domain.regulations.rules import ParameterKind
from tests.support import regulations
from tests.support.factories import NOW, Factory
from tests.support.movements import legal_basis


@dataclass(frozen=True, slots=True)
class Terms:
    """What prizes of one form of reward are made of."""

    coefficient: LegalParameter
    base_salary: LegalParameter
    rounding: LegalParameter


async def terms(make: Factory, form: AwardForm) -> Terms:
    """1.5 base salaries of July 2024, rounded up to 10 000 đồng."""
    coefficients = await legal_basis(make, number="98/2023/NĐ-CP")
    salaries = await legal_basis(make, number=None, title="Nghị định về mức lương cơ sở")
    return Terms(
        await regulations.parameter(
            make, ParameterKind.PRIZE_COEFFICIENT, "1.5", form_id=form.id, legal_basis_id=coefficients.id
        ),
        await regulations.parameter(
            make, ParameterKind.BASE_SALARY, "2340000", legal_basis_id=salaries.id, clause="Điều 3"
        ),
        await regulations.parameter(make, ParameterKind.PRIZE_ROUNDING, "10000", legal_basis_id=coefficients.id),
    )


async def prize(make: Factory, of: Terms, nomination_id: UUID, **given: Any) -> Prize:
    """The prize of a person by these terms."""
    values = {
        "nomination_id": nomination_id,
        "coefficient": of.coefficient.value,
        "base_salary": of.base_salary.value,
        "factor": Decimal(1),
        "rounding": of.rounding.value,
        "amount": Decimal(3510000),
        "coefficient_id": of.coefficient.id,
        "base_salary_id": of.base_salary.id,
        "rounding_id": of.rounding.id,
        "created_at": NOW,
    }
    return await make.add(Prize(**{**values, **given}))
