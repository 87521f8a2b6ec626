"""Actors of every role, for tests that go through all of them."""

from domain.actor import Actor, Grant, Role
from domain.ids import new_id
from domain.units.model import Unit
from tests.support.factories import Factory


async def actor_of(make: Factory, role: Role, unit: Unit | None = None) -> Actor:
    """A person with this role; an evaluator's round exists in the actor only."""
    if role is not Role.EVALUATOR:
        return await make.actor(role, unit=unit)
    person = await make.person(unit)
    grants = frozenset({Grant(role, round_id=new_id())})
    return Actor(person_id=person.id, name=person.full_name, unit_id=person.unit_id, grants=grants)
