"""Downloads: the same actors, rights and filters as the API, as files."""

from collections.abc import Awaitable, Callable
from uuid import UUID

from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from api.http import HTTPError, Unauthenticated, language_of
from api.identity import Identity
from domain.actor import Actor
from domain.awards.csv_table import write_csv
from domain.awards.export import nominations_for_export
from domain.database import Database
from domain.errors import DomainError, NotFound
from domain.results import exporting
from schema import node_ids

Download = Callable[[Request, Actor], Awaitable[Response]]
SAFE = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}


def export_routes(database: Database, identity: Identity) -> list[Route]:
    """Make the download routes."""

    async def nominations(request: Request, actor: Actor) -> Response:
        """`GET /exports/nominations.csv?movement=<id>`: the nominations of a movement, for Personnel."""
        movement = request.query_params.get("movement", "")
        body = await _nominations(database, actor, movement, language_of(request))
        headers = _attached("nominations.csv")
        return Response(body.encode(), media_type="text/csv; charset=utf-8", headers=headers)

    async def ledger(request: Request, actor: Actor) -> Response:
        """`GET /rounds/<id>/ledger.jsonl`: the ledger and the results of a closed round, to be verified anywhere."""
        export = await _ledger(database, actor, request.path_params["round"])
        headers = _attached(f"ledger-{export.header.round_id}.jsonl")
        return StreamingResponse(exporting.lines(database, export), media_type="application/jsonl", headers=headers)

    return [
        Route("/exports/nominations.csv", _downloading(identity, nominations), methods=["GET"]),
        Route("/rounds/{round}/ledger.jsonl", _downloading(identity, ledger), methods=["GET"]),
    ]


def _downloading(identity: Identity, answer: Download) -> Callable[[Request], Awaitable[Response]]:
    """Answer who has signed in, and say in words and by status what was refused."""

    async def endpoint(request: Request) -> Response:
        language = language_of(request)
        try:
            actor = await identity.actor_of(request)
            if actor.is_anonymous:
                raise Unauthenticated
            return await answer(request, actor)
        except HTTPError as refused:
            return _refusal(401, refused.code, refused.text.in_language(language), dict(refused.headers))
        except NotFound as refused:
            return _refusal(404, refused.rule, refused.text.in_language(language))
        except DomainError as refused:
            return _refusal(403, refused.rule, refused.text.in_language(language))

    return endpoint


def _attached(name: str) -> dict[str, str]:
    return {**SAFE, "Content-Disposition": f'attachment; filename="{name}"'}


async def _ledger(database: Database, actor: Actor, round_: str) -> exporting.Export:
    round_id: UUID | None = node_ids.decode_as(round_, "Round")
    if round_id is None:
        raise NotFound(("round",))
    # The download leaves an audit entry, so it runs in a write transaction.
    async with database.writing() as session:
        return await exporting.export_ledger(session, actor, round_id=round_id)


async def _nominations(database: Database, actor: Actor, movement: str, language: str) -> str:
    movement_id: UUID | None = node_ids.decode_as(movement, "Movement")
    if movement_id is None:
        raise NotFound(("movement",))
    # The download leaves an audit entry, so it runs in a write transaction.
    async with database.writing() as session:
        rows = await nominations_for_export(session, actor, movement_id=movement_id)
    return write_csv(rows, language)


def _refusal(status: int, code: str, message: str, headers: dict[str, str] | None = None) -> Response:
    body = {"errors": [{"message": message, "extensions": {"code": code}}]}
    return JSONResponse(body, status, headers={**SAFE, **(headers or {})})
