"""The deeds on measured benefit, each with the permission that it needs."""

from datetime import date
from decimal import Decimal

import strawberry

from domain.access.permissions import Permission
from domain.benefits import measuring
from domain.benefits.rules import Grade, Reading, Verdict
from schema.benefits import lists, planning
from schema.mutation import Deed, Made, MutationInput, Ref, made, mutation, payload, ref, value
from schema.refs import BenefitMeasurementRef, BenefitVerificationRef
from schema.texts import T, describe


@strawberry.input(description=describe(T("Ghi số đo của một tháng.", "A measurement to record.")))
class RecordBenefitMeasurementInput(MutationInput):
    """What was measured in a month."""

    benefit_id: Ref = ref("Benefit", planning.BENEFIT)
    month: date = value(T("Một ngày bất kỳ trong tháng.", "Any day of the month."))
    actual: Decimal = value(T("Mức của một vụ việc.", "Of one case, now."))
    cases: int = value(T("Số vụ việc; 1 khi đo cả tháng.", "How many cases; 1 for a total of the month."), default=1)
    low: Decimal = value(T("Cận dưới của lợi ích cả tháng.", "The month's benefit is at least this."))
    high: Decimal = value(T("Cận trên của lợi ích cả tháng.", "The month's benefit is at most this."))
    grade: Grade = value(lists.GRADE)
    note: str | None = value(T("Ghi chú.", "A note."))


@payload(T("Kết quả ghi số đo.", "The answer of recordBenefitMeasurement."))
class RecordBenefitMeasurementPayload:
    """The measurement recorded."""

    measurement = made(
        "BenefitMeasurement",
        BenefitMeasurementRef,
        T("Số đo; rỗng khi bị từ chối.", "The measurement; null when refused."),
    )


async def record_benefit_measurement(
    deed: Deed, input: RecordBenefitMeasurementInput
) -> Made[RecordBenefitMeasurementPayload]:
    """Record a measurement."""
    measurement = await measuring.record_benefit_measurement(
        deed.session,
        deed.actor,
        benefit_id=input.benefit_id,
        month=input.month,
        reading=Reading(input.actual, input.cases, input.low, input.high),
        grade=input.grade,
        note=input.note,
    )
    return Made(measurement=measurement.id)


@strawberry.input(description=describe(T("Thẩm tra số đo của đơn vị khác.", "A measurement of another unit to judge.")))
class VerifyBenefitInput(MutationInput):
    """What was found of a measurement."""

    measurement_id: Ref = ref("BenefitMeasurement", T("Số đo.", "The measurement."))
    verdict: Verdict = value(lists.VERDICT)
    adjusted_value: Decimal | None = value(T("Giá trị đúng, khi điều chỉnh.", "What holds instead, when adjusted."))
    method: str = value(T("Cách thẩm tra, 1-200 ký tự.", "How it was verified, 1 to 200 characters."))
    reason: str | None = value(T("Lý do, khi không xác nhận.", "Why, unless it is confirmed."))


@payload(T("Kết quả thẩm tra.", "The answer of verifyBenefit."))
class VerifyBenefitPayload:
    """The verdict."""

    verification = made(
        "BenefitVerification",
        BenefitVerificationRef,
        T("Kết quả thẩm tra; rỗng khi bị từ chối.", "The verdict; null when refused."),
    )


async def verify_benefit(deed: Deed, input: VerifyBenefitInput) -> Made[VerifyBenefitPayload]:
    """Verify a measurement."""
    verification = await measuring.verify_benefit(
        deed.session,
        deed.actor,
        measurement_id=input.measurement_id,
        verdict=input.verdict,
        value=input.adjusted_value,
        method=input.method,
        reason=input.reason,
    )
    return Made(verification=verification.id)


@strawberry.type
class BenefitMutations:
    """The deeds on measured benefit."""

    plan_benefit = mutation(
        planning.plan_benefit,
        Permission.BENEFIT_RECORD,
        T(
            "Lập việc đo lợi ích của sáng kiến tại đơn vị mình phụ trách.",
            "Plan what an initiative is measured by at a unit that one serves.",
        ),
    )
    update_benefit = mutation(
        planning.update_benefit,
        Permission.BENEFIT_RECORD,
        T(
            "Sửa việc đo; sau khi khóa mức nền chỉ sửa được số người, dự báo, đơn vị thẩm tra.",
            "Change a measure; with a locked baseline only people, forecast and verifying unit.",
        ),
    )
    lock_benefit_baseline = mutation(
        planning.lock_benefit_baseline,
        Permission.BENEFIT_RECORD,
        T("Khóa mức nền trước ngày bắt đầu đo.", "Lock the baseline, before the day on which measuring begins."),
    )
    record_benefit_measurement = mutation(
        record_benefit_measurement,
        Permission.BENEFIT_RECORD,
        T("Ghi số đo của một tháng; số đo sau thay số đo trước.", "Record a month; a later measurement of it stands."),
    )
    verify_benefit = mutation(
        verify_benefit,
        Permission.BENEFIT_VERIFY,
        T(
            "Thẩm tra số đo của đơn vị khác; không thuộc đơn vị có sáng kiến.",
            "Verify what another unit measured, from a unit that has no stake in it.",
        ),
    )
    withdraw_benefit = mutation(
        planning.withdraw_benefit,
        Permission.BENEFIT_RECORD,
        T("Rút việc đo, có lý do; không còn được tính.", "Withdraw a measure, with a reason; it counts no longer."),
    )
