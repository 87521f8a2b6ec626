"""What a submission (tờ trình) and its list say: the dossiers that were appraised, voted on or proposed, by award."""

from collections.abc import Collection
from functools import partial
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.actor import Actor
from domain.awards import queries as awards
from domain.awards.model import AwardForm, Nomination
from domain.awards.rules import NominationState
from domain.documents.gathering import words
from domain.documents.gathering.frame import (
    LEADERS,
    Asked,
    Gathered,
    bases_of,
    letterhead_of,
    movement_of,
    own_unit,
    today,
    told,
)
from domain.documents.gathering.votes import Vote, last_votes
from domain.documents.gathering.votes import told as told_votes
from domain.documents.numbering import day_text
from domain.documents.rules import refuse_empty
from domain.documents.templates.award_list import AwardList, Nominee, award_list
from domain.documents.templates.award_submission import AwardSubmission, award_submission
from domain.people.model import Person
from domain.reading import viewer
from domain.units.model import Unit

#: Dossiers that the leaders are asked to decide on.
_PROPOSED = (NominationState.APPRAISED, NominationState.VOTED, NominationState.PROPOSED)


async def gather_submission(session: AsyncSession, actor: Actor, asked: Asked) -> Gathered:
    """Gather a submission to the ministry's leaders. Raises NotFound, Conflict (nobody is proposed)."""
    movement, unit = await movement_of(session, actor, asked), await own_unit(session, actor)
    nominees, votes = await nominees_of(session, actor, movement.id)
    submission = AwardSubmission(
        letterhead=await letterhead_of(session, unit),
        movement=told(movement),
        addressees=(LEADERS,),
        bases=await bases_of(session, movement, today()),
        process=(*asked.texts.situation, *told_votes(votes)),
        nominees=nominees,
    )
    return Gathered(partial(award_submission, submission), unit.id, tells_nominations=True)


async def gather_list(session: AsyncSession, actor: Actor, asked: Asked) -> Gathered:
    """Gather the list that goes with a submission. Raises NotFound, Conflict (nobody is proposed)."""
    movement, unit = await movement_of(session, actor, asked), await own_unit(session, actor)
    nominees, _votes = await nominees_of(session, actor, movement.id)
    proposed = AwardList(
        letterhead=await letterhead_of(session, unit),
        movement=told(movement),
        submission=f"Tờ trình số …/TTr-{unit.code} {day_text(None)} của {unit.name}",
        nominees=nominees,
    )
    return Gathered(partial(award_list, proposed), unit.id, tells_nominations=True)


async def nominees_of(
    session: AsyncSession, actor: Actor, movement_id: UUID
) -> tuple[tuple[Nominee, ...], Collection[Vote]]:
    """Return who is proposed in a movement, award by award, and the votes on them. Raises Conflict for nobody."""
    rows = await standing(session, actor, Nomination.movement_id == movement_id, _PROPOSED)
    if not rows:
        raise refuse_empty()
    votes = await last_votes(session, actor, [nomination.id for nomination, *_ in rows])
    nominees = tuple(
        Nominee(
            name=unit.name if person is None else person.full_name,
            honorific=None if person is None else words.honorific(person.gender),
            post=post_of(nomination, unit),
            achievement=nomination.summary,
            award=form.name,
            votes=votes[nomination.id].votes_for if nomination.id in votes else None,
            members=votes[nomination.id].members if nomination.id in votes else None,
        )
        for nomination, form, unit, person in rows
    )
    return nominees, votes.values()


async def standing(
    session: AsyncSession, actor: Actor, which: ColumnElement[bool], states: Collection[NominationState]
) -> list[tuple[Nomination, AwardForm, Unit, Person | None]]:
    """Return dossiers in some states that the actor sees: by award, then by unit and name."""
    statement = (
        select(Nomination, AwardForm, Unit, Person)
        .join(AwardForm, AwardForm.id == Nomination.form_id)
        .join(Unit, Unit.id == Nomination.unit_id)
        .outerjoin(Person, Person.id == Nomination.person_id)
        .where(which, Nomination.state.in_(sorted(states)), awards.NOMINATIONS.visible(actor))
        .order_by(AwardForm.name, Unit.code, func.coalesce(Person.full_name, Unit.name), Nomination.id)
    )
    found = await session.execute(statement, viewer.values(actor))
    return [(nomination, form, unit, person) for nomination, form, unit, person in found]


def post_of(nomination: Nomination, unit: Unit) -> str:
    """Return what a nominee is and where: position and unit; of a unit, its name."""
    return unit.name if nomination.position is None else f"{nomination.position}, {unit.name}"
