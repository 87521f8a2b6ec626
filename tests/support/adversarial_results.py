"""What belongs to results and to proposals, about anything and by anybody: figures, exclusions, charts, pairs."""

from datetime import timedelta
from decimal import Decimal
from itertools import product

from domain.engine.assignment_problem import Tight
from domain.evaluations.rules import SheetState
from domain.results.rules import ChartKind, ResultState
from tests.support.factories import NOW
from tests.support.plain_rows import Draft, Row


def add_results(draft: Draft) -> None:
    """Add figures to every version of every result, exclusions of sheets in any state, and proposals of any round."""
    for result in draft["results"]:
        if result["state"] is not ResultState.STAGED:
            result["computed_by_id"], result["verified_by_id"] = None, draft.anybody()
        _figures(draft, result)
    for sheet in draft.some(draft["score_sheets"], 40, 40):
        restored = {"restored_at": NOW, "restored_reason": "Đúng điểm"}
        for more in draft.any_of([{}], [restored], [restored, {}]):
            draft.add("sheet_exclusions", round_id=sheet["round_id"], sheet_id=sheet["id"], **more)
    for number, round_ in enumerate(draft.some(draft["rounds"], 6, 6)):
        moment = NOW - timedelta(minutes=number)
        proposal = draft.add("assignment_proposals", round_id=round_["id"], created_at=moment)
        for each in draft.some(draft["initiatives"], 3, 6):
            of = {"proposal_id": proposal["id"], "initiative_id": each["id"]}
            draft.add("proposed_assignments", evaluator_id=draft.anybody(), **of)
        for ordinal in range(2):
            draft.add("proposal_findings", proposal_id=proposal["id"], ordinal=ordinal, rule=Tight.ENTRY_UNITS)


def _figures(draft: Draft, result: Row) -> None:
    of = {"result_id": result["id"]}
    tiers = [row for row in draft["round_tiers"] if row["round_id"] == result["round_id"]]
    for entry, tier in product((row for row in draft["result_entries"] if row["result_id"] == result["id"]), tiers):
        entry["tier_id"] = tier["id"]
        draft.add("award_chances", entry_id=entry["id"], tier_id=tier["id"], probability=Decimal("0.5"))
    private = {"halo": Decimal("0.5"), "minutes": Decimal(9), "anchor_offset": Decimal(-1)}
    # Everybody who acts, in some result or other; the evaluator of every round in all of them.
    mine = draft.people["judge of every round"]
    for person in {row["id"]: row for row in (mine, *draft.some(draft["people"], 4, 6))}.values():
        draft.add("result_judges", evaluator_id=person["id"], **private, **of)
    sheets = [row for row in draft["score_sheets"] if row["round_id"] == result["round_id"]]
    submitted = [row for row in sheets if row["state"] is SheetState.SUBMITTED]
    for sheet in {row["id"]: row for row in (*submitted, *draft.some(sheets, 0, 3))}.values():
        draft.add("result_sheets", sheet_id=sheet["id"], **of)
    for kind in ChartKind:
        draft.add("result_charts", kind=kind, language="vi", **of)
