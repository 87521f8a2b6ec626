"""How the first round of the demonstration ends: talk, closing, versions of its result, a tie-break, publication."""

from uuid import UUID

from sqlalchemy import func, select

from api.demo.convening import Panel
from api.demo.launching import CENTER
from api.demo.organisation import REGISTRAR
from api.demo.settling import latest, settle
from api.demo.story import Story
from domain.discussions import actions as discussions
from domain.discussions.model import DISPUTES
from domain.discussions.rules import Audience
from domain.evaluations import phases, rounds
from domain.evaluations.model import Round, RoundPhase
from domain.results import actions as results
from domain.results import excluding
from domain.results.model import Result, ResultSheet

HOUR, DAY = 60, 24 * 60


async def conclude(story: Story, panel: Panel) -> None:
    """Talk about what is disputed, close, exclude the most unusual sheet, settle what is tied, publish."""
    center, registrar = await story.actor(CENTER), await story.actor(REGISTRAR)
    end = panel.plan.period[1]
    with story.at(end, minutes=-3 * DAY):
        await _enter(story, panel, 2)
        await _discuss(story, panel)
    with story.at(end, minutes=-DAY):
        await _enter(story, panel, 3)
    with story.at(end, minutes=9 * HOUR):
        round_ = await story.session.get_one(Round, panel.round_id)
        await rounds.close_round(story.session, center, round_id=round_.id, expected_version=round_.version)
        story.step()
        await story.do_jobs()
    with story.at(end, minutes=DAY):
        reason = "Người chấm xác nhận nhập nhầm dòng trên phiếu giấy; điểm lệch hẳn so với cả hội đồng."
        await excluding.exclude_sheet(
            story.session, registrar, sheet_id=await _most_unusual(story, panel), reason=reason
        )
        story.step()
        await results.compute_result(
            story.session, center, round_id=panel.round_id, reason="Loại một phiếu nhập nhầm dòng."
        )
        story.step()
        await story.do_jobs()
    with story.at(end, minutes=DAY + 6 * HOUR):
        await results.verify_result(story.session, registrar, result_id=(await latest(story, panel.round_id)).id)
        story.step()
    await settle(story, panel, await latest(story, panel.round_id))
    with story.at(end, minutes=7 * DAY):
        result = await latest(story, panel.round_id)
        await results.verify_result(story.session, registrar, result_id=result.id)
        story.step()
    with story.at(end, minutes=8 * DAY + 9 * HOUR):
        await results.publish_result(story.session, center, result_id=result.id)
        story.step()


async def _enter(story: Story, panel: Panel, ordinal: int) -> None:
    round_ = await story.session.get_one(Round, panel.round_id)
    wanted = select(RoundPhase.id).where(RoundPhase.round_id == round_.id, RoundPhase.ordinal == ordinal)
    await phases.enter_round_phase(
        story.session,
        await story.actor(CENTER),
        round_id=round_.id,
        expected_version=round_.version,
        phase_id=(await story.session.scalars(wanted)).one(),
    )
    story.step()


async def _discuss(story: Story, panel: Panel) -> None:
    """The organisers ask about the two entries on which evaluators lie furthest apart."""
    widest = (
        select(DISPUTES.c.id)
        .where(DISPUTES.c.round_id == panel.round_id)
        .order_by(DISPUTES.c.spread.desc(), DISPUTES.c.id)
        .limit(2)
    )
    for entry_id in await story.session.scalars(widest):
        await discussions.post_to_discussion(
            story.session,
            await story.actor(REGISTRAR),
            entry_id=entry_id,
            audience=Audience.EVALUATORS,
            body="Điểm của các thành viên lệch nhau nhiều; đề nghị nêu căn cứ ở tiêu chí C1 và C4.",
        )
        story.step()


async def _most_unusual(story: Story, panel: Panel) -> UUID:
    """Return the sheet that lies furthest from what the model expects of it."""
    farthest = (
        select(ResultSheet.sheet_id)
        .join(Result, Result.id == ResultSheet.result_id)
        .where(Result.round_id == panel.round_id, ResultSheet.studentized.is_not(None))
        .order_by(func.abs(ResultSheet.studentized).desc(), ResultSheet.sheet_id)
        .limit(1)
    )
    return (await story.session.scalars(farthest)).one()
