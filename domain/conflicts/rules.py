"""Kinds of conflicts of interest, what is said of each, and what a declaration or a waiver needs."""

from collections.abc import Collection, Sequence
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from domain.errors import Conflict, Invalid, NotAllowed, Text


class ConflictKind(StrEnum):
    """Why somebody may not judge an initiative, or decide on how it is judged; of several, the first one is told."""

    OWN_INITIATIVE = "OWN_INITIATIVE"
    OWN_UNIT = "OWN_UNIT"
    FORMER_UNIT = "FORMER_UNIT"
    SUPERIOR = "SUPERIOR"
    SUBORDINATE = "SUBORDINATE"
    ADOPTING_UNIT = "ADOPTING_UNIT"
    DECLARED = "DECLARED"


class ConflictOrigin(StrEnum):
    """Where a conflict comes from: facts that the system knows, the person, or the Personnel Department."""

    FACTS = "FACTS"
    PERSON = "PERSON"
    PERSONNEL = "PERSONNEL"


REFUSALS = {
    ConflictKind.OWN_INITIATIVE: Text(
        "Xung đột lợi ích: thành viên chấm là tác giả hoặc đồng tác giả.",
        "Conflict of interest: the evaluator is an author of the initiative.",
    ),
    ConflictKind.OWN_UNIT: Text(
        "Xung đột lợi ích: thành viên chấm thuộc chính đơn vị có sáng kiến.",
        "Conflict of interest: the evaluator works in the initiative's unit.",
    ),
    ConflictKind.FORMER_UNIT: Text(
        "Xung đột lợi ích: thành viên chấm đã làm việc ở đơn vị có sáng kiến từ khi sáng kiến được lập.",
        "Conflict of interest: the evaluator worked in the initiative's unit after the initiative was begun.",
    ),
    ConflictKind.SUPERIOR: Text(
        "Xung đột lợi ích: thành viên chấm là thủ trưởng của tác giả.",
        "Conflict of interest: the evaluator is a superior of an author.",
    ),
    ConflictKind.SUBORDINATE: Text(
        "Xung đột lợi ích: tác giả là thủ trưởng của thành viên chấm.",
        "Conflict of interest: an author is a superior of the evaluator.",
    ),
    ConflictKind.ADOPTING_UNIT: Text(
        "Xung đột lợi ích: đơn vị của thành viên chấm áp dụng sáng kiến này.",
        "Conflict of interest: the evaluator's unit adopts the initiative.",
    ),
    ConflictKind.DECLARED: Text(
        "Xung đột lợi ích đã được khai báo.",
        "Conflict of interest: it was declared.",
    ),
}


def refuse_conflict(kind: ConflictKind, path: Sequence[str] = ("evaluatorId",)) -> Conflict:
    """Say why somebody must keep away from an initiative; the database says the same by trigger."""
    return Conflict(f"CONFLICT_OF_INTEREST_{kind}", REFUSALS[kind], path)


def require_reason(reason: str) -> str:
    """Return the reason, or raise Invalid when there is none."""
    if not reason.strip():
        raise Invalid("REASON_MISSING", Text("Phải nêu lý do.", "A reason is needed."), ("reason",))
    return reason.strip()


def check_in_force(ended_at: datetime | None) -> None:
    """Raise Conflict when a declaration, an adoption or a waiver has been ended already."""
    if ended_at is not None:
        raise Conflict("ENDED_ALREADY", Text("Đã được chấm dứt trước đó.", "It has been ended already."))


def check_unapproved(approved_at: datetime | None) -> None:
    """Raise Conflict when a waiver has been approved already."""
    if approved_at is not None:
        raise Conflict("WAIVER_APPROVED", Text("Việc gác lại đã được duyệt.", "The waiver is approved already."))


def check_second_person(permission: str, requested_by: UUID | None, approver: UUID | None) -> None:
    """Raise NotAllowed unless a waiver is approved by a person, and by another one than asked for it."""
    if approver is None or approver == requested_by:
        text = Text("Việc gác lại xung đột cần một người thứ hai duyệt.", "A waiver needs a second person's approval.")
        raise NotAllowed(permission, text, "SECOND_PERSON")


def check_impartial(permission: str, own_kinds: Collection[ConflictKind]) -> None:
    """Raise NotAllowed when who decides on a waiver has a conflict with the initiative, be it set aside or not."""
    if own_kinds:
        text = Text(
            "Bạn cũng có xung đột lợi ích với sáng kiến này.", "You have a conflict of interest with it yourself."
        )
        raise NotAllowed(permission, text, "OWN_CONFLICT")


def check_there(kinds: Collection[ConflictKind]) -> None:
    """Raise Conflict when there is nothing to set aside."""
    if not kinds:
        text = Text("Người này không có xung đột lợi ích với sáng kiến.", "This person has no conflict with it.")
        raise Conflict("NO_CONFLICT", text)


def check_anothers(unit_id: UUID, of_initiative: UUID) -> None:
    """Raise Conflict when a unit says that it adopts what is its own."""
    if unit_id == of_initiative:
        text = Text("Sáng kiến là của chính đơn vị này.", "The initiative is this very unit's.")
        raise Conflict("OWN_INITIATIVE_OF_UNIT", text, ("initiativeId",))
