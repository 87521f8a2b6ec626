"""Rubrics: what makes a set of criteria sound, and which marks a criterion takes."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from domain.errors import Conflict, DomainError, Invalid, Text
from domain.movements.particulars import problems_of_blank, problems_of_code

#: Owned lists are bounded when they are written, so that they can be read whole.
MAX_CRITERIA = 50
MAX_BANDS = 20
WEIGHT_TOTAL = Decimal(100)

#: Weights and marks are kept with this many digits; what does not fit is refused, never rounded.
_LIMIT = Decimal(100000)
_PLACES = 4


class RubricState(StrEnum):
    """A rubric is drafted, then frozen for good when a round opens with it."""

    DRAFT = "DRAFT"
    FROZEN = "FROZEN"


@dataclass(frozen=True, slots=True)
class Band:
    """A labelled stretch of the scale, both ends included."""

    label: str
    mark_from: Decimal
    mark_to: Decimal


@dataclass(frozen=True, slots=True)
class CriterionSpec:
    """A criterion as it is asked for: weight > 0, marks from `scale_min` to `scale_max` by `step`."""

    code: str
    name: str
    weight: Decimal
    scale_min: Decimal
    scale_max: Decimal
    step: Decimal
    minimum: Decimal | None = None
    name_en: str | None = None
    description: str | None = None
    bands: Sequence[Band] = field(default_factory=tuple)


def is_mark(value: Decimal, *, scale_min: Decimal, scale_max: Decimal, step: Decimal) -> bool:
    """Say whether `value` lies on the scale: within its ends and a whole number of steps from its start."""
    return scale_min <= value <= scale_max and (value - scale_min) % step == 0


def problems_of_heading(*, code: str, name: str, pass_total: Decimal | None) -> list[DomainError]:
    """List what is wrong with a rubric's code, name and pass total."""
    problems = [*problems_of_code(code, ("code",)), *problems_of_blank(name, ("name",))]
    if pass_total is not None and (not 0 <= pass_total <= WEIGHT_TOTAL or _digits_overflow(pass_total)):
        text = Text("Điểm đạt từ 0 đến 100, tối đa 4 số lẻ.", "A pass total is 0 to 100, with up to 4 decimals.")
        problems.append(Invalid("PASS_TOTAL_RANGE", text, ("passTotal",), f"0..{WEIGHT_TOTAL}"))
    return problems


def problems_of_rubric(criteria: Sequence[CriterionSpec]) -> list[DomainError]:
    """List everything that is wrong with a set of criteria, each with the path to the field."""
    problems: list[DomainError] = []
    if not 1 <= len(criteria) <= MAX_CRITERIA:
        problems.append(
            Invalid(
                "CRITERIA_COUNT",
                Text(f"Cần từ 1 đến {MAX_CRITERIA} tiêu chí.", f"There must be 1 to {MAX_CRITERIA} criteria."),
                ("criteria",),
                f"1..{MAX_CRITERIA}",
            )
        )
    codes = [criterion.code for criterion in criteria]
    for index, criterion in enumerate(criteria):
        here = ("criteria", str(index))
        if codes.index(criterion.code) != index:
            problems.append(
                Invalid(
                    "CODE_TWICE",
                    Text(f"Mã tiêu chí {criterion.code} bị lặp.", f"The code {criterion.code} stands twice."),
                    (*here, "code"),
                )
            )
        problems += problems_of_code(criterion.code, (*here, "code"))
        problems += problems_of_blank(criterion.name, (*here, "name"))
        problems += _problems_of_numbers(criterion, here) or _problems_of_scale(criterion, here)
    total = sum((criterion.weight for criterion in criteria), Decimal())
    if criteria and total != WEIGHT_TOTAL:
        problems.append(
            Invalid(
                "WEIGHTS_NOT_100",
                Text(
                    f"Tổng trọng số phải bằng 100, hiện là {total}.",
                    f"The weights must add up to 100, they add up to {total}.",
                ),
                ("criteria",),
                "100",
            )
        )
    return problems


def _digits_overflow(number: Decimal) -> bool:
    return abs(number) >= _LIMIT or number != round(number, _PLACES)


def _problems_of_numbers(criterion: CriterionSpec, here: tuple[str, ...]) -> list[DomainError]:
    """Weights and marks have at most 5 digits before the point and 4 after it."""
    numbers: dict[tuple[str, ...], Decimal | None] = {
        ("weight",): criterion.weight,
        ("scaleMin",): criterion.scale_min,
        ("scaleMax",): criterion.scale_max,
        ("step",): criterion.step,
        ("minimum",): criterion.minimum,
    }
    for index, band in enumerate(criterion.bands):
        numbers["bands", str(index), "markFrom"] = band.mark_from
        numbers["bands", str(index), "markTo"] = band.mark_to
    text = Text(
        "Số có tối đa 5 chữ số phần nguyên và 4 chữ số lẻ.",
        "A number has at most 5 digits before the point and 4 after it.",
    )
    return [
        Invalid("TOO_MANY_DIGITS", text, (*here, *path), "12345.6789")
        for path, number in numbers.items()
        if number is not None and _digits_overflow(number)
    ]


def _problems_of_scale(criterion: CriterionSpec, here: tuple[str, ...]) -> list[DomainError]:
    problems: list[DomainError] = []
    if criterion.weight <= 0:
        problems.append(
            Invalid(
                "WEIGHT_RANGE",
                Text("Trọng số phải lớn hơn 0.", "A weight is above 0."),
                (*here, "weight"),
                "> 0",
            )
        )
    if criterion.scale_max <= criterion.scale_min:
        return [
            *problems,
            Invalid(
                "SCALE_REVERSED",
                Text("Điểm cao nhất phải lớn hơn điểm thấp nhất.", "The scale's end must lie above its start."),
                (*here, "scaleMax"),
                f"> {criterion.scale_min}",
            ),
        ]
    if criterion.step <= 0 or (criterion.scale_max - criterion.scale_min) % criterion.step != 0:
        return [
            *problems,
            Invalid(
                "STEP_UNFIT",
                Text("Bước điểm phải chia hết thang điểm.", "The step must divide the scale."),
                (*here, "step"),
            ),
        ]
    if criterion.minimum is not None and not _is_mark_of(criterion, criterion.minimum):
        problems.append(
            Invalid(
                "MINIMUM_OFF_SCALE",
                Text("Điểm tối thiểu phải nằm trên thang điểm.", "The minimum must be a mark of the scale."),
                (*here, "minimum"),
            )
        )
    return problems + _problems_of_bands(criterion, here)


def _problems_of_bands(criterion: CriterionSpec, here: tuple[str, ...]) -> list[DomainError]:
    """Bands, where there are any, cover the scale from start to end, step by step, without gap or overlap."""
    if len(criterion.bands) > MAX_BANDS:
        return [
            Invalid(
                "BANDS_COUNT",
                Text(f"Tối đa {MAX_BANDS} mức điểm.", f"At most {MAX_BANDS} bands."),
                (*here, "bands"),
                f"0..{MAX_BANDS}",
            )
        ]
    problems: list[DomainError] = []
    for index, band in enumerate(criterion.bands):
        problems += problems_of_blank(band.label, (*here, "bands", str(index), "label"))
    expected = criterion.scale_min
    for index, band in sorted(enumerate(criterion.bands), key=lambda numbered: numbered[1].mark_from):
        is_stretch = band.mark_from == expected and _is_mark_of(criterion, band.mark_to)
        if not is_stretch or band.mark_to < band.mark_from:
            return [*problems, _gap(criterion, (*here, "bands", str(index)))]
        expected = band.mark_to + criterion.step
    if criterion.bands and expected != criterion.scale_max + criterion.step:
        problems.append(_gap(criterion, (*here, "bands")))
    return problems


def _is_mark_of(criterion: CriterionSpec, value: Decimal) -> bool:
    return is_mark(value, scale_min=criterion.scale_min, scale_max=criterion.scale_max, step=criterion.step)


def _gap(criterion: CriterionSpec, path: tuple[str, ...]) -> Invalid:
    return Invalid(
        "BANDS_GAP",
        Text(
            "Các mức điểm phải phủ kín thang điểm, không hở, không chồng.",
            "The bands must cover the whole scale without gap or overlap.",
        ),
        path,
        f"{criterion.scale_min}..{criterion.scale_max} / {criterion.step}",
    )


def check_draft(state: RubricState) -> None:
    """Raise Conflict when a rubric is frozen: what evaluators score by does not change under them."""
    if state is RubricState.FROZEN:
        raise Conflict(
            "RUBRIC_FROZEN",
            Text(
                "Bộ tiêu chí đã khóa vì đã dùng cho vòng chấm; hãy lập phiên bản mới.",
                "The rubric is frozen because a round uses it; make a new version.",
            ),
        )
