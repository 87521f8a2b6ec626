"""The ledger of a round over HTTP: for those who may verify, of closed rounds, as a file that is sound."""

from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette

from api.commands.verifying import _of_file
from api.exports import export_routes
from api.identity import Identity
from api.issuer import DevelopmentIssuer
from api.tokens import TokenVerifier
from domain.actor import Actor, Role
from domain.people.model import Person
from tests.support import evaluations as make_
from tests.support.factories import Factory
from tests.support.verified import computed_round

ISSUER, AUDIENCE = "https://thidua.invalid/development", "thidua"


class Client:
    """Somebody who downloads, over ASGI, in the test's own transaction."""

    def __init__(self, session, database, directory: Path) -> None:
        self.session = session
        self.tokens = DevelopmentIssuer(directory / "keys", ISSUER, AUDIENCE)
        identity = Identity(database, TokenVerifier(self.tokens.keys, ISSUER, AUDIENCE))
        app = Starlette(routes=export_routes(database, identity))
        self.http = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://thidua.test")

    async def get(self, round_: str, actor: Actor | None) -> httpx.Response:
        headers = {}
        if actor is not None:
            person = await self.session.get_one(Person, actor.person_id)
            headers["Authorization"] = f"Bearer {self.tokens.issue(person.subject, timedelta(hours=1))}"
        return await self.http.get(f"/rounds/{round_}/ledger.jsonl", headers=headers)


@pytest.fixture
def client(session, database, tmp_path) -> Client:
    return Client(session, database, tmp_path)


async def test_download_of_a_closed_round_is_a_sound_file(session, database, make: Factory, client, tmp_path):
    done = await computed_round(session, database, make)
    auditor = await make.actor(Role.AUDITOR)

    answer = await client.get(f"Round:{done.round_id}", auditor)

    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/jsonl")
    assert answer.headers["content-disposition"] == f'attachment; filename="ledger-{done.round_id}.jsonl"'
    assert answer.headers["cache-control"] == "no-store"
    path = tmp_path / "ledger.jsonl"
    path.write_bytes(answer.content)
    _name, report, head = _of_file(path, ())
    assert (report.is_sound, report.events, report.results) == (True, 10, 1)
    assert head is not None
    assert head.number == 10


async def test_download_is_refused_by_status_and_in_words(session, database, make: Factory, client):
    there = await make_.scene(make)
    auditor = await make.actor(Role.AUDITOR)
    open_round = f"Round:{there.round.id}"

    answers = [
        await client.get(open_round, None),
        await client.get(open_round, there.evaluator),
        await client.get(open_round, auditor),
        await client.get(f"Unit:{there.round.id}", auditor),
        await client.get("Round:01900000-0000-7000-8000-000000000001", auditor),
    ]

    told = [(each.status_code, each.json()["errors"][0]["extensions"]["code"]) for each in answers]
    assert told == [
        (401, "UNAUTHENTICATED"),
        (403, "ROLE_LACKS_PERMISSION"),
        (403, "ROUND_STATE_FORBIDS"),
        (404, "NOT_FOUND"),
        (404, "NOT_FOUND"),
    ]
