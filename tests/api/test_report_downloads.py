"""Reports over HTTP: each as a workbook and as CSV, in the language asked for, refused by status and in words."""

import csv
import io
from datetime import timedelta

import httpx
import openpyxl
import pytest
from starlette.applications import Starlette

from api.identity import Identity
from api.issuer import DevelopmentIssuer
from api.reports import REPORTS, WORKBOOK, report_routes
from api.tokens import TokenVerifier
from domain.actor import Role
from domain.awards.rules import NominationState
from domain.people.model import Person
from tests.support import awards
from tests.support.audit import entries
from tests.support.factories import Factory

ISSUER, AUDIENCE = "https://thidua.invalid/development", "thidua"


@pytest.fixture
def get(session, database, tmp_path):
    """Download as somebody, over ASGI, in the test's own transaction."""
    tokens = DevelopmentIssuer(tmp_path / "keys", ISSUER, AUDIENCE)
    identity = Identity(database, TokenVerifier(tokens.keys, ISSUER, AUDIENCE))
    app = Starlette(routes=report_routes(database, identity))
    http = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://thidua.test")

    async def download(path: str, actor, **headers: str) -> httpx.Response:
        if actor is not None:
            person = await session.get_one(Person, actor.person_id)
            headers["Authorization"] = f"Bearer {tokens.issue(person.subject, timedelta(hours=1))}"
        return await http.get(path, headers=headers)

    return download


async def test_every_report_is_a_workbook_and_a_csv_file(get, make: Factory, session):
    of = await awards.scene(make)
    query = {"0601": "year=2024", "0603": "year=2024"}
    for name in REPORTS:
        path = f"/exports/{name}.{{}}?{query.get(name, f'movement=Movement:{of.movement.id}')}"
        book, table = await get(path.format("xlsx"), of.personnel), await get(path.format("csv"), of.personnel)

        assert (book.status_code, book.headers["content-type"]) == (200, WORKBOOK), name
        assert book.headers["content-disposition"] == f'attachment; filename="{name}.xlsx"'
        assert book.headers["cache-control"] == table.headers["cache-control"] == "no-store"
        assert (table.status_code, table.headers["content-type"]) == (200, "text/csv; charset=utf-8")
        page = openpyxl.load_workbook(io.BytesIO(book.content)).active
        heading = [cell.value for cell in page[int(page.print_title_rows.split(":")[1].strip("$"))]]
        assert heading == next(csv.reader(io.StringIO(table.content.decode("utf-8-sig"))))
    assert len(await entries(session)) == 2 * len(REPORTS)


async def test_states_and_the_language_are_chosen_by_the_query(get, make: Factory):
    of = await awards.scene(make)
    await awards.nomination(make, of, state=NominationState.PROPOSED, summary='=HYPERLINK("http://evil.example")')
    await awards.nomination(make, await awards.another(make, of), state=NominationState.REFUSED)
    path = f"/exports/nominations.{{}}?movement=Movement:{of.movement.id}&state=PROPOSED&state=APPROVED&language=en"

    table = await get(path.format("csv"), of.personnel)
    book = await get(path.format("xlsx"), of.personnel)
    by_client = await get(path.format("csv").removesuffix("&language=en"), of.personnel, **{"Accept-Language": "en"})

    header, *rows = csv.reader(io.StringIO(table.content.decode("utf-8-sig")))
    assert by_client.content == table.content
    assert [row[header.index("State")] for row in rows] == ["Proposed"]
    assert rows[0][header.index("Achievement")] == '\'=HYPERLINK("http://evil.example")'
    page = openpyxl.load_workbook(io.BytesIO(book.content)).active
    (cell,) = [cell for row in page.iter_rows() for cell in row if "HYPERLINK" in str(cell.value)]
    assert (cell.value, cell.data_type) == ('=HYPERLINK("http://evil.example")', "s")


async def test_refusals_come_by_status_and_in_words(get, make: Factory, session):
    of = await awards.scene(make)
    movement = f"movement=Movement:{of.movement.id}"
    officer = await make.actor(Role.FOCAL_OFFICER)
    asked = [
        (f"nominations.xlsx?{movement}", None),
        (f"nominations.xlsx?{movement}", officer),
        ("0603.xlsx?year=2024", officer),
        ("payments.xlsx?movement=Movement:x", of.personnel),
        ("unit-standings.xlsx", of.personnel),
        (f"nominations.xlsx?{movement}&state=LOST", of.personnel),
        (f"nominations.xlsx?{movement}&language=fr", of.personnel),
        ("0601.xlsx", of.personnel),
        ("0601.csv?year=-1", of.personnel),
        ("0601.csv?year=1999", of.personnel),
    ]

    answers = [await get(f"/exports/{path}", actor) for path, actor in asked]

    said = [(each.status_code, each.json()["errors"][0]["extensions"]["code"]) for each in answers]
    assert said == [
        (401, "UNAUTHENTICATED"),
        (403, "ROLE_LACKS_PERMISSION"),
        (403, "ROLE_LACKS_PERMISSION"),
        (404, "NOT_FOUND"),
        (404, "NOT_FOUND"),
        (400, "STATE_UNKNOWN"),
        (400, "LANGUAGE_UNKNOWN"),
        (400, "YEAR_FORM"),
        (400, "YEAR_FORM"),
        (400, "YEAR_RANGE"),
    ]
    assert await entries(session) == []
