from typing import Any

import pytest
from sqlalchemy import delete, text, update
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from domain.constraints import refusal_for
from domain.ids import new_id
from domain.initiatives.model import EvidenceLink, Initiative, InitiativeAuthor, InitiativeReview, InitiativeRevision
from domain.initiatives.rules import InitiativeState, ReviewDecision, ReviewStage
from domain.orm import Base
from schema.mutation import constraint_of
from tests.support.factories import NOW, Factory
from tests.support.initiatives import content, initiative, revise, scene, shares

#: What never changes once written, with a value that somebody might like to put there.
IMMUTABLE: list[tuple[type[Base], dict[str, Any]]] = [
    (InitiativeRevision, {"title": "Khác"}),
    (InitiativeAuthor, {"percent": 50}),
    (EvidenceLink, {"url": "https://khac.example"}),
    (InitiativeReview, {"reason": "Khác"}),
]


async def refused(session: AsyncSession, statement: Any) -> str | None:
    """Return the name of the constraint that refuses a statement."""
    with pytest.raises(DBAPIError) as error:
        async with session.begin_nested():
            await session.execute(statement)
    return constraint_of(error.value)


async def review(make: Factory, of: Initiative, **given: Any) -> InitiativeReview:
    values = {
        "initiative_id": of.id,
        "revision_id": of.current_revision_id,
        "stage": ReviewStage.UNIT,
        "decision": ReviewDecision.APPROVED,
        "at": NOW,
    }
    return await make.add(InitiativeReview(**{**values, **given}))


@pytest.mark.parametrize(("table", "values"), IMMUTABLE)
async def test_what_was_said_never_changes(session, make: Factory, table: type[Base], values: dict[str, Any]):
    stage = await scene(make)
    await review(make, await stage.initiative(make))

    rule = f"tg_{table.__tablename__}_append_only"
    assert await refused(session, update(table).values(**values)) == rule
    assert await refused(session, delete(table)) == rule
    await session.execute(text("SET CONSTRAINTS ALL IMMEDIATE"))  # nothing may be pending on what is truncated
    assert await refused(session, text(f"TRUNCATE {table.__tablename__} CASCADE")) == rule


async def test_an_earlier_revision_stays_as_it_was(session, make: Factory):
    stage = await scene(make)
    made = await stage.initiative(make)
    first = made.current_revision_id

    second = await revise(make, made, content(stage.writer, title="Khác"))

    assert (await session.get_one(InitiativeRevision, first)).title == made.title
    assert (second.number, made.current_revision_id) == (2, second.id)


@pytest.mark.parametrize("percents", [(60, 39), (60, 40.01), (99,)])
async def test_shares_must_add_up_at_commit(session, make: Factory, percents: tuple[float, ...]):
    stage = await scene(make)
    made = await stage.initiative(make)
    revision = await revise(make, made, content(hours_after=0))
    for ordinal, percent in enumerate(percents, 1):
        person = await make.person()
        await make.add(InitiativeAuthor(revision_id=revision.id, person_id=person.id, ordinal=ordinal, percent=percent))

    with pytest.raises(IntegrityError) as error:
        await session.execute(text("SET CONSTRAINTS ALL IMMEDIATE"))

    assert constraint_of(error.value) == "tg_initiative_authors_shares"
    assert refusal_for(constraint_of(error.value)).rule == "SHARES_NOT_100"


@pytest.mark.parametrize("number", [1, 3, 7, 20])
async def test_equal_shares_of_the_factory_add_up(session, make: Factory, number: int):
    stage = await scene(make)
    people = [await make.person(stage.unit) for _ in range(number)]

    await initiative(make, stage.movement, stage.unit, *people)

    await session.execute(text("SET CONSTRAINTS ALL IMMEDIATE"))
    assert sum(share.percent for share in shares(*people)) == 100


async def test_a_current_revision_must_exist_at_commit(session, make: Factory):
    stage = await scene(make)
    made = await stage.initiative(make)
    made.current_revision_id = new_id()
    await session.flush()

    with pytest.raises(IntegrityError) as error:
        await session.execute(text("SET CONSTRAINTS ALL IMMEDIATE"))

    assert constraint_of(error.value) == "fk_initiatives_current_revision_id"


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"first_submitted_at": None}, "ck_initiatives_punctuality_known"),
        ({"punctuality": None}, "ck_initiatives_punctuality_known"),
        ({"first_submitted_at": None, "punctuality": None}, "ck_initiatives_submitted_when"),
    ],
)
async def test_a_submitted_initiative_has_its_moment(session, make: Factory, values: dict[str, Any], constraint: str):
    stage = await scene(make)
    await stage.initiative(make, state=InitiativeState.SUBMITTED)

    assert await refused(session, update(Initiative).values(**values)) == constraint


async def test_a_refusing_review_has_a_reason(session, make: Factory):
    stage = await scene(make)
    made = await stage.initiative(make)

    with pytest.raises(IntegrityError) as error:
        await review(make, made, decision=ReviewDecision.RETURNED)

    assert constraint_of(error.value) == "ck_initiative_reviews_reason"
