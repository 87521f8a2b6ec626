"""Files in and out over HTTP: uploads of score tables, their documents, forms for juries on paper."""

import hashlib
from collections.abc import AsyncIterator
from datetime import timedelta

import httpx
import pytest
from sqlalchemy import select
from starlette.applications import Starlette

from api.identity import Identity
from api.imports import import_routes
from api.issuer import DevelopmentIssuer
from api.multipart import boundary_of, read_parts
from api.settings import read_settings
from api.tokens import TokenVerifier
from domain.actor import Role
from domain.imports.model import ImportFile, ScoreTable
from domain.jobs.model import Job
from domain.people.model import Person
from schema import node_ids
from tests.support.evaluations import scene
from tests.support.imports import RULES, TABLE
from tests.support.jobs import run_jobs

FORM = {"name": (None, "Bảng điểm"), "rules": (None, RULES), "file": ("bảng.csv", TABLE.encode())}


@pytest.fixture
async def client(database, tmp_path) -> AsyncIterator[httpx.AsyncClient]:
    settings = read_settings({"THIDUA_DATA": str(tmp_path), "THIDUA_MODE": "development"})
    issuer = DevelopmentIssuer(tmp_path / "keys", settings.issuer, settings.audience)
    identity = Identity(database, TokenVerifier(issuer.keys, settings.issuer, settings.audience))
    app = Starlette(routes=import_routes(database, identity))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://thidua.test") as made:
        made.issuer = issuer
        yield made


@pytest.fixture
def signed_in(client, make, session):
    async def sign_in(role: Role) -> dict[str, str]:
        actor = await make.actor(role)
        subject = await session.scalar(select(Person.subject).where(Person.id == actor.person_id))
        return {"Authorization": f"Bearer {client.issuer.issue(subject, timedelta(hours=1))}"}

    return sign_in


async def send(client, headers, **parts):
    form = {**FORM, **parts}
    files = [(name, part) for name, part in form.items() if part is not None]
    return await client.post("/imports/score-tables", files=files, headers=headers)


async def test_uploaded_table_is_a_job_and_its_documents_have_the_hashes_told(client, signed_in, session, database):
    headers = await signed_in(Role.PERSONNEL)

    answer = await send(client, headers)
    job = await session.scalar(select(Job))
    await run_jobs(database)
    table = (await session.scalars(select(ScoreTable))).one()
    path = f"/score-tables/{node_ids.encode('ScoreTable', table.id)}"
    problem, evaluation, rules = [
        await client.get(f"{path}/{name}", headers=headers) for name in ("problem.json", "evaluation.json", "rules.txt")
    ]

    assert (answer.status_code, answer.json()) == (202, {"job": node_ids.encode("Job", job.id)})
    assert (table.name, table.file_name, table.sheets) == ("Bảng điểm", "bảng.csv", 4)
    assert hashlib.sha256(problem.content).hexdigest() == table.inputs_hash
    assert hashlib.sha256(evaluation.content).hexdigest() == table.outputs_hash
    assert rules.text == RULES
    assert {each.headers["cache-control"] for each in (answer, problem, evaluation, rules)} == {"no-store"}


@pytest.mark.parametrize("role", [Role.MINISTRY_LEADER, Role.COUNCIL_SECRETARY, Role.STAFF, Role.SYSTEM_ADMINISTRATOR])
async def test_who_may_not_import_may_not_upload(client, signed_in, session, role):
    answer = await send(client, await signed_in(role))

    assert (answer.status_code, answer.json()["errors"][0]["extensions"]["code"]) == (403, "ROLE_LACKS_PERMISSION")
    assert await session.scalar(select(Job)) is None


async def test_without_a_bearer_token_there_is_no_way_in(client, session):
    answers = [
        await send(client, headers) for headers in ({}, {"Cookie": "token=x"}, {"Authorization": "Bearer x.y.z"})
    ]

    assert [each.status_code for each in answers] == [401, 401, 401]
    assert await session.scalar(select(ImportFile)) is None


@pytest.mark.parametrize(
    ("parts", "status", "codes"),
    [
        ({"file": None}, 400, ["PART_MISSING"]),
        ({"name": None, "rules": None}, 400, ["PART_MISSING", "PART_MISSING"]),
        ({"other": (None, "x")}, 400, ["PART_UNKNOWN"]),
        ({"dryRun": (None, "True")}, 400, ["FLAG_WRONG"]),
        ({"movement": (None, "Unit:1")}, 404, ["NOT_FOUND"]),
        ({"rules": (None, "a = 1\nb = 2\n")}, 400, ["KEY_MISSING", "KEY_UNKNOWN", "KEY_UNKNOWN"]),
        ({"rules": (None, b"\xff")}, 415, ["UNSUPPORTED_MEDIA_TYPE"]),
        ({"sheet": (None, "a\0b")}, 415, ["UNSUPPORTED_MEDIA_TYPE"]),
        ({"file": ("b.csv", b"")}, 400, ["FILE_EMPTY"]),
    ],
)
async def test_form_that_says_too_little_or_too_much_is_refused(client, signed_in, session, parts, status, codes):
    answer = await send(client, await signed_in(Role.PERSONNEL), **parts)

    told = [each["extensions"]["code"] for each in answer.json()["errors"]]
    assert (answer.status_code, sorted(told)[: len(codes)]) == (status, codes)
    assert await session.scalar(select(Job)) is None


async def test_duplicate_is_a_conflict_in_the_language_asked_for(client, signed_in, database):
    headers = await signed_in(Role.PERSONNEL)
    await send(client, headers)
    await run_jobs(database)

    answers = [await send(client, {**headers, "Accept-Language": language}) for language in ("vi", "en")]

    assert [(each.status_code, each.json()["errors"][0]["message"]) for each in answers] == [
        (409, "Bảng điểm này đã được nhập với đúng quy tắc này."),
        (409, "This table was imported under these very rules already."),
    ]


async def test_body_over_the_limit_is_not_read_to_its_end(client, signed_in):
    headers = await signed_in(Role.PERSONNEL)
    read = []

    async def endless():
        for at in range(1000):
            read.append(at)
            yield bytes(1_000_000)

    kind = {"Content-Type": "multipart/form-data; boundary=b"}
    answer = await client.post("/imports/score-tables", content=endless(), headers={**headers, **kind})

    assert (answer.status_code, answer.headers["connection"], len(read)) == (413, "close", 23)


@pytest.mark.parametrize("role", [Role.STAFF, Role.COUNCIL_SECRETARY])
async def test_documents_are_for_those_who_see_the_table(client, signed_in, session, database, role):
    await send(client, await signed_in(Role.PERSONNEL))
    await run_jobs(database)
    table = node_ids.encode("ScoreTable", (await session.scalars(select(ScoreTable.id))).one())

    hidden = await client.get(f"/score-tables/{table}/problem.json", headers=await signed_in(role))
    unknown = await client.get(f"/score-tables/{table}/problem.xml", headers=await signed_in(Role.AUDITOR))
    shown = await client.get(f"/score-tables/{table}/problem.json", headers=await signed_in(Role.AUDITOR))

    assert [each.status_code for each in (hidden, unknown, shown)] == [404, 404, 200]


async def test_form_of_a_round_is_a_csv_file(client, signed_in, make):
    there = await scene(make)
    path = f"/rounds/{node_ids.encode('Round', there.round.id)}/score-sheets.csv"

    answer = await client.get(path, headers=await signed_in(Role.COUNCIL_SECRETARY))
    refused = await client.get(path, headers=await signed_in(Role.STAFF))
    missing = await client.get("/rounds/Unit:1/score-sheets.csv", headers=await signed_in(Role.COUNCIL_SECRETARY))

    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"] == 'attachment; filename="score-sheets.csv"'
    assert len(answer.text.split("\r\n")) == 3
    assert [each.status_code for each in (refused, missing)] == [403, 404]


def test_parts_are_read_byte_by_byte():
    content = b"\r\n--x\r\n\0\xff--b\r\n\r\n"
    body = (
        b'--b\r\nContent-Disposition: form-data; name="file"; filename="a \\"b\\".csv"\r\nContent-Type: x\r\n\r\n'
        + content
        + b'\r\n--b\r\nContent-Disposition: form-data; name="empty"\r\n\r\n\r\n--b--\r\n'
    )

    parts = read_parts(body, b"b")

    assert {name: (part.content, part.file_name) for name, part in parts.items()} == {
        "file": (content, 'a "b".csv'),
        "empty": (b"", None),
    }


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"--b\r\n",
        b'--b\r\nContent-Disposition: form-data; name="a"\r\n\r\nx\r\n--b\r\n',
        b"--b\r\nContent-Disposition: form-data\r\n\r\nx\r\n--b--\r\n",
        b'--b\r\nContent-Disposition: form-data; name="a"\r\n--b--\r\n',
        b'--b\r\nx; name="a"\r\n\r\n1\r\n--b\r\nx; name="a"\r\n\r\n2\r\n--b--\r\n',
    ],
)
def test_body_that_is_no_form_is_refused(body):
    with pytest.raises(ValueError, match="the form"):
        read_parts(body, b"b")


def test_boundary_is_that_of_a_form_only():
    kinds = (
        "multipart/form-data; boundary=b",
        'multipart/form-data; boundary="b c"',
        "multipart/form-data",
        "text/csv",
        "",
    )

    assert [boundary_of(kind) for kind in kinds] == [b"b", b"b c", None, None, None]
