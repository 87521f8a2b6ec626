"""Deeds on a movement's phases and on the units that take part."""

from datetime import datetime

import strawberry
from strawberry import UNSET

from domain.access.permissions import Permission
from domain.actor import Role
from domain.movements import participations, phases
from domain.movements.particulars import PhaseSpec
from schema.movements import texts
from schema.mutation import Deed, Made, MutationInput, Ref, made, mutation, payload, ref, value
from schema.refs import MovementRef, ParticipationRef, PhaseRef
from schema.texts import READ_VERSION, REASON, T, describe


@strawberry.input(description=describe(T("Một việc mà một vai trò được làm.", "What a role may do.")))
class PhaseCapabilityInput:
    """A role and a permission that waits for a phase."""

    role: Role = value(T("Vai trò.", "The role."))
    permission: Permission = value(T("Quyền cần giai đoạn mở.", "A permission that waits for a phase."))


@strawberry.input(description=describe(T("Một giai đoạn của kế hoạch.", "A phase of the plan.")))
class PhaseInput:
    """When who may do what."""

    code: str = value(T("Mã, duy nhất trong phong trào.", "The code, unique in the movement."))
    name: str = value(texts.NAME)
    name_en: str | None = value(texts.NAME_EN)
    opens_at: datetime = value(texts.OPENS_AT)
    closes_at: datetime = value(texts.CLOSES_AT)
    capabilities: list[PhaseCapabilityInput] = value(
        T("Ai được làm gì, tối đa 60.", "Who may do what, at most 60."), default_factory=list
    )

    def spec(self) -> PhaseSpec:
        """Say the phase in the domain's terms."""
        return PhaseSpec(
            code=self.code,
            name=self.name,
            name_en=self.name_en,
            opens_at=self.opens_at,
            closes_at=self.closes_at,
            capabilities=[(each.role, each.permission) for each in self.capabilities],
        )


@strawberry.input(description=describe(T("Kế hoạch các giai đoạn.", "A plan of phases.")))
class SetPhasesInput(MutationInput):
    """The whole plan; it takes the place of the one before."""

    movement_id: Ref = ref("Movement", texts.MOVEMENT)
    expected_version: int = value(READ_VERSION)
    phases: list[PhaseInput] = value(T("Các giai đoạn theo thứ tự, tối đa 20.", "The phases in order, at most 20."))


@payload(T("Kết quả đặt kế hoạch.", "The answer of setPhases."))
class SetPhasesPayload:
    """The movement with its plan."""

    movement = made("Movement", MovementRef, texts.MOVEMENT_MADE)


async def set_phases(deed: Deed, input: SetPhasesInput) -> Made[SetPhasesPayload]:
    """Replace the plan."""
    movement = await phases.set_phases(
        deed.session,
        deed.actor,
        movement_id=input.movement_id,
        expected_version=input.expected_version,
        phases=[phase.spec() for phase in input.phases],
    )
    return Made(movement=movement.id)


@strawberry.input(
    description=describe(
        T("Dời một giai đoạn: mốc không gửi thì giữ nguyên.", "A phase to move: a date left out stays.")
    )
)
class ChangePhaseInput(MutationInput):
    """New dates of a phase, and why."""

    phase_id: Ref = ref("Phase", T("Giai đoạn.", "The phase."))
    expected_version: int = value(
        T("Phiên bản phong trào bạn đã đọc; sai thì bị từ chối.", "The movement's version that you read.")
    )
    opens_at: datetime | None = value(texts.OPENS_AT, default=UNSET)
    closes_at: datetime | None = value(texts.CLOSES_AT, default=UNSET)
    reason: str = value(REASON)


@payload(T("Kết quả dời giai đoạn.", "The answer of changePhase."))
class ChangePhasePayload:
    """The phase moved."""

    phase = made("Phase", PhaseRef, T("Giai đoạn; rỗng khi bị từ chối.", "The phase; null when refused."))


async def change_phase(deed: Deed, input: ChangePhaseInput) -> Made[ChangePhasePayload]:
    """Move a phase's dates."""
    phase = await phases.change_phase(
        deed.session,
        deed.actor,
        phase_id=input.phase_id,
        expected_version=input.expected_version,
        opens_at=input.opens_at,
        closes_at=input.closes_at,
        reason=input.reason,
    )
    return Made(phase=phase.id)


@strawberry.input(description=describe(T("Thêm đơn vị tham gia.", "A unit to take part.")))
class AddParticipationInput(MutationInput):
    """Which unit takes part in which movement."""

    movement_id: Ref = ref("Movement", texts.MOVEMENT)
    unit_id: Ref = ref("Unit", T("Đơn vị.", "The unit."))
    is_standing_body: bool = value(texts.IS_STANDING_BODY, default=False)
    block: str | None = value(texts.BLOCK)


@payload(T("Kết quả thêm đơn vị tham gia.", "The answer of addParticipation."))
class AddParticipationPayload:
    """The unit's part."""

    participation = made(
        "Participation", ParticipationRef, T("Việc tham gia; rỗng khi bị từ chối.", "Its part; null when refused.")
    )


async def add_participation(deed: Deed, input: AddParticipationInput) -> Made[AddParticipationPayload]:
    """Let a unit take part."""
    participation = await participations.add_participation(
        deed.session,
        deed.actor,
        movement_id=input.movement_id,
        unit_id=input.unit_id,
        is_standing_body=input.is_standing_body,
        block=input.block,
    )
    return Made(participation=participation.id)


@strawberry.input(description=describe(T("Bỏ đơn vị tham gia.", "A unit to take out.")))
class RemoveParticipationInput(MutationInput):
    """Whose part ends before the movement is submitted."""

    participation_id: Ref = ref("Participation", T("Việc tham gia.", "The unit's part."))


@payload(T("Kết quả bỏ đơn vị tham gia.", "The answer of removeParticipation."))
class RemoveParticipationPayload:
    """The movement without the unit."""

    movement = made("Movement", MovementRef, texts.MOVEMENT_MADE)


async def remove_participation(deed: Deed, input: RemoveParticipationInput) -> Made[RemoveParticipationPayload]:
    """Take a unit out."""
    movement = await participations.remove_participation(
        deed.session, deed.actor, participation_id=input.participation_id
    )
    return Made(movement=movement.id)


@strawberry.type
class PlanMutations:
    """Deeds on phases and participations."""

    set_phases = mutation(
        set_phases,
        Permission.MOVEMENT_MANAGE,
        T("Đặt kế hoạch các giai đoạn của phong trào đang soạn.", "Set the phases of a draft or returned movement."),
    )
    change_phase = mutation(
        change_phase,
        Permission.MOVEMENT_MANAGE,
        T("Dời thời gian một giai đoạn, kèm lý do.", "Move the dates of a phase, with a reason."),
    )
    add_participation = mutation(
        add_participation,
        Permission.MOVEMENT_MANAGE,
        T("Thêm đơn vị tham gia phong trào.", "Let a unit take part in a movement."),
    )
    remove_participation = mutation(
        remove_participation,
        Permission.MOVEMENT_MANAGE,
        T("Bỏ đơn vị tham gia khi phong trào đang soạn.", "Take a unit out of a draft or returned movement."),
    )
