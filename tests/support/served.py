"""The application in this process on a database of its own, and people who speak HTTP to it, each with a token."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx

from api.app import Application, create_app
from api.database import serving_engine
from api.issuer import DevelopmentIssuer
from api.settings import read_settings
from tests.support.server import data_of, deed_document, made_by


@dataclass(slots=True)
class Served:
    """An application that is up, and what its tokens are issued by."""

    app: Application
    http: httpx.AsyncClient
    issuer: DevelopmentIssuer

    def sign_in(self, subject: str) -> "Caller":
        """Let a person in."""
        return Caller(self.http, {"Authorization": f"Bearer {self.issuer.issue(subject, timedelta(hours=1))}"})


@asynccontextmanager
async def served(url: str, directory: Path, **options: Any) -> AsyncIterator[Served]:
    """Put the application up on a database; what is done in it is committed."""
    settings = read_settings({"THIDUA_DATA": str(directory)})
    issuer = DevelopmentIssuer(directory / "keys", settings.issuer, settings.audience)
    app = create_app(settings, serving_engine(url, 2), issuer.keys, issuer=issuer, **options)
    http = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://thidua.test")
    async with app.router.lifespan_context(app), http:
        yield Served(app, http, issuer)


@dataclass(slots=True)
class Caller:
    """Somebody who talks to the application."""

    http: httpx.AsyncClient
    headers: dict[str, str]

    async def get(self, path: str, **params: str) -> httpx.Response:
        """Ask for a file."""
        return await self.http.get(path, params=params, headers=self.headers)

    async def post(self, document: str, **variables: Any) -> dict[str, Any]:
        """Send an operation that must not fail as a request; returns its data."""
        body = {"query": document, "variables": variables}
        return data_of(await self.http.post("/graphql", json=body, headers=self.headers))

    async def ask(self, field: str, selection: str, **input: Any) -> Any:
        """Do one deed, refused or not; returns its payload."""
        return (await self.post(deed_document(field, selection), input=input))[field]

    async def refused(self, field: str, selection: str, **input: Any) -> list[str]:
        """Do one deed that must be refused; returns the rules that refuse it."""
        return [error["rule"] for error in (await self.ask(field, selection, **input))["userErrors"]]

    async def do(self, field: str, selection: str, **input: Any) -> Any:
        """Do one deed that must succeed; returns the first object of its payload."""
        return made_by(await self.ask(field, selection, **input))
