"""Deeds by which a unit takes over another unit's initiative: propose, plan, go a step further, end."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from domain.access import policy
from domain.access.permissions import Permission
from domain.access.predicates import Subject
from domain.actor import Actor
from domain.audit.actions import record, snapshot
from domain.benefits import queries as benefits
from domain.changes import UNCHANGED, values_after
from domain.clock import utc_now
from domain.conflicts import adopting
from domain.conflicts import queries as conflicts
from domain.conflicts.model import AdoptingUnit
from domain.conflicts.rules import check_anothers
from domain.errors import refuse_if_any
from domain.initiatives import queries as initiatives
from domain.initiatives.rules import InitiativeState, require_reason
from domain.reading.locking import check_version
from domain.replications import queries
from domain.replications.model import Replication, ReplicationEvent
from domain.replications.rules import (
    IN_USE,
    FailureReason,
    ReplicationState,
    check_benefit,
    check_end,
    check_offered,
    check_running,
    check_spread,
    next_state,
    problems_of_period,
)
from domain.units import queries as units

#: All that a change may touch, it may empty.
_OPTIONAL = frozenset({"planned_from", "planned_to", "benefit_id"})


async def propose_replication(
    session: AsyncSession,
    actor: Actor,
    *,
    initiative_id: UUID,
    unit_id: UUID,
    reason: str,
    planned_from: date | None = None,
    planned_to: date | None = None,
) -> Replication:
    """Say that the unit that one serves wants to take over another unit's initiative.

    Raises NotFound, NotAllowed (another's unit), Conflict (its own initiative, withdrawn, taken over already), ...
    """
    unit = await units.get(session, actor, unit_id)
    policy.require(actor, Permission.REPLICATION_REPORT, Subject(unit_id=unit.id))
    initiative = await initiatives.get_named(session, actor, initiative_id)
    check_offered(is_withdrawn=initiative.state is InitiativeState.WITHDRAWN)
    check_anothers(await units.body_of(session, unit.id), await units.body_of(session, initiative.unit_id))
    refuse_if_any(problems_of_period(planned_from, planned_to, "plannedTo"))
    given_reason = require_reason(reason)

    now = utc_now()
    replication = Replication(
        initiative_id=initiative.id,
        unit_id=unit.id,
        state_since=now,
        planned_from=planned_from,
        planned_to=planned_to,
        proposed_at=now,
        proposed_by_id=actor.person_id,
    )
    session.add(replication)
    await session.flush()  # the history needs the id, and what is taken over already must refuse here
    await _note(session, actor, replication, None, given_reason)
    record(session, actor, "REPLICATION_PROPOSED", replication, after=snapshot(replication), reason=given_reason)
    return replication


async def update_replication(
    session: AsyncSession, actor: Actor, *, replication_id: UUID, expected_version: int, given: Mapping[str, Any]
) -> Replication:
    """Change when it is planned and by what it is measured; what is UNCHANGED stays.

    Raises NotFound, NotAllowed, StaleVersion, Conflict (ended, a measure of something else), Invalid.
    """
    replication = await _own(session, actor, replication_id, expected_version)
    changes = {name: value for name, value in given.items() if value is not UNCHANGED}
    after = values_after(replication, changes, _OPTIONAL)
    first, last = (after.get(name, getattr(replication, name)) for name in ("planned_from", "planned_to"))
    refuse_if_any(problems_of_period(first, last, "plannedTo"))
    if after.get("benefit_id") is not None:
        benefit = await benefits.get_for_update(session, actor, after["benefit_id"])
        check_benefit(
            of=(benefit.initiative_id, benefit.unit_id),
            expected=(replication.initiative_id, replication.unit_id),
            is_withdrawn=benefit.withdrawn_at is not None,
        )

    before = snapshot(replication)
    for name, value in after.items():
        setattr(replication, name, value)
    await session.flush()  # the new version belongs in the audit entry
    record(session, actor, "REPLICATION_UPDATED", replication, before=before, after=snapshot(replication))
    return replication


async def advance_replication(
    session: AsyncSession, actor: Actor, *, replication_id: UUID, expected_version: int, reason: str
) -> Replication:
    """Go to the state that follows. A unit that begins to pilot stands among the adopting units from then on.

    Raises NotFound, NotAllowed, StaleVersion, Conflict (no further state, a pilot elsewhere is not approved), Invalid.
    """
    replication = await _own(session, actor, replication_id, expected_version)
    target = next_state(replication.state)
    is_held = await queries.is_held(session, replication.initiative_id, replication.unit_id)
    check_spread(target, is_held=is_held)
    given_reason = require_reason(reason)

    before = snapshot(replication)
    if target in IN_USE:
        replication.adoption_id = await _adoption(session, actor, replication)
    await _go(session, actor, replication, target, given_reason)
    record(
        session,
        actor,
        "REPLICATION_ADVANCED",
        replication,
        before=before,
        after=snapshot(replication),
        reason=given_reason,
    )
    return replication


async def end_replication(
    session: AsyncSession,
    actor: Actor,
    *,
    replication_id: UUID,
    expected_version: int,
    outcome: ReplicationState,
    failure: FailureReason,
    reason: str,
) -> Replication:
    """End a replication, stopped or failed, with a coded reason and words; the unit is an adopter no longer.

    Raises NotFound, NotAllowed, StaleVersion, Conflict (ended already, nothing that could fail), Invalid.
    """
    replication = await _own(session, actor, replication_id, expected_version)
    check_end(replication.state, outcome)
    given_reason = require_reason(reason)

    before = snapshot(replication)
    replication.failure = failure
    await _go(session, actor, replication, outcome, given_reason)
    if replication.adoption_id is not None:
        adoption = await session.get_one(AdoptingUnit, replication.adoption_id, with_for_update=True)
        await adopting.close_adoption(session, actor, adoption)
    record(
        session,
        actor,
        "REPLICATION_ENDED",
        replication,
        before=before,
        after=snapshot(replication),
        reason=given_reason,
    )
    return replication


async def _own(session: AsyncSession, actor: Actor, replication_id: UUID, expected_version: int) -> Replication:
    replication = await queries.get_for_update(session, actor, replication_id)
    policy.require(actor, Permission.REPLICATION_REPORT, Subject(unit_id=replication.unit_id))
    check_version(replication, expected_version)
    check_running(replication.state)
    return replication


async def _adoption(session: AsyncSession, actor: Actor, of: Replication) -> UUID:
    """Return the adoption that the replication rests on: the one declared before, or a new one."""
    adoption = await conflicts.adoption_in_force(session, of.initiative_id, of.unit_id)
    if adoption is None:
        adoption = await adopting.begin_adoption(session, actor, unit_id=of.unit_id, initiative_id=of.initiative_id)
    return adoption.id


async def _go(
    session: AsyncSession, actor: Actor, replication: Replication, target: ReplicationState, reason: str
) -> None:
    came_from = replication.state
    replication.state, replication.state_since = target, utc_now()
    await session.flush()  # before the adoption that rests on it ends, and the new version belongs in the audit entry
    await _note(session, actor, replication, came_from, reason)


async def _note(
    session: AsyncSession, actor: Actor, of: Replication, came_from: ReplicationState | None, reason: str
) -> None:
    event = ReplicationEvent(
        replication_id=of.id,
        number=1 + await queries.number_of_events(session, of.id),
        from_state=came_from,
        to_state=of.state,
        failure=of.failure,
        reason=reason,
        at=of.state_since,
        by_id=actor.person_id,
    )
    session.add(event)
    await session.flush()  # refused here rather than at commit
