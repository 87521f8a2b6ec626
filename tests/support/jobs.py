"""Doing the jobs that wait, as a worker does."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.working import work_once
from domain.database import Database
from domain.evaluations import rounds
from domain.jobs.model import Job
from domain.jobs.rules import JobState
from domain.results.model import Result
from tests.support.evaluations import Scene


async def run_jobs(database: Database) -> int:
    """Do every job that waits; returns how many there were."""
    done = 0
    while await work_once(database):
        done += 1
    return done


async def computed(session: AsyncSession, database: Database, round_id: UUID) -> Result:
    """Do the jobs that wait, all of which must succeed; returns the round's latest result."""
    await session.flush()
    await run_jobs(database)
    failed = await session.scalars(select(Job.error).where(Job.state == JobState.FAILED))
    assert failed.all() == []
    latest = select(Result).where(Result.round_id == round_id).order_by(Result.number.desc()).limit(1)
    return (await session.scalars(latest.execution_options(populate_existing=True))).one()


async def closed(session: AsyncSession, database: Database, there: Scene) -> Result:
    """Close the round of a scene and have its result computed."""
    version = there.round.version
    await rounds.close_round(session, there.manager, round_id=there.round.id, expected_version=version)
    return await computed(session, database, there.round.id)
