"""What can be read: a table, which of its rows an actor may see, and masks for single columns."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, FromClause, select, true

from domain.actor import Actor
from domain.orm import Base
from domain.reading import viewer
from domain.reading.aliasing import moved

#: Decides, as an SQL condition over the row, whether the actor may see the row (or the one column it masks).
RowFilter = Callable[[Actor], ColumnElement[bool]]


@dataclass(frozen=True, slots=True)
class Leader:
    """The row that a row is seen with: the one whose key stands in `column`."""

    column: Any
    source: "Source"


@dataclass(frozen=True, slots=True)
class Source:
    """An aggregate that can be read. `visible` is its one row filter: lists, single reads and counts all use it.

    With `follows`, nothing but the row it names decides; who comes from there need not ask again.
    """

    table: type[Base] | FromClause
    visible: RowFilter
    follows: Leader | None = None

    @property
    def rows(self) -> FromClause:
        """Return the table as it stands in a statement."""
        return self.table if isinstance(self.table, FromClause) else self.table.__table__

    @property
    def key(self) -> ColumnElement[Any]:
        """Return the primary key column."""
        return self.rows.c.id


def following(table: type[Base], column: Any, leader: Source) -> Source:
    """Declare rows that are seen with the row of `leader` whose key stands in `column`."""

    def visible(actor: Actor) -> ColumnElement[bool]:
        if is_open(leader.visible, actor):
            return true()
        # An alias, so that a statement about the leader's own table keeps its own.
        rows = leader.rows.alias()
        found = select(rows.c.id).where(moved(leader.visible(actor), leader.rows, rows))
        return column.in_(found)  # type: ignore[no-any-return]

    return Source(table, visible, Leader(column, leader))


#: What filters and masks say, by the shape of the actor; forgotten as a whole before it grows beyond this.
_CONDITIONS: dict[tuple[RowFilter, Hashable], ColumnElement[bool]] = {}
_REMEMBERED = 10_000


def condition_of(row_filter: RowFilter, actor: Actor) -> ColumnElement[bool]:
    """Return what a filter or a mask says for an actor; for actors of one shape it is the same."""
    key = row_filter, viewer.shape(actor)
    known = _CONDITIONS.get(key)
    if known is None:
        if len(_CONDITIONS) >= _REMEMBERED:
            _CONDITIONS.clear()
        known = _CONDITIONS[key] = row_filter(actor)
    return known


def is_open(mask: RowFilter | None, actor: Actor) -> bool:
    """Say whether a mask hides nothing from the actor; only then may the column be sorted or filtered by."""
    return mask is None or condition_of(mask, actor).compare(true())


def shown_by(mask: RowFilter | None, actor: Actor) -> ColumnElement[bool] | None:
    """Return where a mask shows what it masks; None where it hides nothing from the actor."""
    return None if mask is None or is_open(mask, actor) else condition_of(mask, actor)
