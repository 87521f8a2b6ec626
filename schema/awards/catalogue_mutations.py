"""Deeds on the two award catalogues."""

import strawberry
from strawberry import UNSET

from domain.access.permissions import Permission
from domain.awards import catalogue
from domain.awards.rules import AwardLevel, AwardSubject
from schema.awards import lists
from schema.mutation import Deed, Made, MutationInput, Ref, made, mutation, payload, ref, value
from schema.refs import AwardFormRef, AwardTitleRef
from schema.texts import READ_VERSION, T, describe

TITLE = T("Danh hiệu thi đua; rỗng khi bị từ chối.", "The title; null when refused.")
FORM = T("Hình thức khen thưởng; rỗng khi bị từ chối.", "The form of reward; null when refused.")


@strawberry.input(description=describe(T("Danh hiệu thi đua mới.", "A new title.")))
class CreateAwardTitleInput(MutationInput):
    """What a title is made from."""

    code: str = value(lists.CODE)
    name: str = value(lists.NAME)
    name_en: str | None = value(lists.NAME_EN)
    subject: AwardSubject = value(lists.SUBJECT)
    level: AwardLevel = value(lists.LEVEL)
    decided_by: str = value(lists.DECIDED_BY)
    is_verified: bool = value(lists.IS_VERIFIED, default=False)


@payload(T("Kết quả thêm danh hiệu.", "The answer of createAwardTitle."))
class CreateAwardTitlePayload:
    """The title made."""

    award_title = made("AwardTitle", AwardTitleRef, TITLE)


async def create_award_title(deed: Deed, input: CreateAwardTitleInput) -> Made[CreateAwardTitlePayload]:
    """Add a title."""
    title = await catalogue.create_award_title(
        deed.session,
        deed.actor,
        code=input.code,
        name=input.name,
        name_en=input.name_en,
        subject=input.subject,
        level=input.level,
        decided_by=input.decided_by,
        is_verified=input.is_verified,
    )
    return Made(award_title=title.id)


@strawberry.input(
    description=describe(
        T(
            "Thay đổi của danh hiệu: trường không gửi thì giữ nguyên, null thì xóa.",
            "What changes: what is left out stays, null clears.",
        )
    )
)
class UpdateAwardTitleInput(MutationInput):
    """What changes of a title; its code and whom it is for never do."""

    title_id: Ref = ref("AwardTitle", T("Danh hiệu.", "The title."))
    expected_version: int = value(READ_VERSION)
    name: str | None = value(lists.NAME, default=UNSET)
    name_en: str | None = value(lists.NAME_EN, default=UNSET)
    level: AwardLevel | None = value(lists.LEVEL, default=UNSET)
    decided_by: str | None = value(lists.DECIDED_BY, default=UNSET)
    is_verified: bool | None = value(lists.IS_VERIFIED, default=UNSET)


@payload(T("Kết quả sửa danh hiệu.", "The answer of updateAwardTitle."))
class UpdateAwardTitlePayload:
    """The title changed."""

    award_title = made("AwardTitle", AwardTitleRef, TITLE)


async def update_award_title(deed: Deed, input: UpdateAwardTitleInput) -> Made[UpdateAwardTitlePayload]:
    """Change a title."""
    title = await catalogue.update_award_title(
        deed.session,
        deed.actor,
        title_id=input.title_id,
        expected_version=input.expected_version,
        name=input.name,
        name_en=input.name_en,
        level=input.level,
        decided_by=input.decided_by,
        is_verified=input.is_verified,
    )
    return Made(award_title=title.id)


@strawberry.input(description=describe(T("Hình thức khen thưởng mới.", "A new form of reward.")))
class CreateAwardFormInput(MutationInput):
    """What a form of reward is made from."""

    code: str = value(lists.CODE)
    name: str = value(lists.NAME)
    name_en: str | None = value(lists.NAME_EN)
    subject: AwardSubject = value(lists.SUBJECT)
    level: AwardLevel = value(lists.LEVEL)
    decided_by: str = value(lists.DECIDED_BY)
    is_verified: bool = value(lists.IS_VERIFIED, default=False)


@payload(T("Kết quả thêm hình thức khen thưởng.", "The answer of createAwardForm."))
class CreateAwardFormPayload:
    """The form made."""

    award_form = made("AwardForm", AwardFormRef, FORM)


async def create_award_form(deed: Deed, input: CreateAwardFormInput) -> Made[CreateAwardFormPayload]:
    """Add a form of reward."""
    form = await catalogue.create_award_form(
        deed.session,
        deed.actor,
        code=input.code,
        name=input.name,
        name_en=input.name_en,
        subject=input.subject,
        level=input.level,
        decided_by=input.decided_by,
        is_verified=input.is_verified,
    )
    return Made(award_form=form.id)


@strawberry.input(
    description=describe(
        T(
            "Thay đổi của hình thức: trường không gửi thì giữ nguyên, null thì xóa.",
            "What changes: what is left out stays, null clears.",
        )
    )
)
class UpdateAwardFormInput(MutationInput):
    """What changes of a form of reward; its code and whom it is for never do."""

    form_id: Ref = ref("AwardForm", T("Hình thức khen thưởng.", "The form of reward."))
    expected_version: int = value(READ_VERSION)
    name: str | None = value(lists.NAME, default=UNSET)
    name_en: str | None = value(lists.NAME_EN, default=UNSET)
    level: AwardLevel | None = value(lists.LEVEL, default=UNSET)
    decided_by: str | None = value(lists.DECIDED_BY, default=UNSET)
    is_verified: bool | None = value(lists.IS_VERIFIED, default=UNSET)


@payload(T("Kết quả sửa hình thức khen thưởng.", "The answer of updateAwardForm."))
class UpdateAwardFormPayload:
    """The form changed."""

    award_form = made("AwardForm", AwardFormRef, FORM)


async def update_award_form(deed: Deed, input: UpdateAwardFormInput) -> Made[UpdateAwardFormPayload]:
    """Change a form of reward."""
    form = await catalogue.update_award_form(
        deed.session,
        deed.actor,
        form_id=input.form_id,
        expected_version=input.expected_version,
        name=input.name,
        name_en=input.name_en,
        level=input.level,
        decided_by=input.decided_by,
        is_verified=input.is_verified,
    )
    return Made(award_form=form.id)


@strawberry.type
class CatalogueMutations:
    """Deeds on the catalogues."""

    create_award_title = mutation(
        create_award_title, Permission.CATALOGUE_MANAGE, T("Thêm danh hiệu thi đua.", "Add a title.")
    )
    update_award_title = mutation(
        update_award_title, Permission.CATALOGUE_MANAGE, T("Sửa danh hiệu thi đua.", "Change a title.")
    )
    create_award_form = mutation(
        create_award_form, Permission.CATALOGUE_MANAGE, T("Thêm hình thức khen thưởng.", "Add a form of reward.")
    )
    update_award_form = mutation(
        update_award_form, Permission.CATALOGUE_MANAGE, T("Sửa hình thức khen thưởng.", "Change a form of reward.")
    )
