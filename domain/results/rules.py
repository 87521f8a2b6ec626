"""The states of a result, and when a deed about it is possible."""

from collections.abc import Sequence
from enum import StrEnum
from uuid import UUID

from domain.engine.outcome import Flag, Status, Unadjusted, Warn
from domain.engine.problem import Method
from domain.errors import Conflict, NotAllowed, Text

#: What results say in the words of the engine.
ResultMethod = Method
EntryStatus = Status
ResultFlag = Flag
ResultWarning = Warn
UnadjustedReason = Unadjusted


class ResultState(StrEnum):
    """A result is computed, checked by a second person, then published."""

    STAGED = "STAGED"
    VERIFIED = "VERIFIED"
    PUBLISHED = "PUBLISHED"


class ReliabilityGrade(StrEnum):
    """Reliability of a panel in words (Koo and Li 2016)."""

    POOR = "POOR"
    MODERATE = "MODERATE"
    GOOD = "GOOD"
    EXCELLENT = "EXCELLENT"


class ChartKind(StrEnum):
    """What a chart of a result shows."""

    RANKING = "RANKING"
    SEVERITY = "SEVERITY"


def refuse_comparison(path: Sequence[str] = ("resultId",)) -> Conflict:
    """Say that a version computed by another method is for comparison only."""
    text = Text(
        "Phiên bản tính bằng cách khác chỉ để so sánh.", "A version computed by another method is for comparison only."
    )
    return Conflict("RESULT_FOR_COMPARISON", text, path)


def check_result_state(state: ResultState, wanted: ResultState) -> None:
    """Raise Conflict unless a result is in the state that a deed needs."""
    if state is wanted:
        return
    if state is ResultState.PUBLISHED:
        raise Conflict("RESULT_PUBLISHED", Text("Kết quả đã công bố.", "The result is published already."))
    if wanted is ResultState.VERIFIED:
        text = Text(
            "Kết quả phải được người thứ hai kiểm tra trước khi công bố.",
            "A second person must verify the result before it is published.",
        )
        raise Conflict("RESULT_NOT_VERIFIED", text)
    raise Conflict("RESULT_VERIFIED", Text("Kết quả đã được kiểm tra.", "The result is verified already."))


def check_second_person(
    permission: str, person_id: UUID | None, first_id: UUID | None, path: Sequence[str] = ()
) -> None:
    """Raise NotAllowed when who acts now also did what is to be checked."""
    if person_id is not None and person_id == first_id:
        text = Text("Việc này cần một người thứ hai.", "This needs a second person.")
        raise NotAllowed(permission, text, "SECOND_PERSON_NEEDED", path)
