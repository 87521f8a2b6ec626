from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from domain.actor import Grant, Role
from domain.clock import at
from domain.errors import Conflict, Invalid, NotAllowed, NotFound, Refusals
from domain.ids import new_id
from domain.people import queries, roles
from schema.mutation import constraint_of
from tests.support.audit import entries, only_entry
from tests.support.factories import LONG_AGO, NOW, Factory, days
from tests.support.roles import actor_of

TECHNICAL = {Role.SYSTEM_ADMINISTRATOR, Role.AUDITOR}
A_MOMENT = timedelta(microseconds=1)


async def grants_of(session, subject: str, now: datetime = NOW) -> set[Grant]:
    actor = await queries.actor_by_subject(await session.connection(), subject, now)
    assert actor is not None
    return set(actor.grants)


async def test_a_role_of_a_unit_is_granted_from_now_on(session, make: Factory):
    personnel = await make.actor(Role.PERSONNEL)
    person = await make.person()

    with at(NOW):
        grant = await roles.grant_role(
            session, personnel, person_id=person.id, role=Role.UNIT_LEADER, unit_id=person.unit_id
        )

    assert (grant.starts_at, grant.ends_at, grant.granted_at, grant.granted_by_id) == (
        NOW,
        None,
        NOW,
        personnel.person_id,
    )
    assert await grants_of(session, person.subject) == {Grant(Role.UNIT_LEADER, person.unit_id)}
    entry = await only_entry(session)
    assert (entry.deed, entry.subject_type, entry.subject_id) == ("ROLE_GRANTED", "RoleGrant", grant.id)
    assert (entry.actor_id, entry.before) == (personnel.person_id, None)
    assert entry.after["role"] == "UNIT_LEADER"
    assert entry.after["person_id"] == str(person.id)


async def test_a_role_is_in_force_from_its_start_to_before_its_end(session, make: Factory):
    personnel = await make.actor(Role.PERSONNEL)
    person = await make.person()
    starts, ends = datetime(2024, 7, 1, tzinfo=UTC), datetime(2024, 8, 1, tzinfo=UTC)

    with at(NOW):
        await roles.grant_role(session, personnel, person_id=person.id, role=Role.STAFF, starts_at=starts, ends_at=ends)

    held = {Grant(Role.STAFF)}
    for moment, expected in (
        (NOW, set()),
        (starts - A_MOMENT, set()),
        (starts, held),
        (ends - A_MOMENT, held),
        (ends, set()),
        (ends + days(30), set()),
    ):
        assert await grants_of(session, person.subject, moment) == expected


async def test_a_revoked_role_is_gone_at_once_and_the_others_stay(session, make: Factory):
    personnel = await make.actor(Role.PERSONNEL)
    person = await make.person()
    await make.grant(person, Role.STAFF)
    grant = await make.grant(person, Role.COUNCIL_SECRETARY)
    assert await grants_of(session, person.subject) == {Grant(Role.STAFF), Grant(Role.COUNCIL_SECRETARY)}

    with at(NOW):
        await roles.revoke_role(session, personnel, grant_id=grant.id, reason=" Thôi làm thư ký ")

    assert await grants_of(session, person.subject) == {Grant(Role.STAFF)}
    assert (grant.revoked_at, grant.revoked_by_id, grant.revoked_reason) == (
        NOW,
        personnel.person_id,
        "Thôi làm thư ký",
    )
    entry = await only_entry(session)
    assert (entry.deed, entry.subject_id, entry.reason) == ("ROLE_REVOKED", grant.id, " Thôi làm thư ký ")
    assert entry.before == {"revoked_at": None, "revoked_by_id": None, "revoked_reason": None}
    assert entry.after == {
        "revoked_at": NOW.isoformat(),
        "revoked_by_id": str(personnel.person_id),
        "revoked_reason": "Thôi làm thư ký",
    }


async def test_a_revoked_role_can_be_granted_anew(session, make: Factory):
    personnel = await make.actor(Role.PERSONNEL)
    person = await make.person()
    old = await make.grant(person, Role.STAFF)

    with at(NOW):
        await roles.revoke_role(session, personnel, grant_id=old.id, reason="Cấp nhầm")
        await roles.grant_role(session, personnel, person_id=person.id, role=Role.STAFF)

    assert await grants_of(session, person.subject) == {Grant(Role.STAFF)}
    assert [entry.deed for entry in await entries(session)] == ["ROLE_REVOKED", "ROLE_GRANTED"]


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.EVALUATOR])
async def test_the_administrator_grants_technical_roles_and_personnel_the_others(session, make: Factory, role: Role):
    personnel, administrator = await make.actor(Role.PERSONNEL), await make.actor(Role.SYSTEM_ADMINISTRATOR)
    person = await make.person()
    unit_id = person.unit_id if role in (Role.UNIT_LEADER, Role.FOCAL_OFFICER) else None
    granting, refused = (administrator, personnel) if role in TECHNICAL else (personnel, administrator)

    with pytest.raises(NotAllowed) as error:
        await roles.grant_role(session, refused, person_id=person.id, role=role, unit_id=unit_id)
    assert await entries(session) == []
    grant = await roles.grant_role(session, granting, person_id=person.id, role=role, unit_id=unit_id)
    with pytest.raises(NotAllowed):
        await roles.revoke_role(session, refused, grant_id=grant.id, reason="Thử")
    await roles.revoke_role(session, granting, grant_id=grant.id, reason="Hết nhiệm kỳ")

    assert error.value.rule == ("ROLE_IS_BUSINESS" if role in TECHNICAL else "ROLE_IS_TECHNICAL")
    assert [entry.deed for entry in await entries(session)] == ["ROLE_GRANTED", "ROLE_REVOKED"]


@pytest.mark.parametrize(
    ("own", "role"),
    [
        (Role.PERSONNEL, Role.MINISTRY_LEADER),
        (Role.PERSONNEL, Role.STAFF),
        (Role.SYSTEM_ADMINISTRATOR, Role.AUDITOR),
    ],
)
async def test_nobody_grants_or_revokes_their_own_role(session, make: Factory, own: Role, role: Role):
    person = await make.person()
    actor = await make.acting(person, own)
    grant = await make.grant(person, role)

    with pytest.raises(NotAllowed, match="GRANTEE_IS_ANOTHER"):
        await roles.grant_role(session, actor, person_id=person.id, role=role)
    with pytest.raises(NotAllowed, match="GRANTEE_IS_ANOTHER"):
        await roles.revoke_role(session, actor, grant_id=grant.id, reason="Tự thu hồi")

    assert grant.revoked_at is None
    assert await entries(session) == []


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.PERSONNEL, Role.SYSTEM_ADMINISTRATOR)])
async def test_other_roles_grant_and_revoke_nothing(session, make: Factory, role: Role):
    actor = await actor_of(make, role)
    person = await make.person()
    grant = await make.grant(person, Role.STAFF)
    refused = NotAllowed if role in (Role.INFORMATION_CENTER, Role.AUDITOR) else NotFound

    with pytest.raises(NotAllowed):
        await roles.grant_role(session, actor, person_id=person.id, role=Role.AUDITOR)
    with pytest.raises(refused):
        await roles.revoke_role(session, actor, grant_id=grant.id, reason="Thử")

    assert grant.revoked_at is None
    assert await entries(session) == []


@pytest.mark.parametrize(
    ("role", "with_unit", "rule"),
    [
        (Role.EVALUATOR, False, "ROLE_OF_ROUND"),
        (Role.UNIT_LEADER, False, "UNIT_MISSING"),
        (Role.FOCAL_OFFICER, False, "UNIT_MISSING"),
        (Role.STAFF, True, "UNIT_SUPERFLUOUS"),
    ],
)
async def test_a_role_of_the_wrong_scope_is_refused(session, make: Factory, role: Role, with_unit: bool, rule: str):
    personnel = await make.actor(Role.PERSONNEL)
    person = await make.person()

    with pytest.raises(Refusals, match=rule):
        await roles.grant_role(
            session,
            personnel,
            person_id=person.id,
            role=role,
            unit_id=person.unit_id if with_unit else None,
        )

    assert await entries(session) == []


async def test_grant_role_refuses_strangers_leavers_and_reversed_periods(session, make: Factory):
    personnel = await make.actor(Role.PERSONNEL)
    person, gone = await make.person(), await make.person(left_on=date(2024, 1, 31))
    asked: dict[str, Any] = {"person_id": person.id, "role": Role.STAFF}

    with pytest.raises(NotFound) as nobody:
        await roles.grant_role(session, personnel, **{**asked, "person_id": new_id()})
    with pytest.raises(NotFound) as leaver:
        await roles.grant_role(session, personnel, **{**asked, "person_id": gone.id})
    with pytest.raises(NotFound) as no_unit:
        await roles.grant_role(session, personnel, person_id=person.id, role=Role.UNIT_LEADER, unit_id=new_id())
    with pytest.raises(Invalid, match="PERIOD_REVERSED") as reversed_:
        await roles.grant_role(session, personnel, **asked, starts_at=NOW, ends_at=NOW)
    with at(NOW), pytest.raises(Invalid, match="PERIOD_REVERSED"):
        await roles.grant_role(session, personnel, **asked, ends_at=LONG_AGO)

    assert (nobody.value.path, leaver.value.path, no_unit.value.path) == (
        ("personId",),
        ("personId",),
        ("unitId",),
    )
    assert reversed_.value.path == ("endsAt",)
    assert await entries(session) == []


async def test_a_role_held_already_is_refused_by_the_database(session, make: Factory):
    personnel = await make.actor(Role.PERSONNEL)
    person = await make.person()
    await make.grant(person, Role.STAFF)

    with pytest.raises(IntegrityError) as refused:
        async with session.begin_nested():
            await roles.grant_role(session, personnel, person_id=person.id, role=Role.STAFF)

    assert constraint_of(refused.value) == "ex_role_grants_in_force"
    assert await entries(session) == []


async def test_a_role_that_ended_or_was_revoked_can_be_granted_again(session, make: Factory):
    personnel = await make.actor(Role.PERSONNEL)
    person = await make.person()
    asked = {"person_id": person.id, "role": Role.STAFF}

    with at(NOW):
        await roles.grant_role(session, personnel, **asked, starts_at=LONG_AGO, ends_at=NOW - days(1))
        second = await roles.grant_role(session, personnel, **asked)
    with at(NOW + days(1)):
        await roles.revoke_role(session, personnel, grant_id=second.id, reason="Đổi việc")
    with at(NOW + days(2)):
        third = await roles.grant_role(session, personnel, **asked)

    assert third.starts_at == NOW + days(2)


async def test_one_person_may_lead_two_units(session, make: Factory):
    personnel = await make.actor(Role.PERSONNEL)
    person, other = await make.person(), await make.unit()

    with at(NOW):
        for unit_id in (person.unit_id, other.id):
            await roles.grant_role(session, personnel, person_id=person.id, role=Role.UNIT_LEADER, unit_id=unit_id)

    assert await grants_of(session, person.subject) == {
        Grant(Role.UNIT_LEADER, person.unit_id),
        Grant(Role.UNIT_LEADER, other.id),
    }


async def test_revoke_role_refusals(session, make: Factory):
    personnel = await make.actor(Role.PERSONNEL)
    grant = await make.grant(await make.person(), Role.STAFF)
    revoked = await make.grant(await make.person(), Role.STAFF)
    revoked.revoked_at, revoked.revoked_reason = NOW, "Cấp nhầm"

    with pytest.raises(Invalid, match="REASON_MISSING") as no_reason:
        await roles.revoke_role(session, personnel, grant_id=grant.id, reason=" ")
    with pytest.raises(Conflict, match="REVOKED_ALREADY"):
        await roles.revoke_role(session, personnel, grant_id=revoked.id, reason="Lần nữa")
    with pytest.raises(NotFound) as missing:
        await roles.revoke_role(session, personnel, grant_id=new_id(), reason="Thử")

    assert (no_reason.value.path, missing.value.path) == (("reason",), ("grantId",))
    assert (grant.revoked_at, revoked.revoked_reason) == (None, "Cấp nhầm")
    assert await entries(session) == []


async def test_a_stranger_acts_as_nobody(session):
    assert await queries.actor_by_subject(await session.connection(), "no-such-subject", NOW) is None


async def test_a_person_without_roles_acts_with_none(session, make: Factory):
    person = await make.person()

    actor = await queries.actor_by_subject(await session.connection(), person.subject, NOW)

    assert actor is not None
    assert (actor.person_id, actor.name, actor.unit_id) == (person.id, person.full_name, person.unit_id)
    assert actor.grants == frozenset()
    assert not actor.is_anonymous
