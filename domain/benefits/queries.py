"""Who may see what an initiative saves, and fetching measures and measurements for a deed."""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select, true, union_all
from sqlalchemy.ext.asyncio import AsyncSession

from domain.actor import Actor, Role
from domain.benefits.model import CONTRIBUTIONS, TOTALS, Benefit, BenefitMeasurement, BenefitVerification
from domain.benefits.rules import TotalScope
from domain.conflicts.model import AdoptingUnit
from domain.initiatives import queries as initiatives
from domain.initiatives.model import Initiative
from domain.movements.model import Movement
from domain.movements.queries import MOVEMENTS
from domain.reading import locking, viewer
from domain.reading.source import Source, following
from domain.units import queries as units

#: Who watches over what the movement brings: they see every measure and every total.
SEE_BENEFITS = (Role.INFORMATION_CENTER, Role.PERSONNEL, Role.MINISTRY_LEADER, Role.AUDITOR)


def visible_benefits(actor: Actor) -> ColumnElement[bool]:
    """Let a measure be seen with its initiative, and by those who serve the unit that measures or is to verify."""
    if viewer.sees_all(actor, *SEE_BENEFITS):
        return true()
    serves = bool(actor.units_as(Role.UNIT_LEADER, Role.FOCAL_OFFICER))
    return viewer.any_of(
        _of_visible(actor, Benefit.initiative_id),
        viewer.among(Benefit.unit_id, viewer.served_units) if serves else None,
        viewer.among(Benefit.verifier_unit_id, viewer.served_units) if serves else None,
    )


def visible_totals(actor: Actor) -> ColumnElement[bool]:
    """Let a movement's total be seen with the movement, an initiative's with it, a unit's by those who serve it."""
    if viewer.sees_all(actor, *SEE_BENEFITS):
        return true()
    if actor.is_anonymous:
        return viewer.any_of()
    movements = select(Movement.id).where(MOVEMENTS.visible(actor))
    return or_(
        and_(TOTALS.c.scope == TotalScope.MOVEMENT, TOTALS.c.movement_id.in_(movements)),
        and_(TOTALS.c.scope == TotalScope.INITIATIVE, _of_visible(actor, TOTALS.c.initiative_id)),
        and_(TOTALS.c.scope == TotalScope.UNIT, viewer.among(TOTALS.c.unit_id, viewer.served_units)),
    )


def _of_visible(actor: Actor, initiative_id: Any) -> ColumnElement[bool]:
    seen = select(Initiative.id).where(initiatives.INITIATIVES.visible(actor))
    return initiative_id.in_(seen)  # type: ignore[no-any-return]


BENEFITS = Source(Benefit, visible_benefits)
MEASUREMENTS = following(BenefitMeasurement, BenefitMeasurement.benefit_id, BENEFITS)
VERIFICATIONS = following(BenefitVerification, BenefitVerification.measurement_id, MEASUREMENTS)
#: Over a view: the total of a movement or an initiative has its key.
ALL_TOTALS = Source(TOTALS, visible_totals)


async def get(session: AsyncSession, actor: Actor, benefit_id: UUID) -> Benefit:
    """Fetch a measure. Raises NotFound."""
    return await locking.get(session, actor, Benefit, BENEFITS, benefit_id, ("benefitId",))


async def get_for_update(session: AsyncSession, actor: Actor, benefit_id: UUID) -> Benefit:
    """Fetch and lock a measure. Raises NotFound."""
    return await locking.get_for_update(session, actor, Benefit, BENEFITS, benefit_id, ("benefitId",))


async def get_measurement(session: AsyncSession, actor: Actor, measurement_id: UUID) -> BenefitMeasurement:
    """Fetch a measurement. Raises NotFound."""
    path = ("measurementId",)
    return await locking.get(session, actor, BenefitMeasurement, MEASUREMENTS, measurement_id, path)


async def last_number(session: AsyncSession, benefit_id: UUID, month: Any) -> int:
    """Return how many measurements of a month there are; the last one stands."""
    of_month = (BenefitMeasurement.benefit_id == benefit_id, BenefitMeasurement.month == month)
    return await session.scalar(select(func.count()).select_from(BenefitMeasurement).where(*of_month)) or 0


async def is_judged(session: AsyncSession, measurement_id: UUID) -> bool:
    """Say whether another unit has looked into a measurement."""
    judged = select(BenefitVerification.id).where(BenefitVerification.measurement_id == measurement_id)
    return await session.scalar(judged) is not None


async def is_used(session: AsyncSession, benefit: Benefit) -> bool:
    """Say whether the unit works with the initiative: it is its own, or what became of a unit that adopted it."""
    of, adoption = Initiative, AdoptingUnit
    units_of_use = union_all(
        select(of.unit_id).where(of.id == benefit.initiative_id),
        select(adoption.unit_id).where(adoption.initiative_id == benefit.initiative_id, adoption.ended_at.is_(None)),
    ).subquery()
    here = func.thidua_body(benefit.unit_id) == func.thidua_body(units_of_use.c.unit_id)
    return await session.scalar(select(units_of_use.c.unit_id).where(here).limit(1)) is not None


async def interested_lines(session: AsyncSession, benefit: Benefit) -> list[tuple[UUID, ...]]:
    """Return the unit that measures and the one whose initiative it is, each with what it is part of today."""
    initiative = await session.get_one(Initiative, benefit.initiative_id)
    return [await units.line_of(session, each) for each in dict.fromkeys((benefit.unit_id, initiative.unit_id))]


async def verified_hours(session: AsyncSession, benefit_id: UUID) -> Any:
    """Return the hours per month of a measure that another unit vouches for; None when there are none."""
    return await session.scalar(select(CONTRIBUTIONS.c.verified).where(CONTRIBUTIONS.c.id == benefit_id))
