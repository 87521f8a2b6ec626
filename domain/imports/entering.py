"""The job that enters the sheets of a jury that worked on paper: all of them or none."""

import asyncio
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.access import policy
from domain.access.permissions import Permission
from domain.actor import Actor
from domain.clock import utc_now
from domain.criteria import queries as criteria
from domain.database import Database
from domain.engine.problem import Progress
from domain.errors import DomainError, Refusals, Text
from domain.evaluations import loading, queries
from domain.evaluations.entering import MAX_ROWS, enter_sheets
from domain.evaluations.model import Round, RoundEntry
from domain.imports.computing import conclude
from domain.imports.model import ImportFile
from domain.imports.paper import KnownEntry, KnownJudge, PaperTable
from domain.imports.rules import all_told
from domain.initiatives.model import Initiative
from domain.jobs import actions as jobs
from domain.jobs.model import Job
from domain.people import queries as people
from domain.people.model import Person
from domain.reading import viewer
from domain.tables.cells import Table
from domain.tables.findings import Finding, Refused
from domain.tables.reading import read_table
from domain.units.model import Unit

NO_SHEETS = Text("Bảng không có phiếu nào có điểm.", "No sheet of the table has a mark.")
#: Titles may stand above the heading, and forms may be longer than what is filled in.
_MAX_TABLE_ROWS = 10 * MAX_ROWS


async def import_sheets(database: Database, job: Job, progress: Progress) -> None:
    """Do what `import_score_sheets` asked for, by the rights that whoever asked has now.

    What was refused, or a dry run found, stands in the job's findings.
    """
    async with database.writing() as session:
        file = await session.get_one(ImportFile, job.id)
    findings: Sequence[Finding] = ()
    table: Table | None = None
    try:
        table = await asyncio.to_thread(read_table, file.content, job.parameters["sheet"], max_rows=_MAX_TABLE_ROWS)
    except Refused as refused:
        findings = refused.findings
    progress(0.5, "writing")
    async with database.writing() as session:
        held = await jobs.hold(session, job)
        if table is not None:
            findings = await _entered(session, held, table)
        await conclude(session, held, findings, outcome_id=None)


async def _entered(session: AsyncSession, job: Job, table: Table) -> Sequence[Finding]:
    """Enter the sheets unless anything is wrong; return what is."""
    actor = await people.actor_by_id(await session.connection(), job.requested_by_id, utc_now())
    round_ = await session.get_one(Round, job.round_id)
    try:
        if not policy.could_hold(actor, Permission.SHEET_ENTER):
            policy.require(actor, Permission.SHEET_ENTER)
        paper = await _read(session, actor, round_, table)
        if not paper.sheets:
            return all_told(paper.findings) or [Finding(None, "", "ROWS_NONE", NO_SHEETS)]
        dry_run = bool(job.parameters["dry_run"] or paper.findings.count)
        problems = await enter_sheets(session, actor, round_id=round_.id, rows=paper.sheets, dry_run=dry_run)
    except Refused as refused:
        return refused.findings
    except Refusals as refused:
        return [_of_whole(each) for each in refused.errors]
    except DomainError as refused:
        return [_of_whole(refused)]
    for problem in problems:
        paper.tell(problem)
    return sorted(all_told(paper.findings), key=lambda each: (each.row is None, each.row or 0))


def _of_whole(refused: DomainError) -> Finding:
    return Finding(None, "", refused.rule, refused.text)


async def _read(session: AsyncSession, actor: Actor, round_: Round, table: Table) -> PaperTable:
    scales = await loading.scales_of(session, round_.rubric_id)
    judged_by = await criteria.criteria_of(session, round_.rubric_id)
    names = {name: each.code for each in judged_by for name in (each.name, each.code)}
    entries, judges = await entries_of(session, actor, round_.id), await judges_of(session, round_.id)
    return PaperTable(table, scales, names, entries, judges)


async def entries_of(session: AsyncSession, actor: Actor, round_id: UUID) -> list[KnownEntry]:
    """Return the entries of a round that an actor sees, as people call them, by number."""
    statement = (
        select(RoundEntry.id, RoundEntry.initiative_id, RoundEntry.number, Initiative.title, Unit.code, Unit.name)
        .join(Initiative, Initiative.id == RoundEntry.initiative_id)
        .join(Unit, Unit.id == Initiative.unit_id)
        .where(RoundEntry.round_id == round_id, queries.ENTRIES.visible(actor))
        .order_by(RoundEntry.number)
    )
    found = await session.execute(statement, viewer.values(actor))
    return [KnownEntry(*row[:4], unit=(row.code, row.name)) for row in found]


async def judges_of(session: AsyncSession, round_id: UUID) -> list[KnownJudge]:
    """Return the evaluators of a round, as people call them."""
    evaluators = await loading.evaluators_of(session, round_id)
    found = await session.execute(select(Person.id, Person.email, Person.full_name).where(Person.id.in_(evaluators)))
    return [KnownJudge(*row) for row in found]
