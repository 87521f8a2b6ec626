"""What follows a decision: it is published, awards are presented, prizes paid; awards are revoked and recovered."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from domain.actor import Role
from domain.awards import actions, concluding, revoking
from domain.awards.concluding_model import DecisionPublication, Prize, Revocation
from domain.awards.model import AwardDecision, Nomination
from domain.awards.revoking import RevokingDecision
from domain.awards.rules import NominationState, RevocationGround, SigningCapacity
from domain.clock import at
from domain.constraints import refusal_for
from domain.errors import Conflict, NotAllowed, NotFound, Refusals, StaleVersion
from domain.ids import new_id
from domain.regulations.rules import ParameterKind
from schema.mutation import constraint_of
from tests.support import awards, regulations
from tests.support.audit import entries
from tests.support.factories import NOW, Factory

S = NominationState
EFFECTIVE = (S.DECIDED, S.PUBLISHED, S.PRESENTED, S.PAID)
TODAY, TOMORROW = date(2024, 6, 3), date(2024, 6, 4)


async def prize(make: Factory, of: Nomination, **given: Any) -> Prize:
    """A prize of 540 000 đồng."""
    salary = await make.session.scalar(select(regulations.LegalParameter.id))
    if salary is None:
        salary = (await regulations.parameter(make, ParameterKind.BASE_SALARY, "1800000")).id
    terms = {"coefficient": "0.3", "base_salary": "1800000", "factor": "1", "rounding": "10000", "amount": "540000"}
    law = dict.fromkeys(("coefficient_id", "base_salary_id", "rounding_id"), salary)
    amounts = {name: Decimal(value) for name, value in terms.items()}
    return await make.add(Prize(nomination_id=of.id, created_at=NOW, **amounts, **law, **given))


async def decided(make: Factory, of: awards.Scene, *states: NominationState) -> tuple[AwardDecision, list[Nomination]]:
    """One decision with a dossier in each of these states."""
    decision = await awards.decision(make, of, number=f"{new_id()}/QĐ")
    scenes = [await awards.another(make, of, unit=of.unit) for _ in states]
    return decision, [
        await awards.nomination(make, scene, state=state, decision_id=decision.id)
        for scene, state in zip(scenes, states, strict=True)
    ]


async def revoke(session, of: awards.Scene, dossier: Nomination, **given: Any) -> Revocation:
    """Take an award back."""
    asked = {
        "expected_version": dossier.version,
        "ground": RevocationGround.FALSE_DECLARATION,
        "reason": " Khai sai thành tích ",
        "decision": RevokingDecision(" 13/QĐ ", TODAY, of.leader.person_id, SigningCapacity.HEAD),
    }
    with at(NOW):
        return await revoking.revoke_award(session, of.leader, nomination_id=dossier.id, **{**asked, **given})


async def test_a_decision_is_published_once_with_its_awards_that_stand(session, make: Factory):
    of = await awards.scene(make)
    decision, (first, second, revoked) = await decided(make, of, S.DECIDED, S.DECIDED, S.REVOKED)
    ask = {"decision_id": decision.id, "channel": " Cổng thông tin "}

    with at(NOW):
        await concluding.publish_award_decision(session, of.personnel, **ask)

    publication = (await session.scalars(select(DecisionPublication))).one()
    assert (publication.channel, publication.published_at) == ("Cổng thông tin", NOW)
    assert publication.published_by_id == of.personnel.person_id
    assert [each.state for each in (first, second, revoked)] == [S.PUBLISHED, S.PUBLISHED, S.REVOKED]
    trail = await entries(session)
    assert sorted(each.deed for each in trail) == ["AWARD_DECISION_PUBLISHED", *["NOMINATION_PUBLISHED"] * 2]
    assert next(each for each in trail if each.subject_id == publication.id).after["channel"] == "Cổng thông tin"
    with pytest.raises(IntegrityError) as twice:
        async with session.begin_nested():
            await concluding.publish_award_decision(session, of.personnel, **ask)
    refusal = refusal_for(constraint_of(twice.value))
    assert refusal is not None
    assert refusal.rule == "DECISION_PUBLISHED"
    with pytest.raises(IntegrityError) as kept:
        async with session.begin_nested():
            await session.execute(text("DELETE FROM decision_publications"))
    assert constraint_of(kept.value) == "tg_decision_publications_append_only"


async def test_publishing_presenting_and_paying_need_role_choice_and_words(session, make: Factory):
    of = await awards.scene(make)
    decision, (published, presented) = await decided(make, of, S.PUBLISHED, S.PRESENTED)
    await prize(make, presented)
    choice = {"nomination_ids": [published.id]}
    publish, present, pay = concluding.publish_award_decision, concluding.present_awards, concluding.pay_prizes
    given = {
        publish: {"decision_id": decision.id, "channel": "Cổng thông tin"},
        present: {**choice, "presented_on": TODAY, "presented_where": "Hà Nội"},
        pay: {**choice, "paid_on": TODAY, "reference": "PC 1"},
    }
    for deed, ask in given.items():
        for role in (role for role in Role if role not in (Role.PERSONNEL, Role.EVALUATOR)):
            with pytest.raises(NotAllowed):
                await deed(session, await make.actor(role), **ask)
    wrong = [
        (publish, {"channel": " "}, [("TEXT_EMPTY", ("channel",))]),
        (
            present,
            {"presented_on": TOMORROW, "presented_where": ""},
            [("DAY_IN_FUTURE", ("presentedOn",)), ("TEXT_EMPTY", ("presentedWhere",))],
        ),
        (
            pay,
            {"paid_on": TOMORROW, "reference": " "},
            [("DAY_IN_FUTURE", ("paidOn",)), ("TEXT_EMPTY", ("reference",))],
        ),
        *((deed, {"nomination_ids": []}, [("ITEMS_COUNT", ("nominationIds",))]) for deed in (present, pay)),
        *(
            (deed, {"nomination_ids": [published.id] * 2}, [("ITEM_TWICE", ("nominationIds", "1"))])
            for deed in (present, pay)
        ),
    ]
    # 23:30 on the 3rd in Viet Nam.
    with at(datetime(2024, 6, 3, 16, 30, tzinfo=UTC)):
        for deed, change, expected in wrong:
            with pytest.raises(Refusals) as refused:
                await deed(session, of.personnel, **{**given[deed], **change})
            assert [(each.rule, each.path) for each in refused.value.errors] == expected
    with pytest.raises(NotFound) as missing:
        await publish(session, of.personnel, decision_id=new_id(), channel="Cổng")
    assert missing.value.path == ("decisionId",)
    assert await entries(session) == []


async def test_nothing_follows_from_a_decision_before_the_day_of_its_signing(session, make: Factory):
    of = await awards.scene(make)
    _, (published, presented) = await decided(make, of, S.PUBLISHED, S.PRESENTED)  # signed on 1 June
    await prize(make, presented)
    eve, day = date(2024, 5, 31), date(2024, 6, 1)

    with at(NOW):
        for deed, dossier, dated, more in (
            (concluding.present_awards, published, "presented_on", {"presented_where": "Hà Nội"}),
            (concluding.pay_prizes, presented, "paid_on", {"reference": "PC 1"}),
        ):
            given = {"nomination_ids": [dossier.id], **more}
            with pytest.raises(Refusals) as refused:
                await deed(session, of.personnel, **given, **{dated: eve})
            assert [(each.rule, each.path) for each in refused.value.errors] == [
                ("BEFORE_SIGNING", ("nominationIds", "0"))
            ]
            await deed(session, of.personnel, **given, **{dated: day})
    decision = RevokingDecision("13/QĐ", eve, of.leader.person_id, SigningCapacity.HEAD)
    with pytest.raises(Conflict, match="BEFORE_SIGNING"):
        await revoke(session, of, presented, decision=decision)
    assert [published.state, presented.state] == [S.PRESENTED, S.PAID]


async def test_awards_are_presented_after_publication_and_paid_after_that_all_or_none(session, make: Factory):
    of = await awards.scene(make)
    states = [*EFFECTIVE, S.REVOKED]
    _, dossiers = await decided(make, of, *states)
    for each in dossiers:
        await prize(make, each, **({"paid_on": TODAY, "payment_reference": "PC 0"} if each.state is S.PAID else {}))
    _, (prizeless,) = await decided(make, of, S.PRESENTED)
    ids = [each.id for each in dossiers]
    presenting: dict[str, Any] = {"presented_on": TODAY, "presented_where": "Hà Nội"}
    paying: dict[str, Any] = {"paid_on": TODAY, "reference": " PC 12 "}
    with at(NOW):
        for deed, more, ready in (
            (concluding.present_awards, presenting, S.PUBLISHED),
            (concluding.pay_prizes, paying, S.PRESENTED),
        ):
            with pytest.raises(Refusals) as refused:
                await deed(session, of.personnel, nomination_ids=[*ids, new_id()], **more)
            assert [(each.rule, each.path) for each in refused.value.errors] == [
                *(
                    ("STATE_FORBIDS", ("nominationIds", str(at_)))
                    for at_, each in enumerate(dossiers)
                    if each.state is not ready
                ),
                ("NOT_FOUND", ("nominationIds", str(len(ids)))),
            ]
        with pytest.raises(Refusals, match="NO_PRIZE"):
            await concluding.pay_prizes(session, of.personnel, nomination_ids=[prizeless.id], **paying)
        assert [each.state for each in dossiers] == states
        assert await entries(session) == []

        published, presented = dossiers[1], dossiers[2]
        await concluding.present_awards(session, of.personnel, nomination_ids=[published.id], **presenting)
        await concluding.pay_prizes(session, of.personnel, nomination_ids=[presented.id, published.id], **paying)

    assert {(each.state, each.presented_where) for each in (published, presented)} == {
        (S.PAID, "Hà Nội"),
        (S.PAID, None),
    }
    paid = await session.scalars(select(Prize).where(Prize.nomination_id.in_([published.id, presented.id])))
    assert {(each.paid_on, each.payment_reference, each.paid_by_id, each.version) for each in paid} == {
        (TODAY, "PC 12", of.personnel.person_id, 2)
    }
    assert sorted(each.deed for each in await entries(session)) == [
        *["NOMINATION_PAID"] * 2,
        "NOMINATION_PRESENTED",
        *["PRIZE_PAID"] * 2,
    ]


async def test_an_award_that_stands_is_revoked_once_and_what_was_paid_is_due(session, make: Factory):
    of = await awards.scene(make)
    told, due = {}, {}
    for state in S:
        dossier = await awards.nomination(make, await awards.another(make, of, unit=of.unit), state=state)
        if state in EFFECTIVE:
            await prize(make, dossier, **({"paid_on": TODAY, "payment_reference": "PC"} if state is S.PAID else {}))
            revocation = await revoke(session, of, dossier)
            due[state] = revocation.amount_due
            assert (revocation.reason, revocation.number) == ("Khai sai thành tích", "13/QĐ")
            assert (revocation.amount_recovered, revocation.revoked_by_id) == (0, of.leader.person_id)
            assert (dossier.state, dossier.reason) == (S.REVOKED, "Khai sai thành tích")
            assert dossier.decision_id is not None
        told[state] = await awards.tried(
            make,
            revoking.revoke_award,
            of.leader,
            dossier,
            ground=RevocationGround.LATER_VIOLATION,
            reason="Lại",
            decision=RevokingDecision("14/QĐ", date(2024, 6, 1), of.leader.person_id, SigningCapacity.HEAD),
        )

    assert due == {**dict.fromkeys(EFFECTIVE, Decimal(0)), S.PAID: Decimal(540_000)}
    assert told == {**dict.fromkeys(S, "STATE_FORBIDS"), S.DRAFT: "NOT_FOUND"}
    assert sorted({each.deed for each in await entries(session)}) == ["AWARD_REVOKED", "NOMINATION_REVOKED"]
    assert len(await entries(session)) == 8


async def test_a_revocation_needs_role_version_reason_and_a_sound_decision(session, make: Factory):
    of = await awards.scene(make)
    dossier = await awards.nomination(make, of, state=S.PAID)
    nominee = await make.acting(of.author, Role.MINISTRY_LEADER)
    unsound = RevokingDecision(" ", TOMORROW, of.leader.person_id, SigningCapacity.HEAD)
    nobody = RevokingDecision("1", TODAY, new_id(), SigningCapacity.HEAD)
    ask = {
        "ground": RevocationGround.FORGED_DOSSIER,
        "reason": "Giả mạo",
        "decision": RevokingDecision("1", TODAY, of.leader.person_id, SigningCapacity.HEAD),
    }
    cases = [
        (of.personnel, {}, "ROLE_LACKS_PERMISSION"),
        (nominee, {}, "NOMINEE_IS_ANOTHER"),
        (of.leader, {"reason": " "}, "REASON_MISSING"),
        (of.leader, {"decision": nobody}, "NOT_FOUND"),
    ]
    with at(NOW):
        for by, change, rule in cases:
            assert await awards.tried(make, revoking.revoke_award, by, dossier, **{**ask, **change}) == rule
        with pytest.raises(Refusals) as refused:
            await revoke(session, of, dossier, decision=unsound)
    assert [(each.rule, each.path) for each in refused.value.errors] == [
        ("NUMBER_EMPTY", ("number",)),
        ("SIGNED_IN_FUTURE", ("signedOn",)),
    ]
    assert await entries(session) == []


async def test_a_revoked_achievement_may_be_nominated_anew(session, make: Factory):
    of = await awards.scene(make)
    dossier = await awards.nomination(make, of, state=S.PUBLISHED)
    ask = {
        "result_entry_id": of.entry.id,
        "person_id": of.author.id,
        "form_id": of.form.id,
        "summary": "Đề nghị lại",
    }
    with pytest.raises(IntegrityError) as taken:
        async with session.begin_nested():
            await actions.prepare_nomination(session, of.personnel, **ask)
    assert constraint_of(taken.value) == "uq_nominations_person_achievement"
    await session.refresh(dossier)

    await revoke(session, of, dossier)
    again = await actions.prepare_nomination(session, of.personnel, **ask)

    assert (again.state, again.initiative_id) == (S.DRAFT, dossier.initiative_id)


async def test_recovery_only_grows_up_to_what_is_due(session, make: Factory):
    of = await awards.scene(make)
    dossier = await awards.nomination(make, of, state=S.PAID)
    await prize(make, dossier, paid_on=TODAY, payment_reference="PC 1")
    revocation = await revoke(session, of, dossier)

    async def recover(version: int, by: Any = of.personnel, **given: Any) -> Revocation:
        with at(NOW):
            return await revoking.record_recovery(
                session, by, revocation_id=revocation.id, expected_version=version, **given
            )

    await recover(1, amount_recovered=Decimal(200_000))
    for amount in ("199999", "540001", "-1", "300000.5"):
        with pytest.raises(Refusals, match="AMOUNT_RANGE") as refused:
            await recover(2, amount_recovered=Decimal(amount))
        assert refused.value.errors[0].allowed == "200000..540000"
    with pytest.raises(Refusals) as wrong:
        await recover(2, amount_recovered=None, object_returned_on=TOMORROW)
    assert [(each.rule, each.path) for each in wrong.value.errors] == [
        ("NULL_NOT_ALLOWED", ("amountRecovered",)),
        ("DAY_IN_FUTURE", ("objectReturnedOn",)),
    ]
    with pytest.raises(StaleVersion):
        await recover(1)
    with pytest.raises(NotAllowed):
        await recover(2, by=of.leader)
    await recover(2, object_returned_on=TODAY, recovery_note=" Đã nộp ")
    await recover(3, amount_recovered=Decimal(540_000))

    assert (revocation.amount_recovered, revocation.object_returned_on) == (Decimal(540_000), TODAY)
    trail = [each for each in await entries(session) if each.deed == "RECOVERY_RECORDED"]
    assert [(each.before["version"], each.after["version"]) for each in trail] == [(1, 2), (2, 3), (3, 4)]
    told = []
    for change in ("amount_recovered = 1", "amount_due = 0, amount_recovered = 0", "reason = 'khác'"):
        with pytest.raises(IntegrityError) as kept:
            async with session.begin_nested():
                await session.execute(text(f"UPDATE revocations SET {change}"))
        told.append(constraint_of(kept.value))
    assert told == ["tg_revocations_kept"] * 3
