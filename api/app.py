"""The application in one visible call: routes, endpoint, lifespan."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy.ext.asyncio import AsyncEngine
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import Receive, Scope, Send

from api.ballot_key import ballot_box
from api.changes import Changes
from api.charts import chart_routes
from api.explorer.examples import ROLE_LABELS, RoleOption, load_examples
from api.explorer.routes import explorer_routes
from api.exports import export_routes
from api.graphql import GraphQLEndpoint
from api.health import health_routes
from api.http import language_of
from api.identity import Identity, ready_tokens
from api.imports import import_routes
from api.issuer import DevelopmentIssuer
from api.live import LiveEndpoint
from api.metrics import metrics_route
from api.migrating import newest_revision
from api.postgres import plain_url
from api.reading import ServingDatabase
from api.reports import report_routes
from api.settings import Settings
from api.streams import LiveRules
from api.tokens import KeySource, TokenVerifier
from domain.database import Database
from domain.idempotency.actions import forget_old
from schema.context import Context, context_for
from schema.limits import Limits
from schema.root import graphql_schema

GRAPHQL_PATH = "/graphql"
LIVE_PATH = "/graphql/live"


def create_app(
    settings: Settings,
    engine: AsyncEngine,
    keys: KeySource,
    *,
    issuer: DevelopmentIssuer | None = None,
    live_rules: LiveRules | None = None,
) -> "Application":
    """Put the application together. With a development issuer the explorer offers ready tokens."""
    live_rules = live_rules or LiveRules()
    database = ServingDatabase(engine, settings.pool_size)
    changes = Changes(plain_url(engine.url.render_as_string(hide_password=False)), live_rules.stroke)
    identity = Identity(database, TokenVerifier(keys, settings.issuer, settings.audience))

    ways: dict[str, Any] = {"is_compiled": settings.reads == "compiled", "ballot_box": ballot_box(settings)}

    async def context(request: Request) -> Context:
        return context_for(await identity.remembered_actor_of(request), database, language_of(request), **ways)

    async def refreshed(request: Request) -> Context:
        return context_for(await identity.actor_of(request), database, language_of(request), **ways)

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        async with database.writing() as session:
            await forget_old(session)
        yield
        live.end()
        await changes.close()
        await database.close()
        await engine.dispose()

    shows_statements = settings.development
    endpoint = GraphQLEndpoint(graphql_schema, context, Limits(), refreshed, shows_statements=shows_statements)
    live = LiveEndpoint(endpoint, refreshed, changes, live_rules)
    routes: list[BaseRoute] = [
        Route(LIVE_PATH, live),
        *health_routes(database, newest_revision()),
        *export_routes(database, identity),
        *report_routes(database, identity),
        *chart_routes(database, identity),
        *import_routes(database, identity),
    ]
    if settings.metrics:
        routes.append(metrics_route())
    if settings.development:
        routes += [Route("/", _to_explorer), *_explorer(database, issuer)]
    return Application(endpoint, live, routes=routes, lifespan=lifespan)


class Application(Starlette):
    """The routes, with a short way to the one that nearly every request takes."""

    def __init__(self, endpoint: GraphQLEndpoint, live: LiveEndpoint, **options: Any) -> None:
        super().__init__(**options)
        self._endpoint = endpoint
        self._live = live

    def end_streams(self) -> None:
        """End what never ends by itself, so that a server can stop."""
        self._live.end()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer GraphQL at once: its endpoint tells every error itself and needs no middleware."""
        if scope["type"] == "http" and scope["path"] == GRAPHQL_PATH:
            scope["app"] = self
            await self._endpoint(scope, receive, send)
        else:
            await super().__call__(scope, receive, send)


async def _to_explorer(_request: Request) -> Response:
    return RedirectResponse("/explorer")


def _explorer(database: Database, issuer: DevelopmentIssuer | None) -> list[BaseRoute]:
    async def roles() -> list[RoleOption]:
        ready = await ready_tokens(database, issuer) if issuer is not None else []
        return [RoleOption(role.lower(), ROLE_LABELS[role.lower()], name, token) for role, name, token in ready]

    return explorer_routes(GRAPHQL_PATH, roles if issuer is not None else None, load_examples())
