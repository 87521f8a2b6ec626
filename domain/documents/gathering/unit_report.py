"""What a unit's report says: its initiatives that were submitted, with hours, standing and people; who it proposes.

It tells what the unit and the ministry's bodies both see: no drafts, and by name only people of the unit itself.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.actor import Actor
from domain.awards import queries as awards
from domain.awards.model import AwardForm, Nomination
from domain.documents.gathering import impact, words
from domain.documents.gathering.frame import Asked, Gathered, launch_of, letterhead_of, movement_of, result_of, told
from domain.documents.templates.unit_report import UnitInitiative, UnitReport, unit_report
from domain.initiatives import queries as initiatives
from domain.initiatives.model import Initiative, InitiativeAuthor, InitiativeRevision
from domain.initiatives.rules import INTERNAL, InitiativeState
from domain.movements import queries as movements
from domain.movements.model import Movement, Participation
from domain.movements.rules import refuse_no_part
from domain.people.model import Person
from domain.reading import viewer
from domain.results import queries as results
from domain.results.model import Result, ResultEntry
from domain.units import queries as units
from domain.units.model import Unit

#: States in which an initiative is told of by nobody but its unit.
_UNTOLD = sorted({*INTERNAL, InitiativeState.WITHDRAWN})


async def gather(session: AsyncSession, actor: Actor, asked: Asked) -> Gathered:
    """Gather the report of a unit that takes part. Raises NotFound, Conflict."""
    movement = await movement_of(session, actor, asked)
    unit = await units.get(session, actor, asked.about.unit_id)  # type: ignore[arg-type]  # the rules need it
    await require_part(session, movement, unit)
    result = await result_of(session, actor, asked)
    rows = await submitted(session, actor, movement.id, unit.id)
    authors = await authors_of(session, [revision.id for _, revision in rows])
    standings = await _standings(session, actor, result, [initiative.id for initiative, _ in rows])
    proposals = await _proposals(session, actor, movement.id, unit)
    people = select(Person.id).where(Person.unit_id == unit.id, Person.left_on.is_(None))
    given, received = await impact.adoptions_of(session, actor, movement.id, unit.id)
    colleagues = set(await session.scalars(people))
    report = UnitReport(
        letterhead=await letterhead_of(session, unit),
        movement=told(movement),
        addressees=await _addressees(session, movement),
        launch=launch_of(movement),
        headcount=len(colleagues),
        participants=len(colleagues & {person.id for each in authors.values() for person in each}),
        initiatives=tuple(
            UnitInitiative(
                title=revision.title,
                authors=_names(authors[revision.id], unit),
                kind=words.KINDS[revision.kind],
                hours_before=words.bare(revision.hours_before),
                hours_after=words.bare(revision.hours_after),
                people=revision.people_affected,
                status=_status(initiative, standings.get(initiative.id), result),
            )
            for initiative, revision in rows
        ),
        measured=await impact.measured_of(session, actor, movement.id, unit.id),
        given=given,
        received=received,
        assistants=(),
        situation=tuple(asked.texts.situation),
        shortcomings=tuple(asked.texts.shortcomings),
        lessons=tuple(asked.texts.lessons),
        requests=tuple(asked.texts.requests),
        proposals=proposals,
    )
    return Gathered(partial(unit_report, report), unit.id, tells_nominations=bool(proposals), result=result)


async def require_part(session: AsyncSession, movement: Movement, unit: Unit) -> None:
    """Raise Conflict unless a unit takes part in a movement."""
    if not await movements.takes_part(session, movement.id, unit.id):
        raise refuse_no_part("unitId")


async def submitted(
    session: AsyncSession, actor: Actor, movement_id: UUID, unit_id: UUID
) -> Sequence[tuple[Initiative, InitiativeRevision]]:
    """Return what a unit let out and the actor sees, with what it says now, by the day of its first submission."""
    statement = (
        select(Initiative, InitiativeRevision)
        .join(InitiativeRevision, InitiativeRevision.id == Initiative.current_revision_id)
        .where(
            Initiative.movement_id == movement_id,
            Initiative.unit_id == unit_id,
            Initiative.first_submitted_at.is_not(None),
            Initiative.state.not_in(_UNTOLD),
            initiatives.known_initiatives(actor),
        )
        .order_by(Initiative.first_submitted_at, Initiative.id)
    )
    found = await session.execute(statement, viewer.values(actor))
    return [(initiative, revision) for initiative, revision in found]


async def authors_of(session: AsyncSession, revision_ids: Sequence[UUID]) -> Mapping[UUID, list[Person]]:
    """Return the authors of revisions, in their order."""
    statement = (
        select(InitiativeAuthor.revision_id, Person)
        .join(Person, Person.id == InitiativeAuthor.person_id)
        .where(InitiativeAuthor.revision_id.in_(revision_ids))
        .order_by(InitiativeAuthor.revision_id, InitiativeAuthor.ordinal)
    )
    authors: dict[UUID, list[Person]] = defaultdict(list)
    for revision_id, person in await session.execute(statement):
        authors[revision_id].append(person)
    return authors


def _names(authors: Sequence[Person], unit: Unit) -> str:
    """Name the authors who work in the unit, and count the others."""
    own = [person.full_name for person in authors if person.unit_id == unit.id]
    others = len(authors) - len(own)
    return "; ".join([*own, *([f"{others:02d} đồng tác giả của đơn vị khác"] if others else [])])


async def _standings(
    session: AsyncSession, actor: Actor, result: Result | None, initiative_ids: Sequence[UUID]
) -> Mapping[UUID, ResultEntry]:
    if result is None:
        return {}
    statement = select(ResultEntry).where(
        ResultEntry.result_id == result.id,
        ResultEntry.initiative_id.in_(initiative_ids),
        results.RESULT_ENTRIES.visible(actor),
    )
    return {each.initiative_id: each for each in await session.scalars(statement, viewer.values(actor))}


def _status(initiative: Initiative, standing: ResultEntry | None, result: Result | None) -> str:
    state = words.STATES[initiative.state]
    if result is None or standing is None or standing.score is None:
        return state
    return f"{state}: {words.score(standing.score, result)} điểm, hạng {standing.place}"


async def _proposals(session: AsyncSession, actor: Actor, movement_id: UUID, unit: Unit) -> tuple[str, ...]:
    """Name who is on the way to an award, award by award: of people, those who work in the unit."""
    statement = (
        select(AwardForm.name, func.coalesce(Person.full_name, Unit.name).label("nominee"))
        .select_from(Nomination)
        .join(AwardForm, AwardForm.id == Nomination.form_id)
        .join(Unit, Unit.id == Nomination.unit_id)
        .outerjoin(Person, Person.id == Nomination.person_id)
        .where(
            Nomination.movement_id == movement_id,
            Nomination.unit_id == unit.id,
            func.coalesce(Person.unit_id, Unit.id) == unit.id,
            Nomination.state.in_(words.STANDING),
            awards.NOMINATIONS.visible(actor),
        )
        .order_by(AwardForm.name, Person.full_name.nulls_first(), Nomination.id)
    )
    by_form: dict[str, list[str]] = defaultdict(list)
    rows: Any = await session.execute(statement, viewer.values(actor))
    for form, nominee in rows:
        by_form[form].append(nominee)
    return tuple(f"{form}: {', '.join(names)}" for form, names in by_form.items())


async def _addressees(session: AsyncSession, movement: Movement) -> tuple[str, ...]:
    """Return whom units report to: the standing body."""
    statement = (
        select(Unit.name)
        .join(Participation, Participation.unit_id == Unit.id)
        .where(Participation.movement_id == movement.id, Participation.is_standing_body)
        .order_by(Unit.code)
    )
    return tuple(await session.scalars(statement)) or ("Cơ quan thường trực phong trào thi đua",)
