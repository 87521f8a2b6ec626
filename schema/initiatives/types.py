"""The types of initiatives: what they say, who shares in them, how they were judged."""

from datetime import datetime
from decimal import Decimal

from domain.benefits.model import TOTALS, Benefit
from domain.conflicts.model import CONFLICTS, AdoptingUnit
from domain.evaluations.model import ScoreSheet
from domain.evaluations.queries import names_of_sheet
from domain.initiatives import model, queries
from domain.replications.model import Pilot, Replication
from domain.results.model import ResultEntry
from schema.benefits.lists import BENEFIT_ORDER, BenefitFilter
from schema.bindings import Node, column, entity
from schema.conflicts.lists import ADOPTING_UNIT_ORDER, CONFLICT_ORDER, AdoptingUnitFilter, ConflictFilter
from schema.evaluations.lists import SCORE_SHEET_ORDER, ScoreSheetFilter
from schema.fields import connection, one, owned
from schema.initiatives.enums import (
    FieldOfWork,
    InitiativeKind,
    InitiativeState,
    Punctuality,
    ReviewDecision,
    ReviewStage,
)
from schema.initiatives.lists import (
    INITIATIVE_REVIEW_ORDER,
    INITIATIVE_REVISION_ORDER,
    REDACTED_REVISION_ORDER,
    InitiativeReviewFilter,
    InitiativeRevisionFilter,
    RedactedRevisionFilter,
)
from schema.initiatives.texts import (
    FIELD_OF_WORK,
    HOURS_AFTER,
    HOURS_BEFORE,
    HOURS_SAVED,
    KIND,
    LABEL,
    MEASUREMENT,
    MOVEMENT,
    ORDINAL,
    PEOPLE_AFFECTED,
    PERCENT,
    SUMMARY,
    TASK_RELIEVED,
    TITLE,
    TOOL,
    UNIT,
    URL,
    WRITTEN_AT,
    WRITTEN_BY,
)
from schema.refs import (
    AdoptingUnitRef,
    BenefitRef,
    BenefitTotalRef,
    ConflictRef,
    EvidenceLinkRef,
    InitiativeAuthorRef,
    InitiativeRef,
    InitiativeReviewRef,
    InitiativeRevisionRef,
    MovementRef,
    PersonRef,
    PilotRef,
    RedactedRevisionRef,
    ReplicationCreditRef,
    ReplicationRef,
    ResultEntryRef,
    ScoreSheetRef,
    UnitRef,
)
from schema.replications.lists import PILOT_ORDER, REPLICATION_ORDER, PilotFilter, ReplicationFilter
from schema.results.lists import RESULT_ENTRY_ORDER, ResultEntryFilter
from schema.texts import VERSION, T


@entity(queries.AUTHORS, T("Một tác giả với tỷ lệ đóng góp.", "An author with their share."))
class InitiativeAuthor(Node):
    """A person's share in a revision."""

    ordinal: int = column(model.InitiativeAuthor.ordinal, ORDINAL)
    percent: Decimal = column(model.InitiativeAuthor.percent, PERCENT)
    person = one("Person", PersonRef, model.InitiativeAuthor.person_id, T("Tác giả.", "The author."))


@entity(queries.EVIDENCE, T("Một minh chứng.", "A piece of evidence."))
class EvidenceLink(Node):
    """Where something that supports a revision can be found."""

    ordinal: int = column(model.EvidenceLink.ordinal, ORDINAL)
    label: str = column(model.EvidenceLink.label, LABEL)
    url: str = column(model.EvidenceLink.url, URL)


@entity(
    queries.REVISIONS,
    T("Một bản nội dung của sáng kiến, không sửa được.", "What an initiative said at one time; it never changes."),
)
class InitiativeRevision(Node):
    """A revision."""

    number: int = column(model.InitiativeRevision.number, T("Số của bản, từ 1.", "The number, from 1 on."))
    title: str = column(model.InitiativeRevision.title, TITLE)
    summary: str = column(model.InitiativeRevision.summary, SUMMARY)
    kind: InitiativeKind = column(model.InitiativeRevision.kind, KIND)
    field_of_work: FieldOfWork = column(model.InitiativeRevision.field_of_work, FIELD_OF_WORK)
    task_relieved: str = column(model.InitiativeRevision.task_relieved, TASK_RELIEVED)
    tool: str = column(model.InitiativeRevision.tool, TOOL)
    hours_before: Decimal = column(model.InitiativeRevision.hours_before, HOURS_BEFORE)
    hours_after: Decimal = column(model.InitiativeRevision.hours_after, HOURS_AFTER)
    hours_saved: Decimal = column(
        model.InitiativeRevision.hours_before - model.InitiativeRevision.hours_after, HOURS_SAVED
    )
    people_affected: int = column(model.InitiativeRevision.people_affected, PEOPLE_AFFECTED)
    measurement: str = column(model.InitiativeRevision.measurement, MEASUREMENT)
    content_hash: str = column(
        model.InitiativeRevision.content_hash,
        T("SHA-256 của nội dung, để đối chiếu.", "The SHA-256 of the content: what was scored can be proved."),
    )
    created_at: datetime = column(model.InitiativeRevision.created_at, WRITTEN_AT)
    initiative = one(
        "Initiative", InitiativeRef, model.InitiativeRevision.initiative_id, T("Sáng kiến.", "The initiative.")
    )
    created_by = one("Person", PersonRef, model.InitiativeRevision.created_by_id, WRITTEN_BY)
    authors = owned(
        "InitiativeAuthor",
        InitiativeAuthorRef,
        model.InitiativeAuthor.revision_id,
        T("Các tác giả, tổng tỷ lệ 100 %.", "The authors; their shares add up to 100 %."),
        order=[(model.InitiativeAuthor.ordinal, False)],
    )
    evidence = owned(
        "EvidenceLink",
        EvidenceLinkRef,
        model.EvidenceLink.revision_id,
        T("Các minh chứng.", "The evidence."),
        order=[(model.EvidenceLink.ordinal, False)],
    )
    redactions = connection(
        "RedactedRevision",
        RedactedRevisionRef,
        T("Các bản ẩn danh; thành viên chấm không được xem.", "Its redactions; not for evaluators."),
        filters=RedactedRevisionFilter,
        ordering=REDACTED_REVISION_ORDER,
        parent=model.RedactedRevision.revision_id,
        mask=queries.redacted_of,
    )


@entity(
    queries.REVIEWS,
    T("Một ý kiến xem xét; thành viên chấm không được xem.", "A reviewer's judgement; evaluators do not see it."),
)
class InitiativeReview(Node):
    """A judgement on one revision."""

    stage: ReviewStage = column(model.InitiativeReview.stage, T("Cấp xem xét.", "Who judged."))
    decision: ReviewDecision = column(model.InitiativeReview.decision, T("Ý kiến.", "The decision."))
    reason: str | None = column(model.InitiativeReview.reason, T("Lý do.", "The reason."))
    at: datetime = column(model.InitiativeReview.at, T("Thời điểm cho ý kiến.", "When it was given."))
    initiative = one(
        "Initiative", InitiativeRef, model.InitiativeReview.initiative_id, T("Sáng kiến.", "The initiative.")
    )
    revision = one(
        "InitiativeRevision",
        InitiativeRevisionRef,
        model.InitiativeReview.revision_id,
        T("Bản nội dung được xem xét.", "The revision that was judged."),
    )
    reviewer = one("Person", PersonRef, model.InitiativeReview.reviewer_id, T("Người cho ý kiến.", "Who judged."))


@entity(queries.INITIATIVES, T("Sáng kiến, giải pháp của một đơn vị.", "An initiative of a unit."))
class Initiative(Node):
    """An initiative."""

    version: int = column(model.Initiative.version, VERSION)
    title: str = column(model.Initiative.title, TITLE)
    kind: InitiativeKind = column(model.Initiative.kind, KIND)
    field_of_work: FieldOfWork = column(model.Initiative.field_of_work, FIELD_OF_WORK)
    hours_saved: Decimal = column(model.Initiative.hours_saved, HOURS_SAVED)
    state: InitiativeState = column(model.Initiative.state, T("Trạng thái.", "The state."))
    state_reason: str | None = column(
        model.Initiative.state_reason,
        T("Lý do của trạng thái; thành viên chấm không được xem.", "Why it is in this state; not for its evaluators."),
        mask=queries.judgements,
    )
    first_submitted_at: datetime | None = column(
        model.Initiative.first_submitted_at, T("Thời điểm nộp lần đầu.", "When it was first submitted.")
    )
    punctuality: Punctuality | None = column(
        model.Initiative.punctuality, T("Lần nộp đầu đúng hạn hay không.", "Whether the first submission was in time.")
    )
    created_at: datetime = column(model.Initiative.created_at, T("Thời điểm tạo.", "When it was created."))
    movement = one("Movement", MovementRef, model.Initiative.movement_id, MOVEMENT)
    unit = one("Unit", UnitRef, model.Initiative.unit_id, UNIT)
    created_by = one("Person", PersonRef, model.Initiative.created_by_id, T("Người tạo.", "Who created it."))
    current_revision = one(
        "InitiativeRevision",
        InitiativeRevisionRef,
        model.Initiative.current_revision_id,
        T("Bản nội dung hiện tại.", "What it says now."),
    )
    revisions = connection(
        "InitiativeRevision",
        InitiativeRevisionRef,
        T("Các bản nội dung.", "All that it said."),
        filters=InitiativeRevisionFilter,
        ordering=INITIATIVE_REVISION_ORDER,
        parent=model.InitiativeRevision.initiative_id,
    )
    reviews = connection(
        "InitiativeReview",
        InitiativeReviewRef,
        T("Các ý kiến xem xét.", "How it was judged."),
        filters=InitiativeReviewFilter,
        ordering=INITIATIVE_REVIEW_ORDER,
        parent=model.InitiativeReview.initiative_id,
    )
    score_sheets = connection(
        "ScoreSheet",
        ScoreSheetRef,
        T("Các phiếu chấm bạn được xem.", "The score sheets that you may see."),
        filters=ScoreSheetFilter,
        ordering=SCORE_SHEET_ORDER,
        parent=ScoreSheet.initiative_id,
        mask=names_of_sheet,
    )
    standings = connection(
        "ResultEntry",
        ResultEntryRef,
        T("Xếp hạng trong các kết quả bạn được xem.", "Where it stands in the results that you may see."),
        filters=ResultEntryFilter,
        ordering=RESULT_ENTRY_ORDER,
        parent=ResultEntry.initiative_id,
    )
    adopting_units = connection(
        "AdoptingUnit",
        AdoptingUnitRef,
        T("Các đơn vị khác áp dụng.", "The units that use it besides its own."),
        filters=AdoptingUnitFilter,
        ordering=ADOPTING_UNIT_ORDER,
        parent=AdoptingUnit.initiative_id,
    )
    conflicts = connection(
        "Conflict",
        ConflictRef,
        T("Các xung đột lợi ích bạn được xem.", "Who has a conflict of interest with it, as far as you may see."),
        filters=ConflictFilter,
        ordering=CONFLICT_ORDER,
        parent=CONFLICTS.c.initiative_id,
    )
    benefits = connection(
        "Benefit",
        BenefitRef,
        T("Các việc đo lợi ích, ở mọi đơn vị.", "What it is measured by, at whatever unit."),
        filters=BenefitFilter,
        ordering=BENEFIT_ORDER,
        parent=Benefit.initiative_id,
    )
    benefit_total = one(
        "BenefitTotal",
        BenefitTotalRef,
        model.Initiative.id,
        T(
            "Tổng giờ tiết kiệm ở mọi đơn vị; rỗng khi chưa đo.",
            "The hours saved wherever it is used; null unmeasured.",
        ),
        to=TOTALS.c.initiative_id,
    )
    replications = connection(
        "Replication",
        ReplicationRef,
        T("Các đơn vị tiếp nhận, từng bước.", "The units that take it over, step by step."),
        filters=ReplicationFilter,
        ordering=REPLICATION_ORDER,
        parent=Replication.initiative_id,
    )
    credit = one(
        "ReplicationCredit",
        ReplicationCreditRef,
        model.Initiative.id,
        T("Ghi nhận từ việc được nhân rộng.", "The credit that its replications give."),
    )
    pilots = connection(
        "Pilot",
        PilotRef,
        T("Các lần thí điểm.", "Its pilots."),
        filters=PilotFilter,
        ordering=PILOT_ORDER,
        parent=Pilot.initiative_id,
    )
