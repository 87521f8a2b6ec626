"""Enumerations, filters and orders of the lists of awards."""

import strawberry

from domain.awards import model
from domain.awards.rules import AwardLevel, AwardSubject, NominationState, NomineeKind, SigningCapacity
from schema.bindings import OrderField
from schema.enums import expose
from schema.filters import equals, is_one_of, ordering, refers_to
from schema.texts import T, describe

expose(
    AwardSubject,
    T("Đối tượng của danh hiệu, hình thức khen thưởng.", "Whom an award is for."),
    {
        "INDIVIDUAL": ("Cá nhân.", "Individuals."),
        "COLLECTIVE": ("Tập thể.", "Units."),
        "BOTH": ("Cá nhân và tập thể.", "Individuals and units."),
    },
)
expose(
    AwardLevel,
    T("Cấp khen thưởng.", "The level of an award."),
    {
        "STATE": ("Cấp Nhà nước.", "The State."),
        "GOVERNMENT": ("Chính phủ, Thủ tướng Chính phủ.", "The Government or the Prime Minister."),
        "MINISTRY": ("Cấp Bộ.", "The ministry."),
        "UNIT": ("Cấp đơn vị.", "A unit with legal personality and a seal of its own."),
    },
)
expose(
    NomineeKind,
    T("Loại đối tượng được đề nghị.", "The kind of a nominee."),
    {"INDIVIDUAL": ("Cá nhân.", "A person."), "COLLECTIVE": ("Tập thể.", "A unit.")},
)
expose(
    NominationState,
    T("Trạng thái đề nghị khen thưởng.", "The state of a nomination."),
    {
        "DRAFT": ("Dự thảo.", "A draft or a suggestion, with Personnel."),
        "SUBMITTED": ("Đã gửi, chờ kiểm tra thành phần hồ sơ.", "Sent in, to be found complete."),
        "COMPLETE": ("Hồ sơ đầy đủ, chờ thẩm định.", "Complete, to be appraised."),
        "APPRAISED": ("Đã thẩm định.", "Appraised."),
        "VOTED": ("Hội đồng đã bỏ phiếu thông qua.", "The council voted for it."),
        "PROPOSED": ("Đã trình cấp có thẩm quyền.", "Before those who decide."),
        "RETURNED": ("Bị trả lại, có lý do.", "Sent back to whoever prepared it, with a reason."),
        "HELD": ("Tạm giữ, có lý do.", "Held where it was, with a reason."),
        "APPROVED": ("Được duyệt, chờ quyết định.", "Approved, waiting for the decision."),
        "REFUSED": ("Không được duyệt, có lý do.", "Refused for good, with a reason."),
        "WITHDRAWN": ("Đã rút, có lý do.", "Given up by Personnel, with a reason."),
        "DECIDED": ("Đã có quyết định khen thưởng.", "Rewarded by a signed decision."),
        "PUBLISHED": ("Quyết định đã được công khai.", "The decision was published."),
        "PRESENTED": ("Đã trao tặng.", "The award was presented."),
        "PAID": ("Đã chi tiền thưởng.", "The prize was paid."),
        "REVOKED": ("Quyết định đã bị hủy bỏ, có lý do.", "Revoked by a decision, with a reason."),
    },
)
expose(
    SigningCapacity,
    T("Thể thức đề ký (NĐ 30/2020/NĐ-CP).", "In whose name a decision is signed."),
    {
        "HEAD": ("Người đứng đầu ký.", "The head signs."),
        "KT": ("Ký thay (KT.).", "A deputy signs for the head."),
        "TL": ("Thừa lệnh (TL.).", "Signed by order."),
        "TUQ": ("Thừa ủy quyền (TUQ.).", "Signed by authorisation."),
    },
)

CODE = T("Mã, duy nhất trong danh mục.", "The code, unique in its catalogue.")
NAME = T("Tên.", "The name.")
NAME_EN = T("Tên tiếng Anh.", "The English name.")
SUBJECT = T("Dành cho cá nhân, tập thể hay cả hai.", "Whom it is for.")
LEVEL = T("Cấp khen thưởng.", "The level.")
DECIDED_BY = T("Cấp có thẩm quyền quyết định.", "Who decides on it by law.")
IS_VERIFIED = T("Đã đối chiếu văn bản.", "Whether it was checked against the legal text.")
MOVEMENT = T("Phong trào.", "The movement.")
INITIATIVE = T("Sáng kiến làm căn cứ.", "The initiative that it rests on.")
STATE = T("Trạng thái.", "The state.")
NUMBER = T("Số quyết định.", "The number of the decision.")
SIGNED_ON = T("Ngày ký.", "The day of signing.")
CREATED_AT = T("Thời điểm tạo.", "When it was made.")


@strawberry.input(description=describe(T("Lọc danh hiệu thi đua.", "What titles to keep.")))
class AwardTitleFilter:
    """Filters of lists of titles."""

    subject: list[AwardSubject] | None = is_one_of(model.AwardTitle.subject, SUBJECT)
    level: list[AwardLevel] | None = is_one_of(model.AwardTitle.level, LEVEL)
    is_verified: bool | None = equals(model.AwardTitle.is_verified, IS_VERIFIED)


AWARD_TITLE_ORDER = ordering(
    "AwardTitle",
    {"CODE": OrderField(model.AwardTitle.code, CODE), "NAME": OrderField(model.AwardTitle.name, NAME)},
    default="CODE",
)


@strawberry.input(description=describe(T("Lọc hình thức khen thưởng.", "What forms of reward to keep.")))
class AwardFormFilter:
    """Filters of lists of forms of reward."""

    subject: list[AwardSubject] | None = is_one_of(model.AwardForm.subject, SUBJECT)
    level: list[AwardLevel] | None = is_one_of(model.AwardForm.level, LEVEL)
    is_verified: bool | None = equals(model.AwardForm.is_verified, IS_VERIFIED)


AWARD_FORM_ORDER = ordering(
    "AwardForm",
    {"CODE": OrderField(model.AwardForm.code, CODE), "NAME": OrderField(model.AwardForm.name, NAME)},
    default="CODE",
)


@strawberry.input(description=describe(T("Lọc đề nghị khen thưởng.", "What nominations to keep.")))
class NominationFilter:
    """Filters of lists of nominations."""

    movement_id: strawberry.ID | None = refers_to(model.Nomination.movement_id, "Movement", MOVEMENT)
    state: list[NominationState] | None = is_one_of(model.Nomination.state, T("Ở các trạng thái.", "In these states."))
    nominee_kind: list[NomineeKind] | None = is_one_of(
        model.Nomination.nominee_kind, T("Cá nhân hay tập thể.", "Persons or units.")
    )
    unit_id: strawberry.ID | None = refers_to(
        model.Nomination.unit_id, "Unit", T("Tập thể, hoặc đơn vị của cá nhân.", "The unit, or the person's unit.")
    )
    person_id: strawberry.ID | None = refers_to(
        model.Nomination.person_id, "Person", T("Cá nhân được đề nghị.", "The person nominated.")
    )
    form_id: strawberry.ID | None = refers_to(
        model.Nomination.form_id, "AwardForm", T("Hình thức khen thưởng.", "The form of reward.")
    )
    initiative_id: strawberry.ID | None = refers_to(model.Nomination.initiative_id, "Initiative", INITIATIVE)


NOMINATION_ORDER = ordering(
    "Nomination",
    {
        "CREATED_AT": OrderField(model.Nomination.created_at, CREATED_AT),
        "STATE": OrderField(model.Nomination.state, STATE),
    },
    default="CREATED_AT",
)


@strawberry.input(description=describe(T("Lọc quyết định khen thưởng.", "What decisions to keep.")))
class AwardDecisionFilter:
    """Filters of lists of decisions."""

    movement_id: strawberry.ID | None = refers_to(model.AwardDecision.movement_id, "Movement", MOVEMENT)
    number: str | None = equals(model.AwardDecision.number, NUMBER)


AWARD_DECISION_ORDER = ordering(
    "AwardDecision",
    {"SIGNED_ON": OrderField(model.AwardDecision.signed_on, SIGNED_ON)},
    default="SIGNED_ON",
    descending=True,
)
