"""Integrity holds: placing and lifting them, and that nobody who is held is proposed, approved or decided on."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from domain.actor import SYSTEM, Actor, Role
from domain.awards import actions, appraising, deciding, issuing
from domain.awards.deciding import Answer
from domain.awards.model import Nomination
from domain.awards.rules import NominationState, SigningCapacity, Verdict
from domain.clock import at
from domain.errors import Conflict, Refusals
from domain.integrity import actions as integrity
from domain.integrity import queries
from domain.integrity.model import IntegrityHold
from domain.integrity.rules import HoldGround
from domain.reading import viewer
from schema.mutation import constraint_of
from tests.support import audit, awards
from tests.support.evaluations import refusal
from tests.support.factories import NOW, Factory

CLAUSE = "Điều 4 Nghị định 98/2023/NĐ-CP"
S = NominationState


async def hold(session, by: Actor, **given: Any) -> IntegrityHold:
    """A hold on the ground of discipline, unless told otherwise."""
    asked = {"ground": HoldGround.DISCIPLINE, "clause": f" {CLAUSE} ", "reason": " Đang xem xét ", **given}
    return await integrity.place_integrity_hold(session, by, **asked)


async def test_a_hold_is_placed_with_its_clause_and_reason(session, make: Factory):
    personnel, person = await make.actor(Role.PERSONNEL), await make.person()

    with at(NOW):
        placed = await hold(session, personnel, person_id=person.id, review_on=date(2024, 9, 1))

    assert (placed.person_id, placed.unit_id, placed.ground) == (person.id, None, HoldGround.DISCIPLINE)
    assert (placed.clause, placed.reason, placed.review_on) == (CLAUSE, "Đang xem xét", date(2024, 9, 1))
    assert (placed.placed_at, placed.placed_by_id, placed.lifted_at) == (NOW, personnel.person_id, None)
    entry = await audit.only_entry(session)
    assert (entry.deed, entry.subject_id, entry.reason) == ("INTEGRITY_HOLD_PLACED", placed.id, "Đang xem xét")


async def test_a_hold_is_lifted_once_with_a_reason(session, make: Factory):
    personnel, unit = await make.actor(Role.PERSONNEL), await make.unit()
    placed = await hold(session, personnel, unit_id=unit.id)

    async def lift(version: int, reason: str = "Đã có kết luận"):
        return await integrity.lift_integrity_hold(
            session, personnel, hold_id=placed.id, expected_version=version, reason=reason
        )

    assert (await refusal(make, lift(2)))[0] == "StaleVersion"
    assert (await refusal(make, lift(1, " ")))[1] == "REASON_MISSING"
    lifted = await lift(1)
    assert (lifted.lifted_reason, lifted.lifted_by_id, lifted.version) == ("Đã có kết luận", personnel.person_id, 2)
    assert await refusal(make, lift(2)) == ("Conflict", "HOLD_LIFTED", ("holdId",))
    again = await hold(session, personnel, unit_id=unit.id)
    assert again.id != placed.id


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({}, ("Invalid", "HELD_ONE_OF", ("personId",))),
        ({"clause": " "}, ("Invalid", "CLAUSE_LENGTH", ("clause",))),
        ({"clause": "x" * 201}, ("Invalid", "CLAUSE_LENGTH", ("clause",))),
        ({"reason": " "}, ("Invalid", "REASON_MISSING", ("reason",))),
    ],
)
async def test_what_no_hold_is_placed_with(session, make: Factory, given, told):
    personnel, person = await make.actor(Role.PERSONNEL), await make.person()
    of = {"person_id": person.id} if given else {}

    assert await refusal(make, hold(session, personnel, **of, **given)) == told


async def test_one_hold_of_a_ground_at_a_time_and_never_on_oneself(session, make: Factory):
    personnel, person = await make.actor(Role.PERSONNEL), await make.person()

    assert (await refusal(make, hold(session, personnel, person_id=personnel.person_id)))[1] == "HELD_IS_ANOTHER"
    assert (await refusal(make, hold(session, await make.actor(Role.MINISTRY_LEADER), person_id=person.id)))[0] == (
        "NotAllowed"
    )
    await hold(session, personnel, person_id=person.id)
    await hold(session, personnel, person_id=person.id, ground=HoldGround.VERIFICATION)
    nested = await session.begin_nested()
    with pytest.raises(IntegrityError) as refused:
        await hold(session, personnel, person_id=person.id)
    await nested.rollback()
    assert constraint_of(refused.value) == "uq_integrity_holds_in_force"


async def stepped(session, of: awards.Scene, nomination: Nomination, target: NominationState) -> None:
    """Bring a nomination to the state that follows."""
    ask = {"nomination_id": nomination.id, "expected_version": nomination.version}
    with at(NOW):
        if target is S.SUBMITTED:
            await actions.submit_nomination(session, of.personnel, **ask)
        elif target is S.APPRAISED:
            await appraising.appraise_nomination(session, of.center, **ask, opinion="Đủ điều kiện")
        elif target is S.PROPOSED:
            await actions.propose_nomination(session, of.personnel, **ask)
        elif target is S.APPROVED:
            await deciding.approve_nomination(session, of.leader, **ask)
        else:
            await issuing.issue_award_decision(
                session,
                of.leader,
                movement_id=of.movement.id,
                number="12/QĐ-BTTTT",
                signed_on=date(2024, 6, 3),
                signer_id=of.leader.person_id,
                signing_capacity=SigningCapacity.HEAD,
                nomination_ids=[nomination.id],
            )


STEPS = [
    (S.DRAFT, S.SUBMITTED),
    (S.COMPLETE, S.APPRAISED),
    (S.APPRAISED, S.PROPOSED),
    (S.PROPOSED, S.APPROVED),
    (S.APPROVED, S.DECIDED),
]


@pytest.mark.parametrize(("before", "target"), STEPS)
@pytest.mark.parametrize("is_person", [True, False])
async def test_nobody_who_is_held_goes_a_step_further_until_it_is_lifted(
    session, make: Factory, before, target, is_person
):
    of = await awards.scene(make)
    nomination = await awards.nomination(make, of, state=before, **({} if is_person else {"person_id": None}))
    held = {"person_id": of.author.id} if is_person else {"unit_id": of.unit.id}
    placed = await hold(session, of.personnel, **held)

    with pytest.raises((Conflict, Refusals)) as refused:
        await stepped(session, of, nomination, target)

    (error,) = getattr(refused.value, "errors", [refused.value])
    # The Information Center, which appraises here, sees no holds: it is told neither ground nor clause.
    told = ("NOT_TAKEN_UP_NOW", False, False) if target is S.APPRAISED else ("INTEGRITY_HOLD", True, True)
    assert (error.rule, CLAUSE in error.text.vi, "xem xét kỷ luật" in error.text.vi) == told
    assert error.path == (("nominationIds", "0") if target is S.DECIDED else ())
    assert (nomination.state, nomination.version) == (before, 1)
    await integrity.lift_integrity_hold(
        session, of.personnel, hold_id=placed.id, expected_version=1, reason="Không vi phạm"
    )
    await stepped(session, of, nomination, target)
    assert nomination.state is target


async def test_a_refusal_tells_of_a_hold_only_who_sees_holds(session, make: Factory):
    """Not who suggested themselves, not who is held, whatever their roles: the ground may be an investigation."""
    of = await awards.scene(make)
    nominee = await make.acting(of.author, Role.STAFF)
    colleague = await make.acting(await make.person(), Role.PERSONNEL, Role.STAFF)
    await hold(session, of.personnel, person_id=of.author.id)
    await hold(session, of.personnel, person_id=colleague.person_id)
    suggested = await awards.nomination(make, of, created_by_id=of.author.id)
    prepared = await awards.nomination(make, await awards.another(make, of), person_id=colleague.person_id)

    for by, dossier, rule in (
        (nominee, suggested, "NOT_TAKEN_UP_NOW"),
        (colleague, prepared, "NOT_TAKEN_UP_NOW"),
        (colleague, suggested, "INTEGRITY_HOLD"),
        (SYSTEM, prepared, "INTEGRITY_HOLD"),
    ):
        assert await awards.tried(make, actions.submit_nomination, by, dossier) == rule


async def test_a_unit_that_is_held_holds_none_of_its_people(session, make: Factory):
    of = await awards.scene(make)
    nomination = await awards.nomination(make, of, state=S.APPRAISED)
    await hold(session, of.personnel, unit_id=of.unit.id)

    await stepped(session, of, nomination, S.PROPOSED)

    assert nomination.state is S.PROPOSED


async def test_an_approval_of_many_names_who_is_held(session, make: Factory):
    of = await awards.scene(make)
    other = await awards.another(make, of)
    free = await awards.nomination(make, of, state=S.PROPOSED)
    held = await awards.nomination(make, other, state=S.PROPOSED, person_id=other.author.id)
    await hold(session, of.personnel, person_id=other.author.id)

    answers = [Answer(each.id, 1, Verdict.APPROVED) for each in (free, held)]
    with at(NOW), pytest.raises(Refusals) as refused:
        await deciding.decide_nominations(session, of.leader, answers=answers)

    assert [(each.rule, each.path) for each in refused.value.errors] == [
        ("INTEGRITY_HOLD", ("items", "1", "nominationId"))
    ]
    assert {free.state, held.state} == {S.PROPOSED}


async def test_a_returned_nomination_stays_possible(session, make: Factory):
    of = await awards.scene(make)
    nomination = await awards.nomination(make, of, state=S.PROPOSED)
    refused = await awards.nomination(make, of, state=S.PROPOSED, person_id=None)
    await hold(session, of.personnel, person_id=of.author.id)
    await hold(session, of.personnel, unit_id=of.unit.id)

    with at(NOW):
        answer = Answer(refused.id, 1, Verdict.REFUSED, "Chờ kết luận")
        await deciding.decide_nominations(session, of.leader, answers=[answer])
        await deciding.return_nomination(
            session, of.leader, nomination_id=nomination.id, expected_version=1, reason="Chờ kết luận"
        )

    assert (nomination.state, refused.state) == (S.RETURNED, S.REFUSED)


async def test_who_sees_holds(session, make: Factory):
    personnel, person = await make.actor(Role.PERSONNEL), await make.actor(Role.STAFF)
    await hold(session, personnel, person_id=person.person_id)
    seen = {}
    for role in (Role.PERSONNEL, Role.MINISTRY_LEADER, Role.AUDITOR, Role.INFORMATION_CENTER, Role.COUNCIL_SECRETARY):
        actor = await make.actor(role)
        statement = select(IntegrityHold.id).where(queries.HOLDS.visible(actor))
        seen[role] = len((await session.scalars(statement, viewer.values(actor))).all())
    assert list(seen.values()) == [1, 1, 1, 0, 0]
    for held in (person, await make.actor(Role.PERSONNEL), await make.actor(Role.AUDITOR)):
        if held is not person:
            await hold(session, personnel, person_id=held.person_id)
        statement = select(IntegrityHold.person_id).where(queries.HOLDS.visible(held))
        assert held.person_id not in (await session.scalars(statement, viewer.values(held))).all()


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM integrity_holds WHERE id = :id",
        "UPDATE integrity_holds SET reason = 'khác' WHERE id = :id",
    ],
)
async def test_the_database_keeps_holds(session, make: Factory, statement):
    placed = await hold(session, await make.actor(Role.PERSONNEL), person_id=(await make.person()).id)

    with pytest.raises(IntegrityError) as refused:
        await session.execute(text(statement), {"id": placed.id})

    assert constraint_of(refused.value) == "tg_integrity_holds_kept"
