"""The vote: the secretary begins it, members hand in their papers, the secretary locks and counts them.

Nothing that is stored tells a choice, except where the vote is open: a secret ballot is added to a sealed count, and
nobody can open that count before the lock, nor find a single ballot in it after.
"""

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from domain.access import policy
from domain.access.permissions import Permission
from domain.access.predicates import Subject
from domain.actor import Actor
from domain.audit.actions import record, snapshot
from domain.clock import utc_now
from domain.councils import dossiers, queries
from domain.councils.ballot_box import BallotBox, Place, require_box
from domain.councils.counting import Tally, check_collected, check_quorum, count, is_passed, share_of
from domain.councils.model import BallotPaper, CouncilSession, SealedTally, SessionItem
from domain.councils.rules import (
    BallotChoice,
    SessionState,
    check_paper,
    check_step,
    means_of,
    problems_of_choice,
    refuse_stranger,
)
from domain.errors import DomainError, NotFound, refuse_if_any
from domain.reading.locking import check_version


async def begin_voting(
    session: AsyncSession, actor: Actor, *, session_id: UUID, expected_version: int
) -> CouncilSession:
    """Let the members who are present vote; those absent could hand in written opinions since the opening.

    Raises NotFound, NotAllowed, StaleVersion, Conflict (state; fewer present than the quorum of the total membership).
    """
    sitting = await _step(session, actor, session_id, expected_version, SessionState.VOTING)
    check_quorum(await queries.count_present(session, sitting.id), sitting.quorum_needed or 0)
    before = snapshot(sitting)
    sitting.state, sitting.voting_at = SessionState.VOTING, utc_now()
    await session.flush()  # the new version belongs in the audit entry
    record(session, actor, "VOTING_BEGUN", sitting, before=before, after=snapshot(sitting))
    return sitting


async def cast_ballots(
    session: AsyncSession,
    actor: Actor,
    *,
    box: BallotBox | None,
    session_id: UUID,
    ballots: Sequence[tuple[UUID, BallotChoice]],
) -> CouncilSession:
    """Hand in one's own papers, (item, choice) each: all of them, or none. A paper is handed in once, for good.

    Raises NotFound, NotAllowed (not on the roster, paper withheld), Closed, Invalid (count, twice), Conflict (handed in
    before, another hand in the dossier, the count does not open).
    """
    sitting = await queries.get_session_for_voting(session, actor, session_id)
    member = await queries.own_seat(session, actor, sitting.id)
    if member is None:
        raise refuse_stranger()
    policy.require(actor, Permission.COUNCIL_VOTE, Subject(person_id=member.person_id))
    means = means_of(sitting.state, member.attendance)
    ids = [item_id for item_id, _choice in ballots]
    refuse_if_any(problems_of_choice(ids, "ballots", "itemId"))
    papers = await queries.papers_for_update(session, actor, member.id, ids)
    _check_papers(ids, {item.id: paper for item, paper in papers})
    nominations = await dossiers.of_items(session, [item for item, _paper in papers])
    await dossiers.take_vote_hand(session, nominations.values(), member.person_id)

    # In the order of the agenda, whatever the order of the input was: rows written must not tell of choices.
    choices = dict(ballots)
    seals = [await _sealed(session, box, item, choices[item.id]) for item, _paper in papers if item.is_secret]
    for tally, sealed in seals:
        tally.sealed = sealed
    for item, paper in papers:
        paper.means, paper.choice = means, None if item.is_secret else choices[item.id]
        item.collected += 1
    record(session, actor, "BALLOTS_CAST", sitting, after={"papers": len(papers), "means": means})
    return sitting


def _check_papers(ids: Sequence[UUID], papers: Mapping[UUID, BallotPaper]) -> None:
    problems: list[DomainError] = []
    for position, item_id in enumerate(ids):
        path, paper = ("ballots", str(position), "itemId"), papers.get(item_id)
        try:
            if paper is None:
                raise NotFound(path)
            check_paper(paper.withheld, paper.means, path)
        except DomainError as refusal:
            problems.append(refusal)
    refuse_if_any(problems)


async def _sealed(
    session: AsyncSession, box: BallotBox | None, item: SessionItem, choice: BallotChoice
) -> tuple[SealedTally, bytes]:
    """Return the sealed count of an item, whose row is locked, and what it is with one more ballot."""
    tally = await queries.tally_for_update(session, item.id)
    return tally, require_box(box).add(tally.sealed, Place(item.session_id, item.id), item.collected, choice)


async def lock_ballots(
    session: AsyncSession, actor: Actor, *, box: BallotBox | None, session_id: UUID, expected_version: int
) -> CouncilSession:
    """Take no more ballots, open the sealed counts, and write what came out, on the total membership.

    A session that lost its quorum meanwhile ends no vote; whoever voted in person counts as present.

    Raises NotFound, NotAllowed, StaleVersion, Conflict (state, quorum, too few secret ballots, counts do not open).
    """
    sitting = await _step(session, actor, session_id, expected_version, SessionState.LOCKED)
    check_quorum(await queries.count_present(session, sitting.id), sitting.quorum_needed or 0)
    items = await queries.agenda_for_update(session, sitting.id)
    papers = await queries.papers_of(session, sitting.id)
    counted = []
    for item in items:
        handed_in = [paper for paper in papers if paper.item_id == item.id and paper.means is not None]
        check_collected(len(handed_in), is_secret=bool(item.is_secret))
        counted.append((item, await _counted(session, box, item, handed_in)))
    for item, tally in counted:
        _write(item, tally, sitting.total_members or 0)
    await session.flush()  # items are immutable once the session is locked
    before = snapshot(sitting)
    sitting.state, sitting.locked_at = SessionState.LOCKED, utc_now()
    await session.flush()  # the new version belongs in the audit entry
    after = {**snapshot(sitting), "items": [snapshot(item) for item in items]}
    record(session, actor, "BALLOTS_LOCKED", sitting, before=before, after=after)
    return sitting


async def _counted(
    session: AsyncSession, box: BallotBox | None, item: SessionItem, papers: Collection[BallotPaper]
) -> Tally:
    """Count an item: by the papers handed in where the vote was open, else by the seal, which they must bear out."""
    if not item.is_secret:
        return count([paper.choice for paper in papers if paper.choice is not None])
    tally = await queries.tally_for_update(session, item.id)
    return require_box(box).open(tally.sealed, Place(item.session_id, item.id), len(papers))


def _write(item: SessionItem, tally: Tally, total: int) -> None:
    item.collected = tally.collected
    item.votes_for, item.votes_against, item.votes_blank = tally.votes_for, tally.votes_against, tally.votes_blank
    item.share = share_of(tally.votes_for, total)
    item.is_passed = is_passed(tally.votes_for, item.votes_needed or 0)


async def _step(
    session: AsyncSession, actor: Actor, session_id: UUID, expected_version: int, target: SessionState
) -> CouncilSession:
    sitting = await queries.get_session_for_update(session, actor, session_id)
    policy.require(actor, Permission.COUNCIL_RUN)
    check_version(sitting, expected_version)
    check_step(sitting.state, target)
    return sitting
