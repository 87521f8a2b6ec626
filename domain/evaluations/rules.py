"""Scoring: the kinds and states of rounds, the states of assignments and sheets, marks on their scale."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from domain.criteria.rules import MAX_CRITERIA, is_mark
from domain.errors import DomainError, Invalid, Text


class RoundState(StrEnum):
    """A round is prepared, opened for scoring, and closed for good."""

    DRAFT = "DRAFT"
    OPEN = "OPEN"
    CLOSED = "CLOSED"


class AssignmentState(StrEnum):
    """Abstaining (không chấm) and recusing (từ chối vì xung đột lợi ích) are different facts."""

    ASSIGNED = "ASSIGNED"
    ABSTAINED = "ABSTAINED"
    RECUSED = "RECUSED"


class SheetState(StrEnum):
    """Only a submitted sheet counts; it is locked until somebody else reopens it with a reason."""

    DRAFT = "DRAFT"
    SUBMITTED = "SUBMITTED"


class RoundKind(StrEnum):
    """What a round is for, in the order in which a movement has them. A tie-break judges pairs, without sheets."""

    SCREENING = "SCREENING"
    SELF_SCORE = "SELF_SCORE"
    CROSS_SCORE = "CROSS_SCORE"
    EXPERT = "EXPERT"
    COUNCIL = "COUNCIL"
    TIE_BREAK = "TIE_BREAK"


class ScoresSeen(StrEnum):
    """When an evaluator sees what fellow evaluators gave to an entry: never, after their own sheet, always."""

    NEVER = "NEVER"
    AFTER_OWN = "AFTER_OWN"
    ALWAYS = "ALWAYS"


class AssignmentOrigin(StrEnum):
    """How an entry came to an evaluator."""

    BY_HAND = "BY_HAND"
    PROPOSED = "PROPOSED"
    REPLACEMENT = "REPLACEMENT"


@dataclass(frozen=True, slots=True)
class Scale:
    """A criterion as scoring needs it."""

    criterion_id: UUID
    code: str
    weight: Decimal
    scale_min: Decimal
    scale_max: Decimal
    step: Decimal


@dataclass(frozen=True, slots=True)
class GivenMark:
    """A mark as an evaluator gives it."""

    criterion_id: UUID
    value: Decimal
    comment: str | None = None


def problems_of_marks(marks: Sequence[GivenMark], scales: Sequence[Scale]) -> list[DomainError]:
    """List marks of unknown criteria, given twice, out of range or off step; the path is ("marks", position, field)."""
    if len(marks) > MAX_CRITERIA:
        allowed = f"0..{MAX_CRITERIA}"
        text = Text(f"Tối đa {MAX_CRITERIA} điểm mỗi lần lưu.", f"At most {MAX_CRITERIA} marks at a time.")
        return [Invalid("MARKS_COUNT", text, ("marks",), allowed)]
    by_id = {scale.criterion_id: scale for scale in scales}
    seen: set[UUID] = set()
    problems: list[DomainError] = []
    for index, mark in enumerate(marks):
        scale = by_id.get(mark.criterion_id)
        if scale is None:
            text = Text("Tiêu chí không thuộc bộ tiêu chí của vòng chấm.", "The round's rubric has no such criterion.")
            problems.append(Invalid("CRITERION_UNKNOWN", text, ("marks", str(index), "criterionId")))
        elif mark.criterion_id in seen:
            text = Text(f"Tiêu chí {scale.code} được chấm hai lần.", f"Criterion {scale.code} is marked twice.")
            problems.append(Invalid("MARK_TWICE", text, ("marks", str(index), "criterionId")))
        elif not is_mark(mark.value, scale_min=scale.scale_min, scale_max=scale.scale_max, step=scale.step):
            problems.append(_off_scale(index, mark.value, scale))
        seen.add(mark.criterion_id)
    return problems


def _off_scale(index: int, value: Decimal, scale: Scale) -> Invalid:
    low, high, step = (plain(number) for number in (scale.scale_min, scale.scale_max, scale.step))
    out_of_range = not scale.scale_min <= value <= scale.scale_max
    return Invalid(
        "MARK_OUT_OF_RANGE" if out_of_range else "MARK_OFF_STEP",
        Text(
            f"Điểm tiêu chí {scale.code} phải từ {low} đến {high}, theo bước {step}; đã nhận {plain(value)}.",
            f"A mark for {scale.code} is from {low} to {high} in steps of {step}; {plain(value)} came.",
        ),
        ("marks", str(index), "value"),
        f"{low}..{high} / {step}",
    )


def plain(number: Decimal) -> str:
    """Write a number without exponent or trailing zeros: one text for one value."""
    return format(number.normalize(), "f") if number else "0"


def missing_criteria(marks: Iterable[UUID], scales: Sequence[Scale]) -> list[DomainError]:
    """List the criteria that a sheet must still mark before it can be submitted; `marks` are those it has."""
    marked = frozenset(marks)
    return [
        Invalid(
            "MARK_MISSING",
            Text(f"Chưa chấm tiêu chí {scale.code}.", f"Criterion {scale.code} has no mark."),
            ("marks",),
            scale.code,
        )
        for scale in scales
        if scale.criterion_id not in marked
    ]


@dataclass(frozen=True, slots=True)
class CountedSheet:
    """A submitted sheet as a result counts it: never an excluded one, never one of an assignment given up."""

    sheet_id: UUID
    initiative_id: UUID
    evaluator_id: UUID
    marks: Mapping[UUID, Decimal]
