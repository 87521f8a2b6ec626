"""What one read asks for: which rows, which values of them, and how the answer is laid out. Nothing of GraphQL.

A plan is a tree. `domain.reading.layout` writes it as one SELECT whose only value is the finished JSON text.
Whatever differs from request to request (ids, page sizes, cursors, filter values) stands in it as a bound parameter.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from sqlalchemy import BindParameter, ColumnElement

from domain.reading.pages import SortKey
from domain.reading.source import RowFilter, Source


@dataclass(frozen=True, slots=True)
class Constant:
    """JSON text that is known while planning."""

    text: str


NULL = Constant("null")


@dataclass(frozen=True, slots=True)
class Value:
    """A value of the row; null where `mask` does not hold for the viewer."""

    expression: Any
    mask: RowFilter | None = None


@dataclass(frozen=True, slots=True)
class Key:
    """The row's key behind a prefix: a global id."""

    prefix: str


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where the row stands in the page's order."""


@dataclass(frozen=True, slots=True)
class Object:
    """A JSON object of named parts; all of them are of the row at hand."""

    fields: tuple[tuple[str, "Part"], ...]


@dataclass(frozen=True, slots=True)
class One:
    """The visible row of `source` whose column `to` (its key by default) equals `key`, or null.

    `key` is a value of the row at hand, or a bound parameter.
    """

    source: Source
    key: Value
    shape: Object
    to: Any = None


@dataclass(frozen=True, slots=True)
class Sole:
    """The one visible row of a source that has at most one, or null."""

    source: Source
    shape: Object


@dataclass(frozen=True, slots=True)
class Many:
    """All visible rows of `source`, in their order; with `parent`, those that belong to the row at hand."""

    source: Source
    order: tuple[SortKey, ...]
    shape: Object
    parent: Any = None


@dataclass(frozen=True, slots=True)
class Listed:
    """One answer for each of the given keys, in their order: what `choices` has for the type given beside the key."""

    types: BindParameter[Any]
    keys: BindParameter[Any]
    choices: tuple[tuple[str, Source, Object], ...]


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a page, each laid out as `shape`."""

    shape: Object


@dataclass(frozen=True, slots=True)
class Count:
    """How many visible rows there are on all pages."""


class Bound(Enum):
    """What a page says of where it lies in its list."""

    HAS_NEXT = "has_next"
    HAS_PREVIOUS = "has_previous"
    START = "start"
    END = "end"


@dataclass(frozen=True, slots=True)
class Bounds:
    """Where a page lies in its list: whether rows follow or come before, and the cursors of its first and last row."""

    fields: tuple[tuple[str, "Bound | Constant"], ...]


@dataclass(frozen=True, slots=True)
class PageOf:
    """A page of the visible rows of `source` that fulfil the conditions and, with `parent`, belong to the row at hand.

    `limit` is how many rows (at most `most`); `after` and `before` are the sort values of a row outside the page.
    """

    source: Source
    order_name: str
    keys: tuple[SortKey, ...]
    limit: BindParameter[Any]
    most: int
    fields: tuple[tuple[str, "Rows | Count | Bounds | Constant"], ...]
    after: Sequence[BindParameter[Any]] | None = None
    before: Sequence[BindParameter[Any]] | None = None
    backward: bool = False
    conditions: tuple[ColumnElement[bool], ...] = ()
    parent: Any = None


Part = Constant | Value | Key | Cursor | Object | One | Sole | Many | Listed | PageOf
