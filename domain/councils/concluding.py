"""The end of a session: the council's votes go into the dossiers, and the session never changes again."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from domain.access import policy
from domain.access.permissions import Permission
from domain.actor import Actor
from domain.audit.actions import record, snapshot
from domain.clock import utc_now
from domain.councils import dossiers, queries
from domain.councils.model import CouncilSession
from domain.councils.rules import SessionState, check_step
from domain.reading.locking import check_version


async def conclude_council_session(
    session: AsyncSession, actor: Actor, *, session_id: UUID, expected_version: int
) -> CouncilSession:
    """Conclude a session whose ballots are counted. A dossier that was returned since the opening needs another vote.

    Raises NotFound, NotAllowed, StaleVersion, Conflict (state).
    """
    sitting = await queries.get_session_for_update(session, actor, session_id)
    policy.require(actor, Permission.COUNCIL_RUN)
    check_version(sitting, expected_version)
    check_step(sitting.state, SessionState.CONCLUDED)
    items = await queries.agenda_for_update(session, sitting.id)
    nominations = await dossiers.of_items(session, items)
    opened_at = sitting.opened_at or utc_now()
    returned = await dossiers.returned_since(session, nominations.values(), opened_at)

    before = snapshot(sitting)
    sitting.state, sitting.concluded_at = SessionState.CONCLUDED, utc_now()
    await session.flush()  # the new version belongs in the audit entry
    record(session, actor, "COUNCIL_SESSION_CONCLUDED", sitting, before=before, after=snapshot(sitting))
    for item in items:
        if item.nomination_id not in returned:
            await dossiers.conclude(session, actor, nominations[item.nomination_id], item, sitting.total_members or 0)
    return sitting
