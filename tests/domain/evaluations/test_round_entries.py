"""Filling a round in preparation: entries added, taken out, numbered, marked as anchors."""

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from domain.evaluations import entries, loading
from domain.evaluations.model import Round, RoundEntry
from domain.evaluations.rules import RoundState
from domain.initiatives.rules import InitiativeState
from schema.mutation import constraint_of
from tests.support import audit
from tests.support import evaluations as make_
from tests.support.evaluations import refusal, refusals, scene
from tests.support.factories import Factory
from tests.support.initiatives import content, initiative, revise
from tests.support.movements import movement


async def entries_in(session, of: Round) -> list[tuple]:
    found = await session.execute(
        select(RoundEntry.initiative_id, RoundEntry.revision_id)
        .where(RoundEntry.round_id == of.id)
        .order_by(RoundEntry.id)
    )
    return [tuple(row) for row in found]


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


async def test_entries_are_numbered_on_and_only_the_last_number_is_given_again(session, make: Factory):
    there = await scene(make, state=RoundState.DRAFT, initiatives=0)
    each = [await initiative(make, there.movement, there.unit, there.author) for _ in range(5)]

    async def add(*which: int) -> None:
        await entries.add_round_entries(
            session,
            there.manager,
            round_id=there.round.id,
            expected_version=there.round.version,
            initiative_ids=[each[one].id for one in which],
        )

    async def remove(which: int) -> None:
        found = await session.scalar(select(RoundEntry.id).where(RoundEntry.initiative_id == each[which].id))
        await entries.remove_round_entry(session, there.manager, entry_id=found, expected_version=there.round.version)

    await add(2, 0, 1)
    await remove(0)
    await add(3)
    await remove(3)
    await add(4, 0)

    numbers = {one.initiative_id: one.number for one in await loading.entries_of(session, there.round.id)}
    assert numbers == {each[2].id: 1, each[1].id: 3, each[4].id: 4, each[0].id: 5}


async def test_anchor_is_marked_and_unmarked_while_the_round_is_prepared(session, make: Factory):
    there = await scene(make, state=RoundState.DRAFT)
    entry = await session.scalar(select(RoundEntry))

    def mark(version: int, *, is_anchor: bool):
        return entries.mark_anchor(
            session, there.manager, entry_id=entry.id, expected_version=version, is_anchor=is_anchor
        )

    await mark(1, is_anchor=True)
    assert (entry.is_anchor, there.round.version) == (True, 2)
    assert (await refusal(make, mark(1, is_anchor=False)))[0] == "StaleVersion"
    await mark(2, is_anchor=False)
    assert not entry.is_anchor
    recorded = (await audit.entries(session))[0]
    assert (recorded.deed, recorded.subject_id, recorded.before, recorded.after) == (
        "ANCHOR_MARKED",
        entry.id,
        {"is_anchor": False},
        {"is_anchor": True},
    )
    await make_.opened(make, there.round, there.initiative)
    assert (await refusal(make, mark(there.round.version, is_anchor=True)))[1] == "ROUND_STATE_FORBIDS"


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
        make,
        entries.remove_round_entry(session, there.manager, entry_id=entry_id, expected_version=there.round.version),
    )

    assert (assigned[1], stale[0], frozen[1]) == ("ENTRY_ASSIGNED", "StaleVersion", "ROUND_STATE_FORBIDS")
