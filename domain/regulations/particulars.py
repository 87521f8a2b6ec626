"""What may be written of a legal parameter, of an award rule's validity, and of a day that differs from its weekday."""

from datetime import date
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from domain.errors import DomainError, Invalid, Text
from domain.regulations.rules import ParameterKind

#: The longest citation of a clause.
MAX_CLAUSE = 200
_PLACES = Decimal("0.01")

#: The least and the most that each kind of parameter can be: salary and rounding in đồng, the others bare numbers.
RANGES = {
    ParameterKind.BASE_SALARY: (Decimal(1), Decimal(1_000_000_000)),
    ParameterKind.PRIZE_COEFFICIENT: (_PLACES, Decimal(1000)),
    ParameterKind.COLLECTIVE_FACTOR: (_PLACES, Decimal(1000)),
    ParameterKind.PRIZE_ROUNDING: (Decimal(1), Decimal(1_000_000)),
}


class Validity(NamedTuple):
    """A period of whole days; `last` is its last day, None where none is known."""

    first: date
    last: date | None


def problems_of_validity(of: Validity, basis: Validity, clause: str) -> list[DomainError]:
    """List what is wrong with the period of what rests on a legal text, and with the clause that it names.

    It is in force only on days on which its legal text is: what a later text carries on rests on that later text.
    """
    problems: list[DomainError] = []
    if not 1 <= len(clause.strip()) <= MAX_CLAUSE:
        text = Text(
            f"Phải nêu điều khoản làm căn cứ, không quá {MAX_CLAUSE} ký tự.",
            f"The clause that it rests on is needed, at most {MAX_CLAUSE} characters.",
        )
        problems.append(Invalid("CLAUSE_LENGTH", text, ("clause",), f"1..{MAX_CLAUSE}"))
    if of.last is not None and of.last < of.first:
        text = Text("Ngày hết hiệu lực phải từ ngày có hiệu lực trở đi.", "The last day must not be before the first.")
        problems.append(Invalid("PERIOD_REVERSED", text, ("validTo",), f">= {of.first.isoformat()}"))
    if not (basis.first <= of.first <= (basis.last or of.first)):
        text = Text(
            "Văn bản làm căn cứ không có hiệu lực vào ngày bắt đầu.",
            "The legal basis is not in force on the first day.",
        )
        problems.append(Invalid("BASIS_NOT_IN_FORCE", text, ("validFrom",), _written(basis)))
    elif basis.last is not None and (of.last is None or of.last > basis.last):
        text = Text(
            f"Văn bản làm căn cứ hết hiệu lực ngày {basis.last:%d/%m/%Y}: không thể có hiệu lực lâu hơn.",
            f"The legal basis ends on {basis.last.isoformat()}: nothing that rests on it lasts longer.",
        )
        problems.append(Invalid("OUTLIVES_BASIS", text, ("validTo",), f"<= {basis.last.isoformat()}"))
    return problems


def problems_of_parameter(
    *, kind: ParameterKind, value: Decimal, form_id: UUID | None, title_id: UUID | None
) -> list[DomainError]:
    """List what is wrong with a legal parameter: its award (a coefficient is of one), or its value."""
    problems: list[DomainError] = []
    awards, least = sum(each is not None for each in (form_id, title_id)), int(kind is ParameterKind.PRIZE_COEFFICIENT)
    most = int(kind in (ParameterKind.PRIZE_COEFFICIENT, ParameterKind.COLLECTIVE_FACTOR))
    if not least <= awards <= most:
        text = Text(
            "Hệ số tiền thưởng là của một hình thức hoặc một danh hiệu; hệ số tập thể của một hoặc chung cho tất cả;"
            " mức lương cơ sở và mức làm tròn là chung.",
            "A coefficient is of one form or one title, a collective factor of one or of all, others are of all.",
        )
        problems.append(Invalid("PARAMETER_OF", text, ("formId",), f"{least}..{most}: formId | titleId"))
    lower, upper = RANGES[kind]
    if not lower <= value <= upper or value != round(value, 2):
        text = Text(
            f"Giá trị từ {lower} đến {upper}, tối đa 2 chữ số thập phân.",
            f"The value is from {lower} to {upper}, with at most 2 decimals.",
        )
        problems.append(Invalid("PARAMETER_RANGE", text, ("value",), f"{lower}..{upper}"))
    return problems


def problems_of_special_day(*, name: str, source: str) -> list[DomainError]:
    """List what is wrong with what is said of a day: no name, no source."""
    text = Text("Không được để trống.", "This must not be empty.")
    said = {"name": name, "source": source}
    return [Invalid(f"{field.upper()}_EMPTY", text, (field,)) for field, each in said.items() if not each.strip()]


def _written(period: Validity) -> str:
    return f"{period.first.isoformat()}..{period.last.isoformat() if period.last else ''}"
