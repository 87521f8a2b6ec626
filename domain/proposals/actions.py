"""Deeds on proposed assignments: ask for one, apply it, discard it; and give an entry that was given up to another."""

from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.access import policy
from domain.access.permissions import Permission
from domain.actor import Actor
from domain.audit.actions import record, snapshot
from domain.clock import utc_now
from domain.errors import Conflict, DomainError, Invalid, Text, refuse_if_any
from domain.evaluations import assigning, gates, loading
from domain.evaluations import queries as evaluations
from domain.evaluations.model import Assignment
from domain.evaluations.pairing import refusals_of_pairs
from domain.evaluations.rules import AssignmentOrigin, AssignmentState
from domain.jobs import actions as jobs
from domain.jobs.model import Job
from domain.jobs.rules import JobKind
from domain.proposals import queries
from domain.proposals.model import AssignmentProposal, ProposedAssignment
from domain.proposals.rules import ProposalState, check_computed
from domain.reading.locking import check_version

#: Bounds of what can be asked for.
MAX_PER_ENTRY, MAX_LOAD, MAX_SEED = 50, 100_000, 2**63 - 1


async def propose_assignment(
    session: AsyncSession,
    actor: Actor,
    *,
    round_id: UUID,
    per_entry: int | None = None,
    min_load: int = 0,
    max_load: int | None = None,
    max_same_unit: int | None = None,
    seed: int = 0,
) -> Job:
    """Have it worked out who should score what; nothing is assigned by it. Assignments there are stay.

    `per_entry` is the round's unless told. Raises NotFound, NotAllowed, Invalid, Conflict (closed, one is pending).
    """
    round_ = await evaluations.get_for_update(session, actor, round_id)
    policy.require(actor, Permission.ROUND_MANAGE)
    gates.check_round_state(round_.state, *assigning.CHANGEABLE)
    wanted = per_entry if per_entry is not None else round_.per_entry
    problems = _problems(
        {
            "perEntry": (wanted, 1, MAX_PER_ENTRY),
            "minLoad": (min_load, 0, MAX_LOAD),
            "maxLoad": (max_load, max(min_load, 1), MAX_LOAD),
            "maxSameUnit": (max_same_unit, 1, MAX_PER_ENTRY),
            "seed": (seed, 0, MAX_SEED),
        }
    )
    if wanted is None:
        text = Text("Phải nêu số thành viên chấm mỗi sáng kiến.", "How many evaluators an entry needs must be told.")
        problems.append(Invalid("PER_ENTRY_MISSING", text, ("perEntry",), f"1..{MAX_PER_ENTRY}"))
    refuse_if_any(problems)

    asked = {
        "per_entry": wanted,
        "min_load": min_load,
        "max_load": max_load,
        "max_same_unit": max_same_unit,
        "seed": seed,
    }
    job = await jobs.enqueue(session, actor, kind=JobKind.PROPOSE_ASSIGNMENT, round_id=round_.id, parameters=asked)
    record(session, actor, "PROPOSAL_ASKED_FOR", job, after=snapshot(job))
    return job


async def apply_proposal(
    session: AsyncSession, actor: Actor, *, proposal_id: UUID, expected_version: int
) -> AssignmentProposal:
    """Assign what a proposal proposes, all or nothing. Raises NotFound, NotAllowed, StaleVersion, Conflict.

    What has changed since it was computed (a conflict, an evaluator dismissed, a pair assigned) refuses it.
    """
    proposal = await queries.get_for_update(session, actor, proposal_id)
    round_ = await evaluations.get_for_update(session, actor, proposal.round_id)
    policy.require(actor, Permission.ROUND_MANAGE)
    check_version(proposal, expected_version)
    check_computed(proposal.state)
    gates.check_round_state(round_.state, *assigning.CHANGEABLE)
    found = await session.execute(
        select(ProposedAssignment.initiative_id, ProposedAssignment.evaluator_id)
        .where(ProposedAssignment.proposal_id == proposal.id)
        .order_by(ProposedAssignment.initiative_id, ProposedAssignment.evaluator_id)
    )
    pairs = [(row.initiative_id, row.evaluator_id) for row in found]
    await assigning.assign_pairs(session, round_, pairs, AssignmentOrigin.PROPOSED)

    await _decide(session, actor, proposal, ProposalState.APPLIED, "PROPOSAL_APPLIED")
    return proposal


async def discard_proposal(
    session: AsyncSession, actor: Actor, *, proposal_id: UUID, expected_version: int
) -> AssignmentProposal:
    """Put a proposal aside. Raises NotFound, NotAllowed, StaleVersion, Conflict."""
    proposal = await queries.get_for_update(session, actor, proposal_id)
    policy.require(actor, Permission.ROUND_MANAGE)
    check_version(proposal, expected_version)
    check_computed(proposal.state)

    await _decide(session, actor, proposal, ProposalState.DISCARDED, "PROPOSAL_DISCARDED")
    return proposal


async def replace_evaluator(session: AsyncSession, actor: Actor, *, assignment_id: UUID) -> Assignment:
    """Give an entry that an evaluator gave up to the one with the fewest entries who may score it.

    Of several the first by key is chosen. Raises NotFound, NotAllowed, Conflict (not given up, nobody is left).
    """
    given_up = await evaluations.get_assignment(session, actor, assignment_id)
    round_ = await evaluations.get_for_update(session, actor, given_up.round_id)
    policy.require(actor, Permission.ROUND_MANAGE)
    gates.check_round_state(round_.state, *assigning.CHANGEABLE)
    if given_up.state is AssignmentState.ASSIGNED:
        text = Text("Thành viên này vẫn đang được giao chấm.", "The evaluator still has the entry.")
        raise Conflict("ASSIGNMENT_NOT_GIVEN_UP", text, ("assignmentId",))
    there = await loading.assigned_pairs(session, round_.id)
    free = sorted(
        person
        for person in await loading.evaluators_of(session, round_.id)
        if (given_up.initiative_id, person) not in there
    )
    refused = await refusals_of_pairs(session, round_, [(given_up.initiative_id, person) for person in free])
    able = [person for person, refusal in zip(free, refused, strict=True) if refusal is None]
    if not able:
        text = Text(
            f"Không còn ai thay được: {len(free)} thành viên chưa được giao đều không được phép chấm.",
            f"Nobody is left: of {len(free)} evaluators without the entry none may score it.",
        )
        raise Conflict("NO_REPLACEMENT", text, ("assignmentId",))
    loads = await _loads(session, round_.id)
    chosen = min(able, key=lambda person: (loads.get(person, 0), person))

    pair = (given_up.initiative_id, chosen)
    (made,) = await assigning.assign_pairs(session, round_, [pair], AssignmentOrigin.REPLACEMENT)
    record(session, actor, "EVALUATOR_REPLACED", made, after={**snapshot(made), "instead_of": given_up.id})
    return made


async def _decide(
    session: AsyncSession, actor: Actor, proposal: AssignmentProposal, state: ProposalState, deed: str
) -> None:
    before = snapshot(proposal)
    proposal.state, proposal.decided_at, proposal.decided_by_id = state, utc_now(), actor.person_id
    await session.flush()  # the new version belongs in the audit entry
    record(session, actor, deed, proposal, before=before, after=snapshot(proposal))


async def _loads(session: AsyncSession, round_id: UUID) -> dict[UUID, int]:
    statement = (
        select(Assignment.evaluator_id, func.count().label("load"))
        .where(Assignment.round_id == round_id, Assignment.state == AssignmentState.ASSIGNED)
        .group_by(Assignment.evaluator_id)
    )
    return {row.evaluator_id: row.load for row in await session.execute(statement)}


def _problems(asked: dict[str, tuple[int | None, int, int]]) -> list[DomainError]:
    return [
        Invalid(
            "NUMBER_RANGE",
            Text(f"Giá trị phải từ {low} đến {high}.", f"The value is from {low} to {high}."),
            (field,),
            f"{low}..{high}",
        )
        for field, (given, low, high) in asked.items()
        if given is not None and not low <= given <= high
    ]
