"""Places (M6): published scores are compared, then the chain of keys; what is equal after the chain shares a place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from domain.engine.combining import FinalScore
from domain.engine.means import ExactScore
from domain.engine.outcome import Status
from domain.engine.problem import Problem
from domain.engine.rounding import rounded
from domain.engine.ties import TIE_BREAK, Contest, Key, Value, tie_key


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an entry stands; `place`, `score` (as published) and `decided_by` are None unless it is RANKED.

    `tied_with` are the others that share its place. `decided_by` is the key of the chain that last parted it from
    entries of equal score, None where the score alone or nothing did.
    """

    entry: str
    status: Status
    place: int | None
    tied_with: tuple[str, ...]
    score: Decimal | None
    decided_by: str | None


def rank(
    problem: Problem, finals: Mapping[str, FinalScore], scores: Mapping[str, Mapping[str, ExactScore]]
) -> list[Standing]:
    """Return all entries in the order of their standing: RANKED by place, then INCOMPLETE, then UNSCORED, then by id.

    Whoever completed more stages stands before; then the greater score, rounded to `score_places`, does; entries that
    are equal in both are parted by the keys of `rules.ties` in turn. What is still equal shares a place, and as many
    places are left out after it: 1, 2, 2, 4. `scores` are those of the stages, by stage id.
    """
    published = {
        entry: rounded(final.score, problem.rules.score_places)
        for entry, final in finals.items()
        if final.status is Status.RANKED and final.score is not None
    }
    equal: dict[tuple[int, Decimal], list[str]] = {}
    for entry in sorted(published):
        equal.setdefault((finals[entry].stages, published[entry]), []).append(entry)
    contest = Contest(problem, scores)
    keys = {name: tie_key(name, contest) for name in chain_of(problem)}
    standings: list[Standing] = []
    for reached in sorted(equal, reverse=True):
        blocks, decided_by = _parted(equal[reached], keys)
        for block in blocks:
            place = len(standings) + 1
            for entry in block:
                others = tuple(other for other in block if other != entry)
                decided = decided_by.get(entry)
                standings.append(Standing(entry, Status.RANKED, place, others, published[entry], decided))
    return standings + [
        Standing(entry, status, None, (), None, None)
        for status in (Status.INCOMPLETE, Status.UNSCORED)
        for entry in sorted(finals)
        if finals[entry].status is status
    ]


def chain_of(problem: Problem) -> list[str]:
    """Return the keys that decide between equal scores, in their order: those of the rules, then what was judged apart.

    A lot is drawn last, between those that nothing else parts.
    """
    chain = list(problem.rules.ties)
    if problem.tie_breaks:
        chain.insert(chain.index("lot") if "lot" in chain else len(chain), TIE_BREAK)
    return chain


def _parted(tied: Sequence[str], keys: Mapping[str, Key]) -> tuple[list[list[str]], dict[str, str]]:
    """Part entries of equal score by each key in turn; return the blocks that stay equal, best first, and by which."""
    blocks: list[list[str]] = [list(tied)]
    decided_by: dict[str, str] = {}
    for name, key in keys.items():
        parts: list[list[str]] = []
        for block in blocks:
            split = _split(block, key) if len(block) > 1 else [block]
            if len(split) > 1:
                decided_by |= dict.fromkeys(block, name)
            parts.extend(split)
        blocks = parts
    return blocks, decided_by


def _split(block: Sequence[str], key: Key) -> list[list[str]]:
    values = key(block)
    parts: dict[Value, list[str]] = {}
    unknown: list[str] = []
    for entry in block:
        (parts.setdefault(values[entry], []) if entry in values else unknown).append(entry)
    split = [parts[value] for value in sorted(parts)]
    return [*split, unknown] if unknown else split
