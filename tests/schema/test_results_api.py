"""Results in GraphQL: computed by jobs, verified and published by deeds; what is said of them, and to whom."""

from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import func, select

from domain.actor import ANONYMOUS, Actor, Grant, Role
from domain.audit.model import AuditEntry
from domain.engine.problem import Method
from domain.engine.rounding import rounded
from domain.evaluations import rounds
from domain.evaluations.model import RoundTier
from domain.evaluations.rules import RoundState
from domain.people.model import Person
from domain.results import actions
from domain.results.rules import ResultState
from tests.support import evaluations as make_
from tests.support import jobs
from tests.support.conflicts import declared
from tests.support.evaluations import scene
from tests.support.factories import Factory
from tests.support.graphql import data, deed, run
from tests.support.initiatives import initiative
from tests.support.verified import MARKS, Verified, scored

#: Each computes results, and draws their charts.
pytestmark = pytest.mark.slow

KEY = "0198c0de-0000-7000-8000-000000000001"


async def computed(session, database, make: Factory) -> Verified:
    """Three entries of three evaluators, two sheets each, one first prize; closed, and its result computed."""
    there = await scene(make, initiatives=3, evaluators=3, state=RoundState.DRAFT, method=Method.ADJUSTED)
    await make.add(RoundTier(round_id=there.round.id, ordinal=1, name="Nhất", seats=1))
    await rounds.open_round(session, there.manager, round_id=there.round.id, expected_version=there.round.version)
    sheets = {
        (at, column): await scored(session, there, at, column, marks)
        for at, row in enumerate(MARKS)
        for column, marks in enumerate(row)
        if marks is not None
    }
    return Verified(there, await jobs.closed(session, database, there), sheets)


WHOLE = """query($id: ID!) { result(id: $id) {
  number state method unadjusted note noteEn places components panel reliability iccSingle iccPanel iccTwoMore
  entries { nodes { place isTied status sheets rawMean score adjustment note tier { name }
    chances { probability tier { name } } initiative { title } flags } }
  judges { totalCount nodes { sheets halo minutes evaluator { fullName } } }
  sheets { totalCount nodes { total sheet { total } } pageInfo { endCursor } }
  charts { kind language svg } differences { totalCount } } }"""


async def test_result_tells_all_that_a_person_needs_in_one_read(session, database, make: Factory, statements):
    done = await computed(session, database, make)
    statements.clear()

    (told,) = (await data(database, done.there.manager, WHOLE, {"id": f"Result:{done.result.id}"})).values()

    assert len(statements) == 1
    entries = told["entries"]["nodes"]
    assert [(each["initiative"]["title"], each["place"], each["rawMean"], each["sheets"]) for each in entries] == [
        ("Sáng kiến 1", 1, "76.75", 2),
        ("Sáng kiến 2", 2, "63.25", 2),
        ("Sáng kiến 3", 3, "50", 2),
    ]
    for each in entries:
        assert Decimal(each["score"]) - Decimal(each["rawMean"]) == Decimal(each["adjustment"])
        assert each["note"] is None or each["note"].split(":")[0] == f"{Decimal(each['adjustment']):+.1f}".replace(
            ".", ","
        )
    assert [each["tier"] for each in entries] == [{"name": "Nhất"}, None, None]
    chances = [each["chances"] for each in entries]
    assert {of["tier"]["name"] for each in chances for of in each} == {"Nhất"}
    # Each is rounded by itself.
    assert abs(sum(Decimal(of["probability"]) for each in chances for of in each) - 1) <= Decimal("0.0002")
    assert (told["method"], told["unadjusted"], told["places"], told["components"]) == ("ADJUSTED", None, 1, 1)
    assert (told["panel"], told["reliability"]) == ("2", "EXCELLENT")
    # By the formula of Spearman and Brown, of four sheets rather than two.
    single, panel, four = (Decimal(told[name]) for name in ("iccSingle", "iccPanel", "iccTwoMore"))
    assert abs(panel - 2 * single / (1 + single)) <= Decimal("0.0002")
    assert four == rounded(4 * single / (1 + 3 * single), 4)
    assert told["note"].startswith("Điểm đã hiệu chỉnh độ nghiêm của người chấm. Độ tin cậy của hội đồng chấm: rất tốt")
    assert told["noteEn"].startswith("Scores are adjusted for severity. Reliability of the panel: excellent (")
    # Whoever runs the round sees how everybody marked, and not what is there to coach them.
    assert [(each["sheets"], each["halo"], each["minutes"]) for each in told["judges"]["nodes"]] == [
        (2, None, None)
    ] * 3
    assert sorted(each["total"] for each in told["sheets"]["nodes"]) == ["45", "55", "60", "66.5", "73.5", "80"]
    assert all(each["total"] == each["sheet"]["total"] for each in told["sheets"]["nodes"])
    assert [(each["kind"], each["language"]) for each in told["charts"]] == [
        ("RANKING", "vi"),
        ("RANKING", "en"),
        ("SEVERITY", "vi"),
        ("SEVERITY", "en"),
    ]
    assert all("Sáng kiến 1" in each["svg"] for each in told["charts"][:2])
    assert told["differences"] == {"totalCount": 0}


async def test_excluded_sheet_gives_a_second_version_with_its_difference(session, database, make: Factory):
    done = await computed(session, database, make)
    there, personnel = done.there, await make.actor(Role.PERSONNEL)

    excluded = await deed(
        database,
        personnel,
        "excludeSheet",
        {"sheetId": f"ScoreSheet:{done.sheets[2, 1]}", "reason": " Chấm nhầm hồ sơ "},
        "exclusion { id reason excludedBy { fullName } sheet { total } restoredAt }",
    )
    asked = await deed(
        database,
        there.manager,
        "computeResult",
        {"roundId": f"Round:{done.round_id}", "reason": "Loại phiếu nhầm"},
        "job { kind state round { name } requestedBy { fullName } }",
    )
    second = await jobs.computed(session, database, done.round_id)

    exclusion_id = excluded["exclusion"].pop("id")
    assert excluded == {
        "exclusion": {
            "reason": "Chấm nhầm hồ sơ",
            "excludedBy": {"fullName": personnel.name},
            "sheet": {"total": "45"},
            "restoredAt": None,
        },
        "userErrors": [],
    }
    assert asked["job"] == {
        "kind": "COMPUTE_RESULT",
        "state": "QUEUED",
        "round": {"name": "Vòng chấm"},
        "requestedBy": {"fullName": there.manager.name},
    }
    told = (
        await data(
            database,
            there.manager,
            """query($id: ID!) { result(id: $id) { number reason entries { nodes { sheets initiative { title } } }
              differences { nodes { initiative { title } placeBefore placeNow statusBefore statusNow
                scoreBefore scoreNow } } } }""",
            {"id": f"Result:{second.id}"},
        )
    )["result"]
    assert (told["number"], told["reason"]) == (2, "Loại phiếu nhầm")
    assert {each["initiative"]["title"]: each["sheets"] for each in told["entries"]["nodes"]}["Sáng kiến 3"] == 1
    third = next(each for each in told["differences"]["nodes"] if each["initiative"] == {"title": "Sáng kiến 3"})
    assert (third["placeBefore"], third["placeNow"], third["statusNow"]) == (3, 3, "RANKED")
    assert Decimal(third["scoreNow"]) > Decimal(third["scoreBefore"])

    restored = await deed(
        database,
        there.manager,
        "restoreSheet",
        {"exclusionId": exclusion_id, "reason": "Đúng hồ sơ"},
        "exclusion { restoredReason restoredBy { fullName } }",
    )
    listed = await data(
        database,
        personnel,
        "query($round: ID) { sheetExclusions(filter: {roundId: $round}) { totalCount nodes { id } } }",
        {"round": f"Round:{done.round_id}"},
    )
    assert restored["exclusion"] == {"restoredReason": "Đúng hồ sơ", "restoredBy": {"fullName": there.manager.name}}
    assert listed["sheetExclusions"] == {"totalCount": 1, "nodes": [{"id": exclusion_id}]}


async def test_result_is_verified_by_another_and_published(session, database, make: Factory):
    done = await computed(session, database, make)
    there, personnel = done.there, await make.actor(Role.PERSONNEL)
    of = {"resultId": f"Result:{done.result.id}"}

    early = await deed(database, there.manager, "publishResult", of, "result { state }")
    alone = await deed(database, there.manager, "verifyResult", of, "result { state }")
    verified = await deed(database, personnel, "verifyResult", of, "result { state verifiedBy { fullName } }")
    published = await deed(database, there.manager, "publishResult", of, "result { state publishedAt }")

    assert [(error["__typename"], error["rule"]) for error in (early["userErrors"] + alone["userErrors"])] == [
        ("ConflictError", "RESULT_NOT_VERIFIED"),
        ("NotAllowedError", "COMPUTER_IS_ANOTHER"),
    ]
    assert verified["result"] == {"state": "VERIFIED", "verifiedBy": {"fullName": personnel.name}}
    assert published["result"]["state"] == "PUBLISHED"
    assert published["result"]["publishedAt"] is not None


MINE = """{ results { nodes { state judges { nodes { sheets severity halo minutes evaluator { fullName } } }
  sheets { totalCount } entries { totalCount } charts { kind } } } }"""


@pytest.mark.parametrize("reads", ["compiled", "reference"])
async def test_evaluator_learns_their_own_figures_once_the_result_is_published(session, database, make: Factory, reads):
    done = await computed(session, database, make)
    evaluator = done.there.evaluators[1]

    before = await run(database, evaluator, MINE, reads=reads)
    await _publish(session, make, done)
    after = await run(database, evaluator, MINE, reads=reads)

    assert before == {"data": {"results": {"nodes": []}}}
    (result,) = after["data"]["results"]["nodes"]
    (judge,) = result.pop("judges")["nodes"]
    assert result == {"state": "PUBLISHED", "sheets": {"totalCount": 0}, "entries": {"totalCount": 0}, "charts": []}
    assert (judge["sheets"], judge["halo"], judge["evaluator"]) == (2, None, {"fullName": evaluator.name})
    assert Decimal(judge["severity"]) > 0
    assert Decimal(judge["minutes"]) >= 0


BOUND = """{ results { nodes { sheets { totalCount } entries { nodes { initiative { title } } } charts { kind }
  judges { totalCount } } } sheetExclusions { totalCount } }"""


@pytest.mark.parametrize("reads", ["compiled", "reference"])
async def test_conflict_of_interest_hides_figures_before_publication_whatever_the_role(
    session, database, make: Factory, reads
):
    done = await computed(session, database, make)
    bound = await make.actor(Role.INFORMATION_CENTER)
    sheet = {"sheetId": f"ScoreSheet:{done.sheets[0, 0]}", "reason": "Chấm nhầm"}
    await deed(database, done.there.manager, "excludeSheet", sheet)
    await declared(make, bound.person_id, done.there.initiatives[0])

    before = await run(database, bound, BOUND, reads=reads)
    refused = await deed(database, bound, "excludeSheet", {**sheet, "sheetId": f"ScoreSheet:{done.sheets[0, 1]}"})
    await _publish(session, make, done)
    after = await run(database, bound, BOUND, reads=reads)

    assert before["data"] == {
        "results": {
            "nodes": [
                {
                    "sheets": {"totalCount": 4},
                    "entries": {"nodes": [{"initiative": {"title": f"Sáng kiến {number}"}} for number in (2, 3)]},
                    "charts": [],
                    "judges": {"totalCount": 3},
                }
            ]
        },
        "sheetExclusions": {"totalCount": 0},
    }
    assert [(error["__typename"], error["rule"]) for error in refused["userErrors"]] == [("NotFoundError", "NOT_FOUND")]
    (result,) = after["data"]["results"]["nodes"]
    assert len(result["charts"]) == 4
    assert len(result["entries"]["nodes"]) == 3
    # The sheets themselves stay closed to them.
    assert (result["sheets"], after["data"]["sheetExclusions"]) == ({"totalCount": 4}, {"totalCount": 0})


async def test_nobody_reads_what_was_expected_of_their_own_sheet(session, database, make: Factory):
    done = await computed(session, database, make)
    who = done.there.evaluators[0]
    both = await make.acting(await session.get_one(Person, who.person_id), Role.PERSONNEL)
    judging = Actor(person_id=who.person_id, unit_id=who.unit_id, grants=who.grants | both.grants)
    query = "{ results { nodes { sheets { totalCount nodes { sheet { evaluator { id } } } } } } }"

    (result,) = (await data(database, judging, query))["results"]["nodes"]

    assert result["sheets"]["totalCount"] == 4
    assert f"Person:{who.person_id}" not in str(result)


async def _publish(session, make: Factory, done: Verified) -> None:
    await actions.verify_result(session, await make.actor(Role.PERSONNEL), result_id=done.result.id)
    await actions.publish_result(session, done.there.manager, result_id=done.result.id)


async def test_job_that_waits_is_cancelled_and_another_can_be_asked_for(session, database, make: Factory):
    there = await scene(make, state=RoundState.CLOSED)
    asked = {"roundId": f"Round:{there.round.id}", "reason": "Rà soát"}

    first = await deed(database, there.manager, "computeResult", asked, "job { id }")
    twice = await deed(database, there.manager, "computeResult", asked)
    cancelled = await deed(
        database, there.manager, "cancelJob", {"jobId": first["job"]["id"]}, "job { state finishedAt progress }"
    )
    again = await deed(database, there.manager, "computeResult", asked, "job { state }")
    late = await deed(database, there.manager, "cancelJob", {"jobId": first["job"]["id"]})

    assert [error["rule"] for error in twice["userErrors"]] == ["JOB_PENDING"]
    assert (cancelled["job"]["state"], cancelled["job"]["progress"]) == ("CANCELLED", "0")
    assert cancelled["job"]["finishedAt"] is not None
    assert again["job"] == {"state": "QUEUED"}
    assert [error["rule"] for error in late["userErrors"]] == ["JOB_STATE_FORBIDS"]
    listed = await data(database, there.manager, "{ jobs(filter: {state: [QUEUED]}) { totalCount } }")
    assert listed == {"jobs": {"totalCount": 1}}


async def test_assignment_is_proposed_by_a_job_and_applied(session, database, make: Factory):
    there = await scene(make, initiatives=3, evaluators=0)
    judges = [await make.actor(Role.EVALUATOR, round_id=there.round.id) for _ in range(3)]
    asked = {"roundId": f"Round:{there.round.id}", "perEntry": 2, "maxLoad": 2, "seed": str(2**53 + 1)}

    job = await deed(database, there.manager, "proposeAssignment", asked, "job { id kind }")
    await jobs.run_jobs(database)
    (found,) = (
        await data(
            database,
            there.manager,
            """{ assignmentProposals { nodes { id version state perEntry maxLoad seed added missing leastLoad
              greatestLoad components pairs { nodes { initiative { title } evaluator { id } } }
              findings { message } } } }""",
        )
    )["assignmentProposals"]["nodes"]
    pairs = found.pop("pairs")["nodes"]
    proposal = {"proposalId": found.pop("id"), "expectedVersion": 1}
    applied = await deed(database, there.manager, "applyAssignmentProposal", proposal, "proposal { state decidedAt }")
    twice = await deed(database, there.manager, "discardAssignmentProposal", {**proposal, "expectedVersion": 2})
    assigned = await data(
        database, there.manager, "{ assignments { totalCount nodes { origin evaluator { id } initiative { title } } } }"
    )

    assert job["job"]["kind"] == "PROPOSE_ASSIGNMENT"
    assert found == {
        "version": 1,
        "state": "COMPUTED",
        "perEntry": 2,
        "maxLoad": 2,
        "seed": str(2**53 + 1),
        "added": 6,
        "missing": 0,
        "leastLoad": 2,
        "greatestLoad": 2,
        "components": 1,
        "findings": [],
    }
    by_judge = sorted(each["evaluator"]["id"] for each in pairs)
    assert by_judge == sorted([f"Person:{each.person_id}" for each in judges] * 2)
    assert applied["proposal"]["state"] == "APPLIED"
    assert [error["__typename"] for error in twice["userErrors"]] == ["ConflictError"]
    nodes = assigned["assignments"]["nodes"]
    assert {each.pop("origin") for each in nodes} == {"PROPOSED"}

    def named(each: dict[str, Any]) -> tuple[str, str]:
        return each["initiative"]["title"], each["evaluator"]["id"]

    assert sorted(map(named, nodes)) == sorted(map(named, pairs))


async def test_proposal_that_cannot_be_met_says_why_in_both_languages(session, database, make: Factory):
    there = await scene(make, initiatives=2, evaluators=0)
    await make.actor(Role.EVALUATOR, round_id=there.round.id)

    await deed(database, there.manager, "proposeAssignment", {"roundId": f"Round:{there.round.id}", "perEntry": 2})
    await jobs.run_jobs(database)
    (found,) = (
        await data(
            database,
            there.manager,
            "{ assignmentProposals { nodes { missing findings { constraint message messageEn missing } } } }",
        )
    )["assignmentProposals"]["nodes"]

    assert found["missing"] == 2
    assert {each["constraint"] for each in found["findings"]} == {"ENTRY_JUDGES"}
    assert all(each["message"] != each["messageEn"] and each["message"] for each in found["findings"])
    wrong = await deed(
        database, there.manager, "proposeAssignment", {"roundId": f"Round:{there.round.id}", "perEntry": 0}
    )
    assert [(error["rule"], error["path"]) for error in wrong["userErrors"]] == [("NUMBER_RANGE", ["perEntry"])]


INPUTS = {
    "computeResult": ("RESULT_COMPUTE", 'roundId: "Round:{key}", reason: "x"'),
    "verifyResult": ("RESULT_VERIFY", 'resultId: "Result:{key}"'),
    "publishResult": ("RESULT_PUBLISH", 'resultId: "Result:{key}"'),
    "excludeSheet": ("SHEET_EXCLUDE", 'sheetId: "ScoreSheet:{key}", reason: "x"'),
    "restoreSheet": ("SHEET_EXCLUDE", 'exclusionId: "SheetExclusion:{key}", reason: "x"'),
    "proposeAssignment": ("ROUND_MANAGE", 'roundId: "Round:{key}"'),
    "applyAssignmentProposal": ("ROUND_MANAGE", 'proposalId: "AssignmentProposal:{key}", expectedVersion: 1'),
    "discardAssignmentProposal": ("ROUND_MANAGE", 'proposalId: "AssignmentProposal:{key}", expectedVersion: 1'),
    "replaceEvaluator": ("ROUND_MANAGE", 'assignmentId: "Assignment:{key}"'),
}
BOTH = {Role.INFORMATION_CENTER, Role.PERSONNEL}
HOLDERS = {
    "RESULT_COMPUTE": {Role.INFORMATION_CENTER},
    "RESULT_VERIFY": BOTH,
    "RESULT_PUBLISH": {Role.INFORMATION_CENTER},
    "SHEET_EXCLUDE": BOTH,
    "ROUND_MANAGE": BOTH,
}


@pytest.mark.parametrize("field", INPUTS)
async def test_mutations_are_refused_to_every_role_that_cannot_hold_the_permission(
    database, session, make: Factory, field
):
    permission, given = INPUTS[field]
    document = f"""mutation {{ {field}(input: {{{given.replace("{key}", KEY)}}}) {{
      userErrors {{ code ... on NotAllowedError {{ permission }} }} }} }}"""
    person_id = (await make.person()).id

    for role in [None, *Role]:
        actor = ANONYMOUS if role is None else Actor(person_id=person_id, grants=frozenset({Grant(role)}))
        (error,) = (await data(database, actor, document))[field]["userErrors"]
        if role in HOLDERS[permission]:
            assert error == {"code": "NOT_FOUND"}
        else:
            assert error == {"code": "NOT_ALLOWED", "permission": permission}
    assert await session.scalar(select(func.count()).select_from(AuditEntry)) == 0


async def test_standings_come_best_first_and_the_unscored_last_page_by_page(database, make: Factory):
    there = await scene(make, initiatives=4, state=RoundState.CLOSED)
    a, b, c, d = there.initiatives
    await make_.result(make, there.round, (a, None, None), (b, "70", 2), (c, "90", 1), (d, "70", 2))
    page = """query($first: Int, $after: String, $order: ResultEntryOrder) {
      resultEntries(first: $first, after: $after, orderBy: $order) {
        nodes { place score initiative { title } } pageInfo { endCursor hasNextPage } } }"""

    first = (await data(database, there.manager, page, {"first": 3}))["resultEntries"]
    rest = (await data(database, there.manager, page, {"first": 3, "after": first["pageInfo"]["endCursor"]}))[
        "resultEntries"
    ]
    by_score = await data(database, there.manager, page, {"first": 4, "order": {"field": "SCORE", "direction": "DESC"}})

    assert [(node["place"], node["score"]) for node in first["nodes"]] == [(1, "90"), (2, "70"), (2, "70")]
    assert [(node["place"], node["score"], node["initiative"]["title"]) for node in rest["nodes"]] == [
        (None, None, "Sáng kiến 1")
    ]
    assert (first["pageInfo"]["hasNextPage"], rest["pageInfo"]["hasNextPage"]) == (True, False)
    assert [node["score"] for node in by_score["resultEntries"]["nodes"]] == ["90", "70", "70", None]


async def test_place_in_unit_counts_the_scored_of_the_same_unit_and_result(database, make: Factory):
    there = await scene(make, initiatives=5, state=RoundState.CLOSED)
    a, b, c, d, unscored = there.initiatives
    other = await initiative(make, there.movement, await make.unit(), title="Đơn vị khác")
    standings = ((a, "90", 2), (b, "80.5", 3), (c, "80.5", 3), (d, "70", 5), (unscored, None, None), (other, "95", 1))
    await make_.result(make, there.round, *standings)
    # A later version in which the order is another.
    again = await make_.result(make, there.round, (d, "99", 1), (a, "10", 2), number=2, reason="Rà soát")
    selection = "nodes { place placeInUnit initiative { title } }"
    document = f"""query($again: ID!) {{
      results(filter: {{state: [STAGED]}}, orderBy: {{field: NUMBER}}) {{ nodes {{ entries {{ {selection} }} }} }}
      result(id: $again) {{ entries(orderBy: {{field: SCORE}}, first: 1) {{ {selection} }} }} }}"""

    answer = await data(database, there.manager, document, {"again": f"Result:{again.id}"})

    first, second = ([standing(node) for node in each["entries"]["nodes"]] for each in answer["results"]["nodes"])
    assert first == [
        (1, 1, "Đơn vị khác"),
        (2, 1, "Sáng kiến 1"),
        (3, 2, "Sáng kiến 2"),
        (3, 2, "Sáng kiến 3"),
        (5, 4, "Sáng kiến 4"),
        (None, None, "Sáng kiến 5"),
    ]
    assert second == [(1, 1, "Sáng kiến 4"), (2, 2, "Sáng kiến 1")]
    # The page holds one entry of two: a place is among all of them.
    assert [standing(node) for node in answer["result"]["entries"]["nodes"]] == [(2, 2, "Sáng kiến 1")]


async def test_place_in_unit_counts_those_whom_an_author_does_not_see(database, make: Factory):
    there = await scene(make, state=RoundState.CLOSED)
    better = await initiative(make, there.movement, there.unit)
    published = {"state": ResultState.PUBLISHED}
    await make_.result(make, there.round, (better, "90", 1), (there.initiative, "80", 2), **published)
    author = await make.acting(there.author, Role.STAFF)
    document = (
        "{ resultEntries { totalCount nodes { placeInUnit } } initiatives { nodes { standings { totalCount } } } }"
    )

    answer = await data(database, author, document)

    assert answer == {
        "resultEntries": {"totalCount": 1, "nodes": [{"placeInUnit": 2}]},
        "initiatives": {"nodes": [{"standings": {"totalCount": 1}}]},
    }


def standing(node: dict[str, Any]) -> tuple[int | None, int | None, str]:
    """An entry's places and whose it is."""
    return node["place"], node["placeInUnit"], node["initiative"]["title"]
