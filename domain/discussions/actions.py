"""The deed of discussions: say something about an entry."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.access import policy
from domain.access.permissions import Permission
from domain.access.predicates import Subject
from domain.actor import Actor, Role
from domain.audit.actions import record, snapshot
from domain.clock import utc_now
from domain.conflicts import queries as conflicts
from domain.conflicts.rules import refuse_conflict
from domain.discussions import rules
from domain.discussions.model import DiscussionPost
from domain.discussions.rules import Audience
from domain.evaluations import gates, loading, queries
from domain.evaluations.model import Assignment, Round, RoundEntry
from domain.evaluations.rules import RoundKind, RoundState
from domain.reading import locking

#: Who runs the rounds, and so discusses every entry at any time once a round is opened.
ORGANISERS = (Role.INFORMATION_CENTER, Role.PERSONNEL, Role.COUNCIL_SECRETARY)


async def post_to_discussion(
    session: AsyncSession, actor: Actor, *, entry_id: UUID, audience: Audience, body: str
) -> DiscussionPost:
    """Say something about an entry: evaluators about what is given to them, in phases with discussion.

    Raises NotFound, NotAllowed, Conflict (in preparation, of interest), Closed, Invalid. What is said is not in the
    audit entry: not everybody who reads the trail may read it.
    """
    entry = await locking.get(session, actor, RoundEntry, queries.ENTRIES, entry_id, ("entryId",))
    policy.require(actor, Permission.DISCUSSION_JOIN, Subject(round_id=entry.round_id))
    round_ = await loading.round_for_scoring(session, entry.round_id)
    gates.check_round_state(round_.state, RoundState.OPEN, RoundState.CLOSED)
    if not actor.has(*ORGANISERS):
        await _check_evaluator(session, actor, round_, entry, audience)
    await _refuse_conflict(session, actor, round_, entry)
    said = rules.required_body(body)

    post = DiscussionPost(
        entry_id=entry.id,
        round_id=entry.round_id,
        initiative_id=entry.initiative_id,
        author_id=actor.person_id,
        audience=audience,
        body=said,
        created_at=utc_now(),
    )
    session.add(post)
    await session.flush()  # the audit entry needs the id
    told = {name: value for name, value in snapshot(post).items() if name != "body"}
    record(session, actor, "DISCUSSION_POSTED", post, after=told)
    return post


async def _check_evaluator(
    session: AsyncSession, actor: Actor, round_: Round, entry: RoundEntry, audience: Audience
) -> None:
    given = select(Assignment.state).where(
        Assignment.round_id == entry.round_id,
        Assignment.initiative_id == entry.initiative_id,
        Assignment.evaluator_id == actor.person_id,
    )
    rules.check_evaluator_may_post(await session.scalar(given), audience)
    phase = await loading.phase_of(session, round_)
    rules.check_phase_discusses(phase.name, can_discuss=phase.can_discuss)


async def _refuse_conflict(session: AsyncSession, actor: Actor, round_: Round, entry: RoundEntry) -> None:
    """Refuse whoever has a conflict of interest with the entry; rounds in which units score themselves know none."""
    if actor.person_id is None or round_.kind is RoundKind.SELF_SCORE:
        return
    (kind,) = await conflicts.conflicts_between(session, [(entry.initiative_id, actor.person_id)])
    if kind is not None:
        raise refuse_conflict(kind, ("entryId",))
