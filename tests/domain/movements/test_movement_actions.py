from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from domain.actor import ANONYMOUS, SYSTEM, Role
from domain.clock import at
from domain.errors import Conflict, NotAllowed, NotFound, Refusals, StaleVersion
from domain.ids import new_id
from domain.movements import actions
from domain.movements.model import Movement
from domain.movements.rules import EDITABLE, MovementForm, MovementScope, MovementState
from schema.mutation import constraint_of
from tests.support.audit import entries, only_entry
from tests.support.factories import NOW, Factory
from tests.support.movements import movement
from tests.support.roles import actor_of

NEW: dict[str, Any] = {
    "code": "UDCNS-AI-2024",
    "name": "  Ứng dụng công nghệ số ",
    "starts_on": date(2024, 1, 1),
    "ends_on": date(2024, 12, 31),
    "report_due_before": date(2024, 12, 25),
    "form": MovementForm.THEMATIC,
    "scope": MovementScope.MINISTRY,
}


async def test_the_information_center_drafts_a_movement(session, make: Factory):
    center = await make.actor(Role.INFORMATION_CENTER)

    with at(NOW):
        made = await actions.create_movement(session, center, **NEW, theme="Phổ cập hạ tầng số", goal="Giảm tải")

    assert (made.code, made.name, made.theme) == ("UDCNS-AI-2024", "Ứng dụng công nghệ số", "Phổ cập hạ tầng số")
    assert (made.goal, made.content, made.subjects) == ("Giảm tải", "", "")
    assert (made.state, made.version, made.created_at, made.launched_at) == (MovementState.DRAFT, 1, NOW, None)
    assert (made.form, made.scope) == (MovementForm.THEMATIC, MovementScope.MINISTRY)
    assert (made.starts_on, made.ends_on, made.report_due_before) == (
        date(2024, 1, 1),
        date(2024, 12, 31),
        date(2024, 12, 25),
    )
    entry = await only_entry(session)
    assert (entry.deed, entry.subject_type, entry.subject_id) == ("MOVEMENT_CREATED", "Movement", made.id)
    assert (entry.actor_id, entry.actor_roles, entry.before) == (center.person_id, ["INFORMATION_CENTER"], None)
    assert (entry.after["code"], entry.after["state"]) == ("UDCNS-AI-2024", "DRAFT")


async def test_the_system_drafts_a_movement(session, make: Factory):
    made = await actions.create_movement(session, SYSTEM, **NEW)

    assert made.state is MovementState.DRAFT
    assert (await only_entry(session)).actor_id is None


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.INFORMATION_CENTER])
async def test_nobody_else_drafts_or_changes_movements(session, make: Factory, role: Role):
    draft = await movement(make, state=MovementState.DRAFT, name="Phong trào")
    actor = await actor_of(make, role)
    sees_drafts = role in {Role.PERSONNEL, Role.MINISTRY_LEADER, Role.AUDITOR}

    with pytest.raises(NotAllowed):
        await actions.create_movement(session, actor, **NEW)
    with pytest.raises(NotAllowed if sees_drafts else NotFound):
        await actions.update_movement(session, actor, movement_id=draft.id, expected_version=1, name="Khác")

    await session.refresh(draft)
    assert (draft.name, draft.version) == ("Phong trào", 1)
    assert await session.scalar(select(func.count()).select_from(Movement)) == 1
    assert await entries(session) == []


async def test_bad_values_are_told_together(session, make: Factory):
    center = await make.actor(Role.INFORMATION_CENTER)
    bad = {"code": "x", "name": "", "ends_on": date(2023, 1, 1), "report_due_before": date(2023, 1, 1)}

    with pytest.raises(Refusals) as refused:
        await actions.create_movement(session, center, **{**NEW, **bad})

    assert [(error.rule, error.path) for error in refused.value.errors] == [
        ("CODE_FORM", ("code",)),
        ("NAME_EMPTY", ("name",)),
        ("PERIOD_REVERSED", ("endsOn",)),
        ("DUE_TOO_EARLY", ("reportDueBefore",)),
    ]
    assert await entries(session) == []


async def test_a_taken_code_is_refused_by_the_database(session, make: Factory):
    center = await make.actor(Role.INFORMATION_CENTER)
    await movement(make, code="UDCNS-AI-2024")

    with pytest.raises(IntegrityError) as refused:
        async with session.begin_nested():
            await actions.create_movement(session, center, **NEW)

    assert constraint_of(refused.value) == "uq_movements_code"
    assert await entries(session) == []


@pytest.mark.parametrize("state", sorted(EDITABLE))
async def test_update_changes_what_is_given_and_keeps_the_rest(session, make: Factory, state: MovementState):
    center = await make.actor(Role.INFORMATION_CENTER)
    draft = await movement(make, state=state, theme="Cũ")

    changed = await actions.update_movement(
        session,
        center,
        movement_id=draft.id,
        expected_version=1,
        name=" Tên mới ",
        report_due_before=date(2024, 12, 20),
        scope=MovementScope.CLUSTER,
    )

    assert (changed.name, changed.theme, changed.scope, changed.version) == (
        "Tên mới",
        "Cũ",
        MovementScope.CLUSTER,
        2,
    )
    assert changed.report_due_before == date(2024, 12, 20)
    entry = await only_entry(session)
    assert entry.deed == "MOVEMENT_UPDATED"
    assert entry.before == {
        "name": "Ứng dụng công nghệ số, trí tuệ nhân tạo để làm việc tốt hơn",
        "report_due_before": "2024-12-25",
        "scope": "MINISTRY",
        "version": 1,
    }
    assert entry.after == {
        "name": "Tên mới",
        "report_due_before": "2024-12-20",
        "scope": "CLUSTER",
        "version": 2,
    }


@pytest.mark.parametrize("state", sorted(set(MovementState) - EDITABLE))
async def test_update_is_refused_once_submitted(session, make: Factory, state: MovementState):
    center = await make.actor(Role.INFORMATION_CENTER)
    fixed = await movement(make, state=state, goal="Giảm tải")

    with pytest.raises(Conflict, match="MOVEMENT_NOT_EDITABLE"):
        await actions.update_movement(session, center, movement_id=fixed.id, expected_version=1, goal="Khác")

    await session.refresh(fixed)
    assert (fixed.goal, fixed.version) == ("Giảm tải", 1)
    assert await entries(session) == []


async def test_update_judges_what_the_movement_would_become(session, make: Factory):
    center = await make.actor(Role.INFORMATION_CENTER)
    draft = await movement(make, state=MovementState.DRAFT)

    with pytest.raises(Refusals) as refused:
        await actions.update_movement(
            session, center, movement_id=draft.id, expected_version=1, starts_on=date(2025, 1, 1)
        )

    assert [(error.rule, error.path) for error in refused.value.errors] == [
        ("PERIOD_REVERSED", ("endsOn",)),
        ("DUE_TOO_EARLY", ("reportDueBefore",)),
    ]
    assert await entries(session) == []


async def test_update_tells_a_null_together_with_what_else_is_wrong(session, make: Factory):
    center = await make.actor(Role.INFORMATION_CENTER)
    draft = await movement(make, state=MovementState.DRAFT, theme="Cũ")
    wrong = {"name": None, "theme": None, "ends_on": date(2023, 1, 1), "report_due_before": None}

    with pytest.raises(Refusals) as refused:
        await actions.update_movement(session, center, movement_id=draft.id, expected_version=1, **wrong)

    assert [(error.rule, error.path) for error in refused.value.errors] == [
        ("NULL_NOT_ALLOWED", ("name",)),
        ("NULL_NOT_ALLOWED", ("reportDueBefore",)),
        ("PERIOD_REVERSED", ("endsOn",)),
    ]
    assert (draft.theme, draft.version) == ("Cũ", 1)
    assert await entries(session) == []


async def test_update_refuses_a_stale_version_and_an_unknown_movement(session, make: Factory):
    center = await make.actor(Role.INFORMATION_CENTER)
    draft = await movement(make, state=MovementState.DRAFT)

    with pytest.raises(StaleVersion) as stale:
        await actions.update_movement(session, center, movement_id=draft.id, expected_version=7, goal="Khác")
    with pytest.raises(NotFound) as missing:
        await actions.update_movement(session, center, movement_id=new_id(), expected_version=1, goal="Khác")
    with pytest.raises(NotFound):
        await actions.update_movement(session, ANONYMOUS, movement_id=draft.id, expected_version=1, goal="Khác")

    assert (stale.value.subject, stale.value.subject_id, stale.value.current) == ("Movement", draft.id, 1)
    assert missing.value.path == ("movementId",)
    assert await entries(session) == []
