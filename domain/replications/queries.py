"""Who may see replications, pilots and credit, and what a deed on them needs to know."""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from domain.actor import Actor, Role
from domain.initiatives import queries as initiatives
from domain.initiatives.model import Initiative
from domain.reading import locking, viewer
from domain.reading.source import Source, following
from domain.replications.model import CREDITS, LINKS, Pilot, Replication, ReplicationEvent
from domain.replications.rules import HOLDING

#: Who watches over how initiatives spread: they see every replication.
SEE_REPLICATIONS = (Role.INFORMATION_CENTER, Role.PERSONNEL, Role.MINISTRY_LEADER, Role.AUDITOR)


def visible_replications(actor: Actor) -> ColumnElement[bool]:
    """Let a replication be seen with its initiative, and by those who serve the unit that takes it over."""
    return _visible(actor, Replication.initiative_id, Replication.unit_id)


def visible_pilots(actor: Actor) -> ColumnElement[bool]:
    """Let a pilot be seen with its initiative, and by those who serve the unit that tries it."""
    return _visible(actor, Pilot.initiative_id, Pilot.unit_id)


def visible_links(actor: Actor) -> ColumnElement[bool]:
    """Let a link of the graph be seen like the replication that it is."""
    return _visible(actor, LINKS.c.initiative_id, LINKS.c.to_unit_id)


def visible_credits(actor: Actor) -> ColumnElement[bool]:
    """Let an initiative's credit be seen with the initiative."""
    return true() if actor.is_system else _of_visible(actor, CREDITS.c.id)


def _visible(actor: Actor, initiative_id: Any, unit_id: Any) -> ColumnElement[bool]:
    if viewer.sees_all(actor, *SEE_REPLICATIONS):
        return true()
    serves = bool(actor.units_as(Role.UNIT_LEADER, Role.FOCAL_OFFICER))
    return viewer.any_of(
        _of_visible(actor, initiative_id), viewer.among(unit_id, viewer.served_units) if serves else None
    )


def _of_visible(actor: Actor, initiative_id: Any) -> ColumnElement[bool]:
    seen = select(Initiative.id).where(initiatives.INITIATIVES.visible(actor))
    return initiative_id.in_(seen)  # type: ignore[no-any-return]


REPLICATIONS = Source(Replication, visible_replications)
EVENTS = following(ReplicationEvent, ReplicationEvent.replication_id, REPLICATIONS)
PILOTS = Source(Pilot, visible_pilots)
#: Over views: rows are read in lists or from their initiative.
ALL_CREDITS = Source(CREDITS, visible_credits)
ALL_LINKS = Source(LINKS, visible_links)


async def get_for_update(session: AsyncSession, actor: Actor, replication_id: UUID) -> Replication:
    """Fetch and lock a replication. Raises NotFound."""
    path = ("replicationId",)
    return await locking.get_for_update(session, actor, Replication, REPLICATIONS, replication_id, path)


async def get_pilot_for_update(session: AsyncSession, actor: Actor, pilot_id: UUID) -> Pilot:
    """Fetch and lock a pilot. Raises NotFound."""
    return await locking.get_for_update(session, actor, Pilot, PILOTS, pilot_id, ("pilotId",))


async def is_held(session: AsyncSession, initiative_id: UUID, unit_id: UUID) -> bool:
    """Say whether a pilot at another unit must be approved before this unit works with the initiative.

    The initiative is kept from being put under pilot until this deed is done.
    """
    await session.execute(select(Initiative.id).where(Initiative.id == initiative_id).with_for_update(read=True))
    holding = select(Pilot.id).where(
        Pilot.initiative_id == initiative_id, Pilot.unit_id != unit_id, Pilot.state.in_(sorted(HOLDING))
    )
    return await session.scalar(holding) is not None


async def number_of_events(session: AsyncSession, replication_id: UUID) -> int:
    """Return how many steps a replication has taken."""
    of = select(func.count()).select_from(ReplicationEvent).where(ReplicationEvent.replication_id == replication_id)
    return await session.scalar(of) or 0
