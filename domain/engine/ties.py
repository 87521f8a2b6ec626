"""The keys that decide between entries of equal score (M6), each as a value per entry of which the least comes first.

`criterion:<id>`                  mean of all marks of that criterion, the lower first only where lower is better
`component:<name>`                subtotal of that name, weighted and added over stages, as published
`stage:<id>`                      score of that stage, as published
`median[:<stage>]`                median of the sheet totals, weighted and added over stages
`count_of_top_marks[:<stage>]`    SUM: how many times the highest mark was given, then the next one, and so on down to
                                  the least that is not 0; MEAN: how many judges of several entries gave it the highest
                                  of their own totals
`number_of_judges[:<stage>]`      how many sheets give it anything: under SUM a mark other than 0, else any mark
`head_to_head`                    share of the comparisons with the rest of the tied group that it wins: a judge's
                                  totals for two of them are one, a draw is half a win, and none at all is 1/2
`earlier_submission`              the earlier moment first
`lot`                             drawn by SHA-256 of the seed and the entry's id: the same whenever it is computed
`tie_break`                       place in the latest tie-break in which all that are tied were judged; it is in no
                                  chain, but stands at its end by itself, before a lot

"As published" means rounded to `score_places`; all else is compared exactly. What an entry does not have comes last.
With `:<stage>` a key looks at that stage alone.
"""

import hashlib
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from functools import cache, cached_property
from statistics import median

from domain.engine.means import ExactScore, component_scores
from domain.engine.problem import Aggregate, Direction, Problem, Sheet, Stage
from domain.engine.rounding import rounded
from domain.engine.totals import sheet_totals

#: What entries are compared by; the values of one key are of one kind.
Value = tuple[Fraction | int | str, ...]
#: From the entries that are tied to the value of each; an entry without one comes last.
Key = Callable[[Sequence[str]], Mapping[str, Value]]


#: The key that stands at the end of every chain where something was judged apart.
TIE_BREAK = "tie_break"


class Contest:
    """What the keys look at: the problem, the scores by stage, and the sheet totals, computed when first asked for."""

    def __init__(self, problem: Problem, scores: Mapping[str, Mapping[str, ExactScore]]) -> None:
        self.problem = problem
        self.scores = scores

    def stages(self, only: str) -> Iterable[Stage]:
        """Return the stage of that id, all stages for ""."""
        return [stage for stage in self.problem.stages if only in {"", stage.id}]

    def is_sum(self) -> bool:
        """Say whether judges hand out points that are added up."""
        return self.problem.rules.aggregate is Aggregate.SUM

    @cached_property
    def totals(self) -> Mapping[str, Sequence[tuple[Sheet, Fraction]]]:
        """The sheets that count with their exact totals, by stage."""
        found = {}
        for stage in self.problem.stages:
            totals = sheet_totals(stage, self.problem.rules)
            found[stage.id] = [(sheet, totals[sheet.id].value) for sheet in stage.sheets if sheet.id in totals]
        return found


def tie_key(name: str, contest: Contest) -> Key:
    """Return the key of that name, which `is_tie_key` has accepted."""
    kind, _, argument = name.partition(":")
    if kind == "head_to_head":
        return lambda tied: _head_to_head(contest, tied)
    if kind == TIE_BREAK:
        return lambda tied: _tie_break(contest, tied)
    values = cache(lambda: _KINDS[kind](contest, argument))
    return lambda _tied: values()


def is_tie_key(name: str, problem: Problem) -> bool:
    """Say whether there is a key of that name, and its criterion, component or stage in the problem."""
    kind, colon, argument = name.partition(":")
    stages = {stage.id for stage in problem.stages}
    if kind == "criterion":
        return argument in {one.id for stage in problem.stages for one in stage.criteria}
    if kind == "component":
        named = {one.component for stage in problem.stages for one in stage.criteria}
        return argument in (named.union(*(one.amounts for stage in problem.stages for one in stage.entries)) - {""})
    if kind == "stage":
        return argument in stages
    if kind in {"median", "count_of_top_marks", "number_of_judges"}:
        return not colon or argument in stages
    return name in {"head_to_head", "earlier_submission", "lot"}


def _criterion(contest: Contest, name: str) -> dict[str, Value]:
    marks: dict[str, list[Fraction]] = defaultdict(list)
    for stage in contest.stages(""):
        for criterion in stage.criteria:
            if criterion.id == name:
                sign = -1 if criterion.direction is Direction.HIGHER else 1
                for sheet in stage.sheets:
                    if name in sheet.marks:
                        marks[sheet.entry].append(sign * Fraction(sheet.marks[name]))
    return {entry: (sum(given, Fraction()) / len(given),) for entry, given in marks.items()}


def _component(contest: Contest, name: str) -> dict[str, Value]:
    sums: dict[str, Fraction] = {}
    for stage in contest.stages(""):
        for entry, subtotals in component_scores(stage, contest.problem.rules).items():
            if name in subtotals:
                sums[entry] = sums.get(entry, Fraction()) + Fraction(stage.weight) * subtotals[name]
    return {entry: (_published(contest, value),) for entry, value in sums.items()}


def _stage(contest: Contest, name: str) -> dict[str, Value]:
    return {
        entry: (_published(contest, exact.score),)
        for entry, exact in contest.scores[name].items()
        if exact.score is not None
    }


def _published(contest: Contest, value: Fraction) -> Fraction:
    return -Fraction(rounded(value, contest.problem.rules.score_places))


def _median(contest: Contest, only: str) -> dict[str, Value]:
    sums: dict[str, Fraction] = {}
    for stage in contest.stages(only):
        totals: dict[str, list[Fraction]] = defaultdict(list)
        for sheet, total in contest.totals[stage.id]:
            totals[sheet.entry].append(total)
        for entry, given in totals.items():
            sums[entry] = sums.get(entry, Fraction()) - Fraction(stage.weight) * median(given)
    return {entry: (value,) for entry, value in sums.items()}


def _top_marks(contest: Contest, only: str) -> dict[str, Value]:
    return _counts_down(contest, only) if contest.is_sum() else _favourites(contest, only)


def _counts_down(contest: Contest, only: str) -> dict[str, Value]:
    """Count how often each entry was given each mark; marks that lower the score are worth less than any other."""
    counts: Counter[tuple[str, Fraction]] = Counter()
    for stage in contest.stages(only):
        signs = {one.id: 1 if one.direction is Direction.HIGHER else -1 for one in stage.criteria}
        for sheet in stage.sheets:
            counts.update((sheet.entry, signs[name] * Fraction(mark)) for name, mark in sheet.marks.items() if mark)
    marks = sorted({mark for _, mark in counts}, reverse=True)
    return {entry: tuple(-counts[entry, mark] for mark in marks) for entry in {entry for entry, _ in counts}}


def _favourites(contest: Contest, only: str) -> dict[str, Value]:
    found: Counter[str] = Counter()
    for stage in contest.stages(only):
        given = _by_judge(contest.totals[stage.id])
        for totals in given.values():
            best = max(totals.values())
            if len(totals) > 1:
                found.update(entry for entry, total in totals.items() if total == best)
    return {entry: (-count,) for entry, count in found.items()}


def _by_judge(totals: Iterable[tuple[Sheet, Fraction]]) -> dict[str, dict[str, Fraction]]:
    given: dict[str, dict[str, Fraction]] = defaultdict(dict)
    for sheet, total in totals:
        given[sheet.judge][sheet.entry] = total
    return given


def _judges(contest: Contest, only: str) -> dict[str, Value]:
    counts = Counter(
        sheet.entry
        for stage in contest.stages(only)
        for sheet in stage.sheets
        if (any(sheet.marks.values()) if contest.is_sum() else sheet.marks)
    )
    return {entry: (-count,) for entry, count in counts.items()}


def _head_to_head(contest: Contest, tied: Sequence[str]) -> dict[str, Value]:
    halves, comparisons, group = Counter[str](), Counter[str](), frozenset(tied)
    for stage in contest.stages(""):
        among = (one for one in contest.totals[stage.id] if one[0].entry in group)
        for totals in _by_judge(among).values():
            ordered = sorted(totals.values())
            for entry, total in totals.items():
                # Twice the totals below, and once each of the others that are equal: wins in halves.
                halves[entry] += bisect_left(ordered, total) + bisect_right(ordered, total) - 1
                comparisons[entry] += len(ordered) - 1
    half = Fraction(1, 2)
    return {
        entry: (-Fraction(halves[entry], 2 * comparisons[entry]) if comparisons[entry] else -half,) for entry in tied
    }


def _tie_break(contest: Contest, tied: Sequence[str]) -> dict[str, Value]:
    for places in reversed(contest.problem.tie_breaks):
        if all(entry in places for entry in tied):
            return {entry: (places[entry],) for entry in tied}
    return {}


def _submission(contest: Contest, _none: str) -> dict[str, Value]:
    moments: dict[str, Value] = {}
    for stage in contest.stages(""):
        for entry in stage.entries:
            if entry.submitted is not None:
                moments.setdefault(entry.id, (entry.submitted,))
    return moments


def _lot(contest: Contest, _none: str) -> dict[str, Value]:
    return {
        entry.id: (hashlib.sha256(f"{contest.problem.seed}:{entry.id}".encode()).hexdigest(),)
        for stage in contest.stages("")
        for entry in stage.entries
    }


_KINDS: Mapping[str, Callable[[Contest, str], dict[str, Value]]] = {
    "criterion": _criterion,
    "component": _component,
    "stage": _stage,
    "median": _median,
    "count_of_top_marks": _top_marks,
    "number_of_judges": _judges,
    "earlier_submission": _submission,
    "lot": _lot,
}
