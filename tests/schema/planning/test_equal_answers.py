"""Both executions of reads give equal answers: the same JSON, its keys in the same order, and the same errors.

Shown by operations that are generated, the same ones every time. `THIDUA_QUERIES=2000` asks for more of them.
"""

import json
import os
from functools import partial
from typing import NamedTuple

import pytest

from domain.database import Database
from schema.context import context_for
from schema.limits import Limits
from schema.operations import COMPILED, Refused, execute, prepare
from schema.root import graphql_schema
from tests.support.generated_arguments import Dice
from tests.support.generated_coverage import KINDS, Coverage, fields
from tests.support.generated_queries import Operation, generate
from tests.support.generated_shrinking import shrink
from tests.support.graphql import DOCUMENTS
from tests.support.matrix_world import ACTORS, World
from tests.support.modes import IS_THOROUGH

OPERATIONS = int(os.environ.get("THIDUA_QUERIES", "60"))
#: Who reads: every role, and those that see most rows more often.
READERS = (*ACTORS, *("personnel", "ministry_leader", "auditor", "information_center") * 2)
#: Chance for readers that has nothing to do with that for operations.
FAR = 2**32
#: Differences that a run tells before it gives up.
ENOUGH = 3
#: Wrong arguments that operations must have tried.
REFUSALS = (
    "This is no cursor of this list in this order.",
    "Use either first or last, not both.",
    "A page has 1 to 100 rows.",
    "A filter list has 1 to 100 values.",
    "A search text has 1 to 100 characters.",
    "The id is not of type ",
    "You may not ",
    "Argument 'id' has invalid value",
)
#: What no generated operation may lead to: it would compare refusals, or bugs.
UNWANTED = {
    "GRAPHQL_PARSE_FAILED",
    "GRAPHQL_VALIDATION_FAILED",
    "OPERATION_TOO_COMPLEX",
    "OPERATION_TIMEOUT",
    "INTERNAL_SERVER_ERROR",
}


class Answer(NamedTuple):
    """The body of a response as text, the execution it came from, and why it was not the compiled one."""

    body: str
    way: str
    reason: str = ""

    @property
    def codes(self) -> set[str]:
        """The codes of its errors."""
        return {error["extensions"]["code"] for error in json.loads(self.body).get("errors", ())}


class Readers:
    """Lets the actors of the world run operations."""

    def __init__(self, database: Database, world: World) -> None:
        self.database = database
        self.world = world

    async def read(self, reader: str, operation: Operation, *, is_compiled: bool) -> Answer:
        """Run an operation as the server does."""
        given = (operation.document, None, operation.variables)
        prepared = prepare(graphql_schema, *given, limits=Limits(), cache=DOCUMENTS, language="en")
        if isinstance(prepared, Refused):
            return Answer(json.dumps({"errors": prepared.errors}), "refused")
        context = context_for(self.world.actors[reader], self.database, "en", is_compiled=is_compiled)
        try:
            outcome = await execute(prepared, context)
            data = outcome.data if outcome.raw is None else json.loads(outcome.raw)
        except Exception as error:  # noqa: BLE001 -- whatever it is, it is told with the operation that shows it
            return Answer("{}", "neither", f"failed: {error!r}")
        body = {"data": data, **({"errors": outcome.errors} if outcome.errors else {})}
        return Answer(json.dumps(body, ensure_ascii=False), outcome.way, outcome.reason)

    async def difference(self, reader: str, operation: Operation) -> str:
        """Tell how the answers of the two executions differ; nothing when they are equal."""
        expected = await self.read(reader, operation, is_compiled=False)
        given = await self.read(reader, operation, is_compiled=True)
        if expected.body == given.body and not given.reason.startswith("failed"):
            return ""
        return f"{operation!r}\nreference: {expected.body}\n{given.way}: {given.body} {given.reason}"

    async def shrunk(self, reader: str, operation: Operation) -> str:
        """Tell how the answers differ, with as small an operation as shows it."""
        return await self.difference(reader, await shrink(operation, partial(self.difference, reader)))


@pytest.mark.walks
async def test_generated_operations_are_answered_equally(database, world, pool):
    readers, coverage, differences = Readers(database, world), Coverage(), []
    for seed in range(OPERATIONS):
        operation, reader = generate(seed, pool), Dice(seed + FAR).pick(READERS)
        expected = await readers.read(reader, operation, is_compiled=False)
        given = await readers.read(reader, operation, is_compiled=True)
        assert not UNWANTED & expected.codes, (operation, expected)
        coverage.add(operation, json.loads(expected.body), given.way)
        if expected.body != given.body or given.reason.startswith("failed"):
            differences.append(f"operation {seed}, read as {reader}\n{await readers.shrunk(reader, operation)}")
            if len(differences) == ENOUGH:
                break
    assert not differences, "\n\n".join(differences)
    if IS_THOROUGH:
        assert_is_complete(coverage)


def assert_is_complete(coverage: Coverage) -> None:
    """The operations used the whole language and the whole schema, and found something."""
    assert KINDS - set(coverage.kinds) == set()
    assert fields() - set(coverage.asked) == set()
    unanswered = fields() - set(coverage.answered)
    assert len(unanswered) < len(fields()) / 10, sorted(unanswered)
    assert coverage.ways[COMPILED] > coverage.operations * 0.95, coverage.ways
    assert coverage.with_rows > coverage.operations / 2
    told = set(coverage.refusals)
    assert [refusal for refusal in REFUSALS if not any(each.startswith(refusal) for each in told)] == []
