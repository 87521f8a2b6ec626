"""Score tables from files for tests, and the jobs that read them."""

from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.actor import Actor
from domain.database import Database
from domain.imports.asking import GivenFile, import_score_table
from domain.jobs.model import Job, JobFinding
from tests.support.jobs import run_jobs

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples" / "tables"
RULES = 'scale = "POINTS"\n[[criteria]]\nid = "c"\nname = "Tính mới"\nlow = 0\nhigh = 10\nstep = 0.5\n'
TABLE = "entry,judge,Tính mới\na,J,9\na,K,8\nb,J,5\nb,K,7\n"


async def asked(session: AsyncSession, actor: Actor, content: str | bytes = TABLE, **given: Any) -> Job:
    """Ask for the import of a small table, unless told otherwise."""
    file = GivenFile("bang.csv", content.encode() if isinstance(content, str) else content)
    return await import_score_table(session, actor, **{"name": "Bảng điểm", "file": file, "rules": RULES, **given})


async def done(session: AsyncSession, database: Database, job: Job) -> tuple[Job, list[tuple[str, str, str]]]:
    """Do the jobs that wait; returns the one as it is then, and its findings: rule, place, Vietnamese words."""
    await session.flush()
    await run_jobs(database)
    found = await session.execute(
        select(JobFinding.kind, JobFinding.subject, JobFinding.message)
        .where(JobFinding.job_id == job.id)
        .order_by(JobFinding.ordinal)
    )
    return await session.get_one(Job, job.id, populate_existing=True), [tuple(row) for row in found]
