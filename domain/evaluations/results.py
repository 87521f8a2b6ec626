"""Deeds on results: compute a further version, publish. A result never changes; a later one takes its place."""

from fractions import Fraction
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.access import policy
from domain.access.permissions import Permission
from domain.actor import Actor
from domain.audit.actions import record, snapshot
from domain.clock import utc_now
from domain.evaluations import gates, loading, queries
from domain.evaluations.model import Result, ResultEntry, Round
from domain.evaluations.rules import ResultMethod, ResultState, RoundState, Standing, inputs_hash, ranking, sheet_total


async def compute_result(session: AsyncSession, actor: Actor, *, round_id: UUID, reason: str) -> Result:
    """Compute a closed round's result once more, as its next version. Raises NotFound, NotAllowed, Conflict."""
    round_ = await queries.get_for_update(session, actor, round_id)
    policy.require(actor, Permission.RESULT_COMPUTE)
    given_reason = gates.require_reason(reason)
    gates.check_round_state(round_.state, RoundState.CLOSED)

    result, _standings = await stage_result(session, actor, round_, given_reason)
    record(session, actor, "RESULT_COMPUTED", result, after=snapshot(result), reason=given_reason)
    return result


async def stage_result(
    session: AsyncSession, actor: Actor, round_: Round, reason: str | None
) -> tuple[Result, list[Standing]]:
    """Write the next version of a locked round's result; the deed it is part of records it."""
    scales = await loading.scales_of(session, round_.rubric_id)
    sheets = await loading.counted_sheets(session, round_.id)
    entries = await loading.entries_of(session, round_.id)
    totals: dict[UUID, list[Fraction]] = {entry.initiative_id: [] for entry in entries}
    for sheet in sheets:
        totals[sheet.initiative_id].append(sheet_total(sheet.marks, scales))
    standings = ranking(totals, round_.score_places)

    last = await session.scalar(select(func.max(Result.number)).where(Result.round_id == round_.id))
    result = Result(
        round_id=round_.id,
        number=(last or 0) + 1,
        method=ResultMethod.MEAN,
        score_places=round_.score_places,
        inputs_hash=inputs_hash(
            round_id=round_.id,
            scales=scales,
            sheets=sheets,
            method=ResultMethod.MEAN,
            score_places=round_.score_places,
        ),
        reason=reason,
        computed_at=utc_now(),
        computed_by_id=actor.person_id,
    )
    session.add(result)
    await session.flush()  # its entries need the id
    revisions = {entry.initiative_id: entry.revision_id for entry in entries}
    session.add_all(await _entries(session, result, standings, revisions))
    return result, standings


async def _entries(
    session: AsyncSession, result: Result, standings: list[Standing], revisions: dict[UUID, UUID]
) -> list[ResultEntry]:
    unit_of = await loading.units_of(session, revisions)
    return [
        ResultEntry(
            result_id=result.id,
            initiative_id=standing.initiative_id,
            revision_id=revisions[standing.initiative_id],
            unit_id=unit_of[standing.initiative_id],
            status=standing.status,
            score=standing.score,
            place=standing.place,
            is_tied=standing.is_tied,
            sheets=standing.sheets,
        )
        for standing in standings
    ]


async def publish_result(session: AsyncSession, actor: Actor, *, result_id: UUID) -> Result:
    """Publish a result: everybody who has signed in may see it. Raises NotFound, NotAllowed, Conflict (published)."""
    result = await queries.get_result_for_update(session, actor, result_id)
    policy.require(actor, Permission.RESULT_PUBLISH)
    gates.check_staged(result.state)

    before = snapshot(result)
    result.state = ResultState.PUBLISHED
    result.published_at = utc_now()
    await session.flush()  # refused here rather than at commit
    record(session, actor, "RESULT_PUBLISHED", result, before=before, after=snapshot(result))
    return result
