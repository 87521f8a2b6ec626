"""What the ledger of a round is told, word for word: exact marks, reasons, phases, and the problem it opened with."""

import json
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from domain.engine.documents import problem_document
from domain.evaluations import phases, rounds, scoring
from domain.evaluations.model import RoundPhase
from domain.evaluations.rules import GivenMark, RoundState
from domain.evaluations.skeleton import skeleton_of
from domain.ledger.model import ScoreEvent
from tests.support import evaluations as make_
from tests.support.evaluations import Scene, refusals, scene
from tests.support.factories import Factory


async def events(session) -> list[tuple[int, str, Any]]:
    """Number, kind and body of every event there is, in the order of the chain."""
    await session.flush()
    found = await session.execute(
        select(ScoreEvent.number, ScoreEvent.kind, ScoreEvent.body).order_by(ScoreEvent.number)
    )
    return [(number, kind.value, json.loads(body)) for number, kind, body in found]


async def sheet_of(session, there: Scene, *values: str):
    marks = [GivenMark(one.id, Decimal(value)) for one, value in zip(there.criteria, values, strict=True)]
    return await scoring.save_score_sheet(
        session, there.evaluator, assignment_id=there.assignment.id, marks=marks, comment="Kín"
    )


async def test_opening_tells_the_problem_and_the_first_phase(session, make: Factory):
    there = await scene(make, state=RoundState.DRAFT, initiatives=2, ties=["criterion:C2"])

    await rounds.open_round(session, there.manager, round_id=there.round.id, expected_version=1)

    problem = json.loads(problem_document(await skeleton_of(session, there.round)))
    assert await events(session) == [
        (1, "ROUND_OPENED", {"problem": problem}),
        (2, "PHASE_ENTERED", {"phase": 1, "name": "Chấm điểm"}),
    ]
    (stage,) = problem["problem"]["stages"]
    assert stage["id"] == str(there.round.id)
    assert {entry["id"] for entry in stage["entries"]} == {str(each.id) for each in there.initiatives}
    assert problem["problem"]["rules"]["ties"] == [f"criterion:{there.criteria[1].id}"]


async def test_submission_tells_the_exact_marks_and_a_draft_nothing(session, make: Factory):
    there = await scene(make)
    sheet = await sheet_of(session, there, "12.5", "40")
    assert await events(session) == []

    await scoring.submit_score_sheet(session, there.evaluator, sheet_id=sheet.id, expected_version=1)

    first, second = there.criteria
    assert await events(session) == [
        (
            1,
            "SHEET_SUBMITTED",
            {
                "sheet": str(sheet.id),
                "judge": str(there.evaluator.person_id),
                "entry": str(there.initiative.id),
                "marks": {str(first.id): "12.5", str(second.id): "40"},
            },
        )
    ]


async def test_reopening_and_submitting_again_stand_one_after_the_other(session, make: Factory):
    there = await scene(make)
    sheet = await sheet_of(session, there, "12.5", "40")
    await scoring.submit_score_sheet(session, there.evaluator, sheet_id=sheet.id, expected_version=1)
    await scoring.reopen_score_sheet(
        session, there.manager, sheet_id=sheet.id, expected_version=2, reason=" Nhập nhầm "
    )
    await scoring.save_score_sheet(
        session,
        there.evaluator,
        assignment_id=there.assignment.id,
        expected_version=3,
        marks=[GivenMark(there.criteria[0].id, Decimal("60.0"))],
    )
    await scoring.submit_score_sheet(session, there.evaluator, sheet_id=sheet.id, expected_version=4)

    said = await events(session)

    assert [(number, kind) for number, kind, _body in said] == [
        (1, "SHEET_SUBMITTED"),
        (2, "SHEET_REOPENED"),
        (3, "SHEET_SUBMITTED"),
    ]
    assert said[1][2] == {"sheet": str(sheet.id), "reason": "Nhập nhầm"}
    assert list(said[2][2]["marks"].values()).count("60") == 1


async def test_giving_up_tells_judge_entry_and_reason(session, make: Factory):
    there = await scene(make, initiatives=2)
    one, two = there.assignments
    given = {"expected_version": 1}
    await scoring.abstain(session, there.evaluator, assignment_id=one.id, reason="Bận", **given)
    await scoring.recuse(session, there.evaluator, assignment_id=two.id, reason="Quen", **given)

    judge = str(there.evaluator.person_id)
    assert await events(session) == [
        (1, "ABSTAINED", {"judge": judge, "entry": str(one.initiative_id), "reason": "Bận"}),
        (2, "RECUSED", {"judge": judge, "entry": str(two.initiative_id), "reason": "Quen"}),
    ]


async def test_closing_and_phases_after_it_are_told(session, make: Factory):
    there = await scene(make, state=RoundState.DRAFT)
    last = await make_.round_phase(make, there.round, ordinal=2, name="Công khai", can_score=False)
    await make_.opened(make, there.round, there.initiative)
    await rounds.close_round(session, there.manager, round_id=there.round.id, expected_version=there.round.version)
    await phases.enter_round_phase(
        session, there.manager, round_id=there.round.id, expected_version=there.round.version, phase_id=last.id
    )

    assert await events(session) == [
        (1, "ROUND_CLOSED", {}),
        (2, "PHASE_ENTERED", {"phase": 2, "name": "Công khai"}),
    ]


async def test_deeds_that_are_refused_tell_nothing(session, make: Factory):
    there = await scene(make)
    sheet = await make_.sheet(make, there.assignment, (there.criteria[0], "10"))
    phase = await session.scalar(select(RoundPhase))

    await refusals(make, scoring.submit_score_sheet(session, there.evaluator, sheet_id=sheet.id, expected_version=1))
    await refusals(
        make,
        phases.enter_round_phase(
            session, there.manager, round_id=there.round.id, expected_version=3, phase_id=phase.id
        ),
    )

    assert await events(session) == []
