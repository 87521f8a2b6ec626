"""Exemplars: whom one is of, the states and the steps between them, and what may be told of a person.

Telling of a person is publicity, not a public duty: it rests on that person's consent (NĐ 13/2023/NĐ-CP; Luật Bảo vệ
dữ liệu cá nhân 91/2025/QH15), given by themselves, for this exemplar, and silence is none.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from urllib.parse import urlsplit
from uuid import UUID

from domain.errors import Conflict, DomainError, Invalid, Text

MAX_TITLE = 300
MAX_TEXT = 10_000
MAX_LINK = 2000


class ExemplarState(StrEnum):
    """The life of an exemplar."""

    CANDIDATE = "CANDIDATE"
    SELECTED = "SELECTED"
    PUBLISHED = "PUBLISHED"
    WITHDRAWN = "WITHDRAWN"


class ExemplarKind(StrEnum):
    """What is held up: a person, a unit, or an initiative without any names."""

    PERSON = "PERSON"
    UNIT = "UNIT"
    INITIATIVE = "INITIATIVE"


class Channel(StrEnum):
    """How an exemplar is made known."""

    ARTICLE = "ARTICLE"
    VIDEO = "VIDEO"
    TALK = "TALK"
    SOCIAL = "SOCIAL"
    EXHIBITION = "EXHIBITION"
    OTHER = "OTHER"


@dataclass(frozen=True, slots=True)
class Scope:
    """What of a person may be told: their name, their picture, their story."""

    name: bool
    photo: bool
    story: bool


_S = ExemplarState

#: States from which each step may be taken.
STEPS: Mapping[ExemplarState, frozenset[ExemplarState]] = {
    _S.SELECTED: frozenset({_S.CANDIDATE}),
    _S.PUBLISHED: frozenset({_S.SELECTED}),
    _S.WITHDRAWN: frozenset({_S.CANDIDATE, _S.SELECTED, _S.PUBLISHED}),
}


def check_step(current: ExemplarState, target: ExemplarState) -> None:
    """Raise Conflict unless `target` may follow `current`."""
    if current not in STEPS[target]:
        text = Text(
            f"Điển hình đang ở {current}, không chuyển sang {target} được.",
            f"The exemplar is {current} and cannot become {target}.",
        )
        raise Conflict("STATE_FORBIDS", text)


def check_editable(current: ExemplarState) -> None:
    """Raise Conflict when what was consented to would change: an exemplar is written before it is published."""
    if current not in (_S.CANDIDATE, _S.SELECTED):
        text = Text("Chỉ sửa được trước khi công bố.", "It is changed before it is published only.")
        raise Conflict("STATE_FORBIDS", text)


def check_standing(current: ExemplarState) -> None:
    """Raise Conflict when an exemplar was withdrawn."""
    if current is _S.WITHDRAWN:
        raise Conflict("EXEMPLAR_WITHDRAWN", Text("Điển hình đã bị rút.", "The exemplar was withdrawn."))


def check_told(current: ExemplarState) -> None:
    """Raise Conflict unless an exemplar is published: before that nothing of it is made known."""
    if current is not _S.PUBLISHED:
        text = Text("Điển hình chưa được công bố.", "The exemplar is not published.")
        raise Conflict("EXEMPLAR_UNPUBLISHED", text)


def kind_of(*, person_id: UUID | None, unit_id: UUID | None, initiative_id: UUID | None) -> ExemplarKind:
    """Say what is held up: one person or one unit, perhaps for an initiative, else the initiative itself."""
    if person_id is not None and unit_id is not None:
        text = Text("Chỉ nêu một cá nhân hoặc một đơn vị.", "Name either one person or one unit.")
        raise Invalid("SUBJECT_ONE_OF", text, ("personId",), "personId | unitId")
    if person_id is not None:
        return ExemplarKind.PERSON
    if unit_id is not None:
        return ExemplarKind.UNIT
    if initiative_id is None:
        text = Text("Phải nêu cá nhân, đơn vị hoặc sáng kiến.", "Name a person, a unit or an initiative.")
        raise Invalid("SUBJECT_MISSING", text, ("personId",), "personId | unitId | initiativeId")
    return ExemplarKind.INITIATIVE


def check_entry(*, is_published: bool, is_superseded: bool, is_of_subject: bool) -> None:
    """Raise Conflict unless a result's entry is of the last published version and about who or what is held up."""
    if not is_published:
        raise Conflict("RESULT_UNPUBLISHED", Text("Kết quả chưa công bố.", "The result is not published."), _ENTRY)
    if is_superseded:
        text = Text("Kết quả này đã được thay bằng bản công bố sau.", "A later published version replaces this result.")
        raise Conflict("RESULT_SUPERSEDED", text, _ENTRY)
    if not is_of_subject:
        text = Text("Kết quả này không phải của đối tượng được chọn.", "The entry is not of who or what is selected.")
        raise Conflict("ENTRY_OF_ANOTHER", text, _ENTRY)


def check_entered(*, is_of_movement: bool) -> None:
    """Raise Conflict unless the initiative was entered in the movement that holds it up."""
    if not is_of_movement:
        text = Text("Sáng kiến thuộc phong trào khác.", "The initiative is of another movement.")
        raise Conflict("INITIATIVE_OF_OTHER_MOVEMENT", text, ("initiativeId",))


def check_still_entered(*, is_withdrawn: bool) -> None:
    """Raise Conflict when the initiative was withdrawn from the movement."""
    if is_withdrawn:
        raise Conflict("INITIATIVE_WITHDRAWN", Text("Sáng kiến đã được rút.", "The initiative was withdrawn."))


def check_unrevoked(*, is_revoked: bool, is_rewarded: bool) -> None:
    """Raise Conflict when an award for the same was revoked and none stands: what was done wrongly may be done over."""
    if is_revoked and not is_rewarded:
        text = Text(
            "Khen thưởng cho thành tích này đã bị hủy bỏ.", "The award for what would be held up has been revoked."
        )
        raise Conflict("AWARD_REVOKED", text)


def check_consent(kind: ExemplarKind, given: Scope | None, *, has_photo: bool) -> None:
    """Raise Conflict unless the person who is told of agreed to all that is told; units and initiatives need none."""
    if kind is not ExemplarKind.PERSON:
        return
    if given is None or not given.name or not given.story or (has_photo and not given.photo):
        raise refuse_without_consent()


def refuse_other_words() -> Conflict:
    """Say that a person agreed to these words: they do not change under the consent, whatever writes the row."""
    text = Text(
        "Cá nhân đã đồng ý với nội dung này; nội dung khác cần sự đồng ý mới.",
        "The person has agreed to these words; others need a new consent.",
    )
    return Conflict("CONSENT_TO_OTHER_WORDS", text)


def refuse_without_consent() -> Conflict:
    """Say that a person did not agree to be told of like this; the database says the same by trigger."""
    text = Text(
        "Chưa có sự đồng ý của cá nhân đối với nội dung công bố; im lặng không phải là đồng ý.",
        "The person has not agreed to what would be told of them; silence is no consent.",
    )
    return Conflict("CONSENT_MISSING", text)


def check_scope(given: Scope) -> None:
    """Raise Invalid for a consent to nothing."""
    if not (given.name or given.photo or given.story):
        text = Text("Phải đồng ý ít nhất một nội dung.", "A consent is to at least one thing.")
        raise Invalid("CONSENT_EMPTY", text, ("coversName",), "coversName | coversPhoto | coversStory")


def check_in_force(*, is_withdrawn: bool) -> None:
    """Raise Conflict when a consent was withdrawn already."""
    if is_withdrawn:
        raise Conflict("ENDED_ALREADY", Text("Đã được rút trước đó.", "It has been withdrawn already."))


def problems_of_words(title: str, story: str, photo_url: str | None) -> list[DomainError]:
    """List what is wrong with what is told: no title, no story, too long, a picture that is no address."""
    limits = {"title": (title, MAX_TITLE), "story": (story, MAX_TEXT)}
    problems = [
        _off_length(field, most) for field, (said, most) in limits.items() if not 1 <= len(said.strip()) <= most
    ]
    return problems + problems_of_link("photoUrl", photo_url)


def problems_of_line(field: str, said: str) -> list[DomainError]:
    """List what is wrong with one line."""
    return [] if 1 <= len(said.strip()) <= MAX_TITLE else [_off_length(field, MAX_TITLE)]


def problems_of_day(field: str, day: date | None, today: date) -> list[DomainError]:
    """List what is wrong with the day on which something was done: it is still to come."""
    if day is None or day <= today:
        return []
    text = Text("Chỉ ghi việc đã làm: ngày không sau hôm nay.", "Only what was done is noted: the day is not to come.")
    return [Invalid("DAY_TO_COME", text, (field,), f"<= {today.isoformat()}")]


def problems_of_link(field: str, url: str | None) -> list[DomainError]:
    """List what is wrong with an address, if there is one: it begins with http:// or https://."""
    if url is None or (len(url) <= MAX_LINK and _is_address(url)):
        return []
    text = Text("Địa chỉ bắt đầu bằng http:// hoặc https://.", "An address begins with http:// or https://.")
    return [Invalid("LINK_FORM", text, (field,), "https://…")]


def problems_of_reach(reach: int | None, *, is_done: bool) -> list[DomainError]:
    """List what is wrong with how many were reached: fewer than none, or before anything was done."""
    if reach is None or (reach >= 0 and is_done):
        return []
    text = Text("Số người tiếp cận chỉ ghi sau khi thực hiện, từ 0.", "How many were reached is told once it is done.")
    return [Invalid("REACH", text, ("reach",), ">= 0, with doneOn")]


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and not any(map(str.isspace, url))


def _off_length(field: str, most: int) -> DomainError:
    text = Text(f"Cần 1 đến {most} ký tự.", f"1 to {most} characters are needed.")
    return Invalid("TEXT_LENGTH", text, (field,), f"1..{most}")


_ENTRY = ("resultEntryId",)
