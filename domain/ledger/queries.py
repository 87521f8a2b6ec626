"""Reading a round's ledger whole, for exports and checks."""

from collections.abc import AsyncIterator
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, Text, select, type_coerce
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from domain.ledger.model import ScoreEvent
from domain.ledger.rules import Event

#: Rows fetched at a time, so that the memory a reader takes does not grow with the chain.
_AT_A_TIME = 2000


async def events(
    source: AsyncSession | AsyncConnection, round_id: UUID, *, up_to: int | None = None
) -> AsyncIterator[Event]:
    """Yield the events of a round by number (up to that of a head), exactly as they are kept."""
    statement = _events(round_id).execution_options(yield_per=_AT_A_TIME)
    if up_to is not None:
        statement = statement.where(ScoreEvent.number <= up_to)
    async for row in await source.stream(statement):
        yield Event(*row)


async def some_events(source: AsyncSession | AsyncConnection, round_id: UUID, *, after: int, up_to: int) -> list[Event]:
    """Return the next events of a round after a number: what is read slowly need not keep a transaction open."""
    statement = _events(round_id).where(ScoreEvent.number > after, ScoreEvent.number <= up_to).limit(_AT_A_TIME)
    return [Event(*row) for row in await source.execute(statement)]


def _events(round_id: UUID) -> Select[int, datetime, str, str, str, str]:
    return (
        select(
            ScoreEvent.number,
            ScoreEvent.at,
            type_coerce(ScoreEvent.kind, Text),
            ScoreEvent.body,
            ScoreEvent.previous_hash,
            ScoreEvent.hash,
        )
        .where(ScoreEvent.round_id == round_id)
        .order_by(ScoreEvent.number)
    )
