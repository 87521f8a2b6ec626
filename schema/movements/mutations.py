"""Deeds on movements: their content here, their steps, plans, units and legal bases in the modules beside."""

from datetime import date

import strawberry
from strawberry import UNSET

from domain.access.permissions import Permission
from domain.movements import actions
from schema.movements import texts
from schema.movements.block_mutations import BlockMutations
from schema.movements.enums import MovementForm, MovementScope
from schema.movements.legal_basis_mutations import LegalBasisMutations
from schema.movements.plan_mutations import PlanMutations
from schema.movements.step_mutations import StepMutations
from schema.mutation import Deed, Made, MutationInput, Ref, made, mutation, payload, ref, value
from schema.refs import MovementRef
from schema.texts import READ_VERSION, T, describe


@strawberry.input(description=describe(T("Phong trào mới.", "A new movement.")))
class CreateMovementInput(MutationInput):
    """What a movement is drafted from; goal, content and subjects can follow until it is submitted."""

    code: str = value(texts.CODE)
    name: str = value(texts.NAME)
    theme: str | None = value(texts.THEME)
    goal: str = value(texts.GOAL, default="")
    content: str = value(texts.CONTENT, default="")
    subjects: str = value(texts.SUBJECTS, default="")
    starts_on: date = value(texts.STARTS_ON)
    ends_on: date = value(texts.ENDS_ON)
    report_due_before: date = value(texts.REPORT_DUE_BEFORE)
    form: MovementForm = value(texts.FORM)
    scope: MovementScope = value(texts.SCOPE)


@payload(T("Kết quả soạn phong trào.", "The answer of createMovement."))
class CreateMovementPayload:
    """The movement drafted."""

    movement = made("Movement", MovementRef, texts.MOVEMENT_MADE)


async def create_movement(deed: Deed, input: CreateMovementInput) -> Made[CreateMovementPayload]:
    """Draft a movement."""
    movement = await actions.create_movement(
        deed.session,
        deed.actor,
        code=input.code,
        name=input.name,
        theme=input.theme,
        goal=input.goal,
        content=input.content,
        subjects=input.subjects,
        starts_on=input.starts_on,
        ends_on=input.ends_on,
        report_due_before=input.report_due_before,
        form=input.form,
        scope=input.scope,
    )
    return Made(movement=movement.id)


@strawberry.input(
    description=describe(
        T(
            "Thay đổi của phong trào: trường không gửi thì giữ nguyên, null thì xóa.",
            "What changes: what is left out stays, null clears.",
        )
    )
)
class UpdateMovementInput(MutationInput):
    """What changes of a movement that may be edited."""

    movement_id: Ref = ref("Movement", texts.MOVEMENT)
    expected_version: int = value(READ_VERSION)
    name: str | None = value(texts.NAME, default=UNSET)
    theme: str | None = value(texts.THEME, default=UNSET)
    goal: str | None = value(texts.GOAL, default=UNSET)
    content: str | None = value(texts.CONTENT, default=UNSET)
    subjects: str | None = value(texts.SUBJECTS, default=UNSET)
    starts_on: date | None = value(texts.STARTS_ON, default=UNSET)
    ends_on: date | None = value(texts.ENDS_ON, default=UNSET)
    report_due_before: date | None = value(texts.REPORT_DUE_BEFORE, default=UNSET)
    form: MovementForm | None = value(texts.FORM, default=UNSET)
    scope: MovementScope | None = value(texts.SCOPE, default=UNSET)


@payload(T("Kết quả sửa phong trào.", "The answer of updateMovement."))
class UpdateMovementPayload:
    """The movement changed."""

    movement = made("Movement", MovementRef, texts.MOVEMENT_MADE)


async def update_movement(deed: Deed, input: UpdateMovementInput) -> Made[UpdateMovementPayload]:
    """Change a movement's content."""
    movement = await actions.update_movement(
        deed.session,
        deed.actor,
        movement_id=input.movement_id,
        expected_version=input.expected_version,
        name=input.name,
        theme=input.theme,
        goal=input.goal,
        content=input.content,
        subjects=input.subjects,
        starts_on=input.starts_on,
        ends_on=input.ends_on,
        report_due_before=input.report_due_before,
        form=input.form,
        scope=input.scope,
    )
    return Made(movement=movement.id)


@strawberry.type
class MovementMutations(StepMutations, PlanMutations, BlockMutations, LegalBasisMutations):
    """Deeds on movements."""

    create_movement = mutation(create_movement, Permission.MOVEMENT_MANAGE, T("Soạn phong trào.", "Draft a movement."))
    update_movement = mutation(
        update_movement,
        Permission.MOVEMENT_MANAGE,
        T("Sửa nội dung phong trào khi là bản thảo hoặc bị trả lại.", "Change a draft or returned movement."),
    )
