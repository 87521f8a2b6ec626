"""Screening: each sheet says pass or fail, a quorum must have spoken, and a share of it must have said pass."""

from collections.abc import Mapping
from fractions import Fraction

from domain.engine.problem import Gate, Problem, Sheet
from domain.engine.totals import SheetTotal

#: Without a quorum one sheet is enough.
LEAST = 1


def screened(problem: Problem, totals: Mapping[str, Mapping[str, SheetTotal]]) -> dict[str, bool]:
    """Say of each entry for which a quorum has spoken whether it passes; nothing where there is no gate.

    `totals` are those of sheets, by stage and id. The sheets of all stages count alike.
    """
    gate, quorum = problem.rules.gate, problem.rules.quorum or LEAST
    if gate is None:
        return {}
    votes: dict[str, list[bool]] = {}
    for stage in problem.stages:
        for sheet in stage.sheets:
            if sheet.id in totals[stage.id]:
                votes.setdefault(sheet.entry, []).append(says_pass(sheet, totals[stage.id][sheet.id].value, gate))
    return {
        entry: sum(said) >= Fraction(gate.share) * len(said) for entry, said in votes.items() if len(said) >= quorum
    }


def says_pass(sheet: Sheet, total: Fraction, gate: Gate) -> bool:
    """Say whether a sheet of this exact total says pass. An absent mark is not below anything."""
    if gate.total is not None and total < Fraction(gate.total):
        return False
    return all(sheet.marks[key] >= least for key, least in gate.minimums.items() if key in sheet.marks)
