"""Discussions of entries and disputes about them: who says what when, and who sees it."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import case, select, text

from domain.actor import Actor, Grant, Role
from domain.discussions import queries
from domain.discussions.actions import post_to_discussion
from domain.discussions.model import DISPUTES, DiscussionPost
from domain.discussions.rules import MAX_POST, Audience, required_body
from domain.errors import Invalid
from domain.evaluations.model import RoundEntry, RoundPhase
from domain.evaluations.rules import AssignmentState, RoundKind, RoundState, ScoresSeen
from domain.people.model import Person
from domain.reading import viewer
from domain.reading.source import Source
from domain.results.model import SheetExclusion
from tests.support import evaluations as make_
from tests.support.audit import only_entry
from tests.support.evaluations import Scene, refusal, scene
from tests.support.factories import NOW, Factory

EVALUATORS, ORGANISERS = Audience.EVALUATORS, Audience.ORGANISERS


async def seen(session, source: Source, actor: Actor) -> set:
    statement = select(source.key).where(source.visible(actor))
    return set(await session.scalars(statement, viewer.values(actor)))


@dataclass
class World:
    """A round with two entries and two evaluators in one phase; the second entry is not given to the second of them."""

    there: Scene
    entries: list[RoundEntry]

    @property
    def one(self) -> Actor:
        return self.there.evaluators[0]

    @property
    def two(self) -> Actor:
        return self.there.evaluators[1]


async def world(
    make: Factory, *, state: RoundState = RoundState.OPEN, kind: RoundKind = RoundKind.EXPERT, **phase: Any
) -> World:
    there = await scene(make, initiatives=2, evaluators=2, state=RoundState.DRAFT)
    await make.session.delete(there.assignments.pop())
    there.round.kind = kind
    first = await make.session.scalar(select(RoundPhase).where(RoundPhase.round_id == there.round.id))
    for name, value in {"can_discuss": True, **phase}.items():
        setattr(first, name, value)
    await make.session.flush()
    if state is not RoundState.DRAFT:
        await make_.opened(make, there.round, *there.initiatives)
    found = await make.session.scalars(
        select(RoundEntry).where(RoundEntry.round_id == there.round.id).order_by(RoundEntry.number)
    )
    return World(there, list(found))


async def said(make: Factory, w: World, by: Actor, audience: Audience = EVALUATORS, number: int = 0) -> DiscussionPost:
    """A post that is there, whoever might write it."""
    entry = w.entries[number]
    return await make.add(
        DiscussionPost(
            entry_id=entry.id,
            round_id=entry.round_id,
            initiative_id=entry.initiative_id,
            author_id=by.person_id,
            audience=audience,
            body="Minh chứng còn thiếu",
            created_at=NOW,
        )
    )


async def conflicted(make: Factory, w: World, actor: Actor) -> None:
    """Let somebody work in the unit of the initiatives from now on."""
    person = await make.session.get_one(Person, actor.person_id)
    person.unit_id = w.there.unit.id
    await make.session.flush()


# -- Saying something.


async def test_what_is_said_is_kept_and_the_trail_tells_that_it_was_said(session, make: Factory):
    w = await world(make)

    post = await post_to_discussion(
        session, w.one, entry_id=w.entries[0].id, audience=EVALUATORS, body="  Minh chứng còn thiếu\n"
    )

    of = w.entries[0]
    assert (post.entry_id, post.round_id, post.initiative_id) == (of.id, of.round_id, of.initiative_id)
    assert (post.author_id, post.audience, post.body) == (w.one.person_id, EVALUATORS, "Minh chứng còn thiếu")
    entry = await only_entry(session)
    assert (entry.deed, entry.subject_type, entry.subject_id) == ("DISCUSSION_POSTED", "DiscussionPost", post.id)
    assert entry.after is not None
    assert set(entry.after) == {"id", "entry_id", "round_id", "initiative_id", "author_id", "audience", "created_at"}


@pytest.mark.parametrize("role", [Role.INFORMATION_CENTER, Role.PERSONNEL, Role.COUNCIL_SECRETARY])
@pytest.mark.parametrize("audience", Audience)
async def test_who_runs_the_round_says_what_they_like_in_every_phase(session, make: Factory, role, audience):
    w = await world(make, can_discuss=False)
    await make_.closed(make, w.there.round)
    actor = await make.actor(role)

    post = await post_to_discussion(session, actor, entry_id=w.entries[1].id, audience=audience, body="Xem lại")

    assert post.author_id == actor.person_id


async def test_evaluators_wait_for_a_phase_with_discussion(make: Factory):
    w = await world(make, can_discuss=False)

    assert await posting(make, w, w.one) == ("Closed", "PHASE_FORBIDS", ())


async def test_nothing_is_said_before_the_round_is_opened(make: Factory):
    w = await world(make, state=RoundState.DRAFT)

    assert await posting(make, w, w.there.manager) == ("Conflict", "ROUND_STATE_FORBIDS", ())
    assert await posting(make, w, w.one) == ("NotFound", "NOT_FOUND", ("entryId",))


async def test_evaluators_speak_of_what_is_given_to_them_and_to_one_another(make: Factory):
    w = await world(make)
    of_unit = await make.acting(
        await make.person(w.there.unit), Role.UNIT_LEADER, Role.EVALUATOR, round_id=w.there.round.id
    )

    assert await posting(make, w, w.two, number=1) == ("NotFound", "NOT_FOUND", ("entryId",))
    # Who knows an entry otherwise is told why they may not.
    assert await posting(make, w, of_unit) == ("NotAllowed", "ENTRY_NOT_OWN", ("entryId",))
    assert await posting(make, w, w.one, ORGANISERS) == ("NotAllowed", "AUDIENCE_NOT_OWN", ("audience",))


async def test_who_abstained_may_discuss_and_who_was_recused_may_not(session, make: Factory):
    w = await world(make)
    given = w.there.assignment_of(w.there.initiatives[0], w.two)
    await make_.given_up(make, given, AssignmentState.ABSTAINED)
    await post_to_discussion(session, w.two, entry_id=w.entries[0].id, audience=EVALUATORS, body="Ngoài chuyên môn")
    given.state = AssignmentState.RECUSED
    await session.flush()

    assert await posting(make, w, w.two) == ("NotFound", "NOT_FOUND", ("entryId",))


async def test_a_conflict_of_interest_silences_everybody(make: Factory):
    w = await world(make)
    for actor in (w.one, w.there.manager):
        await conflicted(make, w, actor)

        assert await posting(make, w, actor) == ("Conflict", "CONFLICT_OF_INTEREST_OWN_UNIT", ("entryId",))


async def test_units_that_score_themselves_have_no_conflicts(session, make: Factory):
    w = await world(make, kind=RoundKind.SELF_SCORE)
    manager = w.there.manager
    await conflicted(make, w, manager)

    post = await post_to_discussion(session, manager, entry_id=w.entries[0].id, audience=EVALUATORS, body="Đã rà soát")

    assert await seen(session, queries.POSTS, manager) == {post.id}


@pytest.mark.parametrize("body", ["", " \n\t", "x" * (MAX_POST + 1)])
async def test_posts_have_a_length(make: Factory, body: str):
    w = await world(make)

    assert await posting(make, w, w.one, body=body) == ("Invalid", "POST_LENGTH", ("body",))


@given(st.text(max_size=20))
def test_a_body_loses_nothing_but_blanks_around_it(body: str):
    if body.strip():
        assert required_body(body) == body.strip()
    else:
        with pytest.raises(Invalid):
            required_body(body)


async def posting(
    make: Factory, w: World, actor: Actor, audience: Audience = EVALUATORS, number: int = 0, body: str = "Xem lại"
) -> Any:
    """Why somebody may not say something."""
    deed = post_to_discussion(make.session, actor, entry_id=w.entries[number].id, audience=audience, body=body)
    return await refusal(make, deed)


# -- Reading it.


async def test_who_runs_the_round_reads_all_and_auditors_nothing(session, make: Factory):
    w = await world(make)
    posts = {(await said(make, w, w.one)).id, (await said(make, w, w.there.manager, ORGANISERS)).id}

    for role in (Role.INFORMATION_CENTER, Role.PERSONNEL, Role.MINISTRY_LEADER, Role.COUNCIL_SECRETARY):
        assert await seen(session, queries.POSTS, await make.actor(role)) == posts
    for role in (Role.AUDITOR, Role.STAFF, Role.SYSTEM_ADMINISTRATOR, Role.UNIT_LEADER):
        assert await seen(session, queries.POSTS, await make.actor(role)) == set()


@pytest.mark.parametrize(
    ("shown", "has_own", "reads"),
    [
        (ScoresSeen.NEVER, True, False),
        (ScoresSeen.AFTER_OWN, False, False),
        (ScoresSeen.AFTER_OWN, True, True),
        (ScoresSeen.ALWAYS, False, True),
    ],
)
async def test_evaluators_read_posts_when_they_see_the_others_scores(session, make: Factory, shown, has_own, reads):
    w = await world(make, others_scores=shown)
    if has_own:
        marks = [(criterion, "10") for criterion in w.there.criteria]
        await make_.submitted(make, w.there.assignment_of(w.there.initiatives[0], w.one), *marks)
    mine, theirs = await said(make, w, w.one), await said(make, w, w.two)
    other, internal = await said(make, w, w.there.manager, number=1), await said(make, w, w.there.manager, ORGANISERS)
    if shown is ScoresSeen.AFTER_OWN and has_own:
        expected = {mine.id, theirs.id}
    else:
        expected = {mine.id, theirs.id, other.id} if reads else {mine.id}

    assert await seen(session, queries.POSTS, w.one) == expected
    assert internal.id not in expected
    # The second entry is not given to the second evaluator.
    assert await seen(session, queries.POSTS, w.two) == {theirs.id} | (
        {mine.id} if shown is ScoresSeen.ALWAYS else set()
    )


async def test_conflicts_and_recusals_hide_all_but_ones_own(session, make: Factory):
    w = await world(make, others_scores=ScoresSeen.ALWAYS)
    mine, theirs = await said(make, w, w.one), await said(make, w, w.two)
    await make_.given_up(make, w.there.assignment_of(w.there.initiatives[0], w.two))
    assert await seen(session, queries.POSTS, w.two) == {theirs.id}

    for actor, own in ((w.one, {mine.id}), (w.there.manager, set())):
        assert await seen(session, queries.POSTS, actor) == {mine.id, theirs.id}
        await conflicted(make, w, actor)
        assert await seen(session, queries.POSTS, actor) == own


@pytest.mark.parametrize("hides", [True, False])
async def test_authors_are_named_unless_the_phase_hides_evaluators(session, make: Factory, hides: bool):
    w = await world(make, others_scores=ScoresSeen.ALWAYS, hides_evaluators=hides)
    mine, theirs = await said(make, w, w.one), await said(make, w, w.two)

    async def named(actor: Actor) -> dict:
        value = case((queries.author(actor), DiscussionPost.author_id))
        statement = select(DiscussionPost.id, value).where(queries.POSTS.visible(actor))
        return dict((await session.execute(statement, viewer.values(actor))).all())

    assert await named(w.one) == {mine.id: w.one.person_id, theirs.id: None if hides else w.two.person_id}
    assert await named(w.there.manager) == {mine.id: w.one.person_id, theirs.id: w.two.person_id}
    # Whoever is an evaluator no more still reads what they said.
    former = Actor(person_id=w.one.person_id, grants=frozenset({Grant(Role.STAFF)}))
    assert await named(former) == {mine.id: w.one.person_id}


# -- Disputes.


async def disputes(session) -> list[tuple]:
    columns = DISPUTES.c
    statement = select(columns.id, columns.sheets, columns.lowest, columns.highest, columns.spread)
    return [tuple(row) for row in await session.execute(statement)]


async def score(make: Factory, w: World, number: int, evaluator: Actor, *values: str) -> Any:
    given = w.there.assignment_of(w.there.initiatives[number], evaluator)
    return await make_.submitted(make, given, *zip(w.there.criteria, values, strict=True))


async def test_sheets_that_lie_apart_are_a_dispute(session, make: Factory):
    w = await world(make)
    await score(make, w, 0, w.one, "50", "30")
    assert await disputes(session) == []
    low = await score(make, w, 0, w.two, "40", "20")  # exactly 20 apart, which is what the round tolerates no more
    await score(make, w, 1, w.one, "60", "40")
    expected = (w.entries[0].id, 2, Decimal(60), Decimal(80), Decimal(20))
    assert await disputes(session) == [expected]

    # A sheet that does not count is no side of a dispute.
    values = {"sheet_id": low.id, "round_id": low.round_id, "reason": "Chấm nhầm", "excluded_at": NOW}
    exclusion = await make.add(SheetExclusion(**values))
    assert await disputes(session) == []
    exclusion.restored_at, exclusion.restored_reason = NOW, "Không nhầm"
    await session.flush()
    assert await disputes(session) == [expected]
    await session.execute(
        text("UPDATE assignments SET state = 'ABSTAINED', reason = 'x' WHERE id = :id"), {"id": low.assignment_id}
    )
    assert await disputes(session) == []


async def test_sheets_closer_than_the_round_tolerates_are_no_dispute(session, make: Factory):
    w = await world(make)
    await score(make, w, 0, w.one, "50", "30")
    await score(make, w, 0, w.two, "41", "20")

    assert await disputes(session) == []


@pytest.mark.parametrize(
    ("shown", "reads"), [(ScoresSeen.NEVER, False), (ScoresSeen.AFTER_OWN, False), (ScoresSeen.ALWAYS, True)]
)
async def test_disputes_are_for_who_runs_rounds_and_for_evaluators_who_see_all(session, make: Factory, shown, reads):
    w = await world(make, others_scores=shown)
    await score(make, w, 0, w.one, "60", "40")
    await score(make, w, 0, w.two, "40", "20")
    there = {w.entries[0].id}

    for role in (Role.INFORMATION_CENTER, Role.PERSONNEL, Role.MINISTRY_LEADER, Role.COUNCIL_SECRETARY):
        assert await seen(session, queries.DISPUTED, await make.actor(role)) == there
    for role in (Role.AUDITOR, Role.STAFF, Role.UNIT_LEADER):
        assert await seen(session, queries.DISPUTED, await make.actor(role)) == set()
    juror = await make.actor(Role.EVALUATOR, round_id=w.there.round.id)
    assert await seen(session, queries.DISPUTED, juror) == set()
    assert await seen(session, queries.DISPUTED, w.one) == (there if reads else set())
    for actor in (w.one, w.there.manager):
        await conflicted(make, w, actor)
        assert await seen(session, queries.DISPUTED, actor) == set()
