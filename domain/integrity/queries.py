"""Who may see integrity holds, and which hold whom now."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import ColumnElement, false, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from domain.actor import Actor, Role
from domain.errors import Conflict
from domain.integrity.model import IntegrityHold
from domain.integrity.rules import refuse_held, refuse_untold
from domain.people.model import Person
from domain.reading import locking, viewer
from domain.reading.source import Source
from domain.units.model import Unit

#: A hold says of somebody what may turn out to be nothing: it is for those who must act on it.
SEE_HOLDS = (Role.PERSONNEL, Role.MINISTRY_LEADER, Role.AUDITOR)


def visible_holds(actor: Actor) -> ColumnElement[bool]:
    """Let holds be seen by Personnel, by those who decide on rewards, and by auditors; nobody sees their own."""
    if actor.is_system:
        return true()
    if not actor.has(*SEE_HOLDS):
        return false()
    return IntegrityHold.person_id.is_distinct_from(viewer.person)


def refusal_of(actor: Actor, hold: IntegrityHold) -> Conflict:
    """Name ground and clause of a hold to who sees holds, and to nobody else: a refusal tells no more than a list."""
    is_own = hold.person_id is not None and hold.person_id == actor.person_id
    may_know = actor.is_system or (actor.has(*SEE_HOLDS) and not is_own)
    return refuse_held(hold.ground, hold.clause) if may_know else refuse_untold()


HOLDS = Source(IntegrityHold, visible_holds)


async def get_for_update(session: AsyncSession, actor: Actor, hold_id: UUID, field: str = "holdId") -> IntegrityHold:
    """Fetch and lock a hold. Raises NotFound."""
    return await locking.get_for_update(session, actor, IntegrityHold, HOLDS, hold_id, (field,))


async def holds_of(
    session: AsyncSession, person_ids: Collection[UUID], unit_ids: Collection[UUID]
) -> dict[UUID, IntegrityHold]:
    """Return the first hold in force of each person and unit that has one, whoever may see it.

    Their rows are kept from being held anew until this deed is done: holds lock them, too.
    """
    for table, ids in ((Person, person_ids), (Unit, unit_ids)):
        kept = select(table.id).where(table.id.in_(ids)).order_by(table.id).with_for_update(read=True)
        await session.execute(kept)
    of_either = or_(IntegrityHold.person_id.in_(person_ids), IntegrityHold.unit_id.in_(unit_ids))
    statement = select(IntegrityHold).where(IntegrityHold.lifted_at.is_(None), of_either)
    found: dict[UUID, IntegrityHold] = {}
    for hold in await session.scalars(statement.order_by(IntegrityHold.placed_at, IntegrityHold.id)):
        found.setdefault(hold.person_id or hold.unit_id, hold)  # type: ignore[arg-type]  # one of them is there
    return found
