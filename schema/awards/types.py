"""The types of the two award catalogues, of nominations and of decisions."""

from datetime import date, datetime

from domain.awards import concluding_model, model, queries
from domain.awards.findings.model import NominationFinding
from domain.awards.papers.model import DossierPaper
from domain.awards.queries import seen_as_answer, seen_by_staff
from domain.awards.rules import AwardLevel, AwardSubject, NominationState, NomineeKind, SigningCapacity
from domain.councils.model import SessionItem
from domain.people.rules import LeadershipTier
from domain.regulations.model import LegalParameter
from schema.awards import lists, texts
from schema.awards.concluding_lists import NOMINATION_STEP_ORDER, NominationStepFilter
from schema.bindings import Node, column, entity
from schema.dossiers.lists import (
    DOSSIER_PAPER_ORDER,
    NOMINATION_FINDING_ORDER,
    DossierPaperFilter,
    NominationFindingFilter,
)
from schema.fields import connection, one, owned
from schema.refs import (
    AwardDecisionRef,
    AwardFormRef,
    DecisionPublicationRef,
    DossierPaperRef,
    InitiativeRef,
    LegalParameterRef,
    MovementRef,
    NominationFindingRef,
    NominationRef,
    NominationStepRef,
    PersonRef,
    PrizeRef,
    ResultEntryRef,
    RevocationRef,
    SessionItemRef,
    UnitRef,
)
from schema.regulations import lists as regulations
from schema.texts import VERSION, T

__all__ = ["AwardDecision", "AwardForm", "AwardTitle", "Nomination"]

LEGAL_PARAMETERS = T(
    "Hệ số tiền thưởng và hệ số tập thể của riêng mình, theo thời gian.",
    "The prize coefficients and collective factors of its own, by their time.",
)


@entity(
    queries.TITLES,
    T(
        "Danh hiệu thi đua; xét hằng năm, không dùng cho phong trào theo chuyên đề.",
        "A title, given yearly and never for a thematic movement.",
    ),
)
class AwardTitle(Node):
    """A title (danh hiệu thi đua)."""

    version: int = column(model.AwardTitle.version, VERSION)
    code: str = column(model.AwardTitle.code, lists.CODE)
    name: str = column(model.AwardTitle.name, lists.NAME)
    name_en: str | None = column(model.AwardTitle.name_en, lists.NAME_EN)
    subject: AwardSubject = column(model.AwardTitle.subject, lists.SUBJECT)
    level: AwardLevel = column(model.AwardTitle.level, lists.LEVEL)
    decided_by: str = column(model.AwardTitle.decided_by, lists.DECIDED_BY)
    is_verified: bool = column(model.AwardTitle.is_verified, lists.IS_VERIFIED)
    legal_parameters = connection(
        "LegalParameter",
        LegalParameterRef,
        LEGAL_PARAMETERS,
        filters=regulations.LegalParameterFilter,
        ordering=regulations.LEGAL_PARAMETER_ORDER,
        parent=LegalParameter.title_id,
    )


@entity(queries.FORMS, T("Hình thức khen thưởng (Bằng khen, Giấy khen…).", "A form of reward."))
class AwardForm(Node):
    """A form of reward (hình thức khen thưởng)."""

    version: int = column(model.AwardForm.version, VERSION)
    code: str = column(model.AwardForm.code, lists.CODE)
    name: str = column(model.AwardForm.name, lists.NAME)
    name_en: str | None = column(model.AwardForm.name_en, lists.NAME_EN)
    subject: AwardSubject = column(model.AwardForm.subject, lists.SUBJECT)
    level: AwardLevel = column(model.AwardForm.level, lists.LEVEL)
    decided_by: str = column(model.AwardForm.decided_by, lists.DECIDED_BY)
    is_verified: bool = column(model.AwardForm.is_verified, lists.IS_VERIFIED)
    legal_parameters = connection(
        "LegalParameter",
        LegalParameterRef,
        LEGAL_PARAMETERS,
        filters=regulations.LegalParameterFilter,
        ordering=regulations.LEGAL_PARAMETER_ORDER,
        parent=LegalParameter.form_id,
    )


@entity(queries.NOMINATIONS, T("Đề nghị khen thưởng một cá nhân hoặc tập thể.", "A nomination of a person or a unit."))
class Nomination(Node):
    """A nomination for a form of reward."""

    version: int = column(model.Nomination.version, VERSION)
    nominee_kind: NomineeKind = column(
        model.Nomination.nominee_kind, T("Cá nhân hay tập thể.", "Whether a person or a unit is nominated.")
    )
    position: str | None = column(
        model.Nomination.position, T("Chức vụ khi được đề nghị.", "The person's position when nominated.")
    )
    leadership_tier: LeadershipTier | None = column(
        model.Nomination.leadership_tier,
        T("Cấp lãnh đạo khi được đề nghị (biểu 0603.N).", "The person's tier when nominated, for state statistics."),
    )
    summary: str = column(model.Nomination.summary, T("Tóm tắt thành tích.", "The achievement in short."))
    state: NominationState = column(model.Nomination.state, lists.STATE)
    reason: str | None = column(
        model.Nomination.reason,
        T(
            "Lý do trả lại, từ chối, rút hoặc hủy bỏ; lý do tạm giữ chỉ người xử lý hồ sơ được đọc.",
            "Why it was returned, refused, withdrawn or revoked; why it is held, those who work on dossiers read.",
        ),
        mask=seen_as_answer,
    )
    by_hand_reason: str | None = column(
        model.Nomination.by_hand_reason,
        T("Lý do lập thủ công, khi không dựa vào kết quả.", "Why it was made by hand, where it rests on no result."),
    )
    opinion: str | None = column(model.Nomination.opinion, texts.OPINION, mask=seen_by_staff)
    held_from: NominationState | None = column(
        model.Nomination.held_from, T("Trạng thái trước khi tạm giữ.", "Where it stood when it was held.")
    )
    submitted_at: datetime | None = column(
        model.Nomination.submitted_at,
        T("Thời điểm gửi lần đầu: quyết định quy định được áp dụng.", "When first sent in: by the law of that day."),
    )
    presented_on: date | None = column(model.Nomination.presented_on, T("Ngày trao tặng.", "When it was presented."))
    presented_where: str | None = column(
        model.Nomination.presented_where, T("Nơi trao tặng.", "Where it was presented.")
    )
    counts_for_merit: bool = column(
        model.Nomination.counts_for_merit,
        T(
            "Được tính làm căn cứ khen thưởng công trạng; thi đua theo chuyên đề thì không.",
            "Whether it counts towards rewards for merit; those of thematic movements do not.",
        ),
    )
    created_at: datetime = column(model.Nomination.created_at, lists.CREATED_AT)
    decided_at: datetime | None = column(
        model.Nomination.decided_at,
        T("Thời điểm duyệt, từ chối hoặc ra quyết định.", "When it was approved, refused or decided."),
    )
    movement = one("Movement", MovementRef, model.Nomination.movement_id, lists.MOVEMENT)
    initiative = one("Initiative", InitiativeRef, model.Nomination.initiative_id, lists.INITIATIVE)
    result_entry = one(
        "ResultEntry",
        ResultEntryRef,
        model.Nomination.result_entry_id,
        T("Xếp hạng làm căn cứ.", "The standing that it rests on."),
    )
    person = one("Person", PersonRef, model.Nomination.person_id, T("Cá nhân được đề nghị.", "The person nominated."))
    unit = one(
        "Unit",
        UnitRef,
        model.Nomination.unit_id,
        T("Tập thể được đề nghị, hoặc đơn vị của cá nhân.", "The unit nominated, or the person's unit."),
    )
    form = one("AwardForm", AwardFormRef, model.Nomination.form_id, T("Hình thức khen thưởng.", "The form of reward."))
    decision = one(
        "AwardDecision",
        AwardDecisionRef,
        model.Nomination.decision_id,
        T("Quyết định khen thưởng.", "The decision that rewards it."),
    )
    prize = one(
        "Prize",
        PrizeRef,
        model.Nomination.id,
        T("Tiền thưởng, tính tại ngày ký quyết định.", "The prize, as of the day of the decision."),
        to=concluding_model.Prize.nomination_id,
    )
    revocation = one(
        "Revocation",
        RevocationRef,
        model.Nomination.id,
        T("Quyết định hủy bỏ và việc thu hồi.", "Its revocation and what was recovered."),
        to=concluding_model.Revocation.nomination_id,
    )
    votes = owned(
        "SessionItem",
        SessionItemRef,
        SessionItem.nomination_id,
        T("Biểu quyết của Hội đồng, lần sau cùng ở cuối.", "What councils voted on it, the latest last."),
        order=[(SessionItem.id, False)],
    )
    steps = connection(
        "NominationStep",
        NominationStepRef,
        T("Các bước hồ sơ đã qua.", "The steps that the dossier took."),
        filters=NominationStepFilter,
        ordering=NOMINATION_STEP_ORDER,
        parent=model.NominationStep.nomination_id,
    )
    created_by = one("Person", PersonRef, model.Nomination.created_by_id, T("Người lập.", "Who drafted it."))
    decided_by = one(
        "Person",
        PersonRef,
        model.Nomination.decided_by_id,
        T("Người duyệt, từ chối hoặc ra quyết định.", "Who approved, refused or decided it."),
    )
    findings = connection(
        "NominationFinding",
        NominationFindingRef,
        T("Các quy tắc phát hiện gì, theo lần kiểm tra gần nhất.", "What rules found when it was last checked."),
        filters=NominationFindingFilter,
        ordering=NOMINATION_FINDING_ORDER,
        parent=NominationFinding.nomination_id,
    )
    papers = connection(
        "DossierPaper",
        DossierPaperRef,
        T("Các giấy tờ của hồ sơ.", "The papers of the dossier."),
        filters=DossierPaperFilter,
        ordering=DOSSIER_PAPER_ORDER,
        parent=DossierPaper.nomination_id,
    )


@entity(queries.DECISIONS, T("Quyết định khen thưởng đã ký.", "A signed award decision."))
class AwardDecision(Node):
    """A signed decision (quyết định khen thưởng)."""

    number: str = column(model.AwardDecision.number, lists.NUMBER)
    signed_on: date = column(model.AwardDecision.signed_on, lists.SIGNED_ON)
    signing_capacity: SigningCapacity = column(
        model.AwardDecision.signing_capacity, T("Thể thức đề ký.", "In whose name it is signed.")
    )
    created_at: datetime = column(model.AwardDecision.created_at, T("Thời điểm ghi nhận.", "When it was entered here."))
    movement = one("Movement", MovementRef, model.AwardDecision.movement_id, lists.MOVEMENT)
    signer = one("Person", PersonRef, model.AwardDecision.signer_id, T("Người ký.", "Who signed it."))
    publication = one(
        "DecisionPublication",
        DecisionPublicationRef,
        model.AwardDecision.id,
        T("Việc công khai quyết định.", "How it was made known."),
        to=concluding_model.DecisionPublication.decision_id,
    )
    nominations = connection(
        "Nomination",
        NominationRef,
        T("Các đề nghị được khen thưởng mà bạn được xem.", "The nominations that it rewards, as far as you see them."),
        filters=lists.NominationFilter,
        ordering=lists.NOMINATION_ORDER,
        parent=model.Nomination.decision_id,
    )
