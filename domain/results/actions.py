"""Deeds on results: ask for a further version, verify one as a second person, publish it. A result never changes."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.access import policy
from domain.access.permissions import Permission
from domain.access.predicates import Subject
from domain.actor import Actor
from domain.audit.actions import record, snapshot
from domain.clock import utc_now
from domain.engine.problem import Method
from domain.errors import Conflict, Text, refuse_if_any
from domain.evaluations import gates, particulars
from domain.evaluations import queries as rounds
from domain.evaluations.model import Round
from domain.evaluations.rules import RoundKind, RoundState
from domain.jobs import actions as jobs
from domain.jobs.model import Job
from domain.jobs.rules import JobKind
from domain.ledger import actions as ledger
from domain.ledger.rules import EventKind
from domain.results import queries
from domain.results.model import Result
from domain.results.rules import ResultState, check_result_state, refuse_comparison


async def compute_result(
    session: AsyncSession,
    actor: Actor,
    *,
    round_id: UUID,
    reason: str,
    method: Method | None = None,
    drop_high: int = 0,
    drop_low: int = 0,
) -> Job:
    """Have a closed round's result computed once more, as its next version.

    By another method than the round's it is a version for comparison, which is never verified or published: what the
    ranking would be. Raises NotFound, NotAllowed, Invalid (no reason, drops that do not go with the method), Conflict
    (not closed; no result to compare with; pairs were judged; it is the round's own method).
    """
    round_ = await rounds.get_for_update(session, actor, round_id)
    policy.require(actor, Permission.RESULT_COMPUTE)
    given_reason = gates.require_reason(reason)
    gates.check_round_state(round_.state, RoundState.CLOSED)
    asked: dict[str, object] = {}
    if method is not None or drop_high or drop_low:
        wanted = method or round_.method
        refuse_if_any([*particulars.problems_of_method(wanted, drop_high, drop_low)])
        await _check_comparable(session, round_, (wanted, drop_high, drop_low))
        asked = {"method": wanted, "drop_high": drop_high, "drop_low": drop_low}

    parameters = {"reason": given_reason, **asked}
    job = await jobs.enqueue(session, actor, kind=JobKind.COMPUTE_RESULT, round_id=round_.id, parameters=parameters)
    record(session, actor, "RESULT_ASKED_FOR", job, after=snapshot(job), reason=given_reason)
    return job


async def _check_comparable(session: AsyncSession, round_: Round, wanted: tuple[Method, int, int]) -> None:
    if round_.kind is RoundKind.TIE_BREAK or wanted[0] is Method.PAIRWISE:
        text = Text("So sánh từng cặp không tính bằng cách khác.", "Pairs are judged by one method only.")
        raise Conflict("METHOD_OF_PAIRS", text, ("method",))
    if wanted == (round_.method, round_.drop_high, round_.drop_low):
        text = Text("Đây là cách tính của chính vòng này.", "This is the round's own method.")
        raise Conflict("METHOD_OF_ROUND", text, ("method",))
    if await session.scalar(select(Result.id).where(Result.round_id == round_.id).limit(1)) is None:
        text = Text("Chưa có kết quả nào để so sánh.", "There is no result yet to compare with.")
        raise Conflict("NOTHING_TO_COMPARE", text, ("roundId",))


async def verify_result(session: AsyncSession, actor: Actor, *, result_id: UUID) -> Result:
    """Say as a second person that a staged result is right. Raises NotFound, NotAllowed (computed it), Conflict."""
    result = await queries.get_result_for_update(session, actor, result_id)
    policy.require(actor, Permission.RESULT_VERIFY, Subject(computed_by_id=result.computed_by_id))
    if result.is_comparison:
        raise refuse_comparison()
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
