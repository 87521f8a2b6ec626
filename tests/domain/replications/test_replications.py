"""Replications: step by step with their history, adopters while in use, pilots before spreading, credit that flows."""

from contextlib import nullcontext
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given as given_by
from hypothesis import strategies as st
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError

from domain.actor import Actor, Role
from domain.benefits.model import CONTRIBUTIONS
from domain.clock import at
from domain.conflicts import adopting
from domain.conflicts.model import AdoptingUnit
from domain.errors import Conflict, Invalid
from domain.initiatives.rules import InitiativeState
from domain.replications import actions, piloting
from domain.replications.model import CREDITS, LINKS, Pilot, Replication, ReplicationEvent
from domain.replications.piloting import Directive
from domain.replications.rules import (
    ENDED,
    ENDS,
    IN_USE,
    FailureReason,
    PilotState,
    ReplicationState,
    check_baseline,
    check_end,
    next_state,
)
from schema.mutation import constraint_of
from tests.support import audit, conflicts
from tests.support.benefits import Place, benefit, measurement, place, verification
from tests.support.evaluations import refusal
from tests.support.factories import LONG_AGO, NOW, Factory, days
from tests.support.replications import pilot, replication

S = ReplicationState
#: The morning of a pilot's first day.
START = datetime(2024, 9, 4, 2, 0, tzinfo=UTC)
STEPS = (S.PLANNED, S.PILOTING, S.ADOPTED, S.SUSTAINED)
ASKED = Directive("Bộ trưởng, giao ban 30/08/2024", "Làm mẫu", "Trả lời đúng 90 %", date(2024, 6, 1), date(2024, 9, 1))


async def proposed(session, of: Place, **given: Any) -> Replication:
    """A replication by the place's officer."""
    asked = {"initiative_id": of.initiative.id, "unit_id": of.unit.id, "reason": " Phù hợp ", **given}
    with at(NOW):
        return await actions.propose_replication(session, of.officer, **asked)


async def advanced(session, of: Place, row: Replication, reason: str = "Đã sẵn sàng") -> Replication:
    """The same a step further."""
    ask = {"replication_id": row.id, "expected_version": row.version, "reason": reason}
    with at(NOW):
        return await actions.advance_replication(session, of.officer, **ask)


async def ended(session, of: Place, row: Replication, outcome: S = S.FAILED, **given: Any) -> Replication:
    """The same at its end."""
    ask = {"replication_id": row.id, "expected_version": row.version, "outcome": outcome}
    said = {"failure": FailureReason.DATA_NOT_READY, "reason": "Chưa số hóa", **given}
    return await actions.end_replication(session, of.officer, **ask, **said)


async def marked(session, by: Actor, of: Place) -> Pilot:
    """A pilot at a place."""
    ask = {"initiative_id": of.initiative.id, "unit_id": of.unit.id, "asked": ASKED}
    with at(NOW):
        return await piloting.mark_pilot(session, by, **ask)


async def adoption_of(session, row: Replication) -> AdoptingUnit | None:
    """Where the unit stands among adopters now."""
    statement = select(AdoptingUnit).where(AdoptingUnit.unit_id == row.unit_id, AdoptingUnit.ended_at.is_(None))
    return (await session.scalars(statement)).one_or_none()


@given_by(st.sampled_from(S), st.sampled_from(S))
def test_every_step_leads_on_and_every_end_is_one(current, end):
    if current in (S.SUSTAINED, *ENDED):
        with pytest.raises(Conflict):
            next_state(current)
    else:
        assert list(S).index(next_state(current)) == list(S).index(current) + 1
    if end in ENDS and current in ENDS[end]:
        check_end(current, end)
    else:
        with pytest.raises((Conflict, Invalid)):
            check_end(current, end)
    assert (current in ENDED) == all(current not in sources for sources in ENDS.values())


async def test_a_unit_takes_an_initiative_over_step_by_step(session, make: Factory):
    of = await place(make)
    adopter = await place(make, initiative=of.initiative)

    row = await proposed(session, adopter, planned_from=date(2024, 7, 1))
    assert (row.state, row.state_since, row.planned_from, row.version) == (S.PROPOSED, NOW, date(2024, 7, 1), 1)
    for number, state in enumerate(STEPS, 2):
        row = await advanced(session, adopter, row)
        assert (row.state, row.version) == (state, number)
        adoption = await adoption_of(session, row)
        assert (adoption is not None and adoption.id == row.adoption_id) == (state in IN_USE)
    assert (await refusal(make, advanced(session, adopter, row)))[1] == "STATE_FORBIDS"
    row = await ended(session, adopter, row)

    assert (row.state, row.failure, await adoption_of(session, row)) == (S.FAILED, FailureReason.DATA_NOT_READY, None)
    history = select(ReplicationEvent).order_by(ReplicationEvent.number)
    events = [(e.from_state, e.to_state, e.reason, e.failure) for e in await session.scalars(history)]
    assert events == [
        (None, S.PROPOSED, "Phù hợp", None),
        (S.PROPOSED, S.PLANNED, "Đã sẵn sàng", None),
        (S.PLANNED, S.PILOTING, "Đã sẵn sàng", None),
        (S.PILOTING, S.ADOPTED, "Đã sẵn sàng", None),
        (S.ADOPTED, S.SUSTAINED, "Đã sẵn sàng", None),
        (S.SUSTAINED, S.FAILED, "Chưa số hóa", FailureReason.DATA_NOT_READY),
    ]
    deeds = sorted(entry.deed for entry in await audit.entries(session))
    assert [deeds.count(name) for name in ("ADOPTION_DECLARED", "ADOPTION_ENDED", "REPLICATION_ADVANCED")] == [1, 1, 4]
    assert (await refusal(make, ended(session, adopter, row)))[1] == "REPLICATION_ENDED"
    again = await proposed(session, adopter)
    assert again.id != row.id


async def test_what_no_replication_is_proposed_with(session, make: Factory):
    of = await place(make)
    adopter = await place(make, initiative=of.initiative)

    assert (await refusal(make, proposed(session, of)))[1] == "OWN_INITIATIVE_OF_UNIT"
    assert (await refusal(make, proposed(session, adopter, reason=" ")))[1] == "REASON_MISSING"
    assert (await refusal(make, proposed(session, adopter, unit_id=of.unit.id)))[1] == "ACTOR_SERVES_UNIT"
    back = {"planned_from": date(2024, 7, 2), "planned_to": date(2024, 7, 1)}
    assert await refusal(make, proposed(session, adopter, **back)) == ("Invalid", "PERIOD_REVERSED", ("plannedTo",))
    row = await proposed(session, adopter)
    assert (await refusal(make, ended(session, adopter, row)))[1] == "STATE_FORBIDS"
    assert (await refusal(make, ended(session, adopter, row, S.ADOPTED)))[1] == "NOT_AN_END"
    nested = await session.begin_nested()
    with pytest.raises(IntegrityError) as refused:
        await proposed(session, adopter)
    await nested.rollback()
    assert constraint_of(refused.value) == "uq_replications_running"
    assert (await ended(session, adopter, row, S.STOPPED)).state is S.STOPPED
    of.initiative.state = InitiativeState.WITHDRAWN
    await session.flush()
    assert (await refusal(make, proposed(session, adopter)))[1] == "INITIATIVE_WITHDRAWN"


async def test_a_declared_adoption_and_a_replication_are_one(session, make: Factory):
    """What the leader declared before is what the replication rests on, and it is ended with the replication alone."""
    of = await place(make)
    adopter = await place(make, initiative=of.initiative)
    declared = await conflicts.adopted(make, adopter.unit, of.initiative)
    row = await advanced(session, adopter, await advanced(session, adopter, await proposed(session, adopter)))
    leader = await make.actor(Role.UNIT_LEADER, unit=adopter.unit)

    assert row.adoption_id == declared.id
    nested = await session.begin_nested()
    with pytest.raises(IntegrityError) as refused:
        await adopting.end_adoption(session, leader, adoption_id=declared.id)
    await nested.rollback()
    assert constraint_of(refused.value) == "tg_adoption_of_replication"
    await session.refresh(row)
    await ended(session, adopter, row)
    assert await session.scalar(select(func.count()).where(AdoptingUnit.ended_at.is_not(None))) == 1


async def test_a_replication_is_measured_by_its_own_measure(session, make: Factory):
    of = await place(make)
    adopter = await place(make, initiative=of.initiative)
    row = await proposed(session, adopter)
    own, others = await benefit(make, of.initiative, adopter.unit), await benefit(make, of.initiative, of.unit)
    others.verifier_unit_id = adopter.unit.id
    await session.flush()

    async def update(**given: Any) -> Replication:
        ask = {"replication_id": row.id, "expected_version": row.version, "given": given}
        return await actions.update_replication(session, adopter.officer, **ask)

    assert await refusal(make, update(benefit_id=others.id)) == ("Conflict", "BENEFIT_OF_ANOTHER", ("benefitId",))
    assert (await update(benefit_id=own.id, planned_to=date(2024, 8, 1))).benefit_id == own.id
    back = update(planned_from=date(2024, 8, 2))
    assert (await refusal(make, back))[1] == "PERIOD_REVERSED"


async def test_a_pilot_holds_others_back_until_it_is_approved_as_a_model(session, make: Factory):
    center, leader = await make.actor(Role.INFORMATION_CENTER), await make.actor(Role.MINISTRY_LEADER)
    of = await place(make)
    adopter, other = await place(make, initiative=of.initiative), await place(make, initiative=of.initiative)
    row = await marked(session, center, of)
    spread = await advanced(session, adopter, await proposed(session, adopter))

    assert spread.state is S.PLANNED
    assert (await refusal(make, advanced(session, adopter, spread)))[1] == "PILOT_NOT_APPROVED"
    other_leader = await make.actor(Role.UNIT_LEADER, unit=other.unit)
    nested = await session.begin_nested()
    ask = {"unit_id": other.unit.id, "initiative_id": of.initiative.id}
    with pytest.raises(IntegrityError) as refused:
        await adopting.declare_adoption(session, other_leader, **ask)
    await nested.rollback()
    assert constraint_of(refused.value) == "tg_pilot_not_approved"

    measure = await benefit(make, of.initiative, of.unit)
    elsewhere = await benefit(make, of.initiative, adopter.unit)

    def decide(deed: Any, **given: Any) -> Any:
        return deed(
            session, leader, pilot_id=row.id, expected_version=row.version, **{"reason": "Đạt yêu cầu", **given}
        )

    await decide(piloting.return_pilot, reason="Hoàn thiện thêm")
    assert (row.state, row.reason) == (PilotState.RETURNED, "Hoàn thiện thêm")
    assert (await refusal(make, advanced(session, adopter, spread)))[1] == "PILOT_NOT_APPROVED"
    approve = piloting.approve_pilot
    assert (await refusal(make, decide(approve, benefit_id=elsewhere.id)))[1] == "BENEFIT_OF_ANOTHER"
    first = await measurement(make, measure)
    assert (await refusal(make, decide(approve, benefit_id=measure.id)))[1] == "BENEFIT_UNVERIFIED"
    await verification(make, first)
    assert (await refusal(make, decide(approve, benefit_id=measure.id, reason=" ")))[1] == "REASON_MISSING"
    await decide(approve, benefit_id=measure.id)

    assert (row.state, row.benefit_id, row.decided_by_id) == (PilotState.APPROVED, measure.id, leader.person_id)
    assert (await advanced(session, adopter, spread)).state is S.PILOTING
    assert (await refusal(make, decide(piloting.lift_pilot)))[1] == "STATE_FORBIDS"


@pytest.mark.parametrize(
    ("locked", "returned", "is_settled"),
    [
        (START - days(1), None, True),
        # 17:30 UTC is past midnight of the pilot's first day in Viet Nam.
        (START.replace(hour=17, minute=30) - days(1), None, False),
        (START, None, False),
        (START + days(9), START + days(10), False),
        # What was returned is tried anew.
        (START + days(11), START + days(10), True),
        (START - days(1), START + days(10), True),
        (None, None, False),
    ],
)
def test_a_pilot_is_judged_from_a_baseline_that_was_settled_before(locked, returned, is_settled):
    with nullcontext() if is_settled else pytest.raises(Conflict):
        check_baseline(locked, starts_on=START.date(), returned_at=returned)


async def test_no_pilot_is_approved_from_a_baseline_settled_while_it_ran(session, make: Factory):
    of, leader = await place(make), await make.actor(Role.MINISTRY_LEADER)
    row = await pilot(make, of.initiative, of.unit, starts_on=LONG_AGO.date())
    measure = await benefit(make, of.initiative, of.unit)
    await verification(make, await measurement(make, measure))

    ask = {"pilot_id": row.id, "expected_version": 1, "benefit_id": measure.id, "reason": "Đạt yêu cầu"}

    refused = ("Conflict", "BASELINE_AFTER_PILOT", ("benefitId",))
    assert await refusal(make, piloting.approve_pilot(session, leader, **ask)) == refused


async def test_a_pilot_that_is_lifted_holds_nobody_back_and_its_own_unit_is_never_held(session, make: Factory):
    center, leader = await make.actor(Role.INFORMATION_CENTER), await make.actor(Role.MINISTRY_LEADER)
    of = await place(make)
    tester, adopter = await place(make, initiative=of.initiative), await place(make, initiative=of.initiative)
    row = await marked(session, center, tester)
    rows = [await advanced(session, each, await proposed(session, each)) for each in (tester, adopter)]

    assert (await advanced(session, tester, rows[0])).state is S.PILOTING
    assert (await refusal(make, advanced(session, adopter, rows[1])))[1] == "PILOT_NOT_APPROVED"
    ask = {"pilot_id": row.id, "expected_version": 1, "reason": "Không cần nữa"}
    await piloting.lift_pilot(session, leader, **ask)
    assert (await advanced(session, adopter, rows[1])).state is S.PILOTING
    assert (await marked(session, center, of)).state is PilotState.UNDERWAY


async def test_credit_counts_adopters_and_what_was_verified_there(session, make: Factory):
    """Hours at the origin are no credit; neither are those of who only tries it, or has stopped."""
    of = await place(make)
    states = (S.PROPOSED, S.PILOTING, S.ADOPTED, S.SUSTAINED, S.FAILED)
    places = [await place(make, initiative=of.initiative) for _ in states]
    for each, state in zip(places, states, strict=True):
        await replication(make, of.initiative, each.unit, state=state)
    for each in (of, *places):
        first = await measurement(make, await benefit(make, of.initiative, each.unit))
        if each is not places[3]:
            await verification(make, first)

    credit = (await session.execute(select(CREDITS).where(CREDITS.c.id == of.initiative.id))).one()

    counted = (credit.proposed, credit.planned, credit.piloting, credit.adopted, credit.sustained, credit.failed)
    assert counted == (1, 0, 1, 1, 1, 1)
    assert (credit.adopters, credit.claimed_hours, credit.verified_hours) == (2, Decimal(60), Decimal(30))
    assert credit.unit_id == of.unit.id
    links = (await session.execute(select(LINKS).order_by(LINKS.c.id))).all()
    assert {link.from_unit_id for link in links} == {of.unit.id}
    told = {link.to_unit_id: (link.state, link.claimed_hours, link.verified_hours) for link in links}
    hours = Decimal(30)
    expected = [(None, None), (hours, hours), (hours, hours), (hours, None), (None, None)]
    assert told == {each.unit.id: (state, *saved) for each, state, saved in zip(places, states, expected, strict=True)}
    assert await session.scalar(select(func.count()).select_from(CONTRIBUTIONS)) == 4


@pytest.mark.parametrize(
    ("statement", "constraint"),
    [
        ("UPDATE replications SET state = 'PLANNED', failure = NULL WHERE state = 'FAILED'", "tg_replications_kept"),
        ("DELETE FROM replications", "tg_replications_kept"),
        ("UPDATE replications SET adoption_id = NULL WHERE state = 'ADOPTED'", "ck_replications_in_use"),
        ("UPDATE replication_events SET reason = 'khác'", "tg_replication_events_append_only"),
        ("UPDATE replications SET state = 'ADOPTED' WHERE state = 'PILOTING'", "tg_pilot_not_approved"),
        ("UPDATE pilots SET unit_id = initiative_id", "tg_pilots_kept"),
    ],
)
async def test_the_database_keeps_replications(session, make: Factory, statement, constraint):
    of = await place(make)
    for state in (S.FAILED, S.ADOPTED, S.PILOTING):
        await replication(make, of.initiative, (await place(make, initiative=of.initiative)).unit, state=state)
    await pilot(make, of.initiative, of.unit)

    with pytest.raises(IntegrityError) as refused:
        await session.execute(text(statement))

    assert constraint_of(refused.value) == constraint
