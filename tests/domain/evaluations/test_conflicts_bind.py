"""A conflict of interest hides the scoring of an initiative from whoever has it: administrators and auditors, too."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import func, select

from domain.actor import SYSTEM, Actor, Role
from domain.audit.model import AuditEntry
from domain.audit.queries import AUDIT, details
from domain.conflicts.model import AdoptingUnit, ConflictWaiver, DeclaredConflict
from domain.conflicts.rules import ConflictKind, ConflictOrigin
from domain.errors import NotFound
from domain.evaluations import queries
from domain.evaluations.rules import AssignmentState, RoundKind
from domain.initiatives import queries as initiatives
from domain.people.model import Person, UnitMembership
from domain.reading import viewer
from domain.reading.source import Source
from domain.results import queries as results
from domain.results.rules import ResultState
from tests.support import evaluations as make_
from tests.support.evaluations import Scene, scene
from tests.support.factories import LONG_AGO, NOW, Factory, days

WATCHERS = (Role.INFORMATION_CENTER, Role.PERSONNEL, Role.MINISTRY_LEADER, Role.AUDITOR)
SCORING = (queries.SHEETS, queries.MARKS, queries.ASSIGNMENTS)


async def seen(session, source: Source, actor: Actor) -> set:
    statement = select(source.key).where(source.visible(actor))
    return set(await session.scalars(statement, viewer.values(actor)))


@dataclass
class World:
    """Two initiatives of one unit, each with a submitted sheet and a standing in a result that is only staged."""

    there: Scene
    result: Any


async def world(make: Factory, **given: Any) -> World:
    there = await scene(make, initiatives=2, **given)
    for each in there.assignments:
        await make_.submitted(make, each, *((criterion, "10") for criterion in there.criteria))
    one, two = there.initiatives
    return World(there, await make_.result(make, there.round, (one, "80", 1), (two, "70", 2)))


async def own_unit(make: Factory, w: World, person: Person) -> None:
    person.unit_id = w.there.unit.id
    await make.session.flush()


async def former_unit(make: Factory, w: World, person: Person) -> None:
    period = {"starts_on": LONG_AGO.date(), "ends_on": (NOW + days(1)).date()}
    kept = await make.session.scalar(select(UnitMembership).where(UnitMembership.person_id == person.id))
    kept.starts_on = (NOW + days(2)).date()
    await make.session.flush()
    await make.add(
        UnitMembership(
            person_id=person.id,
            unit_id=w.there.unit.id,
            position=person.position,
            employment_type=person.employment_type,
            leadership_tier=person.leadership_tier,
            **period,
        )
    )


async def superior(make: Factory, w: World, person: Person) -> None:
    await make.grant(person, Role.UNIT_LEADER, unit_id=w.there.unit.id)


async def subordinate(make: Factory, w: World, person: Person) -> None:
    await make.grant(w.there.author, Role.UNIT_LEADER, unit_id=person.unit_id)


async def adopting(make: Factory, w: World, person: Person) -> None:
    for each in w.there.initiatives:
        await make.add(AdoptingUnit(initiative_id=each.id, unit_id=person.unit_id, declared_at=NOW))


async def declared(make: Factory, w: World, person: Person) -> None:
    for each in w.there.initiatives:
        await declare(make, person, each)


async def declare(make: Factory, person: Person, of: Any) -> None:
    said = {"origin": ConflictOrigin.PERSONNEL, "reason": "Người nhà", "declared_at": NOW}
    await make.add(DeclaredConflict(person_id=person.id, initiative_id=of.id, **said))


async def waive(make: Factory, person: Person, of: Any, *, approved: bool) -> ConflictWaiver:
    by = [(await make.person()).id for _ in range(2)]
    said = {"kinds": [ConflictKind.DECLARED], "reason": "Không còn ai khác"}
    said |= {"requested_at": NOW, "requested_by_id": by[0]}
    given = {"approved_at": NOW, "approved_by_id": by[1]} if approved else {}
    return await make.add(ConflictWaiver(person_id=person.id, initiative_id=of.id, **said, **given))


Fact = Callable[[Factory, World, Person], Awaitable[None]]
FACTS: tuple[Fact, ...] = (own_unit, former_unit, superior, subordinate, adopting, declared)


@pytest.mark.parametrize("fact", FACTS)
async def test_every_kind_of_conflict_hides_the_scoring(session, make: Factory, fact: Fact):
    w = await world(make)
    person = await make.person()
    manager = await make.acting(person, Role.INFORMATION_CENTER)
    for source in (*SCORING, results.RESULT_ENTRIES):
        assert len(await seen(session, source, manager)) in {2, 4}

    await fact(make, w, person)

    for source in (*SCORING, results.RESULT_ENTRIES):
        assert await seen(session, source, manager) == set()
    # That the initiatives are scored is no secret.
    assert len(await seen(session, queries.ENTRIES, manager)) == 2
    assert len(await seen(session, initiatives.INITIATIVES, manager)) == 2
    with pytest.raises(NotFound):
        await queries.get_assignment(session, manager, w.there.assignments[0].id)


@pytest.mark.parametrize("role", [*WATCHERS, Role.COUNCIL_SECRETARY])
async def test_a_conflict_with_one_initiative_hides_that_one_from_everybody(session, make: Factory, role: Role):
    w = await world(make)
    one, two = w.there.initiatives
    person = await make.person()
    actor = await make.acting(person, role)
    await declare(make, person, one)

    def counted(source: Source):
        return select(func.count()).select_from(source.table).where(source.visible(actor))

    counts = [await session.scalar(counted(source), viewer.values(actor)) for source in SCORING]
    assert counts == ([0, 0, 1] if role is Role.AUDITOR else [1, 2, 1])
    assert await seen(session, queries.ASSIGNMENTS, actor) == {w.there.assignment_of(two, w.there.evaluator).id}
    assert len(await seen(session, results.RESULT_ENTRIES, actor)) == (0 if role is Role.COUNCIL_SECRETARY else 1)


async def test_a_waiver_opens_once_a_second_person_approved_it_until_it_ends(session, make: Factory):
    w = await world(make)
    one, _two = w.there.initiatives
    person = await make.person()
    manager = await make.acting(person, Role.PERSONNEL)
    await declare(make, person, one)

    waiver = await waive(make, person, one, approved=False)
    assert len(await seen(session, queries.SHEETS, manager)) == 1
    waiver.approved_at, waiver.approved_by_id = NOW, (await make.person()).id
    await session.flush()
    assert len(await seen(session, queries.SHEETS, manager)) == 2
    waiver.ended_at, waiver.ended_reason = NOW, "Đã có người khác"
    await session.flush()
    assert len(await seen(session, queries.SHEETS, manager)) == 1


async def test_once_published_standings_are_seen_as_ever(session, make: Factory):
    w = await world(make)
    person = await make.person(w.there.unit)
    leader = await make.acting(person, Role.UNIT_LEADER)
    center = await make.acting(await make.person(w.there.unit), Role.INFORMATION_CENTER)
    assert await seen(session, results.RESULT_ENTRIES, leader) == set()

    later = await make_.result(make, w.there.round, number=2, reason="Rà soát", state=ResultState.PUBLISHED)
    published = await make_.result_entry(make, later, w.there.initiatives[0])

    for actor in (leader, center):
        assert await seen(session, results.RESULT_ENTRIES, actor) == {published.id}


async def test_evaluators_keep_their_own_sheets_and_lose_their_fellows(session, make: Factory):
    there = await scene(make, evaluators=2, kind=RoundKind.EXPERT)
    phase = there.round.phase_id
    sheets = [
        await make_.submitted(make, each, *((criterion, "10") for criterion in there.criteria))
        for each in there.assignments
    ]
    there.round.phase_id = phase
    me = there.evaluator
    person = await session.get(Person, me.person_id)
    await declare(make, person, there.initiative)

    assert await seen(session, queries.SHEETS, me) == {sheets[0].id}
    assert await seen(session, queries.ASSIGNMENTS, me) == {there.assignments[0].id}


async def test_where_units_score_themselves_conflicts_do_not_count(session, make: Factory):
    there = await scene(make, evaluators=0, kind=RoundKind.SELF_SCORE)
    colleague = await make.acting(await make.person(there.unit), Role.EVALUATOR, round_id=there.round.id)
    given = await make_.assignment(make, there.round, there.initiative, colleague.person_id)
    sheet = await make_.submitted(make, given, *((criterion, "10") for criterion in there.criteria))
    staged = await make_.result(make, there.round, (there.initiative, "80", 1))
    center = await make.acting(await make.person(there.unit), Role.INFORMATION_CENTER)

    assert await seen(session, queries.SHEETS, center) == {sheet.id}
    assert await seen(session, queries.ASSIGNMENTS, center) == {given.id}
    assert len(await seen(session, results.RESULT_ENTRIES, center)) == 1
    assert staged.state is ResultState.STAGED


async def trail(make: Factory, subject: Any, **told: Any) -> AuditEntry:
    kept = {"at": NOW, "actor_roles": [], "subject_type": type(subject).__name__, "subject_id": subject.id}
    return await make.add(AuditEntry(**kept, **told))


@pytest.mark.parametrize("role", WATCHERS)
async def test_the_trail_is_no_other_door(session, make: Factory, role: Role):
    w = await world(make)
    one, two = w.there.initiatives
    person = await make.person()
    actor = await make.acting(person, role)
    pair = {"evaluator_id": str(w.there.evaluator.person_id)}
    hidden, shown = [], []
    for each, into in ((one, hidden), (two, shown)):
        given = w.there.assignment_of(each, w.there.evaluator)
        into += [await trail(make, given, deed="ASSIGNED")]
        pairs = {"pairs": [{**pair, "initiative_id": str(each.id)}]}
        into += [await trail(make, w.there.round, deed="ASSIGNED", after=pairs)]
    await declare(make, person, one)
    told = select(AuditEntry.id).where(AUDIT.visible(actor), details(actor))

    assert await seen(session, AUDIT, actor) == {each.id for each in [hidden[1], *shown]}
    # One entry tells of many assignments: it is seen, and what it tells is hidden.
    in_full = set(await session.scalars(told, viewer.values(actor)))
    assert in_full == {each.id for each in (shown if role is Role.AUDITOR else shown[1:])}


async def test_what_was_taken_back_is_hidden_from_a_conflict_bound_auditor(session, make: Factory):
    w = await world(make)
    one, _two = w.there.initiatives
    person = await make.person()
    auditor = await make.acting(person, Role.AUDITOR)
    away = await make_.assignment(make, w.there.round, one, (await make.person()).id, state=AssignmentState.ASSIGNED)
    taken = await trail(make, away, deed="UNASSIGNED", before={"initiative_id": str(one.id), "evaluator_id": "…"})
    await session.delete(away)
    await session.flush()
    told = select(AuditEntry.id).where(details(auditor))

    assert set(await session.scalars(told, viewer.values(auditor))) == {taken.id}
    await declare(make, person, one)
    assert set(await session.scalars(told, viewer.values(auditor))) == set()


async def test_the_system_has_no_conflicts(session, make: Factory):
    w = await world(make)

    assert len(await seen(session, queries.SHEETS, SYSTEM)) == 2
    assert len(await seen(session, results.RESULT_ENTRIES, SYSTEM)) == 2
    assert w.there.round.kind is RoundKind.EXPERT
