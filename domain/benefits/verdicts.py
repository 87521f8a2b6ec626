"""Verdicts on measurements: what counts after one, who may give it, and who may be asked to."""

from collections.abc import Collection
from datetime import date
from decimal import Decimal
from typing import TypeAlias
from uuid import UUID

from domain.benefits.rules import MAX_LINE, Verdict, is_off, no_line, off_range
from domain.errors import Conflict, Invalid, NotAllowed, Text

#: What a unit is today, and then the units that this is part of.
Line: TypeAlias = tuple[UUID, ...]
_INTERESTED = Text(
    "Đơn vị đo, đơn vị có sáng kiến và đơn vị trực thuộc hay cấp trên của chúng không được thẩm tra.",
    "Neither the unit that measured nor the one whose initiative it is verifies, nor what is part of them or above.",
)


def verified_value(verdict: Verdict, measured: Decimal, adjusted: Decimal | None, reason: str | None) -> Decimal | None:
    """Return what counts after a verdict: what was measured, what the verifier found, or nothing.

    Raises Invalid when an adjusted value is missing, out of range, or given with another verdict, and when a verdict
    against the measurement gives no reason.
    """
    if (verdict is Verdict.ADJUSTED) == (adjusted is None):
        text = Text(
            "Chỉ và luôn nêu giá trị khi kết luận là điều chỉnh.", "A value is given with ADJUSTED, and only then."
        )
        raise Invalid("ADJUSTED_VALUE", text, ("adjustedValue",))
    if adjusted is not None and is_off(abs(adjusted)):
        raise off_range("adjustedValue")
    if verdict is not Verdict.CONFIRMED and not (reason or "").strip():
        raise Invalid("REASON_MISSING", Text("Phải nêu lý do.", "A reason is needed."), ("reason",))
    return {Verdict.CONFIRMED: measured, Verdict.ADJUSTED: adjusted, Verdict.REJECTED: None}[verdict]


def require_method(method: str) -> str:
    """Return how it was verified, or raise Invalid when that is not said in one line."""
    if not 1 <= len(method.strip()) <= MAX_LINE:
        raise no_line("method")
    return method.strip()


def check_latest(*, is_latest: bool, is_judged: bool) -> None:
    """Raise Conflict when a measurement was corrected by a later one, or judged already."""
    if not is_latest:
        text = Text("Đã có số đo khác thay thế trong tháng này.", "A later measurement of the month took its place.")
        raise Conflict("MEASUREMENT_REPLACED", text)
    if is_judged:
        raise Conflict(
            "VERIFIED_ALREADY", Text("Số đo này đã được thẩm tra.", "This measurement was verified already.")
        )


def check_over(month: date, today: date) -> None:
    """Raise Conflict while the month that was measured is not over: a verdict is on the whole of it."""
    if (month.year, month.month) >= (today.year, today.month):
        text = Text("Chỉ thẩm tra khi tháng đã hết.", "A month is verified once it is over.")
        raise Conflict("MONTH_RUNNING", text, ("measurementId",))


def is_interested(verifier: Line, measured: Collection[Line]) -> bool:
    """Say whether a unit is one of those whose figures are looked into, is part of one, or one is part of it.

    A line is what a unit is today, and then what that is part of.
    """
    return any(verifier[0] in line or line[0] in verifier for line in measured)


def check_verifier(permission: str, verifiers: Collection[Line], measured: Collection[Line]) -> None:
    """Raise NotAllowed when who verifies works in, or serves, a unit that has an interest, or works nowhere."""
    if not verifiers or any(is_interested(line, measured) for line in verifiers):
        raise NotAllowed(permission, _INTERESTED, "VERIFIER_INTERESTED")


def check_asked(verifier: Line, measured: Collection[Line]) -> None:
    """Raise Invalid when a unit is asked to verify that has an interest: it never could."""
    if is_interested(verifier, measured):
        raise Invalid("VERIFIER_INTERESTED", _INTERESTED, ("verifierUnitId",))


def check_hands(permission: str, verifier: UUID | None, measured_by: Collection[UUID | None]) -> None:
    """Raise NotAllowed when who verifies settled the baseline or recorded the month, wherever they worked then."""
    if verifier is not None and verifier in measured_by:
        text = Text("Người đã đo không được thẩm tra số đo đó.", "Who measured does not verify it.")
        raise NotAllowed(permission, text, "VERIFIER_MEASURED")
