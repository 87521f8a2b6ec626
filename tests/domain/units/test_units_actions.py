from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from domain.actor import ANONYMOUS, Role
from domain.errors import Conflict, NotAllowed, NotFound, Refusals, StaleVersion
from domain.ids import new_id
from domain.units import actions
from domain.units.model import Unit
from domain.units.rules import UnitType
from schema.mutation import constraint_of
from tests.support.audit import entries, only_entry
from tests.support.factories import Factory
from tests.support.roles import actor_of

NEW: dict[str, Any] = {
    "code": "CUC-X",
    "name": "  Cục X ",
    "type": UnitType.CUC,
    "valid_from": date(2024, 1, 1),
}
NOT_PERSONNEL = [role for role in Role if role is not Role.PERSONNEL]


async def test_personnel_creates_a_unit(session, make: Factory):
    personnel = await make.actor(Role.PERSONNEL)
    above = await make.unit()

    unit = await actions.create_unit(
        session, personnel, **NEW, parent_id=above.id, name_en="X", has_seal=True, to_be_confirmed=True
    )

    assert (unit.code, unit.name, unit.name_en, unit.parent_id) == ("CUC-X", "Cục X", "X", above.id)
    assert (unit.has_seal, unit.has_legal_personality, unit.to_be_confirmed) == (True, False, True)
    assert (unit.valid_from, unit.valid_to, unit.version) == (date(2024, 1, 1), None, 1)
    entry = await only_entry(session)
    assert (entry.deed, entry.subject_type, entry.subject_id) == ("UNIT_CREATED", "Unit", unit.id)
    assert (entry.actor_id, entry.actor_roles, entry.before) == (personnel.person_id, ["PERSONNEL"], None)
    assert entry.after["code"] == "CUC-X"
    assert "search_text" not in entry.after


@pytest.mark.parametrize("role", NOT_PERSONNEL)
async def test_nobody_else_touches_units(session, make: Factory, role: Role):
    unit = await make.unit(name="Cục Y")
    actor = await actor_of(make, role)

    with pytest.raises(NotAllowed):
        await actions.create_unit(session, actor, **NEW)
    with pytest.raises(NotAllowed):
        await actions.update_unit(session, actor, unit_id=unit.id, expected_version=1, name="Cục Z")
    with pytest.raises(NotAllowed):
        await actions.close_unit(session, actor, unit_id=unit.id, expected_version=1, valid_to=date(2024, 6, 30))

    await session.refresh(unit)
    assert (unit.name, unit.valid_to, unit.version) == ("Cục Y", None, 1)
    assert await session.scalar(select(func.count()).where(Unit.code == "CUC-X")) == 0
    assert await entries(session) == []


async def test_to_the_anonymous_units_do_not_exist(session, make: Factory):
    unit = await make.unit()

    with pytest.raises(NotFound):
        await actions.update_unit(session, ANONYMOUS, unit_id=unit.id, expected_version=1, name="Cục Z")

    assert await entries(session) == []


async def test_create_unit_refuses_bad_values_and_an_unknown_parent(session, make: Factory):
    personnel = await make.actor(Role.PERSONNEL)

    with pytest.raises(Refusals) as refused:
        await actions.create_unit(session, personnel, **{**NEW, "code": "x", "name": ""})
    with pytest.raises(NotFound) as missing:
        await actions.create_unit(session, personnel, **NEW, parent_id=new_id())

    assert [error.rule for error in refused.value.errors] == ["CODE_FORM", "NAME_EMPTY"]
    assert missing.value.path == ("parentId",)
    assert await entries(session) == []


async def test_a_taken_code_is_refused_by_the_database(session, make: Factory):
    personnel = await make.actor(Role.PERSONNEL)
    await make.unit(code="CUC-X")

    with pytest.raises(IntegrityError) as refused:
        async with session.begin_nested():
            await actions.create_unit(session, personnel, **NEW)

    assert constraint_of(refused.value) == "uq_units_code"
    assert await entries(session) == []


async def test_update_changes_what_is_given_and_keeps_the_rest(session, make: Factory):
    personnel = await make.actor(Role.PERSONNEL)
    unit = await make.unit(name="Cục Y", name_en="Y", has_seal=True)

    await actions.update_unit(session, personnel, unit_id=unit.id, expected_version=1, name="Cục Z", has_seal=False)

    assert (unit.name, unit.name_en, unit.has_seal, unit.version) == ("Cục Z", "Y", False, 2)
    entry = await only_entry(session)
    assert entry.deed == "UNIT_UPDATED"
    assert entry.before == {"name": "Cục Y", "has_seal": True, "version": 1}
    assert entry.after == {"name": "Cục Z", "has_seal": False, "version": 2}


async def test_update_clears_what_is_optional_and_nothing_else(session, make: Factory):
    personnel = await make.actor(Role.PERSONNEL)
    unit = await make.unit(name="Cục Y", name_en="Y", has_seal=True)

    with pytest.raises(Refusals) as refused:
        await actions.update_unit(
            session, personnel, unit_id=unit.id, expected_version=1, name=None, name_en=None, has_seal=None
        )
    assert [(error.rule, error.path) for error in refused.value.errors] == [
        ("NULL_NOT_ALLOWED", ("name",)),
        ("NULL_NOT_ALLOWED", ("hasSeal",)),
    ]
    assert (unit.name, unit.name_en, unit.has_seal, unit.version) == ("Cục Y", "Y", True, 1)
    assert await entries(session) == []
    await actions.update_unit(session, personnel, unit_id=unit.id, expected_version=1, name=" Cục Z ", name_en=None)

    assert (unit.name, unit.name_en, unit.version) == ("Cục Z", None, 2)
    entry = await only_entry(session)
    assert entry.before == {"name": "Cục Y", "name_en": "Y", "version": 1}
    assert entry.after == {"name": "Cục Z", "name_en": None, "version": 2}


async def test_update_unit_refusals(session, make: Factory):
    personnel = await make.actor(Role.PERSONNEL)
    unit = await make.unit(name="Cục Y")

    with pytest.raises(StaleVersion) as stale:
        await actions.update_unit(session, personnel, unit_id=unit.id, expected_version=2, name="Cục Z")
    with pytest.raises(Refusals) as empty:
        await actions.update_unit(session, personnel, unit_id=unit.id, expected_version=1, name=" ")
    with pytest.raises(NotFound) as missing:
        await actions.update_unit(session, personnel, unit_id=new_id(), expected_version=1)

    assert (stale.value.subject, stale.value.subject_id, stale.value.current) == ("Unit", unit.id, 1)
    assert [error.rule for error in empty.value.errors] == ["NAME_EMPTY"]
    assert missing.value.path == ("unitId",)
    assert (unit.name, unit.version) == ("Cục Y", 1)
    assert await entries(session) == []


async def test_close_names_the_last_day_and_the_successor(session, make: Factory):
    personnel = await make.actor(Role.PERSONNEL)
    unit, successor = await make.unit(), await make.unit()

    await actions.close_unit(
        session,
        personnel,
        unit_id=unit.id,
        expected_version=1,
        valid_to=date(2024, 6, 30),
        successor_id=successor.id,
    )

    assert (unit.valid_to, unit.successor_id, unit.version) == (date(2024, 6, 30), successor.id, 2)
    entry = await only_entry(session)
    assert entry.deed == "UNIT_CLOSED"
    assert entry.before == {"valid_to": None, "successor_id": None, "version": 1}
    assert entry.after == {"valid_to": "2024-06-30", "successor_id": str(successor.id), "version": 2}


async def test_close_unit_refusals(session, make: Factory):
    personnel = await make.actor(Role.PERSONNEL)
    unit = await make.unit(valid_from=date(2024, 1, 1))
    closed = await make.unit(valid_to=date(2024, 1, 31))
    day = date(2024, 6, 30)

    with pytest.raises(StaleVersion):
        await actions.close_unit(session, personnel, unit_id=unit.id, expected_version=9, valid_to=day)
    with pytest.raises(Conflict, match="OWN_SUCCESSOR"):
        await actions.close_unit(
            session, personnel, unit_id=unit.id, expected_version=1, valid_to=day, successor_id=unit.id
        )
    with pytest.raises(NotFound) as missing:
        await actions.close_unit(
            session, personnel, unit_id=unit.id, expected_version=1, valid_to=day, successor_id=new_id()
        )
    with pytest.raises(Refusals, match="PERIOD_REVERSED"):
        await actions.close_unit(session, personnel, unit_id=unit.id, expected_version=1, valid_to=date(2023, 12, 31))
    with pytest.raises(Conflict, match="UNIT_CLOSED"):
        await actions.close_unit(session, personnel, unit_id=closed.id, expected_version=1, valid_to=day)

    assert missing.value.path == ("successorId",)
    assert (unit.valid_to, unit.version, closed.valid_to) == (None, 1, date(2024, 1, 31))
    assert await entries(session) == []


async def test_everyone_signed_in_sees_the_organisation_chart(session, make: Factory):
    unit = await make.unit()

    for role in Role:
        found = await actions.queries.get(session, await actor_of(make, role), unit.id)
        assert found.id == unit.id
    with pytest.raises(NotFound):
        await actions.queries.get(session, ANONYMOUS, unit.id)
