"""Deeds that take an award back by a decision, and note what was recovered: the object and the money."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.access import policy
from domain.access.permissions import Permission
from domain.actor import Actor
from domain.audit.actions import record, snapshot
from domain.awards import queries
from domain.awards.concluding_model import Prize, Revocation
from domain.awards.concluding_queries import REVOCATIONS
from domain.awards.model import AwardDecision, Nomination
from domain.awards.opening import subjects_of
from domain.awards.particulars import problems_of_day, problems_of_decision, problems_of_recovery
from domain.awards.rules import (
    NominationState,
    RevocationGround,
    SigningCapacity,
    check_after_signing,
    check_rewarded,
    check_step,
)
from domain.awards.signing import require_authority
from domain.awards.stepping import step
from domain.changes import UNCHANGED, Unchanged, problems_of_nulls, values_after
from domain.clock import VIETNAM, utc_now
from domain.errors import refuse_if_any
from domain.initiatives.rules import require_reason
from domain.people import queries as people
from domain.reading import locking
from domain.reading.locking import check_version


@dataclass(frozen=True, slots=True)
class RevokingDecision:
    """The signed decision by which an award is taken back."""

    number: str
    signed_on: date
    signer_id: UUID
    signing_capacity: SigningCapacity


async def revoke_award(
    session: AsyncSession,
    actor: Actor,
    *,
    nomination_id: UUID,
    expected_version: int,
    ground: RevocationGround,
    reason: str,
    decision: RevokingDecision,
) -> Revocation:
    """Take a decided award back (Law on Emulation and Commendation, chapter VII). What was paid is due to be recovered.

    The achievement may be nominated anew. Raises NotFound, NotAllowed, StaleVersion, Conflict (state, no delegation,
    signer is the nominee, signed before the award was), Invalid (no reason, number, day, signer).
    """
    nomination = await queries.get_for_update(session, actor, nomination_id)
    subjects = await subjects_of(session, [nomination])
    policy.require(actor, Permission.AWARD_REVOKE, subjects[nomination.id])
    check_version(nomination, expected_version)
    check_step(nomination.state, NominationState.REVOKED)
    why = require_reason(reason)
    today = utc_now().astimezone(VIETNAM).date()
    refuse_if_any(problems_of_decision(number=decision.number, signed_on=decision.signed_on, today=today))
    check_after_signing(decision.signed_on, await _signed_on(session, nomination))
    signer = await people.get(session, actor, decision.signer_id, "signerId")
    check_rewarded(is_of_movement=True, signer_id=signer.id, nominee_id=nomination.person_id)
    await require_authority(
        session,
        [nomination],
        subjects.values(),
        signer_id=signer.id,
        capacity=decision.signing_capacity,
        signed_on=decision.signed_on,
    )

    revocation = Revocation(
        nomination_id=nomination.id,
        ground=ground,
        reason=why,
        number=decision.number.strip(),
        signed_on=decision.signed_on,
        signer_id=signer.id,
        signing_capacity=decision.signing_capacity,
        revoked_at=utc_now(),
        revoked_by_id=actor.person_id,
        amount_due=await _paid(session, nomination),
    )
    session.add(revocation)
    await session.flush()  # the audit entry needs the id
    await step(session, actor, nomination, NominationState.REVOKED, "NOMINATION_REVOKED", reason=why)
    record(session, actor, "AWARD_REVOKED", revocation, after=snapshot(revocation), reason=why)
    return revocation


async def record_recovery(
    session: AsyncSession,
    actor: Actor,
    *,
    revocation_id: UUID,
    expected_version: int,
    amount_recovered: Decimal | Unchanged | None = UNCHANGED,
    object_returned_on: date | Unchanged | None = UNCHANGED,
    recovery_note: str | Unchanged | None = UNCHANGED,
) -> Revocation:
    """Note how much of a prize was recovered so far, and when the object came back; what is not given stays.

    Raises NotFound, NotAllowed, StaleVersion, Invalid (amount less than before or more than due, day in the future).
    """
    path = ("revocationId",)
    revocation = await locking.get_for_update(session, actor, Revocation, REVOCATIONS, revocation_id, path)
    policy.require(actor, Permission.AWARD_CONCLUDE)
    check_version(revocation, expected_version)
    given = {
        "amount_recovered": amount_recovered,
        "object_returned_on": object_returned_on,
        "recovery_note": recovery_note,
    }
    optional = frozenset({"object_returned_on", "recovery_note"})
    wanted = values_after(revocation, given, optional)
    returned = wanted["object_returned_on"]
    refuse_if_any(
        [
            *problems_of_nulls(given, optional),
            *problems_of_recovery(wanted["amount_recovered"], revocation.amount_recovered, revocation.amount_due),
            *(problems_of_day(returned, utc_now().astimezone(VIETNAM).date(), "objectReturnedOn") if returned else []),
        ]
    )
    before = snapshot(revocation)
    for column, value in wanted.items():
        setattr(revocation, column, value)
    await session.flush()  # the new version belongs in the audit entry
    record(session, actor, "RECOVERY_RECORDED", revocation, before=before, after=snapshot(revocation))
    return revocation


async def _signed_on(session: AsyncSession, nomination: Nomination) -> date:
    of = select(AwardDecision.signed_on).where(AwardDecision.id == nomination.decision_id)
    return (await session.scalars(of)).one()


async def _paid(session: AsyncSession, nomination: Nomination) -> Decimal:
    paid = select(Prize.amount).where(Prize.nomination_id == nomination.id, Prize.paid_on.is_not(None))
    return await session.scalar(paid) or Decimal(0)
