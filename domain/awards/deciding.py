"""Deeds of those who decide on dossiers: approve, return, refuse; one, or many with a reason for each."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from domain.access import policy
from domain.access.permissions import Permission
from domain.actor import Actor
from domain.awards import hands, queries
from domain.awards.findings.judging import check_sound, judge_and_store, require_sound
from domain.awards.holding import check_free, holds_of
from domain.awards.judging import judge_each
from domain.awards.model import Nomination
from domain.awards.opening import open_for, subjects_of
from domain.awards.particulars import problems_of_choice
from domain.awards.rules import WITH_DECIDERS, Hand, NominationState, Verdict, check_answer, check_step
from domain.awards.standings import check_placed, unplaced
from domain.awards.stepping import step, step_each
from domain.clock import utc_now
from domain.errors import refuse_if_any
from domain.initiatives.rules import require_reason
from domain.movements import queries as movements
from domain.reading.locking import check_version


@dataclass(frozen=True, slots=True)
class Answer:
    """What is decided on one dossier of many, with the version that was read; a reason, unless it is approved."""

    nomination_id: UUID
    expected_version: int
    verdict: Verdict
    reason: str | None = None


async def approve_nomination(
    session: AsyncSession, actor: Actor, *, nomination_id: UUID, expected_version: int
) -> Nomination:
    """Approve a proposed nomination.

    Raises NotFound, NotAllowed (also another hand), Closed, StaleVersion, Conflict (state, the nominee is held, no
    place in the result any more, a rule blocks).
    """
    nomination = await _open(session, actor, nomination_id, expected_version, Verdict.APPROVED)
    check_free(actor, nomination, await holds_of(session, [nomination]))
    check_placed(nomination, await unplaced(session, [nomination]))
    await require_sound(session, actor, nomination)
    await _answer(session, actor, nomination, Verdict.APPROVED)
    return nomination


async def return_nomination(
    session: AsyncSession, actor: Actor, *, nomination_id: UUID, expected_version: int, reason: str
) -> Nomination:
    """Send a dossier back to whoever prepared it: by those who appraise it, or by those who decide once it is proposed.

    Raises NotFound, NotAllowed (also another hand), Closed, StaleVersion, Conflict (state), Invalid (no reason).
    """
    nomination = await queries.get_for_update(session, actor, nomination_id)
    if nomination.state in WITH_DECIDERS:
        nomination = await _open(session, actor, nomination_id, expected_version, Verdict.RETURNED)
        await _answer(session, actor, nomination, Verdict.RETURNED, require_reason(reason))
        return nomination
    permission = Permission.NOMINATION_APPRAISE
    nomination = await open_for(
        session, actor, permission, nomination_id=nomination_id, expected_version=expected_version
    )
    check_step(nomination.state, NominationState.RETURNED)
    await hands.take_one(session, actor, nomination, Hand.APPRAISE, permission)
    why = require_reason(reason)
    await step(session, actor, nomination, NominationState.RETURNED, "NOMINATION_RETURNED", reason=why)
    return nomination


async def refuse_nomination(
    session: AsyncSession, actor: Actor, *, nomination_id: UUID, expected_version: int, reason: str
) -> Nomination:
    """Refuse a proposed nomination for good; the achievement may be nominated anew.

    Raises NotFound, NotAllowed (also another hand), Closed, StaleVersion, Conflict (state), Invalid (no reason).
    """
    nomination = await _open(session, actor, nomination_id, expected_version, Verdict.REFUSED)
    await _answer(session, actor, nomination, Verdict.REFUSED, require_reason(reason))
    return nomination


async def decide_nominations(session: AsyncSession, actor: Actor, *, answers: Sequence[Answer]) -> list[Nomination]:
    """Decide on 1 to 100 proposed nominations, each with its verdict and reason: all of them, or none.

    Refuses as the deeds on one nomination do, for every item that stands in the way, with its position in the path.
    """
    if not policy.could_hold(actor, Permission.NOMINATION_DECIDE):
        policy.require(actor, Permission.NOMINATION_DECIDE)
    ids = [answer.nomination_id for answer in answers]
    refuse_if_any(problems_of_choice(ids, "items", "nominationId"))
    found = await queries.many_for_update(session, actor, ids)
    for movement_id in sorted({each.movement_id for each in found.values()}):
        movement = await movements.get(session, actor, movement_id, "items")
        await movements.require_open_phase(session, actor, movement, Permission.NOMINATION_DECIDE)

    by_id = {answer.nomination_id: answer for answer in answers}
    subjects = await subjects_of(session, found.values())
    holds = await holds_of(session, found.values())
    lost = await unplaced(session, found.values())
    findings = await judge_and_store(session, found.values())
    taken = await hands.take(session, found.values(), actor.person_id, Hand.DECIDE)
    reasons: dict[UUID, str | None] = {}

    def judge(nomination: Nomination) -> None:
        answer = by_id[nomination.id]
        policy.require(actor, Permission.NOMINATION_DECIDE, subjects[nomination.id])
        hands.check(nomination, taken, Permission.NOMINATION_DECIDE)
        check_version(nomination, answer.expected_version)
        check_answer(nomination.state, answer.verdict)
        if answer.verdict is Verdict.APPROVED:
            check_free(actor, nomination, holds)
            check_placed(nomination, lost)
            check_sound(actor, nomination, findings[nomination.id])
        reasons[nomination.id] = None if answer.verdict is Verdict.APPROVED else require_reason(answer.reason or "")

    nominations = judge_each(ids, found, judge, field="items", within=("nominationId",))
    for nomination in nominations:
        await _answer(session, actor, nomination, by_id[nomination.id].verdict, reasons[nomination.id])
    return nominations


async def _open(
    session: AsyncSession, actor: Actor, nomination_id: UUID, expected_version: int, verdict: Verdict
) -> Nomination:
    permission = Permission.NOMINATION_DECIDE
    nomination = await open_for(
        session, actor, permission, nomination_id=nomination_id, expected_version=expected_version
    )
    await hands.take_one(session, actor, nomination, Hand.DECIDE, permission)
    check_answer(nomination.state, verdict)
    return nomination


async def _answer(
    session: AsyncSession, actor: Actor, nomination: Nomination, verdict: Verdict, reason: str | None = None
) -> None:
    is_open = verdict is Verdict.RETURNED
    await step_each(
        session,
        actor,
        [nomination],
        NominationState(verdict),
        f"NOMINATION_{verdict}",
        reason=reason,
        decided_by_id=None if is_open else actor.person_id,
        decided_at=None if is_open else utc_now(),
    )
