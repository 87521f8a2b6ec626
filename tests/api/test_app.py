"""The application as a whole, over ASGI, on a real database."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from api.app import create_app
from api.issuer import DevelopmentIssuer
from api.settings import Settings, read_settings
from tests.conftest import fresh_database

VIEWER = {"query": "{ viewer { person { fullName } } units { totalCount } }"}


def settings(directory: Path, mode: str = "development") -> Settings:
    return read_settings({"THIDUA_DATA": str(directory), "THIDUA_MODE": mode})


def issuer(directory: Path) -> DevelopmentIssuer:
    chosen = settings(directory)
    return DevelopmentIssuer(directory / "keys", chosen.issuer, chosen.audience)


def client_of(app: object) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://thidua.test")


@pytest.fixture
async def client(engine, tmp_path) -> AsyncIterator[httpx.AsyncClient]:
    made = issuer(tmp_path)
    app = create_app(settings(tmp_path), engine, made.keys, issuer=made)
    async with app.router.lifespan_context(app), client_of(app) as client:
        yield client


async def test_health_says_alive_ready_and_which_version(client):
    answers = [await client.get(path) for path in ("/livez", "/readyz", "/version")]

    assert [(each.status_code, each.json()) for each in answers] == [
        (200, {"status": "ok"}),
        (200, {"status": "ok"}),
        (200, {"version": "0.1.0"}),
    ]
    assert {each.headers["cache-control"] for each in answers} == {"no-store"}


@pytest.fixture
def empty_url(server_url, worker) -> str:
    return fresh_database(server_url, f"thidua_empty_{worker}")


async def test_not_ready_while_migrations_are_missing(empty_url, tmp_path):
    empty = create_async_engine(empty_url, poolclass=NullPool)
    nowhere = create_async_engine("postgresql+asyncpg://nobody@127.0.0.1:1/none", poolclass=NullPool)

    for engine in (empty, nowhere):
        async with client_of(create_app(settings(tmp_path), engine, issuer(tmp_path).keys)) as client:
            ready, alive = await client.get("/readyz"), await client.get("/livez")
        await engine.dispose()
        assert (ready.status_code, ready.json(), alive.status_code) == (503, {"status": "database unreachable"}, 200)


async def test_without_a_token_nothing_is_seen(client):
    answer = await client.post("/graphql", json=VIEWER)

    assert answer.json()["data"] == {"viewer": None, "units": {"totalCount": 0}}


async def test_a_token_that_opens_nothing_is_refused_the_same_way(client, tmp_path):
    stranger = issuer(tmp_path).issue("nobody", timedelta(hours=1))
    forged = issuer(tmp_path / "other").issue("nobody", timedelta(hours=1))

    answers = [
        await client.post("/graphql", json=VIEWER, headers={"Authorization": f"Bearer {token}"})
        for token in (stranger, forged, "x.y.z")
    ]

    assert {each.status_code for each in answers} == {401}
    assert len({each.content for each in answers}) == 1
    assert answers[0].json()["errors"][0]["extensions"] == {"code": "UNAUTHENTICATED"}


async def test_the_explorer_is_for_development_only(client, engine, tmp_path):
    production = settings(tmp_path, "production")
    async with client_of(create_app(production, engine, issuer(tmp_path).keys)) as strict:
        hidden = [(await strict.get(path)).status_code for path in ("/", "/explorer", "/explorer/config.json")]

    assert (await client.get("/")).headers["location"] == "/explorer"
    assert (await client.get("/explorer")).status_code == 200
    assert (await client.get("/explorer/config.json")).json()["roles"] == []
    assert hidden == [404, 404, 404]


@pytest.mark.parametrize(
    "environment",
    [
        {"DATABASE_URL": "mysql://x"},
        {"DATABASE_URL": "nothing"},
        {"THIDUA_MODE": "debug"},
        {"THIDUA_PORT": "http"},
        {"THIDUA_PORT": "65536"},
        {"THIDUA_POOL": "0"},
        {"THIDUA_BALLOT_KEY": "short"},
    ],
)
def test_a_malformed_setting_is_named(environment):
    (name,) = environment

    with pytest.raises(ValueError, match=name):
        read_settings(environment)
