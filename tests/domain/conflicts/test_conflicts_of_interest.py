"""What makes a conflict of interest, branch by branch, and that it follows the facts at once."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from domain.actor import Role
from domain.conflicts.model import ROUND_CONFLICTS
from domain.conflicts.queries import conflicts_between, kinds_between
from domain.conflicts.rules import ConflictKind, ConflictOrigin
from domain.evaluations.conflicted import is_in_conflict
from domain.evaluations.model import Assignment
from domain.evaluations.rules import RoundKind
from domain.people import actions as people
from domain.people import roles
from domain.people.model import RoleGrant, UnitMembership
from domain.people.rules import EmploymentType, LeadershipTier
from domain.units.model import Unit
from tests.support import evaluations, initiatives, movements
from tests.support.conflicts import adopted, declared, ended, people_in_conflict, rows_of, waived
from tests.support.factories import LONG_AGO, NOW, days
from tests.support.roles import actor_of

KIND = ConflictKind
#: Half past midnight of 3 June in Viet Nam, still 2 June in London.
JUST_BEGUN = datetime(2024, 6, 2, 17, 30, tzinfo=UTC)


@pytest.fixture
async def movement(make):
    return await movements.movement(make)


@pytest.fixture
async def parent(make):
    return await make.unit()


@pytest.fixture
async def unit(make, parent):
    return await make.unit(parent_id=parent.id)


@pytest.fixture
async def far(make):
    """A person of a unit that has nothing to do with anything."""
    return await make.person()


async def written_elsewhere(make, movement, *authors, **given):
    """An initiative of a unit in which nobody works."""
    return await initiatives.initiative(make, movement, await make.unit(), *authors, **given)


async def left(make, person, unit, last_day):
    """That a person worked in a unit in 2020 and until a day."""
    row = UnitMembership(
        person_id=person.id,
        unit_id=unit.id,
        position="Chuyên viên",
        employment_type=EmploymentType.CIVIL_SERVANT,
        leadership_tier=LeadershipTier.DIRECT_WORKER,
        starts_on=date(2020, 1, 1),
        ends_on=last_day,
    )
    return await make.add(row)


async def test_nobody_else_is_in_conflict(make, movement, unit, far):
    author = await make.person(unit)
    of = await initiatives.initiative(make, movement, unit, author)

    assert await people_in_conflict(make, of) == {author.id: [KIND.OWN_INITIATIVE, KIND.OWN_UNIT]}


async def test_authors_of_any_revision_are(make, movement, far):
    first, second = await make.person(), await make.person()
    of = await written_elsewhere(make, movement, first)
    await initiatives.revise(make, of, initiatives.content(second))

    assert await people_in_conflict(make, of) == {first.id: [KIND.OWN_INITIATIVE], second.id: [KIND.OWN_INITIATIVE]}


async def test_an_author_of_several_revisions_is_said_once_since_the_first(make, movement):
    author = await make.person()
    of = await written_elsewhere(make, movement, author)
    revision = await initiatives.revise(make, of, initiatives.content(author))
    assert revision.created_at == NOW

    (row,) = await rows_of(make, of, author)

    assert (row.kind, row.origin, row.reason, row.since) == (KIND.OWN_INITIATIVE, ConflictOrigin.FACTS, None, NOW)
    assert (row.is_waived, row.declaration_id, row.entry_id) == (False, None, None)


async def test_everybody_of_the_unit_is_but_not_of_those_above_and_below(make, movement, parent, unit, far):
    of = await initiatives.initiative(make, movement, unit, far)
    colleague = await make.person(unit)
    await make.person(parent)
    await make.person(await make.unit(parent_id=unit.id))

    assert await people_in_conflict(make, of) == {far.id: [KIND.OWN_INITIATIVE], colleague.id: [KIND.OWN_UNIT]}


@pytest.mark.parametrize(
    ("last_day", "expected"),
    [(date(2022, 12, 31), []), (date(2024, 6, 2), []), (date(2024, 6, 3), [KIND.FORMER_UNIT])],
)
async def test_who_left_the_unit_is_if_they_were_there_on_the_day_it_was_begun(make, movement, last_day, expected):
    author, colleague = await make.person(), await make.person()
    of = await written_elsewhere(make, movement, author, created_at=JUST_BEGUN)
    present = await make.session.scalar(select(UnitMembership).where(UnitMembership.person_id == colleague.id))
    present.starts_on = date(2024, 7, 1)
    home = await make.session.get(Unit, of.unit_id)
    await left(make, colleague, home, last_day)

    assert (await people_in_conflict(make, of)).get(colleague.id, []) == expected


async def test_who_came_back_to_the_unit_is_of_it_and_not_formerly_of_it(make, movement, unit, far):
    of = await initiatives.initiative(make, movement, unit, far, created_at=datetime(2022, 1, 1, tzinfo=UTC))
    colleague = await make.person(unit)
    await left(make, colleague, unit, date(2022, 6, 1))

    assert (await people_in_conflict(make, of))[colleague.id] == [KIND.OWN_UNIT]


async def test_leaders_of_an_authors_unit_and_of_the_one_above_are(make, movement, parent, unit):
    author, leader, above = await make.person(unit), await make.person(), await make.person()
    of = await written_elsewhere(make, movement, author)
    grant = await make.grant(leader, Role.UNIT_LEADER, unit_id=unit.id)
    await make.grant(above, Role.UNIT_LEADER, unit_id=parent.id)
    top = await make.unit()
    parent.parent_id = top.id
    await make.grant(await make.person(), Role.UNIT_LEADER, unit_id=top.id)
    await make.grant(await make.person(), Role.FOCAL_OFFICER, unit_id=unit.id)

    found = await people_in_conflict(make, of)
    assert found == {author.id: [KIND.OWN_INITIATIVE], leader.id: [KIND.SUPERIOR], above.id: [KIND.SUPERIOR]}

    # A leadership whose planned end has come counts until it is revoked: ends are planned wrongly.
    grant.ends_at = LONG_AGO + days(1)
    assert (await people_in_conflict(make, of))[leader.id] == [KIND.SUPERIOR]

    grant.revoked_at, grant.revoked_reason = NOW, "Thôi chức vụ"
    assert leader.id not in await people_in_conflict(make, of)


async def test_an_author_who_leads_their_unit_is_no_superior_of_themselves_but_of_co_authors(make, movement, unit):
    alone, together = await make.person(unit), await make.person(unit)
    await make.grant(alone, Role.UNIT_LEADER, unit_id=unit.id)
    own = await written_elsewhere(make, movement, alone)
    shared = await written_elsewhere(make, movement, alone, together)

    assert (await people_in_conflict(make, own))[alone.id] == [KIND.OWN_INITIATIVE]
    assert (await people_in_conflict(make, shared))[alone.id] == [KIND.OWN_INITIATIVE, KIND.SUPERIOR]


async def test_people_of_a_unit_that_an_author_leads_and_of_those_below_are(make, movement, parent, unit):
    author, here, below = await make.person(), await make.person(parent), await make.person(unit)
    await make.person(await make.unit(parent_id=unit.id))
    await make.grant(author, Role.UNIT_LEADER, unit_id=parent.id)
    of = await written_elsewhere(make, movement, author)

    found = await people_in_conflict(make, of)

    assert found == {author.id: [KIND.OWN_INITIATIVE], here.id: [KIND.SUBORDINATE], below.id: [KIND.SUBORDINATE]}


async def test_people_of_an_adopting_unit_are_until_it_ends(make, movement, unit, far):
    author, user = await make.person(), await make.person(unit)
    of = await written_elsewhere(make, movement, author)
    adoption = await adopted(make, unit, of)

    assert (await people_in_conflict(make, of))[user.id] == [KIND.ADOPTING_UNIT]

    await ended(make, adoption)
    assert user.id not in await people_in_conflict(make, of)


@pytest.mark.parametrize("origin", [ConflictOrigin.PERSON, ConflictOrigin.PERSONNEL])
async def test_who_declared_it_is_until_it_is_ended(make, movement, far, origin):
    of = await written_elsewhere(make, movement, await make.person())
    row = await declared(make, far.id, of, origin=origin)

    (said,) = await rows_of(make, of, far)
    assert (said.id, said.kind, said.origin, said.reason) == (row.id, KIND.DECLARED, origin, row.reason)
    assert (said.since, said.declaration_id) == (row.declared_at, row.id)

    await ended(make, row)
    assert await rows_of(make, of, far) == []


async def test_a_waiver_sets_aside_the_kinds_that_it_names_once_approved_until_ended(make, movement, unit, far):
    person = await make.person(unit)
    of = await initiatives.initiative(make, movement, unit, far)
    await declared(make, person.id, of)
    both = [KIND.DECLARED, KIND.OWN_UNIT]
    row = await waived(make, person.id, of, KIND.OWN_UNIT, approved_at=None)
    assert (await people_in_conflict(make, of))[person.id] == both

    row.approved_at, row.approved_by_id = NOW, far.id
    assert (await people_in_conflict(make, of))[person.id] == [KIND.DECLARED]
    assert [each.is_waived for each in await rows_of(make, of, person)] == [False, True]

    await ended(make, row)
    assert (await people_in_conflict(make, of))[person.id] == both


async def test_a_waiver_is_of_one_person_and_one_initiative(make, movement, unit, far):
    person, colleague = await make.person(unit), await make.person(unit)
    one, two = [await initiatives.initiative(make, movement, unit, far) for _ in range(2)]
    await waived(make, person.id, one)

    assert await people_in_conflict(make, one) == {far.id: [KIND.OWN_INITIATIVE], colleague.id: [KIND.OWN_UNIT]}
    assert (await people_in_conflict(make, two))[person.id] == [KIND.OWN_UNIT]


async def test_it_follows_a_move_by_deed(make, movement, unit, far):
    personnel = await make.actor(Role.PERSONNEL)
    person = await make.person(unit)
    of = await initiatives.initiative(make, movement, unit, far)
    place = {
        "position": "Chuyên viên",
        "employment_type": EmploymentType.CIVIL_SERVANT,
        "leadership_tier": LeadershipTier.DIRECT_WORKER,
    }

    async def move(to, on):
        given = {"person_id": person.id, "expected_version": person.version, "unit_id": to.id, "starts_on": on}
        await people.move_person(make.session, personnel, **given, **place)

    other = await make.unit()
    await move(other, date(2024, 8, 1))
    assert (await people_in_conflict(make, of))[person.id] == [KIND.FORMER_UNIT]

    await adopted(make, other, of)
    assert (await people_in_conflict(make, of))[person.id] == [KIND.ADOPTING_UNIT, KIND.FORMER_UNIT]

    await move(await make.unit(), date(2024, 9, 1))
    assert (await people_in_conflict(make, of))[person.id] == [KIND.FORMER_UNIT]


async def test_it_follows_a_revoked_leadership_by_deed(make, movement, unit):
    personnel, leader = await make.actor(Role.PERSONNEL), await make.person()
    of = await written_elsewhere(make, movement, await make.person(unit))
    grant = await roles.grant_role(make.session, personnel, person_id=leader.id, role=Role.UNIT_LEADER, unit_id=unit.id)
    assert (await people_in_conflict(make, of))[leader.id] == [KIND.SUPERIOR]

    await roles.revoke_role(make.session, personnel, grant_id=grant.id, reason="Thôi chức vụ")

    assert leader.id not in await people_in_conflict(make, of)


async def test_the_first_of_several_is_told_for_each_pair(make, movement, unit, far):
    person = await make.person(unit)
    one, two = [await initiatives.initiative(make, movement, unit, far) for _ in range(2)]
    await declared(make, person.id, one)
    await declared(make, far.id, two)

    pairs = [(one.id, person.id), (two.id, far.id), (one.id, (await make.person()).id)]
    assert await conflicts_between(make.session, pairs) == [KIND.OWN_UNIT, KIND.OWN_INITIATIVE, None]
    assert await kinds_between(make.session, one.id, person.id) == [KIND.OWN_UNIT, KIND.DECLARED]
    assert await conflicts_between(make.session, []) == []


async def test_ids_tell_rows_apart_and_stay(make, movement, unit, far):
    person = await make.person(unit)
    of = await initiatives.initiative(make, movement, unit, far)
    await declared(make, person.id, of)
    await adopted(make, unit, of)

    ids = [row.id for row in await rows_of(make, of, person)]

    assert len(set(ids)) == 3
    assert [row.id for row in await rows_of(make, of, person)] == ids


class TestOfRounds:
    """The conflicts between the entries of a round and the evaluators that it has now."""

    async def rows(self, make):
        await make.session.flush()
        view = ROUND_CONFLICTS.c
        statement = select(view.round_id, view.initiative_id, view.person_id, view.kind, view.is_assigned)
        return {tuple(row) for row in await make.session.execute(statement)}

    async def test_they_are_of_its_entries_and_of_its_evaluators_of_now(self, make):
        scene = await evaluations.scene(make, evaluators=2)
        one, _two = scene.evaluators
        outside = await initiatives.initiative(make, scene.movement, scene.unit, scene.author)
        await declared(make, one.person_id, scene.initiative)
        await declared(make, one.person_id, outside)
        await declared(make, scene.manager.person_id, scene.initiative)
        said = (scene.round.id, scene.initiative.id, one.person_id, KIND.DECLARED)
        assert await self.rows(make) == {(*said, True)}

        await evaluations.given_up(make, scene.assignment_of(scene.initiative, one))
        assert await self.rows(make) == {(*said, False)}

        grant = await make.session.scalar(select(RoleGrant).where(RoleGrant.person_id == one.person_id))
        grant.revoked_at, grant.revoked_reason = NOW, "Hết nhiệm vụ"
        assert await self.rows(make) == set()

    @pytest.mark.parametrize(("kind", "rows"), [(RoundKind.SELF_SCORE, 0), (RoundKind.COUNCIL, 2)])
    async def test_rounds_in_which_units_score_themselves_have_none(self, make, kind, rows):
        scene = await evaluations.scene(make, evaluators=0, kind=kind)
        await make.grant(scene.author, Role.EVALUATOR, round_id=scene.round.id)
        assert len(await self.rows(make)) == rows


async def test_assignments_say_whether_they_are_in_conflict_now(make):
    scene = await evaluations.scene(make, initiatives=2, evaluators=2)
    one, _two = scene.evaluators
    row = await declared(make, one.person_id, scene.initiative)
    statement = select(Assignment.initiative_id, Assignment.evaluator_id).where(is_in_conflict())

    async def found():
        await make.session.flush()
        return [tuple(each) for each in await make.session.execute(statement)]

    assert await found() == [(scene.initiative.id, one.person_id)]
    await evaluations.given_up(make, scene.assignment_of(scene.initiative, one))
    assert await found() == []

    await ended(make, row)
    assert await found() == []


async def test_nobody_of_all_roles_is_in_conflict_by_their_role(make, movement, unit, far):
    of = await initiatives.initiative(make, movement, unit, far)
    actors = [await actor_of(make, role) for role in Role]

    pairs = [(of.id, actor.person_id) for actor in actors]
    assert await conflicts_between(make.session, pairs) == [None] * len(Role)
