"""Holds on people and units whatever they are to anybody, in force and lifted."""

from domain.integrity.rules import HoldGround
from tests.support.factories import NOW
from tests.support.plain_rows import Draft


def add_holds(draft: Draft) -> None:
    """Hold everybody and every other unit on some ground; lift every other of these holds."""
    held = [("person_id", row) for row in draft["people"]] + [("unit_id", row) for row in draft["units"][::2]]
    for number, (name, row) in enumerate(held):
        is_lifted = number % 2 == 1
        lifted = {"lifted_at": NOW if is_lifted else None, "lifted_reason": "Không vi phạm" if is_lifted else None}
        of = {"person_id": None, "unit_id": None, name: row["id"]}
        draft.add("integrity_holds", ground=draft.any_of(*HoldGround), **of, **lifted)
