"""Who reads, as bound parameters: row filters name these, so that their shape depends on roles and never on values."""

from collections.abc import Callable, Hashable, Mapping
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Integer,
    Select,
    Text,
    Uuid,
    any_,
    bindparam,
    false,
    func,
    or_,
    true,
)
from sqlalchemy.dialects.postgresql import ARRAY

from domain.access import policy
from domain.actor import Actor, Grant, Role

#: Marks a condition that few rows fulfil.
FEW = "thidua_few"
_UUIDS = ARRAY(Uuid())
_TEXTS = ARRAY(Text())
#: How many actors are remembered with what follows from their grants.
_REMEMBERED = 4096
_ROLES = list(Role)

#: The reading person, their unit, the units they lead or serve, the rounds they evaluate.
person: BindParameter[Any] = bindparam("viewer_person", type_=Uuid())
unit: BindParameter[Any] = bindparam("viewer_unit", type_=Uuid())
led_units: BindParameter[Any] = bindparam("viewer_led_units", type_=_UUIDS)
served_units: BindParameter[Any] = bindparam("viewer_served_units", type_=_UUIDS)
rounds: BindParameter[Any] = bindparam("viewer_rounds", type_=_UUIDS)
#: What the viewer is told of themselves: what their roles let them do, and their roles with what each is limited to.
deeds: BindParameter[Any] = bindparam("viewer_deeds", type_=_TEXTS)
grant_roles: BindParameter[Any] = bindparam("viewer_grant_roles", type_=_TEXTS)
grant_units: BindParameter[Any] = bindparam("viewer_grant_units", type_=_UUIDS)
grant_rounds: BindParameter[Any] = bindparam("viewer_grant_rounds", type_=_UUIDS)
#: The state of the person's rights that the actor was read in.
rights_version: BindParameter[Any] = bindparam("viewer_rights_version", type_=Integer())

_VALUES: Mapping[str, Callable[[Actor], Any]] = {
    "viewer_person": lambda actor: actor.person_id,
    "viewer_unit": lambda actor: actor.unit_id,
    "viewer_led_units": lambda actor: sorted(actor.units_as(Role.UNIT_LEADER)),
    "viewer_served_units": lambda actor: sorted(actor.units_as(Role.UNIT_LEADER, Role.FOCAL_OFFICER)),
    "viewer_rounds": lambda actor: sorted(actor.rounds),
    "viewer_deeds": lambda actor: [deed.name for deed in policy.allowed_deeds(actor)],
    "viewer_grant_roles": lambda actor: [grant.role.name for grant in _grants(actor)],
    "viewer_grant_units": lambda actor: [grant.unit_id for grant in _grants(actor)],
    "viewer_grant_rounds": lambda actor: [grant.round_id for grant in _grants(actor)],
    "viewer_rights_version": lambda actor: actor.rights_version,
}


def _grants(actor: Actor) -> list[Grant]:
    """Return the grants in the order of the roles."""
    return sorted(actor.grants, key=lambda each: (_ROLES.index(each.role), str(each)))


@lru_cache(_REMEMBERED)
def values(actor: Actor) -> Mapping[str, Any]:
    """Return what the parameters stand for when `actor` reads."""
    return {name: value(actor) for name, value in _VALUES.items()}


@lru_cache(_REMEMBERED)
def shape(actor: Actor) -> Hashable:
    """Return all that a row filter or a mask may ask of an actor: those of one shape read by the same statement."""
    return (
        actor.is_system,
        actor.person_id is None,
        actor.rights_version is None,
        actor.roles,
        bool(actor.units_as(Role.UNIT_LEADER)),
        bool(actor.units_as(Role.FOCAL_OFFICER)),
    )


def everyone_signed_in(actor: Actor) -> ColumnElement[bool]:
    """Let every signed-in person see every row; an anonymous caller sees none."""
    return false() if actor.is_anonymous else true()


def among(column: Any, values: BindParameter[Any]) -> ColumnElement[bool]:
    """Hold where a column's value is one of a viewer's list."""
    return column == any_(values)  # type: ignore[no-any-return]


def few(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """Tell that only few rows can fulfil a condition, whatever the tables hold, and that an index finds them."""
    return condition._annotate({FEW: True})  # noqa: SLF001 -- SQLAlchemy's own way to say more of an expression


def one_of_few(column: Any, found: Select[Any]) -> ColumnElement[bool]:
    """Hold where a column's value is one of the few that a sub-select finds: found once, as an array."""
    return few(column == any_(func.array(found.scalar_subquery(), type_=_UUIDS)))


def any_of(*ways: ColumnElement[bool] | None) -> ColumnElement[bool]:
    """Join the ways in which a row may be seen; with no way, nothing is seen."""
    open_ways = [way for way in ways if way is not None]
    return or_(false(), *open_ways)


def sees_all(actor: Actor, *roles: Role) -> bool:
    """Say whether one of the roles opens every row; the system itself (jobs, the command line) sees all."""
    return actor.is_system or actor.has(*roles)
