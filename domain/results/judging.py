"""What a result says of each evaluator: severity and consistency; and for coaching pace, halo and anchors."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import combinations
from statistics import StatisticsError, correlation, fmean, median
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.engine.outcome import Evaluation, SheetOutcome
from domain.engine.problem import Problem, Sheet
from domain.engine.rounding import rounded, rounded_float
from domain.evaluations.model import RoundEntry, ScoreSheet
from domain.results import wording
from domain.results.model import Result, ResultJudge

PLACES = 2
#: Fewer sheets than this say nothing of how criteria go together.
_FEWEST_FOR_HALO = 5


async def judges_of(
    session: AsyncSession, result: Result, problem: Problem, evaluation: Evaluation
) -> list[ResultJudge]:
    """Return the rows of a result's evaluators."""
    (stage,) = problem.stages
    pace = await _minutes(session, result.round_id)
    offsets = _anchor_offsets(evaluation.sheets, await _anchors(session, result.round_id))
    sheets: dict[str, list[Sheet]] = {}
    for sheet in stage.sheets:
        sheets.setdefault(sheet.judge, []).append(sheet)
    return [
        ResultJudge(
            result_id=result.id,
            evaluator_id=UUID(each.judge),
            sheets=each.sheets,
            severity=each.severity,
            severity_se=each.severity_se,
            outfit=each.outfit,
            halo=halo_of(sheets.get(each.judge, ())),
            minutes=pace.get(each.judge),
            anchor_offset=offsets.get(each.judge),
            flags=list(each.flags),
            note=note and note.vi,
            note_en=note and note.en,
        )
        for each in evaluation.judges
        for note in [wording.of_judge(each)]
    ]


def halo_of(sheets: Sequence[Sheet]) -> Decimal | None:
    """Return the mean correlation between marks of different criteria over an evaluator's whole sheets.

    Near 1: one impression decided every criterion. None below five sheets or where nothing varies.
    """
    criteria = sorted(set.intersection(*(set(sheet.marks) for sheet in sheets))) if sheets else []
    if len(sheets) < _FEWEST_FOR_HALO:
        return None
    columns = {key: [float(sheet.marks[key]) for sheet in sheets] for key in criteria}
    found = []
    for one, other in combinations(criteria, 2):
        try:
            found.append(correlation(columns[one], columns[other]))
        except StatisticsError:  # a criterion whose marks are all the same goes with no other
            continue
    return rounded_float(fmean(found), PLACES) if found else None


async def _minutes(session: AsyncSession, round_id: UUID) -> Mapping[str, Decimal]:
    """Return the median minutes from an evaluator's first save of a sheet to its submission; typed-in ones are out."""
    statement = select(ScoreSheet.evaluator_id, ScoreSheet.created_at, ScoreSheet.submitted_at).where(
        ScoreSheet.round_id == round_id, ScoreSheet.entered_by_id.is_(None)
    )
    taken: dict[str, list[float]] = {}
    for evaluator_id, began, ended in await session.execute(statement):
        if ended is not None:
            taken.setdefault(str(evaluator_id), []).append((ended - began).total_seconds() / 60)
    return {key: rounded_float(median(minutes), PLACES) for key, minutes in taken.items()}


async def _anchors(session: AsyncSession, round_id: UUID) -> frozenset[str]:
    statement = select(RoundEntry.initiative_id).where(RoundEntry.round_id == round_id, RoundEntry.is_anchor)
    return frozenset(str(key) for key in await session.scalars(statement))


def _anchor_offsets(sheets: Sequence[SheetOutcome], anchors: frozenset[str]) -> Mapping[str, Decimal]:
    """Return by how many points each evaluator marked the anchors above the mean of all their evaluators."""
    given: dict[str, dict[str, Fraction]] = {}
    for sheet in sheets:
        if sheet.entry in anchors:
            given.setdefault(sheet.entry, {})[sheet.judge] = Fraction(sheet.total)
    apart: dict[str, list[Fraction]] = {}
    for by_judge in given.values():
        mean = sum(by_judge.values(), Fraction()) / len(by_judge)
        for judge, total in by_judge.items():
            apart.setdefault(judge, []).append(total - mean)
    return {judge: rounded(sum(each, Fraction()) / len(each), PLACES) for judge, each in apart.items()}
