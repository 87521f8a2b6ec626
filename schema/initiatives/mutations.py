"""Deeds on initiatives."""

import strawberry

from domain.access.permissions import Permission
from domain.initiatives.actions import redacting, reviewing, writing
from domain.initiatives.redaction import RedactedContent
from schema.initiatives.inputs import (
    CreateInitiativeInput,
    RedactRevisionInput,
    ReturnInitiativeInput,
    ReviseInitiativeInput,
    ScreenInitiativeInput,
    SendBackInitiativeInput,
    SendToUnitReviewInput,
    SubmitInitiativeInput,
    WithdrawInitiativeInput,
    content_of,
)
from schema.mutation import Deed, Made, made, mutation, payload
from schema.refs import InitiativeRef, RedactedRevisionRef
from schema.texts import T

INITIATIVE = T("Sáng kiến; rỗng khi bị từ chối.", "The initiative; null when refused.")


@payload(T("Kết quả viết sáng kiến.", "The answer of createInitiative."))
class CreateInitiativePayload:
    """The initiative made."""

    initiative = made("Initiative", InitiativeRef, INITIATIVE)


async def create_initiative(deed: Deed, input: CreateInitiativeInput) -> Made[CreateInitiativePayload]:
    """Write an initiative."""
    initiative = await writing.create_initiative(
        deed.session,
        deed.actor,
        movement_id=input.movement_id,
        unit_id=input.unit_id,
        content=content_of(input),
    )
    return Made(initiative=initiative.id)


@payload(T("Kết quả sửa nội dung.", "The answer of reviseInitiative."))
class ReviseInitiativePayload:
    """The initiative revised."""

    initiative = made("Initiative", InitiativeRef, INITIATIVE)


async def revise_initiative(deed: Deed, input: ReviseInitiativeInput) -> Made[ReviseInitiativePayload]:
    """Write a further revision."""
    initiative = await writing.revise_initiative(
        deed.session,
        deed.actor,
        initiative_id=input.initiative_id,
        expected_version=input.expected_version,
        content=content_of(input),
    )
    return Made(initiative=initiative.id)


@payload(T("Kết quả gửi thủ trưởng đơn vị.", "The answer of sendToUnitReview."))
class SendToUnitReviewPayload:
    """The initiative sent."""

    initiative = made("Initiative", InitiativeRef, INITIATIVE)


async def send_to_unit_review(deed: Deed, input: SendToUnitReviewInput) -> Made[SendToUnitReviewPayload]:
    """Lay an initiative before the unit's leader."""
    initiative = await writing.send_to_unit_review(
        deed.session, deed.actor, initiative_id=input.initiative_id, expected_version=input.expected_version
    )
    return Made(initiative=initiative.id)


@payload(T("Kết quả rút sáng kiến.", "The answer of withdrawInitiative."))
class WithdrawInitiativePayload:
    """The initiative withdrawn."""

    initiative = made("Initiative", InitiativeRef, INITIATIVE)


async def withdraw_initiative(deed: Deed, input: WithdrawInitiativeInput) -> Made[WithdrawInitiativePayload]:
    """Withdraw an initiative."""
    initiative = await writing.withdraw_initiative(
        deed.session,
        deed.actor,
        initiative_id=input.initiative_id,
        expected_version=input.expected_version,
        reason=input.reason,
    )
    return Made(initiative=initiative.id)


@payload(T("Kết quả nộp sáng kiến.", "The answer of submitInitiative."))
class SubmitInitiativePayload:
    """The initiative submitted."""

    initiative = made("Initiative", InitiativeRef, INITIATIVE)


async def submit_initiative(deed: Deed, input: SubmitInitiativeInput) -> Made[SubmitInitiativePayload]:
    """Approve and submit an initiative."""
    initiative = await reviewing.submit_initiative(
        deed.session, deed.actor, initiative_id=input.initiative_id, expected_version=input.expected_version
    )
    return Made(initiative=initiative.id)


@payload(T("Kết quả trả lại sáng kiến.", "The answer of returnInitiative."))
class ReturnInitiativePayload:
    """The initiative returned."""

    initiative = made("Initiative", InitiativeRef, INITIATIVE)


async def return_initiative(deed: Deed, input: ReturnInitiativeInput) -> Made[ReturnInitiativePayload]:
    """Return an initiative to its authors."""
    initiative = await reviewing.return_initiative(
        deed.session,
        deed.actor,
        initiative_id=input.initiative_id,
        expected_version=input.expected_version,
        reason=input.reason,
    )
    return Made(initiative=initiative.id)


@payload(T("Kết quả thẩm định.", "The answer of screenInitiative."))
class ScreenInitiativePayload:
    """The initiative screened."""

    initiative = made("Initiative", InitiativeRef, INITIATIVE)


async def screen_initiative(deed: Deed, input: ScreenInitiativeInput) -> Made[ScreenInitiativePayload]:
    """Judge an initiative eligible or not."""
    initiative = await reviewing.screen_initiative(
        deed.session,
        deed.actor,
        initiative_id=input.initiative_id,
        expected_version=input.expected_version,
        eligible=input.eligible,
        reason=input.reason,
    )
    return Made(initiative=initiative.id)


@payload(T("Kết quả trả lại sáng kiến đã nộp.", "The answer of sendBackInitiative."))
class SendBackInitiativePayload:
    """The initiative sent back."""

    initiative = made(
        "Initiative",
        InitiativeRef,
        T(
            "Sáng kiến; rỗng khi bị từ chối, hoặc khi việc trả lại đưa sáng kiến ra khỏi phạm vi bạn được xem.",
            "The initiative; null when refused, and when, back in its unit, it is no longer yours to see.",
        ),
    )


async def send_back_initiative(deed: Deed, input: SendBackInitiativeInput) -> Made[SendBackInitiativePayload]:
    """Send a submitted initiative back to its unit."""
    initiative = await reviewing.send_back_initiative(
        deed.session,
        deed.actor,
        initiative_id=input.initiative_id,
        expected_version=input.expected_version,
        reason=input.reason,
    )
    return Made(initiative=initiative.id)


@payload(T("Kết quả viết bản ẩn danh.", "The answer of redactRevision."))
class RedactRevisionPayload:
    """The redaction made."""

    redaction = made(
        "RedactedRevision", RedactedRevisionRef, T("Bản ẩn danh; rỗng khi bị từ chối.", "It; null when refused.")
    )


async def redact_revision(deed: Deed, input: RedactRevisionInput) -> Made[RedactRevisionPayload]:
    """Write a redaction."""
    redaction = await redacting.redact_revision(
        deed.session,
        deed.actor,
        revision_id=input.revision_id,
        content=RedactedContent(
            title=input.title,
            summary=input.summary,
            task_relieved=input.task_relieved,
            tool=input.tool,
            measurement=input.measurement,
        ),
    )
    return Made(redaction=redaction.id)


@strawberry.type
class InitiativeMutations:
    """Deeds on initiatives."""

    create_initiative = mutation(
        create_initiative,
        Permission.INITIATIVE_CREATE,
        T("Viết sáng kiến của đơn vị mình.", "Write an initiative of one's own unit."),
    )
    revise_initiative = mutation(
        revise_initiative,
        Permission.INITIATIVE_EDIT,
        T("Viết bản nội dung mới; các bản cũ giữ nguyên.", "Write a further revision; the earlier ones stay."),
    )
    send_to_unit_review = mutation(
        send_to_unit_review,
        Permission.INITIATIVE_EDIT,
        T("Gửi thủ trưởng đơn vị duyệt.", "Lay an initiative before the unit's leader."),
    )
    withdraw_initiative = mutation(
        withdraw_initiative,
        Permission.INITIATIVE_EDIT,
        T("Rút sáng kiến, trước khi chấm điểm.", "Withdraw an initiative, until its scoring begins."),
    )
    submit_initiative = mutation(
        submit_initiative,
        Permission.INITIATIVE_SUBMIT,
        T("Thủ trưởng duyệt và nộp sáng kiến của đơn vị.", "Approve an initiative of the unit and submit it."),
    )
    return_initiative = mutation(
        return_initiative,
        Permission.INITIATIVE_SUBMIT,
        T("Thủ trưởng trả lại sáng kiến cho tác giả.", "Return an initiative of the unit to its authors."),
    )
    screen_initiative = mutation(
        screen_initiative,
        Permission.INITIATIVE_SCREEN,
        T("Thẩm định điều kiện của sáng kiến đã nộp.", "Judge a submitted initiative eligible or not."),
    )
    send_back_initiative = mutation(
        send_back_initiative,
        Permission.INITIATIVE_SCREEN,
        T("Trả sáng kiến đã nộp về đơn vị để bổ sung.", "Send a submitted initiative back to its unit."),
    )
    redact_revision = mutation(
        redact_revision,
        Permission.REVISION_REDACT,
        T("Viết bản ẩn danh để chấm kín.", "Write the words of a revision without names, for blind review."),
    )
