"""The ledgers of the role matrix: events of a round with a published result, and of one without."""

from typing import TYPE_CHECKING

from domain.ledger import actions
from domain.ledger.rules import EventKind
from tests.support.factories import Factory

if TYPE_CHECKING:
    from tests.support.matrix_world import World


async def build(make: Factory, world: "World") -> None:
    """A sheet submitted in each of the rounds; in the closed one, it was reopened before, which only names it."""
    for label, sheet in (("closed", "evaluator: own SCORED"), ("staged", "evaluator: own SCORED")):
        await event(make, world, label, EventKind.SHEET_SUBMITTED, sheet)
    await event(make, world, "closed", EventKind.SHEET_REOPENED, "evaluator: own SCORED")


async def more(make: Factory, world: "World") -> None:
    """Three events in one round, and three rounds with some."""
    await event(make, world, "closed", EventKind.SHEET_SUBMITTED, "evaluator: other SCORED")
    await event(make, world, "open", EventKind.SHEET_SUBMITTED, "evaluator: other SCORING")


async def event(make: Factory, world: "World", round_: str, kind: EventKind, sheet: str) -> None:
    """Something that happened to a sheet."""
    of = world.row("ScoreSheet", sheet)
    said = {"sheet": of.id, "reason": "?"}
    if kind is EventKind.SHEET_SUBMITTED:
        said = {"sheet": of.id, "judge": of.evaluator_id, "entry": of.initiative_id, "marks": {}}
    row = actions.append(make.session, world.row("Round", round_).id, kind, said)
    await make.session.flush()
    await make.session.refresh(row)
    world.keep(f"{round_} {row.number}", row)
