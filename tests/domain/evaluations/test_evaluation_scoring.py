"""Saving, submitting and reopening score sheets; abstaining and recusing oneself."""

from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from domain.access.permissions import Permission
from domain.actor import Actor, Role
from domain.clock import at
from domain.criteria.model import Criterion
from domain.errors import Conflict
from domain.evaluations import loading, scoring
from domain.evaluations.model import Mark, ScoreSheet
from domain.evaluations.pairing import refuse_conflicted
from domain.evaluations.rules import AssignmentState, GivenMark, RoundState, SheetState
from domain.movements.model import Phase, PhaseCapability
from domain.people.model import Person
from schema.mutation import constraint_of
from tests.support import audit
from tests.support import evaluations as make_
from tests.support.evaluations import Scene, refusal, refusals, scene
from tests.support.factories import NOW, Factory
from tests.support.movements import CLOSES_AT, OPENS_AT


def marks(there: Scene, *values: str) -> list[GivenMark]:
    return [GivenMark(one.id, Decimal(value)) for one, value in zip(there.criteria, values, strict=False)]


def save(session, there: Scene, *values: str, actor: Actor | None = None, **given):
    return scoring.save_score_sheet(
        session,
        actor or there.evaluator,
        assignment_id=there.assignment.id,
        marks=marks(there, *values),
        **given,
    )


def submit(session, there: Scene, sheet: ScoreSheet, *, version: int | None = None, actor: Actor | None = None):
    return scoring.submit_score_sheet(
        session, actor or there.evaluator, sheet_id=sheet.id, expected_version=version or sheet.version
    )


def reopen(session, actor: Actor, sheet: ScoreSheet, *, version: int | None = None, reason: str = "Nhập nhầm"):
    return scoring.reopen_score_sheet(
        session, actor, sheet_id=sheet.id, expected_version=version or sheet.version, reason=reason
    )


async def values_of(session, sheet: ScoreSheet) -> list[Decimal]:
    of_sheet = select(Mark.value).join(Criterion, Criterion.id == Mark.criterion_id).where(Mark.sheet_id == sheet.id)
    return list(await session.scalars(of_sheet.order_by(Criterion.ordinal)))


async def sheets_in(session) -> int:
    return await session.scalar(select(func.count()).select_from(ScoreSheet))


async def test_first_save_makes_a_draft(session, make: Factory):
    there = await scene(make)

    sheet = await save(session, there, "10.5", comment="Tốt")

    assert (sheet.state, sheet.version, sheet.total, sheet.comment) == (SheetState.DRAFT, 1, None, "Tốt")
    assert (sheet.assignment_id, sheet.evaluator_id) == (there.assignment.id, there.evaluator.person_id)
    assert await values_of(session, sheet) == [Decimal("10.5")]
    entry = await audit.only_entry(session)
    assert (entry.deed, entry.subject_id, entry.before) == ("SHEET_SAVED", sheet.id, None)
    assert entry.after["marks"] == {str(there.criteria[0].id): {"value": "10.5", "comment": None}}


async def test_later_save_replaces_the_marks_given_and_keeps_the_others_and_the_comment(session, make: Factory):
    there = await scene(make)
    c1, c2 = there.criteria
    sheet = await save(session, there, "10.5", "20", comment="Tốt")

    again = await scoring.save_score_sheet(
        session,
        there.evaluator,
        assignment_id=there.assignment.id,
        expected_version=1,
        marks=[GivenMark(c2.id, Decimal(40), "Rất mới")],
    )

    assert (again.id, again.version, again.comment) == (sheet.id, 2, "Tốt")
    assert await values_of(session, sheet) == [Decimal("10.5"), Decimal(40)]
    entry = (await audit.entries(session))[-1]
    assert entry.before["marks"][str(c2.id)] == {"value": "20", "comment": None}
    assert entry.after["marks"] == {
        str(c1.id): {"value": "10.5", "comment": None},
        str(c2.id): {"value": "40", "comment": "Rất mới"},
    }


async def test_save_is_a_new_version_even_at_the_same_moment(session, make: Factory):
    there = await scene(make)

    with at(NOW):
        sheet = await save(session, there, "10")
        await save(session, there, "11", expected_version=1)

    assert sheet.version == 2


async def test_a_comment_can_be_cleared(session, make: Factory):
    there = await scene(make)
    sheet = await save(session, there, "10.5", comment="Tốt")

    cleared = await save(session, there, expected_version=1, comment=None)

    assert (cleared.id, cleared.comment, await values_of(session, sheet)) == (sheet.id, None, [Decimal("10.5")])


async def test_two_saves_of_what_was_read_once_the_second_is_refused(session, make: Factory):
    there = await scene(make)
    sheet = await save(session, there, "10")
    await save(session, there, "11", expected_version=1)

    (error,) = await refusals(make, save(session, there, "12", expected_version=1))

    assert (error.rule, error.path, error.current) == ("STALE_VERSION", ("expectedVersion",), 2)
    assert await values_of(session, sheet) == [Decimal(11)]


async def test_save_without_version_is_refused_once_there_is_a_sheet_and_with_one_before(session, make: Factory):
    there = await scene(make)

    before = await refusal(make, save(session, there, "1", expected_version=1))
    await save(session, there, "1")
    after = await refusal(make, save(session, there, "2"))

    assert before == ("Invalid", "VERSION_SUPERFLUOUS", ("expectedVersion",))
    assert after == ("StaleVersion", "STALE_VERSION", ("expectedVersion",))


async def test_marks_off_the_scale_are_refused_together_and_no_sheet_is_made(session, make: Factory):
    there = await scene(make)

    errors = await refusals(make, save(session, there, "60.5", "0.25"))

    assert [(error.rule, error.path, error.allowed) for error in errors] == [
        ("MARK_OUT_OF_RANGE", ("marks", "0", "value"), "0..60 / 0.5"),
        ("MARK_OFF_STEP", ("marks", "1", "value"), "0..40 / 0.5"),
    ]
    assert await sheets_in(session) == 0


@pytest.mark.parametrize("value", ["60.5", "-0.5", "10.25"])
async def test_marks_off_the_scale_are_refused_by_the_database(session, make: Factory, value):
    there = await scene(make)
    sheet = await make_.sheet(make, there.assignment)

    session.add(Mark(sheet_id=sheet.id, criterion_id=there.criteria[0].id, value=Decimal(value)))
    with pytest.raises(IntegrityError) as refused:
        await session.flush()

    assert constraint_of(refused.value) == "tg_marks_off_scale"


async def test_sheet_submitted_is_locked_with_its_total(session, make: Factory):
    there = await scene(
        make,
        criteria=[
            {"code": "A", "weight": 70, "scale_min": 1, "scale_max": 4, "step": 1},
            {"code": "B", "weight": 30, "scale_max": 10},
        ],
    )
    sheet = await save(session, there, "2", "5")

    await submit(session, there, sheet)

    assert (sheet.state, sheet.version) == (SheetState.SUBMITTED, 2)
    assert sheet.total == Decimal("38.333333")
    entry = (await audit.entries(session))[-1]
    assert (entry.deed, entry.before["state"], entry.after["state"], entry.after["total"]) == (
        "SHEET_SUBMITTED",
        "DRAFT",
        "SUBMITTED",
        "38.333333",
    )


async def test_sheet_with_a_criterion_unmarked_is_not_submitted(session, make: Factory):
    there = await scene(make)
    sheet = await save(session, there, "10")

    (error,) = await refusals(make, submit(session, there, sheet))

    assert (error.rule, error.path, error.allowed) == ("MARK_MISSING", ("marks",), "C2")
    assert sheet.state is SheetState.DRAFT


async def test_sheet_submitted_takes_no_more_marks_from_the_deed_or_in_the_database(session, make: Factory):
    there = await scene(make)
    sheet = await make_.submitted(make, there.assignment, (there.criteria[0], "10"), (there.criteria[1], "10"))

    again = await refusal(make, submit(session, there, sheet))
    saved = await refusal(make, save(session, there, "20", expected_version=sheet.version))
    mark = await session.scalar(select(Mark))
    mark.value = Decimal(20)
    with pytest.raises(IntegrityError) as refused:
        await session.flush()

    assert again == saved == ("Conflict", "SHEET_LOCKED", ())
    assert constraint_of(refused.value) == "tg_score_sheets_locked"


async def test_sheet_submitted_with_a_stale_version_is_refused(session, make: Factory):
    there = await scene(make)
    sheet = await make_.sheet(make, there.assignment, (there.criteria[0], "10"), (there.criteria[1], "10"))

    assert (await refusal(make, submit(session, there, sheet, version=7)))[0] == "StaleVersion"


@pytest.mark.parametrize(
    ("moment", "closed_at"),
    [
        (CLOSES_AT, CLOSES_AT),
        (CLOSES_AT + timedelta(days=9), CLOSES_AT),
        (OPENS_AT - timedelta(seconds=1), None),
    ],
)
async def test_scores_are_taken_only_within_the_time_of_the_round(session, make: Factory, moment, closed_at):
    there = await scene(make)
    sheet = await make_.sheet(make, there.assignment, (there.criteria[0], "10"), (there.criteria[1], "10"))

    with at(moment):
        for deed in _score_deeds(session, there, sheet):
            (error,) = await refusals(make, deed)
            assert (type(error).__name__, error.rule, error.closed_at) == ("Closed", "ROUND_NOT_OPEN", closed_at)


def _score_deeds(session, there: Scene, sheet: ScoreSheet):
    given = {"assignment_id": there.assignment.id, "expected_version": 1, "reason": "Bận"}
    return (
        save(session, there, "20", expected_version=sheet.version),
        submit(session, there, sheet),
        scoring.abstain(session, there.evaluator, **given),
        scoring.recuse(session, there.evaluator, **given),
    )


@pytest.mark.parametrize("moment", [CLOSES_AT - timedelta(microseconds=1), OPENS_AT])
async def test_scores_are_taken_until_the_last_moment(session, make: Factory, moment):
    there = await scene(make)

    with at(moment):
        sheet = await save(session, there, "20")

    assert sheet.created_at == moment


async def test_scores_after_the_close_are_refused_by_the_deed_and_by_the_database(session, make: Factory):
    there = await scene(make, evaluators=2)
    sheet = await make_.sheet(make, there.assignment, (there.criteria[0], "10"), (there.criteria[1], "10"))
    await make_.closed(make, there.round)

    for deed in _score_deeds(session, there, sheet):
        (error,) = await refusals(make, deed)
        assert (error.rule, error.closed_at) == ("ROUND_NOT_OPEN", NOW)
    for row in (
        lambda: make_.sheet(make, there.assignments[1]),
        lambda: make.add(Mark(sheet_id=sheet.id, criterion_id=there.criteria[0].id, value=Decimal(1))),
    ):
        with pytest.raises(IntegrityError) as refused:
            async with session.begin_nested():
                await row()
        assert constraint_of(refused.value) in {"tg_rounds_closed", "tg_marks_off_scale"}


async def test_scores_are_refused_in_a_round_not_yet_open(session, make: Factory):
    there = await scene(make, state=RoundState.DRAFT)

    assert await refusal(make, save(session, there, "20")) == ("Closed", "ROUND_NOT_OPEN", ())


async def test_scores_are_refused_while_no_phase_lets_evaluators_score(session, make: Factory):
    there = await scene(make)
    phase = await session.scalar(select(Phase))
    capability = await session.scalar(select(PhaseCapability))
    await session.delete(capability)
    await make.add(PhaseCapability(phase_id=phase.id, role=Role.EVALUATOR, permission=Permission.INITIATIVE_EDIT))

    assert (await refusal(make, save(session, there, "20")))[:2] == ("Closed", "PHASE_CLOSED")


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.EVALUATOR])
async def test_scores_are_given_by_evaluators_only(session, make: Factory, role):
    there = await scene(make)
    sheet = await make_.sheet(make, there.assignment, (there.criteria[0], "10"), (there.criteria[1], "10"))
    actor = await make.actor(role)

    kinds = {
        (await refusal(make, save(session, there, "20", actor=actor, expected_version=1)))[0],
        (await refusal(make, submit(session, there, sheet, actor=actor)))[0],
    }

    assert kinds <= {"NotAllowed", "NotFound"}
    assert await values_of(session, sheet) == [Decimal(10), Decimal(10)]


async def test_scores_for_anothers_assignment_are_refused(session, make: Factory):
    there = await scene(make, evaluators=2)

    assert await refusal(make, save(session, there, "20", actor=there.evaluators[1])) == (
        "NotFound",
        "NOT_FOUND",
        ("assignmentId",),
    )


async def test_scores_of_a_manager_who_evaluates_too_are_refused_on_anothers_assignment(session, make: Factory):
    there = await scene(make)
    both = await make.acting(await make.person(), Role.PERSONNEL, Role.EVALUATOR, round_id=there.round.id)

    assert (await refusal(make, save(session, there, "20", actor=both)))[:2] == ("NotAllowed", "ACTOR_IS_ASSIGNED")


async def test_scores_are_refused_once_the_evaluator_works_in_the_initiatives_unit(session, make: Factory):
    there = await scene(make)
    sheet = await make_.sheet(make, there.assignment, (there.criteria[0], "10"), (there.criteria[1], "10"))
    person = await session.get(Person, there.evaluator.person_id)
    person.unit_id = there.unit.id
    await session.flush()

    saved = await refusal(make, save(session, there, "20", expected_version=1))
    submitted = await refusal(make, submit(session, there, sheet))
    given_up = await scoring.recuse(
        session, there.evaluator, assignment_id=there.assignment.id, expected_version=1, reason="Cùng đơn vị"
    )

    assert saved == ("Conflict", "CONFLICT_OF_INTEREST_OWN_UNIT", ("assignmentId",))
    assert submitted == ("Conflict", "CONFLICT_OF_INTEREST_OWN_UNIT", ("sheetId",))
    assert given_up.state is AssignmentState.RECUSED


async def test_sheet_reopened_is_a_draft_again_and_can_be_submitted_anew(session, make: Factory):
    there = await scene(make)
    sheet = await make_.submitted(make, there.assignment, (there.criteria[0], "10"), (there.criteria[1], "10"))

    await reopen(session, there.manager, sheet)

    assert (sheet.state, sheet.total, sheet.submitted_at, sheet.reopened_reason) == (
        SheetState.DRAFT,
        None,
        None,
        "Nhập nhầm",
    )
    entry = await audit.only_entry(session)
    assert (entry.deed, entry.reason, entry.before["state"], entry.after["state"]) == (
        "SHEET_REOPENED",
        "Nhập nhầm",
        "SUBMITTED",
        "DRAFT",
    )
    await save(session, there, "60", expected_version=sheet.version)
    await submit(session, there, sheet)
    assert sheet.total == 70


async def test_sheet_is_reopened_with_a_reason_once_by_another_in_an_open_round(session, make: Factory):
    there = await scene(make, evaluators=0)
    both = await make.acting(await make.person(), Role.PERSONNEL, Role.EVALUATOR, round_id=there.round.id)
    given = await make_.assignment(make, there.round, there.initiative, both.person_id)
    sheet = await make_.submitted(make, given, (there.criteria[0], "10"), (there.criteria[1], "10"))

    assert (await refusal(make, reopen(session, both, sheet)))[:2] == ("NotAllowed", "SHEET_IS_ANOTHERS")
    assert (await refusal(make, reopen(session, there.manager, sheet, reason=" ")))[1] == "REASON_MISSING"
    assert (await refusal(make, reopen(session, there.manager, sheet, version=1)))[1] == "STALE_VERSION"
    await make_.closed(make, there.round)
    assert (await refusal(make, reopen(session, there.manager, sheet)))[1] == "ROUND_STATE_FORBIDS"
    assert sheet.state is SheetState.SUBMITTED


async def test_sheet_is_not_reopened_by_whom_a_conflict_of_interest_ties_to_the_initiative(session, make: Factory):
    there = await scene(make)
    sheet = await make_.submitted(make, there.assignment, (there.criteria[0], "10"), (there.criteria[1], "10"))
    colleague = await make.actor(Role.PERSONNEL, unit=there.unit)

    # Whatever their role, they do not even see the sheet.
    assert (await refusal(make, reopen(session, colleague, sheet)))[0] == "NotFound"
    round_ = await loading.round_for_scoring(session, sheet.round_id)
    with pytest.raises(Conflict, match="CONFLICT_OF_INTEREST_OWN_UNIT"):
        await refuse_conflicted(session, colleague, round_, sheet.initiative_id, ("sheetId",))


async def test_sheet_of_an_evaluator_who_may_not_score_any_more_is_not_reopened(session, make: Factory):
    there = await scene(make)
    sheet = await make_.submitted(make, there.assignment, (there.criteria[0], "10"), (there.criteria[1], "10"))
    person = await session.get(Person, there.evaluator.person_id)
    person.unit_id = there.unit.id
    await session.flush()

    assert await refusal(make, reopen(session, there.manager, sheet)) == (
        "Conflict",
        "CONFLICT_OF_INTEREST_OWN_UNIT",
        ("sheetId",),
    )


async def test_sheet_in_draft_is_invisible_to_those_who_reopen(session, make: Factory):
    there = await scene(make)
    sheet = await make_.sheet(make, there.assignment)

    assert (await refusal(make, reopen(session, there.manager, sheet)))[0] == "NotFound"


@pytest.mark.parametrize("role", [r for r in Role if r not in {Role.INFORMATION_CENTER, Role.PERSONNEL}])
async def test_sheet_is_reopened_by_the_standing_bodies_only(session, make: Factory, role):
    there = await scene(make)
    sheet = await make_.submitted(make, there.assignment, (there.criteria[0], "10"), (there.criteria[1], "10"))
    actor = await make.actor(role, round_id=there.round.id)

    assert (await refusal(make, reopen(session, actor, sheet)))[0] in {"NotAllowed", "NotFound"}
    assert sheet.state is SheetState.SUBMITTED


@pytest.mark.parametrize(
    ("deed", "state"), [(scoring.abstain, AssignmentState.ABSTAINED), (scoring.recuse, AssignmentState.RECUSED)]
)
async def test_giving_up_is_recorded_as_what_it_is_and_ends_the_scoring(session, make: Factory, deed, state):
    there = await scene(make)
    sheet = await make_.sheet(make, there.assignment, (there.criteria[0], "10"), (there.criteria[1], "10"))

    given = await deed(
        session, there.evaluator, assignment_id=there.assignment.id, expected_version=1, reason=" Quen tác giả "
    )

    assert (given.state, given.reason, given.version) == (state, "Quen tác giả", 2)
    entry = await audit.only_entry(session)
    assert (entry.deed, entry.subject_id, entry.reason) == (state.value, given.id, "Quen tác giả")
    assert (entry.before["state"], entry.after["state"]) == ("ASSIGNED", state.value)
    assert (await refusal(make, save(session, there, "20", expected_version=1)))[1] == "ASSIGNMENT_GIVEN_UP"
    assert (await refusal(make, submit(session, there, sheet)))[1] == "ASSIGNMENT_GIVEN_UP"
    sheet.comment = "Sửa"
    with pytest.raises(IntegrityError) as refused:
        await session.flush()
    assert constraint_of(refused.value) == "tg_assignments_given_up"


@pytest.mark.parametrize("deed", [scoring.abstain, scoring.recuse])
async def test_giving_up_needs_a_reason_the_version_and_an_unsubmitted_sheet(session, make: Factory, deed):
    there = await scene(make)

    def give_up(version: int = 1, reason: str = "Bận"):
        return deed(
            session,
            there.evaluator,
            assignment_id=there.assignment.id,
            expected_version=version,
            reason=reason,
        )

    assert (await refusal(make, give_up(reason="")))[1] == "REASON_MISSING"
    assert (await refusal(make, give_up(version=2)))[1] == "STALE_VERSION"
    await make_.submitted(make, there.assignment, (there.criteria[0], "10"), (there.criteria[1], "10"))
    assert await refusal(make, give_up()) == ("Conflict", "SHEET_SUBMITTED", ())
    assert there.assignment.state is AssignmentState.ASSIGNED
