"""Who may see what units reported, where each unit stands, and what a deed on reports needs to know."""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, exists, func, literal, select, true, type_coerce
from sqlalchemy.ext.asyncio import AsyncSession

from domain.actor import Actor, Role
from domain.movements.model import Participation
from domain.orm import text_enum
from domain.reading import locking, viewer
from domain.reading.source import Source, following
from domain.reports.model import UnitReport, UnitReportStep
from domain.reports.rules import ReportStanding

#: Who reads what all units report; leaders and focal officers read that of their own.
SEE_REPORTS = (
    Role.INFORMATION_CENTER,
    Role.PERSONNEL,
    Role.MINISTRY_LEADER,
    Role.COUNCIL_SECRETARY,
    Role.AUDITOR,
)
_STANDINGS = text_enum(ReportStanding)


def visible_reports(actor: Actor) -> ColumnElement[bool]:
    """Let reports be seen by those who receive, read and check them, and by those who serve the unit."""
    return _visible(actor, UnitReport.unit_id)


def standing_shown(actor: Actor) -> ColumnElement[bool]:
    """Let where a unit stands be read like its report."""
    return _visible(actor, Participation.unit_id)


def _visible(actor: Actor, unit_id: Any) -> ColumnElement[bool]:
    if viewer.sees_all(actor, *SEE_REPORTS):
        return true()
    serves = bool(actor.units_as(Role.UNIT_LEADER, Role.FOCAL_OFFICER))
    return viewer.any_of(viewer.among(unit_id, viewer.served_units) if serves else None)


REPORTS = Source(UnitReport, visible_reports)
STEPS = following(UnitReportStep, UnitReportStep.report_id, REPORTS)

_SENT = (
    select(type_coerce(UnitReport.punctuality, _STANDINGS))
    .where(UnitReport.participation_id == Participation.id)
    .correlate(Participation)
    .scalar_subquery()
)
#: Where a unit that takes part stands with its report.
STANDING: ColumnElement[ReportStanding] = func.coalesce(
    _SENT, literal(ReportStanding.MISSING, _STANDINGS), type_=_STANDINGS
)


async def get_for_update(session: AsyncSession, actor: Actor, report_id: UUID, field: str = "reportId") -> UnitReport:
    """Fetch and lock a report. Raises NotFound."""
    return await locking.get_for_update(session, actor, UnitReport, REPORTS, report_id, (field,))


async def participation_for_update(session: AsyncSession, movement_id: UUID, unit_id: UUID) -> Participation | None:
    """Fetch and lock a unit's part in a movement: two first reports come one after another."""
    statement = select(Participation).where(Participation.movement_id == movement_id, Participation.unit_id == unit_id)
    return await session.scalar(statement.with_for_update())


async def report_of(session: AsyncSession, participation_id: UUID) -> UnitReport | None:
    """Fetch and lock what a unit reported, whoever may see it."""
    statement = select(UnitReport).where(UnitReport.participation_id == participation_id)
    return await session.scalar(statement.with_for_update())


async def was_sent(session: AsyncSession, report_id: UUID, document_id: UUID) -> bool:
    """Say whether a document stood for a report before."""
    found = exists().where(UnitReportStep.report_id == report_id, UnitReportStep.document_id == document_id)
    return bool(await session.scalar(select(found)))


async def seen_of(session: AsyncSession, actor: Actor, movement_id: UUID, unit_id: UUID) -> UnitReport | None:
    """Return what a unit reported on a movement, where the actor sees it."""
    statement = select(UnitReport).where(
        UnitReport.movement_id == movement_id, UnitReport.unit_id == unit_id, REPORTS.visible(actor)
    )
    return await session.scalar(statement, viewer.values(actor))
