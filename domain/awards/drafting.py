"""How a nomination is drafted, by whoever suggests or prepares it: what it rests on, whose the achievement is."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from domain.access import policy
from domain.access.permissions import Permission
from domain.access.predicates import Subject
from domain.actor import Actor
from domain.awards import hands, queries
from domain.awards.basis import Basis
from domain.awards.model import Nomination
from domain.awards.particulars import check_achiever, kind_of_nominee, problems_of_nomination
from domain.awards.rules import Hand, NomineeKind, counts_for_merit
from domain.clock import utc_now
from domain.errors import refuse_if_any
from domain.movements import queries as movements
from domain.people.model import Person
from domain.people.queries import PEOPLE
from domain.people.rules import LeadershipTier
from domain.reading import locking
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


@dataclass(frozen=True, slots=True)
class Asked:
    """Whom a nomination is for, a person or a unit, what it asks for and why."""

    person_id: UUID | None
    unit_id: UUID | None
    form_id: UUID
    summary: str


async def draft_nomination(
    session: AsyncSession, actor: Actor, permission: Permission, basis: Basis, asked: Asked
) -> Nomination:
    """Write a draft as part of the deed that records it. The movement is not locked: a phase ends by the clock."""
    nominee = await _nominee(session, actor, asked.person_id, asked.unit_id)
    form = await queries.get_form(session, actor, asked.form_id)
    policy.require(actor, permission, Subject(unit_id=nominee.unit_id, nominee_id=nominee.person_id))
    await movements.require_open_phase(session, actor, basis.movement, permission)
    refuse_if_any(problems_of_nomination(form=form.subject, nominee=nominee.kind, summary=asked.summary))
    if basis.initiative_id is not None:
        check_achiever(
            nominee.kind,
            is_author=nominee.person_id in basis.author_ids,
            is_unit_of_initiative=nominee.unit_id == basis.unit_id,
        )

    nomination = Nomination(
        movement_id=basis.movement.id,
        result_entry_id=basis.result_entry_id,
        initiative_id=basis.initiative_id,
        by_hand_reason=basis.by_hand_reason,
        nominee_kind=nominee.kind,
        person_id=nominee.person_id,
        unit_id=nominee.unit_id,
        position=nominee.position,
        leadership_tier=nominee.leadership_tier,
        form_id=form.id,
        summary=asked.summary.strip(),
        counts_for_merit=counts_for_merit(basis.movement.form),
        created_at=utc_now(),
        created_by_id=actor.person_id,
    )
    session.add(nomination)
    await session.flush()  # the audit entry needs the id, and an achievement rewarded already must refuse here
    await hands.take(session, [nomination], actor.person_id, Hand.PROPOSE)
    return nomination


async def _nominee(session: AsyncSession, actor: Actor, person_id: UUID | None, unit_id: UUID | None) -> Nominee:
    kind = kind_of_nominee(person_id=person_id, unit_id=unit_id)
    if unit_id is not None:
        unit = await locking.get(session, actor, Unit, UNITS, unit_id, ("nominee", "unitId"))
        return Nominee(kind, None, unit.id)
    key: UUID = person_id  # type: ignore[assignment]  # exactly one of the two is given, or the kind was refused
    person = await locking.get(session, actor, Person, PEOPLE, key, ("nominee", "personId"))
    return Nominee(kind, person.id, person.unit_id, person.position, person.leadership_tier)
