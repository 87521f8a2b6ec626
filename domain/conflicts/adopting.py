"""Deeds on adoptions: a unit says that it uses another unit's initiative, and that it does no longer."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from domain.access import policy
from domain.access.permissions import Permission
from domain.access.predicates import Subject
from domain.actor import Actor
from domain.audit.actions import record, snapshot
from domain.clock import utc_now
from domain.conflicts import queries
from domain.conflicts.model import AdoptingUnit
from domain.conflicts.rules import check_anothers, check_in_force
from domain.initiatives import queries as initiatives
from domain.units import queries as units


async def declare_adoption(session: AsyncSession, actor: Actor, *, unit_id: UUID, initiative_id: UUID) -> AdoptingUnit:
    """Say that a unit uses another unit's initiative, from now on. Raises NotFound, NotAllowed, Conflict."""
    unit = await units.get(session, actor, unit_id)
    policy.require(actor, Permission.ADOPTION_DECLARE, Subject(unit_id=unit.id))
    initiative = await initiatives.get_named(session, actor, initiative_id)
    check_anothers(await units.body_of(session, unit.id), await units.body_of(session, initiative.unit_id))
    return await begin_adoption(session, actor, unit_id=unit.id, initiative_id=initiative.id)


async def begin_adoption(session: AsyncSession, actor: Actor, *, unit_id: UUID, initiative_id: UUID) -> AdoptingUnit:
    """Note that a unit uses an initiative, as part of the deed that says so. Raises what the database refuses."""
    adoption = AdoptingUnit(
        initiative_id=initiative_id, unit_id=unit_id, declared_at=utc_now(), declared_by_id=actor.person_id
    )
    session.add(adoption)
    await session.flush()  # what is adopted already must refuse here
    record(session, actor, "ADOPTION_DECLARED", adoption, after=snapshot(adoption))
    return adoption


async def end_adoption(session: AsyncSession, actor: Actor, *, adoption_id: UUID) -> AdoptingUnit:
    """Say that a unit uses an initiative no longer. Raises NotFound, NotAllowed, Conflict (ended already)."""
    adoption = await queries.get_adoption_for_update(session, actor, adoption_id)
    policy.require(actor, Permission.ADOPTION_DECLARE, Subject(unit_id=adoption.unit_id))
    check_in_force(adoption.ended_at)
    return await close_adoption(session, actor, adoption)


async def close_adoption(session: AsyncSession, actor: Actor, adoption: AdoptingUnit) -> AdoptingUnit:
    """Note that a unit uses an initiative no longer, as part of the deed that says so."""
    before = snapshot(adoption)
    adoption.ended_at = utc_now()
    await session.flush()  # refused here rather than at commit
    record(session, actor, "ADOPTION_ENDED", adoption, before=before, after=snapshot(adoption))
    return adoption
