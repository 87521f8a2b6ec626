"""Connections: page arguments, cursors as untrusted input, and the types that every list answers with."""

import base64
import json
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from enum import Enum
from typing import Any, Generic, TypeVar
from uuid import UUID

import strawberry

from domain.errors import Text
from domain.reading.json_text import CURSOR_VERSION
from domain.reading.pages import Page, SortKey
from schema.bindings import Row
from schema.errors import RequestError, bad_input
from schema.texts import describe
from schema.written import write_decimal, write_moment

DEFAULT_PAGE = 20
MAX_PAGE = 100
MAX_CURSOR = 2000
MAX_DIGITS = 30

T = TypeVar("T")


@strawberry.type(description=describe(Text("Thông tin trang.", "Where a page lies in its list.")))
class PageInfo:
    """Relay's PageInfo. Against the direction of paging it tells only whether a cursor was given."""

    has_next_page: bool = strawberry.field(description=describe(Text("Còn trang sau.", "More rows follow.")))
    has_previous_page: bool = strawberry.field(description=describe(Text("Có trang trước.", "Rows come before.")))
    start_cursor: str | None = strawberry.field(
        description=describe(Text("Con trỏ dòng đầu.", "The first row's cursor."))
    )
    end_cursor: str | None = strawberry.field(
        description=describe(Text("Con trỏ dòng cuối.", "The last row's cursor."))
    )


@strawberry.type(
    description=describe(Text("Một dòng của danh sách và con trỏ của nó.", "A row of a list, and its cursor."))
)
class Edge(Generic[T]):
    """Relay's Edge."""

    cursor: str = strawberry.field(description=describe(Text("Con trỏ, không suy diễn nội dung.", "An opaque cursor.")))
    node: T = strawberry.field(description=describe(Text("Đối tượng.", "The object.")))


@strawberry.type(description=describe(Text("Một trang của danh sách.", "One page of a list.")))
class Connection(Generic[T]):
    """Relay's Connection, with `nodes` and `totalCount`."""

    edges: list[Edge[T]] = strawberry.field(description=describe(Text("Các dòng kèm con trỏ.", "Rows with cursors.")))
    nodes: list[T] = strawberry.field(description=describe(Text("Các đối tượng.", "The objects.")))
    page_info: PageInfo = strawberry.field(description=describe(Text("Thông tin trang.", "About the page.")))

    @strawberry.field(
        description=describe(Text("Tổng số dòng bạn được xem.", "How many rows there are for you, on all pages."))
    )
    async def total_count(self) -> int:
        """Count only when asked."""
        loaded: Any = self
        return await loaded.count()  # type: ignore[no-any-return]


@dataclass(slots=True)
class LoadedEdge:
    """What `Edge` is resolved from."""

    cursor: str
    node: Row


@dataclass(slots=True)
class LoadedPage:
    """What `Connection` is resolved from."""

    edges: list[LoadedEdge]
    page_info: PageInfo
    count: Callable[[], Awaitable[int]]

    @property
    def nodes(self) -> list[Row]:
        """Return the rows without their cursors."""
        return [edge.node for edge in self.edges]


def page_from(
    order_name: str,
    keys: Sequence[SortKey],
    *,
    first: int | None,
    last: int | None,
    after: str | None,
    before: str | None,
) -> Page:
    """Check page arguments: `first` or `last`, 1 to 100, never both; cursors of this very order."""
    if first is not None and last is not None:
        raise bad_input("Chỉ dùng first hoặc last.", "Use either first or last, not both.")
    size = DEFAULT_PAGE if first is None and last is None else (first if last is None else last)
    if size is None or not 1 <= size <= MAX_PAGE:
        raise bad_input(f"Số dòng mỗi trang từ 1 đến {MAX_PAGE}.", f"A page has 1 to {MAX_PAGE} rows.")
    return Page(
        limit=size,
        after=None if after is None else read_cursor(after, order_name, keys),
        before=None if before is None else read_cursor(before, order_name, keys),
        backward=last is not None,
    )


def write_cursor(order_name: str, values: Sequence[Any]) -> str:
    """Write the sort values of a row as an opaque text."""
    said = json.dumps([order_name, *(_plain(value) for value in values)], ensure_ascii=False, separators=(",", ":"))
    return f"{CURSOR_VERSION}.{base64.urlsafe_b64encode(said.encode()).decode().rstrip('=')}"


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    match value:
        case datetime():
            return write_moment(value)
        case date():
            return value.isoformat()
        case Decimal():
            return write_decimal(value)
        case int() | str():
            return value
    return str(value)


def read_cursor(cursor: str, order_name: str, keys: Sequence[SortKey]) -> list[Any]:
    """Read a cursor back; anything that this list and this order did not write is refused."""
    try:
        return _read(cursor, order_name, keys)
    except (ValueError, TypeError, InvalidOperation, OverflowError, RecursionError):
        raise _junk() from None


def _read(cursor: str, order_name: str, keys: Sequence[SortKey]) -> list[Any]:
    version, _, body = cursor.partition(".")
    if version != CURSOR_VERSION or not body or len(cursor) > MAX_CURSOR:
        raise ValueError(cursor)
    said = json.loads(base64.b64decode(body + "=" * (-len(body) % 4), altchars=b"-_", validate=True))
    if not isinstance(said, list) or len(said) != len(keys) + 1 or said[0] != order_name:
        raise ValueError(cursor)
    return [_typed(value, key.expression.type.python_type) for value, key in zip(said[1:], keys, strict=True)]


def _typed(value: Any, kind: type) -> Any:
    if kind is int:
        if type(value) is not int or not -(2**31) <= value < 2**31:
            raise ValueError(value)
        return value
    if not isinstance(value, str) or "\0" in value:
        raise ValueError(value)
    value.encode()  # a lone surrogate raises UnicodeEncodeError, which is a ValueError
    if kind is datetime:
        moment = datetime.fromisoformat(value)
        if moment.tzinfo is None:
            raise ValueError(value)
        return moment.astimezone(UTC)  # an OverflowError at the ends of the calendar is caught above
    if kind is date:
        return date.fromisoformat(value)
    if kind is Decimal:
        number = Decimal(value)
        if not number.is_finite() or abs(number.adjusted()) > MAX_DIGITS:
            raise ValueError(value)
        return number
    return UUID(value) if kind is UUID else kind(value)


def _junk() -> RequestError:
    return bad_input("Con trỏ không hợp lệ với danh sách này.", "This is no cursor of this list in this order.")
