"""Charts over HTTP: for whoever may see what they show, in the language asked for, as drawings that run nothing."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette

from api.charts import chart_routes
from api.identity import Identity
from api.issuer import DevelopmentIssuer
from api.tokens import TokenVerifier
from domain.actor import Actor, Role
from domain.errors import NotFound
from domain.evaluations.rules import RoundKind, RoundState
from domain.people.model import Person
from domain.results.model import Result, ResultChart
from domain.results.rules import ChartKind, ResultState
from tests.support import evaluations as make_
from tests.support.conflicts import declared
from tests.support.evaluations import Scene, scene
from tests.support.factories import Factory

ISSUER, AUDIENCE = "https://thidua.invalid/development", "thidua"
RANKING, SEVERITY = "ranking", "severity"


@dataclass
class Client:
    """Somebody who asks for charts, over ASGI, in the test's own transaction."""

    make: Factory
    tokens: DevelopmentIssuer
    http: httpx.AsyncClient

    async def get(self, path: str, actor: Actor | None, language: str = "vi") -> httpx.Response:
        headers = {"Accept-Language": language}
        if actor is not None:
            person = await self.make.session.get_one(Person, actor.person_id)
            headers["Authorization"] = f"Bearer {self.tokens.issue(person.subject, timedelta(hours=1))}"
        return await self.http.get(path, headers=headers)

    async def statuses(self, of: Result, actor: Actor | None) -> dict[str, int]:
        """The status of both charts of a result."""
        return {kind: (await self.get(path(of, kind), actor)).status_code for kind in (RANKING, SEVERITY)}


@pytest.fixture
def client(make: Factory, database, tmp_path: Path) -> Client:
    tokens = DevelopmentIssuer(tmp_path / "keys", ISSUER, AUDIENCE)
    identity = Identity(database, TokenVerifier(tokens.keys, ISSUER, AUDIENCE))
    app = Starlette(routes=chart_routes(database, identity))
    return Client(make, tokens, httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://thidua.test"))


def path(of: Result, kind: str) -> str:
    return f"/results/Result:{of.id}/charts/{kind}.svg"


async def drawn(make: Factory, there: Scene, state: ResultState) -> Result:
    """A result whose charts say what they are."""
    result = await make_.result(make, there.round, (there.initiative, "80", 1), state=state)
    for language in ("vi", "en"):
        for kind in ChartKind:
            svg = f"<svg><text>{kind} {language} Đổi mới</text></svg>"
            await make.add(ResultChart(result_id=result.id, kind=kind, language=language, svg=svg))
    return result


#: Who sees (the ranking, the severity of evaluators) once the result is published, and before.
EVERYTHING = (Role.INFORMATION_CENTER, Role.PERSONNEL, Role.MINISTRY_LEADER, Role.AUDITOR)


@pytest.mark.parametrize("state", [ResultState.STAGED, ResultState.VERIFIED, ResultState.PUBLISHED])
async def test_charts_are_for_who_may_see_all_that_they_show(make: Factory, client, state):
    there = await scene(make, state=RoundState.CLOSED)
    result = await drawn(make, there, state)

    seen = {
        role: await client.statuses(result, await make.actor(role, unit=there.unit, round_id=there.round.id))
        for role in Role
        if role not in EVERYTHING
    }
    # Of other units: who works in the unit of an entry has a conflict of interest.
    seen |= {role: await client.statuses(result, await make.actor(role)) for role in EVERYTHING}

    expected = {role: {RANKING: 404, SEVERITY: 404} for role in Role}
    if state is ResultState.PUBLISHED:
        expected[Role.COUNCIL_SECRETARY] = {RANKING: 200, SEVERITY: 404}
    expected |= {role: {RANKING: 200, SEVERITY: 200} for role in EVERYTHING}
    assert seen == expected


async def test_before_publication_a_conflict_with_any_entry_hides_the_charts(make: Factory, client):
    there = await scene(make, state=RoundState.CLOSED)
    staged = await drawn(make, there, ResultState.STAGED)
    bound = await make.actor(Role.INFORMATION_CENTER)
    await declared(make, bound.person_id, there.initiative)

    before = await client.statuses(staged, bound)
    published = await make_.result(
        make, there.round, (there.initiative, "80", 1), number=2, reason="Rà soát", state=ResultState.PUBLISHED
    )
    await make.add(ResultChart(result_id=published.id, kind=ChartKind.RANKING, language="vi", svg="<svg/>"))

    assert before == {RANKING: 404, SEVERITY: 404}
    assert (await client.get(path(published, RANKING), bound)).status_code == 200
    assert await client.statuses(staged, there.manager) == {RANKING: 200, SEVERITY: 200}


async def test_where_units_score_themselves_nobody_is_in_conflict(make: Factory, client):
    there = await scene(make, state=RoundState.CLOSED, evaluators=0, kind=RoundKind.SELF_SCORE)
    staged = await drawn(make, there, ResultState.STAGED)
    colleague = await make.actor(Role.PERSONNEL, unit=there.unit)

    assert await client.statuses(staged, colleague) == {RANKING: 200, SEVERITY: 200}


@pytest.mark.parametrize(
    ("asked", "language"), [("vi", "vi"), ("en", "en"), ("en-GB, vi;q=0.5", "en"), ("fr", "vi"), ("", "vi")]
)
async def test_charts_are_drawings_in_the_language_asked_for(make: Factory, client, asked, language):
    there = await scene(make, state=RoundState.CLOSED)
    result = await drawn(make, there, ResultState.STAGED)

    answers = {kind: await client.get(path(result, kind), there.manager, asked) for kind in (RANKING, SEVERITY)}

    assert {kind: answer.text for kind, answer in answers.items()} == {
        RANKING: f"<svg><text>RANKING {language} Đổi mới</text></svg>",
        SEVERITY: f"<svg><text>SEVERITY {language} Đổi mới</text></svg>",
    }
    for answer in answers.values():
        assert answer.headers["content-type"] == "image/svg+xml"
        assert answer.headers["content-security-policy"] == "default-src 'none'; style-src 'unsafe-inline'"
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["x-content-type-options"] == "nosniff"


async def test_who_has_not_signed_in_is_asked_to(make: Factory, client):
    there = await scene(make, state=RoundState.CLOSED)
    result = await drawn(make, there, ResultState.PUBLISHED)

    nobody = await client.get(path(result, RANKING), None)
    forged = await client.http.get(path(result, RANKING), headers={"Authorization": "Bearer x.y.z"})

    for answer in (nobody, forged):
        assert answer.status_code == 401
        assert answer.headers["www-authenticate"].startswith("Bearer")
        assert answer.json()["errors"][0]["extensions"] == {"code": "UNAUTHENTICATED"}


async def test_what_is_no_chart_is_not_found_in_both_languages(make: Factory, client):
    there = await scene(make, state=RoundState.CLOSED)
    result = await drawn(make, there, ResultState.STAGED)
    bare = await make_.result(make, there.round, number=2, reason="Rà soát")
    paths = [
        path(bare, RANKING),
        path(result, "RANKING"),
        path(result, "minutes"),
        f"/results/Round:{result.id}/charts/ranking.svg",
        f"/results/{result.id}/charts/ranking.svg",
        "/results/Result:01900000-0000-7000-8000-000000000001/charts/ranking.svg",
    ]

    answers = {
        language: [await client.get(each, there.manager, language) for each in paths] for language in ("vi", "en")
    }

    told = {
        language: {
            (each.status_code, each.json()["errors"][0]["extensions"]["code"], each.json()["errors"][0]["message"])
            for each in of_language
        }
        for language, of_language in answers.items()
    }
    assert told == {language: {(404, "NOT_FOUND", NotFound().text.in_language(language))} for language in ("vi", "en")}
