from datetime import date, timedelta
from types import SimpleNamespace
from uuid import uuid4

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from domain.access.permissions import Permission
from domain.actor import ANONYMOUS, Role
from domain.audit.model import AuditEntry
from domain.clock import at
from domain.councils.rules import BallotChoice
from domain.errors import Text
from domain.idempotency import actions as idempotency
from domain.idempotency.model import IdempotentAnswer
from domain.units import actions
from domain.units.model import Unit
from domain.units.rules import UnitType
from schema.context import context_for
from schema.councils.session_mutations import BallotInput, CastBallotsInput
from schema.mutation import Deed, Made, canonical, mutation
from schema.units.mutations import CreateUnitInput, CreateUnitPayload
from tests.support.factories import NOW
from tests.support.graphql import data, deed, run

CREATE = {"code": "CUC-X", "name": "Cục X", "type": "CUC", "validFrom": "2024-01-01"}


async def test_deed_asked_twice_with_one_key_is_done_once(database, make, session):
    personnel = await make.actor(Role.PERSONNEL)
    asked = {**CREATE, "idempotencyKey": str(uuid4())}

    first = await deed(database, personnel, "createUnit", asked, "unit { id }")
    second = await deed(database, personnel, "createUnit", asked, "unit { id }")

    assert first == second
    assert first["userErrors"] == []
    assert await session.scalar(select(func.count()).select_from(Unit).where(Unit.code == "CUC-X")) == 1
    assert await session.scalar(select(func.count()).select_from(AuditEntry)) == 1


async def test_key_used_for_something_else_is_refused(database, make, session):
    personnel = await make.actor(Role.PERSONNEL)
    key = str(uuid4())
    await deed(database, personnel, "createUnit", {**CREATE, "idempotencyKey": key})

    answer = await deed(database, personnel, "createUnit", {**CREATE, "code": "CUC-Y", "idempotencyKey": key})

    assert [(e["code"], e["rule"], e["path"]) for e in answer["userErrors"]] == [
        ("CONFLICT", "IDEMPOTENCY_KEY_REUSED", ["idempotencyKey"])
    ]
    assert await session.scalar(select(func.count()).select_from(AuditEntry)) == 1


def test_nothing_secret_is_hashed_under_a_key():
    """Two requests that differ in what is secret have one hash; any other difference has another."""
    item, choices = "SXRlbQ", tuple(BallotChoice)
    asked = [
        CastBallotsInput(idempotency_key=None, session_id="S", ballots=[BallotInput(item_id=item, choice=each)])
        for each in choices
    ]
    others = [
        CastBallotsInput(idempotency_key=None, session_id="T", ballots=asked[0].ballots),
        CastBallotsInput(
            idempotency_key=None, session_id="S", ballots=[BallotInput(item_id="other", choice=choices[0])]
        ),
        CastBallotsInput(idempotency_key=None, session_id="S", ballots=[]),
    ]

    assert len({canonical(each) for each in asked}) == 1
    assert len({canonical(each) for each in (asked[0], *others)}) == 4


async def test_key_of_a_request_under_way_is_refused(database, make, engine):
    personnel = await make.actor(Role.PERSONNEL)
    key = uuid4()

    async with engine.connect() as connection, AsyncSession(connection) as elsewhere:
        asked = {"actor_id": personnel.person_id, "deed": "create_unit", "key": key, "request_hash": b""}
        assert await idempotency.replayed(elsewhere, **asked) is None
        answer = await deed(database, personnel, "createUnit", {**CREATE, "idempotencyKey": str(key)})
    later = await deed(database, personnel, "createUnit", {**CREATE, "idempotencyKey": str(key)})

    assert [(e["code"], e["rule"]) for e in answer["userErrors"]] == [("CONFLICT", "IDEMPOTENCY_KEY_IN_FLIGHT")]
    assert later["userErrors"] == []


async def test_answers_are_forgotten_after_a_day(database, make, session):
    personnel = await make.actor(Role.PERSONNEL)
    for code, moment in (("A", NOW), ("B", NOW + timedelta(hours=2))):
        with at(moment):
            await deed(database, personnel, "createUnit", {**CREATE, "code": code, "idempotencyKey": str(uuid4())})

    with at(NOW + timedelta(hours=25)):
        assert await idempotency.forget_old(session) == 1
    assert await session.scalar(select(func.count()).select_from(IdempotentAnswer)) == 1


async def test_key_is_free_again_after_a_day(database, make):
    personnel = await make.actor(Role.PERSONNEL)
    key = str(uuid4())
    with at(NOW):
        await deed(database, personnel, "createUnit", {**CREATE, "idempotencyKey": key})

    with at(NOW + timedelta(hours=25)):
        answer = await deed(database, personnel, "createUnit", {**CREATE, "code": "CUC-Y", "idempotencyKey": key})

    assert answer["userErrors"] == []


async def test_key_of_another_person_is_another_key(database, make):
    one, other = await make.actor(Role.PERSONNEL), await make.actor(Role.PERSONNEL)
    key = str(uuid4())
    await deed(database, one, "createUnit", {**CREATE, "idempotencyKey": key})

    answer = await deed(database, other, "createUnit", {**CREATE, "code": "CUC-Y", "idempotencyKey": key})

    assert answer["userErrors"] == []


async def test_refused_deed_does_not_use_up_its_key(database, make):
    personnel = await make.actor(Role.PERSONNEL)
    key = str(uuid4())
    refused = await deed(database, personnel, "createUnit", {**CREATE, "code": "x", "idempotencyKey": key})

    answer = await deed(database, personnel, "createUnit", {**CREATE, "idempotencyKey": key}, "unit { code }")

    assert [e["rule"] for e in refused["userErrors"]] == ["CODE_FORM"]
    assert answer == {"unit": {"code": "CUC-X"}, "userErrors": []}


async def test_each_mutation_field_is_a_transaction_of_its_own(database, make, session):
    personnel = await make.actor(Role.PERSONNEL)
    body = """mutation {
      one: createUnit(input: {code: "A", name: "A", type: CUC, validFrom: "2024-01-01"}) { userErrors { rule } }
      two: createUnit(input: {code: "A", name: "A", type: CUC, validFrom: "2024-01-01"}) { userErrors { rule } }
      three: createUnit(input: {code: "B", name: "B", type: CUC, validFrom: "2024-01-01"}) { userErrors { rule } } }"""

    answer = await data(database, personnel, body)

    assert [answer[key]["userErrors"] for key in ("one", "two", "three")] == [[], [{"rule": "CODE_TAKEN"}], []]
    assert set(await session.scalars(select(Unit.code).where(Unit.code.in_(["A", "B"])))) == {"A", "B"}


async def test_anonymous_caller_is_refused_before_anything_is_read(database, statements):
    answer = await deed(database, ANONYMOUS, "createUnit", CREATE)

    assert [(e["__typename"], e["rule"]) for e in answer["userErrors"]] == [("NotAllowedError", "NOT_SIGNED_IN")]
    assert len(statements) == 0


async def test_several_wrong_fields_are_reported_together(database, make):
    personnel = await make.actor(Role.PERSONNEL)

    answer = await deed(database, personnel, "createUnit", {**CREATE, "code": "x y", "name": "  "})

    assert [(e["rule"], e["path"]) for e in answer["userErrors"]] == [
        ("CODE_FORM", ["code"]),
        ("NAME_EMPTY", ["name"]),
    ]


async def test_refusal_speaks_the_callers_language(database, make):
    personnel = await make.actor(Role.PERSONNEL)
    document = """mutation { createUnit(input: {code: "A", name: "", type: CUC, validFrom: "2024-01-01"}) {
      userErrors { message } } }"""

    vietnamese = await run(database, personnel, document)
    english = await run(database, personnel, document, language="en")

    assert vietnamese["data"]["createUnit"]["userErrors"] == [{"message": "Tên không được để trống."}]
    assert english["data"]["createUnit"]["userErrors"] == [{"message": "The name is empty."}]


async def test_stale_version_names_the_current_one(database, make):
    personnel = await make.actor(Role.PERSONNEL)
    unit = await make.unit()
    change = {"unitId": f"Unit:{unit.id}", "expectedVersion": 1, "name": "Mới"}
    await deed(database, personnel, "updateUnit", change)
    document = """mutation($input: UpdateUnitInput!) { updateUnit(input: $input) {
      unit { name } userErrors { code ... on StaleVersionError { currentVersion nodeId } } } }"""

    answer = await data(database, personnel, document, {"input": change})

    assert answer["updateUnit"] == {
        "unit": None,
        "userErrors": [{"code": "STALE_VERSION", "currentVersion": 2, "nodeId": f"Unit:{unit.id}"}],
    }


def failing(code: str, times: int) -> tuple[list[int], object]:
    """A deed that PostgreSQL itself fails with an error code the first times, and a list of its attempts."""
    attempts: list[int] = []

    async def create_unit(deed: Deed, input: CreateUnitInput) -> Made[CreateUnitPayload]:
        attempts.append(len(attempts))
        if len(attempts) <= times:
            await deed.session.execute(text(f"DO $$ BEGIN RAISE EXCEPTION 'x' USING ERRCODE = '{code}'; END $$"))
        unit = await actions.create_unit(
            deed.session, deed.actor, code=input.code, name=input.name, type=input.type, valid_from=input.valid_from
        )
        return Made(unit=unit.id)

    return attempts, mutation(create_unit, Permission.UNIT_MANAGE, Text("Thử.", "A trial."))


async def attempted(database, actor, field) -> list[str]:
    absent = dict.fromkeys(["idempotency_key", "name_en", "parent_id"])
    asked = CreateUnitInput(code="CUC-X", name="Cục X", type=UnitType.CUC, valid_from=date(2024, 1, 1), **absent)
    info = SimpleNamespace(context=context_for(actor, database))
    payload = await field.base_resolver.wrapped_func(info, asked)
    return [error.rule for error in payload.user_errors]


@pytest.mark.parametrize("code", ["40001", "40P01"])
async def test_deadlock_or_serialisation_failure_is_tried_once_more(database, make, session, code):
    personnel = await make.actor(Role.PERSONNEL)
    attempts, field = failing(code, times=1)

    assert await attempted(database, personnel, field) == []
    assert attempts == [0, 1]
    assert await session.scalar(select(func.count()).select_from(AuditEntry)) == 1


@pytest.mark.parametrize(("code", "times", "tried"), [("40P01", 2, [0, 1]), ("22012", 1, [0])])
async def test_other_failures_and_second_ones_are_bugs(database, make, session, code, times, tried):
    personnel = await make.actor(Role.PERSONNEL)
    attempts, field = failing(code, times)

    with pytest.raises(DBAPIError):
        await attempted(database, personnel, field)
    assert attempts == tried
    assert await session.scalar(select(func.count()).select_from(AuditEntry)) == 0
