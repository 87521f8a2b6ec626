"""Deeds of the secretary before a session: convene it, put nominations on its agenda and take them off, cancel it."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.access import policy
from domain.access.permissions import Permission
from domain.actor import Actor
from domain.audit.actions import record, snapshot
from domain.clock import utc_now
from domain.councils import dossiers, queries
from domain.councils.model import Council, CouncilSession, SessionItem
from domain.councils.rules import (
    MAX_ITEMS,
    SessionState,
    check_agenda,
    check_planned,
    check_step,
    problems_of_choice,
    problems_of_session,
)
from domain.errors import refuse_if_any
from domain.initiatives.rules import require_reason
from domain.movements import queries as movements
from domain.reading.locking import check_version


async def convene_council_session(
    session: AsyncSession,
    actor: Actor,
    *,
    council_id: UUID,
    movement_id: UUID,
    name: str,
    scheduled_at: datetime,
    place: str | None = None,
) -> CouncilSession:
    """Plan a session of a council about a movement; whoever convenes it is its secretary.

    Raises NotAllowed, NotFound, Invalid (no name), Conflict (the council is another movement's).
    """
    policy.require(actor, Permission.COUNCIL_RUN)
    council = await queries.get_council(session, actor, council_id)
    movement = await movements.get(session, actor, movement_id)
    refuse_if_any(problems_of_session(name=name, movement_id=movement.id, of_council=council.movement_id))
    sitting = CouncilSession(
        council_id=council.id,
        movement_id=movement.id,
        name=name.strip(),
        place=place,
        scheduled_at=scheduled_at,
        secretary_id=actor.person_id,
        created_at=utc_now(),
    )
    session.add(sitting)
    await session.flush()  # the audit entry needs the id
    record(session, actor, "COUNCIL_SESSION_CONVENED", sitting, after=snapshot(sitting))
    return sitting


async def add_session_items(
    session: AsyncSession, actor: Actor, *, session_id: UUID, nomination_ids: Sequence[UUID]
) -> CouncilSession:
    """Put nominations at the end of a planned session's agenda: all of them, or none.

    Raises NotFound, NotAllowed, Invalid (count, twice), Conflict (frozen, not waiting for a council, on an agenda).
    """
    sitting = await _planned(session, actor, session_id)
    refuse_if_any(problems_of_choice(nomination_ids, "nominationIds"))
    there = select(func.count(), func.coalesce(func.max(SessionItem.ordinal), 0)).where(
        SessionItem.session_id == sitting.id
    )
    count, last = (await session.execute(there)).one()
    check_agenda(count + len(nomination_ids), MAX_ITEMS)
    council = await session.get_one(Council, sitting.council_id)
    nominations = await dossiers.nominations_for_agenda(session, actor, council, sitting.movement_id, nomination_ids)
    session.add_all(
        SessionItem(session_id=sitting.id, nomination_id=nomination.id, ordinal=ordinal)
        for ordinal, nomination in enumerate(nominations, last + 1)
    )
    added = [str(key) for key in nomination_ids]
    record(session, actor, "SESSION_ITEMS_ADDED", sitting, after={"nomination_ids": added})
    return sitting


async def remove_session_item(session: AsyncSession, actor: Actor, *, item_id: UUID) -> CouncilSession:
    """Take a nomination off a planned session's agenda. Raises NotFound, NotAllowed, Conflict (frozen)."""
    item = await queries.get_item(session, actor, item_id)
    sitting = await _planned(session, actor, item.session_id)
    await session.delete(item)
    removed = {"nomination_ids": [str(item.nomination_id)]}
    record(session, actor, "SESSION_ITEM_REMOVED", sitting, before=removed)
    return sitting


async def cancel_council_session(
    session: AsyncSession, actor: Actor, *, session_id: UUID, expected_version: int, reason: str
) -> CouncilSession:
    """Call a session off until its ballots are locked; what was handed in is never opened.

    Raises NotFound, NotAllowed, StaleVersion, Conflict (state), Invalid (no reason).
    """
    sitting = await queries.get_session_for_update(session, actor, session_id)
    policy.require(actor, Permission.COUNCIL_RUN)
    check_version(sitting, expected_version)
    check_step(sitting.state, SessionState.CANCELLED)
    given_reason = require_reason(reason)

    before = snapshot(sitting)
    sitting.state, sitting.cancelled_at, sitting.cancelled_reason = SessionState.CANCELLED, utc_now(), given_reason
    await session.flush()  # the new version belongs in the audit entry
    after = snapshot(sitting)
    record(session, actor, "COUNCIL_SESSION_CANCELLED", sitting, before=before, after=after, reason=given_reason)
    return sitting


async def _planned(session: AsyncSession, actor: Actor, session_id: UUID) -> CouncilSession:
    sitting = await queries.get_session_for_update(session, actor, session_id)
    policy.require(actor, Permission.COUNCIL_RUN)
    check_planned(sitting.state)
    return sitting
