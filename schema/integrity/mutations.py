"""The deeds on integrity holds."""

from datetime import date

import strawberry

from domain.access.permissions import Permission
from domain.integrity import actions
from domain.integrity.rules import MAX_CLAUSE, HoldGround
from schema.integrity.lists import GROUND, PERSON, UNIT
from schema.mutation import Deed, Made, MutationInput, Ref, made, mutation, payload, ref, value
from schema.refs import IntegrityHoldRef
from schema.texts import READ_VERSION, REASON, T, describe

HOLD = T("Việc tạm dừng; rỗng khi bị từ chối.", "The hold; null when refused.")


@strawberry.input(description=describe(T("Tạm dừng xét khen thưởng.", "A hold to place.")))
class PlaceIntegrityHoldInput(MutationInput):
    """Who is held, one person or one unit, on what ground and by which clause."""

    person_id: Ref | None = ref("Person", PERSON)
    unit_id: Ref | None = ref("Unit", UNIT)
    ground: HoldGround = value(GROUND)
    clause: str = value(
        T(
            f"Điều khoản làm căn cứ, 1-{MAX_CLAUSE} ký tự.",
            f"The clause it rests on, 1 to {MAX_CLAUSE} characters.",
        )
    )
    reason: str = value(REASON)
    review_on: date | None = value(T("Ngày xem lại.", "When to look at it again."))


@payload(T("Kết quả tạm dừng.", "The answer of placeIntegrityHold."))
class PlaceIntegrityHoldPayload:
    """The hold placed."""

    integrity_hold = made("IntegrityHold", IntegrityHoldRef, HOLD)


async def place_integrity_hold(deed: Deed, input: PlaceIntegrityHoldInput) -> Made[PlaceIntegrityHoldPayload]:
    """Place a hold."""
    hold = await actions.place_integrity_hold(
        deed.session,
        deed.actor,
        person_id=input.person_id,
        unit_id=input.unit_id,
        ground=input.ground,
        clause=input.clause,
        reason=input.reason,
        review_on=input.review_on,
    )
    return Made(integrity_hold=hold.id)


@strawberry.input(description=describe(T("Gỡ tạm dừng.", "A hold to lift.")))
class LiftIntegrityHoldInput(MutationInput):
    """Which hold is lifted, and why."""

    hold_id: Ref = ref("IntegrityHold", T("Việc tạm dừng.", "The hold."))
    expected_version: int = value(READ_VERSION)
    reason: str = value(REASON)


@payload(T("Kết quả gỡ tạm dừng.", "The answer of liftIntegrityHold."))
class LiftIntegrityHoldPayload:
    """The hold lifted."""

    integrity_hold = made("IntegrityHold", IntegrityHoldRef, HOLD)


async def lift_integrity_hold(deed: Deed, input: LiftIntegrityHoldInput) -> Made[LiftIntegrityHoldPayload]:
    """Lift a hold."""
    hold = await actions.lift_integrity_hold(
        deed.session,
        deed.actor,
        hold_id=input.hold_id,
        expected_version=input.expected_version,
        reason=input.reason,
    )
    return Made(integrity_hold=hold.id)


@strawberry.type
class IntegrityMutations:
    """The deeds on integrity holds."""

    place_integrity_hold = mutation(
        place_integrity_hold,
        Permission.INTEGRITY_MANAGE,
        T(
            "Tạm dừng xét khen thưởng một cá nhân hoặc đơn vị: không trình, duyệt, quyết định được.",
            "Hold a person or a unit back: nothing of theirs is proposed, approved or decided.",
        ),
    )
    lift_integrity_hold = mutation(
        lift_integrity_hold,
        Permission.INTEGRITY_MANAGE,
        T("Gỡ tạm dừng, có lý do.", "Lift a hold, with a reason."),
    )
