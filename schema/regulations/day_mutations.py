"""The deeds on days that differ from their weekday."""

from datetime import date

import strawberry
from strawberry import UNSET

from domain.regulations import special_days
from domain.regulations.rules import DayKind
from schema.mutation import Deed, Made, MutationInput, Ref, made, payload, ref, value
from schema.refs import SpecialDayRef
from schema.regulations import lists
from schema.texts import READ_VERSION, T, describe

MADE = T("Ngày nghỉ, ngày làm bù; rỗng khi bị từ chối.", "The day; null when refused.")


@strawberry.input(description=describe(T("Ngày nghỉ, ngày làm bù mới.", "A new one: the day.")))
class CreateSpecialDayInput(MutationInput):
    """What days that differ from their weekday are made from."""

    day: date = value(lists.DAY)
    kind: DayKind = value(lists.DAY_KIND)
    name: str = value(lists.DAY_NAME)
    name_en: str | None = value(lists.DAY_NAME_EN)
    source: str = value(lists.SOURCE)
    is_verified: bool = value(lists.IS_VERIFIED, default=False)


@payload(T("Kết quả thêm.", "The answer of createSpecialDay."))
class CreateSpecialDayPayload:
    """The row made."""

    special_day = made("SpecialDay", SpecialDayRef, MADE)


async def create_special_day(deed: Deed, input: CreateSpecialDayInput) -> Made[CreateSpecialDayPayload]:
    """Add one."""
    row = await special_days.create_special_day(
        deed.session,
        deed.actor,
        day=input.day,
        kind=input.kind,
        name=input.name,
        name_en=input.name_en,
        source=input.source,
        is_verified=input.is_verified,
    )
    return Made(special_day=row.id)


@strawberry.input(
    description=describe(
        T(
            "Thay đổi: trường không gửi thì giữ nguyên, null thì xóa.",
            "What changes: what is left out stays, null clears.",
        )
    )
)
class UpdateSpecialDayInput(MutationInput):
    """What changes; what it is of never does."""

    special_day_id: Ref = ref("SpecialDay", T("Ngày nghỉ, ngày làm bù.", "The day."))
    expected_version: int = value(READ_VERSION)
    kind: DayKind | None = value(lists.DAY_KIND, default=UNSET)
    name: str | None = value(lists.DAY_NAME, default=UNSET)
    name_en: str | None = value(lists.DAY_NAME_EN, default=UNSET)
    source: str | None = value(lists.SOURCE, default=UNSET)
    is_verified: bool | None = value(lists.IS_VERIFIED, default=UNSET)


@payload(T("Kết quả sửa.", "The answer of updateSpecialDay."))
class UpdateSpecialDayPayload:
    """The row changed."""

    special_day = made("SpecialDay", SpecialDayRef, MADE)


async def update_special_day(deed: Deed, input: UpdateSpecialDayInput) -> Made[UpdateSpecialDayPayload]:
    """Change one."""
    row = await special_days.update_special_day(
        deed.session,
        deed.actor,
        special_day_id=input.special_day_id,
        expected_version=input.expected_version,
        kind=input.kind,
        name=input.name,
        name_en=input.name_en,
        source=input.source,
        is_verified=input.is_verified,
    )
    return Made(special_day=row.id)
