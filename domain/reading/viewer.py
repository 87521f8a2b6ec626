"""Who reads, as bound parameters: row filters name these, so that their shape depends on roles and never on values."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Uuid, any_, bindparam, false, or_, true
from sqlalchemy.dialects.postgresql import ARRAY

from domain.actor import Actor, Role

_UUIDS = ARRAY(Uuid())

#: The reading person, their unit, the units they lead or serve, the rounds they evaluate.
person: BindParameter[Any] = bindparam("viewer_person", type_=Uuid())
unit: BindParameter[Any] = bindparam("viewer_unit", type_=Uuid())
led_units: BindParameter[Any] = bindparam("viewer_led_units", type_=_UUIDS)
served_units: BindParameter[Any] = bindparam("viewer_served_units", type_=_UUIDS)
rounds: BindParameter[Any] = bindparam("viewer_rounds", type_=_UUIDS)


def values(actor: Actor) -> Mapping[str, Any]:
    """Return what the parameters stand for when `actor` reads."""
    return {
        "viewer_person": actor.person_id,
        "viewer_unit": actor.unit_id,
        "viewer_led_units": sorted(actor.units_as(Role.UNIT_LEADER)),
        "viewer_served_units": sorted(actor.units_as(Role.UNIT_LEADER, Role.FOCAL_OFFICER)),
        "viewer_rounds": sorted(actor.rounds),
    }


def everyone_signed_in(actor: Actor) -> ColumnElement[bool]:
    """Let every signed-in person see every row; an anonymous caller sees none."""
    return false() if actor.is_anonymous else true()


def among(column: Any, values: BindParameter[Any]) -> ColumnElement[bool]:
    """Hold where a column's value is one of a viewer's list."""
    return column == any_(values)  # type: ignore[no-any-return]


def any_of(*ways: ColumnElement[bool] | None) -> ColumnElement[bool]:
    """Join the ways in which a row may be seen; with no way, nothing is seen."""
    open_ways = [way for way in ways if way is not None]
    return or_(false(), *open_ways)


def sees_all(actor: Actor, *roles: Role) -> bool:
    """Say whether one of the roles opens every row; the system itself (jobs, the command line) sees all."""
    return actor.is_system or actor.has(*roles)
