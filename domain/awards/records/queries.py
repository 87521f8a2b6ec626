"""Who may see records of earlier awards: those of a person, whoever sees their particulars; those of a unit, more."""

from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from domain.actor import Actor, Role
from domain.awards.records.model import AwardRecord
from domain.people.model import Person
from domain.people.queries import particulars
from domain.reading import locking, viewer
from domain.reading.source import Source

#: Who may see every record.
SEE_ALL = (Role.PERSONNEL, Role.MINISTRY_LEADER, Role.AUDITOR)
#: Who may see those of every unit besides.
SEE_UNITS = (Role.INFORMATION_CENTER, Role.COUNCIL_SECRETARY)


def visible_records(actor: Actor) -> ColumnElement[bool]:
    """Let Personnel, ministry leaders and auditors see all; a unit's its people, the standing body and the council.

    A person's are theirs and their unit leader's to see.
    """
    if viewer.sees_all(actor, *SEE_ALL):
        return true()
    if actor.is_anonymous:
        return viewer.any_of()
    of_unit = AwardRecord.unit_id.is_not(None)
    own = or_(AwardRecord.unit_id == viewer.unit, viewer.among(AwardRecord.unit_id, viewer.served_units))
    return or_(
        of_unit if actor.has(*SEE_UNITS) else and_(of_unit, own),
        AwardRecord.person_id.in_(select(Person.id).where(particulars(actor))),
    )


RECORDS = Source(AwardRecord, visible_records)


async def get_for_update(session: AsyncSession, actor: Actor, record_id: UUID, field: str = "recordId") -> AwardRecord:
    """Fetch and lock a record. Raises NotFound."""
    return await locking.get_for_update(session, actor, AwardRecord, RECORDS, record_id, (field,))
