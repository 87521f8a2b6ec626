"""The deeds of a session: open it, note who is present, vote, lock and count the ballots, conclude."""

from datetime import datetime
from decimal import Decimal

import strawberry

from domain.access.permissions import Permission
from domain.councils import concluding, opening, voting
from domain.councils.rules import MAX_ITEMS, Attendance, BallotChoice
from schema.councils import lists
from schema.councils.agenda_mutations import SESSION, SESSION_MADE
from schema.mutation import Deed, Made, MutationInput, Ref, made, mutation, payload, ref, secret, value
from schema.refs import CouncilSessionRef, SessionMemberRef
from schema.texts import READ_VERSION, T, describe


@strawberry.input(description=describe(T("Phiên họp cần mở.", "A session to open.")))
class OpenCouncilSessionInput(MutationInput):
    """Who presides, and by what rule those items are voted on for which no rule is in force."""

    session_id: Ref = ref("CouncilSession", SESSION)
    expected_version: int = value(READ_VERSION)
    chair_id: Ref | None = ref(
        "Person", T("Người chủ trì; không nêu thì là Chủ tịch.", "Who presides; the chair when left out.")
    )
    threshold: Decimal | None = value(lists.THRESHOLD)
    quorum: Decimal | None = value(lists.QUORUM)
    is_secret: bool | None = value(lists.IS_SECRET)


@payload(T("Kết quả mở phiên họp.", "The answer of openCouncilSession."))
class OpenCouncilSessionPayload:
    """The session opened."""

    council_session = made("CouncilSession", CouncilSessionRef, SESSION_MADE)


async def open_council_session(deed: Deed, input: OpenCouncilSessionInput) -> Made[OpenCouncilSessionPayload]:
    """Open a session."""
    sitting = await opening.open_council_session(
        deed.session,
        deed.actor,
        box=deed.ballot_box,
        session_id=input.session_id,
        expected_version=input.expected_version,
        chair_id=input.chair_id,
        threshold=input.threshold,
        quorum=input.quorum,
        is_secret=input.is_secret,
    )
    return Made(council_session=sitting.id)


@strawberry.input(description=describe(T("Điểm danh một thành viên.", "Whether a member is present.")))
class NoteAttendanceInput(MutationInput):
    """Who is present, absent or excused."""

    member_id: Ref = ref("SessionMember", T("Thành viên trong danh sách phiên họp.", "A member on the roster."))
    attendance: Attendance = value(lists.ATTENDANCE)
    arrived_at: datetime | None = value(
        T("Thời điểm đến; không nêu thì là lúc này.", "When they came; now when left out.")
    )


@payload(T("Kết quả điểm danh.", "The answer of noteAttendance."))
class NoteAttendancePayload:
    """The member noted."""

    session_member = made("SessionMember", SessionMemberRef, T("Thành viên; rỗng khi bị từ chối.", "The member."))


async def note_attendance(deed: Deed, input: NoteAttendanceInput) -> Made[NoteAttendancePayload]:
    """Note whether a member is present."""
    member = await opening.note_attendance(
        deed.session,
        deed.actor,
        member_id=input.member_id,
        attendance=input.attendance,
        arrived_at=input.arrived_at,
    )
    return Made(session_member=member.id)


@strawberry.input(description=describe(T("Bắt đầu bỏ phiếu.", "A session to begin voting in.")))
class BeginVotingInput(MutationInput):
    """Which session begins to vote."""

    session_id: Ref = ref("CouncilSession", SESSION)
    expected_version: int = value(READ_VERSION)


@payload(T("Kết quả bắt đầu bỏ phiếu.", "The answer of beginVoting."))
class BeginVotingPayload:
    """The session that votes."""

    council_session = made("CouncilSession", CouncilSessionRef, SESSION_MADE)


async def begin_voting(deed: Deed, input: BeginVotingInput) -> Made[BeginVotingPayload]:
    """Begin voting."""
    sitting = await voting.begin_voting(
        deed.session, deed.actor, session_id=input.session_id, expected_version=input.expected_version
    )
    return Made(council_session=sitting.id)


@strawberry.input(description=describe(T("Phiếu về một nội dung.", "A ballot about one item.")))
class BallotInput:
    """What a member thinks of an item."""

    item_id: Ref = ref("SessionItem", T("Nội dung biểu quyết.", "The item."))
    choice: BallotChoice = secret(lists.CHOICE)


@strawberry.input(description=describe(T("Phiếu của chính bạn.", "Your own ballots.")))
class CastBallotsInput(MutationInput):
    """One's own papers for items of a session."""

    session_id: Ref = ref("CouncilSession", SESSION)
    ballots: list[BallotInput] = value(
        T(
            f"Các phiếu, tối đa {MAX_ITEMS}; nộp rồi không thay đổi được.",
            f"The ballots, at most {MAX_ITEMS}; what was handed in is never changed.",
        )
    )


@payload(T("Kết quả bỏ phiếu.", "The answer of castBallots."))
class CastBallotsPayload:
    """The session voted in."""

    council_session = made("CouncilSession", CouncilSessionRef, SESSION_MADE)


async def cast_ballots(deed: Deed, input: CastBallotsInput) -> Made[CastBallotsPayload]:
    """Hand in one's own papers."""
    sitting = await voting.cast_ballots(
        deed.session,
        deed.actor,
        box=deed.ballot_box,
        session_id=input.session_id,
        ballots=[(each.item_id, each.choice) for each in input.ballots],
    )
    return Made(council_session=sitting.id)


@strawberry.input(description=describe(T("Khóa phiếu.", "A session whose ballots to lock.")))
class LockBallotsInput(MutationInput):
    """Which session takes no more ballots."""

    session_id: Ref = ref("CouncilSession", SESSION)
    expected_version: int = value(READ_VERSION)


@payload(T("Kết quả khóa phiếu.", "The answer of lockBallots."))
class LockBallotsPayload:
    """The session with its counts."""

    council_session = made("CouncilSession", CouncilSessionRef, SESSION_MADE)


async def lock_ballots(deed: Deed, input: LockBallotsInput) -> Made[LockBallotsPayload]:
    """Lock and count the ballots."""
    sitting = await voting.lock_ballots(
        deed.session,
        deed.actor,
        box=deed.ballot_box,
        session_id=input.session_id,
        expected_version=input.expected_version,
    )
    return Made(council_session=sitting.id)


@strawberry.input(description=describe(T("Kết thúc phiên họp.", "A session to conclude.")))
class ConcludeCouncilSessionInput(MutationInput):
    """Which session ends."""

    session_id: Ref = ref("CouncilSession", SESSION)
    expected_version: int = value(READ_VERSION)


@payload(T("Kết quả kết thúc phiên họp.", "The answer of concludeCouncilSession."))
class ConcludeCouncilSessionPayload:
    """The session concluded."""

    council_session = made("CouncilSession", CouncilSessionRef, SESSION_MADE)


async def conclude_council_session(
    deed: Deed, input: ConcludeCouncilSessionInput
) -> Made[ConcludeCouncilSessionPayload]:
    """Conclude a session."""
    sitting = await concluding.conclude_council_session(
        deed.session, deed.actor, session_id=input.session_id, expected_version=input.expected_version
    )
    return Made(council_session=sitting.id)


@strawberry.type
class SessionMutations:
    """The deeds of a session."""

    open_council_session = mutation(
        open_council_session,
        Permission.COUNCIL_RUN,
        T(
            "Mở phiên họp: chốt thành phần, nội dung và thể lệ biểu quyết.",
            "Open a session: members, agenda and rules of the vote are frozen.",
        ),
    )
    note_attendance = mutation(
        note_attendance, Permission.COUNCIL_RUN, T("Điểm danh một thành viên.", "Note whether a member is present.")
    )
    begin_voting = mutation(
        begin_voting,
        Permission.COUNCIL_RUN,
        T("Bắt đầu bỏ phiếu khi đủ số thành viên.", "Let members vote, once there is a quorum."),
    )
    cast_ballots = mutation(
        cast_ballots,
        Permission.COUNCIL_VOTE,
        T(
            "Bỏ phiếu của mình; người vắng mặt gửi ý kiến bằng văn bản từ khi mở phiên. Phiếu kín không lưu lựa chọn.",
            "Hand in one's own ballots; those absent, from the opening on. Of secret ballots no choice is kept.",
        ),
    )
    lock_ballots = mutation(
        lock_ballots,
        Permission.COUNCIL_RUN,
        T("Khóa và kiểm phiếu.", "Take no more ballots, and count them."),
    )
    conclude_council_session = mutation(
        conclude_council_session,
        Permission.COUNCIL_RUN,
        T(
            "Kết thúc phiên họp; hồ sơ không được thông qua thì bị từ chối.",
            "Conclude a session; what was not carried is refused.",
        ),
    )
