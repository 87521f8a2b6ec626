"""Who may see imported score tables and their standings."""

from sqlalchemy import ColumnElement, exists, false, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from domain.actor import Actor, Role
from domain.imports.model import ScoreTable, ScoreTableEntry
from domain.reading import viewer
from domain.reading.source import Source, following

#: Who may see what was imported: those who import, lead and audit. It is of no round, and nobody publishes it.
SEE_TABLES = (Role.INFORMATION_CENTER, Role.PERSONNEL, Role.MINISTRY_LEADER, Role.AUDITOR)


def visible_tables(actor: Actor) -> ColumnElement[bool]:
    """Let imported tables be seen by those who import them, by the ministry's leaders and by auditors."""
    return true() if viewer.sees_all(actor, *SEE_TABLES) else false()


TABLES = Source(ScoreTable, visible_tables)
ENTRIES = following(ScoreTableEntry, ScoreTableEntry.table_id, TABLES)


async def is_known(session: AsyncSession, *, content_hash: str, rules_hash: str, sheet: str) -> bool:
    """Say whether this sheet of this file was imported under these rules."""
    same = exists().where(
        ScoreTable.content_hash == content_hash, ScoreTable.rules_hash == rules_hash, ScoreTable.sheet == sheet
    )
    return bool(await session.scalar(select(same)))
