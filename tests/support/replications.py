"""Replications and pilots for tests, in any state, with what the state rests on."""

from datetime import date
from typing import Any

from domain.initiatives.model import Initiative
from domain.replications.model import Pilot, Replication, ReplicationEvent
from domain.replications.rules import ENDED, IN_USE, FailureReason, ReplicationState
from domain.units.model import Unit
from tests.support import conflicts
from tests.support.factories import NOW, Factory


async def replication(
    make: Factory, of: Initiative, unit: Unit, *, state: ReplicationState = ReplicationState.PROPOSED, **given: Any
) -> Replication:
    """A replication with one step of history; in use, it stands among adopters."""
    if state in IN_USE and "adoption_id" not in given:
        given["adoption_id"] = (await conflicts.adopted(make, unit, of)).id
    row: Replication = await make.add(unstarted(of, unit, state=state, **given))
    await event(make, row, number=1)
    return row


def unstarted(of: Initiative, unit: Unit, *, state: ReplicationState = ReplicationState.PROPOSED, **given: Any) -> Any:
    """A replication without history, not in the database yet."""
    values = {
        "initiative_id": of.id,
        "unit_id": unit.id,
        "state": state,
        "state_since": NOW,
        "failure": FailureReason.TECHNICAL if state in ENDED else None,
        "proposed_at": NOW,
    }
    return Replication(**{**values, **given})


async def event(make: Factory, of: Replication, **given: Any) -> ReplicationEvent:
    """A step of a replication, to where it is."""
    values = {"replication_id": of.id, "to_state": of.state, "reason": "Đã sẵn sàng", "at": NOW}
    return await make.add(ReplicationEvent(**{**values, **given}))


async def pilot(make: Factory, of: Initiative, unit: Unit, **given: Any) -> Pilot:
    """A pilot that is under way."""
    values = {
        "initiative_id": of.id,
        "unit_id": unit.id,
        "directive": "Bộ trưởng, giao ban 30/08/2024",
        "goal": "Hoàn chỉnh làm mẫu",
        "success_criteria": "Trả lời đúng 90 % câu hỏi",
        "starts_on": date(2024, 6, 1),
        "ends_on": date(2024, 9, 1),
        "marked_at": NOW,
    }
    return await make.add(Pilot(**{**values, **given}))
