"""The types of measured benefit: measures, what months brought, what other units found, totals."""

from datetime import date, datetime
from decimal import Decimal

from domain.benefits import model, queries
from domain.benefits.rules import BenefitKind, Grade, TotalScope, Verdict
from schema.benefits import lists
from schema.benefits.lists import TOTAL
from schema.bindings import Node, column, entity
from schema.fields import connection, one
from schema.refs import (
    BenefitMeasurementRef,
    BenefitRef,
    BenefitVerificationRef,
    InitiativeRef,
    MovementRef,
    PersonRef,
    UnitRef,
)
from schema.texts import VERSION, T


@entity(queries.VERIFICATIONS, T("Kết quả thẩm tra một số đo.", "What another unit found of a measurement."))
class BenefitVerification(Node):
    """A verdict on a measurement."""

    verdict: Verdict = column(model.BenefitVerification.verdict, lists.VERDICT)
    value: Decimal | None = column(
        model.BenefitVerification.value, T("Giá trị được tính; rỗng khi bị bác.", "What counts; null when rejected.")
    )
    method: str = column(model.BenefitVerification.method, T("Cách thẩm tra.", "How it was verified."))
    reason: str | None = column(model.BenefitVerification.reason, T("Lý do.", "The reason."))
    verified_at: datetime = column(model.BenefitVerification.verified_at, T("Thời điểm.", "When it was verified."))
    verifier = one("Person", PersonRef, model.BenefitVerification.verifier_id, T("Người thẩm tra.", "Who verified."))
    verifier_unit = one(
        "Unit", UnitRef, model.BenefitVerification.verifier_unit_id, T("Đơn vị thẩm tra.", "The verifier's unit.")
    )


@entity(
    queries.MEASUREMENTS,
    T("Số đo của một tháng; số đo sau thay số đo trước.", "What a month brought; a later measurement of it stands."),
)
class BenefitMeasurement(Node):
    """A measurement of a month."""

    month: date = column(model.BenefitMeasurement.month, lists.MONTH)
    number: int = column(
        model.BenefitMeasurement.number,
        T("Lần đo trong tháng; lần cuối có giá trị.", "Counts the measurements of the month; the last one stands."),
    )
    actual: Decimal = column(model.BenefitMeasurement.actual, T("Mức của một vụ việc.", "Of one case, now."))
    cases: int = column(model.BenefitMeasurement.cases, T("Số vụ việc trong tháng.", "How many cases the month had."))
    saved: Decimal = column(
        model.BenefitMeasurement.saved,
        T("Lợi ích của tháng: chênh lệch với mức nền × số vụ việc.", "The month's benefit: difference × cases."),
    )
    low: Decimal = column(model.BenefitMeasurement.low, T("Cận dưới của lợi ích.", "The benefit is at least this."))
    high: Decimal = column(model.BenefitMeasurement.high, T("Cận trên của lợi ích.", "The benefit is at most this."))
    grade: Grade = column(model.BenefitMeasurement.grade, lists.GRADE)
    note: str | None = column(model.BenefitMeasurement.note, T("Ghi chú.", "A note."))
    recorded_at: datetime = column(model.BenefitMeasurement.recorded_at, T("Thời điểm ghi.", "When it was recorded."))
    benefit = one("Benefit", BenefitRef, model.BenefitMeasurement.benefit_id, T("Việc đo.", "The measure."))
    recorded_by = one("Person", PersonRef, model.BenefitMeasurement.recorded_by_id, T("Người ghi.", "Who recorded it."))
    verification = one(
        "BenefitVerification",
        BenefitVerificationRef,
        model.BenefitMeasurement.id,
        T("Kết quả thẩm tra, nếu đã có.", "What another unit found, once it looked."),
        to=model.BenefitVerification.measurement_id,
    )


@entity(queries.BENEFITS, T("Việc đo lợi ích của sáng kiến tại một đơn vị.", "What an initiative is measured by."))
class Benefit(Node):
    """A measure of an initiative at a unit."""

    version: int = column(model.Benefit.version, VERSION)
    kind: BenefitKind = column(model.Benefit.kind, lists.KIND)
    name: str = column(model.Benefit.name, T("Đo cái gì.", "What is measured."))
    unit_of_measure: str = column(model.Benefit.unit_of_measure, T("Đơn vị tính.", "The unit of measure."))
    more_is_better: bool = column(model.Benefit.more_is_better, T("Càng nhiều càng tốt.", "Whether more is better."))
    method: str = column(model.Benefit.method, T("Phương pháp đo.", "How it is measured."))
    people_affected: int = column(model.Benefit.people_affected, T("Số người được hưởng lợi.", "How many it affects."))
    measuring_from: date = column(model.Benefit.measuring_from, T("Ngày bắt đầu đo.", "The day measuring begins."))
    baseline: Decimal | None = column(model.Benefit.baseline, T("Mức nền của một vụ việc.", "Of one case, before."))
    target: Decimal | None = column(model.Benefit.target, T("Mục tiêu mỗi tháng.", "The benefit per month aimed at."))
    forecast: Decimal | None = column(model.Benefit.forecast, T("Dự báo mỗi tháng.", "The benefit per month expected."))
    planned_at: datetime = column(model.Benefit.planned_at, lists.PLANNED_AT)
    baseline_locked_at: datetime | None = column(
        model.Benefit.baseline_locked_at, T("Thời điểm khóa mức nền.", "When the baseline was locked.")
    )
    withdrawn_at: datetime | None = column(model.Benefit.withdrawn_at, T("Thời điểm rút.", "When it was withdrawn."))
    withdrawn_reason: str | None = column(model.Benefit.withdrawn_reason, T("Lý do rút.", "Why it was withdrawn."))
    initiative = one("Initiative", InitiativeRef, model.Benefit.initiative_id, lists.INITIATIVE)
    unit = one("Unit", UnitRef, model.Benefit.unit_id, lists.UNIT)
    verifier_unit = one("Unit", UnitRef, model.Benefit.verifier_unit_id, lists.VERIFIER_UNIT)
    planned_by = one("Person", PersonRef, model.Benefit.planned_by_id, T("Người lập.", "Who planned it."))
    baseline_locked_by = one(
        "Person", PersonRef, model.Benefit.baseline_locked_by_id, T("Người khóa mức nền.", "Who locked the baseline.")
    )
    measurements = connection(
        "BenefitMeasurement",
        BenefitMeasurementRef,
        T("Các số đo, tháng mới trước.", "Its measurements, the latest month first."),
        filters=lists.BenefitMeasurementFilter,
        ordering=lists.BENEFIT_MEASUREMENT_ORDER,
        parent=model.BenefitMeasurement.benefit_id,
    )


@entity(
    queries.ALL_TOTALS,
    T(
        "Tổng giờ tiết kiệm mỗi tháng; mỗi cặp sáng kiến và đơn vị chỉ tính một lần.",
        "Hours saved per month; every pair of initiative and unit counts once.",
    ),
)
class BenefitTotal(Node):
    """A total as it is now: derived, never edited."""

    scope: TotalScope = column(TOTAL.scope, lists.SCOPE)
    initiatives: int = column(TOTAL.initiatives, T("Số sáng kiến.", "How many initiatives."))
    units: int = column(TOTAL.units, T("Số đơn vị.", "How many units."))
    measures: int = column(TOTAL.measures, T("Số việc đo có số liệu.", "How many measures have a measurement."))
    verified_measures: int = column(
        TOTAL.verified_measures, T("Số việc đo đã được thẩm tra.", "How many measures another unit verified.")
    )
    claimed: Decimal = column(TOTAL.claimed, lists.CLAIMED)
    low: Decimal = column(TOTAL.low, T("Tổng các cận dưới.", "The lower bounds, summed."))
    high: Decimal = column(TOTAL.high, T("Tổng các cận trên.", "The upper bounds, summed."))
    verified: Decimal = column(TOTAL.verified, lists.VERIFIED)
    verified_at_adopters: Decimal = column(
        TOTAL.verified_at_adopters,
        T("Phần đã thẩm tra ở các đơn vị áp dụng.", "The part of what is verified that adopters save."),
    )
    grade_a: Decimal = column(TOTAL.grade_a, T("Phần theo số đo mức A.", "The part claimed with grade A."))
    grade_b: Decimal = column(TOTAL.grade_b, T("Phần theo số đo mức B.", "The part claimed with grade B."))
    grade_c: Decimal = column(TOTAL.grade_c, T("Phần theo số đo mức C.", "The part claimed with grade C."))
    grade_d: Decimal = column(TOTAL.grade_d, T("Phần theo số đo mức D.", "The part claimed with grade D."))
    movement = one("Movement", MovementRef, TOTAL.movement_id, lists.MOVEMENT)
    initiative = one(
        "Initiative", InitiativeRef, TOTAL.initiative_id, T("Sáng kiến, nếu là tổng của nó.", "Of which initiative.")
    )
    unit = one("Unit", UnitRef, TOTAL.unit_id, T("Đơn vị, nếu là tổng của nó.", "Of which unit."))
