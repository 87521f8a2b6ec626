"""What the engine answers, made by hand: for tests of what is said and drawn of it."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from domain.engine.outcome import EntryOutcome, Evaluation, Flag, JudgeOutcome, Status, Summary
from domain.engine.problem import Method


def entry(name: str, place: int | None, score: str | None, **given: Any) -> EntryOutcome:
    """An entry that has a place if it has a score, without an interval and without chances unless they are given."""
    values = {
        "tied_with": (),
        "raw": None if score is None else Decimal(score),
        **dict.fromkeys(("se", "low", "high", "p_top", "rank_best", "rank_worst", "tier", "decided_by")),
        "p_award": {},
        "sheets": 0 if score is None else 2,
        "component": 1,
        "flags": (),
    }
    return EntryOutcome(
        entry=name,
        status=Status.UNSCORED if score is None else Status.RANKED,
        place=place,
        score=None if score is None else Decimal(score),
        **{**values, **{key: Decimal(value) if type(value) is str else value for key, value in given.items()}},
    )


def judge(
    name: str, severity: str | None, error: str | None = None, sheets: int = 24, outfit: str | None = "1", *flags: Flag
) -> JudgeOutcome:
    """A judge; figures that are None are not known."""
    figures = [None if value is None else Decimal(value) for value in (severity, error, outfit)]
    return JudgeOutcome(name, sheets, *figures, flags=flags)


def evaluation(entries: Sequence[EntryOutcome], judges: Sequence[JudgeOutcome] = (), **given: Any) -> Evaluation:
    """An evaluation of which no more is known than is told."""
    unknown = ("unadjusted", "places", "sigma_entry", "sigma_judge", "sigma_residual", "icc_single", "icc_panel")
    values = {
        "method": Method.ADJUSTED,
        **dict.fromkeys((*unknown, "alpha", "judge_share", "panel", "lambda2")),
        "components": 1,
        "bridges_needed": 0,
    }
    figures = {key: Decimal(value) if type(value) is str else value for key, value in given.items()}
    return Evaluation(Summary(**{**values, **figures}), entries, judges, [])
