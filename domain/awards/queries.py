"""Who may see the award catalogues, nominations and decisions, and fetching them for a deed."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, false, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from domain.actor import Actor, Role
from domain.awards.model import AwardDecision, AwardForm, AwardTitle, Nomination
from domain.awards.rules import ANSWERED, EFFECTIVE, NominationState
from domain.initiatives.model import Initiative, InitiativeAuthor
from domain.reading import locking, summoned, viewer
from domain.reading.source import Source
from domain.results.model import Result, ResultEntry

#: Who may see every nomination, and who may see those that have been proposed.
SEE_ALL = (Role.PERSONNEL, Role.AUDITOR)
SEE_PROPOSED = (Role.INFORMATION_CENTER, Role.MINISTRY_LEADER, Role.COUNCIL_SECRETARY)
_DECIDED = EFFECTIVE | {NominationState.REVOKED}


def visible_nominations(actor: Actor) -> ColumnElement[bool]:
    """Let Personnel and auditors see all, the standing body, deciders and unit leaders all but drafts.

    Whoever suggested a nomination sees it; a nominee sees theirs once it is decided. Who sits in a council's session
    sees what it votes on, but never their own.
    """
    if viewer.sees_all(actor, *SEE_ALL):
        return true()
    proposed = Nomination.state != NominationState.DRAFT
    decided = Nomination.state.in_(sorted(_DECIDED))
    others = Nomination.person_id.is_distinct_from(viewer.person)
    return viewer.any_of(
        proposed if actor.has(*SEE_PROPOSED) else None,
        and_(proposed, viewer.among(Nomination.unit_id, viewer.led_units))
        if actor.units_as(Role.UNIT_LEADER)
        else None,
        Nomination.created_by_id == viewer.person if actor.person_id else None,
        and_(decided, Nomination.person_id == viewer.person) if actor.person_id else None,
        viewer.few(and_(viewer.one_of_few(Nomination.id, summoned.nominations()), others)) if actor.person_id else None,
    )


def seen_by_staff(actor: Actor) -> ColumnElement[bool]:
    """Let be read what is said of a dossier among those who work on it: not by nominees, nor by their units.

    Who works on dossiers and is nominated reads it of their own once it is decided, as they read what was found.
    """
    if actor.is_system:
        return true()
    if not actor.has(*SEE_ALL, *SEE_PROPOSED):
        return false()
    return or_(Nomination.person_id.is_distinct_from(viewer.person), Nomination.state.in_(sorted(_DECIDED)))


def seen_as_answer(actor: Actor) -> ColumnElement[bool]:
    """Let the reason of a state be read that answers who sent the dossier in; why it was held or let go on, by staff.

    A dossier is held while something is cleared up that its nominee may know nothing of.
    """
    return or_(Nomination.state.in_(sorted(ANSWERED)), seen_by_staff(actor)) if not actor.is_system else true()


TITLES = Source(AwardTitle, viewer.everyone_signed_in)
FORMS = Source(AwardForm, viewer.everyone_signed_in)
NOMINATIONS = Source(Nomination, visible_nominations)
DECISIONS = Source(AwardDecision, viewer.everyone_signed_in)


async def get_form(session: AsyncSession, actor: Actor, form_id: UUID, field: str = "formId") -> AwardForm:
    """Fetch a form of reward. Raises NotFound, with the path of the input field that named it."""
    return await locking.get(session, actor, AwardForm, FORMS, form_id, (field,))


async def get_for_update(
    session: AsyncSession, actor: Actor, nomination_id: UUID, field: str = "nominationId"
) -> Nomination:
    """Fetch and lock a nomination. Raises NotFound."""
    return await locking.get_for_update(session, actor, Nomination, NOMINATIONS, nomination_id, (field,))


async def many_for_update(session: AsyncSession, actor: Actor, ids: Sequence[UUID]) -> dict[UUID, Nomination]:
    """Fetch and lock those of the nominations that the actor may see, always in the same order."""
    statement = (
        select(Nomination)
        .where(Nomination.id.in_(ids), visible_nominations(actor))
        .order_by(Nomination.id)
        .with_for_update(of=Nomination)
        .execution_options(populate_existing=True)
    )
    return {row.id: row for row in await session.scalars(statement, viewer.values(actor))}


@dataclass(frozen=True, slots=True)
class Achievement:
    """What a nomination rests on: an initiative's standing in a result, and who wrote what was scored."""

    entry: ResultEntry
    initiative: Initiative
    result: Result
    is_superseded: bool
    author_ids: frozenset[UUID]


async def achievement_of(session: AsyncSession, entry: ResultEntry) -> Achievement:
    """Collect what a standing says: a later published version of the same result takes its place."""
    later = aliased(Result)
    superseding = exists().where(
        later.round_id == Result.round_id, later.number > Result.number, later.published_at.is_not(None)
    )
    statement = (
        select(Initiative, Result, superseding)
        .select_from(ResultEntry)
        .join(Initiative, Initiative.id == ResultEntry.initiative_id)
        .join(Result, Result.id == ResultEntry.result_id)
        .where(ResultEntry.id == entry.id)
    )
    initiative, result, is_superseded = (await session.execute(statement)).one()
    return Achievement(entry, initiative, result, is_superseded, await authors_of(session, entry.revision_id))


async def authors_of(session: AsyncSession, revision_id: UUID | None) -> frozenset[UUID]:
    """Return who wrote a revision."""
    authors = select(InitiativeAuthor.person_id).where(InitiativeAuthor.revision_id == revision_id)
    return frozenset(await session.scalars(authors))
