"""Live queries of a real server process: over sockets, until the client hangs up or the server stops."""

import json
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.conftest import migrated_database
from tests.support.server import Client, client, serving, thidua

pytestmark = pytest.mark.slow

QUERY = {"query": "{ units { totalCount } viewer { person { fullName } } }"}
#: Seconds after which a test is told that something did not come.
PATIENCE = 10.0


@pytest.fixture(scope="module")
def url(server_url: str, worker: str) -> str:
    return migrated_database(server_url, f"thidua_live_server_{worker}")


def opened(who: Client) -> httpx.Response:
    headers = {**who.headers, "Accept": "text/event-stream"}
    response = who.http.send(who.http.build_request("POST", "/graphql/live", json=QUERY, headers=headers), stream=True)
    assert response.status_code == 200
    return response


def events(response: httpx.Response) -> Iterator[tuple[str, object]]:
    """The events of a stream, signs of life left out."""
    name = ""
    for line in response.iter_lines():
        if line.startswith("event: "):
            name = line.removeprefix("event: ")
        elif line.startswith("data: "):
            yield name, json.loads(line.removeprefix("data: "))


def streams(http: httpx.Client, wanted: int) -> int:
    """How many streams the server says are open, once they are as many as is wanted or time is up."""
    deadline = time.monotonic() + PATIENCE
    while True:
        (line,) = (each for each in http.get("/metrics").text.split("\n") if each.startswith("thidua_live_streams "))
        there = int(float(line.split()[1]))
        if there == wanted or time.monotonic() > deadline:
            return there
        time.sleep(0.05)


def test_streams_end_when_the_client_hangs_up_and_when_the_server_stops(url: str, tmp_path: Path):
    somebody = {
        "name": "Nguyễn Văn A",
        "email": "a@thidua.example",
        "subject": "a",
        "unit-code": "B",
        "unit-name": "Bộ",
    }
    options = [part for name, value in somebody.items() for part in (f"--{name}", value)]
    done = thidua("bootstrap", *options, database_url=url, directory=tmp_path)
    assert done.returncode == 0, done.stderr

    with httpx.Client(timeout=PATIENCE) as http:
        with serving(url, tmp_path) as base:
            http.base_url = httpx.URL(base)
            who = client(http, tmp_path, "a")
            gone, staying = opened(who), opened(who)
            told, more = events(staying), events(gone)
            first = {"units": {"totalCount": 1}, "viewer": {"person": {"fullName": "Nguyễn Văn A"}}}
            assert [next(told), next(more)] == [("next", answered(first))] * 2
            assert streams(http, 2) == 2

            gone.close()
            assert streams(http, 1) == 1

            unit = {"code": "C", "name": "Cục", "type": "CUC", "validFrom": "2024-01-01"}
            unit_id = who.do("createUnit", "unit { id }", **unit)["id"]
            person = {"position": "Chuyên viên", "employmentType": "CIVIL_SERVANT", "leadershipTier": "DIRECT_WORKER"}
            new = {"fullName": "Trần Thị B", "email": "b@thidua.example", "subject": "b", "startsOn": "2024-01-01"}
            who.do("registerPerson", "person { id }", unitId=unit_id, **person, **new)
            assert next(told) == ("next", answered({**first, "units": {"totalCount": 2}}))
        assert list(told) == [("complete", {})]


def answered(data: object) -> object:
    """An answer as a query of this cost has it."""
    return {"data": data, "extensions": {"cost": {"requested": 3}}}
