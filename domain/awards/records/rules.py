"""Records of earlier awards: of exactly one person or unit, of one form or title of the catalogues or in words."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from domain.errors import Conflict, DomainError, Invalid, Text

FIRST_YEAR = 1945
MAX_AWARD = 200
MAX_SOURCE = 500


@dataclass(frozen=True, slots=True)
class EarlierAward:
    """What is recorded of an award: whose, which, when, whether it counts for merit, and the source."""

    year: int
    counts_for_merit: bool
    source: str
    person_id: UUID | None = None
    unit_id: UUID | None = None
    form_id: UUID | None = None
    title_id: UUID | None = None
    award: str | None = None
    decision_number: str | None = None
    signed_on: date | None = None


def problems_of_record(given: EarlierAward, today: date) -> list[DomainError]:
    """List what is wrong with a record: whose it is, which award, its year and day, where that is known from."""
    return [*_problems_of_award(given), *_problems_of_circumstances(given, today)]


def _problems_of_award(given: EarlierAward) -> list[DomainError]:
    problems: list[DomainError] = []
    if (given.person_id is None) == (given.unit_id is None):
        text = Text("Chỉ nêu một cá nhân hoặc một đơn vị.", "Name either one person or one unit.")
        problems.append(Invalid("REWARDED_ONE_OF", text, ("personId",), "personId | unitId"))
    if sum(each is not None for each in (given.form_id, given.title_id, given.award)) != 1:
        text = Text(
            "Chỉ nêu một hình thức, một danh hiệu trong danh mục, hoặc tên khen thưởng.",
            "Name one form or one title of the catalogues, or the award in words.",
        )
        problems.append(Invalid("AWARD_ONE_OF", text, ("formId",), "formId | titleId | award"))
    if given.award is not None and not 1 <= len(given.award.strip()) <= MAX_AWARD:
        text = Text(f"Tên khen thưởng có từ 1 đến {MAX_AWARD} ký tự.", f"An award has 1 to {MAX_AWARD} characters.")
        problems.append(Invalid("AWARD_LENGTH", text, ("award",), f"1..{MAX_AWARD}"))
    return problems


def _problems_of_circumstances(given: EarlierAward, today: date) -> list[DomainError]:
    problems: list[DomainError] = []
    if not FIRST_YEAR <= given.year <= today.year:
        text = Text(f"Năm từ {FIRST_YEAR} đến {today.year}.", f"The year is from {FIRST_YEAR} to {today.year}.")
        problems.append(Invalid("YEAR_RANGE", text, ("year",), f"{FIRST_YEAR}..{today.year}"))
    if given.signed_on is not None and given.signed_on > today:
        text = Text("Ngày ký không được ở tương lai.", "The day of signing is in the future.")
        problems.append(Invalid("SIGNED_IN_FUTURE", text, ("signedOn",), f"<= {today.isoformat()}"))
    if not 1 <= len(given.source.strip()) <= MAX_SOURCE:
        text = Text(
            f"Phải nêu nguồn, không quá {MAX_SOURCE} ký tự.", f"The source is needed, at most {MAX_SOURCE} characters."
        )
        problems.append(Invalid("SOURCE_LENGTH", text, ("source",), f"1..{MAX_SOURCE}"))
    return problems


def check_standing(*, is_withdrawn: bool) -> None:
    """Raise Conflict when a record was withdrawn already."""
    if is_withdrawn:
        text = Text("Bản ghi này đã được rút.", "The record was withdrawn already.")
        raise Conflict("RECORD_WITHDRAWN", text, ("recordId",))
