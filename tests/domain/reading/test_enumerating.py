"""A choice between ways to few rows, written as the keys of those rows: the same rows, and only where all are few."""

from collections.abc import AsyncIterator
from dataclasses import replace
from itertools import permutations
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import ColumnElement, and_, or_, select, true
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from domain.actor import ANONYMOUS, SYSTEM, Actor, Grant, Role
from domain.initiatives.model import Initiative
from domain.initiatives.queries import INITIATIVES
from domain.people.queries import PEOPLE
from domain.reading import viewer
from domain.reading.enumerating import enumerated
from domain.reading.source import Source
from domain.reading.viewer import any_of, few
from domain.results.queries import RESULT_ENTRIES
from schema.root import graphql_schema
from tests.conftest import rolled_back
from tests.support import adversarial_world, plain_rows
from tests.support.plain_rows import KEPT, Rows

#: Where a list may be made of the few rows that there are for a viewer.
ENUMERATED = {"Person", "Initiative", "OfficialDocument", "ResultEntry", "ScoreSheet"}
#: Conditions over initiatives: many fulfil the first, few the others, as far as the tests tell.
MANY = Initiative.title.is_not(None)
MINE, OURS = few(Initiative.created_by_id == viewer.person), few(viewer.among(Initiative.unit_id, viewer.led_units))
OLD = few(Initiative.state.in_(["WITHDRAWN", "SCORED", "SUBMITTED"]))
WAYS = {"mine": MINE, "ours": OURS, "old": OLD}
SOMEBODY = UUID(int=1)


@pytest.fixture(scope="module")
async def connection(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    async with rolled_back(engine) as connection:
        await adversarial_world.furnish(connection)
        yield connection


@pytest.fixture(scope="module")
async def rows(connection: AsyncConnection) -> Rows:
    return await plain_rows.load(connection)


async def kept(connection: AsyncConnection, source: Source, condition: ColumnElement[bool], actor: Actor) -> list[Any]:
    """The keys of the rows that fulfil a condition, each as often as it is found."""
    found = await connection.execute(select(source.key).where(condition), viewer.values(actor))
    return sorted(found.scalars())


def is_as_it_was(condition: ColumnElement[bool], source: Source = INITIATIVES) -> bool:
    return str(enumerated(source, condition)) == str(condition)


def enumerations(condition: ColumnElement[bool], source: Source = INITIATIVES) -> int:
    """How many lists of keys a condition is written with."""
    return str(enumerated(source, condition)).count(f"{source.key} = ANY (array(")


@pytest.mark.slow
async def test_every_filter_keeps_the_same_rows(connection, rows):
    seen_in_part = set()

    for name, actor in adversarial_world.actors(rows).items():
        for of, entity in KEPT.items():
            condition = entity.source.visible(actor)
            written = enumerated(entity.source, condition)
            if not written.compare(condition):
                expected = await kept(connection, entity.source, condition, actor)
                assert await kept(connection, entity.source, written, actor) == expected, (of, name)
                seen_in_part |= {of} if 0 < len(expected) < len(rows[of]) else set()

    assert seen_in_part == ENUMERATED


@pytest.mark.parametrize("names", list(permutations(WAYS)), ids=" ".join)
async def test_rows_found_in_several_ways_are_kept_once(connection, rows, names):
    ways = [WAYS[name] for name in names]
    for name in ("unit_leader", "leader who judges", "anonymous"):
        actor = adversarial_world.actors(rows)[name]
        for condition in (or_(*ways), and_(MANY, or_(*ways)), and_(or_(*ways[:2]), or_(*ways[1:]))):
            expected = await kept(connection, INITIATIVES, condition, actor)
            assert len(set(expected)) == len(expected)
            assert await kept(connection, INITIATIVES, enumerated(INITIATIVES, condition), actor) == expected


async def test_more_than_one_way_leads_to_some_row(connection, rows):
    actor = adversarial_world.actors(rows)["unit_leader"]
    ways = [set(await kept(connection, INITIATIVES, way, actor)) for way in (MINE, OURS, OLD)]

    assert all(ways)
    assert ways[1] & ways[2]


@pytest.mark.parametrize(
    "condition",
    [
        or_(MINE, MANY),
        any_of(MINE, OURS, MANY),
        any_of(MINE),
        any_of(MINE, None),
        any_of(),
        MINE,
        and_(MINE, OURS),
        and_(MINE, or_(MANY, OURS)),
        or_(and_(MINE, OURS), OLD),
        ~or_(MINE, OURS),
        true(),
    ],
    ids=str,
)
def test_a_condition_stays_as_it_is_unless_every_way_is_few(condition):
    assert is_as_it_was(condition)


@pytest.mark.parametrize(
    ("condition", "lists"),
    [
        (or_(MINE, OURS), 1),
        (any_of(MINE, None, OURS, OLD), 1),
        (and_(MANY, or_(MINE, OURS)), 1),
        (and_(MANY, and_(MANY, or_(MINE, OURS))), 1),
        (and_(or_(MINE, OURS), or_(MINE, MANY)), 1),
        (and_(or_(MINE, OURS), or_(OURS, OLD)), 2),
        (or_(MINE, OURS).self_group(), 1),
    ],
    ids=str,
)
def test_every_choice_between_few_becomes_a_list_of_keys(condition, lists):
    assert enumerations(condition) == lists


@pytest.mark.parametrize("actor", [ANONYMOUS, SYSTEM, Actor(SOMEBODY, grants=frozenset({Grant(Role.AUDITOR)}))])
def test_who_sees_all_or_nothing_needs_no_list_of_keys(actor):
    assert is_as_it_was(PEOPLE.visible(actor), PEOPLE)


def test_who_sees_few_has_one():
    leader = Actor(SOMEBODY, grants=frozenset({Grant(Role.UNIT_LEADER, SOMEBODY)}))

    assert enumerations(PEOPLE.visible(leader), PEOPLE) == 1
    assert enumerations(RESULT_ENTRIES.visible(leader), RESULT_ENTRIES) == 1
    assert is_as_it_was(PEOPLE.visible(replace(leader, grants=frozenset())), PEOPLE)


def test_every_type_is_looked_at():
    nodes = {kind.name for kind in graphql_schema.get_possible_types(graphql_schema.type_map["Node"])}
    # What follows from facts is rows of views that nobody looks up by id.
    assert set(KEPT) == nodes | {"Conflict", "RoundConflict", "UnitStanding"}
