"""Units that were merged: nobody's hours count twice or are lost, nobody adopts or verifies what is now their own."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from random import Random
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, insert, select

from domain.actor import Actor, Grant, Role
from domain.benefits import measuring, planning
from domain.benefits.model import CONTRIBUTIONS, TOTALS, Benefit
from domain.benefits.rules import Grade, Reading, Verdict
from domain.clock import at
from domain.conflicts import adopting
from domain.ids import new_id
from domain.replications import actions
from domain.replications.model import CREDITS
from domain.replications.rules import ReplicationState
from domain.units.model import Unit
from domain.units.rules import UnitType
from tests.support import conflicts
from tests.support.benefits import HOURS, Place, benefit, measurement, place, verification
from tests.support.evaluations import refusal
from tests.support.factories import NOW, Factory, days
from tests.support.replications import replication

D = Decimal
MERGED_ON = date(2024, 4, 30)


async def merged(session, unit: Unit, into: Unit, on: date = MERGED_ON) -> None:
    """A unit that is no more since the day after."""
    unit.valid_to, unit.successor_id = on, into.id
    await session.flush()


async def adopters(make: Factory, of: Place, number: int) -> list[Place]:
    """Units that adopted the place's initiative, each with a measure that April's thirty hours are confirmed of."""
    found = [await place(make, initiative=of.initiative) for _ in range(number)]
    for each in found:
        await replication(make, of.initiative, each.unit, state=ReplicationState.ADOPTED)
        await verification(make, await measurement(make, await benefit(make, of.initiative, each.unit)))
    return found


async def counted(session, of: Place) -> tuple[Any, ...]:
    """What is claimed everywhere and verified elsewhere, and what credit tells: adopters and their hours."""
    total = select(TOTALS.c.claimed, TOTALS.c.verified_at_adopters).where(TOTALS.c.initiative_id == of.initiative.id)
    credit = select(CREDITS.c.adopters, CREDITS.c.claimed_hours).where(CREDITS.c.id == of.initiative.id)
    return (*(await session.execute(total)).one(), *(await session.execute(credit)).one())


async def test_what_was_merged_counts_until_its_successor_measures(session, make: Factory):
    of = await place(make)
    await measurement(make, await benefit(make, of.initiative, of.unit))
    first, second = await adopters(make, of, 2)
    heir = await place(make, initiative=of.initiative)
    assert await counted(session, of) == (D(90), D(60), 2, D(60))

    await merged(session, first.unit, heir.unit)
    await merged(session, second.unit, heir.unit)
    assert await counted(session, of) == (D(90), D(60), 1, D(60))
    # What became of adopters works with it: nobody has to say so again.
    own = await benefit(make, of.initiative, heir.unit)
    ask = {"month": date(2024, 4, 1), "reading": Reading(D(5), 10, D(40), D(60)), "grade": Grade.B}
    with at(NOW):
        await measuring.record_benefit_measurement(session, heir.officer, benefit_id=own.id, **ask)
        # April was before the merger: the heir's own people then.
        assert await counted(session, of) == (D(140), D(60), 1, D(110))
        ask["month"] = date(2024, 5, 1)
        may = await measuring.record_benefit_measurement(session, heir.officer, benefit_id=own.id, **ask)
    assert await counted(session, of) == (D(80), D(0), 1, D(50))
    await verification(make, may, verdict=Verdict.REJECTED, value=None, reason="Không có nhật ký")
    assert await counted(session, of) == (D(140), D(60), 1, D(110))
    # One that the origin became part of takes over no more.
    await merged(session, of.unit, heir.unit)
    assert (await counted(session, of))[1:] == (D(0), 0, D(0))


async def test_nobody_takes_over_what_became_their_own(session, make: Factory):
    of = await place(make)
    heir = await place(make, initiative=of.initiative)
    await merged(session, of.unit, heir.unit)
    leader = await make.actor(Role.UNIT_LEADER, unit=heir.unit)
    ask = {"initiative_id": of.initiative.id, "unit_id": heir.unit.id}

    assert (await refusal(make, adopting.declare_adoption(session, leader, **ask)))[1] == "OWN_INITIATIVE_OF_UNIT"
    proposed = actions.propose_replication(session, heir.officer, **ask, reason="Phù hợp")
    assert (await refusal(make, proposed))[1] == "OWN_INITIATIVE_OF_UNIT"
    # A closing to come changes nothing yet.
    future = await place(make)
    later = await place(make, initiative=future.initiative)
    await merged(session, future.unit, later.unit, date(2100, 1, 1))
    ask = {"initiative_id": future.initiative.id, "unit_id": later.unit.id}
    assert (await actions.propose_replication(session, later.officer, **ask, reason="Phù hợp")).unit_id == later.unit.id


async def test_neither_who_measured_nor_who_belongs_to_the_unit_verifies(session, make: Factory):
    ministry = await make.unit(type=UnitType.BO)
    above, heir = await make.unit(parent_id=ministry.id), await make.unit(parent_id=ministry.id)
    unit = await make.unit(parent_id=above.id)
    below = await make.unit(parent_id=unit.id)
    origin = await place(make)
    officer = await make.actor(Role.FOCAL_OFFICER, unit=unit)
    of = Place(origin.initiative, unit, officer)
    await conflicts.adopted(make, unit, of.initiative)
    with at(NOW):
        row = await planning.plan_benefit(
            session, officer, initiative_id=of.initiative.id, unit_id=unit.id, measure=HOURS,
            measuring_from=date(2024, 6, 10), verifier_unit_id=heir.id,
        )  # fmt: skip
        ask = {"benefit_id": row.id, "expected_version": row.version}
        await planning.lock_benefit_baseline(session, officer, **ask)
    with at(NOW + days(30)):
        ask = {"month": date(2024, 6, 1), "reading": Reading(D(2), 30, D(200), D(260)), "grade": Grade.B}
        june = await measuring.record_benefit_measurement(session, officer, benefit_id=row.id, **ask)

    def asked(verifier: Unit) -> Any:
        ask = {"benefit_id": row.id, "expected_version": row.version, "given": {"verifier_unit_id": verifier.id}}
        return planning.update_benefit(session, officer, **ask)

    def verified(by: Actor) -> Any:
        ask = {"measurement_id": june.id, "verdict": Verdict.CONFIRMED, "method": "Đối chiếu nhật ký"}
        return measuring.verify_benefit(session, by, **ask)

    refused = ("Invalid", "VERIFIER_INTERESTED", ("verifierUnitId",))
    for each in (unit, above, below, origin.unit):
        assert await refusal(make, asked(each)) == refused
    # The ministry is above everything: that alone makes nobody partial.
    await asked(ministry)
    await asked(heir)
    honest = await make.actor(Role.UNIT_LEADER, unit=heir)
    moved = replace(honest, person_id=officer.person_id)
    serves_origin = replace(honest, grants=honest.grants | {Grant(Role.FOCAL_OFFICER, origin.unit.id)})
    works_below = replace(honest, unit_id=below.id)
    assert (await refusal(make, verified(moved)))[1] == "VERIFIER_MEASURED"
    for each in (serves_origin, works_below):
        assert (await refusal(make, verified(each)))[1] == "VERIFIER_INTERESTED"
    await merged(session, unit, heir)
    assert (await refusal(make, verified(honest)))[1] == "VERIFIER_INTERESTED"
    await merged(session, unit, below)
    assert (await verified(honest)).value == D(240)


@pytest.mark.parametrize("seed", range(3))
async def test_totals_are_those_of_bodies_whatever_was_merged(session, make: Factory, seed: int):
    """Against a count by hand: origin and adopters, merged in chains, with months from before and after."""
    chance = Random(seed)  # noqa: S311 -- reproducible, not secret
    of = await place(make)
    units = [of.unit, *[await make.unit() for _ in range(5)]]
    months = {unit.id: date(2024, chance.randint(2, 7), 1) for unit in units}
    hours = {unit.id: D(chance.randint(1, 90)) for unit in units}
    for unit in units:
        row = await benefit(make, of.initiative, unit)
        value = hours[unit.id]
        given = {"saved": value, "low": value, "high": value, "month": months[unit.id]}
        await measurement(make, row, **given)
    adopting_ids = {unit.id for unit in chance.sample(units[1:], 3)}
    for unit in units:
        if unit.id in adopting_ids:
            await conflicts.adopted(make, unit, of.initiative)
    for at_, unit in enumerate(units[:-1]):
        if chance.random() < 0.6:
            await merged(session, unit, chance.choice(units[at_ + 1 :]), date(2024, chance.randint(2, 6), 15))

    expected = _by_hand(units, of.unit.id, adopting_ids, months)
    found = dict((await session.execute(select(CONTRIBUTIONS.c.unit_id, CONTRIBUTIONS.c.at_origin))).all())
    whole = select(TOTALS.c.scope, func.sum(TOTALS.c.claimed)).group_by(TOTALS.c.scope)

    assert found == expected
    total = sum(hours[unit_id] for unit_id in expected)
    assert dict((await session.execute(whole)).all()) == dict.fromkeys(("MOVEMENT", "INITIATIVE", "UNIT"), total)


def _by_hand(units: list[Unit], origin: UUID, adopting_ids: set[UUID], months: dict[UUID, date]) -> dict[UUID, bool]:
    """Say of whom the hours count, and whether that is what the origin is today."""
    by_id = {unit.id: unit for unit in units}

    def line(unit: Unit) -> list[Unit]:
        return [unit, *(line(by_id[unit.successor_id]) if unit.successor_id else [])]

    body = {unit.id: line(unit)[-1].id for unit in units}
    in_use = {body[each] for each in (origin, *adopting_ids)}
    return {
        unit.id: body[unit.id] == body[origin]
        for unit in units
        if body[unit.id] in in_use
        and not any(unit.valid_to is not None and months[later.id] > unit.valid_to for later in line(unit)[1:])
    }


async def test_a_hundred_absurd_quantities_add_up(session, make: Factory):
    of = await place(make)
    row = await benefit(make, of.initiative, of.unit)
    most = {"saved": D("9999999999.99"), "low": D(0), "high": D("9999999999.99")}
    first = await measurement(make, row, **most)
    adoption = await conflicts.adopted(make, await make.unit(), of.initiative)
    number = range(101)
    units, measures, months, uses = ([new_id() for _ in number] for _ in range(4))

    async def add(like: Any, **columns: Sequence[Any]) -> None:
        """Add copies of a row that differ in these columns."""
        table = like.__table__
        same = {column.name: getattr(like, column.name) for column in table.columns if column.computed is None}
        rows = [same | dict(zip(columns, own, strict=True)) for own in zip(*columns.values(), strict=True)]
        await session.execute(insert(table), rows)

    await add(of.unit, id=units, code=[f"X{n}" for n in number])
    await add(adoption, id=uses, unit_id=units)
    await add(row, id=measures, unit_id=units)
    await add(first, id=months, benefit_id=measures)

    whole = await session.scalar(select(TOTALS.c.claimed).where(TOTALS.c.scope == "MOVEMENT"))

    assert whole == 102 * D("9999999999.99")
    assert await session.scalar(select(func.count()).select_from(Benefit)) == 102
