"""Taking the nominations of a movement out of the system: who may, what they get, and the trace that it leaves."""

from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.access import policy
from domain.access.permissions import Permission
from domain.actor import Actor
from domain.audit.actions import record
from domain.awards.csv_table import ExportRow
from domain.awards.model import AwardDecision, AwardForm, Nomination
from domain.awards.queries import visible_nominations
from domain.initiatives.model import Initiative
from domain.movements import queries as movements
from domain.people.model import Person
from domain.reading import viewer
from domain.results.model import ResultEntry
from domain.units.model import Unit


async def nominations_for_export(session: AsyncSession, actor: Actor, *, movement_id: UUID) -> list[ExportRow]:
    """Return the movement's nominations that the actor may see, best place first. Raises NotFound, NotAllowed."""
    movement = await movements.get(session, actor, movement_id)
    policy.require(actor, Permission.NOMINATION_EXPORT)
    found = await session.execute(_nominations(actor, movement.id), viewer.values(actor))
    rows = [ExportRow(order, *values) for order, values in enumerate(found, 1)]
    record(session, actor, "NOMINATIONS_EXPORTED", movement, after={"rows": len(rows)})
    return rows


def _nominations(actor: Actor, movement_id: UUID) -> Select[*tuple[Any, ...]]:
    """One statement whatever the number of rows; columns in the order of `ExportRow`."""
    name = func.coalesce(Person.full_name, Unit.name)
    return (
        select(
            name,
            Nomination.nominee_kind,
            Nomination.position,
            Unit.code,
            Unit.name,
            Nomination.leadership_tier,
            AwardForm.name,
            Initiative.title,
            ResultEntry.place,
            ResultEntry.score,
            Nomination.summary,
            Nomination.state,
            AwardDecision.number,
            AwardDecision.signed_on,
        )
        .join(Unit, Unit.id == Nomination.unit_id)
        .join(AwardForm, AwardForm.id == Nomination.form_id)
        .outerjoin(Initiative, Initiative.id == Nomination.initiative_id)
        .outerjoin(ResultEntry, ResultEntry.id == Nomination.result_entry_id)
        .outerjoin(Person, Person.id == Nomination.person_id)
        .outerjoin(AwardDecision, AwardDecision.id == Nomination.decision_id)
        .where(Nomination.movement_id == movement_id, visible_nominations(actor))
        .order_by(ResultEntry.place, Unit.code, name, Nomination.id)
    )
