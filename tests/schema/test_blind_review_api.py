"""Blind review through the API: an evaluator who tries every way learns neither whose entry it is nor whose sheet."""

from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import select

from domain.actor import Actor, Grant, Role
from domain.evaluations.model import RoundPhase
from domain.evaluations.rules import RoundState, ScoresSeen
from domain.initiatives.model import RedactedRevision
from schema import node_ids
from tests.support import evaluations as make_
from tests.support.evaluations import Scene, scene
from tests.support.factories import NOW, Factory
from tests.support.graphql import data, deed, run

WORDS = dict.fromkeys(("title", "summary", "task_relieved", "tool", "measurement"), "Không tên")


@dataclass
class World:
    """A blind round of three entries, and one by name in which the first evaluator scores the first of them, too."""

    blind: Scene
    by_name: Any
    both: Actor

    def id(self, at: int = 0) -> str:
        """The global id of an initiative."""
        return node_ids.encode("Initiative", self.blind.initiatives[at].id)


@pytest.fixture
async def world(make: Factory) -> World:
    blind = await scene(make, initiatives=3, evaluators=2, state=RoundState.DRAFT)
    phase = await make.session.scalar(select(RoundPhase).where(RoundPhase.round_id == blind.round.id))
    phase.hides_authors = phase.hides_evaluators = True
    phase.others_scores = ScoresSeen.ALWAYS
    for each in blind.initiatives:
        redaction = {"revision_id": each.current_revision_id, "number": 1, "created_at": NOW}
        await make.add(RedactedRevision(**redaction, **WORDS))
    by_name = await make_.round_(make, blind.movement, blind.rubric, ordinal=2)
    await make_.entry(make, by_name, blind.initiative)
    await make_.assignment(make, by_name, blind.initiative, blind.evaluator.person_id)
    await make_.opened(make, blind.round, *blind.initiatives)
    await make_.opened(make, by_name)
    for given in blind.assignments:
        await make_.submitted(make, given, *((criterion, "10") for criterion in blind.criteria))
    me = blind.evaluator
    grants = me.grants | {Grant(Role.EVALUATOR, round_id=by_name.id)}
    await make.session.flush()
    return World(blind, by_name, Actor(person_id=me.person_id, name=me.name, unit_id=me.unit_id, grants=grants))


async def test_entries_are_read_by_number_and_redaction(database, world: World):
    document = """query($id: ID!) { round(id: $id) { entries(first: 10) { totalCount nodes {
        number initiative { id } revision { id } redaction { title number hoursSaved revision { id } }
    } } } }"""
    blind = {"id": node_ids.encode("Round", world.blind.round.id)}

    entries = (await data(database, world.both, document, blind))["round"]["entries"]

    redaction = {"title": "Không tên", "number": 1, "hoursSaved": "30", "revision": None}
    hidden = {"initiative": None, "revision": None, "redaction": redaction}
    assert entries == {"totalCount": 3, "nodes": [{"number": number, **hidden} for number in (1, 2, 3)]}
    by_name = {"id": node_ids.encode("Round", world.by_name.id)}
    (named,) = (await data(database, world.both, document, by_name))["round"]["entries"]["nodes"]
    # The redaction is not shown here: its id would tell which of the entries without a name it is.
    assert (named["initiative"], named["redaction"]) == ({"id": world.id()}, None)


async def test_what_points_at_an_initiative_says_nothing_either(database, world: World):
    document = """{
        assignments(first: 10) { nodes { round { name ordinal } initiative { id } revision { id } } }
        scoreSheets(first: 10) { nodes { initiative { id } assignment { initiative { id } } } }
    }"""

    found = await data(database, world.both, document)

    named = {"round": {"name": "Vòng chấm", "ordinal": 2}, "initiative": {"id": world.id()}}
    assert sum(each["initiative"] is not None for each in found["assignments"]["nodes"]) == 1
    (shown,) = (each for each in found["assignments"]["nodes"] if each["initiative"])
    assert {key: shown[key] for key in named} == named
    own, fellow = {"initiative": None}, None
    sheets = [each["assignment"] for each in found["scoreSheets"]["nodes"]]
    assert [each["initiative"] for each in found["scoreSheets"]["nodes"]] == [None] * 6
    assert sorted(sheets, key=str) == sorted([own] * 3 + [fellow] * 3, key=str)


@pytest.mark.parametrize("at", [0, 1])
@pytest.mark.parametrize("reads", ["compiled", "reference"])
async def test_no_filter_matches_a_known_initiative_to_a_number(database, world: World, at: int, reads: Any):
    document = """query($round: ID!, $it: ID!, $fellow: ID!) {
        round(id: $round) {
            entries(filter: {initiativeId: $it}) { totalCount nodes { number } }
            assignments(filter: {initiativeId: $it}) { totalCount }
        }
        scoreSheets(filter: {initiativeId: $it}) { totalCount }
        fellows: scoreSheets(filter: {evaluatorId: $fellow}) { totalCount }
        initiative(id: $it) { id scoreSheets { totalCount nodes { id } } }
    }"""
    asked = {
        "round": node_ids.encode("Round", world.blind.round.id),
        "it": world.id(at),
        "fellow": node_ids.encode("Person", world.blind.evaluators[1].person_id),
    }

    body = await run(database, world.both, document, asked, reads=reads)

    nothing = {"totalCount": 0}
    seen = {"id": world.id(), "scoreSheets": {**nothing, "nodes": []}} if at == 0 else None
    assert body == {
        "data": {
            "round": {"entries": {**nothing, "nodes": []}, "assignments": nothing},
            "scoreSheets": nothing,
            "fellows": nothing,
            "initiative": seen,
        }
    }


async def test_one_may_still_look_for_ones_own_sheets(database, world: World):
    mine = node_ids.encode("Person", world.both.person_id)
    document = "query($me: ID!) { scoreSheets(filter: {evaluatorId: $me}) { totalCount nodes { evaluator { id } } } }"

    found = (await data(database, world.both, document, {"me": mine}))["scoreSheets"]

    assert found == {"totalCount": 3, "nodes": [{"evaluator": {"id": mine}}] * 3}


async def test_titles_are_no_order_and_no_search(database, world: World):
    blind = {"id": node_ids.encode("Round", world.blind.round.id)}
    ordered = "query($id: ID!) { round(id: $id) { entries(orderBy: {field: TITLE}) { nodes { number } } } }"

    body = await run(database, world.both, ordered, blind)

    assert [each["extensions"]["code"] for each in body["errors"]] == ["FORBIDDEN"]
    assert body["data"] == {"round": {"entries": None}}
    numbers = (await data(database, world.blind.manager, ordered, blind))["round"]["entries"]["nodes"]
    assert [each["number"] for each in numbers] == [1, 2, 3]
    for word, count in (("Sáng kiến 1", 1), ("Sáng kiến 2", 0), ("Sáng kiến", 1)):
        document = "query($it: String!) { initiatives(filter: {search: $it}) { totalCount } }"
        assert (await data(database, world.both, document, {"it": word}))["initiatives"]["totalCount"] == count


async def test_ids_of_hidden_rows_lead_nowhere(database, world: World):
    two = world.blind.initiatives[1]
    ids = [
        node_ids.encode("Initiative", two.id),
        node_ids.encode("InitiativeRevision", two.current_revision_id),
        node_ids.encode("Person", world.blind.evaluators[1].person_id),
        node_ids.encode("Person", world.blind.author.id),
        node_ids.encode("Assignment", world.blind.assignment_of(two, world.blind.evaluators[1]).id),
    ]

    found = await data(database, world.both, "query($ids: [ID!]!) { nodes(ids: $ids) { id } }", {"ids": ids})

    assert found["nodes"] == [None] * len(ids)


async def test_managers_see_through_it(database, world: World):
    document = "query($it: ID!) { scoreSheets(filter: {initiativeId: $it}) { totalCount nodes { evaluator { id } } } }"

    found = (await data(database, world.blind.manager, document, {"it": world.id(1)}))["scoreSheets"]

    people = {node_ids.encode("Person", each.person_id) for each in world.blind.evaluators}
    assert found["totalCount"] == 2
    assert {each["evaluator"]["id"] for each in found["nodes"]} == people


async def test_a_redaction_is_made_or_refused_by_field(database, world: World):
    revision = node_ids.encode("InitiativeRevision", world.blind.initiative.current_revision_id)
    said = {"title": "Sáng kiến", "summary": "…", "taskRelieved": "…", "tool": "…", "measurement": "…"}
    selection = "redaction { number title revision { id redactions { totalCount } } createdBy { id } }"

    made = await deed(database, world.blind.manager, "redactRevision", {"revisionId": revision, **said}, selection)

    by = {"id": node_ids.encode("Person", world.blind.manager.person_id)}
    of = {"id": revision, "redactions": {"totalCount": 2}}
    assert made["redaction"] == {"number": 2, "title": "Sáng kiến", "revision": of, "createdBy": by}
    naming = {**said, "summary": f"Do {world.blind.author.full_name} viết"}
    refused = await deed(database, world.blind.manager, "redactRevision", {"revisionId": revision, **naming}, selection)
    errors = [(each["rule"], each["path"]) for each in refused["userErrors"]]
    assert (refused["redaction"], errors) == (None, [("REDACTION_NAMES_AUTHOR", ["summary"])])
