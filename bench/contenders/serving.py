"""What the contenders that are not ours share: the same token check as ours, and the same way of serving."""

import os

import uvicorn
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool
from starlette.applications import Starlette
from starlette.requests import Request

from api.issuer import DevelopmentIssuer
from api.settings import Settings, read_settings
from api.tokens import TokenVerifier
from domain.actor import Actor
from domain.clock import machine_time
from domain.people.queries import actor_by_subject

POOL = 10


def settings() -> Settings:
    """Return the settings, as our own server reads them."""
    return read_settings(os.environ)


def database_url() -> str:
    """Return the database that the benchmark chose, for SQLAlchemy."""
    return str(settings().database_url)


class Doorkeeper:
    """Verifies every token as ours does, but asks the database only once who a subject is: a help to the others."""

    def __init__(self) -> None:
        here = settings()
        issuer = DevelopmentIssuer(here.data_directory / "keys", here.issuer, here.audience)
        self._verifier = TokenVerifier(issuer.keys, here.issuer, here.audience)
        self._actors: dict[str, Actor] = {}

    async def actor_of(self, request: Request) -> Actor:
        """Return who asks."""
        token = request.headers["authorization"].removeprefix("Bearer ")
        claims = await self._verifier.verify(token, machine_time())
        actor = self._actors.get(claims.subject)
        if actor is None:
            actor = self._actors[claims.subject] = await _actor(claims.subject)
        return actor


async def _actor(subject: str) -> Actor:
    engine = create_async_engine(database_url(), poolclass=NullPool)
    async with engine.connect() as connection:
        found = await actor_by_subject(connection, subject, machine_time())
    await engine.dispose()
    if found is None:
        raise PermissionError(subject)
    return found


class Announced(uvicorn.Server):
    """A server that says where it is once it listens."""

    async def startup(self, sockets: list[object] | None = None) -> None:  # type: ignore[override]  # same shape
        """Listen, then print the address."""
        await super().startup(sockets)  # type: ignore[arg-type]  # handed through
        port = self.servers[0].sockets[0].getsockname()[1]
        print(f"http://127.0.0.1:{port}/graphql", flush=True)


def serve(app: Starlette) -> None:
    """Serve as `thidua serve` does: one process, uvloop and httptools, no access log."""
    config = uvicorn.Config(
        app, host="127.0.0.1", port=0, log_level="warning", access_log=False, server_header=False, proxy_headers=False,
        loop="uvloop", http="httptools",
    )  # fmt: skip
    Announced(config).run()
