"""Running operations in a test the way the server does, without HTTP."""

import json
from typing import Any, Literal

from domain.actor import Actor
from domain.councils.ballot_box import BallotBox
from domain.database import Database
from schema.context import context_for
from schema.limits import Limits
from schema.operations import DocumentCache, Language, Refused, execute, prepare
from schema.root import graphql_schema

DOCUMENTS = DocumentCache()
#: The key of the tests' ballot box is no secret.
BOX = BallotBox(bytes(range(32)))


async def run(
    database: Database,
    actor: Actor,
    document: str,
    variables: dict[str, Any] | None = None,
    *,
    language: Language = "vi",
    reads: Literal["compiled", "reference"] = "compiled",
) -> dict[str, Any]:
    """Execute a document for an actor; returns the response body, errors included."""
    prepared = prepare(graphql_schema, document, None, variables, limits=Limits(), cache=DOCUMENTS, language=language)
    if isinstance(prepared, Refused):
        return {"errors": prepared.errors}
    context = context_for(actor, database, language, is_compiled=reads == "compiled", ballot_box=BOX)
    outcome = await execute(prepared, context)
    assert not outcome.reason.startswith("failed"), outcome.reason
    read = outcome.data if outcome.raw is None else json.loads(outcome.raw)
    return {"data": read, **({"errors": outcome.errors} if outcome.errors else {})}


async def data(database: Database, actor: Actor, document: str, variables: dict[str, Any] | None = None) -> Any:
    """Execute a document that must succeed; returns its data."""
    body = await run(database, actor, document, variables)
    assert "errors" not in body, body["errors"]
    return body["data"]


async def deed(database: Database, actor: Actor, field: str, input: dict[str, Any], selection: str = "") -> Any:
    """Do one mutation; returns its payload with `userErrors { __typename code rule path message }`."""
    type_name = field[0].upper() + field[1:] + "Input"
    document = (
        f"mutation Deed($input: {type_name}!) {{ {field}(input: $input) {{ {selection} "
        "userErrors { __typename code rule path message } } }"
    )
    return (await data(database, actor, document, {"input": input}))[field]
