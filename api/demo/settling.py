"""The tie-break of the demonstration: five evaluators compare, pair by pair, the entries that share the best place."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from api.demo.convening import Panel
from api.demo.launching import CENTER
from api.demo.organisation import REGISTRAR
from api.demo.story import Story
from domain.comparisons import actions as comparing
from domain.comparisons.rules import Preference
from domain.evaluations import assigning, rounds
from domain.evaluations.model import Round
from domain.results import actions as results
from domain.results import tie_breaking
from domain.results.model import Result, ResultEntry

DAY = timedelta(days=1)
#: Who compares, by their places among the evaluators; the last one sees it the other way round.
COMPARING = (2, 5, 8, 11, 13)


async def latest(story: Story, round_id: UUID) -> Result:
    """Return the latest version of a round's result."""
    of_round = select(Result).where(Result.round_id == round_id).order_by(Result.number.desc()).limit(1)
    return (await story.session.scalars(of_round)).one()


async def settle(story: Story, panel: Panel, result: Result) -> None:
    """Hold a tie-break among what shares the best place that is shared, publish it, apply it."""
    center, registrar = await story.actor(CENTER), await story.actor(REGISTRAR)
    begin = panel.plan.period[1] + 2 * DAY
    with story.at(begin):
        round_ = await tie_breaking.create_tie_break_round(
            story.session,
            center,
            result_id=result.id,
            name="Vòng phân định đồng hạng",
            opens_at=begin,
            closes_at=begin + 3 * DAY,
            initiative_ids=await _best_tied(story, result),
        )
        story.step()
        keys = [panel.keys[at] for at in COMPARING]
        for key in keys:
            await assigning.appoint_evaluator(story.session, center, round_id=round_.id, person_id=story.people[key])
            story.step()
        await rounds.open_round(story.session, center, round_id=round_.id, expected_version=round_.version)
        story.step()
    story.roles_changed()
    for number, key in enumerate(keys):
        await _compare(story, round_, key, begin + timedelta(hours=9 + number), is_contrary=key == keys[-1])
    with story.at(begin + 3 * DAY):
        await rounds.close_round(story.session, center, round_id=round_.id, expected_version=round_.version)
        story.step()
        await story.do_jobs()
    settled = await latest(story, round_.id)
    with story.at(begin + 4 * DAY):
        await results.verify_result(story.session, registrar, result_id=settled.id)
        await results.publish_result(story.session, center, result_id=settled.id)
        story.step()
        reason = "Áp dụng kết quả so sánh từng cặp giữa các sáng kiến đồng hạng."
        await tie_breaking.apply_tie_break(story.session, center, result_id=settled.id, reason=reason)
        story.step()
        await story.do_jobs()


async def _best_tied(story: Story, result: Result) -> Sequence[UUID]:
    """Return the entries of the first place that is shared."""
    tied = select(ResultEntry.place, ResultEntry.initiative_id).where(
        ResultEntry.result_id == result.id, ResultEntry.is_tied
    )
    by_place: defaultdict[int, list[UUID]] = defaultdict(list)
    for place, initiative_id in await story.session.execute(tied.order_by(ResultEntry.initiative_id)):
        by_place[place or 0].append(initiative_id)
    return by_place[min(by_place)]


async def _compare(story: Story, round_: Round, key: str, begin: datetime, *, is_contrary: bool) -> None:
    """Let an evaluator compare all that they may: what comes first by its id is better, but to the contrary one."""
    actor, minutes = await story.actor(key), 0
    while True:
        with story.at(begin, minutes=minutes):
            pair = await comparing.ask_next_pair(story.session, actor, round_id=round_.id)
        if pair is None:
            return
        is_first = (str(pair.left_initiative_id) < str(pair.right_initiative_id)) is not is_contrary
        with story.at(begin, minutes=minutes + 12):
            await comparing.answer_comparison(
                story.session,
                actor,
                comparison_id=pair.id,
                expected_version=pair.version,
                preferred=Preference.LEFT if is_first else Preference.RIGHT,
                comment="Số liệu đo trước và sau rõ ràng hơn.",
            )
        story.step()
        minutes += 15
