import pytest

from domain.actor import Role
from tests.support.factories import Factory
from tests.support.graphql import data, deed, run


async def test_unit_created_is_read_back(database, make: Factory):
    personnel = await make.actor(Role.PERSONNEL)

    answer = await deed(
        database,
        personnel,
        "createUnit",
        {"code": "CUC-X", "name": "Cục X", "type": "CUC", "validFrom": "2024-01-01"},
        "unit { code name type hasSeal validFrom version parent { code } }",
    )

    assert answer == {
        "unit": {
            "code": "CUC-X",
            "name": "Cục X",
            "type": "CUC",
            "hasSeal": False,
            "validFrom": "2024-01-01",
            "version": 1,
            "parent": None,
        },
        "userErrors": [],
    }


async def test_unit_code_taken_is_a_conflict(database, make: Factory):
    personnel = await make.actor(Role.PERSONNEL)
    await make.unit(code="CUC-X")

    answer = await deed(
        database, personnel, "createUnit", {"code": "CUC-X", "name": "Y", "type": "CUC", "validFrom": "2024-01-01"}
    )

    assert answer["userErrors"] == [
        {
            "__typename": "ConflictError",
            "code": "CONFLICT",
            "rule": "CODE_TAKEN",
            "path": ["code"],
            "message": "Mã đơn vị đã có.",
        }
    ]


async def test_units_search_without_diacritics(database, make: Factory):
    staff = await make.actor(Role.STAFF)
    await make.unit(code="TDTT", name="Cục Tần số vô tuyến điện")

    for text in ("tần số", "tan so", "TẦN  SỐ", "tdtt"):
        found = await data(
            database,
            staff,
            "query($t: String) { units(filter: {search: $t}) { totalCount nodes { code } } }",
            {"t": text},
        )
        assert found == {"units": {"totalCount": 1, "nodes": [{"code": "TDTT"}]}}


async def test_units_page_by_cursor_in_both_directions(database, make: Factory):
    staff = await make.actor(Role.STAFF, unit=await make.unit(code="A"))
    for code in "BCDE":
        await make.unit(code=code)
    page = """query($first: Int, $after: String, $last: Int, $before: String) {
      units(first: $first, after: $after, last: $last, before: $before) {
        nodes { code } pageInfo { hasNextPage hasPreviousPage endCursor startCursor } totalCount } }"""

    first = (await data(database, staff, page, {"first": 2}))["units"]
    second = (await data(database, staff, page, {"first": 2, "after": first["pageInfo"]["endCursor"]}))["units"]
    last = (await data(database, staff, page, {"last": 2}))["units"]
    before = (await data(database, staff, page, {"last": 2, "before": last["pageInfo"]["startCursor"]}))["units"]

    assert [[node["code"] for node in each["nodes"]] for each in (first, second, last, before)] == [
        ["A", "B"],
        ["C", "D"],
        ["D", "E"],
        ["B", "C"],
    ]
    assert first["totalCount"] == 5
    assert (first["pageInfo"]["hasNextPage"], first["pageInfo"]["hasPreviousPage"]) == (True, False)
    assert (last["pageInfo"]["hasNextPage"], last["pageInfo"]["hasPreviousPage"]) == (False, True)


async def test_people_particulars_are_masked_and_not_sortable(database, make: Factory):
    center = await make.actor(Role.INFORMATION_CENTER)
    await make.person(email="a@thidua.example")

    seen = await data(database, center, "{ people { nodes { email leadershipTier } } }")
    sorted_by_tier = await run(database, center, "{ people(orderBy: {field: LEADERSHIP_TIER}) { nodes { id } } }")
    filtered = await run(database, center, "{ people(filter: {leadershipTier: [DIRECT_WORKER]}) { totalCount } }")

    mine, theirs = sorted(seen["people"]["nodes"], key=lambda each: each["email"] is None)
    assert theirs == {"email": None, "leadershipTier": None}
    assert mine["leadershipTier"] == "DIRECT_WORKER"
    assert sorted_by_tier["errors"][0]["extensions"]["code"] == "FORBIDDEN"
    assert filtered["errors"][0]["extensions"]["code"] == "FORBIDDEN"


@pytest.mark.parametrize(("reads", "cost"), [("compiled", 1), ("reference", 4)])
async def test_unit_children_cost_the_same_statements_for_one_parent_and_three(
    database, make: Factory, statements, reads, cost
):
    staff = await make.actor(Role.STAFF, unit=await make.unit(code="A"))
    counts = []
    for code in ("P1", "P2", "P3"):
        parent = await make.unit(code=code)
        await make.unit(parent_id=parent.id)
        await make.unit(parent_id=parent.id)
        statements.clear()
        body = await run(
            database,
            staff,
            "{ units(first: 50) { nodes { children(first: 1) { totalCount nodes { parent { code } } } } } }",
            reads=reads,
        )
        assert "errors" not in body
        parents = [unit for unit in body["data"]["units"]["nodes"] if unit["children"]["totalCount"] == 2]
        counts.append((len(parents), len(statements)))
    assert counts == [(1, cost), (2, cost), (3, cost)]


async def test_node_ids_of_another_type_are_refused(database, make: Factory):
    personnel = await make.actor(Role.PERSONNEL)

    answer = await deed(
        database,
        personnel,
        "updateUnit",
        {"unitId": f"Person:{personnel.person_id}", "expectedVersion": 1, "name": "X"},
    )

    assert [(e["rule"], e["path"]) for e in answer["userErrors"]] == [("ID_TYPE", ["unitId"])]
