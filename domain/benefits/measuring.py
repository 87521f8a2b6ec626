"""Deeds that follow a locked baseline: record what a month brought, and have another unit look into it."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from domain.access import policy
from domain.access.permissions import Permission
from domain.access.predicates import Subject
from domain.actor import Actor, Role
from domain.audit.actions import record, snapshot
from domain.benefits import queries
from domain.benefits.model import Benefit, BenefitMeasurement, BenefitVerification
from domain.benefits.rules import (
    Grade,
    Reading,
    Verdict,
    check_measurable,
    check_standing,
    month_of,
    problems_of_reading,
    saved,
)
from domain.benefits.verdicts import (
    check_hands,
    check_latest,
    check_over,
    check_verifier,
    require_method,
    verified_value,
)
from domain.clock import VIETNAM, utc_now
from domain.conflicts import queries as conflicts
from domain.conflicts.rules import refuse_conflict
from domain.errors import refuse_if_any
from domain.units import queries as units


async def record_benefit_measurement(
    session: AsyncSession,
    actor: Actor,
    *,
    benefit_id: UUID,
    month: date,
    reading: Reading,
    grade: Grade,
    note: str | None = None,
) -> BenefitMeasurement:
    """Record what was measured in a month, for the first time or better: the last measurement of a month stands.

    Raises NotFound, NotAllowed, Conflict (baseline open, initiative not in use there, withdrawn), Invalid.
    """
    benefit = await queries.get_for_update(session, actor, benefit_id)
    policy.require(actor, Permission.BENEFIT_RECORD, Subject(unit_id=benefit.unit_id))
    check_standing(is_withdrawn=benefit.withdrawn_at is not None)
    is_locked = benefit.baseline is not None and benefit.baseline_locked_at is not None
    check_measurable(is_locked=is_locked, is_used=await queries.is_used(session, benefit))
    now = utc_now()
    of_month = month_of(month, measuring_from=benefit.measuring_from, today=now.astimezone(VIETNAM).date())
    # A baseline that is locked is there.
    benefit_of_month = saved(benefit.baseline or Decimal(0), reading, more_is_better=benefit.more_is_better)
    refuse_if_any(problems_of_reading(reading, benefit_of_month))

    measurement = BenefitMeasurement(
        benefit_id=benefit.id,
        month=of_month,
        number=1 + await queries.last_number(session, benefit.id, of_month),
        actual=reading.actual,
        cases=reading.cases,
        saved=benefit_of_month,
        low=reading.low,
        high=reading.high,
        grade=grade,
        note=(note or "").strip() or None,
        recorded_at=now,
        recorded_by_id=actor.person_id,
    )
    session.add(measurement)
    await session.flush()  # the audit entry needs the id
    record(session, actor, "BENEFIT_MEASURED", measurement, after=snapshot(measurement))
    return measurement


async def verify_benefit(
    session: AsyncSession,
    actor: Actor,
    *,
    measurement_id: UUID,
    verdict: Verdict,
    method: str,
    value: Decimal | None = None,
    reason: str | None = None,
) -> BenefitVerification:
    """Say what another unit found when it looked into a measurement, once.

    Raises NotFound, NotAllowed (an interested unit, who measured), Conflict (of interest, replaced, judged,
    month running), Invalid.
    """
    measurement = await queries.get_measurement(session, actor, measurement_id)
    # Locked, so that no better measurement of the month comes in between.
    benefit = await queries.get_for_update(session, actor, measurement.benefit_id)
    policy.require(actor, Permission.BENEFIT_VERIFY, Subject(unit_id=benefit.unit_id))
    check_standing(is_withdrawn=benefit.withdrawn_at is not None)
    await _check_impartial(session, actor, benefit, measurement)
    check_latest(
        is_latest=measurement.number == await queries.last_number(session, benefit.id, measurement.month),
        is_judged=await queries.is_judged(session, measurement.id),
    )
    now = utc_now()
    check_over(measurement.month, now.astimezone(VIETNAM).date())
    counted = verified_value(verdict, measurement.saved, value, reason)

    verification = BenefitVerification(
        measurement_id=measurement.id,
        verdict=verdict,
        value=counted,
        method=require_method(method),
        reason=(reason or "").strip() or None,
        verified_at=now,
        verifier_id=actor.person_id,
        verifier_unit_id=actor.unit_id,
    )
    session.add(verification)
    await session.flush()  # the audit entry needs the id, and a second verdict must refuse here
    record(session, actor, "BENEFIT_VERIFIED", verification, after=snapshot(verification), reason=verification.reason)
    return verification


async def _check_impartial(
    session: AsyncSession, actor: Actor, benefit: Benefit, measurement: BenefitMeasurement
) -> None:
    permission = Permission.BENEFIT_VERIFY.value
    own = {actor.unit_id, *actor.units_as(Role.UNIT_LEADER, Role.FOCAL_OFFICER)}
    verifiers = [await units.line_of(session, each) for each in own if each is not None]
    check_verifier(permission, verifiers, await queries.interested_lines(session, benefit))
    measured_by = (benefit.planned_by_id, benefit.baseline_locked_by_id, measurement.recorded_by_id)
    check_hands(permission, actor.person_id, measured_by)
    if actor.person_id is not None:
        (kind,) = await conflicts.conflicts_between(session, [(benefit.initiative_id, actor.person_id)])
        if kind is not None:
            raise refuse_conflict(kind, ("measurementId",))
