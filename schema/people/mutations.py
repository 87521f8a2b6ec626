"""Deeds on people and roles."""

from datetime import date, datetime

import strawberry
from strawberry import UNSET

from domain.access.permissions import Permission
from domain.actor import Role
from domain.people import actions, roles
from domain.people.rules import EmploymentType, Gender, LeadershipTier
from schema.mutation import Deed, Made, MutationInput, Ref, made, mutation, payload, ref, value
from schema.people.types import POSITION, UNIT
from schema.refs import PersonRef, RoleGrantRef
from schema.texts import READ_VERSION, REASON, T, describe

PERSON = T("Người; rỗng khi bị từ chối.", "The person; null when refused.")
GRANT = T("Vai trò đã cấp; rỗng khi bị từ chối.", "The grant; null when refused.")
EMPLOYMENT = T("Loại hình lao động.", "The kind of employment.")
GENDER = T("Giới tính; rỗng khi chưa biết.", "Whether a woman or a man; null while unknown.")
TIER = T("Cấp lãnh đạo.", "The tier of leadership.")


@strawberry.input(description=describe(T("Người mới.", "A new person.")))
class RegisterPersonInput(MutationInput):
    """What a person is registered from."""

    full_name: str = value(T("Họ tên.", "The full name."))
    email: str = value(T("Thư công vụ, duy nhất.", "The unique e-mail address."))
    subject: str = value(T("`sub` trong mã truy cập của người này.", "The `sub` of the person's tokens."))
    unit_id: Ref = ref("Unit", UNIT)
    position: str = value(POSITION)
    employment_type: EmploymentType = value(EMPLOYMENT)
    leadership_tier: LeadershipTier = value(TIER)
    starts_on: date = value(T("Ngày bắt đầu.", "The first day."))
    gender: Gender | None = value(GENDER)


@payload(T("Kết quả đăng ký nhân sự.", "The answer of registerPerson."))
class RegisterPersonPayload:
    """The person registered."""

    person = made("Person", PersonRef, PERSON)


async def register_person(deed: Deed, input: RegisterPersonInput) -> Made[RegisterPersonPayload]:
    """Register a person."""
    person = await actions.register_person(
        deed.session,
        deed.actor,
        full_name=input.full_name,
        email=input.email,
        subject=input.subject,
        unit_id=input.unit_id,
        position=input.position,
        employment_type=input.employment_type,
        leadership_tier=input.leadership_tier,
        starts_on=input.starts_on,
        gender=input.gender,
    )
    return Made(person=person.id)


@strawberry.input(description=describe(T("Sửa thông tin cá nhân.", "Changes of a person's particulars.")))
class UpdatePersonInput(MutationInput):
    """What changes of a person."""

    person_id: Ref = ref("Person", T("Người.", "The person."))
    expected_version: int = value(READ_VERSION)
    full_name: str | None = value(T("Họ tên.", "The full name."), default=UNSET)
    gender: Gender | None = value(GENDER, default=UNSET)


@payload(T("Kết quả sửa thông tin cá nhân.", "The answer of updatePerson."))
class UpdatePersonPayload:
    """The person changed."""

    person = made("Person", PersonRef, PERSON)


async def update_person(deed: Deed, input: UpdatePersonInput) -> Made[UpdatePersonPayload]:
    """Change a person's particulars."""
    person = await actions.update_person(
        deed.session,
        deed.actor,
        person_id=input.person_id,
        expected_version=input.expected_version,
        full_name=input.full_name,
        gender=input.gender,
    )
    return Made(person=person.id)


@strawberry.input(description=describe(T("Điều động, bổ nhiệm.", "A move to another unit or position.")))
class MovePersonInput(MutationInput):
    """A person's new place."""

    person_id: Ref = ref("Person", T("Người.", "The person."))
    expected_version: int = value(READ_VERSION)
    unit_id: Ref = ref("Unit", UNIT)
    position: str = value(POSITION)
    employment_type: EmploymentType = value(EMPLOYMENT)
    leadership_tier: LeadershipTier = value(TIER)
    starts_on: date = value(T("Ngày bắt đầu ở vị trí mới.", "The first day in the new place."))


@payload(T("Kết quả điều động.", "The answer of movePerson."))
class MovePersonPayload:
    """The person moved."""

    person = made("Person", PersonRef, PERSON)


async def move_person(deed: Deed, input: MovePersonInput) -> Made[MovePersonPayload]:
    """Move a person."""
    person = await actions.move_person(
        deed.session,
        deed.actor,
        person_id=input.person_id,
        expected_version=input.expected_version,
        unit_id=input.unit_id,
        position=input.position,
        employment_type=input.employment_type,
        leadership_tier=input.leadership_tier,
        starts_on=input.starts_on,
    )
    return Made(person=person.id)


@strawberry.input(description=describe(T("Thôi việc.", "A departure.")))
class RecordDepartureInput(MutationInput):
    """A person's last day."""

    person_id: Ref = ref("Person", T("Người.", "The person."))
    expected_version: int = value(READ_VERSION)
    left_on: date = value(T("Ngày cuối làm việc.", "The last day."))


@payload(T("Kết quả ghi thôi việc.", "The answer of recordDeparture."))
class RecordDeparturePayload:
    """The person who left."""

    person = made("Person", PersonRef, PERSON)


async def record_departure(deed: Deed, input: RecordDepartureInput) -> Made[RecordDeparturePayload]:
    """Record a departure."""
    person = await actions.record_departure(
        deed.session,
        deed.actor,
        person_id=input.person_id,
        expected_version=input.expected_version,
        left_on=input.left_on,
    )
    return Made(person=person.id)


@strawberry.input(description=describe(T("Cấp vai trò.", "A role to grant.")))
class GrantRoleInput(MutationInput):
    """Whom to grant what, for how long."""

    person_id: Ref = ref("Person", T("Người nhận.", "Who receives it."))
    role: Role = value(T("Vai trò.", "The role."))
    unit_id: Ref | None = ref("Unit", T("Đơn vị của vai trò.", "The unit it is for."))
    starts_at: datetime | None = value(T("Có hiệu lực từ; mặc định ngay.", "In force from; now by default."))
    ends_at: datetime | None = value(T("Hết hiệu lực.", "In force until."))


@payload(T("Kết quả cấp vai trò.", "The answer of grantRole."))
class GrantRolePayload:
    """The grant made."""

    role_grant = made("RoleGrant", RoleGrantRef, GRANT)


async def grant_role(deed: Deed, input: GrantRoleInput) -> Made[GrantRolePayload]:
    """Grant a role."""
    grant = await roles.grant_role(
        deed.session,
        deed.actor,
        person_id=input.person_id,
        role=input.role,
        unit_id=input.unit_id,
        starts_at=input.starts_at,
        ends_at=input.ends_at,
    )
    return Made(role_grant=grant.id)


@strawberry.input(description=describe(T("Thu hồi vai trò.", "A role to revoke.")))
class RevokeRoleInput(MutationInput):
    """Which grant to revoke, and why."""

    grant_id: Ref = ref("RoleGrant", T("Vai trò đã cấp.", "The grant."))
    reason: str = value(REASON)


@payload(T("Kết quả thu hồi vai trò.", "The answer of revokeRole."))
class RevokeRolePayload:
    """The grant revoked."""

    role_grant = made("RoleGrant", RoleGrantRef, GRANT)


async def revoke_role(deed: Deed, input: RevokeRoleInput) -> Made[RevokeRolePayload]:
    """Revoke a role."""
    grant = await roles.revoke_role(deed.session, deed.actor, grant_id=input.grant_id, reason=input.reason)
    return Made(role_grant=grant.id)


@strawberry.type
class PersonMutations:
    """Deeds on people and roles."""

    register_person = mutation(register_person, Permission.PERSON_MANAGE, T("Đăng ký nhân sự.", "Register a person."))
    update_person = mutation(
        update_person, Permission.PERSON_MANAGE, T("Sửa thông tin cá nhân.", "Change a person's particulars.")
    )
    move_person = mutation(
        move_person, Permission.PERSON_MANAGE, T("Điều động, bổ nhiệm.", "Move a person to another unit or position.")
    )
    record_departure = mutation(
        record_departure, Permission.PERSON_MANAGE, T("Ghi nhận thôi việc.", "Record that a person left.")
    )
    grant_role = mutation(grant_role, Permission.ROLE_GRANT, T("Cấp vai trò.", "Grant a role."))
    revoke_role = mutation(
        revoke_role, Permission.ROLE_GRANT, T("Thu hồi vai trò, có hiệu lực ngay.", "Revoke a role, at once.")
    )
