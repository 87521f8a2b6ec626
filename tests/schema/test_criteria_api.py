from typing import Any

import pytest
from sqlalchemy import func, select

from domain.actor import ANONYMOUS, Role
from domain.criteria.model import Rubric
from schema.node_ids import encode
from tests.support.audit import entries
from tests.support.factories import Factory
from tests.support.graphql import data, deed, run
from tests.support.movements import movement, rubric
from tests.support.roles import actor_of

C1 = {
    "code": "C1",
    "name": "Giảm tải công việc",
    "nameEn": "Workload relieved",
    "description": "Số giờ giảm được",
    "weight": "60",
    "scaleMin": "0",
    "scaleMax": "60",
    "step": "0.5",
    "minimum": "20",
    "bands": [
        {"label": "Chưa rõ", "markFrom": "0", "markTo": "19.5"},
        {"label": "Rõ", "markFrom": "20", "markTo": "60"},
    ],
}
C2 = {"code": "C2", "name": "Tính mới", "weight": "40", "scaleMin": "0", "scaleMax": "40", "step": "0.5"}
WHOLE = """rubric { code number name state passTotal version frozenAt movement { code }
  criteria { ordinal code name nameEn description weight scaleMin scaleMax step minimum
    bands { ordinal label markFrom markTo } rubric { code } } }"""


async def new_input(make: Factory, **given: Any) -> dict[str, Any]:
    running = await movement(make, code="PT")
    return {
        "movementId": encode("Movement", running.id),
        "code": "BTC",
        "name": "Bộ tiêu chí",
        "passTotal": "50",
        "criteria": [C1, C2],
        **given,
    }


async def test_a_rubric_is_drafted_and_read_back(database, make: Factory):
    center = await make.actor(Role.INFORMATION_CENTER)

    answer = await deed(database, center, "createRubric", await new_input(make), WHOLE)

    bands = [{"ordinal": place, **band} for place, band in enumerate(C1["bands"], start=1)]
    absent = {"nameEn": None, "description": None, "minimum": None, "bands": []}
    assert answer == {
        "rubric": {
            "code": "BTC",
            "number": 1,
            "name": "Bộ tiêu chí",
            "state": "DRAFT",
            "passTotal": "50",
            "version": 1,
            "frozenAt": None,
            "movement": {"code": "PT"},
            "criteria": [
                {**C1, "ordinal": 1, "bands": bands, "rubric": {"code": "BTC"}},
                {**C2, **absent, "ordinal": 2, "rubric": {"code": "BTC"}},
            ],
        },
        "userErrors": [],
    }


async def test_bad_weights_and_scales_are_refused_with_exact_paths(database, session, make: Factory):
    center = await make.actor(Role.INFORMATION_CENTER)
    bad = {**C2, "weight": "41", "step": "0.7", "bands": [{"label": "", "markFrom": "0", "markTo": "40"}]}
    digits = {**C2, "code": "C3", "scaleMax": "999999999999999999", "weight": "0.000001"}

    answer = await deed(database, center, "createRubric", await new_input(make, criteria=[C1, bad, digits]))

    assert [(error["rule"], error["path"]) for error in answer["userErrors"]] == [
        ("STEP_UNFIT", ["criteria", "1", "step"]),
        ("TOO_MANY_DIGITS", ["criteria", "2", "weight"]),
        ("TOO_MANY_DIGITS", ["criteria", "2", "scaleMax"]),
        ("WEIGHTS_NOT_100", ["criteria"]),
    ]
    assert answer["userErrors"][3]["message"] == "Tổng trọng số phải bằng 100, hiện là 101.000001."
    assert await session.scalar(select(func.count()).select_from(Rubric)) == 0
    assert await entries(session) == []


async def test_a_draft_is_rewritten_and_copied(database, make: Factory):
    personnel = await make.actor(Role.PERSONNEL)
    draft = await rubric(make, await movement(make))
    key = encode("Rubric", draft.id)
    change = {"rubricId": key, "expectedVersion": 1, "name": "Mới", "criteria": [{**C2, "weight": "100"}]}
    shown = "rubric { number name version state criteria { code weight } }"

    rewritten = await deed(database, personnel, "replaceCriteria", change, shown)
    copied = await deed(database, personnel, "newRubricVersion", {"rubricId": key}, shown)

    same = {"name": "Mới", "state": "DRAFT", "criteria": [{"code": "C2", "weight": "100"}]}
    assert rewritten == {"rubric": {"number": 1, "version": 2, **same}, "userErrors": []}
    assert copied == {"rubric": {"number": 2, "version": 1, **same}, "userErrors": []}


async def test_a_frozen_rubric_is_not_rewritten(database, session, make: Factory):
    center = await make.actor(Role.INFORMATION_CENTER)
    frozen = await rubric(make, await movement(make), frozen=True)
    change = {"rubricId": encode("Rubric", frozen.id), "expectedVersion": frozen.version, "criteria": [C1, C2]}

    answer = await deed(database, center, "replaceCriteria", change)

    assert [(error["__typename"], error["rule"]) for error in answer["userErrors"]] == [
        ("ConflictError", "RUBRIC_FROZEN")
    ]
    assert await entries(session) == []


@pytest.mark.parametrize("role", [None, *Role])
async def test_who_writes_and_who_reads_rubrics(database, session, make: Factory, role: Role | None):
    actor = ANONYMOUS if role is None else await actor_of(make, role)
    running = await movement(make)
    draft, frozen = await rubric(make, running, code="A"), await rubric(make, running, code="B", frozen=True)
    change = {"rubricId": encode("Rubric", draft.id), "expectedVersion": 1, "criteria": [C1, C2]}

    read = await data(
        database,
        actor,
        """query($id: ID!) { rubric(id: $id) { code }
          rubrics(orderBy: {field: CODE}) { totalCount nodes { code criteria { code } } } }""",
        {"id": encode("Rubric", draft.id)},
    )
    answers = [
        await deed(database, actor, "createRubric", await new_input(make)),
        await deed(database, actor, "replaceCriteria", change),
        await deed(database, actor, "newRubricVersion", {"rubricId": encode("Rubric", frozen.id)}),
    ]

    sees_drafts = role in {Role.INFORMATION_CENTER, Role.PERSONNEL, Role.MINISTRY_LEADER, Role.AUDITOR}
    codes = [] if role is None else ["A", "B"] if sees_drafts else ["B"]
    criteria = [{"code": "C1"}, {"code": "C2"}]
    assert read == {
        "rubrics": {"totalCount": len(codes), "nodes": [{"code": code, "criteria": criteria} for code in codes]},
        "rubric": {"code": "A"} if sees_drafts else None,
    }
    may = role in {Role.INFORMATION_CENTER, Role.PERSONNEL}
    assert [[error["code"] for error in answer["userErrors"]] for answer in answers] == [
        [] if may else ["NOT_ALLOWED"]
    ] * 3
    assert len(await entries(session)) == (3 if may else 0)


async def test_rubrics_are_filtered_and_sorted(database, make: Factory):
    center = await make.actor(Role.INFORMATION_CENTER)
    mine, other = await movement(make), await movement(make)
    await rubric(make, mine, code="A")
    await rubric(make, mine, code="A", frozen=True)
    await rubric(make, other, code="B")
    query = """query($filter: RubricFilter, $order: RubricOrder) {
      rubrics(filter: $filter, orderBy: $order) { nodes { code number } } }"""

    async def found(**variables: Any) -> list[tuple[str, int]]:
        read = await data(database, center, query, variables)
        return [(node["code"], node["number"]) for node in read["rubrics"]["nodes"]]

    assert await found() == [("A", 1), ("A", 2), ("B", 1)]
    assert await found(order={"field": "NUMBER", "direction": "DESC"}) == [("A", 2), ("B", 1), ("A", 1)]
    assert await found(filter={"state": ["FROZEN"]}) == [("A", 2)]
    assert await found(filter={"code": "B"}) == [("B", 1)]
    assert await found(filter={"movementId": encode("Movement", other.id)}) == [("B", 1)]


@pytest.mark.parametrize(("reads", "cost"), [("compiled", 1), ("reference", 4)])
async def test_rubrics_with_criteria_and_bands_cost_the_same_for_one_and_for_three(
    database, make: Factory, statements, reads, cost
):
    center = await make.actor(Role.INFORMATION_CENTER)
    running = await movement(make)
    query = "{ rubrics { nodes { movement { code } criteria { bands { label } } } } }"
    counts = []
    for _ in range(3):
        await rubric(make, running)
        statements.clear()
        body = await run(database, center, query, reads=reads)
        assert "errors" not in body
        counts.append((len(body["data"]["rubrics"]["nodes"]), len(statements)))

    assert counts == [(1, cost), (2, cost), (3, cost)]
