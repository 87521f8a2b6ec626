from datetime import timedelta
from typing import Any

import pytest

from domain.actor import Role
from domain.audit.model import AuditEntry
from domain.ids import new_id
from tests.support.factories import NOW, Factory
from tests.support.graphql import data, deed, run
from tests.support.roles import actor_of

MINUTE = timedelta(minutes=1)


async def entry(make: Factory, deed: str, **given: Any) -> AuditEntry:
    values = {
        "at": NOW,
        "actor_roles": ["PERSONNEL"],
        "deed": deed,
        "subject_type": "Unit",
        "subject_id": new_id(),
    }
    return await make.add(AuditEntry(**{**values, **given}))


async def test_an_entry_is_read_with_all_it_says(database, make: Factory):
    personnel = await make.actor(Role.PERSONNEL)
    unit = await make.unit(code="TTTT")
    changed = await deed(
        database,
        personnel,
        "updateUnit",
        {"unitId": f"Unit:{unit.id}", "expectedVersion": 1, "name": "Tên mới"},
        "unit { name }",
    )

    read = await data(
        database,
        personnel,
        """{ auditEntries { totalCount nodes {
          id deed actorRoles subjectType subjectId reason before after actor { fullName } } } }""",
    )

    (found,) = read["auditEntries"]["nodes"]
    assert changed["unit"] == {"name": "Tên mới"}
    assert read["auditEntries"]["totalCount"] == 1
    assert found.pop("id").startswith("AuditEntry:")
    assert found == {
        "deed": "UNIT_UPDATED",
        "actorRoles": ["PERSONNEL"],
        "subjectType": "Unit",
        "subjectId": f"Unit:{unit.id}",
        "reason": None,
        "before": {"name": unit.name, "version": 1},
        "after": {"name": "Tên mới", "version": 2},
        "actor": {"fullName": personnel.name},
    }


async def test_a_subject_leads_to_its_node(database, make: Factory):
    auditor = await make.actor(Role.AUDITOR)
    unit = await make.unit(code="TTTT")
    made = await entry(make, "UNIT_CREATED", subject_id=unit.id)

    one = await data(
        database, auditor, "query($id: ID!) { auditEntry(id: $id) { subjectId } }", {"id": f"AuditEntry:{made.id}"}
    )
    node = await data(
        database,
        auditor,
        "query($id: ID!) { node(id: $id) { ... on Unit { code } } }",
        {"id": one["auditEntry"]["subjectId"]},
    )

    assert node == {"node": {"code": "TTTT"}}


async def test_entries_are_filtered(database, make: Factory):
    auditor = await make.actor(Role.AUDITOR)
    person = await make.person()
    unit = await make.unit()
    await entry(make, "UNIT_CREATED", subject_id=unit.id, at=NOW - MINUTE)
    await entry(make, "UNIT_CLOSED", subject_id=unit.id, actor_id=person.id, at=NOW)
    await entry(make, "PERSON_LEFT", subject_type="Person", subject_id=person.id, at=NOW + MINUTE)
    query = "query($f: AuditEntryFilter) { auditEntries(filter: $f) { totalCount nodes { deed } } }"

    async def found(**filter: Any) -> list[str]:
        page = (await data(database, auditor, query, {"f": filter}))["auditEntries"]
        assert page["totalCount"] == len(page["nodes"])
        return [node["deed"] for node in page["nodes"]]

    assert await found() == ["PERSON_LEFT", "UNIT_CLOSED", "UNIT_CREATED"]
    assert await found(deed=["UNIT_CREATED", "PERSON_LEFT"]) == ["PERSON_LEFT", "UNIT_CREATED"]
    assert await found(subjectId=f"Unit:{unit.id}") == ["UNIT_CLOSED", "UNIT_CREATED"]
    assert await found(subjectId=f"Person:{unit.id}") == []
    assert await found(actorId=f"Person:{person.id}") == ["UNIT_CLOSED"]
    assert await found(**{"from": NOW.isoformat()}) == ["PERSON_LEFT", "UNIT_CLOSED"]
    assert await found(before=NOW.isoformat()) == ["UNIT_CREATED"]
    assert await found(**{"from": NOW.isoformat(), "before": (NOW + MINUTE).isoformat()}) == ["UNIT_CLOSED"]


@pytest.mark.parametrize("given", ["", "Unit", "Unit:x", "unit:01900000-0000-7000-8000-000000000001", "' OR 1=1"])
async def test_a_subject_that_is_no_id_is_refused(database, make: Factory, given: str):
    auditor = await make.actor(Role.AUDITOR)

    body = await run(
        database,
        auditor,
        "query($id: ID) { auditEntries(filter: {subjectId: $id}) { totalCount } }",
        {"id": given},
    )

    assert body["errors"][0]["extensions"]["code"] == "BAD_USER_INPUT"


async def test_the_latest_come_first_unless_asked_otherwise(database, make: Factory):
    auditor = await make.actor(Role.AUDITOR)
    for minutes in range(3):
        await entry(make, f"DEED_{minutes}", at=NOW + minutes * MINUTE)
    page = """query($after: String) { auditEntries(first: 2, after: $after) {
      nodes { deed } pageInfo { hasNextPage endCursor } } }"""

    first = (await data(database, auditor, page))["auditEntries"]
    second = (await data(database, auditor, page, {"after": first["pageInfo"]["endCursor"]}))["auditEntries"]
    oldest = await data(
        database, auditor, "{ auditEntries(first: 1, orderBy: {field: AT, direction: ASC}) { nodes { deed } } }"
    )

    assert [node["deed"] for node in first["nodes"]] == ["DEED_2", "DEED_1"]
    assert [node["deed"] for node in second["nodes"]] == ["DEED_0"]
    assert (first["pageInfo"]["hasNextPage"], second["pageInfo"]["hasNextPage"]) == (True, False)
    assert oldest["auditEntries"]["nodes"] == [{"deed": "DEED_0"}]


@pytest.mark.parametrize("role", Role)
async def test_who_reads_the_trail_in_lists_and_one_by_one(database, make: Factory, role: Role):
    saved, made = await entry(make, "SHEET_SAVED", subject_type="ScoreSheet"), await entry(make, "UNIT_CREATED")
    actor = await actor_of(make, role)
    reads_most = role in (Role.INFORMATION_CENTER, Role.PERSONNEL, Role.MINISTRY_LEADER)
    is_auditor = role is Role.AUDITOR

    seen = await data(
        database,
        actor,
        """query($saved: ID!, $made: ID!) { auditEntries { totalCount nodes { deed } }
          saved: auditEntry(id: $saved) { deed } made: node(id: $made) { ... on AuditEntry { deed } } }""",
        {"saved": f"AuditEntry:{saved.id}", "made": f"AuditEntry:{made.id}"},
    )

    deeds = [node["deed"] for node in seen["auditEntries"]["nodes"]]
    assert sorted(deeds) == (["SHEET_SAVED"] if is_auditor else []) + (
        ["UNIT_CREATED"] if is_auditor or reads_most else []
    )
    assert seen["auditEntries"]["totalCount"] == len(deeds)
    assert seen["saved"] == ({"deed": "SHEET_SAVED"} if is_auditor else None)
    assert seen["made"] == ({"deed": "UNIT_CREATED"} if is_auditor or reads_most else None)


@pytest.mark.parametrize("reads", ["compiled", "reference"])
async def test_what_changed_and_why_is_told_of_what_the_reader_may_see(database, make: Factory, reads):
    subjects = ("Unit", "RoleGrant", "Person", "Nomination", "Initiative", "ScoreSheet")
    for subject_type in subjects:
        said = {"reason": f"Vì {subject_type}", "before": {"n": 1}, "after": {"n": 2}}
        await entry(make, "DEED", subject_type=subject_type, **said)
    query = "{ auditEntries { nodes { subjectType reason before after } } }"
    told = {
        Role.AUDITOR: subjects,
        Role.INFORMATION_CENTER: ("Unit", "RoleGrant"),
        Role.PERSONNEL: ("Unit", "RoleGrant", "Person", "Nomination"),
        Role.MINISTRY_LEADER: ("Unit", "Person"),
    }

    for role, whose in told.items():
        body = await run(database, await make.actor(role), query, reads=reads)
        found = {node.pop("subjectType"): node for node in body["data"]["auditEntries"]["nodes"]}
        assert found == {
            each: {"reason": f"Vì {each}", "before": {"n": 1}, "after": {"n": 2}}
            if each in whose
            else {"reason": None, "before": None, "after": None}
            for each in subjects
        }, role


@pytest.mark.parametrize(("reads", "cost"), [("compiled", 1), ("reference", 3)])
async def test_the_trail_costs_the_same_statements_for_one_entry_and_three(
    database, make: Factory, statements, reads, cost
):
    auditor = await make.actor(Role.AUDITOR)
    costs = []
    for _ in range(3):
        await entry(make, "UNIT_CREATED", actor_id=(await make.person()).id)
        statements.clear()
        query = "{ auditEntries { totalCount nodes { deed before actor { fullName } } } }"
        body = await run(database, auditor, query, reads=reads)
        assert "errors" not in body
        costs.append((body["data"]["auditEntries"]["totalCount"], len(statements)))

    assert costs == [(1, cost), (2, cost), (3, cost)]
