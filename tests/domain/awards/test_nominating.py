from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from domain.actor import Actor, Role
from domain.awards import actions, deciding
from domain.awards.model import Nomination
from domain.awards.rules import AwardSubject, NominationState, NomineeKind, Verdict
from domain.clock import at
from domain.constraints import refusal_for
from domain.errors import Closed, Conflict, Invalid, NotAllowed, NotFound, Refusals, StaleVersion
from domain.evaluations.model import Round
from domain.ids import new_id
from domain.initiatives.model import Initiative
from domain.initiatives.rules import InitiativeState
from domain.movements.rules import MovementForm, MovementState
from domain.people.rules import LeadershipTier
from domain.results.model import Result, ResultEntry
from domain.results.rules import EntryStatus, ResultState
from schema.mutation import constraint_of
from tests.support import awards, initiatives
from tests.support.audit import entries, only_entry
from tests.support.awards import Scene
from tests.support.factories import NOW, Factory
from tests.support.movements import CLOSES_AT, movement, phase
from tests.support.roles import actor_of

S = NominationState
SUMMARY = " Giảm 30 giờ tra cứu mỗi tháng "


def asked(of: Scene, **given: Any) -> dict[str, Any]:
    return {
        "result_entry_id": of.entry.id,
        "person_id": of.author.id,
        "form_id": of.form.id,
        "summary": SUMMARY,
        **given,
    }


async def how_many(session) -> int:
    return await session.scalar(select(func.count()).select_from(Nomination))


async def leading(make: Factory, of: Scene) -> Actor:
    return await make.actor(Role.UNIT_LEADER, unit=of.unit)


async def test_personnel_nominates_an_author(session, make: Factory):
    of = await awards.scene(make)
    of.author.leadership_tier = LeadershipTier.DIVISION_LEADER

    with at(NOW):
        nomination = await actions.prepare_nomination(session, of.personnel, **asked(of))

    assert (nomination.state, nomination.version, nomination.reason) == (S.DRAFT, 1, None)
    assert (nomination.movement_id, nomination.initiative_id) == (of.movement.id, of.initiative.id)
    assert (nomination.result_entry_id, nomination.form_id) == (of.entry.id, of.form.id)
    assert (nomination.nominee_kind, nomination.person_id) == (NomineeKind.INDIVIDUAL, of.author.id)
    assert (nomination.unit_id, nomination.position) == (of.unit.id, "Phó phòng")
    assert nomination.leadership_tier is LeadershipTier.DIVISION_LEADER
    assert nomination.summary == "Giảm 30 giờ tra cứu mỗi tháng"
    assert (nomination.counts_for_merit, nomination.decision_id) == (False, None)
    assert (nomination.created_at, nomination.created_by_id) == (NOW, of.personnel.person_id)
    entry = await only_entry(session)
    assert (entry.deed, entry.subject_type, entry.subject_id) == ("NOMINATION_PREPARED", "Nomination", nomination.id)
    assert (entry.actor_id, entry.before) == (of.personnel.person_id, None)
    assert entry.after["person_id"] == str(of.author.id)


async def test_what_was_snapshotted_stays_when_the_person_moves_on(session, make: Factory):
    of = await awards.scene(make)
    nomination = await actions.prepare_nomination(session, of.personnel, **asked(of))

    of.author.position, of.author.unit_id = "Trưởng phòng", (await make.unit()).id
    await session.flush()
    await session.refresh(nomination)

    assert (nomination.position, nomination.unit_id) == ("Phó phòng", of.unit.id)


async def test_personnel_nominates_the_unit_of_an_initiative(session, make: Factory):
    of = await awards.scene(make)

    nomination = await actions.prepare_nomination(
        session, of.personnel, **asked(of, person_id=None, unit_id=of.unit.id)
    )

    assert (nomination.nominee_kind, nomination.person_id) == (NomineeKind.COLLECTIVE, None)
    assert (nomination.unit_id, nomination.position, nomination.leadership_tier) == (of.unit.id, None, None)


async def test_only_rewards_of_other_than_thematic_movements_count_for_merit(session, make: Factory):
    of = await awards.scene(make, form=MovementForm.REGULAR)

    nomination = await actions.prepare_nomination(session, of.personnel, **asked(of))

    assert nomination.counts_for_merit is True


@pytest.mark.parametrize("who", ["center", "leader of the unit", "the author"])
async def test_those_who_may_suggest(session, make: Factory, who: str):
    of = await awards.scene(make)
    actor = {
        "center": await make.actor(Role.INFORMATION_CENTER),
        "leader of the unit": await leading(make, of),
        "the author": await make.acting(of.author, Role.STAFF),
    }[who]

    nomination = await actions.suggest_nomination(session, actor, **asked(of))

    assert (nomination.state, nomination.person_id) == (S.DRAFT, of.author.id)
    assert nomination.created_by_id == actor.person_id
    entry = await only_entry(session)
    assert (entry.deed, entry.subject_id, entry.actor_id) == (
        "NOMINATION_SUGGESTED",
        nomination.id,
        actor.person_id,
    )


async def test_a_leader_suggests_the_unit_and_staff_do_not(session, make: Factory):
    of = await awards.scene(make)
    author = await make.acting(of.author, Role.STAFF)
    of_unit = asked(of, person_id=None, unit_id=of.unit.id)

    with pytest.raises(NotAllowed, match="NOMINEE_IS_SELF"):
        await actions.suggest_nomination(session, author, **of_unit)
    nomination = await actions.suggest_nomination(session, await leading(make, of), **of_unit)

    assert nomination.nominee_kind is NomineeKind.COLLECTIVE
    assert (await only_entry(session)).subject_id == nomination.id


async def test_a_leader_suggests_nobody_of_another_unit(session, make: Factory):
    of = await awards.scene(make)
    elsewhere = await make.unit()
    coauthor = await make.person(elsewhere)
    together = await initiatives.initiative(
        make, of.movement, of.unit, of.author, coauthor, state=InitiativeState.SCORED
    )
    entry = await awards.standing(make, await session.get_one(Result, of.entry.result_id), together, place=2)
    leader = await leading(make, of)

    with pytest.raises(NotFound) as unseen:
        await actions.suggest_nomination(session, leader, **asked(of, result_entry_id=entry.id, person_id=coauthor.id))
    with pytest.raises(NotAllowed, match="ACTOR_LEADS_UNIT"):
        await actions.suggest_nomination(
            session, leader, **asked(of, result_entry_id=entry.id, person_id=None, unit_id=elsewhere.id)
        )

    assert unseen.value.path == ("nominee", "personId")
    assert await how_many(session) == 0
    assert await entries(session) == []


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.PERSONNEL])
async def test_nobody_else_prepares(session, make: Factory, role: Role):
    of = await awards.scene(make)
    await phase(
        make, of.movement, *((any_role, permission) for any_role in Role for _, permission in awards.AWARDING[:1])
    )
    actor = await actor_of(make, role, of.unit)
    sees_nothing = {Role.EVALUATOR, Role.STAFF, Role.SYSTEM_ADMINISTRATOR}

    with pytest.raises(NotFound if role in sees_nothing else NotAllowed):
        await actions.prepare_nomination(session, actor, **asked(of))

    assert await how_many(session) == 0
    assert await entries(session) == []


@pytest.mark.parametrize("deed", [actions.prepare_nomination, actions.suggest_nomination])
async def test_the_nominee_is_one_person_or_one_unit(session, make: Factory, deed):
    of = await awards.scene(make)
    actor = await make.acting(of.author, Role.PERSONNEL, Role.INFORMATION_CENTER)

    for person_id, unit_id in ((None, None), (of.author.id, of.unit.id)):
        with pytest.raises(Invalid, match="NOMINEE_ONE_OF") as refused:
            await deed(session, actor, **asked(of, person_id=person_id, unit_id=unit_id))
        assert refused.value.path == ("nominee",)

    assert await how_many(session) == 0
    assert await entries(session) == []


async def test_the_nominee_must_have_achieved_it(session, make: Factory):
    of = await awards.scene(make)
    colleague, elsewhere = await make.person(of.unit), await make.unit()

    with pytest.raises(Conflict, match="NOMINEE_NOT_AUTHOR") as person:
        await actions.prepare_nomination(session, of.personnel, **asked(of, person_id=colleague.id))
    with pytest.raises(Conflict, match="NOMINEE_NOT_UNIT_OF_INITIATIVE") as unit:
        await actions.prepare_nomination(session, of.personnel, **asked(of, person_id=None, unit_id=elsewhere.id))

    assert (person.value.path, unit.value.path) == (("nominee", "personId"), ("nominee", "unitId"))
    assert await how_many(session) == 0
    assert await entries(session) == []


async def test_only_authors_of_the_revision_that_was_scored_are_nominated(session, make: Factory):
    of = await awards.scene(make)
    newcomer = await make.person(of.unit)
    await initiatives.revise(make, of.initiative, initiatives.content(newcomer))

    with pytest.raises(Conflict, match="NOMINEE_NOT_AUTHOR"):
        await actions.prepare_nomination(session, of.personnel, **asked(of, person_id=newcomer.id))
    nomination = await actions.prepare_nomination(session, of.personnel, **asked(of))

    assert nomination.person_id == of.author.id


@pytest.mark.parametrize(
    ("subject", "nominates_person"), [(AwardSubject.COLLECTIVE, True), (AwardSubject.INDIVIDUAL, False)]
)
async def test_the_form_must_fit_and_the_summary_say_something(
    session, make: Factory, subject: AwardSubject, nominates_person: bool
):
    of = await awards.scene(make)
    unfit = await awards.form(make, subject=subject)
    nominee = {} if nominates_person else {"person_id": None, "unit_id": of.unit.id}

    with pytest.raises(Refusals) as refused:
        await actions.prepare_nomination(session, of.personnel, **asked(of, form_id=unfit.id, summary=" ", **nominee))

    assert [(each.rule, each.path) for each in refused.value.errors] == [
        ("FORM_UNFIT", ("formId",)),
        ("SUMMARY_EMPTY", ("summary",)),
    ]
    assert await how_many(session) == 0
    assert await entries(session) == []


async def test_a_staged_result_is_no_ground(session, make: Factory):
    of = await awards.scene(make)
    staged = await awards.result(make, of.movement, state=ResultState.STAGED)
    entry = await awards.standing(make, staged, of.initiative)

    with pytest.raises(Conflict, match="RESULT_NOT_PUBLISHED") as refused:
        await actions.prepare_nomination(session, of.personnel, **asked(of, result_entry_id=entry.id))
    with pytest.raises(NotFound) as hidden:
        await actions.suggest_nomination(session, await leading(make, of), **asked(of, result_entry_id=entry.id))

    assert (refused.value.path, hidden.value.path) == (("resultEntryId",), ("resultEntryId",))
    assert await entries(session) == []


async def test_a_result_with_a_later_published_version_is_no_ground(session, make: Factory):
    of = await awards.scene(make)
    first = await session.get_one(Result, of.entry.result_id)
    of_round = await session.get_one(Round, first.round_id)
    staged = await awards.result(make, of.movement, on=of_round, number=2, state=ResultState.STAGED)
    await actions.prepare_nomination(session, of.personnel, **asked(of))
    staged.state, staged.verified_at = ResultState.VERIFIED, NOW
    await session.flush()
    staged.state, staged.published_at = ResultState.PUBLISHED, NOW
    await session.flush()

    with pytest.raises(Conflict, match="RESULT_SUPERSEDED"):
        await actions.prepare_nomination(session, of.personnel, **asked(of, person_id=None, unit_id=of.unit.id))

    assert await how_many(session) == 1


async def test_a_dossier_whose_initiative_loses_its_place_goes_no_further(session, make: Factory):
    """A later version may rank it otherwise; where it gives no place, there is nothing that the award rests on."""
    of = await awards.scene(make)
    of_round = await session.get_one(Round, (await session.get_one(Result, of.entry.result_id)).round_id)
    appraised = await awards.nomination(make, of, state=S.APPRAISED)
    proposed = await awards.nomination(make, of, state=S.PROPOSED, person_id=None)
    ranked = await awards.nomination(make, await awards.another(make, of), state=S.PROPOSED)
    by_hand = {"result_entry_id": None, "by_hand_reason": "Đột xuất"}
    unranked = await awards.nomination(make, await awards.another(make, of), state=S.PROPOSED, **by_hand)

    async def told() -> list[str]:
        deeds = [(actions.propose_nomination, of.personnel, appraised)]
        deeds += [(deciding.approve_nomination, of.leader, each) for each in (proposed, ranked, unranked)]
        return [await awards.tried(make, *deed) for deed in deeds]

    staged = await awards.result(make, of.movement, on=of_round, number=2, state=ResultState.STAGED)
    entry = await session.get_one(ResultEntry, ranked.result_entry_id)
    still = await session.get_one(Initiative, entry.initiative_id)
    await awards.standing(make, staged, still, place=1)
    assert await told() == [S.PROPOSED, S.APPROVED, S.APPROVED, S.APPROVED]
    for state, moment in ((ResultState.VERIFIED, "verified_at"), (ResultState.PUBLISHED, "published_at")):
        staged.state = state
        setattr(staged, moment, NOW)
        await session.flush()
    assert await told() == ["STANDING_LOST", "STANDING_LOST", S.APPROVED, S.APPROVED]
    answers = [deciding.Answer(each.id, each.version, Verdict.APPROVED) for each in (proposed, ranked)]
    with at(NOW), pytest.raises(Refusals) as refused:
        await deciding.decide_nominations(session, of.leader, answers=answers)
    assert [(each.rule, each.path) for each in refused.value.errors] == [
        ("STANDING_LOST", ("items", "0", "nominationId"))
    ]


async def test_an_initiative_without_a_place_is_no_ground(session, make: Factory):
    of = await awards.scene(make)
    other = await initiatives.initiative(make, of.movement, of.unit, of.author, state=InitiativeState.SCORING)
    unscored = await awards.standing(
        make,
        await session.get_one(Result, of.entry.result_id),
        other,
        status=EntryStatus.UNSCORED,
        score=None,
        place=None,
        sheets=0,
    )

    with pytest.raises(Conflict, match="ENTRY_UNRANKED"):
        await actions.prepare_nomination(session, of.personnel, **asked(of, result_entry_id=unscored.id))

    assert await entries(session) == []


async def test_what_does_not_exist_is_not_found(session, make: Factory):
    of = await awards.scene(make)
    paths = {
        "result_entry_id": ("resultEntryId",),
        "person_id": ("nominee", "personId"),
        "form_id": ("formId",),
    }

    for name, path in paths.items():
        with pytest.raises(NotFound) as missing:
            await actions.prepare_nomination(session, of.personnel, **asked(of, **{name: new_id()}))
        assert missing.value.path == path
    with pytest.raises(NotFound) as no_unit:
        await actions.prepare_nomination(session, of.personnel, **asked(of, person_id=None, unit_id=new_id()))

    assert no_unit.value.path == ("nominee", "unitId")
    assert await how_many(session) == 0


@pytest.mark.parametrize("state", [MovementState.ARCHIVED, MovementState.RUNNING])
async def test_nominations_are_prepared_while_a_phase_allows_it(session, make: Factory, state: MovementState):
    of = await awards.scene(make, state=state)
    center = await make.actor(Role.INFORMATION_CENTER)
    moment = CLOSES_AT if state is MovementState.RUNNING else NOW

    with at(moment):
        with pytest.raises(Closed, match="PHASE_CLOSED"):
            await actions.prepare_nomination(session, of.personnel, **asked(of))
        with pytest.raises(Closed, match="PHASE_CLOSED"):
            await actions.suggest_nomination(session, center, **asked(of))

    assert await how_many(session) == 0
    assert await entries(session) == []


async def test_one_achievement_is_rewarded_once(session, make: Factory):
    of = await awards.scene(make)
    coauthor = await make.person(of.unit)
    together = await initiatives.initiative(
        make, of.movement, of.unit, of.author, coauthor, state=InitiativeState.SCORED
    )
    entry = await awards.standing(make, await session.get_one(Result, of.entry.result_id), together, place=2)
    ask = asked(of, result_entry_id=entry.id)
    of_unit = {**ask, "person_id": None, "unit_id": of.unit.id}
    first = await actions.prepare_nomination(session, of.personnel, **ask)
    await actions.prepare_nomination(session, of.personnel, **{**ask, "person_id": coauthor.id})
    await actions.prepare_nomination(session, of.personnel, **of_unit)

    for again, constraint in (
        (ask, "uq_nominations_person_achievement"),
        (of_unit, "uq_nominations_unit_achievement"),
    ):
        with pytest.raises(IntegrityError) as refused:
            async with session.begin_nested():
                await actions.prepare_nomination(session, of.personnel, **again)
        assert constraint_of(refused.value) == constraint
        refusal = refusal_for(constraint)
        assert refusal is not None
        assert refusal.rule == "ACHIEVEMENT_REWARDED"
    await actions.withdraw_nomination(
        session, of.personnel, nomination_id=first.id, expected_version=1, reason="Đề nghị lại"
    )
    again_allowed = await actions.prepare_nomination(session, of.personnel, **ask)

    assert again_allowed.id != first.id
    assert await how_many(session) == 4


async def test_update_changes_a_draft_or_a_returned_nomination(session, make: Factory):
    of = await awards.scene(make)
    letter = await awards.form(make, name="Giấy khen")
    told = {}
    for state in NominationState:
        nomination = await awards.nomination(make, await awards.another(make, of, unit=of.unit), state=state)
        change = {"form_id": letter.id, "summary": " Mới "}
        told[state] = await awards.tried(make, actions.update_nomination, of.personnel, nomination, **change)
        assert (nomination.form_id, nomination.version) == (of.form.id, 1)
        if told[state] == state:
            await actions.update_nomination(
                session, of.personnel, nomination_id=nomination.id, expected_version=1, **change
            )
            assert (nomination.form_id, nomination.summary, nomination.version) == (letter.id, "Mới", 2)

    editable = {S.DRAFT: S.DRAFT, S.RETURNED: S.RETURNED}
    assert told == {**dict.fromkeys(S, "NOMINATION_NOT_EDITABLE"), **editable}
    for entry in await entries(session):
        assert entry.deed == "NOMINATION_UPDATED"
        assert entry.before == {
            "form_id": str(of.form.id),
            "summary": "Giảm 30 giờ tra cứu mỗi tháng",
            "version": 1,
        }
        assert entry.after == {"form_id": str(letter.id), "summary": "Mới", "version": 2}
    assert len(await entries(session)) == 2


async def test_update_nomination_keeps_what_is_not_given_and_refuses_what_does_not_fit(session, make: Factory):
    of = await awards.scene(make)
    unfit = await awards.form(make, subject=AwardSubject.COLLECTIVE)
    nomination = await awards.nomination(make, of)
    ask = {"nomination_id": nomination.id, "expected_version": 1}

    with pytest.raises(Refusals, match="FORM_UNFIT"):
        await actions.update_nomination(session, of.personnel, **ask, form_id=unfit.id)
    with pytest.raises(Refusals, match="SUMMARY_EMPTY"):
        await actions.update_nomination(session, of.personnel, **ask, summary="")
    with pytest.raises(Refusals) as nulls:
        await actions.update_nomination(session, of.personnel, **ask, form_id=None, summary=None)
    assert [(error.rule, error.path) for error in nulls.value.errors] == [
        ("NULL_NOT_ALLOWED", ("formId",)),
        ("NULL_NOT_ALLOWED", ("summary",)),
    ]
    with pytest.raises(NotFound):
        await actions.update_nomination(session, of.personnel, **ask, form_id=new_id())
    assert await entries(session) == []
    await actions.update_nomination(session, of.personnel, **ask, summary="Mới")

    assert (nomination.form_id, nomination.summary) == (of.form.id, "Mới")


@pytest.mark.parametrize("state", [S.APPRAISED, S.VOTED])
async def test_personnel_proposes_what_was_appraised(session, make: Factory, state: NominationState):
    of = await awards.scene(make)
    nomination = await awards.nomination(make, of, state=state)

    await actions.propose_nomination(session, of.personnel, nomination_id=nomination.id, expected_version=1)

    assert (nomination.state, nomination.reason, nomination.version) == (S.PROPOSED, None, 2)
    entry = await only_entry(session)
    assert (entry.deed, entry.before["state"], entry.after["state"]) == ("NOMINATION_PROPOSED", state, "PROPOSED")


@pytest.mark.parametrize("state", [S.DRAFT, S.RETURNED, S.PROPOSED])
async def test_personnel_withdraws_with_a_reason(session, make: Factory, state: NominationState):
    of = await awards.scene(make)
    nomination = await awards.nomination(make, of, state=state)
    ask = {"nomination_id": nomination.id, "expected_version": 1}

    with pytest.raises(Invalid, match="REASON_MISSING"):
        await actions.withdraw_nomination(session, of.personnel, **ask, reason=" ")
    assert await entries(session) == []
    await actions.withdraw_nomination(session, of.personnel, **ask, reason=" Đơn vị xin rút ")

    assert (nomination.state, nomination.reason) == (S.WITHDRAWN, "Đơn vị xin rút")
    entry = await only_entry(session)
    assert (entry.deed, entry.reason, entry.after["state"]) == (
        "NOMINATION_WITHDRAWN",
        "Đơn vị xin rút",
        "WITHDRAWN",
    )


async def test_deeds_on_a_nomination_need_its_version_a_phase_and_the_role(session, make: Factory):
    of = await awards.scene(make)
    nomination = await awards.nomination(make, of, state=S.RETURNED)
    secretary = await make.actor(Role.COUNCIL_SECRETARY)
    staff = await make.actor(Role.STAFF, unit=of.unit)
    deeds = (
        (actions.update_nomination, {}),
        (actions.submit_nomination, {}),
        (actions.propose_nomination, {}),
        (actions.withdraw_nomination, {"reason": "Thử"}),
    )

    for deed, more in deeds:
        ask = {"nomination_id": nomination.id, "expected_version": 1, **more}
        with pytest.raises(StaleVersion) as stale:
            await deed(session, of.personnel, **{**ask, "expected_version": 2})
        with at(CLOSES_AT), pytest.raises(Closed) as closed:
            await deed(session, of.personnel, **ask)
        with pytest.raises(NotAllowed):
            await deed(session, secretary, **ask)
        with pytest.raises(NotFound) as hidden:
            await deed(session, staff, **ask)
        with pytest.raises(NotFound):
            await deed(session, of.personnel, **{**ask, "nomination_id": new_id()})
        assert (stale.value.subject, stale.value.current) == ("Nomination", 1)
        assert closed.value.closed_at == CLOSES_AT
        assert hidden.value.path == ("nominationId",)

    assert (nomination.state, nomination.version) == (S.RETURNED, 1)
    assert await entries(session) == []


async def test_a_phase_of_another_movement_opens_nothing(session, make: Factory):
    of = await awards.scene(make)
    other = await movement(make)
    entrant = await initiatives.initiative(make, other, of.unit, of.author, state=InitiativeState.SCORED)
    entry = await awards.standing(make, await awards.result(make, other), entrant)

    with pytest.raises(Closed):
        await actions.prepare_nomination(session, of.personnel, **asked(of, result_entry_id=entry.id))
