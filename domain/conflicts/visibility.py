"""What a conflict of interest hides from the person who has it, whatever their roles."""

from typing import Any

from sqlalchemy import ColumnElement, or_, true

from domain.actor import Actor
from domain.reading import entrusted


def not_in_conflict(actor: Actor, initiative_id: Any, round_id: Any = None) -> ColumnElement[bool]:
    """Hold where the viewer has no conflict with a row's initiative, or two people set it aside.

    It binds administrators and auditors as everybody. With the round of the row, rounds in which units score themselves
    are left out, as conflicts do not count there. What a viewer did themselves is theirs to see: the caller says so.
    """
    if actor.is_system or actor.is_anonymous:
        return true()
    # The sub-selects know nothing of the row: each is run once for a statement, and hashed.
    free: ColumnElement[bool] = initiative_id.not_in(entrusted.in_conflict())
    return free if round_id is None else or_(free, entrusted.is_of_self_score(round_id))
