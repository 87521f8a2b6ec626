"""The ledger of a round as a download: the same actors, rights and filters as the API."""

from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from api.downloads import attached, download
from api.identity import Identity
from domain.actor import Actor
from domain.database import Database
from domain.errors import NotFound
from domain.results import exporting
from schema import node_ids


def export_routes(database: Database, identity: Identity) -> list[Route]:
    """Make the route of the download."""

    async def ledger(request: Request, actor: Actor, _language: str) -> Response:
        """`GET /rounds/<id>/ledger.jsonl`: the ledger and the results of a closed round, to be verified anywhere."""
        export = await _ledger(database, actor, request.path_params["round"])
        headers = attached(f"ledger-{export.header.round_id}.jsonl")
        return StreamingResponse(exporting.lines(database, export), media_type="application/jsonl", headers=headers)

    return [Route("/rounds/{round}/ledger.jsonl", download(identity, ledger), methods=["GET"])]


async def _ledger(database: Database, actor: Actor, round_: str) -> exporting.Export:
    round_id: UUID | None = node_ids.decode_as(round_, "Round")
    if round_id is None:
        raise NotFound(("round",))
    # The download leaves an audit entry, so it runs in a write transaction.
    async with database.writing() as session:
        return await exporting.export_ledger(session, actor, round_id=round_id)
