from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from domain.actor import ANONYMOUS, Role
from domain.clock import at
from domain.criteria import actions, queries
from domain.criteria.model import Criterion, CriterionBand, Rubric
from domain.criteria.rules import Band, CriterionSpec, RubricState
from domain.errors import Conflict, NotAllowed, NotFound, Refusals, StaleVersion
from domain.ids import new_id
from domain.movements.rules import MovementState
from schema.mutation import constraint_of
from tests.support.audit import entries, only_entry
from tests.support.factories import NOW, Factory
from tests.support.movements import movement, rubric
from tests.support.roles import actor_of

D = Decimal
MANAGERS = (Role.INFORMATION_CENTER, Role.PERSONNEL)
C1 = CriterionSpec(
    code="C1",
    name=" Giảm tải công việc ",
    name_en="Workload relieved",
    description="Số giờ giảm được",
    weight=D(60),
    scale_min=D(0),
    scale_max=D(60),
    step=D("0.5"),
    minimum=D(20),
    bands=(Band("Rõ", D(20), D(60)), Band(" Chưa rõ ", D(0), D("19.5"))),
)
C2 = CriterionSpec(code="C2", name="Tính mới", weight=D(40), scale_min=D(0), scale_max=D(40), step=D("0.5"))
NEW: dict[str, Any] = {"code": "BTC", "name": " Bộ tiêu chí ", "criteria": [C1, C2], "pass_total": D(50)}


async def content(session, made: Rubric) -> list[tuple[int, str, Decimal, list[tuple[int, str]]]]:
    bands = await queries.bands_of(session, made.id)
    return [
        (each.ordinal, each.code, each.weight, [(band.ordinal, band.label) for band in bands.get(each.id, [])])
        for each in await queries.criteria_of(session, made.id)
    ]


@pytest.mark.parametrize("role", MANAGERS)
async def test_a_rubric_is_drafted_with_criteria_and_bands(session, make: Factory, role: Role):
    actor = await make.actor(role)
    running = await movement(make)

    with at(NOW):
        made = await actions.create_rubric(session, actor, movement_id=running.id, **NEW)

    assert (made.movement_id, made.code, made.number, made.name) == (running.id, "BTC", 1, "Bộ tiêu chí")
    assert (made.state, made.pass_total, made.created_at, made.version) == (RubricState.DRAFT, D(50), NOW, 1)
    assert await content(session, made) == [
        (1, "C1", D(60), [(1, "Chưa rõ"), (2, "Rõ")]),
        (2, "C2", D(40), []),
    ]
    first = (await queries.criteria_of(session, made.id))[0]
    assert (first.name, first.name_en, first.description) == (
        "Giảm tải công việc",
        "Workload relieved",
        "Số giờ giảm được",
    )
    assert (first.scale_min, first.scale_max, first.step, first.minimum) == (D(0), D(60), D("0.5"), D(20))
    entry = await only_entry(session)
    assert (entry.deed, entry.subject_type, entry.subject_id) == ("RUBRIC_CREATED", "Rubric", made.id)
    assert (entry.before, entry.after["number"]) == (None, 1)
    assert [(each["code"], each["bands"]) for each in entry.after["criteria"]] == [
        ("C1", ["0-19.5: Chưa rõ", "20-60: Rõ"]),
        ("C2", []),
    ]


async def test_a_code_used_before_gives_its_next_number(session, make: Factory):
    center = await make.actor(Role.INFORMATION_CENTER)
    running, other = await movement(make), await movement(make)
    await rubric(make, running, code="BTC", number=4)
    await rubric(make, running, code="KHAC", number=9)

    again = await actions.create_rubric(session, center, movement_id=running.id, **NEW)
    elsewhere = await actions.create_rubric(session, center, movement_id=other.id, **NEW)

    assert (again.number, elsewhere.number) == (5, 1)


async def test_bad_criteria_are_refused_with_exact_paths(session, make: Factory):
    center = await make.actor(Role.INFORMATION_CENTER)
    running = await movement(make)
    bad = replace(C2, name="", weight=D(41), minimum=D(99))

    with pytest.raises(Refusals) as refused:
        await actions.create_rubric(
            session, center, movement_id=running.id, code="x", name=" ", pass_total=D(101), criteria=[C1, bad]
        )

    assert [(error.rule, error.path) for error in refused.value.errors] == [
        ("CODE_FORM", ("code",)),
        ("NAME_EMPTY", ("name",)),
        ("PASS_TOTAL_RANGE", ("passTotal",)),
        ("NAME_EMPTY", ("criteria", "1", "name")),
        ("MINIMUM_OFF_SCALE", ("criteria", "1", "minimum")),
        ("WEIGHTS_NOT_100", ("criteria",)),
    ]
    assert await session.scalar(select(func.count()).select_from(Rubric)) == 0
    assert await entries(session) == []


@pytest.mark.parametrize("role", [role for role in Role if role not in MANAGERS])
async def test_nobody_else_writes_rubrics(session, make: Factory, role: Role):
    running = await movement(make)
    draft = await rubric(make, running)
    actor = await actor_of(make, role)
    sees_drafts = role in {Role.MINISTRY_LEADER, Role.AUDITOR}

    with pytest.raises(NotAllowed):
        await actions.create_rubric(session, actor, movement_id=running.id, **NEW)
    with pytest.raises(NotAllowed if sees_drafts else NotFound):
        await actions.replace_criteria(session, actor, rubric_id=draft.id, expected_version=1, criteria=[C1, C2])
    with pytest.raises(NotAllowed if sees_drafts else NotFound):
        await actions.new_rubric_version(session, actor, rubric_id=draft.id)

    assert await content(session, draft) == [(1, "C1", D(60), []), (2, "C2", D(40), [])]
    assert await session.scalar(select(func.count()).select_from(Rubric)) == 1
    assert await entries(session) == []


async def test_a_frozen_rubric_is_seen_by_staff_but_not_copied_by_them(session, make: Factory):
    staff = await make.actor(Role.STAFF)
    frozen = await rubric(make, await movement(make), frozen=True)

    with pytest.raises(NotAllowed):
        await actions.new_rubric_version(session, staff, rubric_id=frozen.id)

    assert await entries(session) == []


async def test_a_draft_is_rewritten_whole(session, make: Factory):
    personnel = await make.actor(Role.PERSONNEL)
    draft = await rubric(make, await movement(make), name="Cũ", pass_total=D(50))

    await actions.replace_criteria(
        session,
        personnel,
        rubric_id=draft.id,
        expected_version=1,
        criteria=[replace(C2, weight=D(30)), replace(C1, weight=D(70))],
        name=" Mới ",
    )

    assert (draft.name, draft.pass_total, draft.version) == ("Mới", D(50), 2)
    assert await content(session, draft) == [
        (1, "C2", D(30), []),
        (2, "C1", D(70), [(1, "Chưa rõ"), (2, "Rõ")]),
    ]
    entry = await only_entry(session)
    assert (entry.deed, entry.subject_id) == ("CRITERIA_REPLACED", draft.id)
    assert sorted(entry.before) == sorted(entry.after) == ["criteria", "name", "version"]
    assert (entry.before["version"], entry.after["version"]) == (1, 2)
    assert [each["code"] for each in entry.before["criteria"]] == ["C1", "C2"]
    assert [each["code"] for each in entry.after["criteria"]] == ["C2", "C1"]


async def test_a_draft_loses_its_pass_total_but_never_its_name(session, make: Factory):
    personnel = await make.actor(Role.PERSONNEL)
    draft = await rubric(make, await movement(make), name="Cũ", pass_total=D(50))
    change = {"rubric_id": draft.id, "expected_version": 1, "criteria": [C1, C2], "pass_total": None}

    with pytest.raises(Refusals) as refused:
        await actions.replace_criteria(session, personnel, **change, name=None)
    assert [(error.rule, error.path) for error in refused.value.errors] == [("NULL_NOT_ALLOWED", ("name",))]
    assert (draft.name, draft.pass_total, draft.version) == ("Cũ", D(50), 1)
    assert await entries(session) == []
    await actions.replace_criteria(session, personnel, **change)

    assert (draft.name, draft.pass_total, draft.version) == ("Cũ", None, 2)
    entry = await only_entry(session)
    assert (entry.before["pass_total"], entry.after["pass_total"]) == ("50", None)


async def test_new_criteria_alone_make_a_new_version_of_the_draft(session, make: Factory):
    center = await make.actor(Role.INFORMATION_CENTER)
    draft = await rubric(make, await movement(make))
    change = {"rubric_id": draft.id, "criteria": [C1, C2]}

    await actions.replace_criteria(session, center, expected_version=1, **change)
    with pytest.raises(StaleVersion) as stale:
        await actions.replace_criteria(session, center, expected_version=1, **change)

    assert (stale.value.subject, stale.value.current) == ("Rubric", 2)
    assert len(await entries(session)) == 1


async def test_a_bad_rewrite_is_refused(session, make: Factory):
    center = await make.actor(Role.INFORMATION_CENTER)
    draft = await rubric(make, await movement(make))

    with pytest.raises(Refusals) as refused:
        await actions.replace_criteria(
            session, center, rubric_id=draft.id, expected_version=1, criteria=[], name=" ", pass_total=D(-1)
        )
    with pytest.raises(NotFound) as missing:
        await actions.replace_criteria(session, center, rubric_id=new_id(), expected_version=1, criteria=[C1, C2])
    with pytest.raises(NotFound):
        await actions.replace_criteria(session, ANONYMOUS, rubric_id=draft.id, expected_version=1, criteria=[C1, C2])

    assert [error.rule for error in refused.value.errors] == ["NAME_EMPTY", "PASS_TOTAL_RANGE", "CRITERIA_COUNT"]
    assert missing.value.path == ("rubricId",)
    assert await content(session, draft) == [(1, "C1", D(60), []), (2, "C2", D(40), [])]
    assert await entries(session) == []


async def test_a_frozen_rubric_is_not_rewritten(session, make: Factory):
    center = await make.actor(Role.INFORMATION_CENTER)
    frozen = await rubric(make, await movement(make), frozen=True)

    with pytest.raises(Conflict, match="RUBRIC_FROZEN"):
        await actions.replace_criteria(
            session, center, rubric_id=frozen.id, expected_version=frozen.version, criteria=[C1, C2]
        )

    assert await entries(session) == []


async def test_nothing_is_written_in_an_archived_movement(session, make: Factory):
    center = await make.actor(Role.INFORMATION_CENTER)
    archived = await movement(make, state=MovementState.ARCHIVED)
    draft = await rubric(make, archived)

    with pytest.raises(Conflict, match="MOVEMENT_ARCHIVED"):
        await actions.create_rubric(session, center, movement_id=archived.id, **NEW)
    with pytest.raises(Conflict, match="MOVEMENT_ARCHIVED"):
        await actions.replace_criteria(session, center, rubric_id=draft.id, expected_version=1, criteria=[C1, C2])
    with pytest.raises(Conflict, match="MOVEMENT_ARCHIVED"):
        await actions.new_rubric_version(session, center, rubric_id=draft.id)

    assert await entries(session) == []


@pytest.mark.parametrize("frozen", [True, False])
async def test_a_new_version_is_a_draft_copy_with_the_next_number(session, make: Factory, frozen: bool):
    center = await make.actor(Role.INFORMATION_CENTER)
    running = await movement(make)
    source = await actions.create_rubric(session, center, movement_id=running.id, **NEW)
    if frozen:
        actions.freeze_rubric(source)
    await rubric(make, running, code="BTC", number=7)

    copy = await actions.new_rubric_version(session, center, rubric_id=source.id)

    assert (copy.code, copy.number, copy.name, copy.pass_total) == ("BTC", 8, "Bộ tiêu chí", D(50))
    assert (copy.state, copy.version, copy.frozen_at) == (RubricState.DRAFT, 1, None)
    assert await content(session, copy) == await content(session, source)
    copied, original = await queries.criteria_of(session, copy.id), await queries.criteria_of(session, source.id)
    assert [(each.name, each.name_en, each.minimum) for each in copied] == [
        (each.name, each.name_en, each.minimum) for each in original
    ]
    entry = (await entries(session))[-1]
    assert (entry.deed, entry.subject_id, entry.before) == ("RUBRIC_VERSION_CREATED", copy.id, None)
    assert entry.after["copied_from"] == str(source.id)


async def test_freezing_happens_once(session, make: Factory):
    draft = await rubric(make, await movement(make))

    with at(NOW):
        first = actions.freeze_rubric(draft)
    second = actions.freeze_rubric(draft)
    await session.flush()

    assert (first, second) == (True, False)
    assert (draft.state, draft.frozen_at, draft.version) == (RubricState.FROZEN, NOW, 2)


async def test_the_database_refuses_every_change_of_a_frozen_rubric(session, make: Factory):
    frozen = await rubric(make, await movement(make))
    first, second = await queries.criteria_of(session, frozen.id)
    band = await make.add(CriterionBand(criterion_id=first.id, ordinal=1, label="Mức", mark_from=D(0), mark_to=D(60)))
    frozen.state, frozen.frozen_at = RubricState.FROZEN, NOW
    await session.flush()
    copied = {
        "rubric_id": frozen.id,
        "ordinal": 3,
        "code": "C3",
        "name": "C3",
        "weight": D(1),
        "scale_min": D(0),
        "scale_max": D(1),
        "step": D(1),
    }
    changes = [
        update(Rubric).where(Rubric.id == frozen.id).values(name="Khác"),
        delete(Rubric).where(Rubric.id == frozen.id),
        update(Criterion).where(Criterion.id == second.id).values(weight=D(41)),
        delete(Criterion).where(Criterion.id == second.id),
        insert(Criterion).values(id=new_id(), **copied),
        update(CriterionBand).where(CriterionBand.id == band.id).values(label="Khác"),
        delete(CriterionBand).where(CriterionBand.id == band.id),
        insert(CriterionBand).values(
            id=new_id(), criterion_id=second.id, ordinal=1, label="Mức", mark_from=D(0), mark_to=D(40)
        ),
    ]

    for change in changes:
        with pytest.raises(IntegrityError) as refused:
            async with session.begin_nested():
                await session.execute(change)
        assert constraint_of(refused.value) == "tg_rubrics_frozen"

    await session.refresh(frozen)
    assert frozen.name == "Bộ tiêu chí chấm sáng kiến"
    assert await content(session, frozen) == [(1, "C1", D(60), [(1, "Mức")]), (2, "C2", D(40), [])]
