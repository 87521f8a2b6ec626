"""Who may see rubrics, and fetching them for a deed."""

from uuid import UUID

from sqlalchemy import ColumnElement, false, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from domain.actor import Actor, Role
from domain.criteria.model import Criterion, CriterionBand, Rubric
from domain.criteria.rules import RubricState
from domain.reading import locking, viewer
from domain.reading.source import Source, following

#: Who may see rubrics that are still being drafted.
SEE_DRAFTS = (Role.INFORMATION_CENTER, Role.PERSONNEL, Role.MINISTRY_LEADER, Role.AUDITOR)


def visible_rubrics(actor: Actor) -> ColumnElement[bool]:
    """Let everyone signed in see frozen rubrics; drafts, those who prepare and approve them."""
    if viewer.sees_all(actor, *SEE_DRAFTS):
        return true()
    return false() if actor.is_anonymous else Rubric.state == RubricState.FROZEN


RUBRICS = Source(Rubric, visible_rubrics)
#: Criteria are seen with their rubric, bands with their criterion.
CRITERIA = following(Criterion, Criterion.rubric_id, RUBRICS)
BANDS = following(CriterionBand, CriterionBand.criterion_id, CRITERIA)


async def get(session: AsyncSession, actor: Actor, rubric_id: UUID, field: str = "rubricId") -> Rubric:
    """Fetch a rubric. Raises NotFound, with the path of the input field that named it."""
    return await locking.get(session, actor, Rubric, RUBRICS, rubric_id, (field,))


async def get_for_update(session: AsyncSession, actor: Actor, rubric_id: UUID, field: str = "rubricId") -> Rubric:
    """Fetch and lock a rubric. Raises NotFound."""
    return await locking.get_for_update(session, actor, Rubric, RUBRICS, rubric_id, (field,))


async def criteria_of(session: AsyncSession, rubric_id: UUID) -> list[Criterion]:
    """Return a rubric's criteria in their order."""
    found = await session.scalars(select(Criterion).where(Criterion.rubric_id == rubric_id).order_by(Criterion.ordinal))
    return list(found)


async def bands_of(session: AsyncSession, rubric_id: UUID) -> dict[UUID, list[CriterionBand]]:
    """Return the bands of a rubric's criteria in their order, by criterion."""
    found = await session.scalars(
        select(CriterionBand)
        .join(Criterion, Criterion.id == CriterionBand.criterion_id)
        .where(Criterion.rubric_id == rubric_id)
        .order_by(CriterionBand.ordinal)
    )
    bands: dict[UUID, list[CriterionBand]] = {}
    for band in found:
        bands.setdefault(band.criterion_id, []).append(band)
    return bands
