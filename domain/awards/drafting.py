"""How a nomination is drafted, by whoever suggests or prepares it: what it rests on, whose the achievement is."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from domain.access import policy
from domain.access.permissions import Permission
from domain.access.predicates import Subject
from domain.actor import Actor
from domain.awards import queries
from domain.awards.model import Nomination
from domain.awards.queries import Achievement
from domain.awards.rules import (
    NomineeKind,
    check_achiever,
    check_standing,
    counts_for_merit,
    kind_of_nominee,
    problems_of_nomination,
)
from domain.clock import utc_now
from domain.errors import refuse_if_any
from domain.movements import queries as movements
from domain.people.model import Person
from domain.people.queries import PEOPLE
from domain.people.rules import LeadershipTier
from domain.reading import locking
from domain.results import queries as results
from domain.results.rules import ResultState
from domain.units.model import Unit
from domain.units.queries import UNITS


@dataclass(frozen=True, slots=True)
class Nominee:
    """A person with their place of today, or a unit."""

    kind: NomineeKind
    person_id: UUID | None
    unit_id: UUID
    position: str | None = None
    leadership_tier: LeadershipTier | None = None


async def draft_nomination(
    session: AsyncSession,
    actor: Actor,
    permission: Permission,
    *,
    result_entry_id: UUID,
    form_id: UUID,
    summary: str,
    person_id: UUID | None,
    unit_id: UUID | None,
) -> Nomination:
    """Write a draft as part of the deed that records it. The movement is not locked: a phase ends by the clock."""
    nominee = await _nominee(session, actor, person_id, unit_id)
    entry = await results.get_result_entry(session, actor, result_entry_id)
    form = await queries.get_form(session, actor, form_id)
    policy.require(actor, permission, Subject(unit_id=nominee.unit_id, nominee_id=nominee.person_id))
    achievement = await queries.achievement_of(session, entry)
    movement = await movements.get(session, actor, achievement.initiative.movement_id, "resultEntryId")
    await movements.require_open_phase(session, actor, movement, permission)
    refuse_if_any(problems_of_nomination(form=form.subject, nominee=nominee.kind, summary=summary))
    _check(achievement, nominee)

    nomination = Nomination(
        movement_id=movement.id,
        result_entry_id=entry.id,
        initiative_id=entry.initiative_id,
        nominee_kind=nominee.kind,
        person_id=nominee.person_id,
        unit_id=nominee.unit_id,
        position=nominee.position,
        leadership_tier=nominee.leadership_tier,
        form_id=form.id,
        summary=summary.strip(),
        counts_for_merit=counts_for_merit(movement.form),
        created_at=utc_now(),
        created_by_id=actor.person_id,
    )
    session.add(nomination)
    await session.flush()  # the audit entry needs the id, and an achievement rewarded already must refuse here
    return nomination


async def _nominee(session: AsyncSession, actor: Actor, person_id: UUID | None, unit_id: UUID | None) -> Nominee:
    kind = kind_of_nominee(person_id=person_id, unit_id=unit_id)
    if unit_id is not None:
        unit = await locking.get(session, actor, Unit, UNITS, unit_id, ("nominee", "unitId"))
        return Nominee(kind, None, unit.id)
    key: UUID = person_id  # type: ignore[assignment]  # exactly one of the two is given, or the kind was refused
    person = await locking.get(session, actor, Person, PEOPLE, key, ("nominee", "personId"))
    return Nominee(kind, person.id, person.unit_id, person.position, person.leadership_tier)


def _check(achievement: Achievement, nominee: Nominee) -> None:
    check_standing(
        is_published=achievement.result.state is ResultState.PUBLISHED,
        is_superseded=achievement.is_superseded,
        place=achievement.entry.place,
    )
    check_achiever(
        nominee.kind,
        is_author=nominee.person_id in achievement.author_ids,
        is_unit_of_initiative=nominee.unit_id == achievement.initiative.unit_id,
    )
