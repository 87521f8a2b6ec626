"""Deeds on tie-breaks: hold one among entries of a result, and let its published result decide between equal scores."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.access import policy
from domain.access.permissions import Permission
from domain.actor import Actor
from domain.audit.actions import record, snapshot
from domain.clock import utc_now
from domain.conflicts import queries as conflicts
from domain.conflicts.rules import refuse_conflict
from domain.engine.problem import Method
from domain.errors import Conflict, DomainError, Text, refuse_if_any
from domain.evaluations import gates, particulars, rounds
from domain.evaluations import queries as all_rounds
from domain.evaluations.customary import CUSTOMARY
from domain.evaluations.model import Round, RoundEntry
from domain.evaluations.particulars import PhaseSpec, TierSpec
from domain.evaluations.rules import RoundKind
from domain.jobs import actions as jobs
from domain.jobs.model import Job
from domain.jobs.rules import JobKind
from domain.ledger import actions as ledger
from domain.ledger.rules import EventKind
from domain.movements import queries as movements
from domain.movements.rules import check_not_archived
from domain.results import queries
from domain.results.model import Result, ResultEntry, TieBreak
from domain.results.problems import tie_breaks_of
from domain.results.rules import EntryStatus, ResultState, check_result_state, refuse_comparison

FIELD = "initiativeIds"


async def create_tie_break_round(
    session: AsyncSession,
    actor: Actor,
    *,
    result_id: UUID,
    name: str,
    opens_at: datetime,
    closes_at: datetime,
    initiative_ids: Sequence[UUID] | None = None,
    phases: Sequence[PhaseSpec] | None = None,
    tiers: Sequence[TierSpec] = (),
) -> Round:
    """Add a round in which evaluators compare ranked entries of a result pair by pair, each as it was scored.

    Entries not given are those that share a place; phases not given are the customary ones. Raises NotFound,
    NotAllowed, Invalid, Conflict (archived; not ranked in the result; nothing is tied; a tie-break itself; a version
    for comparison, or one that a later version replaces).
    """
    result = await queries.get_result(session, actor, result_id)
    policy.require(actor, Permission.ROUND_MANAGE)
    judged = await all_rounds.get(session, actor, result.round_id)
    movement = await movements.get_for_update(session, actor, judged.movement_id)
    check_not_archived(movement.state)
    if judged.kind is RoundKind.TIE_BREAK:
        text = Text("Kết quả này đã là của một vòng phân định.", "This is the result of a tie-break already.")
        raise Conflict("TIE_BREAK_OF_TIE_BREAK", text, ("resultId",))
    if result.is_comparison:
        raise refuse_comparison()
    await _refuse_superseded(session, result, Result.drop_high.is_(None))
    wanted = CUSTOMARY[RoundKind.TIE_BREAK] if phases is None else phases
    entries, problems = await _finalists(session, actor, result, initiative_ids)
    refuse_if_any(
        [
            *particulars.problems_of_round(name=name, opens_at=opens_at, closes_at=closes_at),
            *particulars.problems_of_phases(wanted),
            *particulars.problems_of_tiers(tiers),
            *problems,
        ]
    )

    round_ = Round(
        movement_id=movement.id,
        rubric_id=judged.rubric_id,
        name=name.strip(),
        opens_at=opens_at,
        closes_at=closes_at,
        kind=RoundKind.TIE_BREAK,
        method=Method.PAIRWISE,
        ties=[],
        settles_id=judged.id,
    )
    await rounds.add_round(session, actor, round_, wanted, tiers)
    session.add_all(
        RoundEntry(round_id=round_.id, initiative_id=each.initiative_id, revision_id=each.revision_id, number=number)
        for number, each in enumerate(entries, start=1)
    )
    await session.flush()  # refused here rather than at commit
    added = {"initiative_ids": [each.initiative_id for each in entries]}
    record(session, actor, "ROUND_ENTRIES_ADDED", round_, after=added)
    return round_


async def apply_tie_break(session: AsyncSession, actor: Actor, *, result_id: UUID, reason: str) -> tuple[TieBreak, Job]:
    """Let a tie-break's published result decide between equal scores of the round it settles, in a further version.

    `reason` is that of the version. Raises NotFound, NotAllowed, Invalid (no reason), Conflict (no tie-break, not
    published, replaced by a later published version, applied already).
    """
    result = await queries.get_result(session, actor, result_id)
    policy.require(actor, Permission.RESULT_COMPUTE)
    given_reason = gates.require_reason(reason)
    of = await all_rounds.get(session, actor, result.round_id)
    if of.settles_id is None:
        text = Text("Đây không phải kết quả của vòng phân định.", "This is not the result of a tie-break.")
        raise Conflict("NOT_A_TIE_BREAK", text, ("resultId",))
    settled = await all_rounds.get_for_update(session, actor, of.settles_id, "resultId")
    if result.state is not ResultState.PUBLISHED:
        check_result_state(result.state, ResultState.VERIFIED)
        text = Text("Kết quả phân định chưa công bố.", "The tie-break's result is not published.")
        raise Conflict("RESULT_NOT_PUBLISHED", text, ("resultId",))
    await _refuse_superseded(session, result, Result.state == ResultState.PUBLISHED)

    last = await session.scalar(select(func.max(TieBreak.ordinal)).where(TieBreak.round_id == settled.id))
    applied = TieBreak(
        round_id=settled.id,
        result_id=result.id,
        ordinal=(last or 0) + 1,
        applied_at=utc_now(),
        applied_by_id=actor.person_id,
    )
    session.add(applied)
    await session.flush()  # a second time is refused here; the audit entry needs the id
    parameters = {"reason": given_reason}
    job = await jobs.enqueue(session, actor, kind=JobKind.COMPUTE_RESULT, round_id=settled.id, parameters=parameters)
    record(session, actor, "TIE_BROKEN", applied, after=snapshot(applied), reason=given_reason)
    said = {
        "round": of.id,
        "result": result.number,
        "outputs_hash": result.outputs_hash,
        "places": (await tie_breaks_of(session, settled.id))[-1],
    }
    ledger.append(session, settled.id, EventKind.TIE_BROKEN, said)
    return applied, job


async def _refuse_superseded(session: AsyncSession, result: Result, counts: ColumnElement[bool]) -> None:
    """Raise Conflict when a later version of the same result, of those that count, takes its place."""
    later = exists().where(Result.round_id == result.round_id, Result.number > result.number, counts)
    if await session.scalar(select(later)):
        text = Text("Kết quả này đã được thay bằng phiên bản sau.", "A later version replaces this result.")
        raise Conflict("RESULT_SUPERSEDED", text, ("resultId",))


async def _finalists(
    session: AsyncSession, actor: Actor, result: Result, wanted: Sequence[UUID] | None
) -> tuple[list[ResultEntry], list[DomainError]]:
    """Return the entries to compare in the order of their places, and what is wrong with those asked for.

    Before a result is published, who has a conflict of interest with an entry is not to learn how it stands.
    """
    ranked = select(ResultEntry).where(ResultEntry.result_id == result.id, ResultEntry.status == EntryStatus.RANKED)
    found = (await session.scalars(ranked.order_by(ResultEntry.place, ResultEntry.initiative_id))).all()
    tied = [each.initiative_id for each in found if each.is_tied]
    if result.state is not ResultState.PUBLISHED:
        await _refuse_conflicts(session, actor, tied if wanted is None else wanted)
    if wanted is None:
        if tied:
            return [each for each in found if each.is_tied], []
        text = Text("Không có sáng kiến nào đồng hạng.", "No entries share a place.")
        return [], [Conflict("NOTHING_TIED", text, ("resultId",))]
    gates.check_count(len(wanted), FIELD)
    known = {each.initiative_id for each in found}
    text = Text("Sáng kiến không được xếp hạng trong kết quả này.", "The initiative is not ranked in this result.")
    problems: list[DomainError] = [
        Conflict("NOT_RANKED", text, (FIELD, str(at))) for at, key in enumerate(wanted) if key not in known
    ]
    problems += [gates.refuse_repeat((FIELD, str(at))) for at in gates.positions_of_repeats(wanted)]
    return [each for each in found if each.initiative_id in set(wanted)], problems


async def _refuse_conflicts(session: AsyncSession, actor: Actor, initiative_ids: Sequence[UUID]) -> None:
    if actor.person_id is None:
        return
    pairs = [(key, actor.person_id) for key in initiative_ids]
    for kind in await conflicts.conflicts_between(session, pairs):
        if kind is not None:
            raise refuse_conflict(kind, ("resultId",))
