"""What rounds of each kind ask for before they open, and who may score in them: by deed and in the database."""

from decimal import Decimal

import pytest
from sqlalchemy.exc import IntegrityError

from domain.actor import Actor, Role
from domain.conflicts.rules import ConflictKind
from domain.constraints import refusal_for
from domain.evaluations import assigning, loading, rounds, scoring
from domain.evaluations.customary import CUSTOMARY
from domain.evaluations.particulars import RoundRules
from domain.evaluations.rules import GivenMark, RoundKind, RoundState
from domain.initiatives.model import RedactedRevision
from domain.initiatives.rules import InitiativeState
from domain.movements.model import Block, BlockUnit
from domain.people.model import Person
from domain.units.model import Unit
from schema.mutation import constraint_of
from tests.support import evaluations as make_
from tests.support.evaluations import Scene, refusal, refusals, scene
from tests.support.factories import NOW, Factory


async def block(make: Factory, there: Scene, name: str, *units: Unit) -> Block:
    made = await make.add(Block(movement_id=there.movement.id, name=name))
    for unit in units:
        await make.add(BlockUnit(block_id=made.id, movement_id=there.movement.id, unit_id=unit.id))
    return made


async def redacted(make: Factory, there: Scene, *numbers: int) -> None:
    for number in numbers:
        said = dict.fromkeys(("title", "summary", "task_relieved", "tool", "measurement"), "…")
        revision_id = there.initiatives[number].current_revision_id
        await make.add(RedactedRevision(revision_id=revision_id, number=1, created_at=NOW, **said))


def open_(session, there: Scene):
    return rounds.open_round(session, there.manager, round_id=there.round.id, expected_version=there.round.version)


def assign(session, there: Scene, evaluator: Actor):
    return assigning.assign_evaluator(
        session,
        there.manager,
        round_id=there.round.id,
        initiative_id=there.initiative.id,
        evaluator_id=evaluator.person_id,
    )


async def refused_by_database(session, make: Factory, there: Scene, evaluator: Actor) -> str | None:
    """The guard that refuses the pair when somebody writes past the deeds."""
    try:
        async with session.begin_nested():
            await make_.assignment(make, there.round, there.initiative, evaluator.person_id)
    except IntegrityError as refused:
        return constraint_of(refused)
    return None


SCREENING = {"kind": RoundKind.SCREENING, "quorum": 1, "pass_share": 1}


async def test_screening_takes_what_was_submitted_and_leaves_its_state(session, make: Factory):
    there = await scene(make, state=RoundState.DRAFT, **SCREENING)
    there.initiative.state = InitiativeState.SUBMITTED
    await session.flush()

    made = await open_(session, there)

    assert (made.state, there.initiative.state) == (RoundState.OPEN, InitiativeState.SUBMITTED)


async def test_screening_does_not_open_with_what_is_screened_already(session, make: Factory):
    there = await scene(make, state=RoundState.DRAFT, **SCREENING)

    assert (await refusal(make, open_(session, there)))[1] == "STATE_FORBIDS"


async def test_blind_round_opens_once_every_entry_has_words_without_names(session, make: Factory):
    there = await scene(make, state=RoundState.DRAFT, initiatives=3)
    await make_.round_phase(make, there.round, ordinal=2, name="Kín", hides_authors=True)
    await redacted(make, there, 1)

    errors = await refusals(make, open_(session, there))
    assert [(error.rule, error.text.vi) for error in errors] == [
        ("REDACTION_MISSING", "Sáng kiến số 1 chưa có bản ẩn danh."),
        ("REDACTION_MISSING", "Sáng kiến số 3 chưa có bản ẩn danh."),
    ]
    await redacted(make, there, 0, 2)
    assert (await open_(session, there)).state is RoundState.OPEN


async def test_tie_keys_are_looked_at_once_more_when_the_round_opens(session, make: Factory):
    there = await scene(make, state=RoundState.DRAFT, ties=["lot", "criterion:C2"])
    there.criteria[1].code = "C3"
    await session.flush()

    assert await refusal(make, open_(session, there)) == ("Invalid", "TIE_KEY_UNKNOWN", ("ties", "1"))


async def test_unit_scores_its_own_initiatives_and_nobody_elses(session, make: Factory):
    there = await scene(make, state=RoundState.DRAFT, evaluators=0, kind=RoundKind.SELF_SCORE)
    author = await make.acting(there.author, Role.EVALUATOR, round_id=there.round.id)
    stranger = await make.actor(Role.EVALUATOR, round_id=there.round.id)

    assert await refusal(make, assign(session, there, stranger)) == (
        "Conflict",
        "SELF_SCORE_OWN_UNIT",
        ("evaluatorId",),
    )
    assert await refused_by_database(session, make, there, stranger) == "tg_self_score_own_unit"
    given = await assign(session, there, author)
    await open_(session, there)
    marks = [GivenMark(each.id, each.scale_max) for each in there.criteria]
    sheet = await scoring.save_score_sheet(session, author, assignment_id=given.id, marks=marks)
    await scoring.submit_score_sheet(session, author, sheet_id=sheet.id, expected_version=1)
    assert sheet.total == 100


async def test_units_of_one_block_score_one_another(session, make: Factory):
    there = await scene(make, state=RoundState.DRAFT, evaluators=0, kind=RoundKind.CROSS_SCORE)
    similar, other = await make.unit(), await make.unit()
    near = await make.actor(Role.EVALUATOR, unit=similar, round_id=there.round.id)
    far = await make.actor(Role.EVALUATOR, unit=other, round_id=there.round.id)
    nowhere = await make.actor(Role.EVALUATOR, round_id=there.round.id)
    own = await make.actor(Role.EVALUATOR, unit=there.unit, round_id=there.round.id)

    assert (await refusal(make, open_(session, there)))[1] == "ENTRY_OUTSIDE_BLOCKS"
    assert (await refusal(make, assign(session, there, near)))[1] == "CROSS_SCORE_BLOCK"
    await block(make, there, "Khối I", there.unit, similar)
    await block(make, there, "Khối II", other)
    for stranger in (far, nowhere):
        assert await refusal(make, assign(session, there, stranger)) == (
            "Conflict",
            "CROSS_SCORE_BLOCK",
            ("evaluatorId",),
        )
        assert await refused_by_database(session, make, there, stranger) == "tg_cross_score_block"
    assert (await refusal(make, assign(session, there, own)))[1] == "CONFLICT_OF_INTEREST_OWN_UNIT"
    assert await refused_by_database(session, make, there, own) == "tg_conflict_own_unit"
    assert (await assign(session, there, near)).evaluator_id == near.person_id
    assert (await open_(session, there)).state is RoundState.OPEN


async def test_sheet_is_refused_once_the_evaluators_unit_left_the_block(session, make: Factory):
    there = await scene(make, state=RoundState.DRAFT, evaluators=0, kind=RoundKind.CROSS_SCORE)
    similar = await make.unit()
    near = await make.actor(Role.EVALUATOR, unit=similar, round_id=there.round.id)
    await block(make, there, "Khối I", there.unit, similar)
    given = await assign(session, there, near)
    await open_(session, there)
    person = await session.get(Person, near.person_id)
    person.unit_id = (await make.unit()).id
    await session.flush()

    assert await refusal(make, scoring.save_score_sheet(session, near, assignment_id=given.id)) == (
        "Conflict",
        "CROSS_SCORE_BLOCK",
        ("assignmentId",),
    )


async def test_evaluator_who_is_not_to_know_authors_is_not_told_why_either(session, make: Factory):
    there = await scene(make, state=RoundState.DRAFT)
    (phase,) = await loading.phases_of(session, there.round.id)
    phase.hides_authors = True
    await session.flush()
    await make_.opened(make, there.round, there.initiative)
    person = await session.get(Person, there.evaluator.person_id)
    person.unit_id = there.unit.id
    await session.flush()

    (error,) = await refusals(
        make, scoring.save_score_sheet(session, there.evaluator, assignment_id=there.assignment.id)
    )

    assert (error.rule, error.path) == ("CONFLICT_OF_INTEREST", ("assignmentId",))
    assert error.text.vi == "Bạn không được chấm sáng kiến này."


@pytest.mark.parametrize(
    ("constraint", "rule"),
    [
        ("tg_self_score_own_unit", "SELF_SCORE_OWN_UNIT"),
        ("tg_cross_score_block", "CROSS_SCORE_BLOCK"),
        ("tg_rounds_rules_frozen", "ROUND_OPENED"),
        *((f"tg_conflict_{kind.lower()}", f"CONFLICT_OF_INTEREST_{kind}") for kind in ConflictKind),
    ],
)
def test_guards_of_the_database_mean_the_same_refusals(constraint, rule):
    assert refusal_for(constraint).rule == rule


@pytest.mark.parametrize("kind", [kind for kind in RoundKind if kind is not RoundKind.TIE_BREAK])
async def test_round_has_the_phases_of_its_kind_unless_told_otherwise(session, make: Factory, kind):
    there = await scene(make, state=RoundState.DRAFT, evaluators=0)
    gate = {"quorum": 1, "pass_share": Decimal(1)} if kind is RoundKind.SCREENING else {}

    made = await rounds.create_round(
        session,
        there.manager,
        movement_id=there.movement.id,
        rubric_id=there.rubric.id,
        name="Vòng 2",
        opens_at=there.round.opens_at,
        closes_at=there.round.closes_at,
        rules=RoundRules(kind=kind, **gate),
    )

    found = await loading.phases_of(session, made.id)
    assert [(one.name, one.name_en, one.can_score, one.others_scores) for one in found] == [
        (one.name, one.name_en, one.can_score, one.others_scores) for one in CUSTOMARY[kind]
    ]
