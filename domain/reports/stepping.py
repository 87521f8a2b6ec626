"""One step of a report: the state changes, and its history and the audit trail say so in the same transaction."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.inspection import inspect

from domain.actor import Actor
from domain.audit.actions import record, snapshot
from domain.clock import utc_now
from domain.reports.model import UnitReport, UnitReportStep
from domain.reports.rules import ReportState


async def step(
    session: AsyncSession,
    actor: Actor,
    report: UnitReport,
    target: ReportState,
    deed: str,
    *,
    reason: str | None = None,
    **changes: Any,
) -> None:
    """Bring a locked report to a state that was found reachable; `changes` are columns that change with it.

    A report that is not stored yet takes its first step. The number of a step is the version that it made.
    """
    is_known = inspect(report).persistent
    before, was = (snapshot(report), report.state) if is_known else (None, None)
    for column, value in {**changes, "state": target, "state_since": utc_now()}.items():
        setattr(report, column, value)
    session.add(report)
    await session.flush()  # the history needs its id and version
    session.add(
        UnitReportStep(
            report_id=report.id,
            number=report.version,
            from_state=was,
            to_state=target,
            document_id=report.document_id,
            reason=reason,
            at=report.state_since,
            by_id=actor.person_id,
        )
    )
    record(session, actor, deed, report, before=before, after=snapshot(report), reason=reason)
