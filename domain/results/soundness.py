"""The deed that asks for a verification of a round, and the job that does it and keeps what it found."""

import asyncio
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from domain.access import policy
from domain.access.permissions import Permission
from domain.actor import Actor
from domain.audit.actions import record, snapshot
from domain.database import Database
from domain.engine.problem import Progress
from domain.evaluations import gates
from domain.evaluations import queries as rounds
from domain.evaluations.rules import RoundState
from domain.jobs import actions as jobs
from domain.jobs.model import Job, JobFinding
from domain.jobs.rules import JobKind
from domain.ledger import queries as ledger
from domain.ledger.rules import Head
from domain.results import keeping
from domain.results.findings import Report
from domain.results.verifying import verify


async def verify_round(session: AsyncSession, actor: Actor, *, round_id: UUID) -> Job:
    """Have the ledger and all results of an opened round verified. Raises NotFound, NotAllowed, Conflict."""
    round_ = await rounds.get(session, actor, round_id)
    policy.require(actor, Permission.LEDGER_VERIFY)
    gates.check_round_state(round_.state, RoundState.OPEN, RoundState.CLOSED)

    job = await jobs.enqueue(session, actor, kind=JobKind.VERIFY_ROUND, round_id=round_.id, parameters={})
    record(session, actor, "VERIFICATION_ASKED_FOR", job, after=snapshot(job))
    return job


async def check(database: Database, job: Job, progress: Progress) -> None:
    """Verify the round of a job and keep the report and its findings."""
    if job.round_id is None:
        raise ValueError("a verification is about a round")
    report, head = await examine(database, job.round_id, progress=progress)
    async with database.writing() as session:
        held = await jobs.hold(session, job)
        session.add_all(
            JobFinding(
                job_id=job.id,
                ordinal=ordinal,
                kind=found.kind.value,
                subject=found.subject,
                message=found.text.vi,
                message_en=found.text.en,
            )
            for ordinal, found in enumerate(report.findings, start=1)
        )
        said = {
            "is_sound": report.is_sound,
            "findings": report.total,
            "events": report.events,
            "results": report.results,
            "ledger_number": head and head.number,
            "ledger_hash": head and head.hash,
        }
        jobs.finish(held, outcome_id=None, report=said)


async def examine(
    database: Database, round_id: UUID, *, heads: tuple[Head, ...] = (), progress: Progress | None = None
) -> tuple[Report, Head | None]:
    """Verify a round as the database has it at one moment; return the report and the head of its ledger."""
    async with database.snapshot() as session:
        chain = [event async for event in ledger.events(session, round_id)]
        kept = await keeping.kept_results(session, round_id)
        rows = await keeping.kept_rows(session, round_id)
    report = await asyncio.to_thread(verify, round_id, chain, kept, heads, rows, progress)
    return report, Head(chain[-1].number, chain[-1].hash) if chain else None
