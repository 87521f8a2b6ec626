"""Scoring: the states of rounds and sheets, marks on their scale, exact totals, means, places and ties.

Totals and means follow M1 of the evaluation specification: t = 100·Σ w·x / Σ w with x = (mark − min)/(max − min),
kept as exact fractions and rounded once, half up. A missing sheet is never counted as zero.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext
from enum import StrEnum
from fractions import Fraction
from uuid import UUID

from domain.criteria.rules import is_mark
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


def problems_of_marks(marks: Mapping[UUID, Decimal], scales: Sequence[Scale]) -> list[DomainError]:
    """List marks of unknown criteria, out of range, or off step; the path is ("marks", position, field)."""
    by_id = {scale.criterion_id: scale for scale in scales}
    problems: list[DomainError] = []
    for index, (criterion_id, value) in enumerate(marks.items()):
        scale = by_id.get(criterion_id)
        if scale is None:
            problems.append(
                Invalid(
                    "CRITERION_UNKNOWN",
                    Text(
                        "Tiêu chí không thuộc bộ tiêu chí của vòng chấm.",
                        "The round's rubric has no such criterion.",
                    ),
                    ("marks", str(index), "criterionId"),
                )
            )
        elif not is_mark(value, scale_min=scale.scale_min, scale_max=scale.scale_max, step=scale.step):
            problems.append(_off_scale(index, value, scale))
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


def missing_criteria(marks: Mapping[UUID, Decimal], scales: Sequence[Scale]) -> list[DomainError]:
    """List the criteria that a sheet must still mark before it can be submitted."""
    return [
        Invalid(
            "MARK_MISSING",
            Text(f"Chưa chấm tiêu chí {scale.code}.", f"Criterion {scale.code} has no mark."),
            ("marks",),
            scale.code,
        )
        for scale in scales
        if scale.criterion_id not in marks
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
        initiative: rounded(sum(sheets, Fraction()) / len(sheets), places) if sheets else None
        for initiative, sheets in totals.items()
    }
    scored = [score for score in scores.values() if score is not None]
    standings = [
        Standing(
            initiative_id=initiative,
            status=EntryStatus.UNSCORED if score is None else EntryStatus.RANKED,
            score=score,
            place=None if score is None else 1 + sum(other > score for other in scored),
            is_tied=score is not None and scored.count(score) > 1,
            sheets=len(totals[initiative]),
        )
        for initiative, score in scores.items()
    ]
    return sorted(standings, key=lambda one: (one.place is None, one.place or 0, one.initiative_id))


def check_round_state(current: RoundState, wanted: RoundState) -> None:
    """Raise Conflict unless the round is in the state that a deed needs."""
    if current is not wanted:
        raise Conflict(
            "ROUND_STATE_FORBIDS",
            Text(
                f"Vòng chấm đang ở trạng thái {current}, cần {wanted}.",
                f"The round is {current}; it must be {wanted}.",
            ),
        )


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


def refuse_conflict(kind: ConflictKind) -> Conflict:
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
    return Conflict(f"CONFLICT_OF_INTEREST_{kind}", texts[kind], ("evaluatorId",))
