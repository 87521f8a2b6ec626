"""Events of every kind in every round, about entries and sheets of all, as they would never have come by deeds."""

from domain.ledger.rules import EventKind, canonical
from tests.support.plain_rows import Draft


def add_ledgers(draft: Draft) -> None:
    """Add a ledger to each round: about an entry by name, about a sheet by its id, and about nothing that is there."""
    for round_ in draft["rounds"]:
        entries = [each for each in draft["round_entries"] if each["round_id"] == round_["id"]]
        sheets = [each for each in draft["score_sheets"] if each["round_id"] == round_["id"]]
        told: list[tuple[EventKind, dict[str, object]]] = [
            (EventKind.ROUND_OPENED, {"problem": {}}),
            (EventKind.RECUSED, {"entry": "of no form", "judge": None}),
            (EventKind.SHEET_EXCLUDED, {"sheet": round_["id"], "reason": "of no sheet"}),
        ]
        told += [(EventKind.SHEET_SUBMITTED, {"entry": each["initiative_id"], "marks": {}}) for each in entries[:3]]
        told += [(EventKind.SHEET_REOPENED, {"sheet": each["id"], "reason": "?"}) for each in sheets[:3]]
        for number, (kind, body) in enumerate(told, start=1):
            draft.add(
                "score_events",
                round_id=round_["id"],
                number=number,
                kind=kind,
                body=canonical(body),
                previous_hash="0" * 64,
                hash=f"{number:064x}",
            )
