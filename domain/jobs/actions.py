"""Deeds on jobs: ask for one, cancel one that waits; and what a worker does: claim, tell progress, finish."""

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import and_, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from domain.access import policy
from domain.access.permissions import Permission
from domain.actor import Actor
from domain.audit.actions import plain, record, snapshot
from domain.clock import utc_now
from domain.jobs import queries
from domain.jobs.model import Job
from domain.jobs.rules import JobKind, JobState, check_cancellable

#: A running job whose worker was silent for so long is taken up by another; after so many attempts it has failed.
SILENCE = timedelta(seconds=60)
MAX_ATTEMPTS = 3
DIED = "Tiến trình tính toán bị dừng nhiều lần. / The worker died each time."
#: Whoever may ask for a job of a kind may cancel it.
PERMISSIONS = {
    JobKind.COMPUTE_RESULT: Permission.RESULT_COMPUTE,
    JobKind.PROPOSE_ASSIGNMENT: Permission.ROUND_MANAGE,
    JobKind.VERIFY_ROUND: Permission.LEDGER_VERIFY,
    JobKind.IMPORT_TABLE: Permission.TABLE_IMPORT,
    JobKind.IMPORT_SHEETS: Permission.SHEET_ENTER,
    JobKind.MAKE_DOCUMENT: Permission.DOCUMENT_MAKE,
}


async def enqueue(
    session: AsyncSession, actor: Actor, *, kind: JobKind, round_id: UUID | None, parameters: Mapping[str, Any]
) -> Job:
    """Ask for a computation; the deed it is part of has checked the right and records it.

    One of a kind and a round is pending at a time: the database refuses a second as JOB_PENDING. Of kinds that are
    about no round there may be many.
    """
    job = Job(
        kind=kind,
        round_id=round_id,
        parameters=plain(parameters),
        requested_by_id=actor.person_id,
        created_at=utc_now(),
    )
    session.add(job)
    await session.flush()  # a second one is refused here rather than at commit; the deed needs the id
    return job


async def cancel_job(session: AsyncSession, actor: Actor, *, job_id: UUID) -> Job:
    """Cancel a job that waits. Raises NotFound, NotAllowed, Conflict (runs already, is over)."""
    job = await queries.get_for_update(session, actor, job_id)
    if not policy.could_hold(actor, PERMISSIONS[job.kind]):
        policy.require(actor, PERMISSIONS[job.kind])
    check_cancellable(job.state)

    before = snapshot(job)
    job.state, job.finished_at = JobState.CANCELLED, utc_now()
    await session.flush()  # refused here rather than at commit
    record(session, actor, "JOB_CANCELLED", job, before=before, after=snapshot(job))
    return job


class Lost(RuntimeError):
    """The job is another worker's by now, or over: what was computed here must not be written."""


async def claim(session: AsyncSession) -> Job | None:
    """Take the job that has waited longest, or one whose worker has died; None when there is nothing to do.

    A job whose workers died too often has failed.
    """
    now = utc_now()
    is_silent = and_(Job.state == JobState.RUNNING, Job.heartbeat_at < now - SILENCE)
    exhausted = select(Job).where(is_silent, Job.attempts >= MAX_ATTEMPTS).with_for_update(skip_locked=True)
    for dead in await session.scalars(exhausted):
        fail(dead, DIED)
    waits = or_(Job.state == JobState.QUEUED, and_(is_silent, Job.attempts < MAX_ATTEMPTS))
    statement = select(Job).where(waits).order_by(Job.created_at, Job.id).limit(1).with_for_update(skip_locked=True)
    job = (await session.scalars(statement)).one_or_none()
    if job is not None:
        job.state = JobState.RUNNING
        job.attempts += 1
        job.started_at = job.started_at or now
        job.heartbeat_at = now
    return job


async def tell_progress(session: AsyncSession, job: Job, *, progress: float, step: str) -> None:
    """Note how far a claimed job is; this is its worker's heartbeat, too. Of a job that was lost nothing is noted."""
    share = Decimal(min(max(progress, 0.0), 1.0)).quantize(Decimal("0.0001"))
    values = {"progress": share, "step": step, "heartbeat_at": utc_now()}
    is_held = and_(Job.id == job.id, Job.state == JobState.RUNNING, Job.attempts == job.attempts)
    await session.execute(update(Job).where(is_held).values(values))


async def hold(session: AsyncSession, job: Job) -> Job:
    """Lock a claimed job, so that what was computed is written together with its end, once. Raises Lost."""
    held = await session.get_one(Job, job.id, with_for_update=True, populate_existing=True)
    if held.state is not JobState.RUNNING or held.attempts != job.attempts:
        raise Lost(str(job.id))
    return held


def put_back(job: Job) -> None:
    """Let a held job wait again, as if it had never been begun: its worker was asked to stop."""
    job.state, job.attempts = JobState.QUEUED, job.attempts - 1
    job.heartbeat_at = job.step = None
    job.progress = Decimal()


def finish(job: Job, *, outcome_id: UUID | None, report: Mapping[str, Any] | None = None) -> None:
    """Note what a held job made."""
    job.state, job.finished_at = JobState.DONE, utc_now()
    job.progress = Decimal(1)
    job.outcome_id, job.report = outcome_id, plain(report)


def fail(job: Job, error: str) -> None:
    """Note why a locked job could not be done, in words that everybody who sees jobs may read."""
    job.state, job.finished_at, job.error = JobState.FAILED, utc_now(), error
