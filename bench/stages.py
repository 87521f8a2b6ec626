"""Where the time of one read goes: each stage of the way from the request's bytes to the answer's, by itself."""

import asyncio
import json
import statistics
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from rich.console import Console
from rich.table import Table
from starlette.requests import Request

from api.database import serving_engine
from api.http import language_of, negotiated_type, read_request
from api.identity import Identity
from api.issuer import DevelopmentIssuer
from api.reading import ServingDatabase
from api.responses import RawResponse
from api.tokens import TokenVerifier
from bench.contenders.starting import DATA, token_of
from bench.operations import POINT
from domain.actor import Role
from schema.documents import DocumentCache
from schema.limits import Limits
from schema.operations import Prepared, prepare
from schema.root import graphql_schema

RUNS, WARM = 3000, 300
Stage = Callable[[], Awaitable[Any]]


async def measure(  # noqa: C901 -- one short function for each stage
    database_url: str, point: Mapping[str, Any], settings: Any
) -> dict[str, float]:
    """Return the median microseconds of each stage of the point read."""
    database = ServingDatabase(serving_engine(database_url, 2), 2)
    issuer = DevelopmentIssuer(DATA / "keys", settings.issuer, settings.audience)
    identity = Identity(database, TokenVerifier(issuer.keys, settings.issuer, settings.audience))
    cache, limits = DocumentCache(), Limits()
    body = json.dumps({"query": POINT, "variables": dict(point)}).encode()
    headers = {
        "host": "bench",
        "content-type": "application/json",
        "accept": "application/json",
        "authorization": f"Bearer {token_of(Role.PERSONNEL)}",
    }

    def request() -> Request:
        scope = {
            "type": "http",
            "method": "POST",
            "path": "/graphql",
            "raw_path": b"/graphql",
            "query_string": b"",
            "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
        }

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": body, "more_body": False}

        return Request(scope, receive)

    actor = await identity.remembered_actor_of(request())
    prepared = prepare(graphql_schema, POINT, None, point, limits=limits, cache=cache)
    if not isinstance(prepared, Prepared):
        raise TypeError("the point read is refused")
    asked = prepared.operation.request(prepared.variables, actor)
    statement = prepared.operation.planned(asked).statement
    answer = await database.fetch(statement, asked.arguments(statement))

    async def headers_and_body() -> None:
        given = request()
        negotiated_type(given)
        language_of(given)
        await read_request(given, limits)

    async def caller() -> None:
        await identity.remembered_actor_of(request())

    async def document_and_variables() -> None:
        prepare(graphql_schema, POINT, None, point, limits=limits, cache=cache)

    async def plan() -> None:
        again = prepared.operation.request(prepared.variables, actor)
        again.arguments(prepared.operation.planned(again).statement)

    async def connection() -> None:
        connections = database.connections(statement)
        connections.give_back(await connections.take())

    async def database_and_driver() -> None:
        await database.fetch(statement, asked.arguments(statement))

    async def response() -> None:
        whole = b'{"data":%b,"extensions":{"cost":{"requested":%d}}}' % (answer or b"", prepared.cost)
        await RawResponse(whole, "application/json")(request().scope, request().receive, _sent)

    stages = (headers_and_body, caller, document_and_variables, plan, connection, database_and_driver, response)
    try:
        return {stage.__name__: await _median(stage) for stage in stages}
    finally:
        await database.close()


async def _sent(_message: Any) -> None:
    """Take what the server would put on the wire."""


async def _median(stage: Stage) -> float:
    spent = []
    for run in range(RUNS + WARM):
        began = time.perf_counter_ns()
        await stage()
        if run >= WARM:
            spent.append(time.perf_counter_ns() - began)
    return round(statistics.median(spent) / 1000, 1)


def show_stages(console: Console, found: Mapping[str, float]) -> None:
    """Print the stages; the database's share holds the connection's."""
    table = Table(title="Một lần đọc, µs từng chặng / one point read, µs of each stage")
    table.add_column("")
    table.add_column("µs", justify="right")
    for name, spent in found.items():
        table.add_row(name.replace("_", " "), f"{spent:.1f}")
    console.print(table)


def run(database_url: str, point: Mapping[str, Any], settings: Any) -> dict[str, float]:
    """Measure in a loop of its own."""
    return asyncio.run(measure(database_url, point, settings))
