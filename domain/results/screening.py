"""The gate of a screening round: a sheet says pass or fail, a quorum must have spoken, a share must have said pass."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.criteria.model import Criterion, Rubric
from domain.evaluations import loading
from domain.evaluations.model import Round
from domain.evaluations.rules import CountedSheet, RoundKind, Scale
from domain.evaluations.skeleton import total_of
from domain.results.problems import counted_sheets


@dataclass(frozen=True, slots=True)
class Gate:
    """How many sheets of each initiative said pass, of how many; `quorum` of them must have spoken."""

    votes: Mapping[UUID, tuple[int, int]]
    quorum: int
    pass_share: Decimal

    def passed(self, initiative_id: UUID) -> bool | None:
        """Say whether an initiative passed; None where too few have spoken."""
        yes, all_ = self.votes.get(initiative_id, (0, 0))
        if all_ == 0 or all_ < self.quorum:
            return None
        return yes >= self.pass_share * all_


def is_pass(
    sheet: CountedSheet, total: Decimal, *, pass_total: Decimal | None, minimums: Mapping[UUID, Decimal]
) -> bool:
    """Say whether a sheet says pass: the rubric's total is reached and no mark is below its criterion's minimum."""
    if pass_total is not None and total < pass_total:
        return False
    return all(sheet.marks[key] >= least for key, least in minimums.items() if key in sheet.marks)


async def gate_of(session: AsyncSession, round_: Round) -> Gate | None:
    """Return the gate of a screening round as its sheets say, None for rounds of other kinds."""
    if round_.kind is not RoundKind.SCREENING or round_.pass_share is None:
        return None
    rubric = await session.get_one(Rubric, round_.rubric_id)
    statement = select(Criterion.id, Criterion.minimum).where(
        Criterion.rubric_id == rubric.id, Criterion.minimum.is_not(None)
    )
    minimums = {row.id: row.minimum for row in await session.execute(statement)}
    scales = await loading.scales_of(session, rubric.id)
    said = [
        (sheet.initiative_id, is_pass(sheet, _total(sheet, scales), pass_total=rubric.pass_total, minimums=minimums))
        for sheet in await counted_sheets(session, round_.id)
    ]
    return Gate(_votes(said), round_.quorum or 1, round_.pass_share)


def _total(sheet: CountedSheet, scales: Sequence[Scale]) -> Decimal:
    exact = total_of(sheet.marks, scales)
    return Decimal(exact.numerator) / Decimal(exact.denominator)


def _votes(said: Iterable[tuple[UUID, bool]]) -> dict[UUID, tuple[int, int]]:
    votes: dict[UUID, tuple[int, int]] = {}
    for initiative_id, passes in said:
        yes, all_ = votes.get(initiative_id, (0, 0))
        votes[initiative_id] = (yes + passes, all_ + 1)
    return votes
