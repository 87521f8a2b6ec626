"""Deeds of the standing body on what units reported: receive, return for supplement, accept; tell in a synthesis."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.access import policy
from domain.access.permissions import Permission
from domain.actor import Actor
from domain.initiatives.rules import require_reason
from domain.reading.locking import check_version
from domain.reports import queries
from domain.reports.model import UnitReport
from domain.reports.rules import ReportState, check_step
from domain.reports.stepping import step


async def receive_unit_report(
    session: AsyncSession, actor: Actor, *, report_id: UUID, expected_version: int
) -> UnitReport:
    """Acknowledge a submitted report. Raises NotFound, NotAllowed, StaleVersion, Conflict (state)."""
    report = await _received_by(session, actor, report_id, expected_version, ReportState.RECEIVED)
    await step(session, actor, report, ReportState.RECEIVED, "UNIT_REPORT_RECEIVED")
    return report


async def return_unit_report(
    session: AsyncSession, actor: Actor, *, report_id: UUID, expected_version: int, reason: str
) -> UnitReport:
    """Ask a unit to supplement its report. Raises NotFound, NotAllowed, StaleVersion, Conflict (state), Invalid."""
    report = await _received_by(session, actor, report_id, expected_version, ReportState.RETURNED)
    given = require_reason(reason)
    await step(session, actor, report, ReportState.RETURNED, "UNIT_REPORT_RETURNED", reason=given)
    return report


async def accept_unit_report(
    session: AsyncSession, actor: Actor, *, report_id: UUID, expected_version: int
) -> UnitReport:
    """Find a received report complete. Raises NotFound, NotAllowed, StaleVersion, Conflict (state)."""
    report = await _received_by(session, actor, report_id, expected_version, ReportState.ACCEPTED)
    await step(session, actor, report, ReportState.ACCEPTED, "UNIT_REPORT_ACCEPTED")
    return report


async def synthesise_reports(
    session: AsyncSession, actor: Actor, *, movement_id: UUID, synthesis_id: UUID, made_at: datetime
) -> None:
    """Note of a movement's reports that were accepted when a synthesis was made that it tells of them.

    Part of giving the synthesis out, whose permission it needs.
    """
    told = (
        UnitReport.movement_id == movement_id,
        UnitReport.state == ReportState.ACCEPTED,
        UnitReport.state_since <= made_at,
    )
    reports = await session.scalars(select(UnitReport).where(*told).order_by(UnitReport.id).with_for_update())
    for report in reports.all():
        deed, target = "UNIT_REPORT_SYNTHESISED", ReportState.SYNTHESISED
        await step(session, actor, report, target, deed, synthesis_id=synthesis_id)


async def _received_by(
    session: AsyncSession, actor: Actor, report_id: UUID, expected_version: int, target: ReportState
) -> UnitReport:
    report = await queries.get_for_update(session, actor, report_id)
    policy.require(actor, Permission.REPORT_RECEIVE)
    check_version(report, expected_version)
    check_step(report.state, target)
    return report
