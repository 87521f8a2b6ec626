"""Enumerations, filters and orders of the lists of measures, measurements and totals."""

from datetime import date
from typing import Any

import strawberry

from domain.benefits import model
from domain.benefits.rules import BenefitKind, Grade, TotalScope, Verdict
from schema.bindings import OrderField
from schema.enums import expose
from schema.filters import at_least, below, equals, is_one_of, ordering, refers_to
from schema.texts import T, describe

KIND = T("Loại lợi ích.", "What kind of benefit.")
GRADE = T("Mức tin cậy của số đo.", "How well a measurement is founded.")
VERDICT = T("Kết luận thẩm tra.", "What the other unit found.")
SCOPE = T("Phạm vi của tổng.", "Of what the total is.")
INITIATIVE = T("Sáng kiến.", "The initiative.")
UNIT = T("Đơn vị đo: đơn vị có sáng kiến hoặc áp dụng.", "The unit that measures: its own, or one that adopted it.")
VERIFIER_UNIT = T("Đơn vị được đề nghị thẩm tra.", "The unit that is asked to verify.")
PLANNED_AT = T("Thời điểm lập.", "When it was planned.")
MONTH = T("Tháng, ghi bằng ngày đầu tháng.", "The month, by its first day.")
MOVEMENT = T("Phong trào.", "The movement.")
IS_LOCKED = T("Đã khóa mức nền.", "Whether the baseline is locked.")
IS_WITHDRAWN = T("Đã bị rút.", "Whether it was withdrawn.")
VERIFIED = T("Giờ mỗi tháng đã được đơn vị khác thẩm tra.", "Hours per month that another unit verified.")
CLAIMED = T(
    "Giờ mỗi tháng theo số đo mới nhất chưa bị bác.",
    "Hours per month by the latest measurements that were not rejected.",
)

TOTAL: Any = model.TOTALS.c

expose(
    BenefitKind,
    KIND,
    {
        "HOURS": (
            "Giờ công tiết kiệm mỗi tháng; được cộng vào tổng.",
            "Hours of work saved per month; what totals sum.",
        ),
        "OTHER": ("Đại lượng khác, có đơn vị tính riêng.", "Something else, with a unit of measure of its own."),
    },
)
expose(
    Grade,
    GRADE,
    {
        "A": ("Nhật ký hệ thống ghi toàn bộ công việc.", "Logs of systems, of all the work."),
        "B": ("Bấm giờ trên mẫu vụ việc.", "Timed on a sample of cases."),
        "C": ("Người làm việc báo cáo.", "Reported by those who do the work."),
        "D": ("Ước lượng.", "Estimated."),
    },
)
expose(
    Verdict,
    VERDICT,
    {
        "CONFIRMED": ("Xác nhận số đo.", "The measurement holds."),
        "ADJUSTED": ("Điều chỉnh, có giá trị và lý do.", "Another value holds, with a reason."),
        "REJECTED": ("Bác số đo, có lý do.", "The measurement does not hold, with a reason."),
    },
)
expose(
    TotalScope,
    SCOPE,
    {
        "MOVEMENT": ("Cả phong trào.", "The whole movement."),
        "INITIATIVE": ("Một sáng kiến, ở mọi đơn vị.", "One initiative, wherever it is used."),
        "UNIT": ("Một đơn vị, mọi sáng kiến đang dùng.", "One unit, with all that it uses."),
    },
)


@strawberry.input(description=describe(T("Lọc việc đo lợi ích.", "What measures to keep.")))
class BenefitFilter:
    """Filters of lists of measures."""

    initiative_id: strawberry.ID | None = refers_to(model.Benefit.initiative_id, "Initiative", INITIATIVE)
    unit_id: strawberry.ID | None = refers_to(model.Benefit.unit_id, "Unit", UNIT)
    verifier_unit_id: strawberry.ID | None = refers_to(model.Benefit.verifier_unit_id, "Unit", VERIFIER_UNIT)
    kind: list[BenefitKind] | None = is_one_of(model.Benefit.kind, KIND)
    is_locked: bool | None = equals(model.Benefit.baseline_locked_at.is_not(None), IS_LOCKED)
    is_withdrawn: bool | None = equals(model.Benefit.withdrawn_at.is_not(None), IS_WITHDRAWN)


BENEFIT_ORDER = ordering(
    "Benefit", {"PLANNED_AT": OrderField(model.Benefit.planned_at, PLANNED_AT)}, default="PLANNED_AT", descending=True
)


@strawberry.input(description=describe(T("Lọc số đo.", "What measurements to keep.")))
class BenefitMeasurementFilter:
    """Filters of the measurements of a measure."""

    grade: list[Grade] | None = is_one_of(model.BenefitMeasurement.grade, GRADE)
    month_from: date | None = at_least(model.BenefitMeasurement.month, T("Từ tháng.", "From this month on."))
    month_before: date | None = below(model.BenefitMeasurement.month, T("Trước tháng.", "Before this month."))


BENEFIT_MEASUREMENT_ORDER = ordering(
    "BenefitMeasurement",
    {"MONTH": OrderField(model.BenefitMeasurement.month, MONTH)},
    default="MONTH",
    descending=True,
)


@strawberry.input(description=describe(T("Lọc tổng lợi ích.", "What totals to keep.")))
class BenefitTotalFilter:
    """Filters of lists of totals."""

    movement_id: strawberry.ID | None = refers_to(TOTAL.movement_id, "Movement", MOVEMENT)
    initiative_id: strawberry.ID | None = refers_to(TOTAL.initiative_id, "Initiative", INITIATIVE)
    unit_id: strawberry.ID | None = refers_to(TOTAL.unit_id, "Unit", T("Đơn vị.", "The unit."))
    scope: list[TotalScope] | None = is_one_of(TOTAL.scope, SCOPE)


BENEFIT_TOTAL_ORDER = ordering(
    "BenefitTotal",
    {"VERIFIED": OrderField(TOTAL.verified, VERIFIED), "CLAIMED": OrderField(TOTAL.claimed, CLAIMED)},
    default="VERIFIED",
    descending=True,
)
