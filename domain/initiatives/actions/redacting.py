"""The deed that makes blind review possible: write the words of a revision without names of people and units."""

from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.access import policy
from domain.access.permissions import Permission
from domain.actor import Actor
from domain.audit.actions import record, snapshot
from domain.clock import utc_now
from domain.errors import refuse_if_any
from domain.initiatives import queries
from domain.initiatives.model import Initiative, InitiativeRevision, RedactedRevision
from domain.initiatives.redaction import RedactedContent, problems_of_redaction
from domain.people.model import Person
from domain.reading import locking
from domain.units.model import Unit


async def redact_revision(
    session: AsyncSession, actor: Actor, *, revision_id: UUID, content: RedactedContent
) -> RedactedRevision:
    """Write a redaction of a revision; it takes the place of the one before, which stays on record.

    Raises NotFound, NotAllowed, Invalid (an empty text; a text that names an author of whatever revision, or the unit).
    """
    revision = await locking.get(session, actor, InitiativeRevision, queries.REVISIONS, revision_id, ("revisionId",))
    policy.require(actor, Permission.REVISION_REDACT)
    said = content.tidy()
    authors, unit = await _names(session, revision.initiative_id)
    refuse_if_any(problems_of_redaction(said, authors=authors, unit=unit))

    redaction = RedactedRevision(
        revision_id=revision.id,
        number=await _next_number(session, revision),
        **said.said(),
        created_at=utc_now(),
        created_by_id=actor.person_id,
    )
    session.add(redaction)
    await session.flush()  # the audit entry needs the id
    record(session, actor, "REVISION_REDACTED", redaction, after=snapshot(redaction))
    return redaction


async def _names(session: AsyncSession, initiative_id: UUID) -> tuple[list[str], list[str]]:
    """Return the names of everybody who is or was an author, and the name and the code of the unit."""
    authors = await queries.author_ids(session, initiative_id)
    people = select(Person.full_name).where(Person.id.in_(authors)).order_by(Person.full_name)
    of_unit = select(Unit.name, Unit.code).join(Initiative, Initiative.unit_id == Unit.id)
    name, code = (await session.execute(of_unit.where(Initiative.id == initiative_id))).one()
    return list(await session.scalars(people)), list(dict.fromkeys((name, code)))


async def _next_number(session: AsyncSession, revision: InitiativeRevision) -> int:
    """Return the number of the next redaction; who redacts the same revision at this moment waits."""
    await session.execute(
        select(Initiative.id).where(Initiative.id == revision.initiative_id).with_for_update(of=Initiative)
    )
    last = select(func.max(RedactedRevision.number)).where(RedactedRevision.revision_id == revision.id)
    return (await session.scalar(last) or 0) + 1
