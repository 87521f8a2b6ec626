"""The connections that reads run on, and which way each operation went: answered, counted, logged, shown to few."""

import asyncio
import logging
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import asyncpg
import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine
from sqlalchemy.pool import NullPool

from api import reading
from api.app import create_app
from api.database import serving_engine
from api.issuer import DevelopmentIssuer
from api.reading import ServingDatabase
from api.settings import read_settings
from domain.actor import Role
from domain.reading.statement import Statement
from schema.planning import operation
from tests.conftest import migrated_database
from tests.support.factories import Factory

UNITS = "{ units { totalCount } }"
PID = "SELECT pg_backend_pid()"
READS = "datname = current_database() AND application_name = 'thidua-reads'"


@pytest.fixture(scope="module")
def url(server_url: str, worker: str) -> str:
    """A database of this module's own, with somebody of every role; their subjects are the roles' names."""
    made = migrated_database(server_url, f"thidua_serving_{worker}")
    asyncio.run(furnish(made))
    return made


async def furnish(url: str) -> None:
    engine = create_async_engine(url, poolclass=NullPool)
    async with AsyncSession(engine, expire_on_commit=False) as session:
        make = Factory(session)
        for role in Role:
            if role is not Role.EVALUATOR:
                await make.acting(await make.person(subject=role.lower()), role)
        await session.commit()
    await engine.dispose()


async def ask(url: str, sql: str) -> Any:
    """Ask PostgreSQL something over a connection of its own."""
    connection = await asyncpg.connect(url.replace("+asyncpg", "", 1))
    try:
        return await connection.fetchval(sql)
    finally:
        await connection.close()


# -- The database of a server.


@pytest.fixture
async def serving(url: str) -> AsyncIterator[ServingDatabase]:
    engine = serving_engine(url, 2)
    database = ServingDatabase(engine, 2)
    yield database
    await database.close()
    await engine.dispose()


def both(sql: str) -> list[Statement]:
    """A statement that is planned once, and one that is planned at each run."""
    return [Statement(sql, (), is_replanned=is_replanned) for is_replanned in (False, True)]


@pytest.mark.parametrize(
    "sql",
    [
        "INSERT INTO legal_bases (code) VALUES ('x') RETURNING code",
        "WITH gone AS (DELETE FROM units RETURNING id) SELECT count(*) FROM gone",
        "UPDATE people SET full_name = 'x' RETURNING full_name",
        "CREATE TABLE x ()",
        "SELECT id FROM people FOR UPDATE",
    ],
)
async def test_reads_cannot_write(serving, url, sql):
    for statement in both(sql):
        with pytest.raises(asyncpg.PostgresError) as caught:
            await serving.fetch(statement, [])
        assert caught.type is asyncpg.ReadOnlySQLTransactionError, caught.value

    assert await ask(url, "SELECT count(*) FROM people WHERE full_name = 'x'") == 0


@pytest.mark.parametrize(
    ("setting", "values"),
    [
        ("plan_cache_mode", ["force_generic_plan", "force_custom_plan"]),
        ("timezone", ["UTC", "UTC"]),
        ("statement_timeout", ["10s", "10s"]),
        ("default_transaction_read_only", ["on", "on"]),
    ],
)
async def test_each_pool_has_its_settings(serving, setting, values):
    sql = f"SELECT current_setting('{setting}')"

    assert [await serving.fetch(statement, []) for statement in both(sql)] == values


async def test_the_two_ways_of_planning_have_pools_of_their_own(serving):
    once, anew = both(PID)

    pids = [await serving.fetch(statement, []) for statement in (once, anew, once, anew)]

    assert pids[:2] == pids[2:]
    assert pids[0] != pids[1]


async def test_arguments_are_bound(serving):
    for statement in both("SELECT convert_to($1::text || $2::int, 'UTF8')"):
        assert await serving.fetch(statement, ["'; DROP", 7]) == b"'; DROP7"


def kill(url: str, pid: int | None = None) -> int:
    """End connections for reads from another thread; this thread's loop sees nothing of it meanwhile."""
    which = READS if pid is None else f"pid = {pid}"
    sql = f"SELECT count(pg_terminate_backend(pid, 5000)) FROM pg_stat_activity WHERE {which}"
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, ask(url, sql)).result()


@pytest.mark.parametrize("is_noticed", [True, False])
async def test_a_connection_that_was_ended_is_replaced(serving, url, is_noticed):
    for statement in both(PID):
        before = await serving.fetch(statement, [])
        assert kill(url, before) == 1
        if is_noticed:
            await asyncio.sleep(0.05)
        assert await serving.fetch(statement, []) != before


async def test_a_read_whose_connection_is_ended_meanwhile_is_read_again(serving, url):
    for statement in both("SELECT pg_backend_pid() FROM pg_sleep(0.2)"):
        before = await serving.fetch(replace(statement, sql=PID), [])
        reading_on = asyncio.create_task(serving.fetch(statement, []))
        await asyncio.sleep(0.05)
        assert kill(url, before) == 1
        assert await reading_on != before


async def test_closing_ends_every_connection(url):
    engine = serving_engine(url, 2)
    database = ServingDatabase(engine, 2)
    pids = [await database.fetch(statement, []) for statement in both(PID)]
    still = f"SELECT count(*) FROM pg_stat_activity WHERE pid IN ({pids[0]}, {pids[1]})"
    opened = await ask(url, still)

    await database.close()
    await engine.dispose()

    assert opened == 2
    assert await eventually(url, still, 0)


async def eventually(url: str, sql: str, expected: Any) -> bool:
    """Say whether PostgreSQL gives this answer within a second: a connection ends a little after it is closed."""
    for _ in range(50):
        if await ask(url, sql) == expected:
            return True
        await asyncio.sleep(0.02)
    return False


async def test_a_read_that_is_cut_off_ends_in_the_database_too_and_others_go_on(serving, url):
    for statement in both("SELECT pg_backend_pid() FROM pg_sleep(60)"):
        slow = [asyncio.create_task(serving.fetch(statement, [])) for _ in range(4)]
        quick = asyncio.create_task(serving.fetch(replace(statement, sql=PID), []))
        await asyncio.sleep(0.1)
        for each in slow:
            each.cancel()
        assert await asyncio.wait_for(quick, 2) > 0
    assert await eventually(url, f"SELECT count(*) FROM pg_stat_activity WHERE {READS} AND state = 'active'", 0)


# -- The application.


class Served:
    """An application in this process."""

    def __init__(self, http: httpx.AsyncClient, issuer: DevelopmentIssuer) -> None:
        self.http = http
        self.issuer = issuer

    async def post(self, query: str, role: Role | None = None, **body: Any) -> httpx.Response:
        headers = {"Authorization": f"Bearer {self.issuer.issue(role.lower(), timedelta(hours=1))}"} if role else {}
        return await self.http.post("/graphql", json={"query": query, **body}, headers=headers)

    async def reads(self, query: str, role: Role | None, asked: Any = True, **body: Any) -> Any:
        """What an answer says of how it was read."""
        answer = (await self.post(query, role, extensions={"reads": asked}, **body)).json()
        return answer["extensions"].get("reads")

    async def counted(self) -> dict[tuple[str, str, str], float]:
        """The operations so far, by kind, way and reason."""
        text = (await self.http.get("/metrics")).text
        return {
            (each.labels["kind"], each.labels["way"], each.labels["reason"]): each.value
            for family in text_string_to_metric_families(text)
            for each in family.samples
            if each.name == "thidua_operations_total"
        }


@asynccontextmanager
async def serve(url: str, directory: Path, **environment: str) -> AsyncIterator[Served]:
    chosen = read_settings({"THIDUA_DATA": str(directory), **environment})
    issuer = DevelopmentIssuer(directory / "keys", chosen.issuer, chosen.audience)
    app = create_app(chosen, serving_engine(url, 2), issuer.keys, issuer=issuer)
    client = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://thidua.test")
    async with app.router.lifespan_context(app), client:
        yield Served(client, issuer)


@pytest.fixture
async def served(url: str, tmp_path: Path) -> AsyncIterator[Served]:
    async with serve(url, tmp_path) as served:
        yield served


async def test_a_read_goes_on_when_its_connections_were_ended(served, url, caplog):
    query, search = "query($s: String) { units(filter: {search: $s}) { totalCount } }", {"s": "đơn vị"}
    before = [(await served.post(UNITS, Role.AUDITOR)).content, (await served.post(query, variables=search)).content]

    assert kill(url) >= 2
    after = [(await served.post(UNITS, Role.AUDITOR)).content, (await served.post(query, variables=search)).content]

    assert after == before
    assert [record.message for record in caplog.records if record.levelno >= logging.WARNING] == []


async def test_a_statement_that_takes_too_long_is_a_timeout(url, tmp_path, monkeypatch, caplog):
    monkeypatch.setitem(reading.SETTINGS, "statement_timeout", "100")
    async with serve(url, tmp_path) as served:
        await served.post(UNITS, Role.AUDITOR)
        other = await asyncpg.connect(url.replace("+asyncpg", "", 1))
        async with other.transaction():
            await other.execute("LOCK TABLE units IN ACCESS EXCLUSIVE MODE")
            before = await served.counted()
            late = await served.post(UNITS, Role.AUDITOR)
            after = await served.counted()
        await other.close()
        again = await served.post(UNITS, Role.AUDITOR)

    assert (late.status_code, late.headers["retry-after"]) == (503, "5")
    assert "data" not in late.json()
    # Nothing tries again what takes too long.
    assert (after["query", "none", ""], caplog.records) == (before.get(("query", "none", ""), 0) + 1, [])
    assert [each["extensions"]["code"] for each in late.json()["errors"]] == ["OPERATION_TIMEOUT"]
    assert (again.status_code, again.json()["data"]) == (200, {"units": {"totalCount": len(Role) - 1}})


WAYS = {
    ("query", "compiled", ""): UNITS,
    ("query", "reference", "introspection"): "{ __schema { queryType { name } } }",
    ("query", "reference", "a refused argument of a field that cannot be null"): (
        "query($ids: [ID!] = []) { nodes(ids: $ids) { id } }"
    ),
    ("mutation", "compiled", ""): (
        'mutation { closeUnit(input: {unitId: "x", expectedVersion: 1, validTo: "2024-01-01"}) { unit { code } } }'
    ),
}


async def test_every_way_is_counted(served):
    before = await served.counted()

    for document in WAYS.values():
        for _ in range(2):
            await served.post(document, Role.PERSONNEL, variables={"ids": None})
    await served.post("{ nonsense }", Role.PERSONNEL)

    after = await served.counted()
    assert {
        labels: count - before.get(labels, 0) for labels, count in after.items() if count != before.get(labels)
    } == (dict.fromkeys(WAYS, 2))


async def test_reads_can_be_switched_off(url, tmp_path):
    async with serve(url, tmp_path, THIDUA_READS="reference") as served:
        before = await served.counted()
        reads = await served.reads(UNITS, Role.AUDITOR)
        after = await served.counted()

    labels = ("query", "reference", "switched off")
    assert reads == {"way": "reference", "reason": "switched off", "statement": ""}
    assert after[labels] == before.get(labels, 0) + 1


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        (Statement("SELECT convert_to(nonsense, 'UTF8')", ()), "failed: UndefinedColumnError"),
        (Statement("SELECT 1 / 0", ()), "failed: DivisionByZeroError"),
        (Statement("SELECT convert_to($1::text, 'UTF8')", ("request_7_7",)), "failed: KeyError"),
        (Statement("SELECT convert_to($1::text, 'UTF8')", ("viewer_person",)), "failed: DataError"),
    ],
)
async def test_a_read_that_fails_is_answered_by_the_reference_execution(served, monkeypatch, caplog, broken, reason):
    # A fault is put in: no known operation has one.
    monkeypatch.setattr(operation, "written_for", lambda *_given, **_options: broken)
    before = await served.counted()

    answer = await served.post(UNITS, Role.AUDITOR)

    after = await served.counted()
    assert (answer.status_code, answer.json()["data"]) == (200, {"units": {"totalCount": len(Role) - 1}})
    assert "errors" not in answer.json()
    assert after["query", "reference", reason] == before.get(("query", "reference", reason), 0) + 1
    (record,) = [each for each in caplog.records if each.levelno >= logging.WARNING]
    assert (record.name, record.levelname) == ("schema.operations", "ERROR")
    assert record.exc_info[0].__name__ == reason.removeprefix("failed: ")


@pytest.mark.parametrize(
    ("mode", "metrics", "status"),
    [
        ("development", None, 200),
        ("production", None, 404),
        ("production", "on", 200),
        ("development", "off", 404),
    ],
)
async def test_metrics_are_for_the_inside(url, tmp_path, mode, metrics, status):
    chosen = {} if metrics is None else {"THIDUA_METRICS": metrics}
    async with serve(url, tmp_path, THIDUA_MODE=mode, **chosen) as served:
        answer = await served.http.get("/metrics")

    assert answer.status_code == status
    if status == 200:
        assert answer.headers["content-type"].startswith("text/plain")
        assert answer.headers["cache-control"] == "no-store"
        assert "# TYPE thidua_operations_total counter" in answer.text


async def test_a_wrong_setting_of_metrics_is_named():
    with pytest.raises(ValueError, match="THIDUA_METRICS"):
        read_settings({"THIDUA_METRICS": "yes"})
    with pytest.raises(ValueError, match="THIDUA_READS"):
        read_settings({"THIDUA_READS": "fast"})


# -- What is shown of how an answer was read.


async def test_administrators_and_auditors_are_shown_how_an_answer_was_read(served):
    shown = {role for role in Role if role is not Role.EVALUATOR and await served.reads(UNITS, role) is not None}

    assert shown == {Role.SYSTEM_ADMINISTRATOR, Role.AUDITOR}
    assert await served.reads(UNITS, None) is None


async def test_nothing_is_shown_in_production(url, tmp_path):
    async with serve(url, tmp_path, THIDUA_MODE="production") as served:
        assert [await served.reads(UNITS, role) for role in (Role.AUDITOR, Role.SYSTEM_ADMINISTRATOR)] == [None, None]


@pytest.mark.parametrize("asked", [False, None, 1, "true", {}])
async def test_nothing_is_shown_unless_it_is_asked_for(served, asked):
    assert await served.reads(UNITS, Role.AUDITOR, asked) is None


async def test_what_is_shown_holds_no_value_of_the_request(served, url):
    person = await ask(url, "SELECT id::text FROM people WHERE subject = 'auditor'")
    document = f"""query($search: String, $id: ID!) {{
      units(first: 37, filter: {{search: $search}}) {{ nodes {{ name }} }} node(id: $id) {{ id }}
      people(filter: {{search: "quýt913"}}) {{ totalCount }} person(id: "Person:{person}") {{ id }} }}"""
    given = {"search": "tìm7261", "id": f"Person:{person}"}

    reads = await served.reads(document, Role.AUDITOR, variables=given)

    assert (reads["way"], reads["reason"]) == ("compiled", "")
    assert reads["statement"].startswith("SELECT ")
    assert "$1" in reads["statement"]
    assert [value for value in ("37", "tìm7261", "quýt913", person) if value in reads["statement"]] == []


async def test_the_answer_is_the_same_whether_it_says_how_it_was_read(served):
    document = "{ viewer { roles { role } } units(first: 2) { nodes { code } } }"

    plain = (await served.post(document, Role.AUDITOR)).json()
    told = (await served.post(document, Role.AUDITOR, extensions={"reads": True})).json()

    assert told["extensions"].pop("reads")["way"] == "compiled"
    assert told == plain


async def test_what_is_shown_of_other_ways(served):
    refused = await served.reads("{ units(first: 0) { totalCount } }", Role.AUDITOR)
    introspection = await served.reads(WAYS["query", "reference", "introspection"], Role.AUDITOR)
    deed = await served.reads(WAYS["mutation", "compiled", ""], Role.AUDITOR)

    assert (refused["way"], refused["statement"][:7]) == ("compiled", "SELECT ")
    assert introspection == {"way": "reference", "reason": "introspection", "statement": ""}
    assert deed == {"way": "compiled", "reason": "", "statement": ""}
