"""Creating, filling, opening and closing rounds."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from domain.actor import Role
from domain.audit.actions import snapshot
from domain.criteria.rules import RubricState
from domain.evaluations import entries, rounds
from domain.evaluations.model import Result, ResultEntry, Round, RoundEntry
from domain.evaluations.rules import AssignmentState, EntryStatus, ResultState, RoundState
from domain.initiatives.rules import InitiativeState
from domain.movements.rules import MovementState
from schema.mutation import constraint_of
from tests.support import audit
from tests.support import evaluations as make_
from tests.support.evaluations import refusal, refusals, scene
from tests.support.factories import Factory
from tests.support.initiatives import content, initiative, revise
from tests.support.movements import movement, rubric

OPENS = datetime(2024, 6, 1, tzinfo=UTC)
CLOSES = datetime(2024, 7, 1, tzinfo=UTC)


async def create(session, actor, of, by, **given):
    values = {"movement_id": of.id, "rubric_id": by.id, "name": " Vòng 1 ", "opens_at": OPENS, "closes_at": CLOSES}
    return await rounds.create_round(session, actor, **{**values, **given})


async def entries_in(session, of: Round) -> list[tuple]:
    found = await session.execute(
        select(RoundEntry.initiative_id, RoundEntry.revision_id)
        .where(RoundEntry.round_id == of.id)
        .order_by(RoundEntry.id)
    )
    return [tuple(row) for row in found]


@pytest.mark.parametrize("role", [Role.INFORMATION_CENTER, Role.PERSONNEL])
async def test_round_created_is_a_draft_and_recorded(session, make: Factory, role):
    of = await movement(make)
    by = await rubric(make, of)
    actor = await make.actor(role)

    made = await create(session, actor, of, by, score_places=3)

    assert (made.ordinal, made.name, made.state, made.score_places) == (1, "Vòng 1", RoundState.DRAFT, 3)
    entry = await audit.only_entry(session)
    assert (entry.deed, entry.subject_type, entry.subject_id, entry.actor_id) == (
        "ROUND_CREATED",
        "Round",
        made.id,
        actor.person_id,
    )
    assert entry.before is None
    assert entry.after["name"] == "Vòng 1"


async def test_rounds_of_a_movement_are_numbered(session, make: Factory):
    of, other = await movement(make), await movement(make)
    actor = await make.actor(Role.PERSONNEL)

    made = [await create(session, actor, each, await rubric(make, each)) for each in (of, of, other, of)]

    assert [each.ordinal for each in made] == [1, 2, 1, 3]


async def test_round_with_bad_particulars_is_refused_for_all_of_them(session, make: Factory):
    of = await movement(make)
    by = await rubric(make, of)
    actor = await make.actor(Role.PERSONNEL)

    errors = await refusals(make, create(session, actor, of, by, name="", closes_at=OPENS, score_places=-1))

    assert [error.path for error in errors] == [("name",), ("closesAt",), ("scorePlaces",)]


async def test_round_is_not_scored_by_the_rubric_of_another_movement(session, make: Factory):
    of, other = await movement(make), await movement(make)
    by = await rubric(make, other)
    actor = await make.actor(Role.PERSONNEL)

    assert await refusal(make, create(session, actor, of, by)) == (
        "Conflict",
        "RUBRIC_OF_OTHER_MOVEMENT",
        ("rubricId",),
    )


async def test_round_of_an_archived_movement_is_refused(session, make: Factory):
    of = await movement(make, state=MovementState.ARCHIVED)
    by = await rubric(make, of)
    actor = await make.actor(Role.PERSONNEL)

    assert (await refusal(make, create(session, actor, of, by)))[1] == "MOVEMENT_ARCHIVED"


@pytest.mark.parametrize("role", [r for r in Role if r not in {Role.INFORMATION_CENTER, Role.PERSONNEL}])
async def test_rounds_are_managed_by_the_standing_bodies_only(session, make: Factory, role):
    there = await scene(make, state=RoundState.DRAFT)
    actor = await make.actor(role, round_id=there.round.id)

    kinds = {
        (await refusal(make, deed))[0]
        for deed in (
            create(session, actor, there.movement, there.rubric),
            entries.add_round_entries(
                session, actor, round_id=there.round.id, expected_version=1, initiative_ids=[there.initiative.id]
            ),
            rounds.open_round(session, actor, round_id=there.round.id, expected_version=1),
            rounds.close_round(session, actor, round_id=there.round.id, expected_version=1),
        )
    }

    assert kinds <= {"NotAllowed", "NotFound"}
    assert there.round.state is RoundState.DRAFT


async def test_entries_added_keep_the_revision_of_the_moment(session, make: Factory):
    there = await scene(make, state=RoundState.DRAFT, initiatives=0)
    first = await initiative(make, there.movement, there.unit, there.author)
    second = await initiative(make, there.movement, there.unit, there.author)
    scored = first.current_revision_id

    await entries.add_round_entries(
        session,
        there.manager,
        round_id=there.round.id,
        expected_version=1,
        initiative_ids=[second.id, first.id],
    )
    await revise(make, first, content(there.author, title="Tên mới"))

    assert sorted(await entries_in(session, there.round)) == sorted(
        [(second.id, second.current_revision_id), (first.id, scored)]
    )
    assert there.round.version == 2
    entry = await audit.only_entry(session)
    assert (entry.deed, entry.subject_id, entry.after) == (
        "ROUND_ENTRIES_ADDED",
        there.round.id,
        {"initiative_ids": [str(second.id), str(first.id)]},
    )


async def test_entries_are_refused_one_by_one_and_none_is_added(session, make: Factory):
    there = await scene(make, state=RoundState.DRAFT)
    other = await movement(make)
    good = await initiative(make, there.movement, there.unit, there.author)
    asked = [
        good.id,
        (await initiative(make, other, there.unit, there.author)).id,
        (await initiative(make, there.movement, there.unit, there.author, state=InitiativeState.SUBMITTED)).id,
        (await initiative(make, there.movement, there.unit, there.author, state=InitiativeState.SCORED)).id,
        there.initiative.id,
        good.id,
    ]

    errors = await refusals(
        make,
        entries.add_round_entries(
            session, there.manager, round_id=there.round.id, expected_version=1, initiative_ids=asked
        ),
    )

    assert sorted((error.path[1], error.rule) for error in errors) == [
        ("1", "INITIATIVE_OF_OTHER_MOVEMENT"),
        ("2", "STATE_FORBIDS"),
        ("3", "STATE_FORBIDS"),
        ("4", "ENTRY_TWICE"),
        ("5", "ENTRY_TWICE"),
    ]
    assert len(await entries_in(session, there.round)) == 1


async def test_entries_invisible_or_missing_are_not_found_at_their_place(session, make: Factory):
    there = await scene(make, state=RoundState.DRAFT)
    draft = await initiative(make, there.movement, there.unit, there.author, state=InitiativeState.DRAFT)

    errors = await refusals(
        make,
        entries.add_round_entries(
            session,
            there.manager,
            round_id=there.round.id,
            expected_version=1,
            initiative_ids=[there.initiative.id, draft.id, there.round.id],
        ),
    )

    assert [(error.rule, error.path) for error in errors] == [
        ("NOT_FOUND", ("initiativeIds", "1")),
        ("NOT_FOUND", ("initiativeIds", "2")),
    ]


@pytest.mark.parametrize("count", [0, 101])
async def test_entries_come_1_to_100_at_a_time(session, make: Factory, count):
    there = await scene(make, state=RoundState.DRAFT)

    assert await refusal(
        make,
        entries.add_round_entries(
            session,
            there.manager,
            round_id=there.round.id,
            expected_version=1,
            initiative_ids=[there.initiative.id] * count,
        ),
    ) == ("Invalid", "ITEMS_COUNT", ("initiativeIds",))


async def test_entries_of_a_later_round_may_be_those_of_an_earlier_one(session, make: Factory):
    there = await scene(make, state=RoundState.CLOSED, initiatives=2)
    scored, unscored = there.initiatives
    scored.state = InitiativeState.SCORED
    await session.flush()
    later = await make_.round_(make, there.movement, there.rubric, ordinal=2)
    await make_.entry(make, later, scored)

    await entries.add_round_entries(
        session, there.manager, round_id=later.id, expected_version=1, initiative_ids=[unscored.id]
    )

    assert {each for each, _revision in await entries_in(session, later)} == {scored.id, unscored.id}


async def test_entries_still_being_scored_in_an_open_round_are_refused(session, make: Factory):
    there = await scene(make)
    later = await make_.round_(make, there.movement, there.rubric, ordinal=2)

    assert await refusal(
        make,
        entries.add_round_entries(
            session, there.manager, round_id=later.id, expected_version=1, initiative_ids=[there.initiative.id]
        ),
    ) == ("Conflict", "STATE_FORBIDS", ("initiativeIds", "0"))


async def test_entries_of_an_open_round_are_frozen_for_the_deed_and_in_the_database(session, make: Factory):
    there = await scene(make)
    further = await initiative(make, there.movement, there.unit, there.author)

    assert await refusal(
        make,
        entries.add_round_entries(
            session,
            there.manager,
            round_id=there.round.id,
            expected_version=there.round.version,
            initiative_ids=[further.id],
        ),
    ) == ("Conflict", "ROUND_STATE_FORBIDS", ())
    with pytest.raises(IntegrityError) as refused:
        async with session.begin_nested():
            await make_.entry(make, there.round, further)
    assert constraint_of(refused.value) == "tg_round_entries_frozen"


async def test_entry_removed_is_recorded_and_makes_a_new_version(session, make: Factory):
    there = await scene(make, state=RoundState.DRAFT, evaluators=0)
    entry_id = await session.scalar(select(RoundEntry.id))

    await entries.remove_round_entry(session, there.manager, entry_id=entry_id, expected_version=1)

    assert await entries_in(session, there.round) == []
    assert there.round.version == 2
    entry = await audit.only_entry(session)
    assert (entry.deed, entry.subject_id, entry.before) == (
        "ROUND_ENTRY_REMOVED",
        there.round.id,
        {"initiative_id": str(there.initiative.id)},
    )


async def test_entry_that_is_assigned_or_of_an_open_round_stays(session, make: Factory):
    there = await scene(make, state=RoundState.DRAFT)
    entry_id = await session.scalar(select(RoundEntry.id))

    assigned = await refusal(
        make, entries.remove_round_entry(session, there.manager, entry_id=entry_id, expected_version=1)
    )
    stale = await refusal(
        make, entries.remove_round_entry(session, there.manager, entry_id=entry_id, expected_version=2)
    )
    await make_.opened(make, there.round, there.initiative)
    frozen = await refusal(
        make, entries.remove_round_entry(session, there.manager, entry_id=entry_id, expected_version=2)
    )

    assert (assigned[1], stale[0], frozen[1]) == ("ENTRY_ASSIGNED", "StaleVersion", "ROUND_STATE_FORBIDS")


async def test_round_opened_freezes_its_rubric_and_takes_its_initiatives(session, make: Factory):
    there = await scene(make, state=RoundState.DRAFT, initiatives=2)
    before = snapshot(there.round)

    made = await rounds.open_round(session, there.manager, round_id=there.round.id, expected_version=1)

    assert (made.state, made.version) == (RoundState.OPEN, 2)
    assert there.rubric.state is RubricState.FROZEN
    assert [each.state for each in there.initiatives] == [InitiativeState.SCORING] * 2
    (recorded,) = await audit.entries(session)
    assert recorded.deed == "ROUND_OPENED"
    assert recorded.before == {"state": "DRAFT", "version": before["version"], "opened_at": None}
    assert (recorded.after["state"], recorded.after["rubric_frozen"]) == ("OPEN", str(there.rubric.id))


async def test_round_without_entries_evaluators_criteria_does_not_open(session, make: Factory):
    there = await scene(make, state=RoundState.DRAFT, initiatives=0, evaluators=0, criteria=())

    errors = await refusals(
        make, rounds.open_round(session, there.manager, round_id=there.round.id, expected_version=1)
    )

    assert [error.rule for error in errors] == ["ROUND_NEEDS_ENTRIES", "ROUND_NEEDS_EVALUATORS", "ROUND_NEEDS_CRITERIA"]
    assert there.rubric.state is RubricState.DRAFT


async def test_round_does_not_open_with_what_was_withdrawn_meanwhile(session, make: Factory):
    there = await scene(make, state=RoundState.DRAFT)
    there.initiative.state, there.initiative.state_reason = InitiativeState.WITHDRAWN, "Trùng"
    await session.flush()

    (error,) = await refusals(
        make, rounds.open_round(session, there.manager, round_id=there.round.id, expected_version=1)
    )

    assert error.rule == "STATE_FORBIDS"
    assert "Sáng kiến 1" in error.text.vi


async def test_round_does_not_open_twice_nor_with_entries_unseen(session, make: Factory):
    there = await scene(make, state=RoundState.DRAFT)
    further = await initiative(make, there.movement, there.unit, there.author)
    await entries.add_round_entries(
        session, there.manager, round_id=there.round.id, expected_version=1, initiative_ids=[further.id]
    )

    stale = await refusal(make, rounds.open_round(session, there.manager, round_id=there.round.id, expected_version=1))
    await rounds.open_round(session, there.manager, round_id=there.round.id, expected_version=2)
    twice = await refusal(make, rounds.open_round(session, there.manager, round_id=there.round.id, expected_version=3))

    assert stale == ("StaleVersion", "STALE_VERSION", ("expectedVersion",))
    assert twice == ("Conflict", "ROUND_STATE_FORBIDS", ())


async def test_later_round_takes_up_what_no_sheet_scored(session, make: Factory):
    there = await scene(make)
    c1, c2 = there.criteria
    await rounds.close_round(session, there.manager, round_id=there.round.id, expected_version=there.round.version)
    later = await make_.round_(make, there.movement, there.rubric, ordinal=2)
    await make_.entry(make, later, there.initiative)
    evaluator = await make.actor(Role.EVALUATOR, round_id=later.id)
    given = await make_.assignment(make, later, there.initiative, evaluator.person_id)

    await rounds.open_round(session, there.manager, round_id=later.id, expected_version=1)
    await make_.submitted(make, given, (c1, "30"), (c2, "20"))
    _round, result = await rounds.close_round(session, there.manager, round_id=later.id, expected_version=2)

    assert there.initiative.state is InitiativeState.SCORED
    assert await session.scalar(select(ResultEntry.score).where(ResultEntry.result_id == result.id)) == 50


async def test_round_closed_computes_its_result_from_submitted_sheets(session, make: Factory):
    there = await scene(make, initiatives=3, evaluators=3)
    c1, c2 = there.criteria
    a, b, c = there.initiatives
    x, y, z = there.evaluators
    await make_.submitted(make, there.assignment_of(a, x), (c1, "50"), (c2, "30.5"))
    await make_.submitted(make, there.assignment_of(a, y), (c1, "40"), (c2, "20"))
    await make_.sheet(make, there.assignment_of(a, z), (c1, "0"), (c2, "0"))
    await make_.submitted(make, there.assignment_of(b, x), (c1, "60"), (c2, "40"))
    await make_.given_up(make, there.assignment_of(b, y), AssignmentState.ABSTAINED)

    made, result = await rounds.close_round(
        session, there.manager, round_id=there.round.id, expected_version=there.round.version
    )

    assert made.state is RoundState.CLOSED
    assert (result.number, result.state, result.reason) == (1, ResultState.STAGED, None)
    rows = await session.scalars(
        select(ResultEntry).where(ResultEntry.result_id == result.id).order_by(ResultEntry.place)
    )
    assert [(row.initiative_id, row.status, row.score, row.place, row.sheets) for row in rows] == [
        (b.id, EntryStatus.RANKED, Decimal(100), 1, 1),
        (a.id, EntryStatus.RANKED, Decimal("70.25"), 2, 2),
        (c.id, EntryStatus.UNSCORED, None, None, 0),
    ]
    assert [each.state for each in (a, b, c)] == [
        InitiativeState.SCORED,
        InitiativeState.SCORED,
        InitiativeState.SCORING,
    ]


async def test_round_closed_is_one_audit_entry_that_names_the_result(session, make: Factory):
    there = await scene(make)

    made, result = await rounds.close_round(
        session, there.manager, round_id=there.round.id, expected_version=there.round.version
    )

    entry = await audit.only_entry(session)
    assert (entry.deed, entry.subject_id) == ("ROUND_CLOSED", made.id)
    assert entry.before["state"] == "OPEN"
    assert (entry.after["state"], entry.after["result_id"], entry.after["inputs_hash"]) == (
        "CLOSED",
        str(result.id),
        result.inputs_hash,
    )


@pytest.mark.parametrize("state", [RoundState.DRAFT, RoundState.CLOSED])
async def test_round_that_is_not_open_does_not_close(session, make: Factory, state):
    there = await scene(make, state=state)

    assert await refusal(
        make,
        rounds.close_round(session, there.manager, round_id=there.round.id, expected_version=there.round.version),
    ) == ("Conflict", "ROUND_STATE_FORBIDS", ())
    assert await session.scalar(select(func.count()).select_from(Result)) == 0


async def test_round_closes_only_as_it_was_seen(session, make: Factory):
    there = await scene(make)

    assert (
        await refusal(make, rounds.close_round(session, there.manager, round_id=there.round.id, expected_version=1))
    )[0] == "StaleVersion"


async def test_closed_round_never_opens_again_in_the_database(session, make: Factory):
    there = await scene(make, state=RoundState.CLOSED)

    there.round.state, there.round.closed_at = RoundState.OPEN, None
    with pytest.raises(IntegrityError) as refused:
        await session.flush()

    assert constraint_of(refused.value) == "tg_rounds_closed"
