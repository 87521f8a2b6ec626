from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.actor import ANONYMOUS, SYSTEM, Actor, Role
from domain.errors import NotFound
from domain.evaluations.model import Assignment, Round, RoundEntry
from domain.evaluations.rules import AssignmentState, RoundState
from domain.ids import new_id
from domain.initiatives import queries
from domain.initiatives.model import EvidenceLink, Initiative, InitiativeAuthor, InitiativeReview, InitiativeRevision
from domain.initiatives.rules import INTERNAL, InitiativeState, ReviewDecision, ReviewStage
from domain.movements.model import Movement
from domain.reading import viewer
from domain.reading.source import Source
from tests.support.evaluations import entered, round_phase
from tests.support.factories import NOW, Factory, days
from tests.support.initiatives import Scene, content, initiative, revise, scene, shares
from tests.support.movements import rubric

WIDE = (Role.INFORMATION_CENTER, Role.PERSONNEL, Role.MINISTRY_LEADER, Role.COUNCIL_SECRETARY, Role.AUDITOR)
STATES = {state.value for state in InitiativeState}
OPEN_TO_ALL = STATES - INTERNAL


async def seen(session: AsyncSession, actor: Actor, source: Source, column: Any) -> list[Any]:
    """What an actor sees of a source, as values of one column."""
    statement = select(column).where(source.visible(actor)).order_by(column)
    bound = {name: value for name, value in viewer.values(actor).items() if name in statement.compile().params}
    return list(await session.scalars(statement, bound))


async def titles(session: AsyncSession, actor: Actor) -> set[str]:
    return set(await seen(session, actor, queries.INITIATIVES, Initiative.title))


async def one_of_each_state(make: Factory, stage: Scene, prefix: str = "") -> None:
    """An initiative of the scene in every state, titled by its state."""
    for state in InitiativeState:
        await stage.initiative(make, state=state, title=prefix + state.value)


async def new_round(make: Factory, of: Movement, **given: Any) -> Round:
    frozen = await rubric(make, of, frozen=True)
    values = {
        "movement_id": of.id,
        "rubric_id": frozen.id,
        "ordinal": 1,
        "name": "Vòng 1",
        "opens_at": NOW,
        "closes_at": NOW + days(10),
        "created_at": NOW,
    }
    made = await make.add(Round(**{**values, **given}))
    await round_phase(make, made)
    await entered(make, made)
    return made


async def assign(
    make: Factory, to: UUID, round_: Round, what: Initiative, state: AssignmentState = AssignmentState.ASSIGNED
) -> None:
    """Put an initiative, as it is now, into a round and give it to an evaluator."""
    there = await make.session.scalar(select(func.count()).where(RoundEntry.round_id == round_.id))
    entry = {"round_id": round_.id, "initiative_id": what.id, "revision_id": what.current_revision_id}
    await make.add(RoundEntry(**entry, number=there + 1))
    await make.add(
        Assignment(
            round_id=round_.id,
            initiative_id=what.id,
            evaluator_id=to,
            state=state,
            reason=None if state is AssignmentState.ASSIGNED else "Quen biết",
            created_at=NOW,
        )
    )


@pytest.mark.parametrize("role", WIDE)
async def test_the_ministry_sees_all_that_left_the_unit(session, make: Factory, role: Role):
    await one_of_each_state(make, await scene(make))

    assert await titles(session, await make.actor(role)) == OPEN_TO_ALL


@pytest.mark.parametrize("role", [Role.UNIT_LEADER, Role.FOCAL_OFFICER])
async def test_leader_and_focal_officer_see_all_of_their_unit_and_nothing_else(session, make: Factory, role: Role):
    stage = await scene(make)
    await one_of_each_state(make, stage)

    assert await titles(session, await make.actor(role, unit=stage.unit)) == STATES
    assert await titles(session, await make.actor(role)) == set()


async def test_authors_of_any_revision_and_the_creator_see_their_own(session, make: Factory):
    stage = await scene(make)
    former, creator = await make.person(), await make.person()
    ours = await stage.initiative(make, state=InitiativeState.DRAFT, title="Của chúng tôi", authors=shares(former))
    await revise(make, ours, content(stage.writer, title="Của chúng tôi"))
    await stage.initiative(make, state=InitiativeState.RETURNED, title="Viết hộ", created_by_id=creator.id)

    assert await titles(session, stage.author) == {"Của chúng tôi", "Viết hộ"}
    assert await titles(session, await make.acting(former, Role.STAFF)) == {"Của chúng tôi"}
    assert await titles(session, await make.acting(creator)) == {"Viết hộ"}


@pytest.mark.parametrize("role", [Role.STAFF, Role.SYSTEM_ADMINISTRATOR, Role.EVALUATOR])
async def test_others_of_the_same_unit_see_nothing(session, make: Factory, role: Role):
    stage = await scene(make)
    await one_of_each_state(make, stage)
    round_ = await new_round(make, stage.movement)

    assert await titles(session, await make.actor(role, unit=stage.unit, round_id=round_.id)) == set()


async def test_nobody_sees_nothing_and_the_system_everything(session, make: Factory):
    await one_of_each_state(make, await scene(make))

    assert await titles(session, ANONYMOUS) == set()
    assert await titles(session, SYSTEM) == STATES
    for source, column in (
        (queries.REVISIONS, InitiativeRevision.title),
        (queries.AUTHORS, InitiativeAuthor.percent),
        (queries.EVIDENCE, EvidenceLink.url),
        (queries.REVIEWS, InitiativeReview.stage),
    ):
        assert await seen(session, ANONYMOUS, source, column) == []
    assert len(await seen(session, SYSTEM, queries.REVISIONS, InitiativeRevision.title)) == len(STATES)
    assert len(await seen(session, SYSTEM, queries.AUTHORS, InitiativeAuthor.percent)) == len(STATES)
    assert len(await seen(session, SYSTEM, queries.EVIDENCE, EvidenceLink.url)) == len(STATES)
    assert await seen(session, SYSTEM, queries.REVIEWS, InitiativeReview.stage) == []


async def test_roles_add_up(session, make: Factory):
    stage, other = await scene(make), await scene(make)
    await one_of_each_state(make, stage, "A ")
    await one_of_each_state(make, other, "B ")
    person = await make.person(stage.unit)

    both = await make.acting(person, Role.UNIT_LEADER, Role.AUDITOR)

    assert await titles(session, both) == {f"A {each}" for each in STATES} | {f"B {each}" for each in OPEN_TO_ALL}


async def test_an_evaluator_sees_what_is_assigned_unless_recused(session, make: Factory):
    stage = await scene(make)
    round_ = await new_round(make, stage.movement)
    evaluator = await make.actor(Role.EVALUATOR, round_id=round_.id)
    for state in AssignmentState:
        await assign(make, evaluator.person_id, round_, await stage.initiative(make, title=state.value), state)
    colleague = await make.actor(Role.EVALUATOR, round_id=round_.id)
    await assign(make, colleague.person_id, round_, await stage.initiative(make, title="Của người khác"))

    assert await titles(session, evaluator) == {"ASSIGNED", "ABSTAINED"}
    assert await titles(session, colleague) == {"Của người khác"}


async def test_who_is_an_evaluator_no_more_sees_nothing(session, make: Factory):
    stage = await scene(make)
    first = await new_round(make, stage.movement)
    second = await new_round(make, stage.movement, ordinal=2)
    person = await make.person()
    await assign(make, person.id, first, await stage.initiative(make))

    assert await titles(session, await make.acting(person, Role.EVALUATOR, round_id=second.id)) == set()
    assert await titles(session, Actor(person_id=person.id, unit_id=person.unit_id)) == set()


async def test_an_evaluator_sees_only_the_revision_to_be_scored(session, make: Factory):
    stage = await scene(make)
    made = await stage.initiative(make, title="Bản 1")
    await revise(make, made, content(stage.writer, title="Bản 2", evidence=()))
    round_ = await new_round(make, stage.movement)
    evaluator = await make.actor(Role.EVALUATOR, round_id=round_.id)
    await assign(make, evaluator.person_id, round_, made)
    later = content(await make.person(), title="Bản 3")
    await revise(make, made, later, number=3)
    await make.add(
        InitiativeReview(
            initiative_id=made.id,
            revision_id=made.current_revision_id,
            stage=ReviewStage.SCREENING,
            decision=ReviewDecision.APPROVED,
            at=NOW,
        )
    )

    everything = ["Bản 1", "Bản 2", "Bản 3"]
    assert await seen(session, evaluator, queries.REVISIONS, InitiativeRevision.title) == ["Bản 2"]
    assert await seen(session, evaluator, queries.AUTHORS, InitiativeAuthor.person_id) == [stage.writer.id]
    assert await seen(session, evaluator, queries.EVIDENCE, EvidenceLink.label) == []
    assert await seen(session, evaluator, queries.REVIEWS, InitiativeReview.stage) == []
    for actor in (stage.author, stage.leader, stage.officer, stage.center):
        assert await seen(session, actor, queries.REVISIONS, InitiativeRevision.title) == everything
        assert len(await seen(session, actor, queries.AUTHORS, InitiativeAuthor.id)) == 3
        assert len(await seen(session, actor, queries.EVIDENCE, EvidenceLink.id)) == 2
        assert await seen(session, actor, queries.REVIEWS, InitiativeReview.stage) == ["SCREENING"]


async def test_an_evaluator_who_sees_it_otherwise_sees_all_of_it(session, make: Factory):
    stage = await scene(make)
    made = await stage.initiative(make, title="Bản 1")
    await revise(make, made, content(stage.writer, title="Bản 2"))
    round_ = await new_round(make, stage.movement)
    person = await make.person()
    await assign(make, person.id, round_, made)

    both = await make.acting(person, Role.EVALUATOR, Role.PERSONNEL, round_id=round_.id)

    assert await seen(session, both, queries.REVISIONS, InitiativeRevision.title) == ["Bản 1", "Bản 2"]


@pytest.mark.parametrize("role", WIDE)
async def test_what_belongs_to_a_hidden_initiative_is_hidden(session, make: Factory, role: Role):
    stage = await scene(make)
    made = await stage.initiative(make, state=InitiativeState.RETURNED)
    await make.add(
        InitiativeReview(
            initiative_id=made.id,
            revision_id=made.current_revision_id,
            stage=ReviewStage.UNIT,
            decision=ReviewDecision.RETURNED,
            reason="Thiếu số liệu",
            at=NOW,
        )
    )
    actor = await make.actor(role)

    assert await seen(session, actor, queries.REVISIONS, InitiativeRevision.id) == []
    assert await seen(session, actor, queries.AUTHORS, InitiativeAuthor.id) == []
    assert await seen(session, actor, queries.EVIDENCE, EvidenceLink.id) == []
    assert await seen(session, actor, queries.REVIEWS, InitiativeReview.id) == []
    assert await seen(session, stage.author, queries.REVIEWS, InitiativeReview.reason) == ["Thiếu số liệu"]


async def test_fetching_tells_missing_and_invisible_by_the_field_that_named_it(session, make: Factory):
    stage = await scene(make)
    draft = await stage.initiative(make, state=InitiativeState.DRAFT)

    assert await queries.get(session, stage.author, draft.id) is draft
    for fetch in (queries.get, queries.get_for_update):
        for actor, key in ((stage.center, draft.id), (stage.author, new_id())):
            with pytest.raises(NotFound) as refused:
                await fetch(session, actor, key, "achievementId")
            assert refused.value.path == ("achievementId",)


async def test_authors_are_counted_over_all_revisions_or_the_current_one(session, make: Factory):
    stage = await scene(make)
    former, stranger = await make.person(), await make.person()
    made = await stage.initiative(make, authors=shares(stage.writer, former))
    current = await revise(make, made, content(stage.writer))
    await initiative(make, stage.movement, stage.unit, stranger)

    assert await queries.author_ids(session, made.id) == {stage.writer.id, former.id}
    assert await queries.current_author_ids(session, made) == {stage.writer.id}
    assert await queries.current_revision(session, made) is current


async def test_the_shape_of_the_filter_depends_on_roles_and_not_on_values(make: Factory):
    for role in (Role.UNIT_LEADER, Role.STAFF, Role.AUDITOR):
        one, other = await make.actor(role), await make.actor(role)
        for source in (queries.INITIATIVES, queries.REVISIONS, queries.AUTHORS, queries.EVIDENCE, queries.REVIEWS):
            statements = [select(source.table).where(source.visible(actor)) for actor in (one, other)]
            assert str(statements[0].compile()) == str(statements[1].compile())


async def test_a_round_may_be_open_when_an_evaluator_looks(session, make: Factory):
    stage = await scene(make)
    made = await stage.initiative(make, state=InitiativeState.SCORING)
    round_ = await new_round(make, stage.movement)
    evaluator = await make.actor(Role.EVALUATOR, round_id=round_.id)
    await assign(make, evaluator.person_id, round_, made)
    round_.state, round_.opened_at = RoundState.OPEN, NOW
    await session.flush()

    assert await titles(session, evaluator) == {made.title}


async def test_what_was_withdrawn_before_submission_stays_with_the_unit(session, make):
    stage = await scene(make)
    await stage.initiative(make, state=InitiativeState.WITHDRAWN, title="Bỏ ngang", first_submitted_at=None)
    center = await make.actor(Role.INFORMATION_CENTER)
    leader = await make.actor(Role.UNIT_LEADER, unit=stage.unit)

    assert await titles(session, center) == set()
    assert await titles(session, leader) == {"Bỏ ngang"}
