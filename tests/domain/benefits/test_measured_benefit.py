"""Measured benefit: a baseline locked before measuring, months that bring something, and another unit that looks."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from hypothesis import given as given_by
from hypothesis import strategies as st
from sqlalchemy import insert, select, text
from sqlalchemy.exc import IntegrityError

from domain.actor import Actor, Role
from domain.benefits import measuring, planning
from domain.benefits.model import CONTRIBUTIONS, TOTALS, Benefit, BenefitMeasurement, BenefitVerification
from domain.benefits.rules import (
    BenefitKind,
    Grade,
    Measure,
    Reading,
    Verdict,
    problems_of_measure,
    problems_of_reading,
    saved,
)
from domain.changes import UNCHANGED
from domain.clock import at
from domain.initiatives.rules import InitiativeState
from schema.mutation import constraint_of
from tests.support import audit, conflicts
from tests.support.benefits import HOURS, Place, benefit, measurement, place, verification
from tests.support.evaluations import refusal, refusals
from tests.support.factories import NOW, Factory, days

D = Decimal
#: The first day of measuring in these tests, and a moment after it.
FROM = date(2024, 6, 10)
LATER = NOW + days(30)
READING = Reading(D(2), 30, D(200), D(260))


async def planned(session, of: Place, by: Actor | None = None, **given: Any) -> Benefit:
    """A measure of hours with a baseline of ten hours a case."""
    asked = {"initiative_id": of.initiative.id, "unit_id": of.unit.id, "measure": HOURS, "measuring_from": FROM}
    with at(NOW):
        return await planning.plan_benefit(session, by or of.officer, **{**asked, **given})


async def locked(session, of: Place, row: Benefit) -> Benefit:
    """The same with its baseline locked."""
    with at(NOW):
        return await planning.lock_benefit_baseline(
            session, of.officer, benefit_id=row.id, expected_version=row.version
        )


async def measured(session, of: Place, row: Benefit, reading: Reading = READING, **given: Any) -> BenefitMeasurement:
    """A measurement of June, timed by sample."""
    asked = {"month": date(2024, 6, 20), "grade": Grade.B, "reading": reading, **given}
    with at(LATER):
        return await measuring.record_benefit_measurement(session, of.officer, benefit_id=row.id, **asked)


async def verified(session, by: Actor, row: BenefitMeasurement, verdict=Verdict.CONFIRMED, **given: Any):
    """A verdict."""
    asked = {"method": "Đối chiếu nhật ký", **given}
    with at(LATER):
        return await measuring.verify_benefit(session, by, measurement_id=row.id, verdict=verdict, **asked)


async def numbers(session, of: Place) -> tuple[Any, ...]:
    """What is claimed and verified of an initiative."""
    total = select(TOTALS.c.claimed, TOTALS.c.verified, TOTALS.c.units).where(
        TOTALS.c.initiative_id == of.initiative.id
    )
    return tuple((await session.execute(total)).one_or_none() or ())


@given_by(st.decimals(0, 1000, places=2), st.decimals(0, 1000, places=2), st.integers(1, 1000), st.booleans())
def test_one_formula(before, now, cases, more):
    reading = Reading(now, cases, D(-(10**7)), D(10**7))
    benefit_of_month = saved(before, reading, more_is_better=more)
    assert benefit_of_month == (now - before if more else before - now) * cases
    assert problems_of_reading(reading, benefit_of_month) == []


async def test_from_a_plan_to_a_verified_value(session, make: Factory):
    of = await place(make)
    stranger = await make.actor(Role.UNIT_LEADER)

    row = await locked(session, of, await planned(session, of, verifier_unit_id=stranger.unit_id))
    assert (row.baseline, row.baseline_locked_at, row.version) == (D(10), NOW, 2)
    first = await measured(session, of, row)
    assert (first.saved, first.month, first.number) == (D(240), date(2024, 6, 1), 1)
    assert await numbers(session, of) == (D(240), D(0), 1)
    told = await verified(session, stranger, first, Verdict.ADJUSTED, value=D(230), reason="Trùng vụ việc")

    assert (told.value, told.verifier_unit_id) == (D(230), stranger.unit_id)
    assert await numbers(session, of) == (D(240), D(230), 1)
    assert [entry.deed for entry in await audit.entries(session)] == [
        "BENEFIT_PLANNED",
        "BENEFIT_BASELINE_LOCKED",
        "BENEFIT_MEASURED",
        "BENEFIT_VERIFIED",
    ]
    # A better measurement of the month stands, and nobody has looked into it yet.
    better = await measured(session, of, row, Reading(D(3), 30, D(200), D(210)))
    assert (better.number, await numbers(session, of)) == (2, (D(210), D(0), 1))
    with at(LATER):
        await planning.withdraw_benefit(
            session, of.officer, benefit_id=row.id, expected_version=2, reason="Đo trùng việc khác"
        )
    assert await numbers(session, of) == ()


async def test_a_baseline_is_locked_before_measuring_begins_and_never_changes(session, make: Factory):
    of = await place(make)
    row = await planned(session, of, measure=HOURS_WITHOUT_BASELINE)

    def lock(moment: Any, version: int) -> Any:
        async def deed() -> None:
            with at(moment):
                ask = {"benefit_id": row.id, "expected_version": version}
                await planning.lock_benefit_baseline(session, of.officer, **ask)

        return deed()

    async def change(version: int, **given: Any) -> Benefit:
        ask = {"benefit_id": row.id, "expected_version": version, "given": {"target": UNCHANGED, **given}}
        return await planning.update_benefit(session, of.officer, **ask)

    assert (await refusal(make, lock(NOW, 1)))[1] == "BASELINE_MISSING"
    assert (await refusal(make, measured(session, of, row)))[1] == "BASELINE_OPEN"
    await change(1, baseline=D(8))
    assert (await refusal(make, lock(NOW + days(7), 2)))[1] == "BASELINE_TOO_LATE"
    await lock(NOW, 2)
    assert (await refusal(make, lock(NOW, 3)))[1] == "BASELINE_LOCKED"
    for given in ({"baseline": D(12)}, {"target": None}, {"measuring_from": FROM + days(9)}, {"method": "Khác"}):
        assert (await refusal(make, change(3, **given)))[1] == "BASELINE_LOCKED"
    changed = await change(3, forecast=D(90), people_affected=7)
    assert (changed.baseline, changed.forecast, changed.people_affected) == (D(8), D(90), 7)
    assert (await refusal(make, change(3, forecast=D(1))))[0] == "StaleVersion"


HOURS_WITHOUT_BASELINE = Measure(BenefitKind.HOURS, "Giờ", "giờ", False, "Bấm giờ", 5, None, None, None)


@pytest.mark.parametrize(
    ("kind", "unit_of_measure", "rules"),
    [
        (BenefitKind.HOURS, " Giờ/hồ sơ", []),
        (BenefitKind.HOURS, "gio\u031b\u0300 công", []),  # the same letters, composed otherwise
        (BenefitKind.HOURS, "hours per file", []),
        (BenefitKind.HOURS, "phút/hồ sơ", ["HOURS_UNIT"]),
        (BenefitKind.HOURS, "minutes", ["HOURS_UNIT"]),
        (BenefitKind.HOURS, "hourglasses", ["HOURS_UNIT"]),
        (BenefitKind.OTHER, "phút/hồ sơ", []),
    ],
)
def test_what_is_summed_as_hours_is_measured_in_hours(kind, unit_of_measure, rules):
    measure = replace(HOURS, kind=kind, unit_of_measure=unit_of_measure)
    assert [each.rule for each in problems_of_measure(measure)] == rules


async def test_what_no_measure_is_planned_with(session, make: Factory):
    of = await place(make)
    off = Measure(BenefitKind.HOURS, " ", "giờ", True, "x" * 201, 0, D(-1), D("0.001"), None)

    told = await refusals(make, planned(session, of, measure=off))

    assert [(each.rule, each.path) for each in told] == [
        ("LINE_LENGTH", ("name",)),
        ("LINE_LENGTH", ("method",)),
        ("PEOPLE_MISSING", ("peopleAffected",)),
        ("HOURS_ARE_SAVED", ("moreIsBetter",)),
        ("QUANTITY_RANGE", ("baseline",)),
        ("QUANTITY_RANGE", ("target",)),
    ]
    assert (await refusal(make, planned(session, of, await make.actor(Role.UNIT_LEADER))))[1] == "ACTOR_SERVES_UNIT"
    await planned(session, of)
    nested = await session.begin_nested()
    with pytest.raises(IntegrityError) as refused:
        await planned(session, of)
    await nested.rollback()
    assert constraint_of(refused.value) == "uq_benefits_hours"


async def test_what_no_month_is_recorded_with(session, make: Factory):
    of = await place(make)
    row = await locked(session, of, await planned(session, of))
    elsewhere = await place(make, initiative=of.initiative)
    unused = await locked(session, elsewhere, await planned(session, elsewhere))

    async def told(**given: Any) -> str:
        return (await refusal(make, measured(session, of, row, **given)))[1]

    assert await told(month=date(2024, 5, 31)) == "MONTH_RANGE"
    assert await told(month=date(2024, 8, 1)) == "MONTH_RANGE"
    assert await told(reading=Reading(D(2), 0, D(0), D(0))) == "CASES_RANGE"
    assert await told(reading=Reading(D(2), 30, D(241), D(260))) == "INTERVAL_MISSES"
    assert (await refusal(make, measured(session, elsewhere, unused)))[1] == "NOT_ADOPTED"
    await conflicts.adopted(make, elsewhere.unit, of.initiative)
    assert (await measured(session, elsewhere, unused)).saved == D(240)


async def test_who_does_not_verify(session, make: Factory):
    of = await place(make)
    adopter = await place(make, initiative=of.initiative)
    await conflicts.adopted(make, adopter.unit, of.initiative)
    row = await locked(session, adopter, await planned(session, adopter))
    first = await measured(session, adopter, row)
    own_colleague = await make.actor(Role.UNIT_LEADER, unit=of.unit)

    # Not named, another's leader does not see it.
    stranger = await make.actor(Role.UNIT_LEADER)
    assert (await refusal(make, verified(session, stranger, first)))[0] == "NotFound"
    assert (await refusal(make, verified(session, adopter.officer, first)))[1] == "UNIT_IS_ANOTHERS"
    # The unit whose initiative it is gets the credit.
    assert (await refusal(make, verified(session, own_colleague, first)))[1] == "VERIFIER_INTERESTED"
    with at(LATER):
        asked = {"benefit_id": row.id, "expected_version": 2, "given": {"verifier_unit_id": stranger.unit_id}}
        await planning.update_benefit(session, adopter.officer, **asked)
    await conflicts.declared(make, stranger.person_id, of.initiative)
    assert (await refusal(make, verified(session, stranger, first)))[1] == "CONFLICT_OF_INTEREST_DECLARED"
    colleague = await make.actor(Role.FOCAL_OFFICER, unit=await make.session.get_one(type(of.unit), stranger.unit_id))
    for given, rule in (
        ({"verdict": Verdict.ADJUSTED}, "ADJUSTED_VALUE"),
        ({"value": D(1)}, "ADJUSTED_VALUE"),
        ({"verdict": Verdict.REJECTED}, "REASON_MISSING"),
        ({"method": " "}, "LINE_LENGTH"),
    ):
        assert (await refusal(make, verified(session, colleague, first, **given)))[1] == rule
    await verified(session, colleague, first, Verdict.REJECTED, reason="Không có nhật ký")
    assert await numbers(session, of) == (D(0), D(0), 0)
    assert (await refusal(make, verified(session, colleague, first)))[1] == "VERIFIED_ALREADY"
    await measured(session, adopter, row)
    assert (await refusal(make, verified(session, colleague, first)))[1] == "MEASUREMENT_REPLACED"
    running = await measured(session, adopter, row, month=date(2024, 7, 1))
    assert await refusal(make, verified(session, colleague, running)) == (
        "Conflict", "MONTH_RUNNING", ("measurementId",)
    )  # fmt: skip


@pytest.mark.parametrize(
    ("statement", "constraint"),
    [
        ("UPDATE benefits SET baseline = 99", "tg_benefits_kept"),
        ("UPDATE benefits SET measuring_from = measuring_from + 1", "tg_benefits_kept"),
        ("DELETE FROM benefits", "tg_benefits_kept"),
        ("UPDATE benefit_measurements SET saved = high", "tg_benefit_measurements_append_only"),
        ("DELETE FROM benefit_verifications", "tg_benefit_verifications_append_only"),
    ],
)
async def test_the_database_keeps_what_was_measured(session, make: Factory, statement, constraint):
    of = await place(make)
    row = await benefit(make, of.initiative, of.unit)
    await verification(make, await measurement(make, row))

    with pytest.raises(IntegrityError) as refused:
        await session.execute(text(statement))

    assert constraint_of(refused.value) == constraint


async def test_the_database_locks_no_baseline_late(session, make: Factory):
    of = await place(make)

    with pytest.raises(IntegrityError) as refused:
        await benefit(make, of.initiative, of.unit, baseline_locked_at=NOW, measuring_from=NOW.date())

    assert constraint_of(refused.value) == "ck_benefits_locked_before"


async def test_totals_follow_from_what_stands_in_whatever_order_it_came(session, make: Factory):
    """Measurements and verdicts come in any order; who adopts besides changes nobody else's part."""
    chance = Random(30)  # noqa: S311 -- reproducible, not secret
    of = await place(make)
    adopters = [await place(make, initiative=of.initiative) for _ in range(3)]
    second = await place(make)
    for each in adopters:
        await conflicts.adopted(make, each.unit, of.initiative)
    places = [of, *adopters, second]
    events = [
        (number, month, grade, D(chance.randint(1, 90)), chance.choice([None, *Verdict]))
        for number in range(len(places))
        for month in (6, 7)
        for grade in chance.sample(tuple(Grade), 2)
    ]
    seen = set()
    for turn in range(4):
        nested = await session.begin_nested()
        rows = [await benefit(make, each.initiative, each.unit) for each in places]
        before: dict[Any, Any] = {}
        for part in ([0, 4], [1], [2], [3]):
            for row, event in await _arrive(session, chance if turn else None, rows, events, part):
                assert row.id not in before, event
            now = await _contributions(session)
            assert {key: now[key] for key in before} == before
            before = {key: now[key] for key in now if now[key] != (None, None)}
        whole = (await session.execute(select(TOTALS).where(TOTALS.c.scope == "MOVEMENT"))).all()
        seen.add(str(sorted((each.claimed, each.verified, each.units, each.grade_a, each.grade_b) for each in whole)))
        for total in whole:
            of_units = select(TOTALS.c.claimed).where(
                TOTALS.c.scope == "UNIT", TOTALS.c.movement_id == total.movement_id
            )
            assert sum((await session.scalars(of_units)).all()) == total.claimed
            assert total.claimed == total.grade_a + total.grade_b + total.grade_c + total.grade_d
        await nested.rollback()
    assert len(seen) == 1


async def _arrive(session, chance: Random | None, rows, events, part):
    """Let events of some measures come: corrections of a month in their own order, all else in any."""
    waiting: dict[Any, list[Any]] = {}
    for event in events:
        if event[0] in part:
            waiting.setdefault(event[:2], []).append(event)
    queues = list(waiting.values())
    arrived = []
    while any(queues):
        queue = (chance.choice if chance else lambda each: each[0])([each for each in queues if each])
        event = queue.pop(0)
        arrived.append((rows[event[0]], event))
        await _record(session, rows[event[0]], event)
    return arrived


async def _record(session, row: Benefit, event: tuple[Any, ...]) -> None:
    _number, month, grade, value, verdict = event
    last = text("SELECT count(*) FROM benefit_measurements WHERE benefit_id = :b AND month = :m")
    of_month = date(2024, month, 1)
    number = 1 + (await session.scalar(last, {"b": row.id, "m": of_month}))
    values = {"benefit_id": row.id, "month": of_month, "number": number, "grade": grade, "saved": value}
    bounds = {"low": value - 1, "high": value + 1, "actual": D(1), "cases": 1, "recorded_at": NOW}
    key = (
        await session.execute(insert(BenefitMeasurement).values(**values, **bounds).returning(BenefitMeasurement.id))
    ).scalar_one()
    if verdict is not None:
        counted = None if verdict is Verdict.REJECTED else value - 1 if verdict is Verdict.ADJUSTED else value
        said = {"verdict": verdict, "value": counted, "method": "Đối chiếu", "reason": "Vì", "verified_at": NOW}
        await session.execute(insert(BenefitVerification).values(measurement_id=key, **said))


async def _contributions(session) -> dict[Any, tuple[Any, Any]]:
    rows = await session.execute(select(CONTRIBUTIONS.c.id, CONTRIBUTIONS.c.claimed, CONTRIBUTIONS.c.verified))
    return {key: (claimed, verified_) for key, claimed, verified_ in rows}


async def test_what_is_withdrawn_or_used_no_longer_counts_no_longer(session, make: Factory):
    of = await place(make)
    adopter = await place(make, initiative=of.initiative)
    adoption = await conflicts.adopted(make, adopter.unit, of.initiative)
    for each in (of, adopter):
        await verification(make, await measurement(make, await benefit(make, of.initiative, each.unit)))
    assert await numbers(session, of) == (D(60), D(60), 2)

    adoption.ended_at = NOW
    await session.flush()
    assert await numbers(session, of) == (D(30), D(30), 1)
    of.initiative.state = InitiativeState.WITHDRAWN
    await session.flush()
    assert await numbers(session, of) == ()
