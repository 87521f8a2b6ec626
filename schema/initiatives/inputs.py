"""What deeds on initiatives are given."""

from decimal import Decimal

import strawberry

from domain.initiatives.content import Content, Evidence, Share
from schema.initiatives.enums import FieldOfWork, InitiativeKind
from schema.initiatives.texts import (
    FIELD_OF_WORK,
    HOURS_AFTER,
    HOURS_BEFORE,
    KIND,
    LABEL,
    MEASUREMENT,
    MOVEMENT,
    PEOPLE_AFFECTED,
    PERCENT,
    SUMMARY,
    TASK_RELIEVED,
    TITLE,
    TOOL,
    UNIT,
    URL,
)
from schema.mutation import MutationInput, Ref, ref, value
from schema.texts import READ_VERSION, REASON, T, describe


@strawberry.input(description=describe(T("Tỷ lệ đóng góp của một tác giả.", "An author's share.")))
class InitiativeAuthorInput:
    """Who, and how much."""

    person_id: Ref = ref("Person", T("Tác giả.", "The author."))
    percent: Decimal = value(PERCENT)


@strawberry.input(description=describe(T("Một minh chứng.", "A piece of evidence.")))
class EvidenceLinkInput:
    """What it is called and where it is."""

    label: str = value(LABEL)
    url: str = value(URL)


@strawberry.input(description=describe(T("Toàn bộ nội dung sáng kiến.", "All that an initiative says.")))
class ContentInput(MutationInput):
    """The whole content: a revision never refers to an earlier one."""

    title: str = value(TITLE)
    summary: str = value(SUMMARY)
    kind: InitiativeKind = value(KIND)
    field_of_work: FieldOfWork = value(FIELD_OF_WORK)
    task_relieved: str = value(TASK_RELIEVED)
    tool: str = value(TOOL)
    hours_before: Decimal = value(HOURS_BEFORE)
    hours_after: Decimal = value(HOURS_AFTER)
    people_affected: int = value(PEOPLE_AFFECTED)
    measurement: str = value(MEASUREMENT)
    authors: list[InitiativeAuthorInput] = value(
        T("Các tác giả, 1 đến 20, tổng tỷ lệ 100 %.", "1 to 20 authors; their shares add up to 100 %.")
    )
    evidence: list[EvidenceLinkInput] = value(
        T("Các minh chứng, tối đa 20.", "The evidence, at most 20 links."), default_factory=list
    )


@strawberry.input(description=describe(T("Sáng kiến mới của đơn vị mình.", "A new initiative of one's own unit.")))
class CreateInitiativeInput(ContentInput):
    """What an initiative is created from."""

    movement_id: Ref = ref("Movement", MOVEMENT)
    unit_id: Ref = ref("Unit", UNIT)


@strawberry.input(description=describe(T("Sáng kiến và phiên bản đã đọc.", "An initiative as the caller read it.")))
class InitiativeInput(MutationInput):
    """Which initiative, in which version."""

    initiative_id: Ref = ref("Initiative", T("Sáng kiến.", "The initiative."))
    expected_version: int = value(READ_VERSION)


@strawberry.input(description=describe(T("Bản nội dung mới.", "A further revision.")))
class ReviseInitiativeInput(ContentInput):
    """The initiative and all that it is to say."""

    initiative_id: Ref = ref("Initiative", T("Sáng kiến.", "The initiative."))
    expected_version: int = value(READ_VERSION)


@strawberry.input(description=describe(T("Bản ẩn danh của một bản nội dung.", "A redaction of a revision.")))
class RedactRevisionInput(MutationInput):
    """The revision, and its words without names of people and units."""

    revision_id: Ref = ref("InitiativeRevision", T("Bản nội dung.", "The revision."))
    title: str = value(TITLE)
    summary: str = value(SUMMARY)
    task_relieved: str = value(TASK_RELIEVED)
    tool: str = value(TOOL)
    measurement: str = value(MEASUREMENT)


@strawberry.input(description=describe(T("Gửi thủ trưởng đơn vị.", "To the unit's leader.")))
class SendToUnitReviewInput(InitiativeInput):
    """Which initiative to lay before the unit's leader."""


@strawberry.input(description=describe(T("Rút sáng kiến.", "A withdrawal.")))
class WithdrawInitiativeInput(InitiativeInput):
    """Which initiative to withdraw, and why."""

    reason: str = value(REASON)


@strawberry.input(description=describe(T("Duyệt và nộp sáng kiến.", "A submission.")))
class SubmitInitiativeInput(InitiativeInput):
    """Which initiative to submit."""


@strawberry.input(description=describe(T("Trả lại sáng kiến cho tác giả.", "A return to the authors.")))
class ReturnInitiativeInput(InitiativeInput):
    """Which initiative to return, and why."""

    reason: str = value(REASON)


@strawberry.input(description=describe(T("Kết luận thẩm định.", "The outcome of screening.")))
class ScreenInitiativeInput(InitiativeInput):
    """Whether an initiative is eligible, and why if not."""

    eligible: bool = value(T("Đủ điều kiện.", "Whether it is eligible."))
    reason: str | None = value(
        T("Lý do; bắt buộc khi không đủ điều kiện.", "The reason; required when it is not eligible.")
    )


@strawberry.input(description=describe(T("Trả lại sáng kiến đã nộp.", "A return of what was submitted.")))
class SendBackInitiativeInput(InitiativeInput):
    """Which submitted initiative to send back, and why."""

    reason: str = value(REASON)


def content_of(input: ContentInput) -> Content:
    """Turn an input into the domain's content."""
    return Content(
        title=input.title,
        summary=input.summary,
        kind=input.kind,
        field_of_work=input.field_of_work,
        task_relieved=input.task_relieved,
        tool=input.tool,
        hours_before=input.hours_before,
        hours_after=input.hours_after,
        people_affected=input.people_affected,
        measurement=input.measurement,
        authors=tuple(Share(author.person_id, author.percent) for author in input.authors),
        evidence=tuple(Evidence(link.label, link.url) for link in input.evidence),
    )
