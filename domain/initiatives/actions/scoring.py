"""What rounds do to an initiative: part of the round's own deed, which requires, locks and records."""

from sqlalchemy.ext.asyncio import AsyncSession

from domain.initiatives.model import Initiative
from domain.initiatives.rules import InitiativeState, check_step


async def enter_scoring(session: AsyncSession, initiative: Initiative) -> None:
    """Let a locked initiative be scored, for the first time or in a further round. Raises Conflict."""
    check_step(initiative.state, InitiativeState.SCORING)
    initiative.state = InitiativeState.SCORING
    await session.flush()  # a change made meanwhile must refuse here, while the round can still say of which initiative


async def leave_scoring(session: AsyncSession, initiative: Initiative) -> None:
    """End the scoring of a locked initiative. Raises Conflict."""
    check_step(initiative.state, InitiativeState.SCORED)
    initiative.state = InitiativeState.SCORED
    await session.flush()  # a change made meanwhile must refuse here


async def pass_gate(session: AsyncSession, initiative: Initiative, *, passed: bool) -> None:
    """Let a locked initiative that waits for its screening be found eligible or not. Raises Conflict."""
    target = InitiativeState.SCREENED if passed else InitiativeState.INELIGIBLE
    check_step(initiative.state, target)
    initiative.state = target
    await session.flush()  # a change made meanwhile must refuse here
