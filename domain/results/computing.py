"""The job that computes a result: the problem is frozen, the engine evaluates it, the version is written.

Between the two transactions nothing is locked. The result says at which head of the ledger its sheets were taken.
"""

import asyncio
from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.actor import SYSTEM
from domain.audit.actions import record, snapshot
from domain.clock import utc_now
from domain.database import Database
from domain.engine.documents import ENGINE_VERSION, digest, evaluation_document, problem_document
from domain.engine.outcome import Evaluation
from domain.engine.problem import Method, Problem, Progress
from domain.evaluations import loading
from domain.evaluations.model import Round
from domain.jobs import actions as jobs
from domain.jobs.model import Job
from domain.ledger import actions as ledger
from domain.ledger.rules import EventKind, Head
from domain.results import charting, consequences, judging, wording
from domain.results.figures import entry_columns, summary_columns, within
from domain.results.model import AwardChance, Result, ResultEntry, ResultSheet
from domain.results.problems import problem_of
from domain.results.replaying import by_method


async def compute(database: Database, job: Job, progress: Progress) -> UUID:
    """Compute the next version of a round's result and return its key."""
    from domain.engine.evaluate import evaluate  # noqa: PLC0415 -- serving processes must not load numpy

    async with database.writing() as session:
        # Nobody decides on sheets between the head and the sheets taken at it: deeds lock the round.
        round_ = await session.get_one(Round, job.round_id, with_for_update={"read": True})
        at = await ledger.head(session, round_.id)
        problem = _as_asked(await problem_of(session, round_), job)
    evaluation = await asyncio.to_thread(evaluate, problem, progress)
    progress(0.95, "writing")
    async with database.writing() as session:
        held = await jobs.hold(session, job)
        result = await write_result(session, job, problem, evaluation, at)
        jobs.finish(held, outcome_id=result.id)
    return result.id


def _as_asked(problem: Problem, job: Job) -> Problem:
    """Put the method that a job asks for, if any, in the place of the round's."""
    asked = job.parameters.get("method")
    if asked is None:
        return problem
    return by_method(problem, Method(asked), job.parameters["drop_high"], job.parameters["drop_low"])


async def write_result(
    session: AsyncSession, job: Job, problem: Problem, evaluation: Evaluation, at: Head | None
) -> Result:
    """Write a result with its entries, judges, sheets and charts, and tell the audit trail and the ledger."""
    asked_for = await session.get_one(Round, job.round_id)
    # In the order in which deeds on rounds lock: initiatives, then their round.
    initiatives = await loading.initiatives_of_round_for_update(session, asked_for.id)
    round_ = await session.get_one(Round, asked_for.id, with_for_update=True)
    last = await session.scalar(select(func.max(Result.number)).where(Result.round_id == round_.id))
    note = wording.of_whole(evaluation)
    result = Result(
        round_id=round_.id,
        number=(last or 0) + 1,
        drop_high=job.parameters.get("drop_high"),
        drop_low=job.parameters.get("drop_low"),
        engine_version=ENGINE_VERSION,
        seed=problem.seed,
        inputs_hash=digest(problem_document(problem)),
        outputs_hash=digest(evaluation_document(evaluation)),
        ledger_number=at and at.number,
        ledger_hash=at and at.hash,
        reason=job.parameters.get("reason"),
        computed_at=utc_now(),
        computed_by_id=job.requested_by_id,
        **summary_columns(evaluation.summary, problem.rules.score_places),
        note=note.vi,
        note_en=note.en,
    )
    session.add(result)
    await session.flush()  # what belongs to it needs the id
    entries = await _add_entries(session, result, problem, evaluation)
    if last is None:
        await consequences.let_go_on(session, initiatives, entries)
    session.add_all(
        ResultSheet(
            result_id=result.id,
            sheet_id=UUID(sheet.sheet),
            total=within(sheet.total),
            expected=sheet.expected,
            studentized=sheet.studentized,
            flags=list(sheet.flags),
        )
        for sheet in evaluation.sheets
    )
    session.add_all(await judging.judges_of(session, result, problem, evaluation))
    session.add_all(await charting.charts_of(session, result, evaluation))
    record(session, SYSTEM, "RESULT_COMPUTED", result, after=snapshot(result), reason=result.reason)
    ledger.append(session, round_.id, EventKind.RESULT_COMPUTED, printed(result))
    return result


def printed(result: Result) -> Mapping[str, object]:
    """Return what the ledger and every export say of a result, so that it can be recomputed and compared."""
    return {
        "number": result.number,
        "method": result.method,
        "drop_high": result.drop_high,
        "drop_low": result.drop_low,
        "engine_version": result.engine_version,
        "seed": result.seed,
        "inputs_hash": result.inputs_hash,
        "outputs_hash": result.outputs_hash,
        "ledger_number": result.ledger_number,
        "ledger_hash": result.ledger_hash,
        "reason": result.reason,
    }


async def _add_entries(
    session: AsyncSession, result: Result, problem: Problem, evaluation: Evaluation
) -> list[ResultEntry]:
    revision_of = {
        entry.initiative_id: entry.revision_id for entry in await loading.entries_of(session, result.round_id)
    }
    (stage,) = problem.stages
    unit_of = {entry.id: UUID(entry.group) for entry in stage.entries}
    panels = wording.panels(evaluation.sheets, evaluation.judges)
    made = [
        ResultEntry(
            result_id=result.id,
            initiative_id=UUID(each.entry),
            revision_id=revision_of[UUID(each.entry)],
            unit_id=unit_of[each.entry],
            tier_id=each.tier and UUID(each.tier),
            **entry_columns(each),
            note=note and note.vi,
            note_en=note and note.en,
        )
        for each in evaluation.entries
        for note in [wording.of_entry(each, panels.get(each.entry, ()))]
    ]
    session.add_all(made)
    await session.flush()  # their chances need the ids
    session.add_all(
        AwardChance(entry_id=entry.id, tier_id=UUID(tier), probability=probability)
        for entry, each in zip(made, evaluation.entries, strict=True)
        for tier, probability in each.p_award.items()
    )
    return made
