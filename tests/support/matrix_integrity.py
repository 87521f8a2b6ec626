"""Integrity holds of the role matrix: one in force on a person, one lifted of a unit; nobody nominated is held."""

from typing import TYPE_CHECKING, Any

from domain.integrity.model import IntegrityHold
from domain.integrity.rules import HoldGround
from tests.support.factories import NOW, Factory

if TYPE_CHECKING:
    from tests.support.matrix_world import World


async def build(make: Factory, world: "World") -> None:
    """A person held, and a unit that was."""
    await hold(make, world, "recruit", person_id=world.row("Person", "recruit").id)
    lifted = {"lifted_at": NOW, "lifted_reason": "Không vi phạm", "lifted_by_id": world.row("Person", "personnel").id}
    await hold(make, world, "third", unit_id=world.row("Unit", "third").id, **lifted)


async def more(make: Factory, world: "World") -> None:
    """Three holds of one person and of one unit, and two further people and units that have one."""
    for ground in (HoldGround.DISCIPLINE, HoldGround.INVESTIGATION):
        await hold(make, world, f"recruit {ground}", person_id=world.row("Person", "recruit").id, ground=ground)
        await hold(make, world, f"third {ground}", unit_id=world.row("Unit", "third").id, ground=ground)
    for label in ("juror", "leaver"):
        await hold(make, world, label, person_id=world.row("Person", label).id)
    for label in ("center", "personnel"):
        await hold(make, world, f"unit {label}", unit_id=world.row("Unit", label).id)


async def hold(make: Factory, world: "World", label: str, **given: Any) -> None:
    """A hold placed by Personnel."""
    values = {
        "ground": HoldGround.VERIFICATION,
        "clause": "Điều 4 Nghị định 98/2023/NĐ-CP",
        "reason": "Đang xác minh đơn",
        "placed_at": NOW,
        "placed_by_id": world.row("Person", "personnel").id,
    }
    world.keep(label, await make.add(IntegrityHold(**{**values, **given})))
