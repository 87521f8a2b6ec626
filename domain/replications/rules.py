"""Replications and pilots: the states and the steps between them, why a replication ends, what a pilot holds back."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from domain.clock import VIETNAM
from domain.errors import Conflict, DomainError, Invalid, Text

#: The longest text of one paragraph.
MAX_TEXT = 2000


class ReplicationState(StrEnum):
    """How far a unit has got with another unit's initiative; the last two are the end of it."""

    PROPOSED = "PROPOSED"
    PLANNED = "PLANNED"
    PILOTING = "PILOTING"
    ADOPTED = "ADOPTED"
    SUSTAINED = "SUSTAINED"
    STOPPED = "STOPPED"
    FAILED = "FAILED"


class FailureReason(StrEnum):
    """Why a replication ended; coded, so that reasons can be counted, always with words besides."""

    NO_RESOURCES = "NO_RESOURCES"
    DATA_NOT_READY = "DATA_NOT_READY"
    TECHNICAL = "TECHNICAL"
    NOT_SUITABLE = "NOT_SUITABLE"
    SECURITY = "SECURITY"
    STAFF_TURNOVER = "STAFF_TURNOVER"
    OTHER = "OTHER"


class PilotState(StrEnum):
    """What became of a pilot: under way, sent back to be perfected, approved as a model, or no longer asked for."""

    UNDERWAY = "UNDERWAY"
    RETURNED = "RETURNED"
    APPROVED = "APPROVED"
    LIFTED = "LIFTED"


_S = ReplicationState
_P = PilotState

#: The one state that follows each.
NEXT: Mapping[ReplicationState, ReplicationState] = {
    _S.PROPOSED: _S.PLANNED,
    _S.PLANNED: _S.PILOTING,
    _S.PILOTING: _S.ADOPTED,
    _S.ADOPTED: _S.SUSTAINED,
}
#: States in which the unit works with the initiative: it stands among the adopting units.
IN_USE = frozenset({_S.PILOTING, _S.ADOPTED, _S.SUSTAINED})
#: States that give credit to the initiative's authors and unit.
CREDITED = frozenset({_S.ADOPTED, _S.SUSTAINED})
ENDED = frozenset({_S.STOPPED, _S.FAILED})
#: States from which each end can come: what was never tried cannot fail.
ENDS: Mapping[ReplicationState, frozenset[ReplicationState]] = {
    _S.STOPPED: frozenset({_S.PROPOSED, _S.PLANNED}) | IN_USE,
    _S.FAILED: IN_USE,
}
#: States in which a pilot keeps other units from spreading.
HOLDING = frozenset({_P.UNDERWAY, _P.RETURNED})
#: States that the ministry's leader may bring a pilot to, and from where.
DECISIONS: Mapping[PilotState, frozenset[PilotState]] = {
    _P.APPROVED: HOLDING,
    _P.RETURNED: HOLDING,
    _P.LIFTED: HOLDING,
}


def check_offered(*, is_withdrawn: bool) -> None:
    """Raise Conflict when what a unit wants to take over was withdrawn from the movement."""
    if is_withdrawn:
        text = Text("Sáng kiến đã được rút.", "The initiative was withdrawn.")
        raise Conflict("INITIATIVE_WITHDRAWN", text, ("initiativeId",))


def next_state(current: ReplicationState) -> ReplicationState:
    """Return the state that follows. Raises Conflict where there is none."""
    if current not in NEXT:
        text = Text(f"Không có bước tiếp theo sau {current}.", f"No step follows {current}.")
        raise Conflict("STATE_FORBIDS", text)
    return NEXT[current]


def check_end(current: ReplicationState, end: ReplicationState) -> None:
    """Raise Invalid when `end` is no end, Conflict when it cannot come from `current`."""
    if end not in ENDS:
        text = Text("Chỉ kết thúc bằng STOPPED hoặc FAILED.", "A replication ends STOPPED or FAILED.")
        raise Invalid("NOT_AN_END", text, ("outcome",), "STOPPED | FAILED")
    if current not in ENDS[end]:
        text = Text(f"Đang ở {current}, không thể chuyển sang {end}.", f"It is {current} and cannot become {end}.")
        raise Conflict("STATE_FORBIDS", text)


def check_running(current: ReplicationState) -> None:
    """Raise Conflict when a replication has ended."""
    if current in ENDED:
        raise Conflict("REPLICATION_ENDED", Text("Việc nhân rộng đã kết thúc.", "The replication has ended."))


def check_spread(target: ReplicationState, *, is_held: bool) -> None:
    """Raise Conflict when a pilot elsewhere must be approved as a model first."""
    if is_held and target in IN_USE:
        raise refuse_spread()


def refuse_spread() -> Conflict:
    """Say that a pilot must be approved as a model before others work with the initiative; triggers say the same."""
    text = Text(
        "Sáng kiến đang thí điểm, phải được duyệt làm mẫu trước khi phổ cập.",
        "The initiative is under pilot: it spreads once the pilot is approved as a model.",
    )
    return Conflict("PILOT_NOT_APPROVED", text)


def problems_of_period(first: date | None, last: date | None, field: str) -> list[DomainError]:
    """List what is wrong with a period: it ends before it begins."""
    if first is None or last is None or first <= last:
        return []
    text = Text("Ngày cuối phải không trước ngày đầu.", "The last day is not before the first.")
    return [Invalid("PERIOD_REVERSED", text, (field,), f">= {first.isoformat()}")]


def problems_of_texts(texts: Mapping[str, str]) -> list[DomainError]:
    """List the texts, by the names of their input fields, that are missing or too long."""
    text = Text(f"Cần 1 đến {MAX_TEXT} ký tự.", f"1 to {MAX_TEXT} characters are needed.")
    missing = [field for field, said in texts.items() if not 1 <= len(said.strip()) <= MAX_TEXT]
    return [Invalid("TEXT_LENGTH", text, (field,), f"1..{MAX_TEXT}") for field in missing]


def check_benefit(*, of: tuple[UUID, UUID], expected: tuple[UUID, UUID], is_withdrawn: bool) -> None:
    """Raise Conflict unless a measure is of this initiative at this unit, and stands."""
    if of != expected or is_withdrawn:
        text = Text(
            "Việc đo phải là của sáng kiến này tại đơn vị này.", "The measure is of this initiative at this unit."
        )
        raise Conflict("BENEFIT_OF_ANOTHER", text, ("benefitId",))


def check_decision(current: PilotState, target: PilotState) -> None:
    """Raise Conflict unless a pilot can still be decided on."""
    if current not in DECISIONS[target]:
        text = Text(f"Thí điểm đang ở {current}, không chuyển sang {target} được.", f"The pilot is {current} already.")
        raise Conflict("STATE_FORBIDS", text)


def check_evidence(*, is_verified: bool) -> None:
    """Raise Conflict unless another unit vouches for what the pilot saves."""
    if not is_verified:
        text = Text(
            "Lợi ích của thí điểm chưa được đơn vị khác thẩm tra.", "No other unit has verified what the pilot saves."
        )
        raise Conflict("BENEFIT_UNVERIFIED", text, ("benefitId",))


def check_baseline(locked_at: datetime | None, *, starts_on: date, returned_at: datetime | None) -> None:
    """Raise Conflict unless the baseline was locked before the pilot began, or before it was tried anew.

    A pilot that was returned is tried anew; what is settled while one sees what comes of it proves nothing.
    """
    if locked_at is not None and locked_at.astimezone(VIETNAM).date() < starts_on:
        return
    if locked_at is None or returned_at is None or locked_at < returned_at:
        text = Text(
            "Mức nền phải được khóa trước khi bắt đầu thí điểm, hoặc sau khi bị trả lại để thí điểm lại.",
            "The baseline is locked before the pilot begins, or once it was returned and is tried anew.",
        )
        raise Conflict("BASELINE_AFTER_PILOT", text, ("benefitId",))
