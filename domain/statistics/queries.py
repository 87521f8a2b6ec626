"""What state statistics count, as plain rows: one statement for each form, whatever the number of rows."""

from datetime import UTC, date, datetime

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.actor import Actor
from domain.awards.model import AwardDecision, AwardForm, Nomination
from domain.awards.queries import visible_nominations
from domain.awards.rules import EFFECTIVE, AwardLevel
from domain.clock import VIETNAM
from domain.movements.model import Movement
from domain.movements.queries import visible_movements
from domain.reading import viewer
from domain.statistics.rules import GivenAward, LaunchedMovement


async def launched_movements(session: AsyncSession, actor: Actor, year: int) -> list[LaunchedMovement]:
    """Return the movements that were launched in a year of Viet Nam."""
    statement = select(Movement.scope, Movement.form, Movement.starts_on, Movement.ends_on).where(
        Movement.launched_at >= _first_moment(year),
        Movement.launched_at < _first_moment(year + 1),
        visible_movements(actor),
    )
    found = await session.execute(statement, viewer.values(actor))
    return [LaunchedMovement(*row) for row in found]


async def given_awards(session: AsyncSession, actor: Actor, year: int) -> list[GivenAward]:
    """Return the ministry's awards in force whose decisions were signed in a year, and the forms that nobody received.

    The tier is that of the day of the nomination.
    """
    statement = (
        select(AwardForm.code, AwardForm.name, Nomination.nominee_kind, Nomination.leadership_tier, Movement.form)
        .select_from(AwardForm)
        .outerjoin(Nomination, and_(Nomination.form_id == AwardForm.id, _is_given(actor, year)))
        .outerjoin(Movement, Movement.id == Nomination.movement_id)
        .where(AwardForm.level == AwardLevel.MINISTRY)
    )
    found = await session.execute(statement, viewer.values(actor))
    return [GivenAward(*row) for row in found]


def _is_given(actor: Actor, year: int) -> ColumnElement[bool]:
    signed = select(AwardDecision.id).where(AwardDecision.signed_on.between(date(year, 1, 1), date(year, 12, 31)))
    return and_(Nomination.state.in_(sorted(EFFECTIVE)), Nomination.decision_id.in_(signed), visible_nominations(actor))


def _first_moment(year: int) -> datetime:
    return datetime(year, 1, 1, tzinfo=VIETNAM).astimezone(UTC)
