"""The job that works out an assignment: the round as it is becomes a problem of the engine, its answer a proposal."""

import asyncio
from collections.abc import Collection, Iterable
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.actor import SYSTEM
from domain.audit.actions import record, snapshot
from domain.clock import utc_now
from domain.conflicts.model import CONFLICTS
from domain.database import Database
from domain.engine.assignment_problem import AssignmentEntry, AssignmentJudge, AssignmentProblem, Proposal
from domain.engine.problem import Progress
from domain.evaluations import loading
from domain.evaluations.model import Assignment, Round, RoundEntry, ScoreSheet
from domain.evaluations.rules import AssignmentState, RoundKind, SheetState
from domain.jobs import actions as jobs
from domain.jobs.model import Job
from domain.proposals.model import AssignmentProposal, ProposalFinding, ProposedAssignment

Pair = tuple[UUID, UUID]


async def propose(database: Database, job: Job, progress: Progress) -> UUID:
    """Compute a proposal and return its key."""
    from domain.engine.assignment import propose as solve  # noqa: PLC0415 -- serving processes must not load ortools

    async with database.writing() as session:
        problem = await problem_of(session, job)
    found = await asyncio.to_thread(solve, problem, progress)
    async with database.writing() as session:
        held = await jobs.hold(session, job)
        proposal = await _write(session, job, problem, found)
        jobs.finish(held, outcome_id=proposal.id)
    return proposal.id


async def problem_of(session: AsyncSession, job: Job) -> AssignmentProblem:
    """Return what is asked of the engine: who may score what, and which assignments stay."""
    asked = job.parameters
    round_ = await session.get_one(Round, job.round_id)
    entries = await loading.entries_of(session, round_.id)
    unit_of = await loading.units_of(session, [entry.initiative_id for entry in entries])
    judges = await loading.evaluators_of(session, round_.id)
    kept, given_up, done = await _assignments(session, round_.id)
    # Who is no evaluator any more keeps what they submitted and gets nothing else; the rest is given to others.
    kept = [pair for pair in kept if pair[1] in judges or pair in done]
    gone = {judge for _entry, judge in kept} - judges
    homes = await loading.homes_of(session, judges | gone)
    refused = await _refused(session, round_, unit_of, homes)
    loads = {judge: sum(1 for _entry, by in kept if by == judge) for judge in gone}
    is_own = round_.kind is RoundKind.SELF_SCORE
    return AssignmentProblem(
        entries=[
            AssignmentEntry(str(entry.initiative_id), group="" if is_own else str(unit_of[entry.initiative_id]))
            for entry in entries
        ],
        judges=[
            AssignmentJudge(str(judge), str(homes[judge]), asked["min_load"], asked["max_load"])
            for judge in sorted(judges)
        ]
        + [AssignmentJudge(str(judge), str(homes[judge]), 0, loads[judge]) for judge in sorted(gone)],
        per_entry=asked["per_entry"],
        conflicts=_named(refused),
        locked=sorted(_named(kept)),
        forbidden=_named(given_up),
        # Colleagues score what is their own unit's: that rule would leave nobody.
        max_same_group=asked["per_entry"] if is_own else asked["max_same_unit"],
        anchors={str(entry.initiative_id) for entry in entries if entry.is_anchor},
        seed=asked["seed"],
    )


async def _assignments(session: AsyncSession, round_id: UUID) -> tuple[list[Pair], list[Pair], set[Pair]]:
    """Return the pairs that hold, those that were given up, and those whose sheet is submitted."""
    statement = (
        select(Assignment.initiative_id, Assignment.evaluator_id, Assignment.state, ScoreSheet.state.label("sheet"))
        .outerjoin(ScoreSheet, ScoreSheet.assignment_id == Assignment.id)
        .where(Assignment.round_id == round_id)
    )
    rows = (await session.execute(statement)).all()
    kept = [(row.initiative_id, row.evaluator_id) for row in rows if row.state is AssignmentState.ASSIGNED]
    given_up = [(row.initiative_id, row.evaluator_id) for row in rows if row.state is not AssignmentState.ASSIGNED]
    return kept, given_up, {(row.initiative_id, row.evaluator_id) for row in rows if row.sheet is SheetState.SUBMITTED}


async def _refused(
    session: AsyncSession, round_: Round, unit_of: dict[UUID, UUID], homes: dict[UUID, UUID]
) -> set[Pair]:
    """Return the pairs that the kind of the round and conflicts of interest rule out."""
    if round_.kind is RoundKind.SELF_SCORE:
        return {(one, two) for one, unit in unit_of.items() for two, home in homes.items() if unit != home}
    in_round = select(RoundEntry.initiative_id).where(RoundEntry.round_id == round_.id)
    statement = select(CONFLICTS.c.initiative_id, CONFLICTS.c.person_id).where(
        CONFLICTS.c.initiative_id.in_(in_round), CONFLICTS.c.person_id.in_(list(homes)), ~CONFLICTS.c.is_waived
    )
    refused = {(row.initiative_id, row.person_id) for row in await session.execute(statement)}
    if round_.kind is RoundKind.CROSS_SCORE:
        blocks = await loading.blocks_of(session, round_.movement_id)
        refused |= {
            (one, two)
            for one, unit in unit_of.items()
            for two, home in homes.items()
            if blocks.get(unit) is None or blocks.get(home) != blocks.get(unit)
        }
    return refused


def _named(pairs: Iterable[Pair]) -> Collection[tuple[str, str]]:
    return {(str(entry), str(judge)) for entry, judge in pairs}


async def _write(session: AsyncSession, job: Job, problem: AssignmentProblem, found: Proposal) -> AssignmentProposal:
    proposal = AssignmentProposal(
        round_id=job.round_id,
        per_entry=problem.per_entry,
        min_load=job.parameters["min_load"],
        max_load=job.parameters["max_load"],
        max_same_unit=job.parameters["max_same_unit"],
        seed=problem.seed,
        draws=found.draws,
        kept=len(found.locked),
        added=len(found.pairs),
        missing=sum(each.missing for each in found.unsatisfied),
        least_load=found.min_load,
        greatest_load=found.max_load,
        components=found.components,
        lambda2=found.lambda2,
        contrast_variance=found.mean_contrast_variance,
        created_at=utc_now(),
        created_by_id=job.requested_by_id,
    )
    session.add(proposal)
    await session.flush()  # what belongs to it needs the id
    session.add_all(
        ProposedAssignment(proposal_id=proposal.id, initiative_id=UUID(entry), evaluator_id=UUID(judge))
        for entry, judge in found.pairs
    )
    session.add_all(
        ProposalFinding(
            proposal_id=proposal.id,
            ordinal=ordinal,
            rule=each.kind,
            message=each.vi,
            message_en=each.en,
            missing=each.needed - each.available,
            initiative_ids=[UUID(entry) for entry in each.entries],
            evaluator_ids=[UUID(judge) for judge in each.judges],
        )
        for ordinal, each in enumerate(found.tight, start=1)
    )
    record(session, SYSTEM, "ASSIGNMENT_PROPOSED", proposal, after=snapshot(proposal))
    return proposal
