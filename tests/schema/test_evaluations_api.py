from typing import Any

import pytest
from sqlalchemy import func, select

from domain.actor import ANONYMOUS, Actor, Grant, Role
from domain.audit.model import AuditEntry
from domain.evaluations.model import RoundEntry, ScoreSheet
from domain.evaluations.rules import RoundState
from domain.results.rules import ResultState
from tests.support import evaluations as make_
from tests.support.evaluations import Scene, scene
from tests.support.factories import Factory
from tests.support.graphql import data, deed, run
from tests.support.initiatives import initiative
from tests.support.movements import movement, rubric

KEY = "0198c0de-0000-7000-8000-000000000001"


def marks_input(there: Scene, *values: str) -> list[dict[str, Any]]:
    return [
        {"criterionId": f"Criterion:{one.id}", "value": value}
        for one, value in zip(there.criteria, values, strict=False)
    ]


async def deeds_recorded(session) -> list[str]:
    return list(await session.scalars(select(AuditEntry.deed).order_by(AuditEntry.at, AuditEntry.id)))


async def test_round_from_creation_to_the_job_of_its_result(database, session, make: Factory):
    of = await movement(make)
    by = await rubric(make, of)
    center = await make.actor(Role.INFORMATION_CENTER)
    author, person = await make.person(), await make.person()
    each = await initiative(make, of, await make.unit(), author)
    there = await scene(make)  # another movement: its phase lets nobody score here

    created = await deed(
        database,
        center,
        "createRound",
        {
            "movementId": f"Movement:{of.id}",
            "rubricId": f"Rubric:{by.id}",
            "name": "Vòng 1",
            "opensAt": "2024-01-01T00:00:00Z",
            "closesAt": "2030-01-01T00:00:00Z",
        },
        "round { id version ordinal state scorePlaces movement { code } rubric { state } }",
    )
    assert created["userErrors"] == []
    round_id = created["round"].pop("id")
    assert created["round"] == {
        "version": 1,
        "ordinal": 1,
        "state": "DRAFT",
        "scorePlaces": 2,
        "movement": {"code": of.code},
        "rubric": {"state": "DRAFT"},
    }

    added = await deed(
        database,
        center,
        "addRoundEntries",
        {"roundId": round_id, "expectedVersion": 1, "initiativeIds": [f"Initiative:{each.id}"]},
        "round { version entries { nodes { initiative { title } revision { number } round { name } } } }",
    )
    assert added["round"] == {
        "version": 2,
        "entries": {
            "nodes": [{"initiative": {"title": each.title}, "revision": {"number": 1}, "round": {"name": "Vòng 1"}}]
        },
    }
    appointed = await deed(
        database,
        center,
        "appointEvaluator",
        {"roundId": round_id, "personId": f"Person:{person.id}"},
        "roleGrant { role round { name } person { fullName } }",
    )
    assert appointed["roleGrant"] == {
        "role": "EVALUATOR",
        "round": {"name": "Vòng 1"},
        "person": {"fullName": person.full_name},
    }
    opened = await deed(
        database, center, "openRound", {"roundId": round_id, "expectedVersion": 2}, "round { state rubric { state } }"
    )
    assert opened["round"] == {"state": "OPEN", "rubric": {"state": "FROZEN"}}
    pairs = [{"initiativeId": f"Initiative:{each.id}", "evaluatorId": f"Person:{person.id}"}]
    assigned = await deed(
        database,
        center,
        "assignEvaluators",
        {"roundId": round_id, "pairs": pairs},
        "round { assignments { totalCount nodes { state evaluator { fullName } initiative { title } sheet { id } } } }",
    )
    assert assigned["round"]["assignments"] == {
        "totalCount": 1,
        "nodes": [
            {
                "state": "ASSIGNED",
                "evaluator": {"fullName": person.full_name},
                "initiative": {"title": each.title},
                "sheet": None,
            }
        ],
    }
    closed = await deed(
        database,
        center,
        "closeRound",
        {"roundId": round_id, "expectedVersion": 3},
        "round { state phase { name } } job { kind state }",
    )
    assert closed["round"] == {"state": "CLOSED", "phase": {"name": "Chấm điểm"}}
    assert closed["job"] == {"kind": "COMPUTE_RESULT", "state": "QUEUED"}
    assert there.round.state is RoundState.OPEN


async def test_sheet_saved_and_submitted_is_read_back(database, make: Factory):
    there = await scene(make)
    assignment_id = f"Assignment:{there.assignment.id}"

    saved = await deed(
        database,
        there.evaluator,
        "saveScoreSheet",
        {"assignmentId": assignment_id, "marks": marks_input(there, "30.5", "10"), "comment": "Tốt"},
        """scoreSheet { id version state total comment evaluator { fullName } initiative { title } round { name }
          assignment { id } marks { value comment criterion { code } } }""",
    )
    sheet_id = saved["scoreSheet"].pop("id")
    submitted = await deed(
        database,
        there.evaluator,
        "submitScoreSheet",
        {"sheetId": sheet_id, "expectedVersion": 1},
        "scoreSheet { state total version }",
    )

    assert saved == {
        "scoreSheet": {
            "version": 1,
            "state": "DRAFT",
            "total": None,
            "comment": "Tốt",
            "evaluator": {"fullName": there.evaluator.name},
            "initiative": {"title": "Sáng kiến 1"},
            "round": {"name": "Vòng chấm"},
            "assignment": {"id": assignment_id},
            "marks": [
                {"value": "30.5", "comment": None, "criterion": {"code": "C1"}},
                {"value": "10", "comment": None, "criterion": {"code": "C2"}},
            ],
        },
        "userErrors": [],
    }
    assert submitted == {"scoreSheet": {"state": "SUBMITTED", "total": "40.5", "version": 2}, "userErrors": []}


async def test_marks_off_the_scale_name_the_path(database, make: Factory):
    there = await scene(make)

    answer = await deed(
        database,
        there.evaluator,
        "saveScoreSheet",
        {"assignmentId": f"Assignment:{there.assignment.id}", "marks": marks_input(there, "60.5", "0.3")},
    )

    assert [(error["__typename"], error["rule"], error["path"]) for error in answer["userErrors"]] == [
        ("InvalidValueError", "MARK_OUT_OF_RANGE", ["marks", "0", "value"]),
        ("InvalidValueError", "MARK_OFF_STEP", ["marks", "1", "value"]),
    ]


async def test_marks_of_a_foreign_type_name_the_path(database, make: Factory):
    there = await scene(make)

    answer = await deed(
        database,
        there.evaluator,
        "saveScoreSheet",
        {
            "assignmentId": f"Assignment:{there.assignment.id}",
            "marks": [{"criterionId": f"Round:{there.round.id}", "value": "1"}],
        },
    )

    assert [(error["rule"], error["path"]) for error in answer["userErrors"]] == [
        ("ID_TYPE", ["marks", "0", "criterionId"])
    ]


async def test_sheet_submitted_twice_with_one_key_is_submitted_once(database, session, make: Factory):
    there = await scene(make)
    sheet = await make_.sheet(make, there.assignment, *((each, "10") for each in there.criteria))
    asked = {"sheetId": f"ScoreSheet:{sheet.id}", "expectedVersion": 1, "idempotencyKey": KEY}

    answers = [
        await deed(database, there.evaluator, "submitScoreSheet", asked, "scoreSheet { state total version }")
        for _ in range(2)
    ]
    without_key = await deed(
        database, there.evaluator, "submitScoreSheet", {"sheetId": f"ScoreSheet:{sheet.id}", "expectedVersion": 2}
    )

    assert answers == [{"scoreSheet": {"state": "SUBMITTED", "total": "20", "version": 2}, "userErrors": []}] * 2
    assert [error["rule"] for error in without_key["userErrors"]] == ["SHEET_LOCKED"]
    assert await deeds_recorded(session) == ["SHEET_SUBMITTED"]


async def test_sheet_saved_twice_with_one_key_is_made_once(database, session, make: Factory):
    there = await scene(make)
    asked = {
        "assignmentId": f"Assignment:{there.assignment.id}",
        "marks": marks_input(there, "1"),
        "idempotencyKey": KEY,
    }

    answers = [await deed(database, there.evaluator, "saveScoreSheet", asked, "scoreSheet { id }") for _ in range(2)]
    other = await deed(database, there.evaluator, "saveScoreSheet", {**asked, "comment": "Khác"})

    assert answers[0] == answers[1]
    assert [error["rule"] for error in other["userErrors"]] == ["IDEMPOTENCY_KEY_REUSED"]
    assert await session.scalar(select(func.count()).select_from(ScoreSheet)) == 1


async def test_second_save_of_what_was_read_once_is_stale(database, make: Factory):
    there = await scene(make)
    sheet = await make_.sheet(make, there.assignment)
    asked = {
        "assignmentId": f"Assignment:{there.assignment.id}",
        "expectedVersion": 1,
        "marks": marks_input(there, "1"),
    }

    await deed(database, there.evaluator, "saveScoreSheet", asked)
    document = """mutation Save($input: SaveScoreSheetInput!) { saveScoreSheet(input: $input) {
      scoreSheet { id } userErrors { code rule path ... on StaleVersionError { currentVersion nodeId } } } }"""
    answer = (await data(database, there.evaluator, document, {"input": asked}))["saveScoreSheet"]

    assert answer == {
        "scoreSheet": None,
        "userErrors": [
            {
                "code": "STALE_VERSION",
                "rule": "STALE_VERSION",
                "path": ["expectedVersion"],
                "currentVersion": 2,
                "nodeId": f"ScoreSheet:{sheet.id}",
            }
        ],
    }


async def test_score_after_the_close_tells_when_it_closed(database, make: Factory):
    there = await scene(make, state=RoundState.CLOSED)
    document = """mutation Save($input: SaveScoreSheetInput!) { saveScoreSheet(input: $input) {
      userErrors { code rule ... on ClosedError { closedAt } } } }"""
    asked = {"assignmentId": f"Assignment:{there.assignment.id}", "marks": marks_input(there, "1")}

    answer = await data(database, there.evaluator, document, {"input": asked})

    assert answer["saveScoreSheet"]["userErrors"] == [
        {"code": "CLOSED", "rule": "ROUND_NOT_OPEN", "closedAt": "2024-06-03T08:00:00Z"}
    ]


async def test_conflict_of_interest_names_the_evaluator(database, make: Factory):
    there = await scene(make)
    colleague = await make.actor(Role.EVALUATOR, unit=there.unit, round_id=there.round.id)

    answer = await deed(
        database,
        there.manager,
        "assignEvaluator",
        {
            "roundId": f"Round:{there.round.id}",
            "initiativeId": f"Initiative:{there.initiative.id}",
            "evaluatorId": f"Person:{colleague.person_id}",
        },
        "assignment { id }",
    )

    (error,) = answer["userErrors"]
    assert answer["assignment"] is None
    assert (error["__typename"], error["rule"], error["path"]) == (
        "ConflictError",
        "CONFLICT_OF_INTEREST_OWN_UNIT",
        ["evaluatorId"],
    )
    assert error["message"] == "Xung đột lợi ích: thành viên chấm thuộc chính đơn vị có sáng kiến."


async def test_evaluator_appointed_twice_is_a_conflict(database, make: Factory):
    there = await scene(make)

    answer = await deed(
        database,
        there.manager,
        "appointEvaluator",
        {"roundId": f"Round:{there.round.id}", "personId": f"Person:{there.evaluator.person_id}"},
    )

    assert [(error["__typename"], error["rule"]) for error in answer["userErrors"]] == [("ConflictError", "ROLE_HELD")]


async def test_remaining_deeds_answer_with_what_they_changed(database, session, make: Factory):
    there = await scene(make, initiatives=3)
    rows = there.assignments
    sheet = await make_.submitted(make, rows[0], *((each, "10") for each in there.criteria))
    evaluator, manager = there.evaluator, there.manager

    def given(at: int, **more: Any) -> dict[str, Any]:
        return {"assignmentId": f"Assignment:{rows[at].id}", "expectedVersion": 1, **more}

    reopened = await deed(
        database,
        manager,
        "reopenScoreSheet",
        {"sheetId": f"ScoreSheet:{sheet.id}", "expectedVersion": 2, "reason": "Nhập nhầm"},
        "assignment { id sheet { id } }",
    )
    abstained = await deed(
        database, evaluator, "abstain", given(0, reason="Bận"), "assignment { state reason version sheet { state } }"
    )
    recused = await deed(
        database, evaluator, "recuse", given(1, reason="Quen"), "assignment { state initiative { title } }"
    )
    unassigned = await deed(database, manager, "unassign", given(2), "round { assignments { totalCount } }")
    assigned = await deed(
        database,
        manager,
        "assignEvaluator",
        {
            "roundId": f"Round:{there.round.id}",
            "initiativeId": f"Initiative:{there.initiatives[2].id}",
            "evaluatorId": f"Person:{evaluator.person_id}",
        },
        "assignment { state initiative { title } }",
    )
    grant_id = (await data(database, manager, "{ roleGrants(filter: {role: [EVALUATOR]}) { nodes { id } } }"))[
        "roleGrants"
    ]["nodes"][0]["id"]
    dismissed = await deed(
        database, manager, "dismissEvaluator", {"grantId": grant_id, "reason": "Đi học"}, "roleGrant { revokedReason }"
    )

    assert reopened["assignment"] == {"id": f"Assignment:{rows[0].id}", "sheet": None}
    assert abstained["assignment"] == {
        "state": "ABSTAINED",
        "reason": "Bận",
        "version": 2,
        "sheet": {"state": "DRAFT"},
    }
    assert recused["assignment"] == {"state": "RECUSED", "initiative": None}
    assert unassigned["round"] == {"assignments": {"totalCount": 2}}
    assert assigned["assignment"] == {"state": "ASSIGNED", "initiative": {"title": "Sáng kiến 3"}}
    assert dismissed["roleGrant"] == {"revokedReason": "Đi học"}
    assert await deeds_recorded(session) == [
        "SHEET_REOPENED",
        "ABSTAINED",
        "RECUSED",
        "UNASSIGNED",
        "ASSIGNED",
        "ROLE_REVOKED",
    ]


async def test_entry_removed_by_mutation(database, session, make: Factory):
    there = await scene(make, state=RoundState.DRAFT, evaluators=0)
    entry_id = await session.scalar(select(RoundEntry.id))

    answer = await deed(
        database,
        there.manager,
        "removeRoundEntry",
        {"entryId": f"RoundEntry:{entry_id}", "expectedVersion": 1},
        "round { version entries { totalCount } }",
    )

    assert answer == {"round": {"version": 2, "entries": {"totalCount": 0}}, "userErrors": []}


INPUTS = {
    "createRound": """movementId: "Movement:{key}", rubricId: "Rubric:{key}", name: "x",
      opensAt: "2024-01-01T00:00:00Z", closesAt: "2024-02-01T00:00:00Z" """,
    "addRoundEntries": 'roundId: "Round:{key}", expectedVersion: 1, initiativeIds: ["Initiative:{key}"]',
    "removeRoundEntry": 'entryId: "RoundEntry:{key}", expectedVersion: 1',
    "openRound": 'roundId: "Round:{key}", expectedVersion: 1',
    "closeRound": 'roundId: "Round:{key}", expectedVersion: 1',
    "appointEvaluator": 'roundId: "Round:{key}", personId: "Person:{key}"',
    "dismissEvaluator": 'grantId: "RoleGrant:{key}", reason: "x"',
    "assignEvaluator": 'roundId: "Round:{key}", initiativeId: "Initiative:{key}", evaluatorId: "Person:{key}"',
    "assignEvaluators": 'roundId: "Round:{key}", pairs: []',
    "unassign": 'assignmentId: "Assignment:{key}", expectedVersion: 1',
    "saveScoreSheet": 'assignmentId: "Assignment:{key}", marks: []',
    "submitScoreSheet": 'sheetId: "ScoreSheet:{key}", expectedVersion: 1',
    "reopenScoreSheet": 'sheetId: "ScoreSheet:{key}", expectedVersion: 1, reason: "x"',
    "abstain": 'assignmentId: "Assignment:{key}", expectedVersion: 1, reason: "x"',
    "recuse": 'assignmentId: "Assignment:{key}", expectedVersion: 1, reason: "x"',
    "setRoundPhases": 'roundId: "Round:{key}", expectedVersion: 1, phases: []',
    "setRoundTiers": 'roundId: "Round:{key}", expectedVersion: 1, tiers: []',
    "enterRoundPhase": 'roundId: "Round:{key}", expectedVersion: 1, phaseId: "RoundPhase:{key}"',
    "moveRoundPhaseDates": 'phaseId: "RoundPhase:{key}", expectedVersion: 1, reason: "x"',
    "markAnchor": 'entryId: "RoundEntry:{key}", expectedVersion: 1',
    "enterScoreSheets": 'roundId: "Round:{key}", rows: []',
}
HOLDERS = {
    "ROUND_MANAGE": {Role.INFORMATION_CENTER, Role.PERSONNEL},
    "SHEET_SCORE": {Role.EVALUATOR},
    "SHEET_REOPEN": {Role.INFORMATION_CENTER, Role.PERSONNEL},
    "SHEET_ENTER": {Role.INFORMATION_CENTER, Role.COUNCIL_SECRETARY},
}
PERMISSIONS = {
    "saveScoreSheet": "SHEET_SCORE",
    "submitScoreSheet": "SHEET_SCORE",
    "abstain": "SHEET_SCORE",
    "recuse": "SHEET_SCORE",
    "reopenScoreSheet": "SHEET_REOPEN",
    "enterScoreSheets": "SHEET_ENTER",
}


@pytest.mark.parametrize("field", INPUTS)
async def test_mutations_are_refused_to_every_role_that_cannot_hold_the_permission(
    database, session, make: Factory, field
):
    permission = PERMISSIONS.get(field, "ROUND_MANAGE")
    document = f"""mutation {{ {field}(input: {{{INPUTS[field].replace("{key}", KEY)}}}) {{
      userErrors {{ code ... on NotAllowedError {{ permission }} }} }} }}"""
    person_id = (await make.person()).id

    for role in [None, *Role]:
        actor = ANONYMOUS if role is None else Actor(person_id=person_id, grants=frozenset({Grant(role)}))
        (error,) = (await data(database, actor, document))[field]["userErrors"]
        if role in HOLDERS[permission]:
            assert error["code"] in {"NOT_FOUND", "INVALID_VALUE"}
        else:
            assert error == {"code": "NOT_ALLOWED", "permission": permission}
    assert await deeds_recorded(session) == []


@pytest.mark.parametrize("reads", ["compiled", "reference"])
async def test_why_an_initiative_is_in_its_state_is_not_for_its_evaluators(database, make: Factory, reads):
    there = await scene(make)
    there.initiative.state_reason = "Hội đồng còn phân vân"
    await make.session.flush()
    author = await make.acting(there.author, Role.STAFF)
    both = await make.acting(there.author, Role.EVALUATOR, round_id=there.round.id)
    query = "{ initiatives { nodes { title stateReason } } }"

    told = {}
    for name, actor in (("evaluator", there.evaluator), ("author", author), ("both", both), ("center", there.manager)):
        (found,) = (await run(database, actor, query, reads=reads))["data"]["initiatives"]["nodes"]
        assert found["title"] == "Sáng kiến 1"
        told[name] = found["stateReason"]

    reason = "Hội đồng còn phân vân"
    assert told == {"evaluator": None, "author": reason, "both": reason, "center": reason}


@pytest.mark.parametrize(("reads", "cost"), [("compiled", 1), ("reference", 6)])
async def test_rounds_entries_results_and_standings_cost_the_same_statements_for_one_and_three(
    database, make: Factory, statements, reads, cost
):
    of = await movement(make)
    by = await rubric(make, of, frozen=True)
    unit = await make.unit()
    auditor = await make.actor(Role.AUDITOR)
    counts = []
    for number in range(1, 4):
        each = await initiative(make, of, unit)
        round_ = await make_.round_(make, of, by, ordinal=number)
        await make_.entry(make, round_, each)
        await make_.opened(make, round_, each)
        await make_.result(make, round_, (each, "80", 1))
        statements.clear()
        body = await run(
            database,
            auditor,
            """{ rounds(first: 5) { nodes { name entries(first: 5) { nodes { initiative { title } } }
              results(first: 5) { nodes { number entries(first: 5) {
                nodes { place score initiative { title } unit { code } } } } } } } }""",
            reads=reads,
        )
        assert "errors" not in body
        counts.append(len(statements))
        assert len(body["data"]["rounds"]["nodes"]) == number
    assert counts == [cost, cost, cost]


@pytest.mark.parametrize(("reads", "cost"), [("compiled", 1), ("reference", 4)])
async def test_sheets_marks_and_criteria_cost_the_same_statements_for_one_and_three(
    database, make: Factory, statements, reads, cost
):
    there = await scene(make, initiatives=3)
    counts = []
    for number, given in enumerate(there.assignments, 1):
        await make_.submitted(make, given, *((each, "10") for each in there.criteria))
        statements.clear()
        body = await run(
            database,
            there.manager,
            "{ scoreSheets { nodes { total marks { value criterion { code } } evaluator { fullName } } } }",
            reads=reads,
        )
        assert "errors" not in body
        counts.append(len(statements))
        sheets = body["data"]["scoreSheets"]["nodes"]
        assert sheets[-1]["marks"] == [
            {"value": "10", "criterion": {"code": "C1"}},
            {"value": "10", "criterion": {"code": "C2"}},
        ]
        assert len(sheets) == number
    assert counts == [cost, cost, cost]


async def test_initiative_shows_its_own_sheets_and_standings(database, make: Factory):
    there = await scene(make, initiatives=2, evaluators=2)
    first, second = there.initiatives
    for each, value in ((first, "30"), (second, "10")):
        given = there.assignment_of(each, there.evaluators[0])
        await make_.submitted(make, given, *((one, value) for one in there.criteria))
    await make_.sheet(make, there.assignment_of(first, there.evaluators[1]))
    await make_.result(make, there.round, (first, "60", 1), (second, "20", 2))
    document = """{ initiatives(orderBy: {field: TITLE}) { nodes {
      scoreSheets(filter: {state: [SUBMITTED]}) { totalCount nodes { total } } drafts: scoreSheets(
        filter: {state: [DRAFT]}) { totalCount } standings { totalCount nodes { place placeInUnit } } } } }"""

    answer = await data(database, there.manager, document)
    of_evaluator = await data(database, there.evaluators[1], document)

    # Whoever runs the round sees submitted sheets only.
    assert answer["initiatives"]["nodes"] == [
        {
            "scoreSheets": {"totalCount": 1, "nodes": [{"total": "60"}]},
            "drafts": {"totalCount": 0},
            "standings": {"totalCount": 1, "nodes": [{"place": 1, "placeInUnit": 1}]},
        },
        {
            "scoreSheets": {"totalCount": 1, "nodes": [{"total": "20"}]},
            "drafts": {"totalCount": 0},
            "standings": {"totalCount": 1, "nodes": [{"place": 2, "placeInUnit": 2}]},
        },
    ]
    nothing = {"totalCount": 0, "nodes": []}
    assert of_evaluator["initiatives"]["nodes"] == [
        {"scoreSheets": nothing, "drafts": {"totalCount": 1}, "standings": nothing},
        {"scoreSheets": nothing, "drafts": {"totalCount": 0}, "standings": nothing},
    ]


async def test_lists_are_filtered_and_sorted(database, make: Factory):
    there = await scene(make, initiatives=2, evaluators=2)
    marks = [(each, "10") for each in there.criteria]
    await make_.submitted(make, there.assignments[0], *marks)
    await make_.submitted(make, there.assignments[3], *((each, "40") for each in there.criteria))
    result = await make_.result(make, there.round, (there.initiatives[0], "20", 2), (there.initiatives[1], "80", 1))
    ids = {
        "round": f"Round:{there.round.id}",
        "initiative": f"Initiative:{there.initiatives[1].id}",
        "evaluator": f"Person:{there.evaluators[1].person_id}",
        "result": f"Result:{result.id}",
        "movement": f"Movement:{there.movement.id}",
        "unit": f"Unit:{there.unit.id}",
    }

    answer = await data(
        database,
        there.manager,
        """query($round: ID, $initiative: ID, $evaluator: ID, $result: ID, $movement: ID, $unit: ID) {
          assignments(filter: {roundId: $round, initiativeId: $initiative, evaluatorId: $evaluator,
            state: [ASSIGNED]}) { totalCount nodes { revision { number } } }
          sheets: scoreSheets(filter: {roundId: $round, state: [SUBMITTED]}, orderBy: {field: TOTAL, direction: DESC}) {
            nodes { total } }
          oneSheet: scoreSheets(filter: {initiativeId: $initiative, evaluatorId: $evaluator}) { nodes { total } }
          rounds(filter: {movementId: $movement, state: [OPEN], closesFrom: "2029-12-31T00:00:00Z",
            closesBefore: "2031-01-01T00:00:00Z"}, orderBy: {field: CLOSES_AT}) { nodes { name
              entries(filter: {initiativeId: $initiative}, orderBy: {field: TITLE}) {
                nodes { initiative { title } } } } }
          results(filter: {roundId: $round, state: [STAGED]}, orderBy: {field: COMPUTED_AT}) { nodes { number } }
          resultEntries(filter: {resultId: $result, unitId: $unit, status: [RANKED], isTied: false, scoreFrom: "20.5",
            scoreBelow: "80.5"}) { nodes { score } } }""",
        ids,
    )

    assert answer == {
        "assignments": {"totalCount": 1, "nodes": [{"revision": {"number": 1}}]},
        "sheets": {"nodes": [{"total": "80"}, {"total": "20"}]},
        "oneSheet": {"nodes": [{"total": "80"}]},
        "rounds": {"nodes": [{"name": "Vòng chấm", "entries": {"nodes": [{"initiative": {"title": "Sáng kiến 2"}}]}}]},
        "results": {"nodes": [{"number": 1}]},
        "resultEntries": {"nodes": [{"score": "80"}]},
    }


async def test_lookups_find_what_is_visible_and_nothing_else(database, make: Factory):
    there = await scene(make)
    sheet = await make_.sheet(make, there.assignment)
    staged = await make_.result(make, there.round, (there.initiative, "80", 1))
    published = await make_.result(make, there.round, number=2, reason="Rà soát", state=ResultState.PUBLISHED)
    staff = await make.actor(Role.STAFF)
    document = """query($round: ID!, $assignment: ID!, $sheet: ID!, $staged: ID!, $published: ID!) {
      round(id: $round) { name } assignment(id: $assignment) { state } scoreSheet(id: $sheet) { state }
      staged: result(id: $staged) { number } published: result(id: $published) { number }
      node(id: $sheet) { id } }"""
    ids = {
        "round": f"Round:{there.round.id}",
        "assignment": f"Assignment:{there.assignment.id}",
        "sheet": f"ScoreSheet:{sheet.id}",
        "staged": f"Result:{staged.id}",
        "published": f"Result:{published.id}",
    }

    of_staff = await data(database, staff, document, ids)
    of_evaluator = await data(database, there.evaluator, document, ids)
    of_nobody = await data(database, ANONYMOUS, document, ids)

    assert of_staff == {
        "round": {"name": "Vòng chấm"},
        "assignment": None,
        "scoreSheet": None,
        "staged": None,
        "published": {"number": 2},
        "node": None,
    }
    assert of_evaluator == {
        "round": {"name": "Vòng chấm"},
        "assignment": {"state": "ASSIGNED"},
        "scoreSheet": {"state": "DRAFT"},
        "staged": None,
        "published": {"number": 2},
        "node": {"id": ids["sheet"]},
    }
    assert set(of_nobody.values()) == {None}


async def test_auditor_reads_no_marks_by_any_way(database, make: Factory):
    there = await scene(make)
    await make_.submitted(make, there.assignment, *((each, "10") for each in there.criteria))
    auditor = await make.actor(Role.AUDITOR)

    answer = await run(
        database, auditor, "{ scoreSheets { totalCount } assignments { nodes { state sheet { total } } } }"
    )

    assert answer["data"] == {
        "scoreSheets": {"totalCount": 0},
        "assignments": {"nodes": [{"state": "ASSIGNED", "sheet": None}]},
    }
