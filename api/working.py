"""What a worker does: take the next job, compute it, note what it made; its progress is told while it runs.

A job belongs to the worker that claimed it last: one that was silent for too long writes nothing any more.
"""

import asyncio
import logging
from collections.abc import Callable, Coroutine, Mapping
from contextlib import suppress
from secrets import token_hex
from typing import Any
from uuid import UUID

from sqlalchemy.exc import SQLAlchemyError

from domain.database import Database
from domain.documents import making
from domain.engine.problem import Progress
from domain.errors import DomainError, Refusals
from domain.imports import computing as importing
from domain.imports import entering
from domain.jobs import actions
from domain.jobs.model import Job
from domain.jobs.rules import JobKind
from domain.proposals import computing as proposals
from domain.results import computing, soundness

LOG = logging.getLogger("thidua.worker")
#: How often a running job tells how far it is, in seconds.
BEAT = 1.0
#: How long a worker that was asked to stop lets its job come to its end, in seconds.
GRACE = 10.0
#: How often a worker without work looks for some, in seconds: soon after it had some, then less and less.
LEAST_PAUSE, GREATEST_PAUSE = 0.1, 2.0
#: Characters of an error that are kept.
MAX_ERROR = 500
#: What goes wrong when the database is away for a while.
UNAVAILABLE = (SQLAlchemyError, OSError)

#: Computes and writes, best in one transaction with `actions.hold` and `finish`; returns the key of what it made.
Perform = Callable[[Database, Job, Progress], Coroutine[Any, Any, UUID | None]]

PERFORMERS: Mapping[JobKind, Perform] = {
    JobKind.COMPUTE_RESULT: computing.compute,
    JobKind.PROPOSE_ASSIGNMENT: proposals.propose,
    JobKind.VERIFY_ROUND: soundness.check,
    JobKind.IMPORT_TABLE: importing.import_table,
    JobKind.IMPORT_SHEETS: entering.import_sheets,
    JobKind.MAKE_DOCUMENT: making.make,
}


class _Said:
    """What a computation has told of itself; it is called from the thread that computes."""

    def __init__(self) -> None:
        self.share, self.step, self.is_over = 0.0, "", False

    def __call__(self, share: float, step: str) -> None:
        """Hear how far the computation is; end it at once when nobody waits for it any more."""
        if self.is_over:
            raise GivenUp
        self.share, self.step = share, step


class GivenUp(Exception):
    """Nobody waits for this computation any more."""


async def work(database: Database, stopping: asyncio.Event) -> None:
    """Do jobs as they come until `stopping` is set; what runs then has `GRACE` to end, or waits for another worker.

    A computation that did not end in time ends where it next tells how far it is.
    """
    pause = LEAST_PAUSE
    while not stopping.is_set():
        try:
            was_busy = await work_once(database, stopping)
        except UNAVAILABLE:
            LOG.exception("the database cannot be asked for jobs")
            was_busy, pause = False, GREATEST_PAUSE
        if was_busy:
            pause = LEAST_PAUSE
            continue
        with suppress(TimeoutError):
            await asyncio.wait_for(stopping.wait(), pause)
        pause = min(2 * pause, GREATEST_PAUSE)


async def work_once(database: Database, stopping: asyncio.Event | None = None) -> bool:
    """Do the job that has waited longest; say whether there was one. A job that fails is noted, never raised."""
    async with database.writing() as session:
        job = await actions.claim(session)
    if job is None:
        return False
    said = _Said()
    performing = asyncio.create_task(PERFORMERS[job.kind](database, job, said))
    beating = asyncio.create_task(_beat(database, job, said))
    try:
        await _end(performing, stopping)
        if performing.cancelled():
            said.is_over = True
            await _conclude(database, job, actions.put_back)
            return True
        outcome = performing.result()
        await _conclude(database, job, lambda held: actions.finish(held, outcome_id=outcome))
    except actions.Lost:
        LOG.warning("job %s was taken up by another worker", job.id)
    except Exception as failure:  # noqa: BLE001 -- whatever it is, it is noted
        error = _told(job, failure)
        await _conclude(database, job, lambda held: actions.fail(held, error))
    finally:
        beating.cancel()
        await asyncio.wait({beating})
    return True


async def _end(performing: "asyncio.Task[UUID | None]", stopping: asyncio.Event | None) -> None:
    """Wait until a job has ended, or was given up because the worker stops."""
    asked = asyncio.create_task(stopping.wait() if stopping is not None else asyncio.Event().wait())
    await asyncio.wait({performing, asked}, return_when=asyncio.FIRST_COMPLETED)
    if asked.done():
        await asyncio.wait({performing}, timeout=GRACE)
    asked.cancel()
    if not performing.done():
        performing.cancel()
    await asyncio.wait({performing, asked})


async def _conclude(database: Database, job: Job, conclude: Callable[[Job], None]) -> None:
    """End a job, unless whoever performed it has done so together with what was written."""
    with suppress(actions.Lost):
        async with database.writing() as session:
            conclude(await actions.hold(session, job))


def _told(job: Job, failure: Exception) -> str:
    """Return what people are told of a failure: a refusal in its words, anything else by a reference to the log."""
    refused = failure.errors if isinstance(failure, Refusals) else [failure]
    if all(isinstance(each, DomainError) for each in refused):
        said = "; ".join(f"{each.text.vi} / {each.text.en}" for each in refused if isinstance(each, DomainError))
    else:
        reference = token_hex(4)
        LOG.error("job %s failed, reference %s", job.id, reference, exc_info=failure)
        said = f"{type(failure).__name__}, mã tra cứu / reference {reference}"
    return said[:MAX_ERROR]


async def _beat(database: Database, job: Job, said: _Said) -> None:
    """Tell again and again how far a job is; a database that is away for a moment is asked again."""
    while True:
        await asyncio.sleep(BEAT)
        try:
            async with database.writing() as session:
                await actions.tell_progress(session, job, progress=said.share, step=said.step)
        except UNAVAILABLE:
            LOG.exception("the progress of job %s cannot be told", job.id)
