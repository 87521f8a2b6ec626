from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain import clock
from domain.access.permissions import Permission
from domain.actor import ANONYMOUS, SYSTEM, Actor, Role
from domain.errors import Closed, Conflict, Invalid, NotAllowed, NotFound, Refusals, StaleVersion
from domain.ids import new_id
from domain.initiatives.actions import writing
from domain.initiatives.content import Share
from domain.initiatives.model import EvidenceLink, Initiative, InitiativeAuthor, InitiativeRevision
from domain.initiatives.rules import FieldOfWork, InitiativeKind, InitiativeState
from domain.movements.rules import MovementState
from tests.support.audit import entries, only_entry
from tests.support.factories import NOW, Factory
from tests.support.initiatives import TITLE, Scene, content, revise, scene, shares
from tests.support.movements import movement, participation, phase

S = InitiativeState
#: One deed of each kind on an existing initiative, ready to be called.
DEEDS: dict[str, dict[str, Any]] = {
    "revise_initiative": {"content": content()},
    "send_to_unit_review": {},
    "withdraw_initiative": {"reason": "Trùng nội dung"},
}


async def do(session: AsyncSession, actor: Actor, deed: str, initiative: Initiative, **given: Any) -> Initiative:
    """Call a deed of `DEEDS` for an initiative, in its present version unless told otherwise."""
    arguments = {"initiative_id": initiative.id, "expected_version": initiative.version, **DEEDS[deed], **given}
    return await getattr(writing, deed)(session, actor, **arguments)


async def nothing_happened(session: AsyncSession, initiative: Initiative, state: S = S.DRAFT) -> bool:
    """Say whether the initiative is as the factory made it, and no deed was recorded."""
    await session.refresh(initiative)
    revisions = await session.scalar(select(func.count()).where(InitiativeRevision.initiative_id == initiative.id))
    return (initiative.state, initiative.version, revisions, await entries(session)) == (state, 1, 1, [])


async def test_an_author_creates_an_initiative_of_their_unit(session, make: Factory):
    stage = await scene(make)
    colleague = await make.person()
    said = content(stage.writer, colleague, title="  Trợ lý ảo ", hours_after=Decimal("12.5"))

    with clock.at(NOW):
        made = await writing.create_initiative(
            session, stage.author, movement_id=stage.movement.id, unit_id=stage.unit.id, content=said
        )

    assert (made.title, made.kind, made.field_of_work) == ("Trợ lý ảo", said.kind, said.field_of_work)
    assert (made.hours_saved, made.state, made.version) == (Decimal("27.5"), S.DRAFT, 1)
    assert (made.created_at, made.created_by_id) == (NOW, stage.writer.id)
    assert (made.first_submitted_at, made.punctuality, made.state_reason) == (None, None, None)
    revision = await session.get_one(InitiativeRevision, made.current_revision_id)
    assert (revision.number, revision.title, revision.content_hash) == (1, "Trợ lý ảo", said.tidy().digest())
    assert (revision.hours_before, revision.hours_after, revision.people_affected) == (40, Decimal("12.5"), 12)
    assert (revision.summary, revision.task_relieved) == (said.summary, said.task_relieved)
    assert (revision.tool, revision.measurement) == (said.tool, said.measurement)
    assert (revision.created_at, revision.created_by_id) == (NOW, stage.writer.id)
    authors = select(InitiativeAuthor).order_by(InitiativeAuthor.ordinal)
    assert [(each.ordinal, each.person_id, each.percent) for each in await session.scalars(authors)] == [
        (1, stage.writer.id, 50),
        (2, colleague.id, 50),
    ]
    assert [(each.ordinal, each.label, each.url) for each in await session.scalars(select(EvidenceLink))] == [
        (1, "Báo cáo thử nghiệm", "https://thidua.example/bao-cao.pdf")
    ]
    entry = await only_entry(session)
    assert (entry.deed, entry.subject_type, entry.subject_id) == ("INITIATIVE_CREATED", "Initiative", made.id)
    assert (entry.actor_id, entry.actor_roles, entry.before) == (stage.writer.id, ["STAFF"], None)
    assert (entry.after["title"], entry.after["hours_saved"], entry.after["version"]) == ("Trợ lý ảo", "27.5", 1)


async def none_created(session: AsyncSession) -> bool:
    return await session.scalar(select(func.count()).select_from(Initiative)) == 0 and await entries(session) == []


async def create(session: AsyncSession, actor: Actor, stage: Scene, **given: Any) -> Initiative:
    arguments = {
        "movement_id": stage.movement.id,
        "unit_id": stage.unit.id,
        "content": content(stage.writer),
        **given,
    }
    return await writing.create_initiative(session, actor, **arguments)


async def test_creating_needs_a_movement_and_a_unit_that_one_sees(session, make: Factory):
    stage = await scene(make)
    hidden = await movement(make, state=MovementState.DRAFT)

    for movement_id in (hidden.id, new_id()):
        with pytest.raises(NotFound) as refused:
            await create(session, stage.author, stage, movement_id=movement_id)
        assert refused.value.path == ("movementId",)
    with pytest.raises(NotFound) as refused:
        await create(session, stage.author, stage, unit_id=new_id())
    assert refused.value.path == ("unitId",)

    assert await none_created(session)


async def test_nobody_creates_for_another_unit(session, make: Factory):
    stage = await scene(make)
    other = await make.unit()
    await participation(make, stage.movement, other)

    with pytest.raises(NotAllowed) as refused:
        await create(session, stage.author, stage, unit_id=other.id)

    assert (refused.value.permission, refused.value.rule) == ("INITIATIVE_CREATE", "UNIT_IS_OWN")
    assert await none_created(session)


@pytest.mark.parametrize("role", [Role.PERSONNEL, Role.INFORMATION_CENTER, Role.SYSTEM_ADMINISTRATOR, Role.AUDITOR])
async def test_roles_that_do_not_write_create_nothing(session, make: Factory, role: Role):
    stage = await scene(make)

    with pytest.raises(NotAllowed):
        await create(session, await make.actor(role, unit=stage.unit), stage)

    assert await none_created(session)


async def test_the_unit_must_take_part(session, make: Factory):
    stage = await scene(make)
    outsider = await make.actor(Role.STAFF)

    with pytest.raises(Conflict) as refused:
        await create(session, outsider, stage, unit_id=outsider.unit_id)

    assert (refused.value.rule, refused.value.path) == ("UNIT_TAKES_NO_PART", ("unitId",))
    assert await none_created(session)


async def test_creating_needs_an_open_phase(session, make: Factory):
    stage = await scene(make)
    other = await movement(make)
    await participation(make, other, stage.unit)
    closes_at = datetime(2024, 3, 1, tzinfo=UTC)
    await phase(make, other, (Role.STAFF, Permission.INITIATIVE_CREATE), closes_at=closes_at)

    with clock.at(closes_at), pytest.raises(Closed) as refused:
        await create(session, stage.author, stage, movement_id=other.id)

    assert (refused.value.rule, refused.value.closed_at) == ("PHASE_CLOSED", closes_at)
    assert await none_created(session)


async def test_all_that_is_wrong_with_the_content_is_told_at_once(session, make: Factory):
    stage = await scene(make)
    leaver = await make.person(left_on=date(2024, 5, 31))
    said = replace(
        content(stage.writer),
        title=" ",
        authors=(Share(stage.writer.id, Decimal(60)), Share(leaver.id, Decimal(20)), Share(new_id(), Decimal(10))),
    )

    with pytest.raises(Refusals) as refused:
        await create(session, stage.author, stage, content=said)

    assert [(each.rule, each.path) for each in refused.value.errors] == [
        ("TEXT_EMPTY", ("title",)),
        ("SHARES_NOT_100", ("authors",)),
        ("NOT_FOUND", ("authors", "1", "personId")),
        ("NOT_FOUND", ("authors", "2", "personId")),
    ]
    assert await none_created(session)


async def test_the_system_itself_may_create(session, make: Factory):
    stage = await scene(make)

    made = await create(session, SYSTEM, stage)

    assert made.created_by_id is None


async def test_an_author_revises_a_draft(session, make: Factory):
    stage = await scene(make)
    draft = await stage.initiative(make, state=S.DRAFT)
    first = await session.get_one(InitiativeRevision, draft.current_revision_id)
    said = content(
        stage.writer,
        title="Trợ lý ảo, bản hai",
        kind=InitiativeKind.AI,
        field_of_work=FieldOfWork.QUAN_LY,
        hours_before=Decimal(50),
        evidence=(),
    )

    await do(session, stage.author, "revise_initiative", draft, content=said)

    second = await session.get_one(InitiativeRevision, draft.current_revision_id)
    assert (second.number, second.title, second.content_hash) == (2, "Trợ lý ảo, bản hai", said.digest())
    assert (draft.title, draft.kind, draft.field_of_work) == (second.title, "AI", "QUAN_LY")
    assert (draft.hours_saved, draft.state, draft.version) == (40, S.DRAFT, 2)
    await session.refresh(first)
    assert (first.number, first.title) == (1, TITLE)
    entry = await only_entry(session)
    assert (entry.deed, entry.subject_id) == ("INITIATIVE_REVISED", draft.id)
    assert entry.before == {
        "title": TITLE,
        "kind": "VIRTUAL_ASSISTANT",
        "field_of_work": "CHUYEN_MON",
        "hours_saved": "30",
        "current_revision_id": str(first.id),
        "version": 1,
    }
    assert entry.after["current_revision_id"] == str(second.id)


async def test_a_returned_initiative_is_revised_by_the_focal_officer(session, make: Factory):
    stage = await scene(make)
    returned = await stage.initiative(make, state=S.RETURNED)

    await do(session, stage.officer, "revise_initiative", returned, content=content(stage.writer, title="Mới"))

    assert (returned.title, returned.state, returned.state_reason) == ("Mới", S.RETURNED, "Chưa đủ minh chứng")


async def test_a_revision_that_says_the_same_is_refused(session, make: Factory):
    stage = await scene(make)
    draft = await stage.initiative(make, state=S.DRAFT)
    same = content(stage.writer, title=f"{TITLE} ", hours_before=Decimal("40.00"))

    with pytest.raises(Conflict) as refused:
        await do(session, stage.author, "revise_initiative", draft, content=same)

    assert refused.value.rule == "NOTHING_CHANGED"
    assert await nothing_happened(session, draft)


async def test_a_revision_is_judged_like_a_new_initiative(session, make: Factory):
    stage = await scene(make)
    draft = await stage.initiative(make, state=S.DRAFT)
    said = replace(content(stage.writer), tool="", authors=(Share(new_id(), Decimal(100)),))

    with pytest.raises(Refusals) as refused:
        await do(session, stage.author, "revise_initiative", draft, content=said)

    assert [(each.rule, each.path) for each in refused.value.errors] == [
        ("TEXT_EMPTY", ("tool",)),
        ("NOT_FOUND", ("authors", "0", "personId")),
    ]
    assert await nothing_happened(session, draft)


async def test_an_author_who_left_may_stay_one(session, make: Factory):
    stage = await scene(make)
    leaver = await make.person(stage.unit)
    draft = await stage.initiative(make, state=S.DRAFT, authors=shares(stage.writer, leaver))
    leaver.left_on = date(2024, 5, 31)
    await session.flush()

    await do(session, stage.author, "revise_initiative", draft, content=content(stage.writer, leaver, title="Mới"))

    assert draft.version == 2


@pytest.mark.parametrize("state", [S.DRAFT, S.RETURNED])
async def test_an_initiative_is_sent_to_unit_review(session, make: Factory, state: S):
    stage = await scene(make)
    initiative = await stage.initiative(make, state=state)
    reason = initiative.state_reason

    await do(session, stage.author, "send_to_unit_review", initiative)

    assert (initiative.state, initiative.state_reason, initiative.version) == (S.UNIT_REVIEW, None, 2)
    entry = await only_entry(session)
    assert (entry.deed, entry.subject_id, entry.actor_id) == (
        "INITIATIVE_SENT_TO_UNIT_REVIEW",
        initiative.id,
        stage.writer.id,
    )
    changed = {"state_reason": reason} if reason else {}
    assert entry.before == {"state": state, "version": 1, **changed}


@pytest.mark.parametrize("state", [S.DRAFT, S.UNIT_REVIEW, S.RETURNED, S.SUBMITTED, S.SCREENED])
async def test_an_initiative_is_withdrawn_with_a_reason(session, make: Factory, state: S):
    stage = await scene(make)
    initiative = await stage.initiative(make, state=state)

    await do(session, stage.author, "withdraw_initiative", initiative, reason=" Trùng nội dung ")

    assert (initiative.state, initiative.state_reason) == (S.WITHDRAWN, "Trùng nội dung")
    entry = await only_entry(session)
    assert (entry.deed, entry.reason) == ("INITIATIVE_WITHDRAWN", "Trùng nội dung")
    assert (entry.before["state"], entry.after["state"]) == (state, "WITHDRAWN")


async def test_a_withdrawal_needs_a_reason(session, make: Factory):
    stage = await scene(make)
    draft = await stage.initiative(make, state=S.DRAFT)

    with pytest.raises(Invalid) as refused:
        await do(session, stage.author, "withdraw_initiative", draft, reason="  ")

    assert (refused.value.rule, refused.value.path) == ("REASON_MISSING", ("reason",))
    assert await nothing_happened(session, draft)


@pytest.mark.parametrize(
    ("deed", "state"),
    [
        *(("revise_initiative", state) for state in S if state not in {S.DRAFT, S.RETURNED}),
        *(("send_to_unit_review", state) for state in S if state not in {S.DRAFT, S.RETURNED}),
        *(("withdraw_initiative", state) for state in (S.INELIGIBLE, S.SCORING, S.SCORED, S.WITHDRAWN)),
    ],
)
async def test_other_states_forbid_the_deed(session, make: Factory, deed: str, state: S):
    stage = await scene(make)
    initiative = await stage.initiative(make, state=state)

    with pytest.raises(Conflict) as refused:
        await do(session, stage.author, deed, initiative)

    assert refused.value.rule == "STATE_FORBIDS"
    assert await nothing_happened(session, initiative, state)


@pytest.mark.parametrize("deed", DEEDS)
async def test_who_does_not_see_an_initiative_does_not_find_it(session, make: Factory, deed: str):
    stage = await scene(make)
    draft = await stage.initiative(make, state=S.DRAFT)
    bystander = await make.actor(Role.STAFF, unit=stage.unit)

    for actor in (bystander, stage.center, await make.actor(Role.UNIT_LEADER), ANONYMOUS):
        with pytest.raises(NotFound) as refused:
            await do(session, actor, deed, draft)
        assert refused.value.path == ("initiativeId",)

    assert await nothing_happened(session, draft)


@pytest.mark.parametrize("deed", DEEDS)
async def test_a_leader_who_is_no_author_does_not_edit(session, make: Factory, deed: str):
    stage = await scene(make)
    draft = await stage.initiative(make, state=S.DRAFT)

    with pytest.raises(NotAllowed) as refused:
        await do(session, stage.leader, deed, draft)

    assert (refused.value.permission, refused.value.rule) == ("INITIATIVE_EDIT", "ACTOR_IS_AUTHOR")
    assert await nothing_happened(session, draft)


@pytest.mark.parametrize("deed", DEEDS)
async def test_who_is_no_author_any_more_does_not_edit(session, make: Factory, deed: str):
    stage = await scene(make)
    former = await make.person(stage.unit)
    draft = await stage.initiative(make, state=S.DRAFT, authors=shares(stage.writer, former))
    await revise(make, draft, content(stage.writer))

    with pytest.raises(NotAllowed) as refused:
        await do(session, await make.acting(former, Role.STAFF), deed, draft)

    assert refused.value.rule == "ACTOR_IS_AUTHOR"
    assert await entries(session) == []


@pytest.mark.parametrize("deed", DEEDS)
async def test_deeds_need_an_open_phase(session, make: Factory, deed: str):
    stage = await scene(make)
    draft = await stage.initiative(make, state=S.DRAFT)
    stage.movement.state = MovementState.ARCHIVED
    await session.flush()

    with pytest.raises(Closed) as refused:
        await do(session, stage.author, deed, draft)

    assert refused.value.rule == "PHASE_CLOSED"
    assert await nothing_happened(session, draft)


@pytest.mark.parametrize("deed", DEEDS)
async def test_a_stale_version_is_refused(session, make: Factory, deed: str):
    stage = await scene(make)
    draft = await stage.initiative(make, state=S.DRAFT)

    with pytest.raises(StaleVersion) as refused:
        await do(session, stage.author, deed, draft, expected_version=2)

    assert (refused.value.subject, refused.value.subject_id, refused.value.current) == ("Initiative", draft.id, 1)
    assert await nothing_happened(session, draft)
