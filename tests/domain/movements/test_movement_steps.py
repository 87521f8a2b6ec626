from collections.abc import Awaitable, Callable
from datetime import date
from functools import partial
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from domain.actor import ANONYMOUS, Actor, Role
from domain.clock import at
from domain.errors import Conflict, Invalid, NotAllowed, NotFound, Refusals, StaleVersion
from domain.movements import steps
from domain.movements.model import Movement, MovementTransition
from domain.movements.rules import TRANSITIONS, MovementState
from tests.support.audit import entries, only_entry
from tests.support.factories import NOW, Factory
from tests.support.movements import citation, legal_basis, movement, participation, phase, rubric
from tests.support.roles import actor_of

S = MovementState
Step = Callable[..., Awaitable[Movement]]

#: Each deed with the state it starts from, the state it leads to, and the role whose deed it is.
STEPS: list[tuple[Step, dict[str, Any], S, S, Role]] = [
    (steps.submit_movement, {}, S.DRAFT, S.SUBMITTED, Role.INFORMATION_CENTER),
    (steps.submit_movement, {}, S.RETURNED, S.SUBMITTED, Role.INFORMATION_CENTER),
    (steps.approve_movement, {}, S.SUBMITTED, S.APPROVED, Role.MINISTRY_LEADER),
    (steps.return_movement, {"reason": " Thiếu tiêu chí "}, S.SUBMITTED, S.RETURNED, Role.MINISTRY_LEADER),
    (steps.return_movement, {"reason": "Thiếu tiêu chí"}, S.APPROVED, S.RETURNED, Role.MINISTRY_LEADER),
    (steps.launch_movement, {}, S.APPROVED, S.LAUNCHED, Role.MINISTRY_LEADER),
    *(
        (steps.advance_movement, {"to_state": target}, state, target, Role.INFORMATION_CENTER)
        for state in (
            S.LAUNCHED,
            S.RUNNING,
            S.INTERIM_REVIEWED,
            S.REPORTING_CLOSED,
            S.EVALUATING,
            S.AWARDING,
            S.SUMMARISED,
        )
        for target in TRANSITIONS[state]
    ),
]
DEEDS = {
    steps.submit_movement: "MOVEMENT_SUBMITTED",
    steps.approve_movement: "MOVEMENT_APPROVED",
    steps.return_movement: "MOVEMENT_RETURNED",
    steps.launch_movement: "MOVEMENT_LAUNCHED",
    steps.advance_movement: "MOVEMENT_ADVANCED",
}


async def ready(make: Factory, **given: Any) -> Movement:
    """A movement with all that a launch needs."""
    made = await movement(make, **given)
    await rubric(make, made)
    await participation(make, made, await make.unit())
    await phase(make, made)
    await citation(make, made, await legal_basis(make))
    return made


async def transitions(session) -> list[MovementTransition]:
    return list(await session.scalars(select(MovementTransition)))


async def unchanged(session, made: Movement, state: MovementState) -> bool:
    await session.refresh(made)
    return (made.state, made.version, await transitions(session), await entries(session)) == (state, 1, [], [])


@pytest.mark.parametrize(("step", "arguments", "before", "after", "role"), STEPS)
async def test_each_step_is_taken_kept_and_recorded(
    session, make: Factory, step: Step, arguments: dict[str, Any], before: S, after: S, role: Role
):
    actor = await make.actor(role)
    made = await ready(make, state=before)

    with at(NOW):
        moved = await step(session, actor, movement_id=made.id, expected_version=1, **arguments)

    assert (moved.state, moved.version) == (after, 2)
    reason = "Thiếu tiêu chí" if "reason" in arguments else None
    (kept,) = await transitions(session)
    assert (kept.movement_id, kept.from_state, kept.to_state) == (made.id, before, after)
    assert (kept.reason, kept.at, kept.by_id) == (reason, NOW, actor.person_id)
    entry = await only_entry(session)
    assert (entry.deed, entry.subject_id, entry.reason) == (DEEDS[step], made.id, reason)
    assert (entry.before["state"], entry.after["state"]) == (before.value, after.value)
    assert (entry.before["version"], entry.after["version"]) == (1, 2)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize(("step", "arguments", "before", "after", "whose"), STEPS[:7])
async def test_nobody_else_takes_a_step(
    session, make: Factory, step: Step, arguments: dict[str, Any], before: S, after: S, whose: Role, role: Role
):
    if role is whose:
        return
    actor = await actor_of(make, role)
    made = await ready(make, state=before)
    sees = before is S.LAUNCHED or role in {
        Role.INFORMATION_CENTER,
        Role.PERSONNEL,
        Role.MINISTRY_LEADER,
        Role.AUDITOR,
    }

    with pytest.raises(NotAllowed if sees else NotFound):
        await step(session, actor, movement_id=made.id, expected_version=1, **arguments)

    assert await unchanged(session, made, before)


@pytest.mark.parametrize(("step", "arguments", "before", "after", "role"), STEPS)
async def test_a_step_from_any_other_state_is_refused(
    session, make: Factory, step: Step, arguments: dict[str, Any], before: S, after: S, role: Role
):
    actor = await make.actor(role)
    for state in MovementState:
        if after not in TRANSITIONS[state]:
            made = await ready(make, state=state)

            with pytest.raises(Conflict, match="STATE_FORBIDS"):
                await step(session, actor, movement_id=made.id, expected_version=1, **arguments)

            assert await unchanged(session, made, state)


async def test_a_step_refuses_a_stale_version_and_the_anonymous(session, make: Factory):
    leader = await make.actor(Role.MINISTRY_LEADER)
    made = await ready(make, state=S.SUBMITTED)

    with pytest.raises(StaleVersion):
        await steps.approve_movement(session, leader, movement_id=made.id, expected_version=2)
    with pytest.raises(NotFound):
        await steps.approve_movement(session, ANONYMOUS, movement_id=made.id, expected_version=1)

    assert await unchanged(session, made, S.SUBMITTED)


@pytest.mark.parametrize("reason", ["", "  "])
async def test_a_return_without_a_reason_is_refused(session, make: Factory, reason: str):
    leader = await make.actor(Role.MINISTRY_LEADER)
    made = await ready(make, state=S.SUBMITTED)

    with pytest.raises(Invalid, match="REASON_MISSING"):
        await steps.return_movement(session, leader, movement_id=made.id, expected_version=1, reason=reason)

    assert await unchanged(session, made, S.SUBMITTED)


@pytest.mark.parametrize("target", [S.DRAFT, S.SUBMITTED, S.RETURNED, S.APPROVED, S.LAUNCHED])
async def test_advance_replaces_no_other_deed(session, make: Factory, target: MovementState):
    center = await make.actor(Role.INFORMATION_CENTER, Role.MINISTRY_LEADER)
    made = await ready(make, state=S.APPROVED)

    with pytest.raises(Invalid, match="STATE_BY_ANOTHER_DEED"):
        await steps.advance_movement(session, center, movement_id=made.id, expected_version=1, to_state=target)

    assert await unchanged(session, made, S.APPROVED)


async def submit(session, make: Factory) -> tuple[Actor, Step, S]:
    return await make.actor(Role.INFORMATION_CENTER), partial(steps.submit_movement, session), S.DRAFT


async def launch(session, make: Factory) -> tuple[Actor, Step, S]:
    return await make.actor(Role.MINISTRY_LEADER), partial(steps.launch_movement, session), S.APPROVED


@pytest.mark.parametrize("whose", [submit, launch])
async def test_all_that_is_missing_is_told_at_once(session, make: Factory, whose):
    actor, step, state = await whose(session, make)
    made = await movement(make, state=state, goal="", subjects=" ", content="")
    await rubric(make, made, criteria=[])
    await rubric(make, await movement(make))

    with pytest.raises(Refusals) as refused:
        await step(actor, movement_id=made.id, expected_version=1)

    assert [error.rule for error in refused.value.errors] == [
        "LAUNCH_NEEDS_GOAL",
        "LAUNCH_NEEDS_SUBJECTS",
        "LAUNCH_NEEDS_CONTENT",
        "LAUNCH_NEEDS_CRITERIA",
        "LAUNCH_NEEDS_UNITS",
        "LAUNCH_NEEDS_PHASES",
        "LAUNCH_NEEDS_LEGALBASES",
    ]
    assert await unchanged(session, made, state)


@pytest.mark.parametrize("whose", [submit, launch])
@pytest.mark.parametrize(
    ("period", "in_force"),
    [
        ((date(2024, 1, 2), None), False),
        ((date(2023, 1, 1), date(2023, 12, 31)), False),
        ((date(2023, 1, 1), date(2024, 1, 1)), True),
        ((date(2024, 1, 1), None), True),
    ],
)
async def test_a_legal_basis_must_be_in_force_on_the_first_day(session, make: Factory, whose, period, in_force: bool):
    actor, step, state = await whose(session, make)
    made = await movement(make, state=state)
    await rubric(make, made)
    await participation(make, made, await make.unit())
    await phase(make, made)
    await citation(make, made, await legal_basis(make, valid_from=period[0], valid_to=period[1]))
    await citation(make, await movement(make), await legal_basis(make))

    if in_force:
        await step(actor, movement_id=made.id, expected_version=1)
    else:
        with pytest.raises(Refusals) as refused:
            await step(actor, movement_id=made.id, expected_version=1)
        assert [error.rule for error in refused.value.errors] == ["LAUNCH_NEEDS_LEGALBASES"]
        assert await unchanged(session, made, state)


async def test_launch_keeps_its_moment_and_what_is_known_of_the_document(session, make: Factory):
    leader = await make.actor(Role.MINISTRY_LEADER)
    made = await ready(make, state=S.APPROVED)

    with at(NOW):
        launched = await steps.launch_movement(
            session,
            leader,
            movement_id=made.id,
            expected_version=1,
            document_signed_on=date(2024, 1, 31),
            document_signer="Thứ trưởng Phan Tâm",
        )

    assert (launched.launched_at, launched.document_number) == (NOW, None)
    assert (launched.document_signed_on, launched.document_signer) == (date(2024, 1, 31), "Thứ trưởng Phan Tâm")


async def test_steps_can_only_be_added(session, make: Factory):
    leader = await make.actor(Role.MINISTRY_LEADER)
    made = await ready(make, state=S.SUBMITTED)
    await steps.approve_movement(session, leader, movement_id=made.id, expected_version=1)
    (kept,) = await transitions(session)

    with pytest.raises(IntegrityError, match="append-only"):
        async with session.begin_nested():
            await session.delete(kept)

    assert len(await transitions(session)) == 1
