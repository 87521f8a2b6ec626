"""What units achieved, over GraphQL and as a file: who reads whose figures, and that they follow what is published."""

from datetime import date
from decimal import Decimal

import pytest

from domain.actor import Role
from domain.awards.rules import NominationState
from domain.errors import NotAllowed
from domain.evaluations.model import Round
from domain.evaluations.rules import RoundKind
from domain.initiatives.rules import InitiativeState
from domain.movements.rules import MovementForm, MovementState
from domain.results.model import Result
from domain.results.rules import EntryStatus, ResultState
from domain.standings.export import COLUMNS, standings_report
from schema import node_ids
from tests.support import awards
from tests.support.audit import only_entry
from tests.support.conflicts import adopted
from tests.support.factories import Factory
from tests.support.graphql import data, run
from tests.support.initiatives import initiative
from tests.support.movements import movement, participation
from tests.support.roles import actor_of

FIGURES = """initiativesSubmitted initiativesEligible initiativesRanked bestPlace meanScore nominationsProposed
    nominationsDecided awardsEffective adoptionsGiven adoptionsReceived isThematic countsForMerit"""
LIST = f"""query($filter: UnitStandingFilter) {{
    unitStandings(filter: $filter) {{ totalCount nodes {{ id unit {{ code }} {FIGURES} }} }} }}"""
OF_MOVEMENT = "query($id: ID!) { movement(id: $id) { unitStandings { nodes { unit { code } } } } }"
SEES_ALL = {
    Role.INFORMATION_CENTER,
    Role.PERSONNEL,
    Role.MINISTRY_LEADER,
    Role.COUNCIL_SECRETARY,
    Role.AUDITOR,
}


@pytest.fixture
async def scene(make: Factory):
    """Two units: one with a ranked and a refused initiative and two dossiers, one that adopts from it."""
    of = await awards.scene(make, form=MovementForm.THEMATIC)
    await initiative(make, of.movement, of.unit, of.author, state=InitiativeState.INELIGIBLE)
    decision = await awards.decision(make, of, signed_on=date(2024, 6, 1))
    await awards.nomination(make, of, state=NominationState.DECIDED, decision_id=decision.id)
    await awards.nomination(make, of, state=NominationState.PROPOSED, person_id=None)
    second = await awards.another(make, of, place=2)
    await adopted(make, second.unit, of.initiative)
    return of, second


def figures(page) -> dict:
    """The figures of each unit, by its code."""
    return {row["unit"]["code"]: {name: row[name] for name in FIGURES.split()} for row in page["nodes"]}


OWN = {
    "initiativesSubmitted": 2,
    "initiativesEligible": 1,
    "initiativesRanked": 1,
    "bestPlace": 1,
    "meanScore": "91.5",
    "nominationsProposed": 2,
    "nominationsDecided": 1,
    "awardsEffective": 1,
    "adoptionsGiven": 0,
    "adoptionsReceived": 1,
    "isThematic": True,
    "countsForMerit": False,
}


@pytest.mark.parametrize("reads", ["compiled", "reference"])
async def test_figures_of_every_unit_for_the_ministry_and_of_ones_own_for_a_unit(make, database, scene, reads):
    of, second = scene
    both = {of.unit.code, second.unit.code}
    seen = {}
    for role in Role:
        actor = await actor_of(make, role, of.unit)
        body = await run(database, actor, LIST, reads=reads)
        page = body["data"]["unitStandings"]
        assert page["totalCount"] == len(page["nodes"])
        seen[role] = figures(page)

    serve = {Role.UNIT_LEADER, Role.FOCAL_OFFICER}
    assert {role: set(found) for role, found in seen.items()} == {
        role: both if role in SEES_ALL else {of.unit.code} if role in serve else set() for role in Role
    }
    for role in (*SEES_ALL, Role.UNIT_LEADER):
        assert seen[role][of.unit.code] == OWN
    # Who does not see dossiers that wait is not told how many there are.
    assert seen[Role.FOCAL_OFFICER][of.unit.code] == {**OWN, "nominationsProposed": None}
    other = seen[Role.PERSONNEL][second.unit.code]
    assert (other["meanScore"], other["bestPlace"]) == ("80", 2)
    assert (other["adoptionsGiven"], other["adoptionsReceived"]) == (1, 0)


async def test_lists_are_of_a_movement_or_a_unit_that_one_sees(make, database, scene):
    of, second = scene
    draft = await movement(make, state=MovementState.DRAFT)
    await participation(make, draft, of.unit)
    leader, personnel = await actor_of(make, Role.UNIT_LEADER, of.unit), of.personnel

    async def codes(actor, **filters) -> list[str]:
        found = await data(database, actor, LIST, {"filter": filters})
        return sorted(row["unit"]["code"] for row in found["unitStandings"]["nodes"])

    own, other = of.unit.code, second.unit.code
    in_draft = {"movementId": node_ids.encode("Movement", draft.id)}
    assert await codes(personnel, movementId=node_ids.encode("Movement", of.movement.id)) == sorted([own, other])
    assert await codes(personnel, unitId=node_ids.encode("Unit", second.unit.id)) == [other]
    assert await codes(leader, unitId=node_ids.encode("Unit", second.unit.id)) == []
    assert (await codes(personnel, **in_draft), await codes(leader, **in_draft)) == ([own], [])
    found = await data(database, leader, OF_MOVEMENT, {"id": node_ids.encode("Movement", of.movement.id)})
    assert found["movement"]["unitStandings"]["nodes"] == [{"unit": {"code": own}}]


async def test_ranks_are_of_the_last_version_published_of_the_last_round_of_judging(make, database, scene):
    of, second = scene
    judged = await make.session.get_one(Result, of.entry.result_id)
    first = await make.session.get_one(Round, judged.round_id)
    again = await awards.result(make, of.movement, on=first, number=2)
    await awards.standing(make, again, of.initiative, place=3, score=Decimal(70))
    staged = await awards.result(make, of.movement, on=first, number=3, state=ResultState.STAGED)
    await awards.standing(make, staged, of.initiative, place=9, score=Decimal(1))
    await awards.standing(make, again, second.initiative, status=EntryStatus.UNSCORED, score=None, place=None)
    own_round = await awards.round_of(make, of.movement)
    own_round.kind = RoundKind.SELF_SCORE
    await make.session.flush()
    self_scored = await awards.result(make, of.movement, on=own_round)
    await awards.standing(make, self_scored, of.initiative, place=1, score=Decimal(100))

    page = (await data(database, of.personnel, LIST))["unitStandings"]

    told = {code: (row["initiativesRanked"], row["bestPlace"], row["meanScore"]) for code, row in figures(page).items()}
    assert told == {of.unit.code: (1, 3, "70"), second.unit.code: (0, None, None)}


async def test_units_that_became_one_use_an_initiative_once_and_their_own_is_no_use(make, database, scene):
    of, second = scene
    third = await make.unit()
    await adopted(make, third, of.initiative)

    async def told() -> dict:
        found = figures((await data(database, of.personnel, LIST))["unitStandings"])
        return {code: (row["adoptionsGiven"], row["adoptionsReceived"]) for code, row in found.items()}

    own, other, merged = of.unit.code, second.unit.code, third.code
    assert await told() == {own: (0, 2), other: (1, 0), merged: (1, 0)}
    third.valid_to, third.successor_id = date(2024, 4, 30), second.unit.id
    await make.session.flush()
    assert await told() == {own: (0, 1), other: (1, 0), merged: (1, 0)}
    third.successor_id = of.unit.id
    await make.session.flush()
    assert await told() == {own: (0, 1), other: (1, 0)}


async def test_the_file_tells_the_same_and_what_the_figures_are_for(make, session, scene, statements):
    of, second = scene
    statements.clear()

    report = await standings_report(session, of.personnel, movement_id=of.movement.id)

    # The movement, the figures, the audit entry, the name of the ministry.
    assert len(statements) == 4
    assert all(len(row) == len(COLUMNS) for row in report.rows)
    of_own = next(row for row in report.rows if row[1] == of.unit.code)
    assert list(of_own[2:13]) == [of.unit.name, 2, 1, 1, 1, Decimal("91.5"), 2, 1, 1, 0, 1]
    assert [each.en for each in of_own[13:]] == ["Yes", "No"]
    assert [row[1] for row in report.rows] == sorted([of.unit.code, second.unit.code])
    assert [title.vi.split(":")[0] for title in report.titles[2:4]] == [
        "Một yếu tố để bình xét thi đua cuối năm; không thay cho quyết định của Hội đồng.",
        "Phong trào theo chuyên đề",
    ]
    entry = await only_entry(session)
    assert (entry.deed, entry.subject_id, entry.after) == ("UNIT_STANDINGS_EXPORTED", of.movement.id, {"rows": 2})
    for role in (Role.AUDITOR, Role.INFORMATION_CENTER, Role.UNIT_LEADER):
        with pytest.raises(NotAllowed):
            await standings_report(session, await actor_of(make, role, of.unit), movement_id=of.movement.id)
