"""What the compiler writes and what is answered, feature by feature, to be read: cases/<name>.{graphql,sql,json}.

A document begins with `# actor: <one of the world>`, and perhaps `# variables: <JSON>`. In variables and answers,
`{{Unit own}}` stands for the id of a row of the world, `{{Unit own by CODE+}}` for its cursor in an order.
`THIDUA_SNAPSHOTS=write` writes the SQL and the answers anew.
"""

import base64
import json
import os
import re
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.database import Database
from domain.reading.json_text import CURSOR_VERSION
from schema.limits import Limits
from schema.operations import DocumentCache, Prepared, prepare
from schema.pagination import write_cursor
from schema.root import graphql_schema
from tests.conftest import TransactionDatabase
from tests.support import matrix_world
from tests.support.graphql import run
from tests.support.matrix_world import World

CASES = Path(__file__).parent / "cases"
NAMES = sorted(path.stem for path in CASES.glob("*.graphql"))
IS_WRITING = os.environ.get("THIDUA_SNAPSHOTS") == "write"
HEAD = re.compile(r"# actor: (?P<actor>\w+)\n(?:# variables: (?P<variables>\{.*\})\n)?")
PLACE = re.compile(r"\{\{(?P<type>\w+) (?P<label>.+?)(?: by (?P<order>\w+)(?P<way>[+-]))?\}\}")
CURSOR = re.compile(rf"{CURSOR_VERSION}\.([\w-]+)")


class Case(NamedTuple):
    """A document, who asks and with what."""

    document: str
    actor: str
    variables: dict[str, Any]


@pytest.fixture(scope="module")
def database(connection: AsyncConnection) -> Database:
    return TransactionDatabase(connection)


@pytest.fixture(scope="module")
async def world(connection: AsyncConnection) -> World:
    return await matrix_world.furnish(connection, matrix_world.build)


def case_of(world: World, name: str) -> Case:
    """Read a document with its first lines."""
    document = (CASES / f"{name}.graphql").read_text()
    head = HEAD.match(document)
    assert head is not None, f"{name}.graphql does not say who asks"
    return Case(document, head["actor"], json.loads(with_ids(world, head["variables"] or "{}")))


def with_ids(world: World, text: str) -> str:
    """Put the ids and cursors of the world where the text names rows."""

    def of_row(place: re.Match[str]) -> str:
        if place["order"] is None:
            return world.id(place["type"], place["label"])
        row = world.row(place["type"], place["label"])
        return write_cursor(place["order"] + place["way"], [getattr(row, place["order"].lower()), row.id])

    return PLACE.sub(of_row, text)


def with_names(world: World, text: str) -> str:
    """Name the rows of the world where the text holds their ids and cursors."""
    names = {f"{of}:{row.id}": f"{of} {label}" for of, rows in world.rows.items() for label, row in rows.items()}
    of_key = {key.partition(":")[2]: name for key, name in names.items()}

    def of_cursor(cursor: re.Match[str]) -> str:
        order, _, key = json.loads(base64.urlsafe_b64decode(cursor[1] + "=" * (-len(cursor[1]) % 4)))
        return f"{{{{{of_key[key]} by {order}}}}}"

    for key, name in names.items():
        text = text.replace(key, f"{{{{{name}}}}}")
    return CURSOR.sub(of_cursor, text)


def kept(world: World, name: str, kind: str, found: str) -> str:
    """What a file of a case says; written anew where that is asked for."""
    path = CASES / f"{name}.{kind}"
    if IS_WRITING:
        path.write_text(with_names(world, found))
    return with_ids(world, path.read_text())


@pytest.mark.parametrize("name", NAMES)
def test_the_statement_is_the_one_written_down(world, name):
    case = case_of(world, name)
    prepared = prepare(graphql_schema, case.document, None, case.variables, limits=Limits(), cache=DocumentCache())
    assert isinstance(prepared, Prepared), prepared

    request = prepared.operation.request(prepared.variables, world.actors[case.actor])
    statement = prepared.operation.planned(request).statement

    found = "".join(f"{line.rstrip()}\n" for line in statement.sql.splitlines())
    assert found == kept(world, name, "sql", found)


@pytest.mark.parametrize("reads", ["compiled", "reference"])
@pytest.mark.parametrize("name", NAMES)
async def test_the_answer_is_the_one_written_down(database, world, name, reads):
    case = case_of(world, name)

    answer = await run(database, world.actors[case.actor], case.document, case.variables, reads=reads)

    found = json.dumps(answer, ensure_ascii=False, indent=2) + "\n"
    assert found == kept(world, name, "json", found)


def test_every_case_is_complete():
    there = {(path.stem, path.suffix) for path in CASES.iterdir()}

    assert there == {(name, suffix) for name in NAMES for suffix in (".graphql", ".sql", ".json")}
    assert not IS_WRITING, "the snapshots were written anew: look at what changed"
