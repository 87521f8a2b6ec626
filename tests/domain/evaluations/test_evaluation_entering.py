"""Typing in paper sheets: all or none, refusals by row and field, and what is written."""

import json
from dataclasses import replace
from decimal import Decimal

import pytest
from sqlalchemy import func, select

from domain.actor import Actor, Role
from domain.clock import at
from domain.evaluations import entering, scoring
from domain.evaluations.entering import PaperSheet, enter_sheets
from domain.evaluations.model import Assignment, ScoreSheet
from domain.evaluations.rules import AssignmentState, GivenMark, RoundKind, RoundState, SheetState
from domain.ledger.model import ScoreEvent
from domain.movements.model import PhaseCapability
from domain.people.model import Person
from tests.support import audit
from tests.support import evaluations as make_
from tests.support.evaluations import TOO_LATE, Scene, refusal, scene
from tests.support.factories import Factory


def paper(there: Scene, number: int, evaluator: Actor, *values: str, **given) -> PaperSheet:
    marks = [GivenMark(one.id, Decimal(value)) for one, value in zip(there.criteria, values, strict=False)]
    return PaperSheet(evaluator.person_id, marks, number, **given)


async def enter(session, make: Factory, there: Scene, *rows: PaperSheet, actor: Actor | None = None, **given):
    secretary = actor or await make.actor(Role.COUNCIL_SECRETARY)
    return await enter_sheets(session, secretary, round_id=there.round.id, rows=rows, **given)


def told(problems) -> list[tuple[str, tuple[str, ...]]]:
    return [(one.rule, one.path) for one in problems]


async def how_many(session, table) -> int:
    return await session.scalar(select(func.count()).select_from(table))


async def test_sheets_entered_are_submitted_in_their_evaluators_names(session, make: Factory):
    there = await scene(make, initiatives=2, evaluators=2)
    one, two = there.evaluators
    newcomer = await make.actor(Role.EVALUATOR, round_id=there.round.id)
    secretary = await make.actor(Role.COUNCIL_SECRETARY)

    problems = await enter(
        session,
        make,
        there,
        paper(there, 1, one, "30.5", "20", comment="Tốt"),
        paper(there, 2, two, "60", "40"),
        replace(paper(there, 1, newcomer, "0", "0.5"), number=None, initiative_id=there.initiatives[1].id),
        actor=secretary,
    )

    assert problems == []
    found = {(each.initiative_id, each.evaluator_id): each for each in await session.scalars(select(ScoreSheet))}
    first, second = there.initiatives
    assert {key: (sheet.state, sheet.total) for key, sheet in found.items()} == {
        (first.id, one.person_id): (SheetState.SUBMITTED, Decimal("50.5")),
        (second.id, two.person_id): (SheetState.SUBMITTED, Decimal(100)),
        (second.id, newcomer.person_id): (SheetState.SUBMITTED, Decimal("0.5")),
    }
    assert {sheet.entered_by_id for sheet in found.values()} == {secretary.person_id}
    assert found[first.id, one.person_id].comment == "Tốt"
    assert await how_many(session, Assignment) == 5
    await session.flush()
    entries = await audit.entries(session)
    assert [entry.deed for entry in entries] == ["SHEET_ENTERED"] * 3
    assert entries[0].after["marks"][str(there.criteria[0].id)] == {"value": "30.5", "comment": None}
    events = (await session.scalars(select(ScoreEvent).order_by(ScoreEvent.number))).all()
    assert [event.kind.value for event in events] == ["SHEET_SUBMITTED"] * 3
    assert json.loads(events[0].body) == {
        "sheet": str(found[first.id, one.person_id].id),
        "judge": str(one.person_id),
        "entry": str(first.id),
        "marks": {str(there.criteria[0].id): "30.5", str(there.criteria[1].id): "20"},
    }


async def test_dry_run_and_any_problem_leave_everything_as_it_was(session, make: Factory):
    there = await scene(make, evaluators=2)
    one, two = there.evaluators
    good = paper(there, 1, one, "30", "20")

    assert await enter(session, make, there, good, dry_run=True) == []
    problems = await enter(session, make, there, good, paper(there, 1, two, "61", "20"))

    assert told(problems) == [("MARK_OUT_OF_RANGE", ("rows", "1", "marks", "0", "value"))]
    assert "đã nhận 61" in problems[0].text.vi
    assert [await how_many(session, table) for table in (ScoreSheet, ScoreEvent)] == [0, 0]
    assert await audit.entries(session) == []


async def test_problems_of_rows_are_told_together_with_row_and_field(session, make: Factory):
    there = await scene(make, evaluators=2)
    one, two = there.evaluators
    stranger = await make.actor(Role.STAFF)
    colleague = await make.actor(Role.EVALUATOR, unit=there.unit, round_id=there.round.id)
    whole = ("30", "20")

    problems = await enter(
        session,
        make,
        there,
        paper(there, 9, one, *whole),
        replace(paper(there, 1, one, *whole), number=None, initiative_id=there.round.id),
        replace(paper(there, 1, one, *whole), number=None),
        paper(there, 1, stranger, *whole),
        paper(there, 1, colleague, *whole),
        paper(there, 1, two, "30"),
        paper(there, 1, two, *whole),
        paper(there, 1, one, "0.3", "-1"),
    )

    assert told(problems) == [
        ("NOT_IN_ROUND", ("rows", "0", "number")),
        ("NOT_IN_ROUND", ("rows", "1", "initiativeId")),
        ("ENTRY_MISSING", ("rows", "2", "number")),
        ("NOT_EVALUATOR", ("rows", "3", "evaluatorId")),
        ("CONFLICT_OF_INTEREST_OWN_UNIT", ("rows", "4", "evaluatorId")),
        ("MARK_MISSING", ("rows", "5", "marks")),
        ("SHEET_TWICE", ("rows", "6", "evaluatorId")),
        ("MARK_OFF_STEP", ("rows", "7", "marks", "0", "value")),
        ("MARK_OUT_OF_RANGE", ("rows", "7", "marks", "1", "value")),
    ]


async def test_sheets_that_are_there_and_assignments_given_up_are_left_alone(session, make: Factory):
    there = await scene(make, evaluators=3)
    given_up, locked, begun = there.assignments
    await make_.given_up(make, given_up, AssignmentState.ABSTAINED)
    await make_.submitted(make, locked, *((each, "10") for each in there.criteria))
    await make_.sheet(make, begun)

    problems = await enter(
        session, make, there, *(paper(there, 1, evaluator, "30", "20") for evaluator in there.evaluators)
    )

    assert told(problems) == [
        ("ASSIGNMENT_GIVEN_UP", ("rows", "0", "evaluatorId")),
        ("SHEET_LOCKED", ("rows", "1", "evaluatorId")),
        ("SHEET_EXISTS", ("rows", "2", "evaluatorId")),
    ]


async def test_sheet_reopened_is_typed_in_again_until_the_evaluator_takes_it_over(session, make: Factory):
    there = await scene(make)
    await enter(session, make, there, paper(there, 1, there.evaluator, "30", "20", comment="Cũ"))
    sheet = await session.scalar(select(ScoreSheet))

    async def reopen() -> None:
        await scoring.reopen_score_sheet(
            session, there.manager, sheet_id=sheet.id, expected_version=sheet.version, reason="Nhập nhầm"
        )

    await reopen()
    assert await enter(session, make, there, paper(there, 1, there.evaluator, "31", "20")) == []
    assert (sheet.total, sheet.comment, sheet.state) == (51, None, SheetState.SUBMITTED)
    await reopen()
    await scoring.save_score_sheet(
        session, there.evaluator, assignment_id=there.assignment.id, expected_version=sheet.version
    )
    assert sheet.entered_by_id is None
    problems = await enter(session, make, there, paper(there, 1, there.evaluator, "32", "20"))
    assert told(problems) == [("SHEET_EXISTS", ("rows", "0", "evaluatorId"))]


async def test_nobody_types_in_their_own_sheet_nor_one_about_what_they_are_in_conflict_with(session, make: Factory):
    there = await scene(make, evaluators=2)
    one, two = there.evaluators
    person = await session.get(Person, one.person_id)
    both = await make.acting(person, Role.COUNCIL_SECRETARY)
    colleague = await make.actor(Role.INFORMATION_CENTER, unit=there.unit)
    row = paper(there, 1, two, "30", "20")

    own = await enter(session, make, there, paper(there, 1, one, "30", "20"), actor=both)
    conflicted = await enter(session, make, there, row, actor=colleague)

    assert told(own) == [("SHEET_IS_ANOTHERS", ("rows", "0", "evaluatorId"))]
    assert told(conflicted) == [("CONFLICT_OF_INTEREST_OWN_UNIT", ("rows", "0", "initiativeId"))]


async def test_self_scores_are_typed_in_by_whoever_may(session, make: Factory):
    there = await scene(make, evaluators=0, state=RoundState.DRAFT, kind=RoundKind.SELF_SCORE)
    author = await make.acting(there.author, Role.EVALUATOR, round_id=there.round.id)
    await make_.opened(make, there.round, there.initiative)
    colleague = await make.actor(Role.INFORMATION_CENTER, unit=there.unit)

    assert await enter(session, make, there, paper(there, 1, author, "30", "20"), actor=colleague) == []


@pytest.mark.parametrize("role", [r for r in Role if r not in {Role.INFORMATION_CENTER, Role.COUNCIL_SECRETARY}])
async def test_sheets_are_typed_in_by_two_roles_only(session, make: Factory, role):
    there = await scene(make)
    actor = await make.actor(role, round_id=there.round.id)

    deed = enter(session, make, there, paper(there, 1, there.evaluator, "30", "20"), actor=actor)

    assert (await refusal(make, deed))[0] == "NotAllowed"


async def test_sheets_are_typed_in_only_while_evaluators_could_submit(session, make: Factory):
    there = await scene(make, state=RoundState.DRAFT)
    talk = await make_.round_phase(make, there.round, ordinal=2, name="Thảo luận", can_score=False)
    secretary = await make.actor(Role.COUNCIL_SECRETARY)

    async def rule() -> str:
        row = paper(there, 1, there.evaluator, "30", "20")
        return (await refusal(make, enter(session, make, there, row, actor=secretary)))[1]

    assert await rule() == "NOT_FOUND"
    await make_.opened(make, there.round, there.initiative)
    with at(TOO_LATE):
        assert await rule() == "ROUND_NOT_OPEN"
    there.round.phase_id = talk.id
    await session.flush()
    assert await rule() == "PHASE_FORBIDS"
    await session.delete(await session.scalar(select(PhaseCapability)))
    await session.flush()
    assert await rule() == "PHASE_CLOSED"


@pytest.mark.parametrize("count", [0, entering.MAX_ROWS + 1])
async def test_sheets_are_1_to_1000(session, make: Factory, count):
    there = await scene(make)
    rows = [paper(there, 1, there.evaluator, "30", "20")] * count

    assert await refusal(make, enter(session, make, there, *rows)) == ("Invalid", "ITEMS_COUNT", ("rows",))
