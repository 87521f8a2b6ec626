"""The reference execution of reads: batch loaders made from bindings, one statement per field whatever the rows.

It is simple rather than fast: every compiled read is compared with it.
"""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, RowMapping, any_, func, literal, select
from sqlalchemy.dialects.postgresql import ARRAY
from strawberry.dataloader import DataLoader

from domain.actor import Actor
from domain.database import Database
from domain.reading.pages import counts_per_parent, ordered, page_of, pages_per_parent
from domain.reading.run import Reader
from schema.bindings import ENTITIES, Entity, Owned, Row, ToConnection, ToOne
from schema.pagination import LoadedEdge, LoadedPage, PageInfo, write_cursor
from schema.slices import Slice


class Reads:
    """The loaders of one operation, for one actor."""

    def __init__(self, database: Database, actor: Actor) -> None:
        self.reader = Reader(database, actor)
        self._actor = actor
        self._loaders: dict[Any, DataLoader[Any, Any]] = {}

    async def by_key(self, type_name: str, key: UUID) -> Row | None:
        """Read one object by its primary key; None when it is missing or invisible."""
        entity = ENTITIES[type_name]
        load = self._loader((type_name, "key"), partial(self._load_by, entity, entity.source.key))
        return await load.load(key)  # type: ignore[no-any-return]

    async def to_one(self, binding: ToOne, key: Any) -> Row | None:
        """Read the object that a row points at."""
        if key is None:
            return None
        if binding.to is None:
            return await self.by_key(binding.target, key)
        entity = ENTITIES[binding.target]
        load = self._loader(binding, partial(self._load_by, entity, binding.to))
        return await load.load(key)  # type: ignore[no-any-return]

    async def sole(self, type_name: str) -> Row | None:
        """Read the one row of a type that the viewer can see."""
        entity = ENTITIES[type_name]
        statement = select(*entity.columns(self._actor)).where(entity.source.visible(self._actor))
        rows = await self.reader.rows(statement)
        return Row(type_name, rows[0]) if rows else None

    async def owned(self, binding: Owned, parent: UUID) -> list[Row]:
        """Read all objects that belong to a row, in their order."""
        if binding.parent is None:
            return await self._load_all(binding)
        load = self._loader(binding, partial(self._load_owned, binding))
        return await load.load(parent)  # type: ignore[no-any-return]

    async def connection(self, binding: ToConnection, parent: UUID | None, asked: Slice, name: Any) -> LoadedPage:
        """Read a page; `name` tells one set of arguments from another, so that equal ones share a statement."""
        if parent is None:
            return await self._whole_page(binding, asked)
        load = self._loader((name, "page"), partial(self._load_pages, binding, asked, name))
        return await load.load(parent)  # type: ignore[no-any-return]

    def _loader(self, name: Any, load: Callable[[list[Any]], Any]) -> DataLoader[Any, Any]:
        if name not in self._loaders:
            self._loaders[name] = DataLoader(load_fn=load)
        return self._loaders[name]

    async def _load_by(self, entity: Entity, column: Any, keys: list[Any]) -> list[Row | None]:
        statement = select(*entity.columns(self._actor), column.label("_found")).where(
            _among(column, keys), entity.source.visible(self._actor)
        )
        found = {row["_found"]: Row(entity.name, row) for row in await self.reader.rows(statement)}
        return [found.get(key) for key in keys]

    async def _load_all(self, binding: Owned) -> list[Row]:
        entity = ENTITIES[binding.target]
        statement = (
            select(*entity.columns(self._actor))
            .where(entity.source.visible(self._actor))
            .order_by(*ordered(binding.order, backward=False))
        )
        return [Row(entity.name, row) for row in await self.reader.rows(statement)]

    async def _load_owned(self, binding: Owned, parents: list[UUID]) -> list[list[Row]]:
        entity = ENTITIES[binding.target]
        parent: Any = binding.parent
        statement = (
            select(*entity.columns(self._actor), parent.label("_parent"))
            .where(_among(parent, parents), entity.source.visible(self._actor))
            .order_by(*ordered(binding.order, backward=False))
        )
        by_parent: dict[UUID, list[Row]] = {key: [] for key in parents}
        for row in await self.reader.rows(statement):
            by_parent[row["_parent"]].append(Row(entity.name, row))
        return [by_parent[key] for key in parents]

    def _conditions(self, binding: ToConnection, asked: Slice) -> list[ColumnElement[bool]]:
        bound = [chosen.bound() for chosen in asked.conditions]
        return [*bound, *asked.masks, ENTITIES[binding.target].source.visible(self._actor)]

    async def _whole_page(self, binding: ToConnection, asked: Slice) -> LoadedPage:
        entity = ENTITIES[binding.target]
        conditions = self._conditions(binding, asked)
        rows = await self.reader.rows(page_of(entity.columns(self._actor), conditions, asked.order.keys, asked.page))

        async def count() -> int:
            statement = select(func.count()).select_from(entity.source.table).where(*conditions)
            return int((await self.reader.rows(statement))[0]["count"])

        return _loaded(entity, rows, asked, count)

    async def _load_pages(
        self, binding: ToConnection, asked: Slice, name: Any, parents: list[UUID]
    ) -> list[LoadedPage]:
        entity = ENTITIES[binding.target]
        parent: Any = binding.parent
        statement = pages_per_parent(
            entity.columns(self._actor),
            [*self._conditions(binding, asked), _among(parent, parents)],
            asked.order.keys,
            asked.page,
            parent,
        )
        by_parent: dict[UUID, list[RowMapping]] = {key: [] for key in parents}
        for row in await self.reader.rows(statement):
            by_parent[row["_parent"]].append(row)
        counts = self._loader((name, "count"), partial(self._load_counts, binding, asked))
        return [_loaded(entity, by_parent[key], asked, partial(counts.load, key)) for key in parents]

    async def _load_counts(self, binding: ToConnection, asked: Slice, parents: list[UUID]) -> list[int]:
        parent: Any = binding.parent
        statement = counts_per_parent([*self._conditions(binding, asked), _among(parent, parents)], parent)
        counts = {row["_parent"]: row["_count"] for row in await self.reader.rows(statement)}
        return [counts.get(key, 0) for key in parents]


def _among(column: Any, keys: Sequence[Any]) -> ColumnElement[bool]:
    return column == any_(literal(list(dict.fromkeys(keys)), ARRAY(column.type)))  # type: ignore[no-any-return]


def _loaded(entity: Entity, rows: Sequence[RowMapping], asked: Slice, count: Callable[[], Any]) -> LoadedPage:
    page = asked.page
    kept, is_more = list(rows[: page.limit]), len(rows) > page.limit
    if page.backward:
        kept.reverse()
    edges = [
        LoadedEdge(
            write_cursor(asked.order.name, [row[f"_sort{index}"] for index in range(len(asked.order.keys))]),
            Row(entity.name, row),
        )
        for row in kept
    ]
    info = PageInfo(
        has_next_page=page.before is not None if page.backward else is_more,
        has_previous_page=is_more if page.backward else page.after is not None,
        start_cursor=edges[0].cursor if edges else None,
        end_cursor=edges[-1].cursor if edges else None,
    )
    return LoadedPage(edges, info, count)
