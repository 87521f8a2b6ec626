"""Deeds on pilots."""

from datetime import date

import strawberry

from domain.replications import piloting
from domain.replications.piloting import Directive
from schema.mutation import Deed, Made, MutationInput, Ref, made, payload, ref, value
from schema.refs import PilotRef
from schema.replications import lists
from schema.texts import READ_VERSION, REASON, T, describe

PILOT = T("Thí điểm.", "The pilot.")
MADE = T("Thí điểm; rỗng khi bị từ chối.", "The pilot; null when refused.")


@strawberry.input(description=describe(T("Giao thí điểm một sáng kiến.", "An initiative to put under pilot.")))
class MarkPilotInput(MutationInput):
    """What is tried where, on whose word, judged by what."""

    initiative_id: Ref = ref("Initiative", lists.INITIATIVE)
    unit_id: Ref = ref("Unit", lists.PILOT_UNIT)
    directive: str = value(
        T("Ai chỉ đạo, ở đâu, khi nào; 1-2000 ký tự.", "On whose word, where, when; 1 to 2000 characters.")
    )
    goal: str = value(T("Mục tiêu, 1-2000 ký tự.", "To what end, 1 to 2000 characters."))
    success_criteria: str = value(
        T("Tiêu chí thành công, 1-2000 ký tự.", "What it is judged by, 1 to 2000 characters.")
    )
    starts_on: date = value(T("Ngày bắt đầu.", "The first day."))
    ends_on: date = value(T("Ngày kết thúc.", "The last day."))


@payload(T("Kết quả: giao thí điểm một sáng kiến.", "The answer of markPilot."))
class MarkPilotPayload:
    """The pilot marked."""

    pilot = made("Pilot", PilotRef, MADE)


async def mark_pilot(deed: Deed, input: MarkPilotInput) -> Made[MarkPilotPayload]:
    """Put an initiative under pilot."""
    made_row = await piloting.mark_pilot(
        deed.session,
        deed.actor,
        initiative_id=input.initiative_id,
        unit_id=input.unit_id,
        asked=Directive(input.directive, input.goal, input.success_criteria, input.starts_on, input.ends_on),
    )
    return Made(pilot=made_row.id)


@strawberry.input(description=describe(T("Duyệt thí điểm làm mẫu.", "A pilot to approve as a model.")))
class ApprovePilotInput(MutationInput):
    """By what evidence it is approved, and why."""

    pilot_id: Ref = ref("Pilot", PILOT)
    expected_version: int = value(READ_VERSION)
    benefit_id: Ref = ref(
        "Benefit", T("Việc đo tại đơn vị thí điểm, đã thẩm tra.", "What the pilot's unit measured, verified.")
    )
    reason: str = value(REASON)


@payload(T("Kết quả: duyệt thí điểm làm mẫu.", "The answer of approvePilot."))
class ApprovePilotPayload:
    """The pilot approved."""

    pilot = made("Pilot", PilotRef, MADE)


async def approve_pilot(deed: Deed, input: ApprovePilotInput) -> Made[ApprovePilotPayload]:
    """Approve a pilot."""
    made_row = await piloting.approve_pilot(
        deed.session,
        deed.actor,
        pilot_id=input.pilot_id,
        expected_version=input.expected_version,
        benefit_id=input.benefit_id,
        reason=input.reason,
    )
    return Made(pilot=made_row.id)


@strawberry.input(description=describe(T("Trả lại thí điểm để hoàn thiện.", "A pilot to send back.")))
class ReturnPilotInput(MutationInput):
    """Which pilot is to be perfected, and why."""

    pilot_id: Ref = ref("Pilot", PILOT)
    expected_version: int = value(READ_VERSION)
    reason: str = value(REASON)


@payload(T("Kết quả: trả lại thí điểm để hoàn thiện.", "The answer of returnPilot."))
class ReturnPilotPayload:
    """The pilot sent back."""

    pilot = made("Pilot", PilotRef, MADE)


async def return_pilot(deed: Deed, input: ReturnPilotInput) -> Made[ReturnPilotPayload]:
    """Send a pilot back."""
    made_row = await piloting.return_pilot(
        deed.session,
        deed.actor,
        pilot_id=input.pilot_id,
        expected_version=input.expected_version,
        reason=input.reason,
    )
    return Made(pilot=made_row.id)


@strawberry.input(description=describe(T("Bỏ yêu cầu thí điểm.", "A pilot to ask for no longer.")))
class LiftPilotInput(MutationInput):
    """Which pilot is no longer asked for, and why."""

    pilot_id: Ref = ref("Pilot", PILOT)
    expected_version: int = value(READ_VERSION)
    reason: str = value(REASON)


@payload(T("Kết quả: bỏ yêu cầu thí điểm.", "The answer of liftPilot."))
class LiftPilotPayload:
    """The pilot lifted."""

    pilot = made("Pilot", PilotRef, MADE)


async def lift_pilot(deed: Deed, input: LiftPilotInput) -> Made[LiftPilotPayload]:
    """Lift a pilot."""
    made_row = await piloting.lift_pilot(
        deed.session,
        deed.actor,
        pilot_id=input.pilot_id,
        expected_version=input.expected_version,
        reason=input.reason,
    )
    return Made(pilot=made_row.id)
