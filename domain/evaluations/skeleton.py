"""What a round is judged by, as the engine takes it: criteria, entries and rules. Sheets come with the result.

Opening a round freezes all of this; the ledger's first event keeps it, so that a result can be computed again from
the ledger alone.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.criteria import queries as criteria
from domain.criteria.model import Rubric
from domain.engine.problem import Criterion, Entry, Gate, Problem, Rules, Sheet, Stage, Tier
from domain.engine.totals import sheet_totals
from domain.evaluations import loading
from domain.evaluations.model import Round, RoundEntry
from domain.evaluations.rules import Scale
from domain.initiatives.model import Initiative


async def skeleton_of(session: AsyncSession, round_: Round) -> Problem:
    """Return the round's problem without sheets and with seed 0; ids are those of the rows, as text."""
    scales = await loading.scales_of(session, round_.rubric_id)
    stage = Stage(
        id=str(round_.id),
        criteria=criteria_for_engine(scales),
        entries=await _entries(session, round_.id),
        sheets=(),
    )
    return Problem((stage,), await _rules(session, round_, scales))


def criteria_for_engine(scales: Sequence[Scale]) -> list[Criterion]:
    """Write a rubric's criteria as the engine takes them."""
    return [
        Criterion(str(scale.criterion_id), scale.weight, scale.scale_min, scale.scale_max, scale.step)
        for scale in scales
    ]


def total_of(marks: Mapping[UUID, Decimal], scales: Sequence[Scale]) -> Fraction:
    """Return the exact total, 0 to 100, of a sheet that marks every criterion."""
    sheet = Sheet("sheet", "judge", "entry", {str(key): value for key, value in marks.items()})
    stage = Stage("stage", criteria_for_engine(scales), [Entry("entry")], [sheet])
    return sheet_totals(stage, Rules())["sheet"].value


async def _entries(session: AsyncSession, round_id: UUID) -> list[Entry]:
    statement = (
        select(RoundEntry.initiative_id, Initiative.unit_id, Initiative.first_submitted_at)
        .join(Initiative, Initiative.id == RoundEntry.initiative_id)
        .where(RoundEntry.round_id == round_id)
        .order_by(RoundEntry.initiative_id)
    )
    return [
        Entry(str(row.initiative_id), str(row.unit_id), row.first_submitted_at and row.first_submitted_at.isoformat())
        for row in await session.execute(statement)
    ]


async def _rules(session: AsyncSession, round_: Round, scales: Sequence[Scale]) -> Rules:
    # A round names criteria by their codes, the engine by their ids.
    ids = {f"criterion:{scale.code}": f"criterion:{scale.criterion_id}" for scale in scales}
    return Rules(
        method=round_.method,
        drop_high=round_.drop_high,
        drop_low=round_.drop_low,
        score_places=round_.score_places,
        ties=tuple(ids.get(key, key) for key in round_.ties),
        tiers=tuple(
            Tier(str(tier.id), tier.seats, tier.percent, tier.minimum, tier.per_unit)
            for tier in await loading.tiers_of(session, round_.id)
        ),
        quorum=round_.quorum,
        per_entry=round_.per_entry,
        gate=await _gate(session, round_),
    )


async def _gate(session: AsyncSession, round_: Round) -> Gate | None:
    """Return what a screening asks for; rounds of other kinds have no share to pass."""
    if round_.pass_share is None:
        return None
    rubric = await session.get_one(Rubric, round_.rubric_id)
    asked = await criteria.criteria_of(session, rubric.id)
    minimums = {str(each.id): each.minimum for each in asked if each.minimum is not None}
    return Gate(round_.pass_share, rubric.pass_total, minimums)
