"""Nobody who is held is rewarded: asked when a nomination is proposed, when it is approved, and again at signing."""

from collections.abc import Collection, Mapping
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from domain.actor import Actor
from domain.awards.model import Nomination
from domain.integrity import queries as integrity
from domain.integrity.model import IntegrityHold

Holds = Mapping[UUID, IntegrityHold]


async def holds_of(session: AsyncSession, nominations: Collection[Nomination]) -> Holds:
    """Return the holds in force of locked nominations, by nomination; none is placed until this deed is done."""
    people = {each.person_id for each in nominations if each.person_id is not None}
    units = {each.unit_id for each in nominations if each.person_id is None}
    held = await integrity.holds_of(session, people, units)
    return {each.id: held[key] for each in nominations if (key := each.person_id or each.unit_id) in held}


def check_free(actor: Actor, nomination: Nomination, holds: Holds) -> None:
    """Raise Conflict when the nominee is held: naming ground and clause to who sees holds, and to nobody else."""
    hold = holds.get(nomination.id)
    if hold is not None:
        raise integrity.refusal_of(actor, hold)
