"""What units of the role matrix reported: one unit nothing yet, one late and waiting, one received."""

from typing import TYPE_CHECKING, Any

from domain.initiatives.rules import Punctuality
from domain.reports.rules import ReportStanding, ReportState
from tests.support import reports
from tests.support.factories import Factory

if TYPE_CHECKING:
    from tests.support.matrix_world import World

S = ReportState
#: Of which part each report is, and how it came.
REPORTS: dict[str, dict[str, Any]] = {
    "running other": {"punctuality": Punctuality.LATE},
    "running third": {"state": S.RECEIVED},
}


async def build(make: Factory, world: "World") -> None:
    """Two reports, each with its first step; whoever takes part stands somewhere."""
    for label, part in world.rows["Participation"].items():
        # A column that is worked out: tests compare what the row has.
        sent = REPORTS.get(label, {"punctuality": ReportStanding.MISSING})
        part.report_standing = str(sent.get("punctuality", Punctuality.ON_TIME))
    for label, given in REPORTS.items():
        await report(make, world, label, **given)


async def more(make: Factory, world: "World") -> None:
    """Reports on other movements, and a third on this one; steps: three of one report, one of each of the others."""
    for label in ("running own", "draft own", "approved own"):
        await report(make, world, label)
    first = world.row("UnitReport", "running third")
    for number in (2, 3):
        row = await reports.step(make, first, number=number, from_state=S.SUBMITTED, to_state=S.RECEIVED)
        world.keep(f"running third {number}", row)


async def report(make: Factory, world: "World", label: str, **given: Any) -> None:
    """What a unit that takes part reported, with the step in which it came."""
    document = world.row("OfficialDocument", "report sent")
    row = await reports.report(make, world.row("Participation", label), document, **given)
    world.keep(label, row)
    world.keep(label, await reports.step(make, row))
