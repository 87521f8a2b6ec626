"""The two rounds of the demonstration: one closed with a published result, one open.

Evaluators differ as people do: one is strict, one lenient, some leave sheets unfinished, some abstain, one is recused.
Marks are drawn from a fixed seed, so the demonstration is the same on every machine.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any
from uuid import UUID

from api.demo.launching import CENTER
from api.demo.story import Story, data, moment
from domain import clock
from domain.criteria.model import Criterion
from domain.criteria.queries import criteria_of
from domain.evaluations import assigning, entries, results, rounds, scoring
from domain.evaluations.model import Assignment, Round, ScoreSheet
from domain.evaluations.rules import GivenMark

PER_ENTRY = 4
STRICT, LENIENT = 0, 1
#: How far an evaluator's taste lies from the panel's, as a share of the scale.
OFFSETS = {STRICT: -0.16, LENIENT: 0.14}
ABSTENTIONS = frozenset({17, 63, 110})
RECUSAL = 41
UNFINISHED = frozenset({8, 29, 52, 77, 98, 131, 149})
REOPENED = 5
#: Two initiatives that panels found exactly as good as one another.
TIED = (6, 21)

FIRST_ROUND = (moment("2024-09-03 08:00"), moment("2024-10-16 00:00"))
SECOND_ROUND = (moment("2024-12-25 00:00"), moment("2025-01-11 00:00"))


@dataclass(frozen=True, slots=True)
class Panel:
    """A round with those who score in it; `keys` are their keys in the order of the data."""

    round_id: UUID
    keys: Sequence[str]
    criteria: Sequence[Criterion]


async def hold_first_round(story: Story, movement_id: UUID, rubric_id: UUID) -> None:
    """Open, score, close, publish."""
    panel, given = await _open(story, movement_id, rubric_id, "Vòng chấm sơ kết", "SCORED", FIRST_ROUND)
    randomness = Random(20240903)  # noqa: S311 -- reproducible, not secret
    qualities = _qualities(sorted({each.initiative_id for each in given}, key=str), randomness)
    for number, assignment in enumerate(given):
        when = FIRST_ROUND[0] + timedelta(days=1 + number % 35, minutes=30 + (number * 17) % 420)
        with story.at(when):
            await _score(story, panel, assignment, number, qualities, randomness)
    center = await story.actor(CENTER)
    with story.at(FIRST_ROUND[1], minutes=9 * 60):
        round_ = await story.session.get_one(Round, panel.round_id)
        _closed, result = await rounds.close_round(
            story.session, center, round_id=round_.id, expected_version=round_.version
        )
        story.step()
    with story.at(FIRST_ROUND[1], minutes=2 * 24 * 60 + 9 * 60):
        await results.publish_result(story.session, center, result_id=result.id)
        story.step()


async def hold_second_round(story: Story, movement_id: UUID, rubric_id: UUID) -> None:
    """Open it and score a part: the rest is for whoever looks at the demonstration."""
    panel, given = await _open(story, movement_id, rubric_id, "Vòng chấm cuối năm", "SCORING", SECOND_ROUND)
    randomness = Random(20241225)  # noqa: S311 -- reproducible, not secret
    qualities = _qualities(sorted({each.initiative_id for each in given}, key=str), randomness)
    for number, assignment in enumerate(given[: len(given) // 3]):
        with story.at(SECOND_ROUND[0] + timedelta(days=1 + number % 8, minutes=8 * 60 + number * 7)):
            submit = number % 4 != 0
            await _save(story, panel, assignment, qualities[assignment.initiative_id], randomness, submit=submit)


async def _open(
    story: Story, movement_id: UUID, rubric_id: UUID, name: str, state: str, period: tuple[datetime, datetime]
) -> tuple[Panel, list[Assignment]]:
    center = await story.actor(CENTER)
    people = data("people")["person"]
    judges = {person["key"]: person["unit"] for person in people if person["evaluator"]}
    chosen = [said for said in data("initiatives")["initiative"] if said["state"] == state]
    with story.at(period[0] - timedelta(days=5)):
        round_ = await rounds.create_round(
            story.session,
            center,
            movement_id=movement_id,
            rubric_id=rubric_id,
            name=name,
            opens_at=period[0],
            closes_at=period[1],
        )
        await entries.add_round_entries(
            story.session,
            center,
            round_id=round_.id,
            expected_version=round_.version,
            initiative_ids=[story.initiatives[said["key"]] for said in chosen],
        )
        for key in judges:
            await assigning.appoint_evaluator(story.session, center, round_id=round_.id, person_id=story.people[key])
            story.step()
    with story.at(period[0]):
        await rounds.open_round(story.session, center, round_id=round_.id, expected_version=round_.version)
        given: list[Assignment] = []
        pairs = _pairs(story, chosen, judges)
        for start in range(0, len(pairs), 100):
            given += await assigning.assign_evaluators(
                story.session, center, round_id=round_.id, pairs=pairs[start : start + 100]
            )
            story.step()
    story.roles_changed()
    return Panel(round_.id, list(judges), await criteria_of(story.session, rubric_id)), given


def _pairs(story: Story, chosen: Sequence[Mapping[str, object]], judges: Mapping[str, str]) -> list[tuple[UUID, UUID]]:
    """Give every initiative to the four evaluators with the least work who have no conflict of interest."""
    load = dict.fromkeys(judges, 0)
    order = {key: place for place, key in enumerate(judges)}
    pairs = []
    for number, said in enumerate(chosen):
        authors = {author["person"] for author in said["authors"]}  # type: ignore[attr-defined]  # data of our own
        free = [key for key, unit in judges.items() if unit != said["unit"] and key not in authors]
        free.sort(key=lambda key: (load[key], (order[key] + number * 7) % len(judges)))
        for key in free[:PER_ENTRY]:
            load[key] += 1
            pairs.append((story.initiatives[str(said["key"])], story.people[key]))
    return pairs


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
                await story.actor(CENTER),
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
    tied = assignment.initiative_id in _tied(story)
    criteria = panel.criteria if submit else panel.criteria[:4]
    marks = [
        GivenMark(criterion.id, _mark(criterion, 0.8 if tied else quality + offset + randomness.gauss(0, 0.06)))
        for criterion in criteria
    ]
    comment = "Đối chiếu số liệu trước và sau khi áp dụng; minh chứng phù hợp với nội dung khai." if submit else None
    sheet = await scoring.save_score_sheet(
        story.session, evaluator, assignment_id=assignment.id, marks=marks, comment=comment
    )
    story.step()
    if submit:
        with story.at(clock.utc_now(), minutes=6):
            await scoring.submit_score_sheet(
                story.session, evaluator, sheet_id=sheet.id, expected_version=sheet.version
            )
        story.step()
    return sheet


def _tied(story: Story) -> set[UUID]:
    scored = [said["key"] for said in data("initiatives")["initiative"] if said["state"] == "SCORED"]
    return {story.initiatives[scored[index]] for index in TIED}


def _mark(criterion: Criterion, share: float) -> Decimal:
    """Turn a share of the scale into a mark on it."""
    steps = (criterion.scale_max - criterion.scale_min) / criterion.step
    chosen = round(min(1.0, max(0.0, share)) * float(steps))
    return criterion.scale_min + criterion.step * chosen


def _key(story: Story, panel: Panel, assignment: Assignment) -> str:
    return next(key for key in panel.keys if story.people[key] == assignment.evaluator_id)
