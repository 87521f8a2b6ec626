"""The types of exemplars: whom one is of, what was agreed to, honours, the communication plan."""

from datetime import date, datetime

from domain.exemplars import model, queries
from domain.exemplars.rules import Channel, ExemplarKind, ExemplarState
from schema.bindings import Node, column, entity
from schema.exemplars import lists
from schema.fields import connection, one
from schema.refs import (
    CommunicationRef,
    ExemplarConsentRef,
    ExemplarHonourRef,
    ExemplarRef,
    InitiativeRef,
    MovementRef,
    PersonRef,
    ReplicationCreditRef,
    ResultEntryRef,
    UnitRef,
)
from schema.texts import VERSION, T

EXEMPLAR = T("Điển hình.", "The exemplar.")


@entity(
    queries.CONSENTS,
    T("Sự đồng ý của cá nhân đối với việc công bố.", "What a person agreed to have told of them in an exemplar."),
)
class ExemplarConsent(Node):
    """A consent, until it is withdrawn."""

    covers_name: bool = column(model.ExemplarConsent.covers_name, T("Họ tên.", "Their name."))
    covers_photo: bool = column(model.ExemplarConsent.covers_photo, T("Hình ảnh.", "Their picture."))
    covers_story: bool = column(model.ExemplarConsent.covers_story, T("Câu chuyện.", "Their story."))
    given_at: datetime = column(model.ExemplarConsent.given_at, lists.GIVEN_AT)
    withdrawn_at: datetime | None = column(
        model.ExemplarConsent.withdrawn_at,
        T("Thời điểm rút, hoặc nội dung thay đổi.", "When it was withdrawn, or what it was given to changed."),
    )
    person = one("Person", PersonRef, model.ExemplarConsent.person_id, T("Người đồng ý.", "Who agreed."))
    exemplar = one("Exemplar", ExemplarRef, model.ExemplarConsent.exemplar_id, EXEMPLAR)


@entity(queries.HONOURS, T("Một lần tôn vinh.", "An honour."))
class ExemplarHonour(Node):
    """Where and when an exemplar was honoured."""

    honoured_on: date = column(model.ExemplarHonour.honoured_on, lists.HONOURED_ON)
    place: str = column(model.ExemplarHonour.place, T("Nơi tôn vinh.", "Where."))
    occasion: str = column(model.ExemplarHonour.occasion, T("Dịp tôn vinh.", "On what occasion."))
    exemplar = one("Exemplar", ExemplarRef, model.ExemplarHonour.exemplar_id, EXEMPLAR)


@entity(queries.COMMUNICATIONS, T("Một mục của kế hoạch tuyên truyền.", "An item of a communication plan."))
class Communication(Node):
    """How an exemplar is made known, and what became of it."""

    version: int = column(model.Communication.version, VERSION)
    channel: Channel = column(model.Communication.channel, lists.CHANNEL)
    title: str = column(model.Communication.title, T("Tên.", "The title."))
    planned_on: date = column(model.Communication.planned_on, lists.PLANNED_ON)
    done_on: date | None = column(model.Communication.done_on, T("Ngày thực hiện.", "When it was done."))
    link: str | None = column(model.Communication.link, T("Địa chỉ.", "Where to find it."))
    reach: int | None = column(model.Communication.reach, T("Số người tiếp cận.", "How many people it reached."))
    exemplar = one("Exemplar", ExemplarRef, model.Communication.exemplar_id, EXEMPLAR)


@entity(queries.EXEMPLARS, T("Gương điển hình tiên tiến.", "Somebody or something held up as an example."))
class Exemplar(Node):
    """An exemplar with what follows: honours, communication, replication."""

    version: int = column(model.Exemplar.version, VERSION)
    kind: ExemplarKind = column(model.Exemplar.kind, lists.KIND)
    state: ExemplarState = column(model.Exemplar.state, lists.STATE)
    title: str = column(model.Exemplar.title, T("Tiêu đề.", "The title."))
    story: str = column(model.Exemplar.story, T("Câu chuyện.", "The story."))
    photo_url: str | None = column(model.Exemplar.photo_url, T("Địa chỉ hình ảnh.", "Where the picture is."))
    reason: str | None = column(
        model.Exemplar.reason,
        T("Lý do chọn; chỉ người có quyền.", "Why it was chosen; restricted."),
        mask=queries.reasons,
    )
    withdrawn_reason: str | None = column(
        model.Exemplar.withdrawn_reason,
        T("Lý do rút; chỉ người có quyền.", "Why it was withdrawn; restricted."),
        mask=queries.reasons,
    )
    proposed_at: datetime = column(model.Exemplar.proposed_at, lists.PROPOSED_AT)
    selected_at: datetime | None = column(model.Exemplar.selected_at, T("Thời điểm chọn.", "When it was selected."))
    published_at: datetime | None = column(
        model.Exemplar.published_at, T("Thời điểm công bố.", "When it was published.")
    )
    withdrawn_at: datetime | None = column(model.Exemplar.withdrawn_at, T("Thời điểm rút.", "When it was withdrawn."))
    movement = one("Movement", MovementRef, model.Exemplar.movement_id, lists.MOVEMENT)
    person = one("Person", PersonRef, model.Exemplar.person_id, lists.PERSON)
    unit = one("Unit", UnitRef, model.Exemplar.unit_id, lists.UNIT)
    initiative = one("Initiative", InitiativeRef, model.Exemplar.initiative_id, lists.INITIATIVE)
    result_entry = one(
        "ResultEntry",
        ResultEntryRef,
        model.Exemplar.result_entry_id,
        T("Kết quả làm căn cứ, nếu có.", "The entry of a result that it rests on, if it does."),
    )
    proposed_by = one("Person", PersonRef, model.Exemplar.proposed_by_id, T("Người đề xuất.", "Who proposed it."))
    credit = one(
        "ReplicationCredit",
        ReplicationCreditRef,
        model.Exemplar.initiative_id,
        T("Việc nhân rộng sáng kiến của điển hình.", "How far its initiative spread."),
    )
    consents = connection(
        "ExemplarConsent",
        ExemplarConsentRef,
        T("Sự đồng ý của cá nhân; chỉ người có quyền.", "What the person agreed to; restricted."),
        filters=lists.ExemplarConsentFilter,
        ordering=lists.EXEMPLAR_CONSENT_ORDER,
        parent=model.ExemplarConsent.exemplar_id,
    )
    honours = connection(
        "ExemplarHonour",
        ExemplarHonourRef,
        T("Các lần tôn vinh.", "How it was honoured."),
        filters=lists.ExemplarHonourFilter,
        ordering=lists.EXEMPLAR_HONOUR_ORDER,
        parent=model.ExemplarHonour.exemplar_id,
    )
    communications = connection(
        "Communication",
        CommunicationRef,
        T("Kế hoạch tuyên truyền.", "The plan by which it is made known."),
        filters=lists.CommunicationFilter,
        ordering=lists.COMMUNICATION_ORDER,
        parent=model.Communication.exemplar_id,
    )
