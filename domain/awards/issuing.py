"""The deed of issuing an award decision: signed by a ministry leader, for approved nominations of one movement."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from domain.access import policy
from domain.access.permissions import Permission
from domain.actor import Actor
from domain.audit.actions import record, snapshot
from domain.awards import queries
from domain.awards.holding import check_free, holds_of
from domain.awards.judging import Choice, judge_each
from domain.awards.model import AwardDecision, Nomination
from domain.awards.rules import (
    NominationState,
    SigningCapacity,
    check_rewarded,
    problems_of_choice,
    problems_of_decision,
)
from domain.clock import VIETNAM, utc_now
from domain.errors import Invalid, Text, refuse_if_any
from domain.movements import queries as movements
from domain.people import queries as people


async def issue_award_decision(
    session: AsyncSession,
    actor: Actor,
    *,
    movement_id: UUID,
    number: str,
    signed_on: date,
    signer_id: UUID,
    signing_capacity: SigningCapacity,
    nomination_ids: Sequence[UUID],
) -> AwardDecision:
    """Record a signed decision that rewards 1 to 100 approved nominations of a movement: all of them, or none.

    Raises NotFound, NotAllowed, Closed, Invalid (number, day, signer), Conflict (state, other movement, number taken,
    a nominee is held now).
    """
    movement = await movements.get(session, actor, movement_id)
    policy.require(actor, Permission.NOMINATION_DECIDE)
    await movements.require_open_phase(session, actor, movement, Permission.NOMINATION_DECIDE)
    now = utc_now()
    refuse_if_any(
        problems_of_decision(number=number, signed_on=signed_on, today=now.astimezone(VIETNAM).date())
        + problems_of_choice(nomination_ids, "nominationIds")
    )
    await _require_signer(session, actor, signer_id)
    nominations = await _rewarded(session, actor, movement.id, signer_id, nomination_ids)

    decision = AwardDecision(
        movement_id=movement.id,
        number=number.strip(),
        signed_on=signed_on,
        signer_id=signer_id,
        signing_capacity=signing_capacity,
        created_at=now,
    )
    session.add(decision)
    await session.flush()  # the nominations need the id, and a taken number must refuse here
    for nomination in nominations:
        nomination.state = NominationState.DECIDED
        nomination.decision_id = decision.id
        nomination.decided_by_id = actor.person_id
        nomination.decided_at = now
    await session.flush()  # refused here rather than at commit
    after = {**snapshot(decision), "nomination_ids": list(nomination_ids)}
    record(session, actor, "AWARD_DECISION_ISSUED", decision, after=after)
    return decision


async def _rewarded(
    session: AsyncSession, actor: Actor, movement_id: UUID, signer_id: UUID, ids: Sequence[UUID]
) -> list[Nomination]:
    found = await queries.many_for_update(session, actor, ids)
    holds = await holds_of(session, found.values())

    def judge(nomination: Nomination) -> None:
        is_of_movement = nomination.movement_id == movement_id
        check_rewarded(is_of_movement=is_of_movement, signer_id=signer_id, nominee_id=nomination.person_id)
        check_free(nomination, holds)

    return judge_each(
        actor,
        Choice(ids, found, await queries.preparers_of(session, found.values())),
        NominationState.DECIDED,
        judge,
        field="nominationIds",
    )


async def _require_signer(session: AsyncSession, actor: Actor, signer_id: UUID) -> None:
    signer = await people.get(session, actor, signer_id, "signerId")
    if not await queries.is_ministry_leader(session, signer.id, utc_now()):
        text = Text("Người ký phải đang là lãnh đạo Bộ.", "The signer must be a ministry leader at present.")
        raise Invalid("SIGNER_NOT_LEADER", text, ("signerId",))
