"""Adding to a round's ledger, in the transaction of the deed that the event tells of."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.clock import utc_now
from domain.ids import new_id
from domain.ledger.model import ScoreEvent
from domain.ledger.rules import EventKind, Head, canonical


def append(session: AsyncSession, round_id: UUID, kind: EventKind, body: Mapping[str, Any]) -> ScoreEvent:
    """Add an event to the chain of a round. Its number and hash are known once the session flushes.

    From the flush to the end of the transaction other deeds of the round wait, so it is the last thing a deed does,
    when every row that it changes is locked. A deed of several rounds appends in the order of their ids.
    """
    event = ScoreEvent(id=new_id(), round_id=round_id, at=utc_now(), kind=kind, body=canonical(body))
    session.add(event)
    return event


async def head(session: AsyncSession, round_id: UUID) -> Head | None:
    """Return the last event of a round as this transaction sees it, those it added included; None before the first."""
    statement = (
        select(ScoreEvent.number, ScoreEvent.hash)
        .where(ScoreEvent.round_id == round_id)
        .order_by(ScoreEvent.number.desc())
        .limit(1)
    )
    found = (await session.execute(statement)).one_or_none()
    return Head(found.number, found.hash) if found else None
