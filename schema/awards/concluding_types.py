"""The types of a dossier's history, of prizes, publications and revocations, and of delegations of signing."""

from datetime import date, datetime
from decimal import Decimal

from domain.awards import concluding_model as model
from domain.awards import concluding_queries as queries
from domain.awards.model import NominationStep as StepRow
from domain.awards.rules import NominationState, RevocationGround, SigningCapacity
from domain.awards.signing_rules import SigningMatter
from schema.awards import concluding_lists as lists
from schema.awards.lists import NUMBER, SIGNED_ON
from schema.awards.texts import NOMINATION
from schema.bindings import Node, column, entity
from schema.fields import one
from schema.refs import (
    AwardDecisionRef,
    AwardFormRef,
    LegalParameterRef,
    MovementRef,
    NominationRef,
    PersonRef,
    UnitRef,
)
from schema.texts import VERSION, T

__all__ = ["DecisionPublication", "NominationStep", "Prize", "Revocation", "SigningDelegation"]


@entity(queries.STEPS_TAKEN, T("Một bước của hồ sơ.", "A step of a dossier."))
class NominationStep(Node):
    """One step of a dossier from state to state."""

    ordinal: int = column(StepRow.ordinal, lists.ORDINAL)
    from_state: NominationState = column(StepRow.from_state, T("Từ trạng thái.", "From this state."))
    to_state: NominationState = column(StepRow.to_state, T("Đến trạng thái.", "To this state."))
    reason: str | None = column(StepRow.reason, T("Lý do.", "Why."))
    at: datetime = column(StepRow.at, T("Thời điểm.", "When."))
    nomination = one("Nomination", NominationRef, StepRow.nomination_id, NOMINATION)
    by = one("Person", PersonRef, StepRow.by_id, T("Người thực hiện.", "By whom."))


@entity(queries.PRIZES, T("Tiền thưởng của một đề nghị đã có quyết định.", "The prize of a decided nomination."))
class Prize(Node):
    """The money of one award, in đồng, with all that it was computed from."""

    version: int = column(model.Prize.version, VERSION)
    coefficient: Decimal = column(model.Prize.coefficient, T("Hệ số theo lương cơ sở.", "Times the base salary."))
    base_salary: Decimal = column(
        model.Prize.base_salary, T("Lương cơ sở tại ngày ký, đồng.", "The base salary on the day of signing, in đồng.")
    )
    factor: Decimal = column(model.Prize.factor, T("Hệ số đối với tập thể; cá nhân là 1.", "1, or a collective's."))
    rounding: Decimal = column(
        model.Prize.rounding, T("Làm tròn lên theo mức này, đồng.", "Rounded up to a multiple of this, in đồng.")
    )
    amount: Decimal = column(model.Prize.amount, T("Số tiền, đồng.", "The amount, in đồng."))
    created_at: datetime = column(model.Prize.created_at, T("Thời điểm tính.", "When it was computed."))
    paid_on: date | None = column(model.Prize.paid_on, lists.PAID_ON)
    payment_reference: str | None = column(
        model.Prize.payment_reference, T("Chứng từ chi.", "The document of the payment.")
    )
    nomination = one("Nomination", NominationRef, model.Prize.nomination_id, NOMINATION)
    coefficient_parameter = one(
        "LegalParameter", LegalParameterRef, model.Prize.coefficient_id, T("Căn cứ của hệ số.", "Where it is from.")
    )
    base_salary_parameter = one(
        "LegalParameter",
        LegalParameterRef,
        model.Prize.base_salary_id,
        T("Căn cứ của lương cơ sở.", "Where the base salary is from."),
    )
    paid_by = one("Person", PersonRef, model.Prize.paid_by_id, T("Người ghi nhận chi.", "Who noted the payment."))


@entity(queries.PUBLICATIONS, T("Việc công khai quyết định.", "That a decision was made known."))
class DecisionPublication(Node):
    """Where and when a decision was made known."""

    channel: str = column(model.DecisionPublication.channel, T("Nơi công khai.", "Where it was made known."))
    published_at: datetime = column(
        model.DecisionPublication.published_at, T("Thời điểm công khai.", "When it was made known.")
    )
    decision = one(
        "AwardDecision", AwardDecisionRef, model.DecisionPublication.decision_id, T("Quyết định.", "The decision.")
    )


@entity(queries.REVOCATIONS, T("Hủy bỏ khen thưởng và thu hồi.", "The revocation of an award, and the recovery."))
class Revocation(Node):
    """That an award was taken back, and what was recovered."""

    version: int = column(model.Revocation.version, VERSION)
    ground: RevocationGround = column(model.Revocation.ground, lists.GROUND)
    reason: str = column(model.Revocation.reason, T("Lý do cụ thể.", "The reason in words."))
    number: str = column(model.Revocation.number, NUMBER)
    signed_on: date = column(model.Revocation.signed_on, SIGNED_ON)
    signing_capacity: SigningCapacity = column(model.Revocation.signing_capacity, lists.CAPACITY)
    revoked_at: datetime = column(model.Revocation.revoked_at, lists.REVOKED_AT)
    amount_due: Decimal = column(
        model.Revocation.amount_due, T("Tiền thưởng phải thu hồi, đồng.", "What was paid and is due, in đồng.")
    )
    amount_recovered: Decimal = column(
        model.Revocation.amount_recovered, T("Đã thu hồi, đồng.", "What was recovered so far, in đồng.")
    )
    object_returned_on: date | None = column(
        model.Revocation.object_returned_on, T("Ngày thu hồi hiện vật.", "When the object came back.")
    )
    recovery_note: str | None = column(model.Revocation.recovery_note, T("Ghi chú thu hồi.", "On the recovery."))
    nomination = one("Nomination", NominationRef, model.Revocation.nomination_id, NOMINATION)
    signer = one("Person", PersonRef, model.Revocation.signer_id, T("Người ký.", "Who signed it."))


@entity(queries.DELEGATIONS, T("Giao ký thay, thừa lệnh, ủy quyền.", "A delegation of signing."))
class SigningDelegation(Node):
    """That somebody may sign for the head: award decisions, or all other documents."""

    version: int = column(model.SigningDelegation.version, VERSION)
    capacity: SigningCapacity = column(model.SigningDelegation.capacity, lists.CAPACITY)
    matter: SigningMatter = column(model.SigningDelegation.matter, lists.MATTER)
    authority: str = column(
        model.SigningDelegation.authority,
        T("Chức vụ của người giao, ghi khi ký.", "The head's title, as it is signed."),
    )
    document: str = column(model.SigningDelegation.document, lists.DOCUMENT)
    starts_on: date = column(model.SigningDelegation.starts_on, lists.STARTS_ON)
    ends_on: date = column(model.SigningDelegation.ends_on, lists.ENDS_ON)
    granted_at: datetime = column(model.SigningDelegation.granted_at, lists.GRANTED_AT)
    revoked_at: datetime | None = column(
        model.SigningDelegation.revoked_at, T("Thời điểm thu hồi.", "When it was revoked.")
    )
    revoked_reason: str | None = column(
        model.SigningDelegation.revoked_reason, T("Lý do thu hồi.", "Why it was revoked.")
    )
    delegate = one("Person", PersonRef, model.SigningDelegation.delegate_id, lists.DELEGATE)
    movement = one("Movement", MovementRef, model.SigningDelegation.movement_id, lists.MOVEMENT_SCOPE)
    form = one("AwardForm", AwardFormRef, model.SigningDelegation.form_id, lists.FORM_SCOPE)
    unit = one("Unit", UnitRef, model.SigningDelegation.unit_id, lists.OF_UNIT)
    granted_by = one("Person", PersonRef, model.SigningDelegation.granted_by_id, T("Người giao.", "Who delegated."))
