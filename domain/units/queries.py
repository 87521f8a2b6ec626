"""Who may see units, and fetching them for a deed."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from domain.actor import Actor
from domain.reading import locking, viewer
from domain.reading.source import Source
from domain.units.model import Unit

#: The organisation chart is open to everybody who has signed in.
UNITS = Source(Unit, viewer.everyone_signed_in)


async def get(session: AsyncSession, actor: Actor, unit_id: UUID, field: str = "unitId") -> Unit:
    """Fetch a unit. Raises NotFound, with the path of the input field that named it."""
    return await locking.get(session, actor, Unit, UNITS, unit_id, (field,))


async def get_for_update(session: AsyncSession, actor: Actor, unit_id: UUID, field: str = "unitId") -> Unit:
    """Fetch and lock a unit. Raises NotFound."""
    return await locking.get_for_update(session, actor, Unit, UNITS, unit_id, (field,))
