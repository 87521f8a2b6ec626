from typing import Any

import pytest

from domain.actor import SYSTEM, Role
from domain.awards import actions, deciding
from domain.awards.deciding import Answer
from domain.awards.model import Nomination
from domain.awards.rules import Hand, NominationState, Verdict
from domain.clock import at
from domain.errors import Closed, Invalid, NotAllowed, NotFound, Refusals, StaleVersion
from domain.ids import new_id
from tests.support import awards
from tests.support.audit import entries, only_entry
from tests.support.factories import NOW, Factory
from tests.support.movements import CLOSES_AT, phase
from tests.support.roles import actor_of

S = NominationState
DEEDS: dict[NominationState, tuple[Any, dict[str, str]]] = {
    S.APPROVED: (deciding.approve_nomination, {}),
    S.RETURNED: (deciding.return_nomination, {"reason": " Bổ sung minh chứng "}),
    S.REFUSED: (deciding.refuse_nomination, {"reason": " Chưa xứng đáng "}),
}
#: What each answer may follow.
FROM = {S.APPROVED: {S.PROPOSED}, S.RETURNED: {S.PROPOSED, S.APPROVED}, S.REFUSED: {S.PROPOSED}}
each_answer = pytest.mark.parametrize("target", DEEDS)


@each_answer
async def test_a_ministry_leader_answers_a_proposal(session, make: Factory, target: NominationState):
    of = await awards.scene(make)
    nomination = await awards.nomination(make, of, state=S.PROPOSED)
    deed, more = DEEDS[target]
    reason = more["reason"].strip() if more else None
    is_answered = target is not S.RETURNED

    with at(NOW):
        await deed(session, of.leader, nomination_id=nomination.id, expected_version=1, **more)

    assert (nomination.state, nomination.reason, nomination.version) == (target, reason, 2)
    assert nomination.decided_by_id == (of.leader.person_id if is_answered else None)
    assert nomination.decided_at == (NOW if is_answered else None)
    entry = await only_entry(session)
    assert (entry.deed, entry.subject_type, entry.subject_id) == (f"NOMINATION_{target}", "Nomination", nomination.id)
    assert (entry.actor_id, entry.reason) == (of.leader.person_id, reason)
    assert (entry.before["state"], entry.after["state"]) == ("PROPOSED", target)


async def test_an_answer_follows_only_what_awaits_it(session, make: Factory):
    """Before it is proposed a dossier is returned by those who appraise it; nobody sees a draft who decides."""
    of = await awards.scene(make)
    told, expected = {}, {}
    for state in NominationState:
        nomination = await awards.nomination(make, await awards.another(make, of, unit=of.unit), state=state)
        for target, (deed, more) in DEEDS.items():
            item = Answer(nomination.id, 1, Verdict(target), more.get("reason"))
            told[state, target] = (
                await awards.tried(make, deed, of.leader, nomination, **more),
                await awards.tried(make, among_many, of.leader, nomination, item=item),
            )
            forbidden = "STATE_FORBIDS" if target is not S.RETURNED else "ROLE_LACKS_PERMISSION"
            refused = ("NOT_FOUND", "NOT_FOUND") if state is S.DRAFT else (forbidden, "STATE_FORBIDS")
            expected[state, target] = (target, target) if state in FROM[target] else refused

    assert told == expected
    assert await entries(session) == []


async def among_many(session, actor, *, item: Answer, **_of_one: Any) -> None:
    """Decide on many, which are one."""
    try:
        await deciding.decide_nominations(session, actor, answers=[item])
    except Refusals as refused:
        (only,) = refused.errors
        raise only from None


async def test_an_approval_taken_back_names_nobody_as_decider(session, make: Factory):
    of = await awards.scene(make)
    nomination = await awards.nomination(make, of, state=S.PROPOSED)
    await deciding.approve_nomination(session, of.leader, nomination_id=nomination.id, expected_version=1)

    await deciding.return_nomination(
        session, of.leader, nomination_id=nomination.id, expected_version=2, reason="Xem lại"
    )

    assert (nomination.state, nomination.decided_by_id, nomination.decided_at) == (S.RETURNED, None, None)


@pytest.mark.parametrize("target", [S.RETURNED, S.REFUSED])
async def test_a_negative_answer_needs_a_reason(session, make: Factory, target: NominationState):
    of = await awards.scene(make)
    nomination = await awards.nomination(make, of, state=S.PROPOSED)
    deed, _ = DEEDS[target]

    with pytest.raises(Invalid, match="REASON_MISSING") as refused:
        await deed(session, of.leader, nomination_id=nomination.id, expected_version=1, reason=" ")

    assert refused.value.path == ("reason",)
    assert nomination.state is S.PROPOSED
    assert await entries(session) == []


@each_answer
@pytest.mark.parametrize("role", [role for role in Role if role is not Role.MINISTRY_LEADER])
async def test_nobody_else_decides(session, make: Factory, target: NominationState, role: Role):
    of = await awards.scene(make)
    nomination = await awards.nomination(make, of, state=S.PROPOSED)
    actor = await actor_of(make, role, of.unit)
    sees_nothing = {Role.EVALUATOR, Role.STAFF, Role.SYSTEM_ADMINISTRATOR, Role.FOCAL_OFFICER}
    deed, more = DEEDS[target]

    with pytest.raises(NotFound if role in sees_nothing else NotAllowed):
        await deed(session, actor, nomination_id=nomination.id, expected_version=1, **more)

    assert nomination.state is S.PROPOSED
    assert await entries(session) == []


@each_answer
async def test_a_decision_needs_the_version_and_a_phase(session, make: Factory, target: NominationState):
    of = await awards.scene(make)
    nomination = await awards.nomination(make, of, state=S.PROPOSED)
    deed, more = DEEDS[target]

    with pytest.raises(StaleVersion) as stale:
        await deed(session, of.leader, nomination_id=nomination.id, expected_version=4, **more)
    with at(CLOSES_AT), pytest.raises(Closed, match="PHASE_CLOSED"):
        await deed(session, of.leader, nomination_id=nomination.id, expected_version=1, **more)
    with pytest.raises(NotFound) as missing:
        await deed(session, of.leader, nomination_id=new_id(), expected_version=1, **more)

    assert (stale.value.current, missing.value.path) == (1, ("nominationId",))
    assert nomination.state is S.PROPOSED
    assert await entries(session) == []


@each_answer
async def test_nobody_decides_on_their_own_award(session, make: Factory, target: NominationState):
    of = await awards.scene(make)
    nomination = await awards.nomination(make, of, state=S.PROPOSED)
    nominee = await make.acting(of.author, Role.MINISTRY_LEADER)
    deed, more = DEEDS[target]

    with pytest.raises(NotAllowed, match="NOMINEE_IS_ANOTHER"):
        await deed(session, nominee, nomination_id=nomination.id, expected_version=1, **more)

    assert nomination.state is S.PROPOSED


@each_answer
async def test_who_drafted_a_nomination_does_not_decide_it(session, make: Factory, target: NominationState):
    of = await awards.scene(make)
    nomination = await awards.nomination(make, of, state=S.PROPOSED, created_by_id=of.leader.person_id)
    deed, more = DEEDS[target]

    with pytest.raises(NotAllowed, match="ONE_HAND_ONLY"):
        await deed(session, of.leader, nomination_id=nomination.id, expected_version=1, **more)

    assert nomination.state is S.PROPOSED
    assert await entries(session) == []


async def test_who_edited_or_proposed_a_nomination_does_not_decide_it(session, make: Factory):
    of = await awards.scene(make)
    both = await make.actor(Role.PERSONNEL, Role.MINISTRY_LEADER)
    suggested = await awards.nomination(make, of, state=S.APPRAISED, created_by_id=of.author.id)
    edited = await awards.nomination(make, await awards.another(make, of), state=S.RETURNED)
    await actions.propose_nomination(session, both, nomination_id=suggested.id, expected_version=1)
    await actions.update_nomination(session, both, nomination_id=edited.id, expected_version=1, summary="Mới")
    edited.state = S.PROPOSED
    await session.flush()

    for nomination in (suggested, edited):
        assert await awards.tried(make, deciding.approve_nomination, both, nomination) == "ONE_HAND_ONLY"
        await deciding.approve_nomination(
            session, of.leader, nomination_id=nomination.id, expected_version=nomination.version
        )

    assert (suggested.state, edited.state) == (S.APPROVED, S.APPROVED)


async def test_the_system_itself_may_decide(session, make: Factory):
    of = await awards.scene(make)
    nomination = await awards.nomination(make, of, state=S.PROPOSED, created_by_id=None)

    await deciding.approve_nomination(session, SYSTEM, nomination_id=nomination.id, expected_version=1)

    assert (nomination.state, nomination.decided_by_id) == (S.APPROVED, None)


async def proposals(make: Factory, of: awards.Scene, count: int) -> list[Nomination]:
    scenes = [of, *[await awards.another(make, of) for _ in range(count - 1)]]
    return [await awards.nomination(make, each, state=S.PROPOSED) for each in scenes]


def answers(*nominations: Nomination, verdict: Verdict = Verdict.APPROVED, reason: str | None = None) -> list[Answer]:
    return [Answer(each.id, each.version, verdict, reason) for each in nominations]


async def test_many_are_decided_on_with_a_verdict_and_a_reason_each(session, make: Factory):
    of = await awards.scene(make)
    approved, returned, refused = await proposals(make, of, 3)
    asked = [
        *answers(refused, verdict=Verdict.REFUSED, reason=" Trùng "),
        *answers(approved, reason="Không nêu trong lịch sử"),
        *answers(returned, verdict=Verdict.RETURNED, reason="Thiếu minh chứng"),
    ]

    with at(NOW):
        decided = await deciding.decide_nominations(session, of.leader, answers=asked)

    assert decided == [refused, approved, returned]
    assert [(each.state, each.reason, each.version, each.decided_at) for each in decided] == [
        (S.REFUSED, "Trùng", 2, NOW),
        (S.APPROVED, None, 2, NOW),
        (S.RETURNED, "Thiếu minh chứng", 2, None),
    ]
    assert {(entry.deed, entry.subject_id, entry.reason) for entry in await entries(session)} == {
        ("NOMINATION_REFUSED", refused.id, "Trùng"),
        ("NOMINATION_APPROVED", approved.id, None),
        ("NOMINATION_RETURNED", returned.id, "Thiếu minh chứng"),
    }


async def test_many_are_approved_all_or_none_and_every_obstacle_is_told(session, make: Factory):
    of = await awards.scene(make)
    sound, returned, stale, own, drafted, draft, unsaid = await proposals(make, of, 7)
    returned.state, returned.reason = S.RETURNED, "Thiếu minh chứng"
    draft.state = S.DRAFT
    own.person_id = of.leader.person_id
    await session.flush()
    await awards.hand(make, drafted, of.leader.person_id, Hand.APPRAISE)
    asked = [
        *answers(sound, returned),
        Answer(stale.id, 9, Verdict.APPROVED),
        *answers(own, drafted, draft),
        Answer(new_id(), 1, Verdict.APPROVED),
        *answers(unsaid, verdict=Verdict.REFUSED, reason=" "),
    ]

    with pytest.raises(Refusals) as refused:
        await deciding.decide_nominations(session, of.leader, answers=asked)

    assert [(each.rule, each.path) for each in refused.value.errors] == [
        ("STATE_FORBIDS", ("items", "1", "nominationId")),
        ("STALE_VERSION", ("items", "2", "expectedVersion")),
        ("NOMINEE_IS_ANOTHER", ("items", "3", "nominationId")),
        ("ONE_HAND_ONLY", ("items", "4", "nominationId")),
        ("NOT_FOUND", ("items", "5", "nominationId")),
        ("NOT_FOUND", ("items", "6", "nominationId")),
        ("REASON_MISSING", ("items", "7", "reason")),
    ]
    assert (sound.state, sound.version) == (S.PROPOSED, 1)
    assert await entries(session) == []


async def test_deciding_on_many_refuses_a_bad_choice_the_wrong_role_and_a_closed_phase(session, make: Factory):
    of = await awards.scene(make)
    (nomination,) = await proposals(make, of, 1)
    (item,) = answers(nomination)

    with pytest.raises(Refusals, match="ITEMS_COUNT"):
        await deciding.decide_nominations(session, of.leader, answers=[])
    many = [Answer(new_id(), 1, Verdict.APPROVED) for _ in range(101)]
    with pytest.raises(Refusals, match="ITEMS_COUNT"):
        await deciding.decide_nominations(session, of.leader, answers=many)
    with pytest.raises(Refusals, match="ITEM_TWICE") as twice:
        await deciding.decide_nominations(session, of.leader, answers=[item, item])
    with pytest.raises(NotAllowed):
        await deciding.decide_nominations(session, of.personnel, answers=[item])
    with at(CLOSES_AT), pytest.raises(Closed):
        await deciding.decide_nominations(session, of.leader, answers=[item])

    assert twice.value.errors[0].path == ("items", "1", "nominationId")
    assert nomination.state is S.PROPOSED
    assert await entries(session) == []


async def test_deciding_on_many_asks_the_phase_of_each_movement(session, make: Factory):
    of, other = await awards.scene(make), await awards.scene(make)
    await phase(make, other.movement, *awards.AWARDING)
    first, second = (
        await awards.nomination(make, of, state=S.PROPOSED),
        await awards.nomination(make, other, state=S.PROPOSED),
    )

    await deciding.decide_nominations(session, of.leader, answers=answers(first, second))

    assert (first.state, second.state) == (S.APPROVED, S.APPROVED)


async def test_deciding_on_many_costs_few_reads(session, make: Factory, statements):
    of = await awards.scene(make)
    costs = []
    for count in (1, 3):
        nominations = [
            await awards.nomination(make, await awards.another(make, of), state=S.PROPOSED) for _ in range(count)
        ]
        statements.clear()
        await deciding.decide_nominations(session, of.leader, answers=answers(*nominations))
        costs.append(len([each for each in statements.statements if each.startswith("SELECT")]))

    assert costs[0] == costs[1]
