"""The two rounds of the demonstration: one closed with a published result, one open.

Evaluators differ as people do: one is strict, one lenient, some leave sheets unfinished, some abstain, one is recused.
Marks are drawn from a fixed seed, so the demonstration is the same on every machine.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from decimal import Decimal
from random import Random
from typing import Any
from uuid import UUID

from api.demo.concluding import conclude
from api.demo.convening import FIRST, SECOND, Panel, convene
from api.demo.launching import CENTER
from api.demo.organisation import REGISTRAR
from api.demo.story import Story
from domain import clock
from domain.criteria.model import Criterion
from domain.evaluations import scoring
from domain.evaluations.model import Assignment, ScoreSheet
from domain.evaluations.rules import GivenMark
from domain.proposals import actions as proposals

STRICT, LENIENT = 0, 1
#: How far an evaluator's taste lies from the panel's, as a share of the scale.
OFFSETS = {STRICT: -0.16, LENIENT: 0.14}
ABSTENTIONS = frozenset({17, 63, 110})
RECUSAL = 41
UNFINISHED = frozenset({8, 29, 52, 77, 98, 131, 149})
REOPENED = 5


async def hold_first_round(story: Story, movement_id: UUID, rubric_id: UUID) -> None:
    """Open, score, talk, close; look at what is flagged, compute again without one sheet, verify, publish."""
    panel, given = await convene(story, movement_id, rubric_id, FIRST)
    randomness = Random(20240903)  # noqa: S311 -- reproducible, not secret
    qualities = _qualities(sorted({each.initiative_id for each in given}, key=str), randomness)
    for number, assignment in enumerate(given):
        when = FIRST.period[0] + timedelta(days=1 + number % 35, minutes=30 + (number * 17) % 420)
        with story.at(when):
            await _score(story, panel, assignment, number, qualities, randomness)
            if number == RECUSAL:
                await _replace(story, panel, assignment, qualities, randomness)
    await conclude(story, panel)


async def hold_second_round(story: Story, movement_id: UUID, rubric_id: UUID) -> None:
    """Open it blind and score a part: the rest is for whoever looks at the demonstration."""
    panel, given = await convene(story, movement_id, rubric_id, SECOND)
    randomness = Random(20241225)  # noqa: S311 -- reproducible, not secret
    qualities = _qualities(sorted({each.initiative_id for each in given}, key=str), randomness)
    for number, assignment in enumerate(given[: len(given) // 3]):
        with story.at(SECOND.period[0] + timedelta(days=1 + number % 8, minutes=8 * 60 + number * 7)):
            submit = number % 4 != 0
            await _save(story, panel, assignment, qualities[assignment.initiative_id], randomness, submit=submit)


async def _replace(
    story: Story, panel: Panel, given_up: Assignment, qualities: Mapping[UUID, float], randomness: Random
) -> None:
    """Another evaluator scores what was given up."""
    with story.at(clock.utc_now(), minutes=60):
        made = await proposals.replace_evaluator(story.session, await story.actor(CENTER), assignment_id=given_up.id)
        story.step()
    with story.at(clock.utc_now(), minutes=24 * 60):
        await _save(story, panel, made, qualities[made.initiative_id], randomness, submit=True)


def _qualities(initiatives: Sequence[UUID], randomness: Random) -> dict[UUID, float]:
    return {each: min(0.95, max(0.35, randomness.gauss(0.7, 0.11))) for each in initiatives}


async def _score(
    story: Story, panel: Panel, assignment: Assignment, number: int, qualities: Mapping[UUID, float], randomness: Random
) -> None:
    evaluator = await story.actor(_key(story, panel, assignment))
    give_up: dict[str, Any] = {"assignment_id": assignment.id, "expected_version": assignment.version}
    if number in ABSTENTIONS:
        reason = "Không đủ chuyên môn về lĩnh vực này để cho điểm có căn cứ."
        await scoring.abstain(story.session, evaluator, **give_up, reason=reason)
        story.step()
        return
    if number == RECUSAL:
        reason = "Đã tư vấn cho nhóm tác giả khi xây dựng giải pháp."
        await scoring.recuse(story.session, evaluator, **give_up, reason=reason)
        story.step()
        return
    submit = number not in UNFINISHED
    sheet = await _save(story, panel, assignment, qualities[assignment.initiative_id], randomness, submit=submit)
    if number == REOPENED:
        # A second person reopens the sheet; the evaluator looks again and submits it once more.
        reason = "Thành viên chấm báo nhập nhầm điểm tiêu chí C1."
        with story.at(clock.utc_now(), minutes=30):
            again = await scoring.reopen_score_sheet(
                story.session,
                await story.actor(REGISTRAR),
                sheet_id=sheet.id,
                expected_version=sheet.version,
                reason=reason,
            )
        with story.at(clock.utc_now(), minutes=50):
            await scoring.submit_score_sheet(
                story.session, evaluator, sheet_id=again.id, expected_version=again.version
            )


async def _save(
    story: Story, panel: Panel, assignment: Assignment, quality: float, randomness: Random, *, submit: bool
) -> ScoreSheet:
    key = _key(story, panel, assignment)
    evaluator = await story.actor(key)
    offset = OFFSETS.get(panel.keys.index(key), 0.0)
    criteria = panel.criteria if submit else panel.criteria[:4]
    marks = [
        GivenMark(criterion.id, _mark(criterion, quality + offset + randomness.gauss(0, 0.06)))
        for criterion in criteria
    ]
    comment = "Đối chiếu số liệu trước và sau khi áp dụng; minh chứng phù hợp với nội dung khai." if submit else None
    sheet = await scoring.save_score_sheet(
        story.session, evaluator, assignment_id=assignment.id, marks=marks, comment=comment
    )
    story.step()
    if submit:
        with story.at(clock.utc_now(), minutes=4 + (story.done * 7) % 23):
            await scoring.submit_score_sheet(
                story.session, evaluator, sheet_id=sheet.id, expected_version=sheet.version
            )
        story.step()
    return sheet


def _mark(criterion: Criterion, share: float) -> Decimal:
    """Turn a share of the scale into a mark on it."""
    steps = (criterion.scale_max - criterion.scale_min) / criterion.step
    chosen = round(min(1.0, max(0.0, share)) * float(steps))
    return criterion.scale_min + criterion.step * chosen


def _key(story: Story, panel: Panel, assignment: Assignment) -> str:
    return next(key for key in panel.keys if story.people[key] == assignment.evaluator_id)
