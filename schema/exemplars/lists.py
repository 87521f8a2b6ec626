"""Enumerations, filters and orders of the lists of exemplars and of what belongs to them."""

from datetime import date

import strawberry

from domain.exemplars import model
from domain.exemplars.rules import Channel, ExemplarKind, ExemplarState
from schema.bindings import OrderField
from schema.enums import expose
from schema.filters import at_least, below, equals, is_one_of, ordering, refers_to
from schema.texts import T, describe

KIND = T("Điển hình là ai, là gì.", "Who or what is held up.")
STATE = T("Trạng thái.", "The state.")
CHANNEL = T("Hình thức tuyên truyền.", "How it is made known.")
MOVEMENT = T("Phong trào.", "The movement.")
PERSON = T("Cá nhân điển hình.", "The person who is held up.")
UNIT = T("Đơn vị điển hình.", "The unit that is held up.")
INITIATIVE = T("Sáng kiến, hoặc sáng kiến làm nên điển hình.", "The initiative, or what they are held up for.")
PROPOSED_AT = T("Thời điểm đề xuất.", "When it was proposed.")
GIVEN_AT = T("Thời điểm đồng ý.", "When it was given.")
IS_WITHDRAWN = T("Đã rút.", "Whether it was withdrawn.")
HONOURED_ON = T("Ngày tôn vinh.", "The day of the honour.")
PLANNED_ON = T("Dự kiến thực hiện.", "When it is planned.")

expose(
    ExemplarKind,
    KIND,
    {
        "PERSON": ("Cá nhân; chỉ công bố khi người đó đồng ý.", "A person; published with their consent only."),
        "UNIT": ("Tập thể.", "A unit."),
        "INITIATIVE": ("Sáng kiến, không nêu tên ai.", "An initiative, told without names."),
    },
)
expose(
    ExemplarState,
    STATE,
    {
        "CANDIDATE": ("Đề xuất.", "Proposed."),
        "SELECTED": ("Đã chọn.", "Selected."),
        "PUBLISHED": ("Đã công bố.", "Published."),
        "WITHDRAWN": ("Đã rút.", "Withdrawn."),
    },
)
expose(
    Channel,
    CHANNEL,
    {
        "ARTICLE": ("Bài viết.", "An article."),
        "VIDEO": ("Phim ngắn.", "A video."),
        "TALK": ("Tọa đàm, báo cáo điển hình.", "A talk."),
        "SOCIAL": ("Mạng xã hội.", "Social media."),
        "EXHIBITION": ("Triển lãm, trưng bày.", "An exhibition."),
        "OTHER": ("Hình thức khác.", "Another way."),
    },
)


@strawberry.input(description=describe(T("Lọc điển hình.", "What exemplars to keep.")))
class ExemplarFilter:
    """Filters of lists of exemplars."""

    movement_id: strawberry.ID | None = refers_to(model.Exemplar.movement_id, "Movement", MOVEMENT)
    person_id: strawberry.ID | None = refers_to(model.Exemplar.person_id, "Person", PERSON)
    unit_id: strawberry.ID | None = refers_to(model.Exemplar.unit_id, "Unit", UNIT)
    initiative_id: strawberry.ID | None = refers_to(model.Exemplar.initiative_id, "Initiative", INITIATIVE)
    kind: list[ExemplarKind] | None = is_one_of(model.Exemplar.kind, KIND)
    state: list[ExemplarState] | None = is_one_of(model.Exemplar.state, STATE)


EXEMPLAR_ORDER = ordering(
    "Exemplar",
    {"PROPOSED_AT": OrderField(model.Exemplar.proposed_at, PROPOSED_AT)},
    default="PROPOSED_AT",
    descending=True,
)


@strawberry.input(description=describe(T("Lọc sự đồng ý.", "What consents to keep.")))
class ExemplarConsentFilter:
    """Filters of lists of consents."""

    person_id: strawberry.ID | None = refers_to(model.ExemplarConsent.person_id, "Person", PERSON)
    is_withdrawn: bool | None = equals(model.ExemplarConsent.withdrawn_at.is_not(None), IS_WITHDRAWN)


EXEMPLAR_CONSENT_ORDER = ordering(
    "ExemplarConsent",
    {"GIVEN_AT": OrderField(model.ExemplarConsent.given_at, GIVEN_AT)},
    default="GIVEN_AT",
    descending=True,
)


@strawberry.input(description=describe(T("Lọc việc tôn vinh.", "What honours to keep.")))
class ExemplarHonourFilter:
    """Filters of the honours of an exemplar."""

    honoured_from: date | None = at_least(model.ExemplarHonour.honoured_on, T("Từ ngày.", "From this day on."))
    honoured_before: date | None = below(model.ExemplarHonour.honoured_on, T("Trước ngày.", "Before this day."))


EXEMPLAR_HONOUR_ORDER = ordering(
    "ExemplarHonour",
    {"HONOURED_ON": OrderField(model.ExemplarHonour.honoured_on, HONOURED_ON)},
    default="HONOURED_ON",
)


@strawberry.input(description=describe(T("Lọc kế hoạch tuyên truyền.", "What items of the plan to keep.")))
class CommunicationFilter:
    """Filters of the communication plan of an exemplar."""

    channel: list[Channel] | None = is_one_of(model.Communication.channel, CHANNEL)
    is_done: bool | None = equals(model.Communication.done_on.is_not(None), T("Đã thực hiện.", "Whether it was done."))


COMMUNICATION_ORDER = ordering(
    "Communication", {"PLANNED_ON": OrderField(model.Communication.planned_on, PLANNED_ON)}, default="PLANNED_ON"
)
