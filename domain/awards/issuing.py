"""The deed of issuing an award decision: signed by who may sign, for approved dossiers of one movement, with prizes."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.access import policy
from domain.access.permissions import Permission
from domain.actor import Actor
from domain.audit.actions import record, snapshot
from domain.awards import hands, queries
from domain.awards.concluding_model import Prize
from domain.awards.findings.judging import check_sound, judge_and_store
from domain.awards.holding import check_free, holds_of
from domain.awards.judging import judge_each
from domain.awards.model import AwardDecision, AwardForm, Nomination
from domain.awards.opening import subjects_of
from domain.awards.particulars import problems_of_choice, problems_of_decision
from domain.awards.rules import (
    AwardLevel,
    Hand,
    NominationState,
    NomineeKind,
    SigningCapacity,
    check_level,
    check_rewarded,
    check_signed_after,
    check_step,
)
from domain.awards.signing import require_authority
from domain.awards.standings import check_placed, unplaced
from domain.awards.stepping import step_each
from domain.clock import VIETNAM, utc_now
from domain.errors import refuse_if_any
from domain.movements import queries as movements
from domain.people import queries as people
from domain.regulations.model import LegalParameter
from domain.regulations.queries import prize_terms
from domain.regulations.rules import ParameterKind


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

    What was asked before is asked again: holds, hands, authority. Prizes are those of the day of signing.

    Raises NotFound, NotAllowed (another hand, of the signer's too), Closed, Invalid (number, day, signer), Conflict
    (state, other movement, number taken, a nominee is held, no delegation, signed before the approval, an award above
    the ministry, a parameter of the prize is missing).
    """
    movement = await movements.get(session, actor, movement_id)
    if not policy.could_hold(actor, Permission.NOMINATION_DECIDE):
        policy.require(actor, Permission.NOMINATION_DECIDE)
    await movements.require_open_phase(session, actor, movement, Permission.NOMINATION_DECIDE)
    now = utc_now()
    refuse_if_any(
        problems_of_decision(number=number, signed_on=signed_on, today=now.astimezone(VIETNAM).date())
        + problems_of_choice(nomination_ids, "nominationIds")
    )
    signer = await people.get(session, actor, signer_id, "signerId")
    found = await queries.many_for_update(session, actor, nomination_ids)
    subjects = await subjects_of(session, found.values())
    await require_authority(
        session,
        found.values(),
        subjects.values(),
        signer_id=signer.id,
        capacity=signing_capacity,
        signed_on=signed_on,
    )
    levels = await _levels_of(session, found.values())
    holds = await holds_of(session, found.values())
    lost = await unplaced(session, found.values())
    findings = await judge_and_store(session, found.values())
    taken = await hands.take(session, found.values(), actor.person_id, Hand.DECIDE)
    signers = await hands.take(session, found.values(), signer.id, Hand.DECIDE)

    def judge(nomination: Nomination) -> None:
        policy.require(actor, Permission.NOMINATION_DECIDE, subjects[nomination.id])
        is_of_movement = nomination.movement_id == movement.id
        check_rewarded(is_of_movement=is_of_movement, signer_id=signer.id, nominee_id=nomination.person_id)
        check_level(levels[nomination.form_id])
        hands.check(nomination, {**signers, **taken}, Permission.NOMINATION_DECIDE)
        check_free(actor, nomination, holds)
        check_placed(nomination, lost)
        check_sound(actor, nomination, findings[nomination.id])
        check_step(nomination.state, NominationState.DECIDED)
        check_signed_after(nomination.decided_at and nomination.decided_at.astimezone(VIETNAM).date(), signed_on)

    nominations = judge_each(nomination_ids, found, judge, field="nominationIds")
    decision = AwardDecision(
        movement_id=movement.id,
        number=number.strip(),
        signed_on=signed_on,
        signer_id=signer.id,
        signing_capacity=signing_capacity,
        created_at=now,
    )
    session.add(decision)
    await session.flush()  # the nominations need the id, and a taken number must refuse here
    decided: dict[str, Any] = {"decision_id": decision.id, "decided_by_id": actor.person_id, "decided_at": now}
    await step_each(session, actor, nominations, NominationState.DECIDED, "NOMINATION_DECIDED", **decided)
    await _award_prizes(session, nominations, signed_on)
    after = {**snapshot(decision), "nomination_ids": list(nomination_ids)}
    record(session, actor, "AWARD_DECISION_ISSUED", decision, after=after)
    return decision


async def _levels_of(session: AsyncSession, nominations: Collection[Nomination]) -> dict[UUID, AwardLevel]:
    forms = select(AwardForm.id, AwardForm.level).where(AwardForm.id.in_({each.form_id for each in nominations}))
    return dict((await session.execute(forms)).all())


async def _award_prizes(session: AsyncSession, nominations: Collection[Nomination], day: date) -> None:
    """Keep what each prize is made of. A form of reward that never had a coefficient brings no money."""
    forms = {each.form_id for each in nominations}
    coefficients = select(LegalParameter.form_id).where(
        LegalParameter.kind == ParameterKind.PRIZE_COEFFICIENT, LegalParameter.form_id.in_(forms)
    )
    with_prize = set(await session.scalars(coefficients))
    kinds = {(each.form_id, each.nominee_kind) for each in nominations if each.form_id in with_prize}
    terms = {
        (form_id, kind): await prize_terms(
            session, form_id=form_id, is_collective=kind is NomineeKind.COLLECTIVE, day=day
        )
        for form_id, kind in sorted(kinds)
    }
    for nomination in nominations:
        of = terms.get((nomination.form_id, nomination.nominee_kind))
        if of is not None:
            session.add(
                Prize(
                    nomination_id=nomination.id,
                    coefficient=of.coefficient,
                    base_salary=of.base_salary,
                    factor=of.factor,
                    rounding=of.rounding,
                    amount=of.amount,
                    coefficient_id=of.coefficient_id,
                    base_salary_id=of.base_salary_id,
                    factor_id=of.factor_id,
                    rounding_id=of.rounding_id,
                    created_at=utc_now(),
                )
            )
    await session.flush()  # refused here rather than at commit
