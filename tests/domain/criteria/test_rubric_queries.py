from decimal import Decimal

import pytest
from sqlalchemy import func, select

from domain.actor import ANONYMOUS, SYSTEM, Actor, Role
from domain.criteria import queries
from domain.criteria.model import CriterionBand
from domain.criteria.rules import RubricState
from domain.errors import NotFound
from domain.ids import new_id
from domain.reading import viewer
from domain.reading.source import Source
from tests.support.factories import LONG_AGO, Factory
from tests.support.movements import movement, rubric
from tests.support.roles import actor_of

SEE_DRAFTS = {Role.INFORMATION_CENTER, Role.PERSONNEL, Role.MINISTRY_LEADER, Role.AUDITOR}
SOURCES = (queries.RUBRICS, queries.CRITERIA, queries.BANDS)


async def count(session, source: Source, actor: Actor) -> int:
    statement = select(func.count()).select_from(source.table).where(source.visible(actor))
    return await session.scalar(statement, viewer.values(actor))


async def a_draft_and_a_frozen_one(session, make: Factory) -> None:
    running = await movement(make)
    for frozen in (False, True):
        made = await rubric(make, running)
        for criterion in await queries.criteria_of(session, made.id):
            await make.add(
                CriterionBand(
                    criterion_id=criterion.id,
                    ordinal=1,
                    label="Mức",
                    mark_from=Decimal(0),
                    mark_to=criterion.scale_max,
                )
            )
        if frozen:
            made.state, made.frozen_at = RubricState.FROZEN, LONG_AGO
            await session.flush()


@pytest.mark.parametrize("role", Role)
async def test_who_sees_rubrics(session, make: Factory, role: Role):
    actor = await actor_of(make, role)
    await a_draft_and_a_frozen_one(session, make)

    seen = [await count(session, source, actor) for source in SOURCES]

    assert seen == ([2, 4, 4] if role in SEE_DRAFTS else [1, 2, 2])


async def test_the_anonymous_see_no_rubric_and_the_system_all(session, make: Factory):
    await a_draft_and_a_frozen_one(session, make)

    assert [await count(session, source, ANONYMOUS) for source in SOURCES] == [0, 0, 0]
    assert [await count(session, source, SYSTEM) for source in SOURCES] == [2, 4, 4]


async def test_an_invisible_rubric_is_the_same_as_none(session, make: Factory):
    staff = await make.actor(Role.STAFF)
    running = await movement(make)
    draft, frozen = await rubric(make, running), await rubric(make, running, frozen=True)

    for fetch in (queries.get, queries.get_for_update):
        assert (await fetch(session, staff, frozen.id)).id == frozen.id
        for key in (draft.id, new_id()):
            with pytest.raises(NotFound) as hidden:
                await fetch(session, staff, key)
            assert hidden.value.path == ("rubricId",)
