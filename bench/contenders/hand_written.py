"""Hand-written endpoints: one plain SQL statement for each, whose JSON goes to the socket as it comes.

Written as a competent person writes it: objects by json_build_object, lists by json_agg over correlated sub-selects,
the row rules of the viewer's role (Personnel) in every WHERE. Global ids and cursors are ours, so that answers can be
compared byte by byte.
"""

import base64
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

import asyncpg
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bench.contenders.serving import POOL, Doorkeeper, database_url, serve
from bench.database import plain

VISIBLE = """
    (i.state NOT IN ('DRAFT', 'UNIT_REVIEW', 'RETURNED') AND i.first_submitted_at IS NOT NULL
     OR i.created_by_id = $1
     OR i.id IN (SELECT r.initiative_id FROM initiative_authors a
                 JOIN initiative_revisions r ON r.id = a.revision_id WHERE a.person_id = $1))
"""
CREATED_AT = """to_char(i.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')"""


def cursor(parts: str) -> str:
    """Return the SQL of a cursor around the SQL of its JSON."""
    return f"'v1.' || rtrim(translate(encode(convert_to({parts}, 'UTF8'), 'base64'), E'+/\\n', '-_'), '=')"


LIST = f"""
    SELECT json_build_object('data', json_build_object('initiatives', json_build_object('nodes', (
        SELECT coalesce(json_agg(json_build_object(
            'id', 'Initiative:' || i.id, 'title', i.title, 'state', i.state,
            'hoursSaved', trim_scale(i.hours_saved)::text, 'createdAt', {CREATED_AT},
            'unit', (SELECT json_build_object('id', 'Unit:' || u.id, 'name', u.name)
                     FROM units u WHERE u.id = i.unit_id),
            'scoreSheets', json_build_object('nodes', (
                SELECT coalesce(json_agg(json_build_object(
                    'id', 'ScoreSheet:' || s.id, 'total', trim_scale(s.total)::text, 'state', s.state,
                    'marks', (
                        SELECT coalesce(json_agg(json_build_object(
                            'value', trim_scale(m.value)::text, 'comment', m.comment,
                            'criterion', json_build_object(
                                'id', 'Criterion:' || c.id, 'name', c.name, 'weight', trim_scale(c.weight)::text)
                            ) ORDER BY c.ordinal, m.id), '[]')
                        FROM marks m JOIN criteria c ON c.id = m.criterion_id WHERE m.sheet_id = s.id)
                    ) ORDER BY s.updated_at, s.id), '[]')
                FROM (SELECT * FROM score_sheets WHERE initiative_id = i.id AND state = 'SUBMITTED'
                      ORDER BY updated_at, id LIMIT 3) s))
            ) ORDER BY i.created_at DESC, i.id DESC), '[]')
        FROM (SELECT * FROM initiatives i WHERE {VISIBLE} ORDER BY created_at DESC, id DESC LIMIT $2) i
    ))))
"""

POINT = f"""
    SELECT json_build_object('data', json_build_object('initiative', (
        SELECT json_build_object(
            'id', 'Initiative:' || i.id, 'title', i.title, 'state', i.state,
            'hoursSaved', trim_scale(i.hours_saved)::text, 'createdAt', {CREATED_AT},
            'unit', (SELECT json_build_object('id', 'Unit:' || u.id, 'code', u.code, 'name', u.name)
                     FROM units u WHERE u.id = i.unit_id))
        FROM initiatives i WHERE i.id = $2 AND {VISIBLE}
    )))
"""

# One row more than the page tells whether another page follows.
_PLACE = "coalesce(e.place, 2147483647)"
_PLACE_CURSOR = cursor(f"""'["PLACE+",' || {_PLACE} || ',"' || e.id || '"]'""")
RANKING = f"""
    SELECT json_build_object('data', json_build_object('result', (
        SELECT json_build_object('id', 'Result:' || r.id, 'number', r.number, 'entries', (
            SELECT json_build_object(
                'nodes', coalesce(json_agg(json_build_object(
                    'place', e.place, 'score', trim_scale(e.score)::text, 'isTied', e.is_tied, 'sheets', e.sheets,
                    'initiative', (SELECT json_build_object('id', 'Initiative:' || i.id, 'title', i.title)
                                   FROM initiatives i WHERE i.id = e.initiative_id AND {VISIBLE}),
                    'unit', (SELECT json_build_object('id', 'Unit:' || u.id, 'name', u.name)
                             FROM units u WHERE u.id = e.unit_id)
                    ) ORDER BY e.line) FILTER (WHERE e.line <= 50), '[]'),
                'pageInfo', json_build_object(
                    'hasNextPage', count(*) > 50,
                    'endCursor', (array_agg({_PLACE_CURSOR}
                                  ORDER BY e.line DESC) FILTER (WHERE e.line <= 50))[1]))
            FROM (SELECT e.*, row_number() OVER (ORDER BY {_PLACE}, e.id) AS line FROM result_entries e
                  WHERE e.result_id = r.id AND ({_PLACE}, e.id) > ($3, $4) ORDER BY {_PLACE}, e.id LIMIT 51) e))
        FROM results r WHERE r.id = $2
    )))
"""

_MOMENT_CURSOR = cursor(f"""'["CREATED_AT-","' || {CREATED_AT} || '","' || i.id || '"]'""")
SEARCH = f"""
    SELECT json_build_object('data', json_build_object('initiatives', (
        SELECT json_build_object(
            'nodes', coalesce(json_agg(json_build_object(
                'id', 'Initiative:' || i.id, 'title', i.title, 'state', i.state,
                'unit', (SELECT json_build_object('name', u.name) FROM units u WHERE u.id = i.unit_id)
                ) ORDER BY i.line) FILTER (WHERE i.line <= 20), '[]'),
            'pageInfo', json_build_object(
                'hasNextPage', count(*) > 20,
                'endCursor', (array_agg({_MOMENT_CURSOR}
                              ORDER BY i.line DESC) FILTER (WHERE i.line <= 20))[1]))
        FROM (SELECT i.*, row_number() OVER (ORDER BY i.created_at DESC, i.id DESC) AS line FROM initiatives i
              WHERE {VISIBLE} AND i.search_text LIKE '%' || thidua_fold($2) || '%'
              ORDER BY i.created_at DESC, i.id DESC LIMIT 21) i
    )))
"""

#: What suits small answers; ours sets the same.
SETTINGS = {"timezone": "UTC", "jit": "off", "max_parallel_workers_per_gather": "0", "random_page_cost": "1.1"}

Arguments = Callable[[dict[str, Any]], tuple[Any, ...]]


def _key(given: dict[str, Any]) -> UUID:
    return UUID(given["id"].partition(":")[2])


def _ranking(given: dict[str, Any]) -> tuple[Any, ...]:
    if given["after"] is None:
        return _key(given), -1, UUID(int=0)
    body = given["after"].removeprefix("v1.")
    _order, place, key = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    return _key(given), place, UUID(key)


ENDPOINTS: dict[str, tuple[str, Arguments]] = {
    "list": (LIST, lambda given: (given["first"],)),
    "point": (POINT, lambda given: (_key(given),)),
    "ranking": (RANKING, _ranking),
    "search": (SEARCH, lambda given: (" ".join(given["text"].split()),)),
}


def make_app() -> Starlette:
    """Make the app with one route for each operation."""
    doorkeeper = Doorkeeper()

    async def nothing(_connection: object) -> None:
        """Spare the statement that asyncpg resets a connection with: nothing here changes one."""

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        url = plain(database_url())
        async with asyncpg.create_pool(
            url, min_size=POOL, max_size=POOL, reset=nothing, server_settings=SETTINGS
        ) as pool:
            app.state.pool = pool
            yield

    def endpoint(statement: str, arguments: Arguments) -> Callable[[Request], Awaitable[Response]]:
        async def answer(request: Request) -> Response:
            actor = await doorkeeper.actor_of(request)
            values = arguments(json.loads(await request.body()))
            body = await request.app.state.pool.fetchval(statement, actor.person_id, *values)
            return Response(body.encode(), media_type="application/json")

        return answer

    routes = [Route(f"/{name}", endpoint(*each), methods=["POST"]) for name, each in ENDPOINTS.items()]
    return Starlette(routes=routes, lifespan=lifespan)


if __name__ == "__main__":
    serve(make_app())
