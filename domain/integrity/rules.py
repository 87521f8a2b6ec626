"""Integrity holds: on what grounds a person or a unit may not be rewarded for the time being."""

from enum import StrEnum
from uuid import UUID

from domain.errors import Conflict, DomainError, Invalid, Text

#: The longest citation of a clause.
MAX_CLAUSE = 200


class HoldGround(StrEnum):
    """Why nobody is rewarded for now: discipline considered, an investigation, or something being verified."""

    DISCIPLINE = "DISCIPLINE"
    INVESTIGATION = "INVESTIGATION"
    VERIFICATION = "VERIFICATION"


GROUNDS = {
    HoldGround.DISCIPLINE: Text("đang trong thời gian xem xét kỷ luật", "discipline is under consideration"),
    HoldGround.INVESTIGATION: Text(
        "đang bị điều tra, thanh tra, kiểm tra khi có dấu hiệu vi phạm",
        "an investigation or inspection found signs of a violation",
    ),
    HoldGround.VERIFICATION: Text(
        "có khiếu nại, tố cáo hoặc vấn đề báo chí nêu đang được xác minh",
        "a complaint, a denunciation or a matter in the press is being verified",
    ),
}


def refuse_held(ground: HoldGround, clause: str) -> Conflict:
    """Say that a nominee is held, on what ground and by which clause."""
    why = GROUNDS[ground]
    text = Text(f"Chưa xét khen thưởng: {why.vi} ({clause}).", f"No reward for the time being: {why.en} ({clause}).")
    return Conflict("INTEGRITY_HOLD", text)


def refuse_untold() -> Conflict:
    """Say that a nominee is not considered now, to somebody who may not know that there is a hold, nor why."""
    text = Text(
        "Lúc này chưa xem xét đối tượng này; Vụ Tổ chức cán bộ cho biết thêm.",
        "They are not taken up for the time being; the Personnel Department can say more.",
    )
    return Conflict("NOT_TAKEN_UP_NOW", text)


def problems_of_hold(*, person_id: UUID | None, unit_id: UUID | None, clause: str) -> list[DomainError]:
    """List what is wrong with a hold: not exactly one of a person and a unit, no clause, too long a one."""
    problems: list[DomainError] = []
    if (person_id is None) == (unit_id is None):
        text = Text("Chỉ nêu một cá nhân hoặc một đơn vị.", "Name either one person or one unit.")
        problems.append(Invalid("HELD_ONE_OF", text, ("personId",), "personId | unitId"))
    if not 1 <= len(clause.strip()) <= MAX_CLAUSE:
        text = Text(
            f"Phải nêu điều khoản làm căn cứ, không quá {MAX_CLAUSE} ký tự.",
            f"The clause that it rests on is needed, at most {MAX_CLAUSE} characters.",
        )
        problems.append(Invalid("CLAUSE_LENGTH", text, ("clause",), f"1..{MAX_CLAUSE}"))
    return problems


def check_standing(*, is_lifted: bool) -> None:
    """Raise Conflict when a hold was lifted already."""
    if is_lifted:
        raise Conflict("HOLD_LIFTED", Text("Đã gỡ tạm dừng.", "The hold was lifted already."), ("holdId",))
