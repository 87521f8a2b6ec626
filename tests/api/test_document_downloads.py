"""Documents over HTTP: for whoever sees them, with safe headers and a trace; the file that was signed stays there."""

import hashlib
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette

from api.identity import Identity
from api.issuer import DevelopmentIssuer
from api.papers import paper_routes
from api.tokens import TokenVerifier
from domain.actor import Actor, Role
from domain.documents.model import OfficialDocument
from domain.documents.rules import DocumentFormat, DocumentKind, DocumentState
from domain.people.model import Person
from tests.support import audit, movements, papers
from tests.support.factories import NOW, Factory, days

ISSUER, AUDIENCE = "https://thidua.invalid/development", "thidua"
K, S = DocumentKind, DocumentState


class Client:
    """Somebody who asks for documents, over ASGI, in the test's own transaction."""

    def __init__(self, make: Factory, database, keys: Path) -> None:
        self.make, self.tokens = make, DevelopmentIssuer(keys, ISSUER, AUDIENCE)
        identity = Identity(database, TokenVerifier(self.tokens.keys, ISSUER, AUDIENCE))
        transport = httpx.ASGITransport(Starlette(routes=paper_routes(database, identity)))
        self.http = httpx.AsyncClient(transport=transport, base_url="http://thidua.test")

    async def get(self, path: str, actor: Actor) -> httpx.Response:
        person = await self.make.session.get_one(Person, actor.person_id)
        token = self.tokens.issue(person.subject, timedelta(hours=1))
        return await self.http.get(path, headers={"Authorization": f"Bearer {token}"})


@pytest.fixture
def client(make: Factory, database, tmp_path: Path) -> Client:
    return Client(make, database, tmp_path / "keys")


def path(of: OfficialDocument, rest: str) -> str:
    return f"/documents/OfficialDocument:{of.id}{rest}"


async def numbered(make: Factory, **given) -> OfficialDocument:
    """An issued submission with the PDF that was signed and the one with its number."""
    unit, of = await make.unit(), await movements.movement(make)
    values = {"kind": K.SUBMISSION, "state": S.ISSUED, "symbol": "TTr-ĐV", "issuer_id": unit.id, "movement_id": of.id}
    document = await papers.document(make, **{**values, **given})
    await papers.file(make, document, DocumentFormat.PDF)
    last = {"state": S.NUMBERED, "made_at": NOW + days(1), "content": b"%PDF"}
    await papers.file(make, document, DocumentFormat.PDF, **last)
    return document


async def test_a_download_is_the_newest_file_and_leaves_a_trace(session, make: Factory, client):
    document, auditor = await numbered(make), await make.actor(Role.AUDITOR)

    newest = await client.get(path(document, ".pdf"), auditor)
    signed = await client.get(path(document, ".pdf?state=DRAFT"), auditor)

    assert (newest.status_code, newest.content) == (200, b"%PDF")
    told = {name: newest.headers[name] for name in ("content-type", "content-disposition", "etag", "cache-control")}
    assert told == {
        "content-type": "application/pdf",
        "content-disposition": 'attachment; filename="to-trinh-01-TTr-DV.pdf"',
        "etag": f'"{hashlib.sha256(b"%PDF").hexdigest()}"',
        "cache-control": "no-store",
    }
    assert newest.headers["x-content-type-options"] == "nosniff"
    assert signed.content == f"{document.id} PDF".encode()
    assert signed.headers["content-disposition"] == 'attachment; filename="to-trinh-ban-1.pdf"'
    trail = [each for each in await audit.entries(session) if each.deed == "DOCUMENT_DOWNLOADED"]
    assert [(each.subject_id, each.actor_id, each.after["state"]) for each in trail] == [
        (document.id, auditor.person_id, "NUMBERED"),
        (document.id, auditor.person_id, "DRAFT"),
    ]


async def test_what_somebody_does_not_see_they_do_not_get(session, make: Factory, client):
    document = await numbered(make)
    draft = await numbered(make, state=S.DRAFT, number=None, issued_on=None)
    everybody = {role: await make.actor(role) for role in Role if role is not Role.EVALUATOR}

    got = {
        role: [(await client.get(path(each, ".pdf"), actor)).status_code for each in (document, draft)]
        for role, actor in everybody.items()
    }

    bodies = (Role.INFORMATION_CENTER, Role.PERSONNEL, Role.COUNCIL_SECRETARY)
    expected = {role: [404, 404] for role in everybody} | {role: [200, 200] for role in bodies}
    assert got == expected | {role: [200, 404] for role in (Role.MINISTRY_LEADER, Role.AUDITOR)}
    assert (await client.http.get(path(document, ".pdf"))).status_code == 401
    odd = (".docx", ".exe", ".PDF", ".pdf?state=SIGNED", ".pdf?state=x", "")
    answers = [(await client.get(path(document, rest), everybody[Role.AUDITOR])).status_code for rest in odd]
    assert answers == [404] * len(odd)
    foreign = f"/documents/Movement:{document.movement_id}.pdf"
    assert (await client.get(foreign, everybody[Role.AUDITOR])).status_code == 404
    assert len([each for each in await audit.entries(session) if each.deed == "DOCUMENT_DOWNLOADED"]) == 8
