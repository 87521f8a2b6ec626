"""Who may see jobs, and fetching them for a deed."""

from uuid import UUID

from sqlalchemy import ColumnElement, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from domain.actor import Actor, Role
from domain.jobs.model import Job, JobFinding
from domain.jobs.rules import JobKind
from domain.reading import locking, viewer
from domain.reading.source import Source

#: Who may see every job: those who run and watch the rounds.
SEE_JOBS = (Role.INFORMATION_CENTER, Role.PERSONNEL, Role.MINISTRY_LEADER, Role.AUDITOR)


def visible_jobs(actor: Actor) -> ColumnElement[bool]:
    """Let jobs be seen by those who run or watch the rounds, and by whoever asked for them."""
    if viewer.sees_all(actor, *SEE_JOBS):
        return true()
    return viewer.any_of(Job.requested_by_id == viewer.person if actor.person_id else None)


def visible_findings(actor: Actor) -> ColumnElement[bool]:
    """Let what a job found be seen with the job.

    What is wrong with a file of score sheets tells marks: only whoever sent the file sees it.
    """
    if actor.is_system:
        return true()
    seen = visible_jobs(actor) & or_(Job.kind != JobKind.IMPORT_SHEETS, Job.requested_by_id == viewer.person)
    return JobFinding.job_id.in_(select(Job.id).where(seen))


JOBS = Source(Job, visible_jobs)
FINDINGS = Source(JobFinding, visible_findings)


async def get_for_update(session: AsyncSession, actor: Actor, job_id: UUID, field: str = "jobId") -> Job:
    """Fetch and lock a job. Raises NotFound."""
    return await locking.get_for_update(session, actor, Job, JOBS, job_id, (field,))
