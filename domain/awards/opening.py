"""How every deed on an existing nomination begins: fetched and locked, the right and the phase required."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from domain.access import policy
from domain.access.permissions import Permission
from domain.access.predicates import Subject
from domain.actor import Actor
from domain.awards import queries
from domain.awards.model import Nomination
from domain.movements import queries as movements
from domain.reading.locking import check_version


async def open_for(
    session: AsyncSession, actor: Actor, permission: Permission, *, nomination_id: UUID, expected_version: int
) -> Nomination:
    """Return the nomination, locked, for a deed that needs `permission` and a phase allowing it.

    Raises NotFound, NotAllowed, Closed, StaleVersion.
    """
    nomination = await queries.get_for_update(session, actor, nomination_id)
    policy.require(actor, permission, subject_of(nomination))
    movement = await movements.get(session, actor, nomination.movement_id, "nominationId")
    await movements.require_open_phase(session, actor, movement, permission)
    check_version(nomination, expected_version)
    return nomination


def subject_of(nomination: Nomination) -> Subject:
    """Return what rights about a nomination depend on."""
    return Subject(unit_id=nomination.unit_id, nominee_id=nomination.person_id)
