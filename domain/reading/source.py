"""What can be read: a table, which of its rows an actor may see, and masks for single columns."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, FromClause, true

from domain.actor import Actor
from domain.orm import Base

#: Decides, as an SQL condition over the row, whether the actor may see the row (or the one column it masks).
RowFilter = Callable[[Actor], ColumnElement[bool]]


@dataclass(frozen=True, slots=True)
class Source:
    """An aggregate that can be read. `visible` is its one row filter: lists, single reads and counts all use it."""

    table: type[Base] | FromClause
    visible: RowFilter

    @property
    def rows(self) -> FromClause:
        """Return the table as it stands in a statement."""
        return self.table if isinstance(self.table, FromClause) else self.table.__table__

    @property
    def key(self) -> ColumnElement[Any]:
        """Return the primary key column."""
        return self.rows.c.id


def is_open(mask: RowFilter | None, actor: Actor) -> bool:
    """Say whether a mask hides nothing from the actor; only then may the column be sorted or filtered by."""
    return mask is None or mask(actor).compare(true())
