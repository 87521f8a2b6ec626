"""`thidua explain`: how an operation is read for a role: its plan, its statement, and what PostgreSQL makes of it."""

import asyncio
import json
import sys
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.syntax import Syntax
from rich.tree import Tree

from api.database import tool_engine
from api.settings import read_settings
from api.starting import ensure_database, running_database
from domain.actor import SYSTEM, Actor, Role
from domain.clock import utc_now
from domain.database import Database
from domain.people.queries import actor_by_subject, one_person_per_role
from domain.reading import plan
from domain.reading.source import Source
from schema.documents import DocumentCache
from schema.limits import Limits
from schema.operations import Refused, prepare
from schema.planning.selection import Unplannable
from schema.root import graphql_schema


@click.command(help="Cho xem một truy vấn được đọc thế nào. / Show how an operation is read.")
@click.argument("document", type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path))
@click.option("--role", type=click.Choice([role.lower() for role in Role]), help="Vai trò. / Somebody in this role.")
@click.option("--subject", help="`sub` của người đọc. / Read as the person with this subject.")
@click.option("--variables", default="{}", help="Biến, dạng JSON. / Variables as JSON.")
@click.option("--operation", help="Tên thao tác. / The operation's name.")
@click.option("--analyze", is_flag=True, help="Chạy thật và đo. / Run it, and measure.")
def command(
    document: Path, role: str | None, subject: str | None, variables: str, operation: str | None, analyze: bool
) -> None:
    """Print the plan, the SQL with its parameters, and PostgreSQL's EXPLAIN; without a reader, the system reads."""
    text = sys.stdin.read() if str(document) == "-" else document.read_text(encoding="utf-8")
    try:
        given = json.loads(variables)
    except ValueError as error:
        raise click.ClickException("--variables không phải JSON. / --variables is no JSON.") from error
    if not isinstance(given, dict):
        raise click.ClickException("--variables phải là đối tượng JSON. / --variables must be a JSON object.")
    with running_database(read_settings()) as url:
        asyncio.run(ensure_database(url))
        asyncio.run(_explain(url, text, operation, given, role, subject, analyze=analyze))


async def _explain(
    url: str,
    text: str,
    operation: str | None,
    variables: dict[str, Any],
    role: str | None,
    subject: str | None,
    *,
    analyze: bool,
) -> None:
    prepared = prepare(graphql_schema, text, operation, variables, limits=Limits(), cache=DocumentCache())
    if isinstance(prepared, Refused):
        raise click.ClickException("\n".join(error["message"] for error in prepared.errors))
    if prepared.kind != "query":
        raise click.ClickException("Chỉ giải thích truy vấn đọc. / Only queries are explained.")
    console, engine = Console(), tool_engine(url)
    try:
        actor = await _reader(Database(engine), role, subject)
        request = prepared.operation.request(prepared.variables, actor)
        try:
            planned = prepared.operation.planned(request)
        except Unplannable as reason:
            raise click.ClickException(f"Chạy theo cách đối chiếu / reference execution: {reason.reason}") from reason
        statement, arguments = planned.statement, request.arguments(planned.statement)
        console.print(_tree(Tree("query"), planned.plan))
        console.print(Syntax(statement.sql, "sql", word_wrap=True, background_color="default"))
        for number, (name, value) in enumerate(zip(statement.parameters, arguments, strict=True), 1):
            console.print(f"  ${number} {name} = {value!r}", markup=False, highlight=False)
        options = "ANALYZE, BUFFERS" if analyze else "COSTS"
        async with engine.connect() as connection:
            rows = await connection.exec_driver_sql(f"EXPLAIN ({options}) {statement.sql}", tuple(arguments))
            console.print("\n".join(row[0] for row in rows), markup=False, highlight=False)
    finally:
        await engine.dispose()


async def _reader(database: Database, role: str | None, subject: str | None) -> Actor:
    async with database.reading() as connection:
        if role is not None:
            people = await one_person_per_role(connection, utc_now(), "")
            subject = next((found for held, _, found in people if held.lower() == role), None)
            if subject is None:
                raise click.ClickException(f"Không ai giữ vai trò này. / Nobody holds this role: {role}")
        if subject is None:
            return SYSTEM
        actor = await actor_by_subject(connection, subject, utc_now())
    if actor is None:
        raise click.ClickException(f"Không có người này. / There is nobody with this subject: {subject}")
    return actor


def _name(source: Source) -> str:
    rows: Any = source.rows
    return str(rows.name)


def _tree(tree: Tree, shape: plan.Object) -> Tree:
    """Draw what an object is laid out of."""
    for name, part in shape.fields:
        _draw(tree, name, part)
    return tree


def _draw(tree: Tree, name: str, part: Any) -> None:
    match part:
        case plan.Value(expression, mask):
            tree.add(f"{name}: {expression}{' (masked)' if mask else ''}")
        case plan.Object():
            _tree(tree.add(f"{name}: of the same row"), part)
        case plan.Rows(shape):
            _tree(tree.add(f"{name}: each row"), shape)
        case plan.PageOf():
            page = tree.add(f"{name}: page of {_name(part.source)} by {part.order_name}")
            for inner, each in part.fields:
                _draw(page, inner, each)
        case plan.Listed():
            listed = tree.add(f"{name}: by their keys")
            for kind, source, shape in part.choices:
                _tree(listed.add(f"{kind}: {_name(source)}"), shape)
        case plan.One() | plan.Many() | plan.Sole():
            _tree(tree.add(f"{name}: {type(part).__name__.lower()} of {_name(part.source)}"), part.shape)
        case plan.Bounds(fields):
            tree.add(f"{name}: {', '.join(inner for inner, _ in fields)}")
        case _:
            tree.add(f"{name}: {type(part).__name__.lower()}")
