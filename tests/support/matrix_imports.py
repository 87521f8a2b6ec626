"""What was imported into the world of the role matrix: jobs, what they found wrong, and score tables."""

from typing import TYPE_CHECKING
from uuid import UUID

from domain.engine.outcome import Status
from domain.imports.model import ScoreTable, ScoreTableEntry
from domain.jobs.model import Job, JobFinding
from domain.jobs.rules import JobKind, JobState
from tests.support.factories import NOW, Factory

if TYPE_CHECKING:
    from tests.support.matrix_world import World


async def build(make: Factory, world: "World") -> None:
    """A table that Personnel imported, and the paper sheets of a round that the secretary sent: both found faulty."""
    await job(make, world, "table", JobKind.IMPORT_TABLE, "personnel")
    await job(make, world, "sheets", JobKind.IMPORT_SHEETS, "council_secretary", round_id=world.row("Round", "open").id)
    await table(make, world, "table")
    for label in ("table", "sheets"):
        await finding(make, world, label, 1)


async def more(make: Factory, world: "World") -> None:
    """Three of everything, and three jobs and tables with something in them."""
    for label in ("third", "fourth"):
        of_round = {"round_id": world.row("Round", "open").id}
        await job(make, world, label, JobKind.VERIFY_ROUND, "personnel", **of_round)
        await finding(make, world, label, 1)
        await table(make, world, label)
    for ordinal in (2, 3):
        await finding(make, world, "table", ordinal)
        await entry(make, world, "table", ordinal)


async def job(
    make: Factory, world: "World", label: str, kind: JobKind, by: str, *, round_id: UUID | None = None
) -> None:
    """A job that is done."""
    row = Job(
        kind=kind,
        state=JobState.DONE,
        round_id=round_id,
        parameters={},
        requested_by_id=world.row("Person", by).id,
        created_at=NOW,
        finished_at=NOW,
    )
    world.keep(label, await make.add(row))


async def finding(make: Factory, world: "World", label: str, ordinal: int) -> None:
    """One thing that a job found wrong."""
    row = JobFinding(
        job_id=world.row("Job", label).id,
        ordinal=ordinal,
        kind="MARK_OUT_OF_RANGE",
        subject="row:2/column:C1",
        message="Điểm phải từ 0 đến 10; đã nhận 11.",
        message_en="A mark is from 0 to 10; 11 came.",
    )
    world.keep(f"{label} {ordinal}", await make.add(row))


async def table(make: Factory, world: "World", label: str) -> None:
    """A score table with one entry; its key is that of the job that imported it."""
    row = ScoreTable(
        id=world.row("Job", label).id,
        movement_id=world.row("Movement", "running").id,
        name=label,
        file_name="bang.csv",
        sheet="",
        content_hash=label,
        rules_hash=label,
        rules="",
        problem="{}",
        evaluation="{}",
        inputs_hash=label,
        outputs_hash=label,
        engine_version="1",
        entries=1,
        judges=1,
        sheets=1,
        imported_at=NOW,
        imported_by_id=world.row("Person", "personnel").id,
    )
    world.keep(label, await make.add(row))
    await entry(make, world, label, 1)


async def entry(make: Factory, world: "World", label: str, place: int) -> None:
    """Where an entry of a table stands."""
    row = ScoreTableEntry(
        table_id=world.row("ScoreTable", label).id,
        name=f"{label} {place}",
        status=Status.RANKED,
        place=place,
        is_tied=False,
        sheets=1,
    )
    world.keep(f"{label} {place}", await make.add(row))
