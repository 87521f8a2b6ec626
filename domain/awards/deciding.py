"""Deeds of ministry leaders on nominations: approve, return, refuse. Who proposes does not decide."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from domain.access import policy
from domain.access.permissions import Permission
from domain.actor import Actor
from domain.audit.actions import record, snapshot
from domain.awards import queries
from domain.awards.holding import check_free, holds_of
from domain.awards.judging import Choice, judge_each
from domain.awards.model import Nomination
from domain.awards.opening import open_for
from domain.awards.rules import NominationState, check_decider, check_step, problems_of_choice
from domain.clock import utc_now
from domain.errors import refuse_if_any
from domain.initiatives.rules import require_reason
from domain.movements import queries as movements
from domain.reading.locking import check_version


async def approve_nomination(
    session: AsyncSession, actor: Actor, *, nomination_id: UUID, expected_version: int
) -> Nomination:
    """Approve a proposed nomination. Raises NotFound, NotAllowed, Closed, StaleVersion, Conflict (state, held)."""
    nomination = await _open(session, actor, nomination_id, expected_version, NominationState.APPROVED)
    check_free(nomination, await holds_of(session, [nomination]))
    return await _answer(session, actor, nomination, NominationState.APPROVED)


async def return_nomination(
    session: AsyncSession, actor: Actor, *, nomination_id: UUID, expected_version: int, reason: str
) -> Nomination:
    """Send a proposed or approved nomination back to Personnel.

    Raises NotFound, NotAllowed, Closed, StaleVersion, Conflict (state), Invalid (no reason).
    """
    nomination = await _open(session, actor, nomination_id, expected_version, NominationState.RETURNED)
    return await _answer(session, actor, nomination, NominationState.RETURNED, require_reason(reason))


async def refuse_nomination(
    session: AsyncSession, actor: Actor, *, nomination_id: UUID, expected_version: int, reason: str
) -> Nomination:
    """Refuse a proposed nomination for good; the achievement may be nominated anew.

    Raises NotFound, NotAllowed, Closed, StaleVersion, Conflict (state), Invalid (no reason).
    """
    nomination = await _open(session, actor, nomination_id, expected_version, NominationState.REFUSED)
    return await _answer(session, actor, nomination, NominationState.REFUSED, require_reason(reason))


async def approve_nominations(
    session: AsyncSession, actor: Actor, *, items: Sequence[tuple[UUID, int]]
) -> list[Nomination]:
    """Approve 1 to 100 nominations, given with the versions that were read: all of them, or none.

    Refuses as `approve_nomination` does, for every item that stands in the way, with its position in the path.
    """
    policy.require(actor, Permission.NOMINATION_DECIDE)
    ids = [nomination_id for nomination_id, _ in items]
    refuse_if_any(problems_of_choice(ids, "items", "nominationId"))
    found = await queries.many_for_update(session, actor, ids)
    for movement_id in sorted({each.movement_id for each in found.values()}):
        movement = await movements.get(session, actor, movement_id, "items")
        await movements.require_open_phase(session, actor, movement, Permission.NOMINATION_DECIDE)

    versions, holds = dict(items), await holds_of(session, found.values())

    def judge(nomination: Nomination) -> None:
        check_version(nomination, versions[nomination.id])
        check_free(nomination, holds)

    nominations = judge_each(
        actor,
        Choice(ids, found, await queries.preparers_of(session, found.values())),
        NominationState.APPROVED,
        judge,
        field="items",
        within=("nominationId",),
    )
    for nomination in nominations:
        await _answer(session, actor, nomination, NominationState.APPROVED)
    return nominations


async def _open(
    session: AsyncSession, actor: Actor, nomination_id: UUID, expected_version: int, target: NominationState
) -> Nomination:
    nomination = await open_for(
        session,
        actor,
        Permission.NOMINATION_DECIDE,
        nomination_id=nomination_id,
        expected_version=expected_version,
    )
    preparers = await queries.preparers_of(session, [nomination])
    check_decider(actor.person_id, preparers[nomination.id])
    check_step(nomination.state, target)
    return nomination


async def _answer(
    session: AsyncSession, actor: Actor, nomination: Nomination, target: NominationState, reason: str | None = None
) -> Nomination:
    is_open = target is NominationState.RETURNED
    before = snapshot(nomination)
    nomination.state = target
    nomination.reason = reason
    nomination.decided_by_id = None if is_open else actor.person_id
    nomination.decided_at = None if is_open else utc_now()
    await session.flush()  # the new version belongs in the audit entry
    record(session, actor, f"NOMINATION_{target}", nomination, before=before, after=snapshot(nomination), reason=reason)
    return nomination
