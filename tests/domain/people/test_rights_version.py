"""The state of a person's rights is counted up by whatever changes who they are or what they may, and by nothing else.

A read by a remembered viewer rests on this number alone, so the database counts, whoever writes.
"""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import delete, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from domain.actor import Role
from domain.clock import at
from domain.people import actions, roles
from domain.people.model import Person, RoleGrant, UnitMembership
from domain.people.queries import actor_by_subject, rights_are_unchanged, signed_in
from domain.people.rules import EmploymentType, LeadershipTier
from domain.reading import viewer
from tests.support.factories import NOW, Factory, days


async def version(session: AsyncSession, person: Person) -> int:
    found = await session.scalar(select(Person.rights_version).where(Person.id == person.id))
    assert found is not None
    return found


async def test_a_new_person_starts_at_one(session, make: Factory):
    assert await version(session, await make.person()) == 1


async def test_every_deed_on_a_persons_roles_and_place_counts(session, make: Factory):
    personnel, person, elsewhere = await make.actor(Role.PERSONNEL), await make.person(), await make.unit()
    of, place = {"person_id": person.id}, {"position": "Phó phòng", **kinds(person)}
    counted = []

    with at(NOW):
        grant = await roles.grant_role(session, personnel, **of, role=Role.STAFF)
        counted.append(await version(session, person))
        await roles.revoke_role(session, personnel, grant_id=grant.id, reason="Hết nhiệm vụ")
        await session.flush()
        counted.append(await version(session, person))
        moved = {"unit_id": elsewhere.id, "expected_version": person.version, "starts_on": date(2024, 5, 1)}
        await actions.move_person(session, personnel, **of, **moved, **place)
        counted.append(await version(session, person))
        await actions.record_departure(
            session, personnel, **of, expected_version=person.version, left_on=date(2024, 6, 1)
        )
        counted.append(await version(session, person))

    assert counted == [2, 3, 4, 5]


def kinds(person: Person) -> dict[str, Any]:
    return {"employment_type": person.employment_type, "leadership_tier": person.leadership_tier}


async def test_another_position_in_the_same_unit_does_not_count(session, make: Factory):
    personnel, person = await make.actor(Role.PERSONNEL), await make.person()
    place = {"unit_id": person.unit_id, "position": "Trưởng phòng", **kinds(person)}

    await actions.move_person(
        session, personnel, person_id=person.id, expected_version=person.version, starts_on=date(2024, 5, 1), **place
    )

    assert (person.version, await version(session, person)) == (2, 1)


@pytest.mark.parametrize(
    ("change", "by"),
    [
        ({"subject": "another"}, 1),
        ({"full_name": "Tên mới"}, 1),
        ({"left_on": date(2024, 6, 1)}, 1),
        ({"subject": "another", "full_name": "Tên mới", "left_on": date(2024, 6, 1)}, 1),
        ({"email": "moi@thidua.example"}, 0),
        ({"position": "Trưởng phòng"}, 0),
        ({"employment_type": EmploymentType.WORKER}, 0),
        ({"leadership_tier": LeadershipTier.DIVISION_LEADER}, 0),
        ({"version": 7}, 0),
    ],
    ids=str,
)
async def test_what_of_a_person_counts(session, make: Factory, change: dict[str, Any], by: int):
    person, other = await make.person(), await make.person()

    await session.execute(update(Person).where(Person.id == person.id).values(**change))

    assert [await version(session, each) for each in (person, other)] == [1 + by, 1]


async def test_a_unit_counts_when_it_is_another(session, make: Factory):
    person, unit = await make.person(), await make.unit()

    await session.execute(update(Person).where(Person.id == person.id).values(unit_id=unit.id))

    assert await version(session, person) == 2


@pytest.mark.parametrize("change", [{"ends_at": NOW}, {"starts_at": NOW}, {"role": Role.AUDITOR}], ids=str)
async def test_every_change_of_a_grant_counts(session, make: Factory, change: dict[str, Any]):
    person = await make.person()
    grant = await make.grant(person, Role.STAFF)

    await session.execute(update(RoleGrant).where(RoleGrant.id == grant.id).values(**change))

    assert await version(session, person) == 3


async def test_a_deleted_grant_counts(session, make: Factory):
    person = await make.person()
    grant = await make.grant(person, Role.STAFF)

    await session.execute(delete(RoleGrant).where(RoleGrant.id == grant.id))

    assert await version(session, person) == 3


async def test_a_grant_given_to_somebody_else_counts_for_both(session, make: Factory):
    loser, winner, other = [await make.person() for _ in range(3)]
    grant = await make.grant(loser, Role.STAFF)

    await session.execute(update(RoleGrant).where(RoleGrant.id == grant.id).values(person_id=winner.id))

    assert [await version(session, each) for each in (loser, winner, other)] == [3, 2, 1]


async def test_many_grants_at_once_count_for_each_person(session, make: Factory):
    people = [await make.person() for _ in range(2)]
    for person in people:
        await make.grant(person, Role.STAFF)
        await make.grant(person, Role.AUDITOR)

    await session.execute(update(RoleGrant).values(ends_at=NOW))

    assert [await version(session, person) for person in people] == [5, 5]


async def test_work_that_goes_on_counts_nothing(session, make: Factory):
    person = await make.person()

    await session.execute(update(UnitMembership).values(position="Chuyên viên chính"))
    await session.execute(text("UPDATE units SET name = 'Tên mới'"))

    assert await version(session, person) == 1


async def test_a_version_cannot_be_set_back_along_with_a_change(session, make: Factory):
    person = await make.person()

    await session.execute(update(Person).where(Person.id == person.id).values(full_name="Tên mới", rights_version=1))

    assert await version(session, person) == 2


async def test_rights_are_unchanged_until_the_next_change(session, make: Factory):
    person = await make.person()
    await make.grant(person, Role.STAFF)
    found = await signed_in(await session.connection(), person.subject, NOW)
    assert found is not None
    statement, values = select(rights_are_unchanged()), viewer.values(found.actor)

    before = await session.scalar(statement, values)
    await make.grant(person, Role.AUDITOR)
    after = await session.scalar(statement, values)

    assert (found.actor.rights_version, before, after) == (2, True, False)


async def test_who_signed_in_stands_until_the_next_grant_begins_or_ends(session, make: Factory):
    person = await make.person()
    for role, period in {
        Role.STAFF: {},
        Role.AUDITOR: {"ends_at": NOW + days(5)},
        Role.PERSONNEL: {"starts_at": NOW + days(2), "ends_at": NOW + days(9)},
        Role.MINISTRY_LEADER: {"ends_at": NOW},
        Role.INFORMATION_CENTER: {"ends_at": NOW + days(1), "revoked_at": NOW, "revoked_reason": "Thử"},
    }.items():
        grant = await make.grant(person, role)
        for name, value in period.items():
            setattr(grant, name, value)
    await session.flush()
    connection = await session.connection()

    moments = [NOW, NOW + days(2), NOW + days(5), NOW + days(9)]
    found = [await signed_in(connection, person.subject, moment) for moment in moments]

    assert [(each.actor.roles, each.until) for each in found if each] == [
        ({Role.STAFF, Role.AUDITOR}, NOW + days(2)),
        ({Role.STAFF, Role.AUDITOR, Role.PERSONNEL}, NOW + days(5)),
        ({Role.STAFF, Role.PERSONNEL}, NOW + days(9)),
        ({Role.STAFF}, None),
    ]


async def test_nobody_has_signed_in_as_a_stranger_or_a_leaver(session, make: Factory):
    gone = await make.person(left_on=date(2024, 1, 31))
    connection = await session.connection()

    assert [await signed_in(connection, subject, NOW) for subject in (gone.subject, "nobody")] == [None, None]


async def test_an_actor_for_deeds_compares_nothing(session, make: Factory):
    person = await make.person()

    found = await actor_by_subject(await session.connection(), person.subject, NOW)

    assert found is not None
    assert found.rights_version is None
