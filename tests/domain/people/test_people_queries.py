from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from domain.actor import ANONYMOUS, SYSTEM, Actor, Role
from domain.people import queries
from domain.people.model import Person, RoleGrant, UnitMembership
from domain.reading import viewer
from domain.reading.source import is_open
from tests.support.factories import LONG_AGO, NOW, Factory, days
from tests.support.roles import actor_of

EVERYBODY, UNIT, SELF = "everybody", "own unit", "oneself"

#: Whose existence, whose particulars, and whose grants each role sees.
SEES = {
    Role.INFORMATION_CENTER: (EVERYBODY, SELF, EVERYBODY),
    Role.PERSONNEL: (EVERYBODY, EVERYBODY, EVERYBODY),
    Role.MINISTRY_LEADER: (EVERYBODY, EVERYBODY, SELF),
    Role.UNIT_LEADER: (UNIT, UNIT, SELF),
    Role.FOCAL_OFFICER: (UNIT, SELF, SELF),
    Role.EVALUATOR: (SELF, SELF, SELF),
    Role.COUNCIL_SECRETARY: (EVERYBODY, SELF, SELF),
    Role.STAFF: (SELF, SELF, SELF),
    Role.SYSTEM_ADMINISTRATOR: (EVERYBODY, SELF, EVERYBODY),
    Role.AUDITOR: (EVERYBODY, SELF, EVERYBODY),
}


async def seen(session, actor: Actor, column: Any, condition: Any) -> set[Any]:
    return set(await session.scalars(select(column).where(condition), viewer.values(actor)))


@pytest.mark.parametrize("role", Role)
async def test_who_sees_people_and_their_particulars(session, make: Factory, role: Role):
    unit = await make.unit()
    actor = await actor_of(make, role, unit)
    colleague, stranger = await make.person(unit), await make.person()
    for person in (colleague, stranger):
        await make.grant(person, Role.STAFF)
    among = {
        SELF: {actor.person_id},
        UNIT: {actor.person_id, colleague.id},
        EVERYBODY: {actor.person_id, colleague.id, stranger.id},
    }
    people, particulars, grants = (among[whose] for whose in SEES[role])

    assert await seen(session, actor, Person.id, queries.visible_people(actor)) == people
    assert await seen(session, actor, Person.id, queries.particulars(actor)) == particulars
    assert await seen(session, actor, UnitMembership.person_id, queries.visible_memberships(actor)) == particulars
    holders = await seen(session, actor, RoleGrant.person_id, queries.visible_grants(actor))
    assert holders - {actor.person_id} == grants - {actor.person_id}


@pytest.mark.parametrize("role", Role)
async def test_only_those_who_see_all_particulars_may_sort_and_filter_by_them(make: Factory, role: Role):
    actor = await actor_of(make, role)

    assert is_open(queries.particulars, actor) is (role in (Role.PERSONNEL, Role.MINISTRY_LEADER))


async def test_the_anonymous_see_nobody_and_the_system_everybody(session, make: Factory):
    person = await make.person()

    for condition in (queries.visible_people, queries.particulars):
        assert await seen(session, ANONYMOUS, Person.id, condition(ANONYMOUS)) == set()
        assert await seen(session, SYSTEM, Person.id, condition(SYSTEM)) == {person.id}


async def test_missing_people_are_strangers_and_leavers(session, make: Factory):
    present, gone = await make.person(), await make.person(left_on=date(2024, 1, 31))
    unit = await make.unit()

    assert await queries.missing_people(session, [present.id, gone.id, unit.id]) == {gone.id, unit.id}


async def test_each_role_is_shown_by_who_has_held_it_longest(session, make: Factory):
    first, second, gone, future, real = (
        await make.person(subject="demo|first"),
        await make.person(subject="demo|second"),
        await make.person(subject="demo|gone", left_on=date(2024, 1, 31)),
        await make.person(subject="demo|future"),
        await make.person(subject="real"),
    )
    for person in (real, gone, second, first, future):
        grant = await make.grant(person, Role.AUDITOR)
        grant.starts_at = {first: LONG_AGO, second: LONG_AGO + days(1), future: NOW + days(1)}.get(person, LONG_AGO)
    await make.grant(second, Role.PERSONNEL)
    await session.flush()

    found = await queries.one_person_per_role(await session.connection(), NOW, "demo|")

    assert found == [
        (Role.PERSONNEL, second.full_name, second.subject),
        (Role.AUDITOR, first.full_name, first.subject),
    ]
