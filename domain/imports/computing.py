"""The job that imports a score table: it is read, evaluated by the engine, and kept with its standings."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from domain.actor import SYSTEM
from domain.audit.actions import record
from domain.clock import utc_now
from domain.database import Database
from domain.engine.documents import ENGINE_VERSION, digest, evaluation_document, problem_document
from domain.engine.outcome import Evaluation
from domain.engine.problem import Problem, Progress
from domain.imports import queries
from domain.imports.asking import KNOWN
from domain.imports.model import ImportFile, ScoreTable, ScoreTableEntry
from domain.imports.rules import all_told, place_of
from domain.jobs import actions as jobs
from domain.jobs.model import Job, JobFinding
from domain.tables.findings import Finding, Refused
from domain.tables.rules_file import read_rules
from domain.tables.understanding import understand

#: What the trail tells of a table; its documents are with the table.
_TOLD = ("name", "file_name", "sheet", "content_hash", "rules_hash", "inputs_hash", "outputs_hash", "sheets")


@dataclass(frozen=True, slots=True)
class Computed:
    """What a file and its rules came to. `sheet` is that of the workbook, empty for CSV."""

    sheet: str
    problem: Problem
    evaluation: Evaluation


async def import_table(database: Database, job: Job, progress: Progress) -> UUID | None:
    """Do what `import_score_table` asked for: return the key of the table, or None after a dry run or a refusal.

    The table's key is the job's. What was refused, or a dry run found, stands in the job's findings.
    """
    async with database.writing() as session:
        file = await session.get_one(ImportFile, job.id)
    found: Computed | None = None
    findings: Sequence[Finding] = ()
    try:
        found = await asyncio.to_thread(_computed, file, job.parameters["sheet"], progress)
    except Refused as refused:
        findings = refused.findings
    progress(0.95, "writing")
    async with database.writing() as session:
        held = await jobs.hold(session, job)
        if found is not None and await _is_known(session, job, found):
            found, findings = None, [Finding(None, "", "TABLE_KNOWN", KNOWN)]
        is_kept = found is not None and not job.parameters["dry_run"]
        if found is not None and is_kept:
            await _keep(session, job, file.rules or "", found)
        await conclude(session, held, findings, outcome_id=job.id if is_kept else None)
    return job.id if is_kept else None


async def conclude(session: AsyncSession, job: Job, findings: Sequence[Finding], *, outcome_id: UUID | None) -> None:
    """End a held job, keep what is wrong with its file, and drop the file."""
    session.add_all(
        JobFinding(
            job_id=job.id,
            ordinal=ordinal,
            kind=each.rule,
            subject=place_of(each),
            message=each.text.vi,
            message_en=each.text.en,
        )
        for ordinal, each in enumerate(findings, start=1)
    )
    await session.execute(delete(ImportFile).where(ImportFile.job_id == job.id))
    report = {"findings": len(findings), "is_dry_run": job.parameters["dry_run"]}
    jobs.finish(job, outcome_id=outcome_id, report=report)


def _computed(file: ImportFile, sheet: str | None, progress: Progress) -> Computed:
    """Read and evaluate. Raises Refused for the file, the heading, or any of the rows."""
    from domain.engine.evaluate import evaluate  # noqa: PLC0415 -- serving processes must not load numpy

    table, parsed = understand(file.content, sheet, read_rules((file.rules or "").encode()), progress)
    if parsed.findings.count:
        raise Refused(all_told(parsed.findings))
    return Computed(table.sheet or "", parsed.problem, evaluate(parsed.problem, progress))


async def _is_known(session: AsyncSession, job: Job, found: Computed) -> bool:
    hashes = {name: job.parameters[name] for name in ("content_hash", "rules_hash")}
    return await queries.is_known(session, **hashes, sheet=found.sheet)


async def _keep(session: AsyncSession, job: Job, rules: str, found: Computed) -> None:
    problem, evaluation = problem_document(found.problem), evaluation_document(found.evaluation)
    sheets = [sheet for stage in found.problem.stages for sheet in stage.sheets]
    movement_id = job.parameters["movement_id"]
    table = ScoreTable(
        id=job.id,
        movement_id=movement_id and UUID(movement_id),
        name=job.parameters["name"],
        file_name=job.parameters["file_name"],
        sheet=found.sheet,
        content_hash=job.parameters["content_hash"],
        rules_hash=job.parameters["rules_hash"],
        rules=rules,
        problem=problem,
        evaluation=evaluation,
        inputs_hash=digest(problem),
        outputs_hash=digest(evaluation),
        engine_version=ENGINE_VERSION,
        entries=len(found.evaluation.entries),
        judges=len({sheet.judge for sheet in sheets}),
        sheets=len(sheets),
        imported_at=utc_now(),
        imported_by_id=job.requested_by_id,
    )
    session.add(table)
    await session.flush()  # its entries need it to be there
    session.add_all(_entries(table.id, found.evaluation))
    record(session, SYSTEM, "TABLE_IMPORTED", table, after={name: getattr(table, name) for name in _TOLD})


def _entries(table_id: UUID, evaluation: Evaluation) -> list[ScoreTableEntry]:
    return [
        ScoreTableEntry(
            table_id=table_id,
            name=each.entry,
            status=each.status,
            place=each.place,
            is_tied=bool(each.tied_with),
            score=each.score,
            raw_mean=each.raw,
            score_low=each.low,
            score_high=each.high,
            p_top=each.p_top,
            rank_best=each.rank_best,
            rank_worst=each.rank_worst,
            tier=each.tier,
            decided_by=each.decided_by,
            sheets=each.sheets,
            flags=list(each.flags),
        )
        for each in evaluation.entries
    ]
