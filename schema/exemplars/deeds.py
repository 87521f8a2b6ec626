"""Deeds that choose exemplars."""

import strawberry
from strawberry import UNSET

from domain.exemplars import actions
from domain.exemplars.deserving import Subject
from schema.exemplars import lists
from schema.mutation import Deed, Made, MutationInput, Ref, made, payload, ref, value
from schema.refs import ExemplarRef
from schema.texts import READ_VERSION, REASON, T, describe

EXEMPLAR = T("Điển hình.", "The exemplar.")
MADE = T("Điển hình; rỗng khi bị từ chối.", "The exemplar; null when refused.")
TITLE = T("Tiêu đề, 1-300 ký tự.", "The title, 1 to 300 characters.")
STORY = T("Câu chuyện, 1-10000 ký tự.", "The story, 1 to 10000 characters.")
PHOTO_URL = T("Địa chỉ hình ảnh.", "Where the picture is.")


@strawberry.input(description=describe(T("Đề xuất điển hình.", "An exemplar to propose.")))
class ProposeExemplarInput(MutationInput):
    """Who or what is held up, for what, and why: a person, a unit, or an initiative."""

    movement_id: Ref = ref("Movement", lists.MOVEMENT)
    person_id: Ref | None = ref("Person", lists.PERSON)
    unit_id: Ref | None = ref("Unit", lists.UNIT)
    initiative_id: Ref | None = ref("Initiative", lists.INITIATIVE)
    result_entry_id: Ref | None = ref(
        "ResultEntry", T("Kết quả đã công bố làm căn cứ.", "The entry of a published result.")
    )
    title: str = value(TITLE)
    story: str = value(STORY)
    photo_url: str | None = value(PHOTO_URL)
    reason: str = value(REASON)


@payload(T("Kết quả: đề xuất điển hình.", "The answer of proposeExemplar."))
class ProposeExemplarPayload:
    """The exemplar proposed."""

    exemplar = made("Exemplar", ExemplarRef, MADE)


async def propose_exemplar(deed: Deed, input: ProposeExemplarInput) -> Made[ProposeExemplarPayload]:
    """Propose an exemplar."""
    made_row = await actions.propose_exemplar(
        deed.session,
        deed.actor,
        movement_id=input.movement_id,
        subject=Subject(input.person_id, input.unit_id, input.initiative_id),
        title=input.title,
        story=input.story,
        reason=input.reason,
        photo_url=input.photo_url,
        result_entry_id=input.result_entry_id,
    )
    return Made(exemplar=made_row.id)


@strawberry.input(
    description=describe(
        T("Sửa nội dung điển hình; trường không gửi thì giữ nguyên.", "What changes: what is left out stays.")
    )
)
class UpdateExemplarInput(MutationInput):
    """What will be told."""

    exemplar_id: Ref = ref("Exemplar", EXEMPLAR)
    expected_version: int = value(READ_VERSION)
    title: str | None = value(TITLE, default=UNSET)
    story: str | None = value(STORY, default=UNSET)
    photo_url: str | None = value(PHOTO_URL, default=UNSET)


@payload(T("Kết quả: sửa nội dung điển hình; trường không gửi thì giữ nguyên.", "The answer of updateExemplar."))
class UpdateExemplarPayload:
    """The exemplar changed."""

    exemplar = made("Exemplar", ExemplarRef, MADE)


async def update_exemplar(deed: Deed, input: UpdateExemplarInput) -> Made[UpdateExemplarPayload]:
    """Change an exemplar."""
    made_row = await actions.update_exemplar(
        deed.session,
        deed.actor,
        exemplar_id=input.exemplar_id,
        expected_version=input.expected_version,
        given={name: getattr(input, name) for name in ("title", "story", "photo_url")},
    )
    return Made(exemplar=made_row.id)


@strawberry.input(description=describe(T("Chọn điển hình.", "A candidate to select.")))
class SelectExemplarInput(MutationInput):
    """Which candidate is selected."""

    exemplar_id: Ref = ref("Exemplar", EXEMPLAR)
    expected_version: int = value(READ_VERSION)


@payload(T("Kết quả: chọn điển hình.", "The answer of selectExemplar."))
class SelectExemplarPayload:
    """The exemplar selected."""

    exemplar = made("Exemplar", ExemplarRef, MADE)


async def select_exemplar(deed: Deed, input: SelectExemplarInput) -> Made[SelectExemplarPayload]:
    """Select an exemplar."""
    made_row = await actions.select_exemplar(
        deed.session, deed.actor, exemplar_id=input.exemplar_id, expected_version=input.expected_version
    )
    return Made(exemplar=made_row.id)


@strawberry.input(description=describe(T("Công bố điển hình.", "An exemplar to publish.")))
class PublishExemplarInput(MutationInput):
    """Which exemplar is published."""

    exemplar_id: Ref = ref("Exemplar", EXEMPLAR)
    expected_version: int = value(READ_VERSION)


@payload(T("Kết quả: công bố điển hình.", "The answer of publishExemplar."))
class PublishExemplarPayload:
    """The exemplar published."""

    exemplar = made("Exemplar", ExemplarRef, MADE)


async def publish_exemplar(deed: Deed, input: PublishExemplarInput) -> Made[PublishExemplarPayload]:
    """Publish an exemplar."""
    made_row = await actions.publish_exemplar(
        deed.session, deed.actor, exemplar_id=input.exemplar_id, expected_version=input.expected_version
    )
    return Made(exemplar=made_row.id)


@strawberry.input(description=describe(T("Rút điển hình.", "An exemplar to withdraw.")))
class WithdrawExemplarInput(MutationInput):
    """Which exemplar is withdrawn, and why."""

    exemplar_id: Ref = ref("Exemplar", EXEMPLAR)
    expected_version: int = value(READ_VERSION)
    reason: str = value(REASON)


@payload(T("Kết quả: rút điển hình.", "The answer of withdrawExemplar."))
class WithdrawExemplarPayload:
    """The exemplar withdrawn."""

    exemplar = made("Exemplar", ExemplarRef, MADE)


async def withdraw_exemplar(deed: Deed, input: WithdrawExemplarInput) -> Made[WithdrawExemplarPayload]:
    """Withdraw an exemplar."""
    made_row = await actions.withdraw_exemplar(
        deed.session,
        deed.actor,
        exemplar_id=input.exemplar_id,
        expected_version=input.expected_version,
        reason=input.reason,
    )
    return Made(exemplar=made_row.id)
