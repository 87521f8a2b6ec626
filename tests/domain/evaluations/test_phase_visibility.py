"""What the phase of a round lets its evaluators see: fellows' sheets, fellows themselves, initiatives or redactions."""

from dataclasses import dataclass

import pytest
from sqlalchemy import case, func, select

from domain.actor import Actor, Grant, Role
from domain.evaluations import queries
from domain.evaluations.model import Mark, RoundEntry, RoundPhase, ScoreSheet
from domain.evaluations.rules import AssignmentState, RoundState, ScoresSeen
from domain.ids import new_id
from domain.initiatives import queries as initiatives
from domain.initiatives.model import InitiativeRevision, RedactedRevision
from domain.people.model import Person
from domain.people.queries import PEOPLE
from domain.reading import viewer
from domain.reading.source import Source, is_open
from tests.support import evaluations as make_
from tests.support.evaluations import Scene, scene
from tests.support.factories import NOW, Factory
from tests.support.initiatives import content, revise

#: What the phases of the round below are, in their order.
PHASES = (
    {"others_scores": ScoresSeen.NEVER},
    {"others_scores": ScoresSeen.AFTER_OWN},
    {"others_scores": ScoresSeen.ALWAYS},
    {"others_scores": ScoresSeen.ALWAYS, "hides_evaluators": True},
    {"hides_authors": True},
)
NEVER, AFTER_OWN, ALWAYS, MASKED, BLIND = range(1, len(PHASES) + 1)


async def seen(session, source: Source, actor: Actor) -> set:
    statement = select(source.key).where(source.visible(actor))
    return set(await session.scalars(statement, viewer.values(actor)))


async def read(session, value, mask, source: Source, actor: Actor) -> dict:
    """The values of a masked column, by row that is seen."""
    statement = select(source.key, case((mask(actor), value))).where(source.visible(actor))
    return dict((await session.execute(statement, viewer.values(actor))).all())


@dataclass
class World:
    """Two evaluators and two initiatives in an open round that has phase of each kind; a draft and two sheets sent."""

    there: Scene
    mine: ScoreSheet
    theirs: ScoreSheet
    other: ScoreSheet

    @property
    def me(self) -> Actor:
        return self.there.evaluators[0]

    @property
    def fellow(self) -> Actor:
        return self.there.evaluators[1]


async def world(make: Factory, phase: int) -> World:
    there = await scene(make, initiatives=2, evaluators=2, state=RoundState.DRAFT)
    first = await make.session.scalar(select(RoundPhase).where(RoundPhase.round_id == there.round.id))
    first.name = "Chấm riêng"
    for ordinal, given in enumerate(PHASES[1:], start=2):
        await make_.round_phase(make, there.round, ordinal=ordinal, **given)
    await make_.opened(make, there.round, *there.initiatives)
    await make_.entered(make, there.round, phase)
    marks = [(criterion, "10") for criterion in there.criteria]
    one, two = there.initiatives
    return World(
        there,
        await make_.sheet(make, there.assignment_of(one, there.evaluators[0]), *marks),
        await make_.submitted(make, there.assignment_of(one, there.evaluators[1]), *marks),
        await make_.submitted(make, there.assignment_of(two, there.evaluators[1]), *marks),
    )


async def submit(make: Factory, sheet: ScoreSheet) -> None:
    sheet.state, sheet.submitted_at, sheet.total = "SUBMITTED", NOW, 20
    await make.session.flush()


async def reopen(make: Factory, sheet: ScoreSheet) -> None:
    sheet.state, sheet.submitted_at, sheet.reopened_reason = "DRAFT", None, "Nhầm"
    await make.session.flush()


@pytest.mark.parametrize(("phase", "fellows"), [(NEVER, 0), (AFTER_OWN, 0), (ALWAYS, 2), (MASKED, 2), (BLIND, 0)])
async def test_fellows_sheets_are_seen_as_the_phase_says(session, make: Factory, phase: int, fellows: int):
    w = await world(make, phase)

    found = await seen(session, queries.SHEETS, w.me)

    assert found == {w.mine.id} | ({w.theirs.id, w.other.id} if fellows else set())
    assert len(await seen(session, queries.MARKS, w.me)) == 2 * len(found)
    # A draft is its evaluator's alone, whatever the phase.
    assert await seen(session, queries.SHEETS, w.fellow) == {w.theirs.id, w.other.id}


async def test_after_ones_own_sheet_a_fellows_is_seen_from_that_moment_until_it_is_reopened(session, make: Factory):
    w = await world(make, AFTER_OWN)
    counted = select(func.count()).select_from(ScoreSheet).where(queries.SHEETS.visible(w.me))
    marks = select(func.sum(Mark.value)).where(queries.MARKS.visible(w.me))

    async def told() -> tuple:
        bound = viewer.values(w.me)
        return (
            await seen(session, queries.SHEETS, w.me),
            await session.scalar(counted, bound),
            (await session.scalar(marks, bound)),
        )

    assert await told() == ({w.mine.id}, 1, 20)
    await submit(make, w.mine)
    # Of the other entry, which has no sheet of theirs, they still see nothing.
    assert await told() == ({w.mine.id, w.theirs.id}, 2, 40)
    await reopen(make, w.mine)
    assert await told() == ({w.mine.id}, 1, 20)


async def test_who_was_recused_sees_no_fellow_and_is_none(session, make: Factory):
    w = await world(make, ALWAYS)
    one = w.there.initiatives[0]
    await make_.given_up(make, w.there.assignment_of(one, w.me), AssignmentState.RECUSED)

    assert await seen(session, queries.SHEETS, w.me) == {w.mine.id, w.other.id}
    await make_.given_up(make, w.there.assignment_of(w.there.initiatives[1], w.fellow), AssignmentState.RECUSED)
    assert await seen(session, queries.SHEETS, w.me) == {w.mine.id}
    assert await seen(session, PEOPLE, w.me) == {w.me.person_id}


@pytest.mark.parametrize("source", [queries.SHEETS, queries.ENTRIES, initiatives.INITIATIVES, PEOPLE])
async def test_an_evaluator_of_the_round_no_more_sees_nothing_of_it(session, make: Factory, source: Source):
    w = await world(make, ALWAYS)
    former = Actor(person_id=w.me.person_id, unit_id=w.me.unit_id, grants=frozenset({Grant(Role.STAFF)}))

    assert await seen(session, source, former) <= {former.person_id}
    assert len(await seen(session, source, w.me)) > 1


async def test_in_a_round_without_a_phase_an_evaluator_sees_their_own_work_and_nothing_else(session, make: Factory):
    w = await world(make, ALWAYS)
    w.there.round.phase_id = None
    await session.flush()

    assert await seen(session, queries.SHEETS, w.me) == {w.mine.id}
    assert len(await seen(session, queries.ASSIGNMENTS, w.me)) == 2
    for source in (queries.ENTRIES, initiatives.INITIATIVES, initiatives.REVISIONS, initiatives.REDACTIONS):
        assert await seen(session, source, w.me) == set()


async def test_fellow_evaluators_are_seen_as_people_unless_the_phase_hides_them(session, make: Factory):
    w = await world(make, NEVER)
    away = await make.actor(Role.EVALUATOR, round_id=w.there.round.id)

    assert await seen(session, PEOPLE, w.me) == {w.me.person_id, w.fellow.person_id}
    assert await seen(session, PEOPLE, away) == {away.person_id}
    await make_.entered(make, w.there.round, MASKED)
    assert await seen(session, PEOPLE, w.me) == {w.me.person_id}


async def test_whose_sheet_it_is_is_masked_while_the_phase_hides_evaluators(session, make: Factory):
    w = await world(make, ALWAYS)
    whose = (ScoreSheet.evaluator_id, queries.identity, queries.SHEETS, w.me)
    me, fellow = w.me.person_id, w.fellow.person_id

    assert await read(session, *whose) == {w.mine.id: me, w.theirs.id: fellow, w.other.id: fellow}
    await make_.entered(make, w.there.round, MASKED)
    assert await read(session, *whose) == {w.mine.id: me, w.theirs.id: None, w.other.id: None}
    manager = await read(session, *whose[:3], w.there.manager)
    assert manager == {w.theirs.id: fellow, w.other.id: fellow}
    # Fellows' assignments are not seen at all.
    assert len(await seen(session, queries.ASSIGNMENTS, w.me)) == 2


async def test_where_authors_are_hidden_an_evaluator_sees_entries_and_redactions_only(session, make: Factory):
    w = await world(make, NEVER)
    revision = w.there.initiatives[0].current_revision_id
    redactions = [await redacted(make, revision, number) for number in (1, 2)]
    entries = set(await session.scalars(select(RoundEntry.id)))

    assert await seen(session, initiatives.REDACTIONS, w.me) == set()
    assert await seen(session, initiatives.INITIATIVES, w.me) == {each.id for each in w.there.initiatives}
    await make_.entered(make, w.there.round, BLIND)
    assert await seen(session, initiatives.REDACTIONS, w.me) == {redactions[1].id}
    assert await seen(session, queries.ENTRIES, w.me) == entries
    assert await seen(session, initiatives.REDACTIONS, w.there.manager) == {each.id for each in redactions}
    for source in (initiatives.INITIATIVES, initiatives.REVISIONS, initiatives.AUTHORS, initiatives.EVIDENCE):
        assert await seen(session, source, w.me) == set()
        assert len(await seen(session, source, w.there.manager)) > 0


async def redacted(make: Factory, revision_id, number: int) -> RedactedRevision:
    said = dict.fromkeys(("title", "summary", "task_relieved", "tool", "measurement"), "…")
    return await make.add(RedactedRevision(revision_id=revision_id, number=number, created_at=NOW, **said))


async def test_who_knows_an_initiative_by_another_round_is_not_told_which_entry_it_is(session, make: Factory):
    w = await world(make, BLIND)
    one, two = w.there.initiatives
    open_round = await make_.round_(make, w.there.movement, w.there.rubric, ordinal=2)
    await make_.entry(make, open_round, one)
    await make_.entered(make, open_round)
    await make_.assignment(make, open_round, one, w.me.person_id)
    grant = Grant(Role.EVALUATOR, round_id=open_round.id)
    both = Actor(person_id=w.me.person_id, unit_id=w.me.unit_id, grants=w.me.grants | {grant})
    named = queries.names_of_entry, queries.ENTRIES, both

    assert await seen(session, initiatives.INITIATIVES, both) == {one.id}
    # The round is still in preparation, so that they see the two blind entries only.
    assert set((await read(session, RoundEntry.initiative_id, *named)).values()) == {None}
    open_round.state, open_round.opened_at = RoundState.OPEN, NOW
    await session.flush()
    found = await read(session, RoundEntry.initiative_id, *named)
    assert sorted(found.values(), key=str) == sorted([None, None, one.id], key=str)
    assert await read(session, ScoreSheet.initiative_id, queries.names_of_sheet, queries.SHEETS, both) == {
        w.mine.id: None
    }
    assert two.id not in found.values()


@pytest.mark.parametrize("role", Role)
async def test_only_evaluators_are_refused_to_sort_by_what_is_hidden(role: Role):
    wide = {
        Role.INFORMATION_CENTER,
        Role.PERSONNEL,
        Role.MINISTRY_LEADER,
        Role.AUDITOR,
        Role.COUNCIL_SECRETARY,
    }
    actor = Actor(person_id=new_id(), grants=frozenset({Grant(role)}))
    both = Actor(person_id=actor.person_id, grants=actor.grants | {Grant(Role.EVALUATOR)})

    for mask in (queries.names_of_entry, queries.names_of_assignment, queries.names_of_sheet):
        assert is_open(mask, actor) == (role is not Role.EVALUATOR)
        assert is_open(mask, both) == (role in wide)
    assert is_open(queries.identity, actor) == is_open(queries.identity, both) == (role in wide)


async def test_authors_of_a_blind_entry_still_see_it_by_name(session, make: Factory):
    w = await world(make, BLIND)
    person = await session.get(Person, w.there.author.id)
    author = await make.acting(person, Role.STAFF, Role.EVALUATOR, round_id=w.there.round.id)
    named = await read(session, RoundEntry.initiative_id, queries.names_of_entry, queries.ENTRIES, author)

    assert set(named.values()) == {each.id for each in w.there.initiatives}
    assert await seen(session, queries.SHEETS, author) == set()


async def test_an_initiative_that_says_something_else_now_is_seen_as_the_revision_only(session, make: Factory):
    w = await world(make, NEVER)
    one, two = w.there.initiatives
    scored = one.current_revision_id
    await revise(make, one, content(w.there.author, title="Nội dung mới"))

    assert await seen(session, initiatives.INITIATIVES, w.me) == {two.id}
    assert await seen(session, initiatives.REVISIONS, w.me) == {scored, two.current_revision_id}
    title = select(InitiativeRevision.title).where(initiatives.REVISIONS.visible(w.me))
    assert "Nội dung mới" not in set(await session.scalars(title, viewer.values(w.me)))
    assert len(await seen(session, queries.ENTRIES, w.me)) == 2
