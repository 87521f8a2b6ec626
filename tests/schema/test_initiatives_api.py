from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select

from domain import clock
from domain.actor import ANONYMOUS, Role
from domain.initiatives.model import Initiative, InitiativeReview
from domain.initiatives.rules import (
    FieldOfWork,
    InitiativeKind,
    InitiativeState,
    Punctuality,
    ReviewDecision,
    ReviewStage,
)
from tests.support.factories import NOW, Factory, days
from tests.support.graphql import data, deed, run
from tests.support.initiatives import Scene, content, initiative, revise, scene, shares
from tests.support.movements import movement, participation
from tests.support.roles import actor_of

S = InitiativeState
CONTENT: dict[str, Any] = {
    "title": "Trợ lý ảo tra cứu văn bản",
    "summary": "Hỏi đáp trên kho văn bản.",
    "kind": "VIRTUAL_ASSISTANT",
    "fieldOfWork": "CHUYEN_MON",
    "taskRelieved": "Tra cứu văn bản",
    "tool": "Trợ lý ảo nội bộ",
    "hoursBefore": "40.5",
    "hoursAfter": "10",
    "peopleAffected": 12,
    "measurement": "Đo trên 50 hồ sơ",
}
WHOLE = """version title kind fieldOfWork hoursSaved state stateReason firstSubmittedAt punctuality createdAt
  movement { code } unit { code } createdBy { fullName }
  currentRevision { number title summary kind fieldOfWork taskRelieved tool hoursBefore hoursAfter hoursSaved
    peopleAffected measurement contentHash createdAt createdBy { fullName } initiative { title }
    authors { ordinal percent person { fullName } } evidence { ordinal label url } }"""
LIST = """query($filter: InitiativeFilter, $orderBy: InitiativeOrder) {
  initiatives(filter: $filter, orderBy: $orderBy) { totalCount nodes { title } } }"""
JOURNEY = """{ initiatives { nodes {
  revisions { nodes { number } } reviews { nodes { stage decision reason reviewer { fullName } revision { number } } }
} } }"""


def ref(row: Any) -> str:
    return f"{type(row).__name__}:{row.id}"


def asked(stage: Scene, **given: Any) -> dict[str, Any]:
    """The input of createInitiative."""
    authors = [{"personId": ref(stage.writer), "percent": "100"}]
    return {"movementId": ref(stage.movement), "unitId": ref(stage.unit), "authors": authors, **CONTENT, **given}


async def listed(database: Any, actor: Any, **variables: Any) -> list[str]:
    return [node["title"] for node in (await data(database, actor, LIST, variables))["initiatives"]["nodes"]]


async def test_an_initiative_is_created_and_read_back(database, make: Factory):
    stage = await scene(make)
    colleague = await make.person(full_name="Lê Văn Đồng Tác Giả")
    authors = [
        {"personId": ref(stage.writer), "percent": "66.67"},
        {"personId": ref(colleague), "percent": "33.33"},
    ]
    evidence = [{"label": "Báo cáo", "url": "https://thidua.example/a"}]

    with clock.at(NOW):
        answer = await deed(
            database,
            stage.author,
            "createInitiative",
            asked(stage, authors=authors, evidence=evidence),
            f"initiative {{ {WHOLE} }}",
        )

    made = answer["initiative"]
    assert answer["userErrors"] == []
    assert len(made["currentRevision"].pop("contentHash")) == 64
    assert made == {
        "version": 1,
        "title": CONTENT["title"],
        "kind": "VIRTUAL_ASSISTANT",
        "fieldOfWork": "CHUYEN_MON",
        "hoursSaved": "30.5",
        "state": "DRAFT",
        "stateReason": None,
        "firstSubmittedAt": None,
        "punctuality": None,
        "createdAt": "2024-06-03T08:00:00Z",
        "movement": {"code": stage.movement.code},
        "unit": {"code": stage.unit.code},
        "createdBy": {"fullName": stage.writer.full_name},
        "currentRevision": {
            "number": 1,
            **CONTENT,
            "hoursSaved": "30.5",
            "createdAt": "2024-06-03T08:00:00Z",
            "createdBy": {"fullName": stage.writer.full_name},
            "initiative": {"title": CONTENT["title"]},
            "authors": [
                {"ordinal": 1, "percent": "66.67", "person": {"fullName": stage.writer.full_name}},
                {"ordinal": 2, "percent": "33.33", "person": None},  # staff do not see colleagues' records
            ],
            "evidence": [{"ordinal": 1, "label": "Báo cáo", "url": "https://thidua.example/a"}],
        },
    }


async def test_an_initiative_goes_its_way(database, make: Factory):
    stage = await scene(make)
    with clock.at(NOW):
        made = await deed(database, stage.author, "createInitiative", asked(stage), "initiative { id version }")
    key = made["initiative"]["id"]
    steps: list[tuple[Any, str, dict[str, Any]]] = [
        (stage.author, "sendToUnitReview", {}),
        (stage.leader, "returnInitiative", {"reason": "Thiếu số liệu"}),
        (stage.author, "reviseInitiative", {k: v for k, v in asked(stage, tool="Khác").items() if k in CONTENT}),
        (stage.author, "sendToUnitReview", {}),
        (stage.leader, "submitInitiative", {}),
        (stage.center, "screenInitiative", {"eligible": True}),
    ]

    states = []
    for number, (actor, field, given) in enumerate(steps, 1):
        if field == "reviseInitiative":
            given["authors"] = asked(stage)["authors"]
        with clock.at(NOW + days(number)):
            answer = await deed(
                database,
                actor,
                field,
                {"initiativeId": key, "expectedVersion": number, **given},
                "initiative { state stateReason punctuality version }",
            )
        assert answer["userErrors"] == []
        states.append(tuple(answer["initiative"].values()))

    assert states == [
        ("UNIT_REVIEW", None, None, 2),
        ("RETURNED", "Thiếu số liệu", None, 3),
        ("RETURNED", "Thiếu số liệu", None, 4),
        ("UNIT_REVIEW", None, None, 5),
        ("SUBMITTED", None, "ON_TIME", 6),
        ("SCREENED", None, "ON_TIME", 7),
    ]
    (journey,) = (await data(database, stage.leader, JOURNEY))["initiatives"]["nodes"]
    assert journey == {
        "revisions": {"nodes": [{"number": 2}, {"number": 1}]},
        "reviews": {
            "nodes": [
                {
                    "stage": "SCREENING",
                    "decision": "APPROVED",
                    "reason": None,
                    "reviewer": None,  # not of the leader's unit
                    "revision": {"number": 2},
                },
                {
                    "stage": "UNIT",
                    "decision": "APPROVED",
                    "reason": None,
                    "reviewer": {"fullName": stage.leader.name},
                    "revision": {"number": 2},
                },
                {
                    "stage": "UNIT",
                    "decision": "RETURNED",
                    "reason": "Thiếu số liệu",
                    "reviewer": {"fullName": stage.leader.name},
                    "revision": {"number": 1},
                },
            ]
        },
    }


@pytest.mark.parametrize(
    ("moment", "punctuality"),
    [("2024-12-24T23:59:59+07:00", "ON_TIME"), ("2024-12-25T00:00:00+07:00", "LATE")],
)
async def test_the_deadline_is_strict(database, make: Factory, moment: str, punctuality: str):
    stage = await scene(make)
    made = await stage.initiative(make, state=S.UNIT_REVIEW)

    with clock.at(datetime.fromisoformat(moment)):
        answer = await deed(
            database,
            stage.leader,
            "submitInitiative",
            {"initiativeId": ref(made), "expectedVersion": 1},
            "initiative { punctuality }",
        )

    assert answer == {"initiative": {"punctuality": punctuality}, "userErrors": []}


async def test_withdrawing_and_refusing_say_why(database, make: Factory):
    stage = await scene(make)
    draft = await stage.initiative(make, state=S.DRAFT)
    submitted = await stage.initiative(make, state=S.SUBMITTED)

    withdrawn = await deed(
        database,
        stage.author,
        "withdrawInitiative",
        {"initiativeId": ref(draft), "expectedVersion": 1, "reason": "Trùng"},
        "initiative { state stateReason }",
    )
    refused = await deed(
        database,
        stage.center,
        "screenInitiative",
        {"initiativeId": ref(submitted), "expectedVersion": 1, "eligible": False, "reason": "Không đúng đối tượng"},
        "initiative { state stateReason }",
    )

    assert withdrawn["initiative"] == {"state": "WITHDRAWN", "stateReason": "Trùng"}
    assert refused["initiative"] == {"state": "INELIGIBLE", "stateReason": "Không đúng đối tượng"}


async def test_what_is_sent_back_leaves_the_standing_bodys_sight(database, make: Factory):
    stage = await scene(make)
    made = await stage.initiative(make, state=S.SUBMITTED)

    answer = await deed(
        database,
        stage.center,
        "sendBackInitiative",
        {"initiativeId": ref(made), "expectedVersion": 1, "reason": "Thiếu số liệu"},
        "initiative { state }",
    )
    inside = await data(database, stage.author, "{ initiatives { nodes { state stateReason } } }")

    assert answer == {"initiative": None, "userErrors": []}
    assert inside["initiatives"]["nodes"] == [{"state": "RETURNED", "stateReason": "Thiếu số liệu"}]


async def test_refusals_lead_to_the_field(database, session, make: Factory):
    stage = await scene(make)
    leaver = await make.person(left_on=NOW.date())
    wrong = asked(
        stage,
        title=" ",
        hoursAfter="0.001",
        authors=[{"personId": ref(stage.writer), "percent": "60"}, {"personId": ref(leaver), "percent": "30"}],
        evidence=[{"label": "A", "url": "ftp://a"}],
    )

    answer = await deed(database, stage.author, "createInitiative", wrong, "initiative { id }")

    assert answer["initiative"] is None
    assert [(each["code"], each["rule"], each["path"]) for each in answer["userErrors"]] == [
        ("INVALID_VALUE", "TEXT_EMPTY", ["title"]),
        ("INVALID_VALUE", "HOURS_RANGE", ["hoursAfter"]),
        ("INVALID_VALUE", "SHARES_NOT_100", ["authors"]),
        ("INVALID_VALUE", "EVIDENCE_FORM", ["evidence", "0", "url"]),
        ("NOT_FOUND", "NOT_FOUND", ["authors", "1", "personId"]),
    ]
    assert (await session.scalars(select(Initiative))).all() == []


async def test_ids_of_another_type_are_told_together(database, make: Factory):
    stage = await scene(make)
    wrong = asked(stage, movementId=ref(stage.unit), authors=[{"personId": ref(stage.unit), "percent": "100"}])

    answer = await deed(database, stage.author, "createInitiative", wrong)

    assert {(each["rule"], tuple(each["path"])) for each in answer["userErrors"]} == {
        ("ID_TYPE", ("movementId",)),
        ("ID_TYPE", ("authors", "0", "personId")),
    }


async def test_an_author_may_not_screen(database, make: Factory):
    stage = await scene(make)
    insider = await make.person()
    made = await stage.initiative(make, state=S.SUBMITTED, authors=shares(insider))

    answer = await deed(
        database,
        await make.acting(insider, Role.INFORMATION_CENTER),
        "screenInitiative",
        {"initiativeId": ref(made), "expectedVersion": 1, "eligible": True},
    )

    assert answer["userErrors"] == [
        {
            "__typename": "NotAllowedError",
            "code": "NOT_ALLOWED",
            "rule": "AUTHOR_MAY_NOT_SCREEN",
            "path": None,
            "message": "Tác giả không được thẩm định sáng kiến của chính mình.",
        }
    ]


async def test_a_closed_phase_and_a_stale_version_are_told(database, make: Factory):
    stage = await scene(make)
    made = await stage.initiative(make, state=S.DRAFT)
    document = """mutation($input: SendToUnitReviewInput!) { sendToUnitReview(input: $input) { userErrors {
      rule ... on ClosedError { closedAt } ... on StaleVersionError { currentVersion nodeId } } } }"""
    given = {"input": {"initiativeId": ref(made), "expectedVersion": 4}}

    with clock.at(datetime.fromisoformat("2031-01-01T00:00:00+07:00")):
        closed = await data(database, stage.author, document, given)
    stale = await data(database, stage.author, document, given)

    assert closed["sendToUnitReview"]["userErrors"] == [{"rule": "PHASE_CLOSED", "closedAt": "2030-01-01T00:00:00Z"}]
    assert stale["sendToUnitReview"]["userErrors"] == [
        {"rule": "STALE_VERSION", "currentVersion": 1, "nodeId": ref(made)}
    ]


@pytest.mark.parametrize(
    ("field", "roles"),
    [
        ("createInitiative", {Role.STAFF, Role.FOCAL_OFFICER, Role.UNIT_LEADER}),
        ("reviseInitiative", {Role.STAFF, Role.FOCAL_OFFICER, Role.UNIT_LEADER}),
        ("sendToUnitReview", {Role.STAFF, Role.FOCAL_OFFICER, Role.UNIT_LEADER}),
        ("withdrawInitiative", {Role.STAFF, Role.FOCAL_OFFICER, Role.UNIT_LEADER}),
        ("submitInitiative", {Role.UNIT_LEADER}),
        ("returnInitiative", {Role.UNIT_LEADER}),
        ("screenInitiative", {Role.INFORMATION_CENTER}),
        ("sendBackInitiative", {Role.INFORMATION_CENTER}),
    ],
)
async def test_each_deed_is_open_to_its_roles_only(database, make: Factory, field: str, roles: set[Role]):
    stage = await scene(make)
    made = await stage.initiative(make, state=S.SUBMITTED)
    given: dict[str, Any] = {"initiativeId": ref(made), "expectedVersion": 1}
    if field == "createInitiative":
        given = asked(stage)
    elif field == "reviseInitiative":
        given |= {**CONTENT, "authors": asked(stage)["authors"]}
    elif field == "screenInitiative":
        given |= {"eligible": True}
    elif field not in {"sendToUnitReview", "submitInitiative"}:
        given |= {"reason": "Vì sao"}

    for role in set(Role) - roles:
        answer = await deed(database, await actor_of(make, role), field, given)
        assert [each["rule"] for each in answer["userErrors"]] == ["ROLE_LACKS_PERMISSION"], role
    nobody = await deed(database, ANONYMOUS, field, given)

    assert [each["code"] for each in nobody["userErrors"]] == ["NOT_ALLOWED"]
    await make.session.refresh(made)
    assert (made.state, made.version) == (S.SUBMITTED, 1)


async def test_initiatives_are_found_with_and_without_diacritics(database, make: Factory):
    stage = await scene(make)
    await stage.initiative(make, title="Trợ lý ảo Đà Nẵng")
    await stage.initiative(make, title="Số hóa hồ sơ 100%")

    for text in ("trợ lý", "tro ly", "TRỢ  LÝ", "da nang", "Đà"):
        assert await listed(database, stage.center, filter={"search": text}) == ["Trợ lý ảo Đà Nẵng"], text
    assert await listed(database, stage.center, filter={"search": "100%"}) == ["Số hóa hồ sơ 100%"]
    assert await listed(database, stage.center, filter={"search": "%"}) == ["Số hóa hồ sơ 100%"]
    assert await listed(database, stage.center, filter={"search": "không có"}) == []


async def test_initiatives_are_filtered(database, make: Factory):
    stage, other = await scene(make), await scene(make)
    second = await movement(make)
    await participation(make, second, stage.unit)
    former = await make.person()
    late = NOW + timedelta(hours=1)
    a = await stage.initiative(make, title="A", kind=InitiativeKind.AI, authors=shares(stage.writer, former))
    await revise(make, a, content(stage.writer, title="A", kind=InitiativeKind.AI))
    await initiative(
        make,
        second,
        stage.unit,
        stage.writer,
        title="B",
        field_of_work=FieldOfWork.QUAN_LY,
        state=S.SUBMITTED,
        first_submitted_at=late,
        punctuality=Punctuality.LATE,
    )
    await other.initiative(make, title="C", state=S.WITHDRAWN)

    found = {
        name: await listed(database, stage.center, filter=given, orderBy={"field": "TITLE"})
        for name, given in {
            "movement": {"movementId": ref(second)},
            "unit": {"unitId": ref(stage.unit)},
            "author": {"authorId": ref(stage.writer)},
            "former author": {"authorId": ref(former)},
            "kind": {"kind": ["AI", "DIGITAL"]},
            "field": {"fieldOfWork": ["QUAN_LY"]},
            "state": {"state": ["SUBMITTED", "WITHDRAWN"]},
            "punctuality": {"punctuality": "LATE"},
            "from": {"submittedFrom": late.isoformat()},
            "before": {"submittedBefore": late.isoformat()},
            "both": {"unitId": ref(stage.unit), "kind": ["VIRTUAL_ASSISTANT"]},
        }.items()
    }

    assert found == {
        "movement": ["B"],
        "unit": ["A", "B"],
        "author": ["A", "B"],
        "former author": [],
        "kind": ["A"],
        "field": ["B"],
        "state": ["B", "C"],
        "punctuality": ["B"],
        "from": ["B"],
        "before": ["A", "C"],
        "both": ["B"],
    }


async def test_a_filter_refuses_the_id_of_another_type(database, make: Factory):
    stage = await scene(make)

    body = await run(database, stage.center, LIST, {"filter": {"authorId": ref(stage.unit)}})

    assert [error["extensions"]["code"] for error in body["errors"]] == ["BAD_USER_INPUT"]


async def test_initiatives_are_sorted(database, make: Factory):
    stage = await scene(make)
    await stage.initiative(make, title="B", created_at=NOW, hours_before=Decimal(20), state=S.SCORED)
    await stage.initiative(
        make,
        title="A",
        created_at=NOW + days(1),
        hours_before=Decimal(30),
        first_submitted_at=NOW + days(9),
        state=S.SUBMITTED,
    )
    await stage.initiative(make, title="C", created_at=NOW + days(2), hours_before=Decimal(15), state=S.DRAFT)

    orders = {
        field: await listed(database, stage.leader, orderBy={"field": field})
        for field in ("CREATED_AT", "TITLE", "HOURS_SAVED", "SUBMITTED_AT", "STATE")
    }

    assert await listed(database, stage.leader) == ["C", "A", "B"]
    assert orders == {
        "CREATED_AT": ["B", "A", "C"],
        "TITLE": ["A", "B", "C"],
        "HOURS_SAVED": ["C", "B", "A"],
        "SUBMITTED_AT": ["B", "C", "A"],
        "STATE": ["C", "B", "A"],
    }
    assert await listed(database, stage.leader, orderBy={"field": "TITLE", "direction": "DESC"}) == ["C", "B", "A"]


async def test_initiatives_page_by_every_order(database, make: Factory):
    stage = await scene(make)
    for title in "ABC":
        await stage.initiative(make, title=title)
    document = """query($field: InitiativeOrderField!, $after: String) {
      initiatives(first: 2, after: $after, orderBy: {field: $field}) {
        nodes { title } pageInfo { hasNextPage endCursor } } }"""

    for field in ("CREATED_AT", "TITLE", "HOURS_SAVED", "SUBMITTED_AT", "STATE"):
        first = (await data(database, stage.leader, document, {"field": field}))["initiatives"]
        after = first["pageInfo"]["endCursor"]
        second = (await data(database, stage.leader, document, {"field": field, "after": after}))["initiatives"]
        pages = [[node["title"] for node in page["nodes"]] for page in (first, second)]
        assert (sorted(sum(pages, [])), len(pages[0])) == (["A", "B", "C"], 2), field  # noqa: RUF017 -- two pages


async def test_revisions_and_reviews_are_filtered(database, make: Factory):
    stage = await scene(make)
    made = await stage.initiative(make)
    made.created_at = NOW + days(1)
    await revise(make, made, content(stage.writer, title="Mới"))
    for number, decision in enumerate((ReviewDecision.RETURNED, ReviewDecision.APPROVED)):
        await make.add(
            InitiativeReview(
                initiative_id=made.id,
                revision_id=made.current_revision_id,
                stage=ReviewStage.UNIT if number else ReviewStage.SCREENING,
                decision=decision,
                reason="Vì sao",
                at=NOW + days(number),
            )
        )
    document = """query($id: ID!, $at: DateTime!) { initiative(id: $id) {
      early: revisions(filter: {createdBefore: $at}) { totalCount nodes { number } }
      late: revisions(filter: {createdFrom: $at}) { nodes { number } }
      unit: reviews(filter: {stage: UNIT}) { totalCount nodes { decision } }
      returned: reviews(filter: {decision: [RETURNED]}) { nodes { stage initiative { title } } }
      first: reviews(orderBy: {field: AT}, first: 1) { nodes { decision } } } }"""

    answer = await data(database, stage.leader, document, {"id": ref(made), "at": (NOW + days(1)).isoformat()})

    assert answer["initiative"] == {
        "early": {"totalCount": 1, "nodes": [{"number": 1}]},
        "late": {"nodes": [{"number": 2}]},
        "unit": {"totalCount": 1, "nodes": [{"decision": "APPROVED"}]},
        "returned": {"nodes": [{"stage": "SCREENING", "initiative": {"title": made.title}}]},
        "first": {"nodes": [{"decision": "RETURNED"}]},
    }


async def test_an_invisible_initiative_is_null_and_uncounted(database, make: Factory):
    stage = await scene(make)
    draft = await stage.initiative(make, state=S.DRAFT)
    document = "query($id: ID!) { initiative(id: $id) { title } node(id: $id) { id } initiatives { totalCount } }"

    for actor, count in ((stage.author, 1), (stage.leader, 1), (stage.center, 0), (ANONYMOUS, 0)):
        answer = await data(database, actor, document, {"id": ref(draft)})
        shown = {"title": draft.title} if count else None
        assert answer == {
            "initiative": shown,
            "node": {"id": ref(draft)} if count else None,
            "initiatives": {"totalCount": count},
        }


@pytest.mark.parametrize(("reads", "cost"), [("compiled", 1), ("reference", 10)])
async def test_lists_cost_the_same_statements_for_one_initiative_and_three(
    database, make: Factory, statements, reads, cost
):
    stage = await scene(make)
    document = """{ initiatives { totalCount nodes {
      currentRevision { authors { person { fullName } } evidence { url } }
      revisions { totalCount nodes { number } } reviews { totalCount nodes { decision } } } } }"""
    counts = []
    for _ in range(3):
        colleague = await make.person()
        made = await stage.initiative(make, authors=shares(stage.writer, colleague))
        await make.add(
            InitiativeReview(
                initiative_id=made.id,
                revision_id=made.current_revision_id,
                stage=ReviewStage.UNIT,
                decision=ReviewDecision.APPROVED,
                at=NOW,
            )
        )
        statements.clear()
        body = await run(database, stage.center, document, reads=reads)
        assert "errors" not in body
        counts.append((body["data"]["initiatives"]["totalCount"], len(statements)))

    assert counts == [(1, cost), (2, cost), (3, cost)]
