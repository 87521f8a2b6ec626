"""Councils: who sits in them, the way of a session, who gets a paper and when it can be handed in."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from domain.errors import Closed, Conflict, DomainError, Invalid, NotAllowed, Text

#: How many nominations one session may vote on, and how many members a council may have.
MAX_ITEMS = 100
MAX_MEMBERS = 100


class CouncilKind(StrEnum):
    """The ministry's council of emulation and commendation, a unit's, or a council that recognises initiatives."""

    MINISTRY = "MINISTRY"
    UNIT = "UNIT"
    INITIATIVE = "INITIATIVE"


class CouncilRole(StrEnum):
    """Chair (Chủ tịch), deputy (Phó Chủ tịch), standing member (Ủy viên thường trực), member, secretary (Thư ký)."""

    CHAIR = "CHAIR"
    DEPUTY = "DEPUTY"
    STANDING = "STANDING"
    MEMBER = "MEMBER"
    SECRETARY = "SECRETARY"


class SessionState(StrEnum):
    """Planned; open, with the roster frozen; voting; ballots locked and counted; concluded. Or cancelled."""

    PLANNED = "PLANNED"
    OPEN = "OPEN"
    VOTING = "VOTING"
    LOCKED = "LOCKED"
    CONCLUDED = "CONCLUDED"
    CANCELLED = "CANCELLED"


class Attendance(StrEnum):
    """Present, absent without notice, or excused; the last two may hand in written opinions."""

    PRESENT = "PRESENT"
    ABSENT = "ABSENT"
    EXCUSED = "EXCUSED"


class BallotChoice(StrEnum):
    """For (tán thành), against (không tán thành), or a blank paper (phiếu trắng)."""

    FOR = "FOR"
    AGAINST = "AGAINST"
    BLANK = "BLANK"


class BallotMeans(StrEnum):
    """A paper put in by a member who is present, or the written opinion of one who is not."""

    IN_PERSON = "IN_PERSON"
    WRITTEN = "WRITTEN"


class Withholding(StrEnum):
    """Why a member gets no paper for an item: they are the nominee, or had another hand in the dossier."""

    NOMINEE = "NOMINEE"
    HAND = "HAND"


_S = SessionState

#: From which states each state can be reached.
STEPS: Mapping[SessionState, frozenset[SessionState]] = {
    _S.OPEN: frozenset({_S.PLANNED}),
    _S.VOTING: frozenset({_S.OPEN}),
    _S.LOCKED: frozenset({_S.VOTING}),
    _S.CONCLUDED: frozenset({_S.LOCKED}),
    _S.CANCELLED: frozenset({_S.PLANNED, _S.OPEN, _S.VOTING}),
}
#: States in which a session still waits for its end, so that its nominations are on no other agenda.
LIVE = frozenset({_S.PLANNED, _S.OPEN, _S.VOTING, _S.LOCKED})
#: Who may preside.
PRESIDING = frozenset({CouncilRole.CHAIR, CouncilRole.DEPUTY, CouncilRole.STANDING})


def problems_of_council(*, kind: CouncilKind, name: str, unit_id: UUID | None) -> list[DomainError]:
    """List what is wrong with a council: no name; a unit's council without a unit, the ministry's with one."""
    problems: list[DomainError] = []
    if not name.strip():
        problems.append(Invalid("NAME_EMPTY", Text("Tên không được để trống.", "The name is empty."), ("name",)))
    if (kind is CouncilKind.UNIT and unit_id is None) or (kind is CouncilKind.MINISTRY and unit_id is not None):
        text = Text(
            "Hội đồng cấp đơn vị phải nêu đơn vị; Hội đồng cấp Bộ thì không.",
            "A unit's council names its unit; the ministry's names none.",
        )
        problems.append(Invalid("COUNCIL_UNIT", text, ("unitId",)))
    return problems


def problems_of_membership(
    *, role: CouncilRole, has_vote: bool, starts_on: date, ends_on: date | None
) -> list[DomainError]:
    """List what is wrong with a membership: it ends before it starts, or somebody but a secretary has no vote."""
    problems: list[DomainError] = []
    if ends_on is not None and ends_on < starts_on:
        text = Text("Ngày cuối không được trước ngày đầu.", "The last day is before the first.")
        problems.append(Invalid("PERIOD_ORDER", text, ("endsOn",), f">= {starts_on.isoformat()}"))
    if not has_vote and role is not CouncilRole.SECRETARY:
        text = Text("Chỉ thư ký có thể không biểu quyết.", "Only a secretary may be without a vote.")
        problems.append(Invalid("MEMBER_WITHOUT_VOTE", text, ("hasVote",)))
    return problems


def problems_of_dismissal(last: date, *, starts_on: date, ends_on: date | None) -> list[DomainError]:
    """List what is wrong with a seat's new last day: it is before its first day, or the seat ends earlier anyway."""
    if starts_on <= last and (ends_on is None or last <= ends_on):
        return []
    text = Text("Ngày cuối phải nằm trong thời gian tham gia Hội đồng.", "The last day is outside of the membership.")
    return [Invalid("PERIOD_ORDER", text, ("endsOn",), f"{starts_on.isoformat()}..{ends_on or ''}")]


def check_seats(taken: int, most: int) -> None:
    """Raise Conflict when a council has as many members as it may have."""
    if taken >= most:
        text = Text(f"Hội đồng có tối đa {most} thành viên.", f"A council has at most {most} members.")
        raise Conflict("COUNCIL_FULL", text)


def problems_of_session(*, name: str, movement_id: UUID, of_council: UUID | None) -> list[DomainError]:
    """List what is wrong with a session: no name; a council set up for one movement does not meet about another."""
    problems: list[DomainError] = []
    if not name.strip():
        problems.append(Invalid("NAME_EMPTY", Text("Tên không được để trống.", "The name is empty."), ("name",)))
    if of_council not in (None, movement_id):
        text = Text("Hội đồng được lập cho phong trào khác.", "The council was set up for another movement.")
        problems.append(Conflict("COUNCIL_OF_OTHER_MOVEMENT", text, ("movementId",)))
    return problems


def check_agenda(items: int, most: int = MAX_ITEMS) -> None:
    """Raise Conflict for an agenda of nothing, or of too much."""
    if not 1 <= items <= most:
        text = Text(f"Phiên họp có từ 1 đến {most} nội dung.", f"An agenda has 1 to {most} items.")
        raise Conflict("AGENDA_SIZE", text)


def chair_of(roster: Mapping[UUID, CouncilRole], chosen: UUID | None) -> UUID:
    """Return who presides: the one chosen, if they may, or the chair. Raises Conflict when there is nobody."""
    chairs = [person for person, role in roster.items() if role is CouncilRole.CHAIR]
    presiding = chosen if chosen is not None else next(iter(chairs), None)
    if presiding is None or roster.get(presiding) not in PRESIDING:
        text = Text(
            "Người chủ trì phải là Chủ tịch, Phó Chủ tịch hoặc Ủy viên thường trực đương nhiệm của Hội đồng.",
            "Whoever presides is the council's chair, a deputy or a standing member today.",
        )
        raise Conflict("NOBODY_PRESIDES", text, ("chairId",))
    return presiding


def withholding_of(person_id: UUID, nominee_id: UUID | None, hands: frozenset[UUID]) -> Withholding | None:
    """Say why a member gets no paper for an item; None when they get one. They stay in the total membership."""
    if person_id == nominee_id:
        return Withholding.NOMINEE
    return Withholding.HAND if person_id in hands else None


def check_step(current: SessionState, target: SessionState) -> None:
    """Raise Conflict unless `target` may follow `current`."""
    if current not in STEPS[target]:
        text = Text(
            f"Phiên họp đang ở trạng thái {current}, không thể chuyển sang {target}.",
            f"The session is {current} and cannot become {target}.",
        )
        raise Conflict("STATE_FORBIDS", text)


def check_planned(state: SessionState) -> None:
    """Raise Conflict unless the agenda may still change."""
    if state is not SessionState.PLANNED:
        text = Text("Phiên họp đã mở, không đổi nội dung.", "The session was opened; its agenda is frozen.")
        raise Conflict("AGENDA_FROZEN", text)


def check_meeting(state: SessionState) -> None:
    """Raise Closed unless attendance can be noted: from the opening until the ballots are locked."""
    if state not in (SessionState.OPEN, SessionState.VOTING):
        raise Closed("SESSION_NOT_OPEN", Text("Phiên họp không mở.", "The session is not open."))


def check_attendance(
    attendance: Attendance, *, voted_in_person: bool, arrived_at: datetime | None, now: datetime
) -> None:
    """Raise Conflict for who voted in person and would not have been there, Invalid for an arrival still to come."""
    if attendance is not Attendance.PRESENT and voted_in_person:
        text = Text("Thành viên này đã bỏ phiếu tại phiên họp.", "This member voted in person at the session.")
        raise Conflict("VOTED_IN_PERSON", text, ("attendance",))
    if arrived_at is not None and arrived_at > now:
        text = Text("Thời điểm đến không sau lúc này.", "Nobody came later than now.")
        raise Invalid("ARRIVAL_IN_FUTURE", text, ("arrivedAt",), f"<= {now.isoformat()}")


def refuse_stranger() -> NotAllowed:
    """Say that somebody is not on the roster of a session."""
    text = Text("Bạn không có tên trong danh sách thành viên phiên họp.", "You are not on the roster of this session.")
    return NotAllowed("COUNCIL_VOTE", text, "NOT_ON_ROSTER")


def means_of(state: SessionState, attendance: Attendance) -> BallotMeans:
    """Say how a member hands papers in now: those present while voting, others in writing from the opening on.

    Raises Closed.
    """
    is_present = attendance is Attendance.PRESENT
    if state is SessionState.VOTING or (state is SessionState.OPEN and not is_present):
        return BallotMeans.IN_PERSON if is_present else BallotMeans.WRITTEN
    if state is SessionState.OPEN:
        raise Closed("VOTING_NOT_BEGUN", Text("Chưa bắt đầu bỏ phiếu.", "Voting has not begun."))
    raise Closed("VOTING_CLOSED", Text("Không nhận phiếu.", "No ballots are taken."))


def check_paper(withheld: Withholding | None, means: BallotMeans | None, path: Sequence[str]) -> None:
    """Raise NotAllowed for an item of which the member got no paper, Conflict for a paper handed in before."""
    if withheld is not None:
        text = Text(
            "Bạn đã tham gia hồ sơ này ở khâu khác nên không được phát phiếu.",
            "You had another hand in this dossier and got no paper for it.",
        )
        raise NotAllowed("COUNCIL_VOTE", text, "BALLOT_WITHHELD", path)
    if means is not None:
        text = Text("Bạn đã bỏ phiếu cho nội dung này.", "You voted on this item already.")
        raise Conflict("BALLOT_CAST", text, path)


def problems_of_choice(ids: Sequence[UUID], field: str, *within: str) -> list[DomainError]:
    """List what is wrong with a choice of items: 1 to 100 of them, each once."""
    if not 1 <= len(ids) <= MAX_ITEMS:
        text = Text(f"Mỗi lần từ 1 đến {MAX_ITEMS} nội dung.", f"There must be 1 to {MAX_ITEMS} items.")
        return [Invalid("ITEMS_COUNT", text, (field,), f"1..{MAX_ITEMS}")]
    text = Text("Nội dung bị lặp.", "The item stands twice.")
    first = {key: position for position, key in reversed(list(enumerate(ids)))}
    return [
        Invalid("ITEM_TWICE", text, (field, str(position), *within))
        for position, key in enumerate(ids)
        if first[key] != position
    ]
