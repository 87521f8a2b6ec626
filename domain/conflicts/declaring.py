"""Deeds on declared conflicts: one's own, another person's, and their end."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from domain.access import policy
from domain.access.permissions import Permission
from domain.access.predicates import EXPLANATIONS, Subject, person_is_self
from domain.actor import Actor
from domain.audit.actions import record, snapshot
from domain.clock import utc_now
from domain.conflicts import queries
from domain.conflicts.model import DeclaredConflict
from domain.conflicts.rules import ConflictOrigin, check_in_force, require_reason
from domain.errors import NotAllowed
from domain.initiatives import queries as initiatives
from domain.people import queries as people


async def declare_conflict(
    session: AsyncSession, actor: Actor, *, initiative_id: UUID, reason: str
) -> DeclaredConflict:
    """Declare a conflict of one's own with an initiative that one sees. Raises NotFound, NotAllowed, Invalid, Conflict.

    Neither here nor below does it matter whether facts make a conflict already: the answer would tell.
    """
    initiative = await initiatives.get(session, actor, initiative_id)
    return await declare_own(session, actor, initiative_id=initiative.id, reason=reason)


async def declare_own(
    session: AsyncSession, actor: Actor, *, initiative_id: UUID, reason: str, entry_id: UUID | None = None
) -> DeclaredConflict:
    """Declare a conflict of one's own with what was named, by itself or by the entry through which it was judged."""
    policy.require(actor, Permission.CONFLICT_DECLARE, Subject(person_id=actor.person_id))
    if actor.person_id is None:  # the system itself has no conflicts
        raise NotAllowed(Permission.CONFLICT_DECLARE.value, EXPLANATIONS[person_is_self])
    declared = DeclaredConflict(
        person_id=actor.person_id,
        initiative_id=initiative_id,
        entry_id=entry_id,
        origin=ConflictOrigin.PERSON,
        reason=require_reason(reason),
    )
    return await _add(session, actor, declared)


async def declare_conflict_of(
    session: AsyncSession, actor: Actor, *, person_id: UUID, initiative_id: UUID, reason: str
) -> DeclaredConflict:
    """Declare another person's conflict. Raises NotAllowed (oneself), NotFound, Invalid, Conflict (twice)."""
    policy.require(actor, Permission.CONFLICT_MANAGE, Subject(person_id=person_id))
    person = await people.get(session, actor, person_id)
    initiative = await initiatives.get(session, actor, initiative_id)
    declared = DeclaredConflict(
        person_id=person.id,
        initiative_id=initiative.id,
        origin=ConflictOrigin.PERSONNEL,
        reason=require_reason(reason),
    )
    return await _add(session, actor, declared)


async def end_conflict(session: AsyncSession, actor: Actor, *, conflict_id: UUID, reason: str) -> DeclaredConflict:
    """End another person's declared conflict, whoever declared it. Raises NotFound, NotAllowed, Invalid, Conflict."""
    declared = await queries.get_declaration_for_update(session, actor, conflict_id)
    policy.require(actor, Permission.CONFLICT_MANAGE, Subject(person_id=declared.person_id))
    given_reason = require_reason(reason)
    check_in_force(declared.ended_at)

    before = snapshot(declared)
    declared.ended_at, declared.ended_by_id, declared.ended_reason = utc_now(), actor.person_id, given_reason
    await session.flush()  # refused here rather than at commit
    record(session, actor, "CONFLICT_ENDED", declared, before=before, after=snapshot(declared), reason=given_reason)
    return declared


async def _add(session: AsyncSession, actor: Actor, declared: DeclaredConflict) -> DeclaredConflict:
    declared.declared_at, declared.declared_by_id = utc_now(), actor.person_id
    session.add(declared)
    await session.flush()  # what is declared already must refuse here
    record(session, actor, "CONFLICT_DECLARED", declared, after=snapshot(declared), reason=declared.reason)
    return declared
