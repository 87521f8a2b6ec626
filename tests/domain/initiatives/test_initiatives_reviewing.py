from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from domain import clock
from domain.access.permissions import Permission
from domain.actor import ANONYMOUS, Actor, Role
from domain.errors import Closed, Conflict, Invalid, NotAllowed, NotFound, StaleVersion
from domain.initiatives.actions import reviewing, writing
from domain.initiatives.model import Initiative, InitiativeReview
from domain.initiatives.rules import InitiativeState, Punctuality
from tests.support.audit import entries, only_entry
from tests.support.factories import NOW, Factory, days
from tests.support.initiatives import content, initiative, revise, scene, shares
from tests.support.movements import movement, phase

S = InitiativeState
LAST_MOMENT = datetime.fromisoformat("2024-12-24T23:59:59+07:00")
TOO_LATE = datetime.fromisoformat("2024-12-25T00:00:00+07:00")

#: Each deed with what it takes besides the initiative, and the one state in which it is done.
DEEDS: dict[str, tuple[dict[str, Any], S]] = {
    "submit_initiative": ({}, S.UNIT_REVIEW),
    "return_initiative": ({"reason": "Thiếu số liệu"}, S.UNIT_REVIEW),
    "screen_initiative": ({"eligible": True}, S.SUBMITTED),
    "send_back_initiative": ({"reason": "Thiếu số liệu"}, S.SUBMITTED),
}
BY_LEADER = ("submit_initiative", "return_initiative")
BY_CENTER = ("screen_initiative", "send_back_initiative")


async def do(session: AsyncSession, actor: Actor, deed: str, initiative: Initiative, **given: Any) -> Initiative:
    """Call a deed of `DEEDS` for an initiative, in its present version unless told otherwise."""
    usual, _ = DEEDS[deed]
    arguments = {"initiative_id": initiative.id, "expected_version": initiative.version, **usual, **given}
    return await getattr(reviewing, deed)(session, actor, **arguments)


async def reviews(session: AsyncSession) -> list[tuple[Any, ...]]:
    rows = await session.scalars(select(InitiativeReview).order_by(InitiativeReview.at, InitiativeReview.id))
    return [(each.stage, each.decision, each.reason, each.reviewer_id, each.revision_id) for each in rows]


async def nothing_happened(session: AsyncSession, initiative: Initiative, state: S) -> bool:
    """Say whether the initiative is as the factory made it, nothing was reviewed and no deed recorded."""
    await session.refresh(initiative)
    there = (initiative.state, initiative.version, await reviews(session), await entries(session))
    return there == (state, 1, [], [])


async def test_the_leader_submits(session, make: Factory):
    stage = await scene(make)
    made = await stage.initiative(make, state=S.UNIT_REVIEW)

    with clock.at(NOW):
        await do(session, stage.leader, "submit_initiative", made)

    assert (made.state, made.version, made.first_submitted_at) == (S.SUBMITTED, 2, NOW)
    assert made.punctuality is Punctuality.ON_TIME
    assert await reviews(session) == [("UNIT", "APPROVED", None, stage.leader.person_id, made.current_revision_id)]
    entry = await only_entry(session)
    assert (entry.deed, entry.subject_type, entry.subject_id) == ("INITIATIVE_SUBMITTED", "Initiative", made.id)
    assert (entry.actor_id, entry.actor_roles) == (stage.leader.person_id, ["UNIT_LEADER"])
    assert entry.before == {"state": "UNIT_REVIEW", "version": 1, "first_submitted_at": None, "punctuality": None}
    assert entry.after == {
        "state": "SUBMITTED",
        "version": 2,
        "first_submitted_at": NOW.isoformat(),
        "punctuality": "ON_TIME",
    }


@pytest.mark.parametrize(("moment", "punctuality"), [(LAST_MOMENT, Punctuality.ON_TIME), (TOO_LATE, Punctuality.LATE)])
async def test_before_the_day_means_strictly_before_it_in_vietnam(
    session, make: Factory, moment: datetime, punctuality: Punctuality
):
    stage = await scene(make)
    made = await stage.initiative(make, state=S.UNIT_REVIEW)

    with clock.at(moment):
        await do(session, stage.leader, "submit_initiative", made)

    assert (made.first_submitted_at, made.punctuality) == (moment, punctuality)


async def test_a_late_resubmission_stays_on_time(session, make: Factory):
    stage = await scene(make)
    made = await stage.initiative(make, state=S.UNIT_REVIEW)
    with clock.at(LAST_MOMENT):
        await do(session, stage.leader, "submit_initiative", made)
    said = content(stage.writer, title="Mới")
    with clock.at(TOO_LATE):
        await do(session, stage.center, "send_back_initiative", made)
    with clock.at(TOO_LATE + days(1)):
        await writing.revise_initiative(
            session, stage.author, initiative_id=made.id, expected_version=made.version, content=said
        )
    with clock.at(TOO_LATE + days(2)):
        await writing.send_to_unit_review(session, stage.author, initiative_id=made.id, expected_version=made.version)
    with clock.at(TOO_LATE + days(3)):
        await do(session, stage.leader, "submit_initiative", made)

    assert (made.state, made.first_submitted_at, made.punctuality) == (S.SUBMITTED, LAST_MOMENT, Punctuality.ON_TIME)
    assert [(stage_, decision) for stage_, decision, *_ in await reviews(session)] == [
        ("UNIT", "APPROVED"),
        ("SCREENING", "RETURNED"),
        ("UNIT", "APPROVED"),
    ]
    assert [entry.deed for entry in await entries(session)] == [
        "INITIATIVE_SUBMITTED",
        "INITIATIVE_SENT_BACK",
        "INITIATIVE_REVISED",
        "INITIATIVE_SENT_TO_UNIT_REVIEW",
        "INITIATIVE_SUBMITTED",
    ]


async def test_a_leader_may_submit_what_they_wrote(session, make: Factory):
    stage = await scene(make)
    head = await make.person(stage.unit)
    made = await stage.initiative(make, state=S.UNIT_REVIEW, authors=shares(head))

    await do(session, await make.acting(head, Role.UNIT_LEADER), "submit_initiative", made)

    assert made.state is S.SUBMITTED


@pytest.mark.parametrize(
    ("deed", "recorded", "stage_name"),
    [
        ("return_initiative", "INITIATIVE_RETURNED", "UNIT"),
        ("send_back_initiative", "INITIATIVE_SENT_BACK", "SCREENING"),
    ],
)
async def test_an_initiative_is_returned_with_a_reason(
    session, make: Factory, deed: str, recorded: str, stage_name: str
):
    stage = await scene(make)
    actor = stage.leader if deed in BY_LEADER else stage.center
    made = await stage.initiative(make, state=DEEDS[deed][1])
    submitted = (made.first_submitted_at, made.punctuality)

    await do(session, actor, deed, made, reason=" Thiếu số liệu ")

    assert (made.state, made.state_reason, made.version) == (S.RETURNED, "Thiếu số liệu", 2)
    assert (made.first_submitted_at, made.punctuality) == submitted
    assert await reviews(session) == [
        (stage_name, "RETURNED", "Thiếu số liệu", actor.person_id, made.current_revision_id)
    ]
    entry = await only_entry(session)
    assert (entry.deed, entry.reason, entry.actor_id) == (recorded, "Thiếu số liệu", actor.person_id)
    assert (entry.before["state"], entry.after["state"]) == (DEEDS[deed][1], "RETURNED")


@pytest.mark.parametrize(
    ("eligible", "reason", "state", "decision", "kept"),
    [
        (True, None, S.SCREENED, "APPROVED", None),
        (True, "  ", S.SCREENED, "APPROVED", None),
        (True, " Có số liệu đo ", S.SCREENED, "APPROVED", "Có số liệu đo"),
        (False, " Không đúng đối tượng ", S.INELIGIBLE, "REFUSED", "Không đúng đối tượng"),
    ],
)
async def test_the_standing_body_screens(
    session, make: Factory, eligible: bool, reason: str | None, state: S, decision: str, kept: str | None
):
    stage = await scene(make)
    made = await stage.initiative(make, state=S.SUBMITTED)

    await do(session, stage.center, "screen_initiative", made, eligible=eligible, reason=reason)

    assert (made.state, made.state_reason, made.version) == (state, None if eligible else kept, 2)
    assert await reviews(session) == [("SCREENING", decision, kept, stage.center.person_id, made.current_revision_id)]
    entry = await only_entry(session)
    assert (entry.deed, entry.reason, entry.actor_id) == ("INITIATIVE_SCREENED", kept, stage.center.person_id)
    assert (entry.before["state"], entry.after["state"]) == ("SUBMITTED", state)


@pytest.mark.parametrize(
    ("deed", "given"),
    [
        ("return_initiative", {"reason": " "}),
        ("send_back_initiative", {"reason": ""}),
        ("screen_initiative", {"eligible": False}),
        ("screen_initiative", {"eligible": False, "reason": "\n"}),
    ],
)
async def test_a_refusal_needs_a_reason(session, make: Factory, deed: str, given: dict[str, Any]):
    stage = await scene(make)
    state = DEEDS[deed][1]
    made = await stage.initiative(make, state=state)

    with pytest.raises(Invalid) as refused:
        await do(session, stage.leader if deed in BY_LEADER else stage.center, deed, made, **given)

    assert (refused.value.rule, refused.value.path) == ("REASON_MISSING", ("reason",))
    assert await nothing_happened(session, made, state)


@pytest.mark.parametrize("deed", BY_CENTER)
async def test_an_author_of_any_revision_may_not_screen(session, make: Factory, deed: str):
    stage = await scene(make)
    insider = await make.person()
    made = await stage.initiative(make, state=S.SUBMITTED, authors=shares(stage.writer, insider))
    await revise(make, made, content(stage.writer))

    with pytest.raises(NotAllowed) as refused:
        await do(session, await make.acting(insider, Role.INFORMATION_CENTER), deed, made)

    assert (refused.value.permission, refused.value.rule) == ("INITIATIVE_SCREEN", "AUTHOR_MAY_NOT_SCREEN")
    await session.refresh(made)
    assert (made.state, await reviews(session), await entries(session)) == (S.SUBMITTED, [], [])


@pytest.mark.parametrize(
    ("deed", "state"), [(deed, state) for deed, (_, due) in DEEDS.items() for state in S if state is not due]
)
async def test_other_states_forbid_the_deed(session, make: Factory, deed: str, state: S):
    stage = await scene(make)
    made = await stage.initiative(make, state=state)
    # The standing body does not see what is inside a unit; a focal officer's sight lets it come to the state.
    actor = stage.leader
    if deed in BY_CENTER:
        person = await make.person(stage.unit)
        actor = await make.acting(person, Role.FOCAL_OFFICER, Role.INFORMATION_CENTER)

    with pytest.raises(Conflict) as refused:
        await do(session, actor, deed, made)

    assert refused.value.rule == "STATE_FORBIDS"
    assert await nothing_happened(session, made, state)


@pytest.mark.parametrize("deed", BY_LEADER)
async def test_only_the_leader_of_the_unit_submits_or_returns(session, make: Factory, deed: str):
    stage = await scene(make)
    made = await stage.initiative(make, state=S.UNIT_REVIEW)

    for actor in (stage.author, stage.officer):
        with pytest.raises(NotAllowed):
            await do(session, actor, deed, made)
    for actor in (await make.actor(Role.UNIT_LEADER), stage.center, ANONYMOUS):
        with pytest.raises(NotFound):
            await do(session, actor, deed, made)

    assert await nothing_happened(session, made, S.UNIT_REVIEW)


async def test_a_leader_who_wrote_for_another_unit_does_not_submit_there(session, make: Factory):
    stage = await scene(make)
    elsewhere = await make.unit()
    head = await make.person(stage.unit)
    made = await initiative(make, stage.movement, elsewhere, head, state=S.UNIT_REVIEW)

    with pytest.raises(NotAllowed) as refused:
        await do(session, await make.acting(head, Role.UNIT_LEADER), "submit_initiative", made)

    assert refused.value.rule == "ACTOR_LEADS_UNIT"
    assert await nothing_happened(session, made, S.UNIT_REVIEW)


@pytest.mark.parametrize("deed", BY_CENTER)
async def test_only_the_information_center_screens(session, make: Factory, deed: str):
    stage = await scene(make)
    made = await stage.initiative(make, state=S.SUBMITTED)

    others = [await make.actor(role) for role in (Role.PERSONNEL, Role.MINISTRY_LEADER, Role.AUDITOR)]
    for actor in (*others, stage.leader, stage.officer, stage.author):
        with pytest.raises(NotAllowed) as refused:
            await do(session, actor, deed, made)
        assert refused.value.permission == Permission.INITIATIVE_SCREEN

    assert await nothing_happened(session, made, S.SUBMITTED)


@pytest.mark.parametrize("deed", DEEDS)
async def test_deeds_need_an_open_phase(session, make: Factory, deed: str):
    stage = await scene(make)
    state = DEEDS[deed][1]
    made = await stage.initiative(make, state=state)
    actor = stage.leader if deed in BY_LEADER else stage.center

    with clock.at(datetime.fromisoformat("2031-01-01T00:00:00+00:00")), pytest.raises(Closed) as refused:
        await do(session, actor, deed, made)

    assert refused.value.closed_at == datetime.fromisoformat("2030-01-01T00:00:00+00:00")
    assert await nothing_happened(session, made, state)


async def test_a_phase_for_others_is_not_a_phase_for_me(session, make: Factory):
    stage = await scene(make)
    other = await movement(make)
    await phase(make, other, (Role.FOCAL_OFFICER, Permission.INITIATIVE_SUBMIT))
    made = await initiative(make, other, stage.unit, stage.writer, state=S.UNIT_REVIEW)

    with pytest.raises(Closed):
        await do(session, stage.leader, "submit_initiative", made)

    assert await nothing_happened(session, made, S.UNIT_REVIEW)


@pytest.mark.parametrize("deed", DEEDS)
async def test_a_stale_version_is_refused(session, make: Factory, deed: str):
    stage = await scene(make)
    state = DEEDS[deed][1]
    made = await stage.initiative(make, state=state)

    with pytest.raises(StaleVersion):
        await do(session, stage.leader if deed in BY_LEADER else stage.center, deed, made, expected_version=7)

    assert await nothing_happened(session, made, state)
