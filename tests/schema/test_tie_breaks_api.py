"""Tie-breaks in GraphQL: held among what is tied, judged pair by pair, applied; blind where the phase hides authors."""

from typing import Any

import pytest
from sqlalchemy import select

from domain.actor import Actor, Role
from domain.evaluations import rounds
from domain.evaluations.model import Round
from domain.initiatives.model import RedactedRevision
from domain.results import actions as results
from domain.results.model import Result
from schema import node_ids
from tests.support import jobs
from tests.support.factories import NOW, Factory
from tests.support.graphql import data, deed
from tests.support.tie_breaks import tied_result

#: Each computes results, and draws their charts.
pytestmark = pytest.mark.slow

WHEN = {"opensAt": "2026-01-01T00:00:00Z", "closesAt": "2029-01-01T00:00:00Z"}
BLIND = [{"name": "So sánh ẩn danh", "canScore": True, "hidesAuthors": True, "hidesEvaluators": True}]
PAIR = """comparison { id version preferred comment
    left { id entry { number redaction { title } } initiative { title } }
    right { id entry { number } initiative { title } } }"""


def id_of(row: Any) -> str:
    return node_ids.encode(type(row).__name__, row.id)


async def held(session, database, make: Factory, **more: Any) -> tuple[Any, Result, Round, Actor]:
    """A tie-break made and opened through the API, with one evaluator."""
    there, tied = await tied_result(session, database, make)
    asked = {"resultId": id_of(tied), "name": "Vòng phân định", **WHEN, **more}
    made = await deed(database, there.manager, "createTieBreakRound", asked, "round { id version }")
    assert made["userErrors"] == []
    round_ = (await session.scalars(select(Round).where(Round.settles_id == there.round.id))).one()
    judge = await make.actor(Role.EVALUATOR, round_id=round_.id)
    await session.flush()
    asked = {"roundId": made["round"]["id"], "expectedVersion": made["round"]["version"]}
    opened = await deed(database, there.manager, "openRound", asked, "round { state }")
    assert opened == {"round": {"state": "OPEN"}, "userErrors": []}
    return there, tied, round_, judge


async def test_the_whole_way_of_a_tie_break(session, database, make: Factory):
    there, _tied, round_, judge = await held(session, database, make)
    asked = await deed(database, judge, "askNextPair", {"roundId": id_of(round_)}, PAIR)
    pair = asked["comparison"]
    assert (pair["preferred"], pair["left"]["entry"]["redaction"]) == (None, None)
    assert {pair[side]["initiative"]["title"] for side in ("left", "right")} == {"Sáng kiến 1", "Sáng kiến 2"}
    better = "LEFT" if pair["left"]["initiative"]["title"] == "Sáng kiến 2" else "RIGHT"
    given = {"comparisonId": pair["id"], "expectedVersion": 1, "preferred": better, "comment": "Rõ số liệu hơn"}

    answer = await deed(database, judge, "answerComparison", given, PAIR)

    assert (answer["comparison"]["preferred"], answer["comparison"]["comment"]) == (better, "Rõ số liệu hơn")
    none_left = await deed(database, judge, "askNextPair", {"roundId": id_of(round_)}, PAIR)
    assert none_left == {"comparison": None, "userErrors": []}
    await session.refresh(round_)
    await rounds.close_round(session, there.manager, round_id=round_.id, expected_version=round_.version)
    result = await jobs.computed(session, database, round_.id)
    await results.verify_result(session, await make.actor(Role.PERSONNEL), result_id=result.id)
    await results.publish_result(session, there.manager, result_id=result.id)
    await session.flush()
    asked = {"resultId": id_of(result), "reason": "Phân định đồng hạng"}
    applied = await deed(database, there.manager, "applyTieBreak", asked, "tieBreak { ordinal } job { kind state }")
    assert applied == {
        "tieBreak": {"ordinal": 1},
        "job": {"kind": "COMPUTE_RESULT", "state": "QUEUED"},
        "userErrors": [],
    }
    later = await jobs.computed(session, database, there.round.id)

    document = """query($id: ID!) { result(id: $id) { number method
        entries { nodes { place isTied decidedBy initiative { title } } }
        round { tieBreaks { nodes { result { method note entries { nodes { place score } } }
            round { id } appliedBy { fullName } } } } } }"""
    told = (await data(database, there.manager, document, {"id": id_of(later)}))["result"]
    assert (told["number"], told["method"]) == (2, "MEAN")
    assert [(each["place"], each["decidedBy"], each["initiative"]["title"]) for each in told["entries"]["nodes"]] == [
        (1, "tie_break", "Sáng kiến 2"),
        (2, "tie_break", "Sáng kiến 1"),
        (3, None, "Sáng kiến 3"),
    ]
    (tie_break,) = told["round"]["tieBreaks"]["nodes"]
    assert tie_break["result"]["method"] == "PAIRWISE"
    assert [each["place"] for each in tie_break["result"]["entries"]["nodes"]] == [1, 2]
    again = await deed(database, there.manager, "applyTieBreak", asked)
    assert [each["rule"] for each in again["userErrors"]] == ["TIE_BREAK_APPLIED"]


async def test_a_round_tells_what_it_settles_and_what_was_compared(session, database, make: Factory):
    there, _tied, round_, judge = await held(session, database, make)
    await deed(database, judge, "askNextPair", {"roundId": id_of(round_)}, PAIR)
    document = """query($id: ID!, $of: ID!) {
        round(id: $id) { kind method settles { id } comparisons { totalCount nodes { evaluator { id } } } }
        rounds(filter: {settlesId: $of}) { nodes { id } } }"""
    variables = {"id": id_of(round_), "of": id_of(there.round)}

    mine = await data(database, judge, document, variables)
    theirs = await data(database, there.manager, document, variables)

    assert mine["rounds"]["nodes"] == [{"id": id_of(round_)}]
    own = {"totalCount": 1, "nodes": [{"evaluator": {"id": node_ids.encode("Person", judge.person_id)}}]}
    assert mine["round"] == {
        "kind": "TIE_BREAK",
        "method": "PAIRWISE",
        "settles": {"id": id_of(there.round)},
        "comparisons": own,
    }
    assert theirs["round"]["comparisons"] == {"totalCount": 0, "nodes": []}


async def test_a_blind_pair_is_read_by_number_and_redaction(session, database, make: Factory):
    there, tied = await tied_result(session, database, make)
    words = dict.fromkeys(("title", "summary", "task_relieved", "tool", "measurement"), "Không tên")
    for each in there.initiatives[:2]:
        about = {"revision_id": each.current_revision_id, "number": 1, "created_at": NOW}
        await make.add(RedactedRevision(**about, **words))
    asked = {"resultId": id_of(tied), "name": "Vòng phân định", "phases": BLIND, **WHEN}
    made = (await deed(database, there.manager, "createTieBreakRound", asked, "round { id version }"))["round"]
    round_ = (await session.scalars(select(Round).where(Round.settles_id == there.round.id))).one()
    judge = await make.actor(Role.EVALUATOR, round_id=round_.id)
    await session.flush()
    await deed(database, there.manager, "openRound", {"roundId": made["id"], "expectedVersion": made["version"]})

    pair = (await deed(database, judge, "askNextPair", {"roundId": made["id"]}, PAIR))["comparison"]

    assert [pair[side]["initiative"] for side in ("left", "right")] == [None, None]
    assert {pair[side]["entry"]["number"] for side in ("left", "right")} == {1, 2}
    assert pair["left"]["entry"]["redaction"] == {"title": "Không tên"}


async def test_a_tie_break_comes_from_a_result_only(session, database, make: Factory):
    there, tied = await tied_result(session, database, make)
    asked = {"movementId": id_of(there.movement), "rubricId": id_of(there.rubric), "name": "Vòng", **WHEN}

    for more, path in (({"kind": "TIE_BREAK"}, ["kind"]), ({"method": "PAIRWISE"}, ["method"])):
        refused = await deed(database, there.manager, "createRound", {**asked, **more})
        assert [(each["rule"], each["path"]) for each in refused["userErrors"]] == [("TIE_BREAK_FROM_RESULT", path)]
    wanted = {"resultId": id_of(tied), "name": "Vòng", **WHEN, "initiativeIds": [id_of(there.initiatives[0])] * 2}
    refused = await deed(database, there.manager, "createTieBreakRound", wanted)
    assert [(each["rule"], each["path"]) for each in refused["userErrors"]] == [("ENTRY_TWICE", ["initiativeIds", "1"])]
