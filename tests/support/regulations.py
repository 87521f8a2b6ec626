"""Legal parameters, award rules and days off for tests."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import select

from domain.movements.model import LegalBasis
from domain.regulations.model import AwardRule, LegalParameter, SpecialDay
from domain.regulations.rules import DayKind, ParameterKind, RuleCode, Severity
from tests.support import movements
from tests.support.factories import Factory

CLAUSE = "Điều 54"
SINCE = date(2024, 1, 1)


async def basis_id(make: Factory) -> UUID:
    """The first legal text there is, else a new one, in force from 2024 on."""
    found = await make.session.scalar(select(LegalBasis.id).order_by(LegalBasis.id))
    return found or (await movements.legal_basis(make, valid_from=SINCE)).id


async def parameter(make: Factory, kind: ParameterKind, value: str, **given: Any) -> LegalParameter:
    """A legal parameter of the law of 2024, in force from its beginning on."""
    values = {
        "kind": kind,
        "value": Decimal(value),
        "legal_basis_id": given.get("legal_basis_id") or await basis_id(make),
        "clause": CLAUSE,
        "valid_from": SINCE,
        "is_verified": True,
    }
    return await make.add(LegalParameter(**{**values, **given}))


async def rule(make: Factory, code: RuleCode, **given: Any) -> AwardRule:
    """An award rule of the law of 2024, for all forms of reward and without parameters."""
    values = {
        "code": code,
        "severity": Severity.BLOCKING,
        "parameters": {},
        "legal_basis_id": given.get("legal_basis_id") or await basis_id(make),
        "clause": CLAUSE,
        "valid_from": SINCE,
        "is_verified": True,
    }
    return await make.add(AwardRule(**{**values, **given}))


async def special_day(make: Factory, day: date, **given: Any) -> SpecialDay:
    """A day off, unless told otherwise."""
    values = {"day": day, "kind": DayKind.HOLIDAY, "name": "Nghỉ lễ", "source": "Bộ luật Lao động", "is_verified": True}
    return await make.add(SpecialDay(**{**values, **given}))
