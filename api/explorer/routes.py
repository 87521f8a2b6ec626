"""The routes of the explorer, each answer with headers that keep the page to its own origin."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.explorer.examples import ROLE_LABELS, Example, RoleOption

HERE = Path(__file__).parent

CONTENT_SECURITY_POLICY: Final = (
    "default-src 'self'; "
    "script-src 'self'; "
    # The editor sets the size of its panes and gutters in style attributes.
    "style-src 'self' 'unsafe-inline'; "
    "connect-src 'self'; "
    "img-src 'self' data:; "
    "font-src 'self' data:; "
    "frame-ancestors 'none'; "
    "base-uri 'none'; "
    "form-action 'none'; "
    "object-src 'none'"
)

HEADERS: Final = {
    "content-security-policy": CONTENT_SECURITY_POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "same-origin",
}


def explorer_routes(
    graphql_path: str,
    roles: Callable[[], Awaitable[list[RoleOption]]] | None,
    examples: Sequence[Example],
) -> list[BaseRoute]:
    """Return the routes under /explorer; `roles` gives ready tokens and is for development only."""
    groups = [
        {"role": role, "label": label._asdict()}
        for role, label in ROLE_LABELS.items()
        if any(example.role == role for example in examples)
    ]

    async def config(_: Request) -> Response:
        people = await roles() if roles else []
        return JSONResponse(
            {
                "graphqlPath": graphql_path,
                "roles": [{**asdict(person), "label": person.label._asdict()} for person in people],
                "groups": groups,
                "examples": [{**asdict(one), "title": one.title._asdict()} for one in examples],
            },
            headers={"cache-control": "no-store"},
        )

    guard = [Middleware(_Guard)]
    return [
        Route("/explorer", _file("page.html", "text/html"), middleware=guard),
        Route("/explorer/config.json", config, middleware=guard),
        Route("/explorer/explorer.js", _file("explorer.js", "text/javascript"), middleware=guard),
        Route("/explorer/explorer.css", _file("explorer.css", "text/css"), middleware=guard),
        Mount("/explorer/static", StaticFiles(directory=HERE / "static"), middleware=guard),
    ]


def _file(name: str, media_type: str) -> Callable[[Request], Awaitable[Response]]:
    async def serve(_: Request) -> Response:
        return FileResponse(HERE / name, media_type=media_type)

    return serve


class _Guard:
    """Sets the security headers, and has browsers ask again before they reuse a file."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(HEADERS)
                headers.setdefault("cache-control", "no-cache")
            await send(message)

        await self.app(scope, receive, send_guarded)
