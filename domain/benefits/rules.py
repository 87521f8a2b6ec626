"""Measured benefit: what is measured, how sure one is of it, what a month of it is worth, who may confirm it.

There is one formula. A benefit compares a case before with a case now: in a month,
`saved = (baseline - actual) x cases`, or `(actual - baseline) x cases` where more is better. What is measured as a
total of the month has one case.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from domain.errors import Conflict, DomainError, Invalid, Text

#: The largest quantity there is, with two decimals, and the longest text of one line.
MAX_QUANTITY = Decimal("9999999999.99")
MAX_LINE = 200
MAX_CASES = 1_000_000
_PLACES = 2


class BenefitKind(StrEnum):
    """Hours of work saved per month, which is what totals count, or something else with a unit of its own."""

    HOURS = "HOURS"
    OTHER = "OTHER"


class Grade(StrEnum):
    """How well a measurement is founded, from logs of all the work (A) to a guess (D).

    The steps are those of pedigree matrices for the quality of data (Weidema and Wesnæs 1996): measured throughout,
    measured by sample, reported by those who work, estimated. They are a customary default, not law.
    """

    A = "A"
    B = "B"
    C = "C"
    D = "D"


class Verdict(StrEnum):
    """What another unit says of a measurement."""

    CONFIRMED = "CONFIRMED"
    ADJUSTED = "ADJUSTED"
    REJECTED = "REJECTED"


class TotalScope(StrEnum):
    """Of what a total is: a whole movement, one initiative wherever it is used, or one unit with all that it uses."""

    MOVEMENT = "MOVEMENT"
    INITIATIVE = "INITIATIVE"
    UNIT = "UNIT"


@dataclass(frozen=True, slots=True)
class Measure:
    """What a measure says before its baseline is locked."""

    kind: BenefitKind
    name: str
    unit_of_measure: str
    more_is_better: bool
    method: str
    people_affected: int
    baseline: Decimal | None
    target: Decimal | None
    forecast: Decimal | None


@dataclass(frozen=True, slots=True)
class Reading:
    """What was measured in a month: a case now, how many cases, and between what the month's benefit lies."""

    actual: Decimal
    cases: int
    low: Decimal
    high: Decimal


#: What may still change once the baseline is locked: nothing that a measurement is compared with.
OPEN_TO_CHANGE = frozenset({"people_affected", "forecast", "verifier_unit_id"})


def problems_of_measure(measure: Measure) -> list[DomainError]:
    """List what is wrong with a measure: texts missing or too long, nobody affected, quantities out of range."""
    lines = {"name": measure.name, "unitOfMeasure": measure.unit_of_measure, "method": measure.method}
    problems = [no_line(field) for field, line in lines.items() if not 1 <= len(line.strip()) <= MAX_LINE]
    if measure.people_affected < 1:
        text = Text("Phải có ít nhất một người được hưởng lợi.", "At least one person is affected.")
        problems.append(Invalid("PEOPLE_MISSING", text, ("peopleAffected",), ">= 1"))
    if measure.kind is BenefitKind.HOURS and measure.more_is_better:
        text = Text("Giờ công tiết kiệm là phần giảm đi.", "Of hours, less is better.")
        problems.append(Invalid("HOURS_ARE_SAVED", text, ("moreIsBetter",), "false"))
    if measure.kind is BenefitKind.HOURS and not _is_hours(measure.unit_of_measure):
        text = Text(
            "Giờ công được cộng vào tổng nên phải đo bằng giờ, ví dụ “giờ/hồ sơ”.",
            "Hours are summed, hence measured in hours, such as “hours per file”.",
        )
        problems.append(Invalid("HOURS_UNIT", text, ("unitOfMeasure",), "giờ… | hour…"))
    quantities = {"baseline": measure.baseline, "target": measure.target, "forecast": measure.forecast}
    return problems + [off_range(field) for field, value in quantities.items() if value is not None and is_off(value)]


def check_open(given: Mapping[str, object], *, is_locked: bool) -> None:
    """Raise Conflict when a change touches what the lock keeps."""
    if is_locked and set(given) - OPEN_TO_CHANGE:
        text = Text("Mức nền đã khóa, không sửa được.", "The baseline is locked; what it is measured by stays.")
        raise Conflict("BASELINE_LOCKED", text)


def check_lockable(*, baseline: Decimal | None, is_locked: bool, measuring_from: date, today: date) -> None:
    """Raise Conflict unless there is a baseline that is not locked yet and measuring begins on a later day.

    A baseline that is settled once one sees what came of it proves nothing.
    """
    if is_locked:
        raise Conflict("BASELINE_LOCKED", Text("Mức nền đã khóa.", "The baseline is locked already."))
    if baseline is None:
        raise Conflict("BASELINE_MISSING", Text("Chưa có mức nền.", "There is no baseline yet."))
    if today >= measuring_from:
        text = Text(
            f"Phải khóa mức nền trước ngày bắt đầu đo ({measuring_from:%d/%m/%Y}).",
            f"The baseline is locked before measuring begins ({measuring_from.isoformat()}).",
        )
        raise Conflict("BASELINE_TOO_LATE", text)


def check_measurable(*, is_locked: bool, is_used: bool) -> None:
    """Raise Conflict unless the baseline is locked and the unit works with the initiative."""
    if not is_locked:
        raise Conflict("BASELINE_OPEN", Text("Phải khóa mức nền trước khi đo.", "Lock the baseline before measuring."))
    if not is_used:
        text = Text("Đơn vị chưa áp dụng sáng kiến này.", "The unit does not use the initiative.")
        raise Conflict("NOT_ADOPTED", text)


def saved(baseline: Decimal, reading: Reading, *, more_is_better: bool) -> Decimal:
    """Return a month's benefit by the one formula; it is negative where things got worse."""
    difference = reading.actual - baseline if more_is_better else baseline - reading.actual
    return difference * reading.cases


def problems_of_reading(reading: Reading, benefit: Decimal) -> list[DomainError]:
    """List what is wrong with a reading: out of range, no case, or an interval that the benefit is not in."""
    problems: list[DomainError] = [off_range("actual")] if is_off(reading.actual) else []
    if not 1 <= reading.cases <= MAX_CASES:
        text = Text(f"Số vụ việc từ 1 đến {MAX_CASES}.", f"Cases are 1 to {MAX_CASES}.")
        problems.append(Invalid("CASES_RANGE", text, ("cases",), f"1..{MAX_CASES}"))
    bounds = {"low": reading.low, "high": reading.high}
    problems += [off_range(field) for field, value in bounds.items() if is_off(abs(value))]
    if abs(benefit) > MAX_QUANTITY:
        problems.append(off_range("actual"))
    if not reading.low <= benefit <= reading.high:
        text = Text(
            f"Lợi ích tính được là {benefit}, phải nằm trong khoảng từ low đến high.",
            f"The benefit comes to {benefit}; it must lie between low and high.",
        )
        problems.append(Invalid("INTERVAL_MISSES", text, ("low",), f"low <= {benefit} <= high"))
    return problems


def month_of(day: date, *, measuring_from: date, today: date) -> date:
    """Return the first day of the month that a measurement is of, or raise Invalid for one too early or to come."""
    month = day.replace(day=1)
    if not measuring_from.replace(day=1) <= month <= today:
        text = Text(
            f"Tháng đo phải từ {measuring_from:%m/%Y} đến tháng này.",
            f"A month from {measuring_from:%Y-%m} up to this one.",
        )
        raise Invalid("MONTH_RANGE", text, ("month",), f"{measuring_from:%Y-%m}..{today:%Y-%m}")
    return month


def check_standing(*, is_withdrawn: bool) -> None:
    """Raise Conflict when a measure was given up."""
    if is_withdrawn:
        raise Conflict("BENEFIT_WITHDRAWN", Text("Việc đo đã bị rút.", "The measure was withdrawn."))


def _is_hours(unit_of_measure: str) -> bool:
    said = unicodedata.normalize("NFC", unit_of_measure).strip().casefold()
    return re.match(r"(giờ|hours?)\b", said) is not None


def is_off(value: Decimal) -> bool:
    """Say whether a quantity is out of range, or has more decimals than are kept."""
    exponent = value.as_tuple().exponent
    return not 0 <= value <= MAX_QUANTITY or not isinstance(exponent, int) or -exponent > _PLACES


def off_range(field: str) -> Invalid:
    """Say that a quantity is out of range."""
    text = Text(
        f"Giá trị từ 0 đến {MAX_QUANTITY}, tối đa hai chữ số thập phân.",
        f"A quantity is 0 to {MAX_QUANTITY}, with at most two decimals.",
    )
    return Invalid("QUANTITY_RANGE", text, (field,), f"0..{MAX_QUANTITY}")


def no_line(field: str) -> DomainError:
    """Say that a line is missing or too long."""
    text = Text(f"Cần 1 đến {MAX_LINE} ký tự.", f"1 to {MAX_LINE} characters are needed.")
    return Invalid("LINE_LENGTH", text, (field,), f"1..{MAX_LINE}")
