"""Deeds on which units take part in a movement."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from domain.access import policy
from domain.access.permissions import Permission
from domain.actor import Actor
from domain.audit.actions import record, snapshot
from domain.clock import utc_now
from domain.errors import Conflict, Text
from domain.movements import queries
from domain.movements.model import Movement, Participation
from domain.movements.rules import check_editable, check_not_archived, exists_during
from domain.reading import locking
from domain.units import queries as units


async def add_participation(
    session: AsyncSession,
    actor: Actor,
    *,
    movement_id: UUID,
    unit_id: UUID,
    is_standing_body: bool = False,
    block: str | None = None,
) -> Participation:
    """Let a unit take part, until the movement is archived. Raises NotFound, NotAllowed, Conflict."""
    movement = await queries.get_for_update(session, actor, movement_id)
    policy.require(actor, Permission.MOVEMENT_MANAGE)
    check_not_archived(movement.state)
    unit = await units.get(session, actor, unit_id)
    if not exists_during(unit.valid_from, unit.valid_to, movement.starts_on, movement.ends_on):
        raise Conflict(
            "UNIT_NOT_IN_PERIOD",
            Text(
                "Đơn vị không hoạt động trong thời gian của phong trào.",
                "The unit does not exist during the movement.",
            ),
            ("unitId",),
        )

    participation = Participation(
        movement_id=movement.id,
        unit_id=unit.id,
        is_standing_body=is_standing_body,
        block=(block or "").strip() or None,
        joined_at=utc_now(),
    )
    session.add(participation)
    await session.flush()  # the audit entry needs the id, and a unit there already must refuse here
    record(session, actor, "PARTICIPATION_ADDED", participation, after=snapshot(participation))
    return participation


async def remove_participation(session: AsyncSession, actor: Actor, *, participation_id: UUID) -> Movement:
    """Take a unit out of a movement that may still be edited. Raises NotFound, NotAllowed, Conflict (state)."""
    path = ("participationId",)
    found = await locking.get(session, actor, Participation, queries.PARTICIPATIONS, participation_id, path)
    movement = await queries.get_for_update(session, actor, found.movement_id)
    policy.require(actor, Permission.MOVEMENT_MANAGE)
    check_editable(movement.state)
    participation = await locking.get_for_update(
        session, actor, Participation, queries.PARTICIPATIONS, participation_id, path
    )

    record(session, actor, "PARTICIPATION_REMOVED", participation, before=snapshot(participation))
    await session.delete(participation)
    return movement
