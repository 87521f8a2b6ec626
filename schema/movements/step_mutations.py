"""Deeds that carry a movement from state to state."""

from datetime import date

import strawberry

from domain.access.permissions import Permission
from domain.movements import steps
from schema.movements import texts
from schema.movements.enums import MovementState
from schema.mutation import Deed, Made, MutationInput, Ref, made, mutation, payload, ref, value
from schema.refs import MovementRef
from schema.texts import READ_VERSION, REASON, T, describe


@strawberry.input(description=describe(T("Trình phong trào.", "A movement to submit.")))
class SubmitMovementInput(MutationInput):
    """Which movement to submit."""

    movement_id: Ref = ref("Movement", texts.MOVEMENT)
    expected_version: int = value(READ_VERSION)


@payload(T("Kết quả trình phong trào.", "The answer of submitMovement."))
class SubmitMovementPayload:
    """The movement submitted."""

    movement = made("Movement", MovementRef, texts.MOVEMENT_MADE)


async def submit_movement(deed: Deed, input: SubmitMovementInput) -> Made[SubmitMovementPayload]:
    """Submit a movement for approval."""
    movement = await steps.submit_movement(
        deed.session,
        deed.actor,
        movement_id=input.movement_id,
        expected_version=input.expected_version,
    )
    return Made(movement=movement.id)


@strawberry.input(description=describe(T("Phê duyệt phong trào.", "A movement to approve.")))
class ApproveMovementInput(MutationInput):
    """Which movement to approve."""

    movement_id: Ref = ref("Movement", texts.MOVEMENT)
    expected_version: int = value(READ_VERSION)


@payload(T("Kết quả phê duyệt phong trào.", "The answer of approveMovement."))
class ApproveMovementPayload:
    """The movement approved."""

    movement = made("Movement", MovementRef, texts.MOVEMENT_MADE)


async def approve_movement(deed: Deed, input: ApproveMovementInput) -> Made[ApproveMovementPayload]:
    """Approve a movement."""
    movement = await steps.approve_movement(
        deed.session, deed.actor, movement_id=input.movement_id, expected_version=input.expected_version
    )
    return Made(movement=movement.id)


@strawberry.input(description=describe(T("Trả lại phong trào.", "A movement to return.")))
class ReturnMovementInput(MutationInput):
    """Which movement to return, and why."""

    movement_id: Ref = ref("Movement", texts.MOVEMENT)
    expected_version: int = value(READ_VERSION)
    reason: str = value(REASON)


@payload(T("Kết quả trả lại phong trào.", "The answer of returnMovement."))
class ReturnMovementPayload:
    """The movement returned."""

    movement = made("Movement", MovementRef, texts.MOVEMENT_MADE)


async def return_movement(deed: Deed, input: ReturnMovementInput) -> Made[ReturnMovementPayload]:
    """Return a movement to be mended."""
    movement = await steps.return_movement(
        deed.session,
        deed.actor,
        movement_id=input.movement_id,
        expected_version=input.expected_version,
        reason=input.reason,
    )
    return Made(movement=movement.id)


@strawberry.input(description=describe(T("Phát động phong trào.", "A movement to launch.")))
class LaunchMovementInput(MutationInput):
    """Which movement to launch, by which document."""

    movement_id: Ref = ref("Movement", texts.MOVEMENT)
    expected_version: int = value(READ_VERSION)
    document_number: str | None = value(texts.DOCUMENT_NUMBER)
    document_signed_on: date | None = value(texts.DOCUMENT_SIGNED_ON)
    document_signer: str | None = value(texts.DOCUMENT_SIGNER)


@payload(T("Kết quả phát động phong trào.", "The answer of launchMovement."))
class LaunchMovementPayload:
    """The movement launched."""

    movement = made("Movement", MovementRef, texts.MOVEMENT_MADE)


async def launch_movement(deed: Deed, input: LaunchMovementInput) -> Made[LaunchMovementPayload]:
    """Launch a movement."""
    movement = await steps.launch_movement(
        deed.session,
        deed.actor,
        movement_id=input.movement_id,
        expected_version=input.expected_version,
        document_number=input.document_number,
        document_signed_on=input.document_signed_on,
        document_signer=input.document_signer,
    )
    return Made(movement=movement.id)


@strawberry.input(description=describe(T("Chuyển trạng thái phong trào.", "A movement to advance.")))
class AdvanceMovementInput(MutationInput):
    """Which movement to carry to which state."""

    movement_id: Ref = ref("Movement", texts.MOVEMENT)
    expected_version: int = value(READ_VERSION)
    to_state: MovementState = value(T("Trạng thái tiếp theo.", "The next state."))
    reason: str | None = value(T("Lý do.", "The reason."))


@payload(T("Kết quả chuyển trạng thái phong trào.", "The answer of advanceMovement."))
class AdvanceMovementPayload:
    """The movement advanced."""

    movement = made("Movement", MovementRef, texts.MOVEMENT_MADE)


async def advance_movement(deed: Deed, input: AdvanceMovementInput) -> Made[AdvanceMovementPayload]:
    """Carry a launched movement to its next state."""
    movement = await steps.advance_movement(
        deed.session,
        deed.actor,
        movement_id=input.movement_id,
        expected_version=input.expected_version,
        to_state=input.to_state,
        reason=input.reason,
    )
    return Made(movement=movement.id)


@strawberry.type
class StepMutations:
    """Deeds that carry a movement from state to state."""

    submit_movement = mutation(
        submit_movement, Permission.MOVEMENT_MANAGE, T("Trình phê duyệt phong trào.", "Submit a movement for approval.")
    )
    approve_movement = mutation(
        approve_movement, Permission.MOVEMENT_APPROVE, T("Phê duyệt phong trào.", "Approve a submitted movement.")
    )
    return_movement = mutation(
        return_movement,
        Permission.MOVEMENT_APPROVE,
        T("Trả lại phong trào, kèm lý do.", "Return a movement to be mended, with a reason."),
    )
    launch_movement = mutation(
        launch_movement, Permission.MOVEMENT_APPROVE, T("Phát động phong trào.", "Launch an approved movement.")
    )
    advance_movement = mutation(
        advance_movement,
        Permission.MOVEMENT_MANAGE,
        T("Chuyển phong trào sang trạng thái tiếp theo.", "Carry a launched movement to its next state."),
    )
