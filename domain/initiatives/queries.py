"""Who may see initiatives and what belongs to them, and fetching them for a deed."""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, false, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from domain.actor import Actor, Role
from domain.errors import NotFound
from domain.initiatives.model import (
    EvidenceLink,
    Initiative,
    InitiativeAuthor,
    InitiativeReview,
    InitiativeRevision,
    RedactedRevision,
)
from domain.initiatives.rules import INTERNAL
from domain.reading import locking, viewer
from domain.reading.entrusted import Entrusted
from domain.reading.source import Source, following

#: Who may see the initiatives of every unit, once the unit has let them out.
SEE_ALL_SUBMITTED = (
    Role.INFORMATION_CENTER,
    Role.PERSONNEL,
    Role.MINISTRY_LEADER,
    Role.COUNCIL_SECRETARY,
    Role.AUDITOR,
)

#: Who may see how revisions were redacted for blind review.
SEE_REDACTIONS = (Role.INFORMATION_CENTER, Role.PERSONNEL, Role.MINISTRY_LEADER, Role.AUDITOR)


def visible_initiatives(actor: Actor) -> ColumnElement[bool]:
    """Let an initiative be seen by its unit's leader and focal officer, its creator and authors, its evaluators.

    The ministry's bodies see all that left the unit. An evaluator sees it while the phase of the round shows authors,
    and only if it still says what is to be scored: its row repeats what the current revision says.
    """
    return _visible(actor, Initiative)


def known_initiatives(actor: Actor) -> ColumnElement[bool]:
    """Hold for initiatives that the actor sees otherwise than as their evaluator."""
    return true() if actor.is_system else _known(actor, Initiative)


def judgements(actor: Actor) -> ColumnElement[bool]:
    """Let reviewers' words be read by those who see the initiative otherwise than as its evaluators."""
    return known_initiatives(actor)


def visible_revisions(actor: Actor) -> ColumnElement[bool]:
    """Let revisions be seen with their initiative; an evaluator sees no other revision than the one to be scored.

    While the phase of the round hides authors they do not see that one either, but its redaction.
    """
    return _visible_revision(actor, InitiativeRevision)


def visible_reviews(actor: Actor) -> ColumnElement[bool]:
    """Let reviews be seen with their initiative, but not by its evaluators, who judge for themselves."""
    if actor.is_system:
        return true()
    return is_known(actor, InitiativeReview.initiative_id)


def visible_redactions(actor: Actor) -> ColumnElement[bool]:
    """Let redactions be seen by those who make and watch them; an evaluator sees the latest of what is to be scored.

    That is while the phase of the round hides authors: of what is shown in full, a redaction would tell the number that
    it has where it is not.
    """
    if viewer.sees_all(actor, *SEE_REDACTIONS):
        return true()
    return viewer.any_of(
        viewer.one_of_few(RedactedRevision.id, _entrusted_redactions()) if _may_be_assigned(actor) else None
    )


def redacted_of(actor: Actor) -> ColumnElement[bool]:
    """Let what was redacted be told by those who make and watch redactions, and by nobody who reads them to score."""
    return true() if viewer.sees_all(actor, *SEE_REDACTIONS) else false()


INITIATIVES = Source(Initiative, visible_initiatives)
REVISIONS = Source(InitiativeRevision, visible_revisions)
#: Authors and evidence are seen with their revision.
AUTHORS = following(InitiativeAuthor, InitiativeAuthor.revision_id, REVISIONS)
EVIDENCE = following(EvidenceLink, EvidenceLink.revision_id, REVISIONS)
REVIEWS = Source(InitiativeReview, visible_reviews)
REDACTIONS = Source(RedactedRevision, visible_redactions)


def latest_redaction(revision_id: Any) -> Select[Any]:
    """Select the last redaction of a revision."""
    redaction = aliased(RedactedRevision)
    of_revision = select(redaction.id).where(redaction.revision_id == revision_id)
    return of_revision.order_by(redaction.number.desc()).limit(1)


def current_authors() -> ColumnElement[Any]:
    """Return, for an initiative, the people who are authors of its current revision."""
    author = aliased(InitiativeAuthor)
    return select(author.person_id).where(author.revision_id == Initiative.current_revision_id).scalar_subquery()


async def get(session: AsyncSession, actor: Actor, initiative_id: UUID, field: str = "initiativeId") -> Initiative:
    """Fetch an initiative. Raises NotFound, with the path of the input field that named it."""
    return await locking.get(session, actor, Initiative, INITIATIVES, initiative_id, (field,))


async def get_for_update(
    session: AsyncSession, actor: Actor, initiative_id: UUID, field: str = "initiativeId"
) -> Initiative:
    """Fetch and lock an initiative. Raises NotFound."""
    return await locking.get_for_update(session, actor, Initiative, INITIATIVES, initiative_id, (field,))


async def get_named(session: AsyncSession, actor: Actor, initiative_id: UUID) -> Initiative:
    """Fetch an initiative that the actor sees or was told the id of, once it has left its unit. Raises NotFound.

    Leaders do not see other units' initiatives; who gave them one's id to use shared it. Nothing of it is told here.
    """
    has_left = Initiative.state.not_in(sorted(INTERNAL)) & Initiative.first_submitted_at.is_not(None)
    statement = select(Initiative).where(Initiative.id == initiative_id, or_(has_left, INITIATIVES.visible(actor)))
    found = (await session.scalars(statement, viewer.values(actor))).one_or_none()
    if found is None:
        raise NotFound(("initiativeId",))
    return found


async def author_ids(session: AsyncSession, initiative_id: UUID) -> frozenset[UUID]:
    """Return everybody who is or was an author: conflicts of interest look at all revisions."""
    statement = (
        select(InitiativeAuthor.person_id)
        .join(InitiativeRevision, InitiativeRevision.id == InitiativeAuthor.revision_id)
        .where(InitiativeRevision.initiative_id == initiative_id)
    )
    return frozenset(await session.scalars(statement))


async def current_author_ids(session: AsyncSession, initiative: Initiative) -> frozenset[UUID]:
    """Return the authors of the current revision: the initiative is theirs to edit."""
    statement = select(InitiativeAuthor.person_id).where(InitiativeAuthor.revision_id == initiative.current_revision_id)
    return frozenset(await session.scalars(statement))


async def current_revision(session: AsyncSession, initiative: Initiative) -> InitiativeRevision:
    """Return what the initiative says now; an initiative always says something."""
    statement = select(InitiativeRevision).where(InitiativeRevision.id == initiative.current_revision_id)
    return (await session.scalars(statement)).one()


def _visible(actor: Actor, of: type[Initiative]) -> ColumnElement[bool]:
    if actor.is_system:
        return true()
    return viewer.any_of(
        _known(actor, of), viewer.one_of_few(of.id, _assigned_initiatives()) if _may_be_assigned(actor) else None
    )


def _known(actor: Actor, of: type[Initiative]) -> ColumnElement[bool]:
    """Hold for what the actor sees otherwise than as its evaluator."""
    # What was withdrawn before it was ever submitted stays the unit's own business.
    submitted = of.state.not_in(sorted(INTERNAL)) & of.first_submitted_at.is_not(None)
    return viewer.any_of(
        submitted if actor.has(*SEE_ALL_SUBMITTED) else None,
        viewer.few(viewer.among(of.unit_id, viewer.served_units))
        if actor.units_as(Role.UNIT_LEADER, Role.FOCAL_OFFICER)
        else None,
        viewer.few(of.created_by_id == viewer.person) if actor.person_id else None,
        viewer.one_of_few(of.id, _authored_initiatives()) if actor.person_id else None,
    )


# Within conditions, tables stand under names of their own, so that a statement about the same table keeps its own.


def is_known(actor: Actor, initiative_id: Any) -> ColumnElement[bool]:
    """Hold where the initiative is seen otherwise than as its evaluator; asked of one row at a time."""
    of = aliased(Initiative)
    return exists().where(of.id == initiative_id, _known(actor, of))


def _authored_initiatives() -> Select[Any]:
    author, revision = aliased(InitiativeAuthor), aliased(InitiativeRevision)
    return (
        select(revision.initiative_id)
        .join(author, author.revision_id == revision.id)
        .where(author.person_id == viewer.person)
    )


def _visible_revision(actor: Actor, of: type[InitiativeRevision]) -> ColumnElement[bool]:
    if actor.is_system:
        return true()
    return viewer.any_of(
        is_known(actor, of.initiative_id),
        viewer.one_of_few(of.id, _assigned_revisions()) if _may_be_assigned(actor) else None,
    )


def _may_be_assigned(actor: Actor) -> bool:
    return actor.has(Role.EVALUATOR)


def _assigned_initiatives() -> Select[Any]:
    mine, of = Entrusted(), aliased(Initiative)
    is_current = and_(of.id == mine.entry.c.initiative_id, of.current_revision_id == mine.entry.c.revision_id)
    return mine.told(mine.by_entry(of.id, is_current)).where(~mine.phase.c.hides_authors)


def _assigned_revisions() -> Select[Any]:
    mine = Entrusted()
    return mine.told(mine.by_entry(mine.entry.c.revision_id)).where(~mine.phase.c.hides_authors)


def _entrusted_redactions() -> Select[Any]:
    mine = Entrusted()
    latest = latest_redaction(mine.entry.c.revision_id).correlate(mine.entry).scalar_subquery()
    return mine.told(mine.by_entry(latest)).where(mine.phase.c.hides_authors)
