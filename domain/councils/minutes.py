"""What the minutes of a session (biên bản) are written from: who met, when and where, and the numbers of each vote."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.awards.model import AwardForm, Nomination
from domain.councils import queries
from domain.councils.model import BallotPaper, Council, CouncilSession, SessionItem, SessionMember
from domain.councils.rules import Attendance, BallotMeans, CouncilKind, CouncilRole, SessionState, Withholding
from domain.errors import NotFound
from domain.initiatives.model import Initiative, InitiativeRevision
from domain.people.model import Person
from domain.people.rules import Gender
from domain.results.model import ResultEntry
from domain.units.model import Unit


@dataclass(frozen=True, slots=True)
class Attendee:
    """A member of the roster, as they stood at the opening."""

    person_id: UUID
    full_name: str
    gender: Gender | None
    position: str
    unit: str
    role: CouncilRole
    has_vote: bool
    attendance: Attendance
    arrived_at: datetime | None
    #: They handed in a written opinion on at least one item.
    gave_opinion: bool


@dataclass(frozen=True, slots=True)
class Recusal:
    """A member who got no paper for an item, and why; they stay in the total membership."""

    full_name: str
    gender: Gender | None
    why: Withholding


@dataclass(frozen=True, slots=True)
class ItemOfMinutes:
    """What was voted on, by which rule, and how it went: counts are None until the ballots are locked."""

    ordinal: int
    nomination_id: UUID
    #: The person nominated, or None: the unit is.
    nominee: str | None
    gender: Gender | None
    unit: str
    form: str
    #: The initiative's title; None for a nomination by hand without one.
    initiative: str | None
    #: The least share of the total membership, and as a number of votes; the clause that says so.
    threshold: Decimal | None
    votes_needed: int | None
    clause: str | None
    is_secret: bool | None
    issued: int | None
    collected: int
    #: How many of those collected were written opinions.
    written: int
    votes_for: int | None
    votes_against: int | None
    votes_blank: int | None
    share: Decimal | None
    is_passed: bool | None
    recusals: tuple[Recusal, ...]

    @property
    def valid(self) -> int | None:
        """Return how many papers say for or against."""
        if self.votes_for is None or self.votes_against is None:
            return None
        return self.votes_for + self.votes_against


@dataclass(frozen=True, slots=True)
class Minutes:
    """Everything that the minutes of a session need; moments are in UTC, shares are of the total membership."""

    session_id: UUID
    council: str
    council_kind: CouncilKind
    movement_id: UUID
    name: str
    place: str | None
    state: SessionState
    scheduled_at: datetime
    opened_at: datetime | None
    voting_at: datetime | None
    locked_at: datetime | None
    concluded_at: datetime | None
    chair: str | None
    secretary: str | None
    total_members: int | None
    #: How many members with a vote are present.
    present: int
    quorum: Decimal | None
    quorum_needed: int | None
    roster: tuple[Attendee, ...]
    items: tuple[ItemOfMinutes, ...]

    @property
    def is_quorate(self) -> bool:
        """Say whether as many members are present as the quorum asks."""
        return self.quorum_needed is not None and self.present >= self.quorum_needed


async def minutes_of(session: AsyncSession, session_id: UUID) -> Minutes:
    """Collect the minutes of a session, whoever may see it. Raises NotFound."""
    statement = (
        select(CouncilSession, Council)
        .join(Council, Council.id == CouncilSession.council_id)
        .where(CouncilSession.id == session_id)
    )
    found = (await session.execute(statement)).one_or_none()
    if found is None:
        raise NotFound(("sessionId",))
    sitting, council = found
    papers = await queries.papers_of(session, sitting.id)
    members = await _members(session, sitting.id)
    roster = tuple(_attendee(*member, papers) for member in members)
    names = await _names(session, [sitting.chair_id, sitting.secretary_id])
    return Minutes(
        session_id=sitting.id,
        council=council.name,
        council_kind=council.kind,
        movement_id=sitting.movement_id,
        name=sitting.name,
        place=sitting.place,
        state=sitting.state,
        scheduled_at=sitting.scheduled_at,
        opened_at=sitting.opened_at,
        voting_at=sitting.voting_at,
        locked_at=sitting.locked_at,
        concluded_at=sitting.concluded_at,
        chair=names.get(sitting.chair_id),
        secretary=names.get(sitting.secretary_id),
        total_members=sitting.total_members,
        present=sum(each.has_vote and each.attendance is Attendance.PRESENT for each in roster),
        quorum=sitting.quorum,
        quorum_needed=sitting.quorum_needed,
        roster=roster,
        items=await _items(session, sitting.id, papers, {member.id: person for member, person, _ in members}),
    )


async def _members(session: AsyncSession, session_id: UUID) -> Sequence[tuple[SessionMember, Person, str]]:
    statement = (
        select(SessionMember, Person, Unit.name)
        .join(Person, Person.id == SessionMember.person_id)
        .join(Unit, Unit.id == Person.unit_id)
        .where(SessionMember.session_id == session_id)
        .order_by(SessionMember.ordinal)
    )
    return [(member, person, unit) for member, person, unit in await session.execute(statement)]


def _attendee(member: SessionMember, person: Person, unit: str, papers: Collection[BallotPaper]) -> Attendee:
    return Attendee(
        person_id=person.id,
        full_name=person.full_name,
        gender=person.gender,
        position=member.position,
        unit=unit,
        role=member.role,
        has_vote=member.has_vote,
        attendance=member.attendance,
        arrived_at=member.arrived_at,
        gave_opinion=any(paper.member_id == member.id and paper.means is BallotMeans.WRITTEN for paper in papers),
    )


async def _names(session: AsyncSession, ids: Collection[UUID | None]) -> Mapping[UUID | None, str]:
    statement = select(Person.id, Person.full_name).where(Person.id.in_([key for key in ids if key is not None]))
    return {row.id: row.full_name for row in await session.execute(statement)}


async def _items(
    session: AsyncSession, session_id: UUID, papers: Collection[BallotPaper], voters: Mapping[UUID, Person]
) -> tuple[ItemOfMinutes, ...]:
    statement = (
        select(SessionItem, Person, Unit.name, AwardForm.name, InitiativeRevision.title)
        .join(Nomination, Nomination.id == SessionItem.nomination_id)
        .join(Unit, Unit.id == Nomination.unit_id)
        .join(AwardForm, AwardForm.id == Nomination.form_id)
        .outerjoin(ResultEntry, ResultEntry.id == Nomination.result_entry_id)
        .outerjoin(Initiative, Initiative.id == Nomination.initiative_id)
        .outerjoin(
            InitiativeRevision,
            InitiativeRevision.id == func.coalesce(ResultEntry.revision_id, Initiative.current_revision_id),
        )
        .outerjoin(Person, Person.id == Nomination.person_id)
        .where(SessionItem.session_id == session_id)
        .order_by(SessionItem.ordinal)
    )
    return tuple(
        _item(item, nominee, (unit, form, initiative), [each for each in papers if each.item_id == item.id], voters)
        for item, nominee, unit, form, initiative in await session.execute(statement)
    )


def _item(
    item: SessionItem,
    nominee: Person | None,
    named: tuple[str, str, str | None],
    papers: Collection[BallotPaper],
    voters: Mapping[UUID, Person],
) -> ItemOfMinutes:
    unit, form, initiative = named
    return ItemOfMinutes(
        ordinal=item.ordinal,
        nomination_id=item.nomination_id,
        nominee=None if nominee is None else nominee.full_name,
        gender=None if nominee is None else nominee.gender,
        unit=unit,
        form=form,
        initiative=initiative,
        threshold=item.threshold,
        votes_needed=item.votes_needed,
        clause=item.clause,
        is_secret=item.is_secret,
        issued=item.issued,
        collected=item.collected,
        written=sum(paper.means is BallotMeans.WRITTEN for paper in papers),
        votes_for=item.votes_for,
        votes_against=item.votes_against,
        votes_blank=item.votes_blank,
        share=item.share,
        is_passed=item.is_passed,
        recusals=tuple(
            Recusal(voter.full_name, voter.gender, paper.withheld)
            for member_id, voter in voters.items()
            for paper in papers
            if paper.member_id == member_id and paper.withheld is not None
        ),
    )
