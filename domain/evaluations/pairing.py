"""Who may score what in a round: that depends on its kind. The database refuses the same by trigger."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from domain.actor import Actor
from domain.conflicts import queries as conflicts
from domain.conflicts.rules import refuse_conflict
from domain.errors import DomainError
from domain.evaluations import gates, loading
from domain.evaluations.model import Round
from domain.evaluations.rules import RoundKind

Pair = tuple[UUID, UUID]


async def refusals_of_pairs(
    session: AsyncSession, round_: Round, pairs: Sequence[Pair], path: Sequence[str] = ("evaluatorId",)
) -> list[DomainError | None]:
    """Say for each pair of initiative and person why the person may not score the initiative; None where they may.

    A unit scores its own initiatives in a self-scoring round. Everywhere else nobody scores whom a conflict of interest
    ties to the initiative, and in a cross-scoring round only units of one block score one another.
    """
    if round_.kind is RoundKind.SELF_SCORE:
        units, homes = await _units_and_homes(session, pairs)
        return [None if units[one] == homes.get(two) else gates.refuse_other_unit(path) for one, two in pairs]
    found: list[DomainError | None] = [
        None if kind is None else refuse_conflict(kind, path)
        for kind in await conflicts.conflicts_between(session, pairs)
    ]
    if round_.kind is RoundKind.CROSS_SCORE:
        units, homes = await _units_and_homes(session, pairs)
        blocks = await loading.blocks_of(session, round_.movement_id)
        for at, (initiative_id, person_id) in enumerate(pairs):
            block = blocks.get(units[initiative_id])
            if found[at] is None and (block is None or blocks.get(homes.get(person_id, person_id)) != block):
                found[at] = gates.refuse_other_block(path)
    return found


async def refuse_pair(session: AsyncSession, round_: Round, pair: Pair, path: Sequence[str]) -> None:
    """Raise what `refusals_of_pairs` says of one pair."""
    (refusal,) = await refusals_of_pairs(session, round_, [pair], path)
    if refusal is not None:
        raise refusal


async def refuse_conflicted(
    session: AsyncSession, actor: Actor, round_: Round, initiative_id: UUID, path: Sequence[str]
) -> None:
    """Raise Conflict for a deed on an initiative's sheets by whom a conflict of interest ties to it, whatever role.

    Self-scoring is by those concerned; conflicts mean nothing there.
    """
    if round_.kind is RoundKind.SELF_SCORE or actor.person_id is None:
        return
    (kind,) = await conflicts.conflicts_between(session, [(initiative_id, actor.person_id)])
    if kind is not None:
        raise refuse_conflict(kind, path)


async def _units_and_homes(session: AsyncSession, pairs: Sequence[Pair]) -> tuple[dict[UUID, UUID], dict[UUID, UUID]]:
    units = await loading.units_of(session, {initiative for initiative, _person in pairs})
    return units, await loading.homes_of(session, {person for _initiative, person in pairs})
