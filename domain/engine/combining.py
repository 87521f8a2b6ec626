"""The final score over stages: what each stage gave, times its weight, added up exactly."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from domain.engine.means import ExactScore
from domain.engine.outcome import Flag, Status
from domain.engine.problem import Problem


@dataclass(frozen=True, slots=True)
class FinalScore:
    """What all stages together say of an entry; `score` is None unless it is RANKED.

    `stages` is how many stages gave it a score, `sheets` how many sheets it has in all, `flags` those of any stage.
    """

    score: Fraction | None
    raw: Fraction | None
    stages: int
    sheets: int
    flags: tuple[Flag, ...]
    status: Status


def final_scores(problem: Problem, scores: Mapping[str, Mapping[str, ExactScore]]) -> dict[str, FinalScore]:
    """Return the final score of every entry, by id in sorted order; `scores` are those of the stages, by stage id.

    An entry need not be in every stage: who did not qualify for a later one keeps the score so far, and whoever has
    completed more stages ranks before, whatever the scores, as in competitions whose stages add up. An entry that is
    in a stage without a score there has no final score: it is INCOMPLETE, or UNSCORED where no stage has a sheet.
    """
    parts: dict[str, list[tuple[Fraction, ExactScore]]] = {}
    for stage in problem.stages:
        weight = Fraction(stage.weight)
        for entry, score in scores[stage.id].items():
            parts.setdefault(entry, []).append((weight, score))
    return {entry: _combined(parts[entry]) for entry in sorted(parts)}


def _combined(parts: Sequence[tuple[Fraction, ExactScore]]) -> FinalScore:
    if all(part.status is Status.UNSCORED for _, part in parts):
        status = Status.UNSCORED
    elif all(part.status is Status.RANKED for _, part in parts):
        status = Status.RANKED
    else:
        status = Status.INCOMPLETE
    found = {flag for _, part in parts for flag in part.flags}
    return FinalScore(
        score=_sum([(weight, part.score) for weight, part in parts]),
        raw=_sum([(weight, part.raw) for weight, part in parts]),
        stages=sum(part.score is not None for _, part in parts),
        sheets=sum(part.sheets for _, part in parts),
        flags=tuple(flag for flag in Flag if flag in found),
        status=status,
    )


def _sum(parts: Sequence[tuple[Fraction, Fraction | None]]) -> Fraction | None:
    """Return the weighted sum, None where a part is not there."""
    total = Fraction()
    for weight, value in parts:
        if value is None:
            return None
        total += weight * value
    return total
