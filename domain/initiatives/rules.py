"""Initiatives: kinds and fields, the states and the steps between them, who may not judge."""

from collections.abc import Collection, Mapping
from enum import StrEnum
from uuid import UUID

from domain.access.permissions import Permission
from domain.errors import Conflict, Invalid, NotAllowed, Text


class InitiativeKind(StrEnum):
    """Digital solution, artificial intelligence, or virtual assistant (trợ lý ảo)."""

    DIGITAL = "DIGITAL"
    AI = "AI"
    VIRTUAL_ASSISTANT = "VIRTUAL_ASSISTANT"


class FieldOfWork(StrEnum):
    """Quản lý, điều hành, chuyên môn: the three fields that the launch letter names."""

    QUAN_LY = "QUAN_LY"
    DIEU_HANH = "DIEU_HANH"
    CHUYEN_MON = "CHUYEN_MON"


class InitiativeState(StrEnum):
    """The life of an initiative, section 8 of the domain study."""

    DRAFT = "DRAFT"
    UNIT_REVIEW = "UNIT_REVIEW"
    RETURNED = "RETURNED"
    SUBMITTED = "SUBMITTED"
    SCREENED = "SCREENED"
    INELIGIBLE = "INELIGIBLE"
    SCORING = "SCORING"
    SCORED = "SCORED"
    WITHDRAWN = "WITHDRAWN"


class Punctuality(StrEnum):
    """Whether the first submission came before the movement's reporting deadline."""

    ON_TIME = "ON_TIME"
    LATE = "LATE"


class ReviewStage(StrEnum):
    """Who judged: the unit's own leader, or the standing body."""

    UNIT = "UNIT"
    SCREENING = "SCREENING"


class ReviewDecision(StrEnum):
    """What the reviewer decided."""

    APPROVED = "APPROVED"
    RETURNED = "RETURNED"
    REFUSED = "REFUSED"


_S = InitiativeState

#: States from which each step may be taken.
STEPS: Mapping[InitiativeState, frozenset[InitiativeState]] = {
    _S.UNIT_REVIEW: frozenset({_S.DRAFT, _S.RETURNED}),
    _S.RETURNED: frozenset({_S.UNIT_REVIEW, _S.SUBMITTED}),
    _S.SUBMITTED: frozenset({_S.UNIT_REVIEW}),
    _S.SCREENED: frozenset({_S.SUBMITTED}),
    _S.INELIGIBLE: frozenset({_S.SUBMITTED}),
    _S.SCORING: frozenset({_S.SCREENED, _S.SCORED}),
    _S.SCORED: frozenset({_S.SCORING}),
    _S.WITHDRAWN: frozenset({_S.DRAFT, _S.UNIT_REVIEW, _S.RETURNED, _S.SUBMITTED, _S.SCREENED}),
}
#: States in which authors may still write a new revision.
EDITABLE = frozenset({_S.DRAFT, _S.RETURNED})
#: States in which only the unit itself knows of the initiative.
INTERNAL = frozenset({_S.DRAFT, _S.UNIT_REVIEW, _S.RETURNED})
#: The one state in which each reviewer may hand an initiative back to its authors.
AWAITS: Mapping[ReviewStage, InitiativeState] = {
    ReviewStage.UNIT: _S.UNIT_REVIEW,
    ReviewStage.SCREENING: _S.SUBMITTED,
}


def check_step(current: InitiativeState, target: InitiativeState) -> None:
    """Raise Conflict unless `target` may follow `current`."""
    if current not in STEPS[target]:
        raise Conflict(
            "STATE_FORBIDS",
            Text(
                f"Sáng kiến đang ở trạng thái {current}, không thể chuyển sang {target}.",
                f"The initiative is {current} and cannot become {target}.",
            ),
        )


def check_editable(state: InitiativeState) -> None:
    """Raise Conflict when the content can no longer be revised."""
    if state not in EDITABLE:
        raise Conflict(
            "STATE_FORBIDS",
            Text(
                f"Sáng kiến đang ở trạng thái {state}, không sửa được nội dung.",
                f"The initiative is {state}; its content can no longer be revised.",
            ),
        )


def check_awaits(stage: ReviewStage, current: InitiativeState) -> None:
    """Raise Conflict unless the initiative lies before the reviewer of `stage`: nobody returns another's work."""
    if current is not AWAITS[stage]:
        raise Conflict(
            "STATE_FORBIDS",
            Text(
                f"Sáng kiến đang ở trạng thái {current}, chỉ trả lại được khi ở trạng thái {AWAITS[stage]}.",
                f"The initiative is {current}; here it can only be returned while it is {AWAITS[stage]}.",
            ),
        )


def check_changed(digest: str, current: str) -> None:
    """Raise Conflict when a revision would say what the current one says already."""
    if digest == current:
        raise Conflict(
            "NOTHING_CHANGED",
            Text("Nội dung không có gì thay đổi.", "The content is what it was; there is nothing to revise."),
        )


def check_screener(person_id: UUID | None, author_ids: Collection[UUID]) -> None:
    """Raise NotAllowed when the screener is an author (of any revision): nobody judges their own work."""
    if person_id in author_ids:
        raise NotAllowed(
            Permission.INITIATIVE_SCREEN.value,
            Text(
                "Tác giả không được thẩm định sáng kiến của chính mình.",
                "An author may not screen their own initiative.",
            ),
            rule="AUTHOR_MAY_NOT_SCREEN",
        )


def require_reason(reason: str | None) -> str:
    """Return the reason, or raise Invalid when there is none."""
    if not (reason or "").strip():
        raise Invalid("REASON_MISSING", Text("Phải nêu lý do.", "A reason is needed."), ("reason",))
    return str(reason).strip()
