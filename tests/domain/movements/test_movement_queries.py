from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from domain.access.permissions import Permission
from domain.actor import ANONYMOUS, SYSTEM, Actor, Role
from domain.clock import at
from domain.errors import Closed, NotFound
from domain.ids import new_id
from domain.movements import queries
from domain.movements.model import Movement, MovementTransition
from domain.movements.rules import ACTIVE, PUBLIC, MovementState, last_moment_before
from domain.reading import viewer
from domain.reading.source import Source
from tests.support.factories import LONG_AGO, Factory
from tests.support.movements import citation, legal_basis, movement, participation, phase
from tests.support.roles import actor_of

PREPARE = {Role.INFORMATION_CENTER, Role.PERSONNEL, Role.MINISTRY_LEADER, Role.AUDITOR}
OPENS, CLOSES = datetime(2024, 3, 1, tzinfo=UTC), datetime(2024, 12, 24, 17, tzinfo=UTC)
WRITING = (Role.STAFF, Permission.INITIATIVE_CREATE)
MOMENT = timedelta(microseconds=1)


async def count(session, source: Source, actor: Actor) -> int:
    statement = select(func.count()).select_from(source.table).where(source.visible(actor))
    return await session.scalar(statement, viewer.values(actor))


async def whole(make: Factory, state: MovementState) -> Movement:
    made = await movement(make, state=state)
    await participation(make, made, await make.unit())
    await phase(make, made, WRITING)
    await citation(make, made, await legal_basis(make))
    await make.add(
        MovementTransition(
            movement_id=made.id, from_state=MovementState.DRAFT, to_state=MovementState.SUBMITTED, at=LONG_AGO
        )
    )
    return made


SOURCES = (
    queries.MOVEMENTS,
    queries.PARTICIPATIONS,
    queries.PHASES,
    queries.CAPABILITIES,
    queries.MOVEMENT_LEGAL_BASES,
    queries.TRANSITIONS,
    queries.LEGAL_BASES,
)


@pytest.mark.parametrize("role", Role)
async def test_who_sees_movements_and_what_belongs_to_them(session, make: Factory, role: Role):
    actor = await actor_of(make, role)
    for state in MovementState:
        await whole(make, state)

    seen = [await count(session, source, actor) for source in SOURCES]

    assert seen == ([12, 12, 12, 12, 12, 12, 12] if role in PREPARE else [8, 8, 8, 8, 8, 0, 12])


async def test_the_anonymous_see_nothing_and_the_system_everything(session, make: Factory):
    await whole(make, MovementState.RUNNING)
    await whole(make, MovementState.DRAFT)

    assert [await count(session, source, ANONYMOUS) for source in SOURCES] == [0] * 7
    assert [await count(session, source, SYSTEM) for source in SOURCES] == [2] * 7


@pytest.mark.parametrize("state", MovementState)
async def test_an_invisible_movement_is_the_same_as_none(session, make: Factory, state: MovementState):
    staff = await make.actor(Role.STAFF)
    made = await movement(make, state=state)

    for fetch in (queries.get, queries.get_for_update):
        with pytest.raises(NotFound) as missing:
            await fetch(session, staff, new_id())
        assert missing.value.path == ("movementId",)
        if state in PUBLIC:
            assert (await fetch(session, staff, made.id)).id == made.id
        else:
            with pytest.raises(NotFound) as hidden:
                await fetch(session, staff, made.id, "id")
            assert hidden.value.path == ("id",)


async def test_a_unit_takes_part_in_its_own_movements_only(session, make: Factory):
    mine, other, unit = await movement(make), await movement(make), await make.unit()
    await participation(make, mine, unit)

    assert await queries.takes_part(session, mine.id, unit.id) is True
    assert await queries.takes_part(session, other.id, unit.id) is False
    assert await queries.takes_part(session, mine.id, (await make.unit()).id) is False


@pytest.mark.parametrize(
    ("now", "is_open"),
    [
        (OPENS - MOMENT, False),
        (OPENS, True),
        (CLOSES - MOMENT, True),
        (CLOSES, False),
    ],
)
async def test_a_phase_lets_its_roles_from_its_first_moment_to_just_before_its_last(
    session, make: Factory, now: datetime, is_open: bool
):
    staff = await make.actor(Role.STAFF)
    running = await movement(make)
    await phase(make, running, WRITING, opens_at=OPENS, closes_at=CLOSES)
    await phase(make, await movement(make), WRITING)

    with at(now):
        if is_open:
            await queries.require_open_phase(session, staff, running, Permission.INITIATIVE_CREATE)
        else:
            with pytest.raises(Closed) as refused:
                await queries.require_open_phase(session, staff, running, Permission.INITIATIVE_CREATE)
            assert refused.value.rule == "PHASE_CLOSED"
            assert refused.value.closed_at == (CLOSES if now >= CLOSES else None)


async def test_an_open_phase_lets_only_the_roles_and_deeds_that_it_names(session, make: Factory):
    staff, leader = await make.actor(Role.STAFF), await make.actor(Role.UNIT_LEADER)
    running = await movement(make)
    await phase(make, running, WRITING)

    for actor, permission in (
        (staff, Permission.INITIATIVE_SUBMIT),
        (leader, Permission.INITIATIVE_CREATE),
        (ANONYMOUS, Permission.INITIATIVE_CREATE),
    ):
        with pytest.raises(Closed) as refused:
            await queries.require_open_phase(session, actor, running, permission)
        assert refused.value.closed_at is None
    await queries.require_open_phase(session, SYSTEM, running, Permission.INITIATIVE_SUBMIT)


@pytest.mark.parametrize("state", MovementState)
async def test_phases_are_open_only_while_the_movement_is_on_its_way(session, make: Factory, state: MovementState):
    staff = await make.actor(Role.STAFF)
    made = await movement(make, state=state)
    await phase(make, made, WRITING)

    if state in ACTIVE:
        await queries.require_open_phase(session, staff, made, Permission.INITIATIVE_CREATE)
    else:
        with pytest.raises(Closed, match="PHASE_CLOSED"):
            await queries.require_open_phase(session, staff, made, Permission.INITIATIVE_CREATE)


@pytest.mark.parametrize(
    "due",
    [date(2024, 12, 25), date(2024, 1, 1), date(2024, 3, 1), date(2023, 3, 1), date(1999, 12, 31), date(2100, 3, 1)],
)
async def test_the_last_on_time_moment_is_the_same_in_sql_as_in_the_rules(session, make: Factory, due: date):
    made = await movement(make, starts_on=date(1990, 1, 1), ends_on=date(2200, 1, 1), report_due_before=due)

    found: Any = await session.scalar(select(queries.LAST_ON_TIME_MOMENT).where(Movement.id == made.id))

    assert found == last_moment_before(due)
