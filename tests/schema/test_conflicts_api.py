"""Conflicts of interest over GraphQL: who reads which, and that nothing told joins an entry with what it is."""

import pytest

from domain.actor import Role
from domain.evaluations import loading
from domain.evaluations.rules import RoundState
from schema import node_ids
from tests.support import evaluations, initiatives
from tests.support.conflicts import adopted, declared, ended, waived
from tests.support.graphql import run

MODES = ("compiled", "reference")
#: A row of a person's or an initiative's conflicts.
ROW = "kind origin reason since isWaived person { id } initiative { id } declaration { id }"
OF_PERSON = f"query($id: ID!) {{ person(id: $id) {{ conflicts {{ totalCount nodes {{ id {ROW} }} }} }} }}"
OF_INITIATIVE = f"query($id: ID!) {{ initiative(id: $id) {{ conflicts {{ totalCount nodes {{ id {ROW} }} }} }} }}"
OF_ROUND = """query($id: ID!, $filter: RoundConflictFilter) { round(id: $id) { conflicts(filter: $filter) {
    totalCount nodes { kind isWaived isAssigned person { id } initiative { id } } } } }"""
DECLARED = "{ declaredConflicts { totalCount nodes { reason initiative { id } entry { id } person { id } } } }"


def gid(type_name, key):
    return node_ids.encode(type_name, key)


@pytest.fixture
async def scene(make):
    return await evaluations.scene(make, evaluators=2)


@pytest.fixture
async def watchers(make):
    roles = (Role.INFORMATION_CENTER, Role.PERSONNEL, Role.MINISTRY_LEADER, Role.AUDITOR)
    return {role: await make.actor(role) for role in roles}


async def data(database, actor, document, variables=None, *, reads):
    """The data of an answer without errors."""
    body = await run(database, actor, document, variables, reads=reads)
    assert "errors" not in body, body["errors"]
    return body["data"]


async def listed(database, actor, document, type_name, key, reads, **more):
    """The list that a document asks of one object; None where the object is not seen."""
    found = await data(database, actor, document, {"id": gid(type_name, key), **more}, reads=reads)
    (of,) = found.values()
    return None if of is None else of["conflicts"]


@pytest.mark.parametrize("reads", MODES)
async def test_who_watches_reads_all_and_reasons_only_personnel_auditor_and_the_person(
    make, database, scene, watchers, reads
):
    one = scene.evaluator
    row = await declared(make, one.person_id, scene.initiative)
    await waived(make, scene.author.id, scene.initiative)
    said = {}
    for name, actor in {**watchers, "self": one}.items():
        page = await listed(database, actor, OF_PERSON, "Person", one.person_id, reads)
        (found,) = page["nodes"]
        assert (found["kind"], found["origin"], found["isWaived"]) == ("DECLARED", "PERSON", False)
        assert found["declaration"] == {"id": gid("DeclaredConflict", row.id)}
        assert found["initiative"] == {"id": gid("Initiative", scene.initiative.id)}
        assert found["id"] == gid("Conflict", row.id)
        said[name] = found["reason"]
    may = {Role.PERSONNEL, Role.AUDITOR, "self"}
    assert said == {name: row.reason if name in may else None for name in said}

    for actor in watchers.values():
        page = await listed(database, actor, OF_INITIATIVE, "Initiative", scene.initiative.id, reads)
        kinds = sorted((each["kind"], each["isWaived"]) for each in page["nodes"])
        assert (page["totalCount"], kinds) == (
            3,
            [("DECLARED", False), ("OWN_INITIATIVE", True), ("OWN_UNIT", True)],
        )


@pytest.mark.parametrize("reads", MODES)
async def test_nobody_else_reads_more_than_their_own(make, database, scene, reads):
    one, two = scene.evaluators
    author = await make.acting(scene.author, Role.STAFF)
    secretary = await make.actor(Role.COUNCIL_SECRETARY)
    await declared(make, one.person_id, scene.initiative)

    for actor, count in ((one, 1), (two, 0), (author, 2), (secretary, 0)):
        page = await listed(database, actor, OF_INITIATIVE, "Initiative", scene.initiative.id, reads)
        assert page["totalCount"] == count
        assert {each["person"]["id"] for each in page["nodes"]} <= {gid("Person", actor.person_id)}
    page = await listed(database, secretary, OF_PERSON, "Person", one.person_id, reads)
    assert (page["totalCount"], page["nodes"]) == (0, [])


@pytest.mark.parametrize("reads", MODES)
async def test_conflicts_tell_of_no_initiative_that_one_does_not_see(make, database, scene, watchers, reads):
    colleague = await make.acting(await make.person(scene.unit), Role.STAFF)
    await initiatives.initiative(make, scene.movement, scene.unit, scene.author, state="DRAFT")

    assert (await listed(database, colleague, OF_PERSON, "Person", colleague.person_id, reads))["totalCount"] == 0
    for actor in watchers.values():
        page = await listed(database, actor, OF_PERSON, "Person", colleague.person_id, reads)
        assert [each["initiative"]["id"] for each in page["nodes"]] == [gid("Initiative", scene.initiative.id)]


@pytest.mark.parametrize("reads", MODES)
async def test_a_round_lists_what_stands_between_entries_and_evaluators(make, database, scene, watchers, reads):
    one, two = scene.evaluators
    await evaluations.given_up(make, scene.assignment_of(scene.initiative, two))
    await declared(make, one.person_id, scene.initiative)
    await declared(make, two.person_id, scene.initiative)
    expected = {gid("Person", one.person_id): True, gid("Person", two.person_id): False}

    for actor in watchers.values():
        page = await listed(database, actor, OF_ROUND, "Round", scene.round.id, reads)
        assert {each["person"]["id"]: each["isAssigned"] for each in page["nodes"]} == expected
        wanted = {"isAssigned": True, "isWaived": False, "kind": ["DECLARED"]}
        page = await listed(database, actor, OF_ROUND, "Round", scene.round.id, reads, filter=wanted)
        assert [each["person"]["id"] for each in page["nodes"]] == [gid("Person", one.person_id)]
    for actor in (one, await make.actor(Role.COUNCIL_SECRETARY)):
        page = await listed(database, actor, OF_ROUND, "Round", scene.round.id, reads)
        assert page == {"totalCount": 0, "nodes": []}


@pytest.mark.parametrize("reads", MODES)
async def test_who_is_in_conflict_themselves_sees_that_and_nothing_of_who_judges(make, database, scene, reads):
    partial = await make.actor(Role.PERSONNEL, unit=scene.unit)
    await declared(make, scene.evaluator.person_id, scene.initiative)

    page = await listed(database, partial, OF_ROUND, "Round", scene.round.id, reads)
    assert page == {"totalCount": 0, "nodes": []}
    own = await listed(database, partial, OF_PERSON, "Person", partial.person_id, reads)
    assert [each["kind"] for each in own["nodes"]] == ["OWN_UNIT"]


@pytest.mark.parametrize("reads", MODES)
async def test_assignments_in_conflict_are_shown_as_such(make, database, scene, watchers, reads):
    one, two = scene.evaluators
    await declared(make, one.person_id, scene.initiative)

    document = "{ assignments { nodes { isInConflict evaluator { id } } } }"
    page = (await data(database, watchers[Role.PERSONNEL], document, reads=reads))["assignments"]

    said = {each["evaluator"]["id"]: each["isInConflict"] for each in page["nodes"]}
    assert said == {gid("Person", one.person_id): True, gid("Person", two.person_id): False}


class TestBlind:
    """In a blind round an evaluator who knows an initiative otherwise must not learn which entry it is."""

    @pytest.fixture
    async def blind(self, make):
        """A round in its blind phase, whose evaluator also sees its initiative as an author; and the entry."""
        scene = await evaluations.scene(make, state=RoundState.DRAFT)
        await evaluations.round_phase(make, scene.round, ordinal=2, hides_authors=True)
        await evaluations.opened(make, scene.round, scene.initiative)
        await evaluations.entered(make, scene.round, 2)
        (entry,) = await loading.entries_of(make.session, scene.round.id)
        return scene, entry

    @pytest.mark.parametrize("reads", MODES)
    async def test_the_answer_names_the_entry_only(self, database, blind, reads):
        scene, entry = blind
        document = """mutation($input: DeclareEntryConflictInput!) { declareEntryConflict(input: $input) {
            declaredConflict { reason origin initiative { id } entry { id } } userErrors { rule } } }"""
        given = {"entryId": gid("RoundEntry", entry.id), "reason": "Nhận ra cách viết"}

        payload = (await data(database, scene.evaluator, document, {"input": given}, reads=reads))[
            "declareEntryConflict"
        ]

        assert payload == {
            "declaredConflict": {
                "reason": "Nhận ra cách viết",
                "origin": "PERSON",
                "initiative": None,
                "entry": {"id": gid("RoundEntry", entry.id)},
            },
            "userErrors": [],
        }

    @pytest.mark.parametrize("reads", MODES)
    async def test_nothing_joins_it_with_the_initiative(self, make, database, blind, reads):
        scene, entry = blind
        evaluator, of = scene.evaluator, scene.initiative
        await initiatives.revise(
            make, of, initiatives.content(await make.session.get(type(scene.author), evaluator.person_id))
        )
        await declared(make, evaluator.person_id, of, entry_id=entry.id)

        page = (await data(database, evaluator, DECLARED, reads=reads))["declaredConflicts"]
        (row,) = page["nodes"]
        assert (row["initiative"], row["entry"]) == (None, {"id": gid("RoundEntry", entry.id)})

        # They see the initiative as its author, and their conflict with it: that one, and not the declared one.
        own = await listed(database, evaluator, OF_PERSON, "Person", evaluator.person_id, reads)
        assert [each["kind"] for each in own["nodes"]] == ["OWN_INITIATIVE"]
        asked = f'{{ declaredConflicts(filter: {{initiativeId: "{gid("Initiative", of.id)}"}}) {{ totalCount }} }}'
        assert await data(database, evaluator, asked, reads=reads) == {"declaredConflicts": {"totalCount": 0}}


@pytest.mark.parametrize("reads", MODES)
async def test_conflicts_are_found_by_no_id(make, database, scene, watchers, reads):
    row = await declared(make, scene.evaluator.person_id, scene.initiative)
    document = "query($ids: [ID!]!) { nodes(ids: $ids) { id } }"
    ids = [gid("Conflict", row.id), gid("RoundConflict", row.id), gid("DeclaredConflict", row.id)]

    found = await data(database, watchers[Role.PERSONNEL], document, {"ids": ids}, reads=reads)

    assert found == {"nodes": [None, None, {"id": ids[2]}]}


@pytest.mark.parametrize("reads", MODES)
async def test_who_adopts_is_told_with_the_initiative_and_to_who_serves_the_unit(make, database, scene, reads):
    unit = await make.unit()
    leader, stranger = await make.actor(Role.UNIT_LEADER, unit=unit), await make.actor(Role.UNIT_LEADER)
    author = await make.acting(scene.author, Role.STAFF)
    row = await adopted(make, unit, scene.initiative)
    await ended(make, await adopted(make, await make.unit(), scene.initiative))

    document = "query($id: ID!) { initiative(id: $id) { adoptingUnits(filter: {isEnded: false}) { nodes { id } } } }"
    found = await data(database, author, document, {"id": gid("Initiative", scene.initiative.id)}, reads=reads)
    assert found["initiative"]["adoptingUnits"]["nodes"] == [{"id": gid("AdoptingUnit", row.id)}]

    document = "query($id: ID!) { unit(id: $id) { adoptions { nodes { unit { id } initiative { id } } } } }"
    for actor, count in ((leader, 1), (stranger, 0)):
        found = await data(database, actor, document, {"id": gid("Unit", unit.id)}, reads=reads)
        rows = found["unit"]["adoptions"]["nodes"]
        assert rows == [{"unit": {"id": gid("Unit", unit.id)}, "initiative": None}][:count]


@pytest.mark.parametrize("reads", MODES)
async def test_a_waiver_tells_its_kinds(make, database, scene, watchers, reads):
    author = await make.acting(scene.author, Role.STAFF)
    document = """mutation($input: RequestConflictWaiverInput!) { requestConflictWaiver(input: $input) {
        conflictWaiver { kinds version approvedAt person { id } } userErrors { rule } } }"""
    given = {
        "personId": gid("Person", author.person_id),
        "initiativeId": gid("Initiative", scene.initiative.id),
        "reason": "Không còn ai khác",
    }
    answer = await data(database, watchers[Role.PERSONNEL], document, {"input": given}, reads=reads)

    assert answer["requestConflictWaiver"] == {
        "conflictWaiver": {
            "kinds": ["OWN_INITIATIVE", "OWN_UNIT"],
            "version": 1,
            "approvedAt": None,
            "person": {"id": gid("Person", author.person_id)},
        },
        "userErrors": [],
    }
