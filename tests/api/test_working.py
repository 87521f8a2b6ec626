"""Workers as processes: they do what waits, are killed and asked to stop, and never lose or double what they do."""

import asyncio
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from api import working
from api.worker_process import worker_beside
from api.working import MAX_ERROR, work, work_once
from domain import clock
from domain.actor import SYSTEM
from domain.database import Database
from domain.evaluations.rules import RoundState
from domain.jobs import actions
from domain.jobs.model import Job
from domain.jobs.rules import JobKind, JobState
from domain.ledger.model import ScoreEvent
from domain.results.model import Result
from tests.conftest import migrated_database
from tests.support.evaluations import scene
from tests.support.factories import Factory
from tests.support.server import ROOT, environment

pytestmark = pytest.mark.slow

PATIENCE = 30


@dataclass
class World:
    """A database of its own with closed rounds, whose results nobody has computed."""

    url: str
    engine: object
    database: Database
    directory: Path
    rounds: list[UUID]

    async def job(self, round_id: UUID) -> Job:
        """The round's job as it is now."""
        async with self.database.writing() as session:
            return (await session.scalars(select(Job).where(Job.round_id == round_id))).one()

    async def ask(self, at: int) -> UUID:
        """Ask for the result of one of the rounds."""
        async with self.database.writing() as session:
            await actions.enqueue(session, SYSTEM, kind=JobKind.COMPUTE_RESULT, round_id=self.rounds[at], parameters={})
        return self.rounds[at]

    async def results(self, round_id: UUID) -> list[int]:
        async with self.database.writing() as session:
            return list(await session.scalars(select(Result.number).where(Result.round_id == round_id)))

    async def until(self, round_id: UUID, state: JobState) -> Job:
        """Wait until the round's job is in a state."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            job = await self.job(round_id)
            if job.state is state:
                return job
            await asyncio.sleep(0.05)
        raise AssertionError(f"the job stays {job.state}: {job.error}")

    def worker(self) -> subprocess.Popen[bytes]:
        """Start a worker."""
        return subprocess.Popen(
            [sys.executable, "-m", "api.cli", "work"], cwd=ROOT, env=environment(self.url, self.directory)
        )


@pytest.fixture(scope="module")
def url(server_url: str, worker: str) -> str:
    return migrated_database(server_url, f"thidua_test_{worker}_working")


@pytest.fixture(scope="module")
async def world(url, tmp_path_factory) -> AsyncIterator[World]:
    engine = create_async_engine(url, poolclass=NullPool)
    database = Database(engine)
    async with database.writing() as session:
        make = Factory(session)
        rounds = [(await scene(make, state=RoundState.CLOSED)).round.id for _ in range(4)]
    yield World(url, engine, database, tmp_path_factory.mktemp("work"), rounds)
    await engine.dispose()


async def test_job_of_a_killed_worker_is_taken_up_again(world):
    round_id = await world.ask(1)
    # Whoever holds the round keeps the job from going on.
    async with world.engine.connect() as connection:
        await connection.execute(text("SELECT FROM rounds WHERE id = :id FOR UPDATE"), {"id": round_id})
        process = world.worker()
        await world.until(round_id, JobState.RUNNING)
        process.kill()
        process.wait()
    assert not await work_once(world.database)  # it may still be alive, as far as anybody knows

    async with world.database.writing() as session:
        silent = {"heartbeat_at": clock.utc_now() - actions.SILENCE - timedelta(seconds=1)}
        await session.execute(update(Job).where(Job.round_id == round_id).values(silent))
    assert await work_once(world.database)

    job = await world.job(round_id)
    assert (job.state, job.attempts) == (JobState.DONE, 2)
    assert await world.results(round_id) == [1]


async def test_worker_asked_to_stop_lets_its_job_wait_for_another(world, monkeypatch):
    monkeypatch.setattr(working, "GRACE", 0.05)
    round_id, stopping = await world.ask(2), asyncio.Event()
    async with world.engine.connect() as connection:
        await connection.execute(text("SELECT FROM rounds WHERE id = :id FOR UPDATE"), {"id": round_id})
        at_work = asyncio.create_task(work(world.database, stopping))
        await world.until(round_id, JobState.RUNNING)
        stopping.set()
        await asyncio.wait_for(at_work, PATIENCE)

        job = await world.job(round_id)
        assert (job.state, job.attempts, job.heartbeat_at) == (JobState.QUEUED, 0, None)

    assert await work_once(world.database)
    assert await world.results(round_id) == [1]


async def test_worker_does_what_waits_until_it_is_asked_to_stop(world):
    round_id = await world.ask(0)
    process = world.worker()

    job = await world.until(round_id, JobState.DONE)
    process.send_signal(signal.SIGTERM)

    assert process.wait(PATIENCE) == 0
    assert (job.attempts, job.progress) == (1, 1)
    assert await world.results(round_id) == [1]


async def test_worker_beside_a_server_lives_in_its_time_and_ends_with_it(world):
    """A demonstration of 2025 is computed in 2025."""
    shift = clock.shift()
    clock.run_apart(timedelta(days=-500))
    try:
        round_id = await world.ask(3)
        with worker_beside(world.url):
            job = await world.until(round_id, JobState.DONE)
        assert abs(job.finished_at - clock.utc_now()) < timedelta(minutes=2)
        assert abs(job.finished_at - clock.machine_time()) > timedelta(days=499)
    finally:
        clock.run_apart(shift)


async def test_failed_job_tells_what_kind_of_failure_it_was_and_where_to_look(session, database, make, caplog):
    there = await scene(make, state=RoundState.CLOSED)
    for _ in range(2):  # a second version needs a reason, which no deed forgets
        await actions.enqueue(session, SYSTEM, kind=JobKind.COMPUTE_RESULT, round_id=there.round.id, parameters={})
        await session.flush()
        assert await work_once(database)

    first, second = (await session.scalars(select(Job).order_by(Job.created_at, Job.id))).all()

    assert (first.state, first.error) == (JobState.DONE, None)
    assert second.state is JobState.FAILED
    kind, _comma, reference = second.error.partition(", ")
    assert kind == "IntegrityError"
    assert reference.removeprefix("mã tra cứu / reference ") in caplog.text
    assert "INSERT" not in second.error
    assert len(second.error) <= MAX_ERROR
    assert len((await session.scalars(select(ScoreEvent).where(ScoreEvent.kind == "RESULT_COMPUTED"))).all()) == 1


async def test_job_whose_workers_died_too_often_fails_and_the_next_one_is_done(session, database, make):
    exhausted, waiting = [(await scene(make, state=RoundState.CLOSED)).round.id for _ in range(2)]
    dead = await actions.enqueue(session, SYSTEM, kind=JobKind.COMPUTE_RESULT, round_id=exhausted, parameters={})
    dead.state, dead.attempts = JobState.RUNNING, actions.MAX_ATTEMPTS
    dead.heartbeat_at = clock.utc_now() - 2 * actions.SILENCE
    await actions.enqueue(session, SYSTEM, kind=JobKind.COMPUTE_RESULT, round_id=waiting, parameters={})
    await session.flush()

    assert await work_once(database)
    assert not await work_once(database)

    states = select(Job.round_id, Job.state, Job.error).order_by(Job.created_at, Job.id)
    assert [tuple(row) for row in await session.execute(states)] == [
        (exhausted, JobState.FAILED, actions.DIED),
        (waiting, JobState.DONE, None),
    ]


async def test_worker_that_lost_its_job_writes_nothing(session, make):
    there = await scene(make, state=RoundState.CLOSED)
    await actions.enqueue(session, SYSTEM, kind=JobKind.COMPUTE_RESULT, round_id=there.round.id, parameters={})
    job = await actions.claim(session)
    mine = Job(id=job.id, attempts=job.attempts)
    job.heartbeat_at = clock.utc_now() - 2 * actions.SILENCE
    await session.flush()

    taken = await actions.claim(session)

    assert (taken.id, taken.attempts) == (mine.id, 2)
    await session.flush()
    await actions.tell_progress(session, mine, progress=0.9, step="model")
    with pytest.raises(actions.Lost):
        await actions.hold(session, mine)
    assert (await session.get_one(Job, mine.id, populate_existing=True)).progress == 0
    assert await actions.hold(session, taken) is taken
