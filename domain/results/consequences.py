"""What follows for initiatives from the first result of their round: scored ones are scored, screened ones go on."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from domain.initiatives.actions.scoring import leave_scoring, pass_gate
from domain.initiatives.model import Initiative
from domain.initiatives.rules import InitiativeState
from domain.results.model import ResultEntry
from domain.results.rules import EntryStatus


async def let_go_on(
    session: AsyncSession, initiatives: Mapping[UUID, Initiative], entries: Sequence[ResultEntry]
) -> None:
    """Move the locked initiatives of a round's first result on; what has no score, or no quorum, stays where it is."""
    for entry in entries:
        initiative = initiatives[entry.initiative_id]
        if entry.passed is not None and initiative.state is InitiativeState.SUBMITTED:
            await pass_gate(session, initiative, passed=entry.passed)
        elif entry.status is EntryStatus.RANKED and initiative.state is InitiativeState.SCORING:
            await leave_scoring(session, initiative)
