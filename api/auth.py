"""Decides where a credential may come from: the Authorization header, as a bearer token, and nowhere else."""

import re

from starlette.requests import Request

from api.http import Unauthenticated

#: RFC 6750, section 2.1.
BEARER = re.compile(r"bearer +([A-Za-z0-9._~+/-]+=*)", re.IGNORECASE)


def bearer_token(request: Request) -> str | None:
    """Return the token, None when nothing was sent; raise Unauthenticated on anything else."""
    headers = [value for name, value in request.scope["headers"] if name == b"authorization"]
    if not headers:
        return None
    match = BEARER.fullmatch(headers[0].decode("latin-1").strip())
    if match is None or len(headers) > 1:
        raise Unauthenticated
    return match[1]
