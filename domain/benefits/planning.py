"""Deeds that settle what will be measured: plan a measure, change it, lock its baseline, give it up."""

from collections.abc import Collection, Mapping
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from domain.access import policy
from domain.access.permissions import Permission
from domain.access.predicates import Subject
from domain.actor import Actor
from domain.audit.actions import record, snapshot
from domain.benefits import queries
from domain.benefits.model import Benefit
from domain.benefits.rules import (
    BenefitKind,
    Measure,
    check_lockable,
    check_open,
    check_standing,
    problems_of_measure,
)
from domain.benefits.verdicts import check_asked
from domain.changes import UNCHANGED, problems_of_nulls, values_after
from domain.clock import VIETNAM, utc_now
from domain.errors import refuse_if_any
from domain.initiatives import queries as initiatives
from domain.initiatives.model import Initiative
from domain.initiatives.rules import require_reason
from domain.reading.locking import check_version
from domain.units import queries as units

#: What a change may empty.
_OPTIONAL = frozenset({"baseline", "target", "forecast", "verifier_unit_id"})


async def plan_benefit(
    session: AsyncSession,
    actor: Actor,
    *,
    initiative_id: UUID,
    unit_id: UUID,
    measure: Measure,
    measuring_from: date,
    verifier_unit_id: UUID | None = None,
) -> Benefit:
    """Settle what an initiative is measured by at a unit that one serves. The unit need not use the initiative yet.

    Raises NotFound, NotAllowed (another's unit), Invalid, Conflict (its hours are measured there already).
    """
    unit = await units.get(session, actor, unit_id)
    policy.require(actor, Permission.BENEFIT_RECORD, Subject(unit_id=unit.id))
    initiative = await initiatives.get_named(session, actor, initiative_id)
    refuse_if_any(problems_of_measure(measure))
    await _check_asked(session, actor, verifier_unit_id, {unit.id, initiative.unit_id})

    benefit = Benefit(
        initiative_id=initiative.id,
        unit_id=unit.id,
        kind=measure.kind,
        name=measure.name.strip(),
        unit_of_measure=measure.unit_of_measure.strip(),
        more_is_better=measure.more_is_better,
        method=measure.method.strip(),
        people_affected=measure.people_affected,
        measuring_from=measuring_from,
        baseline=measure.baseline,
        target=measure.target,
        forecast=measure.forecast,
        verifier_unit_id=verifier_unit_id,
        planned_at=utc_now(),
        planned_by_id=actor.person_id,
    )
    session.add(benefit)
    await session.flush()  # the audit entry needs the id, and hours measured already must refuse here
    record(session, actor, "BENEFIT_PLANNED", benefit, after=snapshot(benefit))
    return benefit


async def update_benefit(
    session: AsyncSession, actor: Actor, *, benefit_id: UUID, expected_version: int, given: Mapping[str, Any]
) -> Benefit:
    """Change a measure; what is UNCHANGED stays. Once the baseline is locked, only what it is not measured by changes.

    Raises NotFound, NotAllowed, StaleVersion, Conflict (locked, withdrawn), Invalid.
    """
    benefit = await _own(session, actor, benefit_id, expected_version)
    changes = {name: value for name, value in given.items() if value is not UNCHANGED}
    check_open(changes, is_locked=benefit.baseline_locked_at is not None)
    after = values_after(benefit, changes, _OPTIONAL)
    refuse_if_any([*problems_of_nulls(changes, _OPTIONAL), *problems_of_measure(_measure(benefit, after))])
    measured = {benefit.unit_id, (await session.get_one(Initiative, benefit.initiative_id)).unit_id}
    await _check_asked(session, actor, after.get("verifier_unit_id"), measured)

    before = snapshot(benefit)
    for name, value in after.items():
        setattr(benefit, name, value.strip() if isinstance(value, str) else value)
    await session.flush()  # the new version belongs in the audit entry
    record(session, actor, "BENEFIT_UPDATED", benefit, before=before, after=snapshot(benefit))
    return benefit


async def lock_benefit_baseline(
    session: AsyncSession, actor: Actor, *, benefit_id: UUID, expected_version: int
) -> Benefit:
    """Settle the baseline for good, before measuring begins. Raises NotFound, NotAllowed, StaleVersion, Conflict."""
    benefit = await _own(session, actor, benefit_id, expected_version)
    now = utc_now()
    check_lockable(
        baseline=benefit.baseline,
        is_locked=benefit.baseline_locked_at is not None,
        measuring_from=benefit.measuring_from,
        today=now.astimezone(VIETNAM).date(),
    )

    before = snapshot(benefit)
    benefit.baseline_locked_at, benefit.baseline_locked_by_id = now, actor.person_id
    await session.flush()  # the new version belongs in the audit entry
    record(session, actor, "BENEFIT_BASELINE_LOCKED", benefit, before=before, after=snapshot(benefit))
    return benefit


async def withdraw_benefit(
    session: AsyncSession, actor: Actor, *, benefit_id: UUID, expected_version: int, reason: str
) -> Benefit:
    """Give a measure up: it counts no longer, and is kept. Raises NotFound, NotAllowed, StaleVersion, Conflict, ..."""
    benefit = await _own(session, actor, benefit_id, expected_version)
    given_reason = require_reason(reason)

    before = snapshot(benefit)
    benefit.withdrawn_at, benefit.withdrawn_reason = utc_now(), given_reason
    await session.flush()  # the new version belongs in the audit entry
    record(session, actor, "BENEFIT_WITHDRAWN", benefit, before=before, after=snapshot(benefit), reason=given_reason)
    return benefit


async def _own(session: AsyncSession, actor: Actor, benefit_id: UUID, expected_version: int) -> Benefit:
    benefit = await queries.get_for_update(session, actor, benefit_id)
    policy.require(actor, Permission.BENEFIT_RECORD, Subject(unit_id=benefit.unit_id))
    check_version(benefit, expected_version)
    check_standing(is_withdrawn=benefit.withdrawn_at is not None)
    return benefit


async def _check_asked(session: AsyncSession, actor: Actor, unit_id: UUID | None, measured: Collection[UUID]) -> None:
    """Check that a unit that is asked to verify is there and could. Raises NotFound, Invalid."""
    if unit_id is not None:
        await units.get(session, actor, unit_id, "verifierUnitId")
        check_asked(await units.line_of(session, unit_id), [await units.line_of(session, each) for each in measured])


def _measure(benefit: Benefit, after: Mapping[str, Any]) -> Measure:
    def now(name: str) -> Any:
        return after.get(name, getattr(benefit, name))

    kind: BenefitKind = benefit.kind
    quantities: dict[str, Decimal | None] = {name: now(name) for name in ("baseline", "target", "forecast")}
    return Measure(
        kind=kind,
        name=now("name"),
        unit_of_measure=now("unit_of_measure"),
        more_is_better=benefit.more_is_better,
        method=now("method"),
        people_affected=now("people_affected"),
        **quantities,
    )
