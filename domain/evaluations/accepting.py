"""Whether a round takes what evaluators say now: its time, the movement's phase, its own phase, who may score what.

Parts of deeds, which lock the round before and require the right themselves.
"""

from sqlalchemy.ext.asyncio import AsyncSession

from domain.access.permissions import Permission
from domain.actor import Actor
from domain.clock import utc_now
from domain.errors import Conflict
from domain.evaluations import gates, loading
from domain.evaluations.model import Assignment, Round, RoundPhase
from domain.evaluations.pairing import refuse_pair
from domain.movements import queries as movements


async def check_accepts(session: AsyncSession, actor: Actor, round_: Round) -> None:
    """Raise Closed unless the locked round is open, within its time, and the movement's phase lets evaluators score."""
    gates.check_scoring_time(
        round_.state,
        opens_at=round_.opens_at,
        closes_at=round_.closes_at,
        closed_at=round_.closed_at,
        now=utc_now(),
    )
    movement = await movements.get(session, actor, round_.movement_id)
    await movements.require_open_phase(session, actor, movement, Permission.SHEET_SCORE)


async def check_phase(session: AsyncSession, round_: Round) -> RoundPhase:
    """Return the phase that the round is in; raises Closed unless evaluators score in it."""
    phase = await loading.phase_of(session, round_)
    gates.check_phase_scores(phase.name, can_score=phase.can_score)
    return phase


async def check_may_score(session: AsyncSession, round_: Round, assignment: Assignment, field: str) -> None:
    """Raise unless the round is in a phase for scoring and nothing has come between evaluator and initiative since."""
    phase = await check_phase(session, round_)
    try:
        await refuse_pair(session, round_, (assignment.initiative_id, assignment.evaluator_id), (field,))
    except Conflict as refused:
        raise gates.refuse_blindly((field,)) if phase.hides_authors else refused from None
