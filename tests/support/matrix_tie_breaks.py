"""Tie-breaks in the world of the role matrix: an open one with answers, a closed one that was applied."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from domain.actor import Grant, Role
from domain.comparisons.model import Comparison
from domain.comparisons.rules import Preference
from domain.engine.problem import Method
from domain.evaluations.model import Round
from domain.evaluations.rules import RoundKind
from domain.results.model import TieBreak
from domain.results.rules import ResultState
from tests.support import evaluations
from tests.support.factories import NOW, Factory

if TYPE_CHECKING:
    from tests.support.matrix_world import World

#: The open tie-break, and the closed one.
OPEN, SETTLED = "tie break", "settled"
#: What is compared in the open one; the evaluator has no conflict of interest with any of it.
ENTRIES = ("other SCORED", "own SCORED 2", "other SCREENED")
EVALUATOR, ANOTHER = "evaluator_other", "recruit"


async def build_rounds(make: Factory, world: "World") -> None:
    """The rounds with entries, evaluators and assignments."""
    from tests.support.matrix_world import assign, enter  # noqa: PLC0415 -- they need one another

    for ordinal, label in ((20, OPEN), (21, SETTLED)):
        row = await round_(make, world, label, ordinal, settles="closed")
        await enter(make, world, label, *ENTRIES[: 3 if label == OPEN else 1])
        if label == OPEN:
            await _appoint(make, world, row)
            for evaluator in (EVALUATOR, ANOTHER):
                for entry in ENTRIES:
                    await assign(make, world, label, entry, evaluator)
        await evaluations.opened(make, row)
    await evaluations.closed(make, world.row("Round", SETTLED))


async def _appoint(make: Factory, world: "World", row: Round) -> None:
    actor = world.actors[EVALUATOR]
    for label in (EVALUATOR, ANOTHER):
        await make.grant(world.row("Person", label), Role.EVALUATOR, round_id=row.id)
    world.actors[EVALUATOR] = replace(actor, grants=actor.grants | {Grant(Role.EVALUATOR, None, row.id)})


async def build(make: Factory, world: "World") -> None:
    """The answers of two evaluators; two published versions of a tie-break's result, one of them applied."""
    await compare(make, world, EVALUATOR, preferred=Preference.LEFT, answered_at=NOW)
    await compare(make, world, ANOTHER, preferred=Preference.RIGHT, answered_at=NOW)
    published = {"state": ResultState.PUBLISHED, "method": Method.PAIRWISE}
    of = world.row("Round", SETTLED)
    world.keep(SETTLED, await evaluations.result(make, of, **published))
    again = {"number": 2, "reason": "Kiểm tra lại"}
    world.keep(f"{SETTLED} again", await evaluations.result(make, of, **published, **again))
    await apply(make, world, SETTLED, "closed", 1)


async def more(make: Factory, world: "World") -> None:
    """Three comparisons and three tie-breaks, and three rounds that have some."""
    from tests.support.matrix_world import enter  # noqa: PLC0415 -- they need one another

    await compare(make, world, EVALUATOR, 0, 2, preferred=Preference.NEITHER, answered_at=NOW)
    await compare(make, world, EVALUATOR, 1, 2, preferred=Preference.RIGHT, answered_at=NOW)
    for ordinal, label in ((22, f"{OPEN} 2"), (23, f"{OPEN} 3")):
        row = await round_(make, world, label, ordinal, settles="closed")
        await enter(make, world, label, *ENTRIES[:2])
        given = [
            await evaluations.assignment(make, row, world.row("Initiative", entry), world.row("Person", EVALUATOR).id)
            for entry in ENTRIES[:2]
        ]
        await evaluations.opened(make, row)
        await make.add(comparison(row, *given, preferred=Preference.LEFT, answered_at=NOW))
    published = {"state": ResultState.PUBLISHED, "method": Method.PAIRWISE, "reason": "Kiểm tra lại"}
    for number, settles in ((3, "closed"), (4, "closed"), (5, "staged"), (6, "again")):
        label = f"{SETTLED} {number}"
        row = await evaluations.result(make, world.row("Round", SETTLED), number=number, **published)
        world.keep(label, row)
        await apply(make, world, label, settles, number)


async def round_(make: Factory, world: "World", label: str, ordinal: int, *, settles: str) -> Round:
    """A tie-break in preparation."""
    row = await evaluations.round_(
        make,
        world.row("Movement", "running"),
        world.row("Rubric", "frozen"),
        ordinal=ordinal,
        name=label,
        kind=RoundKind.TIE_BREAK,
        method=Method.PAIRWISE,
        settles_id=world.row("Round", settles).id,
    )
    return world.keep(label, row)


async def compare(make: Factory, world: "World", who: str, left: int = 0, right: int = 1, **given: Any) -> None:
    """A pair of entries put before an evaluator."""
    sides = [world.row("Assignment", f"{who}: {ENTRIES[at]}") for at in (left, right)]
    row = comparison(world.row("Round", OPEN), *sides, **given)
    world.keep(who if (left, right) == (0, 1) else f"{who} {left} {right}", await make.add(row))


def comparison(of: Round, left: Any, right: Any, **given: Any) -> Comparison:
    """A pair of assignments of one evaluator."""
    return Comparison(
        round_id=of.id,
        evaluator_id=left.evaluator_id,
        left_id=left.id,
        left_initiative_id=left.initiative_id,
        right_id=right.id,
        right_initiative_id=right.initiative_id,
        asked_at=NOW,
        **given,
    )


async def apply(make: Factory, world: "World", result: str, settles: str, ordinal: int) -> None:
    """A result that was applied to the round that it settles."""
    row = TieBreak(
        round_id=world.row("Round", settles).id,
        result_id=world.row("Result", result).id,
        ordinal=ordinal,
        applied_at=NOW,
        applied_by_id=world.row("Person", "information_center").id,
    )
    world.keep(result, await make.add(row))
