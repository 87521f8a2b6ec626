"""Who may see what units achieved in a movement."""

from typing import Any

from sqlalchemy import ColumnElement, and_, select, true

from domain.actor import Actor, Role
from domain.awards.queries import SEE_ALL, SEE_PROPOSED
from domain.movements.model import Movement
from domain.movements.queries import MOVEMENTS
from domain.reading import viewer
from domain.reading.source import Source
from domain.standings.model import STANDINGS

#: Who may see the figures of every unit; leaders and focal officers see those of their own.
SEE_UNITS = (*SEE_ALL, *SEE_PROPOSED)
_STANDING: Any = STANDINGS.c


def visible_standings(actor: Actor) -> ColumnElement[bool]:
    """Let a unit's figures be seen by those who prepare and decide on rewards, and by those who serve the unit.

    Nobody sees figures of a movement that they do not see.
    """
    if actor.is_system:
        return true()
    movements = select(Movement.id).where(MOVEMENTS.visible(actor))
    serves = actor.has(Role.UNIT_LEADER, Role.FOCAL_OFFICER)
    own = viewer.among(_STANDING.unit_id, viewer.served_units) if serves else None
    return and_(_STANDING.movement_id.in_(movements), true() if actor.has(*SEE_UNITS) else viewer.any_of(own))


def proposed(actor: Actor) -> ColumnElement[bool]:
    """Let be read how many dossiers were sent in by those who see them before they are decided on."""
    if viewer.sees_all(actor, *SEE_UNITS):
        return true()
    leads = bool(actor.units_as(Role.UNIT_LEADER))
    return viewer.any_of(viewer.among(_STANDING.unit_id, viewer.led_units) if leads else None)


#: Over a view: rows are read in lists, of a movement or of units, and never by their own key.
UNIT_STANDINGS = Source(STANDINGS, visible_standings)
