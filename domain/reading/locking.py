"""Fetching a row that a deed will judge and change: filtered like every read, locked, its version checked."""

from collections.abc import Sequence
from typing import TypeVar
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.actor import Actor
from domain.errors import NotFound, StaleVersion
from domain.orm import Base, Versioned
from domain.reading import viewer
from domain.reading.source import Source

Row = TypeVar("Row", bound=Base)


async def get(
    session: AsyncSession, actor: Actor, table: type[Row], source: Source, key: UUID, path: Sequence[str] = ()
) -> Row:
    """Fetch a row that the actor may see. Raises NotFound for a missing and for an invisible one alike."""
    statement = select(table).where(source.key == key, source.visible(actor))
    return _found((await session.scalars(statement, viewer.values(actor))).one_or_none(), path)


async def get_for_update(
    session: AsyncSession, actor: Actor, table: type[Row], source: Source, key: UUID, path: Sequence[str] = ()
) -> Row:
    """Fetch and lock a row that the actor may see, as it is now. Raises NotFound."""
    statement = (
        select(table)
        .where(source.key == key, source.visible(actor))
        .with_for_update(of=table)
        .execution_options(populate_existing=True)
    )
    return _found((await session.scalars(statement, viewer.values(actor))).one_or_none(), path)


def _found(row: Row | None, path: Sequence[str]) -> Row:
    if row is None:
        raise NotFound(path)
    return row


def check_version(row: Versioned, expected: int) -> None:
    """Raise StaleVersion unless the caller saw the row as it is now."""
    if row.version != expected:
        raise StaleVersion(type(row).__name__, row.id, row.version)  # type: ignore[attr-defined]  # all rows have ids
