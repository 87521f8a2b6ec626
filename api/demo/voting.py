"""The council of the demonstration: it votes in secret on what was appraised; a second session is half way through."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from api.demo.organisation import REGISTRAR
from api.demo.story import Story, moment
from domain.councils import appointing, concluding, convening, opening, voting
from domain.councils.ballot_box import BallotBox
from domain.councils.model import BallotPaper, CouncilSession, SessionItem, SessionMember
from domain.councils.rules import Attendance, BallotChoice, CouncilKind, CouncilRole

APPOINTED = moment("2024-10-07 09:00")
FIRST = moment("2024-11-14 14:00")
SECOND = moment("2024-12-27 08:30")
SECRETARY = "ngo-thi-phuong-chi"
#: Whoever decides on awards does not sit here: one person has one hand in a dossier.
SEATS = {
    "nguyen-manh-hung": CouncilRole.CHAIR,
    "pham-duc-long": CouncilRole.DEPUTY,
    "dao-thi-kim-oanh": CouncilRole.STANDING,
    "tran-huu-nghia": CouncilRole.STANDING,
    "bui-thi-nguyet-hang": CouncilRole.MEMBER,
    "le-khac-trong": CouncilRole.MEMBER,
    "pham-thi-dieu-linh": CouncilRole.MEMBER,
    "truong-cong-dinh": CouncilRole.MEMBER,
    "do-quang-vinh": CouncilRole.MEMBER,
}
#: Away on business: gives a written opinion.
ABSENT = "le-khac-trong"
#: Who has handed in papers so far in the second session.
QUICK = ("nguyen-manh-hung", "dao-thi-kim-oanh", "bui-thi-nguyet-hang", "truong-cong-dinh", "do-quang-vinh")


async def found_council(story: Story) -> UUID:
    """Personnel sets the ministry's council up and appoints its members."""
    registrar = await story.actor(REGISTRAR)
    with story.at(APPOINTED):
        council = await appointing.create_council(
            story.session,
            registrar,
            kind=CouncilKind.MINISTRY,
            name="Hội đồng Thi đua - Khen thưởng Bộ Thông tin và Truyền thông",
            name_en="Council of Emulation and Commendation of the Ministry",
        )
        story.step()
        for key, role in (*SEATS.items(), (SECRETARY, CouncilRole.SECRETARY)):
            await appointing.appoint_council_member(
                story.session,
                registrar,
                council_id=council.id,
                person_id=story.people[key],
                role=role,
                starts_on=date(2024, 10, 7),
                has_vote=role is not CouncilRole.SECRETARY,
            )
            story.step()
    return council.id


async def vote(story: Story, movement_id: UUID, box: BallotBox, nomination_ids: Sequence[UUID]) -> UUID:
    """Hold the first session, all of it; returns the council."""
    council_id = await found_council(story)
    secretary = await story.actor(SECRETARY)
    sitting = await _convene(
        story, council_id, movement_id, box, FIRST, "Phiên họp xét khen thưởng sơ kết", nomination_ids
    )
    with story.at(FIRST, minutes=45):
        await voting.begin_voting(story.session, secretary, **_at_hand(sitting))
        story.step()
    for minutes, key in enumerate((key for key in SEATS if key != ABSENT), start=50):
        await _cast(story, box, sitting, key, FIRST, minutes)
    with story.at(FIRST, minutes=75):
        await voting.lock_ballots(story.session, secretary, box=box, **_at_hand(sitting))
        story.step()
        await concluding.conclude_council_session(story.session, secretary, **_at_hand(sitting))
        story.step()
    return council_id


async def vote_again(
    story: Story, council_id: UUID, movement_id: UUID, box: BallotBox, nomination_ids: Sequence[UUID]
) -> None:
    """Leave a second session while it votes: so many of so many papers are in, and nobody can tell what they say."""
    name = "Phiên họp xét khen thưởng đột xuất cuối năm"
    sitting = await _convene(story, council_id, movement_id, box, SECOND, name, nomination_ids)
    with story.at(SECOND, minutes=30):
        await voting.begin_voting(story.session, await story.actor(SECRETARY), **_at_hand(sitting))
        story.step()
    for minutes, key in enumerate(QUICK, start=35):
        await _cast(story, box, sitting, key, SECOND, minutes)


async def _convene(
    story: Story,
    council_id: UUID,
    movement_id: UUID,
    box: BallotBox,
    when: datetime,
    name: str,
    nomination_ids: Sequence[UUID],
) -> CouncilSession:
    secretary = await story.actor(SECRETARY)
    with story.at(when, minutes=-3 * 24 * 60):
        sitting = await convening.convene_council_session(
            story.session,
            secretary,
            council_id=council_id,
            movement_id=movement_id,
            name=name,
            scheduled_at=when,
            place="Phòng họp 2.1, 18 Nguyễn Du, Hà Nội",
        )
        story.step()
        await convening.add_session_items(
            story.session, secretary, session_id=sitting.id, nomination_ids=nomination_ids
        )
        story.step()
    with story.at(when):
        await opening.open_council_session(story.session, secretary, box=box, **_at_hand(sitting))
        story.step()
        for member_id, person_id in await _roster(story, sitting):
            is_absent = person_id == story.people[ABSENT]
            await opening.note_attendance(
                story.session,
                secretary,
                member_id=member_id,
                attendance=Attendance.EXCUSED if is_absent else Attendance.PRESENT,
            )
            story.step()
    await _cast(story, box, sitting, ABSENT, when, 20)
    return sitting


async def _cast(story: Story, box: BallotBox, sitting: CouncilSession, key: str, when: datetime, minutes: int) -> None:
    """Hand in all papers that a member got; one or two of them have doubts about a dossier."""
    actor = await story.actor(key)
    papers = (
        select(SessionItem.id)
        .join(BallotPaper, BallotPaper.item_id == SessionItem.id)
        .join(SessionMember, SessionMember.id == BallotPaper.member_id)
        .where(SessionMember.session_id == sitting.id, SessionMember.person_id == actor.person_id)
        .where(BallotPaper.withheld.is_(None))
        .order_by(SessionItem.ordinal)
    )
    items = list(await story.session.scalars(papers))
    with story.at(when, minutes=minutes):
        ballots = list(zip(items, _choices(key, len(items)), strict=True))
        await voting.cast_ballots(story.session, actor, box=box, session_id=sitting.id, ballots=ballots)
        story.step()


def _choices(key: str, count: int) -> Iterator[BallotChoice]:
    """Return what a member of the story chooses: for each dossier at most one of the nine has a doubt."""
    seat = list(SEATS).index(key)
    for position in range(count):
        doubts = position % 3 == 1 and (position // 3) % len(SEATS) == seat
        yield (BallotChoice.BLANK if position % 2 else BallotChoice.AGAINST) if doubts else BallotChoice.FOR


async def _roster(story: Story, sitting: CouncilSession) -> list[tuple[UUID, UUID]]:
    statement = (
        select(SessionMember.id, SessionMember.person_id)
        .where(SessionMember.session_id == sitting.id, SessionMember.has_vote)
        .order_by(SessionMember.id)
    )
    return [(row.id, row.person_id) for row in await story.session.execute(statement)]


def _at_hand(sitting: CouncilSession) -> dict[str, Any]:
    return {"session_id": sitting.id, "expected_version": sitting.version}
