"""Who may sign for whom: delegations, and whether a signer may sign a decision as they did."""

from collections.abc import Collection
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.access import policy
from domain.access.permissions import Permission
from domain.access.predicates import Subject
from domain.actor import Actor, Role
from domain.audit.actions import record, snapshot
from domain.awards import queries
from domain.awards.concluding_model import SigningDelegation
from domain.awards.concluding_queries import DELEGATIONS
from domain.awards.model import Nomination
from domain.awards.particulars import require_document
from domain.awards.rules import SigningCapacity
from domain.awards.signing_rules import (
    HEAD_OF_ALL,
    Scope,
    SigningMatter,
    check_days,
    check_delegate,
    check_delegator,
    check_deputy_of_unit,
    check_matter,
    check_not_delegate,
    check_unrevoked,
    is_deputy,
    refuse_deputy,
    refuse_signer,
    refuse_undelegated,
)
from domain.clock import VIETNAM, utc_now
from domain.initiatives.rules import require_reason
from domain.movements import queries as movements
from domain.people import queries as people
from domain.people.model import Person, RoleGrant
from domain.people.queries import in_force
from domain.reading import locking
from domain.reading.locking import check_version


async def delegate_signing(
    session: AsyncSession,
    actor: Actor,
    *,
    delegate_id: UUID,
    capacity: SigningCapacity,
    document: str,
    starts_on: date,
    ends_on: date,
    movement_id: UUID | None = None,
    form_id: UUID | None = None,
    matter: SigningMatter = SigningMatter.AWARD_DECISIONS,
    unit_id: UUID | None = None,
) -> SigningDelegation:
    """Let somebody sign from a day to a day: award decisions, of one form of reward or all, or all other documents.

    Of one movement or all; in the name of the ministry's head, or of a unit's, who delegates themselves.

    Raises NotAllowed (also deputies, and who signs for the head themselves), NotFound, Invalid (oneself, capacity,
    scope, document, days).
    """
    policy.require(actor, Permission.SIGNING_DELEGATE, Subject(unit_id=unit_id))
    authority, led_by_actor = await _title_of(session, actor)
    check_delegator(authority, unit_id, led_by_actor)
    if unit_id is None:
        check_not_delegate(signs_for_head=await _signs_for_head(session, actor.person_id))
    said = require_document(document)
    check_days(starts_on, ends_on)
    check_matter(matter, has_form=form_id is not None, has_unit=unit_id is not None)
    person = await people.get(session, actor, delegate_id, "delegateId")
    if movement_id is not None:
        await movements.get(session, actor, movement_id)
    if form_id is not None:
        await queries.get_form(session, actor, form_id)
    is_leader, led = await places_of(session, person.id)
    is_another = person.id != actor.person_id
    if unit_id is None:
        check_delegate(capacity, is_another=is_another, is_leader=is_leader, leads_unit=bool(led))
    else:
        check_deputy_of_unit(capacity, is_another=is_another, leads_unit=unit_id in led)

    delegation = SigningDelegation(
        delegate_id=person.id,
        capacity=capacity,
        matter=matter,
        unit_id=unit_id,
        authority=authority,
        movement_id=movement_id,
        form_id=form_id,
        document=said,
        starts_on=starts_on,
        ends_on=ends_on,
        granted_at=utc_now(),
        granted_by_id=actor.person_id,
    )
    session.add(delegation)
    await session.flush()  # the audit entry needs the id
    record(session, actor, "SIGNING_DELEGATED", delegation, after=snapshot(delegation))
    return delegation


async def revoke_signing(
    session: AsyncSession, actor: Actor, *, delegation_id: UUID, expected_version: int, reason: str
) -> SigningDelegation:
    """End a delegation before its last day; what was signed by it stands.

    Raises NotFound, NotAllowed, StaleVersion, Conflict (revoked already), Invalid (no reason).
    """
    path = ("delegationId",)
    delegation = await locking.get_for_update(session, actor, SigningDelegation, DELEGATIONS, delegation_id, path)
    policy.require(actor, Permission.SIGNING_DELEGATE, Subject(unit_id=delegation.unit_id))
    check_version(delegation, expected_version)
    check_unrevoked(is_revoked=delegation.revoked_at is not None)
    why = require_reason(reason)

    before = snapshot(delegation)
    delegation.revoked_at, delegation.revoked_reason = utc_now(), why
    await session.flush()  # the new version belongs in the audit entry
    record(session, actor, "SIGNING_REVOKED", delegation, before=before, after=snapshot(delegation), reason=why)
    return delegation


async def require_authority(
    session: AsyncSession,
    nominations: Collection[Nomination],
    subjects: Collection[Subject],
    *,
    signer_id: UUID,
    capacity: SigningCapacity,
    signed_on: date,
) -> None:
    """Raise unless a signer may sign in a capacity for all: SIGNER_NOT_LEADER, SIGNER_IS_DEPUTY, DELEGATION_MISSING.

    Ministry leaders sign what is the ministry's; the head of a unit signs for the unit what is the unit's to give. In
    another's name one signs by a delegation in force on the day of signing that covers every one of them. A deputy is
    never the head.
    """
    is_leader, led = await places_of(session, signer_id)
    delegations = await _delegations_to(session, signer_id)
    if capacity is SigningCapacity.HEAD:
        if not is_leader and not all(each.unit_decides and each.unit_id in led for each in subjects):
            raise refuse_signer()
        for_head = (scope for _of, scope in delegations if scope.capacity is SigningCapacity.KT)
        position = (await session.get_one(Person, signer_id)).position
        if is_deputy(position) or any(scope.is_in_force(signed_on) for scope in for_head):
            raise refuse_deputy("signingCapacity")
        return
    if not (is_leader if capacity is SigningCapacity.KT else led):
        raise refuse_signer()
    scopes = [scope for of, scope in delegations if of.matter is SigningMatter.AWARD_DECISIONS]
    for each in nominations:
        if not any(scope.covers(capacity, each.movement_id, each.form_id, signed_on) for scope in scopes):
            raise refuse_undelegated(capacity)


async def _delegations_to(session: AsyncSession, person_id: UUID | None) -> list[tuple[SigningDelegation, Scope]]:
    """Return what was delegated to somebody; one that was revoked lasted until the day before. None is revoked now."""
    statement = select(SigningDelegation).where(SigningDelegation.delegate_id == person_id)
    return [
        (row, Scope(row.capacity, row.movement_id, row.form_id, row.starts_on, _last_day(row)))
        for row in await session.scalars(statement.with_for_update(read=True))
    ]


def _last_day(delegation: SigningDelegation) -> date:
    if delegation.revoked_at is None:
        return delegation.ends_on
    return min(delegation.ends_on, delegation.revoked_at.astimezone(VIETNAM).date() - timedelta(days=1))


async def _signs_for_head(session: AsyncSession, person_id: UUID | None) -> bool:
    """Say whether somebody signs in the name of the ministry's head by a delegation, now or later."""
    today = utc_now().astimezone(VIETNAM).date()
    delegations = await _delegations_to(session, person_id)
    return any(of.unit_id is None and scope.ends_on >= today for of, scope in delegations)


async def _title_of(session: AsyncSession, actor: Actor) -> tuple[str, frozenset[UUID]]:
    """Return how somebody who delegates is called, and which units they lead; the system stands for the head."""
    if actor.person_id is None:
        return HEAD_OF_ALL, frozenset()
    position = await session.scalar(select(Person.position).where(Person.id == actor.person_id))
    return position or HEAD_OF_ALL, actor.units_as(Role.UNIT_LEADER)


async def places_of(session: AsyncSession, person_id: UUID) -> tuple[bool, frozenset[UUID]]:
    """Say whether somebody of the organisation is a ministry leader now, and which units they lead."""
    now = utc_now()
    of_ours: ColumnElement[bool] = exists().where(Person.id == person_id, Person.left_on.is_(None))
    held = select(RoleGrant.role, RoleGrant.unit_id).where(
        RoleGrant.person_id == person_id,
        RoleGrant.role.in_((Role.MINISTRY_LEADER, Role.UNIT_LEADER)),
        in_force(now),
        of_ours,
    )
    rows = (await session.execute(held)).all()
    led = frozenset(row.unit_id for row in rows if row.role is Role.UNIT_LEADER)
    return any(row.role is Role.MINISTRY_LEADER for row in rows), led
