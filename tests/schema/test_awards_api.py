from typing import Any

import pytest

from domain.actor import Actor, Role
from domain.awards.rules import NominationState
from domain.clock import at
from tests.support import awards
from tests.support.audit import entries
from tests.support.awards import Scene
from tests.support.factories import NOW, Factory
from tests.support.graphql import data, deed, run
from tests.support.movements import CLOSES_AT

S = NominationState
KEY = "01900000-0000-7000-8000-000000000001"


def nomination_input(of: Scene, **given: Any) -> dict[str, Any]:
    return {
        "resultEntryId": f"ResultEntry:{of.entry.id}",
        "nominee": {"personId": f"Person:{of.author.id}"},
        "formId": f"AwardForm:{of.form.id}",
        "summary": "Giảm 30 giờ tra cứu mỗi tháng",
        **given,
    }


def refusals(answer: dict[str, Any]) -> list[tuple[str, str, list[str] | None]]:
    return [(each["code"], each["rule"], each["path"]) for each in answer["userErrors"]]


async def test_from_nomination_to_decision(database, make: Factory):
    of = await awards.scene(make)
    leader = of.leader

    drafted = await deed(
        database,
        of.personnel,
        "prepareNomination",
        nomination_input(of),
        "nomination { id state version nomineeKind countsForMerit position leadershipTier movement { code } "
        "person { fullName } unit { code } form { name } initiative { title } resultEntry { place } "
        "createdBy { fullName } decidedBy { fullName } decision { number } }",
    )
    key = drafted["nomination"]["id"]
    road = []
    for version, (who, field, more) in enumerate(
        (
            (of.personnel, "submitNomination", {}),
            (of.center, "acceptNomination", {}),
            (of.center, "holdNomination", {"reason": "Chờ xác minh"}),
            (of.center, "releaseNomination", {"reason": "Đã xác minh"}),
            (of.center, "appraiseNomination", {"opinion": "Đủ điều kiện"}),
            (of.personnel, "proposeNomination", {}),
        ),
        start=1,
    ):
        asked = {"nominationId": key, "expectedVersion": version, **more}
        answer = await deed(database, who, field, asked, "nomination { state heldFrom opinion version }")
        assert answer["userErrors"] == []
        road.append(tuple(answer["nomination"].values()))
    with at(NOW):
        approved = await deed(
            database,
            leader,
            "decideNominations",
            {"items": [{"nominationId": key, "expectedVersion": 7, "verdict": "APPROVED"}]},
            "nominations { id state version decidedBy { fullName } }",
        )
        decided = await deed(
            database,
            leader,
            "issueAwardDecision",
            {
                "movementId": f"Movement:{of.movement.id}",
                "number": "1234/QĐ-BTTTT",
                "signedOn": "2024-06-03",
                "signerId": f"Person:{leader.person_id}",
                "signingCapacity": "HEAD",
                "nominationIds": [key],
            },
            "awardDecision { number signedOn signingCapacity signer { fullName } movement { code } "
            "nominations { totalCount nodes { state decision { number } decidedAt } } }",
        )

    assert drafted == {
        "nomination": {
            "id": key,
            "state": "DRAFT",
            "version": 1,
            "nomineeKind": "INDIVIDUAL",
            "countsForMerit": False,
            "position": "Phó phòng",
            "leadershipTier": "DIRECT_WORKER",
            "movement": {"code": of.movement.code},
            "person": {"fullName": of.author.full_name},
            "unit": {"code": of.unit.code},
            "form": {"name": "Bằng khen của Bộ trưởng"},
            "initiative": {"title": of.initiative.title},
            "resultEntry": {"place": 1},
            "createdBy": {"fullName": of.personnel.name},
            "decidedBy": None,
            "decision": None,
        },
        "userErrors": [],
    }
    assert road == [
        ("SUBMITTED", None, None, 2),
        ("COMPLETE", None, None, 3),
        ("HELD", "COMPLETE", None, 4),
        ("COMPLETE", None, None, 5),
        ("APPRAISED", None, "Đủ điều kiện", 6),
        ("PROPOSED", None, "Đủ điều kiện", 7),
    ]
    assert approved == {
        "nominations": [{"id": key, "state": "APPROVED", "version": 8, "decidedBy": {"fullName": leader.name}}],
        "userErrors": [],
    }
    assert decided == {
        "awardDecision": {
            "number": "1234/QĐ-BTTTT",
            "signedOn": "2024-06-03",
            "signingCapacity": "HEAD",
            "signer": {"fullName": leader.name},
            "movement": {"code": of.movement.code},
            "nominations": {
                "totalCount": 1,
                "nodes": [
                    {
                        "state": "DECIDED",
                        "decision": {"number": "1234/QĐ-BTTTT"},
                        "decidedAt": "2024-06-03T08:00:00Z",
                    }
                ],
            },
        },
        "userErrors": [],
    }


async def test_the_other_answers_and_their_reasons(database, make: Factory):
    of = await awards.scene(make)
    cases = {
        "returnNomination": (of.leader, S.PROPOSED, "RETURNED"),
        "refuseNomination": (of.leader, S.PROPOSED, "REFUSED"),
        "withdrawNomination": (of.personnel, S.PROPOSED, "WITHDRAWN"),
    }

    for field, (actor, state, expected) in cases.items():
        nomination = await awards.nomination(make, await awards.another(make, of), state=state)
        answer = await deed(
            database,
            actor,
            field,
            {"nominationId": f"Nomination:{nomination.id}", "expectedVersion": 1, "reason": "Chưa đủ minh chứng"},
            "nomination { state reason }",
        )
        assert answer == {
            "nomination": {"state": expected, "reason": "Chưa đủ minh chứng"},
            "userErrors": [],
        }


async def test_one_is_approved_and_a_draft_updated(database, make: Factory):
    of = await awards.scene(make)
    letter = await awards.form(make, name="Giấy khen")
    proposed = await awards.nomination(make, of, state=S.PROPOSED)
    draft = await awards.nomination(make, await awards.another(make, of))

    approved = await deed(
        database,
        of.leader,
        "approveNomination",
        {"nominationId": f"Nomination:{proposed.id}", "expectedVersion": 1},
        "nomination { state }",
    )
    updated = await deed(
        database,
        of.personnel,
        "updateNomination",
        {
            "nominationId": f"Nomination:{draft.id}",
            "expectedVersion": 1,
            "formId": f"AwardForm:{letter.id}",
            "summary": "Mới",
        },
        "nomination { summary form { name } version }",
    )

    assert approved["nomination"] == {"state": "APPROVED"}
    assert updated["nomination"] == {"summary": "Mới", "form": {"name": "Giấy khen"}, "version": 2}


async def test_a_leader_suggests_their_unit(database, make: Factory):
    of = await awards.scene(make)
    leader = await make.actor(Role.UNIT_LEADER, unit=of.unit)

    answer = await deed(
        database,
        leader,
        "suggestNomination",
        nomination_input(of, nominee={"unitId": f"Unit:{of.unit.id}"}),
        "nomination { state nomineeKind person { id } unit { code } leadershipTier }",
    )

    assert answer == {
        "nomination": {
            "state": "DRAFT",
            "nomineeKind": "COLLECTIVE",
            "person": None,
            "unit": {"code": of.unit.code},
            "leadershipTier": None,
        },
        "userErrors": [],
    }


async def test_a_title_is_no_form_of_reward(database, session, make: Factory):
    """Titles are given yearly and not by dossiers here: told so, and not only that an id is of another type."""
    of = await awards.scene(make)
    title = await awards.title(make)

    asked = nomination_input(of, formId=f"AwardTitle:{title.id}")
    answer = await deed(database, of.personnel, "prepareNomination", asked, "nomination { id }")

    assert refusals(answer) == [("INVALID_VALUE", "TITLE_IS_NO_FORM", ["formId"])]
    wrong = await deed(
        database, of.personnel, "prepareNomination", nomination_input(of, formId="AwardTitle:1"), "nomination { id }"
    )
    assert refusals(wrong) == [("INVALID_VALUE", "ID_TYPE", ["formId"])]
    assert await entries(session) == []


@pytest.mark.parametrize(
    ("nominee", "expected"),
    [
        ({}, ("INVALID_VALUE", "NOMINEE_ONE_OF", ["nominee"])),
        ({"personId": "Unit:" + KEY}, ("INVALID_VALUE", "ID_TYPE", ["nominee", "personId"])),
        ({"personId": "Person:" + KEY}, ("NOT_FOUND", "NOT_FOUND", ["nominee", "personId"])),
        ({"unitId": "Unit:" + KEY}, ("NOT_FOUND", "NOT_FOUND", ["nominee", "unitId"])),
        (
            {"personId": "Person:" + KEY, "unitId": "Unit:" + KEY},
            ("INVALID_VALUE", "NOMINEE_ONE_OF", ["nominee"]),
        ),
    ],
)
async def test_a_wrong_nominee_is_named_by_its_path(database, session, make: Factory, nominee, expected):
    of = await awards.scene(make)

    answer = await deed(
        database, of.personnel, "prepareNomination", nomination_input(of, nominee=nominee), "nomination { id }"
    )

    assert (answer["nomination"], refusals(answer)) == (None, [expected])
    assert await entries(session) == []


async def test_refusals_of_the_database_are_told_as_rules(database, make: Factory):
    of = await awards.scene(make)
    await awards.nomination(make, of, state=S.APPROVED)
    sound = await awards.nomination(make, await awards.another(make, of), state=S.APPROVED)
    await awards.decision(make, of)
    await awards.form(make, code="BK")

    twice = await deed(database, of.personnel, "prepareNomination", nomination_input(of))
    number = await deed(
        database,
        of.leader,
        "issueAwardDecision",
        {
            "movementId": f"Movement:{of.movement.id}",
            "number": "1234/QĐ-BTTTT",
            "signedOn": "2024-06-01",
            "signerId": f"Person:{of.leader.person_id}",
            "signingCapacity": "HEAD",
            "nominationIds": [f"Nomination:{sound.id}"],
        },
    )
    code = await deed(
        database,
        of.personnel,
        "createAwardForm",
        {"code": "BK", "name": "X", "subject": "BOTH", "level": "UNIT", "decidedBy": "Cục trưởng"},
    )

    assert refusals(twice) == [("CONFLICT", "ACHIEVEMENT_REWARDED", None)]
    assert refusals(number) == [("CONFLICT", "NUMBER_TAKEN", ["number"])]
    assert refusals(code) == [("CONFLICT", "CODE_TAKEN", ["code"])]


async def test_deciding_on_many_twice_with_one_key_does_it_once(database, session, make: Factory):
    of = await awards.scene(make)
    scenes = [of, await awards.another(make, of), await awards.another(make, of)]
    made = [await awards.nomination(make, each, state=S.PROPOSED) for each in scenes]
    ids = [f"Nomination:{each.id}" for each in reversed(made)]
    asked = {
        "idempotencyKey": KEY,
        "items": [{"nominationId": each, "expectedVersion": 1, "verdict": "APPROVED"} for each in ids],
    }

    first = await deed(database, of.leader, "decideNominations", asked, "nominations { id version }")
    again = await deed(database, of.leader, "decideNominations", asked, "nominations { id version }")

    assert first == {"nominations": [{"id": each, "version": 2} for each in ids], "userErrors": []}
    assert again == first
    assert len(await entries(session)) == 3


async def test_deciding_on_many_tells_every_obstacle(database, session, make: Factory):
    of = await awards.scene(make)
    sound = await awards.nomination(make, of, state=S.PROPOSED)
    returned = await awards.nomination(make, await awards.another(make, of), state=S.RETURNED)

    answer = await deed(
        database,
        of.leader,
        "decideNominations",
        {
            "items": [
                {"nominationId": f"Nomination:{sound.id}", "expectedVersion": 9, "verdict": "APPROVED"},
                {"nominationId": f"Nomination:{returned.id}", "expectedVersion": 1, "verdict": "REFUSED"},
            ]
        },
        "nominations { id }",
    )

    assert answer["nominations"] == []
    assert refusals(answer) == [
        ("STALE_VERSION", "STALE_VERSION", ["items", "0", "expectedVersion"]),
        ("CONFLICT", "STATE_FORBIDS", ["items", "1", "nominationId"]),
    ]
    assert await entries(session) == []


async def test_a_closed_phase_and_the_wrong_hand_are_told_apart(database, make: Factory):
    of = await awards.scene(make)
    own = await awards.nomination(make, of, state=S.PROPOSED, created_by_id=of.leader.person_id)
    asked = {"nominationId": f"Nomination:{own.id}", "expectedVersion": 1}

    mine = await deed(database, of.leader, "approveNomination", asked)
    with at(CLOSES_AT):
        late = await deed(database, of.leader, "approveNomination", asked)

    assert refusals(mine) == [("NOT_ALLOWED", "ONE_HAND_ONLY", None)]
    assert mine["userErrors"][0]["message"] == (
        "Bạn đã lập hoặc trình hồ sơ này nên không được làm việc này: "
        "người đề xuất, thẩm định, bỏ phiếu và quyết định phải khác nhau."
    )
    assert refusals(late) == [("CLOSED", "PHASE_CLOSED", None)]


DECIDERS = {Role.MINISTRY_LEADER, Role.UNIT_LEADER}
APPRAISERS = {Role.PERSONNEL, Role.INFORMATION_CENTER}
SUGGESTERS = {Role.INFORMATION_CENTER, Role.UNIT_LEADER, Role.STAFF}
#: Every deed on nominations and what follows them, and the roles that could ever do it.
COULD = {
    "suggestNomination": SUGGESTERS,
    "prepareNomination": {Role.PERSONNEL},
    "updateNomination": {Role.PERSONNEL},
    "submitNomination": {Role.PERSONNEL, *SUGGESTERS},
    "acceptNomination": APPRAISERS,
    "appraiseNomination": APPRAISERS,
    "holdNomination": APPRAISERS,
    "releaseNomination": APPRAISERS,
    "proposeNomination": {Role.PERSONNEL},
    "withdrawNomination": {Role.PERSONNEL},
    "approveNomination": DECIDERS,
    "returnNomination": DECIDERS | APPRAISERS,
    "refuseNomination": DECIDERS,
    "decideNominations": DECIDERS,
    "issueAwardDecision": DECIDERS,
    "publishAwardDecision": {Role.PERSONNEL},
    "presentAwards": {Role.PERSONNEL},
    "payPrizes": {Role.PERSONNEL},
    "revokeAward": {Role.MINISTRY_LEADER},
    "recordRecovery": {Role.PERSONNEL},
    "delegateSigning": {Role.MINISTRY_LEADER, Role.UNIT_LEADER},
    "revokeSigning": {Role.MINISTRY_LEADER, Role.UNIT_LEADER},
}


@pytest.mark.parametrize("role", [None, *(role for role in Role if role is not Role.EVALUATOR)])
async def test_gate_one_refuses_who_could_never_do_it(database, session, make: Factory, role: Role | None):
    of = await awards.scene(make)
    nomination = await awards.nomination(make, of, state=S.PROPOSED)
    actor = Actor() if role is None else await make.actor(role)
    one = {"nominationId": f"Nomination:{nomination.id}", "expectedVersion": 1}
    saying = {**one, "reason": "Thử"}
    signed = {
        "number": "1",
        "signedOn": "2024-06-01",
        "signerId": f"Person:{of.leader.person_id}",
        "signingCapacity": "HEAD",
    }
    many = {"nominationIds": [one["nominationId"]]}
    inputs: dict[str, dict[str, Any]] = {
        **dict.fromkeys(("suggestNomination", "prepareNomination"), nomination_input(of)),
        **dict.fromkeys(("updateNomination", "submitNomination", "acceptNomination", "proposeNomination"), one),
        **dict.fromkeys(("holdNomination", "releaseNomination", "withdrawNomination"), saying),
        **dict.fromkeys(("returnNomination", "refuseNomination"), saying),
        "appraiseNomination": {**one, "opinion": "Thử"},
        "approveNomination": one,
        "decideNominations": {"items": [{**one, "verdict": "APPROVED"}]},
        "issueAwardDecision": {"movementId": f"Movement:{of.movement.id}", **signed, **many},
        "publishAwardDecision": {"decisionId": "AwardDecision:" + KEY, "channel": "Cổng thông tin"},
        "presentAwards": {**many, "presentedOn": "2024-06-01", "presentedWhere": "Hà Nội"},
        "payPrizes": {**many, "paidOn": "2024-06-01", "reference": "PC 1"},
        "revokeAward": {**saying, "ground": "FALSE_DECLARATION", **signed},
        "recordRecovery": {"revocationId": "Revocation:" + KEY, "expectedVersion": 1},
        "delegateSigning": {
            "delegateId": f"Person:{of.leader.person_id}",
            "capacity": "KT",
            "document": "Quyết định",
            "startsOn": "2024-06-01",
            "endsOn": "2024-06-01",
        },
        "revokeSigning": {"delegationId": "SigningDelegation:" + KEY, "expectedVersion": 1, "reason": "Thử"},
    }
    assert set(inputs) == set(COULD)

    for field, asked in inputs.items():
        if role not in COULD[field]:
            answer = await deed(database, actor, field, asked)
            rule = "NOT_SIGNED_IN" if role is None else "ROLE_LACKS_PERMISSION"
            assert refusals(answer) == [("NOT_ALLOWED", rule, None)], field

    await session.refresh(nomination)
    assert (nomination.state, nomination.version) == (S.PROPOSED, 1)
    assert await entries(session) == []


async def test_both_catalogues_are_kept_and_read_apart(database, make: Factory):
    personnel = await make.actor(Role.PERSONNEL)
    asked = {
        "name": "Chiến sĩ thi đua Bộ",
        "nameEn": "Emulation fighter",
        "subject": "INDIVIDUAL",
        "level": "MINISTRY",
        "decidedBy": "Bộ trưởng",
        "isVerified": True,
    }
    fields = "id code name nameEn subject level decidedBy isVerified version"

    title = (await deed(database, personnel, "createAwardTitle", {**asked, "code": "A"}, f"awardTitle {{ {fields} }}"))[
        "awardTitle"
    ]
    form = (await deed(database, personnel, "createAwardForm", {**asked, "code": "B"}, f"awardForm {{ {fields} }}"))[
        "awardForm"
    ]
    new_title = await deed(
        database,
        personnel,
        "updateAwardTitle",
        {"titleId": title["id"], "expectedVersion": 1, "name": "Mới"},
        "awardTitle { name version }",
    )
    new_form = await deed(
        database,
        personnel,
        "updateAwardForm",
        {"formId": form["id"], "expectedVersion": 1, "level": "UNIT"},
        "awardForm { level version }",
    )
    read = await data(
        database,
        personnel,
        """query($title: ID!, $form: ID!) {
          awardTitle(id: $title) { code } awardForm(id: $form) { code }
          mixed: awardForm(id: $title) { code }
          awardTitles(filter: {level: [MINISTRY], isVerified: true}) { totalCount nodes { code } }
          awardForms(filter: {subject: [COLLECTIVE]}) { totalCount }
        }""",
        {"title": title["id"], "form": form["id"]},
    )

    stored = {**asked, "version": 1}
    assert title == {**stored, "code": "A", "id": title["id"]}
    assert form == {**stored, "code": "B", "id": form["id"]}
    assert new_title["awardTitle"] == {"name": "Mới", "version": 2}
    assert new_form["awardForm"] == {"level": "UNIT", "version": 2}
    assert read == {
        "awardTitle": {"code": "A"},
        "awardForm": {"code": "B"},
        "mixed": None,
        "awardTitles": {"totalCount": 1, "nodes": [{"code": "A"}]},
        "awardForms": {"totalCount": 0},
    }


async def test_nominations_are_filtered_and_sorted(database, make: Factory):
    of = await awards.scene(make)
    second = await awards.another(make, of)
    person = await awards.nomination(make, of, state=S.PROPOSED)
    unit = await awards.nomination(make, second, person_id=None)
    other = await awards.nomination(make, await awards.scene(make), state=S.APPROVED)
    ids = {f"Nomination:{each.id}": name for each, name in ((person, "person"), (unit, "unit"), (other, "other"))}
    query = """query($filter: NominationFilter, $order: NominationOrder) {
      nominations(filter: $filter, orderBy: $order) { totalCount nodes { id } } }"""

    async def found(filter: dict[str, Any], order: dict[str, str] | None = None) -> list[str]:
        page = (await data(database, of.personnel, query, {"filter": filter, "order": order}))["nominations"]
        assert page["totalCount"] == len(page["nodes"])
        return [ids[node["id"]] for node in page["nodes"]]

    assert await found({}) == ["person", "unit", "other"]
    assert await found({"movementId": f"Movement:{of.movement.id}"}) == ["person", "unit"]
    assert await found({"state": ["PROPOSED", "APPROVED"]}) == ["person", "other"]
    assert await found({"nomineeKind": ["COLLECTIVE"]}) == ["unit"]
    assert await found({"unitId": f"Unit:{of.unit.id}"}) == ["person"]
    assert await found({"personId": f"Person:{of.author.id}"}) == ["person"]
    assert await found({"formId": f"AwardForm:{of.form.id}"}) == ["person", "unit"]
    assert await found({"initiativeId": f"Initiative:{second.initiative.id}"}) == ["unit"]
    assert await found({}, {"field": "STATE", "direction": "ASC"}) == ["other", "unit", "person"]
    assert await found({}, {"field": "CREATED_AT", "direction": "DESC"}) == ["other", "unit", "person"]


async def test_a_page_of_nominations_goes_on_where_it_ended(database, make: Factory):
    of = await awards.scene(make)
    for state in (S.PROPOSED, S.APPROVED, S.DRAFT):
        await awards.nomination(make, await awards.another(make, of), state=state)
    query = """query($after: String) { nominations(first: 2, after: $after, orderBy: {field: STATE}) {
      nodes { state } pageInfo { hasNextPage endCursor } } }"""

    first = (await data(database, of.personnel, query))["nominations"]
    second = (await data(database, of.personnel, query, {"after": first["pageInfo"]["endCursor"]}))["nominations"]

    assert [node["state"] for node in first["nodes"]] == ["APPROVED", "DRAFT"]
    assert [node["state"] for node in second["nodes"]] == ["PROPOSED"]
    assert (first["pageInfo"]["hasNextPage"], second["pageInfo"]["hasNextPage"]) == (True, False)


async def test_lists_and_single_reads_agree_on_what_is_visible(database, make: Factory):
    of = await awards.scene(make)
    draft = await awards.nomination(make, of)
    query = "query($id: ID!) { nomination(id: $id) { state } node(id: $id) { id } nominations { totalCount } }"

    seen = {
        role: await data(database, await make.actor(role, unit=of.unit), query, {"id": f"Nomination:{draft.id}"})
        for role in (Role.PERSONNEL, Role.MINISTRY_LEADER, Role.UNIT_LEADER, Role.STAFF)
    }

    hidden = {"nomination": None, "node": None, "nominations": {"totalCount": 0}}
    assert seen == {
        Role.PERSONNEL: {
            "nomination": {"state": "DRAFT"},
            "node": {"id": f"Nomination:{draft.id}"},
            "nominations": {"totalCount": 1},
        },
        Role.MINISTRY_LEADER: hidden,
        Role.UNIT_LEADER: hidden,
        Role.STAFF: hidden,
    }


async def test_decisions_are_public_and_their_nominations_are_not(database, make: Factory):
    of = await awards.scene(make)
    decision = await awards.decision(make, of)
    await awards.nomination(make, of, state=S.DECIDED, decision_id=decision.id)
    query = """query($movement: ID!) { awardDecisions(filter: {movementId: $movement}) {
      nodes { number nominations { totalCount nodes { person { fullName } } } } } }"""
    movement = {"movement": f"Movement:{of.movement.id}"}
    stranger, nominee = await make.actor(Role.STAFF), await make.acting(of.author, Role.STAFF)

    for_stranger = await data(database, stranger, query, movement)
    for_nominee = await data(database, nominee, query, movement)

    assert for_stranger["awardDecisions"]["nodes"] == [
        {"number": "1234/QĐ-BTTTT", "nominations": {"totalCount": 0, "nodes": []}}
    ]
    assert for_nominee["awardDecisions"]["nodes"] == [
        {
            "number": "1234/QĐ-BTTTT",
            "nominations": {"totalCount": 1, "nodes": [{"person": {"fullName": of.author.full_name}}]},
        }
    ]


@pytest.mark.parametrize(("reads", "cost"), [("compiled", 1), ("reference", 8)])
async def test_nominations_cost_the_same_statements_for_one_and_three(database, make: Factory, statements, reads, cost):
    of = await awards.scene(make)
    query = """{ nominations { totalCount nodes { person { fullName } unit { code } form { name }
      initiative { title } resultEntry { place } movement { code } decision { number } createdBy { fullName } } } }"""
    costs = []
    for _ in range(3):
        await awards.nomination(make, await awards.another(make, of), state=S.PROPOSED)
        statements.clear()
        body = await run(database, of.personnel, query, reads=reads)
        assert "errors" not in body
        costs.append((body["data"]["nominations"]["totalCount"], len(statements)))

    assert costs == [(1, cost), (2, cost), (3, cost)]
