"""What is wrong with what somebody enters about awards: catalogue entries, nominations, decisions."""

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from uuid import UUID

from domain.awards.rules import AwardSubject, NomineeKind
from domain.errors import Conflict, DomainError, Invalid, Text

#: How many nominations one deed may be about.
MAX_AT_ONCE = 100
_CODE = re.compile(r"[0-9A-ZĐ][0-9A-ZĐ&._-]{0,31}")


def fits(subject: AwardSubject, nominee: NomineeKind) -> bool:
    """Say whether an award of the catalogue can be given to such a nominee."""
    return subject is AwardSubject.BOTH or subject.value == nominee.value


def problems_of_award(*, code: str, name: str, decided_by: str) -> list[DomainError]:
    """List what is wrong with an award of either catalogue."""
    problems: list[DomainError] = []
    if not _CODE.fullmatch(code):
        text = Text(
            "Mã gồm 1-32 chữ hoa, chữ số, dấu - _ & hoặc .", "A code has 1 to 32 capital letters, digits, - _ & or ."
        )
        problems.append(Invalid("CODE_FORM", text, ("code",), _CODE.pattern))
    if not name.strip():
        problems.append(Invalid("NAME_EMPTY", Text("Tên không được để trống.", "The name is empty."), ("name",)))
    if not decided_by.strip():
        text = Text("Phải nêu cấp có thẩm quyền quyết định.", "It must be said who decides.")
        problems.append(Invalid("DECIDED_BY_EMPTY", text, ("decidedBy",)))
    return problems


def kind_of_nominee(*, person_id: UUID | None, unit_id: UUID | None) -> NomineeKind:
    """Say whether a person or a unit is nominated. Raises Invalid unless exactly one of them is named."""
    if (person_id is None) == (unit_id is None):
        raise Invalid(
            "NOMINEE_ONE_OF",
            Text("Chỉ nêu một cá nhân hoặc một tập thể.", "Name either one person or one unit."),
            ("nominee",),
            "personId | unitId",
        )
    return NomineeKind.COLLECTIVE if person_id is None else NomineeKind.INDIVIDUAL


def problems_of_nomination(*, form: AwardSubject, nominee: NomineeKind, summary: str) -> list[DomainError]:
    """List what is wrong with what is asked for: a form of reward for such a nominee, with a summary."""
    problems: list[DomainError] = []
    if not fits(form, nominee):
        text = Text(
            "Hình thức khen thưởng không dành cho đối tượng này.", "The form of reward is not for such a nominee."
        )
        problems.append(Invalid("FORM_UNFIT", text, ("formId",)))
    if not summary.strip():
        text = Text("Phải tóm tắt thành tích.", "The achievement must be summarised.")
        problems.append(Invalid("SUMMARY_EMPTY", text, ("summary",)))
    return problems


def require_one_basis(*, has_entry: bool, reason: str | None) -> str | None:
    """Return the reason, trimmed, of a nomination by hand; None for one that rests on a result.

    Raises Invalid unless there is exactly one of a standing and a reason, and when the reason is empty.
    """
    if has_entry == (reason is not None):
        text = Text(
            "Đề nghị phải dựa vào đúng một căn cứ: xếp hạng trong kết quả đã công bố, hoặc lý do lập thủ công.",
            "A nomination rests on exactly one of these: a standing in a published result, or a reason given by hand.",
        )
        raise Invalid("BASIS_ONE_OF", text, ("resultEntryId",), "resultEntryId | byHand")
    if reason is None:
        return None
    if not reason.strip():
        text = Text("Phải nêu lý do lập thủ công.", "The reason for nominating by hand is needed.")
        raise Invalid("REASON_MISSING", text, ("byHand", "reason"))
    return reason.strip()


def require_opinion(opinion: str) -> str:
    """Return what an appraisal says, trimmed. Raises Invalid when it says nothing."""
    if not opinion.strip():
        text = Text("Phải nêu ý kiến thẩm định.", "The opinion of the appraisal is needed.")
        raise Invalid("OPINION_EMPTY", text, ("opinion",))
    return opinion.strip()


def check_standing(*, is_published: bool, is_superseded: bool, place: int | None) -> None:
    """Raise Conflict unless a nomination can rest on a standing: a place in the last published result."""
    refusals = {
        "RESULT_NOT_PUBLISHED": (not is_published, Text("Kết quả chưa công bố.", "The result is not published.")),
        "RESULT_SUPERSEDED": (
            is_superseded,
            Text("Kết quả này đã được thay bằng bản công bố sau.", "A later published version replaces this result."),
        ),
        "ENTRY_UNRANKED": (place is None, Text("Sáng kiến không được xếp hạng.", "The initiative has no place.")),
    }
    for rule, (holds, text) in refusals.items():
        if holds:
            raise Conflict(rule, text, ("resultEntryId",))


def refuse_unplaced() -> Conflict:
    """Say that the initiative of a dossier has lost its place in a later published version of the result."""
    text = Text(
        "Trong bản kết quả công bố sau cùng, sáng kiến không còn được xếp hạng; cần xem lại hồ sơ.",
        "In the last published version of the result the initiative has no place; the dossier must be looked at anew.",
    )
    return Conflict("STANDING_LOST", text)


def check_entered(*, is_of_movement: bool) -> None:
    """Raise Conflict unless the initiative of a nomination by hand was entered in the movement that rewards it."""
    if not is_of_movement:
        text = Text("Sáng kiến thuộc phong trào khác.", "The initiative is of another movement.")
        raise Conflict("INITIATIVE_OF_OTHER_MOVEMENT", text, ("byHand", "initiativeId"))


def check_achiever(nominee: NomineeKind, *, is_author: bool, is_unit_of_initiative: bool) -> None:
    """Raise Conflict unless the achievement is the nominee's: an author of what was scored, or the unit it is of."""
    if nominee is NomineeKind.INDIVIDUAL and not is_author:
        text = Text("Người này không phải là tác giả của sáng kiến.", "The person is not an author of the initiative.")
        raise Conflict("NOMINEE_NOT_AUTHOR", text, ("nominee", "personId"))
    if nominee is NomineeKind.COLLECTIVE and not is_unit_of_initiative:
        text = Text("Sáng kiến không thuộc đơn vị này.", "The initiative is not of this unit.")
        raise Conflict("NOMINEE_NOT_UNIT_OF_INITIATIVE", text, ("nominee", "unitId"))


def problems_of_decision(*, number: str, signed_on: date, today: date) -> list[DomainError]:
    """List what is wrong with a decision's number and date; `today` is the day in Viet Nam."""
    problems: list[DomainError] = []
    if not number.strip():
        text = Text("Phải nêu số quyết định.", "The decision needs its number.")
        problems.append(Invalid("NUMBER_EMPTY", text, ("number",)))
    if signed_on > today:
        text = Text("Ngày ký không được ở tương lai.", "The day of signing is in the future.")
        problems.append(Invalid("SIGNED_IN_FUTURE", text, ("signedOn",), f"<= {today.isoformat()}"))
    return problems


def problems_of_choice(ids: Sequence[UUID], field: str, *within: str) -> list[DomainError]:
    """List what is wrong with a choice of nominations: 1 to 100 of them, each once."""
    if not 1 <= len(ids) <= MAX_AT_ONCE:
        text = Text(f"Mỗi lần từ 1 đến {MAX_AT_ONCE} đề nghị.", f"There must be 1 to {MAX_AT_ONCE} nominations.")
        return [Invalid("ITEMS_COUNT", text, (field,), f"1..{MAX_AT_ONCE}")]
    text = Text("Đề nghị bị lặp.", "The nomination stands twice.")
    return [
        Invalid("ITEM_TWICE", text, (field, str(position), *within))
        for position, key in enumerate(ids)
        if ids.index(key) != position
    ]


def problems_of_text(text: str, field: str) -> list[DomainError]:
    """List what is wrong with a text that must say something."""
    said = Text("Trường này không được để trống.", "This must not be empty.")
    return [] if text.strip() else [Invalid("TEXT_EMPTY", said, (field,))]


def problems_of_day(day: date, today: date, field: str) -> list[DomainError]:
    """List what is wrong with a day on which something was done; `today` is the day in Viet Nam."""
    text = Text("Ngày không được ở tương lai.", "The day is in the future.")
    return [Invalid("DAY_IN_FUTURE", text, (field,), f"<= {today.isoformat()}")] if day > today else []


def problems_of_recovery(recovered: Decimal, before: Decimal, due: Decimal) -> list[DomainError]:
    """List what is wrong with an amount recovered so far, in whole đồng: it only grows, up to what is due."""
    if before <= recovered <= due and recovered == int(recovered):
        return []
    least, most = int(before), int(due)
    text = Text(
        f"Số tiền đã thu hồi là số nguyên đồng, từ {least} đến {most}.",
        f"What was recovered is a whole number of đồng from {least} to {most}.",
    )
    return [Invalid("AMOUNT_RANGE", text, ("amountRecovered",), f"{least}..{most}")]


def refuse_prizeless() -> Conflict:
    """Say that an award brings no money."""
    return Conflict("NO_PRIZE", Text("Hình thức này không có tiền thưởng.", "The award brings no prize."))


def require_document(document: str) -> str:
    """Return what a delegation rests on, trimmed. Raises Invalid when nothing is named."""
    if not document.strip():
        text = Text("Phải nêu văn bản giao ký, ủy quyền.", "The document that delegates must be named.")
        raise Invalid("DOCUMENT_EMPTY", text, ("document",))
    return document.strip()
