"""The deed of declaring a conflict with an entry of a round: where authors are hidden, an entry has but a number."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from domain.actor import Actor
from domain.conflicts.declaring import declare_own
from domain.conflicts.model import DeclaredConflict
from domain.evaluations import gates, queries
from domain.evaluations.model import RoundEntry
from domain.evaluations.rules import RoundState
from domain.reading import locking


async def declare_entry_conflict(
    session: AsyncSession, actor: Actor, *, entry_id: UUID, reason: str
) -> DeclaredConflict:
    """Declare a conflict of one's own with an entry that one sees, without being told what it is.

    It stands beside what was declared of the initiative by name, so that no refusal joins the two. Raises NotFound,
    NotAllowed, Invalid (no reason), Conflict (declared of this entry already, round in preparation).
    """
    entry = await locking.get(session, actor, RoundEntry, queries.ENTRIES, entry_id, ("entryId",))
    round_ = await queries.get(session, actor, entry.round_id, "entryId")
    gates.check_round_state(round_.state, RoundState.OPEN, RoundState.CLOSED)
    return await declare_own(session, actor, initiative_id=entry.initiative_id, reason=reason, entry_id=entry.id)
