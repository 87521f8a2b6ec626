"""Who may see units, and fetching them for a deed."""

from uuid import UUID

from sqlalchemy import Uuid, func, literal, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from domain.actor import Actor
from domain.reading import locking, viewer
from domain.reading.source import Source
from domain.units.model import Unit
from domain.units.rules import UnitType

#: The organisation chart is open to everybody who has signed in.
UNITS = Source(Unit, viewer.everyone_signed_in)
#: No organisation has more levels; a chart that goes round in circles ends here.
_MAX_HEIGHT = 10


async def get(session: AsyncSession, actor: Actor, unit_id: UUID, field: str = "unitId") -> Unit:
    """Fetch a unit. Raises NotFound, with the path of the input field that named it."""
    return await locking.get(session, actor, Unit, UNITS, unit_id, (field,))


async def get_for_update(session: AsyncSession, actor: Actor, unit_id: UUID, field: str = "unitId") -> Unit:
    """Fetch and lock a unit. Raises NotFound."""
    return await locking.get_for_update(session, actor, Unit, UNITS, unit_id, (field,))


async def body_of(session: AsyncSession, unit_id: UUID) -> UUID:
    """Return what a unit is today: itself, or what it was merged into."""
    return (await session.scalars(select(func.thidua_body(unit_id, type_=Uuid())))).one()


async def line_of(session: AsyncSession, unit_id: UUID) -> tuple[UUID, ...]:
    """Return what a unit is today (itself, or what it was merged into), then the units that this is part of.

    The ministry is left out: everything is part of it.
    """
    body = await body_of(session, unit_id)
    above = select(Unit.id, literal(0).label("height")).where(Unit.id == body).cte("above", recursive=True)
    parent = aliased(Unit)
    further = (
        select(func.thidua_body(parent.parent_id, type_=Uuid()), above.c.height + 1)
        .join(parent, parent.id == above.c.id)
        .where(parent.parent_id.is_not(None), above.c.height < _MAX_HEIGHT)
    )
    line = above.union_all(further)
    found = select(line.c.id).join(Unit, Unit.id == line.c.id).where(or_(line.c.height == 0, Unit.type != UnitType.BO))
    return tuple(await session.scalars(found.order_by(line.c.height)))
