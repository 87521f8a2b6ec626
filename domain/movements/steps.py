"""Deeds that carry a movement from state to state: submit, approve, return, launch, advance; each step is kept."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from domain.access import policy
from domain.access.permissions import Permission
from domain.actor import Actor
from domain.audit.actions import record, snapshot
from domain.clock import utc_now
from domain.errors import refuse_if_any
from domain.movements import queries
from domain.movements.model import Movement, MovementTransition
from domain.movements.rules import MovementState, check_advance, check_transition, problems_of_launch
from domain.reading.locking import check_version


async def submit_movement(session: AsyncSession, actor: Actor, *, movement_id: UUID, expected_version: int) -> Movement:
    """Submit a movement ready for its launch. Raises NotFound, NotAllowed, StaleVersion, Conflict (each lack)."""
    movement = await _movement_for_step(session, actor, movement_id, expected_version, Permission.MOVEMENT_MANAGE)
    check_transition(movement.state, MovementState.SUBMITTED, None)
    refuse_if_any(problems_of_launch(await queries.readiness_of(session, movement)))
    return await _step(session, actor, movement, "MOVEMENT_SUBMITTED", MovementState.SUBMITTED)


async def approve_movement(
    session: AsyncSession, actor: Actor, *, movement_id: UUID, expected_version: int
) -> Movement:
    """Approve a submitted movement. Raises NotFound, NotAllowed, StaleVersion, Conflict (state)."""
    movement = await _movement_for_step(session, actor, movement_id, expected_version, Permission.MOVEMENT_APPROVE)
    check_transition(movement.state, MovementState.APPROVED, None)
    return await _step(session, actor, movement, "MOVEMENT_APPROVED", MovementState.APPROVED)


async def return_movement(
    session: AsyncSession, actor: Actor, *, movement_id: UUID, expected_version: int, reason: str
) -> Movement:
    """Return a movement to be mended, with a reason. Raises NotFound, NotAllowed, StaleVersion, Conflict, Invalid."""
    movement = await _movement_for_step(session, actor, movement_id, expected_version, Permission.MOVEMENT_APPROVE)
    check_transition(movement.state, MovementState.RETURNED, reason)
    return await _step(session, actor, movement, "MOVEMENT_RETURNED", MovementState.RETURNED, reason)


async def launch_movement(
    session: AsyncSession,
    actor: Actor,
    *,
    movement_id: UUID,
    expected_version: int,
    document_number: str | None = None,
    document_signed_on: date | None = None,
    document_signer: str | None = None,
) -> Movement:
    """Launch an approved movement that is still ready, by a document whose number the clerk may give later.

    Raises NotFound, NotAllowed, StaleVersion, Conflict (state, each lack).
    """
    movement = await _movement_for_step(session, actor, movement_id, expected_version, Permission.MOVEMENT_APPROVE)
    check_transition(movement.state, MovementState.LAUNCHED, None)
    refuse_if_any(problems_of_launch(await queries.readiness_of(session, movement)))
    launched = {
        "document_number": document_number,
        "document_signed_on": document_signed_on,
        "document_signer": document_signer,
        "launched_at": utc_now(),
    }
    return await _step(session, actor, movement, "MOVEMENT_LAUNCHED", MovementState.LAUNCHED, columns=launched)


async def advance_movement(
    session: AsyncSession,
    actor: Actor,
    *,
    movement_id: UUID,
    expected_version: int,
    to_state: MovementState,
    reason: str | None = None,
) -> Movement:
    """Carry a launched movement to its next state, up to the archive. Raises NotFound, NotAllowed, StaleVersion, ..."""
    movement = await _movement_for_step(session, actor, movement_id, expected_version, Permission.MOVEMENT_MANAGE)
    check_advance(to_state)
    check_transition(movement.state, to_state, reason)
    return await _step(session, actor, movement, "MOVEMENT_ADVANCED", to_state, reason)


async def _movement_for_step(
    session: AsyncSession, actor: Actor, movement_id: UUID, expected_version: int, permission: Permission
) -> Movement:
    movement = await queries.get_for_update(session, actor, movement_id)
    policy.require(actor, permission)
    check_version(movement, expected_version)
    return movement


async def _step(
    session: AsyncSession,
    actor: Actor,
    movement: Movement,
    deed: str,
    target: MovementState,
    reason: str | None = None,
    columns: Mapping[str, Any] | None = None,
) -> Movement:
    """Take a step that has been judged: the state, its transition, the audit entry."""
    before = snapshot(movement)
    said = (reason or "").strip() or None
    session.add(
        MovementTransition(
            movement_id=movement.id,
            from_state=movement.state,
            to_state=target,
            reason=said,
            at=utc_now(),
            by_id=actor.person_id,
        )
    )
    movement.state = target
    for column, value in (columns or {}).items():
        setattr(movement, column, value)
    await session.flush()  # the new version belongs in the audit entry
    record(session, actor, deed, movement, before=before, after=snapshot(movement), reason=said)
    return movement
