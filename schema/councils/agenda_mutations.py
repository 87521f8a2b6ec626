"""The deeds of a council's secretary before a session: convene it, change its agenda, call it off."""

from datetime import datetime

import strawberry

from domain.access.permissions import Permission
from domain.councils import convening
from domain.councils.rules import MAX_ITEMS
from schema.councils import lists
from schema.mutation import Deed, Made, MutationInput, Ref, made, mutation, payload, ref, value
from schema.refs import CouncilSessionRef
from schema.texts import READ_VERSION, REASON, T, describe

SESSION = T("Phiên họp.", "The session.")
SESSION_MADE = T("Phiên họp; rỗng khi bị từ chối.", "The session; null when refused.")


@strawberry.input(description=describe(T("Phiên họp được triệu tập.", "A session to convene.")))
class ConveneCouncilSessionInput(MutationInput):
    """Which council meets about which movement, when and where."""

    council_id: Ref = ref("Council", lists.COUNCIL)
    movement_id: Ref = ref("Movement", lists.MOVEMENT)
    name: str = value(lists.SESSION_NAME)
    place: str | None = value(lists.PLACE)
    scheduled_at: datetime = value(lists.SCHEDULED_AT)


@payload(T("Kết quả triệu tập.", "The answer of conveneCouncilSession."))
class ConveneCouncilSessionPayload:
    """The session convened."""

    council_session = made("CouncilSession", CouncilSessionRef, SESSION_MADE)


async def convene_council_session(deed: Deed, input: ConveneCouncilSessionInput) -> Made[ConveneCouncilSessionPayload]:
    """Convene a session."""
    sitting = await convening.convene_council_session(
        deed.session,
        deed.actor,
        council_id=input.council_id,
        movement_id=input.movement_id,
        name=input.name,
        place=input.place,
        scheduled_at=input.scheduled_at,
    )
    return Made(council_session=sitting.id)


@strawberry.input(description=describe(T("Nội dung đưa vào phiên họp.", "Items to put on an agenda.")))
class AddSessionItemsInput(MutationInput):
    """Which nominations a planned session is to vote on."""

    session_id: Ref = ref("CouncilSession", SESSION)
    nomination_ids: list[Ref] = ref(
        "Nomination",
        T(
            f"Các đề nghị đã thẩm định, theo thứ tự, tối đa {MAX_ITEMS}.",
            f"Appraised nominations in their order, at most {MAX_ITEMS}.",
        ),
    )


@payload(T("Kết quả thêm nội dung.", "The answer of addSessionItems."))
class AddSessionItemsPayload:
    """The session with its agenda."""

    council_session = made("CouncilSession", CouncilSessionRef, SESSION_MADE)


async def add_session_items(deed: Deed, input: AddSessionItemsInput) -> Made[AddSessionItemsPayload]:
    """Put nominations on the agenda."""
    sitting = await convening.add_session_items(
        deed.session, deed.actor, session_id=input.session_id, nomination_ids=input.nomination_ids
    )
    return Made(council_session=sitting.id)


@strawberry.input(description=describe(T("Nội dung bỏ khỏi phiên họp.", "An item to take off an agenda.")))
class RemoveSessionItemInput(MutationInput):
    """Which item a planned session shall not vote on."""

    item_id: Ref = ref("SessionItem", T("Nội dung.", "The item."))


@payload(T("Kết quả bỏ nội dung.", "The answer of removeSessionItem."))
class RemoveSessionItemPayload:
    """The session without the item."""

    council_session = made("CouncilSession", CouncilSessionRef, SESSION_MADE)


async def remove_session_item(deed: Deed, input: RemoveSessionItemInput) -> Made[RemoveSessionItemPayload]:
    """Take a nomination off the agenda."""
    sitting = await convening.remove_session_item(deed.session, deed.actor, item_id=input.item_id)
    return Made(council_session=sitting.id)


@strawberry.input(description=describe(T("Phiên họp bị hủy.", "A session to call off.")))
class CancelCouncilSessionInput(MutationInput):
    """Which session is called off, and why."""

    session_id: Ref = ref("CouncilSession", SESSION)
    expected_version: int = value(READ_VERSION)
    reason: str = value(REASON)


@payload(T("Kết quả hủy phiên họp.", "The answer of cancelCouncilSession."))
class CancelCouncilSessionPayload:
    """The session called off."""

    council_session = made("CouncilSession", CouncilSessionRef, SESSION_MADE)


async def cancel_council_session(deed: Deed, input: CancelCouncilSessionInput) -> Made[CancelCouncilSessionPayload]:
    """Call a session off."""
    sitting = await convening.cancel_council_session(
        deed.session,
        deed.actor,
        session_id=input.session_id,
        expected_version=input.expected_version,
        reason=input.reason,
    )
    return Made(council_session=sitting.id)


@strawberry.type
class AgendaMutations:
    """The deeds of a council's secretary before a session."""

    convene_council_session = mutation(
        convene_council_session,
        Permission.COUNCIL_RUN,
        T(
            "Triệu tập phiên họp Hội đồng; người triệu tập là thư ký phiên họp.",
            "Convene a session of a council; whoever convenes it is its secretary.",
        ),
    )
    add_session_items = mutation(
        add_session_items,
        Permission.COUNCIL_RUN,
        T("Đưa đề nghị vào nội dung phiên họp chưa mở.", "Put nominations on the agenda of a planned session."),
    )
    remove_session_item = mutation(
        remove_session_item,
        Permission.COUNCIL_RUN,
        T("Bỏ một đề nghị khỏi nội dung phiên họp chưa mở.", "Take a nomination off the agenda of a planned session."),
    )
    cancel_council_session = mutation(
        cancel_council_session,
        Permission.COUNCIL_RUN,
        T(
            "Hủy phiên họp chưa khóa phiếu; phiếu đã nộp không bao giờ được mở.",
            "Call a session off before its ballots are locked; what was handed in is never opened.",
        ),
    )
