"""Deeds of authors and focal officers: write an initiative, revise it, send it to the unit's leader, withdraw it."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from domain.access import policy
from domain.access.permissions import Permission
from domain.access.predicates import Subject
from domain.actor import Actor
from domain.audit.actions import record, snapshot
from domain.clock import utc_now
from domain.errors import DomainError, NotFound, refuse_if_any
from domain.ids import new_id
from domain.initiatives import queries
from domain.initiatives.actions.opening import open_for
from domain.initiatives.content import Content, problems_of_content
from domain.initiatives.model import EvidenceLink, Initiative, InitiativeAuthor, InitiativeRevision
from domain.initiatives.rules import (
    InitiativeState,
    check_changed,
    check_editable,
    check_step,
    require_reason,
)
from domain.movements import queries as movements
from domain.movements.rules import refuse_no_part
from domain.people import queries as people
from domain.units import queries as units


async def create_initiative(
    session: AsyncSession, actor: Actor, *, movement_id: UUID, unit_id: UUID, content: Content
) -> Initiative:
    """Write an initiative of one's own unit, which takes part in the movement, with its first revision.

    Raises NotFound (movement, unit, an author), NotAllowed, Conflict (unit does not take part), Closed, Invalid.
    """
    movement = await movements.get(session, actor, movement_id)
    unit = await units.get(session, actor, unit_id)
    policy.require(actor, Permission.INITIATIVE_CREATE, Subject(unit_id=unit.id))
    if not await movements.takes_part(session, movement.id, unit.id):
        raise refuse_no_part("unitId")
    await movements.require_open_phase(session, actor, movement, Permission.INITIATIVE_CREATE)
    said = content.tidy()
    refuse_if_any([*problems_of_content(said), *await _problems_of_people(session, said, frozenset())])

    now = utc_now()
    initiative = Initiative(
        movement_id=movement.id,
        unit_id=unit.id,
        title=said.title,
        kind=said.kind,
        field_of_work=said.field_of_work,
        hours_saved=said.hours_saved,
        state=InitiativeState.DRAFT,
        current_revision_id=new_id(),
        created_at=now,
        created_by_id=actor.person_id,
    )
    session.add(initiative)
    await session.flush()  # the revision refers to it
    await _add_revision(session, actor, initiative, said, number=1)
    record(session, actor, "INITIATIVE_CREATED", initiative, after=snapshot(initiative))
    return initiative


async def revise_initiative(
    session: AsyncSession, actor: Actor, *, initiative_id: UUID, expected_version: int, content: Content
) -> Initiative:
    """Write a further revision; the earlier ones stay as they are. Only a draft or a returned initiative is revised.

    Raises NotFound, NotAllowed, Closed, StaleVersion, Conflict (state, nothing changed), Invalid.
    """
    _, initiative = await open_for(
        session,
        actor,
        Permission.INITIATIVE_EDIT,
        initiative_id=initiative_id,
        expected_version=expected_version,
    )
    check_editable(initiative.state)
    current = await queries.current_revision(session, initiative)
    said = content.tidy()
    known = await queries.author_ids(session, initiative.id)
    refuse_if_any([*problems_of_content(said), *await _problems_of_people(session, said, known)])
    check_changed(said.digest(), current.content_hash)

    before = snapshot(initiative)
    initiative.title = said.title
    initiative.kind = said.kind
    initiative.field_of_work = said.field_of_work
    initiative.hours_saved = said.hours_saved
    initiative.current_revision_id = new_id()
    await _add_revision(session, actor, initiative, said, number=current.number + 1)
    record(session, actor, "INITIATIVE_REVISED", initiative, before=before, after=snapshot(initiative))
    return initiative


async def send_to_unit_review(
    session: AsyncSession, actor: Actor, *, initiative_id: UUID, expected_version: int
) -> Initiative:
    """Lay an initiative before the leader of its unit. Raises NotFound, NotAllowed, Closed, StaleVersion, Conflict."""
    _, initiative = await open_for(
        session,
        actor,
        Permission.INITIATIVE_EDIT,
        initiative_id=initiative_id,
        expected_version=expected_version,
    )
    check_step(initiative.state, InitiativeState.UNIT_REVIEW)

    before = snapshot(initiative)
    initiative.state = InitiativeState.UNIT_REVIEW
    initiative.state_reason = None
    await session.flush()  # the new version belongs in the audit entry
    record(session, actor, "INITIATIVE_SENT_TO_UNIT_REVIEW", initiative, before=before, after=snapshot(initiative))
    return initiative


async def withdraw_initiative(
    session: AsyncSession, actor: Actor, *, initiative_id: UUID, expected_version: int, reason: str
) -> Initiative:
    """Take an initiative back for good, until its scoring begins.

    Raises NotFound, NotAllowed, Closed, StaleVersion, Conflict (state), Invalid (no reason).
    """
    _, initiative = await open_for(
        session,
        actor,
        Permission.INITIATIVE_EDIT,
        initiative_id=initiative_id,
        expected_version=expected_version,
    )
    check_step(initiative.state, InitiativeState.WITHDRAWN)
    why = require_reason(reason)

    before = snapshot(initiative)
    initiative.state = InitiativeState.WITHDRAWN
    initiative.state_reason = why
    await session.flush()  # the new version belongs in the audit entry
    record(session, actor, "INITIATIVE_WITHDRAWN", initiative, before=before, after=snapshot(initiative), reason=why)
    return initiative


async def _problems_of_people(session: AsyncSession, content: Content, known: frozenset[UUID]) -> list[DomainError]:
    """List authors who belong to nobody working here; who was an author before may have left since."""
    named = {share.person_id for share in content.authors} - known
    missing = await people.missing_people(session, sorted(named))
    return [
        NotFound(("authors", str(index), "personId"))
        for index, share in enumerate(content.authors)
        if share.person_id in missing
    ]


async def _add_revision(
    session: AsyncSession, actor: Actor, initiative: Initiative, said: Content, *, number: int
) -> None:
    """Write a revision with authors and evidence under the id that the initiative names as its current one."""
    revision = InitiativeRevision(
        id=initiative.current_revision_id,
        initiative_id=initiative.id,
        number=number,
        title=said.title,
        summary=said.summary,
        kind=said.kind,
        field_of_work=said.field_of_work,
        task_relieved=said.task_relieved,
        tool=said.tool,
        hours_before=said.hours_before,
        hours_after=said.hours_after,
        people_affected=said.people_affected,
        measurement=said.measurement,
        content_hash=said.digest(),
        created_at=utc_now(),
        created_by_id=actor.person_id,
    )
    session.add(revision)
    await session.flush()  # authors and evidence refer to it
    for ordinal, share in enumerate(said.authors, start=1):
        session.add(
            InitiativeAuthor(revision_id=revision.id, person_id=share.person_id, ordinal=ordinal, percent=share.percent)
        )
    for ordinal, link in enumerate(said.evidence, start=1):
        session.add(EvidenceLink(revision_id=revision.id, ordinal=ordinal, label=link.label, url=link.url))
