"""A round whose result leaves entries tied, and the tie-break held to settle it, all by their deeds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.actor import Actor, Role
from domain.comparisons import actions as comparing
from domain.comparisons.model import Comparison
from domain.comparisons.rules import Preference
from domain.database import Database
from domain.evaluations import rounds
from domain.evaluations.model import Round
from domain.evaluations.rules import RoundState
from domain.initiatives.model import Initiative
from domain.results import actions as results
from domain.results import tie_breaking
from domain.results.model import Result
from tests.support import jobs
from tests.support.evaluations import Scene, scene
from tests.support.factories import Factory
from tests.support.movements import CLOSES_AT, OPENS_AT
from tests.support.verified import scored

#: One mark of two criteria for each of three initiatives: the first two are tied.
TIED = (("50", "20"), ("40", "30"), ("30", "20"))


@dataclass
class TieBreaking:
    """The scene whose result is `tied`, and the tie-break with its evaluators."""

    there: Scene
    tied: Result
    round: Round
    evaluators: list[Actor]


async def tied_result(session: AsyncSession, database: Database, make: Factory, **given: Any) -> tuple[Scene, Result]:
    """A closed round of three initiatives by one evaluator, whose first two share the first place."""
    there = await scene(make, initiatives=len(TIED), state=RoundState.DRAFT, **given)
    await rounds.open_round(session, there.manager, round_id=there.round.id, expected_version=there.round.version)
    for at, marks in enumerate(TIED):
        await scored(session, there, at, 0, marks)
    return there, await jobs.closed(session, database, there)


async def tie_break(
    session: AsyncSession, database: Database, make: Factory, *, evaluators: int = 2, entries: int | None = None
) -> TieBreaking:
    """An open tie-break between the tied entries, or so many of the best, with evaluators of their own units."""
    there, result = await tied_result(session, database, make)
    wanted = None if entries is None else [each.id for each in there.initiatives[:entries]]
    round_ = await created(session, there, result, initiative_ids=wanted)
    judges = [await make.actor(Role.EVALUATOR, round_id=round_.id) for _ in range(evaluators)]
    await rounds.open_round(session, there.manager, round_id=round_.id, expected_version=round_.version)
    return TieBreaking(there, result, round_, judges)


async def created(session: AsyncSession, there: Scene, result: Result, **given: Any) -> Round:
    """A tie-break in preparation."""
    return await tie_breaking.create_tie_break_round(
        session,
        given.pop("actor", there.manager),
        result_id=result.id,
        **{"name": "Vòng phân định", "opens_at": OPENS_AT, "closes_at": CLOSES_AT, **given},
    )


async def asked(session: AsyncSession, of: TieBreaking, evaluator: Actor) -> Comparison:
    """The next pair of an evaluator, of which there is one."""
    comparison = await comparing.ask_next_pair(session, evaluator, round_id=of.round.id)
    assert comparison is not None
    return comparison


async def answered(session: AsyncSession, evaluator: Actor, of: Comparison, better: Initiative | None) -> Comparison:
    """The pair answered for one of the two, or for neither."""
    preferred = Preference.NEITHER
    if better is not None:
        preferred = Preference.LEFT if of.left_initiative_id == better.id else Preference.RIGHT
    return await comparing.answer_comparison(
        session, evaluator, comparison_id=of.id, expected_version=of.version, preferred=preferred
    )


async def compared(session: AsyncSession, of: TieBreaking, order: Sequence[Initiative]) -> None:
    """Let every evaluator compare all that they may, and always prefer what comes first in this order."""
    rank: Mapping[Any, int] = {each.id: at for at, each in enumerate(order)}
    by_id = {each.id: each for each in order}
    for evaluator in of.evaluators:
        while (pair := await comparing.ask_next_pair(session, evaluator, round_id=of.round.id)) is not None:
            better = min(pair.left_initiative_id, pair.right_initiative_id, key=rank.__getitem__)
            await answered(session, evaluator, pair, by_id[better])


async def settled(session: AsyncSession, database: Database, make: Factory, of: TieBreaking) -> Result:
    """Close a tie-break, and have its result computed, verified by a second person and published."""
    round_ = (await session.scalars(select(Round).where(Round.id == of.round.id))).one()
    await rounds.close_round(session, of.there.manager, round_id=round_.id, expected_version=round_.version)
    result = await jobs.computed(session, database, round_.id)
    await results.verify_result(session, await make.actor(Role.PERSONNEL), result_id=result.id)
    return await results.publish_result(session, of.there.manager, result_id=result.id)
