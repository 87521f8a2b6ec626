"""Running reads: short read-only connections, counted, so that a test can say how many statements a field costs."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import RowMapping, Select

from domain.actor import Actor
from domain.database import Database
from domain.reading import viewer


class Reader:
    """Reads for one actor during one operation."""

    def __init__(self, database: Database, actor: Actor) -> None:
        self._database = database
        self.actor = actor
        self.statements = 0

    async def rows(self, statement: Select[Any]) -> Sequence[RowMapping]:
        """Run one statement and return its rows; the viewer's parameters are always bound."""
        self.statements += 1
        async with self._database.reading() as connection:
            result: Sequence[RowMapping] = (
                (await connection.execute(statement, viewer.values(self.actor))).mappings().all()
            )
            return result
