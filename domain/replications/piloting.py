"""Deeds on pilots: an initiative is tried at one unit, and spreads once a leader approves it as a model."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from domain.access import policy
from domain.access.permissions import Permission
from domain.actor import Actor
from domain.audit.actions import record, snapshot
from domain.benefits import queries as benefits
from domain.clock import utc_now
from domain.errors import refuse_if_any
from domain.initiatives import queries as initiatives
from domain.initiatives.rules import require_reason
from domain.reading.locking import check_version
from domain.replications import queries
from domain.replications.model import Pilot
from domain.replications.rules import (
    PilotState,
    check_baseline,
    check_benefit,
    check_decision,
    check_evidence,
    problems_of_period,
    problems_of_texts,
)
from domain.units import queries as units


@dataclass(frozen=True, slots=True)
class Directive:
    """What is asked of a pilot: on whose word, to what end, judged by what, from when to when."""

    directive: str
    goal: str
    success_criteria: str
    starts_on: date
    ends_on: date


async def mark_pilot(
    session: AsyncSession, actor: Actor, *, initiative_id: UUID, unit_id: UUID, asked: Directive
) -> Pilot:
    """Put an initiative under pilot at a unit: no other goes further than planning until it is approved.

    Units that work with it already go on. Raises NotAllowed, NotFound, Invalid, Conflict (under pilot already).
    """
    policy.require(actor, Permission.EXEMPLAR_MANAGE)
    # Locked, so that nobody begins to work with it meanwhile.
    initiative = await initiatives.get_for_update(session, actor, initiative_id)
    unit = await units.get(session, actor, unit_id)
    texts = {"directive": asked.directive, "goal": asked.goal, "successCriteria": asked.success_criteria}
    refuse_if_any([*problems_of_texts(texts), *problems_of_period(asked.starts_on, asked.ends_on, "endsOn")])

    pilot = Pilot(
        initiative_id=initiative.id,
        unit_id=unit.id,
        directive=asked.directive.strip(),
        goal=asked.goal.strip(),
        success_criteria=asked.success_criteria.strip(),
        starts_on=asked.starts_on,
        ends_on=asked.ends_on,
        marked_at=utc_now(),
        marked_by_id=actor.person_id,
    )
    session.add(pilot)
    await session.flush()  # the audit entry needs the id, and what is under pilot already must refuse here
    record(session, actor, "PILOT_MARKED", pilot, after=snapshot(pilot))
    return pilot


async def approve_pilot(
    session: AsyncSession, actor: Actor, *, pilot_id: UUID, expected_version: int, benefit_id: UUID, reason: str
) -> Pilot:
    """Approve a pilot as a model, by what it saves: the initiative may spread.

    Raises NotAllowed, NotFound, StaleVersion, Conflict (decided already, evidence of another, unverified,
    measured from a baseline that was not settled before), Invalid.
    """
    pilot = await _decidable(session, actor, pilot_id, expected_version, PilotState.APPROVED)
    # Locked, so that it is not given up, measured again or verified otherwise meanwhile.
    benefit = await benefits.get_for_update(session, actor, benefit_id)
    check_benefit(
        of=(benefit.initiative_id, benefit.unit_id),
        expected=(pilot.initiative_id, pilot.unit_id),
        is_withdrawn=benefit.withdrawn_at is not None,
    )
    check_evidence(is_verified=await benefits.verified_hours(session, benefit.id) is not None)
    check_baseline(benefit.baseline_locked_at, starts_on=pilot.starts_on, returned_at=pilot.decided_at)
    return await _decide(session, actor, pilot, PilotState.APPROVED, reason, benefit_id=benefit.id)


async def return_pilot(
    session: AsyncSession, actor: Actor, *, pilot_id: UUID, expected_version: int, reason: str
) -> Pilot:
    """Send a pilot back to be perfected; it may be approved later. Raises NotAllowed, NotFound, StaleVersion, ..."""
    pilot = await _decidable(session, actor, pilot_id, expected_version, PilotState.RETURNED)
    return await _decide(session, actor, pilot, PilotState.RETURNED, reason)


async def lift_pilot(
    session: AsyncSession, actor: Actor, *, pilot_id: UUID, expected_version: int, reason: str
) -> Pilot:
    """Take the directive back: the initiative spreads freely, as no model. Raises as the other decisions do."""
    pilot = await _decidable(session, actor, pilot_id, expected_version, PilotState.LIFTED)
    return await _decide(session, actor, pilot, PilotState.LIFTED, reason)


async def _decidable(
    session: AsyncSession, actor: Actor, pilot_id: UUID, expected_version: int, target: PilotState
) -> Pilot:
    pilot = await queries.get_pilot_for_update(session, actor, pilot_id)
    policy.require(actor, Permission.PILOT_APPROVE)
    check_version(pilot, expected_version)
    check_decision(pilot.state, target)
    return pilot


async def _decide(
    session: AsyncSession,
    actor: Actor,
    pilot: Pilot,
    target: PilotState,
    reason: str,
    benefit_id: UUID | None = None,
) -> Pilot:
    given_reason = require_reason(reason)
    before = snapshot(pilot)
    pilot.state, pilot.reason, pilot.benefit_id = target, given_reason, benefit_id
    pilot.decided_at, pilot.decided_by_id = utc_now(), actor.person_id
    await session.flush()  # the new version belongs in the audit entry
    record(session, actor, f"PILOT_{target}", pilot, before=before, after=snapshot(pilot), reason=given_reason)
    return pilot
