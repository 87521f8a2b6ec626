"""Doing a deed once: the answer is stored under its key in the deed's own transaction, and replayed for a day."""

import hashlib
from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.clock import utc_now
from domain.errors import Conflict, Text
from domain.idempotency.model import IdempotentAnswer

KEPT_FOR = timedelta(hours=24)


async def replayed(
    session: AsyncSession, *, actor_id: UUID, deed: str, key: UUID, request_hash: bytes
) -> Mapping[str, Any] | None:
    """Return the stored answer of an earlier, equal request; None when the deed is to be done now.

    Raises Conflict when the key was used for something else, or while the first request is still under way.
    The lock it takes lasts until the transaction ends, so two requests with one key never run side by side.
    """
    lock = int.from_bytes(hashlib.sha256(f"{actor_id}/{deed}/{key}".encode()).digest()[:8], signed=True)
    if not await session.scalar(select(func.pg_try_advisory_xact_lock(lock))):
        raise Conflict(
            "IDEMPOTENCY_KEY_IN_FLIGHT",
            Text("Yêu cầu cùng khóa đang được xử lý.", "A request with this key is still under way."),
            ("idempotencyKey",),
        )
    stored = await session.get(IdempotentAnswer, (actor_id, deed, key))
    if stored is None:
        return None
    if stored.created_at < utc_now() - KEPT_FOR:
        await session.delete(stored)
        await session.flush()  # the key is free again before the new answer takes it
        return None
    if stored.request_hash != request_hash:
        raise Conflict(
            "IDEMPOTENCY_KEY_REUSED",
            Text("Khóa này đã dùng cho một yêu cầu khác.", "This key was used for a different request."),
            ("idempotencyKey",),
        )
    return stored.answer


def remember(
    session: AsyncSession, *, actor_id: UUID, deed: str, key: UUID, request_hash: bytes, answer: Mapping[str, Any]
) -> None:
    """Store what a deed made, in the deed's transaction."""
    session.add(
        IdempotentAnswer(
            actor_id=actor_id,
            deed=deed,
            key=key,
            request_hash=request_hash,
            answer=dict(answer),
            created_at=utc_now(),
        )
    )


async def forget_old(session: AsyncSession) -> int:
    """Delete answers whose day is over; returns how many."""
    gone = await session.execute(delete(IdempotentAnswer).where(IdempotentAnswer.created_at < utc_now() - KEPT_FOR))
    return int(gone.rowcount)  # type: ignore[attr-defined]  # a DELETE's result counts rows
