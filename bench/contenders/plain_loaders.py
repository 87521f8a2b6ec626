"""How the plain Strawberry server reads: ORM statements, one DataLoader for each relation, a session for each batch."""

import base64
import json
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Integer, Select, func, literal_column, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker
from strawberry.dataloader import DataLoader

from domain.actor import Actor
from domain.criteria.model import Criterion
from domain.criteria.queries import CRITERIA
from domain.evaluations.model import Mark, ScoreSheet
from domain.evaluations.queries import SHEETS
from domain.initiatives.model import Initiative
from domain.initiatives.queries import INITIATIVES
from domain.reading import viewer
from domain.reading.source import Source
from domain.results.model import ResultEntry
from domain.results.queries import RESULT_ENTRIES, RESULTS
from domain.units.queries import UNITS

#: The place is spelled out in the statement, as in the index of standings.
PLACE = func.coalesce(ResultEntry.place, literal_column("2147483647", Integer()))


class Loaders:
    """What one request reads with, for one actor."""

    def __init__(self, sessions: async_sessionmaker[AsyncSession], actor: Actor) -> None:
        self._sessions = sessions
        self._actor = actor
        self.units = self._by_key(UNITS)
        self.criteria = self._by_key(CRITERIA)
        self.initiatives = self._by_key(INITIATIVES)
        self.results = self._by_key(RESULTS)
        self.sheets: DataLoader[UUID, list[ScoreSheet]] = DataLoader(load_fn=self._sheets)
        self.marks: DataLoader[UUID, list[Mark]] = DataLoader(load_fn=self._marks)

    async def newest(self, limit: int, search: str | None) -> Sequence[Initiative]:
        """Read the newest initiatives, those with a text in their title where one is given."""
        statement = (
            select(Initiative)
            .where(INITIATIVES.visible(self._actor))
            .order_by(Initiative.created_at.desc(), Initiative.id.desc())
            .limit(limit)
        )
        if search is not None:
            statement = statement.where(Initiative.search_text.like(func.thidua_fold(f"%{search}%")))
        return await self._rows(statement)

    async def standings(self, result_id: UUID, limit: int, after: str | None) -> Sequence[ResultEntry]:
        """Read a page of a ranking."""
        statement = (
            select(ResultEntry)
            .where(ResultEntry.result_id == result_id, RESULT_ENTRIES.visible(self._actor))
            .order_by(PLACE, ResultEntry.id)
            .limit(limit)
        )
        if after is not None:
            body = after.removeprefix("v1.")
            _order, place, key = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
            statement = statement.where(tuple_(PLACE, ResultEntry.id) > (place, UUID(key)))
        return await self._rows(statement)

    async def _rows(self, statement: Select[Any]) -> Sequence[Any]:
        async with self._sessions() as session:
            return (await session.scalars(statement, viewer.values(self._actor))).all()

    def _by_key(self, source: Source) -> DataLoader[UUID, Any]:
        async def load(keys: list[UUID]) -> list[Any]:
            rows = await self._rows(select(source.table).where(source.key.in_(keys), source.visible(self._actor)))
            found = {row.id: row for row in rows}
            return [found.get(key) for key in keys]

        return DataLoader(load_fn=load)

    async def _sheets(self, keys: list[UUID]) -> list[list[ScoreSheet]]:
        statement = (
            select(ScoreSheet)
            .where(ScoreSheet.initiative_id.in_(keys), SHEETS.visible(self._actor))
            .order_by(ScoreSheet.updated_at, ScoreSheet.id)
        )
        found: dict[UUID, list[ScoreSheet]] = {key: [] for key in keys}
        for row in await self._rows(statement):
            found[row.initiative_id].append(row)
        return [found[key] for key in keys]

    async def _marks(self, keys: list[UUID]) -> list[list[Mark]]:
        statement = (
            select(Mark)
            .join(Criterion, Criterion.id == Mark.criterion_id)
            .where(Mark.sheet_id.in_(keys))  # of sheets that were found to be visible
            .order_by(Criterion.ordinal, Mark.id)
        )
        found: dict[UUID, list[Mark]] = {key: [] for key in keys}
        for row in await self._rows(statement):
            found[row.sheet_id].append(row)
        return [found[key] for key in keys]
