"""Which execution answers an operation and why it was not the compiled one; what mutation payloads show, in both.

A deed is done twice, each time undone: what its payload shows is the same, read by a statement or by batch loaders.
"""

import json
import re
from collections.abc import AsyncIterator
from typing import Any

import pytest
import strawberry
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from domain import ids
from domain.actor import Actor, Role
from domain.awards.model import Nomination
from domain.awards.rules import NominationState
from domain.clock import at
from domain.database import Database
from domain.initiatives.rules import InitiativeState
from schema.context import context_for
from schema.fields import computed
from schema.limits import Limits
from schema.operations import COMPILED, REFERENCE, DocumentCache, Outcome, Prepared, execute, prepare
from schema.root import graphql_schema
from schema.texts import T
from tests.conftest import TransactionDatabase, rolled_back
from tests.support import awards, initiatives, matrix_world
from tests.support.awards import Scene
from tests.support.factories import NOW, Factory

#: More ids than `nodes` takes, let through by limits of the operation that are wider than those of a server.
WIDE = Limits(list_items=200)
TOO_MANY = {"ids": ["Unit:x"] * 101}
SOMETIMES = "query($yes: Boolean!) { units { totalCount } __schema @include(if: $yes) { __typename } }"
NODES = "query($ids: [ID!] = []) { nodes(ids: $ids) { id } }"


@pytest.fixture
async def connection(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    async with rolled_back(engine) as connection:
        yield connection


@pytest.fixture
def database(connection: AsyncConnection) -> Database:
    return TransactionDatabase(connection)


async def outcome_of(database: Database, actor: Actor, document: str, given: Any = None, *, is_compiled=True):
    """Run an operation with limits that let more ids through than `nodes` takes."""
    prepared = prepare(graphql_schema, document, None, given, limits=WIDE, cache=DocumentCache(), language="en")
    assert isinstance(prepared, Prepared), prepared
    return await execute(prepared, context_for(actor, database, "en", is_compiled=is_compiled))


def body_of(outcome: Outcome) -> str:
    """The answer as text, so that the order of its keys counts."""
    data = outcome.data if outcome.raw is None else json.loads(outcome.raw)
    return json.dumps({"data": data, "errors": outcome.errors}, ensure_ascii=False)


def codes(outcome: Outcome) -> list[tuple[str, Any]]:
    return [(error["extensions"]["code"], error.get("path")) for error in outcome.errors]


# -- Queries.


@pytest.mark.parametrize(
    ("document", "variables", "reason"),
    [
        ("{ __schema { queryType { name } } units { totalCount } }", None, "introspection"),
        ('{ __type(name: "Unit") { name } }', None, "introspection"),
        (SOMETIMES, {"yes": True}, "introspection"),
        (NODES, TOO_MANY, "a refused argument of a field that cannot be null"),
        (NODES, {"ids": None}, "a refused argument of a field that cannot be null"),
    ],
)
async def test_what_cannot_be_planned_is_read_by_the_reference_execution(database, make, document, variables, reason):
    actor = await make.actor()

    outcome = await outcome_of(database, actor, document, variables)

    assert (outcome.way, outcome.reason, outcome.raw, outcome.statement) == (REFERENCE, reason, None, "")
    assert body_of(outcome) == body_of(await outcome_of(database, actor, document, variables, is_compiled=False))


@pytest.mark.parametrize(
    ("document", "variables"),
    [
        ("{ __typename units { __typename totalCount } }", None),
        (SOMETIMES, {"yes": False}),
        (NODES, {"ids": TOO_MANY["ids"][1:]}),
        (NODES, {}),
        ('{ unit(id: "x") { name } node(id: "y") { id } }', None),
    ],
)
async def test_everything_else_is_read_by_one_statement(database, make, statements, document, variables):
    actor = await make.actor()
    statements.clear()

    outcome = await outcome_of(database, actor, document, variables)

    assert (outcome.way, outcome.reason, outcome.errors) == (COMPILED, "", [])
    assert statements.statements == [outcome.statement]
    assert body_of(outcome) == body_of(await outcome_of(database, actor, document, variables, is_compiled=False))


async def test_refused_nodes_leave_nothing(database, make: Factory):
    outcome = await outcome_of(database, await make.actor(), NODES, TOO_MANY)

    assert (outcome.data, codes(outcome)) == (None, [("BAD_USER_INPUT", ["nodes"])])
    assert outcome.errors[0]["message"] == "At most 100 ids."


async def test_reads_can_be_switched_off(database, make: Factory):
    outcome = await outcome_of(database, await make.actor(), "{ units { totalCount } }", is_compiled=False)

    assert (outcome.way, outcome.reason) == (REFERENCE, "switched off")


# -- Payloads.

DEEP = """id state version movement { code phases { code } } createdBy { id fullName }
  initiative { title currentRevision { summary authors { percent person { fullName unit { code parent { code } } } } }
    reviews(first: 2) { totalCount nodes { reason } pageInfo { hasNextPage } }
    standings { edges { cursor node { place } } } }"""
REFUSED = """initiative { title reviews(first: 0) { totalCount } few: revisions(first: 101) { totalCount }
  standings(after: "junk") { totalCount } unit { code both: children(first: 1, last: 1) { totalCount } } }"""
ERRORS = "userErrors { __typename code rule path message }"


async def proposing(make: Factory, of: Scene, state: NominationState = NominationState.APPRAISED) -> dict[str, Any]:
    """Variables for deeds on two nominations, `a` and `b`, and on both (`all`)."""
    made: list[Nomination] = [
        await awards.nomination(make, each, state=state) for each in (of, await awards.another(make, of))
    ]
    a, b = ({"nominationId": f"Nomination:{each.id}", "expectedVersion": 1} for each in made)
    return {"a": a, "b": b, "all": {"items": [{**each, "verdict": "APPROVED"} for each in (a, b)]}}


async def both(database: Database, connection: AsyncConnection, actor: Actor, document: str, given: Any) -> Outcome:
    """Do a deed in both ways, and undo it; the answers must be equal. Returns the outcome of the compiled way."""
    outcomes = []
    for is_compiled in (True, False):
        async with matrix_world.undone(connection):
            with at(NOW), ids.seeded(1):
                outcomes.append(await outcome_of(database, actor, document, given, is_compiled=is_compiled))
    compiled, reference = outcomes
    assert body_of(compiled) == body_of(reference)
    assert [(each.way, each.reason) for each in outcomes] == [(COMPILED, ""), (REFERENCE, "switched off")]
    return compiled


def variables_of(document: str, given: dict[str, Any], input: str) -> tuple[str, dict[str, Any]]:
    """A document that declares the variables it uses, and their values."""
    used = [name for name in given if re.search(rf"\${name}\b", document)]
    kinds = {"all": "DecideNominationsInput!", "skip": "Boolean!"}
    declared = ", ".join(f"${name}: {kinds.get(name, input)}" for name in used)
    return f"mutation({declared}) {document}", {name: given[name] for name in used}


#: What Personnel does with two dossiers that were appraised.
PROPOSALS = {
    "userErrors only": f"{{ proposeNomination(input: $a) {{ {ERRORS} }} }}",
    "one": "{ proposeNomination(input: $a) { nomination { state } } }",
    "deep": f"{{ proposeNomination(input: $a) {{ nomination {{ {DEEP} }} {ERRORS} }} }}",
    "type names": "{ __typename proposeNomination(input: $a) { __typename nomination { __typename } } }",
    "aliases of the deed": """{ first: proposeNomination(input: $a) { nomination { state } }
      second: proposeNomination(input: $b) { nomination { id version initiative { title } } } }""",
    "aliases of the payload's field": """{ proposeNomination(input: $a) { x: nomination { state } userErrors { code }
      y: nomination { id unit { code } } nomination { version } } }""",
    "fields that merge": """{ proposeNomination(input: $a) { nomination { state unit { code } } }
      proposeNomination(input: $a) { nomination { unit { name } } } }""",
    "skipped": "{ proposeNomination(input: $a) { nomination @skip(if: $skip) { state } userErrors { code } } }",
    "included": """{ proposeNomination(input: $a) { nomination @include(if: $skip) { state
      unit @skip(if: $skip) { code } form @include(if: $skip) { name } } } }""",
    "fragments": """{ ...D } fragment D on Mutation { proposeNomination(input: $a) { ...P
      ... on ProposeNominationPayload { nomination { id } } } }
      fragment P on ProposeNominationPayload { nomination { ...N } userErrors { ...E } }
      fragment N on Nomination { state ... on Node { id } ... { unit { ...U } } person { unit { ...U } } }
      fragment U on Unit { code } fragment E on UserError { code ... on StaleVersionError { __typename } }""",
    "refused arguments": f"{{ proposeNomination(input: $a) {{ nomination {{ state {REFUSED} }} }} }}",
}
#: How many fields show something of what was made, where it is not one.
SHOWN = {"userErrors only": 0, "skipped": 0, "aliases of the deed": 2, "aliases of the payload's field": 3}


@pytest.mark.parametrize("case", PROPOSALS)
async def test_payloads_show_the_same_by_one_statement_each(connection, database, make, statements, case):
    of = await awards.scene(make)
    given = {**await proposing(make, of), "skip": True}
    counts = []

    for name in ("userErrors only", case):
        document, variables = variables_of(PROPOSALS[name], given, "ProposeNominationInput!")
        statements.clear()
        async with matrix_world.undone(connection):
            await outcome_of(database, of.personnel, document, variables)
        counts.append(len(statements))
        outcome = await both(database, connection, of.personnel, document, variables)

    deeds = 2 if case == "aliases of the deed" else 1
    assert counts[1] == deeds * counts[0] + SHOWN.get(case, 1)
    assert len(outcome.errors) == (4 if case == "refused arguments" else 0)


async def test_refused_arguments_in_a_list_of_a_payload_stand_at_each_object(connection, database, make: Factory):
    of = await awards.scene(make)
    body = f"{{ yes: decideNominations(input: $all) {{ all: nominations {{ state {REFUSED} }} {ERRORS} }} }}"
    document, given = variables_of(body, await proposing(make, of, NominationState.PROPOSED), "")

    outcome = await both(database, connection, of.leader, document, given)

    assert [each["state"] for each in outcome.data["yes"]["all"]] == ["APPROVED", "APPROVED"]
    assert [each["initiative"]["few"] for each in outcome.data["yes"]["all"]] == [None, None]
    refused = (["few"], ["reviews"], ["standings"], ["unit", "both"])
    paths = [["yes", "all", number, "initiative", *path] for number in range(2) for path in refused]
    assert codes(outcome) == [("BAD_USER_INPUT", path) for path in paths]
    assert {len(error["locations"]) for error in outcome.errors} == {1}


async def test_a_list_of_a_payload_is_read_by_one_statement(connection, database, make: Factory, statements):
    of = await awards.scene(make)
    given = await proposing(make, of, NominationState.PROPOSED)
    counts = []

    for shown in ("", "nominations { id }", f"nominations {{ {DEEP} }}"):
        document, variables = variables_of(f"{{ decideNominations(input: $all) {{ {shown} {ERRORS} }} }}", given, "")
        statements.clear()
        async with matrix_world.undone(connection):
            await outcome_of(database, of.leader, document, variables)
        counts.append(len(statements))
        await both(database, connection, of.leader, document, variables)

    assert counts == [counts[0], counts[0] + 1, counts[0] + 1]


@pytest.mark.parametrize(
    ("doer", "state", "code"),
    [("leader", NominationState.DRAFT, "NOT_FOUND"), ("personnel", NominationState.PROPOSED, "NOT_ALLOWED")],
)
async def test_a_refused_deed_shows_nothing(connection, database, make: Factory, doer, state, code):
    of = await awards.scene(make)
    body = f"""{{ decideNominations(input: $all) {{ nominations {{ {DEEP} }} {ERRORS} }}
      again: approveNomination(input: $a) {{ nomination {{ {REFUSED} }} {ERRORS} }} }}"""
    document, given = variables_of(body, await proposing(make, of, state), "ApproveNominationInput!")

    outcome = await both(database, connection, getattr(of, doer), document, given)

    assert (outcome.data["decideNominations"]["nominations"], outcome.data["again"]["nomination"]) == ([], None)
    assert outcome.errors == []
    assert {deed["userErrors"][0]["code"] for deed in outcome.data.values()} == {code}


async def test_deeds_go_on_after_one_that_was_refused(connection, database, make: Factory):
    of = await awards.scene(make)
    body = """{ one: proposeNomination(input: $a) { nomination { state } userErrors { code } }
      two: proposeNomination(input: $a) { nomination { state } userErrors { code } }
      three: proposeNomination(input: $b) { nomination { state } userErrors { code } } }"""
    document, given = variables_of(body, await proposing(make, of), "ProposeNominationInput!")

    outcome = await both(database, connection, of.personnel, document, given)

    shown = [(deed["nomination"], [each["code"] for each in deed["userErrors"]]) for deed in outcome.data.values()]
    proposed = {"state": "PROPOSED"}
    assert shown == [(proposed, []), (None, ["STALE_VERSION"]), (proposed, [])]


async def test_what_a_deed_takes_from_the_actors_sight_is_null(connection, database, make: Factory):
    of = await initiatives.scene(make)
    submitted = await of.initiative(make, state=InitiativeState.SUBMITTED)
    document = f"""mutation($input: SendBackInitiativeInput!) {{ sendBackInitiative(input: $input) {{
      initiative {{ state reviews(first: 0) {{ totalCount }} }} {ERRORS} }} }}"""
    given = {"initiativeId": f"Initiative:{submitted.id}", "expectedVersion": 1, "reason": "Bổ sung minh chứng"}

    outcome = await both(database, connection, of.center, document, {"input": given})

    assert outcome.data == {"sendBackInitiative": {"initiative": None, "userErrors": []}}
    assert outcome.errors == []


async def test_a_deed_done_once_shows_its_payload_again(connection, database, make: Factory):
    of = await awards.scene(make)
    given = await proposing(make, of)
    keyed = {"a": {**given["a"], "idempotencyKey": "01900000-0000-7000-8000-000000000001"}}
    body = """{ one: proposeNomination(input: $a) { nomination { version } userErrors { code } }
      two: proposeNomination(input: $a) { nomination { state unit { code } } userErrors { code } } }"""
    document, variables = variables_of(body, keyed, "ProposeNominationInput!")

    outcome = await both(database, connection, of.personnel, document, variables)

    assert outcome.data == {
        "one": {"nomination": {"version": 2}, "userErrors": []},
        "two": {"nomination": {"state": "PROPOSED", "unit": {"code": of.unit.code}}, "userErrors": []},
    }


async def test_a_payload_that_cannot_be_planned_is_read_by_the_reference_execution(
    connection, database, make: Factory, monkeypatch, caplog
):
    actor = await make.actor(Role.PERSONNEL)
    unit = await make.unit()
    monkeypatch.setattr("schema.planning.operation.written_for", lambda *_args, **_options: {}["no such statement"])
    document = "mutation($input: UpdateUnitInput!) { updateUnit(input: $input) { unit { name } userErrors { code } } }"
    variables = {"input": {"unitId": f"Unit:{unit.id}", "expectedVersion": unit.version, "name": "Tên mới"}}

    outcome = await outcome_of(database, actor, document, variables)

    assert outcome.data == {"updateUnit": {"unit": {"name": "Tên mới"}, "userErrors": []}}
    assert (outcome.way, outcome.reason) == (REFERENCE, "failed: KeyError")
    assert "A compiled read failed" in caplog.text


async def test_a_field_that_needs_python_is_read_by_the_reference_execution(database, make: Factory):
    @strawberry.type
    class Query:
        answer: int = computed(lambda: 42, T("Tính bằng Python.", "Worked out by Python."))

    actor = await make.actor()
    built = strawberry.Schema(Query)._schema  # noqa: SLF001 -- Strawberry has no public name for it
    prepared = prepare(built, "{ answer }", limits=Limits(), cache=DocumentCache())
    assert isinstance(prepared, Prepared)

    outcome = await execute(prepared, context_for(actor, database))

    assert (outcome.data, outcome.way, outcome.reason) == ({"answer": 42}, REFERENCE, "Computed needs Python")
