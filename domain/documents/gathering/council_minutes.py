"""What the minutes of a council's session say: who met, and how each vote went over the whole membership."""

from dataclasses import replace
from functools import partial

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.actor import Actor
from domain.clock import VIETNAM
from domain.councils import queries as councils
from domain.councils.minutes import Attendee, ItemOfMinutes, Minutes, Recusal, minutes_of
from domain.councils.model import Council, CouncilSession, SessionItem
from domain.councils.rules import Attendance, CouncilRole
from domain.documents.content import Signature
from domain.documents.gathering import words
from domain.documents.gathering.frame import Asked, Gathered, letterhead_of, ministry_of, movement_of, own_unit
from domain.documents.numbering import number_text
from domain.documents.templates.award_list import named
from domain.documents.templates.council_minutes import AgendaItem, Ballot, CouncilMinutes, Member, council_minutes
from domain.errors import Conflict, NotFound, Text
from domain.reading import locking, viewer
from domain.units.model import Unit

_ROLES = {
    CouncilRole.CHAIR: "Chủ tịch Hội đồng",
    CouncilRole.DEPUTY: "Phó Chủ tịch Hội đồng",
    CouncilRole.STANDING: "Ủy viên thường trực",
    CouncilRole.MEMBER: "Ủy viên",
    CouncilRole.SECRETARY: "Thư ký",
}
_SYMBOL = "HĐTĐKT"


async def gather(session: AsyncSession, actor: Actor, asked: Asked) -> Gathered:
    """Gather the minutes of a concluded session, for who sees every vote of it. Raises NotFound, Conflict."""
    movement, path = await movement_of(session, actor, asked), ("sessionId",)
    key = asked.about.session_id
    sitting = await locking.get(session, actor, CouncilSession, councils.SESSIONS, key, path)  # type: ignore[arg-type]
    counted = select(func.count()).where(SessionItem.session_id == sitting.id)
    seen = counted.where(councils.ITEMS.visible(actor))
    hides = await session.scalar(counted) != await session.scalar(seen, viewer.values(actor))
    if sitting.movement_id != movement.id or hides:
        raise NotFound(path)
    found = await minutes_of(session, sitting.id)
    if found.opened_at is None or found.concluded_at is None:
        text = Text("Phiên họp chưa kết luận.", "The session is not concluded.")
        raise Conflict("SESSION_NOT_CONCLUDED", text, path)
    unit = await _unit_of(session, actor, sitting)
    chair, secretary = (
        _member(found, found.chair, CouncilRole.CHAIR),
        _member(found, found.secretary, CouncilRole.SECRETARY),
    )
    voters = [each for each in found.roster if each.has_vote]
    head = await letterhead_of(session, unit)
    minutes = CouncilMinutes(
        letterhead=replace(
            head, issuer=found.council, parent=unit.name, symbol=_SYMBOL, signature=Signature("Chủ tọa", chair.name)
        ),
        meeting=found.name,
        started=found.opened_at.astimezone(VIETNAM),
        ended=found.concluded_at.astimezone(VIETNAM),
        venue=found.place or "…",
        members=found.total_members or len(voters),
        chair=chair,
        secretary=secretary,
        present=tuple(_told(each) for each in voters if each.attendance is Attendance.PRESENT),
        absent=tuple(_told(each) for each in voters if each.attendance is not Attendance.PRESENT),
        items=(_agenda(found),),
        conclusions=_conclusions(found),
        secret=all(each.is_secret for each in found.items),
    )
    return Gathered(partial(council_minutes, minutes), unit.id, tells_nominations=True)


async def _unit_of(session: AsyncSession, actor: Actor, sitting: CouncilSession) -> Unit:
    """Return the unit whose council it is; the ministry's otherwise."""
    council = await session.get_one(Council, sitting.council_id)
    if council.unit_id is None:
        return await ministry_of(session, await own_unit(session, actor))
    return await session.get_one(Unit, council.unit_id)


def _member(found: Minutes, name: str | None, role: CouncilRole) -> Member:
    """Return the chair or the secretary with the role that they have in the council."""
    known = next((each for each in found.roster if each.full_name == name), None)
    said = None if known is None else words.honorific(known.gender)
    return Member(name or "…", _ROLES[known.role if known else role], honorific=said)


def _told(attendee: Attendee) -> Member:
    reasons = {Attendance.EXCUSED: "có lý do"}
    reason = reasons.get(attendee.attendance, "")
    written = "đã gửi ý kiến bằng văn bản" if attendee.gave_opinion else ""
    return Member(
        attendee.full_name,
        _ROLES[attendee.role],
        "; ".join(filter(None, (reason, written))),
        words.honorific(attendee.gender),
    )


def _agenda(found: Minutes) -> AgendaItem:
    apart = [
        f"{_subject(each)}: {', '.join(_recused(recusal) for recusal in each.recusals)} không tham gia bỏ phiếu."
        for each in found.items
        if each.recusals
    ]
    return AgendaItem("Bỏ phiếu xét khen thưởng", tuple(apart), tuple(_ballot(each) for each in found.items))


def _recused(recusal: Recusal) -> str:
    return named(recusal.full_name, words.honorific(recusal.gender))


def _subject(item: ItemOfMinutes) -> str:
    if item.nominee is None:
        return f"{item.form}: {item.unit}"
    return f"{item.form}: {named(item.nominee, words.honorific(item.gender))}, {item.unit}"


def _ballot(item: ItemOfMinutes) -> Ballot:
    return Ballot(
        subject=_subject(item),
        issued=item.issued or 0,
        collected=item.collected,
        valid=item.valid or 0,
        votes_for=item.votes_for or 0,
        votes_against=item.votes_against or 0,
        passed=bool(item.is_passed),
    )


def _conclusions(found: Minutes) -> tuple[str, ...]:
    passed = [_subject(each) for each in found.items if each.is_passed]
    counted = f"{number_text(len(passed))}/{number_text(len(found.items))} trường hợp đạt tỷ lệ phiếu theo quy định"
    named = f": {'; '.join(passed)}" if passed else ""
    return (f"Hội đồng thống nhất kết quả bỏ phiếu: {counted}{named}.",)
