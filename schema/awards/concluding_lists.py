"""Enumerations, filters and orders of what follows a decision, and of delegations of signing."""

import strawberry

from domain.awards import concluding_model as model
from domain.awards.model import NominationStep
from domain.awards.rules import NominationState, RevocationGround, SigningCapacity, Verdict
from domain.awards.signing_rules import SigningMatter
from schema.bindings import OrderField
from schema.enums import expose
from schema.filters import equals, is_one_of, ordering, refers_to
from schema.texts import T, describe

expose(
    Verdict,
    T("Quyết định đối với một hồ sơ đã trình.", "What is decided on a proposed dossier."),
    {
        "APPROVED": ("Duyệt.", "Approved."),
        "RETURNED": ("Trả lại, có lý do.", "Sent back, with a reason."),
        "REFUSED": ("Từ chối, có lý do.", "Refused, with a reason."),
    },
    name="NominationVerdict",
)
expose(
    RevocationGround,
    T("Căn cứ hủy bỏ (Luật Thi đua, khen thưởng, chương VII).", "Why an award is taken back (the Law, chapter VII)."),
    {
        "FALSE_DECLARATION": ("Khai báo sai thành tích.", "The achievement was declared falsely."),
        "FORGED_DOSSIER": ("Hồ sơ, giấy tờ giả.", "The dossier was forged."),
        "WRONG_PROCEDURE": ("Xét tặng trái quy định.", "It was awarded against the procedure."),
        "LATER_VIOLATION": ("Phát hiện vi phạm sau khi khen thưởng.", "A violation was found later."),
    },
)
expose(
    SigningMatter,
    T("Việc giao ký áp dụng cho gì.", "What a delegation lets sign."),
    {
        "AWARD_DECISIONS": (
            "Quyết định khen thưởng, và văn bản của quyết định.",
            "Award decisions and their documents.",
        ),
        "DOCUMENTS": ("Mọi văn bản khác.", "All other documents."),
    },
)

GROUND = T("Căn cứ hủy bỏ.", "Why it is taken back.")
CAPACITY = T("Thể thức đề ký.", "In whose name they sign.")
DELEGATE = T("Người được giao ký, ủy quyền.", "Who may sign.")
MOVEMENT_SCOPE = T("Trong phong trào này; rỗng là mọi phong trào.", "Of this movement; null means of all.")
FORM_SCOPE = T("Hình thức khen thưởng này; rỗng là mọi hình thức.", "Of this form of reward; null means of all.")
DOCUMENT = T("Văn bản giao ký, ủy quyền.", "The document that delegates.")
MATTER = T("Được ký quyết định khen thưởng, hay các văn bản khác.", "Award decisions, or all other documents.")
OF_UNIT = T(
    "Ký thay thủ trưởng đơn vị này, do chính người đó giao; rỗng là người đứng đầu Bộ.",
    "In the name of this unit's head, who delegates themselves; null means of the ministry's.",
)
STARTS_ON = T("Từ ngày.", "The first day.")
ENDS_ON = T("Đến hết ngày.", "The last day.")
GRANTED_AT = T("Thời điểm giao.", "When it was delegated.")
IS_PAID = T("Đã chi.", "Whether it was paid.")
PAID_ON = T("Ngày chi.", "The day of payment.")
REVOKED_AT = T("Thời điểm hủy bỏ.", "When it was revoked.")
ORDINAL = T("Thứ tự.", "The order of the steps.")


@strawberry.input(description=describe(T("Lọc tiền thưởng.", "What prizes to keep.")))
class PrizeFilter:
    """Filters of the payment list."""

    is_paid: bool | None = equals(model.Prize.paid_on.is_not(None), IS_PAID)


PRIZE_ORDER = ordering(
    "Prize",
    {"CREATED_AT": OrderField(model.Prize.created_at, T("Thời điểm tính.", "When it was computed."))},
    default="CREATED_AT",
)


@strawberry.input(description=describe(T("Lọc việc hủy bỏ.", "What revocations to keep.")))
class RevocationFilter:
    """Filters of lists of revocations."""

    ground: list[RevocationGround] | None = is_one_of(model.Revocation.ground, GROUND)


REVOCATION_ORDER = ordering(
    "Revocation",
    {"REVOKED_AT": OrderField(model.Revocation.revoked_at, REVOKED_AT)},
    default="REVOKED_AT",
    descending=True,
)


@strawberry.input(description=describe(T("Lọc việc giao ký, ủy quyền.", "What delegations to keep.")))
class SigningDelegationFilter:
    """Filters of lists of delegations."""

    delegate_id: strawberry.ID | None = refers_to(model.SigningDelegation.delegate_id, "Person", DELEGATE)
    capacity: list[SigningCapacity] | None = is_one_of(model.SigningDelegation.capacity, CAPACITY)
    is_revoked: bool | None = equals(
        model.SigningDelegation.revoked_at.is_not(None), T("Đã thu hồi.", "Whether it was revoked.")
    )


SIGNING_DELEGATION_ORDER = ordering(
    "SigningDelegation",
    {"GRANTED_AT": OrderField(model.SigningDelegation.granted_at, GRANTED_AT)},
    default="GRANTED_AT",
    descending=True,
)


@strawberry.input(description=describe(T("Lọc các bước của hồ sơ.", "What steps of a dossier to keep.")))
class NominationStepFilter:
    """Filters of a dossier's history."""

    to_state: list[NominationState] | None = is_one_of(
        NominationStep.to_state, T("Đến các trạng thái này.", "To these states.")
    )


NOMINATION_STEP_ORDER = ordering(
    "NominationStep", {"ORDINAL": OrderField(NominationStep.ordinal, ORDINAL)}, default="ORDINAL"
)
