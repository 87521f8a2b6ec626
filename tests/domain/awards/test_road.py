"""The road of a dossier, step by step: what each step leaves, which states it starts from, who may take it."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from domain.access.permissions import Permission
from domain.actor import SYSTEM, Role
from domain.awards import actions, appraising, concluding, deciding, issuing, revoking
from domain.awards.basis import ByHand
from domain.awards.model import Nomination, NominationHand, NominationStep
from domain.awards.revoking import RevokingDecision
from domain.awards.rules import AwardSubject, Hand, NominationState, RevocationGround, SigningCapacity
from domain.clock import at
from domain.errors import Closed, Conflict, Invalid, NotAllowed, NotFound
from domain.initiatives.rules import InitiativeState
from domain.regulations.rules import ParameterKind, RuleCode, Severity
from schema.mutation import constraint_of
from tests.support import awards, initiatives, regulations
from tests.support.audit import entries
from tests.support.factories import NOW, Factory, days
from tests.support.movements import CLOSES_AT

S = NominationState
TODAY = date(2024, 6, 3)


async def go(session, deed: Any, by: Any, nomination: Nomination, **more: Any) -> None:
    """Do a deed on a dossier as it stands."""
    await deed(session, by, nomination_id=nomination.id, expected_version=nomination.version, **more)


async def history(session, nomination: Nomination) -> list[tuple[Any, ...]]:
    """The steps of a dossier in their order."""
    statement = select(NominationStep).where(NominationStep.nomination_id == nomination.id)
    rows = await session.scalars(statement.order_by(NominationStep.ordinal))
    return [(row.ordinal, row.from_state, row.to_state, row.reason, row.by_id) for row in rows]


async def law_of_prizes(make: Factory, form_id: Any) -> None:
    """What the prize of a form is made of in 2024: 1.5 times 1 800 000 đồng, rounded up to 10 000."""
    await regulations.parameter(make, ParameterKind.PRIZE_COEFFICIENT, "1.5", form_id=form_id)
    await regulations.parameter(make, ParameterKind.BASE_SALARY, "1800000")
    await regulations.parameter(make, ParameterKind.PRIZE_ROUNDING, "10000")


async def test_the_whole_road_leaves_each_step_with_its_reason_and_its_entry(session, make: Factory):
    of = await awards.scene(make)
    await law_of_prizes(make, of.form.id)
    personnel, center, leader = of.personnel, of.center, of.leader
    with at(NOW):
        dossier = await actions.prepare_nomination(
            session,
            personnel,
            result_entry_id=of.entry.id,
            person_id=of.author.id,
            form_id=of.form.id,
            summary="Giảm 30 giờ",
        )
        await go(session, actions.submit_nomination, personnel, dossier)
        await go(session, deciding.return_nomination, center, dossier, reason=" Thiếu báo cáo ")
        await go(session, actions.update_nomination, personnel, dossier, summary="Giảm 30 giờ mỗi tháng")
        await go(session, actions.submit_nomination, personnel, dossier)
        await go(session, appraising.accept_nomination, center, dossier)
        await go(session, appraising.hold_nomination, center, dossier, reason=" Có đơn thư ")
        assert (dossier.held_from, dossier.reason) == (S.COMPLETE, "Có đơn thư")
        await go(session, appraising.release_nomination, center, dossier, reason="Đơn không đúng")
        assert dossier.held_from is None
        await go(session, appraising.appraise_nomination, center, dossier, opinion=" Đủ điều kiện ")
        await go(session, actions.propose_nomination, personnel, dossier)
        await go(session, deciding.approve_nomination, leader, dossier)
        decision = await issuing.issue_award_decision(
            session,
            leader,
            movement_id=of.movement.id,
            number="12/QĐ-BTTTT",
            signed_on=TODAY,
            signer_id=leader.person_id,
            signing_capacity=SigningCapacity.HEAD,
            nomination_ids=[dossier.id],
        )
        await concluding.publish_award_decision(session, personnel, decision_id=decision.id, channel="Cổng thông tin")
        given = {"nomination_ids": [dossier.id]}
        await concluding.present_awards(session, personnel, **given, presented_on=TODAY, presented_where=" Hà Nội ")
        await concluding.pay_prizes(session, personnel, **given, paid_on=TODAY, reference="PC 12")
        await revoking.revoke_award(
            session,
            leader,
            nomination_id=dossier.id,
            expected_version=dossier.version,
            ground=RevocationGround.FALSE_DECLARATION,
            reason=" Khai sai ",
            decision=RevokingDecision("13/QĐ-BTTTT", TODAY, leader.person_id, SigningCapacity.HEAD),
        )

    p, c, m = personnel.person_id, center.person_id, leader.person_id
    steps = [
        (2, S.DRAFT, S.SUBMITTED, None, p),
        (3, S.SUBMITTED, S.RETURNED, "Thiếu báo cáo", c),
        # The fourth version is an edit, which is no step.
        (5, S.RETURNED, S.SUBMITTED, None, p),
        (6, S.SUBMITTED, S.COMPLETE, None, c),
        (7, S.COMPLETE, S.HELD, "Có đơn thư", c),
        (8, S.HELD, S.COMPLETE, "Đơn không đúng", c),
        (9, S.COMPLETE, S.APPRAISED, None, c),
        (10, S.APPRAISED, S.PROPOSED, None, p),
        (11, S.PROPOSED, S.APPROVED, None, m),
        (12, S.APPROVED, S.DECIDED, None, m),
        (13, S.DECIDED, S.PUBLISHED, None, p),
        (14, S.PUBLISHED, S.PRESENTED, None, p),
        (15, S.PRESENTED, S.PAID, None, p),
        (16, S.PAID, S.REVOKED, "Khai sai", m),
    ]
    assert await history(session, dossier) == steps
    trail = [each for each in await entries(session) if each.subject_id == dossier.id]
    told = [
        (each.after["version"], each.before["state"], each.after["state"], each.reason, each.actor_id)
        for each in trail
        if each.before and "state" in each.before
    ]
    assert sorted(told) == steps
    assert {each.deed for each in trail} == {
        "NOMINATION_PREPARED",
        "NOMINATION_UPDATED",
        "NOMINATION_HELD",
        "NOMINATION_RELEASED",
        "NOMINATION_ACCEPTED",
        *(
            f"NOMINATION_{state}"
            for state in S
            if state not in (S.DRAFT, S.HELD, S.COMPLETE, S.VOTED, S.REFUSED, S.WITHDRAWN)
        ),
    }
    assert (dossier.opinion, dossier.presented_on, dossier.presented_where) == ("Đủ điều kiện", TODAY, "Hà Nội")
    assert (dossier.submitted_at, dossier.state) == (NOW, S.REVOKED)
    taken = await session.execute(select(NominationHand.person_id, NominationHand.hand))
    assert {tuple(row) for row in taken} == {(p, Hand.PROPOSE), (c, Hand.APPRAISE), (m, Hand.DECIDE)}


APPRAISED_BY_NOW = {S.SUBMITTED, S.COMPLETE, S.APPRAISED, S.VOTED}
#: Every deed on one dossier but those who decide: who does it, with what, from which states, to which.
DEEDS: dict[str, tuple[Any, str, dict[str, Any], set[S], S]] = {
    "submit": (actions.submit_nomination, "personnel", {}, {S.DRAFT, S.RETURNED}, S.SUBMITTED),
    "accept": (appraising.accept_nomination, "center", {}, {S.SUBMITTED}, S.COMPLETE),
    "appraise": (appraising.appraise_nomination, "center", {"opinion": "Đủ"}, {S.COMPLETE}, S.APPRAISED),
    "propose": (actions.propose_nomination, "personnel", {}, {S.APPRAISED, S.VOTED}, S.PROPOSED),
    "return": (deciding.return_nomination, "center", {"reason": "Thiếu"}, APPRAISED_BY_NOW, S.RETURNED),
    "hold": (
        appraising.hold_nomination,
        "center",
        {"reason": "Chờ"},
        APPRAISED_BY_NOW | {S.PROPOSED, S.APPROVED},
        S.HELD,
    ),
    "release": (appraising.release_nomination, "center", {"reason": "Xong"}, {S.HELD}, S.SUBMITTED),
    "withdraw": (
        actions.withdraw_nomination,
        "personnel",
        {"reason": "Trùng"},
        APPRAISED_BY_NOW | {S.DRAFT, S.RETURNED, S.PROPOSED, S.HELD},
        S.WITHDRAWN,
    ),
}


async def test_every_deed_is_refused_from_every_other_state(session, make: Factory):
    of = await awards.scene(make)
    told, expected = {}, {}
    for state in S:
        nomination = await awards.nomination(make, await awards.another(make, of, unit=of.unit), state=state)
        for name, (deed, who, more, before, target) in DEEDS.items():
            told[state, name] = await awards.tried(make, deed, getattr(of, who), nomination, **more)
            expected[state, name] = target if state in before else "STATE_FORBIDS"
        hidden = ("accept", "appraise", "return", "hold", "release") if state is S.DRAFT else ()
        expected.update({(state, name): "NOT_FOUND" for name in hidden})
        if state in {S.PROPOSED, S.APPROVED}:  # before those who decide it is theirs to return
            expected[state, "return"] = "ROLE_LACKS_PERMISSION"

    assert told == expected
    assert await entries(session) == []


async def test_a_hold_goes_back_to_where_it_was_and_opens_no_other_way(session, make: Factory):
    of = await awards.scene(make)
    for state in (*sorted(APPRAISED_BY_NOW), S.PROPOSED, S.APPROVED):
        nomination = await awards.nomination(make, await awards.another(make, of, unit=of.unit), state=state)
        await go(session, appraising.hold_nomination, of.center, nomination, reason="Chờ làm rõ")
        assert (nomination.state, nomination.held_from) == (S.HELD, state)
        withdrawn = await awards.tried(
            make, actions.withdraw_nomination, of.personnel, nomination, reason="Đơn vị xin rút"
        )
        assert withdrawn == ("STATE_FORBIDS" if state is S.APPROVED else S.WITHDRAWN)
        await go(session, appraising.release_nomination, of.center, nomination, reason="Đã làm rõ")
        assert (nomination.state, nomination.held_from) == (state, None)


async def test_deeds_of_appraisers_need_their_version_phase_role_and_words(session, make: Factory):
    of = await awards.scene(make)
    dossier = await awards.nomination(make, of, state=S.COMPLETE)
    secretary = await make.actor(Role.COUNCIL_SECRETARY)
    nominee = await make.acting(of.author, Role.PERSONNEL)
    asked = {"nomination_id": dossier.id, "expected_version": 1}
    for name in ("accept", "appraise", "hold", "release"):
        deed, _, more, *_ = DEEDS[name]
        assert await awards.tried(make, deed, secretary, dossier, **more) == "ROLE_LACKS_PERMISSION"
        assert await awards.tried(make, deed, nominee, dossier, **more) == "NOMINEE_IS_ANOTHER"
        with at(CLOSES_AT):
            assert await awards.tried(make, deed, of.center, dossier, **more) == "PHASE_CLOSED"
    for deed, more, rule in (
        (appraising.appraise_nomination, {"opinion": " "}, "OPINION_EMPTY"),
        (appraising.hold_nomination, {"reason": " "}, "REASON_MISSING"),
        (deciding.return_nomination, {"reason": " "}, "REASON_MISSING"),
    ):
        with pytest.raises(Invalid, match=rule) as refused:
            await deed(session, of.center, **asked, **more)
        assert refused.value.path == (next(iter(more)),)
    assert await awards.tried(make, appraising.accept_nomination, of.center, dossier) == "STATE_FORBIDS"
    assert await entries(session) == []


async def test_who_suggested_sends_it_in_and_nobody_else_does(session, make: Factory):
    of = await awards.scene(make)
    author, stranger = await make.acting(of.author, Role.STAFF), await make.actor(Role.STAFF, unit=of.unit)
    head = await make.actor(Role.UNIT_LEADER, unit=of.unit)
    dossier = await actions.suggest_nomination(
        session, author, result_entry_id=of.entry.id, person_id=of.author.id, form_id=of.form.id, summary="Tự đề nghị"
    )

    for other in (stranger, head, of.center):
        with pytest.raises(NotFound):
            await go(session, actions.submit_nomination, other, dossier)
    with at(NOW):
        assert await awards.tried(make, actions.submit_nomination, of.personnel, dossier) == S.SUBMITTED
        await go(session, actions.submit_nomination, author, dossier)
    await go(session, deciding.return_nomination, of.center, dossier, reason="Bổ sung")
    with at(NOW + days(1)):
        await go(session, actions.submit_nomination, author, dossier)

    assert (dossier.state, dossier.submitted_at) == (S.SUBMITTED, NOW)
    assert [step[-1] for step in await history(session, dossier)] == [
        author.person_id,
        of.center.person_id,
        author.person_id,
    ]


async def test_sending_in_asks_the_phase_of_who_sends_it(session, make: Factory):
    """A phase for suggestions only lets who suggested send in, and not Personnel."""
    of = await awards.scene(make)
    author = await make.acting(of.author, Role.STAFF)
    dossier = await awards.nomination(make, of, created_by_id=author.person_id)
    await session.execute(
        text("DELETE FROM phase_capabilities WHERE permission = :permission"),
        {"permission": Permission.NOMINATION_PREPARE},
    )

    with pytest.raises(Closed):
        await go(session, actions.submit_nomination, of.personnel, dossier)
    await go(session, actions.submit_nomination, author, dossier)

    assert dossier.state is S.SUBMITTED


async def by_hand(session, of: awards.Scene, **given: Any) -> Nomination:
    """Nominate the scene's author by hand, for nothing in particular."""
    reason = {"movement_id": of.movement.id, "reason": " Cứu dữ liệu trong đêm ", **given.pop("ground", {})}
    asked = {"person_id": of.author.id, "form_id": of.form.id, "summary": "Đột xuất", **given}
    return await actions.prepare_nomination(session, of.personnel, by_hand=ByHand(**reason), **asked)


async def test_a_dossier_by_hand_rests_on_a_reason_with_or_without_an_initiative(session, make: Factory):
    of = await awards.scene(make)
    unpublished = await initiatives.initiative(
        make, of.movement, of.unit, of.author, state=InitiativeState.SCORED, title="Chưa công bố"
    )

    free = await by_hand(session, of)
    # Nobody's initiative in particular: it may be said of anybody, and more than once.
    again = await by_hand(session, of, person_id=of.leader.person_id)
    bound = await by_hand(session, of, ground={"initiative_id": unpublished.id})
    of_unit = await by_hand(session, of, person_id=None, unit_id=of.unit.id, ground={"initiative_id": unpublished.id})

    assert (free.result_entry_id, free.initiative_id, free.by_hand_reason) == (None, None, "Cứu dữ liệu trong đêm")
    assert (again.person_id, again.movement_id) == (of.leader.person_id, of.movement.id)
    assert (bound.result_entry_id, bound.initiative_id) == (None, unpublished.id)
    assert of_unit.person_id is None
    with pytest.raises(IntegrityError) as twice:
        async with session.begin_nested():
            await by_hand(session, of, ground={"initiative_id": unpublished.id})
    assert constraint_of(twice.value) == "uq_nominations_person_achievement"


async def test_what_no_dossier_by_hand_rests_on(session, make: Factory):
    of, other = await awards.scene(make), await awards.scene(make)
    colleague = await make.person(of.unit)
    refused = {
        "both": (Invalid, "BASIS_ONE_OF", ("resultEntryId",), {"result_entry_id": of.entry.id}),
        "no reason": (Invalid, "REASON_MISSING", ("byHand", "reason"), {"ground": {"reason": " "}}),
        "no movement": (NotFound, "NOT_FOUND", ("byHand", "movementId"), {"ground": {"movement_id": of.form.id}}),
        "no initiative": (NotFound, "NOT_FOUND", ("byHand", "initiativeId"), {"ground": {"initiative_id": of.form.id}}),
        "of another movement": (
            Conflict,
            "INITIATIVE_OF_OTHER_MOVEMENT",
            ("byHand", "initiativeId"),
            {"ground": {"initiative_id": other.initiative.id}},
        ),
        "no author": (
            Conflict,
            "NOMINEE_NOT_AUTHOR",
            ("nominee", "personId"),
            {"person_id": colleague.id, "ground": {"initiative_id": of.initiative.id}},
        ),
    }
    for kind, rule, path, given in refused.values():
        with pytest.raises(kind, match=rule) as told:
            await by_hand(session, of, **given)
        assert told.value.path == path
    with pytest.raises(Invalid, match="BASIS_ONE_OF"):
        await actions.prepare_nomination(
            session, of.personnel, person_id=of.author.id, form_id=of.form.id, summary="Không căn cứ"
        )
    with pytest.raises(NotAllowed):
        await actions.prepare_nomination(
            session,
            of.leader,
            by_hand=ByHand(of.movement.id, "Đột xuất"),
            person_id=of.author.id,
            form_id=of.form.id,
            summary="Đột xuất",
        )
    assert await entries(session) == []


@pytest.mark.parametrize(
    ("given", "is_asked_for"),
    [
        ({}, True),
        ({"severity": Severity.WARNING}, False),
        ({"valid_from": date(2024, 6, 4)}, False),
        ({"valid_to": date(2024, 6, 2)}, False),
        ({"valid_from": TODAY, "valid_to": TODAY}, True),
        ({"code": RuleCode.ONE_REWARD}, False),
    ],
)
async def test_a_vote_is_asked_for_by_the_rule_of_the_day_of_sending_in(session, make: Factory, given, is_asked_for):
    """17:30 UTC on the 2nd is the 3rd in Viet Nam; new law leaves alone what was received before it."""
    of = await awards.scene(make)
    sent = datetime(2024, 6, 2, 17, 30, tzinfo=UTC)
    dossier = await awards.nomination(make, of, state=S.APPRAISED, submitted_at=sent)
    voted = await awards.nomination(make, of, state=S.VOTED, submitted_at=sent, person_id=None)
    await regulations.rule(make, **{"code": RuleCode.COUNCIL_VOTE, **given})

    with at(NOW + days(3)):
        if is_asked_for:
            with pytest.raises(Conflict, match="COUNCIL_VOTE_MISSING") as refused:
                await go(session, actions.propose_nomination, of.personnel, dossier)
            assert regulations.CLAUSE in refused.value.text.vi
            assert await entries(session) == []
        else:
            await go(session, actions.propose_nomination, of.personnel, dossier)
        await go(session, actions.propose_nomination, of.personnel, voted)

    assert (dossier.state, voted.state) == (S.APPRAISED if is_asked_for else S.PROPOSED, S.PROPOSED)


async def test_a_form_of_reward_has_its_own_rule_of_voting(session, make: Factory):
    of = await awards.scene(make)
    letter = await awards.form(make, name="Giấy khen", subject=AwardSubject.BOTH)
    await regulations.rule(make, RuleCode.COUNCIL_VOTE)
    await regulations.rule(make, RuleCode.COUNCIL_VOTE, form_id=letter.id, severity=Severity.NOTE)
    strict = await awards.nomination(make, of, state=S.APPRAISED, submitted_at=NOW)
    lenient = await awards.nomination(make, of, state=S.APPRAISED, submitted_at=NOW, person_id=None, form_id=letter.id)

    assert await awards.tried(make, actions.propose_nomination, of.personnel, strict) == "COUNCIL_VOTE_MISSING"
    assert await awards.tried(make, actions.propose_nomination, of.personnel, lenient) == S.PROPOSED


async def test_the_system_takes_steps_without_a_hand(session, make: Factory):
    of = await awards.scene(make)
    dossier = await awards.nomination(make, of, created_by_id=None)
    for deed, more in (
        (actions.submit_nomination, {}),
        (appraising.accept_nomination, {}),
        (appraising.appraise_nomination, {"opinion": "Đủ"}),
        (actions.propose_nomination, {}),
        (deciding.approve_nomination, {}),
    ):
        await go(session, deed, SYSTEM, dossier, **more)

    assert dossier.state is S.APPROVED
    assert list(await session.scalars(select(NominationHand.id))) == []
    assert {step[-1] for step in await history(session, dossier)} == {None}


async def test_history_and_hands_are_append_only(session, make: Factory):
    of = await awards.scene(make)
    dossier = await awards.nomination(make, of)
    await go(session, actions.submit_nomination, of.personnel, dossier)
    for table in ("nomination_steps", "nomination_hands"):
        for statement in (f"UPDATE {table} SET id = id", f"DELETE FROM {table}", f"TRUNCATE {table} CASCADE"):
            with pytest.raises(IntegrityError) as refused:
                async with session.begin_nested():
                    await session.execute(text(statement))
            assert constraint_of(refused.value) == f"tg_{table}_append_only"
