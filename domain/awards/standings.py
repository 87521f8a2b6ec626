"""What a dossier rests on must stand: asked again when it is proposed, when it is approved, and at signing."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from domain.awards.model import Nomination
from domain.awards.particulars import refuse_unplaced
from domain.results.model import Result, ResultEntry


async def unplaced(session: AsyncSession, nominations: Collection[Nomination]) -> frozenset[UUID]:
    """Return those that rest on a result whose last published version gives the initiative no place.

    A later version with another place changes nothing: what was achieved is still there, and people weigh it.
    """
    first, last, now = aliased(ResultEntry), aliased(Result), aliased(ResultEntry)
    published = (
        select(last.id)
        .where(last.round_id == Result.round_id, last.published_at.is_not(None))
        .order_by(last.number.desc())
        .limit(1)
        .correlate(Result)
        .scalar_subquery()
    )
    placed = exists().where(
        now.result_id == published, now.initiative_id == first.initiative_id, now.place.is_not(None)
    )
    statement = (
        select(Nomination.id)
        .join(first, first.id == Nomination.result_entry_id)
        .join(Result, Result.id == first.result_id)
        .where(Nomination.id.in_([each.id for each in nominations]), ~placed)
    )
    return frozenset(await session.scalars(statement))


def check_placed(nomination: Nomination, unplaced: Collection[UUID]) -> None:
    """Raise Conflict for a dossier whose initiative has a place no more."""
    if nomination.id in unplaced:
        raise refuse_unplaced()
