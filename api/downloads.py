"""What all downloads have in common: who asks, refusals as JSON with the codes of the API, safe headers."""

from collections.abc import Awaitable, Callable, Sequence

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from api.http import HTTPError, Unauthenticated, language_of
from api.identity import Identity
from api.responses import SAFE
from domain.actor import Actor
from domain.errors import Conflict, DomainError, NotAllowed, NotFound, Refusals

#: Makes the download for an actor, in a language. Raises DomainError or Refusals.
Produce = Callable[[Request, Actor, str], Awaitable[Response]]
Endpoint = Callable[[Request], Awaitable[Response]]


def download(identity: Identity, produce: Produce) -> Endpoint:
    """Offer a download to who has signed in; refusals of the domain become 400, 403, 404 or 409."""

    async def endpoint(request: Request) -> Response:
        language = language_of(request)
        try:
            actor = await identity.actor_of(request)
            if actor.is_anonymous:
                raise Unauthenticated
            answer = await produce(request, actor, language)
        except HTTPError as refused:
            return refusal(401, refused.code, refused.text.in_language(language), dict(refused.headers))
        except Refusals as refused:
            return _refusals(request, refused.errors, language)
        except DomainError as refused:
            return _refusals(request, [refused], language)
        answer.headers.update(SAFE)
        return answer

    return endpoint


def refusal(status: int, code: str, message: str, headers: dict[str, str] | None = None) -> Response:
    """Answer with an error as the API words it."""
    body = {"errors": [{"message": message, "extensions": {"code": code}}]}
    return JSONResponse(body, status, headers={**SAFE, **(headers or {})})


def attached(name: str) -> dict[str, str]:
    """Have a browser keep the answer as a file."""
    return {"Content-Disposition": f'attachment; filename="{name}"'}


def _refusals(request: Request, errors: Sequence[DomainError], language: str) -> Response:
    """Answer with all refusals, under the status of the first. Who only reads may not yet; who writes is too late."""
    conflict = 403 if request.method == "GET" else 409
    statuses = ((NotFound, 404), (NotAllowed, 403), (Conflict, conflict))
    status = next((code for kind, code in statuses if isinstance(errors[0], kind)), 400)
    said = [
        {"message": each.text.in_language(language), "extensions": {"code": each.rule, "path": list(each.path)}}
        for each in errors
    ]
    return JSONResponse({"errors": said}, status, headers=SAFE)
