"""What a nomination rests on: an initiative's place in a published result, or a reason that Personnel gives by hand."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from domain.actor import Actor
from domain.awards import queries
from domain.awards.particulars import check_entered, check_standing, require_one_basis
from domain.initiatives import queries as initiatives
from domain.initiatives.model import Initiative
from domain.movements import queries as movements
from domain.movements.model import Movement
from domain.reading import locking
from domain.results import queries as results
from domain.results.rules import ResultState


@dataclass(frozen=True, slots=True)
class ByHand:
    """A nomination without a result: of which movement, for what reason, and for which initiative, if for any."""

    movement_id: UUID
    reason: str
    initiative_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Basis:
    """What a nomination rests on, found and sound; of no initiative, it is nobody's in particular."""

    movement: Movement
    result_entry_id: UUID | None = None
    initiative_id: UUID | None = None
    by_hand_reason: str | None = None
    author_ids: frozenset[UUID] = frozenset()
    unit_id: UUID | None = None


async def basis_of(
    session: AsyncSession, actor: Actor, *, result_entry_id: UUID | None, by_hand: ByHand | None = None
) -> Basis:
    """Fetch what a nomination shall rest on. Raises Invalid (neither or both, no reason), NotFound, Conflict."""
    given = by_hand.reason if by_hand is not None else None
    reason = require_one_basis(has_entry=result_entry_id is not None, reason=given)
    if by_hand is not None:
        return await _by_hand(session, actor, by_hand, reason or "")
    entry = await results.get_result_entry(session, actor, result_entry_id)  # type: ignore[arg-type]  # one is given
    of = await queries.achievement_of(session, entry)
    check_standing(
        is_published=of.result.state is ResultState.PUBLISHED, is_superseded=of.is_superseded, place=entry.place
    )
    movement = await movements.get(session, actor, of.initiative.movement_id, "resultEntryId")
    return Basis(movement, entry.id, entry.initiative_id, None, of.author_ids, of.initiative.unit_id)


async def _by_hand(session: AsyncSession, actor: Actor, by_hand: ByHand, reason: str) -> Basis:
    path = ("byHand", "movementId")
    movement = await locking.get(session, actor, Movement, movements.MOVEMENTS, by_hand.movement_id, path)
    if by_hand.initiative_id is None:
        return Basis(movement, by_hand_reason=reason)
    path = ("byHand", "initiativeId")
    initiative = await locking.get(session, actor, Initiative, initiatives.INITIATIVES, by_hand.initiative_id, path)
    check_entered(is_of_movement=initiative.movement_id == movement.id)
    authors = await queries.authors_of(session, initiative.current_revision_id)
    return Basis(movement, None, initiative.id, reason, authors, initiative.unit_id)
