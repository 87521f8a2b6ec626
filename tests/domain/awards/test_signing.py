"""Who signs for whom: delegations, their scope and days, and the awards that a unit itself gives."""

from datetime import UTC, date, datetime, time
from itertools import count
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from domain.actor import SYSTEM, Role
from domain.awards import concluding_queries, deciding, issuing, revoking, signing
from domain.awards.concluding_model import SigningDelegation
from domain.awards.revoking import RevokingDecision
from domain.awards.rules import AwardLevel, AwardSubject, NominationState, RevocationGround, SigningCapacity
from domain.clock import at
from domain.errors import Conflict, DomainError, Invalid, NotAllowed, Refusals, StaleVersion
from domain.ids import new_id
from domain.reading import viewer
from schema.mutation import constraint_of
from tests.support import awards
from tests.support.audit import entries, only_entry
from tests.support.factories import NOW, Factory

S = NominationState
KT, TL, TUQ, HEAD = (SigningCapacity[name] for name in ("KT", "TL", "TUQ", "HEAD"))
TODAY = date(2024, 6, 3)
NUMBERS = count(1)


def asked(**given: Any) -> dict[str, Any]:
    return {
        "capacity": KT,
        "document": " Quyết định 12 ",
        "starts_on": date(2024, 6, 1),
        "ends_on": date(2024, 6, 30),
        **given,
    }


def at_noon(day: date) -> datetime:
    return datetime.combine(day, time(5), UTC)


async def issued(session, by: Any, of: awards.Scene, dossier: Any, signer: Any, capacity: SigningCapacity, day=TODAY):
    """What issuing a decision comes to, which is undone: DECIDED, or the rule that refuses it."""
    savepoint = await session.begin_nested()
    try:
        with at(NOW):
            await issuing.issue_award_decision(
                session,
                by,
                movement_id=of.movement.id,
                number=f"{next(NUMBERS)}/QĐ",
                signed_on=day,
                signer_id=signer.person_id,
                signing_capacity=capacity,
                nomination_ids=[dossier.id],
            )
        return str(dossier.state)
    except Refusals as refused:
        return [each.rule for each in refused.errors]
    except DomainError as refused:
        return refused.rule
    finally:
        await savepoint.rollback()
        await session.refresh(dossier)


async def test_a_leader_lets_a_deputy_sign_and_ends_it(session, make: Factory):
    leader, deputy = await make.actor(Role.MINISTRY_LEADER), await make.actor(Role.MINISTRY_LEADER)
    with at(NOW):
        made = await signing.delegate_signing(session, leader, delegate_id=deputy.person_id, **asked())
    entry = await only_entry(session)
    assert (made.capacity, made.document, made.granted_at, made.granted_by_id) == (
        KT,
        "Quyết định 12",
        NOW,
        leader.person_id,
    )
    assert (made.movement_id, made.form_id, made.revoked_at) == (None, None, None)
    assert (entry.deed, entry.subject_id, entry.after["delegate_id"]) == (
        "SIGNING_DELEGATED",
        made.id,
        str(deputy.person_id),
    )

    end = {"delegation_id": made.id, "expected_version": 1, "reason": " Hết nhiệm kỳ "}
    with pytest.raises(StaleVersion):
        await signing.revoke_signing(session, leader, **{**end, "expected_version": 2})
    with pytest.raises(Invalid, match="REASON_MISSING"):
        await signing.revoke_signing(session, leader, **{**end, "reason": " "})
    with at(NOW):
        await signing.revoke_signing(session, leader, **end)
    assert (made.revoked_at, made.revoked_reason, made.version) == (NOW, "Hết nhiệm kỳ", 2)
    with pytest.raises(Conflict, match="DELEGATION_REVOKED") as twice:
        await signing.revoke_signing(session, leader, **{**end, "expected_version": 2})
    assert twice.value.path == ("delegationId",)
    assert [each.deed for each in await entries(session)] == ["SIGNING_DELEGATED", "SIGNING_REVOKED"]


async def test_whom_nobody_delegates_to_and_who_delegates_nobody(session, make: Factory):
    leader, deputy = await make.actor(Role.MINISTRY_LEADER), await make.actor(Role.MINISTRY_LEADER)
    both = await make.actor(Role.MINISTRY_LEADER, Role.UNIT_LEADER)
    head, staff = await make.actor(Role.UNIT_LEADER), await make.actor(Role.STAFF)
    second = await make.acting(await make.person(position="Thứ trưởng"), Role.MINISTRY_LEADER)
    gone = await make.acting(await make.person(left_on=date(2024, 5, 1)), Role.MINISTRY_LEADER)
    cases = [
        (leader, deputy, KT, None),
        (leader, both, TL, None),
        (leader, head, TL, None),
        (leader, head, TUQ, None),
        (SYSTEM, deputy, KT, None),
        (leader, head, KT, "DELEGATE_UNFIT"),
        (leader, staff, KT, "DELEGATE_UNFIT"),
        (leader, gone, KT, "DELEGATE_UNFIT"),
        (leader, deputy, TL, "DELEGATE_UNFIT"),
        (leader, staff, TUQ, "DELEGATE_UNFIT"),
        (leader, deputy, HEAD, "CAPACITY_UNFIT"),
        *((both, both, capacity, "DELEGATE_IS_SELF") for capacity in (KT, TL, TUQ)),
        # Who was delegated delegates nobody: heads of units hold no such right.
        (head, await make.actor(Role.UNIT_LEADER), TL, "ACTOR_LEADS_UNIT"),
        (second, deputy, KT, "DELEGATOR_NOT_HEAD"),
        (second, head, TL, "DELEGATOR_NOT_HEAD"),
    ]
    for by, to, capacity, expected in cases:
        savepoint = await session.begin_nested()
        told = None
        try:
            await signing.delegate_signing(session, by, delegate_id=to.person_id, **asked(capacity=capacity))
        except DomainError as refused:
            told = refused.rule
        await savepoint.rollback()
        assert told == expected, (capacity, expected)
    for given, rule, path in (
        ({"document": " "}, "DOCUMENT_EMPTY", ("document",)),
        ({"ends_on": date(2024, 5, 31)}, "PERIOD_ORDER", ("endsOn",)),
        ({"movement_id": new_id()}, "NOT_FOUND", ("movementId",)),
        ({"form_id": new_id()}, "NOT_FOUND", ("formId",)),
        ({"delegate_id": new_id()}, "NOT_FOUND", ("delegateId",)),
    ):
        with pytest.raises(DomainError, match=rule) as refused:
            await signing.delegate_signing(session, leader, **{"delegate_id": deputy.person_id, **asked(**given)})
        assert refused.value.path == path
    assert await entries(session) == []


async def test_who_signs_for_the_head_delegates_nobody(session, make: Factory):
    """A deputy is a ministry leader, too: it is the delegation that says who is not the head."""
    leader, deputy = await make.actor(Role.MINISTRY_LEADER), await make.actor(Role.MINISTRY_LEADER)
    other, head = await make.actor(Role.MINISTRY_LEADER), await make.actor(Role.UNIT_LEADER)
    both = await make.actor(Role.MINISTRY_LEADER, Role.UNIT_LEADER)
    revoked = {"revoked_at": NOW, "revoked_reason": "Thu hồi"}
    refused = "DELEGATE_DELEGATES_NOBODY"
    cases = [
        (deputy, other, KT, {}, refused),
        (deputy, leader, KT, {}, refused),
        (deputy, head, TUQ, {"starts_on": date(2024, 7, 1)}, refused),
        (both, other, KT, {"capacity": TUQ}, refused),
        (deputy, other, KT, {"ends_on": TODAY}, refused),
        (deputy, other, KT, {"ends_on": date(2024, 6, 2)}, None),
        (deputy, other, KT, revoked, None),
    ]
    for by, to, capacity, given, expected in cases:
        savepoint = await session.begin_nested()
        await awards.delegation(make, by.person_id, granted_by_id=leader.person_id, **given)
        told = None
        try:
            with at(at_noon(TODAY)):
                await signing.delegate_signing(session, by, delegate_id=to.person_id, **asked(capacity=capacity))
        except NotAllowed as refusal:
            told = refusal.rule
        await savepoint.rollback()
        assert told == expected, (capacity, given)


async def test_a_delegation_covers_its_capacity_movement_form_and_days(session, make: Factory):
    of = await awards.scene(make)
    other = await awards.scene(make)
    dossier = await awards.nomination(make, of, state=S.APPROVED)
    deputy = await make.actor(Role.MINISTRY_LEADER)
    second = await make.acting(await make.person(position=" Thứ trưởng "), Role.MINISTRY_LEADER)
    head = await make.actor(Role.UNIT_LEADER, unit=of.unit)
    missing = "DELEGATION_MISSING"
    cases = [
        (deputy, KT, None, missing),
        # Of a deputy nobody believes that they are the head.
        (second, HEAD, None, "SIGNER_IS_DEPUTY"),
        (second, KT, {}, S.DECIDED),
        (deputy, KT, {"matter": "DOCUMENTS"}, missing),
        (deputy, KT, {}, S.DECIDED),
        (deputy, KT, {"movement_id": of.movement.id, "form_id": of.form.id}, S.DECIDED),
        (deputy, KT, {"movement_id": other.movement.id}, missing),
        (deputy, KT, {"form_id": other.form.id}, missing),
        (deputy, KT, {"starts_on": TODAY, "ends_on": TODAY}, S.DECIDED),
        (deputy, KT, {"starts_on": date(2024, 6, 4)}, missing),
        (deputy, KT, {"ends_on": date(2024, 6, 2)}, missing),
        (deputy, KT, {"capacity": TUQ}, missing),
        (deputy, KT, {"revoked_at": at_noon(TODAY), "revoked_reason": "Thu hồi"}, missing),
        (deputy, KT, {"revoked_at": at_noon(date(2024, 6, 4)), "revoked_reason": "Thu hồi"}, S.DECIDED),
        (deputy, HEAD, {}, "SIGNER_IS_DEPUTY"),
        (deputy, HEAD, {"ends_on": date(2024, 6, 2)}, S.DECIDED),
        (deputy, HEAD, {"revoked_at": at_noon(TODAY), "revoked_reason": "Thu hồi"}, S.DECIDED),
        (deputy, KT, {"revoked_at": at_noon(date(2024, 6, 4)), "revoked_reason": "x", "ends_on": TODAY}, S.DECIDED),
        (deputy, TL, {"capacity": TL}, "SIGNER_NOT_LEADER"),
        (head, TL, {"capacity": TL}, S.DECIDED),
        (head, TUQ, {"capacity": TUQ}, S.DECIDED),
        (head, TUQ, {"capacity": TL}, missing),
        (head, KT, {"capacity": KT}, "SIGNER_NOT_LEADER"),
        (head, HEAD, {"capacity": TL}, "SIGNER_NOT_LEADER"),
    ]
    for signer, capacity, given, expected in cases:
        savepoint = await session.begin_nested()
        if given is not None:
            await awards.delegation(make, signer.person_id, **given)
        told = await issued(session, of.leader, of, dossier, signer, capacity)
        await savepoint.rollback()
        assert told == expected, (capacity, given)
    assert await entries(session) == []


async def test_a_delegation_must_cover_every_award_of_a_decision(session, make: Factory):
    of = await awards.scene(make)
    letter = await awards.form(make, name="Giấy khen", subject=AwardSubject.BOTH)
    covered = await awards.nomination(make, of, state=S.APPROVED)
    not_covered = await awards.nomination(make, await awards.another(make, of), state=S.APPROVED, form_id=letter.id)
    deputy = await make.actor(Role.MINISTRY_LEADER)
    await awards.delegation(make, deputy.person_id, form_id=of.form.id)
    decision = {
        "movement_id": of.movement.id,
        "number": "1/QĐ",
        "signed_on": TODAY,
        "signer_id": deputy.person_id,
        "signing_capacity": KT,
        "nomination_ids": [covered.id, not_covered.id],
    }

    with at(NOW):
        with pytest.raises(Conflict, match="DELEGATION_MISSING"):
            await issuing.issue_award_decision(session, of.leader, **decision)
        await awards.delegation(make, deputy.person_id, form_id=letter.id)
        await issuing.issue_award_decision(session, of.leader, **decision)

    assert {covered.state, not_covered.state} == {S.DECIDED}


async def test_a_signer_who_had_another_hand_does_not_sign(session, make: Factory):
    of = await awards.scene(make)
    dossier = await awards.nomination(make, of, state=S.APPROVED)
    both = await make.actor(Role.MINISTRY_LEADER, Role.PERSONNEL)
    await awards.hand(make, dossier, both.person_id, awards.Hand.APPRAISE)

    assert await issued(session, of.leader, of, dossier, both, HEAD) == ["ONE_HAND_ONLY"]


async def test_a_unit_with_seal_and_legal_personality_gives_what_is_its_own(session, make: Factory):
    """Approved and signed by its head, also without a ministry leader; by nobody else's, and nothing of others."""
    of = await awards.scene(make)
    letter = await awards.form(make, name="Giấy khen", level=AwardLevel.UNIT, subject=AwardSubject.BOTH)
    head, stranger = await make.actor(Role.UNIT_LEADER, unit=of.unit), await make.actor(Role.UNIT_LEADER)
    own = await awards.nomination(make, of, state=S.PROPOSED, form_id=letter.id)
    ministrys = await awards.nomination(make, await awards.another(make, of, unit=of.unit), state=S.PROPOSED)
    signed = await awards.nomination(
        make, await awards.another(make, of, unit=of.unit), state=S.APPROVED, form_id=letter.id
    )
    heads = await awards.nomination(
        make,
        await awards.another(make, of, unit=of.unit),
        state=S.PROPOSED,
        form_id=letter.id,
        person_id=head.person_id,
    )
    itself = await awards.nomination(make, of, state=S.PROPOSED, form_id=letter.id, person_id=None)
    approve = deciding.approve_nomination
    for has_seal, has_legal_personality in ((True, True), (False, True), (True, False)):
        of.unit.has_seal, of.unit.has_legal_personality = has_seal, has_legal_personality
        await session.flush()
        may = has_seal and has_legal_personality
        assert await awards.tried(make, approve, head, own) == (S.APPROVED if may else "AWARD_IS_UNITS_TO_GIVE")
        assert await awards.tried(make, approve, stranger, own) == "NOT_FOUND"
        assert await awards.tried(make, approve, head, ministrys) == "AWARD_IS_UNITS_TO_GIVE"
        assert await awards.tried(make, approve, head, heads) == (
            "NOMINEE_IS_ANOTHER" if may else "AWARD_IS_UNITS_TO_GIVE"
        )
        # A unit does not reward itself: the ministry does.
        assert await awards.tried(make, approve, head, itself) == "AWARD_IS_UNITS_TO_GIVE"
        assert await awards.tried(make, approve, of.leader, itself) == S.APPROVED
        # The ministry may always decide, and its leader may sign; so may the head, where it is the unit's to give.
        assert await awards.tried(make, approve, of.leader, own) == S.APPROVED
        for by in (head, of.leader):
            told = await issued(session, by, of, signed, head, HEAD)
            assert told == (S.DECIDED if may else "SIGNER_NOT_LEADER")
        assert await issued(session, of.leader, of, signed, of.leader, HEAD) == S.DECIDED
        assert await issued(session, of.leader, of, signed, stranger, HEAD) == "SIGNER_NOT_LEADER"


async def test_a_revocation_is_signed_by_who_may_sign(session, make: Factory):
    of = await awards.scene(make)
    dossier = await awards.nomination(make, of, state=S.DECIDED)
    deputy = await make.actor(Role.MINISTRY_LEADER)
    staff = await make.actor(Role.STAFF)

    async def revoked(signer: Any, capacity: SigningCapacity) -> str:
        with at(NOW):
            return await awards.tried(
                make,
                revoking.revoke_award,
                of.leader,
                dossier,
                ground=RevocationGround.WRONG_PROCEDURE,
                reason="Sai quy trình",
                decision=RevokingDecision("1/QĐ", TODAY, signer.person_id, capacity),
            )

    assert await revoked(staff, HEAD) == "SIGNER_NOT_LEADER"
    assert await revoked(deputy, KT) == "DELEGATION_MISSING"
    await awards.delegation(make, deputy.person_id)
    assert await revoked(deputy, KT) == S.REVOKED
    author = await make.acting(of.author, Role.MINISTRY_LEADER)
    assert await revoked(author, HEAD) == "SIGNER_IS_NOMINEE"


async def test_who_sees_delegations_and_that_they_are_kept(session, make: Factory):
    delegate, stranger = await make.actor(Role.UNIT_LEADER), await make.actor(Role.UNIT_LEADER)
    made = await awards.delegation(make, delegate.person_id)
    seers = {delegate, *[await make.actor(role) for role in concluding_queries.SEE_DELEGATIONS]}
    for actor in (*seers, stranger, await make.actor(Role.STAFF)):
        statement = select(SigningDelegation.id).where(concluding_queries.DELEGATIONS.visible(actor))
        found = list(await session.scalars(statement, viewer.values(actor)))
        assert found == ([made.id] if actor in seers else [])
    with pytest.raises(NotAllowed):
        await signing.revoke_signing(session, delegate, delegation_id=made.id, expected_version=1, reason="Thử")

    revoke = "UPDATE signing_delegations SET revoked_at = now(), revoked_reason = 'x'"
    told = []
    for statement in (
        "UPDATE signing_delegations SET ends_on = '2025-01-01'",
        "DELETE FROM signing_delegations",
        revoke,
        revoke,
    ):
        try:
            async with session.begin_nested():
                await session.execute(text(statement))
            told.append(None)
        except IntegrityError as refused:
            told.append(constraint_of(refused))
    kept = "tg_signing_delegations_kept"
    assert told == [kept, kept, None, kept]
