"""A small round that went its whole way by its deeds: scored, closed, computed, so that it can be verified."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from domain.database import Database
from domain.engine.problem import Method
from domain.evaluations import rounds, scoring
from domain.evaluations.rules import GivenMark, RoundKind, RoundState
from domain.initiatives.rules import InitiativeState
from domain.ledger.rules import Head
from domain.results import soundness
from domain.results.findings import Report
from domain.results.model import Result
from tests.support import jobs
from tests.support.evaluations import Scene, scene
from tests.support.factories import Factory

#: Marks of two criteria by entry (row) and evaluator (column); None where an evaluator has not scored.
MARKS = (
    (("50", "30"), ("45", "28.5"), None),
    (("40", "20"), None, ("44.5", "22")),
    (None, ("30", "15"), ("35", "20")),
)


@dataclass
class Verified:
    """The round with its first result; sheets by the positions of entry and evaluator."""

    there: Scene
    result: Result
    sheets: Mapping[tuple[int, int], UUID]

    @property
    def round_id(self) -> UUID:
        """The round."""
        return self.there.round.id


async def computed_round(session: AsyncSession, database: Database, make: Factory, **given: Any) -> Verified:
    """Three entries, three evaluators, two sheets for each entry; adjusted, as panels differ."""
    method = given.pop("method", Method.ADJUSTED)
    there = await scene(make, initiatives=len(MARKS), evaluators=3, state=RoundState.DRAFT, method=method, **given)
    if there.round.kind is RoundKind.SCREENING:
        for each in there.initiatives:
            each.state = InitiativeState.SUBMITTED
        await session.flush()
    await rounds.open_round(session, there.manager, round_id=there.round.id, expected_version=there.round.version)
    sheets = {}
    for at, row in enumerate(MARKS):
        for column, marks in enumerate(row):
            if marks is not None:
                sheets[at, column] = await scored(session, there, at, column, marks)
    return Verified(there, await jobs.closed(session, database, there), sheets)


async def scored(session: AsyncSession, there: Scene, entry: int, evaluator: int, marks: tuple[str, str]) -> UUID:
    """Submit the sheet of an entry by an evaluator."""
    who = there.evaluators[evaluator]
    given = there.assignment_of(there.initiatives[entry], who)
    values = [GivenMark(criterion.id, Decimal(value)) for criterion, value in zip(there.criteria, marks, strict=True)]
    sheet = await scoring.save_score_sheet(session, who, assignment_id=given.id, marks=values)
    await scoring.submit_score_sheet(session, who, sheet_id=sheet.id, expected_version=sheet.version)
    return sheet.id


async def report_of(database: Database, round_id: UUID, *heads: Head) -> Report:
    """Verify a round as it is in the database."""
    report, _head = await soundness.examine(database, round_id, heads=heads)
    return report


def named(report: Report) -> list[tuple[str, str]]:
    """What was found, without the words."""
    return [(found.kind.value, found.subject) for found in report.findings]


async def tamper(connection: AsyncConnection, statement: str, **values: Any) -> None:
    """Change one row that no trigger lets anybody change, as a superuser can."""
    await connection.execute(text("SET LOCAL session_replication_role = replica"))
    done = await connection.execute(text(statement), values)
    assert done.rowcount == 1
    await connection.execute(text("SET LOCAL session_replication_role = origin"))
