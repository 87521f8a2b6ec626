from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from domain.actor import Role
from domain.awards import issuing
from domain.awards.model import AwardDecision, NominationHand
from domain.awards.rules import AwardLevel, Hand, NominationState, SigningCapacity
from domain.clock import at
from domain.errors import Closed, Conflict, Invalid, NotAllowed, NotFound, Refusals
from domain.ids import new_id
from schema.mutation import constraint_of
from tests.support import awards
from tests.support.audit import entries
from tests.support.factories import NOW, Factory, days
from tests.support.movements import CLOSES_AT
from tests.support.roles import actor_of

S = NominationState


def asked(of: awards.Scene, *nominations: Any, **given: Any) -> dict[str, Any]:
    return {
        "movement_id": of.movement.id,
        "number": " 1234/QĐ-BTTTT ",
        "signed_on": date(2024, 6, 3),
        "signer_id": of.leader.person_id,
        "signing_capacity": SigningCapacity.HEAD,
        "nomination_ids": [each.id for each in nominations],
        **given,
    }


async def nothing_happened(session) -> bool:
    decisions = await session.scalar(select(func.count()).select_from(AwardDecision))
    return decisions == 0 and await entries(session) == []


async def test_a_decision_rewards_approved_nominations(session, make: Factory):
    of = await awards.scene(make)
    person = await awards.nomination(make, of, state=S.APPROVED)
    unit = await awards.nomination(make, of, state=S.APPROVED, person_id=None)
    deputy = await make.actor(Role.MINISTRY_LEADER)
    as_deputy = asked(of, unit, person, signer_id=deputy.person_id, signing_capacity=SigningCapacity.KT)

    with at(NOW):
        with pytest.raises(Conflict, match="DELEGATION_MISSING") as undelegated:
            await issuing.issue_award_decision(session, of.leader, **as_deputy)
        assert await nothing_happened(session)
        await awards.delegation(make, deputy.person_id)
        decision = await issuing.issue_award_decision(session, of.leader, **as_deputy)

    assert (decision.movement_id, decision.number) == (of.movement.id, "1234/QĐ-BTTTT")
    assert (decision.signed_on, decision.signer_id) == (date(2024, 6, 3), deputy.person_id)
    assert (decision.signing_capacity, decision.created_at) == (SigningCapacity.KT, NOW)
    for nomination in (person, unit):
        assert (nomination.state, nomination.decision_id) == (S.DECIDED, decision.id)
        assert (nomination.decided_by_id, nomination.decided_at) == (of.leader.person_id, NOW)
        assert nomination.version == 2
    assert undelegated.value.path == ("signingCapacity",)
    by_deed = {}
    for entry in await entries(session):
        by_deed.setdefault(entry.deed, []).append(entry)
    assert {each.subject_id for each in by_deed.pop("NOMINATION_DECIDED")} == {person.id, unit.id}
    ((deed, (entry,)),) = by_deed.items()
    assert (deed, entry.subject_type, entry.subject_id) == ("AWARD_DECISION_ISSUED", "AwardDecision", decision.id)
    assert (entry.actor_id, entry.before) == (of.leader.person_id, None)
    assert entry.after["number"] == "1234/QĐ-BTTTT"
    assert entry.after["nomination_ids"] == [str(unit.id), str(person.id)]
    hands = await session.scalars(select(NominationHand.person_id).where(NominationHand.hand == Hand.DECIDE))
    assert sorted(hands) == sorted([of.leader.person_id, deputy.person_id] * 2)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.MINISTRY_LEADER])
async def test_nobody_else_issues_a_decision(session, make: Factory, role: Role):
    of = await awards.scene(make)
    nomination = await awards.nomination(make, of, state=S.APPROVED)
    signer = await make.acting(await make.person(of.unit), Role.MINISTRY_LEADER)
    ask = asked(of, nomination, signer_id=signer.person_id)

    with pytest.raises(Refusals if role is Role.UNIT_LEADER else NotAllowed) as refused:
        await issuing.issue_award_decision(session, await actor_of(make, role, of.unit), **ask)

    (error,) = getattr(refused.value, "errors", [refused.value])
    assert error.rule == ("AWARD_IS_UNITS_TO_GIVE" if role is Role.UNIT_LEADER else "ROLE_LACKS_PERMISSION")

    assert nomination.state is S.APPROVED
    assert await nothing_happened(session)


async def test_the_day_of_signing_is_judged_in_viet_nam(session, make: Factory):
    of = await awards.scene(make)
    nomination = await awards.nomination(make, of, state=S.APPROVED)
    # 23:30 on the 3rd in Viet Nam, then 00:30 on the 4th: in UTC both are on the 3rd.
    before, after = datetime(2024, 6, 3, 16, 30, tzinfo=UTC), datetime(2024, 6, 3, 17, 30, tzinfo=UTC)
    tomorrow = asked(of, nomination, signed_on=date(2024, 6, 4))

    with at(before), pytest.raises(Refusals, match="SIGNED_IN_FUTURE") as refused:
        await issuing.issue_award_decision(session, of.leader, **tomorrow)
    assert await nothing_happened(session)
    with at(after):
        decision = await issuing.issue_award_decision(session, of.leader, **tomorrow)

    assert refused.value.errors[0].path == ("signedOn",)
    assert decision.signed_on == date(2024, 6, 4)


async def test_a_decision_without_number_or_nominations_is_refused(session, make: Factory):
    of = await awards.scene(make)
    nomination = await awards.nomination(make, of, state=S.APPROVED)

    with pytest.raises(Refusals) as empty:
        await issuing.issue_award_decision(session, of.leader, **asked(of, number=" "))
    with pytest.raises(Refusals) as many:
        await issuing.issue_award_decision(
            session, of.leader, **asked(of, nomination_ids=[new_id() for _ in range(101)])
        )
    with pytest.raises(Refusals) as twice:
        await issuing.issue_award_decision(session, of.leader, **asked(of, nomination, nomination))

    assert [(each.rule, each.path) for each in empty.value.errors] == [
        ("NUMBER_EMPTY", ("number",)),
        ("ITEMS_COUNT", ("nominationIds",)),
    ]
    assert [each.rule for each in many.value.errors] == ["ITEMS_COUNT"]
    assert [(each.rule, each.path) for each in twice.value.errors] == [("ITEM_TWICE", ("nominationIds", "1"))]
    assert await nothing_happened(session)


async def test_the_signer_is_a_ministry_leader_now(session, make: Factory):
    of = await awards.scene(make)
    nomination = await awards.nomination(make, of, state=S.APPROVED)
    staff, leaver = await make.person(), await make.person(left_on=date(2024, 5, 1))
    revoked, later, ended = await make.person(), await make.person(), await make.person()
    grants = {each: await make.grant(each, Role.MINISTRY_LEADER) for each in (leaver, revoked, later, ended)}
    grants[revoked].revoked_at, grants[revoked].revoked_reason = NOW, "Nghỉ hưu"
    grants[later].starts_at = NOW + days(1)
    grants[ended].ends_at = NOW
    await session.flush()

    for person in (staff, leaver, revoked, later, ended):
        with at(NOW), pytest.raises(Invalid, match="SIGNER_NOT_LEADER") as refused:
            await issuing.issue_award_decision(session, of.leader, **asked(of, nomination, signer_id=person.id))
        assert refused.value.path == ("signerId",)
    with at(NOW), pytest.raises(NotFound) as missing:
        await issuing.issue_award_decision(session, of.leader, **asked(of, nomination, signer_id=new_id()))

    assert missing.value.path == ("signerId",)
    assert nomination.state is S.APPROVED
    assert await nothing_happened(session)


async def test_every_nomination_must_be_approved_and_of_the_movement(session, make: Factory):
    of, other = await awards.scene(make), await awards.scene(make)
    approved = await awards.nomination(make, of, state=S.APPROVED)
    proposed = await awards.nomination(make, await awards.another(make, of), state=S.PROPOSED)
    draft = await awards.nomination(make, await awards.another(make, of))
    elsewhere = await awards.nomination(make, other, state=S.APPROVED)

    with pytest.raises(Refusals) as refused:
        await issuing.issue_award_decision(session, of.leader, **asked(of, approved, proposed, draft, elsewhere))

    assert [(each.rule, each.path) for each in refused.value.errors] == [
        ("STATE_FORBIDS", ("nominationIds", "1")),
        ("NOT_FOUND", ("nominationIds", "2")),
        ("NOMINATION_OF_OTHER_MOVEMENT", ("nominationIds", "3")),
    ]
    assert (approved.state, approved.decision_id) == (S.APPROVED, None)
    assert await nothing_happened(session)


async def test_neither_preparer_nor_nominee_decides_and_the_signer_is_no_nominee(session, make: Factory):
    of = await awards.scene(make)
    prepared = await awards.nomination(make, of, state=S.APPROVED, created_by_id=of.leader.person_id)
    mine = await awards.nomination(
        make, await awards.another(make, of), state=S.APPROVED, person_id=of.leader.person_id
    )
    signer = await make.actor(Role.MINISTRY_LEADER)
    signers = await awards.nomination(
        make, await awards.another(make, of), state=S.APPROVED, person_id=signer.person_id
    )

    with pytest.raises(Refusals) as refused:
        await issuing.issue_award_decision(
            session, of.leader, **asked(of, prepared, mine, signers, signer_id=signer.person_id)
        )

    assert [(each.rule, each.path) for each in refused.value.errors] == [
        ("ONE_HAND_ONLY", ("nominationIds", "0")),
        ("NOMINEE_IS_ANOTHER", ("nominationIds", "1")),
        ("SIGNER_IS_NOMINEE", ("nominationIds", "2")),
    ]
    assert await nothing_happened(session)


async def test_a_decision_needs_an_open_phase_and_its_movement(session, make: Factory):
    of = await awards.scene(make)
    nomination = await awards.nomination(make, of, state=S.APPROVED)

    with at(CLOSES_AT), pytest.raises(Closed, match="PHASE_CLOSED"):
        await issuing.issue_award_decision(session, of.leader, **asked(of, nomination))
    with pytest.raises(NotFound) as missing:
        await issuing.issue_award_decision(session, of.leader, **asked(of, nomination, movement_id=new_id()))

    assert missing.value.path == ("movementId",)
    assert await nothing_happened(session)


async def test_nothing_is_signed_before_its_approval_nor_for_those_above_the_ministry(session, make: Factory):
    """A day of signing before the approval would choose another base salary or another delegation."""
    of = await awards.scene(make)
    # 00:30 on 4 June in Viet Nam.
    approved_at = datetime(2024, 6, 3, 17, 30, tzinfo=UTC)
    dossier = await awards.nomination(make, of, state=S.APPROVED, decided_at=approved_at)
    states = await awards.form(make, level=AwardLevel.STATE)
    governments = await awards.form(make, level=AwardLevel.GOVERNMENT)
    above = [
        await awards.nomination(make, await awards.another(make, of), state=S.APPROVED, form_id=each.id)
        for each in (states, governments)
    ]

    with at(approved_at), pytest.raises(Refusals) as refused:
        await issuing.issue_award_decision(session, of.leader, **asked(of, dossier, *above))

    assert [(each.rule, each.path) for each in refused.value.errors] == [
        ("SIGNED_BEFORE_APPROVAL", ("nominationIds", "0")),
        ("AWARD_ABOVE_MINISTRY", ("nominationIds", "1")),
        ("AWARD_ABOVE_MINISTRY", ("nominationIds", "2")),
    ]
    assert await nothing_happened(session)
    with at(approved_at):
        await issuing.issue_award_decision(session, of.leader, **asked(of, dossier, signed_on=date(2024, 6, 4)))
    assert dossier.state is S.DECIDED


async def test_number_and_day_are_taken_once(session, make: Factory):
    of = await awards.scene(make)
    nomination = await awards.nomination(make, of, state=S.APPROVED)
    await awards.decision(make, of, number="1234/QĐ-BTTTT", signed_on=date(2024, 6, 3))

    with pytest.raises(IntegrityError) as taken:
        async with session.begin_nested():
            await issuing.issue_award_decision(session, of.leader, **asked(of, nomination))

    assert constraint_of(taken.value) == "uq_award_decisions_number_signed_on"
    assert await entries(session) == []


async def test_a_decision_is_never_changed_or_deleted(session, make: Factory):
    of = await awards.scene(make)
    decision = await awards.decision(make, of)

    for change in (AwardDecision.__table__.update().values(number="9"), AwardDecision.__table__.delete()):
        with pytest.raises(IntegrityError) as refused:
            async with session.begin_nested():
                await session.execute(change)
        assert constraint_of(refused.value) == "tg_award_decisions_append_only"

    await session.refresh(decision)
    assert decision.number == "1234/QĐ-BTTTT"
