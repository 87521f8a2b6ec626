"""What a movement brought, as documents tell it: measured hours, how initiatives spread, who is held up as example."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import and_, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.actor import Actor
from domain.benefits import queries as benefits
from domain.benefits.model import TOTALS
from domain.benefits.rules import Grade, TotalScope
from domain.conflicts import queries as conflicts
from domain.conflicts.model import AdoptingUnit
from domain.documents.gathering import words
from domain.documents.templates.award_list import named
from domain.documents.templates.measured import Measured
from domain.documents.templates.synthesis_annexes import Exemplar as Told
from domain.exemplars import queries as exemplars
from domain.exemplars.model import Exemplar
from domain.exemplars.rules import ExemplarKind, ExemplarState
from domain.initiatives import queries as initiatives
from domain.initiatives.model import Initiative
from domain.people.model import Person
from domain.reading import viewer
from domain.replications import queries as replications
from domain.replications.model import Replication
from domain.replications.rules import ReplicationState
from domain.units.model import Unit

_GRADES: Mapping[Grade, str] = {
    Grade.A: "A – đo toàn bộ công việc",
    Grade.B: "B – đo theo mẫu",
    Grade.C: "C – người thực hiện tự báo cáo",
    Grade.D: "D – ước tính",
}
_SPREAD: Mapping[ReplicationState, str] = {
    ReplicationState.PROPOSED: "Đề xuất",
    ReplicationState.PLANNED: "Đã có kế hoạch",
    ReplicationState.PILOTING: "Đang thí điểm",
    ReplicationState.ADOPTED: "Đã áp dụng",
    ReplicationState.SUSTAINED: "Áp dụng ổn định",
    ReplicationState.STOPPED: "Đã dừng",
    ReplicationState.FAILED: "Không thành công",
}
#: What of exemplars is told: those that were chosen, made known or not yet.
_CHOSEN = (ExemplarState.SELECTED, ExemplarState.PUBLISHED)


async def measured_of(
    session: AsyncSession, actor: Actor, movement_id: UUID, unit_id: UUID | None = None
) -> Measured | None:
    """Return what was measured in a movement, or at one unit in it; None when nothing was."""
    scope = TotalScope.MOVEMENT if unit_id is None else TotalScope.UNIT
    statement = select(TOTALS).where(
        TOTALS.c.scope == scope,
        TOTALS.c.movement_id == movement_id,
        TOTALS.c.unit_id.is_not_distinct_from(unit_id),
        benefits.ALL_TOTALS.visible(actor),
    )
    row = (await session.execute(statement, viewer.values(actor))).mappings().one_or_none()
    if row is None or not row["measures"]:
        return None
    return Measured(
        initiatives=row["initiatives"],
        measures=row["measures"],
        verified_measures=row["verified_measures"],
        **{name: words.bare(row[name]) for name in ("claimed", "low", "high", "verified")},
        grades={name: words.bare(row[f"grade_{grade.lower()}"]) for grade, name in _GRADES.items()},
    )


async def spread_of(session: AsyncSession, actor: Actor, movement_id: UUID) -> Mapping[str, int]:
    """Count the replications of a movement's initiatives by how far they got; states of none are left out."""
    statement = (
        select(Replication.state, func.count())
        .join(Initiative, Initiative.id == Replication.initiative_id)
        .where(Initiative.movement_id == movement_id, replications.REPLICATIONS.visible(actor))
        .group_by(Replication.state)
    )
    found: Any = await session.execute(statement, viewer.values(actor))
    counts = dict(found.all())
    return {name: counts[state] for state, name in _SPREAD.items() if state in counts}


async def adoptions_of(session: AsyncSession, actor: Actor, movement_id: UUID, unit_id: UUID) -> tuple[int, int]:
    """Count where a unit's initiatives are used by other units now, and those of others that the unit uses."""
    is_own, is_used = Initiative.unit_id == unit_id, AdoptingUnit.unit_id == unit_id
    statement = (
        select(func.count().filter(is_own, ~is_used), func.count().filter(is_used, ~is_own))
        .select_from(AdoptingUnit)
        .join(Initiative, Initiative.id == AdoptingUnit.initiative_id)
        .where(
            Initiative.movement_id == movement_id,
            AdoptingUnit.ended_at.is_(None),
            conflicts.ADOPTIONS.visible(actor),
        )
    )
    given, received = (await session.execute(statement, viewer.values(actor))).one()
    return given, received


async def exemplars_of(session: AsyncSession, actor: Actor, movement_id: UUID) -> tuple[Told, ...]:
    """Return the exemplars that were chosen, the published first: the story only of these, since people agreed to it.

    An initiative is told of without the names of its authors.
    """
    statement = (
        select(Exemplar, Person, Initiative.title, Unit.name)
        .outerjoin(Person, Person.id == Exemplar.person_id)
        .outerjoin(Initiative, and_(Initiative.id == Exemplar.initiative_id, initiatives.INITIATIVES.visible(actor)))
        .outerjoin(Unit, Unit.id == func.coalesce(Exemplar.unit_id, Person.unit_id, Initiative.unit_id))
        .where(
            Exemplar.movement_id == movement_id,
            Exemplar.state.in_(_CHOSEN),
            exemplars.EXEMPLARS.visible(actor),
        )
        .order_by(Exemplar.published_at.nulls_last(), Exemplar.proposed_at, Exemplar.id)
    )
    found = await session.execute(statement, viewer.values(actor))
    return tuple(_exemplar(*row) for row in found)


def _exemplar(exemplar: Exemplar, person: Person | None, initiative: str | None, unit: str | None) -> Told:
    is_published = exemplar.state is ExemplarState.PUBLISHED
    story = (f"{exemplar.title}.", exemplar.story) if is_published else (f"{exemplar.title} (chưa công bố).",)
    if exemplar.kind is ExemplarKind.UNIT:
        return Told(unit or exemplar.title, None, story)
    name = initiative or exemplar.title if person is None else named(person.full_name, words.honorific(person.gender))
    return Told(name, unit, story)
