"""Benefit, replications, pilots and exemplars of the role matrix: at the unit of most actors, and at another."""

from datetime import date
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from sqlalchemy import Table, select

from domain.benefits.model import TOTALS
from domain.benefits.rules import BenefitKind
from domain.exemplars.rules import ExemplarState
from domain.initiatives.rules import InitiativeState
from domain.replications.model import CREDITS, LINKS
from domain.replications.rules import PilotState, ReplicationState
from tests.support import benefits, conflicts, exemplars, initiatives, replications
from tests.support.factories import NOW, Factory

if TYPE_CHECKING:
    from tests.support.matrix_world import World

#: Far enough ahead that a baseline can still be locked.
SOME_DAY = date(2100, 1, 1)


class BenefitTotal(SimpleNamespace):
    """A row of the view of totals."""


class ReplicationCredit(SimpleNamespace):
    """A row of the view of credit; its key is that of the initiative."""


class ReplicationLink(SimpleNamespace):
    """A row of the view of links; its key is that of the replication."""


async def build(make: Factory, world: "World") -> None:
    """What is measured, verified, taken over, tried and held up; nothing that anybody has to score is taken over."""
    await _benefits(make, world)
    await replication(make, world, "own", "other SCORED")
    await replication(make, world, "center", "other SUBMITTED", state=ReplicationState.ADOPTED)
    await pilot(make, world, "own SUBMITTED", "own SUBMITTED")
    await _exemplars(make, world)
    await _derived(make, world)


async def _benefits(make: Factory, world: "World") -> None:
    verifier = {"verifier_unit_id": world.row("Unit", "other").id}
    measured = await benefit(make, world, "own SUBMITTED", "own", "own SUBMITTED", **verifier)
    first = world.keep("own SUBMITTED", await benefits.measurement(make, measured))
    world.keep("own SUBMITTED", await benefits.verification(make, first))
    unverified = await benefits.measurement(make, measured, month=date(2024, 5, 1))
    world.keep("own SUBMITTED 2", unverified)
    unlocked = {"baseline_locked_at": None, "measuring_from": SOME_DAY}
    await benefit(make, world, "open", "own", "own SCREENED", **unlocked)
    taken_over = await benefit(make, world, "center", "center", "other SUBMITTED")
    world.keep("center", await benefits.measurement(make, taken_over))


async def _exemplars(make: Factory, world: "World") -> None:
    state = ExemplarState
    for label, person, given in (
        ("candidate", "staff", {"state": state.CANDIDATE}),
        ("agreed", "staff", {"state": state.SELECTED}),
        ("selected", None, {"state": state.SELECTED, "initiative_id": world.row("Initiative", "own SCORED").id}),
    ):
        await exemplar(make, world, label, "running", person, **given)
    row = await exemplar(make, world, "published", "running", "coauthor", state=state.SELECTED)
    for label in ("agreed", "published"):
        world.keep(label, await exemplars.consent(make, world.row("Exemplar", label)))
    row.state, row.published_at = state.PUBLISHED, NOW
    await make.session.flush()
    world.keep("published", await exemplars.honour(make, row))
    for label in ("published", "candidate"):
        world.keep(label, await exemplars.communication(make, world.row("Exemplar", label)))


async def _derived(make: Factory, world: "World") -> None:
    """Keep the rows of the views, each under the label of what it is of."""
    for row in await _read(make, TOTALS):
        of = {"MOVEMENT": "Movement", "INITIATIVE": "Initiative", "UNIT": "Unit"}[row["scope"]]
        world.keep(f"{row['scope']} {world.label(of, row[f'{of.lower()}_id'])}", BenefitTotal(**row))
    for row in await _read(make, CREDITS):
        world.keep(world.label("Initiative", row["id"]), ReplicationCredit(**row))
    for row in await _read(make, LINKS):
        world.keep(world.label("Replication", row["id"]), ReplicationLink(**row))


async def _read(make: Factory, view: Table) -> list[dict[str, Any]]:
    await make.session.flush()
    return [dict(row) for row in (await make.session.execute(select(view))).mappings()]


async def more(make: Factory, world: "World") -> None:
    """Three of everything, and three rows that each list is of."""
    for movement in ("approved", "archived"):
        for unit in ("own", "third"):
            of, home = world.row("Movement", movement), world.row("Unit", unit)
            row = await initiatives.initiative(make, of, home, state=InitiativeState.SUBMITTED)
            label = f"{unit} of {movement}"
            world.keep(label, row)
            saved = await benefit(make, world, label, unit, label)
            await benefits.verification(make, await benefits.measurement(make, saved))
        await spread(make, world, "third", f"own of {movement}")
        await pilot(make, world, f"own of {movement}", f"own of {movement}")
        await held_up(make, world, movement)
    await benefits.verification(make, world.row("BenefitMeasurement", "center"))
    await _more_of_spreading(make, world)
    await _more_of_exemplars(make, world)


async def _more_of_spreading(make: Factory, world: "World") -> None:
    for number in range(2):
        other = {"kind": BenefitKind.OTHER, "unit_of_measure": "văn bản"}
        await benefit(make, world, f"own SUBMITTED {number}", "own", "own SUBMITTED", **other)
        lifted = {"state": PilotState.LIFTED, "decided_at": NOW, "reason": "Không cần nữa"}
        await pilot(make, world, f"lifted {number}", "own SUBMITTED", **lifted)
    await benefits.measurement(make, world.row("Benefit", "own SUBMITTED"), month=date(2024, 6, 1))
    saved = await benefit(make, world, "third", "third", "own SCORED")
    await benefits.measurement(make, saved)
    for unit in ("other", "center", "third"):
        await spread(make, world, unit, "own SUBMITTED")
    for label in ("other SCREENED", "other SUBMITTED"):
        await spread(make, world, "own", label)
    for number in (2, 3):
        await replications.event(make, world.row("Replication", "own: other SCORED"), number=number)


async def _more_of_exemplars(make: Factory, world: "World") -> None:
    for _ in range(3):
        await held_up(make, world, "running")
    withdrawn = {"withdrawn_at": NOW}
    for label in ("agreed", "agreed", "candidate"):
        await exemplars.consent(make, world.row("Exemplar", label), **withdrawn)
    for label in ("published", "published", "agreed", "candidate"):
        await exemplars.honour(make, world.row("Exemplar", label))
    for label in ("published", "published", "agreed"):
        await exemplars.communication(make, world.row("Exemplar", label))


async def benefit(
    make: Factory, world: "World", label: str, unit: str, initiative: str, **given: Any
) -> benefits.Benefit:
    """A measure of hours, labelled."""
    of, at = world.row("Initiative", initiative), world.row("Unit", unit)
    return world.keep(label, await benefits.benefit(make, of, at, **given))


async def replication(make: Factory, world: "World", unit: str, initiative: str, **given: Any) -> None:
    """A replication with its first step, and the adoption that it rests on."""
    of, at, label = world.row("Initiative", initiative), world.row("Unit", unit), f"{unit}: {initiative}"
    if given:
        given["adoption_id"] = world.keep(label, await conflicts.adopted(make, at, of)).id
    row = await make.add(replications.unstarted(of, at, **given))
    world.keep(label, row)
    world.keep(label, await replications.event(make, row, number=1))


async def spread(make: Factory, world: "World", unit: str, initiative: str) -> None:
    """A replication by a unit that used the initiative once before."""
    of, at = world.row("Initiative", initiative), world.row("Unit", unit)
    before = await conflicts.adopted(make, at, of, ended_at=NOW)
    row = await replications.replication(make, of, at, adoption_id=before.id)
    world.keep(f"{unit}: {initiative}", row)


async def held_up(make: Factory, world: "World", movement: str) -> None:
    """A person who is held up for an initiative."""
    of = {"initiative_id": world.row("Initiative", "own SUBMITTED").id, "state": ExemplarState.CANDIDATE}
    await exemplars.exemplar(make, world.row("Movement", movement), world.row("Person", "recruit"), **of)


async def pilot(make: Factory, world: "World", label: str, initiative: str, **given: Any) -> None:
    """A pilot at the unit of most actors."""
    of, at = world.row("Initiative", initiative), world.row("Unit", "own")
    world.keep(label, await replications.pilot(make, of, at, **given))


async def exemplar(
    make: Factory, world: "World", label: str, movement: str, person: str | None, **given: Any
) -> exemplars.Exemplar:
    """An exemplar of a person, or of what is given."""
    who = world.row("Person", person) if person else None
    return world.keep(label, await exemplars.exemplar(make, world.row("Movement", movement), who, **given))
