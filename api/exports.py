"""Downloads: the same actors, rights and filters as the API, as files."""

from uuid import UUID

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from api.http import HTTPError, Unauthenticated, language_of
from api.identity import Identity
from domain.actor import Actor
from domain.awards.csv_table import write_csv
from domain.awards.export import nominations_for_export
from domain.database import Database
from domain.errors import DomainError, NotFound
from schema import node_ids

SAFE = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}


def export_routes(database: Database, identity: Identity) -> list[Route]:
    """Make the download routes."""

    async def nominations(request: Request) -> Response:
        """`GET /exports/nominations.csv?movement=<id>`: the nominations of a movement, for Personnel."""
        language = language_of(request)
        try:
            actor = await identity.actor_of(request)
            if actor.is_anonymous:
                raise Unauthenticated
            body = await _nominations(database, actor, request.query_params.get("movement", ""), language)
        except HTTPError as refused:
            return _refusal(401, refused.code, refused.text.in_language(language), dict(refused.headers))
        except NotFound as refused:
            return _refusal(404, refused.rule, refused.text.in_language(language))
        except DomainError as refused:
            return _refusal(403, refused.rule, refused.text.in_language(language))
        headers = {**SAFE, "Content-Disposition": 'attachment; filename="nominations.csv"'}
        return Response(body.encode(), media_type="text/csv; charset=utf-8", headers=headers)

    return [Route("/exports/nominations.csv", nominations, methods=["GET"])]


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
