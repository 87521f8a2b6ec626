from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import select

from domain.access.permissions import Permission
from domain.actor import Role
from domain.errors import Conflict, Invalid, NotAllowed, NotFound, Refusals, StaleVersion
from domain.ids import new_id
from domain.movements import phases
from domain.movements.model import Movement, Phase, PhaseCapability
from domain.movements.particulars import PhaseSpec
from domain.movements.rules import EDITABLE, MovementState
from tests.support.audit import entries, only_entry
from tests.support.factories import Factory
from tests.support.movements import movement, phase
from tests.support.roles import actor_of

WRITING = (Role.STAFF, Permission.INITIATIVE_CREATE)
SUBMITTING = (Role.UNIT_LEADER, Permission.INITIATIVE_SUBMIT)
SUBMISSION = PhaseSpec(
    code="SUBMISSION",
    name=" Nộp sáng kiến ",
    name_en="Submission",
    opens_at=datetime(2024, 3, 1, tzinfo=UTC),
    closes_at=datetime(2024, 12, 24, 17, tzinfo=UTC),
    capabilities=(WRITING, SUBMITTING),
)
EVALUATION = PhaseSpec(
    code="EVALUATION",
    name="Chấm điểm",
    opens_at=datetime(2024, 12, 25, tzinfo=UTC),
    closes_at=datetime(2025, 1, 11, tzinfo=UTC),
)
OPENS, CLOSES = datetime(2024, 3, 1, tzinfo=UTC), datetime(2024, 12, 25, tzinfo=UTC)


async def plan(session, of: Movement) -> list[tuple[int, str, str]]:
    rows = await session.execute(
        select(Phase.ordinal, Phase.code, Phase.name).where(Phase.movement_id == of.id).order_by(Phase.ordinal)
    )
    return [tuple(row) for row in rows]


async def capabilities(session, of: Movement) -> set[tuple[str, Role, Permission]]:
    rows = await session.execute(
        select(Phase.code, PhaseCapability.role, PhaseCapability.permission)
        .join(PhaseCapability, PhaseCapability.phase_id == Phase.id)
        .where(Phase.movement_id == of.id)
    )
    return {tuple(row) for row in rows}


@pytest.mark.parametrize("state", sorted(EDITABLE))
async def test_a_plan_takes_the_place_of_the_one_before(session, make: Factory, state: MovementState):
    center = await make.actor(Role.INFORMATION_CENTER)
    draft, other = await movement(make, state=state), await movement(make)
    await phase(make, draft, WRITING, code="SUBMISSION", opens_at=OPENS, closes_at=CLOSES)
    await phase(make, other, WRITING, code="OTHER")

    await phases.set_phases(session, center, movement_id=draft.id, expected_version=1, phases=[EVALUATION, SUBMISSION])

    assert draft.version == 2
    assert await plan(session, draft) == [(1, "EVALUATION", "Chấm điểm"), (2, "SUBMISSION", "Nộp sáng kiến")]
    assert await capabilities(session, draft) == {("SUBMISSION", *WRITING), ("SUBMISSION", *SUBMITTING)}
    assert await plan(session, other) == [(1, "OTHER", "Giai đoạn 1")]
    assert await capabilities(session, other) == {("OTHER", *WRITING)}
    entry = await only_entry(session)
    assert (entry.deed, entry.subject_type, entry.subject_id) == ("PHASES_SET", "Movement", draft.id)
    assert entry.before == {
        "version": 1,
        "phases": [
            {
                "code": "SUBMISSION",
                "name": "Giai đoạn 1",
                "name_en": None,
                "opens_at": "2024-03-01T00:00:00+00:00",
                "closes_at": "2024-12-25T00:00:00+00:00",
                "capabilities": ["STAFF: INITIATIVE_CREATE"],
            }
        ],
    }
    assert entry.after["version"] == 2
    assert [(each["code"], each["capabilities"]) for each in entry.after["phases"]] == [
        ("EVALUATION", []),
        ("SUBMISSION", ["STAFF: INITIATIVE_CREATE", "UNIT_LEADER: INITIATIVE_SUBMIT"]),
    ]


async def test_a_plan_can_be_emptied(session, make: Factory):
    center = await make.actor(Role.INFORMATION_CENTER)
    draft = await movement(make, state=MovementState.DRAFT)
    await phase(make, draft, WRITING)

    await phases.set_phases(session, center, movement_id=draft.id, expected_version=1, phases=[])

    assert await plan(session, draft) == []
    assert (await only_entry(session)).after == {"version": 2, "phases": []}


async def refused_plan(session, actor, made: Movement, error: type[Exception], **given: Any) -> Any:
    arguments = {"movement_id": made.id, "expected_version": 1, "phases": [EVALUATION], **given}
    with pytest.raises(error) as refused:
        await phases.set_phases(session, actor, **arguments)
    assert await plan(session, made) == [(1, "GD-1", "Giai đoạn 1")]
    assert await entries(session) == []
    return refused.value


async def test_a_bad_plan_is_refused_with_the_path_to_each_fault(session, make: Factory):
    center = await make.actor(Role.INFORMATION_CENTER)
    draft = await movement(make, state=MovementState.DRAFT)
    await phase(make, draft)
    bad = replace(EVALUATION, code="x", closes_at=EVALUATION.opens_at)

    refused = await refused_plan(session, center, draft, Refusals, phases=[SUBMISSION, bad])

    assert [(error.rule, error.path) for error in refused.errors] == [
        ("CODE_FORM", ("phases", "1", "code")),
        ("PERIOD_REVERSED", ("phases", "1", "closesAt")),
    ]


async def test_a_stale_plan_is_refused_after_another_one(session, make: Factory):
    center = await make.actor(Role.INFORMATION_CENTER)
    draft = await movement(make, state=MovementState.DRAFT)
    await phases.set_phases(session, center, movement_id=draft.id, expected_version=1, phases=[SUBMISSION])

    with pytest.raises(StaleVersion):
        await phases.set_phases(session, center, movement_id=draft.id, expected_version=1, phases=[])

    assert await plan(session, draft) == [(1, "SUBMISSION", "Nộp sáng kiến")]


@pytest.mark.parametrize("state", sorted(set(MovementState) - EDITABLE))
async def test_a_plan_is_fixed_once_submitted(session, make: Factory, state: MovementState):
    center = await make.actor(Role.INFORMATION_CENTER)
    fixed = await movement(make, state=state)
    await phase(make, fixed)

    assert (await refused_plan(session, center, fixed, Conflict)).rule == "MOVEMENT_NOT_EDITABLE"


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.INFORMATION_CENTER])
async def test_nobody_else_plans(session, make: Factory, role: Role):
    running = await movement(make)
    planned = await phase(make, running)
    actor = await actor_of(make, role)

    await refused_plan(session, actor, running, NotAllowed)
    with pytest.raises(NotAllowed):
        await phases.change_phase(
            session, actor, phase_id=planned.id, expected_version=1, closes_at=CLOSES, reason="Gia hạn"
        )

    assert await entries(session) == []


@pytest.mark.parametrize("state", sorted(set(MovementState) - {MovementState.ARCHIVED}))
async def test_a_phase_is_moved_with_a_reason(session, make: Factory, state: MovementState):
    center = await make.actor(Role.INFORMATION_CENTER)
    running = await movement(make, state=state)
    planned = await phase(make, running, WRITING, opens_at=OPENS, closes_at=CLOSES)

    await phases.change_phase(
        session,
        center,
        phase_id=planned.id,
        expected_version=1,
        closes_at=datetime(2025, 1, 5, tzinfo=UTC),
        reason=" Gia hạn do nghỉ Tết ",
    )

    assert (planned.opens_at, planned.closes_at) == (OPENS, datetime(2025, 1, 5, tzinfo=UTC))
    assert running.version == 2
    entry = await only_entry(session)
    assert (entry.deed, entry.subject_type, entry.subject_id) == ("PHASE_CHANGED", "Phase", planned.id)
    assert entry.reason == "Gia hạn do nghỉ Tết"
    assert entry.before == {"closes_at": "2024-12-25T00:00:00+00:00"}
    assert entry.after == {"closes_at": "2025-01-05T00:00:00+00:00"}


@pytest.mark.parametrize(
    ("change", "error", "rule"),
    [
        ({"reason": " "}, Invalid, "REASON_MISSING"),
        ({"expected_version": 2}, StaleVersion, "STALE_VERSION"),
        ({"phase_id": new_id()}, NotFound, "NOT_FOUND"),
        ({"closes_at": OPENS}, Refusals, "PERIOD_REVERSED"),
        ({"opens_at": CLOSES}, Refusals, "PERIOD_REVERSED"),
        ({"opens_at": None}, Refusals, "NULL_NOT_ALLOWED"),
        ({"closes_at": None}, Refusals, "NULL_NOT_ALLOWED"),
    ],
)
async def test_a_bad_move_of_a_phase_is_refused(session, make: Factory, change, error, rule: str):
    center = await make.actor(Role.INFORMATION_CENTER)
    planned = await phase(make, await movement(make), opens_at=OPENS, closes_at=CLOSES)
    arguments = {"phase_id": planned.id, "expected_version": 1, "reason": "Gia hạn", **change}

    with pytest.raises(error, match=rule):
        await phases.change_phase(session, center, **arguments)

    await session.refresh(planned)
    assert (planned.opens_at, planned.closes_at) == (OPENS, CLOSES)
    assert await entries(session) == []


async def test_no_phase_of_an_archived_movement_moves(session, make: Factory):
    center = await make.actor(Role.INFORMATION_CENTER)
    planned = await phase(make, await movement(make, state=MovementState.ARCHIVED), opens_at=OPENS, closes_at=CLOSES)

    with pytest.raises(Conflict, match="MOVEMENT_ARCHIVED"):
        await phases.change_phase(
            session, center, phase_id=planned.id, expected_version=1, opens_at=OPENS, reason="Gia hạn"
        )

    assert await entries(session) == []
