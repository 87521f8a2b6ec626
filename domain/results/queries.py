"""Who may see results and what belongs to them, and fetching them for a deed."""

from uuid import UUID

from sqlalchemy import ColumnElement, and_, false, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from domain.actor import Actor, Role
from domain.conflicts.visibility import not_in_conflict
from domain.evaluations.queries import SEE_UNPUBLISHED
from domain.initiatives.model import InitiativeAuthor, InitiativeRevision
from domain.reading import entrusted, locking, viewer
from domain.reading.source import Source
from domain.results.model import Result, ResultEntry
from domain.results.rules import ResultState

#: Who may see every entry of the results that they see.
SEE_STANDINGS = (*SEE_UNPUBLISHED, Role.COUNCIL_SECRETARY)


def visible_results(actor: Actor) -> ColumnElement[bool]:
    """Let published results be seen by everybody who has signed in, staged ones by those who prepare them."""
    if viewer.sees_all(actor, *SEE_UNPUBLISHED):
        return true()
    return false() if actor.is_anonymous else Result.state == ResultState.PUBLISHED


def visible_result_entries(actor: Actor) -> ColumnElement[bool]:
    """Let standings be seen by those who run the rounds, by the unit's leader and focal officer, and by the authors.

    Until its result is published, a standing is hidden from who has a conflict of interest, whatever their role.
    """
    if actor.is_system:
        return true()
    if actor.is_anonymous:
        return false()
    published = ResultEntry.result_id.in_(select(Result.id).where(Result.state == ResultState.PUBLISHED))
    if actor.has(*SEE_UNPUBLISHED):
        of_self_score = select(Result.id).where(entrusted.is_of_self_score(Result.round_id))
        free = not_in_conflict(actor, ResultEntry.initiative_id)
        return or_(published, free, ResultEntry.result_id.in_(of_self_score))
    if actor.has(*SEE_STANDINGS):
        return published
    written = (
        select(InitiativeRevision.initiative_id)
        .join(InitiativeAuthor, InitiativeAuthor.revision_id == InitiativeRevision.id)
        .where(InitiativeAuthor.person_id == viewer.person)
    )
    ways: list[ColumnElement[bool]] = [viewer.one_of_few(ResultEntry.initiative_id, written)]
    if actor.has(Role.UNIT_LEADER, Role.FOCAL_OFFICER):
        ways.append(viewer.few(viewer.among(ResultEntry.unit_id, viewer.served_units)))
    return and_(published, or_(*ways))


RESULTS = Source(Result, visible_results)
RESULT_ENTRIES = Source(ResultEntry, visible_result_entries)


async def get_result(session: AsyncSession, actor: Actor, result_id: UUID, field: str = "resultId") -> Result:
    """Fetch a result. Raises NotFound."""
    return await locking.get(session, actor, Result, RESULTS, result_id, (field,))


async def get_result_for_update(
    session: AsyncSession, actor: Actor, result_id: UUID, field: str = "resultId"
) -> Result:
    """Fetch and lock a result. Raises NotFound."""
    return await locking.get_for_update(session, actor, Result, RESULTS, result_id, (field,))


async def get_result_entry(
    session: AsyncSession, actor: Actor, entry_id: UUID, field: str = "resultEntryId"
) -> ResultEntry:
    """Fetch a standing. Raises NotFound."""
    return await locking.get(session, actor, ResultEntry, RESULT_ENTRIES, entry_id, (field,))
