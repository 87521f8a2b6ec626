"""Reading the audit trail in tests of deeds."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.audit.model import AuditEntry


async def entries(session: AsyncSession) -> list[AuditEntry]:
    """Every entry, the oldest first."""
    await session.flush()
    return list(await session.scalars(select(AuditEntry).order_by(AuditEntry.at, AuditEntry.id)))


async def only_entry(session: AsyncSession) -> AuditEntry:
    """The one entry that there must be."""
    (entry,) = await entries(session)
    return entry
