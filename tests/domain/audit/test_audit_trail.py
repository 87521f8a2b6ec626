from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError

from domain.actor import ANONYMOUS, SYSTEM, Role
from domain.audit import queries
from domain.audit.actions import plain, record, snapshot
from domain.audit.model import AuditEntry
from domain.clock import at
from domain.ids import new_id
from domain.reading import viewer
from domain.units.rules import UnitType
from schema.mutation import constraint_of
from tests.support.audit import entries, only_entry
from tests.support.factories import NOW, Factory
from tests.support.roles import actor_of


async def entry(make: Factory, deed: str = "UNIT_CREATED") -> AuditEntry:
    return await make.add(
        AuditEntry(at=NOW, actor_roles=["PERSONNEL"], deed=deed, subject_type="Unit", subject_id=new_id())
    )


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE audit_entries SET deed = 'NOTHING'",
        "UPDATE audit_entries SET reason = reason",
        "DELETE FROM audit_entries",
        "TRUNCATE audit_entries",
        "TRUNCATE audit_entries CASCADE",
    ],
)
async def test_not_even_the_owner_of_the_database_changes_the_trail(session, make: Factory, change: str):
    await entry(make)
    is_owner = await session.scalar(
        text("SELECT pg_get_userbyid(relowner) = current_user FROM pg_class WHERE relname = 'audit_entries'")
    )

    with pytest.raises(IntegrityError) as refused:
        async with session.begin_nested():
            await session.execute(text(change))

    assert is_owner is True
    assert constraint_of(refused.value) == "tg_audit_entries_append_only"
    assert await session.scalar(select(func.count()).select_from(AuditEntry)) == 1
    assert await session.scalar(select(AuditEntry.deed)) == "UNIT_CREATED"


#: Which of a draft sheet's saving and any other deed each role reads.
READS = {
    Role.AUDITOR: {"SHEET_SAVED", "SHEET_SUBMITTED", "UNIT_CREATED"},
    Role.INFORMATION_CENTER: {"SHEET_SUBMITTED", "UNIT_CREATED"},
    Role.PERSONNEL: {"SHEET_SUBMITTED", "UNIT_CREATED"},
    Role.MINISTRY_LEADER: {"SHEET_SUBMITTED", "UNIT_CREATED"},
}


@pytest.mark.parametrize("role", Role)
async def test_who_reads_the_trail(session, make: Factory, role: Role):
    for deed in ("SHEET_SAVED", "SHEET_SUBMITTED", "UNIT_CREATED"):
        await entry(make, deed)
    actor = await actor_of(make, role)

    statement = select(AuditEntry.deed).where(queries.visible_entries(actor))
    found = await session.scalars(statement, viewer.values(actor))

    assert set(found) == READS.get(role, set())


async def test_the_anonymous_read_nothing_and_the_system_all(session, make: Factory):
    await entry(make, "SHEET_SAVED")

    def count(actor):
        return select(func.count()).where(queries.AUDIT.visible(actor)).select_from(AuditEntry)

    assert await session.scalar(count(ANONYMOUS)) == 0
    assert await session.scalar(count(SYSTEM)) == 1


async def test_the_subject_is_told_by_its_global_id(session, make: Factory):
    made = await entry(make)

    assert await session.scalar(select(queries.SUBJECT_ID)) == f"Unit:{made.subject_id}"


async def test_an_entry_says_who_did_what_in_which_roles(session, make: Factory):
    actor = await make.actor(Role.UNIT_LEADER, Role.PERSONNEL)
    unit = await make.unit()

    with at(NOW):
        record(session, actor, "UNIT_LOOKED_AT", unit, reason="Kiểm tra")

    made = await only_entry(session)
    assert (made.at, made.actor_id, made.actor_roles) == (NOW, actor.person_id, ["PERSONNEL", "UNIT_LEADER"])
    assert (made.deed, made.subject_type, made.subject_id) == ("UNIT_LOOKED_AT", "Unit", unit.id)
    assert (made.reason, made.before, made.after) == ("Kiểm tra", None, None)


async def test_the_system_acts_without_person_and_roles(session, make: Factory):
    record(session, SYSTEM, "UNIT_LOOKED_AT", await make.unit())

    made = await only_entry(session)
    assert (made.actor_id, made.actor_roles) == (None, [])


async def test_only_what_changed_is_kept(session, make: Factory):
    unit = await make.unit()

    record(session, SYSTEM, "A", unit, before={"a": 1, "b": 2, "gone": 3}, after={"a": 1, "b": 5, "new": 4})
    record(session, SYSTEM, "B", unit, after={"a": 1})
    record(session, SYSTEM, "C", unit, before={"a": 1}, after={"a": 1})

    trail = {each.deed: (each.before, each.after) for each in await entries(session)}
    assert trail == {
        "A": ({"b": 2, "gone": 3}, {"b": 5, "new": 4}),
        "B": (None, {"a": 1}),
        "C": ({}, {}),
    }


async def test_a_snapshot_holds_columns_but_no_search_text(make: Factory):
    unit = await make.unit(code="X", name="Cục X")

    assert snapshot(unit) == {
        "id": str(unit.id),
        "code": "X",
        "name": "Cục X",
        "name_en": None,
        "type": "CUC",
        "parent_id": None,
        "has_seal": True,
        "has_legal_personality": True,
        "to_be_confirmed": False,
        "valid_from": "2022-07-27",
        "valid_to": None,
        "successor_id": None,
        "version": 1,
    }


def test_values_become_what_json_holds_without_loss():
    key = new_id()

    assert plain(
        {
            "enum": UnitType.CUC,
            UnitType.VU: Decimal("1.50"),
            "id": key,
            "day": date(2024, 6, 3),
            "moment": datetime(2024, 6, 3, 8, tzinfo=UTC),
            "list": [Decimal(1), (key,), {"x": None}],
            "set": frozenset({UnitType.VU}),
            "flag": True,
        }
    ) == {
        "enum": "CUC",
        "VU": "1.5",
        "id": str(key),
        "day": "2024-06-03",
        "moment": "2024-06-03T08:00:00+00:00",
        "list": ["1", [str(key)], {"x": None}],
        "set": ["VU"],
        "flag": True,
    }
