"""Movements: their states and guards, phases that say who may do what when, deadlines, legal bases."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from domain.access.permissions import Permission
from domain.actor import Role
from domain.clock import VIETNAM
from domain.errors import Conflict, DomainError, Invalid, Text


class MovementForm(StrEnum):
    """Hình thức tổ chức (Law on Emulation 06/2022/QH15, article 16)."""

    REGULAR = "REGULAR"
    THEMATIC = "THEMATIC"


class MovementScope(StrEnum):
    """Phạm vi (article 16): nationwide, a ministry or province, a cluster or block, one unit."""

    NATIONAL = "NATIONAL"
    MINISTRY = "MINISTRY"
    CLUSTER = "CLUSTER"
    UNIT = "UNIT"


class MovementState(StrEnum):
    """The life of a movement, section 8 of the domain study."""

    DRAFT = "DRAFT"
    SUBMITTED = "SUBMITTED"
    RETURNED = "RETURNED"
    APPROVED = "APPROVED"
    LAUNCHED = "LAUNCHED"
    RUNNING = "RUNNING"
    INTERIM_REVIEWED = "INTERIM_REVIEWED"
    REPORTING_CLOSED = "REPORTING_CLOSED"
    EVALUATING = "EVALUATING"
    AWARDING = "AWARDING"
    SUMMARISED = "SUMMARISED"
    ARCHIVED = "ARCHIVED"


_S = MovementState

#: From a state to the states that may follow, each with the permission that the step needs.
TRANSITIONS: Mapping[MovementState, Mapping[MovementState, Permission]] = {
    _S.DRAFT: {_S.SUBMITTED: Permission.MOVEMENT_MANAGE},
    _S.RETURNED: {_S.SUBMITTED: Permission.MOVEMENT_MANAGE},
    _S.SUBMITTED: {_S.APPROVED: Permission.MOVEMENT_APPROVE, _S.RETURNED: Permission.MOVEMENT_APPROVE},
    _S.APPROVED: {_S.LAUNCHED: Permission.MOVEMENT_APPROVE, _S.RETURNED: Permission.MOVEMENT_APPROVE},
    _S.LAUNCHED: {_S.RUNNING: Permission.MOVEMENT_MANAGE},
    _S.RUNNING: {
        _S.INTERIM_REVIEWED: Permission.MOVEMENT_MANAGE,
        _S.REPORTING_CLOSED: Permission.MOVEMENT_MANAGE,
    },
    _S.INTERIM_REVIEWED: {
        _S.RUNNING: Permission.MOVEMENT_MANAGE,
        _S.REPORTING_CLOSED: Permission.MOVEMENT_MANAGE,
    },
    _S.REPORTING_CLOSED: {_S.EVALUATING: Permission.MOVEMENT_MANAGE},
    _S.EVALUATING: {_S.AWARDING: Permission.MOVEMENT_MANAGE},
    _S.AWARDING: {_S.SUMMARISED: Permission.MOVEMENT_MANAGE},
    _S.SUMMARISED: {_S.ARCHIVED: Permission.MOVEMENT_MANAGE},
    _S.ARCHIVED: {},
}

#: States in which the content of a movement may still be edited.
EDITABLE = frozenset({_S.DRAFT, _S.RETURNED})
#: States in which phases can be open: the movement has been launched and is not over.
ACTIVE = frozenset(
    {
        _S.LAUNCHED,
        _S.RUNNING,
        _S.INTERIM_REVIEWED,
        _S.REPORTING_CLOSED,
        _S.EVALUATING,
        _S.AWARDING,
        _S.SUMMARISED,
    }
)
#: States that everybody signed in may know of.
PUBLIC = ACTIVE | {_S.ARCHIVED}
#: States that `advanceMovement` leads to; the steps before them are deeds of their own.
ADVANCES = PUBLIC - {_S.LAUNCHED}
#: Steps that a person must justify.
NEEDS_REASON = frozenset({_S.RETURNED})


def check_transition(current: MovementState, target: MovementState, reason: str | None) -> None:
    """Raise unless `target` may follow `current` (Conflict) and carries a reason where one is due (Invalid)."""
    if target not in TRANSITIONS[current]:
        followers = ", ".join(TRANSITIONS[current]) or "-"
        raise Conflict(
            "STATE_FORBIDS",
            Text(
                f"Phong trào đang ở trạng thái {current}; chỉ có thể chuyển sang: {followers}.",
                f"The movement is {current}; it can only become: {followers}.",
            ),
        )
    if target in NEEDS_REASON and not (reason or "").strip():
        raise Invalid("REASON_MISSING", Text("Phải nêu lý do.", "A reason is needed."), ("reason",))


def check_advance(target: MovementState) -> None:
    """Raise Invalid for a state that only a deed of its own leads to (submit, approve, return, launch)."""
    if target not in ADVANCES:
        raise Invalid(
            "STATE_BY_ANOTHER_DEED",
            Text(
                f"Trạng thái {target} có thao tác riêng (trình, phê duyệt, trả lại, phát động).",
                f"{target} is reached by a deed of its own (submit, approve, return, launch).",
            ),
            ("toState",),
            ", ".join(state for state in MovementState if state in ADVANCES),
        )


def check_editable(state: MovementState) -> None:
    """Raise Conflict unless the content of the movement may still be edited."""
    if state not in EDITABLE:
        raise Conflict(
            "MOVEMENT_NOT_EDITABLE",
            Text(
                f"Phong trào đang ở trạng thái {state}; chỉ sửa được khi là bản thảo hoặc bị trả lại.",
                f"The movement is {state}; it can be edited only as a draft or when returned.",
            ),
        )


def check_not_archived(state: MovementState) -> None:
    """Raise Conflict when the movement is archived: nothing about it changes any more."""
    if state is MovementState.ARCHIVED:
        raise Conflict("MOVEMENT_ARCHIVED", Text("Phong trào đã lưu trữ.", "The movement is archived."))


def refuse_no_part(field: str) -> Conflict:
    """Say that a unit does not take part in a movement."""
    text = Text("Đơn vị không tham gia phong trào.", "The unit does not take part in the movement.")
    return Conflict("UNIT_TAKES_NO_PART", text, (field,))


@dataclass(frozen=True, slots=True)
class Readiness:
    """What article 17.1 of the Law asks of a movement before it is launched."""

    goal: str
    subjects: str
    content: str
    has_criteria: bool
    has_units: bool
    has_phases: bool
    has_valid_legal_basis: bool


def problems_of_launch(readiness: Readiness) -> list[DomainError]:
    """List what is missing before a movement can be submitted for approval or launched."""
    wanted = {
        "goal": (bool(readiness.goal.strip()), Text("Chưa có mục tiêu.", "The goal is missing.")),
        "subjects": (
            bool(readiness.subjects.strip()),
            Text("Chưa có đối tượng.", "The subjects are missing."),
        ),
        "content": (bool(readiness.content.strip()), Text("Chưa có nội dung.", "The content is missing.")),
        "criteria": (readiness.has_criteria, Text("Chưa có tiêu chí.", "There are no criteria.")),
        "units": (readiness.has_units, Text("Chưa có đơn vị tham gia.", "No unit takes part.")),
        "phases": (readiness.has_phases, Text("Chưa có kế hoạch các giai đoạn.", "There are no phases.")),
        "legalBases": (
            readiness.has_valid_legal_basis,
            Text(
                "Chưa có căn cứ pháp lý còn hiệu lực vào ngày bắt đầu.",
                "No legal basis is in force on the first day.",
            ),
        ),
    }
    return [
        Conflict("LAUNCH_NEEDS_" + name.upper(), text, (name,)) for name, (there, text) in wanted.items() if not there
    ]


def last_moment_before(day: date) -> datetime:
    """Return the last on-time second of "before `day`" (trước ngày): the day before at 23:59:59 in Viet Nam."""
    return start_of(day) - timedelta(seconds=1)


def start_of(day: date) -> datetime:
    """Return the first moment of a day in Viet Nam."""
    return datetime.combine(day, time.min, tzinfo=VIETNAM)


def is_on_time(moment: datetime, due_before: date) -> bool:
    """Say whether `moment` lies strictly before the day, as the letter's "trước ngày 25/12/2024" demands."""
    return moment < start_of(due_before)


@dataclass(frozen=True, slots=True)
class PhaseWindow:
    """When a phase is open: from `opens_at` inclusive to `closes_at` exclusive; and who may do what in it."""

    opens_at: datetime
    closes_at: datetime
    capabilities: frozenset[tuple[Role, Permission]]

    def is_open(self, now: datetime) -> bool:
        """Say whether the phase is open at `now`."""
        return self.opens_at <= now < self.closes_at


def permits(windows: Iterable[PhaseWindow], roles: Iterable[Role], permission: Permission, now: datetime) -> bool:
    """Say whether any phase open at `now` lets any of `roles` do the deed."""
    wanted = {(role, permission) for role in roles}
    return any(window.is_open(now) and not wanted.isdisjoint(window.capabilities) for window in windows)


def last_closing(windows: Sequence[PhaseWindow], permission: Permission, now: datetime) -> datetime | None:
    """Return when the deed was last possible, to be told to who comes late; None if it never was."""
    past = [
        window.closes_at
        for window in windows
        if window.closes_at <= now and any(deed is permission for _role, deed in window.capabilities)
    ]
    return max(past, default=None)


def basis_is_valid(valid_from: date, valid_to: date | None, on: date) -> bool:
    """Say whether a legal text is in force on a day (`valid_to` is its last day)."""
    return valid_from <= on and (valid_to is None or on <= valid_to)


def exists_during(valid_from: date, valid_to: date | None, starts_on: date, ends_on: date) -> bool:
    """Say whether what exists from `valid_from` to `valid_to` exists on some day of a period (ends included)."""
    return valid_from <= ends_on and (valid_to is None or starts_on <= valid_to)
