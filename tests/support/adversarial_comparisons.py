"""Comparisons of whatever is given to one evaluator in one round, tie-breaks or not; results applied to any round."""

from itertools import groupby, pairwise

from domain.comparisons.rules import Preference
from domain.engine.problem import Method
from domain.evaluations.rules import RoundKind
from domain.ledger.rules import EventKind, canonical
from tests.support.factories import NOW
from tests.support.plain_rows import Draft


def add_comparisons(draft: Draft) -> None:
    """Make some rounds tie-breaks; let everybody who was given two entries have compared them; apply any result."""
    rounds = [row for row in draft["rounds"] if row["kind"] is not RoundKind.SELF_SCORE]
    for settled, row in pairwise(rounds[:7]):
        row |= {"kind": RoundKind.TIE_BREAK, "method": Method.PAIRWISE, "settles_id": settled["id"]}

    def whose(row: dict) -> tuple[str, str]:
        return str(row["round_id"]), str(row["evaluator_id"])

    for _whose, given in groupby(sorted(draft["assignments"], key=whose), key=whose):
        for left, right in pairwise(given):
            answer = draft.any_of(None, *Preference)
            draft.add(
                "comparisons",
                round_id=left["round_id"],
                evaluator_id=left["evaluator_id"],
                left_id=left["id"],
                left_initiative_id=left["initiative_id"],
                right_id=right["id"],
                right_initiative_id=right["initiative_id"],
                preferred=answer,
                answered_at=None if answer is None else NOW,
            )
    for ordinal, result in enumerate(draft["results"]):
        draft.add("tie_breaks", round_id=draft.any_of(*rounds)["id"], result_id=result["id"], ordinal=ordinal)
    for each in draft["comparisons"]:
        number = 1 + sum(row["round_id"] == each["round_id"] for row in draft["score_events"])
        said = {"first": each["left_initiative_id"], "second": each["right_initiative_id"], "won": "1"}
        draft.add(
            "score_events",
            round_id=each["round_id"],
            number=number,
            kind=EventKind.COMPARISON_GIVEN,
            body=canonical(said),
            previous_hash="0" * 64,
            hash=f"{number:064x}",
        )
