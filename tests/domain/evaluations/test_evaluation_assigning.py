"""Appointing and dismissing evaluators, assigning entries, conflicts of interest."""

from datetime import date

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from domain.actor import Actor, Grant, Role
from domain.evaluations import assigning, scoring
from domain.evaluations.model import Assignment
from domain.evaluations.rules import RoundState
from domain.people.model import RoleGrant
from schema.mutation import constraint_of
from tests.support import audit
from tests.support import evaluations as make_
from tests.support.evaluations import Scene, refusal, refusals, scene
from tests.support.factories import Factory
from tests.support.initiatives import content, initiative, revise

OTHER_ROLES = [role for role in Role if role not in {Role.INFORMATION_CENTER, Role.PERSONNEL}]


def assign(session, there: Scene, evaluator: Actor, actor: Actor | None = None):
    return assigning.assign_evaluator(
        session,
        actor or there.manager,
        round_id=there.round.id,
        initiative_id=there.initiative.id,
        evaluator_id=evaluator.person_id,
    )


async def how_many(session) -> int:
    return await session.scalar(select(func.count()).select_from(Assignment))


@pytest.mark.parametrize("state", [RoundState.DRAFT, RoundState.OPEN])
async def test_evaluator_appointed_holds_the_role_for_the_round(session, make: Factory, state):
    there = await scene(make, state=state, evaluators=0)
    person = await make.person()

    grant = await assigning.appoint_evaluator(session, there.manager, round_id=there.round.id, person_id=person.id)

    assert (grant.person_id, grant.role, grant.round_id) == (person.id, Role.EVALUATOR, there.round.id)
    entry = await audit.only_entry(session)
    assert (entry.deed, entry.subject_id, entry.after["round_id"]) == ("ROLE_GRANTED", grant.id, str(there.round.id))


async def test_evaluator_is_not_appointed_by_themselves_nor_twice_nor_after_leaving(session, make: Factory):
    there = await scene(make)
    gone = await make.person(left_on=date(2024, 1, 31))

    def appoint(person_id):
        return assigning.appoint_evaluator(session, there.manager, round_id=there.round.id, person_id=person_id)

    assert await refusal(make, appoint(there.manager.person_id)) == (
        "NotAllowed",
        "GRANTEE_IS_ANOTHER",
        ("personId",),
    )
    assert await refusal(make, appoint(gone.id)) == ("NotFound", "NOT_FOUND", ("personId",))
    assert await refusal(make, appoint(there.round.id)) == ("NotFound", "NOT_FOUND", ("personId",))
    with pytest.raises(IntegrityError) as refused:
        await appoint(there.evaluator.person_id)
    assert constraint_of(refused.value) == "ex_role_grants_in_force"


async def test_evaluator_of_a_closed_round_is_not_appointed(session, make: Factory):
    there = await scene(make, state=RoundState.CLOSED)
    person = await make.person()

    assert (
        await refusal(
            make,
            assigning.appoint_evaluator(session, there.manager, round_id=there.round.id, person_id=person.id),
        )
    )[1] == "ROUND_STATE_FORBIDS"


async def test_evaluator_dismissed_loses_their_rights_and_keeps_their_assignment_visible_to_managers(
    session, make: Factory
):
    there = await scene(make)
    grant = await session.scalar(select(RoleGrant).where(RoleGrant.person_id == there.evaluator.person_id))

    await assigning.dismiss_evaluator(session, there.manager, grant_id=grant.id, reason="Chuyển công tác")

    entry = await audit.only_entry(session)
    assert (entry.deed, entry.subject_id, entry.reason) == ("ROLE_REVOKED", grant.id, "Chuyển công tác")
    assert await how_many(session) == 1
    elsewhere = Actor(
        person_id=there.evaluator.person_id,
        unit_id=there.evaluator.unit_id,
        grants=frozenset({Grant(Role.EVALUATOR, round_id=there.initiative.id)}),
    )
    without_role = Actor(person_id=there.evaluator.person_id, unit_id=there.evaluator.unit_id)
    for actor in (elsewhere, without_role):
        save = scoring.save_score_sheet(session, actor, assignment_id=there.assignment.id)
        assert (await refusal(make, save))[0] == "NotFound"


async def test_evaluator_is_dismissed_once_with_a_reason_by_another(session, make: Factory):
    there = await scene(make)
    own = await make.acting(await make.person(), Role.PERSONNEL, Role.EVALUATOR, round_id=there.round.id)
    grants = {
        row.person_id: row.id for row in await session.scalars(select(RoleGrant).where(RoleGrant.round_id.is_not(None)))
    }
    staff = await make.person()
    unlike = await make.grant(staff, Role.STAFF)

    def dismiss(actor, grant_id, reason="Lý do"):
        return assigning.dismiss_evaluator(session, actor, grant_id=grant_id, reason=reason)

    assert (await refusal(make, dismiss(own, grants[own.person_id])))[1] == "GRANTEE_IS_ANOTHER"
    assert (await refusal(make, dismiss(own, unlike.id)))[0] == "NotFound"
    assert (await refusal(make, dismiss(own, grants[there.evaluator.person_id], " ")))[1] == "REASON_MISSING"
    await dismiss(own, grants[there.evaluator.person_id])
    assert (await refusal(make, dismiss(own, grants[there.evaluator.person_id])))[1] == "REVOKED_ALREADY"


@pytest.mark.parametrize("role", OTHER_ROLES)
async def test_evaluators_are_appointed_and_assigned_by_the_standing_bodies_only(session, make: Factory, role):
    there = await scene(make)
    actor = await make.actor(role, round_id=there.round.id)
    person = await make.person()
    grant = await session.scalar(select(RoleGrant).where(RoleGrant.person_id == there.evaluator.person_id))
    other = await make.actor(Role.EVALUATOR, round_id=there.round.id)

    kinds = [
        (await refusal(make, deed))[0]
        for deed in (
            assigning.appoint_evaluator(session, actor, round_id=there.round.id, person_id=person.id),
            assigning.dismiss_evaluator(session, actor, grant_id=grant.id, reason="Lý do"),
            assign(session, there, other, actor),
            assigning.assign_evaluators(
                session, actor, round_id=there.round.id, pairs=[(there.initiative.id, other.person_id)]
            ),
            assigning.unassign(session, actor, assignment_id=there.assignment.id, expected_version=1),
        )
    ]

    assert set(kinds) <= {"NotAllowed", "NotFound"}
    assert await how_many(session) == 1


@pytest.mark.parametrize("state", [RoundState.DRAFT, RoundState.OPEN])
async def test_entry_assigned_is_recorded(session, make: Factory, state):
    there = await scene(make, state=state)
    other = await make.actor(Role.EVALUATOR, round_id=there.round.id)

    made = await assign(session, there, other)

    assert (made.initiative_id, made.evaluator_id, made.version) == (there.initiative.id, other.person_id, 1)
    entry = await audit.only_entry(session)
    assert (entry.deed, entry.subject_type, entry.subject_id) == ("ASSIGNED", "Assignment", made.id)


async def test_entry_is_assigned_once_to_an_evaluator_of_its_round(session, make: Factory):
    there = await scene(make)
    elsewhere = await initiative(make, there.movement, there.unit, there.author)
    stranger = await make.actor(Role.STAFF)

    twice = await refusal(make, assign(session, there, there.evaluator))
    errors = await refusals(
        make,
        assigning.assign_evaluator(
            session,
            there.manager,
            round_id=there.round.id,
            initiative_id=elsewhere.id,
            evaluator_id=stranger.person_id,
        ),
    )

    assert twice == ("Conflict", "ASSIGNED_ALREADY", ("evaluatorId",))
    assert [(error.rule, error.path) for error in errors] == [
        ("NOT_IN_ROUND", ("initiativeId",)),
        ("NOT_EVALUATOR", ("evaluatorId",)),
    ]


async def test_entry_is_not_assigned_in_a_closed_round(session, make: Factory):
    there = await scene(make, state=RoundState.CLOSED)
    other = await make.actor(Role.EVALUATOR, round_id=there.round.id)

    assert (await refusal(make, assign(session, there, other)))[1] == "ROUND_STATE_FORBIDS"


async def test_conflict_of_interest_own_unit_is_refused_by_the_deed_and_by_the_database(session, make: Factory):
    there = await scene(make)
    colleague = await make.actor(Role.EVALUATOR, unit=there.unit, round_id=there.round.id)

    assert await refusal(make, assign(session, there, colleague)) == (
        "Conflict",
        "CONFLICT_OF_INTEREST_OWN_UNIT",
        ("evaluatorId",),
    )
    with pytest.raises(IntegrityError) as refused:
        await make_.assignment(make, there.round, there.initiative, colleague.person_id)
    assert constraint_of(refused.value) == "tg_conflict_own_unit"


async def test_conflict_of_interest_author_of_any_revision_is_refused_by_the_deed_and_by_the_database(
    session, make: Factory
):
    there = await scene(make, evaluators=0)
    former = await make.actor(Role.EVALUATOR, round_id=there.round.id)
    person = await make.person()
    once_author = await initiative(make, there.movement, there.unit, there.author, person)
    await revise(make, once_author, content(there.author))
    later = await make_.round_(make, there.movement, there.rubric, ordinal=2)
    await make_.entry(make, later, once_author)
    await make.acting(person, Role.EVALUATOR, round_id=later.id)

    found = await refusal(
        make,
        assigning.assign_evaluator(
            session, there.manager, round_id=later.id, initiative_id=once_author.id, evaluator_id=person.id
        ),
    )
    with pytest.raises(IntegrityError) as refused:
        async with session.begin_nested():
            await make_.assignment(make, later, once_author, person.id)

    assert found == ("Conflict", "CONFLICT_OF_INTEREST_OWN_INITIATIVE", ("evaluatorId",))
    assert constraint_of(refused.value) == "tg_conflict_own_initiative"
    assert (await assign(session, there, former)).evaluator_id == former.person_id


async def test_many_assignments_are_one_audit_entry_on_the_round(session, make: Factory):
    there = await scene(make, initiatives=2, evaluators=0)
    one, two = [await make.actor(Role.EVALUATOR, round_id=there.round.id) for _ in range(2)]
    pairs = [(each.id, actor.person_id) for each in there.initiatives for actor in (one, two)]

    made = await assigning.assign_evaluators(session, there.manager, round_id=there.round.id, pairs=pairs)

    assert [(each.initiative_id, each.evaluator_id) for each in made] == pairs
    entry = await audit.only_entry(session)
    assert (entry.deed, entry.subject_type, entry.subject_id) == ("ASSIGNED", "Round", there.round.id)
    assert entry.after == {"pairs": [{"initiative_id": str(left), "evaluator_id": str(right)} for left, right in pairs]}


async def test_many_assignments_are_all_or_none_and_refusals_name_the_pair(session, make: Factory):
    there = await scene(make)
    good = await make.actor(Role.EVALUATOR, round_id=there.round.id)
    colleague = await make.actor(Role.EVALUATOR, unit=there.unit, round_id=there.round.id)
    stranger = await make.actor(Role.STAFF)
    who = (good, colleague, stranger, good)

    errors = await refusals(
        make,
        assigning.assign_evaluators(
            session,
            there.manager,
            round_id=there.round.id,
            pairs=[(there.initiative.id, actor.person_id) for actor in who],
        ),
    )

    assert [(error.rule, error.path) for error in errors] == [
        ("CONFLICT_OF_INTEREST_OWN_UNIT", ("pairs", "1", "evaluatorId")),
        ("NOT_EVALUATOR", ("pairs", "2", "evaluatorId")),
        ("ASSIGNED_ALREADY", ("pairs", "3", "evaluatorId")),
    ]
    assert await how_many(session) == 1


@pytest.mark.parametrize("count", [0, 101])
async def test_many_assignments_are_1_to_100(session, make: Factory, count):
    there = await scene(make, evaluators=0)

    assert await refusal(
        make,
        assigning.assign_evaluators(
            session, there.manager, round_id=there.round.id, pairs=[(there.initiative.id, there.author.id)] * count
        ),
    ) == ("Invalid", "ITEMS_COUNT", ("pairs",))


async def test_assignment_is_taken_back_before_its_sheet_is_begun(session, make: Factory):
    there = await scene(make)
    gone = there.assignment.id

    await assigning.unassign(session, there.manager, assignment_id=gone, expected_version=1)

    assert await how_many(session) == 0
    entry = await audit.only_entry(session)
    assert (entry.deed, entry.subject_id, entry.before["evaluator_id"], entry.after) == (
        "UNASSIGNED",
        gone,
        str(there.evaluator.person_id),
        None,
    )


async def test_assignment_with_a_sheet_or_given_up_or_stale_or_of_a_closed_round_stays(session, make: Factory):
    there = await scene(make, initiatives=2)
    begun, recused = there.assignments
    await make_.sheet(make, begun)
    await make_.given_up(make, recused)

    def unassign(of: Assignment, version: int):
        return assigning.unassign(session, there.manager, assignment_id=of.id, expected_version=version)

    assert (await refusal(make, unassign(begun, 1)))[1] == "SHEET_EXISTS"
    assert (await refusal(make, unassign(recused, 2)))[1] == "ASSIGNMENT_GIVEN_UP"
    assert (await refusal(make, unassign(begun, 2)))[1] == "STALE_VERSION"
    await make_.closed(make, there.round)
    assert (await refusal(make, unassign(begun, 1)))[1] == "ROUND_STATE_FORBIDS"
    assert await how_many(session) == 2
