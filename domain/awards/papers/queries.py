"""Who may see the papers of a dossier: whoever sees the dossier."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from domain.actor import Actor
from domain.awards.papers.model import DossierPaper
from domain.awards.queries import NOMINATIONS
from domain.reading import locking
from domain.reading.source import following

PAPERS = following(DossierPaper, DossierPaper.nomination_id, NOMINATIONS)


async def get(session: AsyncSession, actor: Actor, paper_id: UUID, field: str = "paperId") -> DossierPaper:
    """Fetch a paper. Raises NotFound."""
    return await locking.get(session, actor, DossierPaper, PAPERS, paper_id, (field,))


async def get_for_update(session: AsyncSession, actor: Actor, paper_id: UUID, field: str = "paperId") -> DossierPaper:
    """Fetch and lock a paper. Raises NotFound."""
    return await locking.get_for_update(session, actor, DossierPaper, PAPERS, paper_id, (field,))
