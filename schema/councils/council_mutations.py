"""The deeds of Personnel on councils: set up, change, appoint, dismiss."""

from datetime import date

import strawberry
from strawberry import UNSET

from domain.access.permissions import Permission
from domain.councils import appointing
from domain.councils.rules import CouncilKind, CouncilRole
from schema.councils import lists
from schema.mutation import Deed, Made, MutationInput, Ref, made, mutation, payload, ref, value
from schema.refs import CouncilMemberRef, CouncilRef
from schema.texts import READ_VERSION, REASON, T, describe

COUNCIL_MADE = T("Hội đồng; rỗng khi bị từ chối.", "The council; null when refused.")
MEMBER_MADE = T("Thành viên; rỗng khi bị từ chối.", "The member; null when refused.")


@strawberry.input(description=describe(T("Hội đồng mới.", "A council to set up.")))
class CreateCouncilInput(MutationInput):
    """What a council is."""

    kind: CouncilKind = value(lists.KIND)
    name: str = value(lists.NAME)
    name_en: str | None = value(lists.NAME_EN)
    unit_id: Ref | None = ref("Unit", lists.UNIT)
    movement_id: Ref | None = ref("Movement", lists.OF_MOVEMENT)


@payload(T("Kết quả lập Hội đồng.", "The answer of createCouncil."))
class CreateCouncilPayload:
    """The council set up."""

    council = made("Council", CouncilRef, COUNCIL_MADE)


async def create_council(deed: Deed, input: CreateCouncilInput) -> Made[CreateCouncilPayload]:
    """Set up a council."""
    council = await appointing.create_council(
        deed.session,
        deed.actor,
        kind=input.kind,
        name=input.name,
        name_en=input.name_en,
        unit_id=input.unit_id,
        movement_id=input.movement_id,
    )
    return Made(council=council.id)


@strawberry.input(
    description=describe(
        T("Thay đổi của Hội đồng: trường không gửi thì giữ nguyên.", "What changes: what is left out stays.")
    )
)
class UpdateCouncilInput(MutationInput):
    """What changes of a council."""

    council_id: Ref = ref("Council", lists.COUNCIL)
    expected_version: int = value(READ_VERSION)
    name: str | None = value(lists.NAME, default=UNSET)
    name_en: str | None = value(lists.NAME_EN, default=UNSET)
    movement_id: Ref | None = ref("Movement", lists.OF_MOVEMENT, default=UNSET)


@payload(T("Kết quả sửa Hội đồng.", "The answer of updateCouncil."))
class UpdateCouncilPayload:
    """The council changed."""

    council = made("Council", CouncilRef, COUNCIL_MADE)


async def update_council(deed: Deed, input: UpdateCouncilInput) -> Made[UpdateCouncilPayload]:
    """Change a council."""
    council = await appointing.update_council(
        deed.session,
        deed.actor,
        council_id=input.council_id,
        expected_version=input.expected_version,
        name=input.name,
        name_en=input.name_en,
        movement_id=input.movement_id,
    )
    return Made(council=council.id)


@strawberry.input(description=describe(T("Thành viên được cử vào Hội đồng.", "A member to appoint.")))
class AppointCouncilMemberInput(MutationInput):
    """Who is to sit in which council, as what, from when to when."""

    council_id: Ref = ref("Council", lists.COUNCIL)
    person_id: Ref = ref("Person", lists.PERSON)
    role: CouncilRole = value(lists.ROLE)
    has_vote: bool = value(lists.HAS_VOTE, default=True)
    starts_on: date = value(lists.STARTS_ON)
    ends_on: date | None = value(lists.ENDS_ON)


@payload(T("Kết quả cử thành viên.", "The answer of appointCouncilMember."))
class AppointCouncilMemberPayload:
    """The member appointed."""

    council_member = made("CouncilMember", CouncilMemberRef, MEMBER_MADE)


async def appoint_council_member(deed: Deed, input: AppointCouncilMemberInput) -> Made[AppointCouncilMemberPayload]:
    """Appoint a member."""
    seat = await appointing.appoint_council_member(
        deed.session,
        deed.actor,
        council_id=input.council_id,
        person_id=input.person_id,
        role=input.role,
        has_vote=input.has_vote,
        starts_on=input.starts_on,
        ends_on=input.ends_on,
    )
    return Made(council_member=seat.id)


@strawberry.input(description=describe(T("Thành viên thôi tham gia Hội đồng.", "A member to dismiss.")))
class DismissCouncilMemberInput(MutationInput):
    """Which member is dismissed, with what last day, and why."""

    member_id: Ref = ref("CouncilMember", T("Thành viên.", "The member."))
    ends_on: date | None = value(
        T("Ngày cuối tham gia; không nêu thì là hôm nay.", "The last day in the council; today when left out.")
    )
    reason: str = value(REASON)


@payload(T("Kết quả miễn nhiệm.", "The answer of dismissCouncilMember."))
class DismissCouncilMemberPayload:
    """The member dismissed."""

    council_member = made("CouncilMember", CouncilMemberRef, MEMBER_MADE)


async def dismiss_council_member(deed: Deed, input: DismissCouncilMemberInput) -> Made[DismissCouncilMemberPayload]:
    """Dismiss a member."""
    seat = await appointing.dismiss_council_member(
        deed.session, deed.actor, member_id=input.member_id, ends_on=input.ends_on, reason=input.reason
    )
    return Made(council_member=seat.id)


@strawberry.type
class MembershipMutations:
    """The deeds of Personnel on councils."""

    create_council = mutation(create_council, Permission.COUNCIL_MANAGE, T("Lập Hội đồng.", "Set up a council."))
    update_council = mutation(
        update_council, Permission.COUNCIL_MANAGE, T("Sửa thông tin Hội đồng.", "Change a council.")
    )
    appoint_council_member = mutation(
        appoint_council_member,
        Permission.COUNCIL_MANAGE,
        T(
            "Cử thành viên Hội đồng; phiên họp đã mở không thay đổi.",
            "Appoint a member of a council; sessions that were opened stay as they are.",
        ),
    )
    dismiss_council_member = mutation(
        dismiss_council_member,
        Permission.COUNCIL_MANAGE,
        T("Miễn nhiệm thành viên, có lý do.", "Dismiss a member of a council, with a reason."),
    )
