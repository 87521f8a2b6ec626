"""The charts of results as SVG, for whoever may see what they show."""

from sqlalchemy import select
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from api.downloads import download
from api.identity import Identity
from domain.actor import Actor
from domain.database import Database
from domain.errors import NotFound
from domain.reading import viewer
from domain.results.model import ResultChart
from domain.results.rules import ChartKind
from domain.results.sources import CHARTS
from schema import node_ids

KINDS = {kind.value.lower(): kind for kind in ChartKind}


def chart_routes(database: Database, identity: Identity) -> list[Route]:
    """Make the routes of charts."""

    async def chart(request: Request, actor: Actor, language: str) -> Response:
        """`GET /results/<id>/charts/ranking.svg` (or severity.svg), in the language that the request asks for."""
        result_id = node_ids.decode_as(request.path_params["result"], "Result")
        kind = KINDS.get(request.path_params["kind"])
        if result_id is None or kind is None:
            raise NotFound
        wanted = select(ResultChart.svg).where(
            ResultChart.result_id == result_id,
            ResultChart.kind == kind,
            ResultChart.language == language,
            CHARTS.visible(actor),
        )
        async with database.reading() as connection:
            svg = await connection.scalar(wanted, viewer.values(actor))
        if svg is None:
            raise NotFound
        # A drawing runs nothing and loads nothing, even when it is opened by itself.
        safe = {"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'"}
        return Response(svg, media_type="image/svg+xml", headers=safe)

    return [Route("/results/{result}/charts/{kind}.svg", download(identity, chart), methods=["GET"])]
