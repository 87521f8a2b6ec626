"""Who may see councils, their sessions and agendas, and fetching them for a deed."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Subquery, and_, exists, false, func, not_, or_, select, true
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.ext.asyncio import AsyncSession

from domain.actor import Actor, Role
from domain.awards.model import Nomination
from domain.awards.rules import EFFECTIVE, NominationState
from domain.councils.model import (
    BallotPaper,
    Council,
    CouncilMember,
    CouncilSession,
    SealedTally,
    SessionItem,
    SessionMember,
)
from domain.councils.rules import Attendance, BallotMeans
from domain.errors import NotFound
from domain.people.model import Person
from domain.reading import locking, viewer
from domain.reading.source import Source, following

#: Who may see every council and session. Members see their own councils, and the sessions whose roster names them.
SEE_COUNCILS = (
    Role.PERSONNEL,
    Role.INFORMATION_CENTER,
    Role.MINISTRY_LEADER,
    Role.COUNCIL_SECRETARY,
    Role.AUDITOR,
)
#: What a nominee has to be told.
DECIDED = sorted({*EFFECTIVE, NominationState.REVOKED})


def visible_councils(actor: Actor) -> ColumnElement[bool]:
    """Let those who prepare, run, decide and watch see all councils, others those that they are or were members of."""
    if viewer.sees_all(actor, *SEE_COUNCILS):
        return true()
    if actor.person_id is None:
        return false()
    # A name of its own, so that a statement about seats keeps its own.
    seats = CouncilMember.__table__.alias()
    own = select(seats.c.council_id).where(seats.c.person_id == viewer.person)
    return viewer.one_of_few(Council.id, own)


def visible_sessions(actor: Actor) -> ColumnElement[bool]:
    """Let the same see all sessions, and members those whose roster names them: from the opening on."""
    if viewer.sees_all(actor, *SEE_COUNCILS):
        return true()
    if actor.person_id is None:
        return false()
    return viewer.one_of_few(CouncilSession.id, _own_sessions())


def visible_items(actor: Actor) -> ColumnElement[bool]:
    """Let items be seen with their session; nominees never see their own before it is decided, whoever they are."""
    if actor.is_system:
        return true()
    if actor.person_id is None:
        return false()
    own = SessionItem.nomination_id.in_(
        select(Nomination.id).where(Nomination.person_id == viewer.person, Nomination.state.not_in(DECIDED))
    )
    if actor.has(*SEE_COUNCILS):
        return not_(own)
    return and_(viewer.one_of_few(SessionItem.session_id, _own_sessions()), not_(own))


def _own_sessions() -> Select[tuple[UUID]]:
    # A name of its own, as above.
    rosters = SessionMember.__table__.alias()
    return select(rosters.c.session_id).where(rosters.c.person_id == viewer.person)


COUNCILS = Source(Council, visible_councils)
COUNCIL_MEMBERS = following(CouncilMember, CouncilMember.council_id, COUNCILS)
SESSIONS = Source(CouncilSession, visible_sessions)
SESSION_MEMBERS = following(SessionMember, SessionMember.session_id, SESSIONS)
ITEMS = Source(SessionItem, visible_items)


def last_votes(actor: Actor) -> Subquery:
    """Select the last vote on each nomination that was counted: in which session, how many were for, of how many."""
    return (
        select(
            SessionItem.nomination_id,
            SessionItem.session_id,
            SessionItem.votes_for,
            SessionItem.is_secret,
            CouncilSession.total_members,
        )
        .join(CouncilSession, CouncilSession.id == SessionItem.session_id)
        .where(SessionItem.votes_for.is_not(None), ITEMS.visible(actor))
        .ext(distinct_on(SessionItem.nomination_id))
        .order_by(SessionItem.nomination_id, CouncilSession.locked_at.desc(), SessionItem.id.desc())
        .subquery()
    )


async def get_council(session: AsyncSession, actor: Actor, council_id: UUID, field: str = "councilId") -> Council:
    """Fetch a council. Raises NotFound."""
    return await locking.get(session, actor, Council, COUNCILS, council_id, (field,))


async def get_council_for_update(session: AsyncSession, actor: Actor, council_id: UUID) -> Council:
    """Fetch and lock a council. Raises NotFound."""
    return await locking.get_for_update(session, actor, Council, COUNCILS, council_id, ("councilId",))


async def get_seat_for_update(session: AsyncSession, actor: Actor, member_id: UUID) -> CouncilMember:
    """Fetch and lock a person's seat in a council. Raises NotFound."""
    return await locking.get_for_update(session, actor, CouncilMember, COUNCIL_MEMBERS, member_id, ("memberId",))


async def get_session_for_update(session: AsyncSession, actor: Actor, session_id: UUID) -> CouncilSession:
    """Fetch and lock a council's session. Raises NotFound."""
    return await locking.get_for_update(session, actor, CouncilSession, SESSIONS, session_id, ("sessionId",))


async def get_session_for_voting(session: AsyncSession, actor: Actor, session_id: UUID) -> CouncilSession:
    """Fetch a session so that it cannot be locked meanwhile, although others may vote. Raises NotFound."""
    statement = (
        select(CouncilSession)
        .where(CouncilSession.id == session_id, visible_sessions(actor))
        .with_for_update(read=True, of=CouncilSession)
        .execution_options(populate_existing=True)
    )
    found = (await session.scalars(statement, viewer.values(actor))).one_or_none()
    if found is None:
        raise NotFound(("sessionId",))
    return found


async def own_seat(session: AsyncSession, actor: Actor, session_id: UUID) -> SessionMember | None:
    """Fetch the actor's own place on a roster, if they have one with a vote."""
    statement = (
        select(SessionMember)
        .where(
            SessionMember.session_id == session_id,
            SessionMember.person_id == actor.person_id,
            SessionMember.has_vote,
        )
        .execution_options(populate_existing=True)
    )
    return (await session.scalars(statement)).one_or_none()


async def papers_for_update(
    session: AsyncSession, actor: Actor, member_id: UUID, item_ids: Sequence[UUID]
) -> Sequence[tuple[SessionItem, BallotPaper]]:
    """Fetch and lock a member's papers for items that they see, and the items, in the order of the agenda."""
    statement = (
        select(SessionItem, BallotPaper)
        .join(BallotPaper, BallotPaper.item_id == SessionItem.id)
        .where(BallotPaper.member_id == member_id, SessionItem.id.in_(item_ids), visible_items(actor))
        .order_by(SessionItem.ordinal)
        .with_for_update(of=[SessionItem, BallotPaper])
        .execution_options(populate_existing=True)
    )
    return [(item, paper) for item, paper in await session.execute(statement, viewer.values(actor))]


async def tally_for_update(session: AsyncSession, item_id: UUID) -> SealedTally:
    """Fetch and lock the sealed count of a secret item."""
    statement = select(SealedTally).where(SealedTally.item_id == item_id).with_for_update()
    return (await session.scalars(statement.execution_options(populate_existing=True))).one()


async def get_member_for_update(session: AsyncSession, actor: Actor, member_id: UUID) -> SessionMember:
    """Fetch and lock a member of a roster. Raises NotFound."""
    return await locking.get_for_update(session, actor, SessionMember, SESSION_MEMBERS, member_id, ("memberId",))


async def has_voted_in_person(session: AsyncSession, member_id: UUID) -> bool:
    """Say whether a member handed in a paper while present."""
    paper = exists().where(BallotPaper.member_id == member_id, BallotPaper.means == BallotMeans.IN_PERSON)
    return bool(await session.scalar(select(paper)))


async def count_present(session: AsyncSession, session_id: UUID) -> int:
    """Return how many members with a vote are noted present."""
    statement = select(func.count()).where(
        SessionMember.session_id == session_id,
        SessionMember.has_vote,
        SessionMember.attendance == Attendance.PRESENT,
    )
    return await session.scalar(statement) or 0


async def get_item(session: AsyncSession, actor: Actor, item_id: UUID) -> SessionItem:
    """Fetch an item of an agenda. Raises NotFound."""
    return await locking.get(session, actor, SessionItem, ITEMS, item_id, ("itemId",))


async def seats_on(session: AsyncSession, council_id: UUID, day: date) -> Sequence[tuple[CouncilMember, Person]]:
    """Return who sits in a council on a day, in the order of roles and names; nobody who has left the organisation."""
    statement = (
        select(CouncilMember, Person)
        .join(Person, Person.id == CouncilMember.person_id)
        .where(
            CouncilMember.council_id == council_id,
            CouncilMember.starts_on <= day,
            or_(CouncilMember.ends_on.is_(None), CouncilMember.ends_on >= day),
            or_(Person.left_on.is_(None), Person.left_on > day),
        )
    )
    return [(seat, person) for seat, person in await session.execute(statement)]


async def agenda_for_update(session: AsyncSession, session_id: UUID) -> Sequence[SessionItem]:
    """Fetch and lock every item of a session in the order of the agenda, whoever may see them."""
    statement = (
        select(SessionItem)
        .where(SessionItem.session_id == session_id)
        .order_by(SessionItem.ordinal)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return (await session.scalars(statement)).all()


async def roster_of(session: AsyncSession, session_id: UUID) -> Sequence[SessionMember]:
    """Return the roster of a session in its order."""
    statement = select(SessionMember).where(SessionMember.session_id == session_id).order_by(SessionMember.ordinal)
    return (await session.scalars(statement.execution_options(populate_existing=True))).all()


async def papers_of(session: AsyncSession, session_id: UUID) -> Sequence[BallotPaper]:
    """Return every paper of a session, handed in or not."""
    statement = select(BallotPaper).where(BallotPaper.session_id == session_id).order_by(BallotPaper.id)
    return (await session.scalars(statement.execution_options(populate_existing=True))).all()
