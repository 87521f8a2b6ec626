"""Sending a unit's signed report to the standing body: what the unit owes the movement before a day."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from domain.access import policy
from domain.access.permissions import Permission
from domain.access.predicates import Subject
from domain.actor import Actor
from domain.clock import utc_now
from domain.documents import queries
from domain.documents.model import OfficialDocument
from domain.documents.rules import check_sent
from domain.initiatives.rules import Punctuality
from domain.movements import queries as movements
from domain.movements.model import Participation
from domain.movements.rules import check_not_archived, is_on_time, refuse_no_part
from domain.reading.locking import check_version
from domain.reports import queries as reports
from domain.reports.model import UnitReport
from domain.reports.rules import ReportState, check_step, check_supplemented
from domain.reports.stepping import step


async def submit_unit_report(
    session: AsyncSession, actor: Actor, *, document_id: UUID, expected_version: int
) -> UnitReport:
    """Send in a unit's report that its head has signed; one that was returned is sent again as another document.

    Late reports are taken, too, until the movement is archived. Raises NotFound, NotAllowed, StaleVersion, Conflict.
    """
    document = await queries.get_for_update(session, actor, document_id)
    policy.require(actor, Permission.REPORT_SUBMIT, Subject(unit_id=document.unit_id))
    check_version(document, expected_version)
    check_sent(document.kind, document.state)
    movement = await movements.get(session, actor, document.movement_id)
    check_not_archived(movement.state)

    part = await _part(session, document)
    now, report = utc_now(), await reports.report_of(session, part.id)
    if report is None:
        is_early = is_on_time(now, movement.report_due_before)
        punctuality = Punctuality.ON_TIME if is_early else Punctuality.LATE
        of = {"participation_id": part.id, "movement_id": part.movement_id, "unit_id": part.unit_id}
        report = UnitReport(**of, first_submitted_at=now, punctuality=punctuality)
    else:
        check_step(report.state, ReportState.SUBMITTED)
        check_supplemented(was_sent=await reports.was_sent(session, report.id, document.id))
    deed, target = "UNIT_REPORT_SUBMITTED", ReportState.SUBMITTED
    await step(session, actor, report, target, deed, document_id=document.id, submitted_at=now)
    return report


async def _part(session: AsyncSession, document: OfficialDocument) -> Participation:
    """Return the part of a document's unit in its movement, locked: two first reports come one after another."""
    if document.unit_id is not None:
        part = await reports.participation_for_update(session, document.movement_id, document.unit_id)
        if part is not None:
            return part
    raise refuse_no_part("documentId")
