"""The phases of a round: setting them, entering them, what they forbid, and what the database keeps frozen."""

import json
from datetime import UTC, datetime

import pytest
from sqlalchemy import delete, func, select, text, update
from sqlalchemy.exc import IntegrityError

from domain.actor import Role
from domain.evaluations import loading, phases, scoring, setting_up
from domain.evaluations.model import Round, RoundPhase, RoundTier
from domain.evaluations.particulars import PhaseSpec, TierSpec
from domain.evaluations.rules import RoundState, ScoresSeen
from domain.ledger.model import ScoreEvent
from schema.mutation import constraint_of
from tests.support import audit
from tests.support import evaluations as make_
from tests.support.evaluations import Scene, refusal, refusals, scene
from tests.support.factories import Factory

JUNE = datetime(2024, 6, 1, tzinfo=UTC)
JULY = datetime(2024, 7, 1, tzinfo=UTC)
SCORING = (PhaseSpec("Chấm", can_score=True),)


async def with_talk(make: Factory, state: RoundState = RoundState.OPEN) -> tuple[Scene, RoundPhase, RoundPhase]:
    """A round in its first phase, for scoring, and a second one for talking only."""
    there = await scene(make, state=RoundState.DRAFT)
    talk = await make_.round_phase(make, there.round, ordinal=2, name="Thảo luận", can_score=False, can_discuss=True)
    if state is not RoundState.DRAFT:
        await make_.opened(make, there.round, there.initiative)
    if state is RoundState.CLOSED:
        await make_.closed(make, there.round)
    first = await make.session.scalar(
        select(RoundPhase).where(RoundPhase.round_id == there.round.id, RoundPhase.ordinal == 1)
    )
    return there, first, talk


def enter(session, there: Scene, phase_id, *, version: int | None = None, reason: str | None = None, actor=None):
    return phases.enter_round_phase(
        session,
        actor or there.manager,
        round_id=there.round.id,
        expected_version=version or there.round.version,
        phase_id=phase_id,
        reason=reason,
    )


async def bodies(session, kind: str) -> list[dict]:
    found = await session.scalars(select(ScoreEvent.body).where(ScoreEvent.kind == kind).order_by(ScoreEvent.number))
    return [json.loads(body) for body in found]


async def test_phases_set_take_the_place_of_all_before(session, make: Factory):
    there = await scene(make, state=RoundState.DRAFT)
    wanted = [
        PhaseSpec("Kín", "Blind", can_score=True, hides_authors=True, hides_evaluators=True),
        PhaseSpec(" Mở ", others_scores=ScoresSeen.ALWAYS, can_discuss=True, opens_at=JUNE, closes_at=JULY),
    ]

    made = await setting_up.set_round_phases(
        session, there.manager, round_id=there.round.id, expected_version=1, phases=wanted
    )

    found = await loading.phases_of(session, made.id)
    assert [(one.ordinal, one.name, one.can_score, one.others_scores, one.closes_at) for one in found] == [
        (1, "Kín", True, ScoresSeen.NEVER, None),
        (2, "Mở", False, ScoresSeen.ALWAYS, JULY),
    ]
    entry = await audit.only_entry(session)
    assert (entry.deed, entry.before["version"], entry.after["version"]) == ("ROUND_PHASES_SET", 1, 2)
    assert [phase["name"] for phase in entry.before["phases"]] == ["Chấm điểm"]
    assert entry.after["phases"][0] == {
        "ordinal": 1,
        "name": "Kín",
        "name_en": "Blind",
        "can_score": True,
        "can_discuss": False,
        "others_scores": "NEVER",
        "hides_authors": True,
        "hides_evaluators": True,
        "opens_at": None,
        "closes_at": None,
    }


async def test_tiers_set_take_the_place_of_all_before(session, make: Factory):
    there = await scene(make, state=RoundState.DRAFT)

    for version, tiers in ((1, [TierSpec("Nhất", seats=1)]), (2, [TierSpec("A", seats=2), TierSpec("B")])):
        await setting_up.set_round_tiers(
            session, there.manager, round_id=there.round.id, expected_version=version, tiers=tiers
        )

    found = await loading.tiers_of(session, there.round.id)
    assert [(one.ordinal, one.name, one.seats) for one in found] == [(1, "A", 2), (2, "B", None)]
    entry = (await audit.entries(session))[-1]
    assert entry.deed == "ROUND_TIERS_SET"
    assert [tier["name"] for tier in entry.before["tiers"]] == ["Nhất"]


async def test_rules_are_set_by_managers_as_seen_in_preparation_and_in_order(session, make: Factory):
    there = await scene(make, state=RoundState.DRAFT)
    stranger = await make.actor(Role.COUNCIL_SECRETARY)

    def set_phases(actor=None, version: int = 1, specs=SCORING):
        return setting_up.set_round_phases(
            session, actor or there.manager, round_id=there.round.id, expected_version=version, phases=specs
        )

    def set_tiers(actor=None, version: int = 1, specs=()):
        return setting_up.set_round_tiers(
            session, actor or there.manager, round_id=there.round.id, expected_version=version, tiers=specs
        )

    for deed in (set_phases, set_tiers):
        assert (await refusal(make, deed(stranger)))[0] == "NotFound"
        assert (await refusal(make, deed(version=2)))[0] == "StaleVersion"
    assert (await refusal(make, set_phases(specs=())))[1] == "PHASES_COUNT"
    assert (await refusal(make, set_tiers(specs=[TierSpec("")])))[1] == "NAME_EMPTY"
    await make_.opened(make, there.round, there.initiative)
    for deed in (set_phases, set_tiers):
        assert (await refusal(make, deed(stranger, there.round.version)))[0] == "NotAllowed"
        assert (await refusal(make, deed(version=there.round.version)))[1] == "ROUND_STATE_FORBIDS"


@pytest.mark.parametrize("state", [RoundState.OPEN, RoundState.CLOSED])
async def test_phase_is_entered_forwards_and_with_a_reason_backwards(session, make: Factory, state):
    there, first, talk = await with_talk(make, state)
    version = there.round.version

    await enter(session, there, talk.id)
    assert (there.round.phase_id, there.round.version) == (talk.id, version + 1)
    assert await refusal(make, enter(session, there, first.id)) == ("Invalid", "REASON_MISSING", ("reason",))
    await enter(session, there, first.id, reason=" Thiếu phiếu ")

    assert (there.round.phase_id, there.round.state) == (first.id, state)
    forwards, backwards = await audit.entries(session)
    assert (forwards.deed, forwards.reason, forwards.after["phase_id"]) == ("ROUND_PHASE_ENTERED", None, str(talk.id))
    assert (backwards.reason, backwards.before["phase_id"]) == ("Thiếu phiếu", str(talk.id))
    assert await bodies(session, "PHASE_ENTERED") == [
        {"phase": 2, "name": "Thảo luận"},
        {"phase": 1, "name": "Chấm điểm"},
    ]


async def test_phase_is_entered_as_seen_if_it_is_the_rounds_and_another(session, make: Factory):
    there, first, talk = await with_talk(make)
    other = await make_.round_(make, there.movement, there.rubric, ordinal=2)
    (foreign,) = await loading.phases_of(session, other.id)
    stranger = await make.actor(Role.COUNCIL_SECRETARY)

    assert (await refusal(make, enter(session, there, talk.id, actor=stranger)))[0] == "NotAllowed"
    assert (await refusal(make, enter(session, there, talk.id, version=77)))[0] == "StaleVersion"
    assert await refusal(make, enter(session, there, foreign.id)) == ("NotFound", "NOT_FOUND", ("phaseId",))
    assert await refusal(make, enter(session, there, first.id)) == ("Conflict", "PHASE_CURRENT", ("phaseId",))
    assert await session.scalar(select(func.count()).select_from(ScoreEvent)) == 0


async def test_phase_of_a_round_in_preparation_is_not_entered(session, make: Factory):
    there, first, _talk = await with_talk(make, RoundState.DRAFT)

    assert (await refusal(make, enter(session, there, first.id)))[1] == "ROUND_STATE_FORBIDS"


async def test_phase_without_scoring_refuses_sheets_and_lets_evaluators_give_up(session, make: Factory):
    there, _first, talk = await with_talk(make)
    sheet = await make_.sheet(make, there.assignment, *((each, "10") for each in there.criteria))
    await enter(session, there, talk.id)

    for deed in (
        scoring.save_score_sheet(session, there.evaluator, assignment_id=there.assignment.id, expected_version=1),
        scoring.submit_score_sheet(session, there.evaluator, sheet_id=sheet.id, expected_version=1),
    ):
        (error,) = await refusals(make, deed)
        assert (type(error).__name__, error.rule) == ("Closed", "PHASE_FORBIDS")
        assert "“Thảo luận”" in error.text.vi
    given = await scoring.recuse(
        session, there.evaluator, assignment_id=there.assignment.id, expected_version=1, reason="Quen"
    )
    assert given.reason == "Quen"


@pytest.mark.parametrize("state", RoundState)
async def test_planned_dates_are_moved_with_a_reason_whatever_the_state(session, make: Factory, state):
    there, first, talk = await with_talk(make, state)
    version = there.round.version

    def move(expected: int | None = None, reason: str = "Hoãn", **dates):
        return phases.move_round_phase_dates(
            session,
            there.manager,
            phase_id=talk.id,
            expected_version=expected or there.round.version,
            reason=reason,
            **dates,
        )

    await move(opens_at=JUNE, closes_at=JULY)
    assert (talk.opens_at, talk.closes_at, there.round.version) == (JUNE, JULY, version + 1)
    await move(opens_at=None)
    assert (talk.opens_at, talk.closes_at) == (None, JULY)
    assert await refusal(make, move(opens_at=JULY)) == ("Invalid", "PERIOD_REVERSED", ("closesAt",))
    assert (await refusal(make, move(reason=" ")))[1] == "REASON_MISSING"
    assert (await refusal(make, move(version)))[0] == "StaleVersion"
    entry = (await audit.entries(session))[0]
    assert (entry.deed, entry.subject_id, entry.reason) == ("ROUND_PHASE_MOVED", talk.id, "Hoãn")
    assert (first.opens_at, there.round.phase_id) == (None, None if state is RoundState.DRAFT else first.id)


FROZEN = {
    "a rule of the round": update(Round).values(quorum=9),
    "the tie chain": update(Round).values(ties=["lot"]),
    "a capability": update(RoundPhase).values(hides_authors=True),
    "the name of a phase": update(RoundPhase).values(name="Khác"),
    "a phase less": delete(RoundPhase),
    "a tier": update(RoundTier).values(seats=9),
    "a tier less": delete(RoundTier),
}


@pytest.mark.parametrize("state", [RoundState.OPEN, RoundState.CLOSED])
@pytest.mark.parametrize("what", FROZEN)
async def test_rules_of_an_opened_round_are_frozen_for_a_superuser(session, make: Factory, state, what):
    there = await scene(make, state=RoundState.DRAFT)
    await make.add(RoundTier(round_id=there.round.id, ordinal=1, name="Nhất", seats=1))
    await make_.opened(make, there.round, there.initiative)
    if state is RoundState.CLOSED:
        await make_.closed(make, there.round)
    assert await session.scalar(text("SELECT rolsuper FROM pg_roles WHERE rolname = current_user"))

    with pytest.raises(IntegrityError) as refused:
        await session.execute(FROZEN[what], execution_options={"synchronize_session": False})

    is_of_round = what in ("a rule of the round", "the tie chain")
    closed = is_of_round and state is RoundState.CLOSED
    assert constraint_of(refused.value) == ("tg_rounds_closed" if closed else "tg_rounds_rules_frozen")


async def test_phases_and_tiers_are_not_added_to_an_opened_round(session, make: Factory):
    there = await scene(make)

    for row in (
        lambda: make_.round_phase(make, there.round, ordinal=2),
        lambda: make.add(RoundTier(round_id=there.round.id, ordinal=1, name="Nhất")),
    ):
        with pytest.raises(IntegrityError) as refused:
            async with session.begin_nested():
                await row()
        assert constraint_of(refused.value) == "tg_rounds_rules_frozen"
