"""Awards: the two catalogues, who can be nominated for what, and the way to a decision."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from uuid import UUID

from domain.access.permissions import Permission
from domain.errors import Conflict, DomainError, Invalid, NotAllowed, Text
from domain.movements.rules import MovementForm

#: How many nominations one deed may approve or decide.
MAX_AT_ONCE = 100
_CODE = re.compile(r"[0-9A-ZĐ][0-9A-ZĐ&._-]{0,31}")


class AwardSubject(StrEnum):
    """Whom an award is for."""

    INDIVIDUAL = "INDIVIDUAL"
    COLLECTIVE = "COLLECTIVE"
    BOTH = "BOTH"


class AwardLevel(StrEnum):
    """The level of authority that decides."""

    STATE = "STATE"
    GOVERNMENT = "GOVERNMENT"
    MINISTRY = "MINISTRY"
    UNIT = "UNIT"


class NomineeKind(StrEnum):
    """A person (cá nhân) or a unit (tập thể)."""

    INDIVIDUAL = "INDIVIDUAL"
    COLLECTIVE = "COLLECTIVE"


class NominationState(StrEnum):
    """Personnel drafts and proposes; a ministry leader approves, returns or refuses; a decision is issued."""

    DRAFT = "DRAFT"
    PROPOSED = "PROPOSED"
    RETURNED = "RETURNED"
    APPROVED = "APPROVED"
    REFUSED = "REFUSED"
    WITHDRAWN = "WITHDRAWN"
    DECIDED = "DECIDED"


class SigningCapacity(StrEnum):
    """In whose name a decision is signed: the head, KT. (deputy), TL. (by order) or TUQ. (by authorisation)."""

    HEAD = "HEAD"
    KT = "KT"
    TL = "TL"
    TUQ = "TUQ"


_S = NominationState

#: From which states each state can be reached.
STEPS: Mapping[NominationState, frozenset[NominationState]] = {
    _S.PROPOSED: frozenset({_S.DRAFT, _S.RETURNED}),
    _S.RETURNED: frozenset({_S.PROPOSED, _S.APPROVED}),
    _S.APPROVED: frozenset({_S.PROPOSED}),
    _S.REFUSED: frozenset({_S.PROPOSED}),
    _S.WITHDRAWN: frozenset({_S.DRAFT, _S.PROPOSED, _S.RETURNED}),
    _S.DECIDED: frozenset({_S.APPROVED}),
}
#: States in which Personnel may still edit a nomination.
EDITABLE = frozenset({_S.DRAFT, _S.RETURNED})
#: States that no longer claim an award for the achievement.
SPENT = frozenset({_S.REFUSED, _S.WITHDRAWN})


def check_step(current: NominationState, target: NominationState) -> None:
    """Raise Conflict unless `target` may follow `current`."""
    if current not in STEPS[target]:
        raise Conflict(
            "STATE_FORBIDS",
            Text(
                f"Đề nghị khen thưởng đang ở trạng thái {current}, không thể chuyển sang {target}.",
                f"The nomination is {current} and cannot become {target}.",
            ),
        )


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


def check_achiever(nominee: NomineeKind, *, is_author: bool, is_unit_of_initiative: bool) -> None:
    """Raise Conflict unless the achievement is the nominee's: an author of what was scored, or the unit it is of."""
    if nominee is NomineeKind.INDIVIDUAL and not is_author:
        text = Text("Người này không phải là tác giả của sáng kiến.", "The person is not an author of the initiative.")
        raise Conflict("NOMINEE_NOT_AUTHOR", text, ("nominee", "personId"))
    if nominee is NomineeKind.COLLECTIVE and not is_unit_of_initiative:
        text = Text("Sáng kiến không thuộc đơn vị này.", "The initiative is not of this unit.")
        raise Conflict("NOMINEE_NOT_UNIT_OF_INITIATIVE", text, ("nominee", "unitId"))


def check_editable(state: NominationState) -> None:
    """Raise Conflict unless Personnel may still edit the nomination."""
    if state not in EDITABLE:
        text = Text(
            f"Đề nghị khen thưởng đang ở trạng thái {state}; chỉ sửa được bản thảo hoặc đề nghị bị trả lại.",
            f"The nomination is {state}; only a draft or a returned one can be edited.",
        )
        raise Conflict("NOMINATION_NOT_EDITABLE", text)


def counts_for_merit(form: MovementForm) -> bool:
    """Say whether rewards of a movement count towards rewards for merit: thematic ones do not (NĐ 98/2023, art. 4)."""
    return form is not MovementForm.THEMATIC


def check_decider(decider_id: UUID | None, preparer_ids: frozenset[UUID]) -> None:
    """Raise NotAllowed for somebody who had a hand in the nomination: who proposes does not decide."""
    if decider_id in preparer_ids:
        raise NotAllowed(
            Permission.NOMINATION_DECIDE.value,
            Text(
                "Người lập hoặc trình đề nghị không được quyết định đề nghị đó.",
                "Who prepared a nomination may not decide on it.",
            ),
            "PREPARER_MAY_NOT_DECIDE",
        )


def check_rewarded(*, is_of_movement: bool, signer_id: UUID, nominee_id: UUID | None) -> None:
    """Raise Conflict unless a decision of the movement, signed by the signer, can reward the nominee."""
    if not is_of_movement:
        text = Text("Đề nghị thuộc phong trào khác.", "The nomination is of another movement.")
        raise Conflict("NOMINATION_OF_OTHER_MOVEMENT", text)
    if signer_id == nominee_id:
        text = Text("Không ai tự ký quyết định khen thưởng cho mình.", "Nobody signs their own award.")
        raise Conflict("SIGNER_IS_NOMINEE", text)


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
