"""Deeds on a movement's plan: set its phases while it may be edited, move their dates afterwards."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm.attributes import flag_modified

from domain.access import policy
from domain.access.permissions import Permission
from domain.actor import Actor
from domain.audit.actions import record, snapshot
from domain.changes import UNCHANGED, Unchanged, problems_of_nulls, values_after
from domain.errors import Invalid, Text, refuse_if_any
from domain.movements import queries
from domain.movements.model import Movement, Phase, PhaseCapability
from domain.movements.particulars import PhaseSpec, problems_of_plan, problems_of_window
from domain.movements.rules import check_editable, check_not_archived
from domain.reading import locking
from domain.reading.locking import check_version


async def set_phases(
    session: AsyncSession, actor: Actor, *, movement_id: UUID, expected_version: int, phases: Sequence[PhaseSpec]
) -> Movement:
    """Replace the whole plan of a draft or returned movement. Raises NotFound, NotAllowed, StaleVersion, ..."""
    movement = await queries.get_for_update(session, actor, movement_id)
    policy.require(actor, Permission.MOVEMENT_MANAGE)
    check_version(movement, expected_version)
    check_editable(movement.state)
    refuse_if_any(problems_of_plan(phases))

    before = {"version": movement.version, "phases": await _plan_of(session, movement.id)}
    await session.execute(delete(Phase).where(Phase.movement_id == movement.id))
    for ordinal, wanted in enumerate(phases, start=1):
        await _add_phase(session, movement, ordinal, wanted)
    await _raise_version(session, movement)
    after = {"version": movement.version, "phases": await _plan_of(session, movement.id)}
    record(session, actor, "PHASES_SET", movement, before=before, after=after)
    return movement


async def change_phase(
    session: AsyncSession,
    actor: Actor,
    *,
    phase_id: UUID,
    expected_version: int,
    opens_at: datetime | Unchanged | None = UNCHANGED,
    closes_at: datetime | Unchanged | None = UNCHANGED,
    reason: str,
) -> Phase:
    """Move the dates of a phase, with a reason, until the movement is archived; what is not given stays.

    `expected_version` is the movement's. Raises NotFound, NotAllowed, StaleVersion, Conflict (archived), Invalid.
    """
    phase = await locking.get(session, actor, Phase, queries.PHASES, phase_id, ("phaseId",))
    movement = await queries.get_for_update(session, actor, phase.movement_id)
    policy.require(actor, Permission.MOVEMENT_MANAGE)
    check_version(movement, expected_version)
    check_not_archived(movement.state)
    if not reason.strip():
        raise Invalid("REASON_MISSING", Text("Phải nêu lý do.", "A reason is needed."), ("reason",))
    phase = await locking.get_for_update(session, actor, Phase, queries.PHASES, phase_id, ("phaseId",))
    given = {"opens_at": opens_at, "closes_at": closes_at}
    wanted = values_after(phase, given)
    refuse_if_any([*problems_of_nulls(given), *problems_of_window(**wanted, path=("closesAt",))])

    before = snapshot(phase)
    phase.opens_at, phase.closes_at = wanted["opens_at"], wanted["closes_at"]
    await _raise_version(session, movement)
    record(session, actor, "PHASE_CHANGED", phase, before=before, after=snapshot(phase), reason=reason.strip())
    return phase


async def _add_phase(session: AsyncSession, movement: Movement, ordinal: int, wanted: PhaseSpec) -> None:
    phase = Phase(
        movement_id=movement.id,
        ordinal=ordinal,
        code=wanted.code,
        name=wanted.name.strip(),
        name_en=wanted.name_en,
        opens_at=wanted.opens_at,
        closes_at=wanted.closes_at,
    )
    session.add(phase)
    await session.flush()  # its capabilities need the id
    session.add_all(
        PhaseCapability(phase_id=phase.id, role=role, permission=permission) for role, permission in wanted.capabilities
    )


async def _raise_version(session: AsyncSession, movement: Movement) -> None:
    """Count a change of the plan as an edit of the movement, so that two planners cannot overwrite each other."""
    flag_modified(movement, "state")
    await session.flush()  # the new version belongs in the audit entry


async def _plan_of(session: AsyncSession, movement_id: UUID) -> list[dict[str, Any]]:
    """Return the plan as the audit trail keeps it."""
    phases = await session.scalars(select(Phase).where(Phase.movement_id == movement_id).order_by(Phase.ordinal))
    capabilities = await session.execute(
        select(PhaseCapability.phase_id, PhaseCapability.role, PhaseCapability.permission)
        .join(Phase, Phase.id == PhaseCapability.phase_id)
        .where(Phase.movement_id == movement_id)
        .order_by(PhaseCapability.role, PhaseCapability.permission)
    )
    lets: dict[UUID, list[str]] = {}
    for phase_id, role, permission in capabilities:
        lets.setdefault(phase_id, []).append(f"{role}: {permission}")
    kept = ("code", "name", "name_en", "opens_at", "closes_at")
    return [
        {**{column: getattr(phase, column) for column in kept}, "capabilities": lets.get(phase.id, [])}
        for phase in phases
    ]
