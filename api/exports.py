"""Downloads: the same actors, rights and filters as the API, as files."""

from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from api.downloads import attached, download
from api.identity import Identity
from domain.actor import Actor
from domain.awards.csv_table import write_csv
from domain.awards.export import nominations_for_export
from domain.database import Database
from domain.errors import NotFound
from domain.results import exporting
from schema import node_ids


def export_routes(database: Database, identity: Identity) -> list[Route]:
    """Make the download routes."""

    async def nominations(request: Request, actor: Actor, language: str) -> Response:
        """`GET /exports/nominations.csv?movement=<id>`: the nominations of a movement, for Personnel."""
        movement = request.query_params.get("movement", "")
        body = await _nominations(database, actor, movement, language)
        headers = attached("nominations.csv")
        return Response(body.encode(), media_type="text/csv; charset=utf-8", headers=headers)

    async def ledger(request: Request, actor: Actor, _language: str) -> Response:
        """`GET /rounds/<id>/ledger.jsonl`: the ledger and the results of a closed round, to be verified anywhere."""
        export = await _ledger(database, actor, request.path_params["round"])
        headers = attached(f"ledger-{export.header.round_id}.jsonl")
        return StreamingResponse(exporting.lines(database, export), media_type="application/jsonl", headers=headers)

    return [
        Route("/exports/nominations.csv", download(identity, nominations), methods=["GET"]),
        Route("/rounds/{round}/ledger.jsonl", download(identity, ledger), methods=["GET"]),
    ]


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
