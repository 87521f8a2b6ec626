"""Deeds on rounds: create, open, close. Opening freezes what is scored and by what; closing computes the result."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.access import policy
from domain.access.permissions import Permission
from domain.actor import Actor
from domain.audit.actions import record, snapshot
from domain.clock import utc_now
from domain.criteria import actions as rubrics
from domain.criteria import queries as criteria
from domain.errors import Conflict, Text, refuse_if_any
from domain.evaluations import gates, loading, queries
from domain.evaluations.model import Result, Round
from domain.evaluations.results import stage_result
from domain.evaluations.rules import EntryStatus, RoundState
from domain.initiatives.actions.scoring import enter_scoring, leave_scoring
from domain.initiatives.model import Initiative
from domain.initiatives.rules import InitiativeState
from domain.movements import queries as movements
from domain.movements.rules import check_not_archived
from domain.reading.locking import check_version


async def create_round(
    session: AsyncSession,
    actor: Actor,
    *,
    movement_id: UUID,
    rubric_id: UUID,
    name: str,
    opens_at: datetime,
    closes_at: datetime,
    score_places: int = 2,
) -> Round:
    """Add the next round of a movement, scored by one of its rubrics. Raises NotFound, NotAllowed, Invalid, ..."""
    movement = await movements.get_for_update(session, actor, movement_id)
    policy.require(actor, Permission.ROUND_MANAGE)
    check_not_archived(movement.state)
    refuse_if_any(gates.problems_of_round(name=name, opens_at=opens_at, closes_at=closes_at, score_places=score_places))
    rubric = await criteria.get(session, actor, rubric_id)
    if rubric.movement_id != movement.id:
        text = Text("Bộ tiêu chí thuộc phong trào khác.", "The rubric is of another movement.")
        raise Conflict("RUBRIC_OF_OTHER_MOVEMENT", text, ("rubricId",))

    last = await session.scalar(select(func.max(Round.ordinal)).where(Round.movement_id == movement.id))
    round_ = Round(
        movement_id=movement.id,
        rubric_id=rubric.id,
        ordinal=(last or 0) + 1,
        name=name.strip(),
        opens_at=opens_at,
        closes_at=closes_at,
        score_places=score_places,
        created_at=utc_now(),
    )
    session.add(round_)
    await session.flush()  # the audit entry needs the id
    record(session, actor, "ROUND_CREATED", round_, after=snapshot(round_))
    return round_


async def open_round(session: AsyncSession, actor: Actor, *, round_id: UUID, expected_version: int) -> Round:
    """Open a round for scoring: its entries and its rubric are frozen. Raises NotFound, NotAllowed, Conflict, ..."""
    round_, initiatives = await _locked(session, actor, round_id, expected_version, RoundState.DRAFT)
    rubric = await criteria.get_for_update(session, actor, round_.rubric_id)
    problems = gates.problems_of_opening(
        has_entries=bool(initiatives),
        has_evaluators=bool(await loading.evaluators_of(session, round_.id)),
        has_criteria=bool(await criteria.criteria_of(session, rubric.id)),
    )
    being_scored = await loading.in_open_rounds(session, list(initiatives))
    for each in initiatives.values():
        if not gates.can_be_scored(each.state, is_later_round=True, is_in_open_round=each.id in being_scored):
            problems.append(gates.refuse_entry(each.title, each.state))
    refuse_if_any(problems)

    before = snapshot(round_)
    frozen = {"rubric_frozen": rubric.id} if rubrics.freeze_rubric(rubric) else {}
    for each in initiatives.values():
        # What no sheet scored in an earlier round is still waiting for its score and needs no step.
        if each.state is not InitiativeState.SCORING:
            await enter_scoring(session, each)
    round_.state = RoundState.OPEN
    round_.opened_at = utc_now()
    await session.flush()  # the new version belongs in the audit entry
    record(session, actor, "ROUND_OPENED", round_, before=before, after={**snapshot(round_), **frozen})
    return round_


async def close_round(
    session: AsyncSession, actor: Actor, *, round_id: UUID, expected_version: int
) -> tuple[Round, Result]:
    """Close a round for good and compute its first result from the submitted sheets; drafts do not count.

    Raises NotFound, NotAllowed, StaleVersion, Conflict (not open). Who submits at this moment comes before or too late.
    """
    round_, initiatives = await _locked(session, actor, round_id, expected_version, RoundState.OPEN)

    before = snapshot(round_)
    result, standings = await stage_result(session, actor, round_, None)
    for standing in standings:
        if standing.status is EntryStatus.RANKED:
            await leave_scoring(session, initiatives[standing.initiative_id])
    round_.state = RoundState.CLOSED
    round_.closed_at = utc_now()
    await session.flush()  # the new version belongs in the audit entry
    record(
        session,
        actor,
        "ROUND_CLOSED",
        round_,
        before=before,
        after={**snapshot(round_), "result_id": result.id, "inputs_hash": result.inputs_hash},
    )
    return round_, result


async def _locked(
    session: AsyncSession, actor: Actor, round_id: UUID, expected_version: int, state: RoundState
) -> tuple[Round, dict[UUID, Initiative]]:
    """Lock a round and, before it, its initiatives. Each change of its entries is a new version of the round."""
    round_ = await queries.get(session, actor, round_id)
    policy.require(actor, Permission.ROUND_MANAGE)
    check_version(round_, expected_version)
    initiatives = await loading.initiatives_of_round_for_update(session, round_id)
    round_ = await queries.get_for_update(session, actor, round_id)
    check_version(round_, expected_version)
    gates.check_round_state(round_.state, state)
    return round_, initiatives
