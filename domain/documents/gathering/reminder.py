"""What a reminder (công văn đôn đốc) says to one unit: what it has submitted, and until when."""

from functools import partial

from sqlalchemy.ext.asyncio import AsyncSession

from domain.actor import Actor
from domain.clock import VIETNAM, utc_now
from domain.documents.gathering.frame import Asked, Gathered, launch_of, letterhead_of, movement_of, own_unit, told
from domain.documents.gathering.unit_report import require_part, submitted
from domain.documents.numbering import day_text, number_text
from domain.documents.templates.reminder import Missing, Reminder, reminder
from domain.movements.rules import is_on_time
from domain.reports import queries as reports
from domain.reports.model import UnitReport
from domain.reports.rules import ReportState
from domain.units import queries as units


async def gather(session: AsyncSession, actor: Actor, asked: Asked) -> Gathered:
    """Gather a reminder to a unit that takes part. Raises NotFound, Conflict."""
    movement, issuer = await movement_of(session, actor, asked), await own_unit(session, actor)
    unit = await units.get(session, actor, asked.about.unit_id)  # type: ignore[arg-type]  # the rules need it
    await require_part(session, movement, unit)
    sent = len(await submitted(session, actor, movement.id, unit.id))
    owed = f"Mới gửi {number_text(sent)} sáng kiến, giải pháp" if sent else "Chưa gửi sáng kiến, giải pháp nào"
    report = await reports.seen_of(session, actor, movement.id, unit.id)
    letter = Reminder(
        letterhead=await letterhead_of(session, issuer, recipients=("Lãnh đạo Bộ (để báo cáo)",)),
        movement=told(movement),
        addressees=(unit.name,),
        launch=launch_of(movement),
        due=movement.report_due_before,
        missing=(Missing(unit.name, f"{_of_report(report)}. {owed}"),),
        is_overdue=not is_on_time(utc_now(), movement.report_due_before),
    )
    return Gathered(partial(reminder, letter), issuer.id)


def _of_report(report: UnitReport | None) -> str:
    """Say what a unit owes of its report."""
    if report is None:
        return "Chưa gửi báo cáo kết quả"
    day = day_text(report.submitted_at.astimezone(VIETNAM).date())
    if report.state is ReportState.RETURNED:
        return f"Chưa gửi bổ sung báo cáo kết quả đã được trả lại (bản gửi {day})"
    return f"Đã gửi báo cáo kết quả {day}"
