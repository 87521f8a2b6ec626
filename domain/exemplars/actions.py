"""Deeds that choose exemplars: propose one, write what is told, select, publish, withdraw."""

from collections.abc import Mapping
from dataclasses import dataclass
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
from domain.exemplars import queries
from domain.exemplars.model import Exemplar
from domain.exemplars.rules import (
    ExemplarState,
    check_consent,
    check_editable,
    check_entry,
    check_step,
    kind_of,
    problems_of_words,
)
from domain.initiatives import queries as initiatives
from domain.initiatives.model import Initiative
from domain.initiatives.rules import require_reason
from domain.integrity import queries as integrity
from domain.integrity.rules import refuse_held
from domain.movements import queries as movements
from domain.people.model import Person
from domain.people.queries import PEOPLE
from domain.reading import locking
from domain.reading.locking import check_version
from domain.results import queries as results
from domain.results.model import Result
from domain.results.rules import ResultState
from domain.units import queries as units


@dataclass(frozen=True, slots=True)
class Subject:
    """Who or what is held up: a person or a unit, perhaps for an initiative, or an initiative."""

    person_id: UUID | None = None
    unit_id: UUID | None = None
    initiative_id: UUID | None = None


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

    Raises NotAllowed, NotFound, Invalid, Conflict (an entry that is not published, or of another).
    """
    policy.require(actor, Permission.EXEMPLAR_MANAGE)
    movement = await movements.get(session, actor, movement_id)
    kind = kind_of(person_id=subject.person_id, unit_id=subject.unit_id, initiative_id=subject.initiative_id)
    refuse_if_any(problems_of_words(title, story, photo_url))
    given_reason = require_reason(reason)
    initiative = await _checked(session, actor, subject)
    if result_entry_id is not None:
        await _check_entry(session, actor, result_entry_id, subject, initiative)

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
    """Change what will be told, before it is published; what is UNCHANGED stays. Raises NotAllowed, NotFound, ..."""
    exemplar = await _managed(session, actor, exemplar_id, expected_version)
    check_editable(exemplar.state)
    optional = frozenset({"photo_url"})
    changes = {name: value for name, value in given.items() if value is not UNCHANGED}
    after = values_after(exemplar, changes, optional)
    words = {name: after.get(name, getattr(exemplar, name)) for name in ("title", "story", "photo_url")}
    refuse_if_any([*problems_of_nulls(changes, optional), *problems_of_words(**words)])

    before = snapshot(exemplar)
    exemplar.title, exemplar.story, exemplar.photo_url = (
        words["title"].strip(),
        words["story"].strip(),
        words["photo_url"],
    )
    await session.flush()  # the new version belongs in the audit entry
    record(session, actor, "EXEMPLAR_UPDATED", exemplar, before=before, after=snapshot(exemplar))
    return exemplar


async def select_exemplar(session: AsyncSession, actor: Actor, *, exemplar_id: UUID, expected_version: int) -> Exemplar:
    """Select a candidate. Raises NotAllowed, NotFound, StaleVersion, Conflict (not a candidate, held)."""
    exemplar = await _managed(session, actor, exemplar_id, expected_version)
    check_step(exemplar.state, ExemplarState.SELECTED)
    await _check_free(session, exemplar)
    return await step(session, actor, exemplar, ExemplarState.SELECTED)


async def publish_exemplar(
    session: AsyncSession, actor: Actor, *, exemplar_id: UUID, expected_version: int
) -> Exemplar:
    """Show a selected exemplar to everybody; of a person, only what they agreed to have told.

    Raises NotAllowed, NotFound, StaleVersion, Conflict (not selected, held, no consent).
    """
    exemplar = await _managed(session, actor, exemplar_id, expected_version)
    check_step(exemplar.state, ExemplarState.PUBLISHED)
    await _check_free(session, exemplar)
    given = await queries.consented(session, exemplar)
    check_consent(exemplar.kind, given, has_photo=exemplar.photo_url is not None)
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


async def _checked(session: AsyncSession, actor: Actor, subject: Subject) -> Initiative | None:
    """Fetch what is held up, as far as the actor sees it; return the initiative. Raises NotFound."""
    if subject.person_id is not None:
        await locking.get(session, actor, Person, PEOPLE, subject.person_id, ("personId",))
    if subject.unit_id is not None:
        await units.get(session, actor, subject.unit_id)
    if subject.initiative_id is None:
        return None
    return await initiatives.get(session, actor, subject.initiative_id)


async def _check_entry(
    session: AsyncSession, actor: Actor, entry_id: UUID, subject: Subject, initiative: Initiative | None
) -> None:
    entry = await results.get_result_entry(session, actor, entry_id)
    result = await session.get_one(Result, entry.result_id)
    is_same = initiative is None or initiative.id == entry.initiative_id
    authors = await initiatives.author_ids(session, entry.initiative_id)
    is_theirs = (subject.person_id is None or subject.person_id in authors) and subject.unit_id in (None, entry.unit_id)
    check_entry(is_published=result.state is ResultState.PUBLISHED, is_of_subject=is_same and is_theirs)


async def _check_free(session: AsyncSession, exemplar: Exemplar) -> None:
    """Raise Conflict when the person or the unit is held: until it is cleared up, nobody is held up."""
    people = [exemplar.person_id] if exemplar.person_id is not None else []
    of_units = [exemplar.unit_id] if exemplar.unit_id is not None else []
    for hold in (await integrity.holds_of(session, people, of_units)).values():
        raise refuse_held(hold.ground, hold.clause)
