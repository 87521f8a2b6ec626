"""Biên bản họp Hội đồng (Form 1.9): who met, what was said, and each ballot over all members of the council."""

from dataclasses import dataclass
from datetime import datetime

from domain.documents.content import Align, Block, Column, Content, Heading, Items, Paragraph, Row, Signature, Table
from domain.documents.numbering import day_text, decimal_text, hour_text, number_text, percent_text
from domain.documents.templates.award_list import named
from domain.documents.templates.letterhead import Letterhead, issued, led


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody at the meeting, or absent with a reason; `honorific`: "Ông" or "Bà"."""

    name: str
    role: str
    reason: str = ""
    honorific: str | None = None


@dataclass(frozen=True, slots=True)
class Ballot:
    """One ballot: slips issued, collected and valid, and the valid ones for and against."""

    subject: str
    issued: int
    collected: int
    valid: int
    votes_for: int
    votes_against: int
    passed: bool


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """One item of the agenda: what was said on it, in paragraphs, and its ballots."""

    title: str
    discussion: tuple[str, ...]
    ballots: tuple[Ballot, ...] = ()


@dataclass(frozen=True, slots=True)
class CouncilMinutes:
    """Minutes. Moments are told in their own zone; `members` is the council's whole number, absentees included.

    The letterhead's signature is the chair's; the secretary's stands to its left.
    """

    letterhead: Letterhead
    meeting: str
    started: datetime
    ended: datetime
    venue: str
    members: int
    chair: Member
    secretary: Member
    present: tuple[Member, ...]
    absent: tuple[Member, ...]
    items: tuple[AgendaItem, ...]
    conclusions: tuple[str, ...]
    secret: bool = True


def council_minutes(minutes: CouncilMinutes) -> Content:
    """The minutes in the form's order; they bear no place and date, since they end with them."""
    ended = minutes.ended
    blocks: tuple[Block, ...] = (
        led("Thời gian bắt đầu:", f"{hour_text(minutes.started)}, {day_text(minutes.started.date())}."),
        led("Địa điểm:", f"{minutes.venue}."),
        *_attendance(minutes),
        led("Chủ trì (chủ tọa):", f"{_named(minutes.chair)}."),
        led("Thư ký (người ghi biên bản):", f"{_named(minutes.secretary)}."),
        led("Nội dung (theo diễn biến cuộc họp):", ""),
        *(block for place, item in enumerate(minutes.items, 1) for block in _item(place, item, minutes)),
        Heading(f"{len(minutes.items) + 1}. Kết luận", 2),
        *(Paragraph(text) for text in minutes.conclusions),
        Paragraph("Biên bản đã được đọc cho những người dự họp nghe và nhất trí thông qua."),
        Paragraph(f"Cuộc họp kết thúc vào {hour_text(ended)}, {day_text(ended.date())}."),
    )
    return issued(
        minutes.letterhead,
        "BB",
        blocks,
        type_name="BIÊN BẢN",
        subject=minutes.meeting,
        place=None,
        signatures=(Signature("Thư ký", minutes.secretary.name), minutes.letterhead.signature),
    )


def _attendance(minutes: CouncilMinutes) -> tuple[Block, ...]:
    here, whole = len(minutes.present), minutes.members
    counted = f"{decimal_text(here)}/{decimal_text(whole)} thành viên Hội đồng ({percent_text(here, whole)}), gồm:"
    absent: tuple[Block, ...] = ()
    if minutes.absent:
        reasons = tuple(_named(each) + (f" ({each.reason})" if each.reason else "") for each in minutes.absent)
        absent = (led("Vắng mặt:", f"{number_text(len(minutes.absent))} thành viên, gồm:"), Items(reasons))
    return (
        led("Thành phần tham dự:", counted),
        Items(tuple(_named(each) for each in minutes.present)),
        *absent,
    )


def _named(member: Member) -> str:
    return f"{named(member.name, member.honorific)}, {member.role}"


def _item(place: int, item: AgendaItem, minutes: CouncilMinutes) -> tuple[Block, ...]:
    said: tuple[Block, ...] = tuple(Paragraph(text) for text in item.discussion)
    voted: tuple[Block, ...] = ()
    if item.ballots:
        manner = "bỏ phiếu kín" if minutes.secret else "biểu quyết"
        lead = f"Hội đồng {manner}; tỷ lệ được tính trên tổng số {decimal_text(minutes.members)} thành viên Hội đồng:"
        voted = (Paragraph(lead), _ballots(item.ballots, minutes.members))
    return (Heading(f"{place}. {item.title}", 2), *said, *voted)


def _ballots(ballots: tuple[Ballot, ...], members: int) -> Table:
    columns = (
        Column("STT", 2, Align.CENTRE),
        Column("Nội dung lấy ý kiến", 14),
        *(
            Column(title, 2, Align.CENTRE)
            for title in ("Phát ra", "Thu về", "Hợp lệ", "Đồng ý", "Không đồng ý", "Tỷ lệ đồng ý")
        ),
        Column("Kết quả", 3, Align.CENTRE),
    )
    rows = tuple(
        Row(
            (
                str(place),
                each.subject,
                *map(str, (each.issued, each.collected, each.valid, each.votes_for, each.votes_against)),
                percent_text(each.votes_for, members),
                "Đạt" if each.passed else "Không đạt",
            )
        )
        for place, each in enumerate(ballots, 1)
    )
    return Table(columns, rows)
