"""How every deed on an existing nomination begins: fetched and locked, the right and the phase required."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.access import policy
from domain.access.permissions import Permission
from domain.access.predicates import Subject
from domain.actor import Actor
from domain.awards import queries
from domain.awards.model import AwardForm, Nomination
from domain.awards.rules import unit_decides
from domain.movements import queries as movements
from domain.reading.locking import check_version
from domain.units.model import Unit


async def open_for(
    session: AsyncSession, actor: Actor, permission: Permission, *, nomination_id: UUID, expected_version: int
) -> Nomination:
    """Return the nomination, locked, for a deed that needs `permission` and a phase allowing it.

    Raises NotFound, NotAllowed, Closed, StaleVersion.
    """
    nomination = await queries.get_for_update(session, actor, nomination_id)
    subjects = await subjects_of(session, [nomination])
    policy.require(actor, permission, subjects[nomination.id])
    movement = await movements.get(session, actor, nomination.movement_id, "nominationId")
    await movements.require_open_phase(session, actor, movement, permission)
    check_version(nomination, expected_version)
    return nomination


async def subjects_of(session: AsyncSession, nominations: Collection[Nomination]) -> dict[UUID, Subject]:
    """Return what rights about nominations depend on, in one statement: whose they are, whether the unit decides."""
    statement = (
        select(
            Nomination.id,
            AwardForm.level,
            Unit.has_seal,
            Unit.has_legal_personality,
            Nomination.person_id.is_(None).label("is_collective"),
        )
        .join(AwardForm, AwardForm.id == Nomination.form_id)
        .join(Unit, Unit.id == Nomination.unit_id)
        .where(Nomination.id.in_([each.id for each in nominations]))
    )
    decides = {
        key: unit_decides(
            level, has_seal=has_seal, has_legal_personality=has_legal_personality, is_collective=is_collective
        )
        for key, level, has_seal, has_legal_personality, is_collective in await session.execute(statement)
    }
    return {
        each.id: Subject(unit_id=each.unit_id, nominee_id=each.person_id, unit_decides=decides[each.id])
        for each in nominations
    }
