"""Conflicts of interest of the role matrix: what is declared, set aside or asked to be, and adopted."""

from typing import TYPE_CHECKING

from sqlalchemy import select

from domain.actor import Role
from domain.conflicts.rules import ConflictKind, ConflictOrigin
from domain.evaluations.model import RoundEntry
from tests.support import conflicts
from tests.support.factories import NOW, Factory

if TYPE_CHECKING:
    from tests.support.matrix_world import World


async def build(make: Factory, world: "World") -> None:
    """Of initiatives that nobody who declared it has to score."""
    closed, scored = world.row("Round", "closed").id, world.row("Initiative", "own SCORED").id
    entry = select(RoundEntry.id).where(RoundEntry.round_id == closed, RoundEntry.initiative_id == scored)
    for person, initiative, given in (
        ("recruit", "own SCORED", {"origin": ConflictOrigin.PERSONNEL}),
        ("evaluator", "other SCORED", {}),
        ("juror", "own SCORED", {"ended_at": NOW, "ended_reason": "Khai nhầm"}),
        ("evaluator_other", "own SCORED", {"entry_id": await make.session.scalar(entry)}),
    ):
        of, who = world.row("Initiative", initiative), world.row("Person", person)
        world.keep(f"{person}: {initiative}", await conflicts.declared(make, who.id, of, **given))
    asked = {"requested_by_id": world.row("Person", "information_center").id}
    for person, initiative, given in (
        ("recruit", "own SCORED", {"approved_at": None}),
        ("evaluator", "other SCORED", {"approved_at": NOW, "approved_by_id": world.row("Person", "personnel").id}),
    ):
        of, who = world.row("Initiative", initiative), world.row("Person", person)
        row = await conflicts.waived(make, who.id, of, ConflictKind.DECLARED, **asked, **given)
        world.keep(f"{person}: {initiative}", row)
    for unit, initiative, given in (("other", "own SCREENED", {}), ("third", "own DRAFT", {"ended_at": NOW})):
        of = world.row("Initiative", initiative)
        world.keep(f"{unit}: {initiative}", await conflicts.adopted(make, world.row("Unit", unit), of, **given))


async def more(make: Factory, world: "World") -> None:
    """Evaluators of three rounds who have conflicts with entries, a third waiver, and adoptions of and by several."""
    for person, round_ in (
        ("staff", "open"),
        ("coauthor", "open"),
        ("author_other", "open"),
        ("coauthor", "closed"),
        ("coauthor", "draft"),
    ):
        await make.grant(world.row("Person", person), Role.EVALUATOR, round_id=world.row("Round", round_).id)
    await conflicts.waived(make, world.row("Person", "juror").id, world.row("Initiative", "own SCORED"))
    for unit, initiative in (
        ("third", "own SCORED"),
        ("center", "own SCORED"),
        ("other", "own SCORED"),
        ("third", "other SCORED"),
        ("third", "own SCORED 2"),
        ("center", "own SCORED 2"),
    ):
        await conflicts.adopted(make, world.row("Unit", unit), world.row("Initiative", initiative))
