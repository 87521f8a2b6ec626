import base64
import json

import pytest

from domain.actor import Role
from tests.support.graphql import run

JUNK_CURSORS = [
    "",
    "v1.",
    "v1.!!!",
    "v2.W10",
    "arrayconnection:-5",
    "v1." + base64.urlsafe_b64encode(b"null").decode(),
    "v1." + base64.urlsafe_b64encode(json.dumps(["CODE+", 1, 2]).encode()).decode(),
    "v1." + base64.urlsafe_b64encode(json.dumps(["NAME+", "A", "x"]).encode()).decode(),
    "v1." + base64.urlsafe_b64encode(json.dumps(["CODE+", "A", "' OR 1=1 --"]).encode()).decode(),
    "v1." + base64.urlsafe_b64encode(json.dumps(["CODE+", "A\0", "x"]).encode()).decode(),
    "v1." + base64.urlsafe_b64encode(b'["CODE+","\\ud800","x"]').decode(),
    "v1." + base64.urlsafe_b64encode(b"[" * 50_000).decode(),
    "v1." + "A" * 5_000,
]


@pytest.mark.parametrize("cursor", JUNK_CURSORS)
async def test_junk_cursor_is_bad_input(database, make, cursor):
    staff = await make.actor(Role.STAFF)

    body = await run(database, staff, "query($c: String) { units(after: $c) { nodes { id } } }", {"c": cursor})

    assert body["data"] == {"units": None}
    assert [error["extensions"]["code"] for error in body["errors"]] == ["BAD_USER_INPUT"]


@pytest.mark.parametrize("arguments", ["first: 0", "first: -1", "first: 101", "last: 101", "first: 1, last: 1"])
async def test_page_size_out_of_bounds_is_bad_input(database, make, arguments):
    staff = await make.actor(Role.STAFF)

    body = await run(database, staff, f"{{ units({arguments}) {{ nodes {{ id }} }} }}")

    assert [error["extensions"]["code"] for error in body["errors"]] == ["BAD_USER_INPUT"]


@pytest.mark.parametrize(
    "global_id",
    ["", "x", "Unit:1", "Nothing:01900000-0000-7000-8000-000000000000", "Unit:" + "0" * 10_000, "Unit:\u0000"],
)
async def test_node_with_a_foreign_id_is_null(database, make, global_id):
    staff = await make.actor(Role.STAFF)

    body = await run(
        database, staff, "query($id: ID!) { node(id: $id) { id } unit(id: $id) { id } }", {"id": global_id}
    )

    assert body == {"data": {"node": None, "unit": None}}


@pytest.mark.parametrize(("reads", "cost"), [("compiled", 1), ("reference", 2)])
async def test_nodes_come_in_the_order_asked_with_one_statement_or_one_per_type(
    database, make, statements, reads, cost
):
    unit, other = await make.unit(), await make.unit()
    staff = await make.actor(Role.STAFF, unit=unit)
    ids = [f"Unit:{other.id}", f"Person:{staff.person_id}", "Unit:nothing", f"Unit:{unit.id}"]
    statements.clear()

    document = "query($ids: [ID!]!) { nodes(ids: $ids) { id __typename } }"
    body = await run(database, staff, document, {"ids": ids}, reads=reads)

    assert [node and node["id"] for node in body["data"]["nodes"]] == [ids[0], ids[1], None, ids[3]]
    assert len(statements) == cost


async def test_more_than_a_hundred_nodes_are_refused(database, make):
    staff = await make.actor(Role.STAFF)

    body = await run(database, staff, "query($ids: [ID!]!) { nodes(ids: $ids) { id } }", {"ids": ["x"] * 101})

    assert body["errors"][0]["extensions"]["code"] in {"OPERATION_TOO_COMPLEX", "BAD_USER_INPUT"}


@pytest.mark.parametrize(
    ("declared", "value"),
    [
        ("Date!", "2024-02-30"),
        ("Date!", "2024-1-1"),
        ("Date!", "2024-01-01T00:00:00Z"),
        ("Date!", 20240101),
    ],
)
async def test_malformed_date_is_bad_input(database, make, declared, value):
    personnel = await make.actor(Role.PERSONNEL)
    document = f"""mutation($d: {declared}) {{
      createUnit(input: {{code: "A", name: "A", type: CUC, validFrom: $d}}) {{ userErrors {{ rule }} }} }}"""

    body = await run(database, personnel, document, {"d": value})

    assert body["errors"][0]["extensions"]["code"] == "BAD_USER_INPUT"
    assert "data" not in body
