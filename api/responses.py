"""How answers leave: the one place that knows a status code, and the headers that every answer carries."""

import json
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any, NamedTuple

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

GRAPHQL_RESPONSE = "application/graphql-response+json"


class Status(NamedTuple):
    """The status of one kind of answer: for the GraphQL media type, and for plain JSON."""

    graphql_response: int
    json: int


#: By error code, and for requests that are wrong as HTTP by our name of the fault.
STATUS: Mapping[str, Status] = MappingProxyType(
    {
        "OK": Status(200, 200),
        "GRAPHQL_PARSE_FAILED": Status(400, 200),
        "GRAPHQL_VALIDATION_FAILED": Status(400, 200),
        "OPERATION_RESOLUTION_FAILURE": Status(400, 200),
        "OPERATION_TOO_COMPLEX": Status(400, 200),
        "BAD_USER_INPUT": Status(400, 200),
        "PERSISTED_QUERY_NOT_SUPPORTED": Status(400, 200),
        "UNAUTHENTICATED": Status(401, 401),
        "FORBIDDEN": Status(403, 403),
        "RATE_LIMITED": Status(429, 429),
        "INTERNAL_SERVER_ERROR": Status(500, 500),
        "OPERATION_TIMEOUT": Status(503, 503),
        "UNAVAILABLE": Status(503, 503),
        "BAD_REQUEST": Status(400, 400),
        "BAD_STRING": Status(400, 400),
        "METHOD_NOT_ALLOWED": Status(405, 405),
        "NOT_ACCEPTABLE": Status(406, 406),
        "BODY_TOO_LARGE": Status(413, 413),
        "URL_TOO_LONG": Status(414, 414),
        "UNSUPPORTED_MEDIA_TYPE": Status(415, 415),
    }
)


SAFE = {"X-Content-Type-Options": "nosniff", "Cache-Control": "no-store"}


class RawResponse:
    """JSON that is already written, on its way with nothing in between."""

    def __init__(self, content: bytes, media_type: str) -> None:
        self._content = content
        self._media_type = media_type

    async def __call__(self, _scope: Scope, _receive: Receive, send: Send) -> None:
        """Send it."""
        headers = [*raw_headers(self._media_type), (b"content-length", b"%d" % len(self._content))]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": self._content})


@lru_cache
def raw_headers(media_type: str) -> list[tuple[bytes, bytes]]:
    """Return the headers that every answer carries, as ASGI has them."""
    told = {**SAFE, "Content-Type": f"{media_type}; charset=utf-8"}
    return [(name.lower().encode(), value.encode()) for name, value in told.items()]


def dumped(body: Mapping[str, Any]) -> bytes:
    """Write JSON as every answer has it."""
    return json.dumps(body, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()


def respond(fault: str, body: Mapping[str, Any], media_type: str, headers: Mapping[str, str] | None = None) -> Response:
    """Answer in JSON, never cached and never sniffed, under the status of `fault` (or "OK")."""
    status = STATUS.get(fault, STATUS["BAD_REQUEST"])
    return Response(
        dumped(body),
        status.graphql_response if media_type == GRAPHQL_RESPONSE else status.json,
        {**SAFE, **(headers or {})},
        f"{media_type}; charset=utf-8",
    )
