"""What may be written of a movement, its plan of phases and its legal texts."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from domain.access import policy
from domain.access.permissions import Permission
from domain.actor import Role
from domain.errors import DomainError, Invalid, Text

_CODE = re.compile(r"[0-9A-ZĐ][0-9A-ZĐ&._-]{0,31}")

#: Owned lists are bounded when they are written, so that they can be read whole.
MAX_PHASES = 20
MAX_CAPABILITIES = 60

#: The deeds that need an open phase; a phase can let nobody do anything else.
PHASE_GATED = frozenset(
    {
        Permission.INITIATIVE_CREATE,
        Permission.INITIATIVE_EDIT,
        Permission.INITIATIVE_SUBMIT,
        Permission.INITIATIVE_SCREEN,
        Permission.SHEET_SCORE,
        Permission.NOMINATION_SUGGEST,
        Permission.NOMINATION_PREPARE,
        Permission.NOMINATION_APPRAISE,
        Permission.NOMINATION_DECIDE,
    }
)


def problems_of_movement(
    *, code: str, name: str, starts_on: date, ends_on: date, report_due_before: date
) -> list[DomainError]:
    """List what is wrong with a movement's particulars; the contents may be empty until it is submitted."""
    problems = [*problems_of_code(code, ("code",)), *problems_of_blank(name, ("name",))]
    if ends_on < starts_on:
        problems.append(
            Invalid(
                "PERIOD_REVERSED",
                Text("Ngày kết thúc phải từ ngày bắt đầu trở đi.", "The last day must not be before the first."),
                ("endsOn",),
                f">= {starts_on.isoformat()}",
            )
        )
    if report_due_before <= starts_on:
        problems.append(
            Invalid(
                "DUE_TOO_EARLY",
                Text(
                    "Hạn báo cáo phải sau ngày bắt đầu phong trào.",
                    "Reports cannot be due before the movement has begun.",
                ),
                ("reportDueBefore",),
                f"> {starts_on.isoformat()}",
            )
        )
    return problems


def problems_of_legal_basis(
    *, code: str, title: str, source: str, valid_from: date, valid_to: date | None
) -> list[DomainError]:
    """List what is wrong with a legal text's particulars; `valid_to` is its last day in force."""
    problems = [
        *problems_of_code(code, ("code",)),
        *problems_of_blank(title, ("title",)),
        *problems_of_blank(source, ("source",)),
    ]
    if valid_to is not None and valid_to < valid_from:
        problems.append(
            Invalid(
                "PERIOD_REVERSED",
                Text(
                    "Ngày hết hiệu lực phải từ ngày có hiệu lực trở đi.", "The last day must not be before the first."
                ),
                ("validTo",),
                f">= {valid_from.isoformat()}",
            )
        )
    return problems


def problems_of_code(code: str, path: tuple[str, ...]) -> list[DomainError]:
    """Say whether a code is well formed."""
    if _CODE.fullmatch(code):
        return []
    text = Text(
        "Mã gồm 1-32 chữ hoa, chữ số, dấu - _ & hoặc .",
        "A code has 1 to 32 capital letters, digits, - _ & or .",
    )
    return [Invalid("CODE_FORM", text, path, _CODE.pattern)]


def problems_of_blank(text: str, path: tuple[str, ...]) -> list[DomainError]:
    """Say whether a text holds anything but spaces."""
    if text.strip():
        return []
    return [Invalid(f"{path[-1].upper()}_EMPTY", Text("Không được để trống.", "This must not be empty."), path)]


@dataclass(frozen=True, slots=True)
class PhaseSpec:
    """A phase as it is asked for."""

    code: str
    name: str
    opens_at: datetime
    closes_at: datetime
    capabilities: Sequence[tuple[Role, Permission]] = ()
    name_en: str | None = None


def problems_of_plan(phases: Sequence[PhaseSpec]) -> list[DomainError]:
    """List everything that is wrong with a plan of phases, each with the path to the field."""
    if len(phases) > MAX_PHASES:
        text = Text(f"Tối đa {MAX_PHASES} giai đoạn.", f"At most {MAX_PHASES} phases.")
        return [Invalid("PHASES_COUNT", text, ("phases",), f"0..{MAX_PHASES}")]
    problems: list[DomainError] = []
    codes = [phase.code for phase in phases]
    for index, phase in enumerate(phases):
        here = ("phases", str(index))
        problems += problems_of_code(phase.code, (*here, "code"))
        if codes.index(phase.code) != index:
            text = Text(f"Mã giai đoạn {phase.code} bị lặp.", f"The code {phase.code} stands twice.")
            problems.append(Invalid("CODE_TWICE", text, (*here, "code")))
        problems += problems_of_blank(phase.name, (*here, "name"))
        problems += problems_of_window(phase.opens_at, phase.closes_at, (*here, "closesAt"))
        problems += _problems_of_capabilities(phase.capabilities, (*here, "capabilities"))
    return problems


def problems_of_window(opens_at: datetime, closes_at: datetime, path: tuple[str, ...]) -> list[DomainError]:
    """Say whether a phase closes after it opens."""
    if closes_at > opens_at:
        return []
    text = Text("Thời điểm đóng phải sau thời điểm mở.", "A phase closes after it opens.")
    return [Invalid("PERIOD_REVERSED", text, path, f"> {opens_at.isoformat()}")]


def _problems_of_capabilities(
    capabilities: Sequence[tuple[Role, Permission]], here: tuple[str, ...]
) -> list[DomainError]:
    """A phase opens each deed to a role once, and only deeds that wait for a phase, to roles that can hold them."""
    if len(capabilities) > MAX_CAPABILITIES:
        text = Text(
            f"Tối đa {MAX_CAPABILITIES} quyền mỗi giai đoạn.", f"A phase has at most {MAX_CAPABILITIES} capabilities."
        )
        return [Invalid("CAPABILITIES_COUNT", text, here, f"0..{MAX_CAPABILITIES}")]
    problems: list[DomainError] = []
    for index, (role, permission) in enumerate(capabilities):
        if capabilities.index((role, permission)) != index:
            text = Text("Quyền này bị lặp.", "This stands twice.")
            problems.append(Invalid("CAPABILITY_TWICE", text, (*here, str(index))))
        if permission not in PHASE_GATED:
            text = Text(
                f"Quyền {permission} không phụ thuộc giai đoạn.",
                f"{permission} does not wait for a phase.",
            )
            allowed = ", ".join(each for each in Permission if each in PHASE_GATED)
            problems.append(Invalid("NOT_PHASE_GATED", text, (*here, str(index), "permission"), allowed))
        elif role not in policy.roles_holding(permission):
            text = Text(
                f"Vai trò {role} không thể có quyền {permission}.",
                f"The role {role} cannot hold {permission}.",
            )
            allowed = ", ".join(sorted(policy.roles_holding(permission)))
            problems.append(Invalid("ROLE_LACKS_PERMISSION", text, (*here, str(index), "role"), allowed))
    return problems
