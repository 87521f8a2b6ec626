"""Deeds that settle what will be measured."""

from datetime import date
from decimal import Decimal

import strawberry
from strawberry import UNSET

from domain.benefits import planning
from domain.benefits.rules import BenefitKind, Measure
from schema.benefits import lists
from schema.mutation import Deed, Made, MutationInput, Ref, made, payload, ref, value
from schema.refs import BenefitRef
from schema.texts import READ_VERSION, REASON, T, describe

BENEFIT = T("Việc đo.", "The measure.")
BENEFIT_MADE = T("Việc đo; rỗng khi bị từ chối.", "The measure; null when refused.")
NAME = T("Đo cái gì, 1-200 ký tự.", "What is measured, 1 to 200 characters.")
UNIT_OF_MEASURE = T("Đơn vị tính, 1-200 ký tự.", "The unit of measure, 1 to 200 characters.")
METHOD = T("Phương pháp đo, 1-200 ký tự.", "How it is measured, 1 to 200 characters.")
PEOPLE = T("Số người được hưởng lợi.", "How many people it affects.")
MEASURING_FROM = T(
    "Ngày bắt đầu đo; mức nền phải khóa trước ngày này.",
    "The day measuring begins; the baseline is locked before that day.",
)
BASELINE = T("Mức nền của một vụ việc.", "Of one case, before.")
TARGET = T("Mục tiêu mỗi tháng.", "The benefit per month aimed at.")
FORECAST = T("Dự báo mỗi tháng.", "The benefit per month expected.")


@strawberry.input(description=describe(T("Lập việc đo lợi ích.", "A measure to plan.")))
class PlanBenefitInput(MutationInput):
    """What an initiative is measured by at a unit."""

    initiative_id: Ref = ref("Initiative", lists.INITIATIVE)
    unit_id: Ref = ref("Unit", lists.UNIT)
    kind: BenefitKind = value(lists.KIND)
    name: str = value(NAME)
    unit_of_measure: str = value(UNIT_OF_MEASURE)
    more_is_better: bool = value(T("Càng nhiều càng tốt.", "Whether more is better."), default=False)
    method: str = value(METHOD)
    people_affected: int = value(PEOPLE)
    measuring_from: date = value(MEASURING_FROM)
    baseline: Decimal | None = value(BASELINE)
    target: Decimal | None = value(TARGET)
    forecast: Decimal | None = value(FORECAST)
    verifier_unit_id: Ref | None = ref("Unit", lists.VERIFIER_UNIT)


@payload(T("Kết quả lập việc đo.", "The answer of planBenefit."))
class PlanBenefitPayload:
    """The measure planned."""

    benefit = made("Benefit", BenefitRef, BENEFIT_MADE)


async def plan_benefit(deed: Deed, input: PlanBenefitInput) -> Made[PlanBenefitPayload]:
    """Plan a measure."""
    measure = Measure(
        kind=input.kind,
        name=input.name,
        unit_of_measure=input.unit_of_measure,
        more_is_better=input.more_is_better,
        method=input.method,
        people_affected=input.people_affected,
        baseline=input.baseline,
        target=input.target,
        forecast=input.forecast,
    )
    benefit = await planning.plan_benefit(
        deed.session,
        deed.actor,
        initiative_id=input.initiative_id,
        unit_id=input.unit_id,
        measure=measure,
        measuring_from=input.measuring_from,
        verifier_unit_id=input.verifier_unit_id,
    )
    return Made(benefit=benefit.id)


@strawberry.input(
    description=describe(
        T("Thay đổi việc đo: trường không gửi thì giữ nguyên.", "What changes: what is left out stays.")
    )
)
class UpdateBenefitInput(MutationInput):
    """What changes of a measure."""

    benefit_id: Ref = ref("Benefit", BENEFIT)
    expected_version: int = value(READ_VERSION)
    name: str | None = value(NAME, default=UNSET)
    unit_of_measure: str | None = value(UNIT_OF_MEASURE, default=UNSET)
    method: str | None = value(METHOD, default=UNSET)
    people_affected: int | None = value(PEOPLE, default=UNSET)
    measuring_from: date | None = value(MEASURING_FROM, default=UNSET)
    baseline: Decimal | None = value(BASELINE, default=UNSET)
    target: Decimal | None = value(TARGET, default=UNSET)
    forecast: Decimal | None = value(FORECAST, default=UNSET)
    verifier_unit_id: Ref | None = ref("Unit", lists.VERIFIER_UNIT, default=UNSET)


@payload(T("Kết quả sửa việc đo.", "The answer of updateBenefit."))
class UpdateBenefitPayload:
    """The measure changed."""

    benefit = made("Benefit", BenefitRef, BENEFIT_MADE)


async def update_benefit(deed: Deed, input: UpdateBenefitInput) -> Made[UpdateBenefitPayload]:
    """Change a measure."""
    names = (
        "name",
        "unit_of_measure",
        "method",
        "people_affected",
        "measuring_from",
        "baseline",
        "target",
        "forecast",
        "verifier_unit_id",
    )
    benefit = await planning.update_benefit(
        deed.session,
        deed.actor,
        benefit_id=input.benefit_id,
        expected_version=input.expected_version,
        given={name: getattr(input, name) for name in names},
    )
    return Made(benefit=benefit.id)


@strawberry.input(description=describe(T("Khóa mức nền.", "A baseline to lock.")))
class LockBenefitBaselineInput(MutationInput):
    """Whose baseline is locked."""

    benefit_id: Ref = ref("Benefit", BENEFIT)
    expected_version: int = value(READ_VERSION)


@payload(T("Kết quả khóa mức nền.", "The answer of lockBenefitBaseline."))
class LockBenefitBaselinePayload:
    """The measure with its locked baseline."""

    benefit = made("Benefit", BenefitRef, BENEFIT_MADE)


async def lock_benefit_baseline(deed: Deed, input: LockBenefitBaselineInput) -> Made[LockBenefitBaselinePayload]:
    """Lock a baseline."""
    benefit = await planning.lock_benefit_baseline(
        deed.session, deed.actor, benefit_id=input.benefit_id, expected_version=input.expected_version
    )
    return Made(benefit=benefit.id)


@strawberry.input(description=describe(T("Rút việc đo.", "A measure to withdraw.")))
class WithdrawBenefitInput(MutationInput):
    """Which measure is withdrawn, and why."""

    benefit_id: Ref = ref("Benefit", BENEFIT)
    expected_version: int = value(READ_VERSION)
    reason: str = value(REASON)


@payload(T("Kết quả rút việc đo.", "The answer of withdrawBenefit."))
class WithdrawBenefitPayload:
    """The measure withdrawn."""

    benefit = made("Benefit", BenefitRef, BENEFIT_MADE)


async def withdraw_benefit(deed: Deed, input: WithdrawBenefitInput) -> Made[WithdrawBenefitPayload]:
    """Withdraw a measure."""
    benefit = await planning.withdraw_benefit(
        deed.session,
        deed.actor,
        benefit_id=input.benefit_id,
        expected_version=input.expected_version,
        reason=input.reason,
    )
    return Made(benefit=benefit.id)
