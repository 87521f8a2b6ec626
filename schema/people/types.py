"""The types of people, their history and their roles."""

from datetime import date, datetime

import strawberry

from domain.actor import Role
from domain.awards.records.model import AwardRecord
from domain.conflicts.model import CONFLICTS
from domain.integrity.model import IntegrityHold
from domain.people import model, queries
from domain.people.rules import EmploymentType, Gender, LeadershipTier
from schema.bindings import Node, OrderField, column, entity
from schema.conflicts.lists import CONFLICT_ORDER, ConflictFilter
from schema.dossiers.lists import AWARD_RECORD_ORDER, AwardRecordFilter
from schema.enums import expose
from schema.fields import connection, one
from schema.filters import equals, is_one_of, ordering, refers_to, search
from schema.integrity.lists import INTEGRITY_HOLD_ORDER, IntegrityHoldFilter
from schema.refs import (
    AwardRecordRef,
    ConflictRef,
    IntegrityHoldRef,
    PersonRef,
    RoleGrantRef,
    RoundRef,
    UnitMembershipRef,
    UnitRef,
)
from schema.texts import VERSION, T, describe

expose(
    EmploymentType,
    T("Loại hình lao động.", "The kind of employment."),
    {
        "CADRE": ("Cán bộ.", "Elected or appointed cadre."),
        "CIVIL_SERVANT": ("Công chức.", "Civil servant."),
        "PUBLIC_EMPLOYEE": ("Viên chức.", "Public employee."),
        "WORKER": ("Người lao động.", "Contract worker."),
    },
)
expose(
    Gender,
    T("Giới tính.", "Whether a woman or a man."),
    {"FEMALE": ("Nữ; xưng Bà.", "A woman."), "MALE": ("Nam; xưng Ông.", "A man.")},
)
expose(
    LeadershipTier,
    T("Cấp lãnh đạo theo biểu thống kê 0603.N.", "The tier of leadership in state statistics form 0603.N."),
    {
        "MINISTRY_LEADER": ("Lãnh đạo cấp bộ.", "Leader of the ministry."),
        "DEPARTMENT_LEADER": ("Lãnh đạo cấp vụ, cục và tương đương.", "Leader of a department or equal."),
        "DIVISION_LEADER": ("Lãnh đạo cấp phòng.", "Leader of a division."),
        "OTHER_LEADER": ("Lãnh đạo khác từ phó phòng.", "Other leader."),
        "DIRECT_WORKER": ("Người trực tiếp công tác.", "Works directly, leads nobody."),
    },
)

UNIT = T("Đơn vị.", "The unit.")
POSITION = T("Chức vụ.", "The position.")


@strawberry.input(description=describe(T("Lọc nhân sự.", "What people to keep.")))
class PersonFilter:
    """Filters of lists of people."""

    search: str | None = search(
        model.Person.search_text, T("Tìm trong họ tên, có dấu hay không dấu.", "In the name, diacritics or not.")
    )
    unit_id: strawberry.ID | None = refers_to(model.Person.unit_id, "Unit", T("Thuộc đơn vị.", "Of this unit."))
    employment_type: list[EmploymentType] | None = is_one_of(
        model.Person.employment_type, T("Loại hình lao động.", "Of these kinds."), mask=queries.particulars
    )
    leadership_tier: list[LeadershipTier] | None = is_one_of(
        model.Person.leadership_tier, T("Cấp lãnh đạo.", "Of these tiers."), mask=queries.particulars
    )


PERSON_ORDER = ordering(
    "Person",
    {
        "FULL_NAME": OrderField(model.Person.full_name, T("Họ tên.", "The full name.")),
        "LEADERSHIP_TIER": OrderField(
            model.Person.leadership_tier, T("Cấp lãnh đạo.", "The tier."), mask=queries.particulars
        ),
    },
    default="FULL_NAME",
)


@strawberry.input(description=describe(T("Lọc quá trình công tác.", "What periods of work to keep.")))
class UnitMembershipFilter:
    """Filters of histories."""

    unit_id: strawberry.ID | None = refers_to(model.UnitMembership.unit_id, "Unit", T("Tại đơn vị.", "In this unit."))


UNIT_MEMBERSHIP_ORDER = ordering(
    "UnitMembership",
    {"STARTS_ON": OrderField(model.UnitMembership.starts_on, T("Ngày bắt đầu.", "The first day."))},
    default="STARTS_ON",
)


@strawberry.input(description=describe(T("Lọc vai trò đã cấp.", "What grants to keep.")))
class RoleGrantFilter:
    """Filters of role grants."""

    role: list[Role] | None = is_one_of(model.RoleGrant.role, T("Vai trò.", "Of these roles."))
    person_id: strawberry.ID | None = refers_to(model.RoleGrant.person_id, "Person", T("Của người.", "Of this person."))
    unit_id: strawberry.ID | None = refers_to(model.RoleGrant.unit_id, "Unit", T("Của đơn vị.", "For this unit."))
    round_id: strawberry.ID | None = refers_to(
        model.RoleGrant.round_id, "Round", T("Của vòng chấm.", "For this round.")
    )
    is_revoked: bool | None = equals(model.RoleGrant.revoked_at.is_not(None), T("Đã thu hồi.", "Whether revoked."))


ROLE_GRANT_ORDER = ordering(
    "RoleGrant",
    {"GRANTED_AT": OrderField(model.RoleGrant.granted_at, T("Thời điểm cấp.", "When it was granted."))},
    default="GRANTED_AT",
    descending=True,
)


@entity(queries.MEMBERSHIPS, T("Một giai đoạn công tác; lịch sử đơn vị của một người.", "A period of a person's work."))
class UnitMembership(Node):
    """Where a person worked, as what, from when to when."""

    position: str = column(model.UnitMembership.position, POSITION)
    employment_type: EmploymentType = column(
        model.UnitMembership.employment_type, T("Loại hình lao động.", "The kind of employment.")
    )
    leadership_tier: LeadershipTier = column(model.UnitMembership.leadership_tier, T("Cấp lãnh đạo.", "The tier."))
    starts_on: date = column(model.UnitMembership.starts_on, T("Ngày bắt đầu.", "The first day."))
    ends_on: date | None = column(model.UnitMembership.ends_on, T("Ngày cuối.", "The last day."))
    unit = one("Unit", UnitRef, model.UnitMembership.unit_id, UNIT)


@entity(queries.GRANTS, T("Một vai trò đã cấp, có thời hạn.", "A role granted for a period."))
class RoleGrant(Node):
    """A role of a person."""

    role: Role = column(model.RoleGrant.role, T("Vai trò.", "The role."))
    starts_at: datetime = column(model.RoleGrant.starts_at, T("Có hiệu lực từ.", "In force from."))
    ends_at: datetime | None = column(model.RoleGrant.ends_at, T("Hết hiệu lực.", "In force until."))
    granted_at: datetime = column(model.RoleGrant.granted_at, T("Thời điểm cấp.", "When it was granted."))
    revoked_at: datetime | None = column(model.RoleGrant.revoked_at, T("Thời điểm thu hồi.", "When it was revoked."))
    revoked_reason: str | None = column(model.RoleGrant.revoked_reason, T("Lý do thu hồi.", "Why it was revoked."))
    person = one("Person", PersonRef, model.RoleGrant.person_id, T("Người giữ vai trò.", "Who holds it."))
    unit = one("Unit", UnitRef, model.RoleGrant.unit_id, T("Đơn vị của vai trò.", "The unit it is for."))
    round = one("Round", RoundRef, model.RoleGrant.round_id, T("Vòng chấm của vai trò.", "The round it is for."))
    granted_by = one("Person", PersonRef, model.RoleGrant.granted_by_id, T("Người cấp.", "Who granted it."))


@entity(queries.PEOPLE, T("Một người trong tổ chức.", "A person of the organisation."))
class Person(Node):
    """A person."""

    version: int = column(model.Person.version, VERSION)
    full_name: str = column(model.Person.full_name, T("Họ tên.", "The full name."))
    position: str = column(model.Person.position, POSITION)
    email: str | None = column(
        model.Person.email, T("Thư công vụ; chỉ người có quyền.", "The e-mail; restricted."), mask=queries.particulars
    )
    employment_type: EmploymentType | None = column(
        model.Person.employment_type,
        T("Loại hình lao động; chỉ người có quyền.", "The kind of employment; restricted."),
        mask=queries.particulars,
    )
    leadership_tier: LeadershipTier | None = column(
        model.Person.leadership_tier,
        T("Cấp lãnh đạo; chỉ người có quyền.", "The tier of leadership; restricted."),
        mask=queries.particulars,
    )
    gender: Gender | None = column(
        model.Person.gender,
        T("Giới tính; chỉ người có quyền.", "Whether a woman or a man; restricted."),
        mask=queries.particulars,
    )
    left_on: date | None = column(
        model.Person.left_on,
        T("Ngày thôi việc; chỉ người có quyền.", "The last day; restricted."),
        mask=queries.particulars,
    )
    unit = one("Unit", UnitRef, model.Person.unit_id, UNIT)
    history = connection(
        "UnitMembership",
        UnitMembershipRef,
        T("Quá trình công tác; chỉ người có quyền.", "The history of work; restricted."),
        filters=UnitMembershipFilter,
        ordering=UNIT_MEMBERSHIP_ORDER,
        parent=model.UnitMembership.person_id,
    )
    role_grants = connection(
        "RoleGrant",
        RoleGrantRef,
        T("Các vai trò; chỉ người có quyền.", "The roles; restricted."),
        filters=RoleGrantFilter,
        ordering=ROLE_GRANT_ORDER,
        parent=model.RoleGrant.person_id,
    )
    conflicts = connection(
        "Conflict",
        ConflictRef,
        T("Các xung đột lợi ích; chỉ người có quyền.", "The conflicts of interest; restricted."),
        filters=ConflictFilter,
        ordering=CONFLICT_ORDER,
        parent=CONFLICTS.c.person_id,
    )
    integrity_holds = connection(
        "IntegrityHold",
        IntegrityHoldRef,
        T("Các lần tạm dừng xét khen thưởng; chỉ người có quyền.", "Holds that keep them from rewards; restricted."),
        filters=IntegrityHoldFilter,
        ordering=INTEGRITY_HOLD_ORDER,
        parent=IntegrityHold.person_id,
    )
    earlier_awards = connection(
        "AwardRecord",
        AwardRecordRef,
        T("Các khen thưởng đã có; chỉ người có quyền.", "Awards that they were given before; restricted."),
        filters=AwardRecordFilter,
        ordering=AWARD_RECORD_ORDER,
        parent=AwardRecord.person_id,
    )
