"""Deeds that follow a decision: it is published, awards are presented, prizes are paid."""

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
from domain.awards import queries
from domain.awards.concluding_model import DecisionPublication, Prize
from domain.awards.judging import judge_each
from domain.awards.model import AwardDecision, Nomination
from domain.awards.particulars import (
    problems_of_choice,
    problems_of_day,
    problems_of_text,
    refuse_prizeless,
)
from domain.awards.rules import NominationState, check_after_signing, check_step
from domain.awards.stepping import step_each
from domain.clock import VIETNAM, utc_now
from domain.errors import refuse_if_any
from domain.reading import locking


async def publish_award_decision(
    session: AsyncSession, actor: Actor, *, decision_id: UUID, channel: str
) -> AwardDecision:
    """Note that a decision was made known, and where; its awards are PUBLISHED, but for those revoked since.

    Raises NotFound, NotAllowed, Invalid (no channel), Conflict (published already).
    """
    path = ("decisionId",)
    decision = await locking.get_for_update(session, actor, AwardDecision, queries.DECISIONS, decision_id, path)
    policy.require(actor, Permission.AWARD_CONCLUDE)
    refuse_if_any(problems_of_text(channel, "channel"))
    publication = DecisionPublication(
        decision_id=decision.id,
        channel=channel.strip(),
        published_at=utc_now(),
        published_by_id=actor.person_id,
    )
    session.add(publication)
    await session.flush()  # a decision published already must refuse here
    statement = (
        select(Nomination)
        .where(Nomination.decision_id == decision.id, Nomination.state == NominationState.DECIDED)
        .order_by(Nomination.id)
        .with_for_update()
    )
    nominations = list(await session.scalars(statement))
    await step_each(session, actor, nominations, NominationState.PUBLISHED, "NOMINATION_PUBLISHED")
    record(session, actor, "AWARD_DECISION_PUBLISHED", publication, after=snapshot(publication))
    return decision


async def present_awards(
    session: AsyncSession, actor: Actor, *, nomination_ids: Sequence[UUID], presented_on: date, presented_where: str
) -> list[Nomination]:
    """Note that 1 to 100 published awards were handed over: all of them, or none.

    Raises NotAllowed, Invalid (choice, day in the future, no place), and for each item NotFound, Conflict (state,
    before the decision was signed).
    """
    policy.require(actor, Permission.AWARD_CONCLUDE)
    refuse_if_any(
        problems_of_choice(nomination_ids, "nominationIds")
        + problems_of_day(presented_on, _today(), "presentedOn")
        + problems_of_text(presented_where, "presentedWhere")
    )
    found = await queries.many_for_update(session, actor, nomination_ids)
    target, signed = NominationState.PRESENTED, await _signed_on(session, found)

    def judge(nomination: Nomination) -> None:
        check_step(nomination.state, target)
        check_after_signing(presented_on, signed[nomination.id])

    nominations = judge_each(nomination_ids, found, judge, field="nominationIds")
    changes: dict[str, Any] = {"presented_on": presented_on, "presented_where": presented_where.strip()}
    await step_each(session, actor, nominations, target, "NOMINATION_PRESENTED", **changes)
    return nominations


async def pay_prizes(
    session: AsyncSession, actor: Actor, *, nomination_ids: Sequence[UUID], paid_on: date, reference: str
) -> list[Nomination]:
    """Note that the prizes of 1 to 100 presented awards were paid: all of them, or none.

    Raises NotAllowed, Invalid (choice, day in the future, no reference), and for each item NotFound, Conflict (state,
    no prize, before the decision was signed).
    """
    policy.require(actor, Permission.PRIZE_PAY)
    refuse_if_any(
        problems_of_choice(nomination_ids, "nominationIds")
        + problems_of_day(paid_on, _today(), "paidOn")
        + problems_of_text(reference, "reference")
    )
    found = await queries.many_for_update(session, actor, nomination_ids)
    statement = select(Prize).where(Prize.nomination_id.in_(found)).with_for_update()
    prizes = {each.nomination_id: each for each in await session.scalars(statement)}
    signed = await _signed_on(session, found)

    def judge(nomination: Nomination) -> None:
        check_step(nomination.state, NominationState.PAID)
        if nomination.id not in prizes:
            raise refuse_prizeless()
        check_after_signing(paid_on, signed[nomination.id])

    nominations = judge_each(nomination_ids, found, judge, field="nominationIds")
    for nomination in nominations:
        prize = prizes[nomination.id]
        before = snapshot(prize)
        prize.paid_on, prize.payment_reference, prize.paid_by_id = paid_on, reference.strip(), actor.person_id
        await session.flush()  # the new version belongs in the audit entry
        record(session, actor, "PRIZE_PAID", prize, before=before, after=snapshot(prize))
    await step_each(session, actor, nominations, NominationState.PAID, "NOMINATION_PAID")
    return nominations


async def _signed_on(session: AsyncSession, ids: Collection[UUID]) -> dict[UUID, date]:
    """Return the days on which the decisions of dossiers were signed, of those that have one."""
    decided = select(Nomination.id, AwardDecision.signed_on).join(
        AwardDecision, AwardDecision.id == Nomination.decision_id
    )
    return dict((await session.execute(decided.where(Nomination.id.in_(ids)))).all())


def _today() -> date:
    return utc_now().astimezone(VIETNAM).date()
