"""Creating, filling, opening and closing rounds."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from domain.actor import Role
from domain.audit.actions import snapshot
from domain.criteria.model import Criterion
from domain.criteria.rules import RubricState
from domain.engine.problem import Method
from domain.evaluations import entries, loading, rounds
from domain.evaluations.particulars import PhaseSpec, RoundRules, TierSpec
from domain.evaluations.rules import RoundKind, RoundState
from domain.evaluations.skeleton import skeleton_of
from domain.initiatives.rules import InitiativeState
from domain.jobs.model import Job
from domain.jobs.rules import JobKind
from domain.movements.rules import MovementState
from schema.mutation import constraint_of
from tests.support import audit
from tests.support import evaluations as make_
from tests.support.evaluations import refusal, refusals, scene
from tests.support.factories import Factory
from tests.support.initiatives import initiative
from tests.support.movements import movement, rubric

OPENS = datetime(2024, 6, 1, tzinfo=UTC)
CLOSES = datetime(2024, 7, 1, tzinfo=UTC)


async def create(session, actor, of, by, **given):
    values = {"movement_id": of.id, "rubric_id": by.id, "name": " Vòng 1 ", "opens_at": OPENS, "closes_at": CLOSES}
    return await rounds.create_round(session, actor, **{**values, **given})


@pytest.mark.parametrize("role", [Role.INFORMATION_CENTER, Role.PERSONNEL])
async def test_round_created_is_a_draft_and_recorded(session, make: Factory, role):
    of = await movement(make)
    by = await rubric(make, of)
    actor = await make.actor(role)

    made = await create(session, actor, of, by, rules=RoundRules(score_places=3))

    assert (made.ordinal, made.name, made.state, made.score_places) == (1, "Vòng 1", RoundState.DRAFT, 3)
    entry = await audit.only_entry(session)
    assert (entry.deed, entry.subject_type, entry.subject_id, entry.actor_id) == (
        "ROUND_CREATED",
        "Round",
        made.id,
        actor.person_id,
    )
    assert entry.before is None
    assert (entry.after["name"], entry.after["kind"], entry.after["tiers"]) == ("Vòng 1", "EXPERT", [])
    assert [phase["name"] for phase in entry.after["phases"]] == ["Chấm điểm", "Thảo luận", "Công khai trong hội đồng"]


async def test_round_created_keeps_its_rules_phases_and_tiers(session, make: Factory):
    of = await movement(make)
    by = await rubric(make, of)
    actor = await make.actor(Role.PERSONNEL)
    rules = RoundRules(RoundKind.COUNCIL, Method.TRIMMED, 1, 1, 2, ["criterion:C1", "lot"], 3, None, 5, Decimal("12.5"))

    made = await create(
        session,
        actor,
        of,
        by,
        rules=rules,
        phases=[PhaseSpec(" Kín ", "Blind", can_score=True, hides_authors=True, opens_at=OPENS), PhaseSpec("Mở")],
        tiers=[TierSpec("Nhất", "First", seats=1, per_unit=1), TierSpec("Nhì", percent=Decimal("33.3333"))],
    )

    assert {name: getattr(made, name) for name in ("kind", "method", "score_places", "drop_high", "drop_low")} == {
        "kind": RoundKind.COUNCIL,
        "method": Method.TRIMMED,
        "score_places": 1,
        "drop_high": 1,
        "drop_low": 2,
    }
    assert (made.ties, made.quorum, made.per_entry, made.dispute_spread) == (
        ["criterion:C1", "lot"],
        3,
        5,
        Decimal("12.5"),
    )
    assert made.phase_id is None
    phases = await loading.phases_of(session, made.id)
    assert [(one.ordinal, one.name, one.name_en, one.hides_authors, one.opens_at) for one in phases] == [
        (1, "Kín", "Blind", True, OPENS),
        (2, "Mở", None, False, None),
    ]
    tiers = await loading.tiers_of(session, made.id)
    assert [(one.ordinal, one.name, one.seats, one.percent, one.per_unit) for one in tiers] == [
        (1, "Nhất", 1, None, 1),
        (2, "Nhì", None, Decimal("33.3333"), None),
    ]
    rules = (await skeleton_of(session, made)).rules
    key = await session.scalar(select(Criterion.id).where(Criterion.rubric_id == by.id, Criterion.code == "C1"))
    assert (rules.ties, rules.per_entry) == ((f"criterion:{key}", "lot"), 5)
    assert [(tier.id, tier.seats, tier.per_group) for tier in rules.tiers] == [
        (str(tiers[0].id), 1, 1),
        (str(tiers[1].id), None, None),
    ]


async def test_rounds_of_a_movement_are_numbered(session, make: Factory):
    of, other = await movement(make), await movement(make)
    actor = await make.actor(Role.PERSONNEL)

    made = [await create(session, actor, each, await rubric(make, each)) for each in (of, of, other, of)]

    assert [each.ordinal for each in made] == [1, 2, 1, 3]


async def test_round_with_bad_particulars_is_refused_for_all_of_them(session, make: Factory):
    of = await movement(make)
    by = await rubric(make, of)
    actor = await make.actor(Role.PERSONNEL)

    given = {"rules": RoundRules(score_places=-1, ties=["criterion:C9"]), "phases": [], "tiers": [TierSpec("")]}
    errors = await refusals(make, create(session, actor, of, by, name="", closes_at=OPENS, **given))

    assert [error.path for error in errors] == [
        ("name",),
        ("closesAt",),
        ("scorePlaces",),
        ("ties", "0"),
        ("phases",),
        ("tiers", "0", "name"),
    ]


async def test_round_is_not_scored_by_the_rubric_of_another_movement(session, make: Factory):
    of, other = await movement(make), await movement(make)
    by = await rubric(make, other)
    actor = await make.actor(Role.PERSONNEL)

    assert await refusal(make, create(session, actor, of, by)) == (
        "Conflict",
        "RUBRIC_OF_OTHER_MOVEMENT",
        ("rubricId",),
    )


async def test_round_of_an_archived_movement_is_refused(session, make: Factory):
    of = await movement(make, state=MovementState.ARCHIVED)
    by = await rubric(make, of)
    actor = await make.actor(Role.PERSONNEL)

    assert (await refusal(make, create(session, actor, of, by)))[1] == "MOVEMENT_ARCHIVED"


@pytest.mark.parametrize("role", [r for r in Role if r not in {Role.INFORMATION_CENTER, Role.PERSONNEL}])
async def test_rounds_are_managed_by_the_standing_bodies_only(session, make: Factory, role):
    there = await scene(make, state=RoundState.DRAFT)
    actor = await make.actor(role, round_id=there.round.id)

    kinds = {
        (await refusal(make, deed))[0]
        for deed in (
            create(session, actor, there.movement, there.rubric),
            entries.add_round_entries(
                session, actor, round_id=there.round.id, expected_version=1, initiative_ids=[there.initiative.id]
            ),
            rounds.open_round(session, actor, round_id=there.round.id, expected_version=1),
            rounds.close_round(session, actor, round_id=there.round.id, expected_version=1),
        )
    }

    assert kinds <= {"NotAllowed", "NotFound"}
    assert there.round.state is RoundState.DRAFT


async def test_round_opened_freezes_its_rubric_and_takes_its_initiatives(session, make: Factory):
    there = await scene(make, state=RoundState.DRAFT, initiatives=2)
    before = snapshot(there.round)

    made = await rounds.open_round(session, there.manager, round_id=there.round.id, expected_version=1)

    (phase,) = await loading.phases_of(session, made.id)
    assert (made.state, made.version, made.phase_id) == (RoundState.OPEN, 2, phase.id)
    assert there.rubric.state is RubricState.FROZEN
    assert [each.state for each in there.initiatives] == [InitiativeState.SCORING] * 2
    (recorded,) = await audit.entries(session)
    assert recorded.deed == "ROUND_OPENED"
    assert recorded.before == {
        "state": "DRAFT",
        "version": before["version"],
        "opened_at": None,
        "phase_id": None,
    }
    assert (recorded.after["state"], recorded.after["rubric_frozen"]) == ("OPEN", str(there.rubric.id))


async def test_round_without_entries_evaluators_criteria_does_not_open(session, make: Factory):
    there = await scene(make, state=RoundState.DRAFT, initiatives=0, evaluators=0, criteria=())

    errors = await refusals(
        make, rounds.open_round(session, there.manager, round_id=there.round.id, expected_version=1)
    )

    assert [error.rule for error in errors] == ["ROUND_NEEDS_ENTRIES", "ROUND_NEEDS_EVALUATORS", "ROUND_NEEDS_CRITERIA"]
    assert there.rubric.state is RubricState.DRAFT


async def test_round_does_not_open_with_what_was_withdrawn_meanwhile(session, make: Factory):
    there = await scene(make, state=RoundState.DRAFT)
    there.initiative.state, there.initiative.state_reason = InitiativeState.WITHDRAWN, "Trùng"
    await session.flush()

    (error,) = await refusals(
        make, rounds.open_round(session, there.manager, round_id=there.round.id, expected_version=1)
    )

    assert error.rule == "STATE_FORBIDS"
    assert "Sáng kiến 1" in error.text.vi


async def test_round_does_not_open_twice_nor_with_entries_unseen(session, make: Factory):
    there = await scene(make, state=RoundState.DRAFT)
    further = await initiative(make, there.movement, there.unit, there.author)
    await entries.add_round_entries(
        session, there.manager, round_id=there.round.id, expected_version=1, initiative_ids=[further.id]
    )

    stale = await refusal(make, rounds.open_round(session, there.manager, round_id=there.round.id, expected_version=1))
    await rounds.open_round(session, there.manager, round_id=there.round.id, expected_version=2)
    twice = await refusal(make, rounds.open_round(session, there.manager, round_id=there.round.id, expected_version=3))

    assert stale == ("StaleVersion", "STALE_VERSION", ("expectedVersion",))
    assert twice == ("Conflict", "ROUND_STATE_FORBIDS", ())


async def test_later_round_takes_up_what_no_sheet_scored(session, make: Factory):
    there = await scene(make, state=RoundState.CLOSED)
    later = await make_.round_(make, there.movement, there.rubric, ordinal=2)
    await make_.entry(make, later, there.initiative)
    await make.actor(Role.EVALUATOR, round_id=later.id)

    await rounds.open_round(session, there.manager, round_id=later.id, expected_version=1)

    assert (later.state, there.initiative.state) == (RoundState.OPEN, InitiativeState.SCORING)


async def test_round_closed_is_one_audit_entry_that_names_the_job(session, make: Factory):
    there = await scene(make)

    made, job = await rounds.close_round(
        session, there.manager, round_id=there.round.id, expected_version=there.round.version
    )

    assert (made.state, job.kind, job.round_id) == (RoundState.CLOSED, JobKind.COMPUTE_RESULT, made.id)
    assert job.requested_by_id == there.manager.person_id
    entry = await audit.only_entry(session)
    assert (entry.deed, entry.subject_id) == ("ROUND_CLOSED", made.id)
    assert entry.before["state"] == "OPEN"
    assert (entry.after["state"], entry.after["job_id"]) == ("CLOSED", str(job.id))


@pytest.mark.parametrize("state", [RoundState.DRAFT, RoundState.CLOSED])
async def test_round_that_is_not_open_does_not_close(session, make: Factory, state):
    there = await scene(make, state=state)

    assert await refusal(
        make,
        rounds.close_round(session, there.manager, round_id=there.round.id, expected_version=there.round.version),
    ) == ("Conflict", "ROUND_STATE_FORBIDS", ())
    assert await session.scalar(select(func.count()).select_from(Job)) == 0


async def test_round_closes_only_as_it_was_seen(session, make: Factory):
    there = await scene(make)

    assert (
        await refusal(make, rounds.close_round(session, there.manager, round_id=there.round.id, expected_version=1))
    )[0] == "StaleVersion"


async def test_closed_round_never_opens_again_in_the_database(session, make: Factory):
    there = await scene(make, state=RoundState.CLOSED)

    there.round.state, there.round.closed_at = RoundState.OPEN, None
    with pytest.raises(IntegrityError) as refused:
        await session.flush()

    assert constraint_of(refused.value) == "tg_rounds_closed"
