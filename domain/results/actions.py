"""Deeds on results: ask for a further version, verify one as a second person, publish it. A result never changes."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from domain.access import policy
from domain.access.permissions import Permission
from domain.access.predicates import Subject
from domain.actor import Actor
from domain.audit.actions import record, snapshot
from domain.clock import utc_now
from domain.evaluations import gates
from domain.evaluations import queries as rounds
from domain.evaluations.rules import RoundState
from domain.jobs import actions as jobs
from domain.jobs.model import Job
from domain.jobs.rules import JobKind
from domain.ledger import actions as ledger
from domain.ledger.rules import EventKind
from domain.results import queries
from domain.results.model import Result
from domain.results.rules import ResultState, check_result_state


async def compute_result(session: AsyncSession, actor: Actor, *, round_id: UUID, reason: str) -> Job:
    """Have a closed round's result computed once more, as its next version. Raises NotFound, NotAllowed, Conflict."""
    round_ = await rounds.get_for_update(session, actor, round_id)
    policy.require(actor, Permission.RESULT_COMPUTE)
    given_reason = gates.require_reason(reason)
    gates.check_round_state(round_.state, RoundState.CLOSED)

    job = await jobs.enqueue(
        session, actor, kind=JobKind.COMPUTE_RESULT, round_id=round_.id, parameters={"reason": given_reason}
    )
    record(session, actor, "RESULT_ASKED_FOR", job, after=snapshot(job), reason=given_reason)
    return job


async def verify_result(session: AsyncSession, actor: Actor, *, result_id: UUID) -> Result:
    """Say as a second person that a staged result is right. Raises NotFound, NotAllowed (computed it), Conflict."""
    result = await queries.get_result_for_update(session, actor, result_id)
    policy.require(actor, Permission.RESULT_VERIFY, Subject(computed_by_id=result.computed_by_id))
    check_result_state(result.state, ResultState.STAGED)

    before = snapshot(result)
    result.state = ResultState.VERIFIED
    result.verified_at = utc_now()
    result.verified_by_id = actor.person_id
    await _note(session, actor, result, EventKind.RESULT_VERIFIED, before)
    return result


async def publish_result(session: AsyncSession, actor: Actor, *, result_id: UUID) -> Result:
    """Publish a verified result to everybody who has signed in. Raises NotFound, NotAllowed, Conflict."""
    result = await queries.get_result_for_update(session, actor, result_id)
    policy.require(actor, Permission.RESULT_PUBLISH)
    check_result_state(result.state, ResultState.VERIFIED)

    before = snapshot(result)
    result.state = ResultState.PUBLISHED
    result.published_at = utc_now()
    await _note(session, actor, result, EventKind.RESULT_PUBLISHED, before)
    return result


async def _note(
    session: AsyncSession, actor: Actor, result: Result, kind: EventKind, before: dict[str, object]
) -> None:
    await session.flush()  # refused here rather than at commit
    record(session, actor, kind.value, result, before=before, after=snapshot(result))
    said = {"number": result.number, "inputs_hash": result.inputs_hash, "outputs_hash": result.outputs_hash}
    ledger.append(session, result.round_id, kind, said)
