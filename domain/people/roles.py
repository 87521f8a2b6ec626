"""Deeds on roles: grant and revoke. A revoked role is refused from that moment on."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from domain.access import policy
from domain.access.permissions import Permission
from domain.access.predicates import Subject
from domain.actor import Actor, Role
from domain.audit.actions import record, snapshot
from domain.clock import utc_now
from domain.errors import Conflict, Invalid, NotFound, Text, refuse_if_any
from domain.people import queries
from domain.people.model import RoleGrant
from domain.people.rules import problems_of_scope
from domain.reading import locking
from domain.units import queries as units


async def grant_role(
    session: AsyncSession,
    actor: Actor,
    *,
    person_id: UUID,
    role: Role,
    unit_id: UUID | None = None,
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
) -> RoleGrant:
    """Grant a role, from now unless a start is given. Raises NotAllowed, NotFound, Invalid, Conflict (held already)."""
    policy.require(actor, Permission.ROLE_GRANT, Subject(role=role, grantee_id=person_id))
    refuse_if_any(problems_of_scope(role, has_unit=unit_id is not None))
    await _require_present(session, person_id)
    if unit_id is not None:
        await units.get(session, actor, unit_id)
    return await add_grant(
        session, actor, person_id=person_id, role=role, unit_id=unit_id, starts_at=starts_at, ends_at=ends_at
    )


async def add_grant(
    session: AsyncSession,
    actor: Actor,
    *,
    person_id: UUID,
    role: Role,
    unit_id: UUID | None = None,
    round_id: UUID | None = None,
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
) -> RoleGrant:
    """Write a grant that a deed has already judged (appointing an evaluator is judged with its round)."""
    now = utc_now()
    begins = starts_at or now
    if ends_at is not None and ends_at <= begins:
        raise Invalid(
            "PERIOD_REVERSED",
            Text("Thời điểm kết thúc phải sau khi bắt đầu.", "The end must come after the start."),
            ("endsAt",),
        )
    grant = RoleGrant(
        person_id=person_id,
        role=role,
        unit_id=unit_id,
        round_id=round_id,
        starts_at=begins,
        ends_at=ends_at,
        granted_at=now,
        granted_by_id=actor.person_id,
    )
    session.add(grant)
    await session.flush()  # a role held already must refuse here
    record(session, actor, "ROLE_GRANTED", grant, after=snapshot(grant))
    return grant


async def revoke_role(session: AsyncSession, actor: Actor, *, grant_id: UUID, reason: str) -> RoleGrant:
    """Revoke a role at once, with a reason. Raises NotFound, NotAllowed, Invalid (no reason), Conflict (revoked)."""
    grant = await locking.get_for_update(session, actor, RoleGrant, queries.GRANTS, grant_id, ("grantId",))
    policy.require(actor, Permission.ROLE_GRANT, Subject(role=grant.role, grantee_id=grant.person_id))
    refuse_if_any(problems_of_scope(grant.role, has_unit=grant.unit_id is not None))
    return await end_grant(session, actor, grant, reason)


async def end_grant(session: AsyncSession, actor: Actor, grant: RoleGrant, reason: str) -> RoleGrant:
    """End a locked grant that a deed has already judged. Raises Invalid (no reason), Conflict (revoked already)."""
    if not reason.strip():
        raise Invalid("REASON_MISSING", Text("Phải nêu lý do.", "A reason is needed."), ("reason",))
    if grant.revoked_at is not None:
        raise Conflict("REVOKED_ALREADY", Text("Vai trò đã bị thu hồi.", "The role is revoked already."))

    before = snapshot(grant)
    grant.revoked_at = utc_now()
    grant.revoked_by_id = actor.person_id
    grant.revoked_reason = reason.strip()
    await session.flush()  # refused here rather than at commit
    record(session, actor, "ROLE_REVOKED", grant, before=before, after=snapshot(grant), reason=reason)
    return grant


async def _require_present(session: AsyncSession, person_id: UUID) -> None:
    if await queries.missing_people(session, [person_id]):
        raise NotFound(("personId",))
