"""Deeds on the rules of a round in preparation: replace its phases or its classes of awards."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm.attributes import flag_modified

from domain.access import policy
from domain.access.permissions import Permission
from domain.actor import Actor
from domain.audit.actions import record, snapshot
from domain.errors import refuse_if_any
from domain.evaluations import gates, loading, queries
from domain.evaluations.model import Round, RoundPhase, RoundTier
from domain.evaluations.particulars import PhaseSpec, TierSpec, problems_of_phases, problems_of_tiers
from domain.evaluations.rules import RoundState
from domain.reading.locking import check_version


async def set_round_phases(
    session: AsyncSession, actor: Actor, *, round_id: UUID, expected_version: int, phases: Sequence[PhaseSpec]
) -> Round:
    """Replace all phases of a round in preparation. Raises NotFound, NotAllowed, StaleVersion, Conflict, Invalid."""
    round_ = await _in_preparation(session, actor, round_id, expected_version)
    refuse_if_any(problems_of_phases(phases))

    before = {"version": round_.version, "phases": await phases_said(session, round_.id)}
    await session.execute(delete(RoundPhase).where(RoundPhase.round_id == round_.id))
    add_phases(session, round_, phases)
    await changed(session, round_)
    after = {"version": round_.version, "phases": await phases_said(session, round_.id)}
    record(session, actor, "ROUND_PHASES_SET", round_, before=before, after=after)
    return round_


async def set_round_tiers(
    session: AsyncSession, actor: Actor, *, round_id: UUID, expected_version: int, tiers: Sequence[TierSpec]
) -> Round:
    """Replace all classes of awards of a round in preparation. Raises as `set_round_phases` does."""
    round_ = await _in_preparation(session, actor, round_id, expected_version)
    refuse_if_any(problems_of_tiers(tiers))

    before = {"version": round_.version, "tiers": await tiers_said(session, round_.id)}
    await session.execute(delete(RoundTier).where(RoundTier.round_id == round_.id))
    add_tiers(session, round_, tiers)
    await changed(session, round_)
    after = {"version": round_.version, "tiers": await tiers_said(session, round_.id)}
    record(session, actor, "ROUND_TIERS_SET", round_, before=before, after=after)
    return round_


def add_phases(session: AsyncSession, round_: Round, phases: Sequence[PhaseSpec]) -> None:
    """Give a round the phases that were asked for, in their order."""
    session.add_all(
        RoundPhase(
            round_id=round_.id,
            ordinal=ordinal,
            name=phase.name.strip(),
            name_en=phase.name_en,
            can_score=phase.can_score,
            can_discuss=phase.can_discuss,
            others_scores=phase.others_scores,
            hides_authors=phase.hides_authors,
            hides_evaluators=phase.hides_evaluators,
            opens_at=phase.opens_at,
            closes_at=phase.closes_at,
        )
        for ordinal, phase in enumerate(phases, start=1)
    )


def add_tiers(session: AsyncSession, round_: Round, tiers: Sequence[TierSpec]) -> None:
    """Give a round the classes of awards that were asked for, the best first."""
    session.add_all(
        RoundTier(
            round_id=round_.id,
            ordinal=ordinal,
            name=tier.name.strip(),
            name_en=tier.name_en,
            seats=tier.seats,
            percent=tier.percent,
            minimum=tier.minimum,
            per_unit=tier.per_unit,
        )
        for ordinal, tier in enumerate(tiers, start=1)
    )


async def phases_said(session: AsyncSession, round_id: UUID) -> list[dict[str, Any]]:
    """Return a round's phases as the audit trail keeps them."""
    return [_said(snapshot(phase)) for phase in await loading.phases_of(session, round_id)]


async def tiers_said(session: AsyncSession, round_id: UUID) -> list[dict[str, Any]]:
    """Return a round's classes of awards as the audit trail keeps them."""
    return [_said(snapshot(tier)) for tier in await loading.tiers_of(session, round_id)]


async def changed(session: AsyncSession, round_: Round) -> None:
    """Make a new version of a round of which something that belongs to it changed."""
    flag_modified(round_, "name")
    await session.flush()  # refused here rather than at commit; the new version belongs in the audit entry


async def _in_preparation(session: AsyncSession, actor: Actor, round_id: UUID, expected_version: int) -> Round:
    round_ = await queries.get_for_update(session, actor, round_id)
    policy.require(actor, Permission.ROUND_MANAGE)
    check_version(round_, expected_version)
    gates.check_round_state(round_.state, RoundState.DRAFT)
    return round_


def _said(values: dict[str, Any]) -> dict[str, Any]:
    return {column: value for column, value in values.items() if column not in {"id", "round_id"}}
