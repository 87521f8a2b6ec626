"""Who may see exemplars and what belongs to them, and fetching them for a deed."""

from uuid import UUID

from sqlalchemy import ColumnElement, false, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from domain.actor import Actor, Role
from domain.exemplars.model import Communication, Exemplar, ExemplarConsent, ExemplarHonour
from domain.exemplars.rules import ExemplarState
from domain.reading import locking, viewer
from domain.reading.source import Source, following

#: Who selects and watches exemplars: they see them before and after they are published.
SEE_EXEMPLARS = (Role.INFORMATION_CENTER, Role.PERSONNEL, Role.MINISTRY_LEADER, Role.AUDITOR)
#: Who rests on consents, and who checks that it is so.
SEE_CONSENTS = (Role.INFORMATION_CENTER, Role.PERSONNEL, Role.AUDITOR)


def visible_exemplars(actor: Actor) -> ColumnElement[bool]:
    """Let published exemplars be seen by everyone signed in, others by who selects them and the person told of."""
    if viewer.sees_all(actor, *SEE_EXEMPLARS):
        return true()
    if actor.is_anonymous:
        return false()
    return viewer.any_of(Exemplar.state == ExemplarState.PUBLISHED, Exemplar.person_id == viewer.person)


def visible_consents(actor: Actor) -> ColumnElement[bool]:
    """Let a consent be seen by the person who gave it, and by those who must rest on it."""
    if viewer.sees_all(actor, *SEE_CONSENTS):
        return true()
    return viewer.any_of(ExemplarConsent.person_id == viewer.person if actor.person_id else None)


def reasons(actor: Actor) -> ColumnElement[bool]:
    """Let why an exemplar was chosen or withdrawn be read by who selects them and the person told of."""
    if viewer.sees_all(actor, *SEE_EXEMPLARS):
        return true()
    return viewer.any_of(Exemplar.person_id == viewer.person if actor.person_id else None)


EXEMPLARS = Source(Exemplar, visible_exemplars)
CONSENTS = Source(ExemplarConsent, visible_consents)
HONOURS = following(ExemplarHonour, ExemplarHonour.exemplar_id, EXEMPLARS)
COMMUNICATIONS = following(Communication, Communication.exemplar_id, EXEMPLARS)


async def get_for_update(session: AsyncSession, actor: Actor, exemplar_id: UUID) -> Exemplar:
    """Fetch and lock an exemplar. Raises NotFound."""
    return await locking.get_for_update(session, actor, Exemplar, EXEMPLARS, exemplar_id, ("exemplarId",))


async def get_consent(session: AsyncSession, actor: Actor, consent_id: UUID) -> ExemplarConsent:
    """Fetch a consent. Raises NotFound."""
    return await locking.get(session, actor, ExemplarConsent, CONSENTS, consent_id, ("consentId",))


async def get_consent_for_update(session: AsyncSession, actor: Actor, consent_id: UUID) -> ExemplarConsent:
    """Fetch and lock a consent. Raises NotFound."""
    return await locking.get_for_update(session, actor, ExemplarConsent, CONSENTS, consent_id, ("consentId",))


async def get_communication_for_update(session: AsyncSession, actor: Actor, communication_id: UUID) -> Communication:
    """Fetch and lock an item of a communication plan. Raises NotFound."""
    path = ("communicationId",)
    return await locking.get_for_update(session, actor, Communication, COMMUNICATIONS, communication_id, path)


async def consent_in_force(session: AsyncSession, exemplar: Exemplar) -> ExemplarConsent | None:
    """Return the consent of the person told of, if there is one in force, and keep it so until the deed is done."""
    statement = select(ExemplarConsent).where(
        ExemplarConsent.exemplar_id == exemplar.id,
        ExemplarConsent.person_id == exemplar.person_id,
        ExemplarConsent.withdrawn_at.is_(None),
    )
    return (await session.scalars(statement.with_for_update())).one_or_none()
