"""Computing results once more and publishing them; what the database keeps from changing."""

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError

from domain.actor import Role
from domain.evaluations import results, rounds
from domain.evaluations.model import Result, ResultEntry
from domain.evaluations.rules import ResultState, RoundState
from schema.mutation import constraint_of
from tests.support import audit
from tests.support import evaluations as make_
from tests.support.evaluations import refusal, scene
from tests.support.factories import Factory


async def closed_with_a_sheet(session, make: Factory):
    there = await scene(make)
    await make_.submitted(make, there.assignment, (there.criteria[0], "45.5"), (there.criteria[1], "20"))
    _round, first = await rounds.close_round(
        session, there.manager, round_id=there.round.id, expected_version=there.round.version
    )
    return there, first


async def standings(session, of: Result) -> list[tuple]:
    columns = (ResultEntry.initiative_id, ResultEntry.score, ResultEntry.place, ResultEntry.sheets)
    rows = await session.execute(select(*columns).where(ResultEntry.result_id == of.id).order_by(ResultEntry.place))
    return [tuple(row) for row in rows]


async def test_result_computed_again_is_the_next_version_with_the_same_inputs(session, make: Factory):
    there, first = await closed_with_a_sheet(session, make)

    second = await results.compute_result(session, there.manager, round_id=there.round.id, reason=" Rà soát ")

    assert (second.number, second.state, second.reason) == (2, ResultState.STAGED, "Rà soát")
    assert second.inputs_hash == first.inputs_hash
    assert await standings(session, second) == await standings(session, first)
    entry = (await audit.entries(session))[-1]
    assert (entry.deed, entry.subject_id, entry.reason, entry.after["number"]) == (
        "RESULT_COMPUTED",
        second.id,
        "Rà soát",
        2,
    )


async def test_result_needs_a_reason_and_a_closed_round(session, make: Factory):
    there = await scene(make)

    def compute(reason: str = "Rà soát"):
        return results.compute_result(session, there.manager, round_id=there.round.id, reason=reason)

    assert await refusal(make, compute(" ")) == ("Invalid", "REASON_MISSING", ("reason",))
    assert await refusal(make, compute()) == ("Conflict", "ROUND_STATE_FORBIDS", ())
    assert await session.scalar(select(func.count()).select_from(Result)) == 0


async def test_result_published_is_recorded_and_published_once(session, make: Factory):
    there, first = await closed_with_a_sheet(session, make)

    await results.publish_result(session, there.manager, result_id=first.id)

    assert first.state is ResultState.PUBLISHED
    entry = (await audit.entries(session))[-1]
    assert (entry.deed, entry.subject_id) == ("RESULT_PUBLISHED", first.id)
    assert (entry.before["state"], entry.after["state"]) == ("STAGED", "PUBLISHED")
    again = results.publish_result(session, there.manager, result_id=first.id)
    assert await refusal(make, again) == ("Conflict", "RESULT_PUBLISHED", ())


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.INFORMATION_CENTER])
async def test_results_are_computed_and_published_by_the_information_center_only(session, make: Factory, role):
    there = await scene(make, state=RoundState.CLOSED)
    staged = await make_.result(make, there.round)
    actor = await make.actor(role, round_id=there.round.id)

    computed = await refusal(make, results.compute_result(session, actor, round_id=there.round.id, reason="Rà soát"))
    published = await refusal(make, results.publish_result(session, actor, result_id=staged.id))

    assert computed[0] == "NotAllowed"
    assert published[0] in {"NotAllowed", "NotFound"}
    assert staged.state is ResultState.STAGED


@pytest.mark.parametrize(
    ("statement", "constraint"),
    [
        (update(Result).values(inputs_hash="1" * 64), "tg_results_immutable"),
        (update(ResultEntry).values(score=1), "tg_result_entries_append_only"),
    ],
)
async def test_results_are_immutable_in_the_database(session, make: Factory, statement, constraint):
    there = await scene(make, state=RoundState.CLOSED)
    await make_.result(make, there.round, (there.initiative, "80", 1))

    with pytest.raises(IntegrityError) as refused:
        await session.execute(statement)

    assert constraint_of(refused.value) == constraint


async def test_sheets_of_those_who_gave_up_do_not_count(session, make: Factory):
    """The database lets nobody give up with a submitted sheet through the deeds; the count does not rely on that."""
    there = await scene(make, evaluators=2)
    for given, mark in zip(there.assignments, ("60", "0"), strict=True):
        await make_.submitted(make, given, (there.criteria[0], mark), (there.criteria[1], "40"))
    await make_.given_up(make, there.assignments[1])

    _round, result = await rounds.close_round(
        session, there.manager, round_id=there.round.id, expected_version=there.round.version
    )

    assert await standings(session, result) == [(there.initiative.id, 100, 1, 1)]
