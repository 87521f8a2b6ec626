"""Is the process alive, is it ready, and which version is it."""

from importlib.metadata import version

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from domain.database import Database

NO_STORE = {"Cache-Control": "no-store"}


def health_routes(database: Database, revision: str) -> list[Route]:
    """Make `/livez` (no I/O), `/readyz` (the database answers and is at `revision`) and `/version`."""

    async def livez(_request: Request) -> Response:
        return JSONResponse({"status": "ok"}, headers=NO_STORE)

    async def readyz(_request: Request) -> Response:
        try:
            async with database.reading() as connection:
                found = await connection.scalar(text("SELECT version_num FROM alembic_version"))
        except (SQLAlchemyError, OSError):
            return JSONResponse({"status": "database unreachable"}, 503, headers=NO_STORE)
        if found != revision:
            return JSONResponse({"status": "migrations pending"}, 503, headers=NO_STORE)
        return JSONResponse({"status": "ok"}, headers=NO_STORE)

    async def show_version(_request: Request) -> Response:
        return JSONResponse({"version": version("thidua")}, headers=NO_STORE)

    return [
        Route("/livez", livez),
        Route("/readyz", readyz),
        Route("/version", show_version),
    ]
