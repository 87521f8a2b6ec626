"""How every deed on an existing initiative begins: fetched and locked, the right and the phase required."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from domain.access import policy
from domain.access.permissions import Permission
from domain.access.predicates import Subject
from domain.actor import Actor
from domain.initiatives import queries
from domain.initiatives.model import Initiative
from domain.movements import queries as movements
from domain.movements.model import Movement
from domain.reading.locking import check_version


async def open_for(
    session: AsyncSession, actor: Actor, permission: Permission, *, initiative_id: UUID, expected_version: int
) -> tuple[Movement, Initiative]:
    """Return the initiative, locked, with its movement, for a deed that needs `permission` and a phase allowing it.

    The movement is not locked: a phase ends by the clock, and a deed just before a step of the movement may stand.
    Raises NotFound, NotAllowed, Closed, StaleVersion.
    """
    initiative = await queries.get_for_update(session, actor, initiative_id)
    subject = Subject(unit_id=initiative.unit_id, author_ids=await queries.current_author_ids(session, initiative))
    policy.require(actor, permission, subject)
    movement = await movements.get(session, actor, initiative.movement_id, "initiativeId")
    await movements.require_open_phase(session, actor, movement, permission)
    check_version(initiative, expected_version)
    return movement, initiative
