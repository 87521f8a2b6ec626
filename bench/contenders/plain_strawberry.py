"""A plain Strawberry server over the same tables: types with resolvers over ORM rows, a DataLoader for each relation.

Parsing and validation are cached, relations are loaded in batches, sessions are short: what its documentation advises.
"""

# ruff: noqa: D102 -- resolvers are named as the fields of the schema, which says what they are

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

import strawberry
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount
from strawberry.asgi import GraphQL
from strawberry.extensions import ParserCache, ValidationCache

from bench.contenders.plain_loaders import Loaders
from bench.contenders.serving import POOL, Doorkeeper, database_url, serve
from domain.criteria import model as criteria
from domain.evaluations import model as evaluations
from domain.initiatives import model as initiatives
from domain.results import model as results
from domain.units import model as units
from schema.pagination import write_cursor
from schema.written import write_decimal, write_moment

Info = strawberry.Info[dict[str, Loaders], Any]
LAST_PLACE = 2147483647


def key_of(id: str) -> UUID:
    """Return the key within a global id."""
    return UUID(id.partition(":")[2])


@strawberry.type
class PageInfo:
    """Where a page lies."""

    has_next_page: bool
    end_cursor: str | None


@strawberry.type
class Unit:
    """A unit."""

    id: strawberry.ID
    code: str
    name: str

    @classmethod
    def of(cls, row: units.Unit) -> "Unit":
        return cls(id=strawberry.ID(f"Unit:{row.id}"), code=row.code, name=row.name)


@strawberry.type
class Criterion:
    """A criterion."""

    id: strawberry.ID
    name: str
    weight: str

    @classmethod
    def of(cls, row: criteria.Criterion) -> "Criterion":
        return cls(id=strawberry.ID(f"Criterion:{row.id}"), name=row.name, weight=write_decimal(row.weight))


@strawberry.type
class Mark:
    """A mark."""

    row: strawberry.Private[evaluations.Mark]
    value: str
    comment: str | None

    @classmethod
    def of(cls, row: evaluations.Mark) -> "Mark":
        return cls(row=row, value=write_decimal(row.value), comment=row.comment)

    @strawberry.field
    async def criterion(self, info: Info) -> Criterion:
        return Criterion.of(await info.context["loaders"].criteria.load(self.row.criterion_id))


@strawberry.type
class ScoreSheet:
    """A score sheet."""

    row: strawberry.Private[evaluations.ScoreSheet]
    id: strawberry.ID
    total: str | None
    state: str

    @classmethod
    def of(cls, row: evaluations.ScoreSheet) -> "ScoreSheet":
        total = None if row.total is None else write_decimal(row.total)
        return cls(row=row, id=strawberry.ID(f"ScoreSheet:{row.id}"), total=total, state=row.state.value)

    @strawberry.field
    async def marks(self, info: Info) -> list[Mark]:
        return [Mark.of(row) for row in await info.context["loaders"].marks.load(self.row.id)]


@strawberry.type
class ScoreSheetConnection:
    """Score sheets."""

    nodes: list[ScoreSheet]


@strawberry.type
class Initiative:
    """An initiative."""

    row: strawberry.Private[initiatives.Initiative]
    id: strawberry.ID
    title: str
    state: str
    hours_saved: str
    created_at: str

    @classmethod
    def of(cls, row: initiatives.Initiative) -> "Initiative":
        return cls(
            row=row,
            id=strawberry.ID(f"Initiative:{row.id}"),
            title=row.title,
            state=row.state.value,
            hours_saved=write_decimal(row.hours_saved),
            created_at=write_moment(row.created_at),
        )

    @strawberry.field
    async def unit(self, info: Info) -> Unit:
        return Unit.of(await info.context["loaders"].units.load(self.row.unit_id))

    @strawberry.field
    async def score_sheets(self, info: Info, first: int) -> ScoreSheetConnection:
        rows = await info.context["loaders"].sheets.load(self.row.id)
        return ScoreSheetConnection(nodes=[ScoreSheet.of(row) for row in rows[:first]])


@strawberry.type
class InitiativeConnection:
    """Initiatives."""

    nodes: list[Initiative]
    page_info: PageInfo


@strawberry.type
class ResultEntry:
    """A standing."""

    row: strawberry.Private[results.ResultEntry]
    place: int | None
    score: str | None
    is_tied: bool
    sheets: int

    @classmethod
    def of(cls, row: results.ResultEntry) -> "ResultEntry":
        score = None if row.score is None else write_decimal(row.score)
        return cls(row=row, place=row.place, score=score, is_tied=row.is_tied, sheets=row.sheets)

    @strawberry.field
    async def initiative(self, info: Info) -> Initiative | None:
        row = await info.context["loaders"].initiatives.load(self.row.initiative_id)
        return None if row is None else Initiative.of(row)

    @strawberry.field
    async def unit(self, info: Info) -> Unit:
        return Unit.of(await info.context["loaders"].units.load(self.row.unit_id))


@strawberry.type
class ResultEntryConnection:
    """Standings."""

    nodes: list[ResultEntry]
    page_info: PageInfo


@strawberry.type
class Result:
    """A result."""

    row: strawberry.Private[results.Result]
    id: strawberry.ID
    number: int

    @strawberry.field
    async def entries(self, info: Info, first: int, after: str | None = None) -> ResultEntryConnection:
        rows = await info.context["loaders"].standings(self.row.id, first + 1, after)
        page = rows[:first]
        ends = [write_cursor("PLACE+", [LAST_PLACE if row.place is None else row.place, row.id]) for row in page[-1:]]
        return ResultEntryConnection(
            nodes=[ResultEntry.of(row) for row in page], page_info=_page_info(rows, first, ends)
        )


def _page_info(rows: Sequence[Any], first: int, ends: list[str]) -> PageInfo:
    return PageInfo(has_next_page=len(rows) > first, end_cursor=ends[0] if ends else None)


@strawberry.input
class InitiativeFilter:
    """What initiatives to keep."""

    search: str | None = None


@strawberry.type
class Query:
    """The operations of the benchmark."""

    @strawberry.field
    async def initiatives(self, info: Info, first: int, filter: InitiativeFilter | None = None) -> InitiativeConnection:
        search = None if filter is None else filter.search
        rows = await info.context["loaders"].newest(first + 1, search)
        page = rows[:first]
        ends = [write_cursor("CREATED_AT-", [row.created_at, row.id]) for row in page[-1:]]
        return InitiativeConnection(nodes=[Initiative.of(row) for row in page], page_info=_page_info(rows, first, ends))

    @strawberry.field
    async def initiative(self, info: Info, id: strawberry.ID) -> Initiative | None:
        row = await info.context["loaders"].initiatives.load(key_of(id))
        return None if row is None else Initiative.of(row)

    @strawberry.field
    async def result(self, info: Info, id: strawberry.ID) -> Result | None:
        row = await info.context["loaders"].results.load(key_of(id))
        return None if row is None else Result(row=row, id=id, number=row.number)


def make_app() -> Starlette:
    """Make the app."""
    engine = create_async_engine(
        database_url(), pool_size=POOL, max_overflow=0, connect_args={"server_settings": {"timezone": "UTC"}}
    )
    sessions = async_sessionmaker(engine, expire_on_commit=False)
    doorkeeper = Doorkeeper()

    class Endpoint(GraphQL[dict[str, Loaders], None]):
        async def get_context(self, request: Request, response: Response) -> dict[str, Loaders]:  # type: ignore[override]  # noqa: ARG002 -- Strawberry's signature
            return {"loaders": Loaders(sessions, await doorkeeper.actor_of(request))}

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        yield
        await engine.dispose()

    schema = strawberry.Schema(Query, extensions=[ParserCache(maxsize=128), ValidationCache(maxsize=128)])
    return Starlette(routes=[Mount("/graphql", Endpoint(schema))], lifespan=lifespan)


if __name__ == "__main__":
    serve(make_app())
