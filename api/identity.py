"""From a request to the person who acts: the token says who, our tables say what they may do."""

import logging
from collections import OrderedDict
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
from domain.people.queries import SignedIn, one_person_per_role, signed_in

logger = logging.getLogger(__name__)

#: How long a ready token of the development issuer lasts.
READY_TOKEN_LIFETIME = timedelta(hours=12)
#: How many people are remembered between requests.
REMEMBERED = 10_000


class Identity:
    """Turns bearer tokens into actors by the roles in force now, so that a revoked role is refused at once.

    People are remembered with the state that their rights were read in. A compiled read compares that state within its
    own statement; everything else asks for `actor_of`, which reads it anew.
    """

    def __init__(self, database: Database, verifier: TokenVerifier) -> None:
        self._database = database
        self._verifier = verifier
        self._known: OrderedDict[str, SignedIn] = OrderedDict()

    async def remembered_actor_of(self, request: Request) -> Actor:
        """Return who sent the request, as they were when last read. Raises Unauthenticated."""
        subject = await self._subject_of(request)
        if subject is None:
            return ANONYMOUS
        known = self._known.get(subject)
        if known is None or (known.until is not None and known.until <= utc_now()):
            return await self._read(subject)
        self._known.move_to_end(subject)
        return known.actor

    async def actor_of(self, request: Request) -> Actor:
        """Return who sent the request, nobody without a token. Raises Unauthenticated for one that opens nothing."""
        subject = await self._subject_of(request)
        return ANONYMOUS if subject is None else await self._read(subject)

    async def _subject_of(self, request: Request) -> str | None:
        token = bearer_token(request)
        if token is None:
            return None
        try:
            # Tokens are judged by the machine's clock, roles and deeds by the domain's.
            return (await self._verifier.verify(token, machine_time())).subject
        except InvalidToken as refused:
            logger.info("token refused: %s", refused.reason)
            raise Unauthenticated from None

    async def _read(self, subject: str) -> Actor:
        async with self._database.reading() as connection:
            found = await signed_in(connection, subject, utc_now())
        if found is None:
            self._known.pop(subject, None)
            logger.info("token refused: no present person has this subject")
            raise Unauthenticated
        self._known[subject] = found
        if len(self._known) > REMEMBERED:
            self._known.popitem(last=False)
        return found.actor


async def ready_tokens(database: Database, issuer: DevelopmentIssuer) -> list[tuple[Role, str, str]]:
    """Return (role, name, token) of one person of the demonstration for every role; real people get no ready tokens."""
    async with database.reading() as connection:
        people = await one_person_per_role(connection, utc_now(), SUBJECT_PREFIX)
    return [(role, name, issuer.issue(subject, READY_TOKEN_LIFETIME)) for role, name, subject in people]
