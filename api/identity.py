"""From a request to the person who acts: the token says who, our tables say what they may do."""

import logging
from datetime import timedelta

from starlette.requests import Request

from api.auth import bearer_token
from api.demo.story import SUBJECT_PREFIX
from api.http import Unauthenticated
from api.issuer import DevelopmentIssuer
from api.tokens import InvalidToken, TokenVerifier
from domain.actor import ANONYMOUS, Actor, Role
from domain.clock import machine_time, utc_now
from domain.database import Database
from domain.people.queries import actor_by_subject, one_person_per_role

logger = logging.getLogger(__name__)

#: How long a ready token of the development issuer lasts.
READY_TOKEN_LIFETIME = timedelta(hours=12)


class Identity:
    """Turns bearer tokens into actors; roles are read at every request, so a revoked role is refused at once."""

    def __init__(self, database: Database, verifier: TokenVerifier) -> None:
        self._database = database
        self._verifier = verifier

    async def actor_of(self, request: Request) -> Actor:
        """Return who sent the request, nobody without a token. Raises Unauthenticated for one that opens nothing."""
        token = bearer_token(request)
        if token is None:
            return ANONYMOUS
        try:
            # Tokens are judged by the machine's clock, roles and deeds by the domain's.
            claims = await self._verifier.verify(token, machine_time())
        except InvalidToken as refused:
            logger.info("token refused: %s", refused.reason)
            raise Unauthenticated from None
        async with self._database.reading() as connection:
            actor = await actor_by_subject(connection, claims.subject, utc_now())
        if actor is None:
            logger.info("token refused: no present person has this subject")
            raise Unauthenticated
        return actor


async def ready_tokens(database: Database, issuer: DevelopmentIssuer) -> list[tuple[Role, str, str]]:
    """Return (role, name, token) of one person of the demonstration for every role; real people get no ready tokens."""
    async with database.reading() as connection:
        people = await one_person_per_role(connection, utc_now(), SUBJECT_PREFIX)
    return [(role, name, issuer.issue(subject, READY_TOKEN_LIFETIME)) for role, name, subject in people]
