"""Statements are planned by shape, never by values: SQL holds none, and requests that differ in them share a plan."""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations, islice, product
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.actor import ANONYMOUS, ROUND_ROLES, SYSTEM, UNIT_ROLES, Actor, Grant, Role
from domain.reading import plan, viewer
from domain.reading.pages import SortKey
from domain.reading.source import RowFilter
from domain.reading.statement import Statement, written_for
from schema.bindings import BINDING, ENTITIES, Column, Entity, ToConnection, ToOne
from schema.filters import CONDITION
from schema.limits import Limits
from schema.operations import DocumentCache, Prepared, prepare
from schema.pagination import write_cursor
from schema.planning.operation import MAX_SHAPES, Operation, Planned
from schema.root import Query, graphql_schema

ONE, OTHER, THIRD = (UUID(int=0x0190_0000_0000_7000_8000_0000_0000_0000 + number) for number in (1, 2, 3))
PERSONNEL = Actor(person_id=ONE, unit_id=OTHER, grants=frozenset({Grant(Role.PERSONNEL)}))
LEADER = Actor(person_id=ONE, unit_id=OTHER, grants=frozenset({Grant(Role.UNIT_LEADER, unit_id=OTHER)}))


# -- Of the viewer: everything that decides is in `viewer.shape`.


def bindings() -> Iterator[tuple[Entity, Any]]:
    """Every binding that leads to a type or is of one, the lists of the whole system too."""
    for entity in ENTITIES.values():
        yield from ((entity, binding) for binding in entity.bindings.values())
    roots = [each.metadata.get(BINDING) for each in Query.__strawberry_definition__.fields]
    yield from ((ENTITIES[each.target], each) for each in roots if isinstance(each, ToConnection))


def masks() -> Iterator[tuple[str, RowFilter | None]]:
    """Every mask, beside the type whose rows it looks at: of fields, of what rows lead to, of filters and of orders."""
    for entity, binding in bindings():
        match binding:
            case Column(_, mask) | ToOne(_, Column(_, mask)):
                yield entity.name, mask
            case ToConnection(target, filters, ordering):
                yield from ((target, order.mask) for order in ordering.fields.values())
                for field in filters.__strawberry_definition__.fields if filters else ():
                    yield target, field.metadata[CONDITION].mask


MASKS = sorted({each for each in masks() if each[1] is not None}, key=str)


def everything(actor: Actor) -> Statement:
    """One statement with the visible rows of every type, and a value behind every mask."""
    fields: list[tuple[str, plan.Part]] = []
    for name, entity in ENTITIES.items():
        key, of_type = entity.source.key, [mask for named, mask in MASKS if named == name]
        shape = plan.Object(tuple((f"m{at}", plan.Value(key, mask)) for at, mask in enumerate(of_type)))
        fields.append((name, plan.Many(entity.source, (SortKey(key),), shape)))
    return written_for(plan.Object(tuple(fields)), actor)


def grants(ids: list[UUID], kinds: set[tuple[Role, bool]]) -> Iterator[Grant]:
    """Grants of some kinds: roles, for one of the ids each or for nothing."""
    for role, is_limited in kinds:
        for key in ids if is_limited else [None]:
            in_unit, in_round = (key if role in UNIT_ROLES else None), (key if role in ROUND_ROLES else None)
            yield Grant(role, in_unit, in_round)


KINDS = st.sets(st.tuples(st.sampled_from(Role), st.booleans()), max_size=5)
IDS = st.lists(st.uuids(), min_size=1, max_size=3)
PLACES = st.none() | st.uuids()


@settings(max_examples=12, derandomize=True)
@given(KINDS, st.tuples(st.uuids(), PLACES, IDS), st.tuples(st.uuids(), PLACES, IDS), st.none() | st.integers(1, 9))
@pytest.mark.slow
def test_viewers_of_one_shape_read_by_the_same_sql(kinds, one_is, twin_is, version):
    # Of which rounds an evaluator is, and whether of any, is a value; so is where a person works.
    other_kinds = {(role, is_limited != (role in ROUND_ROLES)) for role, is_limited in kinds}
    (person, place, ids), (other, other_place, other_ids) = one_is, twin_is
    one = Actor(person, "A", place, frozenset(grants(ids, kinds)), rights_version=version)
    twin = Actor(other, "B", other_place, frozenset(grants(other_ids, other_kinds)), rights_version=version and 10)

    assert viewer.shape(one) == viewer.shape(twin)
    written = everything(one)
    assert written == everything(twin)
    assert [key for key in (person, *ids) if str(key) in written.sql or key.hex in written.sql] == []


def test_viewers_of_other_shapes_read_by_other_sql():
    actors = [ANONYMOUS, SYSTEM, PERSONNEL, LEADER, replace(LEADER, grants=frozenset())]

    assert {name for name, _ in MASKS} >= {"Person", "AuditEntry"}
    assert len({viewer.shape(actor) for actor in actors}) == len(actors)
    assert len({everything(actor).sql for actor in actors}) == len(actors)


# -- Of the request: which filters, which order, which end, what the conditions let through.


def prepared(cache: DocumentCache, document: str, variables: dict[str, Any]) -> Prepared:
    """An operation that may run."""
    found = prepare(graphql_schema, document, None, variables, limits=Limits(), cache=cache)
    assert isinstance(found, Prepared), found
    return found


def planned(cache: DocumentCache, document: str, variables: dict[str, Any], actor: Actor = PERSONNEL) -> Planned:
    """How an operation is read."""
    found = prepared(cache, document, variables)
    return found.operation.planned(found.operation.request(found.variables, actor))


def unit(key: UUID) -> str:
    """The id of a unit."""
    return f"Unit:{key}"


LIST = """query($n: Int, $last: Int, $after: String, $search: String, $type: [UnitType!], $parentId: ID,
  $toBeConfirmed: Boolean, $order: UnitOrder, $more: Boolean = false) {
  units(first: $n, last: $last, after: $after, orderBy: $order,
    filter: {search: $search, type: $type, parentId: $parentId, toBeConfirmed: $toBeConfirmed}) {
    totalCount @include(if: $more) nodes { name } } }"""
CURSORS = {name: write_cursor("CODE+", [name, key]) for name, key in (("QXZ-913", ONE), ("WVU-827", OTHER))}

#: Documents, each with two sets of variables that differ in values only, and what of them must not be in SQL.
SAME = {
    "page size, search, enumeration, id": (
        LIST,
        {"n": 37, "search": "tìm7261", "type": ["VIEN"], "parentId": unit(ONE)},
        {"n": 41, "search": "'; DROP", "type": ["CUC", "BAO"], "parentId": unit(OTHER)},
        ["37", "41", "tìm7261", "DROP", "VIEN", "BAO", str(ONE), str(OTHER)],
    ),
    "cursor": (
        LIST,
        {"after": CURSORS["QXZ-913"], "toBeConfirmed": True},
        {"after": CURSORS["WVU-827"], "toBeConfirmed": False},
        ["QXZ-913", "WVU-827", str(ONE), str(OTHER), *CURSORS.values()],
    ),
    "decimal": (
        "query($a: Decimal, $b: Decimal) { resultEntries(filter: {scoreFrom: $a, scoreBelow: $b}) { totalCount } }",
        {"a": "61.259873", "b": "73"},
        {"a": "0.5", "b": "79"},
        ["61.259873", "73", "79", "0.5"],
    ),
    "moment": (
        "query($a: DateTime) { rounds(filter: {closesFrom: $a}) { nodes { name } } }",
        {"a": "2031-05-17T03:21:09Z"},
        {"a": "2032-06-18T04:22:10+07:00"},
        ["2031", "2032", "03:21", "04:22"],
    ),
    "id": (
        "query($id: ID!) { initiative(id: $id) { title } node(id: $id) { __typename } }",
        {"id": f"Initiative:{ONE}"},
        {"id": f"Initiative:{OTHER}"},
        [str(ONE), ONE.hex, str(OTHER)],
    ),
    "ids": (
        "query($ids: [ID!]!) { nodes(ids: $ids) { id } }",
        {"ids": [unit(ONE), f"Person:{OTHER}", unit(OTHER)]},
        {"ids": [f"Person:{ONE}", "nothing", unit(THIRD)]},
        [str(ONE), str(OTHER), str(THIRD), "nothing"],
    ),
}


@pytest.mark.parametrize("case", SAME)
def test_values_are_not_in_sql_and_share_a_plan(case):
    document, one, other, values = SAME[case]
    cache = DocumentCache()

    first, second = planned(cache, document, one), planned(cache, document, other)

    assert first is second
    assert [value for value in values if re.search(rf"(?<![\w$.]){re.escape(value)}\b", first.statement.sql)] == []
    assert len(first.statement.parameters) > 0


def test_values_in_the_document_are_not_in_sql_either():
    document = f"""{{ units(first: 37, after: "{CURSORS["QXZ-913"]}", filter: {{search: "tìm7261", type: [VIEN]}}) {{
      nodes {{ name }} }} node(id: "{unit(ONE)}") {{ id }} }}"""

    found = planned(DocumentCache(), document, {})

    for value in ("37", "QXZ-913", "tìm7261", "VIEN", str(ONE), CURSORS["QXZ-913"]):
        assert not re.search(rf"(?<![\w$.]){re.escape(value)}\b", found.statement.sql)


def test_another_viewer_of_the_same_shape_shares_the_plan():
    cache = DocumentCache()
    colleague = replace(LEADER, person_id=THIRD, unit_id=THIRD, grants=frozenset({Grant(Role.UNIT_LEADER, THIRD)}))

    assert planned(cache, LIST, {}, LEADER) is planned(cache, LIST, {}, colleague)
    assert planned(cache, LIST, {}, LEADER) is not planned(cache, LIST, {}, PERSONNEL)
    assert planned(cache, LIST, {}, LEADER) is not planned(cache, LIST, {}, replace(LEADER, rights_version=1))


def test_every_other_shape_has_a_plan_of_its_own():
    order = {"field": "NAME", "direction": "ASC"}
    shapes: list[dict[str, Any]] = [
        {},
        {"search": "a"},
        {"type": ["VIEN"]},
        {"search": "a", "type": ["VIEN"]},
        {"order": order},
        {"order": {**order, "direction": "DESC"}},
        {"last": 3},
        {"after": CURSORS["QXZ-913"]},
        {"more": True},
    ]
    cache = DocumentCache()

    plans = [planned(cache, LIST, variables) for variables in shapes]

    assert len({id(each) for each in plans}) == len(shapes)
    assert len({each.statement.sql for each in plans}) == len(shapes)
    assert [planned(cache, LIST, variables) for variables in shapes] == plans


def test_null_and_defaults_are_what_was_not_given():
    cache, default = DocumentCache(), {"order": {"field": "CODE", "direction": "ASC"}}

    first = planned(cache, LIST, {})

    assert planned(cache, LIST, {"search": None, "type": None, "order": None, "n": None}) is first
    assert planned(cache, LIST, {**default, "n": 20, "more": False}) is first


def test_ids_of_other_types_have_a_plan_of_their_own():
    cache, document = DocumentCache(), "query($ids: [ID!]!) { nodes(ids: $ids) { id } }"

    plans = [planned(cache, document, {"ids": ids}) for ids in ([unit(ONE)], [f"Person:{ONE}"], ["nothing"])]

    assert len({each.statement.sql for each in plans}) == 3


# -- What is remembered is bounded.


def shapes() -> Iterator[dict[str, Any]]:
    """More sets of variables with shapes of their own than are remembered."""
    given = {"search": "a", "type": ["VIEN"], "parentId": unit(ONE), "toBeConfirmed": True}
    chosen = [dict(each) for size in range(5) for each in combinations(given.items(), size)]
    orders = [{"field": field, "direction": way} for field in ("CODE", "NAME") for way in ("ASC", "DESC")]
    yield from ({**each, "order": order, **end} for each, order, end in product(chosen, orders, ({}, {"last": 3})))


def test_the_shapes_unused_for_longest_are_forgotten():
    cache = DocumentCache()
    first, second, *others, last = islice(shapes(), MAX_SHAPES + 1)
    plans = [planned(cache, LIST, variables) for variables in (first, second, *others)]

    assert planned(cache, LIST, first) is plans[0]
    planned(cache, LIST, last)

    assert planned(cache, LIST, first) is plans[0]
    assert planned(cache, LIST, others[-1]) is plans[-1]
    assert planned(cache, LIST, second) is not plans[1]


def test_the_costs_of_pages_are_remembered_up_to_a_bound():
    cache = DocumentCache()
    found = [prepared(cache, LIST, {"n": size}) for size in range(1, 101)]

    assert [each.cost for each in found] == list(range(2, 102))
    (operation,) = {each.operation for each in found}
    assert isinstance(operation, Operation)
    assert len(operation._costs) == MAX_SHAPES  # noqa: SLF001 -- what it forgets cannot be told from outside


def test_plans_are_forgotten_with_their_document():
    cache = DocumentCache(entries=1)

    first = planned(cache, LIST, {})
    assert planned(cache, LIST, {}) is first
    planned(cache, "{ units { totalCount } }", {})

    assert planned(cache, LIST, {}) is not first
