"""Deeds on the papers of a dossier: add one, remove one, while the dossier is still being put together."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from domain.access import policy
from domain.access.permissions import Permission
from domain.actor import Actor, Role
from domain.audit.actions import record, snapshot
from domain.awards import queries as awards
from domain.awards.model import Nomination
from domain.awards.opening import subjects_of
from domain.awards.papers import queries
from domain.awards.papers.model import DossierPaper
from domain.awards.papers.rules import PaperKind, check_gatherer, check_open, problems_of_paper
from domain.clock import utc_now
from domain.errors import refuse_if_any


async def add_dossier_paper(
    session: AsyncSession,
    actor: Actor,
    *,
    nomination_id: UUID,
    kind: PaperKind,
    title: str,
    reference: str,
    content_hash: str | None = None,
) -> DossierPaper:
    """Add a paper to a dossier: by Personnel, by who suggested it, by the leader of the nominee's unit.

    Raises NotFound, NotAllowed, Conflict (state), Invalid (title, reference, hash).
    """
    nomination = await awards.get_for_update(session, actor, nomination_id)
    await _require(session, actor, nomination)
    refuse_if_any(problems_of_paper(title=title, reference=reference, content_hash=content_hash))

    paper = DossierPaper(
        nomination_id=nomination.id,
        kind=kind,
        title=title.strip(),
        reference=reference.strip(),
        content_hash=content_hash,
        added_at=utc_now(),
        added_by_id=actor.person_id,
    )
    session.add(paper)
    await session.flush()  # the audit entry needs the id
    record(session, actor, "DOSSIER_PAPER_ADDED", paper, after=snapshot(paper))
    return paper


async def remove_dossier_paper(session: AsyncSession, actor: Actor, *, paper_id: UUID) -> Nomination:
    """Take a paper out of a dossier; the trail keeps what it was. Raises NotFound, NotAllowed, Conflict (state)."""
    found = await queries.get(session, actor, paper_id)
    nomination = await awards.get_for_update(session, actor, found.nomination_id, "paperId")
    await _require(session, actor, nomination)
    paper = await queries.get_for_update(session, actor, paper_id)

    record(session, actor, "DOSSIER_PAPER_REMOVED", paper, before=snapshot(paper))
    await session.delete(paper)
    await session.flush()  # refused here rather than at commit
    return nomination


async def _require(session: AsyncSession, actor: Actor, nomination: Nomination) -> None:
    if not policy.could_hold(actor, Permission.NOMINATION_PREPARE):
        subjects = await subjects_of(session, [nomination])
        policy.require(actor, Permission.NOMINATION_SUGGEST, subjects[nomination.id])
        check_gatherer(
            suggested_it=nomination.created_by_id == actor.person_id,
            leads_unit=nomination.unit_id in actor.units_as(Role.UNIT_LEADER),
        )
    check_open(nomination.state)
