"""How lists of initiatives, revisions and reviews are filtered and sorted."""

from datetime import datetime

import strawberry
from sqlalchemy import any_, func

from domain.initiatives import model, queries
from schema.bindings import OrderField
from schema.filters import at_least, below, equals, is_one_of, ordering, refers_to, search
from schema.initiatives.enums import (
    FieldOfWork,
    InitiativeKind,
    InitiativeState,
    Punctuality,
    ReviewDecision,
    ReviewStage,
)
from schema.initiatives.texts import HOURS_SAVED, TITLE
from schema.texts import T, describe


@strawberry.input(description=describe(T("Lọc sáng kiến.", "What initiatives to keep.")))
class InitiativeFilter:
    """Filters of lists of initiatives."""

    search: str | None = search(
        model.Initiative.search_text, T("Tìm trong tên, có dấu hay không dấu.", "In the title, diacritics or not.")
    )
    movement_id: strawberry.ID | None = refers_to(
        model.Initiative.movement_id, "Movement", T("Thuộc phong trào.", "Of this movement.")
    )
    unit_id: strawberry.ID | None = refers_to(model.Initiative.unit_id, "Unit", T("Của đơn vị.", "Of this unit."))
    author_id: strawberry.ID | None = refers_to(
        any_(queries.current_authors()), "Person", T("Có tác giả này.", "With this author (of what it says now).")
    )
    kind: list[InitiativeKind] | None = is_one_of(model.Initiative.kind, T("Thuộc các loại.", "Of these kinds."))
    field_of_work: list[FieldOfWork] | None = is_one_of(
        model.Initiative.field_of_work, T("Thuộc các lĩnh vực.", "Of these fields of work.")
    )
    state: list[InitiativeState] | None = is_one_of(model.Initiative.state, T("Ở các trạng thái.", "In these states."))
    punctuality: Punctuality | None = equals(
        model.Initiative.punctuality, T("Đúng hạn hay quá hạn.", "On time or late.")
    )
    submitted_from: datetime | None = at_least(
        model.Initiative.first_submitted_at, T("Nộp lần đầu từ thời điểm này.", "First submitted then or later.")
    )
    submitted_before: datetime | None = below(
        model.Initiative.first_submitted_at, T("Nộp lần đầu trước thời điểm này.", "First submitted before that.")
    )


INITIATIVE_ORDER = ordering(
    "Initiative",
    {
        "CREATED_AT": OrderField(model.Initiative.created_at, T("Thời điểm tạo.", "When it was created.")),
        "TITLE": OrderField(model.Initiative.title, TITLE),
        "HOURS_SAVED": OrderField(model.Initiative.hours_saved, HOURS_SAVED),
        "SUBMITTED_AT": OrderField(
            func.coalesce(model.Initiative.first_submitted_at, model.Initiative.created_at),
            T("Thời điểm nộp đầu tiên; chưa nộp thì thời điểm tạo.", "First submission; creation while there is none."),
        ),
        "STATE": OrderField(model.Initiative.state, T("Trạng thái.", "The state.")),
    },
    default="CREATED_AT",
    descending=True,
)


@strawberry.input(description=describe(T("Lọc các bản nội dung.", "What revisions to keep.")))
class InitiativeRevisionFilter:
    """Filters of lists of revisions."""

    created_from: datetime | None = at_least(
        model.InitiativeRevision.created_at, T("Viết từ thời điểm này.", "Written then or later.")
    )
    created_before: datetime | None = below(
        model.InitiativeRevision.created_at, T("Viết trước thời điểm này.", "Written before that.")
    )


INITIATIVE_REVISION_ORDER = ordering(
    "InitiativeRevision",
    {"NUMBER": OrderField(model.InitiativeRevision.number, T("Số của bản.", "The number."))},
    default="NUMBER",
    descending=True,
)


@strawberry.input(description=describe(T("Lọc ý kiến xem xét.", "What reviews to keep.")))
class InitiativeReviewFilter:
    """Filters of lists of reviews."""

    stage: ReviewStage | None = equals(model.InitiativeReview.stage, T("Cấp xem xét.", "Of this stage."))
    decision: list[ReviewDecision] | None = is_one_of(
        model.InitiativeReview.decision, T("Ý kiến.", "With these decisions.")
    )


INITIATIVE_REVIEW_ORDER = ordering(
    "InitiativeReview",
    {"AT": OrderField(model.InitiativeReview.at, T("Thời điểm cho ý kiến.", "When it was given."))},
    default="AT",
    descending=True,
)


@strawberry.input(description=describe(T("Lọc các bản ẩn danh.", "What redactions to keep.")))
class RedactedRevisionFilter:
    """Filters of lists of redactions."""

    created_from: datetime | None = at_least(
        model.RedactedRevision.created_at, T("Viết từ thời điểm này.", "Written then or later.")
    )
    created_before: datetime | None = below(
        model.RedactedRevision.created_at, T("Viết trước thời điểm này.", "Written before that.")
    )


REDACTED_REVISION_ORDER = ordering(
    "RedactedRevision",
    {"NUMBER": OrderField(model.RedactedRevision.number, T("Số của bản ẩn danh.", "The number."))},
    default="NUMBER",
    descending=True,
)
