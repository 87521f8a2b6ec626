from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import select

from domain.access.permissions import Permission
from domain.actor import ANONYMOUS, Role
from domain.movements.model import Movement, MovementTransition, Participation, Phase
from domain.movements.rules import MovementState
from schema.node_ids import encode
from tests.support.audit import entries
from tests.support.factories import LONG_AGO, Factory
from tests.support.graphql import data, deed, run
from tests.support.movements import citation, legal_basis, movement, participation, phase, rubric
from tests.support.roles import actor_of

NEW = {
    "code": "UDCNS-AI-2024",
    "name": "Ứng dụng công nghệ số, trí tuệ nhân tạo để làm việc tốt hơn",
    "theme": "Phổ cập hạ tầng số",
    "goal": "Giảm tải công việc",
    "content": "Ứng dụng AI",
    "subjects": "Toàn thể cán bộ, công chức, viên chức, người lao động",
    "startsOn": "2024-01-01",
    "endsOn": "2024-12-31",
    "reportDueBefore": "2024-12-25",
    "form": "THEMATIC",
    "scope": "MINISTRY",
}
CRITERION = {"code": "C1", "name": "Giảm tải", "weight": "100", "scaleMin": "0", "scaleMax": "10", "step": "1"}
PHASE = {
    "code": "SUBMISSION",
    "name": "Nộp sáng kiến",
    "nameEn": "Submission",
    "opensAt": "2024-03-01T00:00:00+07:00",
    "closesAt": "2024-12-25T00:00:00+07:00",
    "capabilities": [{"role": "UNIT_LEADER", "permission": "INITIATIVE_SUBMIT"}],
}


async def step(database, actor, field: str, movement_id: str, **given: Any) -> dict[str, Any]:
    found = await data(database, actor, "query($id: ID!) { movement(id: $id) { version } }", {"id": movement_id})
    asked = {"movementId": movement_id, "expectedVersion": found["movement"]["version"], **given}
    answer = await deed(database, actor, field, asked, "movement { state }")
    assert answer["userErrors"] == []
    return answer["movement"]


async def test_a_movement_goes_from_draft_to_archive(database, session, make: Factory):
    center, personnel = await make.actor(Role.INFORMATION_CENTER), await make.actor(Role.PERSONNEL)
    leader = await make.actor(Role.MINISTRY_LEADER)
    unit = await make.unit(code="CUC-X")

    made = await deed(database, center, "createMovement", NEW, "movement { id state lastOnTimeMoment }")
    key = made["movement"]["id"]
    assert made["movement"]["state"] == "DRAFT"
    assert made["movement"]["lastOnTimeMoment"] == "2024-12-24T16:59:59Z"
    basis = await deed(
        database,
        personnel,
        "createLegalBasis",
        {"code": "ND-98-2023", "title": "Nghị định 98", "validFrom": "2024-01-01", "source": "Công báo"},
        "legalBasis { id isVerified }",
    )
    assert basis["legalBasis"]["isVerified"] is False
    cited = {"movementId": key, "legalBasisId": basis["legalBasis"]["id"]}
    link = await deed(database, center, "citeLegalBasis", cited, "movement { legalBases { legalBasis { code } } }")
    assert link["movement"] == {"legalBases": [{"legalBasis": {"code": "ND-98-2023"}}]}
    joining = {"movementId": key, "unitId": encode("Unit", unit.id), "isStandingBody": True}
    joined = await deed(database, center, "addParticipation", joining, "participation { isStandingBody unit { code } }")
    assert joined["participation"] == {"isStandingBody": True, "unit": {"code": "CUC-X"}}
    planned = await deed(
        database,
        center,
        "setPhases",
        {"movementId": key, "expectedVersion": 1, "phases": [PHASE]},
        "movement { version phases { ordinal code nameEn opensAt closesAt capabilities { role permission } } }",
    )
    assert planned["movement"] == {
        "version": 2,
        "phases": [
            {
                "ordinal": 1,
                "code": "SUBMISSION",
                "nameEn": "Submission",
                "opensAt": "2024-02-29T17:00:00Z",
                "closesAt": "2024-12-24T17:00:00Z",
                "capabilities": [{"role": "UNIT_LEADER", "permission": "INITIATIVE_SUBMIT"}],
            }
        ],
    }
    rubric_input = {"movementId": key, "code": "BTC", "name": "Bộ tiêu chí", "criteria": [CRITERION]}
    assert (await deed(database, center, "createRubric", rubric_input))["userErrors"] == []

    assert await step(database, center, "submitMovement", key) == {"state": "SUBMITTED"}
    assert await step(database, leader, "returnMovement", key, reason="Bổ sung") == {"state": "RETURNED"}
    assert await step(database, center, "updateMovement", key, goal="Giảm tải rõ rệt") == {"state": "RETURNED"}
    assert await step(database, center, "submitMovement", key) == {"state": "SUBMITTED"}
    assert await step(database, leader, "approveMovement", key) == {"state": "APPROVED"}
    signed = {"documentSignedOn": "2024-01-31", "documentSigner": "Thứ trưởng Phan Tâm"}
    assert await step(database, leader, "launchMovement", key, **signed) == {"state": "LAUNCHED"}
    for state in ("RUNNING", "INTERIM_REVIEWED", "REPORTING_CLOSED", "EVALUATING", "AWARDING", "SUMMARISED"):
        assert await step(database, center, "advanceMovement", key, toState=state) == {"state": state}
    assert await step(database, center, "advanceMovement", key, toState="ARCHIVED") == {"state": "ARCHIVED"}

    read = await data(
        database,
        center,
        """query($id: ID!) { movement(id: $id) {
          documentNumber documentSignedOn documentSigner goal
          transitions(first: 3) { totalCount nodes { fromState toState reason by { fullName } } }
          participations { nodes { isStandingBody movement { code } } }
          rubrics { nodes { code number } } } }""",
        {"id": key},
    )
    assert read["movement"] == {
        "documentNumber": None,
        "documentSignedOn": "2024-01-31",
        "documentSigner": "Thứ trưởng Phan Tâm",
        "goal": "Giảm tải rõ rệt",
        "transitions": {
            "totalCount": 12,
            "nodes": [
                {"fromState": "DRAFT", "toState": "SUBMITTED", "reason": None, "by": {"fullName": center.name}},
                {"fromState": "SUBMITTED", "toState": "RETURNED", "reason": "Bổ sung", "by": {"fullName": leader.name}},
                {"fromState": "RETURNED", "toState": "SUBMITTED", "reason": None, "by": {"fullName": center.name}},
            ],
        },
        "participations": {"nodes": [{"isStandingBody": True, "movement": {"code": "UDCNS-AI-2024"}}]},
        "rubrics": {"nodes": [{"code": "BTC", "number": 1}]},
    }


async def test_a_movement_that_is_not_ready_tells_all_that_it_lacks(database, session, make: Factory):
    center = await make.actor(Role.INFORMATION_CENTER)
    made = await movement(make, state=MovementState.DRAFT, goal="")
    await rubric(make, await movement(make))

    answer = await deed(
        database,
        center,
        "submitMovement",
        {"movementId": encode("Movement", made.id), "expectedVersion": 1},
        "movement { id }",
    )

    assert answer["movement"] is None
    assert [(error["__typename"], error["rule"], error["path"]) for error in answer["userErrors"]] == [
        ("ConflictError", "LAUNCH_NEEDS_GOAL", ["goal"]),
        ("ConflictError", "LAUNCH_NEEDS_CRITERIA", ["criteria"]),
        ("ConflictError", "LAUNCH_NEEDS_UNITS", ["units"]),
        ("ConflictError", "LAUNCH_NEEDS_PHASES", ["phases"]),
        ("ConflictError", "LAUNCH_NEEDS_LEGALBASES", ["legalBases"]),
    ]
    await session.refresh(made)
    assert made.state is MovementState.DRAFT
    assert await entries(session) == []


async def test_a_bad_plan_names_the_path_within_the_input(database, make: Factory):
    center = await make.actor(Role.INFORMATION_CENTER)
    made = await movement(make, state=MovementState.DRAFT)
    bad = {**PHASE, "code": "B", "capabilities": [{"role": "STAFF", "permission": "ROUND_MANAGE"}]}

    answer = await deed(
        database,
        center,
        "setPhases",
        {"movementId": encode("Movement", made.id), "expectedVersion": 1, "phases": [PHASE, bad]},
    )

    assert answer["userErrors"] == [
        {
            "__typename": "InvalidValueError",
            "code": "INVALID_VALUE",
            "rule": "NOT_PHASE_GATED",
            "path": ["phases", "1", "capabilities", "0", "permission"],
            "message": "Quyền ROUND_MANAGE không phụ thuộc giai đoạn.",
        }
    ]


@pytest.mark.parametrize("role", [None, *Role])
async def test_every_deed_on_movements_by_role(database, session, make: Factory, role: Role | None):
    actor = ANONYMOUS if role is None else await actor_of(make, role)
    made, draft = await movement(make), await movement(make, state=MovementState.DRAFT)
    submitted = await movement(make, state=MovementState.SUBMITTED)
    unit, joined = await make.unit(), await participation(make, draft, await make.unit())
    planned, basis = await phase(make, made), await legal_basis(make)
    running, drafted = encode("Movement", made.id), encode("Movement", draft.id)
    under_review = {"movementId": encode("Movement", submitted.id), "expectedVersion": 1}
    late = "2031-01-01T00:00:00Z"
    new_basis = {"code": "LUAT", "title": "Luật", "validFrom": "2024-01-01", "source": "Công báo"}
    asked: dict[str, tuple[dict[str, Any], Role]] = {
        "createMovement": (NEW, Role.INFORMATION_CENTER),
        "updateMovement": ({"movementId": drafted, "expectedVersion": 1, "goal": "X"}, Role.INFORMATION_CENTER),
        "approveMovement": (under_review, Role.MINISTRY_LEADER),
        "advanceMovement": (
            {"movementId": running, "expectedVersion": 1, "toState": "INTERIM_REVIEWED"},
            Role.INFORMATION_CENTER,
        ),
        "addParticipation": ({"movementId": running, "unitId": encode("Unit", unit.id)}, Role.INFORMATION_CENTER),
        "citeLegalBasis": (
            {"movementId": drafted, "legalBasisId": encode("LegalBasis", basis.id)},
            Role.INFORMATION_CENTER,
        ),
        "removeParticipation": ({"participationId": encode("Participation", joined.id)}, Role.INFORMATION_CENTER),
        "changePhase": (
            {"phaseId": encode("Phase", planned.id), "expectedVersion": 2, "closesAt": late, "reason": "Gia hạn"},
            Role.INFORMATION_CENTER,
        ),
        "createLegalBasis": (new_basis, Role.PERSONNEL),
        "updateLegalBasis": (
            {"legalBasisId": encode("LegalBasis", basis.id), "expectedVersion": 1, "title": "X"},
            Role.PERSONNEL,
        ),
    }

    answers = {field: await deed(database, actor, field, given) for field, (given, _) in asked.items()}

    done = {field for field, answer in answers.items() if not answer["userErrors"]}
    assert done == {field for field, (_, whose) in asked.items() if whose is role}
    refusals = {answer["userErrors"][0]["code"] for field, answer in answers.items() if field not in done}
    assert refusals == {"NOT_ALLOWED"}
    assert len(await entries(session)) == len(done)


@pytest.mark.parametrize("role", [None, *Role])
async def test_what_each_role_reads_of_movements(database, make: Factory, role: Role | None):
    actor = ANONYMOUS if role is None else await actor_of(make, role)
    for state in (MovementState.DRAFT, MovementState.RUNNING):
        made = await movement(make, state=state)
        await participation(make, made, await make.unit())
        await phase(make, made, (Role.STAFF, Permission.INITIATIVE_CREATE))
        await citation(make, made, await legal_basis(make))
        await make.add(
            MovementTransition(
                movement_id=made.id, from_state=MovementState.DRAFT, to_state=MovementState.SUBMITTED, at=LONG_AGO
            )
        )

    read = await data(
        database,
        actor,
        """{ legalBases { totalCount } movements(orderBy: {field: CODE}) { totalCount nodes { state
          phases { capabilities { permission } } legalBases { legalBasis { number } }
          participations { totalCount } transitions { totalCount } } } }""",
    )

    prepares = role in {Role.INFORMATION_CENTER, Role.PERSONNEL, Role.MINISTRY_LEADER, Role.AUDITOR}
    shown = {
        "phases": [{"capabilities": [{"permission": "INITIATIVE_CREATE"}]}],
        "legalBases": [{"legalBasis": {"number": "06/2022/QH15"}}],
        "participations": {"totalCount": 1},
        "transitions": {"totalCount": 1 if prepares else 0},
    }
    states = [] if role is None else ["DRAFT", "RUNNING"] if prepares else ["RUNNING"]
    assert read == {
        "legalBases": {"totalCount": 0 if role is None else 2},
        "movements": {"totalCount": len(states), "nodes": [{"state": state, **shown} for state in states]},
    }


async def test_an_invisible_movement_is_null_by_id_and_by_node(database, make: Factory):
    staff = await make.actor(Role.STAFF)
    hidden = await movement(make, state=MovementState.APPROVED)
    planned = await phase(make, hidden)

    read = await data(
        database,
        staff,
        "query($m: ID!, $p: ID!) { movement(id: $m) { id } a: node(id: $m) { id } b: node(id: $p) { id } }",
        {"m": encode("Movement", hidden.id), "p": encode("Phase", planned.id)},
    )

    assert read == {"movement": None, "a": None, "b": None}


async def test_movements_are_searched_filtered_and_sorted(database, make: Factory):
    staff = await make.actor(Role.STAFF)
    await movement(make, code="B", name="Cải cách hành chính", starts_on=date(2024, 2, 1))
    await movement(make, code="A", starts_on=date(2024, 3, 1), state=MovementState.ARCHIVED)
    query = """query($filter: MovementFilter, $order: MovementOrder) {
      movements(filter: $filter, orderBy: $order) { nodes { code } } }"""

    async def codes(**variables: Any) -> list[str]:
        found = await data(database, staff, query, variables)
        return [node["code"] for node in found["movements"]["nodes"]]

    assert await codes() == ["A", "B"]
    assert await codes(order={"field": "CODE", "direction": "DESC"}) == ["B", "A"]
    assert await codes(filter={"search": "cai cach"}) == ["B"]
    assert await codes(filter={"state": ["ARCHIVED", "DRAFT"]}) == ["A"]
    assert await codes(filter={"form": "REGULAR"}) == []
    assert await codes(filter={"scope": "MINISTRY", "state": ["RUNNING"]}) == ["B"]


async def test_legal_texts_are_found_by_the_day_they_are_in_force(database, make: Factory):
    staff = await make.actor(Role.STAFF)
    await legal_basis(make, code="ND-98", valid_from=date(2024, 1, 1), valid_to=date(2025, 6, 30))
    await legal_basis(make, code="ND-152", valid_from=date(2025, 7, 1))
    query = "query($day: Date!) { legalBases(filter: {inForceOn: $day}) { nodes { code } } }"

    async def codes(day: str) -> list[str]:
        return [each["code"] for each in (await data(database, staff, query, {"day": day}))["legalBases"]["nodes"]]

    assert [await codes(day) for day in ("2023-12-31", "2024-01-01", "2025-06-30", "2025-07-01")] == [
        [],
        ["ND-98"],
        ["ND-98"],
        ["ND-152"],
    ]


@pytest.mark.parametrize(("reads", "cost"), [("compiled", 1), ("reference", 9)])
async def test_a_movement_read_with_all_its_lists_costs_the_same_for_one_and_for_three(
    database, make: Factory, statements, reads, cost
):
    center = await make.actor(Role.INFORMATION_CENTER)
    counts = []
    for _ in range(3):
        made = await movement(make)
        for _ in range(2):
            await participation(make, made, await make.unit())
            await phase(make, made, (Role.STAFF, Permission.INITIATIVE_CREATE))
            await citation(make, made, await legal_basis(make))
            await rubric(make, made)
        statements.clear()
        body = await run(
            database,
            center,
            """{ movements { nodes { phases { capabilities { role } } legalBases { legalBasis { code } }
              participations { nodes { unit { code } } } rubrics { nodes { criteria { code } } } } } }""",
            reads=reads,
        )
        assert "errors" not in body
        counts.append((len(body["data"]["movements"]["nodes"]), len(statements)))

    assert counts == [(1, cost), (2, cost), (3, cost)]


async def test_two_people_cannot_overwrite_each_other(database, session, make: Factory):
    center = await make.actor(Role.INFORMATION_CENTER)
    made = await movement(make, state=MovementState.DRAFT)
    key = encode("Movement", made.id)

    first = await deed(database, center, "updateMovement", {"movementId": key, "expectedVersion": 1, "goal": "A"})
    second = await run(
        database,
        center,
        """mutation($input: UpdateMovementInput!) { updateMovement(input: $input) {
          userErrors { code ... on StaleVersionError { currentVersion nodeId } } } }""",
        {"input": {"movementId": key, "expectedVersion": 1, "goal": "B"}},
    )

    assert first["userErrors"] == []
    assert second["data"]["updateMovement"]["userErrors"] == [
        {"code": "STALE_VERSION", "currentVersion": 2, "nodeId": key}
    ]
    assert await session.scalar(select(Movement.goal).where(Movement.id == made.id)) == "A"


async def test_what_the_database_refuses_is_a_conflict_too(database, session, make: Factory):
    center, personnel = await make.actor(Role.INFORMATION_CENTER), await make.actor(Role.PERSONNEL)
    made, unit = await movement(make, code="UDCNS-AI-2024"), await make.unit()
    await participation(make, made, unit)
    await legal_basis(make, code="LUAT")
    joining = {"movementId": encode("Movement", made.id), "unitId": encode("Unit", unit.id)}
    basis = {"code": "LUAT", "title": "Luật", "validFrom": "2024-01-01", "source": "Công báo"}

    answers = [
        await deed(database, center, "createMovement", NEW),
        await deed(database, center, "addParticipation", joining),
        await deed(database, personnel, "createLegalBasis", basis),
    ]

    assert [(answer["userErrors"][0]["code"], answer["userErrors"][0]["rule"]) for answer in answers] == [
        ("CONFLICT", "CODE_TAKEN"),
        ("CONFLICT", "UNIT_TAKES_PART"),
        ("CONFLICT", "CODE_TAKEN"),
    ]
    assert len(list(await session.scalars(select(Participation)))) == 1
    assert await entries(session) == []


async def test_a_phase_is_moved_and_a_text_is_dropped(database, session, make: Factory):
    center = await make.actor(Role.INFORMATION_CENTER)
    draft, basis = await movement(make, state=MovementState.DRAFT), await legal_basis(make)
    await citation(make, draft, basis)
    planned = await phase(make, draft)
    moving = {
        "phaseId": encode("Phase", planned.id),
        "expectedVersion": 1,
        "opensAt": "2024-02-01T00:00:00Z",
        "closesAt": "2024-03-01T00:00:00Z",
        "reason": "Điều chỉnh kế hoạch",
    }
    dropping = {"movementId": encode("Movement", draft.id), "legalBasisId": encode("LegalBasis", basis.id)}

    moved = await deed(database, center, "changePhase", moving, "phase { closesAt movement { version } }")
    dropped = await deed(database, center, "dropLegalBasis", dropping, "movement { legalBases { id } }")

    assert moved == {
        "phase": {"closesAt": "2024-03-01T00:00:00Z", "movement": {"version": 2}},
        "userErrors": [],
    }
    assert dropped == {"movement": {"legalBases": []}, "userErrors": []}
    opens = await session.scalar(select(Phase.opens_at).where(Phase.id == planned.id))
    assert opens == datetime(2024, 2, 1, tzinfo=UTC)
