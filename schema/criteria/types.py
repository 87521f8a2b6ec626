"""The types of rubrics, criteria and bands, their filters and orders."""

from datetime import datetime
from decimal import Decimal

import strawberry

from domain.criteria import model, queries
from domain.criteria.rules import RubricState
from schema.bindings import Node, OrderField, column, entity
from schema.enums import expose
from schema.fields import one, owned
from schema.filters import equals, is_one_of, ordering, refers_to
from schema.refs import CriterionBandRef, CriterionRef, MovementRef, RubricRef
from schema.texts import VERSION, T, describe

expose(
    RubricState,
    T("Trạng thái của bộ tiêu chí.", "The state of a rubric."),
    {
        "DRAFT": ("Bản thảo, còn sửa được.", "A draft that can be rewritten."),
        "FROZEN": ("Đã khóa vì đã dùng cho vòng chấm.", "Frozen for good, since a round uses it."),
    },
)

CODE = T("Mã bộ tiêu chí.", "The rubric's code.")
NAME = T("Tên.", "The name.")
NAME_EN = T("Tên tiếng Anh.", "The English name.")
PASS_TOTAL = T("Tổng điểm phải đạt, thang 100.", "The total to reach, out of 100.")
NUMBER = T("Số phiên bản của mã này.", "Which version of this code.")
CREATED_AT = T("Thời điểm tạo.", "When it was made.")
DESCRIPTION = T("Mô tả, cách chấm.", "What is judged, and how.")
WEIGHT = T("Trọng số; tổng các trọng số là 100.", "The weight; all weights add up to 100.")
SCALE_MIN = T("Điểm thấp nhất.", "The lowest mark.")
SCALE_MAX = T("Điểm cao nhất.", "The highest mark.")
STEP = T("Bước điểm.", "The step between marks.")
MINIMUM = T("Điểm tối thiểu phải đạt.", "The mark below which the criterion is not met.")
LABEL = T("Tên mức.", "What the band is called.")
MARK_FROM = T("Từ điểm.", "The lowest mark of the band.")
MARK_TO = T("Đến điểm.", "The highest mark of the band.")


@strawberry.input(description=describe(T("Lọc bộ tiêu chí.", "What rubrics to keep.")))
class RubricFilter:
    """Filters of lists of rubrics."""

    movement_id: strawberry.ID | None = refers_to(
        model.Rubric.movement_id, "Movement", T("Của phong trào.", "Of this movement.")
    )
    code: str | None = equals(model.Rubric.code, CODE)
    state: list[RubricState] | None = is_one_of(model.Rubric.state, T("Trạng thái.", "In these states."))


RUBRIC_ORDER = ordering(
    "Rubric",
    {
        "CREATED_AT": OrderField(model.Rubric.created_at, CREATED_AT),
        "CODE": OrderField(model.Rubric.code, CODE),
        "NUMBER": OrderField(model.Rubric.number, NUMBER),
    },
    default="CREATED_AT",
)


@entity(queries.BANDS, T("Một mức điểm có tên của tiêu chí.", "A labelled stretch of a criterion's scale."))
class CriterionBand(Node):
    """Both ends belong to the band."""

    ordinal: int = column(model.CriterionBand.ordinal, T("Thứ tự.", "Its place."))
    label: str = column(model.CriterionBand.label, LABEL)
    mark_from: Decimal = column(model.CriterionBand.mark_from, MARK_FROM)
    mark_to: Decimal = column(model.CriterionBand.mark_to, MARK_TO)


@entity(queries.CRITERIA, T("Một tiêu chí chấm điểm.", "One thing that is judged."))
class Criterion(Node):
    """Its weight, its scale, its minimum."""

    ordinal: int = column(model.Criterion.ordinal, T("Thứ tự.", "Its place."))
    code: str = column(model.Criterion.code, T("Mã, duy nhất trong bộ tiêu chí.", "The code, unique in the rubric."))
    name: str = column(model.Criterion.name, NAME)
    name_en: str | None = column(model.Criterion.name_en, NAME_EN)
    description: str | None = column(model.Criterion.description, DESCRIPTION)
    weight: Decimal = column(model.Criterion.weight, WEIGHT)
    scale_min: Decimal = column(model.Criterion.scale_min, SCALE_MIN)
    scale_max: Decimal = column(model.Criterion.scale_max, SCALE_MAX)
    step: Decimal = column(model.Criterion.step, STEP)
    minimum: Decimal | None = column(model.Criterion.minimum, MINIMUM)
    bands = owned(
        "CriterionBand",
        CriterionBandRef,
        model.CriterionBand.criterion_id,
        T("Các mức điểm.", "The bands of the scale."),
        order=[(model.CriterionBand.ordinal, False)],
    )
    rubric = one("Rubric", RubricRef, model.Criterion.rubric_id, T("Bộ tiêu chí.", "The rubric."))


@entity(queries.RUBRICS, T("Một phiên bản của bộ tiêu chí.", "One version of a movement's set of criteria."))
class Rubric(Node):
    """Drafted, then frozen when a round opens with it."""

    version: int = column(model.Rubric.version, VERSION)
    code: str = column(model.Rubric.code, CODE)
    number: int = column(model.Rubric.number, NUMBER)
    name: str = column(model.Rubric.name, NAME)
    state: RubricState = column(model.Rubric.state, T("Trạng thái.", "The state."))
    pass_total: Decimal | None = column(model.Rubric.pass_total, PASS_TOTAL)
    created_at: datetime = column(model.Rubric.created_at, CREATED_AT)
    frozen_at: datetime | None = column(model.Rubric.frozen_at, T("Thời điểm khóa.", "When it was frozen."))
    movement = one("Movement", MovementRef, model.Rubric.movement_id, T("Phong trào.", "The movement."))
    criteria = owned(
        "Criterion",
        CriterionRef,
        model.Criterion.rubric_id,
        T("Các tiêu chí.", "The criteria in their order."),
        order=[(model.Criterion.ordinal, False)],
    )
