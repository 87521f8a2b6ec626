"""What all downloads have in common: who asks, refusals as JSON with the codes of the API, safe headers."""

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from api.http import HTTPError, Unauthenticated, language_of
from api.identity import Identity
from domain.actor import Actor
from domain.errors import DomainError, Invalid, NotFound

SAFE = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}

#: Makes the download for an actor, in a language. Raises DomainError.
Produce = Callable[[Request, Actor, str], Awaitable[Response]]
Endpoint = Callable[[Request], Awaitable[Response]]


def download(identity: Identity, produce: Produce) -> Endpoint:
    """Offer a download to who has signed in; refusals of the domain become 400, 403 or 404."""

    async def endpoint(request: Request) -> Response:
        language = language_of(request)
        try:
            actor = await identity.actor_of(request)
            if actor.is_anonymous:
                raise Unauthenticated
            answer = await produce(request, actor, language)
        except HTTPError as refused:
            return refusal(401, refused.code, refused.text.in_language(language), dict(refused.headers))
        except DomainError as refused:
            status = 404 if isinstance(refused, NotFound) else 400 if isinstance(refused, Invalid) else 403
            return refusal(status, refused.rule, refused.text.in_language(language))
        answer.headers.update(SAFE)
        return answer

    return endpoint


def refusal(status: int, code: str, message: str, headers: dict[str, str] | None = None) -> Response:
    """Answer with an error as the API words it."""
    body = {"errors": [{"message": message, "extensions": {"code": code}}]}
    return JSONResponse(body, status, headers={**SAFE, **(headers or {})})
