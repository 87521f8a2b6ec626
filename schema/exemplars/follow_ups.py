"""Deeds that follow a selection: consent, honours, the communication plan."""

from datetime import date

import strawberry
from strawberry import UNSET

from domain.exemplars import consenting, following_up
from domain.exemplars.rules import Channel, Scope
from schema.exemplars import lists
from schema.exemplars.deeds import EXEMPLAR
from schema.mutation import Deed, Made, MutationInput, Ref, made, payload, ref, value
from schema.refs import CommunicationRef, ExemplarConsentRef, ExemplarHonourRef
from schema.texts import READ_VERSION, T, describe

CONSENT_MADE = T("Sự đồng ý; rỗng khi bị từ chối.", "The consent; null when refused.")
HONOUR_MADE = T("Việc tôn vinh; rỗng khi bị từ chối.", "The honour; null when refused.")
COMMUNICATION_MADE = T("Mục kế hoạch; rỗng khi bị từ chối.", "The item; null when refused.")
COMMUNICATION_TITLE = T("Tên, 1-300 ký tự.", "The title, 1 to 300 characters.")


@strawberry.input(description=describe(T("Đồng ý để công bố về mình.", "What one agrees to have told of oneself.")))
class GiveExemplarConsentInput(MutationInput):
    """In which exemplar, and what."""

    exemplar_id: Ref = ref("Exemplar", EXEMPLAR)
    expected_version: int = value(READ_VERSION)
    covers_name: bool = value(T("Họ tên.", "One's name."))
    covers_photo: bool = value(T("Hình ảnh.", "One's picture."))
    covers_story: bool = value(T("Câu chuyện.", "One's story."))


@payload(T("Kết quả: đồng ý để công bố về mình.", "The answer of giveExemplarConsent."))
class GiveExemplarConsentPayload:
    """The consent given."""

    consent = made("ExemplarConsent", ExemplarConsentRef, CONSENT_MADE)


async def give_exemplar_consent(deed: Deed, input: GiveExemplarConsentInput) -> Made[GiveExemplarConsentPayload]:
    """Agree to be told of."""
    made_row = await consenting.give_exemplar_consent(
        deed.session,
        deed.actor,
        exemplar_id=input.exemplar_id,
        expected_version=input.expected_version,
        scope=Scope(name=input.covers_name, photo=input.covers_photo, story=input.covers_story),
    )
    return Made(consent=made_row.id)


@strawberry.input(description=describe(T("Rút lại sự đồng ý.", "A consent to withdraw.")))
class WithdrawExemplarConsentInput(MutationInput):
    """Which consent is withdrawn; nobody has to say why."""

    consent_id: Ref = ref("ExemplarConsent", T("Sự đồng ý của mình.", "One's own consent."))


@payload(T("Kết quả: rút lại sự đồng ý.", "The answer of withdrawExemplarConsent."))
class WithdrawExemplarConsentPayload:
    """The consent withdrawn."""

    consent = made("ExemplarConsent", ExemplarConsentRef, CONSENT_MADE)


async def withdraw_exemplar_consent(
    deed: Deed, input: WithdrawExemplarConsentInput
) -> Made[WithdrawExemplarConsentPayload]:
    """Take a consent back."""
    made_row = await consenting.withdraw_exemplar_consent(deed.session, deed.actor, consent_id=input.consent_id)
    return Made(consent=made_row.id)


@strawberry.input(description=describe(T("Ghi việc tôn vinh.", "An honour to record.")))
class RecordExemplarHonourInput(MutationInput):
    """Where, when and on what occasion."""

    exemplar_id: Ref = ref("Exemplar", EXEMPLAR)
    honoured_on: date = value(lists.HONOURED_ON)
    place: str = value(T("Nơi tôn vinh, 1-300 ký tự.", "Where, 1 to 300 characters."))
    occasion: str = value(T("Dịp tôn vinh, 1-300 ký tự.", "On what occasion, 1 to 300 characters."))


@payload(T("Kết quả: ghi việc tôn vinh.", "The answer of recordExemplarHonour."))
class RecordExemplarHonourPayload:
    """The honour recorded."""

    honour = made("ExemplarHonour", ExemplarHonourRef, HONOUR_MADE)


async def record_exemplar_honour(deed: Deed, input: RecordExemplarHonourInput) -> Made[RecordExemplarHonourPayload]:
    """Record an honour."""
    made_row = await following_up.record_exemplar_honour(
        deed.session,
        deed.actor,
        exemplar_id=input.exemplar_id,
        honoured_on=input.honoured_on,
        place=input.place,
        occasion=input.occasion,
    )
    return Made(honour=made_row.id)


@strawberry.input(description=describe(T("Lập một mục tuyên truyền.", "An item of a communication plan.")))
class PlanCommunicationInput(MutationInput):
    """How an exemplar is to be made known."""

    exemplar_id: Ref = ref("Exemplar", EXEMPLAR)
    channel: Channel = value(lists.CHANNEL)
    title: str = value(COMMUNICATION_TITLE)
    planned_on: date = value(lists.PLANNED_ON)


@payload(T("Kết quả: lập một mục tuyên truyền.", "The answer of planCommunication."))
class PlanCommunicationPayload:
    """The item planned."""

    communication = made("Communication", CommunicationRef, COMMUNICATION_MADE)


async def plan_communication(deed: Deed, input: PlanCommunicationInput) -> Made[PlanCommunicationPayload]:
    """Plan an item."""
    made_row = await following_up.plan_communication(
        deed.session,
        deed.actor,
        exemplar_id=input.exemplar_id,
        channel=input.channel,
        title=input.title,
        planned_on=input.planned_on,
    )
    return Made(communication=made_row.id)


@strawberry.input(
    description=describe(
        T(
            "Sửa mục tuyên truyền hoặc ghi kết quả; trường không gửi thì giữ nguyên.",
            "What changes or came of it: what is left out stays.",
        )
    )
)
class UpdateCommunicationInput(MutationInput):
    """What changes of an item, or what became of it."""

    communication_id: Ref = ref("Communication", T("Mục kế hoạch.", "The item."))
    expected_version: int = value(READ_VERSION)
    title: str | None = value(COMMUNICATION_TITLE, default=UNSET)
    planned_on: date | None = value(lists.PLANNED_ON, default=UNSET)
    done_on: date | None = value(T("Ngày thực hiện.", "When it was done."), default=UNSET)
    link: str | None = value(T("Địa chỉ.", "Where to find it."), default=UNSET)
    reach: int | None = value(T("Số người tiếp cận.", "How many people it reached."), default=UNSET)


@payload(
    T(
        "Kết quả: sửa mục tuyên truyền hoặc ghi kết quả; trường không gửi thì giữ nguyên.",
        "The answer of updateCommunication.",
    )
)
class UpdateCommunicationPayload:
    """The item changed."""

    communication = made("Communication", CommunicationRef, COMMUNICATION_MADE)


async def update_communication(deed: Deed, input: UpdateCommunicationInput) -> Made[UpdateCommunicationPayload]:
    """Change an item."""
    made_row = await following_up.update_communication(
        deed.session,
        deed.actor,
        communication_id=input.communication_id,
        expected_version=input.expected_version,
        given={name: getattr(input, name) for name in ("title", "planned_on", "done_on", "link", "reach")},
    )
    return Made(communication=made_row.id)
