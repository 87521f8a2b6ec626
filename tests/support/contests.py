"""Small contests for tests of the engine: a few words for criteria, sheets and the way from problem to places."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from domain.engine.combining import final_scores
from domain.engine.means import ExactScore, stage_scores
from domain.engine.problem import Criterion, Direction, Entry, Method, Problem, Rounding, Rules, Scale, Sheet, Stage
from domain.engine.ranking import Standing, rank

Number = str | int


def criterion(
    name: str,
    *,
    weight: Number = 1,
    low: Number = 0,
    high: Number = 10,
    step: Number | None = None,
    direction: Direction = Direction.HIGHER,
    component: str = "",
) -> Criterion:
    divided = None if step is None else Decimal(step)
    return Criterion(name, Decimal(weight), Decimal(low), Decimal(high), divided, direction, component)


def entry(
    name: str,
    *,
    group: str = "",
    submitted: str | None = None,
    factors: Mapping[str, Number] | None = None,
    amounts: Mapping[str, Number] | None = None,
) -> Entry:
    multiplied = {key: Decimal(value) for key, value in (factors or {}).items()}
    added = {key: Decimal(value) for key, value in (amounts or {}).items()}
    return Entry(name, group, submitted, multiplied, added)


def sheet(judge: str, name: str, **marks: Number) -> Sheet:
    """One sheet, with the id "judge/entry"."""
    return Sheet(f"{judge}/{name}", judge, name, {key: Decimal(value) for key, value in marks.items()})


def panel(name: str, **marks: Sequence[Number]) -> list[Sheet]:
    """The sheets of judges J1, J2, ... for one entry; a criterion's marks are in their order."""
    judges = range(max(len(given) for given in marks.values()))
    return [
        sheet(f"J{judge + 1}", name, **{key: given[judge] for key, given in marks.items() if judge < len(given)})
        for judge in judges
    ]


def stage(
    criteria: Sequence[Criterion],
    sheets: Sequence[Sheet],
    entries: Sequence[Entry] | None = None,
    *,
    name: str = "S",
    weight: Number = 1,
) -> Stage:
    """A stage; its entries are those that have sheets, unless they are given."""
    named = [entry(one) for one in sorted({one.entry for one in sheets})] if entries is None else entries
    return Stage(name, criteria, named, sheets, Decimal(weight))


def scores_of(problem: Problem) -> dict[str, dict[str, ExactScore]]:
    return {one.id: stage_scores(one, problem.rules) for one in problem.stages}


def standings_of(*stages: Stage, rules: Rules, seed: int = 0) -> list[Standing]:
    problem = Problem(stages, rules, seed)
    scores = scores_of(problem)
    return rank(problem, final_scores(problem, scores), scores)


def places_of(*stages: Stage, rules: Rules, seed: int = 0) -> list[tuple[str, int | None, str | None]]:
    """Entry, place and deciding key, in the order of the standing."""
    return [(one.entry, one.place, one.decided_by) for one in standings_of(*stages, rules=rules, seed=seed)]


def exact(one: ExactScore) -> Fraction:
    assert one.score is not None
    return one.score


SKATING = Rules(
    method=Method.TRIMMED,
    scale=Scale.POINTS,
    drop_high=1,
    drop_low=1,
    rounding=Rounding(mark=2, product=2, total=2),
)


def skating_segment() -> Stage:
    """Two elements and three components before five judges; base values are amounts of the technical score."""
    elements = [criterion(name, low=-5, high=5, step=1, component="TES") for name in ("E1", "E2")]
    components = [criterion(name, high=10, step="0.25", component="PCS") for name in ("CO", "PR", "SK")]
    factors = {"E1": "0.53", "E2": "0.30", "CO": "1.33", "PR": "1.33", "SK": "1.33"}
    marks = {"E1": [1, 2, 2, 3, 2], "E2": [-1, 0, 0, 1, 1], "PR": ["7.25"] * 5, "SK": [7, 7, "7.25", "7.25", "7.5"]}
    high, low = ["7", "7.25", "7.5", "7.75", "8"], ["7.25"] * 5
    entries = [
        entry("A", factors=factors, amounts={"TES": "8.30", "DEDUCTIONS": -1}),
        entry("B", factors=factors, amounts={"TES": "8.64", "DEDUCTIONS": -1}),
        entry("C", factors=factors, amounts={"TES": "7.30"}),
    ]
    sheets = [*panel("A", **marks, CO=high), *panel("B", **marks, CO=low), *panel("C", **marks, CO=high)]
    return stage([*elements, *components], sheets, entries)
