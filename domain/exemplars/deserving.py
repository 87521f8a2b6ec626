"""Whether somebody may be held up: for what is of the movement and theirs, free of holds, with no award taken back."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.actor import Actor
from domain.awards import queries as awards
from domain.awards.model import Nomination
from domain.awards.rules import EFFECTIVE, NominationState
from domain.exemplars import rules
from domain.exemplars.model import Exemplar
from domain.initiatives import queries as initiatives
from domain.initiatives.model import Initiative
from domain.initiatives.rules import InitiativeState
from domain.integrity import queries as integrity
from domain.people.model import Person
from domain.people.queries import PEOPLE
from domain.reading import locking
from domain.results import queries as results
from domain.results.rules import ResultState
from domain.units import queries as units


@dataclass(frozen=True, slots=True)
class Subject:
    """Who or what is held up: a person or a unit, perhaps for an initiative, or an initiative."""

    person_id: UUID | None = None
    unit_id: UUID | None = None
    initiative_id: UUID | None = None


async def check_subject(session: AsyncSession, actor: Actor, movement_id: UUID, subject: Subject) -> None:
    """Check that the actor sees who or what is held up, in a movement that the initiative was entered in.

    Raises NotFound, Conflict.
    """
    if subject.person_id is not None:
        await locking.get(session, actor, Person, PEOPLE, subject.person_id, ("personId",))
    if subject.unit_id is not None:
        await units.get(session, actor, subject.unit_id)
    if subject.initiative_id is not None:
        initiative = await initiatives.get(session, actor, subject.initiative_id)
        rules.check_entered(is_of_movement=initiative.movement_id == movement_id)


async def check_entry(session: AsyncSession, actor: Actor, movement_id: UUID, subject: Subject, entry_id: UUID) -> None:
    """Check that a result's entry is the last published and about who or what is held up. Raises NotFound, Conflict."""
    entry = await results.get_result_entry(session, actor, entry_id)
    achievement = await awards.achievement_of(session, entry)
    ranked = achievement.initiative
    authors = await initiatives.author_ids(session, ranked.id)
    is_same = subject.initiative_id in (None, ranked.id) and ranked.movement_id == movement_id
    is_theirs = (subject.person_id is None or subject.person_id in authors) and subject.unit_id in (None, entry.unit_id)
    rules.check_entry(
        is_published=achievement.result.state is ResultState.PUBLISHED,
        is_superseded=achievement.is_superseded,
        is_of_subject=is_same and is_theirs,
    )


async def check_worthy(session: AsyncSession, actor: Actor, exemplar: Exemplar) -> None:
    """Raise Conflict while a hold is cleared up, for a withdrawn initiative, and for a revoked award.

    Unless another award for the same stands. All of it is kept so until the deed is done.
    """
    people = [exemplar.person_id] if exemplar.person_id is not None else []
    of_units = [exemplar.unit_id] if exemplar.unit_id is not None else []
    for hold in (await integrity.holds_of(session, people, of_units)).values():
        raise integrity.refusal_of(actor, hold)
    entered = select(Initiative.state).where(Initiative.id == exemplar.initiative_id).with_for_update(read=True)
    rules.check_still_entered(is_withdrawn=await session.scalar(entered) is InitiativeState.WITHDRAWN)
    dossiers = select(Nomination.state).where(*_rewarded(exemplar)).order_by(Nomination.id)
    states = set(await session.scalars(dossiers.with_for_update(read=True)))
    rules.check_unrevoked(is_revoked=NominationState.REVOKED in states, is_rewarded=not EFFECTIVE.isdisjoint(states))


def _rewarded(exemplar: Exemplar) -> list[ColumnElement[bool]]:
    """Hold for dossiers of the same achievement: of the person, of the unit as a collective, of the initiative."""
    same = [Nomination.movement_id == exemplar.movement_id]
    if exemplar.initiative_id is not None:
        same.append(Nomination.initiative_id == exemplar.initiative_id)
    if exemplar.person_id is not None:
        same.append(Nomination.person_id == exemplar.person_id)
    if exemplar.unit_id is not None:
        same += [Nomination.unit_id == exemplar.unit_id, Nomination.person_id.is_(None)]
    return same
