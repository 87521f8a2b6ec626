"""What is recorded of a person, and which role goes with a unit or a round."""

import re
from enum import StrEnum

from domain.actor import ROUND_ROLES, UNIT_ROLES, Role
from domain.errors import DomainError, Invalid, Text

_EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s]{1,255}")


class EmploymentType(StrEnum):
    """Cán bộ, công chức, viên chức, người lao động."""

    CADRE = "CADRE"
    CIVIL_SERVANT = "CIVIL_SERVANT"
    PUBLIC_EMPLOYEE = "PUBLIC_EMPLOYEE"
    WORKER = "WORKER"


class Gender(StrEnum):
    """Whether a list says Bà (FEMALE) or Ông (MALE); the law prefers women among equals. Unknown is None."""

    FEMALE = "FEMALE"
    MALE = "MALE"


class LeadershipTier(StrEnum):
    """The tiers of state statistics form 0603.N (TT 02/2023/TT-BNV); snapshotted when somebody is nominated."""

    MINISTRY_LEADER = "MINISTRY_LEADER"
    DEPARTMENT_LEADER = "DEPARTMENT_LEADER"
    DIVISION_LEADER = "DIVISION_LEADER"
    OTHER_LEADER = "OTHER_LEADER"
    DIRECT_WORKER = "DIRECT_WORKER"


def problems_of_person(*, full_name: str, email: str, position: str) -> list[DomainError]:
    """List what is wrong with a person's particulars."""
    problems: list[DomainError] = []
    if not full_name.strip():
        problems.append(Invalid("NAME_EMPTY", Text("Họ tên không được để trống.", "The name is empty."), ("fullName",)))
    if not _EMAIL.fullmatch(email):
        problems.append(
            Invalid(
                "EMAIL_FORM",
                Text("Địa chỉ thư không hợp lệ.", "The e-mail address is malformed."),
                ("email",),
            )
        )
    if not position.strip():
        problems.append(
            Invalid(
                "POSITION_EMPTY",
                Text("Chức vụ không được để trống.", "The position is empty."),
                ("position",),
            )
        )
    return problems


def problems_of_scope(role: Role, *, has_unit: bool) -> list[DomainError]:
    """Say whether a role to be granted names a unit exactly when it must."""
    if role in ROUND_ROLES:
        return [
            Invalid(
                "ROLE_OF_ROUND",
                Text(
                    "Thành viên chấm được cử vào từng vòng chấm, không cấp tại đây.",
                    "An evaluator is appointed to a round, not granted the role here.",
                ),
                ("role",),
            )
        ]
    if role in UNIT_ROLES and not has_unit:
        return [
            Invalid(
                "UNIT_MISSING",
                Text("Vai trò này phải gắn với một đơn vị.", "This role needs a unit."),
                ("unitId",),
            )
        ]
    if role not in UNIT_ROLES and has_unit:
        return [
            Invalid(
                "UNIT_SUPERFLUOUS",
                Text("Vai trò này không gắn với đơn vị.", "This role takes no unit."),
                ("unitId",),
            )
        ]
    return []
