from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from domain.actor import Role
from domain.clock import at
from domain.errors import Conflict, Invalid, NotAllowed, NotFound, Refusals, StaleVersion
from domain.ids import new_id
from domain.people import actions, queries
from domain.people.model import Person, UnitMembership
from domain.people.rules import EmploymentType, LeadershipTier
from schema.mutation import constraint_of
from tests.support.audit import entries, only_entry
from tests.support.factories import NOW, Factory
from tests.support.roles import actor_of

PLACE: dict[str, Any] = {
    "position": " Trưởng phòng ",
    "employment_type": EmploymentType.CIVIL_SERVANT,
    "leadership_tier": LeadershipTier.DIVISION_LEADER,
}
NEW: dict[str, Any] = {
    "full_name": " Trần Thị B ",
    "email": "b@thidua.example",
    "subject": "subject-b",
    "starts_on": date(2024, 3, 1),
    **PLACE,
}
OUTSIDERS = [role for role in Role if role is not Role.PERSONNEL]
#: Roles that see every person but do not manage them: they are told "not allowed", the others "not found".
SEE_EVERYBODY = {
    Role.INFORMATION_CENTER,
    Role.MINISTRY_LEADER,
    Role.COUNCIL_SECRETARY,
    Role.SYSTEM_ADMINISTRATOR,
    Role.AUDITOR,
}


async def history(session, person: Person) -> list[tuple[Any, ...]]:
    rows = await session.scalars(
        select(UnitMembership).where(UnitMembership.person_id == person.id).order_by(UnitMembership.starts_on)
    )
    return [(row.unit_id, row.position, row.starts_on, row.ends_on) for row in rows]


async def test_personnel_registers_a_person_with_a_first_place(session, make: Factory):
    personnel = await make.actor(Role.PERSONNEL)
    unit = await make.unit()

    with at(NOW):
        person = await actions.register_person(session, personnel, unit_id=unit.id, **NEW)

    assert (person.full_name, person.email, person.subject) == ("Trần Thị B", "b@thidua.example", "subject-b")
    assert (person.unit_id, person.position, person.created_at) == (unit.id, "Trưởng phòng", NOW)
    assert (person.leadership_tier, person.left_on, person.version) == (LeadershipTier.DIVISION_LEADER, None, 1)
    assert await history(session, person) == [(unit.id, "Trưởng phòng", date(2024, 3, 1), None)]
    entry = await only_entry(session)
    assert (entry.deed, entry.subject_type, entry.subject_id) == ("PERSON_REGISTERED", "Person", person.id)
    assert (entry.actor_id, entry.at, entry.before) == (personnel.person_id, NOW, None)
    assert entry.after["full_name"] == "Trần Thị B"
    assert entry.after["leadership_tier"] == "DIVISION_LEADER"


@pytest.mark.parametrize("role", OUTSIDERS)
async def test_nobody_else_manages_people(session, make: Factory, role: Role):
    actor = await actor_of(make, role)
    person = await make.person()
    unit = await make.unit()
    refused = NotAllowed if role in SEE_EVERYBODY else NotFound

    with pytest.raises(NotAllowed):
        await actions.register_person(session, actor, unit_id=unit.id, **NEW)
    with pytest.raises(refused):
        await actions.move_person(
            session,
            actor,
            person_id=person.id,
            expected_version=1,
            unit_id=unit.id,
            starts_on=date(2024, 5, 1),
            **PLACE,
        )
    with pytest.raises(refused):
        await actions.record_departure(
            session, actor, person_id=person.id, expected_version=1, left_on=date(2024, 5, 1)
        )

    await session.refresh(person)
    assert (person.position, person.left_on, person.version) == ("Chuyên viên", None, 1)
    assert len(await history(session, person)) == 1
    assert await entries(session) == []


async def test_register_person_refusals(session, make: Factory):
    personnel = await make.actor(Role.PERSONNEL)
    unit = await make.unit()

    with pytest.raises(Refusals) as invalid:
        await actions.register_person(session, personnel, unit_id=unit.id, **{**NEW, "email": "x", "full_name": ""})
    with pytest.raises(NotFound) as missing:
        await actions.register_person(session, personnel, unit_id=new_id(), **NEW)

    assert [error.rule for error in invalid.value.errors] == ["NAME_EMPTY", "EMAIL_FORM"]
    assert missing.value.path == ("unitId",)
    assert await entries(session) == []


@pytest.mark.parametrize(
    ("taken", "constraint"),
    [({"email": "b@thidua.example"}, "uq_people_email"), ({"subject": "subject-b"}, "uq_people_subject")],
)
async def test_taken_addresses_and_accounts_are_refused_by_the_database(
    session, make: Factory, taken: dict[str, str], constraint: str
):
    personnel = await make.actor(Role.PERSONNEL)
    other = await make.person(**taken)

    with pytest.raises(IntegrityError) as refused:
        async with session.begin_nested():
            await actions.register_person(session, personnel, unit_id=other.unit_id, **NEW)

    assert constraint_of(refused.value) == constraint
    assert await entries(session) == []


async def test_moves_leave_a_history_without_gap_or_overlap(session, make: Factory):
    personnel = await make.actor(Role.PERSONNEL)
    person = await make.person()
    first, second, third = person.unit_id, (await make.unit()).id, (await make.unit()).id

    for version, unit_id, day in ((1, second, date(2024, 3, 1)), (2, third, date(2024, 3, 2)), (3, first, NOW.date())):
        await actions.move_person(
            session,
            personnel,
            person_id=person.id,
            expected_version=version,
            unit_id=unit_id,
            starts_on=day,
            **PLACE,
        )

    assert (person.unit_id, person.position, person.version) == (first, "Trưởng phòng", 4)
    kept = await history(session, person)
    assert kept == [
        (first, "Chuyên viên", date(2023, 1, 1), date(2024, 2, 29)),
        (second, "Trưởng phòng", date(2024, 3, 1), date(2024, 3, 1)),
        (third, "Trưởng phòng", date(2024, 3, 2), date(2024, 6, 2)),
        (first, "Trưởng phòng", date(2024, 6, 3), None),
    ]
    assert all(after[2] - before[3] == timedelta(days=1) for before, after in pairwise(kept))


async def test_a_move_is_recorded_with_both_places(session, make: Factory):
    personnel = await make.actor(Role.PERSONNEL)
    person = await make.person()
    old, unit = person.unit_id, await make.unit()

    await actions.move_person(
        session,
        personnel,
        person_id=person.id,
        expected_version=1,
        unit_id=unit.id,
        starts_on=date(2024, 3, 1),
        **PLACE,
    )

    entry = await only_entry(session)
    assert (entry.deed, entry.subject_id) == ("PERSON_MOVED", person.id)
    assert entry.before == {
        "unit_id": str(old),
        "position": "Chuyên viên",
        "leadership_tier": "DIRECT_WORKER",
        "version": 1,
    }
    assert entry.after == {
        "unit_id": str(unit.id),
        "position": "Trưởng phòng",
        "leadership_tier": "DIVISION_LEADER",
        "version": 2,
    }


async def test_move_person_refusals(session, make: Factory):
    personnel = await make.actor(Role.PERSONNEL)
    person = await make.person()
    unit = await make.unit()
    asked = {
        "person_id": person.id,
        "expected_version": 1,
        "unit_id": unit.id,
        "starts_on": date(2024, 3, 1),
        **PLACE,
    }

    with pytest.raises(StaleVersion) as stale:
        await actions.move_person(session, personnel, **{**asked, "expected_version": 2})
    with pytest.raises(Refusals, match="POSITION_EMPTY"):
        await actions.move_person(session, personnel, **{**asked, "position": ""})
    with pytest.raises(NotFound) as no_unit:
        await actions.move_person(session, personnel, **{**asked, "unit_id": new_id()})
    with pytest.raises(NotFound) as nobody:
        await actions.move_person(session, personnel, **{**asked, "person_id": new_id()})
    with pytest.raises(Invalid, match="DAY_TOO_EARLY") as early:
        await actions.move_person(session, personnel, **{**asked, "starts_on": date(2023, 1, 1)})

    gone = await make.person(left_on=date(2024, 1, 31))
    with pytest.raises(Conflict, match="HAS_LEFT"):
        await actions.move_person(session, personnel, **{**asked, "person_id": gone.id})

    assert stale.value.current == 1
    assert (no_unit.value.path, nobody.value.path) == (("unitId",), ("personId",))
    assert early.value.allowed == "> 2023-01-01"
    assert (person.unit_id == unit.id, person.version) == (False, 1)
    assert await history(session, person) == [(person.unit_id, "Chuyên viên", date(2023, 1, 1), None)]
    assert await entries(session) == []


async def test_overlapping_periods_are_refused_by_the_database(session, make: Factory):
    person = await make.person()

    with pytest.raises(IntegrityError) as refused:
        async with session.begin_nested():
            await make.add(
                UnitMembership(
                    person_id=person.id,
                    unit_id=person.unit_id,
                    position="Chuyên viên",
                    employment_type=EmploymentType.CIVIL_SERVANT,
                    leadership_tier=LeadershipTier.DIRECT_WORKER,
                    starts_on=date(2022, 6, 1),
                    ends_on=date(2023, 1, 1),
                )
            )

    assert constraint_of(refused.value) == "ex_unit_memberships_overlap"


async def test_a_departure_ends_the_history_and_the_account(session, make: Factory):
    personnel = await make.actor(Role.PERSONNEL)
    person = await make.person()
    await make.acting(person, Role.STAFF)
    connection = await session.connection()
    before = await queries.actor_by_subject(connection, person.subject, NOW)

    await actions.record_departure(
        session, personnel, person_id=person.id, expected_version=1, left_on=date(2024, 5, 31)
    )

    assert before is not None
    assert await queries.actor_by_subject(connection, person.subject, NOW) is None
    assert await queries.missing_people(session, [person.id, personnel.person_id]) == {person.id}
    assert await history(session, person) == [(person.unit_id, "Chuyên viên", date(2023, 1, 1), date(2024, 5, 31))]
    entry = await only_entry(session)
    assert (entry.deed, entry.before, entry.after) == (
        "PERSON_LEFT",
        {"left_on": None, "version": 1},
        {"left_on": "2024-05-31", "version": 2},
    )


async def test_record_departure_refusals(session, make: Factory):
    personnel = await make.actor(Role.PERSONNEL)
    person = await make.person()
    gone = await make.person(left_on=date(2024, 1, 31))
    day = date(2024, 5, 31)

    with pytest.raises(StaleVersion):
        await actions.record_departure(session, personnel, person_id=person.id, expected_version=3, left_on=day)
    with pytest.raises(Conflict, match="HAS_LEFT"):
        await actions.record_departure(session, personnel, person_id=gone.id, expected_version=1, left_on=day)
    with pytest.raises(Invalid, match="DAY_TOO_EARLY") as early:
        await actions.record_departure(
            session, personnel, person_id=person.id, expected_version=1, left_on=date(2022, 12, 31)
        )

    assert early.value.path == ("leftOn",)
    assert (person.left_on, gone.left_on) == (None, date(2024, 1, 31))
    assert await session.scalar(select(func.count()).where(UnitMembership.ends_on.is_not(None))) == 0
    assert await entries(session) == []
