"""Measured benefit for tests: a place where an initiative is worked with, measures, measurements, verdicts."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from domain.actor import Actor, Role
from domain.benefits.model import Benefit, BenefitMeasurement, BenefitVerification
from domain.benefits.rules import BenefitKind, Grade, Measure, Verdict
from domain.initiatives.model import Initiative
from domain.movements.rules import MovementState
from domain.units.model import Unit
from tests.support import initiatives, movements
from tests.support.factories import LONG_AGO, NOW, Factory

#: Ten hours a case before.
HOURS = Measure(
    kind=BenefitKind.HOURS,
    name="Giờ tra cứu văn bản",
    unit_of_measure="giờ",
    more_is_better=False,
    method="Bấm giờ 50 hồ sơ",
    people_affected=12,
    baseline=Decimal(10),
    target=Decimal(200),
    forecast=None,
)


@dataclass(frozen=True)
class Place:
    """An initiative, a unit that works with it, its own or another, and the unit's focal officer."""

    initiative: Initiative
    unit: Unit
    officer: Actor


async def place(make: Factory, initiative: Initiative | None = None) -> Place:
    """A new initiative at its own unit; with one that is there, a further unit."""
    unit = await make.unit()
    officer = await make.actor(Role.FOCAL_OFFICER, unit=unit)
    of = initiative or await initiatives.initiative(
        make, await movements.movement(make, state=MovementState.RUNNING), unit
    )
    return Place(of, unit, officer)


async def benefit(make: Factory, of: Initiative, unit: Unit, **given: Any) -> Benefit:
    """A measure of hours with a locked baseline of ten hours a case, measured from March."""
    values = {
        "initiative_id": of.id,
        "unit_id": unit.id,
        "kind": BenefitKind.HOURS,
        "name": "Giờ tra cứu văn bản",
        "unit_of_measure": "giờ",
        "more_is_better": False,
        "method": "Bấm giờ 50 hồ sơ",
        "people_affected": 12,
        "measuring_from": date(2024, 3, 1),
        "baseline": Decimal(10),
        "planned_at": LONG_AGO,
        "baseline_locked_at": LONG_AGO,
    }
    return await make.add(Benefit(**{**values, **given}))


async def measurement(make: Factory, of: Benefit, **given: Any) -> BenefitMeasurement:
    """What April brought, by a timed sample: thirty hours."""
    values = {
        "benefit_id": of.id,
        "month": date(2024, 4, 1),
        "number": 1,
        "actual": Decimal(7),
        "cases": 10,
        "saved": Decimal(30),
        "low": Decimal(25),
        "high": Decimal(35),
        "grade": Grade.B,
        "recorded_at": NOW,
    }
    return await make.add(BenefitMeasurement(**{**values, **given}))


async def verification(make: Factory, of: BenefitMeasurement, **given: Any) -> BenefitVerification:
    """A confirmation of a measurement."""
    values = {
        "measurement_id": of.id,
        "verdict": Verdict.CONFIRMED,
        "value": of.saved,
        "method": "Đối chiếu nhật ký",
        "verified_at": NOW,
    }
    return await make.add(BenefitVerification(**{**values, **given}))
