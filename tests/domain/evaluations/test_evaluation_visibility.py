"""Who sees which round, entry, assignment, sheet, mark, result and standing."""

from dataclasses import dataclass

import pytest
from sqlalchemy import select

from domain.actor import ANONYMOUS, SYSTEM, Actor, Grant, Role
from domain.errors import NotFound
from domain.evaluations import queries
from domain.evaluations.rules import AssignmentState
from domain.people.model import Person
from domain.reading import viewer
from domain.reading.source import Source
from domain.results import queries as results
from domain.results.rules import ResultState
from tests.support import evaluations as make_
from tests.support.evaluations import Scene, scene
from tests.support.factories import Factory
from tests.support.initiatives import initiative

STANDING = {Role.INFORMATION_CENTER, Role.PERSONNEL, Role.MINISTRY_LEADER, Role.AUDITOR}
EVERYONE = [role for role in Role if role is not Role.EVALUATOR]


async def seen(session, source: Source, actor: Actor) -> set:
    statement = select(source.key).where(source.visible(actor))
    return set(await session.scalars(statement, viewer.values(actor)))


@dataclass
class World:
    """Two initiatives of two units in an open round, a round in preparation, and results staged and published."""

    there: Scene
    other: object
    draft: object
    sheets: dict[str, object]
    staged: object
    published: object
    mine: object
    theirs: object


async def world(make: Factory) -> World:
    there = await scene(make, evaluators=2)
    draft = await make_.round_(make, there.movement, there.rubric, ordinal=2)
    other = await initiative(make, there.movement, await make.unit())
    await make_.entry(make, draft, there.initiative)
    marks = [(criterion, "10") for criterion in there.criteria]
    sheets = {
        "draft": await make_.sheet(make, there.assignments[0], *marks),
        "submitted": await make_.submitted(make, there.assignments[1], *marks),
    }
    staged = await make_.result(make, there.round, (there.initiative, "80", 1))
    published = await make_.result(make, there.round, number=2, reason="Rà soát", state=ResultState.PUBLISHED)
    mine = await make_.result_entry(make, published, there.initiative)
    theirs = await make_.result_entry(make, published, other, place=2)
    return World(there, other, draft, sheets, staged, published, mine, theirs)


@pytest.mark.parametrize("role", EVERYONE)
async def test_rounds_in_preparation_are_for_those_who_prepare_them(session, make: Factory, role):
    w = await world(make)
    actor = await make.actor(role)

    wanted = {w.there.round.id} | ({w.draft.id} if role in STANDING else set())
    assert await seen(session, queries.ROUNDS, actor) == wanted


@pytest.mark.parametrize("role", EVERYONE)
async def test_entries_are_seen_with_their_round_and_initiative(session, make: Factory, role):
    w = await world(make)
    actor = await make.actor(role)

    rounds = {
        await session.scalar(select(source.table.round_id).where(source.key == key))
        for source in (queries.ENTRIES,)
        for key in await seen(session, source, actor)
    }

    if role in STANDING:
        assert rounds == {w.there.round.id, w.draft.id}
    elif role is Role.COUNCIL_SECRETARY:
        assert rounds == {w.there.round.id}
    else:
        assert rounds == set()


@pytest.mark.parametrize("role", EVERYONE)
async def test_assignments_are_seen_by_those_who_run_or_watch_rounds(session, make: Factory, role):
    w = await world(make)
    actor = await make.actor(role)

    wide = STANDING | {Role.COUNCIL_SECRETARY}
    wanted = {each.id for each in w.there.assignments} if role in wide else set()
    assert await seen(session, queries.ASSIGNMENTS, actor) == wanted


@pytest.mark.parametrize("role", EVERYONE)
async def test_sheets_submitted_are_seen_by_those_who_run_rounds_not_by_auditors(session, make: Factory, role):
    w = await world(make)
    actor = await make.actor(role)

    wide = (STANDING | {Role.COUNCIL_SECRETARY}) - {Role.AUDITOR}
    wanted = {w.sheets["submitted"].id} if role in wide else set()
    assert await seen(session, queries.SHEETS, actor) == wanted
    assert len(await seen(session, queries.MARKS, actor)) == 2 * len(wanted)


async def test_evaluators_see_their_own_assignments_and_sheets_in_any_state(session, make: Factory):
    w = await world(make)

    for actor, given, sheet in zip(w.there.evaluators, w.there.assignments, w.sheets.values(), strict=True):
        assert await seen(session, queries.ASSIGNMENTS, actor) == {given.id}
        assert await seen(session, queries.SHEETS, actor) == {sheet.id}
        assert len(await seen(session, queries.MARKS, actor)) == 2
        assert len(await seen(session, queries.ENTRIES, actor)) == 1


async def test_evaluators_recused_see_their_assignment_but_no_longer_the_entry(session, make: Factory):
    w = await world(make)
    await make_.given_up(make, w.there.assignments[0], AssignmentState.RECUSED)

    assert await seen(session, queries.ASSIGNMENTS, w.there.evaluator) == {w.there.assignments[0].id}
    assert await seen(session, queries.ENTRIES, w.there.evaluator) == set()


async def test_evaluators_of_another_round_see_nothing_of_this_one(session, make: Factory):
    w = await world(make)
    former = Actor(
        person_id=w.there.evaluator.person_id, grants=frozenset({Grant(Role.EVALUATOR, round_id=w.draft.id)})
    )

    for source in (queries.ASSIGNMENTS, queries.SHEETS, queries.MARKS, queries.ENTRIES):
        assert await seen(session, source, former) == set()


@pytest.mark.parametrize("role", EVERYONE)
async def test_results_staged_are_for_those_who_prepare_them(session, make: Factory, role):
    w = await world(make)
    actor = await make.actor(role)

    wanted = {w.published.id} | ({w.staged.id} if role in STANDING else set())
    assert await seen(session, results.RESULTS, actor) == wanted


@pytest.mark.parametrize("role", EVERYONE)
async def test_standings_are_seen_by_role_and_unit(session, make: Factory, role):
    w = await world(make)
    actor = await make.actor(role, unit=w.there.unit)

    found = await seen(session, results.RESULT_ENTRIES, actor)

    # The staged one is of their own unit: it is hidden from them whatever their role.
    if role in STANDING or role is Role.COUNCIL_SECRETARY:
        assert found == {w.mine.id, w.theirs.id}
    elif role in {Role.UNIT_LEADER, Role.FOCAL_OFFICER}:
        assert found == {w.mine.id}
    else:
        assert found == set()


@pytest.mark.parametrize("role", sorted(STANDING))
async def test_standings_not_yet_published_are_seen_by_who_prepares_them(session, make: Factory, role):
    await world(make)

    assert len(await seen(session, results.RESULT_ENTRIES, await make.actor(role))) == 3


async def test_standings_published_are_seen_by_the_authors(session, make: Factory):
    w = await world(make)
    author = await make.acting(await session.get(Person, w.there.author.id), Role.STAFF)

    assert await seen(session, results.RESULT_ENTRIES, author) == {w.mine.id}
    found = await results.get_result_entry(session, author, w.mine.id)
    assert found is w.mine
    with pytest.raises(NotFound) as refused:
        await results.get_result_entry(session, author, w.theirs.id)
    assert refused.value.path == ("resultEntryId",)


async def test_nobody_anonymous_sees_anything_and_the_system_sees_all(session, make: Factory):
    w = await world(make)
    counts = {
        queries.ROUNDS: 2,
        queries.ENTRIES: 2,
        queries.ASSIGNMENTS: 2,
        queries.SHEETS: 2,
        queries.MARKS: 4,
        results.RESULTS: 2,
        results.RESULT_ENTRIES: 3,
    }

    for source, count in counts.items():
        assert await seen(session, source, ANONYMOUS) == set()
        assert len(await seen(session, source, SYSTEM)) == count
    assert w.draft.id in await seen(session, queries.ROUNDS, SYSTEM)
