"""The database refuses what conflicts of interest forbid, whoever writes, and keeps what was declared of them."""

from datetime import date

import pytest
from sqlalchemy import delete, select, text, update
from sqlalchemy.exc import IntegrityError

from domain.actor import Role
from domain.conflicts.model import AdoptingUnit, ConflictWaiver, DeclaredConflict
from domain.conflicts.queries import conflicts_between
from domain.conflicts.rules import REFUSALS, ConflictKind
from domain.constraints import refusal_for
from domain.evaluations import assigning, scoring
from domain.evaluations.model import Assignment, ScoreSheet
from domain.evaluations.rules import AssignmentState, RoundState
from domain.people.model import Person, UnitMembership
from schema.mutation import constraint_of
from tests.support import evaluations, initiatives
from tests.support.conflicts import adopted, declared, ended, waived
from tests.support.evaluations import refusal
from tests.support.factories import NOW

KIND = ConflictKind


async def own_initiative(make, scene, person):
    await initiatives.revise(make, scene.initiative, initiatives.content(person))


async def own_unit(make, scene, person):
    person.unit_id = scene.unit.id


async def former_unit(make, scene, person):
    """They worked in the unit until after the initiative was begun, and came to where they are the day after."""
    present = await make.session.scalar(select(UnitMembership).where(UnitMembership.person_id == person.id))
    present.starts_on = date(2024, 8, 1)
    place = {"employment_type": person.employment_type, "leadership_tier": person.leadership_tier}
    worked = {"starts_on": date(2023, 1, 1), "ends_on": date(2024, 7, 31), "position": "Chuyên viên"}
    await make.add(UnitMembership(person_id=person.id, unit_id=scene.unit.id, **worked, **place))


async def superior(make, scene, person):
    await make.grant(person, Role.UNIT_LEADER, unit_id=scene.unit.id)


async def subordinate(make, scene, person):
    await make.grant(scene.author, Role.UNIT_LEADER, unit_id=person.unit_id)


async def adopting_unit(make, scene, person):
    await adopted(make, await make.session.get(type(scene.unit), person.unit_id), scene.initiative)


async def declared_one(make, scene, person):
    await declared(make, person.id, scene.initiative)


WAYS = {
    KIND.OWN_INITIATIVE: own_initiative,
    KIND.OWN_UNIT: own_unit,
    KIND.FORMER_UNIT: former_unit,
    KIND.SUPERIOR: superior,
    KIND.SUBORDINATE: subordinate,
    KIND.ADOPTING_UNIT: adopting_unit,
    KIND.DECLARED: declared_one,
}


async def constraint_refusing(make, row):
    """The name of the constraint that refuses a row."""
    with pytest.raises(IntegrityError) as refused:
        async with make.session.begin_nested():
            await make.add(row)
    return constraint_of(refused.value)


def test_there_is_a_way_into_every_kind_and_a_text():
    assert set(WAYS) == set(REFUSALS) == set(ConflictKind)


@pytest.mark.parametrize("kind", ConflictKind)
async def test_an_assignment_in_conflict_is_refused_to_a_superuser_by_name(make, kind):
    scene = await evaluations.scene(make, evaluators=1, state=RoundState.DRAFT)
    await make.session.delete(scene.assignment)
    person = await make.session.get(Person, scene.evaluator.person_id)
    await WAYS[kind](make, scene, person)
    await make.session.flush()
    of = {"round_id": scene.round.id, "initiative_id": scene.initiative.id, "evaluator_id": person.id}
    assert await make.session.scalar(text("SELECT usesuper FROM pg_user WHERE usename = current_user"))

    name = await constraint_refusing(make, Assignment(**of, created_at=NOW))
    refused = refusal_for(name)

    assert (name, refused.rule) == (f"tg_conflict_{kind.lower()}", f"CONFLICT_OF_INTEREST_{kind}")
    # The deed says the same before the database has to.
    deed = assigning.assign_evaluator(make.session, scene.manager, **of)
    assert await refusal(make, deed) == ("Conflict", refused.rule, ("evaluatorId",))
    # What was given up or set aside stands in nobody's way.
    await make.add(Assignment(**of, created_at=NOW, state=AssignmentState.RECUSED, reason="Xung đột lợi ích"))


@pytest.mark.parametrize("kind", ConflictKind)
async def test_a_conflict_that_arises_later_stops_scoring_at_once(make, kind):
    scene = await evaluations.scene(make)
    person = await make.session.get(Person, scene.evaluator.person_id)
    await WAYS[kind](make, scene, person)
    await make.session.flush()

    of = {"round_id": scene.round.id, "initiative_id": scene.initiative.id, "evaluator_id": person.id}
    sheet = ScoreSheet(assignment_id=scene.assignment.id, **of, created_at=NOW, updated_at=NOW)
    assert await constraint_refusing(make, sheet) == f"tg_conflict_{kind.lower()}"

    await waived(make, person.id, scene.initiative, kind)
    await evaluations.sheet(make, scene.assignment)


@pytest.mark.parametrize("kind", [KIND.OWN_UNIT, KIND.SUPERIOR])
async def test_trigger_and_deeds_tell_the_same_of_several(make, kind):
    scene = await evaluations.scene(make, evaluators=1, state=RoundState.DRAFT)
    await make.session.delete(scene.assignment)
    person = await make.session.get(Person, scene.evaluator.person_id)
    for each in (kind, KIND.ADOPTING_UNIT, KIND.DECLARED):
        await WAYS[each](make, scene, person)
    await make.session.flush()
    of = {"round_id": scene.round.id, "initiative_id": scene.initiative.id, "evaluator_id": person.id}

    name = await constraint_refusing(make, Assignment(**of, created_at=NOW))

    assert name == f"tg_conflict_{kind.lower()}"
    assert await conflicts_between(make.session, [(scene.initiative.id, person.id)]) == [kind]


async def test_a_waiver_of_other_kinds_does_not_help(make):
    scene = await evaluations.scene(make)
    await declared(make, scene.evaluator.person_id, scene.initiative)
    await waived(make, scene.evaluator.person_id, scene.initiative, KIND.OWN_UNIT, KIND.SUPERIOR)
    deed = scoring.save_score_sheet(make.session, scene.evaluator, assignment_id=scene.assignment.id)

    assert await refusal(make, deed) == ("Conflict", "CONFLICT_OF_INTEREST_DECLARED", ("assignmentId",))


async def test_what_came_into_conflict_can_be_given_to_another(make):
    scene = await evaluations.scene(make, evaluators=2)
    one, other = scene.evaluators
    await make.session.delete(scene.assignment_of(scene.initiative, other))
    await declared(make, one.person_id, scene.initiative)
    given = scene.assignment_of(scene.initiative, one)
    by = make.session, scene.manager
    key = {"round_id": scene.round.id, "initiative_id": scene.initiative.id}

    await assigning.unassign(*by, assignment_id=given.id, expected_version=given.version)
    instead = await assigning.assign_evaluator(*by, **key, evaluator_id=other.person_id)
    assert instead.state is AssignmentState.ASSIGNED


async def test_who_came_into_conflict_with_a_draft_can_only_recuse(make):
    scene = await evaluations.scene(make)
    await evaluations.sheet(make, scene.assignment)
    await declared(make, scene.evaluator.person_id, scene.initiative)
    given = {"assignment_id": scene.assignment.id, "expected_version": scene.assignment.version}

    recused = await scoring.recuse(make.session, scene.evaluator, **given, reason="Người thân của tác giả")

    assert recused.state is AssignmentState.RECUSED


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"approved_by_id": None}, "ck_conflict_waivers_approved"),
        ({"approved_by_id": "requester"}, "ck_conflict_waivers_two_people"),
        ({"approved_by_id": "person"}, "ck_conflict_waivers_not_own"),
        ({"requested_by_id": "person"}, "ck_conflict_waivers_not_for_oneself"),
        ({"ended_at": NOW}, "ck_conflict_waivers_ended"),
    ],
)
async def test_a_waiver_takes_two_people_who_are_not_concerned(make, values, name):
    scene = await evaluations.scene(make)
    people = {"requester": (await make.person()).id, "person": scene.evaluator.person_id}
    given = {key: people.get(value, value) for key, value in values.items()}
    of = {"requested_by_id": people["requester"], "approved_at": NOW, "approved_by_id": (await make.person()).id}
    row = ConflictWaiver(
        person_id=people["person"],
        initiative_id=scene.initiative.id,
        kinds=[KIND.DECLARED],
        reason="Không còn ai khác",
        requested_at=NOW,
        **{**of, **given},
    )
    assert await constraint_refusing(make, row) == name


async def rows_on_record(make):
    """One row of each table of declarations, in force."""
    scene = await evaluations.scene(make)
    person, of = scene.evaluator.person_id, scene.initiative
    unit = await make.unit()
    return scene, [await declared(make, person, of), await waived(make, person, of), await adopted(make, unit, of)]


async def refused_change(make, statement):
    with pytest.raises(IntegrityError) as refused:
        async with make.session.begin_nested():
            await make.session.execute(statement)
    return constraint_of(refused.value)


async def test_what_was_declared_is_kept_and_ended_once(make):
    scene, rows = await rows_on_record(make)
    other = await initiatives.initiative(make, scene.movement, scene.unit, scene.author)
    assert [type(row) for row in rows] == [DeclaredConflict, ConflictWaiver, AdoptingUnit]
    for row in rows:
        table = type(row)
        of_row = table.id == row.id
        changes = [
            delete(table).where(of_row),
            update(table).where(of_row).values(initiative_id=other.id),
        ]
        assert [await refused_change(make, each) for each in changes] == ["tg_conflicts_kept"] * 2
        await ended(make, row)
        again = update(table).where(of_row).values(ended_at=None)
        assert await refused_change(make, again) == "tg_conflicts_kept"
    approval = update(ConflictWaiver).values(approved_by_id=scene.author.id)
    assert await refused_change(make, approval) == "tg_conflicts_kept"
    assert refusal_for("tg_conflicts_kept").rule == "CONFLICT_RECORD_KEPT"
