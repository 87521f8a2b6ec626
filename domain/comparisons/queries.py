"""Who may see comparisons, fetching them for a deed, and the judgements that count."""

from uuid import UUID

from sqlalchemy import ColumnElement, and_, select, true
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from domain.actor import Actor, Role
from domain.comparisons.model import Comparison
from domain.comparisons.rules import WON
from domain.conflicts.visibility import not_in_conflict
from domain.engine.problem import Judgement
from domain.evaluations.model import Assignment
from domain.evaluations.queries import SEE_SHEETS
from domain.evaluations.rules import AssignmentState
from domain.reading import locking, viewer
from domain.reading.source import Source


def visible_comparisons(actor: Actor) -> ColumnElement[bool]:
    """Let answers be seen by those who run the rounds, and one's own comparisons by an evaluator of the round.

    What fellow evaluators answered is never shown to them: every answer is to be independent. Who has a conflict of
    interest with either entry sees no more than their own.
    """
    if actor.is_system:
        return true()
    free = and_(
        not_in_conflict(actor, Comparison.left_initiative_id), not_in_conflict(actor, Comparison.right_initiative_id)
    )
    own = and_(Comparison.evaluator_id == viewer.person, viewer.among(Comparison.round_id, viewer.rounds))
    return viewer.any_of(
        and_(Comparison.preferred.is_not(None), free) if actor.has(*SEE_SHEETS) else None,
        viewer.few(own) if actor.has(Role.EVALUATOR) else None,
    )


COMPARISONS = Source(Comparison, visible_comparisons)


async def get_comparison(
    session: AsyncSession, actor: Actor, comparison_id: UUID, field: str = "comparisonId"
) -> Comparison:
    """Fetch a comparison. Raises NotFound."""
    return await locking.get(session, actor, Comparison, COMPARISONS, comparison_id, (field,))


async def get_comparison_for_update(
    session: AsyncSession, actor: Actor, comparison_id: UUID, field: str = "comparisonId"
) -> Comparison:
    """Fetch and lock a comparison. Raises NotFound."""
    return await locking.get_for_update(session, actor, Comparison, COMPARISONS, comparison_id, (field,))


async def judgements_of(session: AsyncSession, round_id: UUID, *, counted: bool) -> list[Judgement]:
    """Return the answers of a round for the engine, by id; `counted` leaves out those about an entry given up since."""
    left, right = aliased(Assignment), aliased(Assignment)
    statement = (
        select(Comparison)
        .join(left, left.id == Comparison.left_id)
        .join(right, right.id == Comparison.right_id)
        .where(Comparison.round_id == round_id, Comparison.preferred.is_not(None))
        .order_by(Comparison.id)
    )
    if counted:
        stands = AssignmentState.ASSIGNED
        statement = statement.where(left.state == stands, right.state == stands)
    return [
        Judgement(
            str(each.id),
            str(each.evaluator_id),
            str(each.left_initiative_id),
            str(each.right_initiative_id),
            WON[each.preferred],
        )
        for each in await session.scalars(statement.execution_options(populate_existing=True))
        if each.preferred is not None
    ]
