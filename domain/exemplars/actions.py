"""Deeds that choose exemplars: propose one, write what is told, select, publish, withdraw."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from domain.access import policy
from domain.access.permissions import Permission
from domain.actor import Actor
from domain.audit.actions import record, snapshot
from domain.changes import UNCHANGED, problems_of_nulls, values_after
from domain.clock import utc_now
from domain.errors import refuse_if_any
from domain.exemplars import deserving, queries
from domain.exemplars.deserving import Subject
from domain.exemplars.model import Exemplar
from domain.exemplars.rules import (
    ExemplarState,
    Scope,
    check_consent,
    check_editable,
    check_step,
    kind_of,
    problems_of_words,
)
from domain.initiatives.rules import require_reason
from domain.movements import queries as movements
from domain.reading.locking import check_version


async def propose_exemplar(
    session: AsyncSession,
    actor: Actor,
    *,
    movement_id: UUID,
    subject: Subject,
    title: str,
    story: str,
    reason: str,
    photo_url: str | None = None,
    result_entry_id: UUID | None = None,
) -> Exemplar:
    """Propose who or what is to be held up, from a published result's entry or by hand; always with a reason.

    Raises NotAllowed, NotFound, Invalid, Conflict (an entry that is not published, what is of another or elsewhere).
    """
    policy.require(actor, Permission.EXEMPLAR_MANAGE)
    movement = await movements.get(session, actor, movement_id)
    kind = kind_of(person_id=subject.person_id, unit_id=subject.unit_id, initiative_id=subject.initiative_id)
    refuse_if_any(problems_of_words(title, story, photo_url))
    given_reason = require_reason(reason)
    await deserving.check_subject(session, actor, movement.id, subject)
    if result_entry_id is not None:
        await deserving.check_entry(session, actor, movement.id, subject, result_entry_id)

    exemplar = Exemplar(
        movement_id=movement.id,
        kind=kind,
        person_id=subject.person_id,
        unit_id=subject.unit_id,
        initiative_id=subject.initiative_id,
        result_entry_id=result_entry_id,
        title=title.strip(),
        story=story.strip(),
        photo_url=photo_url,
        reason=given_reason,
        proposed_at=utc_now(),
        proposed_by_id=actor.person_id,
    )
    session.add(exemplar)
    await session.flush()  # the audit entry needs the id
    record(session, actor, "EXEMPLAR_PROPOSED", exemplar, after=snapshot(exemplar), reason=given_reason)
    return exemplar


async def update_exemplar(
    session: AsyncSession, actor: Actor, *, exemplar_id: UUID, expected_version: int, given: Mapping[str, Any]
) -> Exemplar:
    """Change what will be told, before it is published; what is UNCHANGED stays.

    Who agreed to other words has not agreed to these: their consent ends. Raises NotAllowed, NotFound, ...
    """
    exemplar = await _managed(session, actor, exemplar_id, expected_version)
    check_editable(exemplar.state)
    optional = frozenset({"photo_url"})
    changes = {name: value for name, value in given.items() if value is not UNCHANGED}
    after = values_after(exemplar, changes, optional)
    words = {name: after.get(name, getattr(exemplar, name)) for name in ("title", "story", "photo_url")}
    refuse_if_any([*problems_of_nulls(changes, optional), *problems_of_words(**words)])

    told = {"title": words["title"].strip(), "story": words["story"].strip(), "photo_url": words["photo_url"]}
    if any(getattr(exemplar, name) != said for name, said in told.items()):
        await _end_consent(session, actor, exemplar)
    before = snapshot(exemplar)
    for name, said in told.items():
        setattr(exemplar, name, said)
    await session.flush()  # the new version belongs in the audit entry
    record(session, actor, "EXEMPLAR_UPDATED", exemplar, before=before, after=snapshot(exemplar))
    return exemplar


async def select_exemplar(session: AsyncSession, actor: Actor, *, exemplar_id: UUID, expected_version: int) -> Exemplar:
    """Select a candidate. Raises NotAllowed, NotFound, StaleVersion, Conflict (its state, a hold, ...)."""
    exemplar = await _managed(session, actor, exemplar_id, expected_version)
    check_step(exemplar.state, ExemplarState.SELECTED)
    await deserving.check_worthy(session, actor, exemplar)
    return await step(session, actor, exemplar, ExemplarState.SELECTED)


async def publish_exemplar(
    session: AsyncSession, actor: Actor, *, exemplar_id: UUID, expected_version: int
) -> Exemplar:
    """Show a selected exemplar to everybody; of a person, only what they agreed to have told.

    Raises NotAllowed, NotFound, StaleVersion, Conflict (not selected, held, award revoked, no consent).
    """
    exemplar = await _managed(session, actor, exemplar_id, expected_version)
    check_step(exemplar.state, ExemplarState.PUBLISHED)
    await deserving.check_worthy(session, actor, exemplar)
    given = await queries.consent_in_force(session, exemplar)
    scope = None if given is None else Scope(given.covers_name, given.covers_photo, given.covers_story)
    check_consent(exemplar.kind, scope, has_photo=exemplar.photo_url is not None)
    return await step(session, actor, exemplar, ExemplarState.PUBLISHED)


async def withdraw_exemplar(
    session: AsyncSession, actor: Actor, *, exemplar_id: UUID, expected_version: int, reason: str
) -> Exemplar:
    """Hold somebody or something up no longer. Raises NotAllowed, NotFound, StaleVersion, Invalid, Conflict."""
    exemplar = await _managed(session, actor, exemplar_id, expected_version)
    check_step(exemplar.state, ExemplarState.WITHDRAWN)
    return await step(session, actor, exemplar, ExemplarState.WITHDRAWN, require_reason(reason))


async def step(
    session: AsyncSession, actor: Actor, exemplar: Exemplar, target: ExemplarState, reason: str | None = None
) -> Exemplar:
    """Bring a locked exemplar to a state that may follow, as part of the deed that decided so."""
    before = snapshot(exemplar)
    exemplar.state = target
    moments = {
        ExemplarState.SELECTED: "selected_at",
        ExemplarState.PUBLISHED: "published_at",
        ExemplarState.WITHDRAWN: "withdrawn_at",
    }
    setattr(exemplar, moments[target], utc_now())
    exemplar.withdrawn_reason = reason
    await session.flush()  # the new version belongs in the audit entry, and what the database refuses is refused here
    record(session, actor, f"EXEMPLAR_{target}", exemplar, before=before, after=snapshot(exemplar), reason=reason)
    return exemplar


async def _managed(session: AsyncSession, actor: Actor, exemplar_id: UUID, expected_version: int) -> Exemplar:
    policy.require(actor, Permission.EXEMPLAR_MANAGE)
    exemplar = await queries.get_for_update(session, actor, exemplar_id)
    check_version(exemplar, expected_version)
    return exemplar


async def _end_consent(session: AsyncSession, actor: Actor, exemplar: Exemplar) -> None:
    """End the consent that the person gave to what is told no longer, before it changes."""
    consent = await queries.consent_in_force(session, exemplar)
    if consent is None:
        return
    before = snapshot(consent)
    consent.withdrawn_at = utc_now()
    await session.flush()  # the trigger lets words change once nobody's consent to them is in force
    record(session, actor, "EXEMPLAR_CONSENT_LAPSED", consent, before=before, after=snapshot(consent))
