"""Callers are remembered between requests, and yet read by the rights they have now: a whole read is one statement.

Statements are counted on the wire, whatever library sends them: transaction control and questions about types too.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx
import pytest
from sqlalchemy import make_url, update
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine
from sqlalchemy.pool import NullPool

from api import identity
from api.app import create_app
from api.database import serving_engine
from api.issuer import DevelopmentIssuer
from api.settings import read_settings
from domain.actor import Actor, Role
from domain.clock import at
from domain.database import Database
from domain.people.model import Person, RoleGrant
from schema.context import Context, context_for
from schema.limits import Limits
from schema.operations import ATTEMPTS, DocumentCache, Prepared, execute, prepare
from schema.root import graphql_schema
from tests.conftest import migrated_database
from tests.support.factories import Factory

ME = "{ viewer { roles { role } person { fullName } } roleGrants { totalCount } }"
GRANT = """mutation($input: GrantRoleInput!) { grantRole(input: $input) {
  roleGrant { role } userErrors { code } } }"""


class Wire:
    """A door to PostgreSQL: what goes through is passed on as it is, and every statement that is run is noted."""

    def __init__(self, url: str) -> None:
        self.target = make_url(url)
        self.ran: list[str] = []

    @asynccontextmanager
    async def open(self) -> AsyncIterator[str]:
        """Yield the address of this side of the door."""
        with TemporaryDirectory(prefix="wire") as directory:
            server = await asyncio.start_unix_server(self._connected, Path(directory) / ".s.PGSQL.5432")
            near = self.target.set(host=None, port=None, query={"host": directory})
            async with server:
                yield near.render_as_string(hide_password=False)

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        directory, port = self.target.query.get("host"), self.target.port or 5432
        there, back = await (
            asyncio.open_unix_connection(Path(str(directory)) / f".s.PGSQL.{port}")
            if directory
            else asyncio.open_connection(self.target.host, port)
        )
        noting = Noting(self.ran)

        async def pump(source: asyncio.StreamReader, sink: asyncio.StreamWriter, note: Callable[[bytes], None]) -> None:
            with suppress(ConnectionError):
                while data := await source.read(65536):
                    note(data)
                    sink.write(data)
                    await sink.drain()
            sink.close()

        await asyncio.gather(pump(reader, back, noting.note), pump(there, writer, lambda _data: None))


class Noting:
    """Follows what one client says: PostgreSQL's protocol 3.0, of which only four kinds of messages matter here."""

    def __init__(self, ran: list[str]) -> None:
        self.ran = ran
        self.rest = b""
        self.has_begun = False
        self.prepared: dict[bytes, str] = {}
        self.bound: dict[bytes, bytes] = {}

    def note(self, data: bytes) -> None:
        """Take in some bytes; messages end where they end."""
        self.rest += data
        while len(self.rest) >= 5:
            kind = self.rest[:1] if self.has_begun else b""
            size = len(kind) + int.from_bytes(self.rest[len(kind) : len(kind) + 4])
            if len(self.rest) < size:
                break
            body, self.rest, self.has_begun = self.rest[len(kind) + 4 : size], self.rest[size:], True
            self._message(kind, body)

    def _message(self, kind: bytes, body: bytes) -> None:
        first, _, more = body.partition(b"\0")
        if kind == b"P":
            self.prepared[first] = more.partition(b"\0")[0].decode()
        elif kind == b"B":
            self.bound[first] = more.partition(b"\0")[0]
        elif kind == b"E":
            self.ran.append(self.prepared[self.bound[first]])
        elif kind == b"Q":
            self.ran.append(first.decode())


@pytest.fixture(scope="module")
def url(server_url: str, worker: str) -> str:
    """A database of this module's own: what is written here stays."""
    return migrated_database(server_url, f"thidua_callers_{worker}")


@pytest.fixture(scope="module")
async def make(url: str) -> AsyncIterator[Factory]:
    """Makes rows that requests can see, once they are committed."""
    engine = create_async_engine(url, poolclass=NullPool)
    async with AsyncSession(engine, expire_on_commit=False) as session:
        yield Factory(session)
    await engine.dispose()


Serve = Callable[..., Awaitable["Served"]]


class Served:
    """An application in this process, with all that it asks of PostgreSQL."""

    def __init__(self, http: httpx.AsyncClient, issuer: DevelopmentIssuer, wire: Wire) -> None:
        self.http = http
        self.issuer = issuer
        self.wire = wire

    def token(self, person: Person) -> str:
        return self.issuer.issue(person.subject, timedelta(hours=1))

    async def post(self, token: str | None, query: str = ME, **variables: Any) -> httpx.Response:
        self.wire.ran.clear()
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return await self.http.post("/graphql", json={"query": query, "variables": variables}, headers=headers)

    async def data(self, token: str | None, query: str = ME, **variables: Any) -> Any:
        answer = (await self.post(token, query, **variables)).json()
        assert "errors" not in answer, answer
        return answer["data"]

    async def roles(self, token: str) -> list[str]:
        return [each["role"] for each in (await self.data(token))["viewer"]["roles"]]


@asynccontextmanager
async def serve(url: str, directory: Path, **environment: str) -> AsyncIterator[Served]:
    wire = Wire(url)
    chosen = read_settings({"THIDUA_DATA": str(directory), **environment})
    issuer = DevelopmentIssuer(directory / "keys", chosen.issuer, chosen.audience)
    async with wire.open() as near:
        app = create_app(chosen, serving_engine(near, 2), issuer.keys, issuer=issuer)
        client = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://thidua.test")
        async with app.router.lifespan_context(app), client:
            yield Served(client, issuer, wire)


@pytest.fixture
async def served(url: str, tmp_path: Path) -> AsyncIterator[Served]:
    async with serve(url, tmp_path) as served:
        yield served


async def somebody(make: Factory, *roles: Role) -> Person:
    person = await make.person()
    await make.acting(person, *roles)
    await make.session.commit()
    return person


async def revoke(make: Factory, person: Person, **given: Any) -> None:
    """End the roles of a person as a deed on another connection would."""
    ended = given or {"revoked_at": datetime.now(UTC), "revoked_reason": "Hết nhiệm vụ"}
    await make.session.execute(update(RoleGrant).where(RoleGrant.person_id == person.id).values(**ended))
    await make.session.commit()


async def test_the_second_read_costs_one_statement_in_all(served, make: Factory):
    token = served.token(await somebody(make, Role.AUDITOR))

    first = await served.post(token)
    of_first = list(served.wire.ran)
    second = await served.post(token)

    assert first.content == second.content
    assert len(of_first) > 1
    assert any("role_grants.starts_at" in each for each in of_first)
    assert len(served.wire.ran) == 1
    assert served.wire.ran[0] == of_first[-1]
    assert "rights_version" in served.wire.ran[0]


async def test_other_reads_of_somebody_remembered_cost_one_statement_each(served, make: Factory):
    token = served.token(await somebody(make, Role.AUDITOR))
    await served.post(token)

    for query in ("{ units { nodes { people { nodes { fullName } } } } }", "{ rounds { totalCount } }", ME):
        await served.data(token, query)
        assert len(served.wire.ran) == 1, served.wire.ran


async def test_nobody_costs_one_statement_and_is_compared_with_nothing(served):
    # The first time, a connection also asks PostgreSQL which types the statement's lists are of.
    answers = [await served.data(None) for _ in range(2)]

    assert answers == [{"viewer": None, "roleGrants": {"totalCount": 0}}] * 2
    assert len(served.wire.ran) == 1
    assert "rights_version" not in served.wire.ran[0]


async def test_a_revoked_role_is_gone_in_the_very_next_read(served, make: Factory):
    person = await somebody(make, Role.AUDITOR)
    token = served.token(person)
    before = await served.data(token)

    await revoke(make, person)
    after = await served.data(token)

    assert before["viewer"]["roles"] == [{"role": "AUDITOR"}]
    assert before["roleGrants"]["totalCount"] > 1
    assert after == {"viewer": {"roles": [], "person": {"fullName": person.full_name}}, "roleGrants": {"totalCount": 1}}
    await served.data(token)
    assert len(served.wire.ran) == 1


async def test_a_granted_role_is_there_in_the_very_next_read(served, make: Factory):
    person = await somebody(make)
    token = served.token(person)
    assert await served.roles(token) == []

    await make.grant(person, Role.AUDITOR)
    await make.session.commit()

    assert await served.roles(token) == ["AUDITOR"]


async def test_a_new_name_is_there_in_the_very_next_read(served, make: Factory):
    person = await somebody(make)
    token = served.token(person)
    await served.data(token)

    await make.session.execute(update(Person).where(Person.id == person.id).values(full_name="Tên mới"))
    await make.session.commit()

    assert (await served.data(token))["viewer"]["person"] == {"fullName": "Tên mới"}
    assert len(served.wire.ran) > 1


async def test_what_changes_no_rights_leaves_the_caller_remembered(served, make: Factory):
    person = await somebody(make)
    token = served.token(person)
    await served.data(token)

    await make.session.execute(update(Person).where(Person.id == person.id).values(position="Trưởng phòng"))
    await somebody(make, Role.AUDITOR)

    await served.data(token)
    assert len(served.wire.ran) == 1


async def test_a_role_ends_at_its_moment_without_any_write(served, make: Factory):
    person, end = await somebody(make, Role.AUDITOR), datetime(2024, 9, 1, tzinfo=UTC)
    await revoke(make, person, ends_at=end)
    token, moment = served.token(person), timedelta(microseconds=1)

    with at(end - moment):
        assert [await served.roles(token) for _ in range(2)] == [["AUDITOR"]] * 2
        assert len(served.wire.ran) == 1
    with at(end):
        assert await served.roles(token) == []
        assert len(served.wire.ran) > 1
        assert await served.roles(token) == []
        assert len(served.wire.ran) == 1


async def test_a_role_begins_at_its_moment_without_any_write(served, make: Factory):
    person, start = await somebody(make, Role.AUDITOR), datetime(2024, 9, 1, tzinfo=UTC)
    await revoke(make, person, starts_at=start)
    token = served.token(person)

    with at(start - timedelta(microseconds=1)):
        assert await served.roles(token) == []
    with at(start):
        assert await served.roles(token) == ["AUDITOR"]


async def test_somebody_who_left_is_refused_at_once(served, make: Factory):
    person = await somebody(make, Role.AUDITOR)
    token = served.token(person)
    assert (await served.post(token)).status_code == 200

    await make.session.execute(update(Person).where(Person.id == person.id).values(left_on=date(2024, 6, 1)))
    await make.session.commit()
    refused = [await served.post(token, query) for query in (ME, ME, "{ __typename }", "{ __schema { __typename } }")]

    assert [each.status_code for each in refused] == [401] * 4
    assert {each.json()["errors"][0]["extensions"]["code"] for each in refused} == {"UNAUTHENTICATED"}


async def test_a_token_of_somebody_whose_subject_is_another_now_is_refused(served, make: Factory):
    person = await somebody(make)
    token = served.token(person)
    assert (await served.post(token)).status_code == 200

    await make.session.execute(update(Person).where(Person.id == person.id).values(subject="renamed"))
    await make.session.commit()

    assert (await served.post(token)).status_code == 401


async def test_a_deed_is_judged_by_the_roles_of_now(served, make: Factory):
    personnel, other = await somebody(make, Role.PERSONNEL), await somebody(make)
    token = served.token(personnel)
    await served.data(token)
    staff, secretary = ({"personId": f"Person:{other.id}", "role": role} for role in ("STAFF", "COUNCIL_SECRETARY"))

    done = await served.data(token, GRANT, input=staff)
    await revoke(make, personnel)
    refused = await served.data(token, GRANT, input=secretary)

    assert done["grantRole"] == {"roleGrant": {"role": "STAFF"}, "userErrors": []}
    assert refused["grantRole"] == {"roleGrant": None, "userErrors": [{"code": "NOT_ALLOWED"}]}
    assert await served.roles(served.token(other)) == ["STAFF"]


async def test_a_deed_is_allowed_by_a_role_granted_meanwhile(served, make: Factory):
    personnel, other = await somebody(make), await somebody(make)
    token = served.token(personnel)
    await served.data(token)

    await make.grant(personnel, Role.PERSONNEL)
    await make.session.commit()
    done = await served.data(token, GRANT, input={"personId": f"Person:{other.id}", "role": "STAFF"})

    assert done["grantRole"]["userErrors"] == []


@pytest.mark.parametrize(
    ("reads", "query"),
    [("reference", ME), ("compiled", f"{ME[:-1]} __schema {{ __typename }} }}")],
)
async def test_the_reference_execution_reads_by_the_roles_of_now(url, make: Factory, tmp_path, reads, query):
    person = await somebody(make, Role.AUDITOR)
    async with serve(url, tmp_path, THIDUA_READS=reads) as served:
        token = served.token(person)
        before = await served.data(token, query)
        await revoke(make, person)
        after = await served.data(token, query)

    assert (before["viewer"]["roles"], after["viewer"]["roles"]) == ([{"role": "AUDITOR"}], [])
    assert after["roleGrants"]["totalCount"] == 1


async def test_two_tokens_of_one_person_share_what_is_remembered(served, make: Factory):
    person = await somebody(make, Role.AUDITOR)
    one, other = served.token(person), served.token(person)
    assert one != other

    await served.data(one)
    await served.data(other)
    assert len(served.wire.ran) == 1
    await revoke(make, person)

    assert [await served.roles(token) for token in (other, one)] == [[], []]
    assert len(served.wire.ran) == 1


async def test_people_are_told_apart(served, make: Factory):
    auditor, staff = await somebody(make, Role.AUDITOR), await somebody(make, Role.STAFF)

    for _ in range(2):
        assert await served.roles(served.token(auditor)) == ["AUDITOR"]
        assert await served.roles(served.token(staff)) == ["STAFF"]


async def test_who_was_not_heard_of_for_longest_is_forgotten(served, make: Factory, monkeypatch):
    monkeypatch.setattr(identity, "REMEMBERED", 2)
    a, b, c = [served.token(await somebody(make)) for _ in range(3)]

    costs = []
    for token in (a, b, a, c, a, c, b, c):
        await served.data(token)
        costs.append(len(served.wire.ran))

    assert [cost == 1 for cost in costs] == [False, False, True, False, True, True, False, True]


async def test_many_requests_at_once_by_somebody_unknown_are_all_answered(served, make: Factory):
    token = served.token(await somebody(make, Role.AUDITOR))

    answers = await asyncio.gather(*(served.post(token) for _ in range(12)))

    assert {each.status_code for each in answers} == {200}
    assert {each.json()["data"]["viewer"]["roles"][0]["role"] for each in answers} == {"AUDITOR"}


async def test_rights_that_never_stand_still_end_the_read(url, make: Factory):
    person = await somebody(make)
    actor = Actor(person.id, person.full_name, person.unit_id, rights_version=-1)
    engine = create_async_engine(url, poolclass=NullPool)
    context, asked = context_for(actor, Database(engine), "en"), []

    async def refresh() -> Context:
        asked.append(1)
        return context

    prepared = prepare(graphql_schema, ME, limits=Limits(), cache=DocumentCache())
    assert isinstance(prepared, Prepared)
    outcomes = [await execute(prepared, context, each) for each in (refresh, None)]
    await engine.dispose()

    assert [each.errors[0]["extensions"]["code"] for each in outcomes] == ["OPERATION_TIMEOUT"] * 2
    assert len(asked) == ATTEMPTS
