"""What goes with imports as files: the documents of a score table, the form for a jury that works on paper."""

from sqlalchemy import select
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from api.downloads import attached, download
from api.identity import Identity
from api.uploads import upload_route
from domain.actor import Actor
from domain.database import Database
from domain.errors import NotFound
from domain.imports.form import score_sheet_form
from domain.imports.model import ScoreTable
from domain.imports.queries import TABLES
from domain.reading import viewer
from schema import node_ids

#: The documents of a score table: column, media type.
DOCUMENTS = {
    "problem.json": (ScoreTable.problem, "application/json"),
    "evaluation.json": (ScoreTable.evaluation, "application/json"),
    "rules.txt": (ScoreTable.rules, "text/plain; charset=utf-8"),
}


def import_routes(database: Database, identity: Identity) -> list[Route]:
    """Make the routes of imports."""

    async def document(request: Request, actor: Actor, _language: str) -> Response:
        """`GET /score-tables/<id>/problem.json` (or evaluation.json, rules.txt)."""
        table_id = node_ids.decode_as(request.path_params["table"], "ScoreTable")
        column, media_type = DOCUMENTS.get(request.path_params["document"], (None, ""))
        if table_id is None or column is None:
            raise NotFound
        wanted = select(column).where(ScoreTable.id == table_id, TABLES.visible(actor))
        async with database.reading() as connection:
            content = await connection.scalar(wanted, viewer.values(actor))
        if content is None:
            raise NotFound
        return Response(content, media_type=media_type)

    async def form(request: Request, actor: Actor, language: str) -> Response:
        """`GET /rounds/<id>/score-sheets.csv`: a row for each sheet that is still to be filled in."""
        round_id = node_ids.decode_as(request.path_params["round"], "Round")
        if round_id is None:
            raise NotFound
        # The download leaves an audit entry, so it runs in a write transaction.
        async with database.writing() as session:
            body = await score_sheet_form(session, actor, round_id=round_id, language=language)
        return Response(body.encode(), media_type="text/csv; charset=utf-8", headers=attached("score-sheets.csv"))

    return [
        upload_route(database, identity),
        Route("/score-tables/{table}/{document}", download(identity, document), methods=["GET"]),
        Route("/rounds/{round}/score-sheets.csv", download(identity, form), methods=["GET"]),
    ]
