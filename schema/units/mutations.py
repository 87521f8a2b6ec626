"""Deeds on units."""

from datetime import date

import strawberry
from strawberry import UNSET

from domain.access.permissions import Permission
from domain.units import actions
from domain.units.rules import UnitType
from schema.mutation import Deed, Made, MutationInput, Ref, made, mutation, payload, ref, value
from schema.refs import UnitRef
from schema.texts import READ_VERSION, T, describe
from schema.units.types import CODE, NAME

UNIT = T("Đơn vị; rỗng khi bị từ chối.", "The unit; null when refused.")


@strawberry.input(description=describe(T("Đơn vị mới.", "A new unit.")))
class CreateUnitInput(MutationInput):
    """What a unit is created from."""

    code: str = value(CODE)
    name: str = value(NAME)
    name_en: str | None = value(T("Tên tiếng Anh.", "The English name."))
    type: UnitType = value(T("Loại đơn vị.", "The kind of unit."))
    parent_id: Ref | None = ref("Unit", T("Đơn vị cấp trên.", "The unit above."))
    has_seal: bool = value(T("Có con dấu riêng.", "Whether it has a seal."), default=False)
    has_legal_personality: bool = value(T("Có tư cách pháp nhân.", "Whether it is a legal person."), default=False)
    to_be_confirmed: bool = value(T("Cần xác nhận.", "Whether it is still to be confirmed."), default=False)
    valid_from: date = value(T("Ngày bắt đầu hoạt động.", "The first day it exists."))


@payload(T("Kết quả tạo đơn vị.", "The answer of createUnit."))
class CreateUnitPayload:
    """The unit made."""

    unit = made("Unit", UnitRef, UNIT)


async def create_unit(deed: Deed, input: CreateUnitInput) -> Made[CreateUnitPayload]:
    """Create a unit."""
    unit = await actions.create_unit(
        deed.session,
        deed.actor,
        code=input.code,
        name=input.name,
        name_en=input.name_en,
        type=input.type,
        parent_id=input.parent_id,
        has_seal=input.has_seal,
        has_legal_personality=input.has_legal_personality,
        to_be_confirmed=input.to_be_confirmed,
        valid_from=input.valid_from,
    )
    return Made(unit=unit.id)


@strawberry.input(
    description=describe(
        T(
            "Thay đổi của đơn vị: trường không gửi thì giữ nguyên, null thì xóa.",
            "What changes: what is left out stays, null clears.",
        )
    )
)
class UpdateUnitInput(MutationInput):
    """What changes of a unit."""

    unit_id: Ref = ref("Unit", T("Đơn vị.", "The unit."))
    expected_version: int = value(READ_VERSION)
    name: str | None = value(NAME, default=UNSET)
    name_en: str | None = value(T("Tên tiếng Anh.", "The English name."), default=UNSET)
    has_seal: bool | None = value(T("Có con dấu riêng.", "Whether it has a seal."), default=UNSET)
    has_legal_personality: bool | None = value(
        T("Có tư cách pháp nhân.", "Whether it is a legal person."), default=UNSET
    )
    to_be_confirmed: bool | None = value(T("Cần xác nhận.", "Whether it is still to be confirmed."), default=UNSET)


@payload(T("Kết quả sửa đơn vị.", "The answer of updateUnit."))
class UpdateUnitPayload:
    """The unit changed."""

    unit = made("Unit", UnitRef, UNIT)


async def update_unit(deed: Deed, input: UpdateUnitInput) -> Made[UpdateUnitPayload]:
    """Change a unit's particulars."""
    unit = await actions.update_unit(
        deed.session,
        deed.actor,
        unit_id=input.unit_id,
        expected_version=input.expected_version,
        name=input.name,
        name_en=input.name_en,
        has_seal=input.has_seal,
        has_legal_personality=input.has_legal_personality,
        to_be_confirmed=input.to_be_confirmed,
    )
    return Made(unit=unit.id)


@strawberry.input(description=describe(T("Chấm dứt một đơn vị.", "The end of a unit.")))
class CloseUnitInput(MutationInput):
    """When a unit ends, and what takes its place."""

    unit_id: Ref = ref("Unit", T("Đơn vị.", "The unit."))
    expected_version: int = value(READ_VERSION)
    valid_to: date = value(T("Ngày cuối hoạt động.", "The last day it exists."))
    successor_id: Ref | None = ref("Unit", T("Đơn vị kế thừa.", "The unit that takes its place."))


@payload(T("Kết quả chấm dứt đơn vị.", "The answer of closeUnit."))
class CloseUnitPayload:
    """The unit closed."""

    unit = made("Unit", UnitRef, UNIT)


async def close_unit(deed: Deed, input: CloseUnitInput) -> Made[CloseUnitPayload]:
    """End a unit."""
    unit = await actions.close_unit(
        deed.session,
        deed.actor,
        unit_id=input.unit_id,
        expected_version=input.expected_version,
        valid_to=input.valid_to,
        successor_id=input.successor_id,
    )
    return Made(unit=unit.id)


@strawberry.type
class UnitMutations:
    """Deeds on units."""

    create_unit = mutation(create_unit, Permission.UNIT_MANAGE, T("Tạo đơn vị.", "Create a unit."))
    update_unit = mutation(update_unit, Permission.UNIT_MANAGE, T("Sửa đơn vị.", "Change a unit."))
    close_unit = mutation(
        close_unit, Permission.UNIT_MANAGE, T("Chấm dứt, sáp nhập đơn vị.", "Close a unit, or merge it into another.")
    )
