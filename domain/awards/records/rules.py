"""Records of earlier awards: of exactly one person or unit, of one form or title of the catalogues or in words."""

from datetime import date
from uuid import UUID

from domain.errors import Conflict, DomainError, Invalid, Text

FIRST_YEAR = 1945
MAX_AWARD = 200
MAX_SOURCE = 500


def problems_of_record(
    *,
    person_id: UUID | None,
    unit_id: UUID | None,
    form_id: UUID | None,
    title_id: UUID | None,
    award: str | None,
    year: int,
    signed_on: date | None,
    source: str,
    today: date,
) -> list[DomainError]:
    """List what is wrong with an earlier award: whose it is, what it is, its year and day, where that is known from."""
    problems: list[DomainError] = []
    if (person_id is None) == (unit_id is None):
        text = Text("Chỉ nêu một cá nhân hoặc một đơn vị.", "Name either one person or one unit.")
        problems.append(Invalid("REWARDED_ONE_OF", text, ("personId",), "personId | unitId"))
    if sum(each is not None for each in (form_id, title_id, award)) != 1:
        text = Text(
            "Chỉ nêu một hình thức, một danh hiệu trong danh mục, hoặc tên khen thưởng.",
            "Name one form or one title of the catalogues, or the award in words.",
        )
        problems.append(Invalid("AWARD_ONE_OF", text, ("formId",), "formId | titleId | award"))
    if award is not None and not 1 <= len(award.strip()) <= MAX_AWARD:
        text = Text(f"Tên khen thưởng có từ 1 đến {MAX_AWARD} ký tự.", f"An award has 1 to {MAX_AWARD} characters.")
        problems.append(Invalid("AWARD_LENGTH", text, ("award",), f"1..{MAX_AWARD}"))
    if not FIRST_YEAR <= year <= today.year:
        text = Text(f"Năm từ {FIRST_YEAR} đến {today.year}.", f"The year is from {FIRST_YEAR} to {today.year}.")
        problems.append(Invalid("YEAR_RANGE", text, ("year",), f"{FIRST_YEAR}..{today.year}"))
    if signed_on is not None and signed_on > today:
        text = Text("Ngày ký không được ở tương lai.", "The day of signing is in the future.")
        problems.append(Invalid("SIGNED_IN_FUTURE", text, ("signedOn",), f"<= {today.isoformat()}"))
    if not 1 <= len(source.strip()) <= MAX_SOURCE:
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
