"""The blocks of similar units of a movement."""

from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from domain.actor import Role
from domain.evaluations.rules import RoundKind, RoundState
from domain.ids import new_id
from domain.movements.blocks import BlockSpec, problems_of_blocks, set_blocks
from domain.movements.model import Block, BlockUnit
from domain.movements.rules import MovementState
from schema.mutation import constraint_of
from tests.support import audit
from tests.support import evaluations as make_
from tests.support.evaluations import refusal
from tests.support.factories import Factory
from tests.support.movements import movement, participation, rubric


async def blocks_in(session, movement_id: UUID) -> dict[str, set[UUID]]:
    rows = await session.execute(
        select(Block.name, BlockUnit.unit_id)
        .join(BlockUnit, BlockUnit.block_id == Block.id)
        .where(Block.movement_id == movement_id)
    )
    found: dict[str, set[UUID]] = {}
    for name, unit_id in rows:
        found.setdefault(name, set()).add(unit_id)
    return found


async def with_units(make: Factory, count: int, **given):
    of = await movement(make, **given)
    units = [await make.unit() for _ in range(count)]
    for unit in units:
        await participation(make, of, unit)
    return of, [unit.id for unit in units]


async def test_blocks_set_take_the_place_of_all_before(session, make: Factory):
    of, (a, b, c) = await with_units(make, 3)
    center = await make.actor(Role.INFORMATION_CENTER)
    for version, wanted in (
        (1, [BlockSpec(" Khối I ", [a, b])]),
        (2, [BlockSpec("Khối I", [c]), BlockSpec("II", [a])]),
    ):
        await set_blocks(session, center, movement_id=of.id, expected_version=version, blocks=wanted)

    assert await blocks_in(session, of.id) == {"Khối I": {c}, "II": {a}}
    first, second = await audit.entries(session)
    assert (first.deed, first.subject_id, first.before) == ("BLOCKS_SET", of.id, {"version": 1, "blocks": []})
    assert first.after == {"version": 2, "blocks": [{"name": "Khối I", "unit_ids": sorted([str(a), str(b)])}]}
    assert second.before["blocks"] == first.after["blocks"]


async def test_blocks_are_set_by_the_center_as_seen_until_the_movement_is_archived(session, make: Factory):
    of, (unit,) = await with_units(make, 1)
    archived, _units = await with_units(make, 0, state=MovementState.ARCHIVED)
    center, other = await make.actor(Role.INFORMATION_CENTER), await make.actor(Role.PERSONNEL)

    def set_(actor, movement_id=of.id, version=1):
        return set_blocks(
            session,
            actor,
            movement_id=movement_id,
            expected_version=version,
            blocks=[BlockSpec("I", [unit])],
        )

    assert (await refusal(make, set_(other)))[0] == "NotAllowed"
    assert (await refusal(make, set_(center, version=2)))[0] == "StaleVersion"
    assert (await refusal(make, set_(center, archived.id)))[1] == "MOVEMENT_ARCHIVED"


async def test_blocks_stay_while_units_score_one_another_by_them(session, make: Factory):
    of, (unit,) = await with_units(make, 1)
    center = await make.actor(Role.INFORMATION_CENTER)
    crossing = await make_.round_(make, of, await rubric(make, of), kind=RoundKind.CROSS_SCORE)

    def set_(version: int):
        blocks = [BlockSpec("I", [unit])]
        return set_blocks(session, center, movement_id=of.id, expected_version=version, blocks=blocks)

    await set_(1)
    await make_.opened(make, crossing)
    assert await refusal(make, set_(2)) == ("Conflict", "BLOCKS_IN_USE", ())
    await make_.closed(make, crossing)
    assert crossing.state is RoundState.CLOSED
    await set_(2)


def test_blocks_refused_name_the_field():
    a, b = new_id(), new_id()
    blocks = [BlockSpec(" ", [a]), BlockSpec("I", []), BlockSpec("I ", [a, b, new_id(), b]), BlockSpec("J", [a] * 101)]

    assert [(one.rule, one.path) for one in problems_of_blocks(blocks, {a, b})] == [
        ("NAME_EMPTY", ("blocks", "0", "name")),
        ("UNITS_COUNT", ("blocks", "1", "unitIds")),
        ("NAME_TWICE", ("blocks", "2", "name")),
        ("UNIT_IN_TWO_BLOCKS", ("blocks", "2", "unitIds", "0")),
        ("UNIT_TAKES_NO_PART", ("blocks", "2", "unitIds", "2")),
        ("UNIT_IN_TWO_BLOCKS", ("blocks", "2", "unitIds", "3")),
        ("UNITS_COUNT", ("blocks", "3", "unitIds")),
    ]
    many = problems_of_blocks([BlockSpec(str(number), [a]) for number in range(51)], {a})
    assert [(one.rule, one.path) for one in many] == [("BLOCKS_COUNT", ("blocks",))]


async def test_unit_is_in_one_block_of_a_movement_in_the_database(session, make: Factory):
    of, (unit,) = await with_units(make, 1)
    for name in ("I", "II"):
        block = await make.add(Block(movement_id=of.id, name=name))
        row = BlockUnit(block_id=block.id, movement_id=of.id, unit_id=unit)
        if name == "I":
            await make.add(row)
    with pytest.raises(IntegrityError) as refused:
        await make.add(row)

    assert constraint_of(refused.value) == "uq_block_units_movement_id_unit_id"
