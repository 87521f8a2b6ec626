import time

import pytest
from graphql import build_schema, get_introspection_query, parse, validate

from schema.limits import CEILING, CostMeter, Limits, fragments_in_order, limit_rules, lists_are_short

SDL = """
type Query { node: Thing things: [Thing] grid: [[Thing]] nodes(ids: [ID!]!): [Thing]
  items(first: Int, last: Int, ids: [ID!], note: String): ThingConnection
  few(first: Int = 5): ThingConnection text: String either: Either }
type Thing { id: ID node: Thing things: [Thing] items(first: Int, last: Int): ThingConnection }
union Either = Thing
type ThingConnection { edges: [ThingEdge] nodes: [Thing] pageInfo: PageInfo totalCount: Int }
type ThingEdge { cursor: String node: Thing }
type PageInfo { endCursor: String }
"""
SCHEMA = build_schema(SDL)
LIMITS = Limits()


def exceeded(text, limits=LIMITS):
    errors = validate(SCHEMA, parse(text), limit_rules(limits))
    return [error.extensions.get("limit", error.extensions["code"]) for error in errors]


def cost(text, **variables):
    document = parse(text)
    meter = CostMeter(SCHEMA, variables, LIMITS)
    return meter.cost(document.definitions[0], fragments_in_order(document))


def bomb(levels):
    fragments = "".join(f"fragment F{n} on Thing{{node{{...F{n - 1} ...F{n - 1}}}}}" for n in range(1, levels))
    return f"{{node{{...F{levels - 1}}}}}fragment F0 on Thing{{id}}{fragments}"


def nested(depth):
    return "{" + "node{" * (depth - 1) + "id" + "}" * depth


def directives(count):
    return "{ text " + "@include(if: true) " * count + "}"


@pytest.mark.parametrize(
    ("within", "beyond", "limit"),
    [
        (nested(12), nested(13), "depth"),
        (
            "{ node {" + " ".join(f"a{n}: id" for n in range(30)) + "} }",
            "{ node {" + " ".join(f"a{n}: id" for n in range(31)) + "} }",
            "aliases",
        ),
        ("{" + "text " * 20 + "}", "{" + "text " * 21 + "}", "root_fields"),
        (directives(50), directives(51), "directives"),
        ("{ node {" + "id " * 1999 + "} }", "{ node {" + "id " * 2000 + "} }", "fields"),
        (
            f"{{ nodes(ids: {['a'] * 100}) {{ id }} }}".replace("'", '"'),
            f"{{ nodes(ids: {['a'] * 101}) {{ id }} }}".replace("'", '"'),
            "list_items",
        ),
    ],
)
def test_limit_is_the_largest_allowed_value(within, beyond, limit):
    assert exceeded(within) == []
    assert exceeded(beyond) == [limit]


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        (
            "{ node { ...A ...A ...A ...A } } fragment A on Thing { a: id b: id c: id d: id e: id f: id g: id h: id }",
            "aliases",
        ),
        (
            "{ ...A ...A ...A } fragment A on Query { ...B ...B } fragment B on Query { text text text text }",
            "root_fields",
        ),
        ("{ ... { ... on Query {" + "text " * 21 + "} } }", "root_fields"),
        ("{ node { ...A } } fragment A on Thing {" + nested(12)[1:], "depth"),
        ("{ ...A ...A } fragment A on Query { text " + "@include(if: true) " * 26 + "}", "directives"),
        ("query ($a: Int " + "@x " * 51 + ") { text }", "directives"),
        ("query " + "@x " * 51 + "{ text }", "directives"),
    ],
)
def test_fragments_do_not_hide_anything(text, limit):
    assert exceeded(text) == [limit]


def test_every_operation_is_measured():
    assert exceeded("query A { text } query B " + nested(13)) == ["depth"]


def test_nul_in_a_string_literal():
    assert exceeded('{ items(note: "a\\u0000b") { totalCount } }') == ["BAD_USER_INPUT"]


def test_messages_are_vietnamese_and_english():
    (error,) = validate(SCHEMA, parse(nested(13)), limit_rules(LIMITS))

    assert error.code == "OPERATION_TOO_COMPLEX"
    assert error.text.vi == "Truy vấn lồng sâu hơn 12 tầng."
    assert error.message == "The operation is more than 12 levels deep."
    assert error.extensions == {"code": "OPERATION_TOO_COMPLEX", "limit": "depth", "allowed": 12}


def test_fragment_bomb_is_refused_quickly():
    text = bomb(22)
    document = parse(text)
    assert len(text) < 1000

    started = time.process_time()
    errors = validate(SCHEMA, document, limit_rules(LIMITS))
    spent = time.process_time() - started  # work done, not time passed; unbounded it would be half a minute

    assert [error.extensions["limit"] for error in errors] == ["depth", "fields"]
    assert spent < 1


def test_counts_stop_growing_at_the_ceiling():
    assert cost(bomb(60)) == CEILING


def test_fragment_cycle_ends():
    cycle = "{ ...A } fragment A on Query { ...B text } fragment B on Query { ...A text ...B }"

    assert exceeded(cycle) == []
    assert [node.name.value for node in fragments_in_order(parse(cycle))] == ["B", "A"]
    assert cost(cycle) == 0


def test_long_chain_of_fragments_does_not_overflow_the_stack():
    chain = "".join(f"fragment F{n} on Query{{...F{n + 1}}}" for n in range(3000))
    document = parse("{...F0}" + chain + "fragment F3000 on Query{text}")

    names = [node.name.value for node in fragments_in_order(document)]

    assert (names[0], names[-1], len(names)) == ("F3000", "F0", 3001)


def test_rules_are_built_once():
    assert limit_rules(Limits()) is limit_rules(Limits())


def test_introspection_is_free_and_may_be_deep():
    text = get_introspection_query()

    assert exceeded(text) == []
    assert cost(text) == 0


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{ text __typename }", 0),
        ("{ node { id } }", 1),
        ("{ items { totalCount } }", 1),
        ("{ items { nodes { id } } }", 1 + 20),
        ("{ items(first: 5) { nodes { id } } }", 1 + 5),
        ("{ items(last: 7) { edges { cursor node { id } } } }", 1 + 7),
        ("{ items(first: 3) { nodes { node { id } } pageInfo { endCursor } } }", 1 + 3 * 2 + 1),
        ("{ items(first: 3) { ...C } } fragment C on ThingConnection { ... on ThingConnection { nodes { id } } }", 4),
        ("{ items(first: null) { nodes { id } } }", 21),
        ("{ few { nodes { id } } }", 1 + 5),
        ("{ items(first: 1000000) { nodes { id } } }", 1 + 100),
        ("{ items(first: 99999999999999999999) { nodes { id } } }", 1 + 100),
        ("{ items(first: 0) { nodes { id } } }", 1 + 1),
        ("{ items(first: -5) { nodes { id } } }", 1 + 1),
        ("{ things { id } }", 20),
        ("{ grid { id } }", 400),
        ('{ nodes(ids: ["a", "b", "c"]) { id } }', 3),
        ("{ things { things { things { things { id } } } } }", 20 + 400 + 8_000 + 160_000),
        ("{ items(first: 100) { nodes { items(first: 100) { nodes { id } } } } }", 1 + 100 * (1 + 1 + 100)),
        ("{ either { ... on Thing { node { id } } } }", 2),
    ],
)
def test_cost_counts_objects(text, expected):
    assert cost(text) == expected


@pytest.mark.parametrize(
    ("variables", "expected"),
    [({}, 21), ({"n": 4}, 5), ({"n": 1_000_000}, 101), ({"n": -1}, 2), ({"n": None}, 21)],
)
def test_cost_reads_variables(variables, expected):
    assert cost("query ($n: Int) { items(first: $n) { nodes { id } } }", **variables) == expected


def test_cost_reads_the_default_behind_a_missing_variable():
    assert cost("query ($n: Int) { few(first: $n) { nodes { id } } }") == 6


@pytest.mark.parametrize(
    ("values", "short"),
    [
        ([["a"] * 100], True),
        ([["a"] * 101], False),
        ([{"deep": [{"list": [1] * 101}]}], False),
        (["a" * 1000, 1, None], True),
    ],
)
def test_lists_in_variables(values, short):
    assert lists_are_short(values, LIMITS) is short
