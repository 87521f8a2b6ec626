from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from domain.actor import Role
from domain.clock import at
from domain.errors import Conflict, NotAllowed, NotFound
from domain.ids import new_id
from domain.movements import participations
from domain.movements.model import Participation
from domain.movements.rules import EDITABLE, MovementState
from schema.mutation import constraint_of
from tests.support.audit import entries, only_entry
from tests.support.factories import NOW, Factory
from tests.support.movements import movement, participation
from tests.support.roles import actor_of


async def units_of(session) -> list[Participation]:
    return list(await session.scalars(select(Participation)))


@pytest.mark.parametrize("state", sorted(set(MovementState) - {MovementState.ARCHIVED}))
async def test_a_unit_joins_until_the_movement_is_archived(session, make: Factory, state: MovementState):
    center = await make.actor(Role.INFORMATION_CENTER)
    made, unit = await movement(make, state=state), await make.unit()

    with at(NOW):
        joined = await participations.add_participation(
            session, center, movement_id=made.id, unit_id=unit.id, is_standing_body=True, block=" Khối 1 "
        )

    assert (joined.movement_id, joined.unit_id, joined.joined_at) == (made.id, unit.id, NOW)
    assert (joined.is_standing_body, joined.block) == (True, "Khối 1")
    entry = await only_entry(session)
    assert (entry.deed, entry.subject_type, entry.subject_id) == ("PARTICIPATION_ADDED", "Participation", joined.id)
    assert (entry.before, entry.after["unit_id"], entry.after["block"]) == (None, str(unit.id), "Khối 1")


async def test_no_unit_joins_an_archived_movement(session, make: Factory):
    center = await make.actor(Role.INFORMATION_CENTER)
    made, unit = await movement(make, state=MovementState.ARCHIVED), await make.unit()

    with pytest.raises(Conflict, match="MOVEMENT_ARCHIVED"):
        await participations.add_participation(session, center, movement_id=made.id, unit_id=unit.id)

    assert await units_of(session) == []
    assert await entries(session) == []


@pytest.mark.parametrize(
    ("valid_from", "valid_to", "joins"),
    [
        (date(2024, 12, 31), None, True),
        (date(2025, 1, 1), None, False),
        (date(2020, 1, 1), date(2024, 1, 1), True),
        (date(2020, 1, 1), date(2023, 12, 31), False),
    ],
)
async def test_a_unit_must_exist_during_the_movement(session, make: Factory, valid_from, valid_to, joins: bool):
    center = await make.actor(Role.INFORMATION_CENTER)
    made, unit = await movement(make), await make.unit(valid_from=valid_from, valid_to=valid_to)

    if joins:
        await participations.add_participation(session, center, movement_id=made.id, unit_id=unit.id)
    else:
        with pytest.raises(Conflict) as refused:
            await participations.add_participation(session, center, movement_id=made.id, unit_id=unit.id)
        assert (refused.value.rule, refused.value.path) == ("UNIT_NOT_IN_PERIOD", ("unitId",))

    assert len(await units_of(session)) == int(joins)
    assert len(await entries(session)) == int(joins)


async def test_a_unit_joins_once(session, make: Factory):
    center = await make.actor(Role.INFORMATION_CENTER)
    made, unit = await movement(make), await make.unit()
    await participation(make, made, unit)

    with pytest.raises(IntegrityError) as refused:
        async with session.begin_nested():
            await participations.add_participation(session, center, movement_id=made.id, unit_id=unit.id)

    assert constraint_of(refused.value) == "uq_participations_movement_id_unit_id"
    assert await entries(session) == []


async def test_an_unknown_unit_or_movement_is_not_found(session, make: Factory):
    center = await make.actor(Role.INFORMATION_CENTER)
    made, unit = await movement(make), await make.unit()

    with pytest.raises(NotFound) as no_unit:
        await participations.add_participation(session, center, movement_id=made.id, unit_id=new_id())
    with pytest.raises(NotFound) as no_movement:
        await participations.add_participation(session, center, movement_id=new_id(), unit_id=unit.id)
    with pytest.raises(NotFound) as no_part:
        await participations.remove_participation(session, center, participation_id=new_id())

    assert [each.value.path for each in (no_unit, no_movement, no_part)] == [
        ("unitId",),
        ("movementId",),
        ("participationId",),
    ]
    assert await entries(session) == []


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.INFORMATION_CENTER])
async def test_nobody_else_says_who_takes_part(session, make: Factory, role: Role):
    made, unit = await movement(make), await make.unit()
    there = await participation(make, made, await make.unit())
    actor = await actor_of(make, role)

    with pytest.raises(NotAllowed):
        await participations.add_participation(session, actor, movement_id=made.id, unit_id=unit.id)
    with pytest.raises(NotAllowed):
        await participations.remove_participation(session, actor, participation_id=there.id)

    assert [each.id for each in await units_of(session)] == [there.id]
    assert await entries(session) == []


@pytest.mark.parametrize("state", sorted(EDITABLE))
async def test_a_unit_is_taken_out_while_the_movement_is_edited(session, make: Factory, state: MovementState):
    center = await make.actor(Role.INFORMATION_CENTER)
    made = await movement(make, state=state)
    there, stays = (
        await participation(make, made, await make.unit()),
        await participation(make, made, await make.unit()),
    )

    answered = await participations.remove_participation(session, center, participation_id=there.id)

    assert answered.id == made.id
    assert [each.id for each in await units_of(session)] == [stays.id]
    entry = await only_entry(session)
    assert (entry.deed, entry.subject_id) == ("PARTICIPATION_REMOVED", there.id)
    assert (entry.before["unit_id"], entry.after) == (str(there.unit_id), None)


@pytest.mark.parametrize("state", sorted(set(MovementState) - EDITABLE))
async def test_no_unit_is_taken_out_once_the_movement_is_submitted(session, make: Factory, state: MovementState):
    center = await make.actor(Role.INFORMATION_CENTER)
    there = await participation(make, await movement(make, state=state), await make.unit())

    with pytest.raises(Conflict, match="MOVEMENT_NOT_EDITABLE"):
        await participations.remove_participation(session, center, participation_id=there.id)

    assert [each.id for each in await units_of(session)] == [there.id]
    assert await entries(session) == []
