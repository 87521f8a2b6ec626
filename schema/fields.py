"""Fields that lead from one object to others: declared here, resolved by the loaders of the reference execution."""

import asyncio
from typing import Annotated, Any

import strawberry

from domain.errors import Text
from domain.reading.pages import Through
from domain.reading.source import RowFilter
from schema import node_ids
from schema.bindings import (
    BINDING,
    ENTITIES,
    Column,
    Computed,
    Expression,
    Lookup,
    Lookups,
    Node,
    Ordering,
    Owned,
    Row,
    ToConnection,
    ToOne,
    ToSole,
    keys_of,
)
from schema.context import Info
from schema.pagination import Connection
from schema.slices import slice_of
from schema.texts import describe

_FIRST = describe(Text("Số dòng đầu (1-100, mặc định 20).", "How many rows from the start (1-100, 20 by default)."))
_LAST = describe(Text("Số dòng cuối (1-100).", "How many rows from the end (1-100)."))
_AFTER = describe(Text("Chỉ lấy các dòng sau con trỏ này.", "Only rows after this cursor."))
_BEFORE = describe(Text("Chỉ lấy các dòng trước con trỏ này.", "Only rows before this cursor."))
_FILTER = describe(Text("Điều kiện lọc; các điều kiện đều phải đúng.", "What rows must satisfy, all of it."))
_ORDER = describe(Text("Thứ tự sắp xếp.", "The order of the rows."))
_ID = describe(Text("Mã định danh.", "The id."))
_IDS = describe(Text("Các mã định danh, tối đa 100.", "The ids, at most 100."))

MAX_NODES = 100


def argument(kind: Any, description: str) -> Any:
    """Annotate an argument with its description."""
    return Annotated[kind, strawberry.argument(description=description)]


def one(
    target: str,
    reference: Any,
    key: Expression,
    description: Text,
    *,
    to: Expression | None = None,
    mask: RowFilter | None = None,
) -> Any:
    """Declare a field that leads to one object: the row's `key` equals the target's column `to` (its id by default)."""
    binding = ToOne(target, Column(key, mask), to)

    async def resolver(root: Any, info: Any) -> Any:
        field_name = info._field.python_name  # noqa: SLF001 -- Strawberry has no public name for it
        return await info.context.reads.to_one(binding, root[f"_key_{field_name}"])

    resolver.__annotations__ = {"root": Any, "info": Info, "return": reference | None}
    return strawberry.field(resolver=resolver, description=describe(description), metadata={BINDING: binding})


def sole(target: str, reference: Any, description: Text) -> Any:
    """Declare a root field that leads to the one row of its type that the viewer can see."""
    binding = ToSole(target)

    async def resolver(info: Any) -> Any:
        return await info.context.reads.sole(target)

    resolver.__annotations__ = {"info": Info, "return": reference | None}
    return strawberry.field(resolver=resolver, description=describe(description), metadata={BINDING: binding})


def owned(
    target: str,
    reference: Any,
    parent: Expression | None,
    description: Text,
    *,
    order: list[tuple[Expression | Through, bool]],
) -> Any:
    """Declare a bounded list: of the objects whose `parent` column holds this row's key, or (None) of all there are."""
    binding = Owned(target, parent, keys_of(order))

    async def resolver(root: Any, info: Any) -> Any:
        return await info.context.reads.owned(binding, root.key)

    resolver.__annotations__ = {"root": Any, "info": Info, "return": list[reference]}
    return strawberry.field(resolver=resolver, description=describe(description), metadata={BINDING: binding})


def connection(
    target: str,
    reference: Any,
    description: Text,
    *,
    filters: type | None,
    ordering: Ordering,
    parent: Expression | None = None,
    mask: RowFilter | None = None,
) -> Any:
    """Declare a paginated list: of everything visible, or of this row (`parent` is the column that points at it).

    Rows of which `mask` hides the parent are left out.
    """
    binding = ToConnection(target, filters, ordering, parent, mask)

    async def resolver(
        root: Any,
        info: Any,
        first: Any = strawberry.UNSET,
        last: Any = strawberry.UNSET,
        after: Any = strawberry.UNSET,
        before: Any = strawberry.UNSET,
        filter: Any = strawberry.UNSET,
        order_by: Any = strawberry.UNSET,
    ) -> Any:
        arguments = {
            "first": first,
            "last": last,
            "after": after,
            "before": before,
            "filter": filter,
            "order_by": order_by,
        }
        asked = slice_of(binding, arguments, info.context.actor)
        name = (id(binding), repr(arguments))
        parent_key = root.key if parent is not None and isinstance(root, Row) else None
        return await info.context.reads.connection(binding, parent_key, asked, name)

    annotations: dict[str, Any] = {
        "root": Any,
        "info": Info,
        "first": argument(int | None, _FIRST),
        "last": argument(int | None, _LAST),
        "after": argument(str | None, _AFTER),
        "before": argument(str | None, _BEFORE),
        "filter": argument(filters | None, _FILTER) if filters is not None else None,
        "order_by": argument(ordering.input_type | None, _ORDER),
        "return": Connection[reference] | None,
    }
    resolver.__annotations__ = annotations
    return strawberry.field(resolver=resolver, description=describe(description), metadata={BINDING: binding})


def lookup(target: str, reference: Any, description: Text) -> Any:
    """Declare a root field that finds one object by its global id; null when missing, hidden or of another type."""

    async def resolver(info: Any, id: Any) -> Any:
        key = node_ids.decode_as(id, target)
        return None if key is None else await info.context.reads.by_key(target, key)

    resolver.__annotations__ = {"info": Info, "id": argument(strawberry.ID, _ID), "return": reference | None}
    return strawberry.field(resolver=resolver, description=describe(description), metadata={BINDING: Lookup(target)})


def computed(resolver: Any, description: Text) -> Any:
    """Declare a field that only Python can compute; it sends its operation to the reference execution."""
    return strawberry.field(resolver=resolver, description=describe(description), metadata={BINDING: Computed()})


def node(description: Text) -> Any:
    """Declare Relay's `node`: the object of any type with a global id, null when there is none for the viewer."""

    async def resolver(info: Any, id: Any) -> Any:
        return await _find(info, id)

    resolver.__annotations__ = {"info": Info, "id": argument(strawberry.ID, _ID), "return": Node | None}
    return strawberry.field(resolver=resolver, description=describe(description), metadata={BINDING: Lookup(None)})


def nodes(description: Text) -> Any:
    """Declare `nodes`: one answer for each id, in their order, at most 100."""
    binding = Lookups(MAX_NODES)

    async def resolver(info: Any, ids: Any) -> Any:
        binding.check(ids)
        # Gathered, so that ids of one type share a statement.
        return await asyncio.gather(*(_find(info, each) for each in ids))

    annotation = argument(list[strawberry.ID], _IDS)
    resolver.__annotations__ = {"info": Info, "ids": annotation, "return": list[Node | None]}
    return strawberry.field(resolver=resolver, description=describe(description), metadata={BINDING: binding})


async def _find(info: Any, global_id: str) -> Row | None:
    decoded = node_ids.decode(global_id)
    if decoded is None or decoded[0] not in ENTITIES or not ENTITIES[decoded[0]].is_node:
        return None
    found: Row | None = await info.context.reads.by_key(*decoded)
    return found
