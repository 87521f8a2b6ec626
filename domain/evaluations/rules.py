"""Scoring: the states of rounds and sheets, marks on their scale, exact totals, means, places and ties.

Totals and means follow M1 of the evaluation specification: t = 100·Σ w·x / Σ w with x = (mark − min)/(max − min),
kept as exact fractions and rounded once, half up. A missing sheet is never counted as zero.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext
from enum import StrEnum
from fractions import Fraction
from uuid import UUID

from domain.criteria.rules import MAX_CRITERIA, is_mark
from domain.errors import Conflict, DomainError, Invalid, Text


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


class ResultState(StrEnum):
    """A result is computed, then published."""

    STAGED = "STAGED"
    PUBLISHED = "PUBLISHED"


class ResultMethod(StrEnum):
    """How the sheets of an initiative become one score."""

    MEAN = "MEAN"


class EntryStatus(StrEnum):
    """Whether an initiative has a place, and if not, why."""

    RANKED = "RANKED"
    UNSCORED = "UNSCORED"


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


def sheet_total(marks: Mapping[UUID, Decimal], scales: Sequence[Scale]) -> Fraction:
    """Return the exact total, 0 to 100, of a sheet that marks every criterion."""
    weights = sum((Fraction(scale.weight) for scale in scales), Fraction())
    gained = sum(
        (
            Fraction(scale.weight)
            * (Fraction(marks[scale.criterion_id]) - Fraction(scale.scale_min))
            / (Fraction(scale.scale_max) - Fraction(scale.scale_min))
            for scale in scales
        ),
        Fraction(),
    )
    return 100 * gained / weights


def rounded(value: Fraction, places: int) -> Decimal:
    """Round half up (away from zero at the middle), exactly, to `places` decimals."""
    scaled = value * 10**places
    sign = -1 if scaled < 0 else 1
    whole = (2 * abs(scaled.numerator) + scaled.denominator) // (2 * scaled.denominator)
    with localcontext() as context:
        context.prec = 60
        return (Decimal(sign * whole) / Decimal(10**places)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an initiative stands: score and place are None when no submitted sheet says anything of it."""

    initiative_id: UUID
    status: EntryStatus
    score: Decimal | None
    place: int | None
    is_tied: bool
    sheets: int


def ranking(totals: Mapping[UUID, Sequence[Fraction]], places: int) -> list[Standing]:
    """Rank initiatives by the mean of their sheets' totals, best first, unscored ones last without a place.

    Published (rounded) scores are compared, so that what looks equal is equal: equal scores share a place and
    the next place is left out (1, 2, 2, 4). Initiatives without a sheet have no score and take no place.
    """
    scores = {
        initiative: rounded(sum(sheets, Fraction()) / len(sheets), places)
        for initiative, sheets in totals.items()
        if sheets
    }
    counts = Counter(scores.values())
    place_of: dict[Decimal, int] = {}
    better = 0
    for score in sorted(counts, reverse=True):
        place_of[score] = better + 1
        better += counts[score]
    ranked = [
        Standing(
            initiative_id=initiative,
            status=EntryStatus.RANKED,
            score=score,
            place=place_of[score],
            is_tied=counts[score] > 1,
            sheets=len(totals[initiative]),
        )
        for initiative, score in sorted(scores.items(), key=lambda one: (-one[1], one[0]))
    ]
    unscored = sorted(initiative for initiative in totals if initiative not in scores)
    return ranked + [Standing(initiative, EntryStatus.UNSCORED, None, None, False, 0) for initiative in unscored]


@dataclass(frozen=True, slots=True)
class CountedSheet:
    """A submitted sheet as a result counts it."""

    sheet_id: UUID
    initiative_id: UUID
    evaluator_id: UUID
    marks: Mapping[UUID, Decimal]


def inputs_hash(
    *,
    round_id: UUID,
    scales: Sequence[Scale],
    sheets: Sequence[CountedSheet],
    method: ResultMethod,
    score_places: int,
) -> str:
    """Return the SHA-256 (hex) of all that a result is computed from; the order of rows never matters."""
    said = {
        "round": str(round_id),
        "method": method.value,
        "score_places": score_places,
        "criteria": {
            str(scale.criterion_id): [
                plain(number) for number in (scale.weight, scale.scale_min, scale.scale_max, scale.step)
            ]
            for scale in scales
        },
        "sheets": {
            str(sheet.sheet_id): {
                "initiative": str(sheet.initiative_id),
                "evaluator": str(sheet.evaluator_id),
                "marks": {str(criterion): plain(value) for criterion, value in sheet.marks.items()},
            }
            for sheet in sheets
        },
    }
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


class ConflictKind(StrEnum):
    """Why somebody may not score an initiative."""

    OWN_UNIT = "OWN_UNIT"
    OWN_INITIATIVE = "OWN_INITIATIVE"


def conflict_of_interest(
    *, evaluator_id: UUID, evaluator_unit_id: UUID, initiative_unit_id: UUID, author_ids: frozenset[UUID]
) -> ConflictKind | None:
    """Return the conflict of interest between an evaluator and an initiative, None where there is none."""
    if evaluator_id in author_ids:
        return ConflictKind.OWN_INITIATIVE
    if evaluator_unit_id == initiative_unit_id:
        return ConflictKind.OWN_UNIT
    return None


def refuse_conflict(kind: ConflictKind, path: Sequence[str] = ("evaluatorId",)) -> Conflict:
    """Say why the assignment is refused; the database says the same by trigger."""
    texts = {
        ConflictKind.OWN_UNIT: Text(
            "Xung đột lợi ích: thành viên chấm thuộc chính đơn vị có sáng kiến.",
            "Conflict of interest: the evaluator works in the initiative's unit.",
        ),
        ConflictKind.OWN_INITIATIVE: Text(
            "Xung đột lợi ích: thành viên chấm là tác giả hoặc đồng tác giả.",
            "Conflict of interest: the evaluator is an author of the initiative.",
        ),
    }
    return Conflict(f"CONFLICT_OF_INTEREST_{kind}", texts[kind], path)
