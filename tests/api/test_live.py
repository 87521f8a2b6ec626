"""Live queries: what is told and when, to whom nothing is told, and what ends a stream."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import asyncpg
import httpx
import pytest
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine
from sqlalchemy.pool import NullPool

from api.issuer import DevelopmentIssuer
from api.streams import LiveRules
from domain.actor import Actor, Role
from domain.criteria.rules import RubricState
from domain.evaluations.model import RoundEntry, RoundPhase
from domain.evaluations.rules import RoundState, ScoresSeen
from domain.people.model import Person, RoleGrant
from schema import node_ids
from tests.conftest import migrated_database
from tests.support import evaluations
from tests.support.evaluations import Scene
from tests.support.factories import LONG_AGO, Factory
from tests.support.live import LIVE, Watching, asked
from tests.support.served import served as application

#: Fast enough for a test; a beat that comes within no test but those that shorten it.
RULES = LiveRules(stroke=0.02, beat=60, patience=0.3, per_actor=2, per_process=3)
SHEETS = """query($round: ID!) { scoreSheets(filter: {roundId: $round}) { totalCount nodes { state total } } }"""
TALK = """query($entry: ID!) { node(id: $entry) { ... on RoundEntry {
  discussion { totalCount nodes { body author { fullName } } } } } }"""
SAVE = """mutation($input: SaveScoreSheetInput!) { saveScoreSheet(input: $input) {
  scoreSheet { id version } userErrors { message } } }"""
SUBMIT = """mutation($input: SubmitScoreSheetInput!) { submitScoreSheet(input: $input) {
  scoreSheet { id version } userErrors { message } } }"""
POST = """mutation($input: PostToDiscussionInput!) { postToDiscussion(input: $input) {
  post { id } userErrors { message } } }"""
ME = "{ viewer { person { fullName } } }"


@pytest.fixture(scope="module")
def url(server_url: str, worker: str) -> str:
    """A database of this module's own: what is written here stays, and everybody is told of it."""
    return migrated_database(server_url, f"thidua_live_{worker}")


@pytest.fixture(scope="module")
async def make(url: str) -> AsyncIterator[Factory]:
    """Makes rows that requests can see, once they are committed."""
    engine = create_async_engine(url, poolclass=NullPool)
    async with AsyncSession(engine, expire_on_commit=False) as session:
        yield Factory(session)
    await engine.dispose()


class Served:
    """An application in this process."""

    def __init__(self, app: Any, http: httpx.AsyncClient, issuer: DevelopmentIssuer, make: Factory) -> None:
        self.app = app
        self.http = http
        self.issuer = issuer
        self.make = make
        self.watching: list[Watching] = []

    async def token(self, actor: Actor, lifetime: timedelta = timedelta(hours=1)) -> str:
        person = await self.make.session.get_one(Person, actor.person_id)
        return self.issuer.issue(person.subject, lifetime)

    async def watch(self, actor: Actor, query: str = ME, **variables: Any) -> Watching:
        """Open a live query."""
        return self.open(await self.token(actor), asked(query, **variables))

    def open(self, token: str | None, body: bytes, **headers: str) -> Watching:
        """Send any request to where live queries are opened."""
        self.watching.append(Watching(self.app, token, body, **headers))
        return self.watching[-1]

    async def close(self) -> None:
        """Let everybody hang up."""
        for watching in self.watching:
            watching.takes.set()
            watching.leave()
            await watching.end()
        self.watching.clear()

    async def do(self, actor: Actor, mutation: str, **given: Any) -> Any:
        """Do a deed in a request of its own."""
        headers = {"Authorization": f"Bearer {await self.token(actor)}"}
        body = {"query": mutation, "variables": {"input": given}}
        answer = (await self.http.post("/graphql", json=body, headers=headers)).json()
        assert "errors" not in answer, answer
        (payload,) = answer["data"].values()
        assert payload["userErrors"] == [], payload
        return next(iter(payload.values()))


Serve = Callable[..., Awaitable[Served]]


@asynccontextmanager
async def serve(url: str, directory: Path, make: Factory, rules: LiveRules = RULES) -> AsyncIterator[Served]:
    async with application(url, directory, live_rules=rules) as up:
        served = Served(up.app, up.http, up.issuer, make)
        yield served
        await served.close()


@pytest.fixture(scope="module")
async def lasting(url: str, tmp_path_factory: pytest.TempPathFactory, make: Factory) -> AsyncIterator[Served]:
    async with serve(url, tmp_path_factory.mktemp("live"), make) as served:
        yield served


@pytest.fixture
async def served(lasting: Served) -> AsyncIterator[Served]:
    """One application for all tests that leave it as it was: nobody stays on."""
    yield lasting
    await lasting.close()


async def scene(make: Factory, **phase: Any) -> Scene:
    """An open round of one initiative and two evaluators, in a phase that is told."""
    made = await evaluations.scene(make, evaluators=2, state=RoundState.DRAFT)
    made.rubric.state, made.rubric.frozen_at = RubricState.FROZEN, LONG_AGO
    first = (await make.session.scalars(select(RoundPhase).where(RoundPhase.round_id == made.round.id))).one()
    for name, value in phase.items():
        setattr(first, name, value)
    await make.session.flush()
    await evaluations.opened(make, made.round, *made.initiatives)
    await make.session.commit()
    return made


async def save(served: Served, of: Scene, evaluator: Actor, *values: str) -> dict[str, Any]:
    marks = [
        {"criterionId": node_ids.encode("Criterion", criterion.id), "value": value}
        for criterion, value in zip(of.criteria, values, strict=False)
    ]
    given = of.assignment_of(of.initiative, evaluator)
    return await served.do(evaluator, SAVE, assignmentId=node_ids.encode("Assignment", given.id), marks=marks)


async def submit(served: Served, of: Scene, evaluator: Actor, *values: str) -> None:
    sheet = await save(served, of, evaluator, *values)
    await served.do(evaluator, SUBMIT, sheetId=sheet["id"], expectedVersion=sheet["version"])


async def somebody(make: Factory, *roles: Role) -> Actor:
    actor = await make.actor(*roles)
    await make.session.commit()
    return actor


async def strokes(number: int = 5) -> None:
    """Let some strokes of the clock pass."""
    await asyncio.sleep(number * RULES.stroke)


def counted(*totals: str) -> Any:
    """Submitted sheets as they are told, in any order."""
    nodes = [{"state": "SUBMITTED", "total": total} for total in totals]
    return {"scoreSheets": {"totalCount": len(totals), "nodes": nodes}}


async def test_what_changed_is_told_to_whoever_may_see_it_and_nothing_to_others(served, make: Factory):
    of = await scene(make, others_scores=ScoresSeen.NEVER)
    round_id = node_ids.encode("Round", of.round.id)
    first, second = of.evaluators
    center = await served.watch(of.manager, SHEETS, round=round_id)
    fellow = await served.watch(second, SHEETS, round=round_id)
    assert [await center.answer(), await fellow.answer()] == [counted(), counted()]

    # A draft is nobody's business but the evaluator's.
    sheet = await save(served, of, first, "50", "30")
    await strokes()
    assert [center.waiting(), fellow.waiting()] == [0, 0]

    await served.do(first, SUBMIT, sheetId=sheet["id"], expectedVersion=sheet["version"])
    assert await center.answer() == counted("80")
    await strokes()
    assert [center.waiting(), fellow.waiting()] == [0, 0]
    assert (fellow.sends, fellow.beats) == (1, 0)

    await submit(served, of, second, "20", "10")
    said = await center.answer()
    assert sorted(each["total"] for each in said["scoreSheets"]["nodes"]) == ["30", "80"]
    # Of their own sheet there may have been a stroke between saving and submitting.
    own = [await fellow.answer()]
    await strokes()
    own += [await fellow.answer() for _ in range(fellow.waiting())]
    assert own[-1] == counted("30")
    assert {each["total"] for answer in own for each in answer["scoreSheets"]["nodes"]} <= {None, "30"}
    assert center.waiting() == 0
    for each in (center, fellow):
        each.leave()
        await each.end()


async def test_after_ones_own_sheet_the_others_are_told(served, make: Factory):
    of = await scene(make, others_scores=ScoresSeen.AFTER_OWN)
    first, second = of.evaluators
    fellow = await served.watch(second, SHEETS, round=node_ids.encode("Round", of.round.id))
    assert await fellow.answer() == counted()

    await submit(served, of, first, "50", "30")
    await strokes()
    assert fellow.waiting() == 0

    sheet = await save(served, of, second, "20", "10")
    assert await fellow.answer() == {"scoreSheets": {"totalCount": 1, "nodes": [{"state": "DRAFT", "total": None}]}}
    await served.do(second, SUBMIT, sheetId=sheet["id"], expectedVersion=sheet["version"])
    said = await fellow.answer()
    assert sorted(each["total"] for each in said["scoreSheets"]["nodes"]) == ["30", "80"]


async def test_posts_are_told_without_names_where_evaluators_are_hidden(served, make: Factory):
    of = await scene(make, others_scores=ScoresSeen.ALWAYS, can_discuss=True, hides_evaluators=True)
    entry = await make.session.scalar(select(RoundEntry.id).where(RoundEntry.round_id == of.round.id))
    entry_id = node_ids.encode("RoundEntry", entry)
    first, second = of.evaluators
    center = await served.watch(of.manager, TALK, entry=entry_id)
    fellow = await served.watch(second, TALK, entry=entry_id)
    assert [await center.answer(), await fellow.answer()] == [
        {"node": {"discussion": {"totalCount": 0, "nodes": []}}}
    ] * 2

    await served.do(first, POST, entryId=entry_id, audience="EVALUATORS", body="Minh chứng còn thiếu")
    told = {"body": "Minh chứng còn thiếu", "author": None}
    assert await fellow.answer() == {"node": {"discussion": {"totalCount": 1, "nodes": [told]}}}
    named = {**told, "author": {"fullName": first.name}}
    assert await center.answer() == {"node": {"discussion": {"totalCount": 1, "nodes": [named]}}}

    await served.do(of.manager, POST, entryId=entry_id, audience="ORGANISERS", body="Mời thêm một người chấm")
    assert (await center.answer())["node"]["discussion"]["totalCount"] == 2
    await strokes()
    assert fellow.waiting() == 0


async def test_a_revoked_role_ends_the_stream_at_once(served, make: Factory):
    of = await scene(make)
    center = await served.watch(of.manager, SHEETS, round=node_ids.encode("Round", of.round.id))
    assert await center.answer() == counted()

    ended = {"revoked_at": datetime.now(UTC), "revoked_reason": "Hết nhiệm vụ"}
    await make.session.execute(update(RoleGrant).where(RoleGrant.person_id == of.manager.person_id).values(**ended))
    await make.session.commit()

    assert await center.code() == "RIGHTS_CHANGED"
    await submit(served, of, of.evaluator, "50", "30")
    await strokes()
    assert center.waiting() == 0


async def test_whoever_leaves_sees_no_more(served, make: Factory):
    auditor = await somebody(make, Role.AUDITOR)
    watching = await served.watch(auditor)
    await watching.answer()

    await make.session.execute(update(Person).where(Person.id == auditor.person_id).values(left_on=LONG_AGO.date()))
    await make.session.commit()

    assert await watching.code() == "UNAUTHENTICATED"


async def test_a_role_that_runs_out_ends_the_stream_at_the_next_beat(url, tmp_path, make: Factory):
    async with serve(url, tmp_path, make, LiveRules(stroke=0.02, beat=0.1)) as served:
        auditor = await somebody(make, Role.AUDITOR)
        grant = (await make.session.scalars(select(RoleGrant).where(RoleGrant.person_id == auditor.person_id))).one()
        grant.ends_at = datetime.now(UTC) + timedelta(seconds=0.6)
        await make.session.commit()
        watching = await served.watch(auditor)
        await watching.answer()

        assert await watching.code() == "RIGHTS_CHANGED"
        assert watching.beats >= 1


async def test_a_token_that_expires_ends_the_stream(url, tmp_path, make: Factory):
    async with serve(url, tmp_path, make, LiveRules(stroke=0.02, beat=0.1)) as served:
        auditor = await somebody(make, Role.AUDITOR)
        token = await served.token(auditor, timedelta(seconds=2))
        watching = served.open(token, asked(ME))
        await watching.answer()

        assert await watching.code() == "UNAUTHENTICATED"


async def test_beats_come_by_a_clock_of_their_own(url, tmp_path, make: Factory):
    async with serve(url, tmp_path, make, LiveRules(stroke=0.02, beat=0.2)) as served:
        auditor = await somebody(make, Role.AUDITOR)
        watching = await served.watch(auditor)
        await watching.answer()
        quiet = await served.watch(auditor)
        await quiet.answer()
        begun = [watching.beats, quiet.beats]
        for _ in range(10):
            await somebody(make, Role.AUDITOR)  # a grant wakes everybody, and changes nobody's answer here
            await asyncio.sleep(0.05)

        assert (watching.waiting(), quiet.waiting()) == (0, 0)
        assert watching.sends == 1 + watching.beats
        assert quiet.sends == 1 + quiet.beats
        assert abs((watching.beats - begun[0]) - (quiet.beats - begun[1])) <= 1
        assert watching.beats >= 2


async def test_events_are_lines_that_end_with_lf_and_are_never_stored(served, make: Factory):
    watching = await served.watch(await somebody(make, Role.AUDITOR))
    answer = await watching.answer()
    direct = await served.http.post("/graphql", content=asked(ME), headers={"Content-Type": "application/json"})

    assert watching.status == 200
    assert watching.headers == {
        "content-type": "text/event-stream; charset=utf-8",
        "cache-control": "no-store",
        "x-content-type-options": "nosniff",
        "x-accel-buffering": "no",
    }
    assert b"\r" not in watching.raw
    assert watching.raw.startswith(b'event: next\ndata: {"data":')
    assert set(answer) == set(direct.json()["data"])


# -- Limits.


async def test_nobody_has_more_streams_than_their_share(served, make: Factory):
    auditor, other = await somebody(make, Role.AUDITOR), await somebody(make, Role.AUDITOR)
    first, second = await served.watch(auditor), await served.watch(auditor)
    await first.answer()
    await second.answer()
    refused = await served.watch(auditor)
    await refused.end()
    assert told(refused) == (429, "RATE_LIMITED")
    assert refused.headers["retry-after"] == "5"

    third = await served.watch(other)
    await third.answer()
    full = await served.watch(other)
    await full.end()
    assert told(full) == (503, "UNAVAILABLE")

    # Whoever hangs up makes room.
    first.leave()
    await first.end()
    again = await served.watch(auditor)
    await again.answer()


async def test_a_client_that_takes_nothing_is_dropped(served, make: Factory):
    of = await scene(make)
    round_id = node_ids.encode("Round", of.round.id)
    slow = await served.watch(of.manager, SHEETS, round=round_id)
    await slow.answer()
    slow.takes.clear()

    await submit(served, of, of.evaluator, "50", "30")
    await slow.end()

    assert slow.waiting() == 0
    assert not slow.is_over
    for _ in range(RULES.per_actor):
        await (await served.watch(of.manager, SHEETS, round=round_id)).answer()


async def test_streams_end_with_the_process(url, tmp_path, make: Factory):
    async with serve(url, tmp_path, make) as served:
        auditor = await somebody(make, Role.AUDITOR)
        watching = await served.watch(auditor)
        await watching.answer()
        served.app.end_streams()

        assert await watching.event() == ("complete", {})
        await watching.end()
        late = await served.watch(auditor)
        await late.end()
        assert told(late) == (503, "UNAVAILABLE")


async def test_changes_are_heard_of_again_after_the_connection_was_lost(served, make: Factory, url):
    of = await scene(make)
    center = await served.watch(of.manager, SHEETS, round=node_ids.encode("Round", of.round.id))
    await center.answer()

    connection = await asyncpg.connect(url.replace("+asyncpg", "", 1))
    lost = await connection.fetch(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE datname = current_database() AND application_name = 'thidua-changes'"
    )
    await connection.close()
    assert len(lost) == 1
    await submit(served, of, of.evaluator, "50", "30")

    assert await center.answer() == counted("80")


# -- Requests that are no live query.


def told(watching: Watching) -> tuple[int, str]:
    """The status and the code of a request that was refused."""
    body = json.loads(watching.raw)
    assert watching.headers["content-type"] == "application/graphql-response+json; charset=utf-8"
    assert set(body) == {"errors"}
    return watching.status, body["errors"][0]["extensions"]["code"]


@pytest.mark.parametrize(
    ("body", "headers", "expected"),
    [
        (asked("{ nothing }"), {}, (400, "GRAPHQL_VALIDATION_FAILED")),
        (asked("{"), {}, (400, "GRAPHQL_PARSE_FAILED")),
        (asked("subscription { units { totalCount } }"), {}, (400, "GRAPHQL_VALIDATION_FAILED")),
        (asked(SAVE, input={"assignmentId": "x", "marks": []}), {}, (400, "OPERATION_RESOLUTION_FAILURE")),
        (asked(SHEETS), {}, (400, "BAD_USER_INPUT")),
        (
            asked("{ " + " ".join(f"a{n}: units {{ totalCount }}" for n in range(2000)) + " }"),
            {},
            (400, "OPERATION_TOO_COMPLEX"),
        ),
        (b"[]", {}, (400, "BAD_REQUEST")),
        (b"{", {}, (400, "BAD_REQUEST")),
        (b"null", {}, (400, "BAD_REQUEST")),
        (b'{"query": 1}', {}, (400, "BAD_REQUEST")),
        (b'"\xff"', {}, (400, "BAD_REQUEST")),
        (b'{"query": "{ units { totalCount } }", "documentId": "x"}', {}, (400, "PERSISTED_QUERY_NOT_SUPPORTED")),
        (b" " * 2_000_000, {}, (413, "BAD_REQUEST")),
        (asked(ME), {"content_type": "text/plain"}, (415, "BAD_REQUEST")),
        (asked(ME), {"accept": "application/json"}, (406, "BAD_REQUEST")),
        (asked(ME), {"accept": "text/event-stream;q=0, */*"}, (406, "BAD_REQUEST")),
        (asked(ME), {"authorization": "Bearer x.y.z"}, (401, "UNAUTHENTICATED")),
    ],
)
async def test_what_is_no_live_query_is_refused_as_by_graphql(served, make: Factory, body, headers, expected):
    token = None if "authorization" in headers else await served.token(await somebody(make, Role.AUDITOR))
    watching = served.open(token, body, **headers)
    await watching.end()

    assert told(watching) == expected


async def test_nobody_watches_without_signing_in(served):
    watching = served.open(None, asked(ME))
    await watching.end()

    assert told(watching) == (401, "UNAUTHENTICATED")


@pytest.mark.parametrize("accept", ["text/event-stream", "text/*", "*/*", "application/json, text/event-stream;q=0.5"])
async def test_clients_that_take_events_are_served(served, make: Factory, accept):
    watching = served.open(await served.token(await somebody(make, Role.AUDITOR)), asked(ME), accept=accept)

    assert set(await watching.answer()) == {"viewer"}


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
async def test_only_posts_are_taken(served, method):
    answer = await served.http.request(method, LIVE, headers={"Accept": "text/event-stream"})

    assert answer.status_code == 405
    assert answer.headers["allow"] == "POST"
    assert answer.json()["errors"][0]["extensions"]["code"] == "BAD_REQUEST"
