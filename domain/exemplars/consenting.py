"""Deeds of the person told of: agree to it, for one exemplar and by themselves alone, and take that back."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from domain.access import policy
from domain.access import predicates as access
from domain.access.permissions import Permission
from domain.actor import Actor
from domain.audit.actions import record, snapshot
from domain.clock import utc_now
from domain.exemplars import actions, queries
from domain.exemplars.model import ExemplarConsent
from domain.exemplars.rules import (
    ExemplarState,
    Scope,
    check_in_force,
    check_scope,
    check_standing,
)
from domain.reading.locking import check_version

#: What an exemplar says that a person did not want to be told of any longer; read by people, in the system's language.
WITHDRAWN_BY_PERSON = "Cá nhân rút lại sự đồng ý công bố."


async def give_exemplar_consent(
    session: AsyncSession, actor: Actor, *, exemplar_id: UUID, expected_version: int, scope: Scope
) -> ExemplarConsent:
    """Agree to be told of in an exemplar, as one read it, as far as `scope` says. Nobody agrees for another.

    Raises NotFound, NotAllowed, StaleVersion (it says something else now), Invalid (to nothing), Conflict (agreed
    already, withdrawn).
    """
    exemplar = await queries.get_for_update(session, actor, exemplar_id)
    policy.require(actor, Permission.EXEMPLAR_CONSENT, access.Subject(person_id=exemplar.person_id))
    check_version(exemplar, expected_version)
    check_standing(exemplar.state)
    check_scope(scope)

    consent = ExemplarConsent(
        exemplar_id=exemplar.id,
        person_id=exemplar.person_id,
        covers_name=scope.name,
        covers_photo=scope.photo,
        covers_story=scope.story,
        given_at=utc_now(),
    )
    session.add(consent)
    await session.flush()  # the audit entry needs the id, and a second consent must refuse here
    record(session, actor, "EXEMPLAR_CONSENT_GIVEN", consent, after=snapshot(consent))
    return consent


async def withdraw_exemplar_consent(session: AsyncSession, actor: Actor, *, consent_id: UUID) -> ExemplarConsent:
    """Take a consent back, without having to say why: a published exemplar is withdrawn at the same moment.

    Raises NotFound, NotAllowed, Conflict (withdrawn already).
    """
    consent = await queries.get_consent(session, actor, consent_id)
    policy.require(actor, Permission.EXEMPLAR_CONSENT, access.Subject(person_id=consent.person_id))
    # The exemplar first, as whoever publishes does: it is not published meanwhile.
    exemplar = await queries.get_for_update(session, actor, consent.exemplar_id)
    consent = await queries.get_consent_for_update(session, actor, consent_id)
    check_in_force(is_withdrawn=consent.withdrawn_at is not None)

    if exemplar.state is ExemplarState.PUBLISHED:
        await actions.step(session, actor, exemplar, ExemplarState.WITHDRAWN, WITHDRAWN_BY_PERSON)
    before = snapshot(consent)
    consent.withdrawn_at = utc_now()
    await session.flush()  # refused here rather than at commit
    record(session, actor, "EXEMPLAR_CONSENT_WITHDRAWN", consent, before=before, after=snapshot(consent))
    return consent
